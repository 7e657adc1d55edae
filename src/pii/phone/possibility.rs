//! What a number's length alone says.

use crate::pii::phone::error::PhoneError;

/// What the length of a number says about it.
///
/// Lengths change seldom: of the numbers valid in 2026, all were possible under the tables of early 2025, while one in
/// ninety was not yet valid. That is why a hash is made of what is possible.
///
/// # Examples
///
/// ```
/// use domicile::pii::phone::{PhoneNumber, Possibility};
///
/// let possibility = |text| PhoneNumber::parse(text, None).map(|number| number.possibility());
/// assert_eq!(possibility("+1 650 253 0000"), Ok(Possibility::Possible));
/// assert_eq!(possibility("+1 253 0000"), Ok(Possibility::LocalOnly));
/// assert_eq!(possibility("+1 650 253"), Ok(Possibility::TooShort));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Possibility {
    /// A length that numbers of this country have.
    Possible,
    /// A length that can only be dialled within one area. As an identifier it is ambiguous.
    LocalOnly,
    /// Shorter than every number of this country.
    TooShort,
    /// Longer than every number of this country.
    TooLong,
    /// Between the shortest and the longest, but of no number of this country.
    InvalidLength,
}

impl Possibility {
    /// The error for everything but [`Possible`](Self::Possible).
    #[inline]
    pub(in crate::pii) const fn require(self) -> Result<(), PhoneError> {
        match self {
            Self::Possible => Ok(()),
            Self::LocalOnly => Err(PhoneError::LocalOnly),
            Self::TooShort => Err(PhoneError::TooShort),
            Self::TooLong => Err(PhoneError::TooLong),
            Self::InvalidLength => Err(PhoneError::InvalidLength),
        }
    }
}

/// The lengths that numbers have, bit `n` for `n` digits.
#[derive(Clone, Copy, Debug)]
pub(in crate::pii::phone) struct Lengths {
    pub(in crate::pii::phone) possible: u32,
    pub(in crate::pii::phone) local: u32,
}

impl Lengths {
    /// Says what `digits` digits are.
    pub(in crate::pii::phone) fn judge(self, digits: usize) -> Possibility {
        let bit = u32::try_from(digits).ok().and_then(|shift| 1_u32.checked_shl(shift)).unwrap_or(0);
        if self.local & bit != 0 {
            Possibility::LocalOnly
        } else if self.possible & bit != 0 {
            Possibility::Possible
        } else if bit == 0 || bit > self.possible {
            Possibility::TooLong
        } else if bit < self.shortest() {
            Possibility::TooShort
        } else {
            Possibility::InvalidLength
        }
    }

    /// The bit of the shortest possible length.
    fn shortest(self) -> u32 {
        self.possible & self.possible.wrapping_neg()
    }
}
