//! Names of rows in the law tables.

use crate::code::Text;
use crate::code::is_code;

macro_rules! dotted {
    ($(#[$meta:meta])* $name:ident, $error:ident, $what:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Text<47>);

        impl $name {
            /// Reads a name: segments of lower-case letters, digits and single inner hyphens, joined by dots, at most
            /// 47 bytes.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`", stringify!($error), "`] for anything else: `\"\"`, `\"GDPR\"`, `\"a..b\"`.")]
            pub fn parse(text: &str) -> Result<Self, $error> {
                if !text.split('.').all(|segment| is_code(segment.as_bytes())) {
                    return Err($error);
                }
                Text::new(text.as_bytes()).map(Self).ok_or($error)
            }

            /// The name.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        crate::code::text_doors!($name, $error, $what);
    };
}

dotted!(
    /// The name of a row in the law tables, stable over editions: `gdpr.art45.us-dpf`.
    RuleId, InvalidRuleId, "the name of a row of law"
);

dotted!(
    /// The name of a body of law: `gdpr`, `uk-gdpr`, `sgb-v-393`.
    RegimeId, InvalidRegimeId, "the name of a body of law"
);

dotted!(
    /// The name of a group of countries: `eu`, `eea`. A group is whatever its dated members are.
    GroupId, InvalidGroupId, "the name of a group of countries"
);

dotted!(
    /// The name of something that must be true of a recipient or a transfer: `dpf-listed`, `scc-signed`.
    Condition, InvalidCondition, "the name of a condition"
);

impl From<RegimeId> for RuleId {
    /// A body of law is a row too.
    fn from(regime: RegimeId) -> Self {
        Self(regime.0)
    }
}

/// A text is not the name of a row of law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected the name of a row of law: dotted segments of lower-case letters, digits and hyphens, at most 47 bytes"
)]
#[non_exhaustive]
pub struct InvalidRuleId;

impl InvalidRuleId {
    /// The stable code, `invalid_rule_id`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_rule_id"
    }
}

/// A text is not the name of a body of law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected the name of a body of law: dotted segments of lower-case letters, digits and hyphens, at most 47 bytes"
)]
#[non_exhaustive]
pub struct InvalidRegimeId;

impl InvalidRegimeId {
    /// The stable code, `invalid_regime_id`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_regime_id"
    }
}

/// A text is not the name of a group of countries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected the name of a group of countries: dotted segments of lower-case letters, digits and hyphens, at most 47 bytes"
)]
#[non_exhaustive]
pub struct InvalidGroupId;

impl InvalidGroupId {
    /// The stable code, `invalid_group_id`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_group_id"
    }
}

/// A text is not the name of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected the name of a condition: dotted segments of lower-case letters, digits and hyphens, at most 47 bytes"
)]
#[non_exhaustive]
pub struct InvalidCondition;

impl InvalidCondition {
    /// The stable code, `invalid_condition`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_condition"
    }
}
