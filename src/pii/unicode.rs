//! Unicode, once and first: what is trimmed, composed and lower-cased, the same for every platform.
//!
//! Lower case is Unicode's default mapping without a locale, as Rust, Python and JavaScript have it: `İ` becomes `i`
//! and U+0307 (never `ı`), `ẞ` becomes `ß` (never `ss`), and a capital sigma at the end of a word becomes `ς`.

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};
use zeroize::Zeroizing;

use crate::pii::buffer::Buffer;

/// `text` without white space, zero-width characters, byte order marks and bidi controls at its ends.
#[inline]
pub(crate) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => trim_noise(text),
    }
}

/// The same where there is something to trim, or may be.
fn trim_noise(text: &str) -> &str {
    let text = text.trim_ascii();
    match text.as_bytes() {
        [] => text,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c)),
    }
}

/// True for the characters that show nothing and belong to no letter: zero-width space, word joiner, byte order mark,
/// soft hyphen, bidi controls. The zero-width joiner and non-joiner count here too; inside a word they are spelling,
/// so only [`trim`] may drop them.
pub(crate) const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

/// True for invisible characters and controls.
pub(crate) fn is_hidden(c: char) -> bool {
    is_invisible(c) || c.is_control()
}

/// `text` composed to NFC.
pub(crate) fn compose(text: &str) -> Buffer {
    let mut buffer = Buffer::new();
    compose_into(text, &mut buffer);
    buffer
}

/// `text` lower-cased and composed to NFC.
///
/// What is surely composed stays so in small letters: no such character has a small one that is not, but for `İ`, which
/// becomes two. Otherwise composition comes before and after, because there are letters that are composed only when small
/// (`J̌` and `ǰ`).
pub(crate) fn lowercase(text: &str) -> Buffer {
    let mut buffer = Buffer::new();
    lowercase_into(text, &mut buffer);
    buffer
}

/// Appends what [`lowercase`] gives.
pub(crate) fn lowercase_into(text: &str, out: &mut Buffer) {
    if text.is_ascii() {
        out.push_ascii_lowercase(text);
    } else if is_surely_composed(text.chars()) && !text.contains(CAPITAL_DOTTED_I) {
        push_lowercase(text, out);
    } else {
        let mut lowered = Buffer::new();
        push_lowercase(compose(text).as_str(), &mut lowered);
        compose_into(lowered.as_str(), out);
    }
}

/// Appends the small letters of a text that is composed.
///
/// A letter at a time, because a `String` that grows leaves its old bytes behind. Which small letter a capital sigma
/// has, the letters around it say; Greek words have as many bytes in small letters, so that theirs does not grow.
pub(crate) fn push_lowercase(text: &str, out: &mut Buffer) {
    if text.contains(CAPITAL_SIGMA) {
        out.push_str(&Zeroizing::new(text.to_lowercase()));
    } else {
        text.chars().flat_map(char::to_lowercase).for_each(|c| out.push(c));
    }
}

/// True if the quick check says so; then no mark in the text combines with what stands before it.
pub(crate) fn is_surely_composed(characters: impl Iterator<Item = char>) -> bool {
    is_nfc_quick(characters) == IsNormalized::Yes
}

/// The one letter whose small form depends on the letters around it.
const CAPITAL_SIGMA: char = '\u{3a3}';

/// The one letter that becomes two when it becomes small.
pub(crate) const CAPITAL_DOTTED_I: char = '\u{130}';

/// Appends `text`, composed to NFC, to `buffer`.
pub(crate) fn compose_into(text: &str, buffer: &mut Buffer) {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        buffer.push_str(text);
    } else {
        text.nfc().for_each(|c| buffer.push(c));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_are_those_of_the_standard_library() {
        let small = |text: &str| {
            let mut out = Buffer::new();
            push_lowercase(text, &mut out);
            out.as_str().to_owned()
        };
        for c in '\0'..=char::MAX {
            assert_eq!(small(&c.to_string()), c.to_lowercase().collect::<String>(), "{c:?}");
        }
        // What stands around a letter matters for one letter.
        for text in ["ΟΔΟΣ", "ΟΔΟΣ.GR", "ΣΑΣ", "Σ", "ȺΣȾ", "ȺȾ".repeat(30).as_str(), "Straẞe", "ΑΣ-Σ"]
        {
            assert_eq!(small(text), text.to_lowercase(), "{text}");
        }
    }

    #[test]
    fn trims_what_does_not_show() {
        for noise in
            [" ", "\t\n", "\u{a0}", "\u{3000}", "\u{200b}", "\u{feff}", "\u{202a}", "\u{2069}", "\u{ad}"]
        {
            assert_eq!(trim(&format!("{noise}{noise}a b{noise}")), "a b", "{noise:?}");
            assert_eq!(trim(noise), "");
        }
        assert_eq!(trim("a"), "a");
    }

    #[test]
    fn lower_case_has_no_locale() {
        for (upper, lower) in [
            ("TITI", "titi"),
            ("MAßMANN", "maßmann"),
            ("STRAẞE", "straße"),
            ("İREM", "i\u{307}rem"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
            ("VALE\u{301}RY", "val\u{e9}ry"),
        ] {
            assert_eq!(lowercase(upper).as_str(), lower);
            assert_eq!(lowercase(lower).as_str(), lower);
        }
    }

    #[test]
    fn a_composed_letter_has_a_composed_small_one() {
        for c in ('\0'..=char::MAX)
            .filter(|c| is_nfc_quick([*c].into_iter()) == IsNormalized::Yes && *c != '\u{130}')
        {
            let small: Vec<char> = c.to_lowercase().collect();
            assert_eq!(small.len(), 1, "{c:?}");
            assert!(is_nfc_quick(small.iter().copied()) == IsNormalized::Yes, "{c:?}");
            let class = unicode_normalization::char::canonical_combining_class;
            assert_eq!(class(c), class(small[0]), "{c:?}");
        }
        assert_eq!(lowercase("J\u{30c}").as_str(), "\u{1f0}");
    }

    #[test]
    fn lower_casing_does_not_undo_composition() {
        let once = lowercase("\u{130}\u{327}");
        assert_eq!(lowercase(once.as_str()).as_str(), once.as_str());
        assert_eq!(compose(once.as_str()).as_str(), once.as_str());
    }
}
