//! A proof cannot be read from outside.

fn main() {
    let _: domicile::flow::Routed = serde_json::from_str("{}").unwrap();
}
