//! A permit routes one event.

use domicile::Permit;
use domicile::PolicyAt;
use domicile::flow::Site;

fn twice<'a>(now: PolicyAt<'a>, permit: Permit<'a>, sites: &'a [Site]) {
    let _ = now.route(permit, sites);
    let _ = now.route(permit, sites);
}

fn main() {}
