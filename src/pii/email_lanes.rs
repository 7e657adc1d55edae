//! Usual e-mail addresses, sixteen bytes at a time: whether it is one, and the same in small letters.
//!
//! Each class of characters that the structure asks about becomes a mask with one bit for each byte of the text. The
//! rules are then a few operations on four numbers, whatever the length. A text is at most three lanes of sixteen bytes;
//! the last one is read where the text ends, and in the masks its bits fall on those of the lane before it. Nothing is
//! written at a place that depends on the length, so the text stays in registers until it is where it is wanted: a value
//! that is moved right after overlapping parts of it were written waits for the stores.
//!
//! What is not usual here may still be an address: [`crate::pii::email_shape`] decides.

use wide::u8x16;

use crate::pii::lanes::{self, LANE, is, mask, within};

/// `text` in small letters and zeros behind it, if it is an address of 8 to 48 bytes of letters, digits, `.`, `-` and, in
/// the local part, `_` and `+`; if letters or digits stand at both ends and around every dot and the `@`.
#[inline(always)]
pub(crate) fn read(text: &[u8]) -> Option<[[u8; LANE]; LANES]> {
    let length = text.len();
    // Each case ends by itself: joined behind the match, they have to bring their vectors to the same registers.
    match length {
        8..=16 => {
            let only = Lane::of(lanes::short(text)?);
            let is_known = mask(only.known).trailing_ones() == u32::try_from(length).ok()?;
            (is_known && only.masks.is_address(length)).then_some([
                only.small.to_array(),
                [0; LANE],
                [0; LANE],
            ])
        }
        17..=32 => {
            let (first, last) = (Lane::read(text.first_chunk()?), Lane::read(text.last_chunk()?));
            let masks = first.masks.or(last.masks.moved(length.wrapping_sub(LANE)));
            let rest = lanes::without_first(last.small, (2 * LANE).wrapping_sub(length));
            let known = first.known & last.known;
            (known.all() & masks.is_address(length)).then_some([
                first.small.to_array(),
                rest.to_array(),
                [0; LANE],
            ])
        }
        33..=48 => {
            let second = Lane::read(text.get(LANE..)?.first_chunk()?);
            let (first, last) = (Lane::read(text.first_chunk()?), Lane::read(text.last_chunk()?));
            let masks =
                first.masks.or(second.masks.moved(LANE)).or(last.masks.moved(length.wrapping_sub(LANE)));
            let rest = lanes::without_first(last.small, (3 * LANE).wrapping_sub(length));
            let known = first.known & second.known & last.known;
            (known.all() & masks.is_address(length)).then_some([
                first.small.to_array(),
                second.small.to_array(),
                rest.to_array(),
            ])
        }
        _ => None,
    }
}

/// Sixteen bytes of a text.
struct Lane {
    masks: Masks,
    /// The bytes that belong to a class.
    known: u8x16,
    /// The same in small letters.
    small: u8x16,
}

impl Lane {
    #[inline(always)]
    fn read(bytes: &[u8; LANE]) -> Self {
        Self::of(u8x16::new(*bytes))
    }

    #[inline(always)]
    fn of(text: u8x16) -> Self {
        let case = u8x16::splat(0x20);
        let letter = within(text | case, b'a', b'z');
        let word = letter | within(text, b'0', b'9');
        let (at, dot, mark) = (is(text, b'@'), is(text, b'.'), is(text, b'_') | is(text, b'+'));
        Self {
            masks: Masks { word: mask(word), at: mask(at), dot: mask(dot), mark: mask(mark) },
            known: word | at | dot | mark | is(text, b'-'),
            small: text | (letter & case),
        }
    }
}

/// The classes of a text, the bit of its first byte lowest.
#[derive(Clone, Copy)]
struct Masks {
    /// Letters and digits.
    word: u64,
    at: u64,
    dot: u64,
    /// `_` and `+`.
    mark: u64,
}

