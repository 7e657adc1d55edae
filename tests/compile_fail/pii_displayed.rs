//! Nor printed.

use domicile::pii::Pii;

fn main() {
    println!("{}", Pii::new("jane@example.com"));
}
