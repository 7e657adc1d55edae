//! What a law demands of data even where it stays: SGB V §393 in Germany, HDS in France.

use domicile::law::{Act, Condition, LawEdition, RecipientFacts};
use domicile::policy::{Answer, Case, Fact, Outcome, PolicyDocument, Question, RoleName, ScopeName, Step};
use domicile::tenant::Mode;
use domicile::time::Period;
use domicile::{DataCategory, Region, RegionCatalog, ResidencyPolicy, UnixTime};
use serde_json::{Value, json};

use crate::support::NOW;

fn document() -> Value {
    let region = |region: &str| json!({ "region": region, "status": "available" });
    let category =
        |name: &str| json!({ "category": name, "placement": "follow-home", "frameworks": ["none"] });
    let mut value = json!({
        "version": 1, "name": "stays", "frameworks": ["none"],
        "regions": [region("eu-central-1"), region("eu-west-3"), region("ap-south-1")],
        "plans": [{ "plan": "*", "regions": ["ap-south-1", "eu-central-1", "eu-west-3"] }],
        "categories": [category("health"), category("plain"), category("unsaid")],
        "roles": [{ "role": "service", "acts": ["store", "remote-read"] }],
        "end": { "of": "stays", "restrictions": 1 },
    });
    value["categories"][0]["sensitivities"] = json!(["health"]);
    value["categories"][1]["sensitivities"] = json!(["none"]);
    value
}

fn compile(value: Value) -> ResidencyPolicy {
    let document: PolicyDocument = serde_json::from_value(value).unwrap();
    document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap()
}

fn stays<'f>(region: Region, category: &str, act: Act, facts: &'f RecipientFacts) -> Case<'f> {
    let mut case: Case<'f> = Case::unknown();
    (case.home, case.here) = (Fact::Known(region), Fact::Known(region));
    (case.mode, case.act) = (Fact::Known(Mode::Enforced), Fact::Known(act));
    case.category = Fact::Known(DataCategory::parse(category).unwrap());
    case.role = Fact::Known(RoleName::parse("service").unwrap());
    case.scope = Fact::Known(ScopeName::PLATFORM);
    case.recipient_facts = facts;
    case
}

fn lawful(policy: &ResidencyPolicy, case: &Case<'_>) -> (Answer, Outcome) {
    let ruling = policy.at(NOW).decide(case).unwrap();
    let (_, outcome) = ruling.checks().find(|(step, _)| *step == Step::Lawful).unwrap();
    (ruling.answer(), outcome)
}

#[test]
fn data_that_a_law_singles_out_needs_what_the_law_demands_where_it_stays() {
    let policy = compile(document());
    let nothing = RecipientFacts::NOTHING;
    for (region, category, act, expected) in [
        (Region::EuCentral1, "plain", Act::Store, (Answer::Permit, Outcome::NotAsked)),
        (Region::EuCentral1, "health", Act::Store, (Answer::Refuse, Outcome::Fail)),
        (Region::EuCentral1, "health", Act::RemoteRead, (Answer::Refuse, Outcome::Fail)),
        // What it may be is not said: it may be health data.
        (Region::EuCentral1, "unsaid", Act::Store, (Answer::Refuse, Outcome::Fail)),
        // HDS is about hosting.
        (Region::EuWest3, "health", Act::Store, (Answer::Refuse, Outcome::Fail)),
        (Region::EuWest3, "health", Act::RemoteRead, (Answer::Permit, Outcome::Pass)),
        // The Reserve Bank's circular is about what leaves.
        (Region::ApSouth1, "unsaid", Act::Store, (Answer::Permit, Outcome::NotAsked)),
    ] {
        assert_eq!(
            lawful(&policy, &stays(region, category, act, nothing)),
            expected,
            "{region} {category} {act}"
        );
    }
    // The region's row says what holds there.
    let mut attested = document();
    attested["regions"][0]["conditions"] = json!(["c5-type2", "german-establishment"]);
    let attested = compile(attested);
    let case = stays(Region::EuCentral1, "health", Act::Store, nothing);
    assert_eq!(lawful(&attested, &case), (Answer::Permit, Outcome::Pass));
    assert_ne!(attested.fingerprint(), policy.fingerprint());
    assert!(attested.at(NOW).decide(&case).unwrap().to_string().contains("SGB V 393"));
    // Half of it is not enough.
    let mut half = document();
    half["regions"][0]["conditions"] = json!(["c5-type2"]);
    let ruling_of = compile(half);
    let ruling = ruling_of.at(NOW).decide(&case).unwrap();
    assert_eq!((ruling.answer(), ruling.code()), (Answer::Refuse, "requirement_unmet"));
    assert_eq!(ruling.remedies().to_string(), "recipient fact = german-establishment");
}

