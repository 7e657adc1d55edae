//! What a region may hold of an event: the part of a document that the short question touches.

use alloc::vec::Vec;

use crate::data::Categories;
use crate::place::Region;
use crate::policy::mask::Mask;
use crate::policy::name::ScopeName;
use crate::policy::residency::PolicyAt;
use crate::policy::rulebook::CategoryRule;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::ScopeRule;

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

/// For all scopes together: the regions at which a category is in place and within all bounds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plain {
    /// Of each category, by its position.
    categories: Vec<Mask>,
    /// Of every category.
    all: Mask,
}

impl Rulebook {
    /// True if everything declared, or everything the document lists if nothing is, may be at `home` for a tenant at
    /// home there.
    #[inline(never)]
    pub(crate) fn holds(&self, home: Region, declared: Option<&Categories>, asked: Asked) -> bool {
        let Some(home) = self.region_at(home) else { return false };
        let scope = match asked {
            Asked::Every => None,
            Asked::One(at) => match usize::try_from(at).ok().and_then(|at| self.scope(at)) {
                Some(scope) => Some(scope),
                None => return false,
            },
            Asked::Unlisted => return false,
        };
        match (declared, scope) {
            (None, None) => self.plain.all.contains(home),
            (None, Some(scope)) => {
                self.available.contains(home)
                    && scope.regions.contains(home)
                    && (0..self.categories.len()).all(|category| self.is_plain(home, category, scope))
            }
            (Some(declared), scope) => {
                !declared.is_empty()
                    && declared.iter().all(|category| {
                        self.category_at(category).is_some_and(|at| match scope {
                            Some(scope) => self.available.contains(home) && self.is_plain(home, at, scope),
                            None => {
                                self.plain.categories.get(at).is_some_and(|regions| regions.contains(home))
                            }
                        })
                    })
            }
        }
    }

    /// What every scope allows.
    pub(crate) fn plain_regions(&self) -> Plain {
        let of = |category: usize| -> Mask {
            let is_plain =
                |region: &usize| self.scopes.iter().all(|scope| self.is_plain(*region, category, scope));
            self.available.iter().filter(is_plain).collect()
        };
        let categories: Vec<Mask> = (0..self.categories.len()).map(of).collect();
        // A document without categories still bounds its scopes.
        let is_within = |region: &usize| self.scopes.iter().all(|scope| scope.regions.contains(*region));
        let within: Mask = self.available.iter().filter(is_within).collect();
        let all = categories.iter().fold(within, |all, regions| all.intersection(*regions));
        Plain { categories, all }
    }

    /// True if a category is in place at a region, for a tenant of this scope at home there, and within all bounds.
    fn is_plain(&self, region: usize, category: usize, scope: &ScopeRule) -> bool {
        let is_in_place = |rule: &CategoryRule| {
            let place = Self::place(rule.placement, Some(region), None);
            place.is_some_and(|place| place.contains(region))
                && scope.fit.intersection(rule.fit).contains(region)
                && !rule.demands.contains(region)
        };
        scope.regions.contains(region)
            && self.category(category).is_some_and(is_in_place)
            && self.bound(scope, category).is_none_or(|bound| bound.contains(region))
    }
}
