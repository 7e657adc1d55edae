//! Home and here are of two types.

use domicile::Here;
use domicile::Region;
use domicile::validate_region;

fn main() {
    let _ = validate_region(Here(Region::EuWest1), Region::EuWest1);
}
