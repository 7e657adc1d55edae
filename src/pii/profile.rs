//! A platform's rules as of a date, and what they make of a value.

use core::fmt;
use core::marker::PhantomData;

use crate::digest::{Digest, Padded};
use crate::edition::Edition;
use crate::pii::buffer::Buffer;
use crate::pii::country::Country;
use crate::pii::error::PiiError;
use crate::pii::field::Field;
use crate::pii::hashed::{Hash, HashedIdentifier};
use crate::pii::hints::Hints;
use crate::pii::normalized::Normalized;
use crate::pii::parsed::{Parsed, ParsedUser};
use crate::pii::platform::{AnyPlatform, Platform, TABLES};
use crate::pii::prehashed::PreHashed;
use crate::pii::raw::Pii;
use crate::pii::rule::{Encoding, Output, Row, Table};
use crate::pii::sealed::{ClearValue, Sealed, SealedValue};
use crate::pii::user::UserData;
use crate::time::UnixTime;

/// The rules of platform `P` as of a date.
///
/// # Examples
///
/// One call for a person, a verdict for each value (T11, N7):
///
/// ```
/// use domicile::pii::{Field, GOOGLE, META, UserData};
///
/// let user = UserData::new().email("jane.doe@gmail.com").phone("+49 30 901820").phone("12");
/// let sealed = META.seal(&user);
/// assert_eq!(sealed.values().count(), 2);
/// assert_eq!(sealed.refusals().next().unwrap().1.code(), "phone_country_needed");
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
        let text = Parsed::read(field, raw.expose(), hints).into_rendered(row.rule, hints)?;
        Ok(Normalized::new(text, row.output))
    }

    /// Normalizes and hashes what the platform takes. Every value has a verdict of its own: one bad value loses no
    /// other.
    #[must_use]
    pub fn seal(&self, user: &UserData<'_>) -> Sealed<P> {
        let hints = user.complete_hints();
        let mut values = user.values();
        let mut hashed = user.hashed_values();
        self.seal_each(|| {
            if let Some((field, raw)) = values.next() {
                return Some((
                    *field,
                    self.stage(*field, Parsed::read(*field, raw.expose(), &hints), &hints),
                ));
            }
            let (field, hash) = hashed.next()?;
            Some((*field, self.stage_hashed(*field, hash)))
        })
    }

    /// Does what [`Profile::seal`] does with values that are read already.
    #[must_use]
    pub fn seal_parsed(&self, user: &ParsedUser<'_>) -> Sealed<P> {
        let mut values = user.values();
        self.seal_each(|| {
            let (field, value) = values.next()?;
            Some((*field, self.stage_parsed(*field, value, user.hints())))
        })
    }

    /// Hashes the staged values, a few at a time. They are padded before the first is hashed: hashing right after
    /// writing waits for the stores.
    #[inline]
    fn seal_each(&self, mut next: impl FnMut() -> Option<(Field, Result<Staged, PiiError>)>) -> Sealed<P> {
        let mut sealed = Sealed::new(*self);
        loop {
            let first = next();
            let second = first.is_some().then(&mut next).flatten();
            let full = second.is_some();
            for (field, staged) in first.into_iter().chain(second) {
                sealed.push(field, staged.map(Staged::finish));
            }
            if !full {
                return sealed;
            }
        }
    }

    /// Normalizes and pads a value for this platform alone.
    #[inline]
    fn stage(&self, field: Field, value: Parsed<'_>, hints: &Hints) -> Result<Staged, PiiError> {
        let row = self.rule(field).ok_or(PiiError::FieldNotTaken)?;
        Ok(Staged::of(&value.into_rendered(row.rule, hints)?, row.output))
    }

    /// Normalizes and pads a value that other platforms get too.
    #[inline]
    fn stage_parsed(&self, field: Field, value: &Parsed<'_>, hints: &Hints) -> Result<Staged, PiiError> {
        if let Parsed::Hashed(hash) = value {
            return self.stage_hashed(field, hash);
        }
        let row = self.rule(field).ok_or(PiiError::FieldNotTaken)?;
        Ok(Staged::of(&value.render(row.rule, hints)?, row.output))
    }

    /// Takes a declared hash, if it was declared for this platform and the platform takes hashes of the field.
    fn stage_hashed(&self, field: Field, hash: &PreHashed) -> Result<Staged, PiiError> {
        let row = self.rule(field).ok_or(PiiError::FieldNotTaken)?;
        let digest = hash.digest_for(self.table.name)?;
        match row.output {
            Output::Sha256(encoding) => Ok(Staged::Hashed(Hash::Sha256(digest, encoding))),
            Output::Sha1 => Err(PiiError::HashKindMismatch),
            Output::Clear => Err(PiiError::HashOfClearField),
        }
    }

    /// The platform's table.
    #[cfg(feature = "serde")]
    pub(in crate::pii) const fn table(&self) -> &'static Table {
        self.table
    }
}

/// A value between normalizing and hashing.
enum Staged {
    Padded(Padded<2>, Encoding),
    Hashed(Hash),
    Clear(ClearValue),
}

impl Staged {
    /// Pads what is to be hashed.
    #[inline]
    fn of(text: &Buffer, output: Output) -> Self {
        match output {
            Output::Sha256(encoding) => match Padded::new(text.as_bytes()) {
                Some(padded) => Self::Padded(padded, encoding),
                None => Self::Hashed(Hash::Sha256(Digest::of(text.as_bytes()), encoding)),
            },
            Output::Sha1 => Self::Hashed(Hash::sha1(text.as_bytes())),
            Output::Clear => Self::Clear(ClearValue::new(text.as_str())),
        }
    }

    #[inline]
    fn finish<P: Platform>(self) -> SealedValue<P> {
        match self {
            Self::Padded(padded, encoding) => {
                SealedValue::Hashed(HashedIdentifier::new(Hash::Sha256(padded.digest(), encoding)))
            }
            Self::Hashed(hash) => SealedValue::Hashed(HashedIdentifier::new(hash)),
            Self::Clear(text) => SealedValue::Clear(text),
        }
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
