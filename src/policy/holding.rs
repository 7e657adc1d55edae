//! What a region may hold of an event: the part of a document that the short question touches.

use alloc::vec::Vec;

use crate::data::Categories;
use crate::law::Act;
use crate::law::RecipientFacts;
use crate::place::Region;
use crate::policy::law_table::Facts;
use crate::policy::law_table::Given;
use crate::policy::mask::Mask;
use crate::policy::name::ScopeName;
use crate::policy::residency::PolicyAt;
use crate::policy::rulebook::CategoryRule;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::ScopeRule;
use crate::time::UnixTime;

impl PolicyAt<'_> {
    /// The same policy for tenants of one scope of its document: the platform's, an organization's or a tenant's own.
    ///
    /// Without it [`PolicyAt::permit`] and the road allow only what every scope of the document allows. A scope that
    /// the document does not list allows nothing. A policy made without a document has no scopes and allows nothing
    /// under any.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::policy::{Fact, Question, ScopeName};
    /// use domicile::tenant::Mode;
    /// use domicile::{Region, ResidencyPolicy, UnixTime};
    ///
    /// let policy = ResidencyPolicy::closed();
    /// let mut question = Question::unknown();
    /// question.home = Fact::Known(Region::EuWest1);
    /// question.here = Fact::Known(Region::EuWest1);
    /// question.mode = Fact::Known(Mode::Enforced);
    ///
    /// let now = policy.at(UnixTime::from_secs(0));
    /// assert!(now.permit(&question).is_permit());
    /// assert!(!now.in_scope(ScopeName::PLATFORM).permit(&question).is_permit());
    /// ```
    #[must_use]
    pub fn in_scope(self, scope: ScopeName) -> Self {
        let position = self.policy().rulebook().and_then(|book| book.scope_at(scope));
        let position = position.and_then(|at| u32::try_from(at).ok());
        self.asking(position.map_or(Asked::Unlisted, Asked::One))
    }
}

/// The scopes of which the short question is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Asked {
    /// All, for it is not known whose the data is.
    #[default]
    Every,
    /// The one at this position.
    One(u32),
    /// One that the document does not list.
    Unlisted,
}

impl Rulebook {
    /// True if everything declared, or everything the document lists if nothing is, may be at `home` for a tenant at
    /// home there, whatever is done with it.
    pub(crate) fn holds(
        &self,
        home: Region,
        declared: Option<&Categories>,
        asked: Asked,
        now: UnixTime,
    ) -> bool {
        let Some(home) = self.region_at(home) else { return false };
        let scope = match asked {
            Asked::Every => None,
            Asked::One(at) => match usize::try_from(at).ok().and_then(|at| self.scope(at)) {
                Some(scope) => Some(scope),
                None => return false,
            },
            Asked::Unlisted => return false,
        };
        let is_within = self.available.contains(home)
            && scope.map_or_else(
                || self.scopes.iter().all(|scope| scope.regions.contains(home)),
                |scope| scope.regions.contains(home),
            );
        let holds = |category: usize| {
            let is_plain = match scope {
                Some(scope) => self.is_plain(home, category, scope),
                None => self.plain.get(category).is_some_and(|regions| regions.contains(home)),
            };
            is_plain && self.may_stay(home, category, now)
        };
        is_within
            && match declared {
                None => (0..self.categories.len()).all(holds),
                Some(declared) => {
                    !declared.is_empty()
                        && declared.iter().all(|category| self.category_at(category).is_some_and(holds))
                }
            }
    }

    /// True if what the law demands of data that stays is met there by what the document itself says, whatever is done
    /// with the data.
    fn may_stay(&self, home: usize, category: usize, now: UnixTime) -> bool {
        let (Some(entry), Some(rule)) = (self.regions.get(home), self.category(category)) else {
            return false;
        };
        let facts = Facts::new(RecipientFacts::NOTHING);
        let is_lawful = |act: &Act| {
            let law = &self.law;
            law.judge(Given::at(entry), Mask::of(home), home, *act, category, &facts, now).is_permitted
        };
        !rule.demands.contains(home) || Act::ALL.iter().all(is_lawful)
    }

    /// For each category, the regions at which it is in place and within all bounds for every scope.
    pub(crate) fn plain_regions(&self) -> Vec<Mask> {
        let of = |category: usize| {
            let is_plain =
                |region: &usize| self.scopes.iter().all(|scope| self.is_plain(*region, category, scope));
            self.available.iter().filter(is_plain).collect()
        };
        (0..self.categories.len()).map(of).collect()
    }

    /// True if a category is in place at a region, for a tenant of this scope at home there, and within all bounds.
    fn is_plain(&self, region: usize, category: usize, scope: &ScopeRule) -> bool {
        let is_in_place = |rule: &CategoryRule| {
            let place = Self::place(rule.placement, Some(region), None);
            place.is_some_and(|place| place.contains(region))
                && scope.fit.intersection(rule.fit).contains(region)
        };
        scope.regions.contains(region)
            && self.category(category).is_some_and(is_in_place)
            && self.bound(scope, category).is_none_or(|bound| bound.contains(region))
    }
}
