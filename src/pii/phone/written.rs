//! Any other spelling: junk around the number, letters, extensions, RFC 3966 parameters, digits of any script.

use crate::pii::phone::characters::{
    decimal, is_decimal, is_letter, is_plus, is_punctuation, is_word, keypad,
};
use crate::pii::phone::dialled::Sign;
use crate::pii::phone::digits::Digits;
use crate::pii::phone::error::PhoneError;
use crate::pii::phone::extension;
use crate::pii::phone::number::PhoneNumber;
use crate::pii::phone::rfc3966::{self, Contextual};

/// Finds the number in a text and reads its digits.
pub(in crate::pii::phone) fn read(text: &str, digits: &mut Digits) -> Result<Sign, PhoneError> {
    if text.chars().nth(PhoneNumber::LONGEST_TEXT).is_some() {
        return Err(PhoneError::TextTooLong);
    }
    // Most texts have no parameters, and looking for one character is cheap.
    if !text.contains(';') {
        return read_number(extract(text), digits);
    }
    let mut joined = Joined::EMPTY;
    let candidate = match rfc3966::split(text)? {
        Some(Contextual { context, number }) => joined.join(context, number),
        None => extract(text),
    };
    let number = match candidate.find(SUBADDRESS) {
        Some(at) if at > 0 => candidate.get(..at).unwrap_or_default(),
        _ => candidate,
    };
    read_number(number, digits)
}

/// Reads the digits of a text that should be a number and perhaps an extension.
fn read_number(text: &str, digits: &mut Digits) -> Result<Sign, PhoneError> {
    if !is_number(text) {
        return Err(PhoneError::NotANumber);
    }
    let number = without_extension(text);
    let rest = number.trim_start_matches(is_plus);
    read_digits(rest, digits);
    Ok(if rest.len() < number.len() { Sign::Plus } else { Sign::Absent })
}

/// Cuts what cannot belong to a number: before the first digit or plus, after the last letter or number, and from the
/// second of two numbers on (`530 583 6985 x302/x2303`).
fn extract(text: &str) -> &str {
    let start = text.find(|c| is_plus(c) || is_decimal(c)).unwrap_or(text.len());
    let number = text.get(start..).unwrap_or_default();
    let number = number.trim_end_matches(|c| c == '_' || c != '#' && !is_word(c));
    let second = number.match_indices(['/', '\\']).find(|(at, slash)| {
        let after = number.get(at.saturating_add(slash.len())..).unwrap_or_default();
        after.trim_start_matches(' ').starts_with('x')
    });
    second.map_or(number, |(at, _)| number.get(..at).unwrap_or_default())
}

/// Says whether a text has the form of a number: two digits, or pluses, three digits among punctuation, then anything
/// that numbers are written with, then perhaps an extension.
fn is_number(text: &str) -> bool {
    let mut characters = text.chars();
    if let (Some(first), Some(second), None) = (characters.next(), characters.next(), characters.next()) {
        return is_decimal(first) && is_decimal(second);
    }
    let mut digits: usize = 0;
    let mut after_digits = 0;
    for (at, character) in text.char_indices().skip_while(|(_, c)| is_plus(*c)) {
        if is_decimal(character) {
            digits = digits.saturating_add(1);
            if digits <= FEWEST_DIGITS {
                after_digits = at.saturating_add(character.len_utf8());
            }
        } else if !is_punctuation(character) && (digits < FEWEST_DIGITS || !is_letter(character)) {
            // Only an extension may hold other characters, and it may begin anywhere from the third digit to here.
            return digits >= FEWEST_DIGITS
                && extension::starts(text).any(|start| start.first.max(after_digits) <= start.last.min(at));
        }
    }
    digits >= FEWEST_DIGITS
}

/// Cuts the extension, if what remains is still a number.
fn without_extension(text: &str) -> &str {
    let first = extension::starts(text).map(|start| start.first).min();
    first.and_then(|at| text.get(..at)).filter(|number| is_number(number)).unwrap_or(text)
}

/// Reads the digits: keys for letters where there are three or more, or else the decimal digits of every script.
fn read_digits(text: &str, digits: &mut Digits) {
    let has_word =
        text.chars().filter(char::is_ascii_alphabetic).nth(FEWEST_LETTERS.saturating_sub(1)).is_some();
    let value = if has_word { keypad } else { decimal };
    for value in text.chars().filter_map(value) {
        digits.push(value | b'0');
    }
}

/// A context and a number, one after the other.
struct Joined([u8; Self::CAPACITY]);

impl Joined {
    /// Four bytes a character.
    const CAPACITY: usize = PhoneNumber::LONGEST_TEXT.saturating_mul(4);
    const EMPTY: Self = Self([0; Self::CAPACITY]);

    fn join<'a>(&'a mut self, context: &'a str, number: &'a str) -> &'a str {
        if context.is_empty() {
            return number;
        }
        let bytes = context.bytes().chain(number.bytes());
        let length = context.len().saturating_add(number.len());
        self.0.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = byte);
        self.0.get(..length).and_then(|joined| core::str::from_utf8(joined).ok()).unwrap_or_default()
    }
}

const SUBADDRESS: &str = ";isub=";
const FEWEST_DIGITS: usize = 3;
const FEWEST_LETTERS: usize = 3;
