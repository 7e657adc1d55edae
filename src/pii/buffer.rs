//! Text under work: inline while it is short, wiped from the heap when it is dropped.

use alloc::boxed::Box;
use alloc::vec::Vec;

use zeroize::Zeroize as _;

use crate::digest::Digest;
use crate::pii::lanes::LANE;

/// UTF-8 text that holds [`INLINE`] bytes without allocation.
///
/// INVARIANT: if there is a `spill`, it holds the whole text; otherwise the first `length` bytes of `inline` do. The bytes
/// come from `str`s and ASCII bytes, so they are UTF-8.
pub(crate) struct Buffer {
    inline: [[u8; LANE]; INLINE / LANE],
    length: u8,
    #[expect(clippy::box_collection, reason = "rarely there, so it takes one word and not three")]
    spill: Option<Box<Vec<u8>>>,
}

impl Buffer {
    /// Empty.
    #[inline]
    pub(crate) const fn new() -> Self {
        Self { inline: [[0; LANE]; INLINE / LANE], length: 0, spill: None }
    }

    /// The first `length` bytes of the lanes, which are ASCII; behind them are zeros.
    ///
    /// Each lane goes to a place that is known beforehand, so that it need not be in memory before the buffer is.
    #[inline(always)]
    pub(crate) fn from_lanes([first, second, third]: [[u8; LANE]; 3], length: u8) -> Self {
        Self { inline: [first, second, third, [0; LANE], [0; LANE], [0; LANE]], length, spill: None }
    }

    /// Puts `length` bytes of ASCII, behind which `bytes` is zero, behind the one byte that the buffer holds.
    #[inline]
    pub(crate) fn append_ascii<const N: usize>(&mut self, bytes: &[u8; N], length: u8) {
        if let Some(slot) = self.inline.as_flattened_mut().get_mut(1..).and_then(<[u8]>::first_chunk_mut) {
            *slot = *bytes;
            self.length = length.saturating_add(1);
        }
    }

    /// Lets `write` fill the empty buffer; it gives back how many bytes of UTF-8 it wrote to the front of what it was given.
    /// If it gives back `None`, the buffer must not be used any more.
    #[inline]
    pub(crate) fn fill(&mut self, write: impl FnOnce(&mut [u8]) -> Option<usize>) -> Option<()> {
        self.length = u8::try_from(write(self.inline.as_flattened_mut())?).ok()?;
        Some(())
    }

    /// Puts `length` bytes of ASCII, behind which `bytes` is zero, into the empty buffer. How much is moved is known
    /// beforehand.
    #[inline]
    pub(crate) fn set_ascii<const N: usize>(&mut self, bytes: &[u8; N], length: u8) {
        if let Some(slot) = self.inline.as_flattened_mut().first_chunk_mut() {
            *slot = *bytes;
            self.length = length;
        }
    }

    /// Appends ASCII text in small letters. Two pieces of a fixed length that overlap are copied faster than one of any
    /// length, and behind what the buffer holds is room for them if it is empty.
    #[inline]
    pub(crate) fn push_ascii_lowercase(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let length = bytes.len();
        let done = match length {
            _ if !self.is_empty() => None,
            4..8 => self.copy_ends::<4>(bytes),
            8..16 => self.copy_ends::<8>(bytes),
            16..32 => self.copy_ends::<16>(bytes),
            32..64 => self.copy_ends::<32>(bytes),
            _ => None,
        };
        match (done, u8::try_from(length)) {
            (Some(()), Ok(length)) => self.length = length,
            _ => {
                let start = self.as_bytes().len();
                self.push_bytes(bytes);
                if let Some(pushed) = self.bytes_mut().get_mut(start..) {
                    pushed.make_ascii_lowercase();
                }
            }
        }
    }

    /// Copies the first and the last `N` bytes in small letters.
    #[inline]
    fn copy_ends<const N: usize>(&mut self, bytes: &[u8]) -> Option<()> {
        let last = bytes.len().checked_sub(N)?;
        let (mut head, mut tail) = (*bytes.first_chunk::<N>()?, *bytes.last_chunk::<N>()?);
        head.make_ascii_lowercase();
        tail.make_ascii_lowercase();
        let inline = self.inline.as_flattened_mut();
        *inline.first_chunk_mut()? = head;
        *inline.get_mut(last..)?.first_chunk_mut()? = tail;
        Some(())
    }

    /// Wipes what is inline.
    #[inline]
    pub(crate) fn wipe_inline(&mut self) {
        self.inline = [[0; LANE]; INLINE / LANE];
        zeroize::optimization_barrier(&self.inline);
    }

    /// Pads the text where it stands, if it fits into one block of SHA-256 as nearly all texts do. The buffer is then no
    /// text any more: it is hashed or dropped.
    #[inline]
    pub(crate) fn pad(&mut self) -> Option<()> {
        if self.spill.is_some() {
            return None;
        }
        Digest::pad(self.inline.as_flattened_mut().first_chunk_mut()?, usize::from(self.length))
    }

