//! Values that are read once and rendered for many platforms.

use alloc::vec::Vec;
use core::fmt;

use crate::pii::buffer::Buffer;
use crate::pii::country::Country;
use crate::pii::date;
use crate::pii::email::{self, Email};
use crate::pii::error::PiiError;
use crate::pii::field::Field;
use crate::pii::gender;
use crate::pii::hints::Hints;
use crate::pii::machine;
use crate::pii::number::{self, Phone};
use crate::pii::postal;
use crate::pii::prehashed::PreHashed;
use crate::pii::rule::Rule;
use crate::pii::state;
use crate::pii::text;
use crate::pii::unicode;

/// A person's values, read once: e-mail addresses and phone numbers are parsed, so that each further platform costs its
/// own rule and hash only.
///
/// [`crate::pii::UserData::parse`] makes one, [`crate::pii::Profile::seal_parsed`] takes it.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "phone")] {
/// use domicile::pii::{GOOGLE, META, UserData};
///
/// let user = UserData::new().email("Jane.Doe@gmail.com").phone("+49 30 901820");
/// let parsed = user.parse();
/// let (meta, google) = (META.seal_parsed(&parsed), GOOGLE.seal_parsed(&parsed));
/// assert_eq!((meta.values().count(), google.values().count()), (2, 2));
/// # }
/// ```
pub struct ParsedUser<'u> {
    first: [Option<(Field, Parsed<'u>)>; INLINE],
    rest: Vec<(Field, Parsed<'u>)>,
    hints: Hints,
}

impl<'u> ParsedUser<'u> {
    /// Nothing yet, to be read with these hints; room for `count` values, because a vector that grows leaves them behind.
    #[inline]
    pub(in crate::pii) fn new(count: usize, hints: Hints) -> Self {
        let rest = Vec::with_capacity(count.saturating_sub(INLINE));
        Self { first: [const { None }; INLINE], rest, hints }
    }

    /// Reads and adds a value.
    #[inline]
    pub(in crate::pii) fn push(&mut self, field: Field, value: Parsed<'u>) {
        match self.first.iter_mut().find(|slot| slot.is_none()) {
            Some(slot) => *slot = Some((field, value)),
            None => self.rest.push((field, value)),
        }
    }

    /// The values in order.
    #[inline]
    pub(in crate::pii) fn values(&self) -> impl Iterator<Item = &(Field, Parsed<'u>)> {
        self.first.iter().flatten().chain(&self.rest)
    }

    /// How many values there are.
    #[inline]
    pub(in crate::pii) fn count(&self) -> usize {
        self.first.iter().flatten().count().saturating_add(self.rest.len())
    }

    /// What the caller knows.
    #[inline]
    pub(in crate::pii) const fn hints(&self) -> &Hints {
        &self.hints
    }
}

impl Drop for ParsedUser<'_> {
    /// Wipes what is on the heap.
    #[inline]
    fn drop(&mut self) {
        for (_, value) in &mut self.rest {
            value.wipe();
        }
    }
}

impl fmt::Debug for ParsedUser<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.values().map(|(field, _)| field.name())).finish()
    }
}

/// A value, as far as it can be read without knowing for whom.
pub(crate) enum Parsed<'u> {
    Email(Result<Email, PiiError>),
    Phone(Result<Phone, PiiError>),
    Raw(&'u str),
    Hashed(PreHashed),
    Refused(PiiError),
}

impl<'u> Parsed<'u> {
    /// Reads a raw value.
    #[inline]
    pub(in crate::pii) fn read(field: Field, raw: &'u str, hints: &Hints) -> Self {
        if let Err(error) = refuse_undeclared_hash(field, raw) {
            Self::Refused(error)
        } else if field == Field::Email {
            Self::Email(Email::parse(raw))
        } else if field == Field::Phone {
            Self::Phone(Phone::parse(raw, hints))
        } else {
            Self::Raw(raw)
        }
    }

    /// Wipes what was read.
    fn wipe(&mut self) {
        match self {
            Self::Email(Ok(email)) => email.wipe(),
            Self::Phone(Ok(phone)) => phone.wipe(),
            Self::Email(Err(_)) | Self::Phone(Err(_)) | Self::Raw(_) | Self::Hashed(_) | Self::Refused(_) => {
            }
        }
    }

