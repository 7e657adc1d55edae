//! Free text with its e-mail addresses and phone numbers taken out.
//!
//! Error events, logs and support messages carry personal data that no schema knows about. This finds what has the form
//! of an e-mail address or a phone number and puts a placeholder in its place, in one pass over the text, in time that
//! grows with its length and with nothing else.
//!
//! It looks at forms and not at numbering plans, so that the answer is the same with and without the feature `phone`.
//! Where a run of digits could be a phone number or an identifier, its form decides: a `+`, a trunk zero, an area code
//! in parentheses, the groups in which people write numbers, or a word such as `tel` before it. Dates, times, IP addresses,
//! card numbers and UUIDs are left alone. A plain number of ten digits is taken for a phone number if it could be a
//! North American one, at the price of some identifiers.
//!
//! Measured on a corpus that nothing was tuned to (`tests/data/redact_corpus_second.txt`: 144 lines of tickets, chats and
//! logs in fifteen languages, 99 values): recall 0.96, precision 0.90. What was taken wrongly are order and tax numbers
//! of ten and eleven digits, a social security number, `git@host` and file names such as `icon@3x.png`. What stayed, whole or
//! in part, are `name [at] host`, a Japanese domestic number between Japanese letters, the part before an apostrophe
//! in a local part (a defect, mended since), and the word `tel:` of a link, whose number is taken out.

mod email;
mod phone;

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;
use core::ops::Range;

/// Puts `[email]` and `[phone]` in the place of e-mail addresses and phone numbers. A text with neither is given back as
/// it is, without a copy.
///
/// # Examples
///
/// ```
/// use domicile::pii::redact::redact;
///
/// let line = "2026-11-21 10:30:00 order 4711: jane@example.com not reachable at +49 (0)30 901820, from 10.0.0.1";
/// assert_eq!(
///     redact(line),
///     "2026-11-21 10:30:00 order 4711: [email] not reachable at [phone], from 10.0.0.1",
/// );
/// ```
#[must_use]
pub fn redact(text: &str) -> Cow<'_, str> {
    let mut segments = segments(text);
    let first = match segments.next() {
        None => return Cow::Borrowed(text),
        Some(Segment::Text(whole)) if whole.len() == text.len() => return Cow::Borrowed(text),
        Some(first) => first,
    };
    let mut out = String::with_capacity(text.len());
    out.push_str(first.as_str());
    out.extend(segments.map(|segment| segment.as_str()));
    Cow::Owned(out)
}

/// The pieces of a text, one after another and without allocation: what may stay, and what was taken out.
///
/// # Examples
///
/// ```
/// use domicile::pii::redact::{Segment, segments};
///
/// let pieces: Vec<Segment<'_>> = segments("write to jane@example.com").collect();
/// assert_eq!(pieces, [Segment::Text("write to "), Segment::Email]);
/// ```
pub const fn segments(text: &str) -> Segments<'_> {
    Segments { text, done: 0, pending: None }
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Segment<'t> {
    /// Text in which nothing was found.
    Text(&'t str),
    /// An e-mail address stood here.
    Email,
    /// A phone number stood here.
    Phone,
}

impl<'t> Segment<'t> {
    /// The text, or the placeholder.
    #[must_use]
    pub const fn as_str(&self) -> &'t str {
        match self {
            Self::Text(text) => text,
            Self::Email => "[email]",
            Self::Phone => "[phone]",
        }
    }
}

impl fmt::Display for Segment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The iterator of [`segments`].
#[derive(Clone)]
pub struct Segments<'t> {
    text: &'t str,
    /// Everything before this has been given out.
    done: usize,
    /// What was found behind the text that was given out last.
    pending: Option<Segment<'t>>,
}

impl<'t> Iterator for Segments<'t> {
    type Item = Segment<'t>;

    fn next(&mut self) -> Option<Segment<'t>> {
        if let Some(found) = self.pending.take() {
            return Some(found);
        }
        if self.done >= self.text.len() {
            return None;
        }
        let (range, found) = match find(self.text, self.done) {
            Some((range, found)) => (range, Some(found)),
            None => (self.text.len()..self.text.len(), None),
        };
        let before = self.text.get(self.done..range.start).unwrap_or_default();
        self.done = range.end;
        if before.is_empty() {
            return found;
        }
        self.pending = found;
        Some(Segment::Text(before))
    }
}

impl fmt::Debug for Segments<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Segments(..)")
    }
}

/// The first thing to take out at or after `done`.
fn find<'t>(text: &str, done: usize) -> Option<(Range<usize>, Segment<'t>)> {
    let bytes = text.as_bytes();
    let mut at = done;
    // A sign that was none cannot stand in a local part either, so no later address reaches before it. That also keeps
    // the time linear: `%40%40%40…`.
    let mut floor = done;
    loop {
        let rest = bytes.get(at..)?;
        at = at.saturating_add(rest.iter().position(|byte| kind(*byte) != Kind::Plain)?);
        match kind(*bytes.get(at)?) {
            Kind::At => {
                let sign = email::sign_length(text, at);
                if sign != 0 {
                    if let Some(range) = email::around(text, floor, at, sign) {
                        return Some((range, Segment::Email));
                    }
                    floor = at.saturating_add(sign);
                }
                at = at.saturating_add(1);
            }
            Kind::Digit => match phone::from(text, done, at) {
                Ok(range) => return Some((range, Segment::Phone)),
                Err(next) => at = next,
            },
            Kind::Plain => at = at.saturating_add(1),
        }
    }
}

/// What a byte may be the beginning of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    /// `@`, or the `%` of `%40`.
    At,
    /// A digit, a plus sign, or the first byte of one outside ASCII.
    Digit,
}

#[inline]
fn kind(byte: u8) -> Kind {
    KINDS.get(usize::from(byte)).copied().unwrap_or(Kind::Plain)
}

/// By byte. The first bytes of digits outside ASCII: Arabic (`D9`, `DB`), Indic and Thai (`E0`), full width (`EF`).
const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Plain; 256];
    let mut rest: &mut [Kind] = &mut kinds;
    let mut byte = 0_u8;
    while let Some((slot, tail)) = rest.split_first_mut() {
        *slot = match byte {
            b'@' | b'%' => Kind::At,
            b'+' | b'0'..=b'9' | 0xd9 | 0xdb | 0xe0 | 0xef => Kind::Digit,
            _ => Kind::Plain,
        };
        rest = tail;
        byte = byte.wrapping_add(1);
    }
    kinds
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_without_hits_is_borrowed() {
        for text in ["", "a", "no hits here, 10 + 20 = 30 @ noon", "٣ من ٤"] {
            assert!(matches!(redact(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn neighbours_are_kept() {
        for (text, redacted) in [
            ("jane@example.com", "[email]"),
            ("jane@example.com,joe@example.org", "[email],[email]"),
            ("<jane@example.com>", "<[email]>"),
            ("+4930901820+4930901821", "[phone][phone]"),
            ("(650) 555-1212 ", "[phone] "),
            ("é+49 30 901820é", "é[phone]é"),
        ] {
            assert_eq!(redact(text), redacted, "{text}");
            assert_eq!(redact(redacted), redacted);
        }
    }
}
