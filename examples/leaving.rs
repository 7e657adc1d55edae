//! Writes down what never leaves the home zone and what does, from an inventory and a policy, as Markdown.
//!
//! ```text
//! cargo run --example leaving examples/data/driftstack.policy.toml examples/data/driftstack.inventory.toml eu 1795219200
//! ```
//!
//! The third argument is the home zone; data is at home in the policy's default region. The fourth is the instant to ask
//! at, in Unix seconds. `--json` as the fifth prints the same as JSON.

use std::path::Path;

use domicile::data::Inventory;
use domicile::law::{Home, LawEdition, RecipientFacts};
use domicile::place::{RegionFacts, Zone};
use domicile::policy::PolicyDocument;
use domicile::{Region, RegionCatalog, UnixTime};

#[expect(dead_code, reason = "shared with policy_check, which shows positions")]
#[path = "support/document.rs"]
mod document;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [policy, inventory, zone, at, rest @ ..] = arguments.as_slice() else {
        return Err("usage: leaving POLICY INVENTORY ZONE SECONDS [--json]".into());
    };
    let (zone, at) = (Zone::parse(zone)?, UnixTime::from_secs(at.parse()?));
    let document: PolicyDocument = read(policy)?;
    let inventory: Inventory = read(inventory)?;
    let policy = document.compile(RegionCatalog::builtin(), LawEdition::builtin())?;
    let region = policy.default_region().ok_or("expected a policy with a default region")?;

    // The document vouches for the countries that the catalogue has not confirmed.
    let mut catalog = RegionCatalog::builtin().clone();
    let mut in_zone: Vec<Region> = Vec::new();
    for row in document.regions.values() {
        let Some(region) = row.region.value().copied() else { continue };
        if let Some(country) = row.country.value() {
            let display = row.display.value().cloned().unwrap_or_default();
            catalog = catalog.with(region, RegionFacts::new(*country, display))?;
        }
        if row.zone.value().copied().or_else(|| catalog.zone(region)) == Some(zone) {
            in_zone.push(region);
        }
    }
    let home = Home { name: zone.to_string(), region, zone: in_zone.into_iter().collect() };
    let report = policy.at(at).leaving(&inventory, &home, &catalog, RecipientFacts::NOTHING);
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
