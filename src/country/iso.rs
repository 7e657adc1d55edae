//! Looking up a country's code.

use crate::country::table::ADVICE;
use crate::country::table::COUNTRIES;

/// True if ISO 3166-1 assigns these two letters to a country.
pub(crate) const fn is_assigned(code: [u8; 2]) -> bool {
    match place(code) {
        Some((row, bit)) => match ASSIGNED.split_at_checked(row) {
            Some((_, [bits, ..])) => *bits & bit != 0,
            _ => false,
        },
        None => false,
    }
}

/// The advice to write a country's alpha-2 code, for a text that is one in another case, or an alpha-3 code.
pub(crate) const fn advice(text: &[u8]) -> Option<&'static str> {
    let mut rows = ADVICE;
    while let Some(((two, three, advice), rest)) = rows.split_first() {
        if text.eq_ignore_ascii_case(two.as_bytes()) || text.eq_ignore_ascii_case(three.as_bytes()) {
            return Some(advice);
        }
        rows = rest;
    }
    None
}

/// One row for each first letter, one bit for each second.
const ASSIGNED: [u32; 26] = {
    let mut table = [0_u32; 26];
    let mut rows = COUNTRIES;
    while let Some(((two, _, _), rest)) = rows.split_first() {
        if let [first, second] = two.as_bytes()
            && let Some((row, bit)) = place([*first, *second])
            && let Some((_, [bits, ..])) = table.split_at_mut_checked(row)
        {
            *bits |= bit;
        }
        rows = rest;
    }
    table
};

/// The row and the bit of two capital letters.
const fn place(code: [u8; 2]) -> Option<(usize, u32)> {
    match code {
        [first @ b'A'..=b'Z', second @ b'A'..=b'Z'] => {
            Some((widen(first.wrapping_sub(b'A')), 1_u32.wrapping_shl(widen_bit(second.wrapping_sub(b'A')))))
        }
        _ => None,
    }
}

#[expect(clippy::as_conversions, reason = "widening; `From` is not const")]
const fn widen(byte: u8) -> usize {
    byte as usize
}

#[expect(clippy::as_conversions, reason = "widening; `From` is not const")]
const fn widen_bit(byte: u8) -> u32 {
    byte as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_are_the_rows() {
        assert_eq!(ASSIGNED.iter().map(|bits| bits.count_ones()).sum::<u32>(), 249);
        for (two, _, _) in COUNTRIES {
            assert!(is_assigned(two.as_bytes().try_into().unwrap()), "{two}");
        }
        for code in [*b"UK", *b"EU", *b"XK", *b"ie", [0, 0], [b'A', b'['], [b'@', b'A']] {
            assert!(!is_assigned(code), "{code:?}");
        }
    }

    #[test]
    fn the_advice_is_the_code_of_the_row() {
        for (two, three, _) in COUNTRIES {
            for text in [two.to_lowercase(), (*three).to_owned(), three.to_lowercase()] {
                assert!(advice(text.as_bytes()).unwrap().ends_with(&format!("write {two}")), "{text}");
            }
        }
        assert_eq!(advice(b"EU"), None);
        assert_eq!(advice(b""), None);
    }
}
