//! The table when it is built.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::tenant::frozen::hash::HashKey;
use crate::tenant::frozen::hash::place;
use crate::tenant::frozen::hash::scale;
use crate::tenant::frozen::slot::Slot;
use crate::tenant::frozen::slot::word_of;

/// The table.
#[derive(Clone, Default)]
pub(crate) struct Frozen {
    pub(crate) slots: Vec<Slot>,
    pub(crate) pilots: Vec<u16>,
    pub(crate) arena: Vec<u8>,
    pub(crate) key: HashKey,
    pub(crate) length: usize,
}

impl Frozen {
    /// How many texts are in it.
    pub(crate) const fn len(&self) -> usize {
        self.length
    }

    /// The number of a text.
    #[inline]
    pub(crate) fn find(&self, needle: &Needle<'_>) -> Option<u32> {
        match needle {
            Needle::Short(words) => {
                let slot = self.slots.get(self.place_of(self.key.hash_short(words)))?;
                slot.holds(words).then(|| slot.number())
            }
            Needle::Long(text) => self.find_long(text),
        }
    }

    /// The only place where a text can be.
    #[inline]
    pub(crate) fn place(&self, needle: &Needle<'_>) -> usize {
        self.place_of(match needle {
            Needle::Short(words) => self.key.hash_short(words),
            Needle::Long(text) => self.key.hash_long(text),
        })
    }

    /// Reads one word at a place, so that it is in the cache when the search comes to it.
    #[inline]
    pub(crate) fn touch(&self, place: usize) -> u64 {
        self.slots.get(place).map_or(0, |slot| slot.words[0])
    }

    /// The number of a text that can only be at `place`.
    #[inline]
    pub(crate) fn find_at(&self, place: usize, needle: &Needle<'_>) -> Option<u32> {
        let slot = self.slots.get(place)?;
        let is_same = match needle {
            Needle::Short(words) => slot.holds(words),
            Needle::Long(text) => slot.holds_long(text, &self.arena),
        };
        is_same.then(|| slot.number())
    }

    #[cold]
    #[inline(never)]
    fn find_long(&self, text: &[u8]) -> Option<u32> {
        self.find_at(self.place_of(self.key.hash_long(text)), &Needle::Long(text))
    }

    #[inline]
    fn place_of(&self, hash: u64) -> usize {
        let pilot = self.pilots.get(scale(hash, self.pilots.len())).copied().unwrap_or_default();
        place(hash, pilot, self.slots.len())
    }

    /// Every text with its number, in no order that means anything.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (String, u32)> + '_ {
        let taken = self.slots.iter().filter(|slot| !slot.is_empty());
        taken.map(|slot| (slot.text(&self.arena), slot.number()))
    }
}

impl fmt::Debug for Frozen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frozen")
            .field("length", &self.length)
            .field("slots", &self.slots.len())
            .finish_non_exhaustive()
    }
}

/// A text in the form in which it is looked for.
#[derive(Clone, Copy)]
pub(crate) enum Needle<'a> {
    /// At most 28 bytes, with zeros behind them.
    Short([u64; 4]),
    /// More.
    Long(&'a [u8]),
}

impl<'a> Needle<'a> {
    /// Of a text of 1 to [`MAX_TEXT`] bytes above 0x20.
    #[inline]
    pub(crate) fn new(text: &'a [u8]) -> Self {
        let mut bytes = [0; 32];
        match bytes.get_mut(..text.len()) {
            Some(slot) if text.len() <= MAX_SHORT => {
                slot.copy_from_slice(text);
                Self::Short(words(&bytes))
            }
            _ => Self::Long(text),
        }
    }

    /// Of a text that is followed by zeros; the same as `new(text)`, without asking how long it is.
    #[inline]
    pub(crate) fn padded(text: &'a [u8], padded: &[u8; 63]) -> Self {
        match padded.first_chunk::<32>() {
            Some(bytes) if text.len() <= MAX_SHORT => Self::Short(words(bytes)),
            _ => Self::Long(text),
        }
    }
}

#[inline]
fn words(bytes: &[u8; 32]) -> [u64; 4] {
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(bytes.chunks_exact(8)) {
        *word = word_of(bytes);
    }
    words
}

/// The longest text that fits in a slot.
const MAX_SHORT: usize = 28;
