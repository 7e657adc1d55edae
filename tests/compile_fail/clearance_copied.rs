//! A proof is worth something once.

use domicile::policy::Clearance;

fn main() {
    let _ = |clearance: Clearance<'static>| (clearance.clone(), clearance);
}
