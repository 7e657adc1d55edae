//! Why a text is not a phone number.

/// Why no phone number could be read, or why one was refused.
///
/// It never holds any part of the text, which may be personal.
///
/// # Examples
///
/// ```
/// use domicile::pii::phone::{PhoneError, PhoneNumber};
///
/// let error = PhoneNumber::parse("020 7031 3000", None).unwrap_err();
/// assert_eq!(error, PhoneError::CountryNeeded);
/// assert_eq!(error.code(), "phone_country_needed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum PhoneError {
    /// The text has more characters than [`PhoneNumber::LONGEST_TEXT`](crate::pii::phone::PhoneNumber::LONGEST_TEXT).
    #[error("expected at most 250 characters")]
    TextTooLong,
    /// The text does not have the form of a phone number, or its RFC 3966 parameters contradict each other.
    #[error("expected a phone number")]
    NotANumber,
    /// The text has no `+`, and no country was given to read it in.
    #[error("expected a number that begins with + or a country to read it in")]
    CountryNeeded,
    /// The given country is not an ISO 3166-1 alpha-2 code with a numbering plan, in upper case.
    #[error("expected a country with a numbering plan, as two upper-case letters")]
    UnknownCountry,
    /// What follows the `+` or the international prefix is not a country calling code.
    #[error("expected a known country calling code")]
    UnknownCallingCode,
    /// Fewer digits than any number has, or fewer than a number of this country has.
    #[error("expected more digits")]
    TooShort,
    /// More digits than any number has, or more than a number of this country has.
    #[error("expected fewer digits")]
    TooLong,
    /// A length that no number of this country has, though shorter and longer ones exist.
    #[error("expected another number of digits")]
    InvalidLength,
    /// A length that can only be dialled within one area: the area code is missing.
    #[error("expected the area code as well")]
    LocalOnly,
    /// A length that exists, in a range that the numbering plan does not use.
    #[error("expected a number in a range that is in use")]
    NotInUse,
}

impl PhoneError {
    /// Returns the stable code, for records and metrics.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TextTooLong => "phone_text_too_long",
            Self::NotANumber => "phone_not_a_number",
            Self::CountryNeeded => "phone_country_needed",
            Self::UnknownCountry => "phone_unknown_country",
            Self::UnknownCallingCode => "phone_unknown_calling_code",
            Self::TooShort => "phone_too_short",
            Self::TooLong => "phone_too_long",
            Self::InvalidLength => "phone_invalid_length",
            Self::LocalOnly => "phone_local_only",
            Self::NotInUse => "phone_not_in_use",
        }
    }
}
