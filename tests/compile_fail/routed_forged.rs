//! Only `route` chooses a queue.

use domicile::Permit;
use domicile::TenantId;
use domicile::data::Categories;
use domicile::flow::Routed;
use domicile::flow::Site;

fn main() {
    let _ = |tenant: TenantId, site: &'static Site, categories: Categories, permit: Permit| Routed {
        tenant,
        site,
        categories,
        permit,
    };
}
