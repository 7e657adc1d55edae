//! T5, T7, T9, S3, S7, D1, N1, N2: the steps of the pipeline with honest and hostile inputs, under the closed policy.
#![cfg(feature = "serde")]

use std::pin::pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};

use domicile::audit::{Event, EventId, EventKind, Head};
use domicile::data::Categories;
use domicile::flow::{
    Caller, Delivery, DropReason, Endpoint, KeyCheck, KeyStanding, NotAdmitted, RouteError, Routed, Site,
    Stamp, check_key, check_region_header,
};
use domicile::law::Act;
use domicile::policy::{OnMismatch, RecipientName};
use domicile::tenant::{
    Claims, Directory, Entitlements, Epoch, Immediate, KeyTag, NoResolver, Plan, Residency, Resolved, Tenant,
    Unlisted, resolve,
};
use domicile::{
    DataCategory, Decision, Here, Permit, PolicyAt, Region, Request, ResidencyPolicy, TenantId, UnixTime,
};
use serde_json::json;

const NOW: UnixTime = UnixTime::from_secs(1_795_262_400);
const LATER: UnixTime = UnixTime::from_secs(1_795_266_000);
const EU: Here = Here(Region::EuWest1);
const US: Here = Here(Region::UsEast1);

fn shop() -> TenantId {
    TenantId::parse("shop-1").unwrap()
}

fn directory(residency: Residency) -> Directory {
    let tenant = Tenant::new(shop(), residency).on_plan(Plan::parse("pro").unwrap());
    Directory::builder().with(tenant).build(Epoch::new(1), LATER).unwrap()
}

fn resolved(residency: Residency) -> Resolved {
    resolve(&Claims::tenant(&shop()), &directory(residency), NOW).unwrap()
}

fn sites() -> Vec<Site> {
    let regions = [Region::UsEast1, Region::EuWest1, Region::ApSouth1];
    regions.into_iter().map(|region| Site::new(&format!("q-{region}"), region).unwrap()).collect()
}

fn categories() -> &'static Categories {
    static METADATA: LazyLock<Categories> =
        LazyLock::new(|| [DataCategory::EventMetadata].into_iter().collect());
    &METADATA
}

/// What the edge in the tenant's home is permitted.
fn received<'a>(now: &PolicyAt<'a>, resolved: &'a Resolved) -> Permit<'a> {
    match now.receive(resolved, Here(resolved.home()), categories()) {
        Decision::Permit(permit) => permit,
        other => panic!("{other:?}"),
    }
}

/// Received at home and routed.
fn routed<'a>(
    now: &PolicyAt<'a>,
    resolved: &'a Resolved,
    sites: &'a [Site],
) -> Result<Routed<'a>, RouteError> {
    now.route(received(now, resolved), sites)
}

fn event_id() -> EventId {
    EventId::parse("evt-1").unwrap()
}

fn stamp() -> Stamp {
    let policy = ResidencyPolicy::closed();
    let resolved = resolved(Residency::enforced(Region::EuWest1));
    routed(&policy.at(NOW), &resolved, &sites()).unwrap().stamp(event_id()).0
}

/// An endpoint of somebody in every region.
fn endpoints() -> Vec<Endpoint> {
    let meta = RecipientName::parse("meta").unwrap();
    let regions = [Region::UsEast1, Region::EuWest1, Region::ApSouth1];
    regions.map(|region| Endpoint::regional(&format!("e-{region}"), region, meta).unwrap()).to_vec()
}

/// The stamp as it would be after somebody changed it on the wire.
fn changed(change: impl Fn(&mut serde_json::Value)) -> Result<Stamp, serde_json::Error> {
    let mut form = serde_json::to_value(stamp()).unwrap();
    change(&mut form);
    serde_json::from_value(form)
}

#[test]
fn an_event_goes_to_the_queue_of_its_home_whatever_the_order_of_queues() {
    let policy = ResidencyPolicy::closed();
    for home in [Region::UsEast1, Region::EuWest1, Region::ApSouth1] {
        let mut sites = sites();
        for _ in 0..sites.len() {
            sites.rotate_left(1);
            let resolved = resolved(Residency::enforced(home));
            assert_eq!(routed(&policy.at(NOW), &resolved, &sites).unwrap().site().region(), home);
        }
    }
}

