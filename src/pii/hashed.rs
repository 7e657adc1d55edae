//! What leaves in place of a personal value: its hash, typed by the platform it was made for.

use core::fmt;
use core::marker::PhantomData;

use crate::digest::Digest;
use crate::pii::platform::Platform;
use crate::pii::rule::Encoding;

/// The hash of a personal value, made by platform `P`'s rules.
///
/// Only sealing makes one, and only for the platform whose profile sealed it. It is still personal data: `Debug`
/// shows nothing of it.
///
/// # Examples
///
/// ```
/// use domicile::pii::{Field, META, Pii};
///
/// let normalized = META.normalize(Field::Email, Pii::new(" John_Smith@gmail.com "), None)?;
/// let hash = normalized.hash().unwrap();
/// assert_eq!(hash.text().as_str(), "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f");
/// # Ok::<(), domicile::pii::PiiError>(())
/// ```
///
/// One platform's hash is no use to another:
///
/// ```compile_fail
/// use domicile::pii::{Google, HashedIdentifier, Meta};
/// fn send(_: HashedIdentifier<Google>) {}
/// fn wrong(hash: HashedIdentifier<Meta>) { send(hash) }
/// ```
///
/// It cannot be forged:
///
/// ```compile_fail
/// use domicile::pii::{HashedIdentifier, Meta};
/// let _ = HashedIdentifier::<Meta>::new([0; 32]);
/// ```
///
/// … nor read from outside:
///
/// ```compile_fail
/// use domicile::pii::{HashedIdentifier, Meta};
/// let _: HashedIdentifier<Meta> = serde_json::from_str("\"62a1\"").unwrap();
/// ```
pub struct HashedIdentifier<P: Platform> {
    hash: Hash,
    platform: PhantomData<fn() -> P>,
}

impl<P: Platform> HashedIdentifier<P> {
    /// Takes a hash that a profile of `P` made.
    #[inline]
    pub(in crate::pii) const fn new(hash: Hash) -> Self {
        Self { hash, platform: PhantomData }
    }

    /// The SHA-256 digest, whatever way the platform wants it written; `None` where the platform wants another hash
    /// function.
    #[must_use]
    #[inline]
    pub const fn digest(&self) -> Option<&Digest> {
        match &self.hash {
            Hash::Sha256(digest, _) => Some(digest),
            Hash::Sha1(_) => None,
        }
    }

    /// The text that the platform takes: lower-case hexadecimal or base64.
    #[must_use]
    #[inline]
    pub fn text(&self) -> HashText {
        match &self.hash {
            Hash::Sha256(digest, Encoding::Hex) => HashText { bytes: digest.hex(), length: 64 },
            Hash::Sha256(digest, Encoding::Base64) => HashText::base64(digest.as_bytes()),
            Hash::Sha1(bytes) => HashText::hex(bytes),
        }
    }
}

/// A hash and how it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::pii) enum Hash {
    Sha256(Digest, Encoding),
    Sha1([u8; 20]),
}

impl Hash {
    /// The SHA-1 of `text`. `LiveRamp`'s file format wants it for phone numbers; nothing else here uses it.
    pub(in crate::pii) fn sha1(text: &[u8]) -> Self {
        use sha1::Digest as _;
        Self::Sha1(sha1::Sha1::digest(text).into())
    }
}

impl<P: Platform> Clone for HashedIdentifier<P> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: Platform> Copy for HashedIdentifier<P> {}

impl<P: Platform> PartialEq for HashedIdentifier<P> {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl<P: Platform> Eq for HashedIdentifier<P> {}

impl<P: Platform> fmt::Debug for HashedIdentifier<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HashedIdentifier<{}>(..)", P::NAME)
    }
}

#[cfg(feature = "serde")]
impl<P: Platform> serde::Serialize for HashedIdentifier<P> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text().as_str())
    }
}

/// The text of a hash, without allocation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct HashText {
    bytes: [u8; 64],
    length: usize,
}

impl HashText {
    /// The text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(self.bytes.get(..self.length).unwrap_or_default()).unwrap_or_default()
    }

    /// Lower-case hexadecimal.
    fn hex(hash: &[u8; 20]) -> Self {
        let mut text = Self { bytes: [0; 64], length: 40 };
        if let Some(slot) = text.bytes.get_mut(..40)
            && const_hex::encode_to_slice(hash, slot).is_err()
        {
            text.length = 0;
        }
        text
    }

    /// Base64 with padding, RFC 4648 § 4.
    fn base64(bytes: &[u8]) -> Self {
        let mut text = Self { bytes: [0; 64], length: 0 };
        for (slots, group) in text.bytes.chunks_exact_mut(4).zip(bytes.chunks(3)) {
            let (first, second, third) = match group {
                [a, b, c] => (*a, Some(*b), Some(*c)),
                [a, b] => (*a, Some(*b), None),
                [a] => (*a, None, None),
                _ => break,
            };
            let word = u32::from_be_bytes([0, first, second.unwrap_or(0), third.unwrap_or(0)]);
            let present = [true, true, second.is_some(), third.is_some()];
            for ((slot, shift), present) in slots.iter_mut().zip([18, 12, 6, 0]).zip(present) {
                let digit = usize::try_from(word.wrapping_shr(shift) & 63).unwrap_or(0);
                *slot = if present { BASE64.get(digit).copied().unwrap_or(b'=') } else { b'=' };
                text.length = text.length.saturating_add(1);
            }
        }
        text
    }
}

impl fmt::Debug for HashText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashText(..)")
    }
}

/// RFC 4648 table 1.
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha1_of_the_standard() {
        // FIPS 180-4 example "abc".
        let hash = HashedIdentifier::<crate::pii::LiveRamp>::new(Hash::sha1(b"abc"));
        assert_eq!(hash.text().as_str(), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert!(hash.digest().is_none());
    }

    #[test]
    fn base64_of_the_rfc() {
        // RFC 4648 § 10.
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(HashText::base64(bytes.as_bytes()).as_str(), text);
        }
    }
}
