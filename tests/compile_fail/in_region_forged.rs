//! A proof has no public constructor.

use domicile::InRegion;
use domicile::Region;

fn main() {
    let _ = InRegion { region: Region::EuWest1 };
}
