//! The smallest changes that would turn an answer into a permit.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use crate::place::Region;
use crate::policy::fact::Fact;
use crate::policy::fact::Question;
use crate::policy::residency::PolicyAt;
use crate::tenant::Entitlements;
use crate::tenant::Mode;
use crate::tenant::Plan;

/// One change of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Change {
    /// The tenant's home is this region. For a locked tenant that takes a migration.
    Home(Region),
    /// The place is this region.
    Here(Region),
    /// Home and here are the same region, any that all plans may have: the question names none.
    HomeAndHere,
    /// The tenant's region is enforced.
    Enforce,
    /// The tenant has this plan.
    Plan(Plan),
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home(region) => write!(f, "home = {region}"),
            Self::Here(region) => write!(f, "here = {region}"),
            Self::HomeAndHere => f.write_str("home = here, known"),
            Self::Enforce => f.write_str("mode = enforced"),
            Self::Plan(plan) => write!(f, "plan = {plan}"),
        }
    }
}

/// Every minimal set of changes after which the answer is a permit: each set works, and no part of one does.
///
/// The domain is finite (the regions the question and the policy name, the plans the policy names), so the sets are
/// found by trying all of them. That allocates; it is for explaining an answer, not for the road.
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
pub struct Remedies {
    sets: Vec<Vec<Change>>,
}

impl Remedies {
    /// The sets; none if the answer is a permit already, or cannot become one.
    pub fn iter(&self) -> impl Iterator<Item = &[Change]> {
        self.sets.iter().map(Vec::as_slice)
    }

    /// True if there are none: the answer is a permit already, or no change of these facts would make it one.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }
}

impl fmt::Display for Remedies {
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
impl serde::Serialize for Remedies {
    /// A list of sets, each a list of changes such as `"here = eu-west-1"`.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use alloc::string::String;
        use alloc::string::ToString;
        serializer
            .collect_seq(self.iter().map(|set| set.iter().map(ToString::to_string).collect::<Vec<String>>()))
    }
}

impl PolicyAt<'_> {
    /// The smallest changes that would turn the answer to `question` into a permit.
    ///
    /// Regions are taken from the question; if none of those would do, from the policy's entitlements as well.
    #[must_use]
    pub fn remedies(&self, question: &Question) -> Remedies {
        if self.permit(question).is_permit() {
            return Remedies { sets: Vec::new() };
        }
        let mut regions: Vec<Region> =
            [question.home.known(), question.here.known()].into_iter().flatten().collect();
        let sets = self.minimal(question, &regions);
        if !sets.is_empty() {
            return Remedies { sets };
        }
        let table = self.policy().entitlements().into_iter().flat_map(Entitlements::iter);
        for region in table.flat_map(|(_, row)| row.iter()) {
            if !regions.contains(&region) {
                regions.push(region);
            }
        }
        Remedies { sets: self.minimal(question, &regions) }
    }

    /// The minimal sets of changes that lead to a permit, over these regions.
    fn minimal(&self, question: &Question, regions: &[Region]) -> Vec<Vec<Change>> {
        let mut sets: Vec<Vec<Change>> = Vec::new();
        for set in self.candidates(regions) {
            let is_smaller = |known: &Vec<Change>| known.iter().all(|change| set.contains(change));
            if !sets.iter().any(is_smaller) && self.permit(&self.applied(question, &set)).is_permit() {
                sets.push(set);
            }
        }
        sets
    }

    /// Every set of changes over these regions and the policy's plans, smaller sets first.
    fn candidates(&self, regions: &[Region]) -> Vec<Vec<Change>> {
        let mut places: Vec<Vec<Change>> = vec![vec![]];
        for region in regions {
            places.extend([vec![Change::Home(*region)], vec![Change::Here(*region)]]);
            places.push(vec![Change::Home(*region), Change::Here(*region)]);
        }
        if regions.is_empty() && self.open_region().is_some() {
            places.push(vec![Change::HomeAndHere]);
        }
        let table = self.policy().entitlements().into_iter().flat_map(Entitlements::iter);
        let plans: Vec<Option<Change>> =
            core::iter::once(None).chain(table.map(|(plan, _)| Some(Change::Plan(*plan)))).collect();
        let mut sets = Vec::new();
        for place in &places {
            for mode in [None, Some(Change::Enforce)] {
                for plan in &plans {
                    sets.push(place.iter().copied().chain(mode).chain(*plan).collect::<Vec<Change>>());
                }
            }
        }
        sets.sort_by_key(Vec::len);
        sets
    }

    /// A named region that every plan may have, if the policy leaves one open.
    fn open_region(&self) -> Option<Region> {
        let table = self.policy().entitlements();
        Region::NAMED.iter().copied().find(|region| table.is_none_or(|table| table.allows(None, *region)))
    }

    /// The question after `changes`. [`Change::HomeAndHere`] stands for every region that all plans may have; any one
    /// of them serves to ask.
    fn applied(&self, question: &Question, changes: &[Change]) -> Question {
        let mut changed = *question;
        for change in changes {
            match change {
                Change::Home(region) => changed.home = Fact::Known(*region),
                Change::Here(region) => changed.here = Fact::Known(*region),
                Change::HomeAndHere => {
                    changed.home = self.open_region().into();
                    changed.here = changed.home;
                }
                Change::Enforce => changed.mode = Fact::Known(Mode::Enforced),
                Change::Plan(plan) => changed.plan = Fact::Known(*plan),
            }
        }
        changed
    }
}
