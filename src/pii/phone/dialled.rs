//! From written digits to a calling code and a national number.

use crate::pii::phone::digits::Digits;
use crate::pii::phone::error::PhoneError;
use crate::pii::phone::number::PhoneNumber;
use crate::pii::phone::plan::{self, Country, Rules};
use crate::pii::phone::possibility::Possibility;
use crate::pii::phone::trunk;

/// Whether a `+` stood before the digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pii::phone) enum Sign {
    Plus,
    Absent,
}

/// Finds the number that these digits reach when dialled in `country`.
#[inline]
pub(in crate::pii::phone) fn resolve(
    sign: Sign,
    digits: &Digits,
    country: Option<&Country>,
) -> Result<PhoneNumber, PhoneError> {
    match (sign, country) {
        (Sign::Plus, _) => match international(digits, 0) {
            // An international prefix after the plus sign is a common slip.
            Err(PhoneError::UnknownCallingCode) => country
                .and_then(|country| after_prefix(country, digits))
                .unwrap_or(Err(PhoneError::UnknownCallingCode)),
            read => read,
        },
        (Sign::Absent, Some(country)) => {
            after_prefix(country, digits).unwrap_or_else(|| without_plus(country, digits.after(0)))
        }
        (Sign::Absent, None) => Err(PhoneError::CountryNeeded),
    }
}

/// Reads digits that stand, from `start` on, after a plus sign or an international prefix.
#[inline]
fn international(digits: &Digits, start: usize) -> Result<PhoneNumber, PhoneError> {
    let written = digits.after(start);
    if written.len() < SHORTEST_WITH_CODE {
        return Err(PhoneError::TooShort);
    }
    let (position, code) = plan::leading_code(written).ok_or(PhoneError::UnknownCallingCode)?;
    let national = written.get(code.length()..).unwrap_or_default();
    let mut scratch = Digits::EMPTY;
    match shortened(&code.rules, national, &mut scratch)? {
        Some(national) => PhoneNumber::from_digits(position, national),
        None => PhoneNumber::from_places(position, digits.places(start), written.len()),
    }
}

/// Reads digits that begin with the country's international prefix; `None` if they do not.
///
/// No calling code begins with 0, so a prefix before a 0 is not one.
fn after_prefix(country: &Country, digits: &Digits) -> Option<Result<PhoneNumber, PhoneError>> {
    let prefix = plan::prefix(country.international, digits.after(0))?;
    let follows = digits.after(prefix.end).first();
    (follows != Some(&b'0')).then(|| international(digits, prefix.end))
}

/// Reads digits without any mark that they hold a calling code: they may still begin with the country's own.
fn without_plus(country: &Country, digits: &[u8]) -> Result<PhoneNumber, PhoneError> {
    let rules = &country.rules;
    if let Some((position, code)) = plan::leading_code(digits)
        && position == country.code
    {
        let mut scratch = Digits::EMPTY;
        let rest = digits.get(code.length()..).unwrap_or_default();
        let rest = trunk::strip(rules, rest, &mut scratch).unwrap_or(rest);
        let gained = !plan::accepts(rules.general, digits) && plan::accepts(rules.general, rest);
        if gained || rules.lengths.judge(digits.len()) == Possibility::TooLong {
            return finish(position, &code.rules, rest);
        }
    }
    finish(country.code, rules, digits)
}

/// Makes a number of what remains without the trunk prefix.
fn finish(position: u8, rules: &Rules, national: &[u8]) -> Result<PhoneNumber, PhoneError> {
    let mut scratch = Digits::EMPTY;
    let shortened = shortened(rules, national, &mut scratch)?;
    PhoneNumber::from_digits(position, shortened.unwrap_or(national))
}

/// Drops the trunk prefix where enough remains for a number; `None` where the digits stay as they are.
#[inline]
fn shortened<'a>(
    rules: &Rules,
    national: &'a [u8],
    scratch: &'a mut Digits,
) -> Result<Option<&'a [u8]>, PhoneError> {
    if national.len() < PhoneNumber::SHORTEST_NATIONAL {
        return Err(PhoneError::TooShort);
    }
    let stripped = trunk::strip(rules, national, scratch);
    Ok(stripped.filter(|rest| match rules.lengths.judge(rest.len()) {
        Possibility::Possible | Possibility::TooLong => true,
        Possibility::LocalOnly | Possibility::TooShort | Possibility::InvalidLength => false,
    }))
}

/// A calling code and a number have at least three digits.
const SHORTEST_WITH_CODE: usize = 3;
