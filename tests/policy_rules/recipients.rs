//! Who is given data: a company, its places, those behind it, and the endpoints of platforms.

use domicile::data::Categories;
use domicile::law::{Act, Ground, RecipientFacts};
use domicile::policy::{Check, DecisionKind, EndpointKind, Fact, Outcome};
use domicile::time::Period;
use domicile::{Region, Request};
use serde_json::{Value, json};

use crate::support::{NOW, compile, condition, day, document, known};

/// Irish, German and American regions; a machine of an American company stands in each.
fn value() -> Value {
    json!({
        "version": 2, "name": "given", "enforcement": "best-effort", "sensitivities": [],
        "regions": ["eu-west-1", "eu-west-3", "us-east-1"],
        "categories": ["event"],
        "recipients": [
            { "recipient": "american", "country": "US", "places": ["FR"],
              "facts": [{ "condition": "dpf-listed", "since": "2026-03-01", "until": "2027-03-01" }] },
            { "recipient": "french", "country": "FR" },
            { "recipient": "spread", "country": "FR", "places": ["FR", "US"] },
            { "recipient": "irish", "country": "IE" },
            { "recipient": "russian", "country": "RU" },
        ],
        "end": { "of": "given" },
    })
}

/// A row that hands events to somebody where they belong.
fn row(name: &str, recipient: &str, ground: &str) -> Value {
    json!({
        "transfer": name, "from": ["eu-west-1", "eu-west-3"], "operations": ["deliver", "onward-transfer", "store"],
        "categories": ["event"], "recipient": recipient, "ground": ground, "instrument": "i", "assessment": "a",
        "since": "2026-01-01", "until": "2028-01-01",
    })
}

fn given(home: Region, operation: Act, recipient: Option<&str>) -> Request {
    let mut request = known(home, home, operation, Categories::from_iter(["event".parse().unwrap()]));
    request.recipient = recipient.map(|name| Fact::Known(name.parse().unwrap()));
    request.endpoint = Fact::Known(EndpointKind::Regional);
    request
}

fn answer(value: &Value, request: &Request) -> (DecisionKind, &'static str) {
    let policy = compile(value);
    let decision = policy.at(NOW).decide(request);
    (decision.kind(), decision.code())
}

const PERMITTED: (DecisionKind, &str) = (DecisionKind::Permit, "permitted");

const fn refused(code: &'static str) -> (DecisionKind, &'static str) {
    (DecisionKind::Refuse, code)
}

/// A machine in Paris that a company of the United States runs is a transfer to be judged.
#[test]
fn a_company_is_judged_by_its_own_country_and_by_all_its_places() {
    let mut value = value();
    let paris = |recipient| given(Region::EuWest3, Act::Deliver, Some(recipient));
    assert_eq!(answer(&value, &paris("french")), PERMITTED);
    // The company is abroad, its place is not.
    assert_eq!(answer(&value, &paris("american")), refused("transfer_needed"));
    // The company is not, one of its places is: the first of them does not count alone.
    assert_eq!(answer(&value, &paris("spread")), refused("transfer_needed"));
    assert_eq!(answer(&value, &paris("irish")), refused("transfer_needed"));
    // The same at home in Ireland: each of a company's countries is another one.
    let dublin = |recipient| given(Region::EuWest1, Act::Deliver, Some(recipient));
    assert_eq!(answer(&value, &dublin("irish")), PERMITTED);
    for recipient in ["french", "american", "spread"] {
        assert_eq!(answer(&value, &dublin(recipient)), refused("transfer_needed"));
    }
    value["transfers"] =
        json!([row("to-american", "american", "adequacy"), row("to-spread", "spread", "adequacy")]);
    let policy = compile(&value);
    let request = paris("american");
    let decision = policy.at(NOW).decide(&request);
    assert_eq!(decision.code(), "permitted");
    assert_eq!(decision.explanation().ground(), Some(Ground::Adequacy));
    assert_eq!(decision.explanation().recording().as_str(), "required");
    // Its listing is a fact of the other company's row.
    assert_eq!(answer(&value, &paris("spread")), refused("conditions_missing"));
    value["recipients"][2]["facts"] = value["recipients"][0]["facts"].clone();
    assert_eq!(answer(&value, &paris("spread")), PERMITTED);
}

