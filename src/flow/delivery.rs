//! The last step: handing an event to those who are to have it.

use alloc::vec::Vec;

use crate::audit::Event;
use crate::audit::EventId;
use crate::audit::EventKind;
use crate::flow::endpoint::Endpoint;
use crate::flow::events;
use crate::flow::gate::Admitted;
use crate::flow::gate::Cause;
use crate::flow::gate::Rejection;
use crate::law::Act;
use crate::place::Here;
use crate::place::Region;
use crate::policy::Decision;
use crate::policy::Deferral;
use crate::policy::EndpointOrder;
use crate::policy::Fact;
use crate::policy::Permit;
use crate::policy::PolicyAt;
use crate::policy::RecipientName;
use crate::policy::Refusal;
use crate::policy::Request;
use crate::tenant::TenantId;

impl PolicyAt<'_> {
    /// Chooses the first of `endpoints` to which the event may be delivered, and gives up the proof for it: its
    /// recipient may be given it, and so may everybody to whom that recipient hands it on.
    ///
    /// The decision is made again under this policy at this instant, so a proof that was kept too long, or earned
    /// under another policy, delivers nothing. At most 64 endpoints are looked at; more are refused.
    ///
    /// An event that was not validated cannot be delivered:
    ///
    /// ```compile_fail
    /// fn shortcut(now: domicile::PolicyAt<'_>, stamp: domicile::flow::Stamp, to: &[domicile::flow::Endpoint]) {
    ///     let _ = now.deliver(stamp, to);
    /// }
    /// ```
    // Inlined for the reason given at `admit`.
    #[inline]
    pub fn deliver<'s>(&self, admitted: Admitted, endpoints: &'s [Endpoint]) -> Delivery<'s> {
        let Admitted { event_id, tenant, permit } = admitted;
        let (home, here) = (permit.home(), permit.region());
        let end = |cause| self.rejection(event_id, tenant, Some(home), Here(here), cause);
        if endpoints.len() > MOST_ENDPOINTS {
            return Delivery::Drop(end(Cause::Stamp("too_many_endpoints")));
        }
        let request = events::continued(permit, self.now());
        let mut refusals = Vec::new();
        let mut retry = None;
        for endpoint in self.in_order(endpoints) {
            match self.hand_over(&request, endpoint, endpoints, here) {
                Handed::Over(permit, onward) => {
                    return Delivery::Deliver(Deliver { event_id, tenant, endpoint, permit, onward });
                }
                Handed::Refused(refusal) => refusals.push(refusal),
                Handed::Later(deferral) => retry = retry.or(Some(deferral)),
            }
        }
        match retry {
            Some(deferral) => Delivery::Retry(deferral),
            None if endpoints.is_empty() => Delivery::Drop(end(Cause::Stamp("no_endpoint"))),
            None => Delivery::Drop(end(Cause::Policy(refusals))),
        }
    }

    /// The endpoints in the order in which the policy wants them tried.
    #[inline]
    fn in_order<'s>(&self, endpoints: &'s [Endpoint]) -> impl Iterator<Item = &'s Endpoint> + use<'s> {
        let is_given = self.policy().endpoint_order() == EndpointOrder::AsGiven;
        let first = endpoints.iter().filter(move |endpoint| is_given || endpoint.region().is_some());
        first.chain(endpoints.iter().filter(move |endpoint| !is_given && endpoint.region().is_none()))
    }

    /// Decides about one endpoint: everybody who is given the event through it, and everybody behind them.
    #[inline]
    fn hand_over(&self, request: &Request, endpoint: &Endpoint, all: &[Endpoint], here: Region) -> Handed {
        let mut onward = Vec::new();
        let permit = match self.give(request, endpoint, here) {
            Decision::Permit(permit) => permit,
            Decision::Refuse(refusal) => return Handed::Refused(refusal),
            Decision::Retry(deferral) => return Handed::Later(deferral),
        };
        if let Some(other) = self.hand_on(&permit, endpoint.recipient(), &mut onward) {
            return other;
        }
        let same = all.iter().filter(|other| other.name() == endpoint.name());
        for other in same.filter(|other| !core::ptr::eq(*other, endpoint)) {
            match self.hand_over(request, other, &[], here) {
                Handed::Over(permit, behind) => onward.extend(core::iter::once(permit).chain(behind)),
                stopped @ (Handed::Refused(_) | Handed::Later(_)) => return stopped,
            }
        }
        Handed::Over(permit, onward)
    }

    /// Decides whether the recipient of an endpoint may be given the event.
    #[inline]
    fn give(&self, request: &Request, to: &Endpoint, here: Region) -> Decision {
        let mut asked = request.clone();
        asked.operation = Fact::Known(Act::Deliver);
        asked.here = Fact::Known(to.region().unwrap_or(here));
        asked.recipient = Some(Fact::Known(to.recipient()));
        asked.endpoint = Fact::Known(to.kind());
        asked.recipient_facts = to.facts().clone();
        self.decide_owned(asked)
    }

    /// Decides about everybody behind a recipient; says what stands in the way.
    fn hand_on(&self, delivered: &Permit, to: RecipientName, onward: &mut Vec<Permit>) -> Option<Handed> {
        for (via, recipient) in self.policy().behind(to) {
            let mut asked = delivered.explanation().request().clone();
            asked.operation = Fact::Known(Act::OnwardTransfer);
            asked.recipient = Some(Fact::Known(recipient));
            asked.via = Some(via);
            asked.endpoint = Fact::Absent;
            match self.decide_owned(asked) {
                Decision::Permit(permit) => onward.push(permit),
                Decision::Refuse(refusal) => return Some(Handed::Refused(refusal)),
                Decision::Retry(deferral) => return Some(Handed::Later(deferral)),
            }
        }
        None
    }
}

