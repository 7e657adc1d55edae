//! A platform's rules as of a date, and what they make of a value.

use core::fmt;
use core::marker::PhantomData;

use crate::digest::{Digest, Padded};
use crate::edition::Edition;
use crate::pii::country::Country;
use crate::pii::error::PiiError;
use crate::pii::field::Field;
use crate::pii::hashed::{Hash, HashedIdentifier};
use crate::pii::hints::Hints;
use crate::pii::normalized::Normalized;
use crate::pii::parsed::{Parsed, ParsedUser};
use crate::pii::platform::{AnyPlatform, Platform, TABLES};
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
        let text = Parsed::read(field, raw.expose(), hints).render(row.rule, hints)?;
        Ok(Normalized::new(text, row.output))
    }

    /// Normalizes and hashes what the platform takes. Every value has a verdict of its own: one bad value loses no
    /// other.
    #[must_use]
    pub fn seal(&self, user: &UserData<'_>) -> Sealed<P> {
        self.seal_parsed(&user.parse())
    }

    /// Does what [`Profile::seal`] does with values that are read already.
    #[must_use]
    pub fn seal_parsed(&self, user: &ParsedUser<'_>) -> Sealed<P> {
        let mut sealed = Sealed::new(*self);
        let mut values = user.values();
        loop {
            // A few values are padded before the first is hashed: hashing right after writing waits for the stores.
            let mut staged = [const { None }; LANES];
            for (slot, (field, value)) in staged.iter_mut().zip(&mut values) {
                *slot = Some((*field, self.stage(*field, value, user.hints())));
            }
            let full = staged.last().is_some_and(Option::is_some);
            for (field, staged) in staged.into_iter().flatten() {
                sealed.push(field, staged.map(Staged::finish));
            }
            if !full {
                return sealed;
            }
        }
    }

    /// Normalizes and pads one value.
    #[inline]
    fn stage(&self, field: Field, value: &Parsed<'_>, hints: &Hints) -> Result<Staged, PiiError> {
        let row = self.rule(field).ok_or(PiiError::FieldNotTaken)?;
        if let Parsed::Hashed(hash) = value {
            let digest = hash.digest_for(self.table.name)?;
            return match row.output {
                Output::Sha256(encoding) => Ok(Staged::Hashed(Hash::Sha256(digest, encoding))),
                Output::Sha1 => Err(PiiError::HashKindMismatch),
                Output::Clear => Err(PiiError::HashOfClearField),
            };
        }
        let text = value.render(row.rule, hints)?;
        Ok(match row.output {
            Output::Sha256(encoding) => match Padded::new(text.as_bytes()) {
                Some(padded) => Staged::Padded(padded, encoding),
                None => Staged::Hashed(Hash::Sha256(Digest::of(text.as_bytes()), encoding)),
            },
            Output::Sha1 => Staged::Hashed(Hash::sha1(text.as_bytes())),
            Output::Clear => Staged::Clear(ClearValue::new(text.as_str())),
        })
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

/// How many values are padded before the first of them is hashed.
const LANES: usize = 4;
