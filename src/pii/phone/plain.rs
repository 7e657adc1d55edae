//! Ordinary spellings in one pass: ASCII digits, one `+` before them, and plain punctuation.

use crate::pii::phone::dialled::{Dialled, Origin};
use crate::pii::phone::digits::Digits;

/// Reads an ordinary spelling; `None` hands the text to [`written`](crate::pii::phone::written).
///
/// Within this alphabet nothing can be an extension, a letter or a second number, and punctuation before the number,
/// within and after it is dropped alike, so the digits are all that counts.
#[inline]
pub(in crate::pii::phone) fn read(text: &str) -> Option<Dialled> {
    if text.len() > Digits::CAPACITY {
        return None;
    }
    let mut digits = Digits::EMPTY;
    let mut origin = Origin::None;
    for &byte in text.as_bytes() {
        match CLASSES.get(usize::from(byte)) {
            Some(&value @ 0..=9) => digits.push(value),
            Some(&PUNCTUATION) => {}
            Some(&PLUS) if origin == Origin::None && digits.as_slice().is_empty() => origin = Origin::Plus,
            _ => return None,
        }
    }
    (digits.as_slice().len() >= FEWEST_DIGITS).then_some(Dialled { origin, digits })
}

/// With fewer digits, punctuation between them decides whether the text is a number.
const FEWEST_DIGITS: usize = 3;

const PUNCTUATION: u8 = 10;
const PLUS: u8 = 11;
const OTHER: u8 = 12;

/// What each byte is: a digit's value or a class.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [OTHER; 256];
    let mut rest: &mut [u8] = &mut table;
    let mut byte: u8 = 0;
    while let Some((slot, others)) = rest.split_first_mut() {
        *slot = match byte {
            b'0'..=b'9' => byte.wrapping_sub(b'0'),
            b' ' | b'-' | b'.' | b'(' | b')' | b'/' | b'[' | b']' => PUNCTUATION,
            b'+' => PLUS,
            _ => OTHER,
        };
        rest = others;
        byte = byte.wrapping_add(1);
    }
    table
}
