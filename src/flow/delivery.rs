//! The last step: handing an event to those who are to have it.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::audit::Event;
use crate::audit::EventId;
use crate::audit::EventKind;
use crate::flow::endpoint::Endpoint;
use crate::flow::events;
use crate::flow::events::Told;
use crate::flow::gate::Admitted;
use crate::flow::gate::Cause;
use crate::flow::gate::Rejection;
use crate::law::Act;
use crate::law::RecipientFacts;
use crate::place::Here;
use crate::place::Region;
use crate::policy::Basis;
use crate::policy::CoreRequest;
use crate::policy::Deferral;
use crate::policy::EndpointKind;
use crate::policy::EndpointOrder;
use crate::policy::Explanation;
use crate::policy::Fact;
use crate::policy::PolicyAt;
use crate::policy::RecipientName;
use crate::policy::Request;
use crate::policy::Step;
use crate::policy::To;
use crate::tenant::TenantId;
use crate::time::UnixTime;

impl<'p> PolicyAt<'p> {
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
    #[inline(always)]
    pub fn deliver<'s>(&self, admitted: Admitted<'s>, endpoints: &'s [Endpoint]) -> Delivery<'s>
    where
        'p: 's,
    {
        match self.plain_endpoint(&admitted.step, endpoints) {
            Some(endpoint) => {
                let Admitted { event_id, step: Step { core, home, .. } } = admitted;
                let core = CoreRequest { operation: Act::Deliver, ..core };
                let step = Step { core, home, here: home, basis: Basis::plain(*self) };
                Delivery::Deliver(Deliver { event_id, endpoint, step, onward: Vec::new() })
            }
            None => self.deliver_at_length(admitted, endpoints),
        }
    }

    /// The first endpoint to which the event may be delivered, if that needs no judging and nobody else is given it there.
    #[inline(always)]
    fn plain_endpoint<'s>(&self, step: &Step<'s>, endpoints: &'s [Endpoint]) -> Option<&'s Endpoint> {
        if self.now() < step.basis.by.now() || endpoints.len() > MOST_ENDPOINTS {
            return None;
        }
        let is_given = self.policy().endpoint_order() == EndpointOrder::AsGiven;
        for endpoint in endpoints {
            match endpoint.region_ref() {
                Some(region) if self.is_elsewhere(*step.home, *region) => {}
                Some(region) if region != step.home => return None,
                Some(_) => {
                    let is_alone = !endpoints.iter().any(|other| other.is_same_as(endpoint));
                    let is_plain =
                        is_alone && self.is_plain_delivery(&step.core, *step.home, endpoint.recipient());
                    return is_plain.then_some(endpoint);
                }
                // One for the whole world is not plain, and is tried in its turn.
                None if is_given => return None,
                None => {}
            }
        }
        None
    }

    #[inline(never)]
    fn deliver_at_length<'s>(&self, admitted: Admitted<'s>, endpoints: &'s [Endpoint]) -> Delivery<'s>
    where
        'p: 's,
    {
        let Admitted { event_id, step: Step { mut core, home, here, basis } } = admitted;
        let at = basis.by.now();
        core.operation = Act::Deliver;
        let tenant = *core.tenant;
        let end = |cause| self.rejection(*event_id, tenant, Some(*home), Here(*here), cause);
        if self.now() < at || endpoints.len() > MOST_ENDPOINTS {
            return self.stopped_delivery(&core, [home, here], at, endpoints, end);
        }
        for endpoint in self.in_order(endpoints) {
            let region = endpoint.region_ref().unwrap_or(here);
            let Some(basis) = self.may_give(&core, *home, *region, &endpoint.to()) else { continue };
            let Ok(onward) = self.others(&core, [home, here], endpoint, endpoints) else { continue };
            let step = Step { core, home, here: region, basis };
            return Delivery::Deliver(Deliver { event_id, endpoint, step, onward });
        }
        self.stopped_delivery(&core, [home, here], at, endpoints, end)
    }

