//! Decisions by a document against the same rules written by hand, in one run; compiling; comparing; flatness.
//!
//! ```text
//! cargo bench --bench policy
//! ```
//!
//! The exit code says whether the bar held. The rules are those of the six cases of `research/anchors.md` § 5.1. The
//! hand-written side decides the same questions by the same rules, the facts that are not known included: before
//! anything is measured, both sides are compared on every combination of facts. Both are asked the same questions in
//! the same random order, one input at a time, so that neither compiler nor branch predictor can know an answer
//! beforehand. Allocations are counted in `benches/peers`, which may name an allocator.

#[path = "support/inputs.rs"]
#[expect(dead_code, reason = "its numbers only")]
mod inputs;
#[path = "support/rounds.rs"]
#[expect(dead_code, reason = "nothing has to be prepared")]
mod rounds;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use domicile::data::Categories;
use domicile::law::{Act, LawEdition, RecipientFacts, Transfer};
use domicile::place::Jurisdiction;
use domicile::policy::{Answer, BoundCase, Case, Endpoint, Fact, PolicyDocument, RoleName, ScopeName};
use domicile::tenant::{Mode, Plan};
use domicile::{DataCategory, Region, RegionCatalog, ResidencyPolicy, UnixTime};
use serde_json::{Value, json};

use inputs::Numbers;

const NOW: UnixTime = UnixTime::from_secs(1_795_219_200);

fn main() -> ExitCode {
    let mut report = rounds::Report::default();
    deciding(&mut report);
    judging();
    compiling();
    comparing();
    report.finish()
}

/// One decision after another.
fn deciding(report: &mut rounds::Report) {
    let (policy, thousand, transfer) = (six_cases(0), six_cases(1_000), transfer_policy());
    agree(&policy);
    let asked = questions();
    let hand: Vec<Hand> = asked.to_vec();
    let cases: Vec<Case<'static>> = asked.iter().map(case).collect();
    let bind = |policy: &ResidencyPolicy| -> Vec<_> { cases.iter().map(|case| policy.bind(*case)).collect() };
    let (bound, bound_thousand) = (bind(&policy), bind(&thousand));
    let crossing = transfer.0.bind(transfer.1);
    let order = order(asked.len());
    let count = order.len();
    let times = rounds::measure(vec![
        rounds::Case::new(FLOOR, count, || {
            for at in &order {
                black_box(known_by_hand(black_box(&hand[usize::from(*at)])));
            }
        }),
        rounds::Case::new(HAND, count, || {
            for at in &order {
                black_box(by_hand(black_box(&hand[usize::from(*at)]), black_box(NOW)));
            }
        }),
        rounds::Case::new(BOUND, count, || {
            for at in &order {
                judge(&policy, &bound[usize::from(*at)]);
            }
        }),
        rounds::Case::new(THOUSAND, count, || {
            for at in &order {
                judge(&thousand, &bound_thousand[usize::from(*at)]);
            }
        }),
        rounds::Case::new(READ, count, || {
            for at in &order {
                judge_and_read(&policy, &bound[usize::from(*at)]);
            }
        }),
        rounds::Case::new(NAMES, count, || {
            for at in &order {
                let ruling = policy.at(black_box(NOW)).decide(black_box(&cases[usize::from(*at)])).unwrap();
                black_box(&ruling);
            }
        }),
        rounds::Case::new(LAW, count, || {
            for _ in &order {
                judge(&transfer.0, &crossing);
            }
        }),
        rounds::Case::new(LAW_READ, count, || {
            for _ in &order {
                judge_and_read(&transfer.0, &crossing);
            }
        }),
    ]);
    report.heading("One decision");
    report.row(&times, BOUND, 1.0, HAND, Some(12.0));
    for case in [BOUND, THOUSAND, READ, NAMES, LAW, LAW_READ] {
        report.row(&times, case, 1.0, FLOOR, None);
    }
    report.row(&times, THOUSAND, 1.0, BOUND, Some(1.25));
    report.row(&times, HAND, 1.0, FLOOR, None);
}

