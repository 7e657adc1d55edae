//! A value as one platform wants it, before hashing.

use core::fmt;
use core::marker::PhantomData;

use crate::digest::Digest;
use crate::pii::buffer::Buffer;
use crate::pii::hashed::{Hash, HashedIdentifier};
use crate::pii::platform::Platform;
use crate::pii::rule::Output;

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
    /// Nothing yet, to be filled by a rule of `P`.
    #[inline]
    pub(in crate::pii) const fn new(output: Output) -> Self {
        Self { text: Buffer::new(), output, platform: PhantomData }
    }

    /// Where the rule puts its text.
    #[inline]
    pub(in crate::pii) const fn text_mut(&mut self) -> &mut Buffer {
        &mut self.text
    }

    /// The normalized text.
    #[must_use]
    #[inline]
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
        let bytes = self.text.as_bytes();
        match self.output {
            Output::Sha256(encoding) => {
                Some(HashedIdentifier::new(Hash::Sha256(Digest::of(bytes), encoding)))
            }
            Output::Sha1 => Some(HashedIdentifier::new(Hash::sha1(bytes))),
            Output::Clear => None,
        }
    }
}

impl<P: Platform> Drop for Normalized<P> {
    #[inline]
    fn drop(&mut self) {
        self.text.wipe_inline();
    }
}

impl<P: Platform> fmt::Debug for Normalized<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Normalized<{}>(..)", P::NAME)
    }
}
