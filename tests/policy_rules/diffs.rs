//! What `diff` and `replay` see: a change of anything that an answer can turn on.

use std::collections::BTreeSet;

use domicile::law::{Act, RecipientFacts};
use domicile::policy::{DecisionKind, EndpointKind};
use domicile::tenant::Plan;
use domicile::{Region, UnixTime};
use serde_json::{Value, json};

use crate::support::{NOW, compile, day, document, questions};

/// Two documents differ exactly where their questions do; the witness of each flip shows it.
#[test]
fn a_diff_lists_exactly_the_cells_that_flip() {
    let old = document("tracklayer");
    let mut new = old.clone();
    new["plans"][1]["regions"].as_array_mut().unwrap().push(json!("ap-south-1"));
    let (before, after) = (compile(&old), compile(&new));
    let difference = before.at(NOW).diff(&after.at(NOW), RecipientFacts::NOTHING);
    let mut expected = BTreeSet::new();
    questions(&old, RecipientFacts::NOTHING, |request| {
        let answers = [&before, &after].map(|policy| policy.at(NOW).decide(request).kind());
        let categories = request.categories.as_ref().known();
        let Some(categories) = categories.filter(|categories| categories.len() == 1) else { return };
        if answers[0] != answers[1] {
            expected.insert(format!(
                "{:?} {:?} {:?} {:?} {:?} {:?}",
                request.home.known().unwrap(),
                request.here.known().unwrap(),
                request.operation.known().unwrap(),
                categories.iter().next().unwrap(),
                request.plan.known(),
                request.role.known().unwrap()
            ));
        }
    });
    // One below a row stands for what the row says.
    expected.retain(|cell| !cell.contains(".below"));
    let found: BTreeSet<String> = difference
        .flips()
        .iter()
        .map(|f| {
            format!("{:?} {:?} {:?} {:?} {:?} {:?}", f.home, f.here, f.operation, f.category, f.plan, f.role)
        })
        .collect();
    assert_eq!(found, expected);
    assert!(!found.is_empty());
    for flip in difference.flips() {
        let request = flip.request(RecipientFacts::NOTHING);
        assert_eq!(before.at(NOW).decide(&request).kind(), flip.before);
        assert_eq!(after.at(NOW).decide(&request).kind(), flip.after);
        assert_eq!((flip.home, flip.plan), (Region::ApSouth1, Some(Plan::parse("pro").unwrap())));
    }
}

/// The flips from the crossing document to one that is changed, each with its witness asked again.
fn flips(change: impl FnOnce(&mut Value)) -> Vec<domicile::policy::Flip> {
    let old = document("crossing");
    let mut new = old.clone();
    change(&mut new);
    let (before, after) = (compile(&old), compile(&new));
    assert_ne!(before.fingerprint(), after.fingerprint());
    let difference = before.at(NOW).diff(&after.at(NOW), RecipientFacts::NOTHING);
    for flip in difference.flips() {
        let request = flip.request(RecipientFacts::NOTHING);
        assert_eq!(before.at(NOW).decide(&request).kind(), flip.before, "{flip:?}");
        assert_eq!(after.at(NOW).decide(&request).kind(), flip.after, "{flip:?}");
    }
    difference.flips().to_vec()
}

fn to(flips: &[domicile::policy::Flip], recipient: &str) -> usize {
    flips.iter().filter(|flip| flip.recipient.is_some_and(|name| name.as_str() == recipient)).count()
}

#[test]
fn a_recipient_that_changes_shows() {
    // Another country, for which no listing helps.
    let country = flips(|new| new["recipients"][0]["country"] = json!("CN"));
    assert!(to(&country, "meta") > 0 && country.iter().all(|flip| flip.after == DecisionKind::Refuse));
    let place = flips(|new| new["recipients"][0]["places"] = json!(["IE", "US", "CN"]));
    assert!(to(&place, "meta") > 0);
    let ended = flips(|new| new["recipients"][0]["facts"][0]["until"] = json!("2026-11-01"));
    assert!(to(&ended, "meta") > 0);
    // One of the recipients is nobody's any more.
    let gone = flips(|new| {
        new["recipients"].as_array_mut().unwrap().remove(1);
        new["transfers"].as_array_mut().unwrap().remove(2);
    });
    assert!(to(&gone, "funnel-analytics") > 0);
    // Home at one's own country, and then abroad: only who is given the data tells.
    let local = flips(|new| {
        new["recipients"].as_array_mut().unwrap().push(json!({ "recipient": "local", "country": "IE" }));
    });
    assert!(to(&local, "local") > 0 && local.iter().all(|flip| flip.after == DecisionKind::Permit));
}

