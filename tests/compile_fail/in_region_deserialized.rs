//! A proof cannot be read from outside.

use domicile::InRegion;

fn main() {
    let _: InRegion = serde_json::from_str(r#"{"region":"eu-west-1"}"#).unwrap();
}
