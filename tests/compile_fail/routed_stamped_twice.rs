//! An event is put on its queue once for each time it is routed.

use domicile::audit::EventId;
use domicile::flow::Routed;

fn main() {
    let _ = |routed: Routed<'static>, one: EventId, other: EventId| (routed.stamp(one), routed.stamp(other));
}