#[test]
fn no_route_names_a_refusal_for_every_site() {
    let policy = ResidencyPolicy::closed();
    let now = policy.at(NOW);
    let sites = sites();
    let away = resolved(Residency::enforced(Region::AfSouth1));
    let error = routed(&now, &away, &sites).unwrap_err();
    assert_eq!(error.code(), "region_mismatch");
    let RouteError::Refused(no_route) = error else { panic!("refused") };
    let names: Vec<&str> = no_route.refusals().iter().map(|(site, _)| site.name()).collect();
    assert_eq!(names, ["q-us-east-1", "q-eu-west-1", "q-ap-south-1"]);

    let home = resolved(Residency::enforced(Region::EuWest1));
    assert_eq!(routed(&now, &home, &[]).unwrap_err().code(), "no_route");
    assert_eq!(now.receive(&home, EU, &Categories::new()).code(), "category_unknown");
    assert_eq!(now.receive(&home, US, categories()).code(), "region_mismatch");
    let late = policy.at(LATER);
    assert!(matches!(late.receive(&home, EU, categories()), Decision::Retry(_)));
    let stale = late.route(received(&now, &home), &sites).unwrap_err();
    assert!(matches!(stale, RouteError::Retry(_)), "{stale:?}");
}

/// Only what `receive` gave is routed: no permit for a request that somebody made, be it the very same.
#[test]
fn only_a_permit_of_a_reception_is_routed() {
    let policy = ResidencyPolicy::closed();
    let now = policy.at(NOW);
    let sites = sites();
    let resolved = resolved(Residency::enforced(Region::EuWest1));
    for operation in Act::ALL {
        let request = Request::of(&resolved, EU, *operation, categories());
        let mut by_hand = Request::new(request.expiry());
        (by_hand.home, by_hand.here, by_hand.mode) = (request.home, request.here, request.mode);
        (by_hand.operation, by_hand.categories) = (request.operation, request.categories.clone());
        (by_hand.plan, by_hand.role, by_hand.scope) = (request.plan, request.role, request.scope);
        for (request, tenant, code) in
            [(&by_hand, None, "tenant_not_resolved"), (&request, Some(&shop()), "permit_not_received")]
        {
            if matches!(operation, Act::Deliver | Act::OnwardTransfer) {
                assert_eq!(now.decide(request).code(), "recipient_unknown");
                continue;
            }
            let Decision::Permit(permit) = now.decide(request) else { panic!("{operation}") };
            assert_eq!(permit.tenant(), tenant);
            assert_eq!(now.route(permit, &sites).unwrap_err().code(), code, "{operation}");
        }
    }
    assert!(now.route(received(&now, &resolved), &sites).is_ok());
}

#[test]
fn the_permit_of_one_tenant_routes_nobody_elses_event() {
    let policy = ResidencyPolicy::closed();
    let now = policy.at(NOW);
    let other = TenantId::parse("shop-2").unwrap();
    let tenants = Directory::builder()
        .with(Tenant::new(shop(), Residency::enforced(Region::EuWest1)))
        .with(Tenant::new(other, Residency::enforced(Region::EuWest1)));
    let tenants = tenants.build(Epoch::new(1), LATER).unwrap();
    for id in [shop(), other] {
        let resolved = resolve(&Claims::tenant(&id), &tenants, NOW).unwrap();
        let (stamp, event) = routed(&now, &resolved, &sites()).unwrap().stamp(event_id());
        // The stamp names the tenant of the permit; nobody can say another.
        assert_eq!((stamp.tenant(), event.tenant()), (&id, Some(&id)));
        let admitted = now.admit(&stamp, &tenants, EU).unwrap();
        assert_eq!((admitted.tenant(), admitted.explanation().request().tenant()), (&id, Some(&id)));
    }
}

