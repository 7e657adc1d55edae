//! T5, T7, T9, S3, S7, D1, N1, N2: the road with honest and hostile inputs.
#![cfg(feature = "serde")]

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use domicile::audit::{Event, EventId, EventKind, Head};
use domicile::data::Categories;
use domicile::flow::{
    Caller, Delivery, DropReason, KeyCheck, KeyStanding, NotAdmitted, RouteError, Site, Stamp, check_key,
    check_region_header,
};
use domicile::policy::OnMismatch;
use domicile::tenant::{
    Claims, Directory, Entitlements, Epoch, Immediate, KeyTag, NoResolver, Plan, Residency, Resolved, Tenant,
    Unlisted, resolve,
};
use domicile::{DataCategory, Here, Region, ResidencyPolicy, TenantId, UnixTime};
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

fn categories() -> Categories {
    [DataCategory::EventMetadata].into_iter().collect()
}

fn stamp() -> Stamp {
    let policy = ResidencyPolicy::closed();
    let sites = sites();
    let routed =
        policy.at(NOW).route(&resolved(Residency::enforced(Region::EuWest1)), &categories(), &sites).unwrap();
    routed.stamp(EventId::parse("evt-1").unwrap())
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
            assert_eq!(policy.at(NOW).route(&resolved, &categories(), &sites).unwrap().site().region(), home);
        }
    }
}

#[test]
fn no_route_names_a_refusal_for_every_site() {
    let policy = ResidencyPolicy::closed();
    let away = resolved(Residency::enforced(Region::AfSouth1));
    let error = policy.at(NOW).route(&away, &categories(), &sites()).unwrap_err();
    assert_eq!(error.code(), "region_mismatch");
    let RouteError::Refused(no_route) = error else { panic!("refused") };
    let names: Vec<&str> = no_route.refusals().iter().map(|(site, _)| site.name()).collect();
    assert_eq!(names, ["q-us-east-1", "q-eu-west-1", "q-ap-south-1"]);

    let home = resolved(Residency::enforced(Region::EuWest1));
    assert_eq!(policy.at(NOW).route(&home, &categories(), &[]).unwrap_err().code(), "no_route");
    assert_eq!(
        policy.at(NOW).route(&home, &Categories::new(), &sites()).unwrap_err().code(),
        "categories_absent"
    );
    let stale = policy.at(LATER).route(&home, &categories(), &sites()).unwrap_err();
    assert!(matches!(stale, RouteError::Retry(_)), "{stale:?}");
}

#[test]
fn the_stamp_is_a_versioned_claim_with_these_fields() {
    let policy = ResidencyPolicy::closed().fingerprint().to_string();
    let form = json!({
        "version": 1, "event_id": "evt-1", "tenant": "shop-1", "bound": "eu-west-1", "queue": "eu-west-1",
        "categories": ["event.metadata"], "policy": policy,
    });
    assert_eq!(serde_json::to_value(stamp()).unwrap(), form);
    assert_eq!(serde_json::from_value::<Stamp>(form).unwrap(), stamp());

    assert!(changed(|form| form["version"] = json!(2)).is_err());
    assert!(changed(|form| form["admitted"] = json!(true)).is_err());
    for field in ["version", "event_id", "tenant", "bound", "queue", "categories", "policy"] {
        assert!(changed(|form| drop(form.as_object_mut().unwrap().remove(field))).is_err(), "{field}");
        assert!(changed(|form| form[field] = json!(null)).is_err(), "{field}");
    }
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
                form["bound"] = json!("us-east-1");
                form["queue"] = json!("us-east-1");
            }),
            home,
            US,
            "region_mismatch",
        ),
        (
            "rewritten, and brought back",
            with(|form| form["bound"] = json!("us-east-1")),
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
        ("nothing declared", with(|form| form["categories"] = json!([])), home, EU, "categories_absent"),
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
    let id = EventId::parse("evt-1").unwrap();
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
    let routed = now.route(&resolved, &categories(), &sites).unwrap();
    assert_eq!(told(routed.event(id)), expected(EventKind::Routed, Region::EuWest1));
    let admitted = now.admit(&stamp(), &home, EU).unwrap();
    assert_eq!(told(admitted.event()), expected(EventKind::Admitted, Region::EuWest1));
    let delivery = now.deliver(admitted, &sites);
    assert_eq!(told(delivery.event().unwrap()), expected(EventKind::Delivered, Region::EuWest1));
    let Err(NotAdmitted::Refused(rejection)) = now.admit(&stamp(), &home, US) else { panic!("refused") };
    let mut dropped = expected(EventKind::Dropped, Region::UsEast1);
    dropped["code"] = json!("region_mismatch");
    assert_eq!(told(rejection.event()), dropped);

    let late = policy.at(LATER);
    let Err(NotAdmitted::Retry(pending)) = late.admit(&stamp(), &home, EU) else { panic!("deferred") };
    let deferred = json!({
        "kind": "deferred", "event_id": id, "tenant": "shop-1", "region": "eu-west-1", "code": "answer_stale",
    });
    assert_eq!(told(pending.event(&stamp(), EU)), deferred);

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
    assert_eq!(rejection.refusal().unwrap().to_string(), "home region is eu-west-1, and this is us-east-1");

    let error = policy.at(NOW).admit(&stamp(), &NoResolver, EU).unwrap_err();
    let NotAdmitted::Refused(rejection) = error else { panic!("refused") };
    assert_eq!(rejection.record().reason, DropReason::ResidencyNotProven);
    assert_eq!(rejection.record().tenant_region, None);
}

