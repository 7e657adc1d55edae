//! Only `admit` lets an event in.

use domicile::Permit;
use domicile::TenantId;
use domicile::audit::EventId;
use domicile::data::Categories;
use domicile::flow::Admitted;

fn main() {
    let _ = |event_id: EventId, tenant: TenantId, categories: Categories, permit: Permit| Admitted {
        event_id,
        tenant,
        categories,
        permit,
    };
}
