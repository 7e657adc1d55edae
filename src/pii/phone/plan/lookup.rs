//! Finding a country by its letters, and a calling code by its number or by the digits that begin with it.

use crate::pii::phone::plan::automaton::value;
use crate::pii::phone::plan::codes::{BY_DIGITS, CODES};
use crate::pii::phone::plan::countries::{BY_LETTERS, COUNTRIES};
use crate::pii::phone::plan::rows::{Code, Country};

/// Finds a country by its two upper-case letters.
pub(in crate::pii::phone) fn country(name: [u8; 2]) -> Option<&'static Country> {
    let [first, second] = name.map(|letter| usize::from(letter.wrapping_sub(b'A')));
    if first >= LETTERS || second >= LETTERS {
        return None;
    }
    let position = BY_LETTERS.get(first.wrapping_mul(LETTERS).wrapping_add(second))?;
    COUNTRIES.get(usize::from(*position)).filter(|country| country.name == name)
}

/// Returns the calling code at a position that this module gave out.
#[inline]
pub(in crate::pii::phone) fn code(position: u8) -> Option<&'static Code> {
    CODES.get(usize::from(position))
}

/// Finds the position of a calling code by its number.
pub(in crate::pii::phone) fn position(number: u16) -> Option<u8> {
    let found = CODES.binary_search_by_key(&number, |code| code.number).ok()?;
    u8::try_from(found).ok()
}

/// Finds the calling code that some ASCII digits begin with, and its position.
#[inline]
pub(in crate::pii::phone) fn leading_code(digits: &[u8]) -> Option<(u8, &'static Code)> {
    let [first, second, third] = digits.first_chunk::<3>()?.map(value);
    let key = first.wrapping_mul(100).wrapping_add(second.wrapping_mul(10)).wrapping_add(third);
    let position = *BY_DIGITS.get(key)?;
    Some((position, code(position)?))
}

const LETTERS: usize = 26;

#[cfg(test)]
mod tests {
    extern crate alloc;

    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn lookups_find_every_row() {
        assert!(CODES.is_sorted_by_key(|code| code.number));
        assert!(COUNTRIES.is_sorted_by_key(|country| country.name));
        assert!(COUNTRIES.iter().all(|row| country(row.name).is_some_and(|found| core::ptr::eq(found, row))));
        for (at, code) in CODES.iter().enumerate() {
            assert_eq!(position(code.number).map(usize::from), Some(at));
            let digits: Vec<u8> = code.digits().iter().copied().chain(*b"00").collect();
            assert_eq!(leading_code(&digits).map(|(found, _)| usize::from(found)), Some(at));
        }
    }
}
