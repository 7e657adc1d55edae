//! N2: the pipeline answers as the judge does. What stays at home is looked up in tables of bits, and the steps hand each
//! other half a request; here every step is compared with the whole request about it, explanation and all.
#![cfg(feature = "serde")]

use domicile::audit::EventId;
use domicile::data::Categories;
use domicile::flow::{Delivery, Endpoint, NotAdmitted, RouteError, Site};
use domicile::law::{Act, LawEdition};
use domicile::policy::{EndpointKind, Explanation, Fact, PolicyDocument, RecipientName};
use domicile::tenant::{
    Claims, Directory, Entitlements, Epoch, Plan, Residency, Resolved, ScopeName, Tenant, TenantId, resolve,
};
use domicile::{
    DataCategory, Decision, Here, PolicyAt, Region, RegionCatalog, Request, ResidencyPolicy, UnixTime,
};
use toml::Value;

const NOW: UnixTime = UnixTime::from_secs(1_795_262_400);

/// A policy with the names that are asked about under it: those it lists, and one of each that it does not.
struct World {
    name: String,
    policy: ResidencyPolicy,
    regions: Vec<Region>,
    plans: Vec<Option<Plan>>,
    /// None for a tenant whose record names no scope: the platform's rules apply.
    scopes: Vec<Option<ScopeName>>,
    categories: Vec<DataCategory>,
    recipients: Vec<RecipientName>,
    /// Those who hand nothing on.
    ends: Vec<RecipientName>,
    endpoints: Vec<String>,
}

/// The names in a section of a document, whether its rows are texts or tables.
fn names(document: &Value, section: &str, name: &str) -> Vec<String> {
    let rows = document.get(section).and_then(Value::as_array).into_iter().flatten();
    let text = |row: &Value| row.as_str().or_else(|| row.get(name)?.as_str()).map(str::to_owned);
    rows.filter_map(text).collect()
}

fn parsed<T: std::str::FromStr>(texts: &[String]) -> Vec<T> {
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}

impl World {
    fn closed(policy: ResidencyPolicy) -> Self {
        let other = Region::parse("alibaba:eu-west-1").unwrap();
        Self {
            name: "closed".to_owned(),
            policy,
            regions: vec![Region::EuWest1, Region::UsEast1, Region::ApSouth1, other],
            plans: ["free", "pro"].into_iter().map(|plan| Plan::parse(plan).ok()).chain([None]).collect(),
            scopes: vec![None, Some(ScopeName::PLATFORM), "retail".parse().ok()],
            categories: DataCategory::NAMED.into_iter().chain(["acme.thing".parse().unwrap()]).collect(),
            recipients: vec![],
            ends: vec![],
            endpoints: vec!["meta-capi".to_owned()],
        }
        .with_strangers()
    }

    fn of(name: &str) -> Self {
        let path = format!("{}/examples/data/{name}.policy.toml", env!("CARGO_MANIFEST_DIR"));
        Self::written(name, &std::fs::read_to_string(path).unwrap())
    }

    fn written(name: &str, text: &str) -> Self {
        let document: PolicyDocument = toml::from_str(text).unwrap();
        let policy = document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap();
        let document: Value = toml::from_str(text).unwrap();
        let rows = document.get("recipients").and_then(Value::as_array).into_iter().flatten();
        let ends =
            rows.filter(|row| row.get("behind").is_none()).filter_map(|row| row.get("recipient")?.as_str());
        let categories: Vec<DataCategory> = parsed(&names(&document, "categories", "category"));
        let below = categories.iter().filter_map(|category| format!("{category}.below").parse().ok());
        Self {
            name: name.to_owned(),
            policy,
            regions: parsed(&names(&document, "regions", "region")),
            plans: parsed(&names(&document, "plans", "plan")).into_iter().map(Some).chain([None]).collect(),
            scopes: parsed(&names(&document, "scopes", "scope"))
                .into_iter()
                .map(Some)
                .chain([None, Some(ScopeName::PLATFORM)])
                .collect(),
            categories: categories.iter().copied().chain(below).chain(DataCategory::NAMED).collect(),
            recipients: parsed(&names(&document, "recipients", "recipient")),
            ends: ends.map(|name| name.parse().unwrap()).collect(),
            endpoints: names(&document, "endpoints", "endpoint"),
        }
        .with_strangers()
    }

