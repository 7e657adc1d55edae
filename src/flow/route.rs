//! Routing at the edge: the one regional queue of a tenant.

use alloc::vec::Vec;
use core::fmt;

use crate::audit::Event;
use crate::audit::EventDraft;
use crate::audit::EventId;
use crate::audit::EventKind;
use crate::data::Categories;
use crate::flow::envelope::Stamp;
use crate::flow::site::Site;
use crate::place::Region;
use crate::policy::Decision;
use crate::policy::Deferral;
use crate::policy::Fact;
use crate::policy::Permit;
use crate::policy::PolicyAt;
use crate::policy::Question;
use crate::policy::Refusal;
use crate::tenant::Resolved;
use crate::tenant::TenantId;

impl PolicyAt<'_> {
    /// Chooses the first of `sites` that the event may go to (T5).
    ///
    /// # Errors
    ///
    /// [`RouteError::Refused`] if there is none, with one refusal per site; if no category is declared; or if the
    /// tenant's region is only informational, which proves nothing: see [`PolicyAt::observe`].
    /// [`RouteError::Retry`] if what the resolver said has run out by now.
    // Inlined for the reason given at `admit`.
    #[inline(always)]
    pub fn route<'s>(
        &self,
        resolved: &Resolved,
        categories: &Categories,
        sites: &'s [Site],
    ) -> Result<Routed<'s>, RouteError> {
        if categories.is_empty() {
            return Err(RouteError::Refused(NoRoute { refusals: Vec::new(), code: "categories_absent" }));
        }
        let mut question = Self::question(resolved, Fact::Absent);
        for site in sites {
            question.here = Fact::Known(site.region());
            // The explanation of a refusal here is only wanted if there is no other site.
            if self.is_elsewhere(&question) {
                continue;
            }
            match self.permit_of(&question, categories) {
                Decision::Permit(permit) => {
                    return Ok(Routed {
                        tenant: *resolved.id(),
                        site,
                        categories: categories.clone(),
                        permit,
                    });
                }
                Decision::Retry(deferral) => return Err(RouteError::Retry(deferral)),
                Decision::Refuse(_) => {}
            }
        }
        Err(RouteError::Refused(self.no_route(&question, categories, sites)))
    }

    /// What is known about a resolved tenant, and where its data would be.
    #[inline]
    pub(crate) fn question(resolved: &Resolved, here: Fact<Region>) -> Question {
        Question {
            home: Fact::Known(resolved.home()),
            here,
            mode: Fact::Known(resolved.mode()),
            plan: resolved.plan().into(),
            facts_until: Some(resolved.valid_until()),
        }
    }

    #[cold]
    fn no_route(&self, question: &Question, categories: &Categories, sites: &[Site]) -> NoRoute {
        let refusals = sites.iter().filter_map(|site| {
            let question = Question { here: Fact::Known(site.region()), ..*question };
            match self.permit_of(&question, categories) {
                Decision::Refuse(refusal) => Some((*site, refusal)),
                Decision::Permit(_) | Decision::Retry(_) => None,
            }
        });
        let refusals: Vec<(Site, Refusal)> = refusals.collect();
        // One reason for all sites is the reason; if they differ, the tenant simply has no site among these.
        let code = match refusals.split_first() {
            Some(((_, first), rest)) if rest.iter().all(|(_, other)| other.code() == first.code()) => {
                first.code()
            }
            _ => "no_route",
        };
        NoRoute { refusals, code }
    }
}

/// Proof that an event may be put on a queue. Only [`PolicyAt::route`] makes one.
///
/// ```compile_fail
/// fn forge<'s>(site: &'s domicile::flow::Site, permit: domicile::Permit) -> domicile::flow::Routed<'s> {
///     domicile::flow::Routed { tenant: "t".parse().unwrap(), site, categories: Default::default(), permit }
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a routed event is not on its queue yet: stamp it and put it there"]
pub struct Routed<'s> {
    tenant: TenantId,
    site: &'s Site,
    categories: Categories,
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
        self.permit.region()
    }

    /// The permit it rests on.
    pub const fn permit(&self) -> &Permit {
        &self.permit
    }

    /// The claim that travels with the event.
    #[must_use]
    #[inline]
    pub fn stamp(&self, event_id: EventId) -> Stamp {
        Stamp {
            event_id,
            tenant: self.tenant,
            bound: self.home(),
            queue: self.site.region(),
            categories: self.categories.clone(),
            policy: self.permit.explanation().policy(),
        }
    }

    /// What the ledger says about it.
    #[must_use]
    pub fn event(&self, event_id: EventId) -> Event {
        let mut event = EventDraft::new(EventKind::Routed);
        event.event_id = Some(event_id);
        event.tenant = Some(self.tenant);
        event.tenant_region = Some(self.home());
        event.region = Some(self.site.region());
        event.policy = Some(self.permit.explanation().policy());
        event.finish()
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
    code: &'static str,
}

impl NoRoute {
    /// Each site with why it was refused, in the order given.
    #[must_use]
    pub fn refusals(&self) -> &[(Site, Refusal)] {
        &self.refusals
    }

    /// The stable code: that of the refusals if they agree, else `no_route`; `categories_absent` if nothing was
    /// declared about the data.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }
}

impl fmt::Display for NoRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected a site the event may go to, and none of {} is one", self.refusals.len())?;
        match self.refusals.first() {
            Some((site, refusal)) => write!(f, "; {}: {refusal}", site.name()),
            None => Ok(()),
        }
    }
}

impl core::error::Error for NoRoute {}
