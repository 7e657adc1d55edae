//! A phone number with its calling code.

use crate::pii::phone::error::PhoneError;
use crate::pii::phone::plan::{self, Code};
use crate::pii::phone::possibility::Possibility;
use crate::pii::phone::reading::Reading;
use core::fmt;

/// A phone number: a country calling code and a national number.
///
/// It keeps digits and nothing of the text that it was read from: no extension, no carrier code, no punctuation. Two
/// spellings of one number are equal. `Debug` shows the calling code alone.
///
/// # Examples
///
/// ```
/// use domicile::pii::phone::PhoneNumber;
///
/// let read = |text, country: &[u8; 2]| PhoneNumber::parse(text, Some(*country));
/// assert_eq!(read("+49 (0)1512 3456789", b"US"), read("0151/23456789", b"DE"));
/// assert_eq!(read("011 39 02 3661 8300", b"US"), read("tel:02-3661-8300;phone-context=+39", b"IT"));
/// assert_eq!(read("1-800-FLOWERS ext. 7", b"US"), read("+18003569377", b"GB"));
/// # assert!(read("1-800-FLOWERS ext. 7", b"US").is_ok());
/// # assert!(read("0151/23456789", b"DE").is_ok() && read("+390236618300", b"IT").is_ok());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber {
    /// Calling code and national number in ASCII; zero beyond `length`.
    digits: [u8; Self::LONGEST],
    length: u8,
    /// Position of the calling code in the plan.
    position: u8,
}

impl PhoneNumber {
    /// The longest text that is read, in characters, as in the reference.
    pub const LONGEST_TEXT: usize = 250;

    /// The most digits a national number has.
    pub const LONGEST_NATIONAL: usize = 17;

    /// The fewest digits a national number has.
    pub const SHORTEST_NATIONAL: usize = 2;

    /// The most digits a number has, calling code included.
    pub(in crate::pii) const LONGEST: usize = 20;

    /// The size of the buffer that every number fits into: a plus sign, a calling code and a national number.
    pub const BUFFER: usize = 21;

    /// Reads what a person or a form wrote.
    ///
    /// `country` is the ISO 3166-1 alpha-2 code, in upper case, of the country in which the number would be dialled as
    /// written; a number with a `+` needs none. A country that is given must have a numbering plan even then.
    ///
    /// The result need not be possible or valid: see [`require_possible`](Self::require_possible).
    ///
    /// # Errors
    ///
    /// - [`TextTooLong`](PhoneError::TextTooLong) for more than 250 characters;
    /// - [`NotANumber`](PhoneError::NotANumber) for `"none"`, `"12 34 = 5"` or `"1;phone-context=+1;tel:2"`;
    /// - [`CountryNeeded`](PhoneError::CountryNeeded) for `"020 7031 3000"` without a country;
    /// - [`UnknownCountry`](PhoneError::UnknownCountry) for the countries `EU`, `gb` and `ZZ`;
    /// - [`UnknownCallingCode`](PhoneError::UnknownCallingCode) for `"+999 123 456"`;
    /// - [`TooShort`](PhoneError::TooShort) for `"+44"`, [`TooLong`](PhoneError::TooLong) for more than 17 digits after the calling code.
    #[inline]
    pub fn parse(text: &str, country: Option<[u8; 2]>) -> Result<Self, PhoneError> {
        let mut reading = Reading::EMPTY;
        reading.read(text, country)?;
        reading.number()
    }

