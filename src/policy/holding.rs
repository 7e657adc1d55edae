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

/// What is asked of a document about data that stays at home: of which categories, under which scopes.
pub(crate) struct Holding<'a> {
    book: &'a Rulebook,
    home: usize,
    /// `None` is every scope.
    scope: Option<&'a ScopeRule>,
    /// `None` is everything the document lists.
    declared: Option<&'a Categories>,
}

impl Rulebook {
    /// The question whether everything declared may be at `home`, for a tenant at home there. `None` if the document
    /// knows nothing of the region or of the scope: then nothing may, and no date changes that.
    pub(crate) fn holding<'a>(
        &'a self,
        home: Region,
        declared: Option<&'a Categories>,
        asked: Asked,
    ) -> Option<Holding<'a>> {
        let home = self.region_at(home)?;
        let scope = match asked {
            Asked::Every => None,
            Asked::One(at) => Some(self.scope(usize::try_from(at).ok()?)?),
            Asked::Unlisted => return None,
        };
        Some(Holding { book: self, home, scope, declared })
    }

    /// The regions in use that every scope allows.
    pub(crate) fn common_regions(&self) -> Mask {
        self.scopes.iter().fold(self.available, |common, scope| common.intersection(scope.regions))
    }

    /// For each category, the regions in use at which it is in place and within all bounds for every scope.
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

impl Holding<'_> {
    /// True if all of it may be there, whatever is done with it.
    pub(crate) fn holds(&self, now: UnixTime) -> bool {
        let Self { book, home, scope, declared } = *self;
        let is_within = match scope {
            None => book.common.contains(home),
            Some(scope) => book.available.contains(home) && scope.regions.contains(home),
        };
        let is_plain = |category: usize| match scope {
            None => book.plain.get(category).is_some_and(|regions| regions.contains(home)),
            Some(scope) => book.is_plain(home, category, scope),
        };
        let may_stay = |category: Option<usize>| {
            category.is_some_and(|category| is_plain(category) && self.is_lawful(category, now))
        };
        is_within && declared.is_none_or(|declared| !declared.is_empty()) && self.categories().all(may_stay)
    }

    /// The earliest instant after `now` at which that changes; nothing changes before it.
    pub(crate) fn until(&self, now: UnixTime) -> Option<UnixTime> {
        // Of most data the law never demands anything where it stays.
        let mut at = self.next_date(now)?;
        let holds = self.holds(now);
        while self.holds(at) == holds {
            at = self.next_date(at)?;
        }
        Some(at)
    }

    /// The next date at which the law's tables say something else about data that stays.
    fn next_date(&self, at: UnixTime) -> Option<UnixTime> {
        let Self { book, home, .. } = *self;
        let facts = Facts::new(RecipientFacts::NOTHING);
        let demanding = self.categories().flatten().filter(|category| self.is_demanding(*category));
        demanding
            .flat_map(|category| Act::ALL.iter().map(move |act| (category, *act)))
            .filter_map(|(category, act)| {
                book.law.next_change(Mask::of(home), home, act, category, &facts, at)
            })
            .min()
    }

    /// True if what the law demands of data that stays is met by what the document itself says.
    fn is_lawful(&self, category: usize, now: UnixTime) -> bool {
        let Self { book, home, .. } = *self;
        let facts = Facts::new(RecipientFacts::NOTHING);
        let is_met = |act: &Act| {
            let judge =
                |entry| book.law.judge(Given::at(entry), Mask::of(home), home, *act, category, &facts, now);
            book.regions.get(home).is_some_and(|entry| judge(entry).is_permitted)
        };
        !self.is_demanding(category) || Act::ALL.iter().all(is_met)
    }

    /// True if the law ever demands something of the category where it stays.
    fn is_demanding(&self, category: usize) -> bool {
        self.book.category(category).is_some_and(|rule| rule.demands.contains(self.home))
    }

    /// The position of each category asked about; `None` for one that the document does not list.
    fn categories(&self) -> impl Iterator<Item = Option<usize>> {
        let Self { book, declared, .. } = *self;
        let listed = 0..if declared.is_none() { book.categories.len() } else { 0 };
        let named = declared.into_iter().flat_map(Categories::iter);
        listed.map(Some).chain(named.map(|category| book.category_at(category)))
    }
}
