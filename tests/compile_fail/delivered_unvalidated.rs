//! What came from a queue is a claim, and is not delivered before it was admitted.

use domicile::PolicyAt;
use domicile::flow::Endpoint;
use domicile::flow::Stamp;

fn main() {
    let _ = |now: PolicyAt<'_>, stamp: Stamp, endpoints: &[Endpoint]| {
        let _ = now.deliver(stamp, endpoints);
    };
}