#[test]
fn a_demand_counts_from_its_day_and_a_fact_until_its_end() {
    let policy = compile(document());
    let day = |year, month| UnixTime::from_date(year, month, 1).unwrap();
    let until = |facts: &RecipientFacts, at| {
        let case = stays(Region::EuCentral1, "health", Act::Store, facts);
        let ruling = policy.at(at).decide(&case).unwrap();
        (ruling.answer(), ruling.valid_until())
    };
    assert_eq!(until(RecipientFacts::NOTHING, day(2024, 1)), (Answer::Permit, Some(day(2024, 7))));
    assert_eq!(until(RecipientFacts::NOTHING, day(2024, 7)), (Answer::Refuse, None));
    let period = Period::new(day(2024, 1), Some(day(2027, 3))).unwrap();
    let facts = ["c5-type2", "german-establishment"]
        .into_iter()
        .fold(RecipientFacts::new(), |facts, name| facts.with(Condition::parse(name).unwrap(), period));
    assert_eq!(until(&facts, NOW), (Answer::Permit, Some(day(2027, 3))));
    assert_eq!(until(&facts, day(2027, 3)), (Answer::Refuse, None));
}

/// A German policy with another word for Germany, or for where its region is: the law on health data was switched off.
#[test]
fn german_health_data_in_a_country_that_does_not_exist() {
    let in_country = |country: &str| {
        let mut value = document();
        value["regions"][0]["region"] = json!("hetzner:fsn1");
        value["regions"][0]["country"] = json!(country);
        value["plans"][0]["regions"] = json!(["ap-south-1", "eu-west-3", "hetzner:fsn1"]);
        value
    };
    let falkenstein = "hetzner:fsn1".parse().unwrap();
    let case = stays(falkenstein, "health", Act::Store, RecipientFacts::NOTHING);
    assert_eq!(lawful(&compile(in_country("DE")), &case), (Answer::Refuse, Outcome::Fail));
    let code = |name: &str| format!("expected an ISO 3166-1 alpha-2 code in capitals: write {name}");
    let group =
        "expected one country, by its ISO 3166-1 alpha-2 code: this is a zone or a group, not a country";
    let exists = "expected a country that exists, by its ISO 3166-1 alpha-2 code (or XK), a part of one with law of its own such as US-TX, or org:epo";
    let lawless =
        "expected a country, or a part of one that is known to have law of its own: write the country alone";
    for (country, advice) in [
        ("DD", exists),
        ("SU", exists),
        ("XX", exists),
        ("ZZ", exists),
        ("", exists),
        ("UK", &code("GB")),
        ("de", &code("DE")),
        ("DEU", &code("DE")),
        ("EU", group),
        ("EEA", group),
        ("DE-BY", lawless),
        ("org:epo", "expected the country where the region lies: an organization is no place"),
    ] {
        let document: PolicyDocument = serde_json::from_value(in_country(country)).unwrap();
        let refused = document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap_err();
        let found: Vec<_> =
            refused.issues().iter().map(|issue| (issue.path(), issue.code(), issue.advice())).collect();
        assert_eq!(found, [("regions[0].country", "unknown_country", advice)], "{country}");
    }
}

#[test]
fn a_recipient_in_a_country_that_does_not_exist() {
    let with_recipient = |country: &str| {
        let mut value = document();
        value["recipients"] = json!([{ "recipient": "branch", "country": country }]);
        let document: PolicyDocument = serde_json::from_value(value).unwrap();
        let issues = document.validate(RegionCatalog::builtin(), LawEdition::builtin());
        let of_recipients = issues.iter().filter(|issue| issue.path() == "recipients[0].country");
        of_recipients.map(|issue| (issue.code(), issue.advice())).collect::<Vec<_>>()
    };
    for known in ["IN", "US-TX", "AE-DIFC", "org:epo"] {
        assert_eq!(with_recipient(known), [], "{known}");
    }
    let right = "expected an ISO 3166-1 alpha-2 code in capitals: write GB";
    assert_eq!(with_recipient("UK"), [("unknown_country", right)]);
    let plain = "expected the country of the recipient's legal entity, by its ISO 3166-1 alpha-2 code";
    assert_eq!(with_recipient("YU"), [("unknown_country", plain)]);
}

