//! Only a ruling that permits clears a case.

use domicile::PolicyAt;
use domicile::Region;
use domicile::policy::Clearance;
use domicile::policy::Recording;

fn main() {
    let _ = |policy: PolicyAt<'static>| Clearance {
        home: Region::EuWest1,
        here: Region::EuWest1,
        valid_until: None,
        recording: Recording::NotRequired,
        policy,
    };
}
