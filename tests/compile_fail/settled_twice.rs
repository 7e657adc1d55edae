//! A delivery is written down once.

use domicile::flow::Deliver;

fn main() {
    let _ = |deliver: Deliver<'static>| deliver.settle().chain(deliver.settle()).count();
}
