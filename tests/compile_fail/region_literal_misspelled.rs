//! A slip in a literal is no region.

use domicile::Region;
use domicile::region;

const HOME: Region = region!("eu-wst-1");

fn main() {
    let _ = HOME;
}
