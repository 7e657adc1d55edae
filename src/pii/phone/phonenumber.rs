//! The crate `phonenumber` as a reader. The only file that names it.

use alloc::string::ToString;
use core::str::FromStr;

use phonenumber::country::Id;

use crate::pii::phone::error::PhoneError;
use crate::pii::phone::number::PhoneNumber;
use crate::pii::phone::reader::PhoneReader;

/// Reads with the crate `phonenumber` 0.3 (feature `phonenumber`), for those who must go on matching what they hashed
/// with it before. It is never used unless it is named.
///
/// # Security
///
/// It yields wrong numbers and calls them valid. Measured against libphonenumber on 275,185 written forms of 245
/// regions (2026-11), it agrees on 86.5 %. The classes that matter:
///
/// | text | country given | it reads | meant |
/// |---|---|---|---|
/// | `+4915112345678` | US | `+495112345678` | `+4915112345678` |
/// | `011 49 1512 3456789` | US | `+495123456789` | `+4915123456789` |
/// | `+39 02-36618 300` | GB | `+39236618300` | `+390236618300` |
/// | `+78005553535` | none | `+7005553535` | `+78005553535` |
/// | `+37322033502 UK` | none | `+3732203350285` | `+37322033502` |
/// | `+1 (1)268 460 1234` | none | `+112684601234` | `+12684601234` |
///
/// It refuses digits of other scripts, and it is slow where countries mix: 1.4 ms a number, behind one lock for the
/// whole process, and some 60 ms for the first. It needs `std`.
///
/// # Examples
///
/// ```
/// use domicile::pii::phone::{NumberingPlans, PhoneReader, PhonenumberCrate};
///
/// let plain = PhonenumberCrate::new().read("+4915112345678", None)?;
/// assert_eq!(plain, NumberingPlans::new().read("+4915112345678", None)?);
///
/// // The first class above: the same text under a US default loses a digit.
/// let wrong = PhonenumberCrate::new().read("+4915112345678", Some(*b"US"))?;
/// assert_eq!(wrong.national_digits(), "5112345678");
/// # Ok::<(), domicile::pii::phone::PhoneError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PhonenumberCrate(());

impl PhonenumberCrate {
    /// Returns the reader.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl PhoneReader for PhonenumberCrate {
    fn edition(&self) -> &str {
        "phonenumber 0.3, metadata 9.0.33"
    }

    fn read(&self, text: &str, country: Option<[u8; 2]>) -> Result<PhoneNumber, PhoneError> {
        if text.chars().count() > LONGEST_TEXT {
            return Err(PhoneError::TextTooLong);
        }
        let country = match country {
            Some(letters) => Some(country_id(letters)?),
            None => None,
        };
        let number = phonenumber::parse(country, text).map_err(|error| reason(error, country))?;
        let code = number.country().code();
        let e164 = number.format().mode(phonenumber::Mode::E164).to_string();
        let national = e164.strip_prefix('+').and_then(|digits| digits.strip_prefix(&code.to_string()));
        PhoneNumber::from_parts(code, national.ok_or(PhoneError::NotANumber)?)
    }
}

fn country_id(letters: [u8; 2]) -> Result<Id, PhoneError> {
    let text = core::str::from_utf8(&letters).map_err(|_| PhoneError::UnknownCountry)?;
    Id::from_str(text).map_err(|_| PhoneError::UnknownCountry)
}

fn reason(error: phonenumber::ParseError, country: Option<Id>) -> PhoneError {
    use phonenumber::ParseError::{
        InvalidCountryCode, MalformedInteger, NoNumber, TooLong, TooShortAfterIdd, TooShortNsn,
    };
    match error {
        InvalidCountryCode if country.is_none() => PhoneError::CountryNeeded,
        InvalidCountryCode => PhoneError::UnknownCallingCode,
        TooShortAfterIdd | TooShortNsn => PhoneError::TooShort,
        TooLong => PhoneError::TooLong,
        NoNumber | MalformedInteger(_) => PhoneError::NotANumber,
    }
}

/// As for the plans' own reader; the crate itself has no limit.
const LONGEST_TEXT: usize = 250;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pii::phone::reader::NumberingPlans;

    /// The table of the documentation: what it says the crate reads, and what was meant, by our own plans.
    #[test]
    fn the_wrong_classes_are_as_documented() {
        for (text, country, wrong, meant) in [
            ("+4915112345678", Some(*b"US"), "495112345678", "4915112345678"),
            ("011 49 1512 3456789", Some(*b"US"), "495123456789", "4915123456789"),
            ("+39 02-36618 300", Some(*b"GB"), "39236618300", "390236618300"),
            ("+78005553535", None, "7005553535", "78005553535"),
            ("+37322033502 UK", None, "3732203350285", "37322033502"),
            ("+1 (1)268 460 1234", None, "112684601234", "12684601234"),
        ] {
            let read = |reader: &dyn PhoneReader| {
                reader.read(text, country).unwrap().international_digits().to_owned()
            };
            assert_eq!(read(&PhonenumberCrate::new()), wrong, "{text}");
            assert_eq!(read(&NumberingPlans::new()), meant, "{text}");
        }
    }
}
