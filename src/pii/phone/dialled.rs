//! From written digits to a calling code and a national number.

use crate::pii::phone::digits::Digits;
use crate::pii::phone::error::PhoneError;
use crate::pii::phone::number::PhoneNumber;
use crate::pii::phone::plan::{self, Code, Country, Rules};
use crate::pii::phone::possibility::Possibility;
use crate::pii::phone::trunk;

/// Whether a `+` stood before the digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pii::phone) enum Sign {
    Plus,
    Absent,
}

/// Where a number stands in digits: from `start` on, calling code first. It is small, so that it is returned in registers;
/// a number is moved through memory, and moving it right after its digits were written waits for them.
#[derive(Clone, Copy, Debug)]
pub(in crate::pii::phone) struct Found {
    /// Position of the calling code in the plan.
    pub(in crate::pii::phone) position: u8,
    pub(in crate::pii::phone) start: u8,
}

/// Finds the number that these digits reach when dialled in `country`. Where its digits are not among them as they
/// stand, they take their place.
#[inline]
pub(in crate::pii::phone) fn resolve(
    sign: Sign,
    digits: &mut Digits,
    country: Option<&Country>,
) -> Result<Found, PhoneError> {
    match (sign, country) {
        (Sign::Plus, _) => match international(digits, 0) {
            // An international prefix after the plus sign is a common slip.
            Err(PhoneError::UnknownCallingCode) => country
                .and_then(|country| after_prefix(country, digits))
                .unwrap_or(Err(PhoneError::UnknownCallingCode)),
            read => read,
        },
        (Sign::Absent, Some(country)) => match after_prefix(country, digits) {
            Some(read) => read,
            None => without_plus(country, digits),
        },
        (Sign::Absent, None) => Err(PhoneError::CountryNeeded),
    }
}

/// Reads digits that stand, from `start` on, after a plus sign or an international prefix.
#[inline]
fn international(digits: &mut Digits, start: usize) -> Result<Found, PhoneError> {
    let written = digits.after(start);
    if written.len() < SHORTEST_WITH_CODE {
        return Err(PhoneError::TooShort);
    }
    let (position, code) = plan::leading_code(written).ok_or(PhoneError::UnknownCallingCode)?;
    let national = written.get(code.length()..).unwrap_or_default();
    let mut scratch = Digits::EMPTY;
    if let Some(national) = shortened(&code.rules, national, &mut scratch)? {
        let composed = composed(code, national);
        *digits = composed;
        return Ok(Found { position, start: 0 });
    }
    let start = u8::try_from(start).map_err(|_| PhoneError::TooLong)?;
    Ok(Found { position, start })
}

/// Reads digits that begin with the country's international prefix; `None` if they do not.
///
/// No calling code begins with 0, so a prefix before a 0 is not one.
fn after_prefix(country: &Country, digits: &mut Digits) -> Option<Result<Found, PhoneError>> {
    let prefix = plan::prefix(country.international, digits.after(0))?;
    let follows = digits.after(prefix.end).first();
    (follows != Some(&b'0')).then(|| international(digits, prefix.end))
}

/// Reads digits without any mark that they hold a calling code: they may still begin with the country's own.
fn without_plus(country: &Country, digits: &mut Digits) -> Result<Found, PhoneError> {
    let rules = &country.rules;
    let written = digits.after(0);
    if let Some((position, code)) = plan::leading_code(written)
        && position == country.code
    {
        let mut scratch = Digits::EMPTY;
        let rest = written.get(code.length()..).unwrap_or_default();
        let rest = trunk::strip(rules, rest, &mut scratch).unwrap_or(rest);
        let gained = !plan::accepts(rules.general, written) && plan::accepts(rules.general, rest);
        if gained || rules.lengths.judge(written.len()) == Possibility::TooLong {
            let composed = finish(position, &code.rules, rest)?;
            *digits = composed;
            return Ok(Found { position, start: 0 });
        }
    }
    let composed = finish(country.code, rules, written)?;
    *digits = composed;
    Ok(Found { position: country.code, start: 0 })
}

/// Puts the calling code in front of what remains without the trunk prefix.
fn finish(position: u8, rules: &Rules, national: &[u8]) -> Result<Digits, PhoneError> {
    let mut scratch = Digits::EMPTY;
    let shortened = shortened(rules, national, &mut scratch)?;
    let code = plan::code(position).ok_or(PhoneError::UnknownCallingCode)?;
    Ok(composed(code, shortened.unwrap_or(national)))
}

/// A calling code and a national number.
pub(in crate::pii::phone) fn composed(code: &Code, national: &[u8]) -> Digits {
    let mut digits = Digits::EMPTY;
    digits.extend(code.digits());
    digits.extend(national);
    digits
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
