//! A question whose names are looked up once.

use crate::data::DataCategory;
use crate::digest::Digest;
use crate::law::Act;
use crate::law::RecipientFacts;
use crate::place::Region;
use crate::policy::case::Case;
use crate::policy::case::Endpoint;
use crate::policy::cell::Cell;
use crate::policy::cell::Slot;
use crate::policy::fact::Fact;
use crate::policy::name::RecipientName;
use crate::policy::residency::PolicyAt;
use crate::policy::residency::ResidencyPolicy;
use crate::policy::rulebook::Rulebook;
use crate::policy::ruling::Ruling;
use crate::tenant::Mode;
use crate::tenant::Plan;
use crate::time::UnixTime;

/// A [`Case`] with its names looked up in one policy, for whoever asks about the same tenant, role and place again and
/// again: deciding it compares positions, not texts.
///
/// What stays the same is bound once ([`ResidencyPolicy::bind`]), what differs from one question to the next is set
/// ([`BoundCase::set_category`] and so on), and [`PolicyAt::decide_bound`] answers as [`PolicyAt::decide`] would answer
/// [`BoundCase::case`].
///
/// It remembers by fingerprint in which policy the names were looked up. Another policy, a newer edition of the same
/// one included, never takes its positions for its own: it looks the names up itself.
///
/// # Examples
///
/// ```
/// use domicile::policy::{Case, Fact};
/// use domicile::law::Act;
/// use domicile::{Region, ResidencyPolicy, UnixTime};
///
/// let policy = ResidencyPolicy::closed();
/// let mut case = Case::unknown();
/// case.home = Fact::Known(Region::EuWest1);
///
/// let mut bound = policy.bind(case);
/// bound.set_here(&policy, Fact::Known(Region::EuWest1));
/// bound.set_act(Fact::Known(Act::Store));
/// assert_eq!(bound.case().here, Fact::Known(Region::EuWest1));
///
/// // A policy that was not made from a document answers no cases.
/// assert!(policy.at(UnixTime::from_secs(0)).decide_bound(&bound).is_none());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct BoundCase<'f> {
    cell: Cell,
    /// Where the names were looked up.
    policy: Digest,
    case: Case<'f>,
}

impl ResidencyPolicy {
    /// Looks up the names of a case once, for many decisions.
    #[must_use]
    pub fn bind<'f>(&self, case: Case<'f>) -> BoundCase<'f> {
        let nothing = Rulebook::default();
        let cell = self.rulebook().unwrap_or(&nothing).looked_up(&case);
        BoundCase { cell, policy: self.fingerprint(), case }
    }
}

impl<'p> PolicyAt<'p> {
    /// Decides a case whose names have been looked up: the same answer as [`PolicyAt::decide`] gives to
    /// [`BoundCase::case`], sooner. `None` if the policy was made without a document.
    ///
    /// # Examples
    ///
    /// See [`BoundCase`].
    #[inline]
    pub fn decide_bound<'c>(&self, bound: &'c BoundCase<'c>) -> Option<Ruling<'p, 'c>> {
        let book = self.policy().rulebook()?;
        let is_own = bound.policy == self.policy().fingerprint();
        if is_own {
            return Some(self.ruled(book, &bound.case, &bound.cell));
        }
        Some(self.ruled(book, &bound.case, &book.looked_up(&bound.case)))
    }
}

impl<'f> BoundCase<'f> {
    /// The case, names and all.
    #[must_use]
    pub const fn case(&self) -> &Case<'f> {
        &self.case
    }

    /// The same case, of another tenant under the same scope: what its resolver says, until the facts run out.
    #[inline]
    pub fn set_tenant(
        &mut self,
        policy: &ResidencyPolicy,
        home: Fact<Region>,
        mode: Fact<Mode>,
        plan: Fact<Plan>,
        facts_until: Option<UnixTime>,
    ) {
        (self.case.home, self.case.mode, self.case.plan) = (home, mode, plan);
        self.case.facts_until = facts_until;
        self.look_up(policy, |cell, book| {
            cell.home = Slot::new(home, |region| book.region_at(region));
            cell.plan = Slot::new(plan, |plan| book.plan_at(plan));
            cell.mode = mode;
        });
    }

    /// The same case, somewhere else.
    pub fn set_here(&mut self, policy: &ResidencyPolicy, here: Fact<Region>) {
        self.case.here = here;
        self.look_up(policy, |cell, book| cell.here = Slot::new(here, |region| book.region_at(region)));
    }

    /// The same case, with another kind of data.
    pub fn set_category(&mut self, policy: &ResidencyPolicy, category: Fact<DataCategory>) {
        self.case.category = category;
        self.look_up(policy, |cell, book| {
            cell.category = Slot::new(category, |category| book.category_at(category));
        });
    }

    /// The same case, made to another recipient, of whom this is known.
    pub fn set_recipient(
        &mut self,
        policy: &ResidencyPolicy,
        recipient: Fact<RecipientName>,
        facts: &'f RecipientFacts,
    ) {
        (self.case.recipient, self.case.recipient_facts) = (recipient, facts);
        self.look_up(policy, |cell, book| {
            cell.recipient = Slot::new(recipient, |recipient| book.recipient_at(recipient));
        });
    }

    /// The same case, of something else that is done.
    pub const fn set_act(&mut self, act: Fact<Act>) {
        (self.case.act, self.cell.act) = (act, act);
    }

    /// The same case, delivered to another kind of endpoint.
    pub const fn set_endpoint(&mut self, endpoint: Fact<Endpoint>) {
        (self.case.endpoint, self.cell.endpoint) = (endpoint, endpoint);
    }

    /// Looks up one name in the policy the others were looked up in, or all of them in another one.
    fn look_up(&mut self, policy: &ResidencyPolicy, one: impl FnOnce(&mut Cell, &Rulebook)) {
        match policy.rulebook() {
            Some(book) if self.policy == policy.fingerprint() => one(&mut self.cell, book),
            _ => *self = policy.bind(self.case),
        }
    }
}
