//! What no answer needs is named: the lint of documents.

use domicile::RegionCatalog;
use domicile::law::{LawEdition, RecipientFacts};
use domicile::policy::PolicyDocument;
use serde_json::{Value, json};

use crate::support::{EXAMPLES, NOW, compile, compiled, document, everything, paths, without};

/// What the lint does not look at, as its documentation says: written for people or for other parts of a system, or the
/// row of a scope, without which the scope would not be known.
const DESCRIPTIVE: [&str; 14] = [
    "/categories//sensitivities",
    "/default_region",
    "/endpoint_order",
    "/law",
    "/on_mismatch",
    "/promises",
    "/regions//display",
    "/regions//frameworks",
    "/regions//zone",
    "/roles//may",
    "/scopes/",
    "/sensitivities",
    "/transfers//assessment",
    "/transfers//instrument",
];

/// Every field and entry of the examples: without it some answer differs, or the document is found wrong, or found less
/// wrong; or the lint names it; or it stands in the list above; or it says what would hold without it.
#[test]
fn every_field_matters_or_is_reported() {
    let (facts, mut counts) = (everything(), [0; 4]);
    for name in EXAMPLES {
        let document = document(name);
        let policy = compile(&document);
        let dead = dead(&document);
        let issues = issues(&document);
        for path in paths(&document) {
            let less = without(&document, &path);
            let (matters, is_default) = match compiled(&less) {
                Err(_) => (true, false),
                Ok(other) => {
                    let differs = [&facts, RecipientFacts::NOTHING]
                        .into_iter()
                        .any(|facts| !policy.at(NOW).diff(&other.at(NOW), facts).flips().is_empty());
                    (differs || issues != self::issues(&less), other.fingerprint() == policy.fingerprint())
                }
            };
            let dotted = dotted(&path);
            // It, or what holds it, or, of a list, its entries one by one.
            let is_named = dead
                .iter()
                .any(|dead| dotted.starts_with(dead.as_str()) || dead.starts_with(&format!("{dotted}[")));
            let kind = kind(&path);
            let is_listed = DESCRIPTIVE.iter().any(|listed| kind.starts_with(listed));
            let row = path.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
            let is_planned = document.pointer(&row).is_some_and(|row| row["status"] == "planned");
            assert!(
                matters || is_named || is_listed || is_default || is_planned,
                "{name} {path} changes nothing and nobody says so"
            );
            for (count, is) in counts.iter_mut().zip([matters, is_named, is_listed, is_default]) {
                *count += u32::from(is);
            }
        }
    }
    println!("matter, reported, listed, defaults: {counts:?}");
    assert!(counts[0] > 0 && counts[2] > 0, "{counts:?}");
}

/// What is added to an example and needed by no answer is reported.
#[test]
fn an_idle_row_is_reported() {
    let mut document = document("tracklayer");
    let before = dead(&document);
    // In a country of no region: nothing is given to it without a row for it.
    document["recipients"] = json!([{ "recipient": "idle", "country": "NZ" }]);
    let mut after = dead(&document);
    after.retain(|path| !before.contains(path));
    assert_eq!(after, ["recipients"]);
}

fn typed(document: &Value) -> PolicyDocument {
    serde_json::from_value(document.clone()).unwrap()
}

/// The paths that the lint names.
fn dead(document: &Value) -> Vec<String> {
    let issues = typed(document).lint(RegionCatalog::builtin(), LawEdition::builtin(), NOW);
    issues.iter().map(|issue| issue.path().to_owned()).collect()
}

fn issues(document: &Value) -> usize {
    typed(document).validate(RegionCatalog::builtin(), LawEdition::builtin()).len()
}

/// `/regions/2/frameworks/0` as `/regions//frameworks/`.
fn kind(path: &str) -> String {
    let keys = path.split('/').skip(1);
    keys.map(|key| format!("/{}", if key.parse::<usize>().is_ok() { "" } else { key })).collect()
}

/// `/regions/2/frameworks/0` as `regions[2].frameworks[0]`.
fn dotted(path: &str) -> String {
    let parts = path.split('/').skip(1).map(|key| match key.parse::<usize>() {
        Ok(at) => format!("[{at}]"),
        Err(_) => format!(".{key}"),
    });
    parts.collect::<String>().trim_start_matches('.').to_owned()
}
