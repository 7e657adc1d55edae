//! A raw personal value cannot be written out.

use domicile::pii::Pii;

fn main() {
    let raw = Pii::new("jane@example.com");
    let _ = serde_json::to_string(&raw);
}
