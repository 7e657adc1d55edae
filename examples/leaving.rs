//! Writes down what never leaves the home zone and what does, from an inventory and a policy, as Markdown.
//!
//! ```text
//! cargo run --example leaving examples/data/driftstack.policy.toml examples/data/driftstack.inventory.toml eu
//! ```
//!
//! The third argument is the home zone; data is at home in the policy's default region. `--json` as the fourth
//! argument prints the same as JSON.

use std::path::Path;

use domicile::data::Inventory;
use domicile::law::{Home, LawEdition, RecipientFacts};
use domicile::place::RegionFacts;
use domicile::policy::PolicyDocument;
use domicile::{Region, RegionCatalog, UnixTime};

#[expect(dead_code, reason = "shared with policy_check, which shows positions")]
#[path = "support/document.rs"]
mod document;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [policy, inventory, zone, rest @ ..] = arguments.as_slice() else {
        return Err("usage: leaving POLICY INVENTORY ZONE [--json]".into());
    };
    let document: PolicyDocument = read(policy)?;
    let inventory: Inventory = read(inventory)?;
    let policy = document.compile(RegionCatalog::builtin(), LawEdition::builtin())?;
    let region = policy.default_region().ok_or("expected a policy with a default region")?;

    // The document vouches for the countries that the catalogue has not confirmed.
    let mut catalog = RegionCatalog::builtin().clone();
    let mut in_zone: Vec<Region> = Vec::new();
    for row in &document.regions {
        let Some(region) = row.region.as_ref().and_then(|text| text.parse::<Region>().ok()) else { continue };
        if let Some(country) = row.country.as_ref().and_then(|text| text.parse().ok()) {
            catalog =
                catalog.with(region, RegionFacts::new(country, row.display.clone().unwrap_or_default()))?;
        }
        if row.zone.as_ref() == Some(zone) {
            in_zone.push(region);
        }
    }
    let home = Home { name: zone.clone(), region, zone: in_zone.into_iter().collect() };
    let now = policy.at(UnixTime::from_secs(1_795_219_200));
    let report =
        now.leaving(&inventory, &home, &catalog, RecipientFacts::NOTHING).ok_or("expected a document")?;
    if rest.iter().any(|argument| argument == "--json") {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{}", report.to_markdown());
    }
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(path: &str) -> Result<T, Box<dyn std::error::Error>> {
    let source = document::Source::read(Path::new(path))?;
    source.parse().map_err(|(_, message)| message.into())
}
