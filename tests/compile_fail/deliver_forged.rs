//! Only `deliver` decides that an event is sent, and to whom.

use domicile::flow::Deliver;
use domicile::flow::Endpoint;

fn main() {
    let _ = |endpoint: &'static Endpoint, real: Deliver<'static>| Deliver { endpoint, ..real };
}
