//! D6, T8: the road under a policy that was made from a document, compared with the full question about each category.
#![cfg(feature = "serde")]

use domicile::audit::EventId;
use domicile::data::Categories;
use domicile::flow::{Delivery, RouteError, Site};
use domicile::law::{Act, LawEdition};
use domicile::policy::{Case, Fact, Outcome, PolicyDocument, ScopeName, Step};
use domicile::tenant::{
    Claims, Directory, Epoch, Mode, Plan, Residency, Resolved, Tenant, TenantId, resolve,
};
use domicile::{DataCategory, Here, PolicyAt, Region, RegionCatalog, ResidencyPolicy, UnixTime};

const NOW: UnixTime = UnixTime::from_secs(1_795_262_400);

fn document(name: &str) -> PolicyDocument {
    let path = format!("{}/examples/data/{name}.policy.toml", env!("CARGO_MANIFEST_DIR"));
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn compiled(document: &PolicyDocument) -> ResidencyPolicy {
    document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap()
}

fn directory(home: Region, plan: Option<Plan>) -> Directory {
    let tenant = Tenant::new(TenantId::parse("shop-1").unwrap(), Residency::enforced(home));
    let tenant = plan.map_or(tenant, |plan| tenant.on_plan(plan));
    Directory::builder().with(tenant).build(Epoch::new(1), UnixTime::MAX).unwrap()
}

fn resolved(directory: &Directory) -> Resolved {
    let tenant = TenantId::parse("shop-1").unwrap();
    resolve(&Claims::tenant(&tenant), directory, NOW).unwrap()
}

/// Routed, admitted and delivered at home, or refused at all three.
fn goes(now: &PolicyAt<'_>, home: Region, plan: Option<Plan>, categories: &Categories) -> bool {
    let directory = directory(home, plan);
    let resolved = resolved(&directory);
    let sites = [Site::new("home", home).unwrap()];
    let routed = now.route(&resolved, categories, &sites);
    // The stamp of a policy that asks nothing about categories, as if it came from a site that did not know better.
    let closed = ResidencyPolicy::closed();
    let stamp = closed.at(NOW).route(&resolved, categories, &sites).unwrap();
    let stamp = stamp.stamp(EventId::parse("evt-1").unwrap());
    let admitted = now.admit(&stamp, &directory, Here(home));
    assert_eq!(routed.is_ok(), admitted.is_ok(), "{home} {categories:?}");
    let blindly = closed.at(NOW).admit(&stamp, &directory, Here(home)).unwrap();
    let delivered = matches!(now.deliver(blindly, &sites), Delivery::Deliver(_));
    assert_eq!(routed.is_ok(), delivered, "{home} {categories:?}");
    routed.is_ok()
}

/// The same by the full question, for whatever is done: nothing that stands in the way of a place stands in the way here.
fn may(
    now: &PolicyAt<'_>,
    home: Region,
    plan: Option<Plan>,
    category: DataCategory,
    scope: ScopeName,
) -> bool {
    let mut case = Case::unknown();
    case.home = Fact::Known(home);
    case.here = Fact::Known(home);
    case.mode = Fact::Known(Mode::Enforced);
    case.category = Fact::Known(category);
    case.plan = plan.into();
    case.scope = Fact::Known(scope);
    let of_places = [
        Step::HomeInUse,
        Step::CategoryPlaced,
        Step::ScopeKnown,
        Step::PlanEntitled,
        Step::OrganizationInUse,
        Step::WithinScope,
        Step::SectorAllows,
        Step::FrameworksMet,
        Step::Lawful,
    ];
    Act::ALL.iter().all(|act| {
        case.act = Fact::Known(*act);
        let ruling = now.decide(&case).unwrap();
        let is_free = ruling.checks().all(|(step, outcome)| {
            !of_places.contains(&step) || matches!(outcome, Outcome::Pass | Outcome::NotAsked)
        });
        is_free && ruling.checks().any(|check| check == (Step::InPlace, Outcome::Pass))
    })
}

#[test]
fn the_road_asks_of_the_declared_categories_what_the_full_question_asks_of_each() {
    let (mut gone, mut refused) = (0, 0);
    let examples = ["tracklayer", "driftstack", "ontrackio", "sankofa"].map(document);
    // Frameworks that bind everything, not one category.
    let mut bound = document("sankofa");
    bound.frameworks = Some(vec!["gdpr".to_owned()]);
    bound.end.as_mut().unwrap().restrictions = Some(3);
    // Health data in Germany, of which the law demands an attestation even where it stays.
    let mut attested = document("driftstack");
    attested.categories[1].sensitivities = Some(vec!["health".to_owned()]);
    attested.end.as_mut().unwrap().restrictions = Some(1);
    for document in examples.into_iter().chain([bound, attested]) {
        let name = document.name.as_deref().unwrap_or_default();
        let policy = compiled(&document);
        let now = policy.at(NOW);
        let regions = document.regions.iter().filter_map(|row| row.region.as_ref()?.parse().ok());
        let regions: Vec<Region> = regions.chain([Region::MxCentral1]).collect();
        let categories = document.categories.iter().filter_map(|row| row.category.as_ref()?.parse().ok());
        let categories: Vec<DataCategory> = categories.chain(["unheard.of".parse().unwrap()]).collect();
        let scopes = document.scopes.iter().filter_map(|row| row.scope.as_ref()?.parse().ok());
        let listed: Vec<ScopeName> = scopes.chain([ScopeName::PLATFORM]).collect();
        let plans = document.plans.iter().filter_map(|row| Plan::parse(row.plan.as_ref()?).ok());
        let plans: Vec<Option<Plan>> = plans.map(Some).chain([None]).collect();
        for (home, plan) in regions.iter().flat_map(|home| plans.iter().map(move |plan| (*home, *plan))) {
            for first in &categories {
                for second in &categories {
                    let both: Categories = [*first, *second].into_iter().collect();
                    let in_scope =
                        |scope: ScopeName| both.iter().all(|category| may(&now, home, plan, category, scope));
                    for scope in &listed {
                        let goes = goes(&now.in_scope(*scope), home, plan, &both);
                        assert_eq!(goes, in_scope(*scope), "{name} {home} {plan:?} {both:?} {scope}");
                    }
                    assert!(!goes(&now.in_scope("unheard-of".parse().unwrap()), home, plan, &both));
                    let goes = goes(&now, home, plan, &both);
                    assert_eq!(goes, listed.iter().all(|scope| in_scope(*scope)), "{name} {home} {both:?}");
                    gone += usize::from(goes);
                    refused += usize::from(!goes);
                }
            }
        }
    }
    assert!(gone > 0 && refused > 0, "{gone} {refused}");
}

#[test]
fn a_category_that_is_placed_elsewhere_does_not_stop_events_that_do_not_carry_it() {
    let policy = compiled(&document("sankofa"));
    let now = policy.at(NOW);
    let categories =
        |names: &[&str]| -> Categories { names.iter().map(|name| name.parse().unwrap()).collect() };
    assert!(goes(&now, Region::EuWest1, None, &categories(&["project"])));
    assert!(!goes(&now, Region::EuWest1, None, &categories(&["project", "organization"])));

    let directory = directory(Region::EuWest1, None);
    let (resolved, sites) = (resolved(&directory), [Site::new("home", Region::EuWest1).unwrap()]);
    match now.route(&resolved, &categories(&["organization"]), &sites) {
        Err(RouteError::Refused(refused)) => assert_eq!(refused.code(), "case_needed"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_policy_without_a_document_has_no_scopes() {
    let policy = ResidencyPolicy::closed();
    let categories: Categories = [DataCategory::EventMetadata].into_iter().collect();
    assert!(goes(&policy.at(NOW), Region::EuWest1, None, &categories));
    assert!(!goes(&policy.at(NOW).in_scope(ScopeName::PLATFORM), Region::EuWest1, None, &categories));
}

/// The answer of the road, and the instant up to which it says that it holds.
fn answer(now: &PolicyAt<'_>, resolved: &Resolved, category: DataCategory) -> (bool, Option<UnixTime>) {
    let categories: Categories = [category].into_iter().collect();
    let sites = [Site::new("home", resolved.home()).unwrap()];
    match now.route(resolved, &categories, &sites) {
        Ok(routed) => (true, routed.permit().valid_until()),
        Err(RouteError::Refused(refused)) => (false, refused.refusals()[0].1.explanation().valid_until()),
        Err(RouteError::Retry(deferral)) => panic!("{deferral:?}"),
    }
}

#[test]
fn an_answer_says_the_day_on_which_the_law_about_data_that_stays_changes_it() {
    const DAY: u64 = 86_400;
    const FIRST: u64 = 1_640_995_200;
    const FOREVER: UnixTime = UnixTime::from_secs(4_102_444_800);
    let mut health = document("driftstack");
    health.categories[1].sensitivities = Some(vec!["health".to_owned()]);
    health.end.as_mut().unwrap().restrictions = Some(1);
    let mut changes = 0;
    for document in [health, document("driftstack"), document("sankofa")] {
        let policy = compiled(&document);
        let categories: Vec<DataCategory> =
            document.categories.iter().filter_map(|row| row.category.as_ref()?.parse().ok()).collect();
        for home in document.regions.iter().filter_map(|row| row.region.as_ref()?.parse::<Region>().ok()) {
            let tenant = Tenant::new(TenantId::parse("shop-1").unwrap(), Residency::enforced(home));
            let directory = Directory::builder().with(tenant).build(Epoch::new(1), FOREVER).unwrap();
            let resolved = resolved(&directory);
            for category in &categories {
                // A day at a time and backwards, so that the next change is known.
                let (mut goes_later, mut change) = (None, None);
                for day in (0..3_000).rev() {
                    let now = UnixTime::from_secs(FIRST + day * DAY);
                    let (goes, until) = answer(&policy.at(now), &resolved, *category);
                    if goes_later.is_some_and(|later| later != goes) {
                        change = Some(UnixTime::from_secs(FIRST + (day + 1) * DAY));
                        changes += 1;
                    }
                    assert_eq!(until, change.or(Some(FOREVER)), "{home} {category} {now:?}");
                    goes_later = Some(goes);
                }
            }
        }
    }
    assert!(changes > 0);
}
