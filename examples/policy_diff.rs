//! Shows what changes from one policy document to another: every cell whose answer flips, with a question that shows
//! it, as a table.
//!
//! ```text
//! cargo run --example policy_diff examples/data/tracklayer.policy.toml new.policy.toml 1795219200
//! ```
//!
//! Exit code 0 if nothing flips, 1 if something does, 2 if a document does not compile. The last argument is the instant to
//! ask at, in Unix seconds.

use std::path::Path;
use std::process::ExitCode;

use domicile::law::{LawEdition, RecipientFacts};
use domicile::policy::{EndpointKind, PolicyDocument};
use domicile::{RegionCatalog, ResidencyPolicy, UnixTime};

#[expect(dead_code, reason = "shared with policy_check, which shows positions")]
#[path = "support/document.rs"]
mod document;

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [old, new, at] = arguments.as_slice() else {
        eprintln!("usage: policy_diff OLD NEW SECONDS");
        return Ok(ExitCode::from(2));
    };
    let at = UnixTime::from_secs(at.parse()?);
    let (Some(before), Some(after)) = (compile(Path::new(old))?, compile(Path::new(new))?) else {
        return Ok(ExitCode::from(2));
    };
    let difference = before.at(at).diff(&after.at(at), RecipientFacts::NOTHING);
    println!("{} -> {}", before.fingerprint(), after.fingerprint());
    println!("{} of {} cells flip at {at}", difference.flips().len(), difference.cells());
    if difference.flips().is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    println!("\n| home | here | operation | category | plan | role | before | after | witness |");
    println!("|---|---|---|---|---|---|---|---|---|");
    for flip in difference.flips() {
        let plan = flip.plan.map_or_else(|| "(any other)".to_owned(), |plan| plan.to_string());
        let recipient = flip.recipient.map_or(String::new(), |name| format!(", recipient {name}"));
        let endpoint = match flip.endpoint {
            EndpointKind::Regional => String::new(),
            EndpointKind::Global(name) => format!(", global endpoint {name}"),
        };
        println!(
            "| {} | {} | {} | {} | {plan} | {} | {} | {} | scope {}, organization {}{recipient}{endpoint} |",
            flip.home,
            flip.here,
            flip.operation,
            flip.category,
            flip.role,
            flip.before.as_str(),
            flip.after.as_str(),
            flip.scope,
            flip.organization,
        );
    }
    Ok(ExitCode::FAILURE)
}

fn compile(path: &Path) -> Result<Option<ResidencyPolicy>, Box<dyn std::error::Error>> {
    let source = document::Source::read(path)?;
    let document: PolicyDocument = match source.parse() {
        Ok(document) => document,
        Err((_, message)) => {
            println!("{}: {message}", source.name);
            return Ok(None);
        }
    };
    match document.compile(RegionCatalog::builtin(), LawEdition::builtin()) {
        Ok(policy) => Ok(Some(policy)),
        Err(invalid) => {
            println!("{}: {invalid}", source.name);
            Ok(None)
        }
    }
}
