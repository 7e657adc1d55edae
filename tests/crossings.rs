//! D6, T8, T9, T10: the pipeline under documents, from the edge to the ledger: who is given an event, and what crosses a
//! border with it. Each story has its twin in which one fact is otherwise, and the event stays.
#![cfg(feature = "serde")]

use std::sync::LazyLock;

use domicile::audit::{Anchor, Duties, Event, EventId, EventKind, Head, Record, verify};
use domicile::data::Categories;
use domicile::flow::{Admitted, Deliver, Delivery, Endpoint, NotAdmitted, Onward, RouteError, Site, Stamp};
use domicile::law::{Act, Condition, Ground, LawEdition, RecipientFacts};
use domicile::policy::{Check, EndpointKind, Fact, Outcome, PolicyDocument, RecipientName, Recording};
use domicile::tenant::{
    Claims, Directory, Entitlements, Epoch, Plan, Residency, Resolved, ScopeName, Tenant, resolve,
};
use domicile::{
    DataCategory, Decision, Here, Permit, PolicyAt, Region, RegionCatalog, Request, ResidencyPolicy,
    TenantId, UnixTime,
};

/// 21 November 2026.
const NOW: UnixTime = UnixTime::from_secs(1_795_262_400);
const EU: Region = Region::EuWest1;
const US: Region = Region::UsEast1;

/// The smallest useful policy: US merchants' events go to a company in the US, and to nobody else.
const TEN_LINES: &str = r#"
version = 2
name = "shop"
sensitivities = []
regions = ["eu-west-1", "us-east-1"]
categories = ["event", "identifier"]
[[recipients]]
recipient = "meta"
country = "US"
[end]
of = "shop"
"#;

/// Recipients at home and abroad, with those behind them; rows for some.
const SHOP: &str = r#"
version = 2
name = "shop"
sensitivities = []
regions = ["eu-west-1", "us-east-1", "eu-central-1"]
categories = ["event", "identifier"]
recipients = [
    { recipient = "meta", country = "US", places = ["IE", "US"], facts = [{ condition = "dpf-listed", since = 2026-09-10, until = 2030-01-01 }] },
    { recipient = "mailer", country = "IE" },
    { recipient = "printer", country = "IE" },
    { recipient = "funnel", country = "US" },
    { recipient = "hub", country = "IE", behind = ["mailer", "funnel"] },
    { recipient = "post", country = "IE", behind = ["mailer"] },
    { recipient = "chain", country = "IE", behind = ["post"] },
    { recipient = "sanctioned", country = "RU" },
]
endpoints = [{ endpoint = "meta-capi", recipient = "meta", countries = ["IE", "US"] }]

[[transfers]]
transfer = "conversions-from-europe"
from = ["eu-west-1"]
operations = ["deliver"]
categories = ["event", "identifier"]
recipient = "meta"
ground = "adequacy"
instrument = "terms-2026"
since = 2026-09-10
until = 2030-01-01

[[transfers]]
transfer = "conversions-from-the-us"
from = ["us-east-1"]
operations = ["deliver"]
categories = ["event", "identifier"]
recipient = "meta"
ground = "unrestricted"
conditions = ["onward-sale-barred"]
instrument = "terms-2026"
since = 2026-09-10
until = 2030-01-01

[[transfers]]
transfer = "sanctioned"
from = ["us-east-1"]
operations = ["deliver", "onward-transfer"]
categories = ["event", "identifier"]
recipient = "sanctioned"
ground = "unrestricted"
instrument = "terms-2026"
since = 2026-09-10
until = 2030-01-01

[[transfers]]
transfer = "analytics"
from = ["eu-west-1"]
to = ["us-east-1"]
operations = ["process", "store"]
categories = ["event", "identifier"]
ground = "standard-clauses"
conditions = ["scc-signed", "transfer-impact-assessment"]
instrument = "scc-2026"
assessment = "tia-2026"
since = 2026-09-10
until = 2030-01-01

[end]
of = "shop"
"#;

fn policy(text: &str) -> ResidencyPolicy {
    let document: PolicyDocument = toml::from_str(text).unwrap();
    match document.compile(RegionCatalog::builtin(), LawEdition::builtin()) {
        Ok(policy) => policy,
        Err(error) => panic!("{error}"),
    }
}

/// The document with one thing otherwise.
fn changed(from: &str, to: &str) -> ResidencyPolicy {
    assert_eq!(SHOP.matches(from).count(), 1, "{from}");
    policy(&SHOP.replace(from, to))
}

fn shop() -> TenantId {
    TenantId::parse("shop-1").unwrap()
}

/// Its answers hold for an hour.
fn directory(home: Region) -> Directory {
    let tenant = Tenant::new(shop(), Residency::enforced(home));
    Directory::builder().with(tenant).build(Epoch::new(1), NOW.plus_secs(3_600)).unwrap()
}

/// Kept for good, as a permit borrows it.
fn resolved(home: Region) -> &'static Resolved {
    Box::leak(Box::new(resolve(&Claims::tenant(&shop()), &directory(home), NOW).unwrap()))
}

fn categories() -> &'static Categories {
    static BOTH: LazyLock<Categories> = LazyLock::new(|| {
        [DataCategory::EventMetadata, DataCategory::PseudonymousIdentifier].into_iter().collect()
    });
    &BOTH
}

fn queue(region: Region) -> Site {
    Site::new(region.as_str(), region).unwrap()
}

fn name(text: &str) -> RecipientName {
    RecipientName::parse(text).unwrap()
}

/// An endpoint of a recipient in a region.
fn regional(region: Region, recipient: &str) -> Endpoint {
    Endpoint::regional(recipient, region, name(recipient)).unwrap()
}

/// Meta's endpoint for the whole world.
fn capi() -> Endpoint {
    Endpoint::global("meta-capi".parse().unwrap(), name("meta"))
}

/// The step at which an event stops, and the code.
type Stop = (&'static str, &'static str);

