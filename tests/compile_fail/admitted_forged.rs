//! Only `admit` lets an event in.

use domicile::Permit;
use domicile::TenantId;
use domicile::audit::EventId;
use domicile::flow::Admitted;

fn main() {
    let _ = |event_id: EventId, tenant: TenantId, permit: Permit| Admitted { event_id, tenant, permit };
}