    fn with_strangers(mut self) -> Self {
        self.regions.push(Region::MxCentral1);
        self.plans.push(Plan::parse("unheard-of").ok());
        self.scopes.push("unheard-of".parse().ok());
        self.categories.push("unheard.of".parse().unwrap());
        self.recipients.push("unheard-of".parse().unwrap());
        self.endpoints.push("unheard-of".to_owned());
        self
    }

    /// No category, each, and each with its neighbour in the list.
    fn sets(&self) -> impl Iterator<Item = Categories> {
        let few = [&self.categories[..0]].into_iter().chain(self.categories.windows(1));
        few.chain(self.categories.windows(2)).map(|some| some.iter().copied().collect())
    }
}

fn directory(residency: Residency, plan: Option<Plan>, scope: Option<ScopeName>) -> Directory {
    let tenant = Tenant::new(TenantId::parse("shop-1").unwrap(), residency);
    let tenant = scope.map_or(tenant, |scope| tenant.in_scope(scope));
    let tenant = plan.map_or(tenant, |plan| tenant.on_plan(plan));
    Directory::builder().with(tenant).build(Epoch::new(1), NOW.plus_secs(60)).unwrap()
}

fn resolved(directory: &Directory) -> Resolved {
    resolve(&Claims::tenant(&TenantId::parse("shop-1").unwrap()), directory, NOW).unwrap()
}

/// How often each answer was given.
#[derive(Debug, Default)]
struct Counts {
    permits: usize,
    refusals: usize,
    deliveries: usize,
}

/// What a step says, and the whole request about it.
fn agree(story: &str, step: &Explanation<'_>, now: &PolicyAt<'_>, request: &Request, counts: &mut Counts) {
    let decision = now.decide(request);
    let judged = decision.explanation();
    assert_eq!(*step, judged, "{story}");
    assert_eq!(step.to_string(), judged.to_string(), "{story}");
    assert_eq!(step.transfer(), judged.transfer(), "{story}");
    let rest = |it: &Explanation<'_>| (it.valid_until(), it.recording(), it.ground(), it.is_crossing());
    assert_eq!(rest(step), rest(&judged), "{story}");
    if decision.is_permit() {
        counts.permits += 1;
    } else {
        counts.refusals += 1;
    }
}

fn worlds() -> Vec<World> {
    let pro = Entitlements::new().with(Plan::parse("pro").unwrap(), [Region::EuWest1]);
    let priced = World::closed(ResidencyPolicy::closed().with_entitlements(pro.clone()));
    let mut both = World::of("tracklayer");
    both.policy = both.policy.with_entitlements(pro);
    let documents = ["tracklayer", "driftstack", "ontrackio", "sankofa", "crossing"].map(World::of);
    // Data about health: in some countries the law asks for more even where it stays.
    let crossing = include_str!("../examples/data/crossing.policy.toml");
    let health =
        World::written("health", &crossing.replacen("sensitivities = []", "sensitivities = [\"health\"]", 1));
    [World::closed(ResidencyPolicy::closed()), priced, both, health].into_iter().chain(documents).collect()
}

#[test]
fn every_step_says_what_the_judge_says() {
    let mut delivered = Vec::new();
    for world in worlds() {
        let (now, late) = (world.policy.at(NOW), world.policy.at(NOW.plus_secs(60)));
        let mut counts = Counts::default();
        let tenants =
            world.regions.iter().flat_map(|home| world.plans.iter().map(move |plan| (*home, *plan)));
        for ((home, plan), scope) in
            tenants.flat_map(|tenant| world.scopes.iter().map(move |scope| (tenant, *scope)))
        {
            let enforced = directory(Residency::enforced(home), plan, scope);
            let shown = directory(Residency::informational(home), plan, scope);
            for categories in world.sets() {
                own_steps(&world, &now, &enforced, &categories, &mut counts);
                own_steps(&world, &late, &enforced, &categories, &mut counts);
                own_steps(&world, &now, &shown, &categories, &mut counts);
                deliveries(&world, &now, &enforced, &categories, &mut counts);
            }
        }
        assert!(counts.permits > 50 && counts.refusals > 100, "{} {counts:?}", world.name);
        delivered.extend((counts.deliveries > 0).then_some(world.name));
    }
    assert_eq!(delivered, ["health", "driftstack", "crossing"]);
}

