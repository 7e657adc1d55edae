//! Inline ASCII text: the one representation under every code and identifier of the crate.
//!
//! A code is at most a few dozen bytes, is compared and copied far more often than it is made, and must not
//! allocate on the road. [`Text`] keeps it inline, zero-padded, so that equality and order are those of the bytes.

#[cfg(feature = "serde")]
use alloc::vec::Vec;
use core::fmt;

/// At most `N` ASCII bytes, stored inline.
///
/// INVARIANT: `bytes[len..]` is zero and `bytes[..len]` is ASCII without NUL, so derived `Eq`, `Ord` and `Hash`
/// agree with those of the text.
#[derive(Clone, Copy, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::derived_hash_with_manual_eq,
    reason = "the manual comparison says what the derived one would"
)]
pub(crate) struct Text<const N: usize> {
    bytes: [u8; N],
    length: u8,
}

impl<const N: usize> Text<N> {
    /// No text at all.
    pub(crate) const EMPTY: Self = Self { bytes: [0; N], length: 0 };

    /// Copies `source`; `None` if it is longer than `N` (or than 255) or holds a byte that is NUL or not ASCII.
    #[inline]
    pub(crate) const fn new(source: &[u8]) -> Option<Self> {
        Self::of_bytes(source, 0x01, 0x7f)
    }

    /// Copies `source`; `None` if it is longer than `N` (or than 255) or holds a byte that is not visible ASCII.
    #[inline]
    pub(crate) const fn graphic(source: &[u8]) -> Option<Self> {
        Self::of_bytes(source, b'!', b'~')
    }

    /// Copies `source` if all its bytes are between two ASCII bytes, of which `first` is not NUL.
    #[inline]
    const fn of_bytes(source: &[u8], first: u8, last: u8) -> Option<Self> {
        let mut bytes = [0_u8; N];
        let Some((copy, _)) = bytes.split_at_mut_checked(source.len()) else {
            return None;
        };
        if source.len() > 255 {
            return None;
        }
        copy.copy_from_slice(source);
        // Zeros behind the text are not between the two, so as many bytes must be as the text has.
        if count_between(&bytes, first, last) != source.len() {
            return None;
        }
        #[expect(clippy::as_conversions, reason = "at most 255, as checked; `try_from` is not const")]
        let length = source.len() as u8;
        Some(Self { bytes, length })
    }

    /// How many bytes it has.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        usize::from(self.length)
    }

    /// The text's bytes, and zeros behind them.
    #[inline]
    pub(crate) const fn padded(&self) -> &[u8; N] {
        &self.bytes
    }

    /// The text's bytes.
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// The text.
    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

impl<const N: usize> PartialEq for Text<N> {
    /// Eight bytes at a time, the last of them perhaps twice. A derived comparison calls into the C library, whose
    /// wide loads wait for texts that were written in smaller pieces a moment ago.
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        let (Some(end), Some(other_end)) = (self.bytes.last_chunk(), other.bytes.last_chunk()) else {
            return self.as_bytes() == other.as_bytes();
        };
        let words = self.bytes.as_chunks().0.iter().zip(other.bytes.as_chunks().0);
        let difference = words.fold(difference(end, other_end), |sum, (a, b)| sum | difference(a, b));
        difference == 0
    }
}

#[inline]
const fn difference(a: &[u8; 8], b: &[u8; 8]) -> u64 {
    u64::from_ne_bytes(*a) ^ u64::from_ne_bytes(*b)
}

impl<const N: usize> fmt::Debug for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How many of `bytes` are between two ASCII bytes, both included: eight at a time, because identifiers are read for
/// every event.
const fn count_between(bytes: &[u8], first: u8, last: u8) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut count = 0_usize;
    let mut words = words;
    while let Some((word, tail)) = words.split_first() {
        count = count.wrapping_add(between(u64::from_le_bytes(*word), first, last));
        words = tail;
    }
    let mut last_word = 0;
    let mut rest = rest;
    while let Some((byte, tail)) = rest.split_first() {
        last_word = last_word << 8 | widen(*byte);
        rest = tail;
    }
    count.wrapping_add(between(last_word, first, last))
}

/// How many of a word's bytes are between two ASCII bytes. A zero byte must not be.
#[inline]
#[expect(clippy::as_conversions, reason = "at most 8; `try_from` is not const")]
const fn between(word: u64, first: u8, last: u8) -> usize {
    let low = word & EACH.wrapping_mul(0x7f);
    // No sum of two seven-bit bytes carries into the next byte; its high bit says how it compares.
    let at_least = low.wrapping_add(EACH.wrapping_mul(widen(0x80_u8.wrapping_sub(first))));
    let above = low.wrapping_add(EACH.wrapping_mul(widen(0x7f_u8.wrapping_sub(last))));
    let hits = (at_least & !above & !word) >> 7 & EACH;
    (hits.wrapping_mul(EACH) >> 56) as usize
}

