//! Ordinary spellings in one pass: ASCII digits, one `+` before them, and plain punctuation.

use crate::pii::phone::dialled::Sign;
use crate::pii::phone::digits::Digits;

/// Reads an ordinary spelling into `digits`; `None` hands the text to [`written`](crate::pii::phone::written).
///
/// Within this alphabet nothing can be an extension, a letter or a second number, and punctuation before the number,
/// within and after it is dropped alike, so the digits are all that counts.
#[inline]
pub(in crate::pii::phone) fn read(text: &str, digits: &mut Digits) -> Option<Sign> {
    if text.len() > Digits::CAPACITY {
        return None;
    }
    let mut sign = Sign::Absent;
    let mut places = digits.free();
    for &byte in text.as_bytes() {
        match byte {
            b'0'..=b'9' => *places.next()? = byte,
            b' ' | b'-' | b'.' | b'(' | b')' | b'/' | b'[' | b']' => {}
            b'+' if sign == Sign::Absent && places.len() == Digits::CAPACITY => sign = Sign::Plus,
            _ => return None,
        }
    }
    let free = places.len();
    digits.keep_all_but(free);
    (digits.len() >= FEWEST_DIGITS).then_some(sign)
}

/// With fewer digits, punctuation between them decides whether the text is a number.
const FEWEST_DIGITS: usize = 3;
