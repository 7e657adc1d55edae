//! A proof cannot be read from outside.

fn main() {
    let _: domicile::policy::Clearance = serde_json::from_str("{}").unwrap();
}
