//! An event is delivered once for each time it is admitted.

use domicile::PolicyAt;
use domicile::flow::Admitted;
use domicile::flow::Site;

fn main() {
    let _ = |now: PolicyAt<'_>, admitted: Admitted, sites: &[Site]| {
        let _ = now.deliver(admitted, sites);
        let _ = now.deliver(admitted, sites);
    };
}
