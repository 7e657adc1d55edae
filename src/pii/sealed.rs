//! What a platform gets of a person: hashes, the few values it takes in clear, and why the rest was refused.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::edition::Edition;
use crate::pii::error::PiiError;
use crate::pii::field::Field;
use crate::pii::hashed::HashedIdentifier;
use crate::pii::platform::Platform;
use crate::pii::profile::Profile;
use crate::pii::raw::Pii;

/// A person's values, sealed for platform `P`: one verdict for each.
///
/// Only [`Profile::seal`] makes one. It serializes (feature `serde`) to the platform's own payload; refused values are
/// not in it.
///
/// # Examples
///
/// ```
/// use domicile::pii::{META, UserData};
///
/// let sealed = META.seal(&UserData::new().email("Jane@Example.com").email(""));
/// let (field, value) = sealed.values().next().unwrap();
/// assert_eq!(field.name(), "em");
/// assert_eq!(sealed.refusals().next().unwrap().1.code(), "empty");
/// # #[cfg(feature = "serde")]
/// assert_eq!(
///     serde_json::to_string(&sealed).unwrap(),
///     r#"{"em":["8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d"]}"#,
/// );
/// ```
///
/// ```compile_fail
/// use domicile::pii::{Meta, Sealed};
/// let _: Sealed<Meta> = serde_json::from_str("{}").unwrap();
/// ```
#[derive(Clone)]
pub struct Sealed<P: Platform> {
    profile: Profile<P>,
    first: [Option<Verdict<P>>; INLINE],
    rest: Vec<Verdict<P>>,
}

/// A field and what became of its value.
type Verdict<P> = (Field, Result<SealedValue<P>, PiiError>);

impl<P: Platform> Sealed<P> {
    /// Nothing yet.
    #[inline]
    pub(in crate::pii) const fn new(profile: Profile<P>) -> Self {
        Self { profile, first: [const { None }; INLINE], rest: Vec::new() }
    }

    /// Adds a verdict.
    #[inline(always)]
    pub(in crate::pii) fn push(&mut self, field: Field, verdict: Result<SealedValue<P>, PiiError>) {
        if let Some(slot) = self.first.iter_mut().find(|slot| slot.is_none()) {
            *slot = Some((field, verdict));
        } else {
            self.rest.push((field, verdict));
        }
    }

    /// The profile by which it was sealed.
    #[must_use]
    pub const fn profile(&self) -> Profile<P> {
        self.profile
    }

    /// The edition of the rules by which it was sealed.
    #[must_use]
    pub const fn edition(&self) -> Edition {
        self.profile.edition()
    }

    /// Every verdict, in the order of the raw values.
    #[inline]
    pub fn verdicts(&self) -> impl Iterator<Item = (Field, Result<&SealedValue<P>, PiiError>)> {
        self.first
            .iter()
            .flatten()
            .chain(&self.rest)
            .map(|(field, verdict)| (*field, verdict.as_ref().map_err(|error| *error)))
    }

    /// What the platform gets.
    #[inline]
    pub fn values(&self) -> impl Iterator<Item = (Field, &SealedValue<P>)> {
        self.verdicts().filter_map(|(field, verdict)| Some((field, verdict.ok()?)))
    }

    /// What was refused, and why.
    pub fn refusals(&self) -> impl Iterator<Item = (Field, PiiError)> {
        self.verdicts().filter_map(|(field, verdict)| Some((field, verdict.err()?)))
    }

    /// The fields that would leave in clear, which a residency policy may want to refuse.
    pub fn clear_fields(&self) -> impl Iterator<Item = Field> {
        self.values().filter(|(_, value)| matches!(value, SealedValue::Clear(_))).map(|(field, _)| field)
    }
}

impl<P: Platform> fmt::Debug for Sealed<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut verdicts = f.debug_map();
        for (field, verdict) in self.verdicts() {
            verdicts.entry(&field.name(), &verdict);
        }
        verdicts.finish()
    }
}

/// One value as the platform gets it.
#[non_exhaustive]
pub enum SealedValue<P: Platform> {
    /// Its hash.
    Hashed(HashedIdentifier<P>),
    /// The value itself, because the platform takes this field in clear.
    Clear(ClearValue),
}

impl<P: Platform> Clone for SealedValue<P> {
    fn clone(&self) -> Self {
        match self {
            Self::Hashed(hash) => Self::Hashed(*hash),
            Self::Clear(text) => Self::Clear(text.clone()),
        }
    }
}

impl<P: Platform> PartialEq for SealedValue<P> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Hashed(one), Self::Hashed(two)) => one == two,
            (Self::Clear(one), Self::Clear(two)) => one.expose() == two.expose(),
            (Self::Hashed(_), Self::Clear(_)) | (Self::Clear(_), Self::Hashed(_)) => false,
        }
    }
}

impl<P: Platform> fmt::Debug for SealedValue<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hashed(_) => f.write_str("Hashed(..)"),
            Self::Clear(_) => f.write_str("Clear(..)"),
        }
    }
}

/// A normalized value that its platform takes in clear. It is serialized as part of a [`Sealed`] and not by itself.
#[derive(Clone, Debug)]
pub struct ClearValue(Pii<String>);

impl ClearValue {
    /// Takes a normalized text.
    pub(in crate::pii) fn new(text: &str) -> Self {
        Self(Pii::new(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// How many verdicts are held without allocation.
const INLINE: usize = 4;
