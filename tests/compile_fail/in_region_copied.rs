//! A proof is used once: the step that takes it, takes it away.

use domicile::Here;
use domicile::InRegion;
use domicile::Region;
use domicile::validate_region;

fn deliver(_: InRegion) {}

fn main() {
    let proof = validate_region(Region::EuWest1, Here(Region::EuWest1)).unwrap();
    deliver(proof);
    deliver(proof);
}
