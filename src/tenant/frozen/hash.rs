//! Where a text belongs.

use crate::digest::Digest;
use crate::digest::Framed;
use crate::tenant::frozen::slot::word_of;

/// The key of the hash: NH over pairs of words, then multiply-shift.
#[derive(Clone)]
pub(crate) struct HashKey {
    words: [u64; KEY_WORDS],
    multiplier: u128,
}

impl HashKey {
    /// The key of one attempt at a table whose texts have this digest.
    pub(crate) fn derive(root: &Digest, attempt: u8) -> Self {
        let draw = |block: u8| {
            let mut framed = Framed::new("domicile frozen table 1 key");
            framed.field(root.as_bytes()).field(&[attempt, block]);
            framed.finish()
        };
        let mut words = [0; KEY_WORDS];
        for (block, words) in (1..).zip(words.chunks_exact_mut(4)) {
            for (word, bytes) in words.iter_mut().zip(draw(block).as_bytes().chunks_exact(8)) {
                *word = word_of(bytes);
            }
        }
        let multiplier = draw(0).as_bytes().first_chunk().map_or(0, |bytes| u128::from_le_bytes(*bytes));
        Self { words, multiplier: multiplier | 1 }
    }

    #[inline]
    pub(crate) fn hash_short(&self, [a, b, c, d]: &[u64; 4]) -> u64 {
        let [k0, k1, k2, k3, ..] = &self.words;
        self.finish(product(*a, *k0, *b, *k1).wrapping_add(product(*c, *k2, *d, *k3)))
    }

    #[cold]
    pub(crate) fn hash_long(&self, text: &[u8]) -> u64 {
        let mut sum = 0_u128;
        for (pair, key) in text.chunks(16).zip(self.words.chunks_exact(2)) {
            let (low, high) = pair.split_at_checked(8).unwrap_or((pair, &[]));
            if let [k0, k1] = key {
                sum = sum.wrapping_add(product(word_of(low), *k0, word_of(high), *k1));
            }
        }
        self.finish(sum)
    }

    #[inline]
    fn finish(&self, sum: u128) -> u64 {
        upper_half(sum.wrapping_mul(self.multiplier))
    }
}

#[cfg(test)]
impl HashKey {
    /// A key under which everything meets, as if somebody had broken the hash.
    pub(crate) const MEETING: Self = Self { words: [0; KEY_WORDS], multiplier: 0 };
}

impl Default for HashKey {
    fn default() -> Self {
        Self { words: [0; KEY_WORDS], multiplier: 1 }
    }
}

/// The place that a hash and a pilot name among `count`.
///
/// The hashes of one bucket agree in their upper bits; multiplying spreads what they differ in.
#[inline]
pub(crate) fn place(hash: u64, pilot: u16, count: usize) -> usize {
    scale(hash.wrapping_mul(SPREAD).wrapping_mul(u64::from(pilot) << 1 | 1), count)
}

/// Where `hash` falls if all hashes are divided evenly among `count`.
#[inline]
pub(crate) fn scale(hash: u64, count: usize) -> usize {
    let count = u128::try_from(count).unwrap_or_default();
    usize::try_from(upper_half(u128::from(hash).wrapping_mul(count))).unwrap_or_default()
}

#[inline]
fn product(a: u64, k0: u64, b: u64, k1: u64) -> u128 {
    u128::from(a.wrapping_add(k0)).wrapping_mul(u128::from(b.wrapping_add(k1)))
}

#[inline]
fn upper_half(number: u128) -> u64 {
    u64::try_from(number >> 64).unwrap_or_default()
}

/// The longest text of all: two words of the key for each 16 bytes.
pub(crate) const MAX_TEXT: usize = 255;

const KEY_WORDS: usize = 32;

/// 2^64 divided by the golden ratio (Knuth, "The Art of Computer Programming", vol. 3, § 6.4).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
