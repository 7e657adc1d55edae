//! What a character is, where a rule asks: punctuation, a decimal digit.

use crate::pii::character_table::{PUNCTUATION, ZEROS};

/// True for punctuation: Unicode's, all of ASCII's signs, and the acute accent that stands for an apostrophe.
pub(crate) fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    c == '\u{b4}'
        || PUNCTUATION
            .binary_search_by(|(first, last)| {
                if *last < c {
                    core::cmp::Ordering::Less
                } else if c < *first {
                    core::cmp::Ordering::Greater
                } else {
                    core::cmp::Ordering::Equal
                }
            })
            .is_ok()
}

/// The ASCII digit that a decimal digit of any script stands for; any other character as it is.
pub(crate) fn fold_digit(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let before = ZEROS.partition_point(|zero| *zero <= c);
    let Some(zero) = before.checked_sub(1).and_then(|index| ZEROS.get(index)) else {
        return c;
    };
    let distance = u32::from(c).saturating_sub(u32::from(*zero));
    if distance <= 9 { char::from_digit(distance, 10).unwrap_or(c) } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_fold() {
        assert_eq!("٠٩۳４٣𝟗७".chars().map(fold_digit).collect::<String>(), "0934397");
        assert_eq!("a½①Ⅷ一é".chars().map(fold_digit).collect::<String>(), "a½①Ⅷ一é");
        for c in '\u{80}'..=char::MAX {
            // Every decimal digit is numeric; not every numeric character is a decimal digit.
            assert!(fold_digit(c) == c || c.is_numeric(), "{c:?}");
        }
    }

    #[test]
    fn punctuation_is_no_letter() {
        for c in "’‘“”–—،。「」¿".chars() {
            assert!(is_punctuation(c), "{c:?}");
        }
        for c in '\0'..=char::MAX {
            assert!(!(is_punctuation(c) && (c.is_alphanumeric() || c.is_whitespace())), "{c:?}");
        }
    }

    #[test]
    fn the_tables_are_in_order() {
        assert!(ZEROS.is_sorted());
        assert!(PUNCTUATION.iter().all(|(first, last)| first <= last));
        assert!(PUNCTUATION.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }
}