#[test]
fn a_proof_kept_too_long_or_earned_under_another_policy_delivers_nothing() {
    let policy = ResidencyPolicy::closed();
    let home = directory(Residency::enforced(Region::EuWest1));
    let admit = || policy.at(NOW).admit(&stamp(), &home, EU).unwrap();
    let endpoints = sites();

    let Delivery::Deliver(deliver) = policy.at(NOW).deliver(admit(), &endpoints) else { panic!("delivered") };
    assert_eq!((deliver.region(), deliver.endpoint().name()), (Region::EuWest1, "q-eu-west-1"));

    assert!(matches!(policy.at(LATER).deliver(admit(), &endpoints), Delivery::Retry(_)));

    let plans = Entitlements::new().with(Plan::parse("enterprise").unwrap(), [Region::EuWest1]);
    let stricter = ResidencyPolicy::closed().with_entitlements(plans);
    let Delivery::Drop(rejection) = stricter.at(NOW).deliver(admit(), &endpoints) else { panic!("dropped") };
    let record = rejection.record();
    assert_eq!((record.code.as_str(), record.policy), ("plan_not_entitled", stricter.fingerprint()));
    assert_eq!(record.reason, DropReason::ResidencyNotProven);

    let elsewhere = &endpoints[..1];
    let Delivery::Drop(rejection) = policy.at(NOW).deliver(admit(), elsewhere) else { panic!("dropped") };
    assert_eq!(
        (rejection.code(), rejection.record().reason),
        ("region_mismatch", DropReason::CrossRegionEnforcement)
    );
    let Delivery::Drop(rejection) = policy.at(NOW).deliver(admit(), &[]) else { panic!("dropped") };
    assert_eq!(
        (rejection.code(), rejection.record().reason),
        ("no_endpoint", DropReason::ResidencyNotProven)
    );

    // A policy that sets events aside does so here too.
    let careful = ResidencyPolicy::closed().on_mismatch(OnMismatch::Quarantine);
    let event = careful.at(NOW).deliver(admit(), elsewhere).event().unwrap();
    assert_eq!(event.kind(), EventKind::Quarantined);

    // A clock that stepped back knows nothing about the time before the proof.
    let before = policy.at(UnixTime::from_secs(NOW.as_secs() - 1));
    assert!(matches!(before.deliver(admit(), &endpoints), Delivery::Retry(_)));
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
            let one = now.admit(&stamp(), &home, here);
            let other = ready(now.admit_async(&stamp(), &Immediate(home), here));
            assert_eq!(one, other);
        }
    }
}

#[test]
fn an_informational_region_is_reported_and_proves_nothing() {
    let policy = ResidencyPolicy::closed();
    let now = policy.at(NOW);
    let preferred = resolved(Residency::informational(Region::EuWest1));
    assert_eq!(now.route(&preferred, &categories(), &sites()).unwrap_err().code(), "informational_mode");
    assert_eq!(now.observe(&preferred, EU).unwrap().code(), "observed_at_home");
    assert_eq!(now.observe(&preferred, US).unwrap().code(), "observed_elsewhere");
    let event = now.observe(&preferred, US).unwrap().event(EventId::parse("evt-1").unwrap());
    assert_eq!((event.kind(), event.tenant_region()), (EventKind::Observed, Some(Region::EuWest1)));

    // Promoted, the same tenant is enforced.
    let promoted = resolved(Residency::informational(Region::EuWest1).promote());
    assert_eq!(now.observe(&promoted, US), None);
    assert!(now.route(&promoted, &categories(), &sites()).is_ok());
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
