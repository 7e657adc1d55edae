//! One event takes no heap allocation on its way from the edge to the ledger, once everything is set up.
#![cfg(all(feature = "std", feature = "phone"))]

use allocation_counter::{AllocationInfo, measure};
use domicile::audit::{Entry, EventId, Head, Record, verify};
use domicile::data::Categories;
use domicile::flow::{Delivery, Endpoint, Site};
use domicile::pii::{META, SealedValue, UserData};
use domicile::tenant::{Claims, Directory, Entitlements, Epoch, Plan, Residency, Resolved, Tenant, resolve};
use domicile::{
    DataCategory, Decision, Here, Permit, PolicyAt, Region, ResidencyPolicy, TenantId, UnixTime,
    validate_region,
};

const NOW: UnixTime = UnixTime::from_secs(1_795_262_400);

struct World {
    directory: Directory,
    sites: [Site; 2],
    endpoints: [Endpoint; 2],
    categories: Categories,
}

fn world() -> World {
    let tenants = (0..100).map(|number: u32| {
        let region = if number.is_multiple_of(2) { Region::EuWest1 } else { Region::UsEast1 };
        Tenant::new(tenant(number), Residency::enforced(region)).on_plan(Plan::parse("team").unwrap())
    });
    let mut builder = Directory::builder();
    builder.extend(tenants);
    World {
        directory: builder.build(Epoch::new(1), NOW.plus_secs(300)).unwrap(),
        sites: [Site::new("us", Region::UsEast1).unwrap(), Site::new("eu", Region::EuWest1).unwrap()],
        endpoints: [endpoint(Region::UsEast1, "america"), endpoint(Region::EuWest1, "europe")],
        categories: [DataCategory::EventMetadata].into_iter().collect(),
    }
}

fn endpoint(region: Region, recipient: &str) -> Endpoint {
    Endpoint::regional(recipient, region, recipient.parse().unwrap()).unwrap()
}

/// A recipient in the country of each region.
#[cfg(feature = "serde")]
fn domestic() -> ResidencyPolicy {
    compiled(
        r#"
        version = 2
        name = "domestic"
        sensitivities = []
        regions = ["eu-west-1", "us-east-1"]
        categories = ["event"]
        recipients = [{ recipient = "europe", country = "IE" }, { recipient = "america", country = "US" }]
        [end]
        of = "domestic"
        "#,
    )
}

#[cfg(feature = "serde")]
fn compiled(text: &str) -> ResidencyPolicy {
    let document: domicile::policy::PolicyDocument = toml::from_str(text).unwrap();
    document.compile(domicile::RegionCatalog::builtin(), domicile::law::LawEdition::builtin()).unwrap()
}

fn tenant(number: u32) -> TenantId {
    TenantId::parse(&format!("shop-{number}")).unwrap()
}

/// The whole road. The texts are what arrives.
#[cfg(feature = "serde")]
fn event(world: &World, now: &PolicyAt<'_>, head: &mut Head, id: &str, tenant: &str) -> Entry {
    let tenant = TenantId::parse(tenant).unwrap();
    let resolved = resolve(&Claims::tenant(&tenant), &world.directory, now.now()).unwrap();
    let routed = now.route(received(now, &resolved, &world.categories), &world.sites).unwrap();
    assert!(validate_region(resolved.home(), Here(routed.site().region())).is_ok());
    let (stamp, _) = routed.stamp(EventId::parse(id).unwrap());
    let admitted = now.admit(&stamp, &world.directory, Here(stamp.queue())).unwrap();
    let Delivery::Deliver(delivery) = now.deliver(admitted, &world.endpoints) else {
        panic!("expected a delivery");
    };
    let (next, entry) = head.append(delivery.settle().next().unwrap(), now.now()).unwrap();
    *head = next;
    entry
}

fn received<'a>(now: &PolicyAt<'a>, resolved: &'a Resolved, categories: &'a Categories) -> Permit<'a> {
    match now.receive(resolved, Here(resolved.home()), categories) {
        Decision::Permit(permit) => permit,
        other => panic!("{other:?}"),
    }
}

/// Counts after one run that fills the lazy tables.
fn counted(mut run: impl FnMut()) -> AllocationInfo {
    run();
    measure(run)
}

#[cfg(feature = "serde")]
#[test]
fn the_road_allocates_nothing() {
    let world = world();
    let entitlements =
        Entitlements::new().with(Plan::parse("team").unwrap(), [Region::EuWest1, Region::UsEast1]);
    for policy in [domestic(), domestic().with_entitlements(entitlements)] {
        let now = policy.at(NOW);
        let mut head = Head::genesis(Region::EuWest1, "orders").unwrap();
        for number in 0..100 {
            let text = tenant(number).to_string();
            let info = counted(|| {
                event(&world, &now, &mut head, "evt-1", &text);
            });
            assert_eq!(info.count_total, 0, "{info:?}");
        }
    }
}

