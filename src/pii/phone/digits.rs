//! Decimal digits, inline.

use core::slice::IterMut;

/// A short run of decimal digits, as ASCII.
pub(in crate::pii::phone) struct Digits {
    /// Zero bytes beyond `length`.
    places: [u8; Self::CAPACITY],
    length: usize,
}

impl Digits {
    /// More than the longest prefixes, calling code and number together (8 + 3 + 6 + 17 digits), so that a run cut at
    /// this length is refused for the same reason as the whole one.
    pub(in crate::pii::phone) const CAPACITY: usize = 48;

    /// No digits.
    pub(in crate::pii::phone) const EMPTY: Self = Self { places: [0; Self::CAPACITY], length: 0 };

    /// Appends one ASCII digit, or drops it when the run is full.
    #[inline]
    pub(in crate::pii::phone) fn push(&mut self, digit: u8) {
        if let Some(place) = self.places.get_mut(self.length) {
            *place = digit;
            self.length = self.length.wrapping_add(1);
        }
    }

    /// Appends several digits.
    pub(in crate::pii::phone) fn extend(&mut self, digits: &[u8]) {
        for &digit in digits {
            self.push(digit);
        }
    }

    /// Returns the places of an empty run, to be filled from the first on; [`keep_all_but`](Self::keep_all_but) ends it.
    #[inline]
    pub(in crate::pii::phone) fn free(&mut self) -> IterMut<'_, u8> {
        self.places.iter_mut()
    }

    /// Sets the length to all places but the last `free` ones.
    #[inline]
    pub(in crate::pii::phone) fn keep_all_but(&mut self, free: usize) {
        self.length = Self::CAPACITY.saturating_sub(free);
    }

    /// Returns how many digits there are.
    #[inline]
    pub(in crate::pii::phone) fn len(&self) -> usize {
        self.length
    }

    /// Returns the digits from a position on.
    #[inline]
    pub(in crate::pii::phone) fn after(&self, start: usize) -> &[u8] {
        self.places.get(start..self.length).unwrap_or_default()
    }

    /// Returns `N` places from a position on: the digits there, then zero bytes.
    #[inline]
    pub(in crate::pii::phone) fn places<const N: usize>(&self, start: usize) -> Option<&[u8; N]> {
        self.places.get(start..)?.first_chunk()
    }
}