impl Masks {
    /// The structure of a text of this length of which every byte belongs to a class.
    #[inline(always)]
    fn is_address(self, length: usize) -> bool {
        let end = 1_u64.wrapping_shl(u32::try_from(length).unwrap_or(0));
        let borders = self.at | self.dot;
        let beside = (borders << 1) | ((borders | end) >> 1) | 1;
        let is_single = self.at & self.at.wrapping_sub(1) == 0;
        // Of two masks without a common bit the greater has the last one.
        (beside & !self.word == 0) & is_single & (self.mark < self.at) & (self.at < self.dot)
    }

    #[inline(always)]
    fn moved(self, by: usize) -> Self {
        self.map(|mask| mask.wrapping_shl(u32::try_from(by).unwrap_or(0)))
    }

    #[inline(always)]
    fn map(self, to: impl Fn(u64) -> u64) -> Self {
        Self { word: to(self.word), at: to(self.at), dot: to(self.dot), mark: to(self.mark) }
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self {
            word: self.word | other.word,
            at: self.at | other.at,
            dot: self.dot | other.dot,
            mark: self.mark | other.mark,
        }
    }
}

/// Lanes of the longest text.
const LANES: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pii::email_shape;

    /// What the documentation of [`read`] says, by words.
    fn is_usual(text: &str) -> bool {
        let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let framed = |part: &str| word(part.chars().next()) && word(part.chars().next_back());
        let of = |part: &str, marks: &str| {
            part.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c) || marks.contains(c))
                && part.split('.').all(framed)
        };
        (8..=48).contains(&text.len())
            && text
                .split_once('@')
                .is_some_and(|(local, domain)| of(local, "_+") && of(domain, "") && domain.contains('.'))
    }

    fn check(text: &str) -> bool {
        let read = read(text.as_bytes());
        assert_eq!(read.is_some(), is_usual(text), "{text:?}");
        let Some(lanes) = read else { return false };
        assert!(email_shape::is_ascii_address(text.as_bytes()), "{text:?}");
        let (used, free) = lanes.as_flattened().split_at(text.len());
        assert_eq!(used, text.to_ascii_lowercase().as_bytes());
        assert!(free.iter().all(|byte| *byte == 0));
        true
    }

    #[test]
    fn what_is_taken_is_what_the_words_say_and_an_address() {
        // Short parts, put together in every way, before and behind every filling: so each of them stands everywhere in
        // every lane, at its end and across two of them.
        let parts = ["a", "Z", "9", ".", "-", "@", "_", "+", " ", "é", "b.C"];
        let mut middles = vec![String::new()];
        for _ in 0..4 {
            middles = middles.iter().flat_map(|text| parts.map(|part| format!("{text}{part}"))).collect();
        }
        let mut taken = 0;
        for (index, middle) in middles.iter().enumerate() {
            for (before, after) in [(0, 0), (index % 46, 3), (3, index % 46), (index % 46, index / 46 % 46)] {
                for ends in ["xY", "x@y.cd", "x.y@c.d"] {
                    let (head, tail) = ("Q".repeat(before), "7".repeat(after));
                    taken += usize::from(check(&format!("{head}{middle}{tail}")));
                    taken += usize::from(check(&format!("{head}{middle}{ends}{tail}")));
                    taken += usize::from(check(&format!("{ends}{head}{middle}{tail}")));
                }
            }
        }
        assert!(taken > 10_000, "{taken}");
    }

    #[test]
    fn every_length_and_every_byte_at_every_place() {
        for length in 0..=64 {
            let local = length / 3;
            let mut text = vec![b'W'; length];
            for (place, sign) in [(local, b'@'), (length.saturating_sub(3), b'.')] {
                if let Some(slot) = text.get_mut(place) {
                    *slot = sign;
                }
            }
            assert_eq!(check(core::str::from_utf8(&text).unwrap()), (8..=48).contains(&length), "{length}");
            for place in 0..length {
                for byte in 0..0x80 {
                    let mut text = text.clone();
                    text[place] = byte;
                    check(core::str::from_utf8(&text).unwrap());
                }
                for byte in 0x80..=0xff {
                    let mut text = text.clone();
                    text[place] = byte;
                    assert!(read(&text).is_none(), "{text:?}");
                }
            }
        }
    }
}
