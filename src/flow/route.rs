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
use crate::policy::Decision;
use crate::policy::DecisionKind;
use crate::policy::Deferral;
use crate::policy::Fact;
use crate::policy::Permit;
use crate::policy::PolicyAt;
use crate::policy::Refusal;
use crate::policy::Request;
use crate::tenant::TenantId;

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
    #[inline]
    pub fn route<'s>(&self, permit: Permit, sites: &'s [Site]) -> Result<Routed<'s>, RouteError> {
        let Some(tenant) = permit.tenant().copied() else {
            return Err(RouteError::Refused(NoRoute::new("tenant_not_resolved")));
        };
        if permit.operation() != Some(Act::Process) || permit.explanation().request().recipient.is_some() {
            return Err(RouteError::Refused(NoRoute::new("permit_of_other_operation")));
        }
        let is_changed = permit.policy() != self.policy().fingerprint() || permit.at() != self.now();
        let mut request = events::continued(permit, self.now());
        if is_changed {
            match self.decide(&request) {
                Decision::Permit(_) => {}
                Decision::Refuse(refusal) => return Err(RouteError::Refused(NoRoute::of(refusal))),
                Decision::Retry(deferral) => return Err(RouteError::Retry(deferral)),
            }
        }
        request.operation = Fact::Known(Act::Store);
        let mut cell = self.policy().looked_up(&request);
        for site in sites {
            request.here = Fact::Known(site.region());
            self.policy().look_up_here(&request, &mut cell);
            let evaluation = self.evaluated(&request, &cell);
            if evaluation.kind() != DecisionKind::Permit {
                continue;
            }
            return match self.decided(request, evaluation) {
                Decision::Permit(permit) => Ok(Routed { tenant, site, permit }),
                Decision::Refuse(refusal) => Err(RouteError::Refused(NoRoute::of(refusal))),
                Decision::Retry(deferral) => Err(RouteError::Retry(deferral)),
            };
        }
        Err(self.no_route(&request, sites))
    }

    #[cold]
    fn no_route(&self, request: &Request, sites: &[Site]) -> RouteError {
        let mut refusals = Vec::new();
        for site in sites {
            let request = Request { here: Fact::Known(site.region()), ..request.clone() };
            match self.decide_owned(request) {
                Decision::Refuse(refusal) => refusals.push((*site, refusal)),
                // Another time one of them may do.
                Decision::Retry(deferral) => return RouteError::Retry(deferral),
                Decision::Permit(_) => {}
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
/// fn forge<'s>(site: &'s domicile::flow::Site, permit: domicile::Permit) -> domicile::flow::Routed<'s> {
///     domicile::flow::Routed { tenant: "t".parse().unwrap(), site, permit }
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a routed event is not on its queue yet: stamp it and put it there"]
pub struct Routed<'s> {
    tenant: TenantId,
    site: &'s Site,
    permit: Permit,
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
        self.permit.home()
    }

    /// The permit it rests on.
    pub const fn permit(&self) -> &Permit {
        &self.permit
    }

    /// The claim that travels with the event, and what the ledger says about it.
    #[must_use]
    #[inline]
    pub fn stamp(self, event_id: EventId) -> (Stamp, Event) {
        let event = events::of(EventKind::Routed, Some(event_id), &self.tenant, &self.permit);
        let stamp = Stamp {
            event_id,
            tenant: self.tenant,
            home: self.permit.home(),
            queue: self.site.region(),
            policy: self.permit.policy(),
            issued_at: Some(self.permit.at()),
            authentication: Authentication::default(),
            categories: self.permit.into_request().categories.known().unwrap_or_default(),
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
    Retry(Deferral),
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
    refusals: Vec<(Site, Refusal)>,
    /// Why the permit itself counts no more.
    refusal: Option<Refusal>,
    code: &'static str,
}

impl NoRoute {
    const fn new(code: &'static str) -> Self {
        Self { refusals: Vec::new(), refusal: None, code }
    }

    /// The permit itself counts no more.
    fn of(refusal: Refusal) -> Self {
        let code = refusal.code();
        Self { refusals: Vec::new(), refusal: Some(refusal), code }
    }

    /// Each site with why it was refused, in the order given.
    #[must_use]
    pub fn refusals(&self) -> &[(Site, Refusal)] {
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
            ("tenant_not_resolved", ..) => {
                f.write_str("expected a permit for a resolved tenant, and this one's request was made by hand")
            }
            ("permit_of_other_operation", ..) => {
                f.write_str("expected a permit to process data here, and this one is for something else")
            }
            (_, Some(refusal), _) => write!(f, "the permit counts no more: {refusal}"),
            (_, None, []) => f.write_str("expected at least one site, and there is none"),
            (_, None, sites @ [(site, refusal), ..]) => {
                let count = sites.len();
                let name = site.name();
                write!(f, "expected a site the event may go to, and none of {count} is one; {name}: {refusal}")
            }
        }
    }
}

impl core::error::Error for NoRoute {}
