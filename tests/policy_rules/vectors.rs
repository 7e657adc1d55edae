//! Rulings pinned byte by byte: `tests/data/decisions.jsonl`, one a line, for machines and for people.
//!
//! The policy's fingerprint is left out of the vectors: it changes with every edition of the law. With `BLESS=1` the
//! file is written anew; read what changed.

use domicile::RegionCatalog;
use domicile::law::{Act, LawEdition, RecipientFacts};
use domicile::policy::{Endpoint, Fact};
use domicile::tenant::Mode;
use serde_json::{Value, json};

use crate::support::{Asked, NOW, document};

#[test]
fn rulings_are_what_they_were() {
    let path = format!("{}/tests/data/decisions.jsonl", env!("CARGO_MANIFEST_DIR"));
    let lines: Vec<String> = questions().iter().map(|question| line(question).to_string()).collect();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    }
    let pinned = std::fs::read_to_string(&path).unwrap();
    for (position, (line, pinned)) in lines.iter().zip(pinned.lines()).enumerate() {
        assert_eq!(line, pinned, "line {}", position + 1);
    }
    assert_eq!(lines.len(), pinned.lines().count());
}

/// The document, and home, here, act, category, plan, role, scope, recipient, endpoint; empty is absent.
fn questions() -> Vec<[&'static str; 10]> {
    vec![
        [
            "tracklayer",
            "eu-west-1",
            "eu-west-1",
            "deliver",
            "event.metadata",
            "pro",
            "service",
            "retail",
            "",
            "regional",
        ],
        [
            "tracklayer",
            "eu-west-1",
            "us-east-1",
            "deliver",
            "event.metadata",
            "pro",
            "service",
            "retail",
            "",
            "regional",
        ],
        [
            "tracklayer",
            "ap-south-1",
            "ap-south-1",
            "store",
            "event.metadata",
            "pro",
            "service",
            "retail",
            "",
            "",
        ],
        [
            "tracklayer",
            "us-east-1",
            "us-east-1",
            "store",
            "event.metadata",
            "pro",
            "service",
            "clinics",
            "",
            "",
        ],
        [
            "tracklayer",
            "eu-west-1",
            "eu-west-1",
            "deliver",
            "event.metadata",
            "pro",
            "service",
            "retail",
            "",
            "global",
        ],
        ["tracklayer", "", "us-east-1", "store", "event.metadata", "pro", "service", "retail", "", ""],
        [
            "tracklayer",
            "eu-west-1",
            "us-east-1",
            "remote-read",
            "event.metadata",
            "pro",
            "support",
            "retail",
            "",
            "",
        ],
        [
            "driftstack",
            "hetzner:fsn1",
            "us-east-1",
            "onward-transfer",
            "billing",
            "",
            "service",
            "platform",
            "stripe",
            "",
        ],
        [
            "driftstack",
            "hetzner:fsn1",
            "us-east-1",
            "onward-transfer",
            "billing",
            "",
            "service",
            "platform",
            "own-staff",
            "",
        ],
        [
            "driftstack",
            "hetzner:fsn1",
            "us-east-1",
            "process",
            "session",
            "",
            "service",
            "platform",
            "fleet-operator",
            "",
        ],
        [
            "driftstack",
            "hetzner:fsn1",
            "us-east-1",
            "replicate",
            "session.recording",
            "",
            "service",
            "platform",
            "",
            "",
        ],
        [
            "driftstack",
            "us-east-1",
            "hetzner:fsn1",
            "remote-read",
            "session",
            "",
            "support",
            "platform",
            "own-staff",
            "",
        ],
        [
            "driftstack",
            "hetzner:fsn1",
            "hetzner:fsn1",
            "deliver",
            "session",
            "",
            "service",
            "platform",
            "",
            "global",
        ],
        [
            "ontrackio",
            "eu-central-1",
            "us-east-1",
            "remote-read",
            "workspace",
            "",
            "auditor",
            "acme-europe",
            "group-headquarters",
            "",
        ],
        [
            "ontrackio",
            "eu-central-1",
            "us-east-1",
            "remote-read",
            "workspace",
            "",
            "auditor",
            "acme-works-council",
            "group-headquarters",
            "",
        ],
        ["sankofa", "us-east-1", "us-east-1", "store", "project.health", "", "service", "platform", "", ""],
        ["sankofa", "eu-west-1", "eu-west-1", "store", "project.health", "", "service", "platform", "", ""],
        [
            "sankofa",
            "ap-southeast-1",
            "ap-southeast-1",
            "store",
            "project",
            "",
            "service",
            "platform",
            "",
            "",
        ],
        ["sankofa", "us-east-1", "us-east-1", "store", "project.health", "", "service", "platform", "", ""],
    ]
}

fn line(question: &[&str; 10]) -> Value {
    let [name, home, here, act, category, plan, role, scope, recipient, endpoint] = *question;
    let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let asked = Asked {
        home: known(home).map(|text| text.parse().unwrap()),
        here: known(here).map(|text| text.parse().unwrap()),
        act: known(act).map(|text| Act::parse(&text).unwrap()),
        category: known(category).map(|text| text.parse().unwrap()),
        plan: known(plan).map(|text| text.parse().unwrap()),
        role: known(role).map(|text| text.parse().unwrap()),
        scope: known(scope).map(|text| text.parse().unwrap()),
        organization: None,
        recipient: known(recipient).map(|text| text.parse().unwrap()),
        endpoint: known(endpoint)
            .map(|text| if text == "global" { Endpoint::Global } else { Endpoint::Regional }),
    };
    let policy = document(name).compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap();
    let mut case = asked.case(RecipientFacts::NOTHING);
    case.mode = Fact::Known(Mode::Enforced);
    let ruling = policy.at(NOW).decide(&case).unwrap();
    let mut record = json!(&ruling);
    assert_eq!(record["policy"], json!(policy.fingerprint()));
    record.as_object_mut().unwrap().remove("policy");
    json!({ "document": name, "ruling": record, "text": ruling.to_string() })
}

/// The recorded rulings, asked again: the same policy takes none back, and one without the transfer takes back exactly
/// what rested on it.
#[test]
fn recorded_rulings_are_replayed() {
    let records: Vec<domicile::policy::RecordedDecision> = questions()
        .iter()
        .filter(|question| question[0] == "driftstack")
        .map(|question| serde_json::from_value(line(question)["ruling"].clone()).unwrap())
        .collect();
    let compile = |document: &domicile::policy::PolicyDocument| {
        document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap()
    };
    let mut document = document("driftstack");
    assert_eq!(compile(&document).replay(&records).unwrap(), []);
    document.transfers.retain(|row| row.transfer.as_deref() != Some("payments"));
    let reversals = compile(&document).replay(&records).unwrap();
    let turned: Vec<_> =
        reversals.iter().map(|one| (one.position, one.code_before.as_str(), one.code_after)).collect();
    assert_eq!(turned, [(0, "permitted", "region_mismatch")]);
}
