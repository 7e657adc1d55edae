//! A hash is made by a profile, of a value it has normalized.

use domicile::pii::HashedIdentifier;
use domicile::pii::Meta;

fn main() {
    let _ = HashedIdentifier::<Meta> {};
}
