//! Single rules of the format and of decisions that random documents seldom meet.

use domicile::law::{Act, LawEdition, RecipientFacts};
use domicile::policy::{Answer, Case, Fact, PolicyDocument, RoleName, ScopeName};
use domicile::tenant::Mode;
use domicile::{DataCategory, Region, RegionCatalog};
use serde_json::{Value, json};

use crate::support::{NOW, everything};

/// Ireland, Germany and the United States; a transfer of one category to a branch there.
fn value() -> Value {
    let region = |region: &str, zone: &str| json!({ "region": region, "zone": zone, "status": "available" });
    json!({
        "version": 1, "name": "edges", "frameworks": ["none"],
        "regions": [region("eu-west-1", "eu"), region("eu-central-1", "eu"), region("us-east-1", "us")],
        "groups": [{ "group": "europe", "edition": "2026-11", "regions": ["eu-west-1", "eu-central-1"] }],
        "plans": [
            { "plan": "*", "regions": ["group:europe"] },
            { "plan": "enterprise", "regions": ["us-east-1"] },
        ],
        "categories": [
            { "category": "event", "placement": "follow-home", "frameworks": ["none"], "sensitivities": ["none"] },
            { "category": "ledger", "placement": "fixed-zone", "zone": "eu", "frameworks": ["none"],
              "sensitivities": ["none"] },
        ],
        "roles": [{ "role": "service", "acts": ["store"], "across": ["store"] }],
        "recipients": [{ "recipient": "branch", "country": "US" }],
        "transfers": [{
            "transfer": "branch", "from": ["eu-west-1"], "to": ["us-east-1"], "acts": ["store"],
            "categories": ["event"], "roles": ["service"], "recipient": "branch", "ground": "standard-clauses",
            "conditions": ["scc-signed", "transfer-impact-assessment"], "instrument": "i", "assessment": "a",
            "since": "2026-01-01", "until": "2027-01-01",
        }],
        "end": { "of": "edges" },
    })
}

fn errors(value: &Value) -> Vec<(String, &'static str)> {
    let document: PolicyDocument = serde_json::from_value(value.clone()).unwrap();
    let issues = document.validate(RegionCatalog::builtin(), LawEdition::builtin());
    issues.iter().map(|issue| (issue.path().to_owned(), issue.code())).collect()
}

fn answer(
    value: &Value,
    change: impl FnOnce(&mut Case<'_>),
    facts: &RecipientFacts,
) -> (Answer, &'static str) {
    let document: PolicyDocument = serde_json::from_value(value.clone()).unwrap();
    let policy = document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap();
    let mut case: Case<'_> = Case::unknown();
    (case.home, case.here) = (Fact::Known(Region::EuWest1), Fact::Known(Region::UsEast1));
    (case.mode, case.act) = (Fact::Known(Mode::Enforced), Fact::Known(Act::Store));
    case.category = Fact::Known(DataCategory::parse("event").unwrap());
    case.role = Fact::Known(RoleName::parse("service").unwrap());
    case.scope = Fact::Known(ScopeName::PLATFORM);
    case.recipient = Fact::Known("branch".parse().unwrap());
    case.recipient_facts = facts;
    change(&mut case);
    let ruling = policy.at(NOW).decide(&case).unwrap();
    (ruling.answer(), ruling.code())
}

#[test]
fn a_group_without_an_edition_is_an_error() {
    assert_eq!(errors(&value()), []);
    for edition in [Value::Null, json!(""), json!(" ")] {
        let mut value = value();
        value["groups"][0]["edition"] = edition;
        assert_eq!(errors(&value), [("groups[0].edition".to_owned(), "group_not_pinned")]);
    }
}

#[test]
fn a_transfer_of_data_in_a_zone_names_the_zone_whole_and_nothing_else() {
    let mut value = value();
    value["transfers"][0]["categories"] = json!(["ledger"]);
    let code = |value: &Value, from: Value| {
        let mut changed = value.clone();
        changed["transfers"][0]["from"] = from;
        errors(&changed).first().map_or("", |(_, code)| code)
    };
    assert_eq!(code(&value, json!(["group:europe"])), "");
    assert_eq!(code(&value, json!(["eu-west-1"])), "from_incomplete");
    value["transfers"][0]["to"] = json!(["us-east-1"]);
    assert_eq!(code(&value, json!(["eu-west-1", "eu-central-1", "us-east-1"])), "from_beyond_place");
}

#[test]
fn a_plan_that_could_not_be_found_out_is_tried_again_and_an_absent_one_refused() {
    let at_home = |plan| {
        move |case: &mut Case<'_>| {
            case.home = Fact::Known(Region::UsEast1);
            case.plan = plan;
        }
    };
    let nothing = RecipientFacts::NOTHING;
    for (plan, code) in [
        (Fact::Ambiguous, "plan_ambiguous"),
        (Fact::Stale, "plan_stale"),
        (Fact::Unavailable, "plan_unavailable"),
    ] {
        assert_eq!(answer(&value(), at_home(plan), nothing), (Answer::Retry, code));
    }
    assert_eq!(answer(&value(), at_home(Fact::Absent), nothing), (Answer::Refuse, "plan_unknown"));
    let enterprise = Fact::Known("enterprise".parse().unwrap());
    assert_eq!(answer(&value(), at_home(enterprise), nothing), (Answer::Permit, "permitted"));
}

/// A transfer written on one ground is not permitted on a weaker one that happens to hold.
#[test]
fn the_ground_that_is_written_is_the_weakest_that_counts() {
    let nothing = RecipientFacts::NOTHING;
    assert_eq!(answer(&value(), |_| {}, nothing), (Answer::Permit, "permitted"));
    let mut value = value();
    value["transfers"][0]["ground"] = json!("adequacy");
    assert_eq!(answer(&value, |_| {}, nothing).0, Answer::Refuse);
    // With the listing in the framework as well, adequacy holds.
    assert_eq!(answer(&value, |_| {}, &everything()), (Answer::Permit, "permitted"));
}
