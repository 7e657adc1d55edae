//! Inline ASCII text: the one representation under every code and identifier of the crate.
//!
//! A code is at most a few dozen bytes, is compared and copied far more often than it is made, and must not
//! allocate on the road. [`Text`] keeps it inline, zero-padded, so that equality and order are those of the bytes.

#[cfg(feature = "serde")]
use alloc::vec::Vec;
use core::fmt;

/// At most `N` ASCII bytes, stored inline.
///
/// It is aligned to words, for texts are copied and compared by the word; a value that was written in one kind of
/// pieces and is read in another waits for the writing to end.
///
/// INVARIANT: `bytes[len..]` is zero and `bytes[..len]` is ASCII without NUL, so derived `Eq`, `Ord` and `Hash`
/// agree with those of the text.
#[derive(Clone, Copy, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::derived_hash_with_manual_eq,
    reason = "the manual comparison says what the derived one would"
)]
#[repr(C, align(8))]
pub(crate) struct Text<const N: usize> {
    bytes: [u8; N],
    length: Length,
}

impl<const N: usize> Text<N> {
    /// No text at all.
    pub(crate) const EMPTY: Self = Self { bytes: [0; N], length: Length::N0 };

    /// Copies `source`; `None` if it is longer than `N` (or than 63) or holds a byte that is NUL or not ASCII.
    #[inline]
    pub(crate) const fn new(source: &[u8]) -> Option<Self> {
        Self::of_bytes(source, &Allowed::new(0x01, 0x7f, 0))
    }

    /// Copies `source`; `None` if it is longer than `N` (or than 63) or holds a byte that is not visible ASCII.
    #[inline]
    pub(crate) const fn graphic(source: &[u8]) -> Option<Self> {
        Self::of_bytes(source, &Allowed::new(b'!', b'~', 0))
    }

    /// Copies `source`; `None` if it is longer than `N` (or than 63), holds a byte that is not visible ASCII, or holds
    /// `except`.
    #[inline]
    pub(crate) const fn graphic_except(source: &[u8], except: u8) -> Option<Self> {
        Self::of_bytes(source, &Allowed::new(b'!', b'~', except))
    }

    /// Copies `source` if all its bytes are allowed.
    #[inline]
    const fn of_bytes(source: &[u8], allowed: &Allowed) -> Option<Self> {
        let mut bytes = [0_u8; N];
        let Some((copy, _)) = bytes.split_at_mut_checked(source.len()) else {
            return None;
        };
        let Some(length) = Length::of(source.len()) else {
            return None;
        };
        if !allowed.all(source) {
            return None;
        }
        copy.copy_from_slice(source);
        Some(Self { bytes, length })
    }

    /// How many bytes it has.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.length.get()
    }

    /// The text's bytes, and zeros behind them.
    #[inline]
    pub(crate) const fn padded(&self) -> &[u8; N] {
        &self.bytes
    }

    /// The text's bytes.
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length.get()).unwrap_or_default()
    }

    /// The text.
    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

/// Declares the numbers from 0 on as variants.
macro_rules! lengths {
    ($($number:ident)*) => {
        /// A text's length. A byte of which only a quarter is used leaves the rest to the enums around a text, for
        /// their tags: a `Region` is as long as a code, an `Option<TenantId>` as long as an id.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        enum Length {
            $($number,)*
        }

        impl Length {
            const ALL: &[Self] = &[$(Self::$number,)*];
        }
    };
}
lengths! {
    N0 N1 N2 N3 N4 N5 N6 N7 N8 N9 N10 N11 N12 N13 N14 N15 N16 N17 N18 N19 N20 N21 N22 N23 N24 N25 N26 N27 N28 N29 N30 N31
    N32 N33 N34 N35 N36 N37 N38 N39 N40 N41 N42 N43 N44 N45 N46 N47 N48 N49 N50 N51 N52 N53 N54 N55 N56 N57 N58 N59 N60
    N61 N62 N63
}