/// One company, for merchants on both sides of the ocean: each delivery under its own row, on its own ground.
#[test]
fn a_delivery_to_a_platform_is_permitted_under_a_row_with_its_ground() {
    let mut document = document("crossing");
    let policy = compile(&document);
    for (home, row, ground) in [
        (Region::EuWest1, "conversions-from-europe", Ground::Adequacy),
        (Region::UsEast1, "conversions-from-the-us", Ground::Unrestricted),
    ] {
        for endpoint in [EndpointKind::Regional, EndpointKind::Global("meta-capi".parse().unwrap())] {
            let mut request = given(home, Act::Deliver, Some("meta"));
            request.endpoint = Fact::Known(endpoint);
            let decision = policy.at(NOW).decide(&request);
            assert_eq!(decision.code(), "permitted", "{decision}");
            let explanation = decision.explanation();
            assert_eq!(explanation.transfer().map(|(_, name)| name), Some(row));
            assert_eq!(explanation.ground(), Some(ground));
            assert_eq!(explanation.recording().as_str(), "required");
        }
    }
    // Without the rows neither is.
    document["transfers"] = json!([]);
    for home in [Region::EuWest1, Region::UsEast1] {
        assert_eq!(answer(&document, &given(home, Act::Deliver, Some("meta"))), refused("transfer_needed"));
    }
}

/// A store by nobody but the service asks nobody; one that gives the data to somebody abroad does.
#[test]
fn who_is_given_nothing_is_not_asked() {
    let value = value();
    let store = |recipient| given(Region::EuWest3, Act::Store, recipient);
    assert_eq!(answer(&value, &store(None)), PERMITTED);
    assert_eq!(answer(&value, &store(Some("french"))), PERMITTED);
    assert_eq!(answer(&value, &store(Some("american"))), refused("transfer_needed"));
    assert_eq!(answer(&value, &store(Some("stranger"))), refused("recipient_unlisted"));
}

#[test]
fn handing_on_at_home_names_a_known_recipient_that_may_have_it() {
    let mut value = value();
    value["transfers"] = json!([row("to-russian", "russian", "unrestricted")]);
    value["transfers"][0]["from"] = json!(["us-east-1"]);
    value["categories"] = json!([{ "category": "event", "sensitivities": ["health"] }]);
    for operation in [Act::Deliver, Act::OnwardTransfer] {
        assert_eq!(answer(&value, &given(Region::UsEast1, operation, None)), refused("recipient_unknown"));
        let stranger = given(Region::UsEast1, operation, Some("stranger"));
        assert_eq!(answer(&value, &stranger), refused("recipient_unlisted"));
        let mut somebody = given(Region::UsEast1, operation, None);
        somebody.recipient = Some(Fact::Absent);
        assert_eq!(answer(&value, &somebody), refused("recipient_unknown"));
        // A row is written; the law on sensitive data and countries of concern refuses.
        let sanctioned = given(Region::UsEast1, operation, Some("russian"));
        let policy = compile(&value);
        let decision = policy.at(NOW).decide(&sanctioned);
        assert_eq!(decision.kind(), DecisionKind::Refuse, "{decision}");
        assert!(
            decision.explanation().verdict().is_some_and(|verdict| !verdict.is_permitted()),
            "{decision}"
        );
    }
}

