//! A platform's rules as of a date, and what they make of a value.

use core::fmt;
use core::marker::PhantomData;

use crate::digest::Digest;
use crate::edition::Edition;
use crate::pii::buffer::Buffer;
use crate::pii::country::Country;
use crate::pii::email;
use crate::pii::error::PiiError;
use crate::pii::field::Field;
use crate::pii::hashed::{Hash, HashedIdentifier};
use crate::pii::hints::Hints;
use crate::pii::normalized::Normalized;
use crate::pii::parsed::{self, Parsed, ParsedUser};
use crate::pii::platform::{AnyPlatform, Platform, TABLES};
use crate::pii::prehashed::PreHashed;
use crate::pii::raw::Pii;
use crate::pii::rule::{Encoding, Output, Row, Rule, Table};
use crate::pii::sealed::{ClearValue, Sealed, SealedValue};
use crate::pii::user::UserData;
use crate::time::UnixTime;

/// The rules of platform `P` as of a date.
///
/// # Examples
///
/// One call for a person, a verdict for each value:
///
/// ```
/// # #[cfg(feature = "phone")] {
/// use domicile::pii::{META, UserData};
///
/// let user = UserData::new().email("jane.doe@gmail.com").phone("+49 30 901820").phone("12");
/// let sealed = META.seal(&user);
/// assert_eq!(sealed.values().count(), 2);
/// assert_eq!(sealed.refusals().next().unwrap().1.code(), "phone_country_needed");
/// # }
/// ```
///
/// By name, for tools:
///
/// ```
/// use domicile::pii::{Field, Pii, Profile};
///
/// let profile = Profile::named("google")?;
/// let normalized = profile.normalize(Field::Email, Pii::new("Jane.Doe@gmail.com"), None)?;
/// assert_eq!(normalized.expose(), "janedoe@gmail.com");
/// # Ok::<(), domicile::pii::PiiError>(())
/// ```
pub struct Profile<P: Platform = AnyPlatform> {
    table: &'static Table,
    at: UnixTime,
    platform: PhantomData<fn() -> P>,
}

impl Profile<AnyPlatform> {
    /// The current rules of the platform called `name`.
    ///
    /// # Errors
    ///
    /// [`PiiError::UnknownPlatform`] for `"facebook"`, `"Meta"`, `""`.
    pub fn named(name: &str) -> Result<Self, PiiError> {
        let table = TABLES.iter().find(|table| table.name == name).ok_or(PiiError::UnknownPlatform)?;
        Ok(Self::new(table))
    }

    /// The current rules of every platform.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLES.iter().map(|table| Self::new(table))
    }
}

impl<P: Platform> Profile<P> {
    /// The current rules of `table`.
    pub(in crate::pii) const fn new(table: &'static Table) -> Self {
        Self { table, at: UnixTime::MAX, platform: PhantomData }
    }

    /// The rules as they were at `date`, as far as they are known.
    #[must_use]
    pub const fn as_of(self, date: UnixTime) -> Self {
        Self { at: date, ..self }
    }

