//! Checks residency policies: prints everything that is wrong, each with line and column, and exits with 1 if there
//! is an error.
//!
//! ```text
//! cargo run --example policy_check examples/data/tracklayer.policy.toml
//! cargo run --example policy_check -- --inventory examples/data/driftstack.inventory.toml examples/data/driftstack.policy.toml
//! ```
//!
//! A document of version 1 is not read any more: for each of its words that version 2 has not, it says what to write.
//!
//! A file is TOML, or JSON if its name ends in `.json`. With `--inventory`, what the inventory says is held against
//! the policy and its promises. All of it is as of `--at` (Unix seconds), or else of this machine's clock.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use domicile::data::Inventory;
use domicile::law::LawEdition;
use domicile::policy::{Field, PolicyDocument, Severity};
use domicile::{RegionCatalog, UnixTime};

#[path = "support/document.rs"]
mod document;

use document::{Position, Source};

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let mut inventory = None;
    let mut at = None;
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--inventory" => {
                inventory = Some(PathBuf::from(arguments.next().ok_or("--inventory wants a file")?))
            }
            "--at" => {
                at = Some(UnixTime::from_secs(arguments.next().ok_or("--at wants Unix seconds")?.parse()?));
            }
            _ => paths.push(PathBuf::from(argument)),
        }
    }
    if paths.is_empty() {
        eprintln!("usage: policy_check [--inventory FILE] [--at SECONDS] POLICY…");
        return Ok(ExitCode::from(2));
    }
    let at = match at {
        Some(at) => at,
        None => UnixTime::from_secs(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs()),
    };
    let mut errors = 0;
    for path in &paths {
        errors += check(path, inventory.as_deref(), at)?;
    }
    Ok(ExitCode::from(u8::from(errors > 0)))
}

/// Prints what is wrong with one document and counts the errors.
fn check(path: &Path, inventory: Option<&Path>, at: UnixTime) -> Result<usize, Box<dyn std::error::Error>> {
    let source = Source::read(path)?;
    let document: PolicyDocument = match source.parse() {
        Ok(document) => document,
        Err((position, message)) => {
            println!(
                "{}:{}:{}: error (malformed_document): {message}",
                source.name, position.line, position.column
            );
            return Ok(1);
        }
    };
    let catalog = RegionCatalog::builtin();
    let law = LawEdition::builtin();
    let mut issues = document.validate(catalog, law);
    let errors = issues.iter().filter(|issue| issue.severity() == Severity::Error).count();
    issues.extend(document.lint(catalog, law, at));
    for issue in &issues {
        let position = source.locate(issue.path());
        let found = issue.found().map(|text| format!("; found \"{text}\"")).unwrap_or_default();
        let meant = issue.suggestion().map(|text| format!("; did you mean {text}?")).unwrap_or_default();
        println!(
            "{}:{}:{}: {} ({}) {}: {}{found}{meant}",
            source.name,
            position.line,
            position.column,
            issue.severity().as_str(),
            issue.code(),
            issue.path(),
            issue.advice()
        );
    }
    if document.version == Field::Value(1) {
        for (position, old, new) in version_1(&source) {
            println!("{}:{}:{}: version 1: {old}: {new}", source.name, position.line, position.column);
        }
    }
    let Ok(policy) = document.compile(catalog, law) else {
        println!("{}: {errors} errors; it does not compile", source.name);
        return Ok(errors);
    };
    println!("{}: compiles, fingerprint {}", source.name, policy.fingerprint());
    if let Some(path) = inventory {
        let source = Source::read(path)?;
        let inventory: Inventory = match source.parse() {
            Ok(inventory) => inventory,
            Err((position, message)) => {
                println!(
                    "{}:{}:{}: error (malformed_document): {message}",
                    source.name, position.line, position.column
                );
                return Ok(1);
            }
        };
        for finding in policy.at(at).audit(&inventory, &document) {
            let position = source.locate(finding.path());
            println!("{}:{}:{}: {finding}", source.name, position.line, position.column);
        }
    }
    Ok(errors)
}

/// The words of version 1 in a document, and what version 2 has instead.
fn version_1(source: &Source) -> Vec<(Position, &'static str, &'static str)> {
    let mut found = Vec::new();
    for (line, text) in (1..).zip(source.text.lines()) {
        for (old, new) in VERSION_1 {
            for (at, _) in text.match_indices(old) {
                let is_word = |character: Option<char>| {
                    character.is_some_and(|character| character.is_alphanumeric() || "_-".contains(character))
                };
                let inner = old.starts_with(char::is_alphabetic);
                let (before, after) = (text[..at].chars().next_back(), text[at + old.len()..].chars().next());
                let is_comment = text.trim_start().starts_with('#');
                if !is_comment && !(inner && (is_word(before) || is_word(after))) {
                    let column = text[..at].chars().count() + 1;
                    found.push((Position { line, column }, *old, *new));
                }
            }
        }
    }
    found
}

const VERSION_1: &[(&str, &str)] = &[
    ("acts", "write operations"),
    ("duties", "write may"),
    ("[\"none\"]", "write [], or leave it out where none is the default"),
    ("restrictions", "take it out; nothing is counted any more"),
    (
        "endpoint_fallback",
        "write a row under endpoints for each global endpoint that is accepted, with its recipient",
    ),
    ("fallback", "write global_endpoints = accepted or refuse; left out, as the scope above"),
    ("dpf-listed", "write it under the facts of the recipient, with its period"),
    ("dpf-swiss", "write it under the facts of the recipient, with its period"),
    ("dpf-uk-extension", "write it under the facts of the recipient, with its period"),
    ("dpf-hr-covered", "write it under the facts of the recipient, with its period"),
];
