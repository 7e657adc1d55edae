//! A proof cannot be read from outside.

fn main() {
    let _: domicile::flow::Deliver = serde_json::from_str("{}").unwrap();
}