    /// Why the event is delivered to none of the endpoints.
    #[cold]
    fn stopped_delivery<'s>(
        &self,
        core: &CoreRequest<'s>,
        [home, here]: [&'s Region; 2],
        at: UnixTime,
        endpoints: &'s [Endpoint],
        end: impl FnOnce(Cause) -> Rejection,
    ) -> Delivery<'s> {
        if endpoints.is_empty() {
            return Delivery::Drop(end(Cause::Stamp("no_endpoint")));
        }
        if endpoints.len() > MOST_ENDPOINTS {
            return Delivery::Drop(end(Cause::Stamp("too_many_endpoints")));
        }
        let (mut first, mut more) = (None, Vec::new());
        for endpoint in self.in_order(endpoints) {
            let region = endpoint.region_ref().unwrap_or(here);
            let mut request = endpoint.to().request(core, *home, *region);
            if self.now() < at {
                // The clock stepped back: nothing is known about the time before the proof.
                request.home = Fact::Stale;
            } else if self.may_give(core, *home, *region, &endpoint.to()).is_some()
                && let Err(other) = self.others(core, [home, here], endpoint, endpoints)
            {
                request = *other;
            }
            match self.refused_or_not_now(request) {
                Ok(refusal) if first.is_none() => first = Some(refusal),
                Ok(refusal) => more.push(refusal),
                // Another time this one may do.
                Err(deferral) => return Delivery::Retry(deferral),
            }
        }
        // There is an endpoint, so there is a refusal.
        Delivery::Drop(end(first.map_or(Cause::Stamp("no_endpoint"), |first| Cause::Policy(first, more))))
    }

    /// The endpoints in the order in which the policy wants them tried.
    fn in_order<'s>(&self, endpoints: &'s [Endpoint]) -> impl Iterator<Item = &'s Endpoint> + use<'s> {
        let is_given = self.policy().endpoint_order() == EndpointOrder::AsGiven;
        let first = endpoints.iter().filter(move |endpoint| is_given || endpoint.region().is_some());
        first.chain(endpoints.iter().filter(move |endpoint| !is_given && endpoint.region().is_none()))
    }

    /// Decides about everybody else who is given the event through an endpoint that it may be delivered to: those behind
    /// its recipient, and the recipients of other endpoints of that name with those behind them. The error is the request
    /// that is not permitted.
    fn others<'s>(
        &self,
        core: &CoreRequest<'s>,
        [home, here]: [&'s Region; 2],
        endpoint: &'s Endpoint,
        all: &'s [Endpoint],
    ) -> Result<Vec<Onward<'s>>, Box<Request>>
    where
        'p: 's,
    {
        let mut onward = Vec::new();
        let region = endpoint.region_ref().unwrap_or(here);
        self.behind(core, [home, region], endpoint, &mut onward)?;
        for other in all.iter().filter(|other| other.is_same_as(endpoint)) {
            let region = other.region_ref().unwrap_or(here);
            onward.push(self.given(core, [home, region], &other.to())?);
            self.behind(core, [home, region], other, &mut onward)?;
        }
        Ok(onward)
    }

    /// Decides about everybody behind the recipient of an endpoint.
    fn behind<'s>(
        &self,
        core: &CoreRequest<'s>,
        regions: [&'s Region; 2],
        endpoint: &'s Endpoint,
        onward: &mut Vec<Onward<'s>>,
    ) -> Result<(), Box<Request>>
    where
        'p: 's,
    {
        for (via, recipient) in self.policy().behind(endpoint.recipient()) {
            let core = CoreRequest { operation: Act::OnwardTransfer, ..*core };
            let to = To { recipient, via: Some(via), endpoint: None, facts: RecipientFacts::NOTHING };
            onward.push(self.given(&core, regions, &to)?);
        }
        Ok(())
    }

    fn given<'s>(
        &self,
        core: &CoreRequest<'s>,
        [home, region]: [&'s Region; 2],
        to: &To<'s>,
    ) -> Result<Onward<'s>, Box<Request>>
    where
        'p: 's,
    {
        match self.may_give(core, *home, *region, to) {
            Some(basis) => Ok(Onward {
                step: Step { core: *core, home, here: region, basis },
                recipient: to.recipient,
                via: to.via,
                endpoint: to.endpoint,
                facts: to.facts,
            }),
            None => Err(Box::new(to.request(core, *home, *region))),
        }
    }
}

