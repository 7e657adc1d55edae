//! Only `route` chooses a queue.

use domicile::flow::Routed;
use domicile::flow::Site;

fn main() {
    let _ = |site: &'static Site, real: Routed<'static>| Routed { site, ..real };
}
