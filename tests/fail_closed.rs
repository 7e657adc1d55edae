//! N2, T9: only knowledge allows. Under the closed policy every answer is compared with a reference model that is written
//! from the contract and shares no code with the library. Under documents, the laws that hold for every request are held to
//! what is permitted and all that is a fact or two away from it.
#![cfg(feature = "serde")]

use domicile::data::{Categories, EndpointName};
use domicile::law::{Act, LawEdition};
use domicile::policy::{
    Check, Decision, EndpointKind, Expiry, Fact, Outcome, PolicyDocument, RecipientName, RoleName,
};
use domicile::tenant::{Entitlements, Mode, OrgId, Plan, ScopeName, Unlisted};
use domicile::{DataCategory, PolicyAt, Region, RegionCatalog, Request, ResidencyPolicy, UnixTime};

const NOW: UnixTime = UnixTime::from_secs(1_795_262_400);

/// The contract for a policy that lists nobody and lets data be at home only, as dumb as it can be said.
///
/// 1. Refuse if a fact that is needed is absent, or if one that is known does not hold: the region is not enforced, the
///    scope is not the platform's, the plan may not have the home, home is not here, somebody would be given the data.
/// 2. Otherwise, if a fact that is needed is not known, it could not be found out.
/// 3. Otherwise permit.
fn reference(request: &Request, prices: Prices) -> &'static str {
    let is_over = matches!(request.expiry(), Expiry::At(until) if until <= NOW);
    let (mut refused, mut unknown) = (false, false);
    let mut needed = |state: &str| match state {
        "known" => {}
        "absent" => refused = true,
        _ => unknown = true,
    };
    if is_over {
        // Nothing is known about the tenant any more.
        needed("stale");
    } else {
        for state in [request.home.state(), request.mode.state(), request.scope.state()] {
            needed(state);
        }
    }
    let has_data = !matches!(&request.categories, Fact::Known(categories) if categories.is_empty());
    needed(if has_data { request.categories.state() } else { "absent" });
    for state in [request.here.state(), request.operation.state(), request.role.state()] {
        needed(state);
    }
    // Whoever is given the data would have to be listed, and nobody is; nobody at all must be written.
    let gives = matches!(request.operation, Fact::Known(Act::Deliver | Act::OnwardTransfer));
    match &request.recipient {
        None if gives => refused = true,
        None => {}
        Some(Fact::Known(_) | Fact::Absent) => refused = true,
        Some(Fact::Ambiguous | Fact::Stale | Fact::Unavailable) => unknown = true,
    }
    if request.operation == Fact::Known(Act::Deliver) {
        match request.endpoint {
            Fact::Known(EndpointKind::Regional) => {}
            Fact::Known(EndpointKind::Global(_)) | Fact::Absent => refused = true,
            Fact::Ambiguous | Fact::Stale | Fact::Unavailable => unknown = true,
        }
    }
    if !is_over {
        refused |= request.mode == Fact::Known(Mode::Informational);
        refused |= matches!(request.scope, Fact::Known(scope) if scope != ScopeName::PLATFORM);
        if let Fact::Known(home) = request.home {
            let may = |plan: &str| prices.allows(home.as_str(), plan);
            match request.plan {
                Fact::Known(plan) => refused |= !may(plan.as_str()),
                // Without a known plan: what everybody may is still known to be allowed.
                Fact::Absent => refused |= !may(""),
                Fact::Ambiguous | Fact::Stale | Fact::Unavailable => unknown |= !may(""),
            }
            // Where data belongs depends on what it is; only then can the two regions be compared.
            if let (Fact::Known(here), Fact::Known(_), Fact::Known(_)) =
                (request.here, &request.categories, request.operation)
            {
                refused |= home != here;
            }
        }
    }
    if refused {
        "refuse"
    } else if unknown {
        "retry"
    } else {
        "permit"
    }
}

#[derive(Clone, Copy, Debug)]
enum Prices {
    None,
    Closed,
    Open,
}

impl Prices {
    const ALL: [Self; 3] = [Self::None, Self::Closed, Self::Open];

    fn allows(self, home: &str, plan: &str) -> bool {
        match (self, home, plan) {
            (Self::None, _, _) => true,
            (_, "eu-west-1", "pro") | (_, "eu-west-1" | "ap-south-1", "enterprise") => true,
            (Self::Open, region, _) => region != "eu-west-1" && region != "ap-south-1",
            (Self::Closed, _, _) => false,
        }
    }

