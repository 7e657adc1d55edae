//! Decisions by a document against the same rules written by hand, in one run; compiling; comparing; flatness.
//!
//! ```text
//! cargo bench --bench policy
//! ```
//!
//! The rules are those of the six cases of `research/anchors.md` § 5.1. All rows are measured in turn, round after
//! round, and the fastest round of each counts, so that a noisy machine slows all of them alike. Before anything is
//! measured the verdicts are compared. Allocations are counted in `benches/peers`, which may name an allocator.

use std::hint::black_box;
use std::time::Instant;

use domicile::law::{Act, LawEdition, RecipientFacts};
use domicile::policy::{Case, Endpoint, Fact, PolicyDocument, RoleName, ScopeName};
use domicile::tenant::{Mode, Plan};
use domicile::{DataCategory, Region, RegionCatalog, ResidencyPolicy, UnixTime};
use serde_json::{Value, json};

const NOW: UnixTime = UnixTime::from_secs(1_795_219_200);

fn main() {
    let policy = six_cases(0);
    let cases = cases();
    for (position, (case, expected)) in cases.iter().enumerate() {
        assert_eq!(policy.at(NOW).decide(case).unwrap().is_permit(), *expected, "case {position}");
        assert_eq!(by_hand(&hand_cases()[position]), *expected, "case {position}");
    }
    let hand = hand_cases();
    let transfer = transfer_policy();
    let thousand = six_cases(1_000);
    let thousand_cases = self::cases();
    let mut best = [f64::MAX; 6];
    for _ in 0..40 {
        best[0] = best[0].min(nanoseconds(|at| u64::from(by_hand(black_box(&hand[at % 6])))));
        best[1] = best[1].min(nanoseconds(|at| judge(&policy, &cases[at % 6].0)));
        best[2] = best[2].min(nanoseconds(|at| explained(&policy, &cases[at % 6].0)));
        best[3] = best[3].min(nanoseconds(|at| judge(&thousand, &thousand_cases[at % 6].0)));
        best[4] = best[4].min(nanoseconds(|_| judge(&transfer.0, &transfer.1)));
        best[5] = best[5].min(nanoseconds(|_| explained(&transfer.0, &transfer.1)));
    }
    println!("{:58} {:>9} {:>8}", "one decision", "ns", "x hand");
    for (name, time) in [
        "enum match by hand",
        "judge: every check, answer",
        "judge: and code, reason, rule, valid_until",
        "judge: 1 000 tenants' scopes",
        "judge: across regions by a transfer, law asked",
        "judge: the same, with valid_until",
    ]
    .iter()
    .zip(best)
    {
        println!("{name:58} {time:>9.1} {:>8.1}", time / best[0]);
    }
    compiling();
    comparing();
}

fn judge(policy: &ResidencyPolicy, case: &Case<'_>) -> u64 {
    let ruling = policy.at(NOW).decide(black_box(case)).unwrap();
    u64::from(black_box(&ruling).is_permit())
}

fn explained(policy: &ResidencyPolicy, case: &Case<'_>) -> u64 {
    let ruling = policy.at(NOW).decide(black_box(case)).unwrap();
    let until = ruling.valid_until().map_or(0, UnixTime::as_secs);
    ruling.code().len() as u64 + until + u64::from(ruling.transfer().is_some())
}

