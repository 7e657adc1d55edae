//! Decimal digits, inline.

/// A short run of decimal digits, as values from 0 to 9.
#[derive(Clone, Copy)]
pub(in crate::pii::phone) struct Digits {
    values: [u8; Self::CAPACITY],
    length: usize,
}

impl Digits {
    /// More than the longest prefixes, calling code and number together (8 + 3 + 6 + 17 digits), so that a run cut at
    /// this length is refused for the same reason as the whole one.
    pub(in crate::pii::phone) const CAPACITY: usize = 48;

    /// No digits.
    pub(in crate::pii::phone) const EMPTY: Self = Self { values: [0; Self::CAPACITY], length: 0 };

    /// Appends one digit, or drops it when the run is full.
    #[inline]
    pub(in crate::pii::phone) fn push(&mut self, value: u8) {
        if let Some(slot) = self.values.get_mut(self.length) {
            *slot = value;
            self.length = self.length.wrapping_add(1);
        }
    }

    /// Appends several digits.
    pub(in crate::pii::phone) fn extend(&mut self, values: &[u8]) {
        for &value in values {
            self.push(value);
        }
    }

    /// Returns the digits.
    #[inline]
    pub(in crate::pii::phone) fn as_slice(&self) -> &[u8] {
        self.values.get(..self.length).unwrap_or_default()
    }
}
