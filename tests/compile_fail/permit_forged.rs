//! Only a policy permits.

use domicile::Permit;

fn main() {
    let _ = |real: Permit<'static>| Permit { ..real };
}