/// Who it is could not be found out: not now, if a row for somebody would carry it, and never a permit.
#[test]
fn a_recipient_in_doubt_is_asked_for_again() {
    let mut value = value();
    value["transfers"] = json!([row("to-american", "american", "adequacy")]);
    value["transfers"][0]["to"] = json!(["us-east-1"]);
    value["transfers"][0]["from"] = json!(["eu-west-3"]);
    let mut request = given(Region::EuWest3, Act::Store, Some("american"));
    request.here = Fact::Known(Region::UsEast1);
    assert_eq!(answer(&value, &request), PERMITTED);
    for (doubt, code) in [
        (Fact::Ambiguous, "recipient_ambiguous"),
        (Fact::Stale, "recipient_stale"),
        (Fact::Unavailable, "recipient_unavailable"),
    ] {
        request.recipient = Some(doubt);
        assert_eq!(answer(&value, &request), (DecisionKind::Retry, code));
        // Whom the row names is not found out by its being written.
        let policy = compile(&value);
        let decision = policy.at(NOW).decide(&request);
        let named = decision.explanation().checks().find(|(check, _)| *check == Check::RecipientNamed);
        assert_eq!(named.map(|(_, outcome)| outcome), Some(Outcome::Unknown));
    }
    request.recipient = Some(Fact::Known("french".parse().unwrap()));
    assert_eq!(answer(&value, &request), refused("recipient_not_named"));
    request.recipient = None;
    assert_eq!(answer(&value, &request), refused("recipient_unknown"));
}

/// What a document states of a company holds from its first second to the last before its end; what the caller knows to
/// have ended does not hold.
#[test]
fn a_fact_of_a_recipient_has_a_beginning_and_an_end() {
    let mut value = value();
    value["transfers"] = json!([row("to-american", "american", "adequacy")]);
    let policy = compile(&value);
    let mut request = given(Region::EuWest3, Act::Deliver, Some("american"));
    let at = |request: &Request, at| policy.at(at).decide(request).code();
    let before = |at: domicile::UnixTime| domicile::UnixTime::from_secs(at.as_secs() - 1);
    assert_eq!(at(&request, before(day(2026, 3, 1))), "conditions_missing");
    assert_eq!(at(&request, day(2026, 3, 1)), "permitted");
    assert_eq!(at(&request, before(day(2027, 3, 1))), "permitted");
    assert_eq!(at(&request, day(2027, 3, 1)), "conditions_missing");
    let until = |at| policy.at(at).decide(&request).explanation().valid_until();
    assert_eq!(until(day(2026, 2, 1)), Some(day(2026, 3, 1)));
    assert_eq!(until(NOW), Some(day(2027, 3, 1)));
    let listed = condition("dpf-listed");
    request.recipient_facts = RecipientFacts::new().ended(listed, day(2026, 10, 1));
    assert_eq!(at(&request, before(day(2026, 10, 1))), "permitted");
    assert_eq!(at(&request, day(2026, 10, 1)), "conditions_missing");
    // And had again: the caller knows it.
    let again = Period::new(day(2026, 12, 1), None).unwrap();
    request.recipient_facts = request.recipient_facts.with(listed, again);
    assert_eq!(at(&request, NOW), "conditions_missing");
    assert_eq!(at(&request, day(2026, 12, 1)), "permitted");
    // A row of another period is no row.
    value["transfers"][0]["until"] = json!("2026-11-21");
    assert_eq!(
        answer(&value, &given(Region::EuWest3, Act::Deliver, Some("american"))),
        refused("transfer_over")
    );
}

/// An emergency grant to a company abroad is a transfer that the law is asked about.
#[test]
fn a_grant_to_a_foreign_company_is_a_transfer() {
    let mut value = value();
    value["roles"] = json!([{ "role": "support", "operations": ["remote-read"], "across": ["remote-read"] }]);
    value["break_glass"] = json!([{
        "grant": "incident", "from": ["eu-west-3"], "to": ["us-east-1"], "operations": ["remote-read"],
        "categories": ["event"], "role": "support", "recipient": "russian", "requested_by": "one",
        "approved_by": "another", "ground": "adequacy", "since": "2026-11-20", "until": "2026-11-24",
    }]);
    let mut request = given(Region::EuWest3, Act::RemoteRead, Some("russian"));
    request.role = Fact::Known("support".parse().unwrap());
    request.here = Fact::Known(Region::UsEast1);
    assert_eq!(answer(&value, &request).0, DecisionKind::Refuse);
    value["break_glass"][0]["recipient"] = json!("american");
    request.recipient = Some(Fact::Known("american".parse().unwrap()));
    assert_eq!(answer(&value, &request), PERMITTED);
}