    /// The block of a text that was padded.
    #[inline]
    pub(crate) fn padded(&self) -> Option<&[u8; 64]> {
        self.inline.as_flattened().first_chunk()
    }

    /// True if the text is ASCII and not on the heap.
    #[inline]
    pub(crate) fn is_inline_ascii(&self) -> bool {
        self.spill.is_none() && self.as_bytes().is_ascii()
    }

    /// Keeps the bytes of an inline text that `keep` is true of, by index and value, and returns the first one left.
    #[inline]
    pub(crate) fn retain(&mut self, keep: impl Fn(usize, u8) -> bool) -> Option<u8> {
        let mut kept = Self::new();
        let mut slots = kept.inline.as_flattened_mut().iter_mut();
        for (index, byte) in self.as_bytes().iter().enumerate() {
            if keep(index, *byte) {
                *slots.next()? = *byte;
                kept.length = kept.length.saturating_add(1);
            }
        }
        *self = kept;
        self.as_bytes().first().copied()
    }

    /// Appends `text`.
    #[inline]
    pub(crate) fn push_str(&mut self, text: &str) {
        self.push_bytes(text.as_bytes());
    }

    /// Appends `c`.
    #[inline]
    pub(crate) fn push(&mut self, c: char) {
        let mut utf8 = [0; 4];
        self.push_bytes(c.encode_utf8(&mut utf8).as_bytes());
    }

    /// The bytes.
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match &self.spill {
            None => self.inline.as_flattened().get(..usize::from(self.length)).unwrap_or_default(),
            Some(spill) => spill,
        }
    }

    /// The text.
    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The bytes, for changes that keep them UTF-8.
    #[inline]
    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        match &mut self.spill {
            None => self.inline.as_flattened_mut().get_mut(..usize::from(self.length)).unwrap_or_default(),
            Some(spill) => spill,
        }
    }

    /// True if nothing is in it.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.as_bytes().is_empty()
    }

    /// Appends `bytes`, which the caller took from a `str`.
    #[inline]
    pub(crate) fn push_bytes(&mut self, bytes: &[u8]) {
        let start = usize::from(self.length);
        let end = start.saturating_add(bytes.len());
        if self.spill.is_none()
            && let Some(slot) = self.inline.as_flattened_mut().get_mut(start..end)
            && let Ok(length) = u8::try_from(end)
        {
            slot.copy_from_slice(bytes);
            self.length = length;
        } else {
            self.push_spilled(bytes);
        }
    }

    /// Appends to the heap. A vector that grows leaves its old bytes behind, so each growth is a new vector here, and
    /// the old one is wiped.
    #[cold]
    #[inline(never)]
    fn push_spilled(&mut self, bytes: &[u8]) {
        let needed = self.as_bytes().len().saturating_add(bytes.len());
        if let Some(spill) = &mut self.spill
            && needed <= spill.capacity()
        {
            spill.extend_from_slice(bytes);
            return;
        }
        let mut larger = Vec::with_capacity(needed.saturating_mul(2));
        larger.extend_from_slice(self.as_bytes());
        larger.extend_from_slice(bytes);
        if let Some(mut smaller) = self.spill.replace(Box::new(larger)) {
            smaller.zeroize();
        }
    }

    /// Wipes and gives back what is on the heap.
    #[cold]
    #[inline(never)]
    fn wipe_spill(&mut self) {
        if let Some(mut spill) = self.spill.take() {
            spill.zeroize();
        }
    }
}

impl Clone for Buffer {
    fn clone(&self) -> Self {
        let mut copy = Self::new();
        copy.clone_from(self);
        copy
    }

    #[inline]
    fn clone_from(&mut self, source: &Self) {
        self.inline = source.inline;
        self.length = source.length;
        self.spill.clone_from(&source.spill);
    }
}

impl Drop for Buffer {
    /// Wipes what is on the heap. What is inline is on the stack of a call or in a value that wipes itself.
    #[inline]
    fn drop(&mut self) {
        if self.spill.is_some() {
            self.wipe_spill();
        }
    }
}

/// How many bytes are held without allocation: more than most e-mail addresses have, and few enough that a buffer is
/// moved by a handful of instructions.
pub(crate) const INLINE: usize = 96;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_the_same_inline_and_spilled() {
        let mut buffer = Buffer::new();
        let mut expected = String::new();
        for part in ["", "a", "öß", "x".repeat(100).as_str(), "", "日本", "y".repeat(500).as_str(), "z"] {
            buffer.push_str(part);
            expected.push_str(part);
            assert_eq!(buffer.as_str(), expected);
            assert_eq!(buffer.clone().as_bytes(), expected.as_bytes());
        }
        buffer.push('é');
        assert!(buffer.as_str().ends_with("zé"));
    }
}