/// Receiving everywhere; routing from home to everywhere.
fn own_steps(
    world: &World,
    now: &PolicyAt<'_>,
    directory: &Directory,
    categories: &Categories,
    counts: &mut Counts,
) {
    let tenant = resolved(directory);
    for here in world.regions.iter().copied() {
        let story = format!("{}: {} {here} {categories:?}", world.name, tenant.home());
        let request = Request::of(&tenant, Here(here), Act::Process, categories);
        agree(&story, &now.receive(&tenant, Here(here), categories).explanation(), now, &request, counts);

        let Decision::Permit(permit) = now.receive(&tenant, Here(tenant.home()), categories) else {
            continue;
        };
        let request = Request::of(&tenant, Here(here), Act::Store, categories);
        match now.route(permit, &[Site::new("queue", here).unwrap()]) {
            Ok(routed) => agree(&story, &routed.explanation(), now, &request, counts),
            Err(RouteError::Refused(refused)) => {
                agree(&story, refused.refusals()[0].1.explanation(), now, &request, counts);
            }
            Err(RouteError::Retry(deferral)) => agree(&story, deferral.explanation(), now, &request, counts),
        }
    }
}

/// Admitting at home, and delivering from there to everybody.
fn deliveries(
    world: &World,
    now: &PolicyAt<'_>,
    directory: &Directory,
    categories: &Categories,
    counts: &mut Counts,
) {
    let tenant = resolved(directory);
    let home = tenant.home();
    let Decision::Permit(permit) = now.receive(&tenant, Here(home), categories) else { return };
    let sites = [Site::new("queue", home).unwrap()];
    let Ok(routed) = now.route(permit, &sites) else { return };
    let stamp = routed.stamp(EventId::parse("evt-1").unwrap()).0;
    let story = format!("{}: {home} {categories:?}", world.name);
    let request = Request::of(&tenant, Here(home), Act::Process, categories);
    let admit = || match now.admit(&stamp, directory, Here(home)) {
        Ok(admitted) => admitted,
        Err(NotAdmitted::Refused(_) | NotAdmitted::Retry(_)) => panic!("received and not admitted: {story}"),
    };
    agree(&story, &admit().explanation(), now, &request, counts);

    for recipient in &world.recipients {
        let regional =
            world.regions.iter().map(|region| Endpoint::regional("e", *region, *recipient).unwrap());
        let global = world.endpoints.iter().map(|name| Endpoint::global(name.parse().unwrap(), *recipient));
        for endpoint in regional.chain(global) {
            let here = endpoint.region().unwrap_or(home);
            let mut request = Request::of(&tenant, Here(here), Act::Deliver, categories);
            request.recipient = Some(Fact::Known(*recipient));
            request.endpoint = Fact::Known(match endpoint.region() {
                Some(_) => EndpointKind::Regional,
                None => EndpointKind::Global(endpoint.name().parse().unwrap()),
            });
            let hands_on = !world.ends.contains(recipient);
            let endpoints = [endpoint];
            match now.deliver(admit(), &endpoints) {
                Delivery::Deliver(deliver) => {
                    agree(&story, &deliver.explanation(), now, &request, counts);
                    counts.deliveries += 1;
                }
                // One of those behind it may be why.
                Delivery::Drop(_) | Delivery::Retry(_) if hands_on && now.decide(&request).is_permit() => {}
                Delivery::Drop(rejection) => {
                    agree(&story, rejection.refusals().next().unwrap().explanation(), now, &request, counts);
                }
                Delivery::Retry(deferral) => agree(&story, deferral.explanation(), now, &request, counts),
            }
        }
    }
}
