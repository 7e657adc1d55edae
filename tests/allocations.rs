//! One event takes no heap allocation on its way from the edge to the ledger, once everything is set up.
#![cfg(all(feature = "std", feature = "phone"))]

use allocation_counter::{AllocationInfo, measure};
use domicile::audit::{Entry, EventId, Head, Record, verify};
use domicile::data::Categories;
use domicile::flow::{Delivery, Site};
use domicile::pii::{META, SealedValue, UserData};
use domicile::tenant::{Claims, Directory, Entitlements, Epoch, Plan, Residency, Tenant, resolve};
use domicile::{DataCategory, Here, PolicyAt, Region, ResidencyPolicy, TenantId, UnixTime, validate_region};

const NOW: UnixTime = UnixTime::from_secs(1_795_262_400);

struct World {
    directory: Directory,
    sites: [Site; 2],
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
        categories: [DataCategory::EventMetadata].into_iter().collect(),
    }
}

fn tenant(number: u32) -> TenantId {
    TenantId::parse(&format!("shop-{number}")).unwrap()
}

/// The whole road. The texts are what arrives.
fn event(world: &World, now: &PolicyAt<'_>, head: &mut Head, id: &str, tenant: &str) -> Entry {
    let tenant = TenantId::parse(tenant).unwrap();
    let resolved = resolve(&Claims::tenant(&tenant), &world.directory, now.now()).unwrap();
    let routed = now.route(&resolved, &world.categories, &world.sites).unwrap();
    assert!(validate_region(resolved.home(), Here(routed.site().region())).is_ok());
    let stamp = routed.stamp(EventId::parse(id).unwrap());
    let admitted = now.admit(&stamp, &world.directory, Here(stamp.queue())).unwrap();
    let Delivery::Deliver(delivery) = now.deliver(admitted, &world.sites) else {
        panic!("expected a delivery");
    };
    let (next, entry) = head.append(delivery.event(), now.now()).unwrap();
    *head = next;
    entry
}

/// Counts after one run that fills the lazy tables.
fn counted(mut run: impl FnMut()) -> AllocationInfo {
    run();
    measure(run)
}

#[test]
fn the_road_allocates_nothing() {
    let world = world();
    let entitlements =
        Entitlements::new().with(Plan::parse("team").unwrap(), [Region::EuWest1, Region::UsEast1]);
    for policy in [ResidencyPolicy::closed(), ResidencyPolicy::closed().with_entitlements(entitlements)] {
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

#[test]
fn a_refusal_at_the_gate_allocates_nothing() {
    let world = world();
    let policy = ResidencyPolicy::closed();
    let now = policy.at(NOW);
    let id = tenant(0);
    let resolved = resolve(&Claims::tenant(&id), &world.directory, NOW).unwrap();
    let stamp = now
        .route(&resolved, &world.categories, &world.sites)
        .unwrap()
        .stamp(EventId::parse("evt-1").unwrap());
    let info = counted(|| {
        let refused = now.admit(&stamp, &world.directory, Here(Region::UsEast1)).unwrap_err();
        assert_eq!(refused.code(), "region_mismatch");
    });
    assert_eq!(info.count_total, 0, "{info:?}");
}

/// By name and by position, in place and across regions; and reading all of the answer but the remedies.
#[cfg(feature = "serde")]
#[test]
fn deciding_a_case_allocates_nothing() {
    use domicile::law::{Act, LawEdition};
    use domicile::policy::{Case, Endpoint, Fact, PolicyDocument, RoleName, ScopeName};
    use domicile::tenant::Mode;

    let text = include_str!("../examples/data/driftstack.policy.toml");
    let document: PolicyDocument = toml::from_str(text).unwrap();
    let policy = document.compile(domicile::RegionCatalog::builtin(), LawEdition::builtin()).unwrap();
    let home = Region::parse("hetzner:fsn1").unwrap();
    let mut case = Case::unknown();
    (case.home, case.mode) = (Fact::Known(home), Fact::Known(Mode::Enforced));
    (case.act, case.category) = (Fact::Known(Act::OnwardTransfer), Fact::Known("billing".parse().unwrap()));
    case.role = Fact::Known(RoleName::parse("service").unwrap());
    case.scope = Fact::Known(ScopeName::PLATFORM);
    case.recipient = Fact::Known("stripe".parse().unwrap());
    case.endpoint = Fact::Known(Endpoint::Regional);
    let mut permits = 0;
    for (here, act) in
        [(home, Act::Store), (Region::UsEast1, Act::OnwardTransfer), (Region::EuWest1, Act::Log)]
    {
        (case.here, case.act) = (Fact::Known(here), Fact::Known(act));
        let mut bound = policy.bind(case);
        let info = counted(|| {
            bound.set_category(&policy, case.category);
            let rulings = [policy.at(NOW).decide(&case), policy.at(NOW).decide_bound(&bound)];
            for ruling in rulings.into_iter().flatten() {
                let _ = std::hint::black_box((
                    ruling.code(),
                    ruling.step(),
                    ruling.transfer(),
                    ruling.valid_until(),
                ));
                permits += usize::from(ruling.clearance().is_ok());
            }
        });
        assert_eq!(info.count_total, 0, "{info:?}");
    }
    assert!(permits >= 8, "{permits}");
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

#[test]
fn verifying_a_ledger_allocates_nothing() {
    let world = world();
    let policy = ResidencyPolicy::closed();
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
