//! A stamp read from a queue is written back as it was, and whatever it says, an event is admitted only in the region
//! that the resolver names, and delivered only there, to a recipient in that country.
#![no_main]

use std::sync::LazyLock;

use domicile::flow::{Delivery, Endpoint, NotAdmitted, Stamp};
use domicile::law::LawEdition;
use domicile::policy::PolicyDocument;
use domicile::tenant::{Directory, Epoch, Residency, Tenant};
use domicile::{Here, Region, RegionCatalog, ResidencyPolicy, TenantId, UnixTime};
use libfuzzer_sys::fuzz_target;

const NOW: UnixTime = UnixTime::from_secs(1_795_262_400);

static TENANTS: LazyLock<Directory> = LazyLock::new(|| {
    let builder = Directory::builder();
    let builder = builder.with(Tenant::new(id("shop-1"), Residency::enforced(Region::EuWest1)));
    let builder = builder.with(Tenant::new(id("shop-2"), Residency::enforced(Region::UsEast1)));
    let builder = builder.with(Tenant::new(id("shop-3"), Residency::informational(Region::UsEast1)));
    builder.build(Epoch::new(1), NOW.plus_secs(60)).unwrap()
});

/// A recipient in each of two countries.
static POLICY: LazyLock<ResidencyPolicy> = LazyLock::new(|| {
    let document = serde_json::json!({
        "version": 2, "name": "fuzz", "sensitivities": [], "regions": ["eu-west-1", "us-east-1", "eu-west-2"],
        "recipients": [{"recipient": "europe", "country": "IE"}, {"recipient": "america", "country": "US"}],
        "end": {"of": "fuzz"},
    });
    let document: PolicyDocument = serde_json::from_value(document).unwrap();
    document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap()
});

fuzz_target!(|text: &str| {
    let Ok(stamp) = serde_json::from_str::<Stamp>(text) else { return };
    let written = serde_json::to_string(&stamp).unwrap();
    assert_eq!(serde_json::from_str::<Stamp>(&written).unwrap(), stamp, "read again");
    assert!(written.starts_with(r#"{"version":2,"event_id":"#));

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
    let honest = [stamp.home(), stamp.queue()] == [here.0; 2] && !stamp.categories().is_empty();
    // No category is placed anywhere else: all of them follow home.
    let now = POLICY.at(NOW);
    match now.admit(stamp, &*TENANTS, here) {
        Ok(admitted) => {
            assert!(home == Some(here.0) && honest, "{stamp:?} was admitted in {}", here.0);
            assert_eq!((admitted.event_id(), admitted.region()), (stamp.event_id(), here.0));
            let endpoints = [("america", Region::UsEast1), ("europe", Region::EuWest1), ("nobody", here.0)];
            let endpoints = endpoints.map(|(recipient, region)| {
                Endpoint::regional(recipient, region, recipient.parse().unwrap()).unwrap()
            });
            match now.deliver(admitted, &endpoints) {
                Delivery::Deliver(delivery) => {
                    assert_eq!(delivery.endpoint().region(), Some(here.0));
                    assert_eq!(delivery.settle().count(), 1);
                }
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
