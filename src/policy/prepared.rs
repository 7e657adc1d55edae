//! A request whose names are looked up once.

use alloc::vec::Vec;

use crate::data::Categories;
use crate::digest::Digest;
use crate::law::Act;
use crate::law::RecipientFacts;
use crate::place::Region;
use crate::policy::cell::Cell;
use crate::policy::cell::Slot;
use crate::policy::decision::Decision;
use crate::policy::name::RecipientName;
use crate::policy::outcomes::Outcomes;
use crate::policy::request::EndpointKind;
use crate::policy::request::Expiry;
use crate::policy::request::Fact;
use crate::policy::request::Request;
use crate::policy::residency::PolicyAt;
use crate::policy::residency::ResidencyPolicy;
use crate::policy::rulebook::Rulebook;
use crate::tenant::Mode;
use crate::tenant::OrgId;
use crate::tenant::Plan;

/// A [`Request`] with its names looked up in one policy, for whoever asks about the same tenant, role and place again
/// and again: deciding it compares positions, not texts.
///
/// What stays the same is prepared once ([`ResidencyPolicy::prepare`]), what differs from one request to the next is
/// set ([`PreparedRequest::set_categories`] and so on), and [`PolicyAt::decide_prepared`] answers as
/// [`PolicyAt::decide`] would answer [`PreparedRequest::request`].
///
/// It remembers by fingerprint in which policy the names were looked up. Another policy, a newer edition of the same
/// one included, never takes its positions for its own: it looks the names up itself.
///
/// # Examples
///
/// ```
/// use domicile::law::Act;
/// use domicile::policy::{Expiry, Fact};
/// use domicile::{Region, Request, ResidencyPolicy, UnixTime};
///
/// let policy = ResidencyPolicy::closed();
/// let mut request = Request::new(Expiry::Never);
/// request.home = Fact::Known(Region::EuWest1);
///
/// let mut prepared = policy.prepare(request);
/// prepared.set_here(&policy, Fact::Known(Region::UsEast1));
/// prepared.set_operation(&policy, Fact::Known(Act::Store));
///
/// let now = policy.at(UnixTime::from_secs(1_795_262_400));
/// assert_eq!(now.decide_prepared(&prepared), now.decide(prepared.request()));
/// ```
#[derive(Clone, Debug)]
pub struct PreparedRequest {
    cell: Cell,
    /// What became of the checks that look at no category.
    found: Outcomes,
    categories: Vec<Slot>,
    /// Where the names were looked up.
    policy: Digest,
    request: Request,
}

impl ResidencyPolicy {
    /// Looks up the names of a request once, for many decisions.
    #[must_use]
    pub fn prepare(&self, request: Request) -> PreparedRequest {
        let cell = self.looked_up(&request);
        let categories = self.category_slots(&request);
        let found = self.rulebook().cell_checks(&cell);
        PreparedRequest { cell, found, categories, policy: self.fingerprint(), request }
    }

    fn category_slots(&self, request: &Request) -> Vec<Slot> {
        match &request.categories {
            Fact::Known(categories) => {
                let book = self.rulebook();
                let slot = |category| book.category_at(category).map_or(Slot::UNLISTED, Slot::listed);
                categories.iter().map(slot).collect()
            }
            other @ (Fact::Absent | Fact::Ambiguous | Fact::Stale | Fact::Unavailable) => {
                alloc::vec![Slot::new(&other.as_ref(), |_: &Categories| None)]
            }
        }
    }
}

impl<'p> PolicyAt<'p> {
    /// Decides a request whose names have been looked up: the same answer as [`PolicyAt::decide`] gives to
    /// [`PreparedRequest::request`], sooner.
    ///
    /// # Examples
    ///
    /// See [`PreparedRequest`].
    #[inline]
    pub fn decide_prepared<'a>(&self, prepared: &'a PreparedRequest) -> Decision<'a>
    where
        'p: 'a,
    {
        if prepared.policy != self.policy().fingerprint() {
            return self.decide(&prepared.request);
        }
        let (request, book) = (&prepared.request, self.policy().rulebook());
        let facts = book.law.facts(&request.recipient_facts, self.now());
        let slots = || prepared.categories.iter().copied();
        let evaluation = if request.expiry.has_passed(self.now()) {
            book.evaluate_each(&prepared.cell.run_out(), slots(), &facts, self.now())
        } else {
            book.evaluate_rest(prepared.found, &prepared.cell, slots(), &facts, self.now())
        };
        self.decided(request, evaluation)
    }
}

