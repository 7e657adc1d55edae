//! A proof cannot be read from outside.

fn main() {
    let _: domicile::Permit = serde_json::from_str("{}").unwrap();
}
