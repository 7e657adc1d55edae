//! The characters that a phone number is written with.

use crate::pii::phone::plan::{WORD_EDGES, ZEROS};

/// Returns the value of a decimal digit of any script.
#[inline]
pub(in crate::pii::phone) fn decimal(character: char) -> Option<u8> {
    let point = u32::from(character);
    if character.is_ascii() {
        return u8::try_from(point).ok()?.checked_sub(b'0').filter(|value| *value <= 9);
    }
    let last = ZEROS.partition_point(|zero| *zero <= point).checked_sub(1)?;
    let value = point.checked_sub(*ZEROS.get(last)?).filter(|value| *value <= 9)?;
    u8::try_from(value).ok()
}

/// Says whether a character is a decimal digit of any script.
pub(in crate::pii::phone) fn is_decimal(character: char) -> bool {
    decimal(character).is_some()
}

/// Says whether a character is a letter or a number of any kind.
pub(in crate::pii::phone) fn is_word(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    let point = u32::from(character);
    // Edges alternate: after an odd number of them the character is inside a run.
    WORD_EDGES.partition_point(|edge| *edge <= point) & 1 == 1
}

/// Says whether a character announces a calling code.
pub(in crate::pii::phone) fn is_plus(character: char) -> bool {
    matches!(character, '+' | '\u{FF0B}')
}

/// Says whether a character may stand between the digits of a number.
pub(in crate::pii::phone) fn is_punctuation(character: char) -> bool {
    matches!(
        character,
        '-' | 'x' | 'X' | '*' | ' ' | '(' | ')' | '.' | '[' | ']' | '/' | '~'
            | '\u{A0}' | '\u{AD}' | '\u{200B}' | '\u{2010}'..='\u{2015}' | '\u{2053}' | '\u{2060}'
            | '\u{2212}' | '\u{223C}' | '\u{3000}' | '\u{30FC}' | '\u{FF08}' | '\u{FF09}'
            | '\u{FF0D}'..='\u{FF0F}' | '\u{FF3B}' | '\u{FF3D}' | '\u{FF5E}'
    )
}

/// Says whether a character is a letter that may stand in a number: ASCII, or one that folds to ASCII.
pub(in crate::pii::phone) fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, '\u{130}' | '\u{131}' | '\u{17F}' | '\u{212A}')
}

/// Returns the digit of a letter's key (ITU-T E.161), or of an ASCII digit.
pub(in crate::pii::phone) fn keypad(character: char) -> Option<u8> {
    match character.to_ascii_uppercase() {
        'A'..='C' => Some(2),
        'D'..='F' => Some(3),
        'G'..='I' | '\u{131}' => Some(4),
        'J'..='L' => Some(5),
        'M'..='O' => Some(6),
        'P'..='S' | '\u{17F}' => Some(7),
        'T'..='V' => Some(8),
        'W'..='Z' => Some(9),
        digit @ '0'..='9' => decimal(digit),
        _ => None,
    }
}

/// Folds the case of a character, as far as the labels of extensions need it.
pub(in crate::pii::phone) fn fold(character: char) -> char {
    match character {
        '\u{130}' | '\u{131}' => 'i',
        '\u{17F}' => 's',
        '\u{D3}' => '\u{F3}',
        '\u{414}' | '\u{1C81}' => '\u{434}',
        '\u{41E}' | '\u{1C82}' => '\u{43E}',
        '\u{411}' => '\u{431}',
        '\u{FF25}' => '\u{FF45}',
        '\u{FF29}' => '\u{FF49}',
        '\u{FF2E}' => '\u{FF4E}',
        '\u{FF34}' => '\u{FF54}',
        '\u{FF38}' => '\u{FF58}',
        other => other.to_ascii_lowercase(),
    }
}
