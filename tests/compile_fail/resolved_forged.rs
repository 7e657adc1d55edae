//! Only `resolve` finds out who a tenant is: an embedder has the facts, and not the proof.

use domicile::tenant::Known;
use domicile::tenant::Resolved;

fn main() {
    let _ = |known: Known| Resolved { known };
}