/// The outcome for an admitted event. Dropping is a result, not an error.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
#[expect(clippy::exhaustive_enums, reason = "sent, dropped or put back")]
pub enum Delivery<'s> {
    /// Send it.
    Deliver(Deliver<'s>),
    /// Drop it or set it aside, and keep the record: it may be delivered to none of the endpoints.
    Drop(Rejection),
    /// Put it back: the facts behind the proof have run out, or something could not be found out.
    Retry(Deferral<'static>),
}

/// Proof that an event may be sent to an endpoint. Only [`PolicyAt::deliver`] makes one, and [`Deliver::settle`] takes it.
#[derive(PartialEq, Eq)]
#[must_use = "nothing is sent yet"]
pub struct Deliver<'s> {
    event_id: &'s EventId,
    endpoint: &'s Endpoint,
    step: Step<'s>,
    /// For the others who are given it there, and for those to whom they hand it on.
    onward: Vec<Onward<'s>>,
}

impl<'s> Deliver<'s> {
    /// The endpoint to send it to.
    #[must_use]
    pub const fn endpoint(&self) -> &'s Endpoint {
        self.endpoint
    }

    /// The event.
    #[must_use]
    pub const fn event_id(&self) -> EventId {
        *self.event_id
    }

    /// The tenant whose event it is.
    #[must_use]
    pub const fn tenant(&self) -> &TenantId {
        self.step.core.tenant
    }

    /// The region from which it is sent.
    #[must_use]
    pub const fn region(&self) -> Region {
        *self.step.here
    }

    /// The explanation of why it may be delivered.
    #[must_use]
    pub fn explanation(&self) -> Explanation<'_> {
        self.step.explanation(Some(&self.endpoint.to()))
    }

    /// Everybody else who is given it: the endpoint's other recipients, and those behind each of them.
    #[must_use]
    pub fn onward(&self) -> &[Onward<'s>] {
        &self.onward
    }

    /// The events for the ledger, once it has been sent: the delivery, and then each hand-over to somebody else.
    #[inline(always)]
    pub fn settle(self) -> impl Iterator<Item = Event> {
        Settled {
            is_told: false,
            onward: self.onward.into_iter(),
            event_id: self.event_id,
            endpoint: self.endpoint,
            step: self.step,
        }
    }
}

impl fmt::Debug for Deliver<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deliver")
            .field("event_id", self.event_id)
            .field("endpoint", self.endpoint)
            .field("explanation", &self.explanation())
            .field("onward", &self.onward)
            .finish()
    }
}

/// What a delivery that was made leaves to write down.
struct Settled<'s> {
    event_id: &'s EventId,
    endpoint: &'s Endpoint,
    step: Step<'s>,
    is_told: bool,
    onward: alloc::vec::IntoIter<Onward<'s>>,
}

impl Iterator for Settled<'_> {
    type Item = Event;

    #[inline(always)]
    fn next(&mut self) -> Option<Event> {
        if !self.is_told {
            self.is_told = true;
            return Some(delivered(self.event_id, &self.step, &self.endpoint.to()));
        }
        let onward = self.onward.next()?;
        Some(onward.event(self.event_id))
    }
}

#[inline(always)]
fn delivered(event_id: &EventId, step: &Step<'_>, to: &To<'_>) -> Event {
    events::of(EventKind::Delivered, *event_id, &Told::of(step), Some(to))
}

/// Somebody who is given a delivered event besides the recipient of its endpoint. Only [`PolicyAt::deliver`] finds out
/// that they may be, and [`Deliver::settle`] writes it down.
#[derive(PartialEq, Eq)]
pub struct Onward<'s> {
    step: Step<'s>,
    recipient: RecipientName,
    via: Option<RecipientName>,
    endpoint: Option<EndpointKind>,
    facts: &'s RecipientFacts,
}

impl Onward<'_> {
    #[inline(never)]
    fn event(&self, event_id: &EventId) -> Event {
        delivered(event_id, &self.step, &self.to())
    }

    /// The recipient.
    #[must_use]
    pub const fn recipient(&self) -> RecipientName {
        self.recipient
    }

    /// The recipient that hands it on to them; `None` for another recipient of the endpoint.
    #[must_use]
    pub const fn via(&self) -> Option<RecipientName> {
        self.via
    }

    /// The explanation of why they may be given it.
    #[must_use]
    pub fn explanation(&self) -> Explanation<'_> {
        self.step.explanation(Some(&self.to()))
    }

    fn to(&self) -> To<'_> {
        To { recipient: self.recipient, via: self.via, endpoint: self.endpoint, facts: self.facts }
    }
}

impl fmt::Debug for Onward<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Onward").field("explanation", &self.explanation()).finish_non_exhaustive()
    }
}

/// The most endpoints of one delivery.
const MOST_ENDPOINTS: usize = 64;
