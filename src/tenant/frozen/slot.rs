//! The slots of the table.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::tenant::frozen::hash::HashKey;

/// Half a cache line: an empty place, a short text and its number, or the beginning of a long text and where the rest
/// of it stands.
///
/// INVARIANT: of a short text, its bytes and zeros in the 28 lower bytes, little-endian; of a long one, a byte `LONG`,
/// its length (one byte), the position of its tail (six bytes) and its first 20 bytes. The number is in the upper half
/// of the last word. A text has no byte below 0x21, so the three cannot be confused.
#[derive(Clone, Copy)]
#[repr(C, align(32))]
pub(crate) struct Slot {
    pub(crate) words: [u64; 4],
}

impl Slot {
    pub(crate) const EMPTY: Self = Self { words: [0; 4] };

    pub(crate) fn short([a, b, c, d]: [u64; 4], number: u32) -> Self {
        Self { words: [a, b, c, d | u64::from(number) << 32] }
    }

    pub(crate) fn long(text: &[u8], position: usize, number: u32) -> Self {
        let [b, c, d] = split_long(text).0;
        let position = u64::try_from(position).unwrap_or(u64::MAX);
        Self { words: [position << 16 | long_mark(text), b, c, d | u64::from(number) << 32] }
    }

    #[inline]
    pub(crate) const fn is_empty(&self) -> bool {
        self.words[0] == 0
    }

    const fn is_long(&self) -> bool {
        self.words[0] & 0xff == LONG
    }

    #[inline]
    pub(crate) fn number(&self) -> u32 {
        u32::try_from(self.words[3] >> 32).unwrap_or_default()
    }

    /// The words without the number.
    #[inline]
    const fn text_words(&self) -> [u64; 4] {
        let [a, b, c, d] = self.words;
        [a, b, c, d & 0xffff_ffff]
    }

    #[inline]
    pub(crate) const fn holds(&self, short: &[u64; 4]) -> bool {
        let [a, b, c, d] = self.text_words();
        ((a ^ short[0]) | (b ^ short[1]) | (c ^ short[2]) | (d ^ short[3])) == 0
    }

    pub(crate) fn holds_long(&self, text: &[u8], arena: &[u8]) -> bool {
        let (head, tail) = split_long(text);
        let [mark, b, c, d] = self.text_words();
        mark & 0xffff == long_mark(text) && [b, c, d] == head && self.tail(arena) == tail
    }

    /// What of a long text stands in the arena.
    fn tail<'a>(&self, arena: &'a [u8]) -> &'a [u8] {
        let position = usize::try_from(self.words[0] >> 16).unwrap_or(usize::MAX);
        let length = usize::try_from(self.words[0] >> 8 & 0xff).unwrap_or_default().saturating_sub(HEAD);
        arena.get(position..position.saturating_add(length)).unwrap_or_default()
    }

    /// An order in which slots are equal if their texts are.
    pub(crate) fn compare(&self, other: &Self, arena: &[u8]) -> Ordering {
        if !(self.is_long() && other.is_long()) {
            return self.text_words().cmp(&other.text_words());
        }
        let key = |slot: &Self| {
            let [mark, b, c, d] = slot.text_words();
            [mark & 0xffff, b, c, d]
        };
        key(self).cmp(&key(other)).then_with(|| self.tail(arena).cmp(other.tail(arena)))
    }

    pub(crate) fn hash(&self, arena: &[u8], key: &HashKey) -> u64 {
        if self.is_long() { key.hash_long(&self.bytes(arena)) } else { key.hash_short(&self.text_words()) }
    }

    pub(crate) fn text(&self, arena: &[u8]) -> String {
        String::from_utf8_lossy(&self.bytes(arena)).into_owned()
    }

    fn bytes(&self, arena: &[u8]) -> Vec<u8> {
        let words = self.text_words().map(u64::to_le_bytes);
        let skip = if self.is_long() { 8 } else { 0 };
        let head = words.as_flattened().iter().skip(skip).take_while(|byte| **byte != 0);
        let tail: &[u8] = if self.is_long() { self.tail(arena) } else { &[] };
        head.chain(tail).copied().collect()
    }
}

/// The head of a long text as three words, and its tail.
#[inline]
pub(crate) fn split_long(text: &[u8]) -> ([u64; 3], &[u8]) {
    let (head, tail) = text.split_at_checked(HEAD).unwrap_or((text, &[]));
    let mut words = [0; 3];
    for (word, bytes) in words.iter_mut().zip(head.chunks(8)) {
        *word = word_of(bytes);
    }
    (words, tail)
}

/// The two lowest bytes of the slot of a long text.
fn long_mark(text: &[u8]) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX) << 8 | LONG
}

/// Up to eight bytes, little-endian, with zeros behind them.
#[inline]
pub(crate) fn word_of(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(whole) => u64::from_le_bytes(*whole),
        None => bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// The first byte of the slot of a long text; no text begins with it.
const LONG: u64 = 1;

/// How many bytes of a long text stand in its slot.
const HEAD: usize = 20;
