//! A stamp read from a queue is written back as it was, and whatever it says, an event is admitted only in the region
//! that the resolver names, and delivered only there.
#![no_main]

use std::sync::LazyLock;

use domicile::flow::{Delivery, NotAdmitted, Site, Stamp};
use domicile::tenant::{Directory, Epoch, Residency, Tenant};
use domicile::{Here, Region, ResidencyPolicy, TenantId, UnixTime};
use libfuzzer_sys::fuzz_target;

const NOW: UnixTime = UnixTime::from_secs(1_795_262_400);

static TENANTS: LazyLock<Directory> = LazyLock::new(|| {
    let builder = Directory::builder();
    let builder = builder.with(Tenant::new(id("shop-1"), Residency::enforced(Region::EuWest1)));
    let builder = builder.with(Tenant::new(id("shop-2"), Residency::enforced(Region::UsEast1)));
    let builder = builder.with(Tenant::new(id("shop-3"), Residency::informational(Region::UsEast1)));
    builder.build(Epoch::new(1), NOW.plus_secs(60)).unwrap()
});

fuzz_target!(|text: &str| {
    let Ok(stamp) = serde_json::from_str::<Stamp>(text) else { return };
    let written = serde_json::to_string(&stamp).unwrap();
    assert_eq!(serde_json::from_str::<Stamp>(&written).unwrap(), stamp, "read again");
    assert!(written.starts_with(r#"{"version":1,"#));

    for here in [Region::EuWest1, Region::UsEast1, Region::EuWest2, stamp.queue()] {
        consume(&stamp, Here(here));
    }
});

fn consume(stamp: &Stamp, here: Here) {
    // What is true of the tenant, whatever the stamp says.
    let home = match stamp.tenant().as_str() {
        "shop-1" => Some(Region::EuWest1),
        "shop-2" => Some(Region::UsEast1),
        _ => None,
    };
    let honest = [stamp.bound(), stamp.queue()] == [here.0; 2] && !stamp.categories().is_empty();
    let policy = ResidencyPolicy::closed();
    let now = policy.at(NOW);
    match now.admit(stamp, &*TENANTS, here) {
        Ok(admitted) => {
            assert!(home == Some(here.0) && honest, "{stamp:?} was admitted in {}", here.0);
            assert_eq!((admitted.event_id(), admitted.region()), (stamp.event_id(), here.0));
            let sites = [Site::new("abroad", Region::SaEast1).unwrap(), Site::new("home", here.0).unwrap()];
            match now.deliver(admitted, &sites) {
                Delivery::Deliver(delivery) => assert_eq!(delivery.endpoint().region(), here.0),
                other => panic!("same region: {other:?}"),
            }
        }
        Err(NotAdmitted::Refused(rejection)) => {
            assert!(home != Some(here.0) || !honest, "{stamp:?} was refused at home: {rejection}");
            let record = rejection.record();
            assert_eq!(
                (record.event_id, record.tenant, record.queue_region),
                (stamp.event_id(), *stamp.tenant(), here.0)
            );
        }
        Err(NotAdmitted::Retry(_)) => panic!("the directory is fresh"),
    }
}

fn id(text: &str) -> TenantId {
    TenantId::parse(text).unwrap()
}