    fn policy(self) -> ResidencyPolicy {
        let table = Entitlements::new()
            .with(plan("pro"), [Region::EuWest1])
            .with(plan("enterprise"), [Region::EuWest1, Region::ApSouth1]);
        match self {
            Self::None => ResidencyPolicy::closed(),
            Self::Closed => ResidencyPolicy::closed().with_entitlements(table),
            Self::Open => ResidencyPolicy::closed().with_entitlements(table.with_unlisted(Unlisted::Open)),
        }
    }
}

fn plan(name: &str) -> Plan {
    Plan::parse(name).unwrap()
}

/// What each fact of a request may be.
struct Domain {
    home: Vec<Fact<Region>>,
    here: Vec<Fact<Region>>,
    mode: Vec<Fact<Mode>>,
    operation: Vec<Fact<Act>>,
    categories: Vec<Fact<Categories>>,
    plan: Vec<Fact<Plan>>,
    role: Vec<Fact<RoleName>>,
    scope: Vec<Fact<ScopeName>>,
    organization: Vec<Fact<OrgId>>,
    organization_region: Vec<Fact<Region>>,
    recipient: Vec<Option<Fact<RecipientName>>>,
    endpoint: Vec<Fact<EndpointKind>>,
    expiry: Vec<Expiry>,
}

/// How many facts there are.
const FACTS: usize = 13;
/// The last of them, which a request is made with.
const EXPIRY: usize = FACTS - 1;

/// These values, and the four ways not to know one.
fn facts<T: Clone>(values: &[T]) -> Vec<Fact<T>> {
    let known = values.iter().cloned().map(Fact::Known);
    known.chain([Fact::Absent, Fact::Ambiguous, Fact::Stale, Fact::Unavailable]).collect()
}

impl Domain {
    /// Of the policy that takes names as they come.
    fn closed() -> Self {
        let other = Region::parse("alibaba:eu-west-1").unwrap();
        let regions = [Region::EuWest1, Region::ApSouth1, Region::AfSouth1, other];
        let sets = [Categories::from_iter([DataCategory::EventMetadata]), Categories::new()];
        let recipients = facts(&[RecipientName::parse("meta").unwrap()]).into_iter().map(Some);
        Self {
            home: facts(&regions),
            here: facts(&regions),
            mode: facts(&[Mode::Enforced, Mode::Informational]),
            operation: facts(&[Act::Process, Act::RemoteRead, Act::Deliver, Act::OnwardTransfer]),
            categories: facts(&sets),
            plan: facts(&[plan("enterprise"), plan("pro"), plan("free")]),
            role: facts(&[RoleName::SERVICE, RoleName::parse("support").unwrap()]),
            scope: facts(&[ScopeName::PLATFORM, ScopeName::parse("retail").unwrap()]),
            organization: facts(&[OrgId::parse("o-1").unwrap()]),
            organization_region: facts(&[Region::EuWest1]),
            recipient: [None].into_iter().chain(recipients).collect(),
            endpoint: facts(&[
                EndpointKind::Regional,
                EndpointKind::Global(EndpointName::parse("meta-capi").unwrap()),
            ]),
            expiry: vec![
                Expiry::Never,
                Expiry::At(NOW.plus_secs(1)),
                Expiry::At(NOW),
                Expiry::At(UnixTime::from_secs(0)),
            ],
        }
    }

