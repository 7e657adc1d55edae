//! The directory against a `BTreeMap`, with ids chosen to be confused.

use std::collections::BTreeMap;

use domicile::tenant::{
    Claims, Directory, Epoch, HostBindings, HostPattern, Hostname, InvalidDirectory, Known, Lookup, OrgId,
    Plan, Residency, Tenant, resolve,
};
use domicile::{Region, TenantId, TenantResolver, UnixTime, region};
use proptest::prelude::*;

const UNTIL: UnixTime = UnixTime::from_secs(99);

fn record(id: &str, variant: usize) -> Tenant {
    let homes = [Region::EuWest1, Region::UsEast1, region!("hetzner:fsn1")];
    let home = homes[variant % 3];
    let residency =
        if variant.is_multiple_of(2) { Residency::enforced(home) } else { Residency::informational(home) };
    let mut tenant = Tenant::new(TenantId::parse(id).unwrap(), residency);
    if variant % 5 > 2 {
        tenant = tenant.on_plan(Plan::parse(["pro", "enterprise"][variant % 2]).unwrap());
    }
    if variant % 7 > 3 {
        tenant = tenant.in_organization(OrgId::parse(&format!("org_{}", variant % 4)).unwrap());
    }
    tenant
}

fn known(tenant: Tenant) -> Lookup {
    Lookup::Known(Known { tenant, epoch: Epoch::new(3), fresh_until: UNTIL })
}

fn build(tenants: impl IntoIterator<Item = Tenant>) -> Result<Directory, InvalidDirectory> {
    let mut builder = Directory::builder();
    builder.extend(tenants);
    builder.build(Epoch::new(3), UNTIL)
}

/// Checks every id of the model, and as many that are not in it, one by one and all at once.
fn check(
    model: &BTreeMap<TenantId, Tenant>,
    directory: &Directory,
    others: impl IntoIterator<Item = TenantId>,
) {
    assert_eq!((directory.len(), directory.is_empty()), (model.len(), model.is_empty()));
    let ids: Vec<TenantId> = model.keys().copied().chain(others).collect();
    let expected: Vec<Lookup> = ids
        .iter()
        .map(|id| model.get(id).map_or(Lookup::Absent { fresh_until: UNTIL }, |tenant| known(*tenant)))
        .collect();
    for (id, expected) in ids.iter().zip(&expected) {
        assert_eq!(directory.by_id(id).unwrap(), *expected, "{id}");
    }
    assert_eq!(directory.by_ids(&ids).collect::<Vec<_>>(), expected);
}

fn model(tenants: impl IntoIterator<Item = Tenant>) -> BTreeMap<TenantId, Tenant> {
    tenants.into_iter().map(|tenant| (*tenant.id(), tenant)).collect()
}

/// Ids that differ in one byte, at every position of every length there is.
#[test]
fn ids_that_differ_in_one_byte_are_told_apart() {
    let mut ids = Vec::new();
    for length in 1..=63 {
        let text = "x".repeat(length);
        ids.push(text.clone());
        for position in 0..length {
            for byte in ["!", "y", "~"] {
                let mut other = text.clone();
                other.replace_range(position..=position, byte);
                ids.push(other);
            }
        }
    }
    let tenants = model(ids.iter().enumerate().map(|(n, id)| record(id, n)));
    assert_eq!(tenants.len(), ids.len());
    let others = ids.iter().map(|id| TenantId::parse(&id.replace('x', "z")).unwrap());
    check(
        &tenants,
        &build(tenants.values().copied()).unwrap(),
        others.filter(|id| !tenants.contains_key(id)),
    );
}

#[test]
fn directories_of_every_small_size_are_right() {
    for size in 0..200 {
        let tenants = model((0..size).map(|n| record(&format!("t{n}"), n)));
        let others = (size..2 * size + 40).map(|n| TenantId::parse(&format!("t{n}")).unwrap());
        check(&tenants, &build(tenants.values().copied()).unwrap(), others);
    }
}

#[test]
fn thirty_thousand_tenants_are_right() {
    // Three families that a weak hash confuses: a counter in front, a counter behind, and long ids.
    let tail = "0".repeat(40);
    let tenants = model((0..30_000).map(|n| match n % 3 {
        0 => record(&format!("{n:06}-suffix-of-all"), n),
        1 => record(&format!("prefix-of-all-{n:06}"), n),
        _ => record(&format!("{n:06}{tail}"), n),
    }));
    let others = (0..30_000).map(|n| match n % 3 {
        0 => format!("prefix-of-all-{n:06}"),
        1 => format!("{n:06}{tail}"),
        _ => format!("{n:06}-suffix-of-all"),
    });
    check(
        &tenants,
        &build(tenants.values().copied()).unwrap(),
        others.map(|id| TenantId::parse(&id).unwrap()),
    );
}

