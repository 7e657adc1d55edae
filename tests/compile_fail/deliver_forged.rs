//! Only `deliver` decides that an event is sent.

use domicile::Permit;
use domicile::TenantId;
use domicile::audit::EventId;
use domicile::flow::Deliver;
use domicile::flow::Site;

fn main() {
    let _ = |event_id: EventId, tenant: TenantId, endpoint: &'static Site, permit: Permit| Deliver {
        event_id,
        tenant,
        endpoint,
        permit,
    };
}
