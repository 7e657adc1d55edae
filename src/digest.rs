//! SHA-256 digests, and the framing under everything that is hashed as a record. The only file that names `sha2`.

use core::fmt;
use core::str::FromStr;
use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use sha2::Digest as _;
use sha2::block_api::compress256;
use wide::u8x16;

/// A 32-byte SHA-256 digest. Its text form is 64 lower-case hexadecimal digits.
///
/// # Examples
///
/// ```
/// use domicile::digest::Digest;
///
/// // FIPS 180-4 example "abc".
/// let digest = Digest::of(b"abc");
/// assert_eq!(digest.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
/// assert_eq!(digest.to_string().parse(), Ok(digest));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `message`.
    #[must_use]
    pub fn of(message: &[u8]) -> Self {
        Padded::<2>::new(message)
            .map_or_else(|| Self(sha2::Sha256::digest(message).into()), |short| short.digest())
    }

    /// Writes the padding behind the `length` message bytes of a block (FIPS 180-4 § 5.1.1), where the block must be zero;
    /// `None` if there is no room.
    #[inline]
    pub(crate) fn pad(block: &mut [u8; BLOCK], length: usize) -> Option<()> {
        let padding = PADDING.get(length)?;
        for (slot, byte) in block.iter_mut().zip(padding) {
            *slot |= byte;
        }
        Some(())
    }

    /// The digest of the message in a padded block.
    #[inline]
    pub(crate) fn of_padded(block: &[u8; BLOCK]) -> Self {
        let mut state = INITIAL;
        compress256(&mut state, core::slice::from_ref(block));
        Self::from_state(state)
    }

    /// The same of two blocks. Both are hashed before either digest is looked at: so the processor, which works ahead
    /// until its queues are full of what waits for the first, has the second within reach.
    #[inline]
    pub(crate) fn of_both_padded(one: &[u8; BLOCK], two: &[u8; BLOCK]) -> [Self; 2] {
        let mut states = [INITIAL; 2];
        let [first, second] = &mut states;
        compress256(first, core::slice::from_ref(one));
        compress256(second, core::slice::from_ref(two));
        states.map(Self::from_state)
    }

    /// The hash value as bytes.
    #[inline]
    fn from_state(state: [u32; 8]) -> Self {
        let mut bytes = [0; 32];
        for (slot, word) in bytes.chunks_exact_mut(4).zip(state) {
            slot.copy_from_slice(&word.to_be_bytes());
        }
        Self(bytes)
    }

    /// The digest with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn hex(&self) -> [u8; 64] {
        let mut text = [0; 64];
        for (half, slot) in self.0.as_chunks().0.iter().zip(text.as_chunks_mut::<32>().0) {
            slot.copy_from_slice(hex_of(*half).as_flattened());
        }
        text
    }
}

/// The digits of sixteen bytes.
#[inline(always)]
fn hex_of(bytes: [u8; 16]) -> [[u8; 16]; 2] {
    let bytes = u8x16::new(bytes);
    let (high, low) = (hex_digits(bytes.unbounded_shr_scalar(4)), hex_digits(bytes & u8x16::splat(15)));
    [u8x16::unpack_low(high, low).to_array(), u8x16::unpack_high(high, low).to_array()]
}

/// The digits of sixteen numbers below sixteen.
#[inline(always)]
fn hex_digits(numbers: u8x16) -> u8x16 {
    let is_letter = numbers.max(u8x16::splat(10)).simd_eq(numbers);
    let shift = is_letter & u8x16::splat(b'a' - b'0' - 10);
    numbers.saturating_add(u8x16::splat(b'0')).saturating_add(shift)
}

/// What is behind the message in a block, by the length of the message: all of it in one piece, because a block that is
/// hashed right after a byte of it was written waits for that byte.
static PADDING: [[u8; BLOCK]; BLOCK - 8] = {
    let mut blocks = [[0; BLOCK]; BLOCK - 8];
    let (mut rest, mut length, mut bits) = (blocks.as_mut_slice(), 0_usize, 0_u64);
    while let Some((block, others)) = rest.split_first_mut() {
        if let Some((_, [end, ..])) = block.split_at_mut_checked(length) {
            *end = 0x80;
        }
        if let Some(last) = block.last_chunk_mut() {
            *last = bits.to_be_bytes();
        }
        (rest, length, bits) = (others, length.wrapping_add(1), bits.wrapping_add(8));
    }
    blocks
};

