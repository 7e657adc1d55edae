//! What a law demands of data even where it stays: SGB V §393 in Germany, HDS in France.

use domicile::data::Categories;
use domicile::law::{Act, RecipientFacts};
use domicile::policy::{Check, DecisionKind, Fact, Outcome};
use domicile::time::Period;
use domicile::{Region, Request, ResidencyPolicy};
use serde_json::{Value, json};

use crate::support::{NOW, compile, condition, day, known};

fn document() -> Value {
    json!({
        "version": 2, "name": "stays",
        "regions": ["eu-central-1", "eu-west-3", "ap-south-1"],
        "categories": [
            { "category": "health", "sensitivities": ["health"] },
            { "category": "plain", "sensitivities": [] },
            "unsaid",
        ],
        "roles": [{ "role": "service", "operations": ["store", "remote-read", "deliver"], "across": ["store"] }],
        "recipients": [{ "recipient": "clinic", "country": "DE" }],
        "end": { "of": "stays" },
    })
}

fn stays(region: Region, category: &str, act: Act, facts: &RecipientFacts) -> Request {
    let mut request = known(region, region, act, Categories::from_iter([category.parse().unwrap()]));
    request.recipient_facts = facts.clone();
    request
}

fn lawful(policy: &ResidencyPolicy, request: &Request) -> (DecisionKind, Outcome) {
    let decision = policy.at(NOW).decide(request);
    let (_, outcome) = decision.explanation().checks().find(|(check, _)| *check == Check::Lawful).unwrap();
    (decision.kind(), outcome)
}

#[test]
fn data_that_a_law_singles_out_needs_what_the_law_demands_where_it_stays() {
    use DecisionKind::{Permit, Refuse};
    let policy = compile(&document());
    let nothing = RecipientFacts::NOTHING;
    for (region, category, act, expected) in [
        (Region::EuCentral1, "plain", Act::Store, (Permit, Outcome::NotAsked)),
        (Region::EuCentral1, "health", Act::Store, (Refuse, Outcome::Fail)),
        (Region::EuCentral1, "health", Act::RemoteRead, (Refuse, Outcome::Fail)),
        // What it may be is not said: it may be health data.
        (Region::EuCentral1, "unsaid", Act::Store, (Refuse, Outcome::Fail)),
        // HDS is about hosting.
        (Region::EuWest3, "health", Act::Store, (Refuse, Outcome::Fail)),
        (Region::EuWest3, "health", Act::RemoteRead, (Permit, Outcome::Pass)),
        // The Reserve Bank's circular is about what leaves.
        (Region::ApSouth1, "unsaid", Act::Store, (Permit, Outcome::NotAsked)),
    ] {
        let found = lawful(&policy, &stays(region, category, act, nothing));
        assert_eq!(found, expected, "{region} {category} {act}");
    }
    // The region's row says what holds there.
    let mut attested = document();
    attested["regions"][0] =
        json!({ "region": "eu-central-1", "conditions": ["c5-type2", "german-establishment"] });
    let attested = compile(&attested);
    let request = stays(Region::EuCentral1, "health", Act::Store, nothing);
    assert_eq!(lawful(&attested, &request), (Permit, Outcome::Pass));
    assert_ne!(attested.fingerprint(), policy.fingerprint());
    assert!(attested.at(NOW).decide(&request).to_string().contains("SGB V 393"));
    // Half of it is not enough.
    let mut half = document();
    half["regions"][0] = json!({ "region": "eu-central-1", "conditions": ["c5-type2"] });
    let half = compile(&half);
    let decision = half.at(NOW).decide(&request);
    assert_eq!((decision.kind(), decision.code()), (Refuse, "requirement_unmet"));
}

/// Whoever is given such data in the same country has to meet the demand as well: what holds of the region is not true of
/// the recipient.
#[test]
fn whoever_is_given_the_data_meets_the_demand_too() {
    let mut value = document();
    value["regions"][0] =
        json!({ "region": "eu-central-1", "conditions": ["c5-type2", "german-establishment"] });
    let mut request = stays(Region::EuCentral1, "health", Act::Store, RecipientFacts::NOTHING);
    assert_eq!(lawful(&compile(&value), &request), (DecisionKind::Permit, Outcome::Pass));
    request.recipient = Some(Fact::Known("clinic".parse().unwrap()));
    assert_eq!(lawful(&compile(&value), &request), (DecisionKind::Refuse, Outcome::Fail));
    let period = |name: &str| json!({ "condition": name, "since": "2026-01-01", "until": "2027-01-01" });
    value["recipients"][0]["facts"] = json!([period("c5-type2"), period("german-establishment")]);
    assert_eq!(lawful(&compile(&value), &request), (DecisionKind::Permit, Outcome::Pass));
    // And the recipient's facts say nothing of the region.
    value["regions"][0] = json!("eu-central-1");
    assert_eq!(lawful(&compile(&value), &request), (DecisionKind::Refuse, Outcome::Fail));
}

#[test]
fn a_demand_counts_from_its_day_and_a_fact_until_its_end() {
    use DecisionKind::{Permit, Refuse};
    let policy = compile(&document());
    let until = |facts: &RecipientFacts, at| {
        let request = stays(Region::EuCentral1, "health", Act::Store, facts);
        let decision = policy.at(at).decide(&request);
        (decision.kind(), decision.explanation().valid_until())
    };
    assert_eq!(until(RecipientFacts::NOTHING, day(2024, 1, 1)), (Permit, Some(day(2024, 7, 1))));
    assert_eq!(until(RecipientFacts::NOTHING, day(2024, 7, 1)), (Refuse, None));
    let period = Period::new(day(2024, 1, 1), Some(day(2027, 3, 1))).unwrap();
    let facts = ["c5-type2", "german-establishment"]
        .into_iter()
        .fold(RecipientFacts::new(), |facts, name| facts.with(condition(name), period));
    assert_eq!(until(&facts, NOW), (Permit, Some(day(2027, 3, 1))));
    assert_eq!(until(&facts, day(2027, 3, 1)), (Refuse, None));
}

/// What holds in a region says nothing about a recipient that data is taken to.
#[test]
fn what_holds_in_a_region_permits_no_transfer_to_it() {
    let mut value = document();
    value["regions"][2] =
        json!({ "region": "ap-south-1", "conditions": ["scc-signed", "transfer-impact-assessment"] });
    value["recipients"] = json!([{ "recipient": "branch", "country": "IN" }]);
    value["transfers"] = json!([{
        "transfer": "branch", "from": ["eu-west-3"], "to": ["ap-south-1"], "operations": ["store"],
        "categories": ["plain"], "recipient": "branch", "ground": "standard-clauses", "instrument": "i",
        "assessment": "a", "since": "2026-01-01", "until": "2027-01-01",
    }]);
    let mut request = stays(Region::EuWest3, "plain", Act::Store, RecipientFacts::NOTHING);
    request.here = Fact::Known(Region::ApSouth1);
    request.recipient = Some(Fact::Known("branch".parse().unwrap()));
    assert_eq!(lawful(&compile(&value), &request), (DecisionKind::Refuse, Outcome::Fail));
    value["transfers"][0]["conditions"] = json!(["scc-signed", "transfer-impact-assessment"]);
    assert_eq!(lawful(&compile(&value), &request), (DecisionKind::Permit, Outcome::Pass));
}
