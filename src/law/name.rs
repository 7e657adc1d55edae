//! Names of rows in the law tables.

use core::num::NonZeroU64;

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
    /// The name of something that must be true: `dpf-listed`, `scc-signed`. In what a row needs, also that a counted
    /// number is below a limit: `us-persons-financial<10000`.
    ///
    /// [`Condition::parse`] and documents read names only, so that nobody states a comparison: whoever has counted says
    /// the number ([`RecipientFacts::counted`](crate::law::RecipientFacts::counted)).
    Condition, InvalidCondition, "the name of a condition"
);

impl Condition {
    /// The condition that the number counted under this name is known and below `limit`.
    ///
    /// # Examples
    ///
    /// ```
    /// use core::num::NonZeroU64;
    /// use domicile::law::Condition;
    ///
    /// let persons = Condition::parse("us-persons-financial")?;
    /// let few = persons.below(NonZeroU64::new(10_000).unwrap())?;
    /// assert_eq!(few.as_str(), "us-persons-financial<10000");
    /// assert_eq!((few.counted(), few.limit()), (persons, NonZeroU64::new(10_000)));
    /// assert_eq!(Condition::parse_need("us-persons-financial<10000")?, few);
    /// assert!(Condition::parse("us-persons-financial<10000").is_err());
    /// # Ok::<(), domicile::law::InvalidCondition>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidCondition`] if this has a limit already, or if name and limit are longer than 47 bytes together.
    pub fn below(&self, limit: NonZeroU64) -> Result<Self, InvalidCondition> {
        if self.limit().is_some() {
            return Err(InvalidCondition);
        }
        let text = alloc::format!("{self}<{limit}");
        Text::new(text.as_bytes()).map(Self).ok_or(InvalidCondition)
    }

    /// Reads what a row may need: a name, or a name, `<` and a whole number above zero.
    ///
    /// # Errors
    ///
    /// [`InvalidCondition`] for anything else: `""`, `"persons<"`, `"persons<0"`, `"persons<010"`, `"persons <10"`.
    pub fn parse_need(text: &str) -> Result<Self, InvalidCondition> {
        let Some((name, limit)) = text.split_once('<') else { return Self::parse(text) };
        let is_plain = limit.bytes().all(|byte| byte.is_ascii_digit()) && !limit.starts_with('0');
        let limit = limit.parse().ok().filter(|_| is_plain).ok_or(InvalidCondition)?;
        Self::parse(name)?.below(limit)
    }

    /// The limit below which the counted number must be, if the condition has one.
    #[must_use]
    pub fn limit(&self) -> Option<NonZeroU64> {
        self.as_str().split_once('<').and_then(|(_, limit)| limit.parse().ok())
    }

    /// The name under which the number is counted; of a condition without a limit, the condition itself.
    #[must_use]
    pub fn counted(&self) -> Self {
        let name = self.as_str().split('<').next();
        name.and_then(|name| Text::new(name.as_bytes())).map_or(*self, Self)
    }

    /// True if `other` holds whenever this does: they are the same, or limits of one number and this one's is no
    /// higher.
    pub(crate) fn implies(&self, other: &Self) -> bool {
        self == other
            || matches!((self.limit(), other.limit()), (Some(own), Some(wider))
                if own <= wider && self.counted() == other.counted())
    }
}

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
