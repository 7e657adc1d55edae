//! A proof cannot be read from outside.

fn main() {
    let _: domicile::tenant::Resolved = serde_json::from_str("{}").unwrap();
}