    /// Puts the value as the rule wants it into `out`, which is empty. A declared hash has no text, so it does not come
    /// here.
    #[inline]
    pub(in crate::pii) fn render_into(
        &self,
        rule: &Rule,
        hints: &Hints,
        out: &mut Buffer,
    ) -> Result<(), PiiError> {
        match (self, *rule) {
            (Self::Refused(error), _) => Err(*error),
            (_, Rule::InDoubt) => Err(PiiError::RuleInDoubt),
            (Self::Email(email), Rule::Email(steps)) => {
                email.as_ref().map_err(|error| *error)?.render_into(steps, out)
            }
            (Self::Phone(phone), Rule::Phone(form)) => {
                phone.as_ref().map_err(|error| *error)?.render_into(form, out)
            }
            (Self::Raw(raw), _) => render_raw(raw, rule, hints, out),
            (Self::Email(_) | Self::Phone(_) | Self::Hashed(_), _) => Err(PiiError::FieldNotTaken),
        }
    }
}

/// Puts a raw value as the rule wants it into `out`, which is empty, for the one platform that asks.
#[inline]
pub(in crate::pii) fn render(
    field: Field,
    raw: &str,
    rule: &Rule,
    hints: &Hints,
    out: &mut Buffer,
) -> Result<(), PiiError> {
    if let Rule::Email(steps) = *rule {
        match email::read(raw, out) {
            Ok(found) => found.apply(steps, out),
            // Nothing that looks like a hash is an address.
            Err(error) => Err(refuse_undeclared_hash(field, raw).err().unwrap_or(error)),
        }
    } else if let Rule::Phone(form) = *rule {
        refuse_undeclared_hash(field, raw)?;
        number::render(raw, hints, form, out)
    } else {
        refuse_undeclared_hash(field, raw)?;
        render_raw(raw, rule, hints, out)
    }
}

/// The same for a value of any kind.
fn render_raw(raw: &str, rule: &Rule, hints: &Hints, out: &mut Buffer) -> Result<(), PiiError> {
    let country = hints.known_country();
    *out = match *rule {
        Rule::Email(steps) => return email::read(raw, out)?.apply(steps, out),
        Rule::Phone(form) => return number::render(raw, hints, form, out),
        Rule::Text(steps) => text::render(raw, steps)?,
        Rule::State(steps) => match state::us_code(raw, country)? {
            Some(code) => code,
            None => text::render(raw, steps)?,
        },
        Rule::PostalCode(form) => postal::render(raw, form, country)?,
        Rule::Country(case) => Country::parse(raw)?.render(case),
        Rule::BirthDate(part) => date::render(raw, part, hints.known_date_order())?,
        Rule::Gender(letters) => gender::render(raw, letters)?,
        Rule::Device(case) => machine::device(raw, case)?,
        Rule::IpAddress => machine::address(raw)?,
        Rule::Verbatim => machine::verbatim(raw)?,
        Rule::InDoubt => return Err(PiiError::RuleInDoubt),
    };
    Ok(())
}

/// Refuses what looks like a hash in a field that holds none.
#[inline]
fn refuse_undeclared_hash(field: Field, raw: &str) -> Result<(), PiiError> {
    if raw.len() >= SHORTEST_HASH && !may_look_hashed(field) && looks_hashed(unicode::trim(raw)) {
        Err(PiiError::UndeclaredHash)
    } else {
        Ok(())
    }
}

/// True for the fields whose values may be hexadecimal text of any length.
const fn may_look_hashed(field: Field) -> bool {
    matches!(field, Field::ExternalId | Field::ClickId | Field::BrowserId | Field::UserAgent | Field::Generic)
}

/// True for what has the form of an MD5, SHA-1 or SHA-256 hash. It is not taken for one, which would be a guess; but
/// hashing it as a name would be hashing twice, and match nobody.
fn looks_hashed(text: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes.len() {
        32 | 40 | 64 => bytes.iter().all(u8::is_ascii_hexdigit) && bytes.iter().any(u8::is_ascii_digit),
        44 => bytes.ends_with(b"=") && !bytes.contains(&b'@') && !bytes.contains(&b' '),
        _ => false,
    }
}

/// The digits of an MD5 hash.
const SHORTEST_HASH: usize = 32;

/// How many values are held without allocation.
const INLINE: usize = 4;
