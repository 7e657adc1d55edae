//! An event is delivered once for each time it is admitted.

use domicile::PolicyAt;
use domicile::flow::Admitted;
use domicile::flow::Endpoint;

fn twice<'a>(now: PolicyAt<'a>, admitted: Admitted<'a>, endpoints: &'a [Endpoint]) {
    let _ = now.deliver(admitted, endpoints);
    let _ = now.deliver(admitted, endpoints);
}

fn main() {}
