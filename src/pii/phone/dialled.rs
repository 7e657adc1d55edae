//! From written digits to a calling code and a national number.

use crate::pii::phone::digits::Digits;
use crate::pii::phone::error::PhoneError;
use crate::pii::phone::number::PhoneNumber;
use crate::pii::phone::plan::{self, Country, Rules};
use crate::pii::phone::possibility::Possibility;
use crate::pii::phone::trunk;

/// Digits as written, after everything that is no digit has been dropped.
#[derive(Clone, Copy)]
pub(in crate::pii::phone) struct Dialled {
    pub(in crate::pii::phone) origin: Origin,
    pub(in crate::pii::phone) digits: Digits,
}

/// Whether a `+` stood before the digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pii::phone) enum Origin {
    Plus,
    None,
}

impl Dialled {
    /// Finds the number that these digits reach when dialled in `country`.
    #[inline]
    pub(in crate::pii::phone) fn resolve(
        &self,
        country: Option<&Country>,
    ) -> Result<PhoneNumber, PhoneError> {
        let digits = self.digits.as_slice();
        match (self.origin, country) {
            (Origin::Plus, _) => match international(digits) {
                // An international prefix after the plus sign is a common slip.
                Err(PhoneError::UnknownCallingCode) => {
                    let country = country.ok_or(PhoneError::UnknownCallingCode)?;
                    after_prefix(country, digits).unwrap_or(Err(PhoneError::UnknownCallingCode))
                }
                read => read,
            },
            (Origin::None, Some(country)) => match after_prefix(country, digits) {
                Some(read) => read,
                None => without_plus(country, digits),
            },
            (Origin::None, None) => Err(PhoneError::CountryNeeded),
        }
    }
}

/// Reads digits that follow a plus sign or an international prefix.
#[inline]
fn international(digits: &[u8]) -> Result<PhoneNumber, PhoneError> {
    if digits.len() < SHORTEST_WITH_CODE {
        return Err(PhoneError::TooShort);
    }
    let (position, rest) = plan::leading_code(digits).ok_or(PhoneError::UnknownCallingCode)?;
    let code = plan::code(position).ok_or(PhoneError::UnknownCallingCode)?;
    finish(position, &code.rules, rest)
}

/// Reads digits that begin with the country's international prefix; `None` if they do not.
///
/// No calling code begins with 0, so a prefix before a 0 is not one.
fn after_prefix(country: &Country, digits: &[u8]) -> Option<Result<PhoneNumber, PhoneError>> {
    let prefix = plan::prefix(country.international, digits)?;
    let rest = digits.get(prefix.end..)?;
    (rest.first() != Some(&0)).then(|| international(rest))
}

/// Reads digits without any mark that they hold a calling code: they may still begin with the country's own.
fn without_plus(country: &Country, digits: &[u8]) -> Result<PhoneNumber, PhoneError> {
    let code = plan::code(country.code).ok_or(PhoneError::UnknownCountry)?;
    if let Some((position, rest)) = plan::leading_code(digits)
        && position == country.code
    {
        let rules = &country.rules;
        let mut scratch = Digits::EMPTY;
        let stripped = trunk::strip(rules, rest, &mut scratch);
        let gained = !plan::accepts(rules.general, digits) && plan::accepts(rules.general, stripped);
        if gained || rules.lengths.judge(digits.len()) == Possibility::TooLong {
            return finish(position, &code.rules, stripped);
        }
    }
    finish(country.code, &country.rules, digits)
}

/// Drops the trunk prefix where a number of sufficient length remains.
#[inline]
fn finish(position: u8, rules: &Rules, national: &[u8]) -> Result<PhoneNumber, PhoneError> {
    if national.len() < PhoneNumber::SHORTEST_NATIONAL {
        return Err(PhoneError::TooShort);
    }
    let mut scratch = Digits::EMPTY;
    let stripped = trunk::strip(rules, national, &mut scratch);
    let national = match rules.lengths.judge(stripped.len()) {
        Possibility::Possible | Possibility::TooLong => stripped,
        Possibility::LocalOnly | Possibility::TooShort | Possibility::InvalidLength => national,
    };
    PhoneNumber::from_digits(position, national)
}

/// A calling code and a number have at least three digits.
const SHORTEST_WITH_CODE: usize = 3;
