//! A proof cannot be read from outside.

fn main() {
    let _: domicile::flow::Admitted<'static> = serde_json::from_str("{}").unwrap();
}
