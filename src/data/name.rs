//! Names in an inventory, and of endpoints.

use crate::code::Text;
use crate::code::is_code;

macro_rules! names {
    ($(#[$meta:meta])* $name:ident, $most:literal, $error:ident, $what:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Text<$most>);

        impl $name {
            #[doc = concat!(
                "Reads a name: lower-case letters, digits and single inner hyphens, at most ", $most, " bytes."
            )]
            ///
            /// # Errors
            ///
            #[doc = concat!("[`", stringify!($error), "`] for anything else: `\"\"`, `\"Main DB\"`, `\"a--b\"`.")]
            pub const fn parse(text: &str) -> Result<Self, $error> {
                match Text::new(text.as_bytes()) {
                    Some(name) if is_code(text.as_bytes()) => Ok(Self(name)),
                    _ => Err($error),
                }
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

names!(
    /// The name of a store: a database, a bucket, a queue, a log.
    StoreName, 47, InvalidStoreName, "the name of a store"
);

names!(
    /// The name of a subprocessor.
    SubprocessorName, 47, InvalidSubprocessorName, "the name of a subprocessor"
);

names!(
    /// The name of what a transfer to a subprocessor rests on, such as `standard-clauses`; the law room knows which
    /// of them are grounds.
    Mechanism, 47, InvalidMechanism, "the name of a transfer mechanism"
);

names!(
    /// The name of a platform's endpoint, such as `meta-capi` or `mixpanel-eu`.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::data::EndpointName;
    ///
    /// assert_eq!(EndpointName::parse("meta-capi")?.as_str(), "meta-capi");
    /// assert!(EndpointName::parse("https://graph.facebook.com").is_err());
    /// # Ok::<(), domicile::data::InvalidEndpointName>(())
    /// ```
    EndpointName, 31, InvalidEndpointName, "the name of an endpoint"
);

/// A text is not the name of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected the name of a store: at most 47 lower-case letters, digits and single inner hyphens")]
#[non_exhaustive]
pub struct InvalidStoreName;

impl InvalidStoreName {
    /// The stable code, `invalid_store_name`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_store_name"
    }
}

/// A text is not the name of a subprocessor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected the name of a subprocessor: at most 47 lower-case letters, digits and single inner hyphens"
)]
#[non_exhaustive]
pub struct InvalidSubprocessorName;

impl InvalidSubprocessorName {
    /// The stable code, `invalid_subprocessor_name`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_subprocessor_name"
    }
}

/// A text is not the name of a transfer mechanism.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected the name of a transfer mechanism: at most 47 lower-case letters, digits and single inner hyphens"
)]
#[non_exhaustive]
pub struct InvalidMechanism;

impl InvalidMechanism {
    /// The stable code, `invalid_mechanism`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_mechanism"
    }
}

/// A text is not the name of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected the name of an endpoint: at most 31 lower-case letters, digits and single inner hyphens")]
#[non_exhaustive]
pub struct InvalidEndpointName;

impl InvalidEndpointName {
    /// The stable code, `invalid_endpoint_name`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_endpoint_name"
    }
}
