//! Sets of positions in the tables of a compiled policy.

use alloc::vec::Vec;

use crate::policy::cell::Slot;

/// The largest number of rows of one section of a document.
pub(crate) const LIMIT: usize = 4_096;

/// A set of positions below [`LIMIT`].
///
/// INVARIANT: `rest` ends in a word that is not zero, so that equal sets are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Set {
    /// The positions below 64, where nearly all documents have all of theirs.
    first: u64,
    rest: Vec<u64>,
}

impl Set {
    /// The empty set.
    pub(crate) const NONE: &'static Self = &Self::new();

    pub(crate) const fn new() -> Self {
        Self { first: 0, rest: Vec::new() }
    }

    /// The first `count` positions.
    pub(crate) fn first(count: usize) -> Self {
        (0..count.min(LIMIT)).collect()
    }

    /// One position; the empty set for one out of range.
    pub(crate) fn of(position: usize) -> Self {
        core::iter::once(position).collect()
    }

    #[inline]
    pub(crate) fn contains(&self, position: usize) -> bool {
        self.word(position / 64).wrapping_shr(shift(position)) & 1 != 0
    }

    /// True if what was looked up is in the set; false for what is not listed.
    #[inline]
    pub(crate) fn has(&self, slot: Slot) -> bool {
        self.contains(slot.index())
    }

    #[inline]
    fn word(&self, at: usize) -> u64 {
        match at.checked_sub(1) {
            None => self.first,
            Some(at) => self.rest.get(at).copied().unwrap_or(0),
        }
    }

    pub(crate) fn insert(&mut self, position: usize) {
        if position >= LIMIT {
            return;
        }
        let bit = 1_u64.wrapping_shl(shift(position));
        match (position / 64).checked_sub(1) {
            None => self.first |= bit,
            Some(at) => {
                if self.rest.len() <= at {
                    self.rest.resize(at.saturating_add(1), 0);
                }
                if let Some(word) = self.rest.get_mut(at) {
                    *word |= bit;
                }
            }
        }
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        self.merged(other, |one, two| one | two)
    }

    pub(crate) fn intersection(&self, other: &Self) -> Self {
        self.merged(other, |one, two| one & two)
    }

    pub(crate) fn without(&self, other: &Self) -> Self {
        self.merged(other, |one, two| one & !two)
    }

    #[inline]
    pub(crate) fn is_subset(&self, wider: &Self) -> bool {
        self.first & !wider.first == 0
            && self.rest.iter().zip(1..).all(|(word, at)| word & !wider.word(at) == 0)
    }

    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.first & other.first != 0 || self.rest.iter().zip(&other.rest).any(|(one, two)| one & two != 0)
    }

    #[inline]
    pub(crate) const fn is_empty(&self) -> bool {
        self.first == 0 && self.rest.is_empty()
    }

    /// The positions, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let words = core::iter::once(self.first).chain(self.rest.iter().copied());
        words.zip(0_usize..).flat_map(|(word, at)| {
            let mut left = word;
            core::iter::from_fn(move || {
                let bit = usize::try_from(left.trailing_zeros()).ok().filter(|bit| *bit < 64)?;
                left &= left.wrapping_sub(1);
                at.checked_mul(64)?.checked_add(bit)
            })
        })
    }

    fn merged(&self, other: &Self, merge: impl Fn(u64, u64) -> u64) -> Self {
        let length = self.rest.len().max(other.rest.len());
        let mut rest: Vec<u64> = (1..=length).map(|at| merge(self.word(at), other.word(at))).collect();
        while rest.last() == Some(&0) {
            rest.pop();
        }
        Self { first: merge(self.first, other.first), rest }
    }
}

#[inline]
fn shift(position: usize) -> u32 {
    u32::try_from(position % 64).unwrap_or(0)
}

impl FromIterator<usize> for Set {
    fn from_iter<I: IntoIterator<Item = usize>>(positions: I) -> Self {
        let mut set = Self::new();
        positions.into_iter().for_each(|position| set.insert(position));
        set
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_set_agrees_with_a_tree_of_its_positions() {
        let lists: [&[usize]; 6] =
            [&[], &[0], &[63], &[64], &[0, 3, 63, 64, 127, 128, 4_095], &[3, 64, 200, 4_096, 9_999]];
        let model = |list: &[usize]| -> BTreeSet<usize> {
            list.iter().copied().filter(|position| *position < LIMIT).collect()
        };
        let read = |set: &Set| -> BTreeSet<usize> { set.iter().collect() };
        for one in lists {
            let set: Set = one.iter().copied().collect();
            assert_eq!(read(&set), model(one));
            assert_eq!(set.is_empty(), model(one).is_empty());
            for position in [0, 1, 3, 63, 64, 65, 127, 128, 200, 4_095, 4_096, usize::MAX] {
                assert_eq!(set.contains(position), model(one).contains(&position), "{position}");
            }
            assert!(!set.has(Slot::UNLISTED) && !set.has(Slot::ABSENT) && !set.has(Slot::UNAVAILABLE));
            for two in lists {
                let other: Set = two.iter().copied().collect();
                let (one, two) = (model(one), model(two));
                assert_eq!(read(&set.union(&other)), &one | &two);
                assert_eq!(read(&set.intersection(&other)), &one & &two);
                assert_eq!(read(&set.without(&other)), &one - &two);
                assert_eq!(set.is_subset(&other), one.is_subset(&two));
                assert_eq!(set.meets(&other), !one.is_disjoint(&two));
                assert_eq!(set == other, one == two);
                assert_eq!(set.without(&other) == Set::new(), one.is_subset(&two));
            }
        }
    }
}