/// A refusal keeps its request and its list, and that is all it costs.
#[test]
fn a_refusal_at_the_gate_allocates_its_list_alone() {
    let world = world();
    let policy = ResidencyPolicy::closed();
    let now = policy.at(NOW);
    let id = tenant(0);
    let resolved = resolve(&Claims::tenant(&id), &world.directory, NOW).unwrap();
    let permit = received(&now, &resolved, &world.categories);
    let (stamp, _) = now.route(permit, &world.sites).unwrap().stamp(EventId::parse("evt-1").unwrap());
    let info = counted(|| {
        let refused = now.admit(&stamp, &world.directory, Here(Region::UsEast1)).unwrap_err();
        assert_eq!(refused.code(), "region_mismatch");
    });
    assert!(info.count_total <= 1, "{info:?}");
}

/// By name and prepared, in place and across borders; and reading all of the answer.
#[cfg(feature = "serde")]
#[test]
fn deciding_a_request_allocates_nothing() {
    use domicile::Request;
    use domicile::law::Act;
    use domicile::policy::{EndpointKind, Expiry, Fact, RoleName};
    use domicile::tenant::{Mode, ScopeName};

    let policy = compiled(include_str!("../examples/data/crossing.policy.toml"));
    let home = Region::EuWest1;
    let mut request = Request::new(Expiry::At(NOW.plus_secs(60)));
    (request.home, request.mode) = (Fact::Known(home), Fact::Known(Mode::Enforced));
    request.categories = Categories::from_iter([DataCategory::EventMetadata]).into();
    request.role = Fact::Known(RoleName::SERVICE);
    request.scope = Fact::Known(ScopeName::PLATFORM);
    request.endpoint = Fact::Known(EndpointKind::Regional);
    let mut permits = 0;
    for (here, operation, recipient) in [
        (home, Act::Store, None),
        (home, Act::Deliver, Some("meta")),
        (Region::UsEast1, Act::Store, Some("funnel-analytics")),
        (Region::UsEast1, Act::Log, None),
    ] {
        (request.here, request.operation) = (Fact::Known(here), Fact::Known(operation));
        request.recipient = recipient.map(|name| Fact::Known(name.parse().unwrap()));
        let prepared = policy.prepare(request.clone());
        let info = counted(|| {
            let now = policy.at(NOW);
            for decision in [now.decide(&request), now.decide_prepared(&prepared)] {
                let why = decision.explanation();
                let _ = std::hint::black_box((
                    decision.code(),
                    why.check(),
                    why.transfer(),
                    why.ground(),
                    why.valid_until(),
                ));
                permits += usize::from(decision.is_permit());
            }
        });
        assert_eq!(info.count_total, 0, "{operation} {info:?}");
    }
    // Each is asked twice, by name and prepared.
    assert_eq!(permits, 3 * 2 * 2);
}

#[test]
fn sealing_an_email_and_a_phone_number_allocates_nothing() {
    for (email, phone) in [
        ("Jane.Doe@Example.com", "+49 30 901820"),
        (" j_smith@mail.example.org ", "+1 (415) 555-2671"),
        ("a.sharma@example.co.in", "+919876543210"),
    ] {
        let info = counted(|| {
            let sealed = META.seal(&UserData::new().email(email).phone(phone));
            let mut hashes = sealed.values().filter_map(|(_, value)| match value {
                SealedValue::Hashed(hash) => Some(hash.text()),
                _ => None,
            });
            assert!(hashes.next().is_some() && hashes.next().is_some());
        });
        assert_eq!(info.count_total, 0, "{info:?}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn verifying_a_ledger_allocates_nothing() {
    let world = world();
    let policy = domestic();
    let now = policy.at(NOW);
    let genesis = Head::genesis(Region::EuWest1, "orders").unwrap();
    let mut head = genesis;
    let records: Vec<Record> = (0..50)
        .map(|number| event(&world, &now, &mut head, "evt-1", tenant(number).as_str()).record())
        .collect();
    let info = counted(|| assert_eq!(verify(&genesis, &records, None), Ok(head)));
    assert_eq!(info.count_total, 0, "{info:?}");
}

#[test]
fn the_counter_counts() {
    assert_eq!(measure(|| drop(std::hint::black_box(String::from("one")))).count_total, 1);
}
