//! The last step: handing an event to where it is sent from.

use crate::audit::Event;
use crate::audit::EventDraft;
use crate::audit::EventId;
use crate::audit::EventKind;
use crate::flow::gate::Admitted;
use crate::flow::gate::Cause;
use crate::flow::gate::Rejection;
use crate::flow::site::Site;
use crate::place::Here;
use crate::place::Region;
use crate::policy::Decision;
use crate::policy::Deferral;
use crate::policy::Fact;
use crate::policy::Permit;
use crate::policy::PolicyAt;
use crate::tenant::TenantId;

impl PolicyAt<'_> {
    /// Chooses the first of `endpoints` the event may be sent through, and gives up the proof for it.
    ///
    /// The decision is made again under this policy at this instant, so a proof that was kept too long, or earned
    /// under another policy, delivers nothing.
    ///
    /// An event that was not validated cannot be delivered:
    ///
    /// ```compile_fail
    /// fn shortcut(now: domicile::PolicyAt<'_>, stamp: domicile::flow::Stamp, sites: &[domicile::flow::Site]) {
    ///     let _ = now.deliver(stamp, sites);
    /// }
    /// ```
    // Inlined for the reason given at `admit`.
    #[inline(always)]
    pub fn deliver<'s>(&self, admitted: Admitted, endpoints: &'s [Site]) -> Delivery<'s> {
        let Admitted { event_id, tenant, categories, permit } = admitted;
        let mut question = *permit.explanation().question();
        if self.now() < permit.explanation().at() {
            // The clock stepped back: nothing is known about the time before the proof.
            question.home = Fact::Stale;
        }
        for endpoint in endpoints {
            question.here = Fact::Known(endpoint.region());
            if self.is_elsewhere(&question) {
                continue;
            }
            match self.permit_of(&question, &categories) {
                Decision::Permit(permit) => {
                    return Delivery::Deliver(Deliver { event_id, tenant, endpoint, permit });
                }
                Decision::Retry(deferral) => return Delivery::Retry(deferral),
                Decision::Refuse(_) => {}
            }
        }
        // All were refused; the last one's refusal stands for them.
        let cause = match self.permit_of(&question, &categories) {
            Decision::Refuse(refusal) if !endpoints.is_empty() => Cause::Policy(refusal),
            Decision::Refuse(_) | Decision::Permit(_) | Decision::Retry(_) => Cause::Stamp("no_endpoint"),
        };
        let home = permit.region();
        Delivery::Drop(self.rejection(event_id, tenant, Some(home), Here(home), cause))
    }
}

/// What becomes of an admitted event. Dropping is a result, not an error.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
#[expect(clippy::exhaustive_enums, reason = "sent, dropped or put back")]
pub enum Delivery<'s> {
    /// Send it.
    Deliver(Deliver<'s>),
    /// Drop it or set it aside, and keep the record: it may go through none of the endpoints.
    Drop(Rejection),
    /// Put it back: the facts behind the proof have run out.
    Retry(Deferral),
}

impl Delivery<'_> {
    /// What the ledger says about it; nothing for an event that is put back.
    #[must_use]
    pub fn event(&self) -> Option<Event> {
        match self {
            Self::Deliver(deliver) => Some(deliver.event()),
            Self::Drop(rejection) => Some(rejection.event()),
            Self::Retry(_) => None,
        }
    }
}

/// Proof that an event may be sent through an endpoint. Only [`PolicyAt::deliver`] makes one.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "nothing is sent yet"]
pub struct Deliver<'s> {
    event_id: EventId,
    tenant: TenantId,
    endpoint: &'s Site,
    permit: Permit,
}

impl<'s> Deliver<'s> {
    /// Where to send it from.
    #[must_use]
    pub const fn endpoint(&self) -> &'s Site {
        self.endpoint
    }

    /// The event.
    #[must_use]
    pub const fn event_id(&self) -> EventId {
        self.event_id
    }

    /// Whose it is.
    #[must_use]
    pub const fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// The region in which all of it happens.
    #[must_use]
    pub const fn region(&self) -> Region {
        self.permit.region()
    }

    /// What the ledger says about it, to be appended once it has been sent.
    #[must_use]
    #[inline]
    pub fn event(&self) -> Event {
        let mut event = EventDraft::new(EventKind::Delivered);
        event.event_id = Some(self.event_id);
        event.tenant = Some(self.tenant);
        event.tenant_region = Some(self.permit.region());
        event.region = Some(self.endpoint.region());
        event.policy = Some(self.permit.explanation().policy());
        event.finish()
    }
}
