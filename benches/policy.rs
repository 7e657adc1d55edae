//! Decisions by a document against the same rules written by hand, in one run; compiling; comparing; flatness.
//!
//! ```text
//! cargo bench --bench policy
//! ```
//!
//! The exit code says whether the bar held. The rules are those of the six cases of `benches/peers`. The
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

use domicile::data::{Categories, EndpointName};
use domicile::law::{Act, LawEdition, RecipientFacts, Transfer};
use domicile::place::Jurisdiction;
use domicile::policy::{DecisionKind, EndpointKind, Expiry, Fact, PolicyDocument, PreparedRequest, RoleName};
use domicile::tenant::{Mode, Plan, ScopeName};
use domicile::{DataCategory, Region, RegionCatalog, Request, ResidencyPolicy, UnixTime};
use serde_json::{Value, json};

use inputs::Numbers;

const NOW: UnixTime = UnixTime::from_secs(1_795_219_200);

fn main() -> ExitCode {
    let mut report = rounds::Report::default();
    deciding(&mut report);
    at_the_limits(&mut report);
    judging();
    let is_fast = compiling();
    comparing();
    let code = report.finish();
    if is_fast { code } else { ExitCode::FAILURE }
}

/// One decision after another.
fn deciding(report: &mut rounds::Report) {
    let (policy, thousand, transfer) = (six_cases(0), six_cases(1_000), transfer_policy());
    agree(&policy);
    let asked = questions();
    let hand: Vec<Hand> = asked.to_vec();
    let requests: Vec<Request> = asked.iter().map(request).collect();
    let prepare = |policy: &ResidencyPolicy| -> Vec<_> {
        requests.iter().map(|request| policy.prepare(request.clone())).collect()
    };
    let (prepared, prepared_thousand) = (prepare(&policy), prepare(&thousand));
    let crossing = transfer.0.prepare(transfer.1);
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
        rounds::Case::new(PREPARED, count, || {
            for at in &order {
                judge(&policy, &prepared[usize::from(*at)]);
            }
        }),
        rounds::Case::new(THOUSAND, count, || {
            for at in &order {
                judge(&thousand, &prepared_thousand[usize::from(*at)]);
            }
        }),
        rounds::Case::new(READ, count, || {
            for at in &order {
                judge_and_read(&policy, &prepared[usize::from(*at)]);
            }
        }),
        rounds::Case::new(NAMES, count, || {
            for at in &order {
                let decision = policy.at(black_box(NOW)).decide(black_box(&requests[usize::from(*at)]));
                black_box(&decision);
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
    report.row(&times, PREPARED, 1.0, HAND, Some(12.0));
    for case in [PREPARED, THOUSAND, READ, NAMES, LAW, LAW_READ] {
        report.row(&times, case, 1.0, FLOOR, None);
    }
    report.row(&times, THOUSAND, 1.0, PREPARED, Some(1.25));
    report.row(&times, HAND, 1.0, FLOOR, None);
}

const FLOOR: &str = "by hand, everything known";
const HAND: &str = "by hand";
const PREPARED: &str = "decided and explained";
const THOUSAND: &str = "with 1 000 tenants' scopes";
const READ: &str = "and code, transfer, valid_until read";
const NAMES: &str = "names looked up, decided, explained";
const LAW: &str = "across regions, law asked";
const LAW_READ: &str = "across regions, all read";

#[inline(always)]
fn judge(policy: &ResidencyPolicy, prepared: &PreparedRequest) {
    let decision = policy.at(black_box(NOW)).decide_prepared(black_box(prepared));
    black_box(decision.kind());
    black_box(&decision);
}

#[inline(always)]
fn judge_and_read(policy: &ResidencyPolicy, prepared: &PreparedRequest) {
    let decision = policy.at(black_box(NOW)).decide_prepared(black_box(prepared));
    let explanation = decision.explanation();
    black_box((decision.kind(), decision.code(), explanation.valid_until(), explanation.transfer()));
}

/// Positions of questions, at random: long enough that no branch predictor learns it by heart.
fn order(questions: usize) -> Vec<u16> {
    let mut numbers = Numbers::new(3);
    (0..1 << 15).map(|_| u16::try_from(numbers.below(questions)).unwrap()).collect()
}

/// A recipient that processes in one country, and one in as many as a document may say.
fn at_the_limits(report: &mut rounds::Report) {
    const ONE: &str = "a recipient abroad in one country";
    const MOST: &str = "in 32 countries";
    let (one, most) = (delivery_to(&WIDE[..1]), delivery_to(&WIDE));
    let prepared = [&one, &most].map(|(policy, request)| policy.prepare(request.clone()));
    const COUNT: usize = 1_000;
    let times = rounds::measure(vec![
        rounds::Case::new(ONE, COUNT, || {
            for _ in 0..COUNT {
                judge(&one.0, &prepared[0]);
            }
        }),
        rounds::Case::new(MOST, COUNT, || {
            for _ in 0..COUNT {
                judge(&most.0, &prepared[1]);
            }
        }),
    ]);
    report.heading("At the limits");
    report.row(&times, MOST, 1.0, ONE, Some(20.0));
}

const WIDE: [&str; 32] = [
    "CA", "MX", "GB", "IE", "DE", "FR", "ES", "IT", "PT", "NL", "BE", "LU", "CH", "AT", "DK", "SE", "NO",
    "FI", "IS", "PL", "CZ", "SK", "HU", "RO", "BG", "GR", "HR", "SI", "EE", "LV", "LT", "MT",
];

/// A policy with a row for deliveries from the US to a company in Canada that processes in these countries, and one.
fn delivery_to(places: &[&str]) -> (ResidencyPolicy, Request) {
    let mut value = document(0);
    let company = json!({ "recipient": "vendor", "country": "CA", "places": places });
    add(&mut value["recipients"], [company].into_iter());
    value["roles"][0]["across"] = json!(["deliver"]);
    value["transfers"] = json!([{
        "transfer": "vendor", "from": ["us-east-1"], "operations": ["deliver"], "categories": ["event.metadata"],
        "recipient": "vendor", "ground": "unrestricted", "conditions": ["onward-sale-barred"], "instrument": "i",
        "since": "2026-01-01", "until": "2027-01-01",
    }]);
    let document: PolicyDocument = serde_json::from_value(value).unwrap();
    let policy = document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap();
    let here = Fact::Known(Place::Us);
    let is_asked = |one: &Hand| {
        (one.home, one.here) == (here, here)
            && (one.scope, one.endpoint) == (Fact::Known(Owner::Lax), Fact::Known(Way::Regional))
    };
    let mut request = request(&questions().into_iter().find(is_asked).unwrap());
    request.recipient = Some(Fact::Known("vendor".parse().unwrap()));
    let decision = policy.at(NOW).decide(&request);
    assert!(decision.is_permit(), "{}", decision.code());
    (policy, request)
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

/// Documents of a thousand rows, of each kind, against ten milliseconds.
fn compiling() -> bool {
    let row = |kind: &str, at: usize| match kind {
        "scopes" => {
            json!({ "scope": format!("tenant-{at}"), "level": "organization", "global_endpoints": "refuse" })
        }
        "plans" => json!({ "plan": format!("plan-{at}"), "regions": ["ap-south-1"] }),
        "roles" => json!({ "role": format!("role-{at}"), "operations": ["process", "store"] }),
        // For each of eighty recipients, month after month.
        "transfers" => {
            let first = |month: usize| format!("{}-{:02}-01", 2026 + month / 12, 1 + month % 12);
            json!({
                "transfer": format!("transfer-{at}"), "from": ["eu-west-1"], "to": ["us-east-1"],
                "operations": ["process"], "categories": ["event.metadata"],
                "recipient": format!("recipient-{}", at % 80), "ground": "adequacy", "instrument": "i",
                "since": first(at / 80), "until": first(at / 80 + 1),
            })
        }
        // The first of nine hands on to the others, and each processes in as many countries as it may.
        "recipients" => {
            let behind: Vec<_> = (at + 1..at + 9).filter(|_| at.is_multiple_of(9)).collect();
            let behind: Vec<_> = behind.iter().map(|at| format!("recipient-{at}")).collect();
            json!({
                "recipient": format!("recipient-{at}"), "country": "US", "facts": listed(),
                "places": WIDE, "behind": behind,
            })
        }
        "endpoints" => {
            json!({ "endpoint": format!("endpoint-{at}"), "recipient": PLACES[0].company(), "countries": WIDE })
        }
        other => panic!("{other}"),
    };
    let mut is_fast = true;
    for kind in ["scopes", "plans", "roles", "transfers", "recipients", "endpoints"] {
        let mut value = document(0);
        value["roles"][0]["across"] = json!(["process"]);
        if kind == "transfers" {
            add(&mut value["recipients"], (0..80).map(|at| json!({ "recipient": format!("recipient-{at}"), "country": "US", "facts": listed() })));
        }
        // A multiple of nine, so that nobody is behind who is not there.
        add(&mut value[kind], (0..1_008).map(|at| row(kind, at)));
        let document: PolicyDocument = serde_json::from_value(value).unwrap();
        let mut best = f64::MAX;
        for _ in 0..10 {
            let start = Instant::now();
            black_box(document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap());
            best = best.min(start.elapsed().as_secs_f64() * 1e3);
        }
        is_fast &= best < 10.0;
        println!("compiling 1008 {kind}: {best:.2} ms {}", if best < 10.0 { "PASS" } else { "FAIL" });
    }
    is_fast
}

/// That a company is listed in the framework is a fact about it.
fn listed() -> Value {
    json!([{ "condition": "dpf-listed", "since": "2026-01-01", "until": "2027-01-01" }])
}

fn add(rows: &mut Value, more: impl Iterator<Item = Value>) {
    let mut list = rows.as_array().cloned().unwrap_or_default();
    list.extend(more);
    *rows = Value::Array(list);
}

/// Two policies with about a million cells.
fn comparing() {
    let regions: Vec<Region> =
        Region::NAMED.iter().copied().filter(|region| is_available(*region)).take(20).collect();
    let names: Vec<&str> = regions.iter().map(Region::as_str).collect();
    let categories: Vec<String> = (0..8).map(|at| format!("kind-{at}")).collect();
    let roles = ["service", "support", "analyst", "auditor"]
        .map(|role| json!({ "role": role, "operations": ["process"] }));
    let plans = (0..9).map(|at| json!({ "plan": format!("plan-{at}"), "regions": names }));
    let mut value = json!({
        "version": 2, "name": "compared", "enforcement": "best-effort", "sensitivities": [], "regions": names,
        "categories": categories, "roles": roles, "plans": plans.collect::<Vec<_>>(),
        "end": { "of": "compared" },
    });
    let old: PolicyDocument = serde_json::from_value(value.clone()).unwrap();
    value["plans"][3]["regions"] = json!(names[1..]);
    let new: PolicyDocument = serde_json::from_value(value).unwrap();
    let [old, new] =
        [old, new].map(|one| one.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap());
    let mut best = f64::MAX;
    let mut cells = 0;
    for _ in 0..3 {
        let start = Instant::now();
        let difference = old.at(NOW).diff(&new.at(NOW), RecipientFacts::NOTHING);
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

/// The rules of the six cases, and so many tenants with scopes of their own. Each place has a company of its own that
/// is given the data there, by an endpoint in the region or by one for the whole world.
fn document(tenants: usize) -> Value {
    let scope = |name: &str, level: &str, endpoints: &str| json!({ "scope": name, "level": "organization", "enforcement": level, "global_endpoints": endpoints });
    let mut scopes =
        vec![scope("strict", "full-partition", "refuse"), scope("lax", "best-effort", "accepted")];
    scopes.extend((0..tenants).map(|at| scope(&format!("tenant-{at}"), "full-partition", "refuse")));
    let recipients = PLACES.map(|place| json!({ "recipient": place.company(), "country": place.country() }));
    let endpoints = PLACES.map(|place| {
        json!({ "endpoint": place.company(), "recipient": place.company(), "countries": [place.country()] })
    });
    json!({
        "version": 2, "name": "six", "enforcement": "best-effort", "sensitivities": [],
        "regions": ["ap-south-1", "eu-west-1", "us-east-1"],
        "plans": [
            { "plan": "*", "regions": ["eu-west-1", "us-east-1"] },
            { "plan": "enterprise", "regions": ["ap-south-1"] },
        ],
        "categories": ["event.metadata"],
        "roles": [{ "role": "service", "operations": ["deliver"] }],
        "recipients": recipients, "endpoints": endpoints, "scopes": scopes, "end": { "of": "six" },
    })
}

fn six_cases(tenants: usize) -> ResidencyPolicy {
    let document: PolicyDocument = serde_json::from_value(document(tenants)).unwrap();
    document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap()
}

/// A policy with a transfer that the law has to be asked about, and a request for it.
fn transfer_policy() -> (ResidencyPolicy, Request) {
    let mut value = document(0);
    add(
        &mut value["recipients"],
        [json!({ "recipient": "vendor", "country": "US", "facts": listed() })].into_iter(),
    );
    value["roles"][0]["across"] = json!(["deliver"]);
    value["transfers"] = json!([{
        "transfer": "vendor", "from": ["eu-west-1"], "to": ["us-east-1"], "operations": ["deliver"],
        "categories": ["event.metadata"], "recipient": "vendor", "ground": "adequacy",
        "instrument": "i", "since": "2026-01-01", "until": "2027-01-01",
    }]);
    let document: PolicyDocument = serde_json::from_value(value).unwrap();
    let policy = document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap();
    let mut questions = questions().into_iter();
    let crossing = |one: &Hand| (one.home, one.here) == (Fact::Known(Place::Eu), Fact::Known(Place::Us));
    let mut request =
        request(&questions.find(|one| crossing(one) && one.scope == Fact::Known(Owner::Lax)).unwrap());
    request.recipient = Some(Fact::Known("vendor".parse().unwrap()));
    let decision = policy.at(NOW).decide(&request);
    assert!(decision.is_permit(), "{}", decision.code());
    (policy, request)
}

/// What is asked. Every combination of home, here, plan, scope and endpoint, of which all is known.
fn questions() -> Vec<Hand> {
    let mut list = Vec::new();
    for home in PLACES {
        for here in PLACES {
            for plan in [Tier::Pro, Tier::Enterprise] {
                for scope in [Owner::Strict, Owner::Lax] {
                    for endpoint in [Way::Regional, Way::Global] {
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
                            company: home,
                            expiry: Expiry::Never,
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
        let prepared = policy.prepare(request(hand));
        let expected = by_hand(hand, NOW);
        let decision = policy.at(NOW).decide(prepared.request());
        assert_eq!(decision.kind(), expected, "{}: {hand:?}", decision.code());
        assert_eq!(policy.at(NOW).decide_prepared(&prepared).kind(), expected, "{hand:?}");
        compared += 1;
        permits += u64::from(expected == DecisionKind::Permit);
    };
    for question in questions() {
        assert_eq!(known_by_hand(&question), by_hand(&question, NOW) == DecisionKind::Permit);
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
            unlearn(&mut less.endpoint, digits[8], Way::Global);
            compare(&less);
            compare(&Hand { expiry: Expiry::At(NOW), ..less });
            compare(&Hand { expiry: Expiry::At(NOW.plus_secs(1)), ..less });
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
fn request(hand: &Hand) -> Request {
    let mut request = Request::new(hand.expiry);
    request.mode = hand.mode;
    request.home = named(hand.home, Place::region);
    request.here = named(hand.here, Place::region);
    request.operation = hand.act;
    request.categories = named(hand.category, |kind| {
        Categories::from_iter([match kind {
            Kind::Metadata => DataCategory::EventMetadata,
            Kind::Other => DataCategory::parse("other").unwrap(),
        }])
    });
    request.role = named(hand.role, |role| match role {
        Role::Service => RoleName::SERVICE,
        Role::Other => RoleName::parse("other").unwrap(),
    });
    request.plan = named(hand.plan, |plan| {
        Plan::parse(match plan {
            Tier::Pro => "pro",
            Tier::Enterprise => "enterprise",
            Tier::Other => "other",
        })
        .unwrap()
    });
    request.scope = named(hand.scope, |scope| {
        ScopeName::parse(match scope {
            Owner::Strict => "strict",
            Owner::Lax => "lax",
            Owner::Other => "other",
        })
        .unwrap()
    });
    request.recipient = Some(Fact::Known(hand.company.company().parse().unwrap()));
    request.endpoint = named(hand.endpoint, |way| match way {
        Way::Regional => EndpointKind::Regional,
        Way::Global => EndpointKind::Global(EndpointName::parse(hand.company.company()).unwrap()),
    });
    request
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
    endpoint: Fact<Way>,
    /// The company of this place is given the data.
    company: Place,
    expiry: Expiry,
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

    const fn company(self) -> &'static str {
        match self {
            Self::Eu => "company-eu",
            Self::Us => "company-us",
            Self::Ap => "company-ap",
            Self::Elsewhere => "company-elsewhere",
        }
    }

    const fn country(self) -> &'static str {
        match self {
            Self::Eu => "IE",
            Self::Us => "US",
            Self::Ap => "IN",
            Self::Elsewhere => "MX",
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
enum Way {
    Regional,
    Global,
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
        (_, _, _, Fact::Known(Owner::Strict), Fact::Known(Way::Global)) => false,
        _ => true,
    }
}

/// The rules of the document, and nothing else: what is known and not listed or not allowed is refused, what could
/// not be found out is tried again, what has run out could not be found out.
#[inline(never)]
fn by_hand(event: &Hand, now: UnixTime) -> DecisionKind {
    let mut event = *event;
    if event.expiry.has_passed(now) {
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
            endpoint: Fact::Known(Way::Global),
            ..
        }
        | Hand { act: Fact::Known(Act::Deliver), endpoint: Fact::Absent, .. } => DecisionKind::Refuse,
        Hand {
            home: Fact::Known(home),
            here: Fact::Known(here),
            category: Fact::Known(_),
            act: Fact::Known(_),
            ..
        } if home != here => DecisionKind::Refuse,
        Hand {
            home: Fact::Known(_),
            here: Fact::Known(_),
            role: Fact::Known(_),
            act: Fact::Known(act),
            category: Fact::Known(_),
            ..
        } if act != Act::Deliver => DecisionKind::Refuse,
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
        } if home != Place::Ap || plan == Fact::Known(Tier::Enterprise) => DecisionKind::Permit,
        _ => DecisionKind::Retry,
    }
}
