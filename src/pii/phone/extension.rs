//! Extensions: what is dialled after the call is answered, at the end of the text.
//!
//! The forms and limits are the reference's: the surer the label, the more digits. 20 after `ext`, 15 after `,,` or `;`,
//! 9 after `x`, `#`, `~`, `int` or a comma, 6 between a dash or space and a closing `#`.

use crate::pii::phone::characters::{fold, is_decimal};

/// Where an extension may begin in a text: at `first`, or at any character up to and including `last`. In bytes.
#[derive(Clone, Copy, Debug)]
pub(in crate::pii::phone) struct Start {
    pub(in crate::pii::phone) first: usize,
    pub(in crate::pii::phone) last: usize,
}

/// Finds where extensions that reach to the end of the text may begin, one for each form that fits.
pub(in crate::pii::phone) fn starts(text: &str) -> impl Iterator<Item = Start> {
    let tail = Tail::new(text).filter(|tail| tail.count > 0);
    tail.into_iter().flat_map(|tail| {
        [
            tail.rfc3966(),
            tail.labelled(AFTER_EXPLICIT_LABEL, explicit_label),
            tail.labelled(AFTER_AMBIGUOUS_LABEL, ambiguous_label),
            tail.american(),
        ]
        .into_iter()
        .chain(tail.automatic(AFTER_LIKELY_LABEL, ",,"))
        .chain([tail.semicolon()])
        .chain(tail.automatic(AFTER_AMBIGUOUS_LABEL, ","))
        .flatten()
    })
}

/// A text taken apart from its end.
#[derive(Clone, Copy)]
struct Tail<'a> {
    /// Everything before the extension's digits.
    before: &'a str,
    /// `before` without the spaces, commas and dashes that may follow a label.
    close: &'a str,
    /// `close` without the colon or full stop that may follow a label.
    label: &'a str,
    /// How many digits the extension has.
    count: usize,
    closing: Closing,
}

/// Whether a `#` closes the extension.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closing {
    Hash,
    None,
}

impl<'a> Tail<'a> {
    fn new(text: &'a str) -> Option<Self> {
        let (body, closing) = match text.strip_suffix('#') {
            Some(body) => (body, Closing::Hash),
            None => (text, Closing::None),
        };
        let before = body.trim_end_matches(is_decimal);
        let close = before.trim_end_matches([' ', '\u{A0}', '\t', ',', '-']);
        let label = close.strip_suffix([':', '.', '\u{FF0E}']).unwrap_or(close);
        let count = body.get(before.len()..)?.chars().count();
        Some(Self { before, close, label, count, closing })
    }

    /// `;ext=` and up to 20 digits.
    fn rfc3966(&self) -> Option<Start> {
        let rest = strip_label(self.before, ";ext=")
            .filter(|_| self.closing == Closing::None && self.count <= AFTER_EXPLICIT_LABEL)?;
        Some(Start { first: rest.len(), last: rest.len() })
    }

    /// A label, which `find` looks for at the end of a text: it returns the text before it, at its longest and shortest.
    fn labelled(&self, limit: usize, find: fn(&str) -> Option<(&str, &str)>) -> Option<Start> {
        let (longest, shortest) = find(self.label).filter(|_| self.count <= limit)?;
        let first = longest.trim_end_matches([' ', '\u{A0}', '\t', ',']).len();
        Some(Start { first, last: shortest.len() })
    }

    /// A dash or space, up to six digits and a `#`.
    fn american(&self) -> Option<Start> {
        let rest = self.before.trim_end_matches([' ', '-']);
        let last = self.before.len().checked_sub(1)?;
        (self.closing == Closing::Hash && self.count <= WITHOUT_LABEL && rest.len() <= last)
            .then_some(Start { first: rest.len(), last })
    }

    /// A semicolon, which some phones dial as a pause.
    fn semicolon(&self) -> Option<Start> {
        let rest = self.label.strip_suffix(';').filter(|_| self.count <= AFTER_LIKELY_LABEL)?;
        Some(Start { first: trim_blank(rest).len(), last: rest.len() })
    }

    /// Commas, before the colon or directly before the digits.
    fn automatic(&self, limit: usize, commas: &str) -> [Option<Start>; 2] {
        if self.count > limit {
            return [None, None];
        }
        let outer = self.label.strip_suffix(commas).map(|rest| {
            let rest = if commas.len() == 1 { rest.trim_end_matches(',') } else { rest };
            Start { first: trim_blank(rest).len(), last: self.label.len().saturating_sub(commas.len()) }
        });
        let run = self.before.get(self.close.len()..).unwrap_or_default();
        let inner = run.split_once(commas).map(|(blank, _)| {
            let last = self.close.len().saturating_add(blank.len());
            Start { first: self.close.len().saturating_add(trim_blank(blank).len()), last }
        });
        [outer, inner]
    }
}

/// `ext`, `extn`, `extension` and the like, `anexo`, `доб`, and the full-width forms.
fn explicit_label(text: &str) -> Option<(&str, &str)> {
    for whole in ["anexo", "\u{434}\u{43E}\u{431}"] {
        if let Some(rest) = strip_label(text, whole) {
            return Some((rest, rest));
        }
    }
    if let Some(rest) =
        strip_label(text, "\u{FF58}\u{FF54}\u{FF4E}").or_else(|| strip_label(text, "\u{FF58}\u{FF54}"))
    {
        return Some((strip_label(rest, "\u{FF45}").unwrap_or(rest), rest));
    }
    let stem = strip_label(text, "n").unwrap_or(text);
    let stem = ["ensio\u{301}", "ensio", "ensi\u{F3}"]
        .into_iter()
        .find_map(|end| strip_label(stem, end))
        .unwrap_or(stem);
    let rest = strip_label(stem, "xt")?;
    Some((strip_label(rest, "e").unwrap_or(rest), rest))
}

/// One-character labels, and `int`.
fn ambiguous_label(text: &str) -> Option<(&str, &str)> {
    let rest = ["x", "\u{FF58}", "#", "\u{FF03}", "~", "\u{FF5E}", "int", "\u{FF49}\u{FF4E}\u{FF54}"]
        .into_iter()
        .find_map(|label| strip_label(text, label))?;
    Some((rest, rest))
}

/// Takes a label off the end of a text, in whatever case it is written.
fn strip_label<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    let matches = label.chars().rev().all(|expected| rest.next_back().map(fold) == Some(expected));
    matches.then_some(rest.as_str())
}

fn trim_blank(text: &str) -> &str {
    text.trim_end_matches([' ', '\u{A0}', '\t'])
}

// How many digits an extension may have (libphonenumber, `createExtnPattern`).
const AFTER_EXPLICIT_LABEL: usize = 20;
const AFTER_LIKELY_LABEL: usize = 15;
const AFTER_AMBIGUOUS_LABEL: usize = 9;
const WITHOUT_LABEL: usize = 6;
