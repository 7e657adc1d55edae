//! Only `admit` lets an event in.

use domicile::audit::EventId;
use domicile::flow::Admitted;

fn main() {
    let _ = |event_id: &'static EventId, real: Admitted<'static>| Admitted { event_id, ..real };
}
