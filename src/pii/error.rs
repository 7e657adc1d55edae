//! Why a value is refused: never with the value.

#[cfg(feature = "phone")]
use crate::pii::phone::PhoneError;

/// A personal value is refused.
///
/// No variant carries the value or a part of it, so every message is safe to log.
///
/// # Examples
///
/// ```
/// use domicile::pii::{Country, PiiError};
///
/// let error = Country::parse("Atlantis").unwrap_err();
/// assert_eq!(error, PiiError::InvalidCountry);
/// assert_eq!(error.code(), "invalid_country");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum PiiError {
    /// Nothing is left of the value, or nothing was there.
    #[error("expected a value, found nothing")]
    Empty,
    /// The value is longer than any real one.
    #[error("expected a shorter value")]
    TooLong,
    /// A character that cannot stand in such a value, or that the platform's rule has no place for.
    #[error("expected only characters that may stand in this field")]
    UnexpectedCharacter,
    /// White space inside a value that the platform takes without any.
    #[error("expected no white space inside the value")]
    InnerSpace,
    /// Not one local part, one `@` and one domain with a dot.
    #[error("expected an e-mail address")]
    InvalidEmail,
    /// Phone numbers need the feature `phone`.
    #[error("expected the feature `phone` for a phone field")]
    PhoneUnavailable,
    /// Not a phone number that may be hashed.
    #[cfg(feature = "phone")]
    #[error(transparent)]
    Phone(#[from] PhoneError),
    /// Not a phone number in international form, where nothing else was to be read.
    #[error("expected a phone number in international form: +, then 8 to 15 digits")]
    PhoneForm,
    /// A phone number whose international form would be read as another number.
    #[error("expected a phone number whose international form reads the same")]
    PhoneInDoubt,
    /// Not a country by code or exact name.
    #[error("expected an ISO 3166-1 country")]
    InvalidCountry,
    /// Not a state by code or exact name, in a country whose states are listed.
    #[error("expected a state of the country by code or name")]
    InvalidState,
    /// Not a postal code of the country.
    #[error("expected a postal code")]
    InvalidPostalCode,
    /// Not a date of birth.
    #[error("expected a date of birth that is in the calendar")]
    InvalidDate,
    /// Day and month could change places.
    #[error("expected a date whose order of day and month is clear or stated")]
    AmbiguousDate,
    /// Not a gender the platform has a letter for.
    #[error("expected a gender the platform has a letter for")]
    InvalidGender,
    /// Not an IP address.
    #[error("expected an IP address")]
    InvalidAddress,
    /// Not a mobile advertising identifier, or one that is switched off.
    #[error("expected a mobile advertising identifier")]
    InvalidDevice,
    /// Not a hash in the declared form and length.
    #[error("expected a hash of the declared form and length")]
    InvalidHash,
    /// A value that looks like a hash and was not declared as one.
    #[error("expected a value, or a hash that is declared as one")]
    UndeclaredHash,
    /// The hash of nothing or of a placeholder.
    #[error("expected the hash of a value, found the hash of a placeholder")]
    PlaceholderHash,
    /// A hash made by another platform's rules.
    #[error("expected a hash made for this platform")]
    ForeignHash,
    /// The platform takes this field in clear, so a hash is of no use to it.
    #[error("expected the value itself, because the platform does not hash this field")]
    HashOfClearField,
    /// The value needs a hash function that only declared values of that function could fill.
    #[error("expected a platform that takes SHA-256 hashes of this field")]
    HashKindMismatch,
    /// The platform has no such field.
    #[error("expected a field that the platform takes")]
    FieldNotTaken,
    /// The platform's own documents contradict each other on this value.
    #[error("expected a value on which the platform's rule is clear")]
    RuleInDoubt,
    /// No profile has this name.
    #[error("expected the name of a platform")]
    UnknownPlatform,
    /// No field has this name.
    #[error("expected the name of a field")]
    UnknownField,
}

impl PiiError {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::UnexpectedCharacter => "unexpected_character",
            Self::InnerSpace => "inner_space",
            Self::InvalidEmail => "invalid_email",
            Self::PhoneUnavailable => "phone_unavailable",
            #[cfg(feature = "phone")]
            Self::Phone(error) => error.code(),
            Self::PhoneForm => "phone_form",
            Self::PhoneInDoubt => "phone_in_doubt",
            Self::InvalidCountry => "invalid_country",
            Self::InvalidState => "invalid_state",
            Self::InvalidPostalCode => "invalid_postal_code",
            Self::InvalidDate => "invalid_date",
            Self::AmbiguousDate => "ambiguous_date",
            Self::InvalidGender => "invalid_gender",
            Self::InvalidAddress => "invalid_address",
            Self::InvalidDevice => "invalid_device",
            Self::InvalidHash => "invalid_hash",
            Self::UndeclaredHash => "undeclared_hash",
            Self::PlaceholderHash => "placeholder_hash",
            Self::ForeignHash => "foreign_hash",
            Self::HashOfClearField => "hash_of_clear_field",
            Self::HashKindMismatch => "hash_kind_mismatch",
            Self::FieldNotTaken => "field_not_taken",
            Self::RuleInDoubt => "rule_in_doubt",
            Self::UnknownPlatform => "unknown_platform",
            Self::UnknownField => "unknown_field",
        }
    }
}