#[test]
fn the_stamp_is_a_versioned_claim_with_these_fields() {
    let policy = ResidencyPolicy::closed().fingerprint().to_string();
    let form = json!({
        "version": 2, "event_id": "evt-1", "key_id": null, "mac": null, "issued_at": NOW.as_secs(),
        "tenant": "shop-1", "home": "eu-west-1", "queue": "eu-west-1", "categories": ["event.metadata"],
        "policy": policy,
    });
    assert_eq!(serde_json::to_value(stamp()).unwrap(), form);
    assert_eq!(serde_json::from_value::<Stamp>(form).unwrap(), stamp());
    // Every version has its first four fields in one place.
    let text = serde_json::to_string(&stamp()).unwrap();
    assert!(text.starts_with(r#"{"version":2,"event_id":"evt-1","key_id":null,"mac":null,"#), "{text}");

    for version in [0, 1, 3] {
        assert!(changed(|form| form["version"] = json!(version)).is_err(), "{version}");
    }
    assert!(changed(|form| form["admitted"] = json!(true)).is_err());
    for field in ["version", "event_id", "tenant", "home", "queue", "categories", "policy"] {
        assert!(changed(|form| drop(form.as_object_mut().unwrap().remove(field))).is_err(), "{field}");
        assert!(changed(|form| form[field] = json!(null)).is_err(), "{field}");
    }
    assert!(changed(|form| form["bound"] = form["home"].clone()).is_err());
    let list: Vec<serde_json::Value> =
        serde_json::to_value(stamp()).unwrap().as_object().unwrap().values().cloned().collect();
    assert!(serde_json::from_value::<Stamp>(json!(list)).is_err(), "a list is never read by position");
    let envelope = json!([stamp(), "body"]);
    assert!(
        serde_json::from_value::<domicile::flow::Envelope<String>>(envelope).is_err(),
        "nor is one of two"
    );
}

/// What was put on a queue by the version before is taken off it by this one, and judged alike.
#[test]
fn a_stamp_of_version_1_is_still_read() {
    let policy = ResidencyPolicy::closed().fingerprint().to_string();
    let form = json!({
        "version": 1, "event_id": "evt-1", "tenant": "shop-1", "bound": "eu-west-1", "queue": "eu-west-1",
        "categories": ["event.metadata"], "policy": policy,
    });
    let first: Stamp = serde_json::from_value(form.clone()).unwrap();
    assert_eq!((first.home(), first.issued_at()), (Region::EuWest1, None));
    let (policy, home) = (ResidencyPolicy::closed(), directory(Residency::enforced(Region::EuWest1)));
    assert!(policy.at(NOW).admit(&first, &home, EU).is_ok());
    assert_eq!(policy.at(NOW).admit(&first, &home, US).unwrap_err().code(), "region_mismatch");
    // It has none of the fields of version 2, and is written again as one.
    for (field, value) in [("home", json!("eu-west-1")), ("issued_at", json!(1)), ("key_id", json!("k"))] {
        let mut mixed = form.clone();
        mixed[field] = value;
        assert!(serde_json::from_value::<Stamp>(mixed).is_err(), "{field}");
    }
    let again = serde_json::to_value(&first).unwrap();
    assert_eq!((&again["version"], &again["home"]), (&json!(2), &json!("eu-west-1")));
}

/// What somebody could do to a stamp or a message, and the code it ends with.
#[test]
fn a_hostile_stamp_is_refused_with_its_code() {
    type Case = (&'static str, Stamp, Residency, Here, &'static str);
    let home = Residency::enforced(Region::EuWest1);
    let moved = Residency::enforced(Region::UsEast1);
    let with = |change: fn(&mut serde_json::Value)| changed(change).unwrap();
    let cases: Vec<Case> = vec![
        ("copied to another region's queue", stamp(), home, US, "region_mismatch"),
        (
            "rewritten to look at home there",
            with(|form| {
                form["home"] = json!("us-east-1");
                form["queue"] = json!("us-east-1");
            }),
            home,
            US,
            "region_mismatch",
        ),
        (
            "rewritten, and brought back",
            with(|form| form["home"] = json!("us-east-1")),
            home,
            EU,
            "stamp_region_mismatch",
        ),
        (
            "stamped for another queue",
            with(|form| form["queue"] = json!("us-east-1")),
            home,
            EU,
            "queue_region_mismatch",
        ),
        ("stamped before the tenant moved", stamp(), moved, US, "stamp_region_mismatch"),
        ("stamped before the tenant moved, still here", stamp(), moved, EU, "region_mismatch"),
        ("nothing declared", with(|form| form["categories"] = json!([])), home, EU, "category_unknown"),
        ("another tenant", with(|form| form["tenant"] = json!("shop-2")), home, EU, "unknown_tenant"),
        ("no longer enforced", stamp(), Residency::informational(Region::EuWest1), EU, "informational_mode"),
    ];
    let policy = ResidencyPolicy::closed();
    for (story, stamp, residency, here, code) in cases {
        let error = policy.at(NOW).admit(&stamp, &directory(residency), here).unwrap_err();
        assert_eq!(error.code(), code, "{story}");
        let NotAdmitted::Refused(rejection) = error else { panic!("{story}: not a refusal") };
        assert_eq!(rejection.record().code.as_str(), code, "{story}");
        assert_eq!(rejection.event().kind(), EventKind::Dropped, "{story}");
    }
    assert!(policy.at(NOW).admit(&stamp(), &directory(home), EU).is_ok());
}

/// Each step's entry, whole: a field left out of the evidence would be missed a year later.
#[test]
fn the_ledger_hears_everything_about_each_step() {
    let policy = ResidencyPolicy::closed();
    let now = policy.at(NOW);
    let home = directory(Residency::enforced(Region::EuWest1));
    let id = event_id();
    let told = |event: Event| {
        let (_, entry) = Head::genesis(Region::EuWest1, "test").unwrap().append(event, NOW).unwrap();
        let mut line = serde_json::to_value(entry).unwrap();
        let object = line.as_object_mut().unwrap();
        for place in ["version", "seq", "time", "previous", "digest"] {
            object.remove(place).unwrap();
        }
        line
    };
    let expected = |kind: EventKind, region: Region| {
        json!({
            "kind": kind.as_str(), "event_id": id, "tenant": "shop-1", "tenant_region": "eu-west-1",
            "region": region, "policy": policy.fingerprint(),
        })
    };
    let sites = sites();
    let resolved = resolved(Residency::enforced(Region::EuWest1));
    let (stamp, routing) = routed(&now, &resolved, &sites).unwrap().stamp(id);
    assert_eq!(told(routing), expected(EventKind::Routed, Region::EuWest1));
    let admitted = now.admit(&stamp, &home, EU).unwrap();
    assert_eq!(told(admitted.event()), expected(EventKind::Admitted, Region::EuWest1));
    let Delivery::Drop(rejection) = now.deliver(admitted, &endpoints()) else { panic!("dropped") };
    let mut dropped = expected(EventKind::Dropped, Region::EuWest1);
    dropped["code"] = json!("recipient_unlisted");
    assert_eq!(told(rejection.event()), dropped);
    let Err(NotAdmitted::Refused(rejection)) = now.admit(&stamp, &home, US) else { panic!("refused") };
    let mut dropped = expected(EventKind::Dropped, Region::UsEast1);
    dropped["code"] = json!("region_mismatch");
    assert_eq!(told(rejection.event()), dropped);

    let late = policy.at(LATER);
    let Err(NotAdmitted::Retry(pending)) = late.admit(&stamp, &home, EU) else { panic!("deferred") };
    let deferred = json!({
        "kind": "deferred", "event_id": id, "tenant": "shop-1", "region": "eu-west-1", "code": "answer_stale",
    });
    assert_eq!(told(pending.event(&stamp, EU)), deferred);

    let tag = KeyTag::parse("sk_live_eu-west-1_0123456789abcdef").unwrap();
    for (standing, code) in [(KeyStanding::Known, "key_wrong_region"), (KeyStanding::Unknown, "key_unknown")]
    {
        let KeyCheck::Refuse(refusal) = check_key(Some(&tag), standing, US, Caller::Unauthenticated) else {
            panic!()
        };
        assert_eq!(refusal.event().code().unwrap().as_str(), code);
    }
}

#[test]
fn a_fingerprint_tells_policies_apart() {
    let plan = |name| Plan::parse(name).unwrap();
    let table = |regions: &[Region]| Entitlements::new().with(plan("pro"), regions.iter().copied());
    let policies = [
        ResidencyPolicy::closed(),
        ResidencyPolicy::closed().on_mismatch(OnMismatch::Quarantine),
        ResidencyPolicy::closed().with_entitlements(table(&[])),
        ResidencyPolicy::closed().with_entitlements(table(&[Region::EuWest1])),
        ResidencyPolicy::closed().with_entitlements(table(&[Region::EuWest2])),
        ResidencyPolicy::closed().with_entitlements(table(&[Region::EuWest1, Region::EuWest2])),
        ResidencyPolicy::closed().with_entitlements(table(&[Region::EuWest1]).with_unlisted(Unlisted::Open)),
        ResidencyPolicy::closed()
            .with_entitlements(table(&[Region::EuWest1]).with(plan("team"), [Region::EuWest2])),
    ];
    let mut fingerprints: Vec<_> = policies.iter().map(ResidencyPolicy::fingerprint).collect();
    fingerprints.sort();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), policies.len());
}

