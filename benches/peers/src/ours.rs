//! The six cases decided by domicile, from a document.

use domicile::law::{Act, LawEdition};
use domicile::policy::{Case, Endpoint, Fact, PolicyDocument, RoleName, ScopeName};
use domicile::tenant::{Mode, Plan};
use domicile::{DataCategory, Region, RegionCatalog, ResidencyPolicy, UnixTime};
use serde_json::{Value, json};

use crate::{EVENTS, Event, Row};

const NOW: UnixTime = UnixTime::from_secs(1_795_219_200);

pub(crate) fn rows() -> Vec<Row> {
    let mut rows =
        vec![judge("domicile, facts at hand", 0), judge("domicile, facts at hand, 1 000 tenants", 1_000)];
    let policy = policy(0);
    let cases = EVENTS.map(|event| case(&event));
    rows.push(Row {
        name: "domicile, with code, transfer, valid_until",
        calls: 60_000,
        decide: Box::new(move |at| {
            let ruling = policy.at(NOW).decide(&cases[at]).unwrap();
            std::hint::black_box((ruling.code(), ruling.transfer(), ruling.valid_until()));
            ruling.is_permit()
        }),
    });
    let policy = self::policy(0);
    rows.push(Row {
        name: "domicile, from strings (parse, then judge)",
        calls: 60_000,
        decide: Box::new(move |at| {
            let case = case(&EVENTS[at]);
            policy.at(NOW).decide(&case).unwrap().is_permit()
        }),
    });
    rows
}

fn judge(name: &'static str, tenants: usize) -> Row {
    let policy = policy(tenants);
    let cases = EVENTS.map(|event| case(&event));
    Row {
        name,
        calls: 60_000,
        decide: Box::new(move |at| policy.at(NOW).decide(&cases[at]).unwrap().is_permit()),
    }
}

fn case(event: &Event) -> Case<'static> {
    let mut case = Case::unknown();
    case.home = Fact::Known(Region::parse(event.home).unwrap());
    case.here = Fact::Known(Region::parse(event.here).unwrap());
    case.mode = Fact::Known(Mode::Enforced);
    case.act = Fact::Known(Act::Deliver);
    case.category = Fact::Known(DataCategory::EventMetadata);
    case.plan = Fact::Known(Plan::parse(event.tier).unwrap());
    case.role = Fact::Known(RoleName::parse("service").unwrap());
    case.scope = Fact::Known(ScopeName::parse(if event.is_strict { "strict" } else { "lax" }).unwrap());
    let is_global = event.endpoint == "fallback";
    case.endpoint = Fact::Known(if is_global { Endpoint::Global } else { Endpoint::Regional });
    case
}

fn policy(tenants: usize) -> ResidencyPolicy {
    let regions = ["ap-south-1", "eu-west-1", "us-east-1"];
    let scope = |name: &str, level: &str, fallback: &str| {
        json!({
            "scope": name, "level": "organization", "regions": regions, "enforcement": level, "fallback": fallback,
            "sectors": ["none"], "frameworks": ["none"],
        })
    };
    let mut scopes: Vec<Value> =
        vec![scope("strict", "full-partition", "refuse"), scope("lax", "best-effort", "deliver-and-record")];
    scopes.extend((0..tenants).map(|at| scope(&format!("tenant-{at}"), "full-partition", "refuse")));
    let document: PolicyDocument = serde_json::from_value(json!({
        "version": 1, "name": "six", "enforcement": "best-effort", "frameworks": ["none"],
        "endpoint_fallback": { "mode": "deliver-and-record", "regions": regions },
        "regions": regions.map(|region| json!({ "region": region, "status": "available" })),
        "plans": [
            { "plan": "*", "regions": ["eu-west-1", "us-east-1"] },
            { "plan": "enterprise", "regions": ["ap-south-1"] },
        ],
        "categories": [{ "category": "event.metadata", "placement": "follow-home", "frameworks": ["none"] }],
        "roles": [{ "role": "service", "acts": ["deliver"] }],
        "scopes": scopes, "end": { "of": "six" },
    }))
    .unwrap();
    document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap()
}
