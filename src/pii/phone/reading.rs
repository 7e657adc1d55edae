//! A number where it was read, before it is moved anywhere.

use crate::pii::phone::dialled::{self, Found};
use crate::pii::phone::digits::Digits;
use crate::pii::phone::error::PhoneError;
use crate::pii::phone::number::PhoneNumber;
use crate::pii::phone::plan::{self, Code, Country};
use crate::pii::phone::possibility::Possibility;
use crate::pii::phone::{plain, written};

/// The digits of a text and where the number stands in them.
///
/// It is filled in place: a number that is moved right after its digits were written, one by one, waits for them at each
/// move.
pub(in crate::pii) struct Reading {
    digits: Digits,
    found: Found,
}

impl Reading {
    /// Nothing read yet.
    pub(in crate::pii) const EMPTY: Self =
        Self { digits: Digits::EMPTY, found: Found { position: 0, start: 0 } };

    /// Reads a text into the empty reading, as [`PhoneNumber::parse`] does.
    #[inline]
    pub(in crate::pii) fn read(&mut self, text: &str, country: Option<[u8; 2]>) -> Result<(), PhoneError> {
        let country = match country {
            Some(name) => Some(plan::country(name).ok_or(PhoneError::UnknownCountry)?),
            None => None,
        };
        self.found = match plain::read(text, &mut self.digits) {
            Some(sign) => dialled::resolve(sign, &mut self.digits, country)?,
            None => self.read_unusual(text, country)?,
        };
        self.require_digits()
    }

    /// Takes a calling code of the plan and a national number.
    pub(in crate::pii::phone) fn of_parts(position: u8, national: &[u8]) -> Result<Self, PhoneError> {
        let code = plan::code(position).ok_or(PhoneError::UnknownCallingCode)?;
        let reading = Self { digits: dialled::composed(code, national), found: Found { position, start: 0 } };
        reading.require_digits()?;
        Ok(reading)
    }

    /// The number.
    #[inline(always)]
    pub(in crate::pii) fn number(&self) -> Result<PhoneNumber, PhoneError> {
        let (digits, length) = self.places()?;
        Ok(PhoneNumber::from_places(self.found.position, *digits, length))
    }

    /// The calling code and the national number in ASCII, zero bytes behind them, and how many digits there are.
    #[inline(always)]
    pub(in crate::pii) fn places(&self) -> Result<(&[u8; PhoneNumber::LONGEST], u8), PhoneError> {
        let start = usize::from(self.found.start);
        let places = self.digits.places(start).ok_or(PhoneError::TooLong)?;
        let length = u8::try_from(self.digits.after(start).len()).map_err(|_| PhoneError::TooLong)?;
        Ok((places, length))
    }

    /// The national number in ASCII.
    #[inline(always)]
    pub(in crate::pii) fn national(&self) -> &[u8] {
        let start = usize::from(self.found.start).saturating_add(self.code().map_or(0, Code::length));
        self.digits.after(start)
    }

    /// The country calling code.
    #[inline]
    pub(in crate::pii) fn calling_code(&self) -> u16 {
        self.code().map_or(0, |code| code.number)
    }

    /// What the length of the number says about it.
    #[inline]
    pub(in crate::pii) fn possibility(&self) -> Possibility {
        self.code().map_or(Possibility::InvalidLength, |code| code.rules.lengths.judge(self.national().len()))
    }

    /// Reads a text that is not plain ASCII punctuation and digits.
    #[cold]
    #[inline(never)]
    fn read_unusual(&mut self, text: &str, country: Option<&Country>) -> Result<Found, PhoneError> {
        self.digits = Digits::EMPTY;
        let sign = written::read(text, &mut self.digits)?;
        dialled::resolve(sign, &mut self.digits, country)
    }

    /// Refuses what has fewer or more digits than any number.
    #[inline]
    fn require_digits(&self) -> Result<(), PhoneError> {
        match self.national().len() {
            0..PhoneNumber::SHORTEST_NATIONAL => Err(PhoneError::TooShort),
            PhoneNumber::SHORTEST_NATIONAL..=PhoneNumber::LONGEST_NATIONAL => Ok(()),
            _ => Err(PhoneError::TooLong),
        }
    }

    #[inline]
    fn code(&self) -> Option<&'static Code> {
        plan::code(self.found.position)
    }
}
