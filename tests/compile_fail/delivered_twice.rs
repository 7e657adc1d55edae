//! An event is delivered once for each time it is admitted.

use domicile::PolicyAt;
use domicile::flow::Admitted;
use domicile::flow::Endpoint;

fn main() {
    let _ = |now: PolicyAt<'_>, admitted: Admitted, endpoints: &[Endpoint]| {
        let _ = now.deliver(admitted, endpoints);
        let _ = now.deliver(admitted, endpoints);
    };
}
