//! Phone numbers, as this room uses them: checked as the caller demands, in the form that a platform's rule names.

use zeroize::Zeroize as _;

use crate::pii::buffer::Buffer;
use crate::pii::error::PiiError;
use crate::pii::hints::Hints;
#[cfg(feature = "phone")]
use crate::pii::phone::{PhoneError, PhoneNumber, Reading};
use crate::pii::phone_check::PhoneCheck;
use crate::pii::phone_form;
use crate::pii::rule::PhoneForm;
#[cfg(feature = "phone")]
use crate::pii::unicode;

/// A phone number that was checked as demanded.
pub(crate) struct Phone {
    /// ASCII digits, calling code first; zero beyond `length`.
    digits: [u8; PLACES],
    length: u8,
    /// How many digits the calling code has, if a numbering plan was looked at.
    code: Option<u8>,
}

impl Phone {
    /// Reads a raw value.
    pub(crate) fn parse(raw: &str, hints: &Hints) -> Result<Self, PiiError> {
        if hints.known_phone_check() != PhoneCheck::Form {
            return planned(raw, hints);
        }
        let read = phone_form::read(raw)?;
        let mut digits = [0; PLACES];
        let [front @ .., _, _, _, _] = &mut digits;
        *front = read.text();
        Ok(Self { digits, length: read.count(), code: None })
    }

    /// Wipes the digits.
    pub(crate) fn wipe(&mut self) {
        self.digits.zeroize();
    }

    /// Puts the number as the rule wants it into `out`, which is empty.
    #[inline]
    pub(crate) fn render_into(&self, form: PhoneForm, out: &mut Buffer) -> Result<(), PiiError> {
        let national = match self.code {
            Some(code) => self.digits.get(usize::from(code)..usize::from(self.length)),
            None => None,
        };
        write(form, &self.digits, self.length, national, out)
    }
}

/// Reads a raw value and puts it as the rule wants it into `out`, which is empty.
#[inline]
pub(crate) fn render(raw: &str, hints: &Hints, form: PhoneForm, out: &mut Buffer) -> Result<(), PiiError> {
    if hints.known_phone_check() == PhoneCheck::Form {
        let digits = phone_form::read(raw)?;
        write(form, &digits.text(), digits.count(), None, out)
    } else {
        render_planned(raw, hints, form, out)
    }
}

/// The same by numbering plans.
#[cfg(feature = "phone")]
#[inline]
fn render_planned(raw: &str, hints: &Hints, form: PhoneForm, out: &mut Buffer) -> Result<(), PiiError> {
    let mut reading = Reading::EMPTY;
    read(raw, hints, &mut reading)?;
    let (places, length) = reading.places()?;
    write(form, places, length, Some(reading.national()), out)
}

/// Refuses: a number that nothing has checked is not passed through.
#[cfg(not(feature = "phone"))]
fn render_planned(_: &str, _: &Hints, _: PhoneForm, _: &mut Buffer) -> Result<(), PiiError> {
    Err(PiiError::PhoneUnavailable)
}

/// Reads a raw value by numbering plans.
#[cfg(feature = "phone")]
fn planned(raw: &str, hints: &Hints) -> Result<Phone, PiiError> {
    let mut reading = Reading::EMPTY;
    read(raw, hints, &mut reading)?;
    let (digits, length) = reading.places()?;
    let code = length.checked_sub(u8::try_from(reading.national().len()).unwrap_or(0));
    Ok(Phone { digits: *digits, length, code })
}

/// Refuses: a number that nothing has checked is not passed through.
#[cfg(not(feature = "phone"))]
fn planned(_: &str, _: &Hints) -> Result<Phone, PiiError> {
    Err(PiiError::PhoneUnavailable)
}

/// Reads a raw value that is a number of a possible length, valid if that is demanded, and the same number when its
/// international form is read.
#[cfg(feature = "phone")]
#[inline]
fn read(raw: &str, hints: &Hints, reading: &mut Reading) -> Result<(), PiiError> {
    let country = hints.known_country().map(crate::pii::country::Country::letters);
    if let Err(error) = reading.read(raw, country) {
        read_again(error, raw, reading)?;
    }
    reading.possibility().require()?;
    if hints.known_phone_check() == PhoneCheck::Valid {
        reading.number()?.require_valid()?;
    }
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

/// Puts the digits as the rule wants them into `out`, which is empty. Behind the `length` places are zeros. Without a
/// numbering plan nobody knows where the national number begins.
#[inline]
fn write<const N: usize>(
    form: PhoneForm,
    places: &[u8; N],
    length: u8,
    national: Option<&[u8]>,
    out: &mut Buffer,
) -> Result<(), PiiError> {
    match form {
        PhoneForm::E164 => {
            out.set_ascii(b"+", 1);
            out.append_ascii(places, length);
        }
        PhoneForm::Digits => out.set_ascii(places, length),
        PhoneForm::DigitsWithoutZero => match national {
            Some([b'0', ..]) | None => return Err(PiiError::RuleInDoubt),
            Some(_) => out.set_ascii(places, length),
        },
        PhoneForm::National => out.push_bytes(national.ok_or(PiiError::RuleInDoubt)?),
    }
    Ok(())
}

/// More than the digits of any number.
const PLACES: usize = 20;

/// The calling codes of countries that dial another digit than zero before a national number, as the numbering plans of
/// the engine have it: North America, Russia and Kazakhstan, China (carrier codes), Lithuania, Belarus, Turkmenistan.
#[cfg(feature = "phone")]
const OTHER_TRUNKS: [u16; 6] = [1, 7, 86, 370, 375, 993];
