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

#[cfg(test)]
mod tests {
    extern crate alloc;

    use super::*;
    use crate::pii::phone::written;
    use alloc::string::String;

    #[test]
    fn takes_ordinary_spellings() {
        let longest = "+44 (0)20-7031.3000/[1]                        5";
        assert_eq!(longest.len(), Digits::CAPACITY);
        for (text, sign) in
            [(longest, Sign::Plus), ("(+442", Sign::Plus), ("123", Sign::Absent), ("1/2-[3]", Sign::Absent)]
        {
            let mut digits = Digits::EMPTY;
            assert_eq!(read(text, &mut digits), Some(sign), "{text}");
        }
        for text in ["12", "++4420", "+4+420", "4+420", "44x20", "44\u{a0}20", &" 12345".repeat(9)] {
            let mut digits = Digits::EMPTY;
            assert_eq!(read(text, &mut digits), None, "{text}");
        }
    }

    /// What this reader takes, the general one must read alike; it takes every ordinary spelling.
    #[test]
    fn reads_as_the_general_reader() {
        const ALPHABET: &[u8] = b"0123456789+ -.()/[]x";
        let (mut state, mut taken) = (0x2545_F491_4F6C_DD1D_u64, 0);
        let mut random = |limit: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state >> 33).expect("31 bits") % limit
        };
        for _ in 0..100_000 {
            let signs = if random(4) == 0 { ALPHABET.len() } else { 10 };
            let mut text = String::from(["", "+", "(+", " +"][random(4)]);
            for _ in 0..random(50) {
                text.push(char::from(ALPHABET[random(signs)]));
            }
            let (mut here, mut there) = (Digits::EMPTY, Digits::EMPTY);
            if let Some(sign) = read(&text, &mut here) {
                taken += 1;
                assert_eq!(written::read(&text, &mut there), Ok(sign), "{text}");
                assert_eq!(here.after(0), there.after(0), "{text}");
            }
        }
        assert!(taken > 50_000, "{taken}");
    }
}