const FLOOR: &str = "by hand, everything known";
const HAND: &str = "by hand";
const BOUND: &str = "decided and explained";
const THOUSAND: &str = "with 1 000 tenants' scopes";
const READ: &str = "and code, transfer, valid_until read";
const NAMES: &str = "names looked up, decided, explained";
const LAW: &str = "across regions, law asked";
const LAW_READ: &str = "across regions, all read";

#[inline(always)]
fn judge(policy: &ResidencyPolicy, case: &BoundCase<'_>) {
    let ruling = policy.at(black_box(NOW)).decide_bound(black_box(case)).unwrap();
    black_box(ruling.answer());
    black_box(&ruling);
}

#[inline(always)]
fn judge_and_read(policy: &ResidencyPolicy, case: &BoundCase<'_>) {
    let ruling = policy.at(black_box(NOW)).decide_bound(black_box(case)).unwrap();
    black_box((ruling.answer(), ruling.code(), ruling.valid_until(), ruling.transfer()));
}

/// Positions of questions, at random: long enough that no branch predictor learns it by heart.
fn order(questions: usize) -> Vec<u16> {
    let mut numbers = Numbers::new(3);
    (0..1 << 15).map(|_| u16::try_from(numbers.below(questions)).unwrap()).collect()
}

/// The law by itself, asked afresh: what a report does, and what compiling does for each kind of transfer.
fn judging() {
    let law = LawEdition::builtin();
    let what: Categories = [DataCategory::EventMetadata].into_iter().collect();
    for (from, to) in [("IE", "US"), ("DE", "IN"), ("US", "CN"), ("IE", "DE"), ("DE", "DE"), ("ZA", "KE")] {
        let country = |code| Jurisdiction::parse(code).ok();
        let transfer = Transfer::new(country(from), country(to), Act::Store, &what);
        let best = [true, false].map(|is_timeline| {
            let mut best = f64::MAX;
            for _ in 0..200 {
                let start = Instant::now();
                if is_timeline {
                    black_box(law.timeline(black_box(&transfer)));
                } else {
                    let _ = black_box(law.judge(black_box(&transfer), NOW));
                }
                best = best.min(start.elapsed().as_secs_f64() * 1e6);
            }
            best
        });
        println!("law, {from} to {to}: judged in {:.1} µs, its timeline in {:.1} µs", best[1], best[0]);
    }
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
        |at| json!({ "category": format!("kind-{at}"), "placement": "follow-home", "frameworks": ["none"], "sensitivities": ["none"] }),
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
    let mut case = case(
        &questions()
            .into_iter()
            .find(|one| (one.home, one.here) == (Fact::Known(Place::Eu), Fact::Known(Place::Us)))
            .unwrap(),
    );
    case.recipient = Fact::Known("vendor".parse().unwrap());
    assert!(policy.at(NOW).decide(&case).unwrap().is_permit());
    (policy, case)
}

/// What is asked. Every combination of home, here, plan, scope and endpoint, of which all is known.
fn questions() -> Vec<Hand> {
    let mut list = Vec::new();
    for home in PLACES {
        for here in PLACES {
            for plan in [Tier::Pro, Tier::Enterprise] {
                for scope in [Owner::Strict, Owner::Lax] {
                    for endpoint in [Endpoint::Regional, Endpoint::Global] {
                        let known = Hand {
                            mode: Fact::Known(Mode::Enforced),
                            home: Fact::Known(home),
                            here: Fact::Known(here),
                            act: Fact::Known(Act::Deliver),
                            category: Fact::Known(Kind::Metadata),
                            role: Fact::Known(Role::Service),
                            plan: Fact::Known(plan),
                            scope: Fact::Known(scope),
                            endpoint: Fact::Known(endpoint),
                            facts_until: None,
                        };
                        list.push(known);
                    }
                }
            }
        }
    }
    list
}