    /// The platform's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.table.name
    }

    /// The edition of the rules.
    #[must_use]
    pub const fn edition(&self) -> Edition {
        crate::pii::EDITION
    }

    /// The rule for `field`, if the platform takes it.
    #[must_use]
    pub fn rule(&self, field: Field) -> Option<&'static Row> {
        self.table.row(field, self.at)
    }

    /// Every rule, those that were superseded among them.
    #[must_use]
    pub const fn rules(&self) -> &'static [Row] {
        self.table.rows
    }

    /// The value as the platform wants it before hashing; `country` is where national forms are read.
    ///
    /// # Errors
    ///
    /// [`PiiError::FieldNotTaken`] if the platform has no such field, and otherwise what is wrong with the value.
    pub fn normalize(
        &self,
        field: Field,
        raw: Pii<&str>,
        country: Option<Country>,
    ) -> Result<Normalized<P>, PiiError> {
        self.normalize_with(field, raw, &Hints::new().with_country(country))
    }

    /// The value as the platform wants it before hashing, read with all that the caller knows.
    ///
    /// # Errors
    ///
    /// As [`Profile::normalize`].
    pub fn normalize_with(
        &self,
        field: Field,
        raw: Pii<&str>,
        hints: &Hints,
    ) -> Result<Normalized<P>, PiiError> {
        let row = self.rule(field).ok_or(PiiError::FieldNotTaken)?;
        if let Rule::Email(steps) = row.rule
            && email::keeps_usual(steps)
            && let Some(text) = email::read_usual(raw.expose())
        {
            return Ok(Normalized::new(text, row.output));
        }
        self.normalize_unusual(field, raw, row, hints)
    }

    /// The same for what is not a usual e-mail address.
    #[inline(never)]
    fn normalize_unusual(
        &self,
        field: Field,
        raw: Pii<&str>,
        row: &Row,
        hints: &Hints,
    ) -> Result<Normalized<P>, PiiError> {
        let mut normalized = Normalized::new(Buffer::new(), row.output);
        parsed::render(field, raw.expose(), &row.rule, hints, normalized.text_mut())?;
        Ok(normalized)
    }

    /// Normalizes and hashes what the platform takes. Every value has a verdict of its own: one bad value loses no
    /// other.
    #[must_use]
    pub fn seal(&self, user: &UserData<'_>) -> Sealed<P> {
        let completed = user.completed_hints();
        // Not copied: a copy in other pieces than it was written in waits for the writing.
        let hints = completed.as_ref().unwrap_or_else(|| user.known_hints());
        let mut values = user.values();
        let mut hashed = user.hashed_values();
        self.seal_each(user.count(), |staged| {
            if let Some((field, raw)) = values.next() {
                staged.fill(self.rule(*field), *field, |rule, out| {
                    parsed::render(*field, raw.expose(), rule, hints, out)
                });
            } else if let Some((field, hash)) = hashed.next() {
                staged.take(self.rule(*field), *field, hash, self.table.name);
            }
        })
    }

    /// Does what [`Profile::seal`] does with values that are read already.
    #[must_use]
    pub fn seal_parsed(&self, user: &ParsedUser<'_>) -> Sealed<P> {
        let mut values = user.values();
        self.seal_each(user.count(), |staged| {
            let Some((field, value)) = values.next() else { return };
            let row = self.rule(*field);
            match (value, row.map(|row| (row.rule, row.output))) {
                (Parsed::Hashed(hash), _) => staged.take(row, *field, hash, self.table.name),
                (Parsed::Email(Ok(email)), Some((Rule::Email(steps), Output::Sha256(encoding))))
                    if email.is_kept(steps) =>
                {
                    staged.field = *field;
                    staged.outcome = Ok(Outcome::Hashed(Hash::Sha256(email.digest(), encoding)));
                }
                _ => staged.fill(row, *field, |rule, out| value.render_into(rule, user.hints(), out)),
            }
        })
    }

    /// Hashes the `count` values that `next` stages, two at a time. Both are padded before the first is hashed: hashing
    /// right after writing waits for the stores.
    #[inline]
    fn seal_each(&self, count: usize, mut next: impl FnMut(&mut Staged)) -> Sealed<P> {
        let (mut first, mut second) = (Staged::new(), Staged::new());
        Staged::stage(count, &mut first, &mut second, &mut next);
        // The usual verdicts are built where they are returned: moving them costs as much as making them.
        let [one, two] = first.hash_both(&second);
        match (count, one, two) {
            (1, Some(one), _) => Sealed::of(*self, Some((first.field, one)), None),
            (2, Some(one), Some(two)) => {
                Sealed::of(*self, Some((first.field, one)), Some((second.field, two)))
            }
            _ => self.seal_all(count, [(&first, one), (&second, two)], next),
        }
    }

    /// The same for whatever values, of which two are staged, and hashed if they could be.
    #[inline(never)]
    fn seal_all(
        &self,
        count: usize,
        staged: [(&Staged, Option<Hash>); 2],
        mut next: impl FnMut(&mut Staged),
    ) -> Sealed<P> {
        let mut sealed = Sealed::of(*self, None, None);
        for (staged, hash) in staged.into_iter().take(count) {
            sealed.push(staged.field, staged.finish(hash));
        }
        let mut left = count.saturating_sub(2);
        while left > 0 {
            let (mut first, mut second) = (Staged::new(), Staged::new());
            Staged::stage(left, &mut first, &mut second, &mut next);
            for (staged, hash) in [&first, &second].into_iter().zip(first.hash_both(&second)).take(left) {
                sealed.push(staged.field, staged.finish(hash));
            }
            left = left.saturating_sub(2);
        }
        sealed
    }

    /// The platform's table.
    #[cfg(feature = "serde")]
    pub(in crate::pii) const fn table(&self) -> &'static Table {
        self.table
    }
}