/// A stamp comes off a queue: reading a hostile one must stay cheap.
#[test]
fn a_stamp_with_endless_categories_is_an_error() {
    let many = |count: usize| (0..count).map(|n| format!("c{n}")).collect::<Vec<String>>();
    assert!(changed(|form| form["categories"] = json!(many(64))).is_ok());
    assert!(changed(|form| form["categories"] = json!(many(65))).is_err());
}

#[test]
fn a_tenant_resolved_for_another_event_proves_nothing() {
    let other = TenantId::parse("shop-2").unwrap();
    let tenants = Directory::builder().with(Tenant::new(other, Residency::enforced(Region::EuWest1)));
    let resolved =
        resolve(&Claims::tenant(&other), &tenants.build(Epoch::new(1), LATER).unwrap(), NOW).unwrap();
    let policy = ResidencyPolicy::closed();
    let error = policy.at(NOW).admit_resolved::<()>(&stamp(), &resolved, EU).unwrap_err();
    assert_eq!(error.code(), "stamp_other_tenant");
}

#[test]
fn the_drop_record_has_the_field_names_of_the_systems_that_read_it() {
    let policy = ResidencyPolicy::closed().on_mismatch(OnMismatch::Quarantine);
    let home = directory(Residency::enforced(Region::EuWest1));
    let error = policy.at(NOW).admit(&stamp(), &home, US).unwrap_err();
    let NotAdmitted::Refused(rejection) = error else { panic!("refused") };
    let record = json!({
        "event_id": "evt-1", "reason": "cross_region_enforcement", "tenant_region": "eu-west-1",
        "queue_region": "us-east-1", "tenant": "shop-1", "code": "region_mismatch",
        "policy": policy.fingerprint().to_string(), "time": NOW.as_secs(),
    });
    assert_eq!(serde_json::to_value(rejection.record()).unwrap(), record);
    assert_eq!(rejection.event().kind(), EventKind::Quarantined);
    assert_eq!(rejection.refusals().count(), 1);
    let refusal = rejection.refusals().next().unwrap();
    assert!(refusal.to_string().contains("at us-east-1, home eu-west-1"), "{refusal}");

    let error = policy.at(NOW).admit(&stamp(), &NoResolver, EU).unwrap_err();
    let NotAdmitted::Refused(rejection) = error else { panic!("refused") };
    assert_eq!(rejection.record().reason, DropReason::ResidencyNotProven);
    assert_eq!(rejection.record().tenant_region, None);
}