    /// Of a document: some of what each of its sections lists, and a stranger.
    fn of(document: &toml::Value) -> Self {
        let listed = |section: &str, name: &str, stranger: &str| -> Vec<String> {
            let rows = document.get(section).and_then(toml::Value::as_array).into_iter().flatten();
            let text =
                |row: &toml::Value| row.as_str().or_else(|| row.get(name)?.as_str()).map(str::to_owned);
            rows.filter_map(text).take(5).chain([stranger.to_owned()]).collect()
        };
        fn known<T: std::str::FromStr + Clone>(texts: Vec<String>) -> Vec<Fact<T>> {
            facts(&texts.iter().filter_map(|text| text.parse().ok()).collect::<Vec<T>>())
        }
        let regions = || known(listed("regions", "region", "mx-central-1"));
        let one = |name: &String| Some(Categories::from_iter([name.parse::<DataCategory>().ok()?]));
        let names = listed("categories", "category", "unheard.of");
        let all: Categories = names.iter().filter_map(|name| name.parse::<DataCategory>().ok()).collect();
        let sets = names.iter().filter_map(one).chain([all, Categories::new()]);
        let recipients = known(listed("recipients", "recipient", "stranger"));
        let endpoints = listed("endpoints", "endpoint", "stranger").into_iter();
        let global = endpoints.filter_map(|name| Some(EndpointKind::Global(name.parse().ok()?)));
        let mut roles = listed("roles", "role", "stranger");
        roles.push("service".to_owned());
        let mut scopes = listed("scopes", "scope", "stranger");
        scopes.push("platform".to_owned());
        Self {
            home: regions(),
            here: regions(),
            operation: facts(Act::ALL),
            categories: facts(&sets.collect::<Vec<_>>()),
            plan: known(listed("plans", "plan", "stranger")),
            role: known(roles),
            scope: known(scopes),
            organization_region: regions(),
            recipient: [None].into_iter().chain(recipients.into_iter().map(Some)).collect(),
            endpoint: facts(&[EndpointKind::Regional].into_iter().chain(global).collect::<Vec<_>>()),
            ..Self::closed()
        }
    }

    /// Requests that are permitted, of all kinds.
    fn permitted(&self, now: &PolicyAt<'_>, base: &Request) -> Vec<Request> {
        let mut found = vec![base.clone()];
        // Home, here, operation, categories, plan, role, recipient, endpoint: every known combination.
        for fact in [0, 1, 3, 4, 5, 6, 10, 11] {
            let values = |request: &Request| {
                (0..self.count(fact)).map(|value| self.with(request, fact, value)).collect::<Vec<_>>()
            };
            found = found.iter().flat_map(values).filter(all_known).collect();
            if fact == 1 {
                // One of two: at home, or from the first region to another.
                found.retain(|request| request.home == request.here || request.home == self.home[0]);
            }
        }
        found.retain(|request| now.decide(request).is_permit());
        found
    }

    /// How many values a fact has.
    fn count(&self, fact: usize) -> usize {
        [
            self.home.len(),
            self.here.len(),
            self.mode.len(),
            self.operation.len(),
            self.categories.len(),
            self.plan.len(),
            self.role.len(),
            self.scope.len(),
            self.organization.len(),
            self.organization_region.len(),
            self.recipient.len(),
            self.endpoint.len(),
            self.expiry.len(),
        ][fact]
    }

    /// The same request with one fact of another value.
    fn with(&self, request: &Request, fact: usize, value: usize) -> Request {
        let mut changed = request.clone();
        match fact {
            0 => changed.home = self.home[value],
            1 => changed.here = self.here[value],
            2 => changed.mode = self.mode[value],
            3 => changed.operation = self.operation[value],
            4 => changed.categories = self.categories[value].clone(),
            5 => changed.plan = self.plan[value],
            6 => changed.role = self.role[value],
            7 => changed.scope = self.scope[value],
            8 => changed.organization = self.organization[value],
            9 => changed.organization_region = self.organization_region[value],
            10 => changed.recipient = self.recipient[value],
            11 => changed.endpoint = self.endpoint[value],
            _ => changed = expiring(changed, self.expiry[value]),
        }
        changed
    }

    /// Every request that differs from this one in at most `depth` facts, of the facts from `first` on.
    fn around(&self, request: &Request, depth: usize, first: usize, visit: &mut impl FnMut(&Request)) {
        visit(request);
        if depth == 0 {
            return;
        }
        for fact in first..FACTS {
            for value in 0..self.count(fact) {
                let changed = self.with(request, fact, value);
                if changed != *request {
                    self.around(&changed, depth - 1, fact + 1, visit);
                }
            }
        }
    }
}

/// True if nothing about it is in doubt.
fn all_known(request: &Request) -> bool {
    let recipient = request.recipient.is_none_or(|recipient| recipient.known().is_some());
    let plan = matches!(request.plan, Fact::Known(_) | Fact::Absent);
    let facts =
        [request.home.state(), request.here.state(), request.operation.state(), request.categories.state()];
    recipient && plan && request.role.known().is_some() && facts.iter().all(|state| *state == "known")
}

