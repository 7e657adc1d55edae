//! The structure of an e-mail address as a table, one step a byte.
//!
//! Nine states of six bits fit into one word for each byte value: shifting the word right by the state leaves the next
//! state in the low six bits. So a step is a load that does not wait for the one before it, and a shift.

/// True for an unquoted local part (RFC 5322 `atext` and dots, not dots alone), `@`, and a domain of at least two labels
/// of letters, digits and inner hyphens, all in ASCII.
#[inline]
pub(crate) fn is_ascii_address(text: &[u8]) -> bool {
    accepts(text.iter().copied())
}

/// The same with every byte outside ASCII counted as a letter.
pub(crate) fn is_address(text: &[u8]) -> bool {
    accepts(text.iter().map(|byte| if byte.is_ascii() { *byte } else { b'a' }))
}

#[inline]
fn accepts(bytes: impl Iterator<Item = u8>) -> bool {
    let mut state = START;
    for byte in bytes {
        let row = ROWS.get(usize::from(byte)).copied().unwrap_or(0);
        state = row.wrapping_shr(narrow(state));
    }
    state & STATE == LABEL
}

/// The low half; a state has six bits, and a shift looks at no more.
#[inline]
#[expect(
    clippy::as_conversions,
    reason = "dropping the high bits is meant, and there is no other way without a branch"
)]
const fn narrow(state: u64) -> u32 {
    (state & STATE) as u32
}

/// The next state of every state, by byte.
const ROWS: [u64; 256] = {
    let mut rows = [0_u64; 256];
    let mut rest: &mut [u64] = &mut rows;
    let mut byte = 0_u8;
    while let Some((row, tail)) = rest.split_first_mut() {
        *row = next_states(byte);
        rest = tail;
        byte = byte.wrapping_add(1);
    }
    rows
};

/// The row of a byte.
const fn next_states(byte: u8) -> u64 {
    let letter = byte.is_ascii_alphanumeric();
    let local = letter || is_atom_sign(byte);
    let in_local = match byte {
        _ if local => LOCAL,
        b'.' => LOCAL,
        b'@' => FIRST_START,
        _ => REFUSED,
    };
    let at_start = match byte {
        _ if local => LOCAL,
        b'.' => START,
        _ => REFUSED,
    };
    let in_first = match byte {
        _ if letter => FIRST,
        b'-' => FIRST_HYPHEN,
        b'.' => LABEL_START,
        _ => REFUSED,
    };
    let in_label = match byte {
        _ if letter => LABEL,
        b'-' => LABEL_HYPHEN,
        b'.' => LABEL_START,
        _ => REFUSED,
    };
    let after_first_hyphen = if letter || byte == b'-' { in_first } else { REFUSED };
    let after_hyphen = if letter || byte == b'-' { in_label } else { REFUSED };
    at_start << START
        | in_local << LOCAL
        | (if letter { FIRST } else { REFUSED }) << FIRST_START
        | in_first << FIRST
        | after_first_hyphen << FIRST_HYPHEN
        | (if letter { LABEL } else { REFUSED }) << LABEL_START
        | in_label << LABEL
        | after_hyphen << LABEL_HYPHEN
        | REFUSED << REFUSED
}

/// The signs a local part may hold besides letters, digits and dots (RFC 5322 § 3.2.3).
#[rustfmt::skip]
const fn is_atom_sign(byte: u8) -> bool {
    matches!(
        byte,
        b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'/' | b'=' | b'?' | b'^' | b'_' | b'`' | b'{'
            | b'|' | b'}' | b'~'
    )
}

/// The bits of a state.
const STATE: u64 = 0x3f;

/// Nothing yet, or dots alone.
const START: u64 = 0;
/// In the local part.
const LOCAL: u64 = 6;
/// Behind the `@`.
const FIRST_START: u64 = 12;
/// In the first label.
const FIRST: u64 = 18;
/// Behind a hyphen in the first label.
const FIRST_HYPHEN: u64 = 24;
/// Behind a dot of the domain.
const LABEL_START: u64 = 30;
/// In a later label: here an address may end.
const LABEL: u64 = 36;
/// Behind a hyphen in a later label.
const LABEL_HYPHEN: u64 = 42;
/// No address any more.
const REFUSED: u64 = 48;

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by the words of the rule.
    fn by_words(text: &str) -> bool {
        let Some((local, domain)) = text.split_once('@') else { return false };
        let atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || !c.is_ascii();
        let label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || !c.is_ascii())
        };
        local.chars().any(|c| c != '.')
            && local.chars().all(|c| c == '.' || atext(c))
            && domain.contains('.')
            && domain.split('.').all(label)
    }

    #[test]
    fn the_table_says_what_the_words_say() {
        let alphabet = ["a", "Z", "9", ".", "-", "@", "_", "+", " ", "\0", "é", "b.cd"];
        let mut texts = vec![String::new()];
        let mut addresses = 0;
        for _ in 0..6 {
            for text in &texts {
                assert_eq!(is_address(text.as_bytes()), by_words(text), "{text:?}");
                assert_eq!(is_ascii_address(text.as_bytes()), text.is_ascii() && by_words(text), "{text:?}");
                addresses += usize::from(by_words(text));
            }
            texts = texts.iter().flat_map(|text| alphabet.map(|part| format!("{text}{part}"))).collect();
        }
        assert!(addresses > 1000, "{addresses}");
    }

    #[test]
    fn every_byte_counts() {
        for byte in 0..=255_u8 {
            let c = char::from(byte);
            for text in [
                format!("{c}@b.cd"),
                format!("a{c}@b.cd"),
                format!("a@{c}.cd"),
                format!("a@b{c}.cd"),
                format!("a@b.c{c}d"),
                format!("a@b.c{c}"),
            ] {
                assert_eq!(is_address(text.as_bytes()), by_words(&text), "{text:?}");
            }
        }
    }
}