/// The closed policy lists nobody, so it delivers to nobody: whoever sends anything on writes down to whom.
#[test]
fn the_closed_policy_delivers_to_nobody() {
    let policy = ResidencyPolicy::closed();
    let now = policy.at(NOW);
    let home = directory(Residency::enforced(Region::EuWest1));
    let stamp = stamp();
    let admit = || now.admit(&stamp, &home, EU).unwrap();
    let global = |name: &str| Endpoint::global("meta-capi".parse().unwrap(), name.parse().unwrap());
    let at_home = &endpoints()[1..2];
    for (endpoints, code, count) in [
        (&endpoints()[..], "recipient_unlisted", 3),
        (at_home, "recipient_unlisted", 1),
        (&[global("meta")][..], "recipient_unlisted", 1),
        (&[], "no_endpoint", 0),
    ] {
        let Delivery::Drop(rejection) = now.deliver(admit(), endpoints) else { panic!("dropped") };
        assert_eq!((rejection.code(), rejection.refusals().count()), (code, count));
        assert_eq!(rejection.record().reason, DropReason::ResidencyNotProven);
        assert!(rejection.refusals().all(|refusal| refusal.code() == "recipient_unlisted"));
    }
    // A policy that sets events aside does so here too.
    let careful = ResidencyPolicy::closed().on_mismatch(OnMismatch::Quarantine);
    let Delivery::Drop(rejection) = careful.at(NOW).deliver(admit(), at_home) else { panic!("dropped") };
    assert_eq!(rejection.event().kind(), EventKind::Quarantined);
}

