//! A proof is worth something once.

use domicile::Permit;
use domicile::flow::Admitted;
use domicile::flow::Deliver;
use domicile::flow::Routed;

fn main() {
    let _ = |permit: Permit<'static>| (permit.clone(), permit);
    let _ = |routed: Routed<'static>| (routed.clone(), routed);
    let _ = |admitted: Admitted<'_>| (admitted.clone(), admitted);
    let _ = |deliver: Deliver<'static>| (deliver.clone(), deliver);
}
