//! Platforms normalize differently, so the hash of one is worthless to another.

use domicile::pii::Google;
use domicile::pii::HashedIdentifier;
use domicile::pii::Meta;

fn send_to_google(_: HashedIdentifier<Google>) {}

fn main() {
    let _ = |hash: HashedIdentifier<Meta>| send_to_google(hash);
}
