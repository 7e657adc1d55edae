//! A permit routes one event.

use domicile::Permit;
use domicile::PolicyAt;
use domicile::flow::Site;

fn main() {
    let _ = |now: PolicyAt<'_>, permit: Permit<'_>, sites: &'static [Site]| {
        let _ = now.route(permit, sites);
        let _ = now.route(permit, sites);
    };
}