/// The same request about facts that run out at another time.
fn expiring(request: Request, expiry: Expiry) -> Request {
    let mut changed = Request::new(expiry);
    (changed.home, changed.here, changed.mode) = (request.home, request.here, request.mode);
    (changed.operation, changed.categories) = (request.operation, request.categories);
    (changed.plan, changed.role, changed.scope) = (request.plan, request.role, request.scope);
    changed.organization = request.organization;
    changed.organization_region = request.organization_region;
    (changed.recipient, changed.endpoint) = (request.recipient, request.endpoint);
    changed.recipient_facts = request.recipient_facts;
    changed
}

/// The same request with one fact absent, for every fact that is not. That nobody is given the data is no absent fact but
/// another request, so it stays as it is.
fn knowing_less(request: &Request) -> impl Iterator<Item = Request> {
    (0..EXPIRY).filter_map(|fact| {
        let mut less = request.clone();
        match fact {
            0 => less.home = Fact::Absent,
            1 => less.here = Fact::Absent,
            2 => less.mode = Fact::Absent,
            3 => less.operation = Fact::Absent,
            4 => less.categories = Fact::Absent,
            5 => less.plan = Fact::Absent,
            6 => less.role = Fact::Absent,
            7 => less.scope = Fact::Absent,
            8 => less.organization = Fact::Absent,
            9 => less.organization_region = Fact::Absent,
            10 => less.recipient = less.recipient.map(|_| Fact::Absent),
            _ => less.endpoint = Fact::Absent,
        }
        (less != *request).then_some(less)
    })
}

/// A request that the closed policy permits.
fn at_home(home: Region, plan: Fact<Plan>) -> Request {
    let mut request = Request::new(Expiry::Never);
    (request.home, request.here) = (Fact::Known(home), Fact::Known(home));
    request.mode = Fact::Known(Mode::Enforced);
    request.operation = Fact::Known(Act::Process);
    request.categories = Categories::from_iter([DataCategory::EventMetadata]).into();
    request.plan = plan;
    request.role = Fact::Known(RoleName::SERVICE);
    request.scope = Fact::Known(ScopeName::PLATFORM);
    request
}

