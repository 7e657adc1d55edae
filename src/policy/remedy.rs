//! The smallest changes that would turn an answer into a permit.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use crate::place::Region;
use crate::policy::fact::Fact;
use crate::policy::fact::Question;
use crate::policy::remedies::Remedies;
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

impl PolicyAt<'_> {
    /// The smallest changes that would turn the answer to `question` into a permit.
    ///
    /// Regions are taken from the question; if none of those would do, from the policy's entitlements as well.
    #[must_use]
    pub fn remedies(&self, question: &Question) -> Remedies {
        if self.permit(question).is_permit() {
            return Remedies::default();
        }
        let mut regions: Vec<Region> =
            [question.home.known(), question.here.known()].into_iter().flatten().collect();
        let sets = self.minimal(question, &regions);
        if !sets.is_empty() {
            return Remedies::new(sets);
        }
        let table = self.policy().entitlements().into_iter().flat_map(Entitlements::iter);
        for region in table.flat_map(|(_, row)| row.iter()) {
            if !regions.contains(&region) {
                regions.push(region);
            }
        }
        Remedies::new(self.minimal(question, &regions))
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
