//! Text under work: inline while it is short, wiped when it is dropped.

use alloc::vec::Vec;

use zeroize::Zeroize as _;

/// UTF-8 text that holds [`INLINE`] bytes without allocation.
///
/// INVARIANT: if `spill` is not empty, it holds the whole text; otherwise the first `length` bytes of `inline` do. The
/// bytes come from `str`s and ASCII bytes, so they are UTF-8.
#[derive(Clone)]
pub(crate) struct Buffer {
    inline: [u8; INLINE],
    length: usize,
    spill: Vec<u8>,
}

impl Buffer {
    /// Empty.
    #[inline]
    pub(crate) const fn new() -> Self {
        Self { inline: [0; INLINE], length: 0, spill: Vec::new() }
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
        if self.spill.is_empty() { self.inline.get(..self.length).unwrap_or_default() } else { &self.spill }
    }

    /// The text.
    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The bytes, for changes that keep them UTF-8.
    #[inline]
    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        if self.spill.is_empty() {
            self.inline.get_mut(..self.length).unwrap_or_default()
        } else {
            &mut self.spill
        }
    }

    /// True if nothing is in it.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.length == 0 && self.spill.is_empty()
    }

    /// Appends `bytes`, which the caller took from a `str`.
    #[inline]
    pub(crate) fn push_bytes(&mut self, bytes: &[u8]) {
        let end = self.length.saturating_add(bytes.len());
        if self.spill.is_empty()
            && let Some(slot) = self.inline.get_mut(self.length..end)
        {
            slot.copy_from_slice(bytes);
            self.length = end;
        } else {
            self.push_spilled(bytes);
        }
    }

    /// Appends to the heap. A vector that grows leaves its old bytes behind, so each growth is a new vector here, and
    /// the old one is wiped.
    #[cold]
    fn push_spilled(&mut self, bytes: &[u8]) {
        let held = self.as_bytes();
        let needed = held.len().saturating_add(bytes.len());
        if self.spill.is_empty() || self.spill.capacity() < needed {
            let mut larger = Vec::with_capacity(needed.saturating_mul(2));
            larger.extend_from_slice(held);
            self.spill.zeroize();
            self.spill = larger;
        }
        self.spill.extend_from_slice(bytes);
    }
}

impl Drop for Buffer {
    #[inline]
    fn drop(&mut self) {
        if let Some(used) = self.inline.get_mut(..self.length) {
            used.zeroize();
        }
        if self.spill.capacity() != 0 {
            self.spill.zeroize();
        }
    }
}

/// How many bytes are held without allocation: with SHA-256's padding they fill two blocks.
const INLINE: usize = 119;

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