/// A global endpoint is accepted by a row for one recipient and some homes, and judged by every country it may process in.
#[test]
fn a_global_endpoint_is_judged_by_every_country_it_names() {
    let mut value = value();
    value["endpoints"] = json!([{ "endpoint": "french-api", "recipient": "french", "countries": ["FR"] }]);
    let mut request = given(Region::EuWest3, Act::Deliver, Some("french"));
    let endpoint = |name: &str| Fact::Known(EndpointKind::Global(name.parse().unwrap()));
    request.endpoint = endpoint("french-api");
    let policy = compile(&value);
    let decision = policy.at(NOW).decide(&request);
    assert_eq!((decision.code(), decision.explanation().recording().as_str()), ("permitted", "required"));
    assert!(!decision.explanation().is_crossing());
    // One that no row accepts, and one accepted for another company.
    request.endpoint = endpoint("other-api");
    assert_eq!(answer(&value, &request).0, DecisionKind::Refuse);
    request.endpoint = endpoint("french-api");
    request.recipient = Some(Fact::Known("irish".parse().unwrap()));
    assert_eq!(answer(&value, &request).0, DecisionKind::Refuse);
    request.recipient = Some(Fact::Known("french".parse().unwrap()));
    // The second country counts like the first.
    value["endpoints"][0]["countries"] = json!(["FR", "US"]);
    assert_eq!(answer(&value, &request), refused("transfer_needed"));
    // None said: any country.
    value["endpoints"][0].as_object_mut().unwrap().remove("countries");
    assert_eq!(answer(&value, &request), refused("transfer_needed"));
    value["transfers"] = json!([row("to-french", "french", "adequacy")]);
    assert_eq!(answer(&value, &request).0, DecisionKind::Refuse);
    value["endpoints"][0]["countries"] = json!(["FR", "US"]);
    assert_eq!(answer(&value, &request), refused("conditions_missing"));
    value["recipients"][1]["facts"] = value["recipients"][0]["facts"].clone();
    assert_eq!(answer(&value, &request), PERMITTED);
    // Of some homes only; and a scope may refuse.
    value["endpoints"][0]["regions"] = json!(["eu-west-1"]);
    assert_eq!(answer(&value, &request), refused("fallback_refused"));
    value["endpoints"][0]["regions"] = json!(["eu-west-3"]);
    value["scopes"] = json!([{ "scope": "strict", "level": "organization", "global_endpoints": "refuse" }]);
    assert_eq!(answer(&value, &request), PERMITTED);
    request.scope = Fact::Known("strict".parse().unwrap());
    assert_eq!(answer(&value, &request), refused("fallback_refused"));
}

/// What the own organization states counts from its day until it is due for review, and beats nothing the caller knows.
#[test]
fn a_fact_of_the_own_organization_counts_for_its_period() {
    let mut value = value();
    value["categories"] = json!([{ "category": "event", "sensitivities": ["payment"] }]);
    let request = given(Region::EuWest3, Act::Store, None);
    assert_eq!(answer(&value, &request), refused("scope_not_stated"));
    let fact = |stated: &str, review: &str| json!([{ "condition": "not-financial-entity", "stated_on": stated, "review_by": review }]);
    for (stated, review, expected) in [
        ("2026-11-21", "2027-01-01", PERMITTED),
        ("2026-11-22", "2027-01-01", refused("scope_not_stated")),
        ("2026-01-01", "2026-11-21", refused("scope_not_stated")),
        ("2026-01-01", "2026-11-22", PERMITTED),
    ] {
        value["organization_facts"] = fact(stated, review);
        assert_eq!(answer(&value, &request), expected, "{stated} {review}");
    }
}

