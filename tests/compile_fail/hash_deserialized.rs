//! A hash is made by a profile, of a value it has normalized.

use domicile::pii::HashedIdentifier;
use domicile::pii::Meta;

fn main() {
    let _: HashedIdentifier<Meta> = serde_json::from_str(r#""62a14e44f765419d10fea99367361a72""#).unwrap();
}
