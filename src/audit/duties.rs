//! What a permit obliged its user to.

use core::fmt;

/// The duties a permit came with, as a small set.
///
/// # Examples
///
/// ```
/// use domicile::audit::Duties;
///
/// let duties = Duties::RECORD.with(Duties::REVIEW);
/// assert!(duties.contains(Duties::RECORD) && !duties.contains(Duties::FALLBACK));
/// assert_eq!(duties.to_string(), "record, review");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duties(u8);

impl Duties {
    /// No duty.
    pub const NONE: Self = Self(0);
    /// Bit 0, `record`: the step is recorded before or together with what it permits.
    pub const RECORD: Self = Self(1);
    /// Bit 1, `fallback`: a global endpoint was accepted in place of a regional one.
    pub const FALLBACK: Self = Self(2);
    /// Bit 2, `break-glass`: somebody with an emergency role acted.
    pub const BREAK_GLASS: Self = Self(4);
    /// Bit 3, `review`: a person has to look at it afterwards.
    pub const REVIEW: Self = Self(8);

    /// The duties of both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True if all of `other`'s duties are among these.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// True if there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The byte of the canonical encoding. A later version's bits are kept.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The duties of a byte, those without a name included.
    pub(in crate::audit) const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// The set of the one duty of this name.
    #[cfg(feature = "serde")]
    pub(in crate::audit) fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(bits, _)| Self(*bits))
    }

    /// The names of the duties, by bit.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.iter().filter(move |(bits, _)| self.0 & bits != 0).map(|(_, name)| *name)
    }
}

impl fmt::Display for Duties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.names().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}

/// Every bit has a name, so that one that means nothing yet can be written and read again.
const NAMES: [(u8, &str); 8] = [
    (1, "record"),
    (2, "fallback"),
    (4, "break-glass"),
    (8, "review"),
    (16, "duty_4"),
    (32, "duty_5"),
    (64, "duty_6"),
    (128, "duty_7"),
];
