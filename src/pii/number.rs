//! Phone numbers, as this room uses the engine: only what is possible, in the form a platform's rule names.

use crate::pii::buffer::Buffer;
use crate::pii::country::Country;
use crate::pii::error::PiiError;
#[cfg(feature = "phone")]
use crate::pii::phone::{PhoneError, PhoneNumber, Reading};
use crate::pii::rule::PhoneForm;
#[cfg(feature = "phone")]
use crate::pii::unicode;

/// A phone number of a possible length.
#[derive(Clone)]
pub(crate) struct Phone {
    #[cfg(feature = "phone")]
    number: PhoneNumber,
    #[cfg(not(feature = "phone"))]
    never: core::convert::Infallible,
}

#[cfg(feature = "phone")]
impl Phone {
    /// Reads a raw value; `country` is where it would be dialled as written.
    pub(crate) fn parse(raw: &str, country: Option<Country>) -> Result<Self, PiiError> {
        let mut reading = Reading::EMPTY;
        read(raw, country, &mut reading)?;
        Ok(Self { number: reading.number()? })
    }

    /// Puts the number as the rule wants it into `out`, which is empty.
    #[inline]
    pub(crate) fn render_into(&self, form: PhoneForm, out: &mut Buffer) -> Result<(), PiiError> {
        let (places, length) = self.number.places();
        write(form, places, length, self.number.national_places(), out)
    }
}

/// Reads a raw value and puts it as the rule wants it into `out`, which is empty.
#[cfg(feature = "phone")]
#[inline]
pub(crate) fn render(
    raw: &str,
    country: Option<Country>,
    form: PhoneForm,
    out: &mut Buffer,
) -> Result<(), PiiError> {
    let mut reading = Reading::EMPTY;
    read(raw, country, &mut reading)?;
    let (places, length) = reading.places()?;
    write(form, places, length, reading.national(), out)
}

/// Reads a raw value that is a number of a possible length, and the same number when its international form is read.
#[cfg(feature = "phone")]
#[inline]
fn read(raw: &str, country: Option<Country>, reading: &mut Reading) -> Result<(), PiiError> {
    if let Err(error) = reading.read(raw, country.map(Country::letters)) {
        read_again(error, raw, reading)?;
    }
    reading.possibility().require()?;
    // A zero of the international form could be taken for a trunk zero. Only numbers that nobody has are such
    // (`000000000` in Germany), and hashed they would be somebody's.
    let suspect = match reading.national().first() {
        Some(b'0') => true,
        Some(b'1' | b'8') => OTHER_TRUNKS.contains(&reading.calling_code()),
        _ => false,
    };
    if suspect && reads_otherwise(reading)? { Err(PiiError::PhoneInDoubt) } else { Ok(()) }
}

/// What can still be done about a value that was refused.
#[cfg(feature = "phone")]
#[cold]
fn read_again(error: PhoneError, raw: &str, reading: &mut Reading) -> Result<(), PiiError> {
    if error == PhoneError::UnknownCountry {
        // A country without a numbering plan of its own says nothing about a number that begins with +.
        *reading = Reading::EMPTY;
        return Ok(reading.read(raw, None)?);
    }
    Err(if unicode::trim(raw).is_empty() { PiiError::Empty } else { PiiError::Phone(error) })
}

/// Reads the international form again.
#[cfg(feature = "phone")]
#[cold]
fn reads_otherwise(reading: &Reading) -> Result<bool, PiiError> {
    let number = reading.number()?;
    Ok(PhoneNumber::parse(number.e164(&mut PhoneNumber::buffer()), None) != Ok(number))
}

/// Puts the digits as the rule wants them into `out`, which is empty. Behind the `length` places are zeros.
#[cfg(feature = "phone")]
#[inline]
fn write(
    form: PhoneForm,
    places: &[u8; PhoneNumber::LONGEST],
    length: u8,
    national: &[u8],
    out: &mut Buffer,
) -> Result<(), PiiError> {
    match form {
        PhoneForm::E164 => {
            let mut signed = [b'+'; PhoneNumber::BUFFER];
            let [_, rest @ ..] = &mut signed;
            *rest = *places;
            out.set_ascii(&signed, length.saturating_add(1));
        }
        PhoneForm::DigitsWithoutZero if national.first() == Some(&b'0') => {
            return Err(PiiError::RuleInDoubt);
        }
        PhoneForm::Digits | PhoneForm::DigitsWithoutZero => out.set_ascii(places, length),
        PhoneForm::National => out.push_bytes(national),
    }
    Ok(())
}

#[cfg(not(feature = "phone"))]
impl Phone {
    /// Refuses: a number that nothing has checked is not passed through.
    pub(crate) fn parse(_raw: &str, _country: Option<Country>) -> Result<Self, PiiError> {
        Err(PiiError::PhoneUnavailable)
    }

    /// Cannot be called: there is no such number.
    pub(crate) fn render_into(&self, _form: PhoneForm, _out: &mut Buffer) -> Result<(), PiiError> {
        match self.never {}
    }
}

/// Refuses: a number that nothing has checked is not passed through.
#[cfg(not(feature = "phone"))]
pub(crate) fn render(
    _raw: &str,
    _country: Option<Country>,
    _form: PhoneForm,
    _out: &mut Buffer,
) -> Result<(), PiiError> {
    Err(PiiError::PhoneUnavailable)
}

/// The calling codes of countries that dial another digit than zero before a national number, as the numbering plans of
/// the engine have it: North America, Russia and Kazakhstan, China (carrier codes), Lithuania, Belarus, Turkmenistan.
#[cfg(feature = "phone")]
const OTHER_TRUNKS: [u16; 6] = [1, 7, 86, 370, 375, 993];
