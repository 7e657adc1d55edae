//! Routing at the edge: the one regional queue of a tenant.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::audit::Event;
use crate::audit::EventId;
use crate::audit::EventKind;
use crate::data::Categories;
use crate::flow::envelope::Authentication;
use crate::flow::envelope::Stamp;
use crate::flow::events;
use crate::flow::events::Told;
use crate::flow::site::Site;
use crate::law::Act;
use crate::place::Region;
use crate::policy::Basis;
use crate::policy::CoreRequest;
use crate::policy::Deferral;
use crate::policy::Explanation;
use crate::policy::Fact;
use crate::policy::Permit;
use crate::policy::PolicyAt;
use crate::policy::Reception;
use crate::policy::Refusal;
use crate::policy::Stopped;
use crate::tenant::Resolved;
use crate::tenant::TenantId;

impl<'p> PolicyAt<'p> {
    /// Chooses the first of `sites` at which the event may be stored, and gives up the permit for it.
    ///
    /// The permit is one of [`PolicyAt::receive`]. Under another policy, or at another instant, what it permits is
    /// decided again first.
    ///
    /// # Errors
    ///
    /// [`RouteError::Refused`] if there is none, with one refusal per site; if the permit is one of
    /// [`PolicyAt::decide`] (`tenant_not_resolved`, or `permit_not_received` where it names a tenant); or if what it
    /// permits is not permitted any more.
    /// [`RouteError::Retry`] if what the resolver said has run out by now.
    // Inlined for the reason given at `admit`.
    #[inline(always)]
    pub fn route<'a>(&self, permit: Permit<'a>, sites: &'a [Site]) -> Result<Routed<'a>, RouteError>
    where
        'p: 'a,
    {
        let is_resolved = permit.tenant().is_some();
        let Some(reception) = permit.into_reception() else { return Err(not_received(is_resolved)) };
        if !reception.basis.is_by(self) {
            self.still(&reception)?;
        }
        let Reception { resolved, categories, .. } = reception;
        for site in sites {
            if let Some(basis) = self.may_of(resolved, Act::Store, categories, site.region()) {
                return Ok(Routed { site, resolved, categories, basis });
            }
        }
        Err(self.no_route(resolved, categories, sites))
    }

    /// Checks under this policy and at this instant what a permit of another has permitted.
    #[cold]
    fn still(&self, reception: &Reception<'_>) -> Result<(), RouteError> {
        let Reception { resolved, categories, here, basis } = *reception;
        let at = basis.by.now();
        if self.now() >= at && self.may_of(resolved, Act::Process, categories, here).is_some() {
            return Ok(());
        }
        let core = CoreRequest::of(resolved, Act::Process, categories);
        let mut request = core.request(resolved.home(), here);
        if self.now() < at {
            // The clock stepped back: nothing is known about the time before the permit.
            request.home = Fact::Stale;
        }
        match self.stopped(request) {
            Stopped::Refuse(refusal) => Err(RouteError::Refused(NoRoute::of(refusal))),
            Stopped::Retry(deferral) => Err(RouteError::Retry(deferral)),
        }
    }

    #[cold]
    fn no_route(&self, resolved: &Resolved, categories: &Categories, sites: &[Site]) -> RouteError {
        let core = CoreRequest::of(resolved, Act::Store, categories);
        let mut refusals = Vec::new();
        for site in sites {
            match self.stopped(core.request(resolved.home(), site.region())) {
                Stopped::Refuse(refusal) => refusals.push((*site, refusal)),
                // Another time one of them may do.
                Stopped::Retry(deferral) => return RouteError::Retry(deferral),
            }
        }
        // One reason for all sites is the reason; if they differ, the tenant simply has no site among these.
        let code = match refusals.split_first() {
            Some(((_, first), rest)) if rest.iter().all(|(_, other)| other.code() == first.code()) => {
                first.code()
            }
            _ => "no_route",
        };
        RouteError::Refused(NoRoute { refusals, refusal: None, code })
    }
}

#[cold]
fn not_received(is_resolved: bool) -> RouteError {
    let code = if is_resolved { "permit_not_received" } else { "tenant_not_resolved" };
    RouteError::Refused(NoRoute::new(code))
}