/// Compares both sides on every combination of facts, the unlisted and the unknown included.
fn agree(policy: &ResidencyPolicy) {
    let (mut compared, mut permits) = (0_u64, 0_u64);
    let mut compare = |hand: &Hand| {
        let case = case(hand);
        let bound = policy.bind(case);
        let expected = by_hand(hand, NOW);
        assert_eq!(policy.at(NOW).decide_bound(&bound).unwrap().answer(), expected, "{hand:?}");
        assert_eq!(policy.at(NOW).decide(&case).unwrap().answer(), expected, "{hand:?}");
        compared += 1;
        permits += u64::from(expected == Answer::Permit);
    };
    for question in questions() {
        assert_eq!(known_by_hand(&question), by_hand(&question, NOW) == Answer::Permit);
        for states in pairs_of_states() {
            let (mut less, digits) = (question, states);
            unlearn(&mut less.mode, digits[0], Mode::Informational);
            unlearn(&mut less.home, digits[1], Place::Elsewhere);
            unlearn(&mut less.here, digits[2], Place::Elsewhere);
            unlearn(&mut less.act, digits[3], Act::Store);
            unlearn(&mut less.category, digits[4], Kind::Other);
            unlearn(&mut less.role, digits[5], Role::Other);
            unlearn(&mut less.plan, digits[6], Tier::Other);
            unlearn(&mut less.scope, digits[7], Owner::Other);
            unlearn(&mut less.endpoint, digits[8], Endpoint::Global);
            compare(&less);
            compare(&Hand { facts_until: Some(NOW), ..less });
            compare(&Hand { facts_until: Some(NOW.plus_secs(1)), ..less });
        }
    }
    println!("both sides agree on {compared} combinations of facts, {permits} of them permits");
}

/// The states of the nine facts: none, one or two of them other than in the question.
fn pairs_of_states() -> Vec<[usize; 9]> {
    let mut list = Vec::new();
    for (one, other) in (0..9).flat_map(|one| (one..9).map(move |other| (one, other))) {
        for (state, other_state) in (0..6).flat_map(|state| (0..6).map(move |other| (state, other))) {
            let mut states = [0; 9];
            states[one] = state;
            states[other] = other_state;
            list.push(states);
        }
    }
    list
}

fn unlearn<T>(fact: &mut Fact<T>, state: usize, other: T) {
    match state {
        1 => *fact = Fact::Absent,
        2 => *fact = Fact::Ambiguous,
        3 => *fact = Fact::Stale,
        4 => *fact = Fact::Unavailable,
        5 => *fact = Fact::Known(other),
        _ => {}
    }
}

/// The same question with the names that the document has.
fn case(hand: &Hand) -> Case<'static> {
    let mut case = Case::unknown();
    case.mode = hand.mode;
    case.home = named(hand.home, Place::region);
    case.here = named(hand.here, Place::region);
    case.act = hand.act;
    case.category = named(hand.category, |kind| match kind {
        Kind::Metadata => DataCategory::EventMetadata,
        Kind::Other => DataCategory::parse("other").unwrap(),
    });
    case.role = named(hand.role, |role| match role {
        Role::Service => RoleName::parse("service").unwrap(),
        Role::Other => RoleName::parse("other").unwrap(),
    });
    case.plan = named(hand.plan, |plan| {
        Plan::parse(match plan {
            Tier::Pro => "pro",
            Tier::Enterprise => "enterprise",
            Tier::Other => "other",
        })
        .unwrap()
    });
    case.scope = named(hand.scope, |scope| {
        ScopeName::parse(match scope {
            Owner::Strict => "strict",
            Owner::Lax => "lax",
            Owner::Other => "other",
        })
        .unwrap()
    });
    case.endpoint = hand.endpoint;
    case.facts_until = hand.facts_until;
    case
}

fn named<T, U>(fact: Fact<T>, name: impl FnOnce(T) -> U) -> Fact<U> {
    match fact {
        Fact::Known(value) => Fact::Known(name(value)),
        Fact::Absent => Fact::Absent,
        Fact::Ambiguous => Fact::Ambiguous,
        Fact::Stale => Fact::Stale,
        Fact::Unavailable => Fact::Unavailable,
    }
}