/// A value between normalizing and hashing. It is filled where it stands, because moving it costs as much as filling.
struct Staged {
    field: Field,
    /// The normalized text, unless the value was hashed already.
    text: Buffer,
    outcome: Result<Outcome, PiiError>,
}

/// What is to become of a staged value.
#[derive(Clone, Copy)]
enum Outcome {
    /// The text leaves in this form.
    Text(Output),
    /// The text is padded and leaves as its SHA-256, written so.
    Padded(Encoding),
    /// It was hashed already.
    Hashed(Hash),
}

impl Staged {
    #[inline]
    const fn new() -> Self {
        Self { field: Field::Generic, text: Buffer::new(), outcome: Err(PiiError::FieldNotTaken) }
    }

    /// Lets `next` fill as many of the two as there are values left, and pads them.
    #[inline(always)]
    fn stage(left: usize, first: &mut Self, second: &mut Self, next: &mut impl FnMut(&mut Self)) {
        if left > 0 {
            next(first);
        }
        if left > 1 {
            next(second);
        }
        first.pad();
        second.pad();
    }

    /// Normalizes a value by the platform's rule, if it has one.
    #[inline]
    fn fill(
        &mut self,
        row: Option<&Row>,
        field: Field,
        render: impl FnOnce(&Rule, &mut Buffer) -> Result<(), PiiError>,
    ) {
        self.field = field;
        if let Some(row) = row {
            self.outcome = render(&row.rule, &mut self.text).map(|()| Outcome::Text(row.output));
        }
    }

    /// Takes a declared hash, if it was declared for this platform and the platform takes hashes of the field.
    fn take(&mut self, row: Option<&Row>, field: Field, hash: &PreHashed, platform: &str) {
        self.field = field;
        if let Some(row) = row {
            self.outcome = hash.digest_for(platform).and_then(|digest| match row.output {
                Output::Sha256(encoding) => Ok(Outcome::Hashed(Hash::Sha256(digest, encoding))),
                Output::Sha1 => Err(PiiError::HashKindMismatch),
                Output::Clear => Err(PiiError::HashOfClearField),
            });
        }
    }

    /// Pads a text that is to be hashed by SHA-256 and fits into one block.
    #[inline]
    fn pad(&mut self) {
        if let Ok(Outcome::Text(Output::Sha256(encoding))) = self.outcome
            && self.text.pad().is_some()
        {
            self.outcome = Ok(Outcome::Padded(encoding));
        }
    }

    /// The hashes of two values, of those that have one without more ado.
    #[inline(always)]
    fn hash_both(&self, other: &Self) -> [Option<Hash>; 2] {
        if let (Ok(Outcome::Padded(first)), Ok(Outcome::Padded(second))) = (self.outcome, other.outcome)
            && let (Some(one), Some(two)) = (self.text.padded(), other.text.padded())
        {
            let [one, two] = Digest::of_both_padded(one, two);
            return [Some(Hash::Sha256(one, first)), Some(Hash::Sha256(two, second))];
        }
        [self.hash(), other.hash()]
    }

    /// The same of one value.
    #[inline(always)]
    fn hash(&self) -> Option<Hash> {
        match self.outcome {
            Ok(Outcome::Padded(encoding)) => {
                Some(Hash::Sha256(Digest::of_padded(self.text.padded()?), encoding))
            }
            Ok(Outcome::Hashed(hash)) => Some(hash),
            Ok(Outcome::Text(_)) | Err(_) => None,
        }
    }

    /// What leaves: the hash, if there is one already.
    fn finish<P: Platform>(&self, hash: Option<Hash>) -> Result<SealedValue<P>, PiiError> {
        let hash = match (self.outcome?, hash) {
            (_, Some(hash)) | (Outcome::Hashed(hash), None) => hash,
            (Outcome::Text(Output::Sha256(encoding)), None) => {
                Hash::Sha256(Digest::of(self.text.as_bytes()), encoding)
            }
            (Outcome::Text(Output::Sha1), None) => Hash::sha1(self.text.as_bytes()),
            (Outcome::Text(Output::Clear), None) => {
                return Ok(SealedValue::Clear(ClearValue::new(self.text.as_str())));
            }
            // What was padded was hashed.
            (Outcome::Padded(_), None) => return Err(PiiError::TooLong),
        };
        Ok(SealedValue::Hashed(HashedIdentifier::new(hash)))
    }
}

impl<P: Platform> Clone for Profile<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: Platform> Copy for Profile<P> {}

impl<P: Platform> fmt::Debug for Profile<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("name", &self.table.name)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}
