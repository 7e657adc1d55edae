//! Phone numbers, as this room uses the engine: only what is possible, in the form a platform's rule names.

use crate::pii::buffer::Buffer;
use crate::pii::country::Country;
use crate::pii::error::PiiError;
use crate::pii::rule::PhoneForm;

/// A phone number of a possible length.
#[derive(Clone)]
pub(crate) struct Phone {
    #[cfg(feature = "phone")]
    number: crate::pii::phone::PhoneNumber,
    #[cfg(not(feature = "phone"))]
    never: core::convert::Infallible,
}

#[cfg(feature = "phone")]
impl Phone {
    /// Reads a raw value; `country` is where it would be dialled as written.
    #[inline]
    pub(crate) fn parse(raw: &str, country: Option<Country>) -> Result<Self, PiiError> {
        use crate::pii::phone::{PhoneError, PhoneNumber};
        let number = match PhoneNumber::parse(raw, country.map(Country::letters)) {
            Ok(number) => number,
            // A country without a numbering plan of its own says nothing about a number that begins with +.
            Err(PhoneError::UnknownCountry) => PhoneNumber::parse(raw, None)?,
            Err(_) if crate::pii::unicode::trim(raw).is_empty() => return Err(PiiError::Empty),
            Err(error) => return Err(PiiError::Phone(error)),
        };
        let phone = Self { number: number.require_possible()? };
        if phone.reads_otherwise() { Err(PiiError::PhoneInDoubt) } else { Ok(phone) }
    }

    /// True if the international form, read again, is another number: a zero of it would be taken for a trunk zero. Only
    /// numbers that nobody has are such (`000000000` in Germany), and hashed they would be somebody's.
    #[inline]
    fn reads_otherwise(&self) -> bool {
        let national = self.number.national_digits();
        let suspect = national.starts_with('0')
            || national.starts_with(['1', '8']) && OTHER_TRUNKS.contains(&self.number.calling_code());
        suspect && self.is_other_when_read_again()
    }

    /// Reads the international form again.
    #[cold]
    fn is_other_when_read_again(&self) -> bool {
        use crate::pii::phone::PhoneNumber;
        PhoneNumber::parse(self.number.e164(&mut PhoneNumber::buffer()), None) != Ok(self.number)
    }

    /// Puts the number as the rule wants it into `out`, which is empty.
    #[inline]
    pub(crate) fn render_into(&self, form: PhoneForm, out: &mut Buffer) -> Result<(), PiiError> {
        let number = &self.number;
        match form {
            PhoneForm::E164 => {
                out.push_str("+");
                out.push_str(number.international_digits());
            }
            PhoneForm::DigitsWithoutZero if number.national_digits().starts_with('0') => {
                return Err(PiiError::RuleInDoubt);
            }
            PhoneForm::Digits | PhoneForm::DigitsWithoutZero => out.push_str(number.international_digits()),
            PhoneForm::National => out.push_str(number.national_digits()),
        }
        Ok(())
    }
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

/// The calling codes of countries that dial another digit than zero before a national number, as the numbering plans of
/// the engine have it: North America, Russia and Kazakhstan, China (carrier codes), Lithuania, Belarus, Turkmenistan.
#[cfg(feature = "phone")]
const OTHER_TRUNKS: [u16; 6] = [1, 7, 86, 370, 375, 993];
