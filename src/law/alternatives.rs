//! Sets of conditions of which one is enough.

use alloc::vec;
use alloc::vec::Vec;

use crate::law::name::Condition;

/// Alternatives, each a sorted set of conditions, none of which implies another; sorted. No alternative means that
/// nothing would do; one empty alternative, that nothing is needed.
///
/// A number below one limit is below every higher one: a set keeps the lowest limit of a number, and a set with a
/// lower limit than another's asks for more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Alternatives(Vec<Vec<Condition>>);

impl Alternatives {
    /// Nothing is needed.
    pub(crate) fn nothing_needed() -> Self {
        Self(vec![Vec::new()])
    }

    /// Nothing would do.
    pub(crate) const fn impossible() -> Self {
        Self(Vec::new())
    }

    /// One of these sets.
    pub(crate) fn of(sets: impl IntoIterator<Item = Vec<Condition>>) -> Self {
        let mut sets: Vec<Vec<Condition>> = sets.into_iter().collect();
        for set in &mut sets {
            set.sort_unstable();
            set.dedup();
            let lowest = |one: &Condition| !set.iter().any(|other| other != one && other.implies(one));
            *set = set.iter().copied().filter(lowest).collect();
        }
        sets.sort_unstable();
        sets.dedup();
        let is_within = |small: &[Condition], large: &[Condition]| {
            small.iter().all(|one| large.iter().any(|other| other.implies(one)))
        };
        let is_minimal =
            |set: &&Vec<Condition>| !sets.iter().any(|other| other != *set && is_within(other, set));
        Self(sets.iter().filter(is_minimal).cloned().collect())
    }

    /// This or that.
    pub(crate) fn or(self, other: Self) -> Self {
        Self::of(self.0.into_iter().chain(other.0))
    }

    /// This and that.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let pairs = self.0.iter().flat_map(|set| other.0.iter().map(move |more| (set, more)));
        Self::of(pairs.map(|(set, more)| set.iter().chain(more).copied().collect()))
    }

    /// The sets.
    pub(crate) fn into_sets(self) -> Vec<Vec<Condition>> {
        self.0
    }
}