/// A digest that is made when it is first asked for. Two threads that ask at once make the same one.
pub(crate) struct SharedDigest {
    words: [AtomicU32; 8],
    made: AtomicBool,
}

impl SharedDigest {
    /// Not made yet.
    #[inline]
    pub(crate) const fn new() -> Self {
        Self { words: [const { AtomicU32::new(0) }; 8], made: AtomicBool::new(false) }
    }

    /// The digest that `make` gives, now or at an earlier call.
    #[inline]
    pub(crate) fn or_make(&self, make: impl FnOnce() -> Digest) -> Digest {
        if self.made.load(Ordering::Acquire) {
            return Digest::from_state(self.words.each_ref().map(|word| word.load(Ordering::Relaxed)));
        }
        let digest = make();
        for (slot, word) in self.words.iter().zip(digest.0.as_chunks::<4>().0) {
            slot.store(u32::from_be_bytes(*word), Ordering::Relaxed);
        }
        self.made.store(true, Ordering::Release);
        digest
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(core::str::from_utf8(&self.hex()).unwrap_or_default())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// A text is not a digest in hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected 64 lower-case hexadecimal digits")]
#[non_exhaustive]
pub struct InvalidDigest;

impl InvalidDigest {
    /// The stable code, `invalid_digest`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_digest"
    }
}

impl FromStr for Digest {
    type Err = InvalidDigest;

    fn from_str(text: &str) -> Result<Self, InvalidDigest> {
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) || text.len() != 64 {
            return Err(InvalidDigest);
        }
        let mut bytes = [0; 32];
        const_hex::decode_to_slice(text, &mut bytes).map_err(|_| InvalidDigest)?;
        Ok(Self(bytes))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Door;
        impl serde::de::Visitor<'_> for Door {
            type Value = Digest;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("64 lower-case hexadecimal digits")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Digest, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Door)
    }
}

/// A message of at most `64 * BLOCKS - 9` bytes with its SHA-256 padding already in place.
///
/// Hashing a block right after its bytes were written stalls on the stores. A caller with several short messages
/// pads all of them first and hashes then, which nearly halves the time.
#[derive(Clone)]
pub(crate) struct Padded<const BLOCKS: usize> {
    blocks: [[u8; BLOCK]; BLOCKS],
    used: usize,
}

impl<const BLOCKS: usize> Padded<BLOCKS> {
    /// Copies and pads `message`; `None` if it is too long.
    #[inline]
    pub(crate) fn new(message: &[u8]) -> Option<Self> {
        let mut padded = Self::empty();
        padded.blocks.as_flattened_mut().get_mut(..message.len())?.copy_from_slice(message);
        padded.pad(message.len())?;
        Some(padded)
    }

    /// Nothing yet, to be written in place: it is too large to be moved about.
    #[inline]
    pub(crate) const fn empty() -> Self {
        Self { blocks: [[0; BLOCK]; BLOCKS], used: 0 }
    }

    /// Lets `write` fill the empty buffer; it gives back how many bytes it wrote, or `None` for "does not fit".
    #[inline]
    pub(crate) fn fill(&mut self, write: impl FnOnce(&mut [u8]) -> Option<usize>) -> Option<()> {
        let length = write(self.blocks.as_flattened_mut())?;
        self.pad(length)
    }

    /// The digest of the message.
    #[inline]
    pub(crate) fn digest(&self) -> Digest {
        let mut state = INITIAL;
        compress256(&mut state, self.blocks.get(..self.used).unwrap_or_default());
        Digest::from_state(state)
    }

