//! Documents that are cut off or corrupted: issues or a clean parse, never a panic, never more permits.

use domicile::law::LawEdition;
use domicile::policy::{Answer, PolicyDocument};
use domicile::{RegionCatalog, ResidencyPolicy};
use serde_json::{Value, json};

use crate::support::{EXAMPLES, NOW, document, everything, text};

fn compile(document: &PolicyDocument) -> Option<ResidencyPolicy> {
    let (catalog, law) = (RegionCatalog::builtin(), LawEdition::builtin());
    let compiled = document.compile(catalog, law);
    let has_errors = document
        .validate(catalog, law)
        .iter()
        .any(|issue| issue.severity() == domicile::policy::Severity::Error);
    assert_eq!(compiled.is_err(), has_errors);
    compiled.ok()
}

/// Panics if `other` permits something that `original` does not.
fn permits_no_more(original: &ResidencyPolicy, other: &ResidencyPolicy, what: &str) {
    if original.fingerprint() == other.fingerprint() {
        return;
    }
    let difference = original.at(NOW).diff(&other.at(NOW), &everything()).unwrap();
    for flip in difference.flips() {
        // A row under another name answers questions about that name, which nobody asks.
        let names = [flip.category.as_str(), flip.role.as_str(), flip.scope.as_str()];
        let plan = flip.plan.as_ref().map_or("", |plan| plan.as_str());
        if names.contains(&"zz-top") || plan == "zz-top" {
            continue;
        }
        assert_ne!(flip.after, Answer::Permit, "{what}: {flip:?}");
    }
}

#[test]
fn every_truncation_is_refused_or_permits_no_more() {
    let (mut cut, mut parsed, mut compiled) = (0, 0, 0);
    for name in EXAMPLES {
        let text = text(name);
        let original = compile(&document(name)).unwrap();
        for length in (0..text.len()).filter(|length| text.is_char_boundary(*length)) {
            cut += 1;
            let Ok(document) = toml::from_str::<PolicyDocument>(&text[..length]) else { continue };
            parsed += 1;
            if let Some(policy) = compile(&document) {
                compiled += 1;
                permits_no_more(&original, &policy, &format!("{name} cut at {length}"));
            }
        }
        let json = serde_json::to_string(&document(name)).unwrap();
        for length in 0..json.len() {
            cut += 1;
            assert!(serde_json::from_str::<PolicyDocument>(&json[..length]).is_err());
        }
    }
    println!("{cut} truncations, {parsed} parse, {compiled} compile");
    assert!(cut > 10_000 && parsed > 100);
}

#[test]
fn every_corruption_of_one_field_is_refused_or_permits_no_more() {
    let wrong = [
        json!(null),
        json!(999),
        json!(true),
        json!("zz-top"),
        json!("Z Z"),
        json!(""),
        json!([]),
        json!({}),
    ];
    let (mut corrupted, mut compiled) = (0, 0);
    for name in EXAMPLES {
        let value = serde_json::to_value(document(name)).unwrap();
        let original = compile(&document(name)).unwrap();
        for path in fields(&value) {
            for replacement in wrong.iter().map(Some).chain([None]) {
                let mut changed = value.clone();
                replace(&mut changed, &path, replacement);
                corrupted += 1;
                let Ok(document) = serde_json::from_value::<PolicyDocument>(changed) else { continue };
                if let Some(policy) = compile(&document) {
                    compiled += 1;
                    permits_no_more(&original, &policy, &format!("{name} {path} = {replacement:?}"));
                }
            }
        }
    }
    println!("{corrupted} corruptions, {compiled} compile");
    assert!(corrupted > 1_000 && compiled > 10);
}

/// A field that the format does not have is an error, wherever it stands.
#[test]
fn an_unknown_field_is_an_error_everywhere() {
    for name in EXAMPLES {
        let value = serde_json::to_value(document(name)).unwrap();
        let objects: Vec<String> = std::iter::once(String::new())
            .chain(fields(&value).into_iter().filter(|path| value.pointer(path).unwrap().is_object()))
            .collect();
        for path in objects {
            let mut changed = value.clone();
            changed.pointer_mut(&path).unwrap()["regoins"] = json!([]);
            assert!(serde_json::from_value::<PolicyDocument>(changed).is_err(), "{name} {path}");
        }
    }
}

/// Every path below the root, as JSON pointers.
pub(crate) fn fields(value: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Array(list) => list.iter().enumerate().map(|(at, child)| (at.to_string(), child)).collect(),
        Value::Object(map) => map.iter().map(|(key, child)| (key.clone(), child)).collect(),
        _ => Vec::new(),
    };
    let mut paths = Vec::new();
    for (key, child) in children {
        paths.push(format!("/{key}"));
        paths.extend(fields(child).into_iter().map(|below| format!("/{key}{below}")));
    }
    paths
}

pub(crate) fn replace(value: &mut Value, path: &str, replacement: Option<&Value>) {
    if let Some(replacement) = replacement {
        *value.pointer_mut(path).unwrap() = replacement.clone();
        return;
    }
    let (parent, key) = path.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Array(list) => drop(list.remove(key.parse().unwrap())),
        Value::Object(map) => drop(map.remove(key)),
        _ => unreachable!(),
    }
}