/// The laws that hold for every request under every policy; gives the answer.
fn lawful(now: &PolicyAt<'_>, request: &Request) -> &'static str {
    let decision = now.decide(request);
    let checks: Vec<(Check, Outcome)> = decision.explanation().checks().collect();
    assert!(checks.iter().map(|(check, _)| *check).eq(Check::ALL));
    let has = |outcome| checks.iter().any(|(_, found)| *found == outcome);
    match &decision {
        Decision::Permit(permit) => {
            assert!(!has(Outcome::Fail) && !has(Outcome::Unknown), "{request:?}");
            assert_eq!(permit.tenant(), None, "made by hand");
        }
        Decision::Refuse(_) => assert!(has(Outcome::Fail), "{request:?}"),
        // For good outweighs for now.
        Decision::Retry(_) => assert!(!has(Outcome::Fail) && has(Outcome::Unknown), "{request:?}"),
    }
    if matches!(&request.categories, Fact::Known(categories) if categories.is_empty()) {
        assert_eq!(decision.as_str(), "refuse", "no categories: {request:?}");
    }
    if request.expiry().has_passed(NOW) {
        assert!(!decision.is_permit(), "run out: {request:?}");
    }
    if !decision.is_permit() {
        for less in knowing_less(request) {
            assert!(!now.decide(&less).is_permit(), "fail-open: {request:?}\nbecomes {less:?}");
        }
    }
    decision.as_str()
}

#[test]
fn every_combination_of_four_facts_is_decided_as_the_contract_says() {
    let domain = Domain::closed();
    let base = at_home(Region::EuWest1, Fact::Known(plan("enterprise")));
    for prices in Prices::ALL {
        let policy = prices.policy();
        let mut counts = [0; 3];
        domain.around(&base, 4, 0, &mut |request| {
            let answer = policy.at(NOW).decide(request).as_str();
            assert_eq!(answer, reference(request, prices), "{prices:?} {request:?}");
            counts[["permit", "retry", "refuse"].iter().position(|word| *word == answer).unwrap()] += 1;
        });
        assert!(counts.iter().all(|count| *count > 100), "{prices:?} {counts:?}");
    }
}

#[test]
fn knowing_less_never_allows_more() {
    let domain = Domain::closed();
    for prices in Prices::ALL {
        let policy = prices.policy();
        domain.around(&at_home(Region::EuWest1, Fact::Known(plan("pro"))), 3, 0, &mut |request| {
            lawful(&policy.at(NOW), request);
        });
    }
}

#[test]
fn knowing_less_never_allows_more_under_documents() {
    for path in [
        "examples/data/driftstack",
        "examples/data/ontrackio",
        "examples/data/tracklayer",
        "examples/data/sankofa",
        "examples/data/crossing",
        "tests/data/full",
    ] {
        let text =
            std::fs::read_to_string(format!("{}/{path}.policy.toml", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let document: PolicyDocument = toml::from_str(&text).unwrap();
        let policy = document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap();
        let now = policy.at(NOW);
        let domain = Domain::of(&toml::from_str(&text).unwrap());
        let mut base = at_home(Region::EuWest1, Fact::Absent);
        base.endpoint = Fact::Known(EndpointKind::Regional);
        let permitted = domain.permitted(&now, &base);
        let crossing = permitted.iter().filter(|request| now.decide(request).explanation().is_crossing());
        let crossing: Vec<&Request> = crossing.collect();
        let mut counts = [0; 3];
        let some = permitted.iter().step_by(1 + permitted.len() / 6);
        for request in some.chain(crossing.iter().copied().step_by(1 + crossing.len() / 4)) {
            domain.around(request, 2, 0, &mut |request| {
                let answer = lawful(&now, request);
                counts[["permit", "retry", "refuse"].iter().position(|word| *word == answer).unwrap()] += 1;
            });
        }
        assert!(counts.iter().all(|count| *count > 100), "{path} {counts:?}");
    }
}

/// Without a plan, a tenant may still have what everybody may have; so hiding a plan that is known not to be
/// entitled must not open a reserved region. The law above covers it; this names the case.
#[test]
fn regression_hiding_the_plan_does_not_open_a_reserved_region() {
    let policy = Prices::Open.policy();
    for plan in [Fact::Known(plan("pro")), Fact::Absent] {
        let request = at_home(Region::ApSouth1, plan);
        assert_eq!(policy.at(NOW).decide(&request).as_str(), "refuse");
    }
}

/// "Nobody is given the data" and "it is not known who is" are two requests, and only the first is ever permitted.
#[test]
fn somebody_unknown_is_not_nobody() {
    let policy = ResidencyPolicy::closed();
    let mut request = at_home(Region::EuWest1, Fact::Absent);
    assert!(policy.at(NOW).decide(&request).is_permit());
    for (recipient, code) in [
        (Fact::Absent, "recipient_unknown"),
        (Fact::Known(RecipientName::parse("meta").unwrap()), "recipient_unlisted"),
        (Fact::Unavailable, "recipient_unavailable"),
    ] {
        request.recipient = Some(recipient);
        assert_eq!(policy.at(NOW).decide(&request).code(), code);
    }
}

#[test]
fn facts_that_have_run_out_allow_nothing() {
    let policy = ResidencyPolicy::closed();
    let request = expiring(at_home(Region::EuWest1, Fact::Absent), Expiry::At(NOW));
    let before = UnixTime::from_secs(NOW.as_secs() - 1);
    let decision = policy.at(before).decide(&request);
    assert!(decision.is_permit());
    assert_eq!(decision.explanation().valid_until(), Some(NOW));
    assert_eq!(policy.at(NOW).decide(&request).code(), "mode_stale");
}

/// A preference that was promoted since, a plan bought since, a tenant that came since: facts that have run out
/// refuse nothing for good either.
#[test]
fn regression_facts_that_have_run_out_refuse_nothing_about_the_tenant() {
    let policy = Prices::Closed.policy();
    let domain = Domain::closed();
    let base = expiring(at_home(Region::EuWest1, Fact::Known(plan("free"))), Expiry::At(NOW));
    for home in 0..domain.home.len() {
        for mode in 0..domain.mode.len() {
            for (plan, scope) in
                (0..domain.plan.len()).flat_map(|p| (0..domain.scope.len()).map(move |s| (p, s)))
            {
                let changes = [(0, home), (2, mode), (5, plan), (7, scope)];
                let request =
                    changes.iter().fold(base.clone(), |at, (fact, value)| domain.with(&at, *fact, *value));
                let decision = policy.at(NOW).decide(&request);
                assert_eq!(decision.as_str(), "retry", "{request:?}");
                assert_eq!(decision.explanation().valid_until(), None);
                let mut nowhere = request;
                nowhere.here = Fact::Absent;
                assert_eq!(policy.at(NOW).decide(&nowhere).as_str(), "refuse", "{nowhere:?}");
            }
        }
    }
}
