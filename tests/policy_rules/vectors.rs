//! Decisions pinned byte by byte: `tests/data/decisions.jsonl`, one a line, for machines and for people.
//!
//! The policy's fingerprint is left out of the vectors: it changes with every edition of the law. With `BLESS=1` the
//! file is written anew; read what changed.

use domicile::data::Categories;
use domicile::law::Act;
use domicile::policy::{EndpointKind, Expiry, Fact, RecordedDecision};
use domicile::tenant::Mode;
use domicile::{DataCategory, Request};
use serde_json::{Value, json};

use crate::support::{NOW, compile, document};

#[test]
fn decisions_are_what_they_were() {
    let path = format!("{}/tests/data/decisions.jsonl", env!("CARGO_MANIFEST_DIR"));
    let lines: Vec<String> = QUESTIONS.iter().map(|question| line(question).to_string()).collect();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    }
    let pinned = std::fs::read_to_string(&path).unwrap();
    for (position, (line, pinned)) in lines.iter().zip(pinned.lines()).enumerate() {
        assert_eq!(line, pinned, "line {}", position + 1);
    }
    assert_eq!(lines.len(), pinned.lines().count());
}

/// The document; home, here, operation and category; plan, role and scope; recipient (`?` is somebody, and nobody knows
/// who) and endpoint. What is empty is absent.
type Question = (&'static str, [&'static str; 4], [&'static str; 3], [&'static str; 2]);

#[rustfmt::skip]
const QUESTIONS: [Question; 26] = [
    ("tracklayer", ["eu-west-1", "eu-west-1", "deliver", "event.metadata"], ["pro", "service", "retail"], ["", "regional"]),
    ("tracklayer", ["eu-west-1", "us-east-1", "deliver", "event.metadata"], ["pro", "service", "retail"], ["", "regional"]),
    ("tracklayer", ["ap-south-1", "ap-south-1", "store", "event.metadata"], ["pro", "service", "retail"], ["", ""]),
    ("tracklayer", ["us-east-1", "us-east-1", "store", "event.metadata"], ["pro", "service", "clinics"], ["", ""]),
    ("tracklayer", ["eu-west-1", "eu-west-1", "deliver", "event.metadata"], ["pro", "service", "retail"], ["", "meta-capi"]),
    ("tracklayer", ["", "us-east-1", "store", "event.metadata"], ["pro", "service", "retail"], ["", ""]),
    ("tracklayer", ["eu-west-1", "us-east-1", "remote-read", "event.metadata"], ["pro", "support", "retail"], ["", ""]),
    ("driftstack", ["hetzner:fsn1", "us-east-1", "onward-transfer", "billing"], ["", "service", "platform"], ["stripe", ""]),
    ("driftstack", ["hetzner:fsn1", "us-east-1", "onward-transfer", "billing"], ["", "service", "platform"], ["own-staff", ""]),
    ("driftstack", ["hetzner:fsn1", "us-east-1", "process", "session"], ["", "service", "platform"], ["fleet-operator", ""]),
    ("driftstack", ["hetzner:fsn1", "us-east-1", "replicate", "session.recording"], ["", "service", "platform"], ["", ""]),
    ("driftstack", ["us-east-1", "hetzner:fsn1", "remote-read", "session"], ["", "support", "platform"], ["own-staff", ""]),
    ("driftstack", ["hetzner:fsn1", "hetzner:fsn1", "deliver", "session"], ["", "service", "platform"], ["", "stripe-api"]),
    ("ontrackio", ["eu-central-1", "us-east-1", "remote-read", "workspace"], ["", "auditor", "acme-europe"], ["group-headquarters", ""]),
    ("ontrackio", ["eu-central-1", "us-east-1", "remote-read", "workspace"], ["", "auditor", "acme-works-council"], ["group-headquarters", ""]),
    ("sankofa", ["us-east-1", "us-east-1", "store", "project.health"], ["", "service", "platform"], ["", ""]),
    ("sankofa", ["eu-west-1", "eu-west-1", "store", "project.health"], ["", "service", "platform"], ["", ""]),
    ("sankofa", ["ap-southeast-1", "ap-southeast-1", "store", "project"], ["", "service", "platform"], ["", ""]),
    ("sankofa", ["us-east-1", "us-east-1", "store", "project.health"], ["", "service", "platform"], ["", ""]),
    ("crossing", ["eu-west-1", "eu-west-1", "deliver", "event"], ["", "service", "platform"], ["meta", "regional"]),
    ("crossing", ["eu-west-1", "eu-west-1", "deliver", "event"], ["", "service", "platform"], ["meta", "meta-capi"]),
    ("crossing", ["us-east-1", "us-east-1", "deliver", "event"], ["", "service", "platform"], ["meta", "regional"]),
    ("crossing", ["eu-west-1", "eu-west-1", "deliver", "event"], ["", "service", "platform"], ["funnel-analytics", "regional"]),
    ("crossing", ["eu-west-1", "eu-west-1", "onward-transfer", "event"], ["", "service", "platform"], ["?", ""]),
    ("crossing", ["eu-west-1", "us-east-1", "store", "event"], ["", "service", "platform"], ["funnel-analytics", ""]),
    ("driftstack", ["hetzner:fsn1", "hetzner:fsn1", "deliver", "billing"], ["", "service", "platform"], ["stripe", "stripe-api"]),
];

fn line((name, facts, who, to): &Question) -> Value {
    let [home, here, operation, category] = *facts;
    let [plan, role, scope] = *who;
    let [recipient, endpoint] = *to;
    let mut request = Request::new(Expiry::Never);
    request.mode = Fact::Known(Mode::Enforced);
    (request.home, request.here) = (fact(home), fact(here));
    request.operation = Fact::Known(Act::parse(operation).unwrap());
    request.categories = Fact::Known(Categories::from_iter([DataCategory::parse(category).unwrap()]));
    (request.plan, request.role, request.scope) = (fact(plan), fact(role), fact(scope));
    request.recipient = match recipient {
        "" => None,
        "?" => Some(Fact::Absent),
        name => Some(fact(name)),
    };
    request.endpoint = match endpoint {
        "" => Fact::Absent,
        "regional" => Fact::Known(EndpointKind::Regional),
        name => Fact::Known(EndpointKind::Global(name.parse().unwrap())),
    };
    let policy = compile(&document(name));
    let decision = policy.at(NOW).decide(&request);
    let mut record = json!(&decision);
    assert_eq!(record["policy"], json!(policy.fingerprint()));
    record.as_object_mut().unwrap().remove("policy");
    json!({ "document": name, "decision": record, "text": decision.to_string() })
}

fn fact<T: std::str::FromStr>(text: &str) -> Fact<T> {
    if text.is_empty() { Fact::Absent } else { Fact::Known(text.parse().ok().unwrap()) }
}

/// The recorded decisions, asked again: the same policy takes none back, and one without the transfer takes back exactly
/// what rested on it.
#[test]
fn recorded_decisions_are_replayed() {
    let asked = QUESTIONS.iter().filter(|(name, ..)| *name == "driftstack");
    let records: Vec<RecordedDecision> =
        asked.map(|question| serde_json::from_value(line(question)["decision"].clone()).unwrap()).collect();
    let mut document = document("driftstack");
    assert_eq!(compile(&document).replay(&records), []);
    document["transfers"].as_array_mut().unwrap().retain(|row| row["transfer"] != "payments");
    let reversals = compile(&document).replay(&records);
    let turned: Vec<_> =
        reversals.iter().map(|one| (one.position, one.code_before.as_str(), one.code_after)).collect();
    assert_eq!(turned, [(0, "permitted", "region_mismatch")]);
}
