//! A hash is made by a profile, of a value it has normalized.

use domicile::digest::Digest;
use domicile::pii::Encoding;
use domicile::pii::HashedIdentifier;
use domicile::pii::Meta;

fn main() {
    let _ = HashedIdentifier::<Meta>::new(Digest::of(b"Jane@Example.com"), Encoding::Hex);
}