/// A question as somebody would write it who knows the rules beforehand.
#[derive(Clone, Copy, Debug)]
struct Hand {
    mode: Fact<Mode>,
    home: Fact<Place>,
    here: Fact<Place>,
    act: Fact<Act>,
    category: Fact<Kind>,
    role: Fact<Role>,
    plan: Fact<Tier>,
    scope: Fact<Owner>,
    endpoint: Fact<Endpoint>,
    facts_until: Option<UnixTime>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Eu,
    Us,
    Ap,
    Elsewhere,
}

const PLACES: [Place; 3] = [Place::Eu, Place::Us, Place::Ap];

impl Place {
    const fn region(self) -> Region {
        match self {
            Self::Eu => Region::EuWest1,
            Self::Us => Region::UsEast1,
            Self::Ap => Region::ApSouth1,
            Self::Elsewhere => Region::MxCentral1,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Metadata,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Service,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tier {
    Pro,
    Enterprise,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Strict,
    Lax,
    Other,
}

/// The six cases' rules where everything is known: what nothing can be faster than.
#[inline(never)]
fn known_by_hand(event: &Hand) -> bool {
    match (event.home, event.here, event.plan, event.scope, event.endpoint) {
        (Fact::Known(home), Fact::Known(here), ..) if home != here => false,
        (Fact::Known(Place::Ap), _, Fact::Known(Tier::Pro), ..) => false,
        (_, _, _, Fact::Known(Owner::Strict), Fact::Known(Endpoint::Global)) => false,
        _ => true,
    }
}

/// The rules of the document, and nothing else: what is known and not listed or not allowed is refused, what could
/// not be found out is tried again, what has run out could not be found out.
#[inline(never)]
fn by_hand(event: &Hand, now: UnixTime) -> Answer {
    let mut event = *event;
    if event.facts_until.is_some_and(|until| until <= now) {
        (event.home, event.mode) = (Fact::Stale, Fact::Stale);
        (event.plan, event.scope) = (Fact::Stale, Fact::Stale);
    }
    match event {
        Hand { mode: Fact::Absent | Fact::Known(Mode::Informational), .. }
        | Hand { home: Fact::Absent | Fact::Known(Place::Elsewhere), .. }
        | Hand { here: Fact::Absent | Fact::Known(Place::Elsewhere), .. }
        | Hand { act: Fact::Absent, .. }
        | Hand { category: Fact::Absent | Fact::Known(Kind::Other), .. }
        | Hand { role: Fact::Absent | Fact::Known(Role::Other), .. }
        | Hand { scope: Fact::Absent | Fact::Known(Owner::Other), .. }
        | Hand {
            home: Fact::Known(Place::Ap),
            plan: Fact::Absent | Fact::Known(Tier::Pro | Tier::Other),
            ..
        }
        | Hand {
            scope: Fact::Known(Owner::Strict),
            act: Fact::Known(Act::Deliver),
            home: Fact::Known(_),
            endpoint: Fact::Known(Endpoint::Global),
            ..
        }
        | Hand { act: Fact::Known(Act::Deliver), endpoint: Fact::Absent, .. } => Answer::Refuse,
        Hand {
            home: Fact::Known(home),
            here: Fact::Known(here),
            category: Fact::Known(_),
            act: Fact::Known(_),
            ..
        } if home != here => Answer::Refuse,
        Hand {
            home: Fact::Known(_),
            here: Fact::Known(_),
            role: Fact::Known(_),
            act: Fact::Known(act),
            category: Fact::Known(_),
            ..
        } if act != Act::Deliver => Answer::Refuse,
        Hand {
            mode: Fact::Known(_),
            home: Fact::Known(home),
            here: Fact::Known(_),
            act: Fact::Known(_),
            category: Fact::Known(_),
            role: Fact::Known(_),
            scope: Fact::Known(_),
            endpoint: Fact::Known(_),
            plan,
            ..
        } if home != Place::Ap || plan == Fact::Known(Tier::Enterprise) => Answer::Permit,
        _ => Answer::Retry,
    }
}
