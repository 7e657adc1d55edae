//! Documents that are cut off or corrupted: issues or a clean parse, never a panic, never more permits.

use std::collections::BTreeSet;

use domicile::law::LawEdition;
use domicile::policy::{Answer, Fact, PolicyDocument};
use domicile::{RegionCatalog, ResidencyPolicy};
use serde_json::{Value, json};

use crate::random;
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
///
/// A row under another name answers questions about that name: those must be permitted under the name it `was`.
fn permits_no_more(original: &ResidencyPolicy, other: &ResidencyPolicy, was: Option<&str>, what: &str) {
    if original.fingerprint() == other.fingerprint() {
        return;
    }
    let facts = everything();
    let difference = original.at(NOW).diff(&other.at(NOW), &facts).unwrap();
    for flip in difference.flips().iter().filter(|flip| flip.after == Answer::Permit) {
        let mut case = flip.case(&facts);
        if let Some(was) = was {
            let is_new = |name: &str| name == "zz-top";
            if is_new(flip.category.as_str()) {
                case.category = Fact::Known(was.parse().unwrap());
            }
            if is_new(flip.role.as_str()) {
                case.role = Fact::Known(was.parse().unwrap());
            }
            if is_new(flip.scope.as_str()) {
                case.scope = Fact::Known(was.parse().unwrap());
            }
            if flip.plan.is_some_and(|plan| is_new(plan.as_str())) {
                case.plan = Fact::from(was.parse().ok());
            }
        }
        let ruling = original.at(NOW).decide(&case).unwrap();
        assert!(ruling.is_permit(), "{what}: {flip:?}: {ruling}");
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
                permits_no_more(&original, &policy, None, &format!("{name} cut at {length}"));
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
        let mut seen = BTreeSet::from([original.fingerprint()]);
        for path in fields(&value) {
            for replacement in wrong.iter().map(Some).chain([None]) {
                let mut changed = value.clone();
                replace(&mut changed, &path, replacement);
                corrupted += 1;
                let Ok(document) = serde_json::from_value::<PolicyDocument>(changed) else { continue };
                if let Some(policy) = compile(&document) {
                    compiled += 1;
                    if !seen.insert(policy.fingerprint()) {
                        continue;
                    }
                    let was = value.pointer(&path).and_then(Value::as_str);
                    permits_no_more(&original, &policy, was, &format!("{name} {path} = {replacement:?}"));
                }
            }
        }
    }
    println!("{corrupted} corruptions, {compiled} compile");
    assert!(corrupted > 1_000 && compiled > 10);
}

/// Every key as every other key of the format, and one that the format does not have.
#[test]
fn every_renamed_key_is_refused_or_permits_no_more() {
    let (mut renamed, mut parsed, mut compiled) = (0, 0, 0);
    let count = if std::env::var_os("DOMICILE_LONG").is_some() { 300 } else { 4 };
    let random = (1..).map(random::document).filter(|document| compile(document).is_some()).take(count);
    let examples = EXAMPLES.into_iter().map(document);
    for (name, document) in examples.chain(random).enumerate() {
        let value = serde_json::to_value(&document).unwrap();
        let original = compile(&document).unwrap();
        let is_key = |key: &&str| !key.bytes().all(|byte| byte.is_ascii_digit());
        let all = fields(&value);
        let paths: Vec<(&str, &str)> = all.iter().filter_map(|path| path.rsplit_once('/')).collect();
        let keys: BTreeSet<&str> = paths.iter().map(|(_, key)| *key).filter(is_key).chain(["zz"]).collect();
        for (parent, key) in paths.iter().filter(|(_, key)| is_key(key)) {
            for other in keys.iter().filter(|other| *other != key) {
                let mut changed = value.clone();
                let row = changed.pointer_mut(parent).unwrap().as_object_mut().unwrap();
                let field = row.remove(*key).unwrap();
                if row.insert((*other).to_owned(), field).is_some() {
                    // Twice the same key: no reader takes that.
                    continue;
                }
                renamed += 1;
                let Ok(document) = serde_json::from_value::<PolicyDocument>(changed) else { continue };
                parsed += 1;
                if let Some(policy) = compile(&document) {
                    compiled += 1;
                    permits_no_more(&original, &policy, None, &format!("{name} {parent}/{key} as {other}"));
                }
            }
        }
    }
    println!("{renamed} keys renamed, {parsed} parse, {compiled} compile");
    assert!(renamed > 10_000 && compiled > 0);
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
