//! Single rules of decisions that random documents seldom meet.

use domicile::data::Categories;
use domicile::law::{Act, RecipientFacts};
use domicile::policy::{Check, DecisionKind, Fact, Outcome};
use domicile::{Region, Request};
use serde_json::{Value, json};

use crate::support::{NOW, compile, everything, known};

/// Ireland, Germany and the United States; a transfer of one category to a branch there.
fn value() -> Value {
    json!({
        "version": 2, "name": "edges", "sensitivities": [],
        "regions": ["eu-west-1", "eu-central-1", "us-east-1"],
        "groups": [{ "group": "europe", "in": "eea" }],
        "plans": [
            { "plan": "*", "regions": ["group:europe"] },
            { "plan": "enterprise", "regions": ["us-east-1"] },
        ],
        "categories": ["event", { "category": "ledger", "placement": "fixed-zone", "zone": "eu" }],
        "roles": [{ "role": "service", "operations": ["store"], "across": ["store"] }],
        "recipients": [{ "recipient": "branch", "country": "US" }],
        "transfers": [{
            "transfer": "branch", "from": ["eu-west-1"], "to": ["us-east-1"], "operations": ["store"],
            "categories": ["event"], "recipient": "branch", "ground": "standard-clauses",
            "conditions": ["scc-signed", "transfer-impact-assessment"], "instrument": "i", "assessment": "a",
            "since": "2026-01-01", "until": "2027-01-01",
        }],
        "end": { "of": "edges" },
    })
}

fn answer(
    value: &Value,
    change: impl FnOnce(&mut Request),
    facts: &RecipientFacts,
) -> (DecisionKind, &'static str) {
    let categories = Categories::from_iter(["event".parse().unwrap()]);
    let mut request = known(Region::EuWest1, Region::UsEast1, Act::Store, categories);
    request.recipient = Some(Fact::Known("branch".parse().unwrap()));
    request.recipient_facts = facts.clone();
    change(&mut request);
    let policy = compile(value);
    let decision = policy.at(NOW).decide(&request);
    (decision.kind(), decision.code())
}

#[test]
fn a_plan_that_could_not_be_found_out_is_tried_again_and_an_absent_one_refused() {
    let at_home = |plan| {
        move |request: &mut Request| {
            request.home = Fact::Known(Region::UsEast1);
            request.recipient = None;
            request.plan = plan;
        }
    };
    let nothing = RecipientFacts::NOTHING;
    for (plan, code) in [
        (Fact::Ambiguous, "plan_ambiguous"),
        (Fact::Stale, "plan_stale"),
        (Fact::Unavailable, "plan_unavailable"),
    ] {
        assert_eq!(answer(&value(), at_home(plan), nothing), (DecisionKind::Retry, code));
    }
    assert_eq!(answer(&value(), at_home(Fact::Absent), nothing), (DecisionKind::Refuse, "plan_unknown"));
    let enterprise = Fact::Known("enterprise".parse().unwrap());
    assert_eq!(answer(&value(), at_home(enterprise), nothing), (DecisionKind::Permit, "permitted"));
}

/// A transfer written on one ground is not permitted on a weaker one that happens to hold.
#[test]
fn the_ground_that_is_written_is_the_weakest_that_counts() {
    let nothing = RecipientFacts::NOTHING;
    assert_eq!(answer(&value(), |_| {}, nothing), (DecisionKind::Permit, "permitted"));
    let mut value = value();
    value["transfers"][0]["ground"] = json!("adequacy");
    assert_eq!(answer(&value, |_| {}, nothing).0, DecisionKind::Refuse);
    // With the listing in the framework as well, adequacy holds.
    assert_eq!(answer(&value, |_| {}, &everything()), (DecisionKind::Permit, "permitted"));
}

#[test]
fn each_category_of_a_set_has_to_be_permitted() {
    let both = |request: &mut Request| {
        let names = ["event", "ledger"].map(|name| name.parse().unwrap());
        request.categories = Categories::from_iter(names).into();
    };
    let nothing = RecipientFacts::NOTHING;
    assert_eq!(answer(&value(), both, nothing), (DecisionKind::Refuse, "region_mismatch"));
    let mut value = value();
    let mut ledger = value["transfers"][0].clone();
    ledger["transfer"] = json!("ledger");
    ledger["categories"] = json!(["ledger"]);
    ledger["from"] = json!(["group:europe"]);
    value["transfers"].as_array_mut().unwrap().push(ledger);
    assert_eq!(answer(&value, both, nothing), (DecisionKind::Permit, "permitted"));
}

/// What is known about the tenant has run out, absence included; what is done, where and by whom has not.
#[test]
fn facts_that_have_run_out_are_stale() {
    let policy = compile(&value());
    let categories = Categories::from_iter(["event".parse().unwrap()]);
    let mut request = known(Region::EuWest1, Region::EuWest1, Act::Store, categories);
    request.plan = Fact::Known("enterprise".parse().unwrap());
    assert!(policy.at(NOW).decide(&request).is_permit());
    let ended = crate::laws::expiring(&request, NOW);
    let before = domicile::UnixTime::from_secs(NOW.as_secs() - 1);
    assert!(policy.at(before).decide(&ended).is_permit());
    let decision = policy.at(NOW).decide(&ended);
    assert_eq!((decision.kind(), decision.code()), (DecisionKind::Retry, "mode_stale"));
    let explanation = decision.explanation();
    let seen = explanation.request();
    assert_eq!((seen.home, seen.mode, seen.plan), (Fact::Stale, Fact::Stale, Fact::Stale));
    assert_eq!((seen.scope, seen.organization), (Fact::Stale, Fact::Stale));
    assert_eq!(seen.organization_region, Fact::Stale);
    assert_eq!((seen.here, seen.operation, seen.role), (request.here, request.operation, request.role));
    for check in [Check::ModeEnforced, Check::HomeInUse, Check::ScopeKnown] {
        let found = explanation.checks().find(|(one, _)| *one == check);
        assert_eq!(found, Some((check, Outcome::Unknown)));
    }
}