/// Received in a region and put on the queue of another.
fn routed(now: &PolicyAt<'_>, home: Region, edge: Region, to: Region) -> Result<(Stamp, Event), Stop> {
    let permit = received(now, home, edge)?;
    match now.route(permit, &[queue(to)]) {
        Ok(routed) => Ok(routed.stamp(EventId::parse("evt-1").unwrap())),
        Err(RouteError::Refused(refused)) => Err(("route", refused.code())),
        Err(RouteError::Retry(deferral)) => Err(("route later", deferral.code())),
    }
}

fn received<'p>(now: &PolicyAt<'p>, home: Region, edge: Region) -> Result<Permit<'p>, Stop> {
    match now.receive(resolved(home), Here(edge), categories()) {
        Decision::Permit(permit) => Ok(permit),
        Decision::Refuse(refusal) => Err(("receive", refusal.code())),
        Decision::Retry(deferral) => Err(("receive later", deferral.code())),
    }
}

/// Taken off its queue by a consumer in a region.
fn admitted<'a>(
    now: &PolicyAt<'a>,
    stamp: &'a Stamp,
    home: Region,
    here: Region,
) -> Result<Admitted<'a>, Stop> {
    match now.admit(stamp, &directory(home), Here(here)) {
        Ok(admitted) => Ok(admitted),
        Err(NotAdmitted::Refused(rejection)) => Err(("admit", rejection.code())),
        Err(NotAdmitted::Retry(pending)) => Err(("admit later", pending.code())),
    }
}

fn delivered<'e>(
    now: &PolicyAt<'e>,
    admitted: Admitted<'e>,
    endpoints: &'e [Endpoint],
) -> Result<Deliver<'e>, Stop> {
    match now.deliver(admitted, endpoints) {
        Delivery::Deliver(deliver) => Ok(deliver),
        Delivery::Drop(rejection) => {
            assert_eq!(rejection.event().kind(), EventKind::Dropped);
            Err(("deliver", rejection.code()))
        }
        Delivery::Retry(deferral) => Err(("deliver later", deferral.code())),
    }
}

/// Admitted in its home, where it was received and routed, all at one instant.
fn at_home<'p>(now: &PolicyAt<'p>, home: Region) -> Result<Admitted<'p>, Stop> {
    let (stamp, _) = routed(now, home, home, home)?;
    admitted(now, Box::leak(Box::new(stamp)), home, home)
}

/// The recipients that an event of a tenant at home there reaches from its home, the endpoint's own first, with what the
/// ledger hears of each.
fn reaches(
    policy: &ResidencyPolicy,
    home: Region,
    endpoints: &[Endpoint],
) -> Result<Vec<(String, Event)>, Stop> {
    let now = policy.at(NOW);
    let deliver = delivered(&now, at_home(&now, home)?, endpoints)?;
    let first = deliver.endpoint().recipient();
    let recipients: Vec<RecipientName> =
        [first].into_iter().chain(deliver.onward().iter().map(Onward::recipient)).collect();
    let events: Vec<Event> = deliver.settle().collect();
    assert_eq!(recipients.len(), events.len(), "an event for each hand-over");
    assert!(
        events.iter().all(|event| event.kind() == EventKind::Delivered && event.tenant() == Some(&shop()))
    );
    Ok(recipients.iter().map(ToString::to_string).zip(events).collect())
}

/// The names alone.
fn names(policy: &ResidencyPolicy, home: Region, endpoints: &[Endpoint]) -> Result<Vec<String>, Stop> {
    Ok(reaches(policy, home, endpoints)?.into_iter().map(|(name, _)| name).collect())
}

#[test]
fn ten_lines_deliver_at_home_and_nowhere_else() {
    let policy = policy(TEN_LINES);
    assert_eq!(TEN_LINES.trim().lines().count(), 10);
    assert_eq!(names(&policy, US, &[regional(US, "meta")]), Ok(vec!["meta".to_owned()]));
    // The same company is abroad for a European merchant, wherever its endpoint stands.
    for (region, code) in [(EU, "transfer_needed"), (US, "region_mismatch")] {
        assert_eq!(names(&policy, EU, &[regional(region, "meta")]), Err(("deliver", code)));
    }
    assert_eq!(names(&policy, US, &[regional(US, "funnel")]), Err(("deliver", "recipient_unlisted")));
    assert_eq!(names(&policy, US, &[capi()]).unwrap_err().0, "deliver");
    // And nothing leaves its home.
    let now = policy.at(NOW);
    assert_eq!(routed(&now, EU, US, EU).unwrap_err(), ("receive", "region_mismatch"));
    assert_eq!(routed(&now, EU, EU, US).unwrap_err(), ("route", "region_mismatch"));
}

/// What stays at home with a company there is not judged at length, and is stopped by the same things.
#[test]
fn what_is_plain_is_stopped_as_what_is_judged() {
    let policy = policy(TEN_LINES);
    let (now, later) = (policy.at(NOW), policy.at(NOW.plus_secs(1)));
    let home = [regional(US, "meta")];
    // The clock stepped back since the proof was made.
    let admitted = || at_home(&later, US).unwrap();
    assert_eq!(delivered(&now, admitted(), &home).unwrap_err(), ("deliver later", "home_region_stale"));
    assert!(delivered(&later, admitted(), &home).is_ok());
    // At most so many endpoints, wherever the right one stands.
    let numbered = |at: u8| Endpoint::regional(&format!("meta-{at}"), US, name("meta")).unwrap();
    let many: Vec<Endpoint> = (0..65).map(numbered).collect();
    assert!(delivered(&later, admitted(), &many[..64]).is_ok());
    assert_eq!(delivered(&later, admitted(), &many).unwrap_err(), ("deliver", "too_many_endpoints"));
    // Endpoints elsewhere and for the whole world stand before the one at home, which is the one.
    let capi = capi();
    let elsewhere = Endpoint::regional("meta-eu", EU, name("meta")).unwrap();
    for before in [elsewhere, capi.clone(), regional(EU, "funnel")] {
        let endpoints = [before, regional(US, "meta"), capi.clone()];
        let deliver = delivered(&later, admitted(), &endpoints).unwrap();
        assert_eq!((deliver.endpoint(), deliver.region()), (&endpoints[1], US));
    }
}