impl Length {
    /// The length, if it is below 64.
    #[inline]
    const fn of(length: usize) -> Option<Self> {
        match Self::ALL.split_at_checked(length) {
            Some((_, [this, ..])) => Some(*this),
            _ => None,
        }
    }

    /// The number.
    #[inline]
    #[expect(clippy::as_conversions, reason = "the discriminant is the length")]
    const fn get(self) -> usize {
        self as usize
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

/// The bytes of a text: those between two ASCII bytes, both included, but one. Eight are looked at at a time, because
/// identifiers are read for every event.
struct Allowed {
    /// What brings the first of them to 0x80.
    to_first: u64,
    /// What brings the last of them to 0x7f.
    to_last: u64,
    except: u64,
}

impl Allowed {
    /// From `first`, which is not NUL, to `last`, without `except`.
    const fn new(first: u8, last: u8, except: u8) -> Self {
        Self {
            to_first: each(0x80_u8.wrapping_sub(first)),
            to_last: each(0x7f_u8.wrapping_sub(last)),
            except: each(except),
        }
    }

    /// True if all bytes are allowed.
    #[inline]
    const fn all(&self, bytes: &[u8]) -> bool {
        let (words, rest) = bytes.as_chunks::<8>();
        let mut words = words;
        let mut marks = HIGH;
        while let Some((word, tail)) = words.split_first() {
            marks &= self.marks(u64::from_le_bytes(*word));
            words = tail;
        }
        // The last eight bytes, some of them for the second time.
        marks &= match bytes.last_chunk() {
            Some(word) => self.marks(u64::from_le_bytes(*word)),
            None => self.marks(few(rest)) | !before(rest.len()),
        };
        marks == HIGH
    }

    /// The high bit of each byte that is allowed.
    #[inline]
    const fn marks(&self, word: u64) -> u64 {
        let low = word & !HIGH;
        // No sum of two seven-bit bytes carries into the next byte; its high bit says how it compares.
        let at_least = low.wrapping_add(self.to_first);
        let above = low.wrapping_add(self.to_last);
        let differs = (low ^ self.except).wrapping_add(!HIGH);
        at_least & !above & differs & !word & HIGH
    }
}

/// The word of fewer than eight bytes, with zeros behind them.
#[inline]
const fn few(bytes: &[u8]) -> u64 {
    let mut word = 0;
    let mut rest = bytes;
    while let Some((byte, head)) = rest.split_last() {
        word = word << 8 | widen(*byte);
        rest = head;
    }
    word
}

/// The high bits of a word's first bytes.
#[inline]
#[expect(clippy::as_conversions, reason = "below 8; `try_from` is not const")]
const fn before(count: usize) -> u64 {
    HIGH & 1_u64.wrapping_shl((count as u32).wrapping_mul(8)).wrapping_sub(1)
}

const fn each(byte: u8) -> u64 {
    EACH.wrapping_mul(widen(byte))
}

#[expect(clippy::as_conversions, reason = "widening; `From` is not const")]
const fn widen(byte: u8) -> u64 {
    byte as u64
}

/// The high bit of each byte of a word.
const HIGH: u64 = 0x8080_8080_8080_8080;

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

/// Reads an object by the names of its fields. A text format's list, whose elements would be taken for fields by their
/// position, is an error.
#[cfg(feature = "serde")]
pub(crate) fn object<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    struct Door<T>(core::marker::PhantomData<T>);
    impl<'de, T: serde::Deserialize<'de>> serde::de::Visitor<'de> for Door<T> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(serde::de::value::MapAccessDeserializer::new(map))
        }
    }
    if deserializer.is_human_readable() {
        deserializer.deserialize_map(Door(core::marker::PhantomData))
    } else {
        T::deserialize(deserializer)
    }
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
                    let is_allowed = byte.is_ascii_graphic() && byte != b'@';
                    assert_eq!(Text::<63>::graphic_except(&source, b'@').is_some(), is_allowed);
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