/// Proof that an event may be put on a queue. Only [`PolicyAt::route`] makes one, and [`Routed::stamp`] takes it.
///
/// ```compile_fail
/// fn forge<'s>(site: &'s domicile::flow::Site, real: domicile::flow::Routed<'s>) -> domicile::flow::Routed<'s> {
///     domicile::flow::Routed { site, ..real }
/// }
/// ```
#[must_use = "a routed event is not on its queue yet: stamp it and put it there"]
pub struct Routed<'s> {
    site: &'s Site,
    resolved: &'s Resolved,
    categories: &'s Categories,
    basis: Basis<'s>,
}

impl<'s> Routed<'s> {
    /// The queue chosen.
    #[must_use]
    pub const fn site(&self) -> &'s Site {
        self.site
    }

    /// The tenant's home region.
    #[must_use]
    pub const fn home(&self) -> Region {
        self.resolved.home()
    }

    /// The tenant whose event it is.
    #[must_use]
    pub const fn tenant(&self) -> &TenantId {
        self.resolved.id()
    }

    /// The explanation of why it may be stored there.
    #[must_use]
    pub fn explanation(&self) -> Explanation<'_> {
        let core = CoreRequest::of(self.resolved, Act::Store, self.categories);
        self.basis.explanation(core.request(self.resolved.home(), self.site.region()))
    }

    /// The claim that travels with the event, and the event for the ledger.
    #[must_use = "the event is not on its queue before its stamp is"]
    #[inline(always)]
    pub fn stamp(self, event_id: EventId) -> (Stamp, Event) {
        let Self { site, resolved, categories, basis } = self;
        let (tenant, home, queue) = (*resolved.id(), resolved.home(), site.region());
        let told = Told { operation: Act::Store, tenant: &tenant, home, here: queue, basis: &basis };
        let event = events::of(EventKind::Routed, event_id, &told, None);
        let stamp = Stamp {
            event_id,
            tenant,
            home,
            queue,
            policy: basis.policy(),
            issued_at: Some(basis.by.now()),
            authentication: Authentication::default(),
            categories: categories.clone(),
        };
        (stamp, event)
    }
}

impl fmt::Debug for Routed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Routed").field("site", self.site).field("explanation", &self.explanation()).finish()
    }
}

impl PartialEq for Routed<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.site, self.resolved, self.explanation()) == (other.site, other.resolved, other.explanation())
    }
}

impl Eq for Routed<'_> {}

/// An event was not routed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(clippy::exhaustive_enums, reason = "refused or could not find out")]
pub enum RouteError {
    /// It may go to none of the sites.
    #[error(transparent)]
    Refused(NoRoute),
    /// It could not be found out; try again.
    #[error(transparent)]
    Retry(Deferral<'static>),
}

impl RouteError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refused) => refused.code(),
            Self::Retry(deferral) => deferral.code(),
        }
    }
}

/// No site may take the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoRoute {
    refusals: Vec<(Site, Refusal<'static>)>,
    /// Why the permit itself counts no more.
    refusal: Option<Box<Refusal<'static>>>,
    code: &'static str,
}

impl NoRoute {
    const fn new(code: &'static str) -> Self {
        Self { refusals: Vec::new(), refusal: None, code }
    }

    /// The permit itself counts no more.
    fn of(refusal: Refusal<'static>) -> Self {
        let code = refusal.code();
        Self { refusals: Vec::new(), refusal: Some(Box::new(refusal)), code }
    }

    /// Each site with why it was refused, in the order given.
    #[must_use]
    pub fn refusals(&self) -> &[(Site, Refusal<'static>)] {
        &self.refusals
    }

    /// The stable code: that of the refusals if they agree, else `no_route`; `tenant_not_resolved` for a permit that
    /// names no tenant, `permit_not_received` for another that is not of [`PolicyAt::receive`].
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }
}

impl fmt::Display for NoRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code, &self.refusal, self.refusals.as_slice()) {
            ("tenant_not_resolved", ..) => f.write_str(
                "expected a permit of `receive`, and this one is of a request that names no tenant",
            ),
            ("permit_not_received", ..) => {
                f.write_str("expected a permit of `receive`, and this one is of `decide`")
            }
            (_, Some(refusal), _) => write!(f, "the permit counts no more: {refusal}"),
            (_, None, []) => f.write_str("expected at least one site, and there is none"),
            (_, None, sites @ [(site, refusal), ..]) => {
                let count = sites.len();
                let name = site.name();
                write!(
                    f,
                    "expected a site the event may go to, and none of {count} is one; {name}: {refusal}"
                )
            }
        }
    }
}

impl core::error::Error for NoRoute {}
