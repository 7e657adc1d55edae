//! A value as one platform wants it, before hashing.

use core::fmt;
use core::marker::PhantomData;

use crate::digest::Digest;
use crate::pii::buffer::Buffer;
use crate::pii::country::Country;
use crate::pii::error::PiiError;
use crate::pii::hashed::HashedIdentifier;
use crate::pii::platform::Platform;
use crate::pii::profile;
use crate::pii::rule::{Output, Row};

/// A value normalized by platform `P`'s rules: still raw personal data, so it is treated as such. It cannot be
/// serialized or printed, and it is wiped when it is dropped.
///
/// # Examples
///
/// ```
/// use domicile::pii::{Field, META, Pii};
///
/// let normalized = META.normalize(Field::Email, Pii::new(" Jane@Example.com"), None)?;
/// assert_eq!(normalized.expose(), "jane@example.com");
/// assert_eq!(format!("{normalized:?}"), "Normalized<meta>(..)");
/// # Ok::<(), domicile::pii::PiiError>(())
/// ```
///
/// ```compile_fail
/// use domicile::pii::{Field, META, Pii};
/// let normalized = META.normalize(Field::Email, Pii::new("jane@example.com"), None).unwrap();
/// let _ = serde_json::to_string(&normalized);
/// ```
pub struct Normalized<P: Platform> {
    text: Buffer,
    output: Output,
    platform: PhantomData<fn() -> P>,
}

impl<P: Platform> Normalized<P> {
    /// Applies a rule of `P`.
    pub(in crate::pii) fn of(row: &Row, raw: &str, country: Option<Country>) -> Result<Self, PiiError> {
        let text = profile::render(row, raw, country)?;
        Ok(Self { text, output: row.output, platform: PhantomData })
    }

    /// The normalized text.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.text.as_str()
    }

    /// What the platform takes of it: a hash or the text.
    #[must_use]
    pub const fn output(&self) -> Output {
        self.output
    }

    /// The hash, if the platform takes one.
    #[must_use]
    pub fn hash(&self) -> Option<HashedIdentifier<P>> {
        match self.output {
            Output::Sha256(encoding) => {
                Some(HashedIdentifier::new(Digest::of(self.text.as_bytes()), encoding))
            }
            Output::Clear => None,
        }
    }
}

impl<P: Platform> fmt::Debug for Normalized<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Normalized<{}>(..)", P::NAME)
    }
}
