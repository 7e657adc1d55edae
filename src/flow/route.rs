//! Routing at the edge: the one regional queue of a tenant.

use alloc::vec::Vec;
use core::fmt;

use crate::audit::Event;
use crate::audit::EventId;
use crate::audit::EventKind;
use crate::flow::envelope::Authentication;
use crate::flow::envelope::Stamp;
use crate::flow::events;
use crate::flow::site::Site;
use crate::law::Act;
use crate::place::Region;
use crate::policy::CoreRequest;
use crate::policy::Deferral;
use crate::policy::Explanation;
use crate::policy::Fact;
use crate::policy::Permit;
use crate::policy::PolicyAt;
use crate::policy::Refusal;
use crate::policy::Step;
use crate::policy::Stopped;
use crate::tenant::TenantId;
use crate::time::UnixTime;

impl PolicyAt<'_> {
    /// Chooses the first of `sites` at which the event may be stored, and gives up the permit for it.
    ///
    /// The permit is one of [`PolicyAt::receive`]. Under another policy, or at another instant, what it permits is
    /// decided again first.
    ///
    /// # Errors
    ///
    /// [`RouteError::Refused`] if there is none, with one refusal per site; if the permit names no tenant, because its
    /// request was made by hand, or permits something else than to process; or if the tenant's region is only
    /// informational, which proves nothing: see [`PolicyAt::observe`].
    /// [`RouteError::Retry`] if what the resolver said has run out by now.
    // Inlined for the reason given at `admit`.
    #[inline(always)]
    pub fn route<'s>(&self, permit: Permit<'_>, sites: &'s [Site]) -> Result<Routed<'s>, RouteError> {
        let (at, policy, is_resolved) = (permit.at(), permit.policy(), permit.tenant().is_some());
        let own = permit.into_core().filter(|(core, ..)| core.operation == Act::Process);
        let Some((mut core, home, here)) = own else {
            let code = if is_resolved { "permit_of_other_operation" } else { "tenant_not_resolved" };
            return Err(RouteError::Refused(NoRoute::new(code)));
        };
        if at != self.now() || policy != self.policy().fingerprint() {
            self.still(&core, home, here, at)?;
        }
        core.operation = Act::Store;
        for site in sites {
            if let Some(basis) = self.may(&core, home, site.region()) {
                return Ok(Routed { site, step: self.step(core, home, site.region(), basis) });
            }
        }
        Err(self.no_route(&core, home, sites))
    }

    /// Checks under this policy and at this instant what a permit of another has permitted.
    #[cold]
    fn still(&self, core: &CoreRequest, home: Region, here: Region, at: UnixTime) -> Result<(), RouteError> {
        if self.now() >= at && self.may(core, home, here).is_some() {
            return Ok(());
        }
        let mut request = core.request(home, here);
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
    fn no_route(&self, core: &CoreRequest, home: Region, sites: &[Site]) -> RouteError {
        let mut refusals = Vec::new();
        for site in sites {
            match self.stopped(core.request(home, site.region())) {
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

/// Proof that an event may be put on a queue. Only [`PolicyAt::route`] makes one, and [`Routed::stamp`] takes it.
///
/// ```compile_fail
/// fn forge<'s>(site: &'s domicile::flow::Site, real: domicile::flow::Routed<'s>) -> domicile::flow::Routed<'s> {
///     domicile::flow::Routed { site, ..real }
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a routed event is not on its queue yet: stamp it and put it there"]
pub struct Routed<'s> {
    site: &'s Site,
    step: Step,
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
        self.step.home
    }

    /// Whose event it is.
    #[must_use]
    pub const fn tenant(&self) -> &TenantId {
        &self.step.core.tenant
    }

    /// Why it may be stored there.
    #[must_use]
    pub fn explanation(&self) -> Explanation<'_> {
        self.step.explanation(None)
    }

    /// The claim that travels with the event, and what the ledger says about it.
    #[must_use = "the event is not on its queue before its stamp is"]
    #[inline]
    pub fn stamp(self, event_id: EventId) -> (Stamp, Event) {
        let event = events::of(EventKind::Routed, event_id, &self.step, None);
        let Step { core, home, at, policy, .. } = self.step;
        let stamp = Stamp {
            event_id,
            tenant: core.tenant,
            home,
            queue: self.site.region(),
            policy,
            issued_at: Some(at),
            authentication: Authentication::default(),
            categories: core.categories,
        };
        (stamp, event)
    }
}

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
    refusal: Option<Refusal<'static>>,
    code: &'static str,
}

impl NoRoute {
    const fn new(code: &'static str) -> Self {
        Self { refusals: Vec::new(), refusal: None, code }
    }

    /// The permit itself counts no more.
    fn of(refusal: Refusal<'static>) -> Self {
        let code = refusal.code();
        Self { refusals: Vec::new(), refusal: Some(refusal), code }
    }

    /// Each site with why it was refused, in the order given.
    #[must_use]
    pub fn refusals(&self) -> &[(Site, Refusal<'static>)] {
        &self.refusals
    }

    /// The stable code: that of the refusals if they agree, else `no_route`; `tenant_not_resolved` for a permit that
    /// names no tenant, `permit_of_other_operation` for one that does not permit to process.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }
}

impl fmt::Display for NoRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code, &self.refusal, self.refusals.as_slice()) {
            ("tenant_not_resolved", ..) => f.write_str(
                "expected a permit for a resolved tenant, and this one's request was made by hand",
            ),
            ("permit_of_other_operation", ..) => {
                f.write_str("expected a permit to process data here, and this one is for something else")
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