    /// Writes the padding after `length` message bytes (FIPS 180-4 § 5.1.1). The bytes behind must be zero.
    #[inline]
    fn pad(&mut self, length: usize) -> Option<()> {
        let used = length.checked_add(9)?.div_ceil(BLOCK);
        let end = used.checked_mul(BLOCK)?;
        let flat = self.blocks.as_flattened_mut().get_mut(..end)?;
        *flat.get_mut(length)? = 0x80;
        let bits = u64::try_from(length).ok()?.checked_mul(8)?;
        flat.last_chunk_mut::<8>()?.copy_from_slice(&bits.to_be_bytes());
        self.used = used;
        Some(())
    }
}

/// Hashes a sequence of fields so that no two different sequences give the same bytes: a domain name first, and
/// every field behind its length (eight bytes, little-endian).
pub(crate) struct Framed(sha2::Sha256);

impl Framed {
    /// Begins a record of the kind `domain`.
    pub(crate) fn new(domain: &str) -> Self {
        let mut framed = Self(sha2::Sha256::new());
        framed.field(domain.as_bytes());
        framed
    }

    /// Adds one field.
    pub(crate) fn field(&mut self, bytes: &[u8]) -> &mut Self {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.0.update(length.to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// The digest of everything added.
    pub(crate) fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

/// SHA-256 block length in bytes.
pub(crate) const BLOCK: usize = 64;

/// The initial hash value (FIPS 180-4 § 5.3.3).
const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padded_and_streamed_digests_agree_at_every_length() {
        let message: Vec<u8> = (0..=255_u8).collect();
        for length in 0..=message.len() {
            let (part, _) = message.split_at(length);
            let streamed: [u8; 32] = sha2::Sha256::digest(part).into();
            assert_eq!(Digest::of(part).as_bytes(), &streamed, "{length}");
            if let Some(padded) = Padded::<4>::new(part) {
                assert_eq!(padded.digest().as_bytes(), &streamed, "{length}");
            } else {
                assert!(length > 4 * 64 - 9);
            }
        }
    }

    #[test]
    fn blocks_padded_where_they_stand_give_the_same_alone_and_by_two() {
        let message: Vec<u8> = (0..BLOCK as u8).map(|byte| byte ^ 0xa5).collect();
        let padded = |length: usize| {
            let mut block = [0; BLOCK];
            block[..length].copy_from_slice(&message[..length]);
            Digest::pad(&mut block, length).map(|()| block)
        };
        let expected = |length: usize| Digest(sha2::Sha256::digest(&message[..length]).into());
        for length in 0..=BLOCK {
            let Some(block) = padded(length) else {
                assert!(length > BLOCK - 9, "{length}");
                continue;
            };
            assert_eq!(Digest::of_padded(&block), expected(length), "{length}");
            let other = 55 - length;
            let both = Digest::of_both_padded(&block, &padded(other).unwrap());
            assert_eq!(both, [expected(length), expected(other)], "{length}");
        }
    }

    #[test]
    fn every_byte_at_every_place_has_its_two_digits() {
        for byte in 0..=255_u8 {
            let digest = Digest(core::array::from_fn(|place| byte.wrapping_mul(2 * place as u8 + 1)));
            let expected: String = digest.0.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(digest.hex(), expected.as_bytes());
        }
    }

    #[test]
    fn a_shared_digest_is_made_once() {
        let shared = SharedDigest::new();
        let digest = Digest::of(b"abc");
        assert_eq!(shared.or_make(|| digest), digest);
        assert_eq!(shared.or_make(|| panic!("made twice")), digest);
    }

    #[test]
    fn framing_tells_apart_what_concatenation_confuses() {
        let digest = |fields: &[&str]| {
            let mut framed = Framed::new("test");
            for field in fields {
                framed.field(field.as_bytes());
            }
            framed.finish()
        };
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
        assert_ne!(digest(&["abc"]), digest(&["abc", ""]));
    }

    #[test]
    fn digest_text_is_lower_case_and_whole() {
        let text = Digest::of(b"").to_string();
        assert_eq!(text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert!(text.to_uppercase().parse::<Digest>().is_err());
        for bad in ["", "e3", &text[1..], &format!("{text}0"), &text.replace('e', "g")] {
            assert!(bad.parse::<Digest>().is_err());
        }
    }
}
