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
        if raw.is_empty() || crate::pii::unicode::trim(raw).is_empty() {
            return Err(PiiError::Empty);
        }
        let number = match PhoneNumber::parse(raw, country.map(Country::letters)) {
            // A country without a numbering plan of its own says nothing about a number that begins with +.
            Err(PhoneError::UnknownCountry) => PhoneNumber::parse(raw, None)?,
            other => other?,
        };
        Ok(Self { number: number.require_possible()? })
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