#[test]
fn an_endpoint_that_changes_shows() {
    // Data of Irish homes goes to a company there, through an endpoint of its own.
    let mut old = document("crossing");
    old["recipients"].as_array_mut().unwrap().push(json!({ "recipient": "local", "country": "IE" }));
    old["endpoints"] = json!([{ "endpoint": "local-api", "recipient": "local", "countries": ["IE"] }]);
    let change = |change: &dyn Fn(&mut Value)| {
        let mut new = old.clone();
        change(&mut new);
        let (before, after) = (compile(&old), compile(&new));
        assert_ne!(before.fingerprint(), after.fingerprint());
        before.at(NOW).diff(&after.at(NOW), RecipientFacts::NOTHING).flips().to_vec()
    };
    for (what, flips) in [
        ("gone", change(&|new| new["endpoints"] = json!([]))),
        ("countries", change(&|new| new["endpoints"][0]["countries"] = json!(["IE", "US"]))),
        (
            "any country",
            change(&|new| drop(new["endpoints"][0].as_object_mut().unwrap().remove("countries"))),
        ),
        ("homes", change(&|new| new["endpoints"][0]["regions"] = json!(["eu-central-1"]))),
        ("recipient", change(&|new| new["endpoints"][0]["recipient"] = json!("meta"))),
    ] {
        let name = EndpointKind::Global("local-api".parse().unwrap());
        let global = flips.iter().filter(|flip| flip.endpoint == name && flip.operation == Act::Deliver);
        assert!(global.count() > 0, "{what}: {flips:?}");
        assert!(flips.iter().all(|flip| flip.endpoint == name), "{what}: {flips:?}");
    }
}

#[test]
fn an_organization_that_changes_shows() {
    // Where organization data belongs: with the organization, or at home. Only an organization elsewhere tells.
    let old = document("sankofa");
    let mut new = old.clone();
    new["categories"][1]["placement"] = json!("follow-home");
    let difference = compile(&old).at(NOW).diff(&compile(&new).at(NOW), RecipientFacts::NOTHING);
    let flips = difference.flips();
    assert!(flips.iter().any(|flip| flip.organization != flip.home), "{flips:?}");
    assert!(flips.iter().all(|flip| flip.category.as_str() == "organization"));
    // And what the own organization states of itself.
    let mut old = document("crossing");
    old["sensitivities"] = json!(["payment"]);
    let mut new = old.clone();
    new["organization_facts"] = json!([{
        "condition": "not-financial-entity", "stated_on": "2026-01-01", "review_by": "2027-01-01",
    }]);
    let difference = compile(&old).at(NOW).diff(&compile(&new).at(NOW), RecipientFacts::NOTHING);
    assert!(difference.flips().iter().any(|flip| flip.after == DecisionKind::Permit));
}

/// A permit that becomes a retry, and a retry that becomes a refusal: neither is the other.
#[test]
fn retry_and_refuse_are_different_answers() {
    let stale = day(2027, 5, 21);
    let last = UnixTime::from_secs(stale.as_secs() - 1);
    let document = document("crossing");
    let policy = compile(&document);
    let difference = policy.at(last).diff(&policy.at(stale), RecipientFacts::NOTHING);
    let kinds: BTreeSet<_> = difference.flips().iter().map(|flip| (flip.before, flip.after)).collect();
    assert_eq!(Vec::from_iter(kinds), [(DecisionKind::Permit, DecisionKind::Retry)]);
    let mut closed = document.clone();
    closed["transfers"].as_array_mut().unwrap().clear();
    let difference = policy.at(stale).diff(&compile(&closed).at(stale), RecipientFacts::NOTHING);
    let kinds: BTreeSet<_> = difference.flips().iter().map(|flip| (flip.before, flip.after)).collect();
    assert_eq!(Vec::from_iter(kinds), [(DecisionKind::Retry, DecisionKind::Refuse)]);
    // The same by replay of what was recorded.
    let flip = difference.flips()[0];
    let request = flip.request(RecipientFacts::NOTHING);
    let record = serde_json::to_value(policy.at(stale).decide(&request)).unwrap();
    let record = serde_json::from_value(record).unwrap();
    let reversals = compile(&closed).replay([&record]);
    assert_eq!((reversals[0].before, reversals[0].after), (DecisionKind::Retry, DecisionKind::Refuse));
}