/// Whose rules apply could not be found out, or is known no longer: whether an endpoint is accepted is not known either,
/// and nothing is dropped for good.
#[test]
fn an_endpoint_under_rules_in_doubt_is_asked_for_again() {
    let document = document("crossing");
    let policy = compile(&document);
    let mut request = given(Region::EuWest1, Act::Deliver, Some("meta"));
    request.endpoint = Fact::Known(EndpointKind::Global("meta-capi".parse().unwrap()));
    let ended = crate::laws::expiring(&request, NOW);
    assert_eq!(policy.at(NOW).decide(&ended).kind(), DecisionKind::Retry);
    request.scope = Fact::Unavailable;
    let decision = policy.at(NOW).decide(&request);
    assert_eq!((decision.kind(), decision.code()), (DecisionKind::Retry, "scope_unavailable"));
    // One that no row accepts is refused, whatever the rules are.
    request.endpoint = Fact::Known(EndpointKind::Global("other".parse().unwrap()));
    assert_eq!(policy.at(NOW).decide(&request).kind(), DecisionKind::Refuse);
}

/// Old tables stop what crosses a border for now. What a law demands where the data stays is known all the same, and no
/// newer table about the rest would turn its refusal.
#[test]
fn a_refusal_outweighs_a_table_that_is_too_old() {
    let mut value = value();
    value["regions"] = json!(["eu-central-1", "eu-west-3"]);
    value["categories"] = json!([{ "category": "event", "placement": "fixed-zone", "zone": "eu", "sensitivities": ["health"] }]);
    value["transfers"] = json!([row("to-american", "american", "standard-clauses")]);
    value["transfers"][0]["from"] = json!(["eu-central-1", "eu-west-3"]);
    value["transfers"][0]["conditions"] = json!(["scc-signed", "transfer-impact-assessment"]);
    let request = given(Region::EuWest3, Act::Store, Some("american"));
    let stale = day(2027, 5, 21);
    let policy = compile(&value);
    assert_eq!(policy.at(stale).decide(&request).kind(), DecisionKind::Refuse);
    let fact = |name: &str| json!({ "condition": name, "since": "2026-01-01", "until": "2028-01-01" });
    value["recipients"][0]["facts"] =
        ["hds-certified", "c5-type2", "german-establishment"].map(fact).into_iter().collect();
    let policy = compile(&value);
    let decision = policy.at(stale).decide(&request);
    assert_eq!((decision.kind(), decision.code()), (DecisionKind::Retry, "law_stale"), "{decision}");
}

/// A row that names nobody takes data elsewhere and gives it to nobody; a row that names somebody is for nobody else.
#[test]
fn a_row_is_for_whom_it_names_and_for_nobody_else() {
    let mut value = value();
    let mut own = row("own", "american", "standard-clauses");
    own.as_object_mut().unwrap().remove("recipient");
    own["to"] = json!(["us-east-1"]);
    own["operations"] = json!(["store"]);
    own["conditions"] = json!(["scc-signed", "transfer-impact-assessment"]);
    value["transfers"] = json!([own]);
    let mut request = given(Region::EuWest3, Act::Store, None);
    request.here = Fact::Known(Region::UsEast1);
    assert_eq!(answer(&value, &request), PERMITTED);
    for recipient in ["american", "french", "russian"] {
        request.recipient = Some(Fact::Known(recipient.parse().unwrap()));
        assert_eq!(answer(&value, &request), refused("recipient_not_named"), "{recipient}");
    }
    value["transfers"][0]["recipient"] = json!("american");
    for recipient in ["french", "russian"] {
        request.recipient = Some(Fact::Known(recipient.parse().unwrap()));
        assert_eq!(answer(&value, &request), refused("recipient_not_named"), "{recipient}");
    }
    request.recipient = None;
    assert_eq!(answer(&value, &request), refused("recipient_unknown"));
    request.recipient = Some(Fact::Known("american".parse().unwrap()));
    assert_eq!(answer(&value, &request), PERMITTED);
}
