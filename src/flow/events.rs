//! From permits to what the ledger says.

use crate::audit::Event;
use crate::audit::EventId;
use crate::audit::EventKind;
use crate::policy::Permit;

/// What the ledger says about a step that a permit allowed.
#[inline]
pub(in crate::flow) fn of(kind: EventKind, event_id: EventId, permit: &Permit<'_>) -> Event {
    let mut event = Event::new(kind);
    event.event_id = Some(event_id);
    event.tenant = permit.tenant().copied();
    event.tenant_region = Some(permit.home());
    event.region = Some(permit.region());
    event.policy = Some(permit.policy());
    event
}
