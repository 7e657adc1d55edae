//! Nor inside of something else.

use domicile::flow::Envelope;
use domicile::flow::Stamp;
use domicile::pii::Pii;

fn main() {
    let _ = |stamp: Stamp, body: Pii<String>| serde_json::to_string(&Envelope { stamp, body });
}
