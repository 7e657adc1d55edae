//! Phone numbers in international form, without a numbering plan.

use crate::pii::error::PiiError;
use crate::pii::unicode;

/// Reads the digits of a number in international form; behind them are zero bytes.
#[inline]
pub(crate) fn read(raw: &str) -> Result<([u8; PLACES], u8), PiiError> {
    let text = unicode::trim(raw);
    let Some(rest) = text.strip_prefix('+').filter(|rest| rest.len() <= LONGEST_TEXT) else {
        return Err(if text.is_empty() { PiiError::Empty } else { PiiError::PhoneForm });
    };
    // The digits as one number: what was written byte by byte into memory is slow to be moved.
    let (mut digits, mut length, mut before) = (0_u128, 0_u8, b'+');
    for byte in rest.bytes() {
        match byte {
            b'0' if length == 0 => return Err(PiiError::PhoneForm),
            b'0' if before == b'(' => return Err(PiiError::PhoneInDoubt),
            b'0'..=b'9' => {
                digits = digits.wrapping_shl(8) | u128::from(byte);
                length = length.wrapping_add(1);
            }
            b' ' | b'-' | b'.' | b'(' | b')' | b'/' => {}
            _ => return Err(PiiError::PhoneForm),
        }
        before = byte;
    }
    if !(FEWEST..=MOST).contains(&length) {
        return Err(PiiError::PhoneForm);
    }
    let free = u32::from(length).wrapping_neg().wrapping_mul(8);
    Ok((digits.wrapping_shl(free).to_be_bytes(), length))
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
        let (places, length) = read(text).map_err(PiiError::code)?;
        let (digits, rest) = places.split_at(length.into());
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