/// The catalogue knows the country of a region, and the document perhaps the part of it.
#[test]
fn a_document_says_in_which_part_of_a_country_a_region_lies() {
    let montreal = |country: Option<&str>| {
        let mut value = document();
        value["regions"][0] = json!({ "region": "ca-central-1", "status": "available" });
        if let Some(country) = country {
            value["regions"][0]["country"] = json!(country);
        }
        value["plans"][0]["regions"] = json!(["ap-south-1", "eu-west-3", "ca-central-1"]);
        let document: PolicyDocument = serde_json::from_value(value).unwrap();
        document.compile(RegionCatalog::builtin(), LawEdition::builtin())
    };
    let unsaid = montreal(None).unwrap();
    assert_eq!(montreal(Some("CA")).unwrap().fingerprint(), unsaid.fingerprint());
    assert_ne!(montreal(Some("CA-QC")).unwrap().fingerprint(), unsaid.fingerprint());
    for elsewhere in ["US", "US-TX"] {
        let refused = montreal(Some(elsewhere)).unwrap_err();
        assert_eq!(refused.issues()[0].code(), "country_conflict", "{elsewhere}");
    }
}

/// What holds in a region says nothing about a recipient that data is taken to.
#[test]
fn what_holds_in_a_region_permits_no_transfer_to_it() {
    let mut value = document();
    value["regions"][2]["conditions"] = json!(["scc-signed", "transfer-impact-assessment"]);
    value["roles"][0]["across"] = json!(["store"]);
    value["recipients"] = json!([{ "recipient": "branch", "country": "IN" }]);
    value["transfers"] = json!([{
        "transfer": "branch", "from": ["eu-west-3"], "to": ["ap-south-1"], "acts": ["store"], "categories": ["plain"],
        "roles": ["service"], "recipient": "branch", "ground": "standard-clauses", "instrument": "i", "assessment": "a",
        "since": "2026-01-01", "until": "2027-01-01",
    }]);
    let mut case = stays(Region::EuWest3, "plain", Act::Store, RecipientFacts::NOTHING);
    (case.here, case.recipient) = (Fact::Known(Region::ApSouth1), Fact::Known("branch".parse().unwrap()));
    assert_eq!(lawful(&compile(value.clone()), &case), (Answer::Refuse, Outcome::Fail));
    value["transfers"][0]["conditions"] = json!(["scc-signed", "transfer-impact-assessment"]);
    assert_eq!(lawful(&compile(value), &case), (Answer::Permit, Outcome::Pass));
}

/// A question without a category is answered only where no category depends on the law.
#[test]
fn a_plain_question_is_not_answered_where_the_law_has_demands() {
    let mut plain = document();
    let categories = plain["categories"].as_array_mut().unwrap();
    categories.retain(|row| row["category"] == "plain");
    plain["plans"].as_array_mut().unwrap().push(json!({ "plan": "any", "regions": ["eu-west-3"] }));
    plain["plans"][0]["regions"] = json!(["ap-south-1", "eu-central-1"]);
    plain["end"] = json!({ "of": "stays" });
    let answer = |value: &Value, region: Region| {
        let policy = compile(value.clone());
        let mut question = Question::unknown();
        (question.home, question.here) = (Fact::Known(region), Fact::Known(region));
        (question.mode, question.plan) = (Fact::Known(Mode::Enforced), Fact::Known("any".parse().unwrap()));
        policy.at(NOW).permit(&question).code()
    };
    assert_eq!(answer(&plain, Region::EuWest3), "permitted");
    plain["categories"][0]["sensitivities"] = json!(["health"]);
    plain["end"]["restrictions"] = json!(1);
    assert_eq!(answer(&plain, Region::EuWest3), "case_needed");
}
