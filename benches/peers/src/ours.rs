//! The six cases decided by domicile, from a document.

use domicile::data::{Categories, EndpointName};
use domicile::law::{Act, LawEdition};
use domicile::policy::{EndpointKind, Expiry, Fact, PolicyDocument, RoleName};
use domicile::tenant::{Claims, Directory, Epoch, Mode, Plan, Residency, ScopeName, Tenant, resolve};
use domicile::{DataCategory, Region, RegionCatalog, Request, ResidencyPolicy, TenantId, UnixTime};
use serde_json::{Value, json};

use crate::{EVENTS, Event, Row};

const NOW: UnixTime = UnixTime::from_secs(1_795_219_200);

pub(crate) fn rows() -> Vec<Row> {
    let mut rows =
        vec![judge("domicile, facts at hand", 0), judge("domicile, facts at hand, 1 000 tenants", 1_000)];
    rows.extend([
        resolved("domicile, tenant resolved, then judged", 0),
        resolved("domicile, tenant resolved, 10 tenants", 10),
        resolved("domicile, tenant resolved, 100 tenants", 100),
        resolved("domicile, tenant resolved, 1 000 tenants", 1_000),
        prepared("domicile, request prepared", 0),
        prepared("domicile, request prepared, 1 000 tenants", 1_000),
    ]);
    let policy = policy(0);
    let requests = EVENTS.map(|event| request(&event));
    rows.push(Row {
        name: "domicile, with code, transfer, valid_until",
        calls: 60_000,
        decide: Box::new(move |at| {
            let decision = policy.at(NOW).decide(&requests[at]);
            let explanation = decision.explanation();
            std::hint::black_box((decision.code(), explanation.transfer(), explanation.valid_until()));
            decision.is_permit()
        }),
    });
    let policy = self::policy(0);
    rows.push(Row {
        name: "domicile, from strings (parse, then judge)",
        calls: 60_000,
        decide: Box::new(move |at| {
            let request = request(&EVENTS[at]);
            policy.at(NOW).decide(&request).is_permit()
        }),
    });
    rows
}

/// From a request (the tenant's id, where it is, the endpoint) to the answer: the tenant is looked up in a
/// directory, which says home and plan, and its own scope's rules apply.
fn resolved(name: &'static str, tenants: usize) -> Row {
    let policy = policy(tenants);
    let ids = ["eu-strict", "eu-strict", "ap-lax", "ap-enterprise", "eu-strict", "eu-lax"];
    let owners = [("eu-strict", 0), ("eu-lax", 5), ("ap-lax", 2), ("ap-enterprise", 3)];
    let record = |id: &str, event: &Event| {
        let home = Residency::enforced(Region::parse(event.home).unwrap());
        Tenant::new(TenantId::parse(id).unwrap(), home).on_plan(Plan::parse(event.tier).unwrap())
    };
    let mut builder = Directory::builder();
    builder.extend(owners.map(|(id, event)| record(id, &EVENTS[event])));
    builder.extend((0..tenants).map(|at| record(&format!("tenant-{at}"), &EVENTS[0])));
    let directory = builder.build(Epoch::new(1), NOW.plus_secs(300)).unwrap();
    // What the other engines have prebuilt too: the request, but for what is only known of its tenant.
    let ids = ids.map(|id| TenantId::parse(id).unwrap());
    let mut templates = EVENTS.map(|event| policy.prepare(request(&event)));
    Row {
        name,
        calls: 60_000,
        decide: Box::new(move |at| {
            let tenant = resolve(&Claims::tenant(&ids[at]), &directory, NOW).unwrap();
            let (home, mode) = (Fact::Known(tenant.home()), Fact::Known(tenant.mode()));
            let request = &mut templates[at];
            let expiry = Expiry::At(tenant.valid_until());
            request.set_tenant(&policy, home, mode, Fact::from(tenant.plan()), expiry);
            policy.at(NOW).decide_prepared(request).is_permit()
        }),
    }
}

/// The names looked up once for each kind of event.
fn prepared(name: &'static str, tenants: usize) -> Row {
    let policy = policy(tenants);
    let requests = EVENTS.map(|event| policy.prepare(request(&event)));
    Row {
        name,
        calls: 60_000,
        decide: Box::new(move |at| policy.at(NOW).decide_prepared(&requests[at]).is_permit()),
    }
}

fn judge(name: &'static str, tenants: usize) -> Row {
    let policy = policy(tenants);
    let requests = EVENTS.map(|event| request(&event));
    Row { name, calls: 60_000, decide: Box::new(move |at| policy.at(NOW).decide(&requests[at]).is_permit()) }
}

fn request(event: &Event) -> Request {
    let mut request = Request::new(Expiry::Never);
    request.home = Fact::Known(Region::parse(event.home).unwrap());
    request.here = Fact::Known(Region::parse(event.here).unwrap());
    request.mode = Fact::Known(Mode::Enforced);
    request.operation = Fact::Known(Act::Deliver);
    request.categories = Categories::from_iter([DataCategory::EventMetadata]).into();
    request.plan = Fact::Known(Plan::parse(event.tier).unwrap());
    request.role = Fact::Known(RoleName::SERVICE);
    request.scope = Fact::Known(ScopeName::parse(if event.is_strict { "strict" } else { "lax" }).unwrap());
    // The company of the tenant's home is given the data.
    request.recipient = Some(Fact::Known(event.home.parse().unwrap()));
    let is_global = event.endpoint == "fallback";
    let global = || EndpointKind::Global(EndpointName::parse(event.home).unwrap());
    request.endpoint = Fact::Known(if is_global { global() } else { EndpointKind::Regional });
    request
}

fn policy(tenants: usize) -> ResidencyPolicy {
    let regions = ["ap-south-1", "eu-west-1", "us-east-1"];
    let scope = |name: &str, level: &str, endpoints: &str| json!({ "scope": name, "level": "organization", "enforcement": level, "global_endpoints": endpoints });
    let mut scopes: Vec<Value> =
        vec![scope("strict", "full-partition", "refuse"), scope("lax", "best-effort", "accepted")];
    scopes.extend((0..tenants).map(|at| scope(&format!("tenant-{at}"), "full-partition", "refuse")));
    let companies = [("ap-south-1", "IN"), ("eu-west-1", "IE"), ("us-east-1", "US")];
    let document: PolicyDocument = serde_json::from_value(json!({
        "version": 2, "name": "six", "enforcement": "best-effort", "sensitivities": [], "regions": regions,
        "plans": [
            { "plan": "*", "regions": ["eu-west-1", "us-east-1"] },
            { "plan": "enterprise", "regions": ["ap-south-1"] },
        ],
        "categories": ["event.metadata"],
        "roles": [{ "role": "service", "operations": ["deliver"] }],
        "recipients": companies.map(|(name, country)| json!({ "recipient": name, "country": country })),
        "endpoints": companies
            .map(|(name, country)| json!({ "endpoint": name, "recipient": name, "countries": [country] })),
        "scopes": scopes, "end": { "of": "six" },
    }))
    .unwrap();
    document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap()
}
