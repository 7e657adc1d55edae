//! The vocabulary in which the platforms' rules are written down as data.
//!
//! Before any rule, every value is trimmed (white space, zero-width characters, byte order mark, bidi controls) and
//! composed to NFC, once for all platforms; an e-mail address is also lower-cased and its structure checked, a phone
//! number parsed. A row's steps say what the platform wants done after that, in order.

use crate::pii::field::Field;
use crate::time::UnixTime;

/// One platform's rules: rows by field, newest first within a field.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) rows: &'static [Row],
}

impl Table {
    /// The rule for `field` in force at `at`.
    #[inline]
    pub(crate) fn row(&self, field: Field, at: UnixTime) -> Option<&'static Row> {
        self.rows.iter().find(|row| row.field == field && row.since <= at)
    }
}

/// What a platform wants done with one field, since when, and who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub(crate) field: Field,
    pub(crate) since: UnixTime,
    pub(crate) rule: Rule,
    pub(crate) output: Output,
    pub(crate) standing: Standing,
    pub(crate) source: &'static str,
}

impl Row {
    /// The field.
    #[must_use]
    pub const fn field(&self) -> Field {
        self.field
    }

    /// The instant since which the rule holds. The epoch stands for "as far back as is known".
    #[must_use]
    pub const fn since(&self) -> UnixTime {
        self.since
    }

    /// What is done.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// What leaves: a hash or the text.
    #[must_use]
    pub const fn output(&self) -> Output {
        self.output
    }

    /// How well the rule is known.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// Where the rule was read.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        self.source
    }
}

/// What is done to a value, after what is done to every value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// An e-mail address: these steps, in order.
    Email(&'static [EmailStep]),
    /// A phone number, written so.
    Phone(PhoneForm),
    /// A country, as its ISO 3166-1 alpha-2 code in this case.
    Country(LetterCase),
}

/// One step of an e-mail rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmailStep {
    /// White space inside is a refusal.
    RefuseInnerSpace,
    /// White space inside is removed.
    RemoveSpace,
    /// Only letters of ASCII are lower-cased, so another capital letter is a refusal: composed for all platforms it
    /// would be lower, and for this one it is not.
    AsciiCaseOnly,
    /// The local part ends at its first `+`, at these domains.
    CutTag(Domains),
    /// Dots of the local part go, at these domains.
    RemoveDots(Domains),
}

/// In which case letters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LetterCase {
    /// Small.
    Lower,
    /// Capital.
    Upper,
}

/// How a phone number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhoneForm {
    /// A `+` and all digits, country code first.
    E164,
    /// All digits, country code first, no `+`.
    Digits,
}

/// At which e-mail domains a step applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Domains {
    /// `gmail.com`.
    Gmail,
    /// `gmail.com` and `googlemail.com`.
    GmailAndGooglemail,
    /// Every domain.
    Every,
}

/// What leaves for the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Output {
    /// The SHA-256 of the normalized UTF-8 bytes, written so.
    Sha256(Encoding),
    /// The normalized text itself.
    Clear,
}

/// How the bytes of a hash are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// Lower-case hexadecimal.
    Hex,
    /// Base64 with padding (RFC 4648 § 4).
    Base64,
}

/// How well a rule is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// Read in the platform's own documents or its own library.
    Confirmed,
    /// Read in someone else's integration.
    ThirdParty,
    /// Not said anywhere that was read: this crate's choice.
    Unconfirmed,
}

/// The form of a platform's payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// An object of arrays under the field's short names.
    Lists,
    /// Google's array of `userIdentifiers`.
    UserIdentifiers,
}