/// A document of a thousand rows: scopes, plans, transfers.
fn compiling() {
    let mut value = document(900);
    let transfers: Vec<Value> = (0..80)
        .map(|at| {
            json!({
                "transfer": format!("transfer-{at}"), "from": ["eu-west-1"], "to": ["us-east-1"], "acts": ["process"],
                "categories": ["event.metadata"], "roles": ["service"], "recipient": format!("recipient-{at}"),
                "ground": "adequacy", "conditions": ["dpf-listed"], "instrument": "i", "assessment": "a",
                "since": "2026-01-01", "until": "2027-01-01",
            })
        })
        .collect();
    let recipients: Vec<Value> =
        (0..80).map(|at| json!({ "recipient": format!("recipient-{at}"), "country": "US" })).collect();
    (value["transfers"], value["recipients"]) = (json!(transfers), json!(recipients));
    value["roles"][0]["across"] = json!(["process"]);
    let document: PolicyDocument = serde_json::from_value(value).unwrap();
    let rows = document.scopes.len() + document.transfers.len() + document.recipients.len();
    let mut best = f64::MAX;
    for _ in 0..10 {
        let start = Instant::now();
        black_box(document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap());
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("compiling {rows} rows: {:.2} ms", best * 1e3);
}

/// Two policies with about a million cells.
fn comparing() {
    let regions: Vec<Region> =
        Region::NAMED.iter().copied().filter(|region| is_available(*region)).take(20).collect();
    let names: Vec<&str> = regions.iter().map(Region::as_str).collect();
    let mut value = document(0);
    value["regions"] = names.iter().map(|name| json!({ "region": name, "status": "available" })).collect();
    value["plans"] = (0..9).map(|at| json!({ "plan": format!("plan-{at}"), "regions": names })).collect();
    value["endpoint_fallback"]["regions"] = json!([names[0]]);
    value["scopes"] = json!([]);
    let categories = (0..8).map(
        |at| json!({ "category": format!("kind-{at}"), "placement": "follow-home", "frameworks": ["none"] }),
    );
    value["categories"] = categories.collect();
    let roles = (0..4).map(|at| json!({ "role": format!("role-{at}"), "acts": ["process"] }));
    value["roles"] = roles.collect();
    let old: PolicyDocument = serde_json::from_value(value.clone()).unwrap();
    value["plans"][3]["regions"] = json!(names[1..]);
    let new: PolicyDocument = serde_json::from_value(value).unwrap();
    let [old, new] =
        [old, new].map(|one| one.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap());
    let mut best = f64::MAX;
    let mut cells = 0;
    for _ in 0..3 {
        let start = Instant::now();
        let difference = old.at(NOW).diff(&new.at(NOW), RecipientFacts::NOTHING).unwrap();
        best = best.min(start.elapsed().as_secs_f64());
        cells = difference.cells();
        assert_eq!(difference.flips().len(), 8 * 4);
    }
    println!(
        "diff of {cells} cells: {:.0} ms, {:.1} million cells a second",
        best * 1e3,
        cells as f64 / best / 1e6
    );
}

fn is_available(region: Region) -> bool {
    let facts = RegionCatalog::builtin().facts(region);
    facts.is_some_and(|facts| facts.status() == domicile::place::RegionStatus::Available)
}

/// The rules of the six cases, and so many tenants with scopes of their own.
fn document(tenants: usize) -> Value {
    let regions = ["ap-south-1", "eu-west-1", "us-east-1"];
    let scope = |name: &str, level: &str, fallback: &str| {
        json!({
            "scope": name, "level": "organization", "regions": regions, "enforcement": level, "fallback": fallback,
            "sectors": ["none"], "frameworks": ["none"],
        })
    };
    let mut scopes =
        vec![scope("strict", "full-partition", "refuse"), scope("lax", "best-effort", "deliver-and-record")];
    scopes.extend((0..tenants).map(|at| scope(&format!("tenant-{at}"), "full-partition", "refuse")));
    json!({
        "version": 1, "name": "six", "enforcement": "best-effort", "frameworks": ["none"],
        "endpoint_fallback": { "mode": "deliver-and-record", "regions": regions },
        "regions": regions.map(|region| json!({ "region": region, "status": "available" })),
        "plans": [
            { "plan": "*", "regions": ["eu-west-1", "us-east-1"] },
            { "plan": "enterprise", "regions": ["ap-south-1"] },
        ],
        "categories": [{
            "category": "event.metadata", "placement": "follow-home", "frameworks": ["none"], "sensitivities": ["none"],
        }],
        "roles": [{ "role": "service", "acts": ["deliver"] }],
        "scopes": scopes, "end": { "of": "six" },
    })
}

fn six_cases(tenants: usize) -> ResidencyPolicy {
    let document: PolicyDocument = serde_json::from_value(document(tenants)).unwrap();
    document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap()
}

/// A policy with a transfer that the law has to be asked about, and a case for it.
fn transfer_policy() -> (ResidencyPolicy, Case<'static>) {
    let mut value = document(0);
    value["recipients"] = json!([{ "recipient": "vendor", "country": "US" }]);
    value["roles"][0]["across"] = json!(["deliver"]);
    value["transfers"] = json!([{
        "transfer": "vendor", "from": ["eu-west-1"], "to": ["us-east-1"], "acts": ["deliver"],
        "categories": ["event.metadata"], "roles": ["service"], "recipient": "vendor", "ground": "adequacy",
        "conditions": ["dpf-listed"], "instrument": "i", "assessment": "a", "since": "2026-01-01", "until": "2027-01-01",
    }]);
    let document: PolicyDocument = serde_json::from_value(value).unwrap();
    let policy = document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap();
    let mut case = cases()[1].0;
    case.recipient = Fact::Known("vendor".parse().unwrap());
    assert!(policy.at(NOW).decide(&case).unwrap().is_permit());
    (policy, case)
}

/// Home, here, plan, scope, endpoint, and whether it is allowed.
const SIX: [(Region, Region, &str, &str, Endpoint, bool); 6] = [
    (Region::EuWest1, Region::EuWest1, "pro", "strict", Endpoint::Regional, true),
    (Region::EuWest1, Region::UsEast1, "pro", "strict", Endpoint::Regional, false),
    (Region::ApSouth1, Region::ApSouth1, "pro", "lax", Endpoint::Regional, false),
    (Region::ApSouth1, Region::ApSouth1, "enterprise", "lax", Endpoint::Regional, true),
    (Region::EuWest1, Region::EuWest1, "pro", "strict", Endpoint::Global, false),
    (Region::EuWest1, Region::EuWest1, "pro", "lax", Endpoint::Global, true),
];

fn cases() -> Vec<(Case<'static>, bool)> {
    SIX.map(|(home, here, plan, scope, endpoint, is_allowed)| {
        let mut case = Case::unknown();
        case.home = Fact::Known(home);
        case.here = Fact::Known(here);
        case.mode = Fact::Known(Mode::Enforced);
        case.act = Fact::Known(Act::Deliver);
        case.category = Fact::Known(DataCategory::EventMetadata);
        case.plan = Fact::Known(Plan::parse(plan).unwrap());
        case.role = Fact::Known(RoleName::parse("service").unwrap());
        case.scope = Fact::Known(ScopeName::parse(scope).unwrap());
        case.endpoint = Fact::Known(endpoint);
        (case, is_allowed)
    })
    .to_vec()
}

/// The same rules by hand: what the comparison is with.
#[derive(Clone, Copy)]
struct Hand {
    home: Place,
    here: Place,
    is_enterprise: bool,
    is_strict: bool,
    endpoint: Endpoint,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Eu,
    Us,
    Ap,
}

#[inline(never)]
fn by_hand(event: &Hand) -> bool {
    match (event.home == event.here, event.home, event.is_enterprise, event.is_strict, event.endpoint) {
        (false, ..) | (_, Place::Ap, false, ..) | (_, _, _, true, Endpoint::Global) => false,
        (true, ..) => true,
    }
}

fn hand_cases() -> [Hand; 6] {
    let place = |region: Region| match region.as_str() {
        "eu-west-1" => Place::Eu,
        "us-east-1" => Place::Us,
        _ => Place::Ap,
    };
    SIX.map(|(home, here, plan, scope, endpoint, _)| Hand {
        home: place(home),
        here: place(here),
        is_enterprise: plan == "enterprise",
        is_strict: scope == "strict",
        endpoint,
    })
}

/// The time of one call, over 20,000 of them.
fn nanoseconds(mut work: impl FnMut(usize) -> u64) -> f64 {
    const CALLS: usize = 20_000;
    let start = Instant::now();
    let mut sum = 0_u64;
    for at in 0..CALLS {
        sum = sum.wrapping_add(work(at));
    }
    black_box(sum);
    start.elapsed().as_nanos() as f64 / CALLS as f64
}
