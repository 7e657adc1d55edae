//! From steps to what the ledger says.

use crate::audit::Event;
use crate::audit::EventId;
use crate::audit::EventKind;
use crate::policy::Step;

/// What the ledger says about a step that was permitted.
#[inline]
pub(in crate::flow) fn of(kind: EventKind, event_id: EventId, step: &Step) -> Event {
    let mut event = Event::new(kind);
    event.event_id = Some(event_id);
    event.tenant = Some(step.core.tenant);
    event.tenant_region = Some(step.home);
    event.region = Some(step.here);
    event.policy = Some(step.policy);
    event
}
