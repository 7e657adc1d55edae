//! The last step: handing an event to those who are to have it.

use alloc::boxed::Box;
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
use crate::policy::DecisionKind;
use crate::policy::Cell;
use crate::policy::Deferral;
use crate::policy::EndpointOrder;
use crate::policy::Evaluation;
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
        let mut cell = self.policy().looked_up(&request);
        let mut asked = request;
        for endpoint in self.in_order(endpoints) {
            let evaluation = self.given(&mut asked, &mut cell, endpoint, here);
            if evaluation.kind() != DecisionKind::Permit {
                continue;
            }
            if let Decision::Permit(permit) = self.decided(asked.clone(), evaluation)
                && let Ok(onward) = self.others(&permit, endpoint, endpoints, here)
            {
                return Delivery::Deliver(Deliver { event_id, tenant, endpoint, permit, onward });
            }
        }
        self.stopped(asked, endpoints, here, end)
    }

    /// Why the event is delivered to none of the endpoints.
    #[cold]
    fn stopped<'s>(
        &self,
        mut asked: Request,
        endpoints: &'s [Endpoint],
        here: Region,
        end: impl FnOnce(Cause) -> Rejection,
    ) -> Delivery<'s> {
        if endpoints.is_empty() {
            return Delivery::Drop(end(Cause::Stamp("no_endpoint")));
        }
        let mut cell = self.policy().looked_up(&asked);
        let mut refusals = Vec::new();
        for endpoint in self.in_order(endpoints) {
            let evaluation = self.given(&mut asked, &mut cell, endpoint, here);
            let stop = match self.decided(asked.clone(), evaluation) {
                Decision::Permit(permit) => match self.others(&permit, endpoint, endpoints, here) {
                    Ok(_) => continue,
                    Err(stop) => *stop,
                },
                Decision::Refuse(refusal) => Stop::Refused(refusal),
                Decision::Retry(deferral) => Stop::Later(deferral),
            };
            match stop {
                Stop::Refused(refusal) => refusals.push(refusal),
                // Another time this one may do.
                Stop::Later(deferral) => return Delivery::Retry(deferral),
            }
        }
        Delivery::Drop(end(Cause::Policy(refusals)))
    }

    /// The endpoints in the order in which the policy wants them tried.
    #[inline]
    fn in_order<'s>(&self, endpoints: &'s [Endpoint]) -> impl Iterator<Item = &'s Endpoint> + use<'s> {
        let is_given = self.policy().endpoint_order() == EndpointOrder::AsGiven;
        let first = endpoints.iter().filter(move |endpoint| is_given || endpoint.region().is_some());
        first.chain(endpoints.iter().filter(move |endpoint| !is_given && endpoint.region().is_none()))
    }

    /// Asks whether the recipient of an endpoint may be given the event.
    #[inline]
    fn given(&self, asked: &mut Request, cell: &mut Cell, to: &Endpoint, here: Region) -> Evaluation {
        asked.operation = Fact::Known(Act::Deliver);
        asked.here = Fact::Known(to.region().unwrap_or(here));
        asked.recipient = Some(Fact::Known(to.recipient()));
        asked.endpoint = Fact::Known(to.kind());
        asked.recipient_facts = to.facts().clone();
        self.policy().look_up_delivery(asked, cell);
        self.evaluated(asked, cell)
    }

    /// Decides about everybody else who is given the event through an endpoint that it may be delivered to: those behind
    /// its recipient, and the recipients of other endpoints of that name.
    #[inline]
    fn others(
        &self,
        permit: &Permit,
        endpoint: &Endpoint,
        all: &[Endpoint],
        here: Region,
    ) -> Result<Vec<Permit>, Box<Stop>> {
        let mut onward = Vec::new();
        self.behind(permit, endpoint.recipient(), &mut onward)?;
        for other in all.iter().filter(|other| other.is_same_as(endpoint)) {
            let mut asked = permit.explanation().request().clone();
            let mut cell = self.policy().looked_up(&asked);
            let evaluation = self.given(&mut asked, &mut cell, other, here);
            let permit = permitted(self.decided(asked, evaluation))?;
            self.behind(&permit, other.recipient(), &mut onward)?;
            onward.push(permit);
        }
        Ok(onward)
    }

    /// Decides about everybody behind a recipient.
    #[inline]
    fn behind(&self, given: &Permit, to: RecipientName, onward: &mut Vec<Permit>) -> Result<(), Box<Stop>> {
        for (via, recipient) in self.policy().behind(to) {
            let mut asked = given.explanation().request().clone();
            asked.operation = Fact::Known(Act::OnwardTransfer);
            asked.recipient = Some(Fact::Known(recipient));
            asked.via = Some(via);
            asked.endpoint = Fact::Absent;
            onward.push(permitted(self.decide_owned(asked))?);
        }
        Ok(())
    }
}

/// Why somebody is not given an event.
enum Stop {
    Refused(Refusal),
    Later(Deferral),
}

fn permitted(decision: Decision) -> Result<Permit, Box<Stop>> {
    match decision {
        Decision::Permit(permit) => Ok(permit),
        Decision::Refuse(refusal) => Err(Box::new(Stop::Refused(refusal))),
        Decision::Retry(deferral) => Err(Box::new(Stop::Later(deferral))),
    }
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