/// Runs a future that never waits.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("an immediate resolver waits for nothing"),
    }
}

#[test]
fn waiting_for_the_resolver_changes_no_answer() {
    let policy = ResidencyPolicy::closed();
    let now = policy.at(NOW);
    for residency in [Residency::enforced(Region::EuWest1), Residency::informational(Region::EuWest1)] {
        for here in [EU, US] {
            let home = directory(residency);
            let stamp = stamp();
            let one = now.admit(&stamp, &home, here);
            let other = ready(now.admit_async(&stamp, &Immediate(home), here));
            assert_eq!(one, other);
        }
    }
}

#[test]
fn an_informational_region_is_reported_and_proves_nothing() {
    let policy = ResidencyPolicy::closed();
    let now = policy.at(NOW);
    let preferred = resolved(Residency::informational(Region::EuWest1));
    assert_eq!(now.receive(&preferred, EU, categories()).code(), "informational_mode");
    assert_eq!(now.observe(&preferred, EU).unwrap().code(), "observed_at_home");
    assert_eq!(now.observe(&preferred, US).unwrap().code(), "observed_elsewhere");
    let event = now.observe(&preferred, US).unwrap().event(EventId::parse("evt-1").unwrap());
    assert_eq!((event.kind(), event.tenant_region()), (EventKind::Observed, Some(Region::EuWest1)));

    // Promoted, the same tenant is enforced.
    let promoted = resolved(Residency::informational(Region::EuWest1).promote());
    assert_eq!(now.observe(&promoted, US), None);
    assert!(routed(&now, &promoted, &sites()).is_ok());
}

#[test]
fn a_stranger_cannot_tell_a_foreign_key_from_an_unknown_one() {
    let tag = KeyTag::parse("sk_live_eu-west-1_0123456789abcdef").unwrap();
    let mut strangers = Vec::new();
    for (tag, standing) in
        [(Some(&tag), KeyStanding::Known), (Some(&tag), KeyStanding::Unknown), (None, KeyStanding::Unknown)]
    {
        let KeyCheck::Refuse(refusal) = check_key(tag, standing, US, Caller::Unauthenticated) else {
            panic!("refused")
        };
        strangers.push(serde_json::to_string(&refusal.response()).unwrap());
    }
    strangers.dedup();
    assert_eq!(
        strangers,
        [r#"{"status":403,"code":"invalid_key","message":"Invalid API Key","region":null}"#]
    );

    let KeyCheck::Refuse(refusal) = check_key(Some(&tag), KeyStanding::Known, US, Caller::Authenticated)
    else {
        panic!("refused")
    };
    assert_eq!((refusal.response().status, refusal.response().region), (421, Some(Region::EuWest1)));
    assert_eq!(refusal.event().code().unwrap().as_str(), "key_wrong_region");
    let unknown = check_key(Some(&tag), KeyStanding::Unknown, EU, Caller::Authenticated);
    assert!(matches!(unknown, KeyCheck::Refuse(refusal) if refusal.response().status == 403));
    assert!(matches!(
        check_key(Some(&tag), KeyStanding::Known, EU, Caller::Unauthenticated),
        KeyCheck::Accept(_)
    ));
}

#[test]
fn a_client_finds_an_answer_from_elsewhere() {
    assert!(check_region_header(Region::EuWest1, Some("eu-west-1")).is_ok());
    for (value, code) in [
        (None, "region_header_absent"),
        (Some(""), "region_header_unreadable"),
        (Some("EU-WEST-1"), "region_header_unreadable"),
        (Some("eu-west-1, us-east-1"), "region_header_unreadable"),
        (Some("us-east-1"), "region_header_mismatch"),
        (Some("alibaba:eu-west-1"), "region_header_mismatch"),
    ] {
        assert_eq!(check_region_header(Region::EuWest1, value).unwrap_err().code(), code);
    }
}
