//! Minimal sets of changes.

use alloc::vec::Vec;
use core::fmt;

use crate::policy::remedy::Change;

/// Every minimal set of changes after which the answer is a permit: each set works, and no part of one does.
///
/// The domain is finite, so the sets are found by trying all of them. For a [`Question`](crate::policy::Question):
/// the regions it and the policy name, the plans the policy names. For a [`Case`](crate::policy::Case): its own
/// regions, and if none of those would do, the policy's; of everything else, all that the policy lists. That allocates;
/// it is for explaining an answer, not for the road.
///
/// # Examples
///
/// ```
/// use domicile::policy::{Fact, Question};
/// use domicile::tenant::Mode;
/// use domicile::{Region, ResidencyPolicy, UnixTime};
///
/// let mut question = Question::unknown();
/// question.home = Fact::Known(Region::EuWest1);
/// question.here = Fact::Known(Region::UsEast1);
/// question.mode = Fact::Known(Mode::Enforced);
///
/// let policy = ResidencyPolicy::closed();
/// let remedies = policy.at(UnixTime::from_secs(0)).remedies(&question);
/// assert_eq!(remedies.to_string(), "here = eu-west-1; or home = us-east-1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedies<C = Change> {
    sets: Vec<Vec<C>>,
}

impl<C> Remedies<C> {
    pub(crate) const fn new(sets: Vec<Vec<C>>) -> Self {
        Self { sets }
    }

    /// The sets, smaller ones first; none if the answer is a permit already, or cannot become one.
    pub fn iter(&self) -> impl Iterator<Item = &[C]> {
        self.sets.iter().map(Vec::as_slice)
    }

    /// True if there are none: the answer is a permit already, or no change of these facts would make it one.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }
}

impl<C> Default for Remedies<C> {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl<C: fmt::Display> fmt::Display for Remedies<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, set) in self.sets.iter().enumerate() {
            f.write_str(if position > 0 { "; or " } else { "" })?;
            for (position, change) in set.iter().enumerate() {
                write!(f, "{}{change}", if position > 0 { " and " } else { "" })?;
            }
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
impl<C: fmt::Display> serde::Serialize for Remedies<C> {
    /// A list of sets, each a list of changes such as `"here = eu-west-1"`.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use alloc::string::String;
        use alloc::string::ToString;
        serializer
            .collect_seq(self.iter().map(|set| set.iter().map(ToString::to_string).collect::<Vec<String>>()))
    }
}
