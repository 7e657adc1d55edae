//! Phone numbers in international form, without a numbering plan.

use crate::pii::error::PiiError;
use crate::pii::lanes::{self, is, mask, within};
use crate::pii::unicode;

/// The digits of a number, four bits each, the first one lowest: what was written byte by byte into memory is slow to be
/// moved.
#[derive(Clone, Copy)]
pub(crate) struct Digits {
    packed: u64,
    count: u8,
}

/// Reads the digits of a number in international form.
#[inline]
pub(crate) fn read(raw: &str) -> Result<Digits, PiiError> {
    let text = unicode::trim(raw);
    let Some(rest) = text.strip_prefix('+').filter(|rest| rest.len() <= LONGEST_TEXT) else {
        return Err(if text.is_empty() { PiiError::Empty } else { PiiError::PhoneForm });
    };
    let digits = match read_at_once(rest.as_bytes()) {
        Some(digits) => digits,
        None => read_in_turn(rest.as_bytes())?,
    };
    if (FEWEST..=MOST).contains(&digits.count) && digits.first() != 0 {
        Ok(digits)
    } else {
        Err(PiiError::PhoneForm)
    }
}

/// Reads 8 to 16 characters of which each is a digit or may stand between digits, and no zero stands behind a bracket.
#[inline(always)]
fn read_at_once(text: &[u8]) -> Option<Digits> {
    let lane = lanes::short(text)?;
    let (digit, open, zero) = (mask(within(lane, b'0', b'9')), mask(is(lane, b'(')), mask(is(lane, b'0')));
    let between = mask(is(lane, b' ') | is(lane, b')') | within(lane, b'-', b'/')) | open;
    let is_known = (digit | between).trailing_ones() == u32::try_from(text.len()).ok()?;
    if !is_known || open & (zero >> 1) != 0 {
        return None;
    }
    let (mut packed, mut count, mut gaps) = (lanes::nibbles(lane), u8::try_from(text.len()).ok()?, between);
    // The last one first, so that the others are where they were.
    while let Some(gap) = gaps.checked_ilog2() {
        let before = 1_u64.wrapping_shl(gap.wrapping_mul(4)).wrapping_sub(1);
        packed = packed & before | (packed >> 4) & !before;
        count = count.wrapping_sub(1);
        gaps ^= 1_u64.wrapping_shl(gap);
    }
    Some(Digits { packed, count })
}

/// Reads any text, and says what is wrong with it. Of too many digits it keeps one.
#[inline(never)]
fn read_in_turn(text: &[u8]) -> Result<Digits, PiiError> {
    let mut digits = Digits { packed: 0, count: 0 };
    let mut before = b'+';
    for &byte in text {
        match byte {
            b'0' if digits.count == 0 => return Err(PiiError::PhoneForm),
            b'0' if before == b'(' => return Err(PiiError::PhoneInDoubt),
            b'0'..=b'9' if digits.count <= MOST => digits.push(byte & 15),
            b'0'..=b'9' | b' ' | b'-' | b'.' | b'(' | b')' | b'/' => {}
            _ => return Err(PiiError::PhoneForm),
        }
        before = byte;
    }
    Ok(digits)
}

impl Digits {
    /// Adds a digit to fewer than sixteen.
    fn push(&mut self, digit: u8) {
        self.packed |= u64::from(digit).wrapping_shl(u32::from(self.count).wrapping_mul(4));
        self.count = self.count.wrapping_add(1);
    }

    /// The first digit, or zero if there is none.
    #[inline]
    const fn first(self) -> u64 {
        self.packed & 15
    }

    /// How many there are.
    #[inline]
    pub(crate) const fn count(self) -> u8 {
        self.count
    }

    /// The digits as text, and zero bytes behind them.
    #[inline]
    pub(crate) fn text(self) -> [u8; PLACES] {
        lanes::digits(self.packed, self.count).to_array()
    }
}

/// The places that digits are given in.
const PLACES: usize = 16;

/// The most characters behind the plus sign.
const LONGEST_TEXT: usize = 48;

/// The fewest digits: no country has shorter numbers that are not dialled within it only.
const FEWEST: u8 = 8;

/// The most digits of an E.164 number.
const MOST: u8 = 15;

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Result<String, &'static str> {
        let digits = read(text).map_err(PiiError::code)?;
        let places = digits.text();
        let (digits, rest) = places.split_at(digits.count().into());
        assert!(rest.iter().all(|byte| *byte == 0));
        Ok(String::from_utf8(digits.to_vec()).unwrap())
    }

    #[test]
    fn the_international_form_and_nothing_else() {
        for (text, read) in [
            ("+1 (650) 555-0123", Ok("16505550123")),
            (" +49.151/1234-5678\n", Ok("4915112345678")),
            ("+12345678", Ok("12345678")),
            ("+123456789012345", Ok("123456789012345")),
            ("+1234567", Err("phone_form")),
            ("+1234567890123456", Err("phone_form")),
            ("+123456789012345678901234567890", Err("phone_form")),
            ("+1213815137502208(0", Err("phone_in_doubt")),
            ("+12138151375022087 (0)30", Err("phone_in_doubt")),
            ("+0123456789", Err("phone_form")),
            ("0049 30 901820", Err("phone_form")),
            ("(650) 555-0123", Err("phone_form")),
            ("++4930901820", Err("phone_form")),
            ("+49 30 901820 ext 5", Err("phone_form")),
            ("+49 30 90١820", Err("phone_form")),
            ("+49 (0)30 901820", Err("phone_in_doubt")),
            ("+49 (030) 901820", Err("phone_in_doubt")),
            (" ", Err("empty")),
        ] {
            assert_eq!(digits(text), read.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn what_is_read_at_once_is_what_is_read_in_turn() {
        const ALPHABET: &[u8] = b"0123456789012345678901234567890123456789 -.()/(0x+";
        let (mut state, mut taken) = (0x2545_F491_4F6C_DD1D_u64, 0);
        let mut random = |limit: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state >> 33).unwrap() % limit
        };
        for _ in 0..300_000 {
            let text: Vec<u8> = (0..1 + random(18)).map(|_| ALPHABET[random(ALPHABET.len())]).collect();
            let Some(at_once) = read_at_once(&text) else { continue };
            let in_turn = read_in_turn(&text);
            // What is read at once leaves it to `read` to refuse a first digit that is zero.
            let Ok(in_turn) = in_turn else {
                assert_eq!(at_once.first(), 0, "{text:?}");
                continue;
            };
            taken += 1;
            assert_eq!((at_once.packed, at_once.count), (in_turn.packed, in_turn.count), "{text:?}");
        }
        assert!(taken > 50_000, "{taken}");
    }

    #[cfg(feature = "phone")]
    #[test]
    fn an_international_form_that_plans_write_is_read_alike() {
        use crate::pii::phone::PhoneNumber;
        for text in ["+16505550123", "+4930901820", "+390236618300", "+919876543210", "+442079460018"] {
            let number = PhoneNumber::parse(text, None).unwrap();
            assert_eq!(digits(text).as_deref(), Ok(number.international_digits()));
        }
    }
}
