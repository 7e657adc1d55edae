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
    #[cfg_attr(
        not(feature = "serde"),
        expect(dead_code, reason = "only serialization reads the forms of payloads")
    )]
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
    /// A text: these steps, in order.
    Text(&'static [TextStep]),
    /// A state of the United States as its two small letters; a region elsewhere as a text by these steps.
    State(&'static [TextStep]),
    /// A ZIP or postal code, written so.
    PostalCode(PostalForm),
    /// A country, as its ISO 3166-1 alpha-2 code in this case.
    Country(LetterCase),
    /// A date of birth or a part of it.
    BirthDate(DatePart),
    /// A gender, as one of these letters.
    Gender(Genders),
    /// A mobile advertising identifier, in this case or as written.
    Device(Option<LetterCase>),
    /// An IP address, as written.
    IpAddress,
    /// The text as written, without space at its ends.
    Verbatim,
    /// The platform's documents contradict each other, so every value is refused.
    InDoubt,
}

/// One step of an e-mail rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmailStep {
    /// White space inside is a refusal.
    RefuseInnerSpace,
    /// White space inside is removed.
    RemoveSpace,
    /// Only letters of ASCII are lower-cased, so another capital letter is a refusal: the lower-casing that comes first
    /// for all platforms has changed it, and this platform would not.
    AsciiCaseOnly,
    /// The local part ends at its first `+`, at these domains.
    CutTag(Domains),
    /// Dots of the local part go, at these domains.
    RemoveDots(Domains),
    /// Everything in the local part goes that is neither letter nor digit.
    RemoveSymbols,
    /// Everything goes that is neither ASCII letter nor digit nor one of these; another letter is a refusal.
    KeepAsciiAnd(&'static str),
}

/// How a phone number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhoneForm {
    /// A `+` and all digits, country code first.
    E164,
    /// All digits, country code first, no `+`.
    Digits,
    /// All digits, country code first, no `+`; a national number that begins with a zero is a refusal, because the
    /// platform drops such a zero and it is part of the number.
    DigitsWithoutZero,
    /// The national number's digits, no country code.
    National,
}

/// One step of a text rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextStep {
    /// Lower case, without a locale.
    Lowercase,
    /// Punctuation goes, curly and dashed as well as ASCII's.
    RemovePunctuation,
    /// White space goes.
    RemoveSpace,
    /// Runs of white space become one space.
    CollapseSpace,
    /// White space inside is a refusal.
    RefuseInnerSpace,
    /// The words `mr.`, `mrs.`, `ms.` and `dr.` go.
    DropTitles,
    /// Suffixes such as `jr.` and `iii` go from the end, with the comma or space before them.
    DropSuffixes,
    /// Everything goes that is neither ASCII letter nor digit; another letter is a refusal.
    KeepAsciiAlphanumeric,
    /// Only the first letter stays.
    FirstLetter,
}

/// How a postal code is written. In the United States it must be a ZIP or ZIP+4 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PostalForm {
    /// As written; a ZIP+4 code as five digits, a dash and four.
    AsWritten,
    /// Small letters and digits only; the first five digits of a ZIP code.
    Compact,
    /// The same, but a code with letters is a refusal.
    Digits,
    /// Small letters and digits only, a ZIP+4 code whole.
    Whole,
    /// Small letters, digits and dashes.
    SpaceRemoved,
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

/// Which part of a date of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DatePart {
    /// `YYYYMMDD`.
    Whole,
    /// `YYYY`.
    Year,
    /// `MM`.
    Month,
    /// `DD`.
    Day,
}

/// Which letters a platform has for genders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Genders {
    /// `f` and `m`.
    FemaleMale,
    /// `f`, `m` and `n`.
    FemaleMaleOther,
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
    /// The SHA-1 of the normalized UTF-8 bytes in lower-case hexadecimal.
    Sha1,
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
#[cfg_attr(
    not(feature = "serde"),
    expect(dead_code, reason = "only serialization reads the forms of payloads")
)]
#[derive(Debug)]
pub(crate) enum Shape {
    /// An object with these members.
    Object(&'static [Member]),
    /// Google's `userIdentifiers`: an array of objects of one member, and one address.
    UserIdentifiers,
    /// X's `identifiers`: an array of objects of one member.
    Identifiers(&'static [Member]),
    /// Amazon's `matchKeys`: an array of a type and its values, beside members of the object itself.
    MatchKeys { keys: &'static [Member], beside: &'static [Member] },
    /// `LinkedIn`'s `user`: `userIds`, an array of a type and a value, beside `userInfo` and `externalIds`.
    LinkedIn,
}

/// One member of a payload's object.
#[cfg_attr(
    not(feature = "serde"),
    expect(dead_code, reason = "only serialization reads the forms of payloads")
)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) field: Field,
    pub(crate) name: &'static str,
    pub(crate) arity: Arity,
}

/// Whether a member holds one value or an array of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arity {
    /// The first value.
    One,
    /// Every value, in an array.
    Many,
}