    /// Takes a calling code and a national number that are already apart, as another reader yields them.
    ///
    /// `national` is the national significant number: ASCII digits with every leading zero that belongs to the number,
    /// and without a trunk prefix. Nothing is dropped or added.
    ///
    /// # Errors
    ///
    /// [`UnknownCallingCode`](PhoneError::UnknownCallingCode) for 999; [`NotANumber`](PhoneError::NotANumber) for
    /// anything but digits; [`TooShort`](PhoneError::TooShort) and [`TooLong`](PhoneError::TooLong) unless there are 2 to 17 of them.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::pii::phone::PhoneNumber;
    ///
    /// let number = PhoneNumber::from_parts(39, "0236618300")?;
    /// assert_eq!(number, PhoneNumber::parse("02 3661 8300", Some(*b"IT"))?);
    /// # Ok::<(), domicile::pii::phone::PhoneError>(())
    /// ```
    pub fn from_parts(calling_code: u16, national: &str) -> Result<Self, PhoneError> {
        let position = plan::position(calling_code).ok_or(PhoneError::UnknownCallingCode)?;
        if national.len() > Self::LONGEST_NATIONAL {
            return Err(PhoneError::TooLong);
        }
        if !national.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PhoneError::NotANumber);
        }
        Reading::of_parts(position, national.as_bytes())?.number()
    }

    /// Keeps `length` places that begin with a calling code of the plan; the others must be zero.
    #[inline(always)]
    pub(in crate::pii::phone) const fn from_places(
        position: u8,
        digits: [u8; Self::LONGEST],
        length: u8,
    ) -> Self {
        Self { digits, length, position }
    }

    /// Returns the country calling code.
    #[must_use]
    pub fn calling_code(&self) -> u16 {
        self.code().map_or(0, |code| code.number)
    }

    /// Says what the length of the number says about it.
    #[must_use]
    #[inline]
    pub fn possibility(&self) -> Possibility {
        self.code().map_or(Possibility::InvalidLength, |code| code.rules.lengths.judge(self.national().len()))
    }

    /// Says whether the number has a length that its country uses and needs no area code added.
    ///
    /// This is stricter than `isPossibleNumber` of the reference, which is also true for [`Possibility::LocalOnly`].
    #[must_use]
    #[inline]
    pub fn is_possible(&self) -> bool {
        self.possibility() == Possibility::Possible
    }

    /// Says whether the number lies in a range that the numbering plan of [`PLAN_EDITION`](crate::pii::phone::PLAN_EDITION) uses.
    /// A few valid numbers are dialled within one country or area alone and are not possible (Canada's `310 9999`).
    #[must_use]
    #[inline]
    pub fn is_valid(&self) -> bool {
        self.code().is_some_and(|code| plan::accepts(code.valid, self.national()))
    }

    /// Returns the number if it may serve as an identifier: [`is_possible`](Self::is_possible).
    ///
    /// # Errors
    ///
    /// [`TooShort`](PhoneError::TooShort), [`TooLong`](PhoneError::TooLong), [`InvalidLength`](PhoneError::InvalidLength) or
    /// [`LocalOnly`](PhoneError::LocalOnly), as [`possibility`](Self::possibility) says.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::pii::phone::{PhoneError, PhoneNumber};
    ///
    /// let local = PhoneNumber::parse("253-0000", Some(*b"US"))?;
    /// assert_eq!(local.require_possible(), Err(PhoneError::LocalOnly));
    /// # Ok::<(), PhoneError>(())
    /// ```
    #[inline]
    pub fn require_possible(self) -> Result<Self, PhoneError> {
        self.possibility().require()?;
        Ok(self)
    }

    /// Returns the number if it is possible and valid.
    ///
    /// # Errors
    ///
    /// What [`require_possible`](Self::require_possible) returns, and [`NotInUse`](PhoneError::NotInUse) for a possible
    /// number outside every range.
    pub fn require_valid(self) -> Result<Self, PhoneError> {
        let possible = self.require_possible()?;
        if possible.is_valid() { Ok(possible) } else { Err(PhoneError::NotInUse) }
    }

    /// Returns an empty buffer for [`e164`](Self::e164).
    #[must_use]
    pub const fn buffer() -> [u8; Self::BUFFER] {
        [0; Self::BUFFER]
    }

    /// Writes the E.164 form: `+`, calling code, national number.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::pii::phone::PhoneNumber;
    ///
    /// let number = PhoneNumber::parse("02 3661 8300", Some(*b"IT"))?;
    /// assert_eq!(number.e164(&mut PhoneNumber::buffer()), "+390236618300");
    /// assert_eq!(number.international_digits(), "390236618300");
    /// assert_eq!(number.national_digits(), "0236618300");
    /// # Ok::<(), domicile::pii::phone::PhoneError>(())
    /// ```
    #[inline]
    pub fn e164<'b>(&self, buffer: &'b mut [u8; Self::BUFFER]) -> &'b str {
        let [sign, places @ ..] = buffer;
        *sign = b'+';
        *places = self.digits;
        text(buffer.get(..=usize::from(self.length)))
    }

    /// Returns the calling code and the national number, digits only.
    #[must_use]
    #[inline]
    pub fn international_digits(&self) -> &str {
        text(self.digits.get(..usize::from(self.length)))
    }

    /// Returns the national significant number: without calling code and trunk prefix, with the zeros that belong to it.
    #[must_use]
    #[inline]
    pub fn national_digits(&self) -> &str {
        text(Some(self.national()))
    }

    #[inline]
    fn code(&self) -> Option<&'static Code> {
        plan::code(self.position)
    }

    #[inline]
    fn national(&self) -> &[u8] {
        let start = self.code().map_or(0, Code::length);
        self.digits.get(start..usize::from(self.length)).unwrap_or_default()
    }
}

/// ASCII digits as text.
#[inline]
fn text(digits: Option<&[u8]>) -> &str {
    digits.and_then(|digits| core::str::from_utf8(digits).ok()).unwrap_or_default()
}

/// Shows the calling code and no digit of the national number.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PhoneNumber(+{} [redacted])", self.calling_code())
    }
}