#[expect(clippy::as_conversions, reason = "widening; `From` is not const")]
const fn widen(byte: u8) -> u64 {
    byte as u64
}

/// One in each byte of a word.
const EACH: u64 = 0x0101_0101_0101_0101;

/// True for the bytes of a code: `a-z`, `0-9` and the hyphen.
pub(crate) const fn is_code_byte(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')
}

/// True if `bytes` is a code: not empty, lower-case letters, digits and inner single hyphens.
pub(crate) const fn is_code(bytes: &[u8]) -> bool {
    let mut previous = b'-';
    let mut rest = bytes;
    while let Some((byte, tail)) = rest.split_first() {
        if !is_code_byte(*byte) || (*byte == b'-' && previous == b'-') {
            return false;
        }
        previous = *byte;
        rest = tail;
    }
    previous != b'-'
}

/// Reads a list of at most `most` elements. A longer one is an error before its rest is read.
#[cfg(feature = "serde")]
pub(crate) fn bounded<'de, T, D>(deserializer: D, most: usize) -> Result<Vec<T>, D::Error>
where
    T: serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    struct Door<T>(usize, core::marker::PhantomData<T>);
    impl<'de, T: serde::Deserialize<'de>> serde::de::Visitor<'de> for Door<T> {
        type Value = Vec<T>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a list of at most {}", self.0)
        }
        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut values = Vec::new();
            while let Some(value) = list.next_element()? {
                if values.len() == self.0 {
                    return Err(serde::de::Error::invalid_length(values.len().saturating_add(1), &self));
                }
                values.push(value);
            }
            Ok(values)
        }
    }
    deserializer.deserialize_seq(Door(most, core::marker::PhantomData))
}

/// Gives a type that wraps a [`Text`] in a field `0`, and has `parse` and `as_str`, its other doors:
/// `FromStr`, `TryFrom<&str>`, `Display`, `Debug`, and serde as a string. Every door goes through `parse`.
macro_rules! text_doors {
    ($type:ident, $error:ident, $expected:expr) => {
        impl core::str::FromStr for $type {
            type Err = $error;
            fn from_str(text: &str) -> Result<Self, $error> {
                Self::parse(text)
            }
        }

        impl TryFrom<&str> for $type {
            type Error = $error;
            fn try_from(text: &str) -> Result<Self, $error> {
                Self::parse(text)
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::fmt::Debug for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($type), "({})"), self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Door;
                impl serde::de::Visitor<'_> for Door {
                    type Value = $type;
                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str($expected)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        $type::parse(text).map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Door)
            }
        }
    };
}
pub(crate) use text_doors;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_what_fits_and_refuses_the_rest() {
        assert_eq!(Text::<3>::new(b"abc").unwrap().as_str(), "abc");
        assert_eq!(Text::<3>::new(b"").unwrap().as_str(), "");
        assert!(Text::<3>::new(b"abcd").is_none());
        assert!(Text::<3>::new(b"a\0").is_none());
        assert!(Text::<3>::new("ä".as_bytes()).is_none());
        assert!(Text::<300>::new(&[b'a'; 256]).is_none());
    }

    #[test]
    fn bytes_are_checked_at_every_position_and_length() {
        for length in 1..=63 {
            for position in 0..length {
                for byte in 0..=u8::MAX {
                    let mut source = vec![b'x'; length];
                    source[position] = byte;
                    assert_eq!(Text::<63>::graphic(&source).is_some(), byte.is_ascii_graphic());
                    assert_eq!(Text::<63>::new(&source).is_some(), byte != 0 && byte.is_ascii());
                }
            }
        }
    }

    #[test]
    fn text_orders_as_its_bytes_do() {
        let mut texts = ["b", "ab", "a", "", "abc"].map(|t| Text::<4>::new(t.as_bytes()).unwrap());
        texts.sort();
        assert_eq!(texts.each_ref().map(Text::as_str), ["", "a", "ab", "abc", "b"]);
    }

    #[test]
    fn texts_differ_wherever_they_differ() {
        fn check<const N: usize>() {
            let text = [b'a'; N];
            assert_eq!(Text::<N>::new(&text), Text::<N>::new(&text));
            for at in 0..N {
                let mut other = text;
                other[at] = b'b';
                assert_ne!(Text::<N>::new(&text), Text::<N>::new(&other), "{at} of {N}");
                let (shorter, _) = text.split_at(at);
                assert_ne!(Text::<N>::new(&text), Text::<N>::new(shorter), "{at} of {N}");
            }
        }
        check::<3>();
        check::<8>();
        check::<31>();
        check::<63>();
    }

    #[test]
    fn a_code_has_single_inner_hyphens() {
        for good in ["a", "eu-west-1", "1"] {
            assert!(is_code(good.as_bytes()), "{good}");
        }
        for bad in ["", "-", "-a", "a-", "a--b", "A", "a_b", "a:b", "ä"] {
            assert!(!is_code(bad.as_bytes()), "{bad}");
        }
    }
}