impl PreparedRequest {
    /// The request, names and all.
    #[must_use]
    pub const fn request(&self) -> &Request {
        &self.request
    }

    /// Sets the tenant: what its resolver says, until the facts run out. It stays in the same scope; of its organization
    /// nothing is known.
    #[inline]
    pub fn set_tenant(
        &mut self,
        policy: &ResidencyPolicy,
        home: Fact<Region>,
        mode: Fact<Mode>,
        plan: Fact<Plan>,
        expiry: Expiry,
    ) {
        (self.request.home, self.request.mode, self.request.plan) = (home, mode, plan);
        self.request.expiry = expiry;
        self.request.tenant = None;
        (self.request.organization, self.request.organization_region) = (Fact::Absent, Fact::Absent);
        self.look_up(policy, |cell, request, book| {
            cell.organization = Slot::ABSENT;
            (cell.home, cell.here) = book.places(&request.home, &request.here);
            cell.plan = Slot::new(&request.plan, |plan| book.plan_at(plan));
            cell.entitled = policy.entitled(&request.plan, &request.home);
            cell.mode = request.mode;
        });
    }

    /// Sets the organization that owns the tenant, and its primary region.
    #[inline]
    pub fn set_organization(
        &mut self,
        policy: &ResidencyPolicy,
        organization: Fact<OrgId>,
        region: Fact<Region>,
    ) {
        (self.request.organization, self.request.organization_region) = (organization, region);
        self.look_up(policy, |cell, request, book| {
            cell.organization = Slot::new(&request.organization_region, |region| book.region_at(region));
        });
    }

    /// Sets where the data would be.
    #[inline]
    pub fn set_here(&mut self, policy: &ResidencyPolicy, here: Fact<Region>) {
        self.request.here = here;
        self.look_up(policy, |cell, request, book| {
            cell.here = book.places(&request.home, &request.here).1;
        });
    }

    /// Sets the kinds of data.
    #[inline]
    pub fn set_categories(&mut self, policy: &ResidencyPolicy, categories: Fact<Categories>) {
        self.request.categories = categories;
        if self.is_of(policy) {
            self.categories = policy.category_slots(&self.request);
        } else {
            self.look_up_all(policy);
        }
    }

    /// Sets who is given the data, if somebody is, and what is known about them.
    #[inline]
    pub fn set_recipient(
        &mut self,
        policy: &ResidencyPolicy,
        recipient: Option<Fact<RecipientName>>,
        facts: RecipientFacts,
    ) {
        (self.request.recipient, self.request.recipient_facts) = (recipient, facts);
        self.look_up(policy, |cell, request, book| cell.recipient = book.recipient(request));
    }

    /// Sets what is done.
    #[inline]
    pub fn set_operation(&mut self, policy: &ResidencyPolicy, operation: Fact<Act>) {
        self.request.operation = operation;
        self.look_up(policy, |cell, request, _| cell.act = request.operation);
    }

    /// Sets the kind of endpoint it is delivered to.
    #[inline]
    pub fn set_endpoint(&mut self, policy: &ResidencyPolicy, endpoint: Fact<EndpointKind>) {
        self.request.endpoint = endpoint;
        self.look_up(policy, |cell, request, book| cell.endpoint = book.end(&request.endpoint));
    }

    fn is_of(&self, policy: &ResidencyPolicy) -> bool {
        self.policy == policy.fingerprint()
    }

    /// Looks up what has changed; in another policy, everything.
    #[inline]
    fn look_up(&mut self, policy: &ResidencyPolicy, change: impl FnOnce(&mut Cell, &Request, &Rulebook)) {
        if self.is_of(policy) {
            change(&mut self.cell, &self.request, policy.rulebook());
            self.found = policy.rulebook().cell_checks(&self.cell);
        } else {
            self.look_up_all(policy);
        }
    }

    #[cold]
    fn look_up_all(&mut self, policy: &ResidencyPolicy) {
        self.categories = policy.category_slots(&self.request);
        self.policy = policy.fingerprint();
        self.cell = policy.looked_up(&self.request);
        self.found = policy.rulebook().cell_checks(&self.cell);
    }
}
