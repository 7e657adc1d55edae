//! A region outside the table is made by parsing alone, so no region has a second spelling.

use domicile::Region;
use domicile::place::RegionCode;

fn main() {
    let _ = Region::Other(RegionCode("aws:eu-west-1"));
}