proptest! {
    #[test]
    fn a_directory_answers_as_a_map(
        ids in prop::collection::vec(("[ab]{1,3}|[!-~]{26,31}|a{20,63}|a{27}[ab]{0,3}", 0_usize..40), 0..120),
        others in prop::collection::vec("[ab]{1,4}|a{20,63}|a{26,28}[abc]{0,3}|[!-~]{1,63}", 0..60),
    ) {
        // The first record of an id counts; a second one is left out, so that there is no conflict.
        let mut tenants = BTreeMap::new();
        for (id, variant) in &ids {
            tenants.entry(TenantId::parse(id).unwrap()).or_insert_with(|| record(id, *variant));
        }
        // Everything is added twice, in two orders: the same record twice is the same as once.
        let twice = tenants.values().copied().chain(tenants.values().rev().copied());
        check(&tenants, &build(twice).unwrap(), others.iter().map(|id| TenantId::parse(id).unwrap()));
    }

    #[test]
    fn two_records_of_one_tenant_are_an_error(
        before in prop::collection::vec("[a-z]{1,40}", 0..40),
        id in "[!-~]{1,63}",
        after in prop::collection::vec("[A-Z]{1,40}", 0..40),
    ) {
        let rest = before.iter().chain(&after).map(|id| record(id, 0));
        let tenants: Vec<Tenant> = [record(&id, 1)].into_iter().chain(rest).chain([record(&id, 2)]).collect();
        prop_assert_eq!(build(tenants).unwrap_err().code(), "two_records");
        let error = build([record(&id, 1), record(&id, 2)]).unwrap_err();
        prop_assert_eq!(error, InvalidDirectory::TwoRecords { tenant: TenantId::parse(&id).unwrap() });
    }
}

#[test]
fn a_hostname_leads_to_its_tenant() {
    let tenants = ["acme", "bolt"].map(|id| record(id, 0));
    let bindings = |names: &[(&str, usize)]| {
        HostBindings::new(
            names.iter().map(|(text, n)| (HostPattern::parse(text).unwrap(), *tenants[*n].id())),
        )
        .unwrap()
    };
    let directory = tenants.into_iter().fold(Directory::builder(), |builder, tenant| builder.with(tenant));
    let directory = directory.with_hosts(bindings(&[("*.acme.example", 0), ("bolt.example", 1)]));
    let directory = directory.build(Epoch::new(3), UNTIL).unwrap();
    let ask = |text| directory.by_hostname(&Hostname::parse(text).unwrap()).unwrap();
    assert_eq!(ask("shop.acme.example"), known(tenants[0]));
    assert_eq!(ask("BOLT.example."), known(tenants[1]));
    for stranger in ["acme.example", "a.shop.acme.example", "shop.bolt.example", "example"] {
        assert_eq!(ask(stranger), Lookup::Absent { fresh_until: UNTIL });
    }

    let of_nobody = Directory::builder().with(tenants[0]).with_hosts(bindings(&[("bolt.example", 1)]));
    let error = of_nobody.build(Epoch::new(3), UNTIL).unwrap_err();
    assert_eq!(error, InvalidDirectory::HostOfNobody { tenant: *tenants[1].id() });
}

/// A tenant may have come since: from the end of the snapshot on, that there is none is not known any more.
#[test]
fn that_there_is_no_such_tenant_holds_as_long_as_the_snapshot() {
    let directory = build([record("acme", 0)]).unwrap();
    let (stranger, host) = (TenantId::parse("bolt").unwrap(), Hostname::parse("bolt.example").unwrap());
    let last = UnixTime::from_secs(UNTIL.as_secs() - 1);
    for (now, code) in [(last, "unknown_tenant"), (UNTIL, "answer_stale"), (UnixTime::MAX, "answer_stale")] {
        for claims in [Claims::tenant(&stranger), Claims::hostname(&host)] {
            assert_eq!(resolve(&claims, &directory, now).unwrap_err().code(), code, "{now}");
        }
    }
}
