//! Only a policy permits.

use domicile::Permit;
use domicile::Region;
use domicile::policy::Explanation;

fn main() {
    let _ = |explanation: Explanation| Permit { region: Region::EuWest1, explanation };
}
