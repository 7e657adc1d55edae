//! Names that a policy document gives to roles and recipients.

use crate::code::Text;
use crate::code::is_code;

/// Defines a name: lower-case letters, digits and single inner hyphens, at most 31 bytes.
macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $expected:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Text<31>);

        impl $name {
            /// Reads a name: lower-case letters, digits and single inner hyphens, at most 31 bytes.
            ///
            /// # Errors
            ///
            /// [`InvalidName`] for anything else: `""`, `"Support"`, `"support_team"`, a text of 32 bytes.
            pub const fn parse(text: &str) -> Result<Self, InvalidName> {
                if !is_code(text.as_bytes()) {
                    return Err(InvalidName);
                }
                match Text::new(text.as_bytes()) {
                    Some(text) => Ok(Self(text)),
                    None => Err(InvalidName),
                }
            }

            /// The name.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        crate::code::text_doors!($name, InvalidName, $expected);
    };
}

name!(
    /// In what capacity somebody, or a service, acts.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::policy::RoleName;
    ///
    /// assert_eq!(RoleName::parse("support")?.as_str(), "support");
    /// # Ok::<(), domicile::policy::InvalidName>(())
    /// ```
    RoleName,
    "a role"
);

name!(
    /// Who receives what leaves its region: a symbol of the policy's list of recipients.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::policy::RecipientName;
    ///
    /// assert!(RecipientName::parse("Headquarters Inc.").is_err());
    /// ```
    RecipientName,
    "a recipient"
);

impl RoleName {
    /// The service itself: what acts where no person does. It exists in every policy; a row for it in a document
    /// narrows what it may do.
    pub const SERVICE: Self = match Self::parse("service") {
        Ok(name) => name,
        Err(InvalidName) => Self(Text::EMPTY),
    };
}

/// A text is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a name: at most 31 lower-case letters, digits and single inner hyphens")]
#[non_exhaustive]
pub struct InvalidName;

impl InvalidName {
    /// The stable code, `invalid_name`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_name"
    }
}