/// A company at home is given the data from abroad, if a company abroad hands it on.
#[test]
fn who_hands_on_is_where_the_data_comes_from() {
    let relay = r#"{ recipient = "relay", country = "IE", behind = ["funnel"] }, { recipient = "mailer", country = "IE" }"#;
    let (_, rows) = SHOP.split_once("[[transfers]]\ntransfer = \"conversions-from-the-us\"").unwrap();
    let (row, _) = rows.split_once("[[transfers]]").unwrap();
    let row = format!("[[transfers]]\ntransfer = \"relay\"{}", row.replace("meta", "relay"));
    let with = |behind: &str| {
        let mailer = r#"{ recipient = "mailer", country = "IE" }"#;
        let text = SHOP.replacen(mailer, &relay.replace(r#"["funnel"]"#, behind), 1);
        policy(&text.replacen("[end]", &format!("{row}[end]"), 1))
    };
    let endpoints = [regional(US, "relay")];
    assert_eq!(names(&with("[]"), US, &endpoints), Ok(vec!["relay".to_owned()]));
    // From the United States to the United States, by way of Ireland.
    assert_eq!(names(&with(r#"["funnel"]"#), US, &endpoints), Err(("deliver", "recipient_not_named")));
}

/// Whoever prints a proof is told that it is one.
#[test]
fn a_proof_of_delivery_prints_as_a_permit() {
    let policy = changed(
        "hub\", country = \"IE\", behind = [\"mailer\", \"funnel\"]",
        "hub\", country = \"IE\", behind = [\"mailer\"]",
    );
    let now = policy.at(NOW);
    let endpoints = [regional(EU, "hub")];
    let admitted = at_home(&now, EU).unwrap();
    assert!(format!("{admitted:?}").contains("kind: Permit"), "{admitted:?}");
    let deliver = delivered(&now, admitted, &endpoints).unwrap();
    let text = format!("{deliver:?}");
    assert!(text.matches("kind: Permit").count() == 2 && !text.contains("Refuse"), "{text}");
}

/// Even where nothing leaves the country: who relied on it is to be found in the ledger.
#[test]
fn a_delivery_through_a_global_endpoint_at_home_is_recorded_as_one() {
    let endpoints = r#"endpoints = [{ endpoint = "post-api", recipient = "mailer", countries = ["IE"] }, "#;
    let policy = changed("endpoints = [", endpoints);
    let now = policy.at(NOW);
    let endpoints = [Endpoint::global("post-api".parse().unwrap(), name("mailer"))];
    let deliver = delivered(&now, at_home(&now, EU).unwrap(), &endpoints).unwrap();
    assert!(!deliver.explanation().is_crossing());
    assert_eq!(deliver.explanation().recording(), Recording::Required);
    let event = deliver.settle().next().unwrap();
    assert_eq!((event.recipient(), event.endpoint()), (Some("mailer"), Some("post-api")));
    assert_eq!(event.duties(), Duties::RECORD.with(Duties::FALLBACK));
}

/// Of every refused crossing the record says that it was one; of what is not known, that nothing was proven.
#[test]
fn a_drop_record_says_whether_it_was_a_crossing() {
    use domicile::flow::DropReason::{self, CrossRegionEnforcement, ResidencyNotProven};
    let policy = policy(SHOP);
    let now = policy.at(NOW);
    let reason = |home: Region, endpoints: &[Endpoint]| -> DropReason {
        match now.deliver(at_home(&now, home).unwrap(), endpoints) {
            Delivery::Drop(rejection) => rejection.record().reason,
            other => panic!("{other:?}"),
        }
    };
    // A company abroad without a row, one with a row for another home, an endpoint in another region.
    for (home, endpoint) in [
        (EU, regional(EU, "funnel")),
        (US, regional(US, "mailer")),
        (EU, regional(EU, "sanctioned")),
        (EU, regional(US, "mailer")),
    ] {
        assert_eq!(reason(home, std::slice::from_ref(&endpoint)), CrossRegionEnforcement, "{endpoint:?}");
        // With an endpoint of somebody whom nobody knows beside it, it is not the whole story.
        assert_eq!(reason(home, &[endpoint, regional(home, "stranger")]), ResidencyNotProven);
    }
    assert_eq!(reason(EU, &[regional(EU, "stranger")]), ResidencyNotProven);
    // What the service may not do at home is no crossing.
    let idle = self::policy(
        &TEN_LINES
            .replace("[end]", "[[roles]]\nrole = \"service\"\noperations = [\"process\", \"store\"]\n[end]"),
    );
    let now_idle = idle.at(NOW);
    match now_idle.deliver(at_home(&now_idle, US).unwrap(), &[regional(US, "meta")]) {
        Delivery::Drop(rejection) => {
            assert_eq!((rejection.code(), rejection.record().reason), ("role_may_not", ResidencyNotProven));
        }
        other => panic!("{other:?}"),
    }
    // It would cross, and to nobody knows whom.
    assert_eq!(reason(EU, &[regional(US, "stranger")]), ResidencyNotProven);
}

/// The same endpoint, each under the row of its home with the ground that is written there.
#[test]
fn deliveries_to_one_company_rest_on_the_row_of_each_home() {
    let policy = policy(SHOP);
    let now = policy.at(NOW);
    for (home, row, ground) in [
        (EU, "conversions-from-europe", Ground::Adequacy),
        (US, "conversions-from-the-us", Ground::Unrestricted),
    ] {
        let endpoints = [capi()];
        let deliver = delivered(&now, at_home(&now, home).unwrap(), &endpoints).unwrap();
        let why = deliver.explanation();
        assert_eq!(why.transfer().map(|(_, name)| name.to_owned()), Some(row.to_owned()), "{home}");
        assert_eq!(why.ground(), Some(ground), "{home}");
        assert_eq!(why.recording(), Recording::Required, "{home}");
        assert_eq!(why.request().recipient, Some(Fact::Known(name("meta"))));
        assert_eq!((deliver.region(), deliver.tenant()), (home, &shop()));
    }
}

/// From the edge to a chain that verifies, each step says what it rests on: the operation, the row, its ground, who is
/// given it through what, by which edition of the law, and that it had to be recorded.
#[test]
fn a_crossing_goes_from_the_edge_to_the_ledger_with_its_record() {
    let policy = policy(SHOP);
    let now = policy.at(NOW);
    let mut events = Vec::new();
    // A copy goes to the United States, and the event itself to a company there.
    events.push(routed(&now, EU, EU, US).unwrap().1);
    let (stamp, event) = routed(&now, EU, EU, EU).unwrap();
    let admitted = admitted(&now, &stamp, EU, EU).unwrap();
    events.extend([event, admitted.event()]);
    let endpoints = [capi()];
    events.extend(delivered(&now, admitted, &endpoints).unwrap().settle());
    // At home there is nothing to say but that it was done.
    let endpoints = [regional(EU, "mailer")];
    events.extend(delivered(&now, at_home(&now, EU).unwrap(), &endpoints).unwrap().settle());

    let genesis = Head::genesis(EU, "test").unwrap();
    let (mut head, mut records) = (genesis, Vec::new());
    for event in events {
        let (next, entry) = head.append(event, NOW).unwrap();
        let line = serde_json::to_string(&entry).unwrap();
        records.push(serde_json::from_str::<Record>(&line).unwrap());
        head = next;
    }
    assert_eq!(verify(&genesis, &records, Some(&Anchor::of(&head))), Ok(head));
    let told = |record: &Record| {
        let texts =
            [record.operation(), record.rule(), record.ground(), record.recipient(), record.endpoint()];
        (
            record.kind().unwrap(),
            record.region().unwrap(),
            texts.map(|text| text.unwrap_or("-").to_owned()).join(" "),
        )
    };
    let found: Vec<(EventKind, Region, String)> = records.iter().map(told).collect();
    let expected = [
        (EventKind::Routed, US, "store analytics standard-clauses - -"),
        (EventKind::Routed, EU, "- - - - -"),
        (EventKind::Admitted, EU, "- - - - -"),
        (EventKind::Delivered, EU, "deliver conversions-from-europe adequacy meta meta-capi"),
        (EventKind::Delivered, EU, "- - - - -"),
    ];
    assert_eq!(found, expected.map(|(kind, region, text)| (kind, region, text.to_owned())));
    for record in &records {
        let is_recorded = record.operation().is_some();
        assert_eq!(record.duties().contains(Duties::RECORD), is_recorded);
        assert_eq!(record.duties().contains(Duties::FALLBACK), record.endpoint() == Some("meta-capi"));
        assert_eq!(record.law_edition().is_some(), is_recorded);
        assert_eq!((record.tenant(), record.tenant_region()), (Some(shop()), Some(EU)));
        assert_eq!(record.policy(), Some(policy.fingerprint()));
    }
}

/// What a crossing rests on may be otherwise than it was, and then the event stays.
#[test]
fn without_its_row_its_country_or_its_name_nothing_goes_abroad() {
    let to_meta = [capi()];
    assert!(names(&policy(SHOP), EU, &to_meta).is_ok());
    let cases = [
        // The row ended, or does not run yet.
        (changed_row("conversions-from-europe", "until = 2030-01-01", "until = 2026-11-21"), "transfer_over"),
        (
            changed_row("conversions-from-europe", "since = 2026-09-10", "since = 2026-11-22"),
            "transfer_not_yet",
        ),
        // It is written for another home, operation, kind of data or company.
        (changed_row("conversions-from-europe", "eu-west-1", "eu-central-1"), "transfer_needed"),
        (changed_row("conversions-from-europe", "\"deliver\"", "\"store\""), "transfer_needed"),
        (changed_row("conversions-from-europe", "\"event\", \"identifier\"", "\"event\""), "transfer_needed"),
        (changed_row("conversions-from-europe", "\"meta\"", "\"funnel\""), "recipient_not_named"),
        // The company is in another country, works in one more, or is in none of the documents.
        (changed("\"meta\", country = \"US\"", "\"meta\", country = \"RU\""), "conditions_missing"),
        (changed("places = [\"IE\", \"US\"]", "places = [\"IE\", \"US\", \"RU\"]"), "conditions_missing"),
        (
            changed("countries = [\"IE\", \"US\"]", "countries = [\"IE\", \"US\", \"RU\"]"),
            "conditions_missing",
        ),
        // No countries are said: any country.
        (changed(", countries = [\"IE\", \"US\"] }", " }"), "destination_unknown"),
        // It is no longer listed in the framework that the row rests on.
        (changed("until = 2030-01-01 }] }", "until = 2026-11-21 }] }"), "conditions_missing"),
        (
            changed("\"dpf-listed\", since = 2026-09-10", "\"dpf-listed\", since = 2026-11-22"),
            "conditions_missing",
        ),
    ];
    for (at, (policy, code)) in cases.iter().enumerate() {
        assert_eq!(names(policy, EU, &to_meta), Err(("deliver", *code)), "case {at}");
    }
    let unlisted = Endpoint::global("meta-capi".parse().unwrap(), name("metaverse"));
    assert_eq!(names(&policy(SHOP), EU, &[unlisted]), Err(("deliver", "recipient_unlisted")));
    // What the caller knows to have ended beats what the document still says.
    let listed = Condition::parse("dpf-listed").unwrap();
    let ended = capi().with_facts(RecipientFacts::new().ended(listed, NOW));
    assert_eq!(names(&policy(SHOP), EU, &[ended]), Err(("deliver", "conditions_missing")));
}

/// The document with one thing in the row of a transfer otherwise.
fn changed_row(row: &str, from: &str, to: &str) -> ResidencyPolicy {
    let (before, rest) = SHOP.split_once(&format!("transfer = \"{row}\"")).unwrap();
    let (this, after) = rest.split_once("\n\n").unwrap();
    assert_eq!(this.matches(from).count(), 1, "{from}");
    policy(&format!("{before}transfer = \"{row}\"{}\n\n{after}", this.replace(from, to)))
}

#[test]
fn a_recipient_abroad_without_a_row_is_refused_at_any_endpoint() {
    let policy = policy(SHOP);
    for (region, code) in [(EU, "recipient_not_named"), (US, "region_mismatch")] {
        assert_eq!(names(&policy, EU, &[regional(region, "funnel")]), Err(("deliver", code)));
    }
    // To its own country it goes, and to nobody in the other's.
    assert_eq!(names(&policy, US, &[regional(US, "funnel")]), Ok(vec!["funnel".to_owned()]));
    assert_eq!(names(&policy, EU, &[regional(EU, "mailer")]), Ok(vec!["mailer".to_owned()]));
    assert!(names(&policy, US, &[regional(US, "mailer")]).is_err());
    // The first that may have it is chosen.
    let endpoints = [regional(US, "funnel"), regional(EU, "mailer"), regional(EU, "printer")];
    assert_eq!(names(&policy, EU, &endpoints), Ok(vec!["mailer".to_owned()]));
}

/// Everywhere an event goes under a row without a recipient: each operation has to be written.
#[test]
fn a_crossing_needs_every_operation_it_performs() {
    let policy = policy(SHOP);
    let now = policy.at(NOW);
    let (stamp, _) = routed(&now, EU, US, US).unwrap();
    let admitted_there = admitted(&now, &stamp, EU, US).unwrap();
    let why = admitted_there.explanation();
    assert_eq!((why.ground(), why.recording()), (Some(Ground::StandardClauses), Recording::Required));
    assert_eq!((admitted_there.home(), admitted_there.region()), (EU, US));
    // From there it may go to nobody: no row speaks of a delivery.
    let endpoints = [regional(US, "funnel"), regional(US, "meta")];
    assert_eq!(delivered(&now, admitted_there, &endpoints).unwrap_err().0, "deliver");

    let only_process = changed_row("analytics", "\"process\", \"store\"", "\"process\"");
    let now = only_process.at(NOW);
    assert!(received(&now, EU, US).is_ok());
    assert_eq!(routed(&now, EU, US, US).unwrap_err(), ("route", "region_mismatch"));
    assert_eq!(admitted(&now, &stamp, EU, US).unwrap().region(), US);
    let only_store = changed_row("analytics", "\"process\", \"store\"", "\"store\"");
    let now = only_store.at(NOW);
    assert_eq!(routed(&now, EU, US, US).unwrap_err(), ("receive", "region_mismatch"));
    assert!(routed(&now, EU, EU, US).is_ok());
    assert_eq!(admitted(&now, &stamp, EU, US).unwrap_err(), ("admit", "region_mismatch"));
    // Nor does it go the other way.
    assert_eq!(routed(&now, US, US, EU).unwrap_err(), ("route", "region_mismatch"));
}

#[test]
fn everybody_on_one_endpoint_may_have_it_or_nobody_has() {
    let policy = policy(SHOP);
    let both = |one: &str, other: &str| {
        [one, other].map(|recipient| Endpoint::regional("both", EU, name(recipient)).unwrap())
    };
    assert_eq!(names(&policy, EU, &both("mailer", "printer")).unwrap(), ["mailer", "printer"]);
    for (one, other) in [("mailer", "funnel"), ("funnel", "mailer")] {
        assert_eq!(names(&policy, EU, &both(one, other)), Err(("deliver", "recipient_not_named")));
    }
    assert_eq!(names(&policy, EU, &both("mailer", "stranger")).unwrap_err().0, "deliver");
    // Nor is it given where somebody behind one of them may not have it.
    assert_eq!(names(&policy, EU, &both("mailer", "post")).unwrap(), ["mailer", "post", "mailer"]);
    for (one, other) in [("mailer", "hub"), ("hub", "mailer")] {
        assert_eq!(names(&policy, EU, &both(one, other)), Err(("deliver", "transfer_needed")));
    }
    // Another endpoint has nothing to do with it.
    let beside = [regional(EU, "mailer"), Endpoint::regional("both", EU, name("funnel")).unwrap()];
    assert_eq!(names(&policy, EU, &beside).unwrap(), ["mailer"]);
}

#[test]
fn whoever_is_behind_a_recipient_is_judged_too() {
    let policy = policy(SHOP);
    assert_eq!(names(&policy, EU, &[regional(EU, "post")]).unwrap(), ["post", "mailer"]);
    assert_eq!(names(&policy, EU, &[regional(EU, "chain")]).unwrap(), ["chain", "post", "mailer"]);
    // One of them is abroad and has no row: none is given it.
    assert_eq!(names(&policy, EU, &[regional(EU, "hub")]), Err(("deliver", "transfer_needed")));
    let moved = changed("\"mailer\", country = \"IE\"", "\"mailer\", country = \"US\"");
    for first in ["post", "chain"] {
        assert_eq!(names(&moved, EU, &[regional(EU, first)]).unwrap_err().0, "deliver", "{first}");
    }
    let now = policy.at(NOW);
    let endpoints = [regional(EU, "chain")];
    let deliver = delivered(&now, at_home(&now, EU).unwrap(), &endpoints).unwrap();
    let links: Vec<_> = deliver.onward().iter().map(|onward| (onward.via(), onward.recipient())).collect();
    assert_eq!(links, [(Some(name("chain")), name("post")), (Some(name("post")), name("mailer"))]);
    for onward in deliver.onward() {
        assert_eq!(onward.explanation().request().operation, Fact::Known(Act::OnwardTransfer));
    }
}

#[test]
fn at_most_64_endpoints_are_looked_at() {
    let policy = policy(SHOP);
    let good = regional(EU, "mailer");
    let bad = regional(EU, "funnel");
    let mut endpoints = vec![bad; 63];
    endpoints.push(good);
    assert_eq!(names(&policy, EU, &endpoints).unwrap(), ["mailer"]);
    endpoints.insert(0, regional(EU, "mailer"));
    assert_eq!(names(&policy, EU, &endpoints), Err(("deliver", "too_many_endpoints")));
    assert_eq!(names(&policy, EU, &[]), Err(("deliver", "no_endpoint")));
}

#[test]
fn a_global_endpoint_is_accepted_by_a_row_and_tried_in_the_order_the_policy_says() {
    let accepted =
        "endpoints = [{ endpoint = \"meta-capi\", recipient = \"meta\", countries = [\"IE\", \"US\"] }]\n";
    // Nobody wrote that it is accepted; nor, therefore, in which countries it processes.
    let silent = changed(accepted, "");
    for home in [EU, US] {
        let admitted = at_home(&silent.at(NOW), home).unwrap();
        let Delivery::Drop(rejection) = silent.at(NOW).deliver(admitted, &[capi()]) else {
            panic!("dropped")
        };
        let refusal = rejection.refusals().next().expect("one endpoint");
        let mut checks = refusal.explanation().checks();
        assert!(checks.any(|found| found == (Check::EndpointAllowed, Outcome::Fail)), "{refusal}");
    }
    let of_the_us = changed(
        "countries = [\"IE\", \"US\"] }",
        "countries = [\"IE\", \"US\"], regions = [\"us-east-1\"] }",
    );
    assert!(names(&of_the_us, US, &[capi()]).is_ok());
    assert_eq!(names(&of_the_us, EU, &[capi()]), Err(("deliver", "fallback_refused")));

    let endpoints = [capi(), regional(EU, "mailer")];
    assert_eq!(names(&policy(SHOP), EU, &endpoints).unwrap(), ["meta"]);
    let preferred =
        changed("\nsensitivities = []", "\nendpoint_order = \"regional-first\"\nsensitivities = []");
    assert_eq!(names(&preferred, EU, &endpoints).unwrap(), ["mailer"]);
    // Where there is none, it falls back, and that is recorded.
    let now = preferred.at(NOW);
    let endpoints = [capi()];
    let deliver = delivered(&now, at_home(&now, EU).unwrap(), &endpoints).unwrap();
    assert_eq!(deliver.explanation().recording(), Recording::Required);
}

/// A merchant's event goes to a company in its own country through an endpoint for the whole world: it is recorded too.
#[test]
fn a_global_endpoint_at_home_is_recorded() {
    let row = "[[endpoints]]\nendpoint = \"meta-capi\"\nrecipient = \"meta\"\ncountries = [\"US\"]\n[end]";
    let policy = policy(&TEN_LINES.replace("[end]", row));
    let now = policy.at(NOW);
    for (endpoint, recording) in
        [(capi(), Recording::Required), (regional(US, "meta"), Recording::NotRequired)]
    {
        let endpoints = [endpoint];
        let deliver = delivered(&now, at_home(&now, US).unwrap(), &endpoints).unwrap();
        assert_eq!(deliver.explanation().recording(), recording);
    }
    assert_eq!(names(&policy, EU, &[capi()]).unwrap_err().0, "deliver");
}

/// Handing data on, at home too, is to somebody who is listed and may have it.
#[test]
fn onward_transfers_at_home_name_somebody_who_may_have_it() {
    let policy = policy(SHOP);
    let asked = |home: Region, operation: Act, recipient: Option<Fact<RecipientName>>| {
        let mut request = Request::of(resolved(home), Here(home), operation, categories());
        request.recipient = recipient;
        request.endpoint = Fact::Known(EndpointKind::Regional);
        let decision = policy.at(NOW).decide(&request);
        (decision.as_str(), decision.code())
    };
    for operation in [Act::OnwardTransfer, Act::Deliver] {
        for home in [EU, US] {
            let known = |text: &str| Some(Fact::Known(name(text)));
            assert_eq!(asked(home, operation, None), ("refuse", "recipient_unknown"));
            assert_eq!(asked(home, operation, Some(Fact::Absent)), ("refuse", "recipient_unknown"));
            assert_eq!(asked(home, operation, known("stranger")), ("refuse", "recipient_unlisted"));
            assert_eq!(asked(home, operation, Some(Fact::Stale)).0, "retry");
            assert_eq!(asked(home, operation, known("sanctioned")).0, "refuse");
            let domestic = if home == EU { "mailer" } else { "funnel" };
            assert_eq!(asked(home, operation, known(domestic)), ("permit", "permitted"));
        }
        // A row does not help where the law lets nothing go.
        let sanctioned = Some(Fact::Known(name("sanctioned")));
        assert_eq!(asked(US, operation, sanctioned), ("refuse", "conditions_missing"));
    }
}

#[test]
fn a_clock_that_stepped_back_between_two_steps_stops_for_now() {
    let policy = policy(SHOP);
    let (now, before) = (policy.at(NOW), policy.at(UnixTime::from_secs(NOW.as_secs() - 1)));
    for (edge, to) in [(EU, EU), (US, US)] {
        let permit = received(&now, EU, edge).unwrap();
        assert!(matches!(before.route(permit, &[queue(to)]), Err(RouteError::Retry(_))));
        let (stamp, _) = routed(&now, EU, edge, to).unwrap();
        // A consumer whose clock is behind the edge's resolves for itself, and judges by its own.
        let admitted = admitted(&now, &stamp, EU, to).unwrap();
        let endpoints = [capi(), regional(EU, "mailer")];
        assert!(matches!(before.deliver(admitted, &endpoints), Delivery::Retry(_)));
    }
    // Before the row began, the clock says nothing about today either.
    let before = policy.at(UnixTime::from_date(2026, 9, 9).unwrap());
    assert_eq!(routed(&before, EU, US, US).unwrap_err(), ("receive", "transfer_not_yet"));
}

#[test]
fn a_permit_that_was_kept_too_long_is_worth_nothing() {
    let policy = policy(SHOP);
    let (now, late) = (policy.at(NOW), policy.at(NOW.plus_secs(3_600)));
    let permit = received(&now, EU, EU).unwrap();
    assert!(matches!(late.route(permit, &[queue(EU)]), Err(RouteError::Retry(_))));
    let endpoints = [regional(EU, "mailer")];
    assert!(matches!(late.deliver(at_home(&now, EU).unwrap(), &endpoints), Delivery::Retry(_)));
    // A second earlier they hold.
    let last = policy.at(NOW.plus_secs(3_599));
    assert!(last.route(received(&now, EU, EU).unwrap(), &[queue(EU)]).is_ok());
    assert!(matches!(last.deliver(at_home(&now, EU).unwrap(), &endpoints), Delivery::Deliver(_)));
}

/// Each step judges by the policy that is in force when it is taken.
#[test]
fn a_policy_that_was_replaced_between_two_steps_permits_nothing_any_more() {
    let (wide, closed) = (policy(SHOP), ResidencyPolicy::closed());
    let narrow = changed_row("analytics", "\"process\", \"store\"", "\"replicate\"");
    let no_delivery = changed_row("conversions-from-europe", "\"deliver\"", "\"store\"");
    for policy in [&narrow, &closed] {
        let permit = received(&wide.at(NOW), EU, US).unwrap();
        let Err(RouteError::Refused(refused)) = policy.at(NOW).route(permit, &[queue(EU), queue(US)]) else {
            panic!("refused")
        };
        assert_eq!(refused.code(), "region_mismatch");
        let (stamp, _) = routed(&wide.at(NOW), EU, US, US).unwrap();
        assert_eq!(admitted(&policy.at(NOW), &stamp, EU, US).unwrap_err(), ("admit", "region_mismatch"));
    }
    // The company moved while the message waited.
    let moved = changed("\"meta\", country = \"US\"", "\"meta\", country = \"RU\"");
    for (policy, code) in
        [(&no_delivery, "transfer_needed"), (&moved, "conditions_missing"), (&closed, "recipient_unlisted")]
    {
        let admitted = at_home(&wide.at(NOW), EU).unwrap();
        assert_eq!(delivered(&policy.at(NOW), admitted, &[capi()]).unwrap_err(), ("deliver", code));
    }
    // A plan that may no longer have its home stops what would stay, too.
    let plans = Entitlements::new().with(Plan::parse("pro").unwrap(), [EU]);
    let priced = policy(SHOP).with_entitlements(plans);
    let kept = at_home(&wide.at(NOW), EU).unwrap();
    let at_mailer = [regional(EU, "mailer")];
    assert_eq!(delivered(&priced.at(NOW), kept, &at_mailer).unwrap_err(), ("deliver", "plan_unknown"));
    // What the other policy permits goes on, under that one's name.
    let permit = received(&closed.at(NOW), EU, EU).unwrap();
    let (stamp, event) =
        wide.at(NOW).route(permit, &[queue(EU)]).unwrap().stamp(EventId::parse("evt-1").unwrap());
    assert_eq!((stamp.policy(), event.policy()), (wide.fingerprint(), Some(wide.fingerprint())));
    let kept = admitted(&closed.at(NOW), &stamp, EU, EU).unwrap();
    let endpoints = [capi()];
    let deliver = delivered(&wide.at(NOW), kept, &endpoints).unwrap();
    assert_eq!(deliver.explanation().policy(), wide.fingerprint());
}

/// A message that waited while its tenant moved is refused at the old home and at the new one, even where rows would let
/// data of that home be there.
#[test]
fn a_tenant_that_moved_between_two_steps_leaves_its_messages_behind() {
    let policy = policy(SHOP);
    let now = policy.at(NOW);
    let (stamp, _) = routed(&now, EU, EU, EU).unwrap();
    assert_eq!(admitted(&now, &stamp, US, EU).unwrap_err(), ("admit", "region_mismatch"));
    assert_eq!(admitted(&now, &stamp, US, US).unwrap_err(), ("admit", "stamp_region_mismatch"));
    let (abroad, _) = routed(&now, EU, EU, US).unwrap();
    assert_eq!(admitted(&now, &abroad, US, US).unwrap_err(), ("admit", "stamp_region_mismatch"));
    // And a copy of it on a queue where rows would let it be is refused as a copy.
    assert_eq!(admitted(&now, &stamp, EU, US).unwrap_err(), ("admit", "queue_region_mismatch"));
}

/// The law's tables are to be reviewed in May 2027. From then on crossings wait; what stays at home goes on.
#[test]
fn stale_law_stops_crossings_for_now() {
    let policy = policy(SHOP);
    let late = policy.at(UnixTime::from_date(2028, 1, 1).unwrap());
    let tenants = Directory::builder().with(Tenant::new(shop(), Residency::enforced(EU)));
    let tenants = tenants.build(Epoch::new(1), UnixTime::MAX).unwrap();
    let resolved = resolve(&Claims::tenant(&shop()), &tenants, late.now()).unwrap();
    assert!(
        matches!(late.receive(&resolved, Here(US), categories()), Decision::Retry(deferral) if deferral.code() == "law_stale")
    );
    let Decision::Permit(permit) = late.receive(&resolved, Here(EU), categories()) else { panic!("at home") };
    assert!(
        matches!(late.route(permit, &[queue(US)]), Err(RouteError::Retry(deferral)) if deferral.code() == "law_stale")
    );
    let Decision::Permit(permit) = late.receive(&resolved, Here(EU), categories()) else { panic!("at home") };
    let (stamp, _) = late.route(permit, &[queue(EU)]).unwrap().stamp(EventId::parse("evt-1").unwrap());
    let admit = || late.admit(&stamp, &tenants, Here(EU)).unwrap();
    let (abroad, at_home) = ([capi()], [regional(EU, "mailer")]);
    assert_eq!(delivered(&late, admit(), &abroad).unwrap_err(), ("deliver later", "law_stale"));
    assert!(delivered(&late, admit(), &at_home).is_ok());
}

/// The rules of a tenant's own scope hold for its events, whatever the caller may think of.
#[test]
fn the_scope_of_a_tenant_narrows_what_its_events_may() {
    let scope =
        "[[scopes]]\nscope = \"clinics\"\nlevel = \"organization\"\nglobal_endpoints = \"refuse\"\n[end]";
    let policy = policy(&SHOP.replace("[end]", scope));
    let now = policy.at(NOW);
    let of = |scope: Option<&str>| {
        let tenant = Tenant::new(shop(), Residency::enforced(EU));
        let tenant = scope.map_or(tenant, |scope| tenant.in_scope(ScopeName::parse(scope).unwrap()));
        let tenants = Directory::builder().with(tenant).build(Epoch::new(1), UnixTime::MAX).unwrap();
        let resolved = resolve(&Claims::tenant(&shop()), &tenants, NOW).unwrap();
        let permit = match now.receive(&resolved, Here(EU), categories()) {
            Decision::Permit(permit) => permit,
            other => return Err(("receive", other.code())),
        };
        let (stamp, _) = now.route(permit, &[queue(EU)]).unwrap().stamp(EventId::parse("evt-1").unwrap());
        let admitted = now.admit(&stamp, &tenants, Here(EU)).unwrap();
        delivered(&now, admitted, &[capi()]).map(|deliver| deliver.endpoint().name().to_owned())
    };
    assert_eq!(of(None), Ok("meta-capi".to_owned()));
    assert_eq!(of(Some("clinics")), Err(("deliver", "fallback_refused")));
    assert_eq!(of(Some("unheard-of")), Err(("receive", "scope_unlisted")));

    // Narrowed while the event waited, it stops even what would stay.
    let scope =
        "[[scopes]]\nscope = \"clinics\"\nlevel = \"organization\"\nregions = [\"eu-central-1\"]\n[end]";
    let narrowed = self::policy(&SHOP.replace("[end]", scope));
    let tenant = Tenant::new(shop(), Residency::enforced(EU)).in_scope("clinics".parse().unwrap());
    let tenants = Directory::builder().with(tenant).build(Epoch::new(1), UnixTime::MAX).unwrap();
    let resolved = resolve(&Claims::tenant(&shop()), &tenants, NOW).unwrap();
    let Decision::Permit(permit) = now.receive(&resolved, Here(EU), categories()) else { panic!("at home") };
    let (stamp, _) = now.route(permit, &[queue(EU)]).unwrap().stamp(EventId::parse("evt-1").unwrap());
    let endpoints = [regional(EU, "mailer")];
    let admitted = || now.admit(&stamp, &tenants, Here(EU)).unwrap();
    assert!(delivered(&now, admitted(), &endpoints).is_ok());
    let later = narrowed.at(NOW);
    assert_eq!(delivered(&later, admitted(), &endpoints).unwrap_err(), ("deliver", "outside_scope"));
}

fn example(name: &str) -> String {
    let path = format!("{}/examples/data/{name}.policy.toml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_category_that_is_placed_elsewhere_does_not_stop_events_that_do_not_carry_it() {
    let policy = policy(&example("sankofa"));
    let resolved = resolved(EU);
    let receive = |names: &[&str]| {
        let categories: Categories = names.iter().map(|name| name.parse().unwrap()).collect();
        policy.at(NOW).receive(resolved, Here(EU), &categories).as_str()
    };
    assert_eq!(receive(&["project"]), "permit");
    assert_eq!(receive(&["project", "organization"]), "refuse");
    assert_eq!(receive(&["organization"]), "refuse");
}

/// Asked on every day of eight years, an answer changes on no day before the one it names.
#[test]
fn an_answer_holds_until_the_day_it_says() {
    const FIRST: u64 = 1_640_995_200;
    let day = |day: u64| UnixTime::from_secs(FIRST + day * 86_400);
    let attested = example("driftstack")
        .replace("category = \"session\"", "category = \"session\"\nsensitivities = [\"health\"]");
    let mut changes = 0;
    for text in [attested, example("driftstack"), SHOP.to_owned()] {
        let policy = policy(&text);
        for (home, here) in
            [("hetzner:fsn1", "hetzner:fsn1"), ("eu-west-1", "eu-west-1"), ("eu-west-1", "us-east-1")]
        {
            let (home, here) = (home.parse().unwrap(), Here(here.parse().unwrap()));
            let tenants = Directory::builder().with(Tenant::new(shop(), Residency::enforced(home)));
            let tenants = tenants.build(Epoch::new(1), UnixTime::MAX).unwrap();
            let resolved = resolve(&Claims::tenant(&shop()), &tenants, NOW).unwrap();
            for category in ["session", "event.metadata", "billing"] {
                let categories: Categories =
                    [category.parse::<DataCategory>().unwrap()].into_iter().collect();
                let answer = |at: u64| {
                    let decision = policy.at(day(at)).receive(&resolved, here, &categories);
                    (decision.code(), decision.explanation().valid_until())
                };
                let (mut code, mut until) = answer(0);
                for at in 1..3_000 {
                    let (next, next_until) = answer(at);
                    if next != code {
                        changes += 1;
                        assert!(
                            until.is_some_and(|until| until <= day(at)),
                            "{home} {category}: {code} to {next}"
                        );
                    }
                    (code, until) = (next, next_until);
                }
            }
        }
    }
    assert!(changes > 2, "{changes}");
}
