//! How much a phone number is checked before it is hashed.

/// What the caller demands of a phone number.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "phone")] {
/// use domicile::pii::{Field, Hints, META, PhoneCheck, Pii};
///
/// let read = |text, check| {
///     META.normalize_with(Field::Phone, Pii::new(text), &Hints::new().phone_check(check))
///         .map(|normalized| normalized.expose().to_owned())
///         .map_err(|error| error.code())
/// };
/// // A length that numbers of the United States have, in an area that they do not.
/// assert_eq!(read("+1 100 555 0123", PhoneCheck::Possible), Ok("11005550123".into()));
/// assert_eq!(read("+1 100 555 0123", PhoneCheck::Valid), Err("phone_not_in_use"));
/// assert_eq!(read("+1 650 555 0123", PhoneCheck::Form), Ok("16505550123".into()));
/// assert_eq!(read("650 555 0123", PhoneCheck::Form), Err("phone_form"));
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PhoneCheck {
    /// The international form and nothing else: a `+`, then 8 to 15 digits of which the first is no zero, among spaces and
    /// `- . ( ) /`. No numbering plan is looked at, so this needs no feature.
    ///
    /// # Security
    ///
    /// The caller vouches that what stands there is the number. A trunk zero behind the country code is part of what is
    /// hashed (`+49 030 …`), and such a hash matches nobody; `(0)` is refused.
    Form,
    /// A length that numbers of the country have, and that is not dialled within one area only.
    #[default]
    Possible,
    /// A range that the numbering plan uses, too. Ranges are opened every month, so a real number may be refused.
    Valid,
}