/// What became of one endpoint.
enum Handed {
    Over(Permit, Vec<Permit>),
    Refused(Refusal),
    Later(Deferral),
}

/// What becomes of an admitted event. Dropping is a result, not an error.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
#[expect(clippy::exhaustive_enums, reason = "sent, dropped or put back")]
pub enum Delivery<'s> {
    /// Send it.
    Deliver(Deliver<'s>),
    /// Drop it or set it aside, and keep the record: it may be delivered to none of the endpoints.
    Drop(Rejection),
    /// Put it back: the facts behind the proof have run out, or something could not be found out.
    Retry(Deferral),
}

/// Proof that an event may be sent to an endpoint. Only [`PolicyAt::deliver`] makes one, and [`Deliver::settle`] takes it.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "nothing is sent yet"]
pub struct Deliver<'s> {
    event_id: EventId,
    tenant: TenantId,
    endpoint: &'s Endpoint,
    permit: Permit,
    /// For the others who are given it there, and for those to whom they hand it on.
    onward: Vec<Permit>,
}

impl<'s> Deliver<'s> {
    /// Where to send it.
    #[must_use]
    pub const fn endpoint(&self) -> &'s Endpoint {
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

    /// The region from which it is sent.
    #[must_use]
    pub const fn region(&self) -> Region {
        self.permit.region()
    }

    /// The permit it rests on.
    pub const fn permit(&self) -> &Permit {
        &self.permit
    }

    /// The permits for whoever else is given it: the endpoint's other recipients, and those behind each of them.
    pub fn onward(&self) -> &[Permit] {
        &self.onward
    }

    /// What the ledger says about it, once it has been sent: the delivery, and then each hand-over to somebody else.
    #[inline]
    pub fn settle(self) -> impl Iterator<Item = Event> {
        let Self { event_id, tenant, permit, onward, .. } = self;
        let event = move |permit: &Permit| events::of(EventKind::Delivered, Some(event_id), &tenant, permit);
        let first = event(&permit);
        core::iter::once(first).chain(onward.into_iter().map(move |permit| event(&permit)))
    }
}

/// The most endpoints of one delivery.
const MOST_ENDPOINTS: usize = 64;
