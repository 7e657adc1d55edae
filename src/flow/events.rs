//! From permits to what the ledger says, and to the next request.

use crate::audit::Event;
use crate::audit::EventId;
use crate::audit::EventKind;
use crate::policy::Fact;
use crate::policy::Permit;
use crate::policy::Request;
use crate::tenant::TenantId;
use crate::time::UnixTime;

/// What the ledger says about a step that a permit allowed.
#[inline]
pub(in crate::flow) fn of(
    kind: EventKind,
    event_id: Option<EventId>,
    tenant: &TenantId,
    permit: &Permit,
) -> Event {
    let mut event = Event::new(kind);
    event.event_id = event_id;
    event.tenant = Some(*tenant);
    event.tenant_region = Some(permit.home());
    event.region = Some(permit.region());
    event.policy = Some(permit.policy());
    event
}

/// The request of a permit, to be asked again. If the clock stepped back, nothing is known about the time before the
/// permit.
#[inline]
pub(in crate::flow) fn continued(permit: Permit, now: UnixTime) -> Request {
    let is_back = now < permit.at();
    let mut request = permit.into_request();
    if is_back {
        request.home = Fact::Stale;
    }
    request
}
