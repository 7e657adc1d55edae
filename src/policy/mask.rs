//! Sets of positions in a compiled policy's tables.

/// The largest number of rows of one kind that a policy can hold.
pub(crate) const LIMIT: usize = 128;

/// A set of positions below [`LIMIT`], one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Mask(u128);

impl Mask {
    /// The empty set.
    pub(crate) const NONE: Self = Self(0);

    /// The first `count` positions.
    pub(crate) fn first(count: usize) -> Self {
        (0..count.min(LIMIT)).collect()
    }

    /// One position; the empty set for one out of range.
    #[inline]
    pub(crate) fn of(position: usize) -> Self {
        Self(u32::try_from(position).ok().and_then(|shift| 1_u128.checked_shl(shift)).unwrap_or(0))
    }

    #[inline]
    pub(crate) fn contains(self, position: usize) -> bool {
        self.0 & Self::of(position).0 != 0
    }

    #[inline]
    pub(crate) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[inline]
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    #[inline]
    pub(crate) const fn is_subset(self, wider: Self) -> bool {
        self.0 & !wider.0 == 0
    }

    #[inline]
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The positions, ascending.
    pub(crate) fn iter(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        core::iter::from_fn(move || {
            let position = rest.trailing_zeros();
            rest &= rest.wrapping_sub(1);
            usize::try_from(position).ok().filter(|position| *position < LIMIT)
        })
    }
}

impl FromIterator<usize> for Mask {
    fn from_iter<I: IntoIterator<Item = usize>>(positions: I) -> Self {
        positions.into_iter().fold(Self::NONE, |set, position| set.union(Self::of(position)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_is_the_set_of_its_positions() {
        let mask: Mask = [0, 3, 127].into_iter().collect();
        assert_eq!(mask.iter().collect::<Vec<_>>(), [0, 3, 127]);
        assert!(mask.contains(127) && !mask.contains(126) && !mask.contains(128));
        assert!(Mask::of(128).is_empty());
        assert_eq!(Mask::first(128).iter().count(), 128);
        assert!(Mask::NONE.iter().next().is_none());
        assert!(mask.without(Mask::of(3)).is_subset(mask));
    }
}
