//! Prints the region catalogue as CSV: provider, code, country, display, status (S1).
//!
//! `cargo run --example regions` prints every region the crate ships; `-- aws hetzner` only these providers.
//! A status of `unconfirmed` means that no source vouches for the row's code or country.

use std::io::{self, Write};

use domicile::RegionCatalog;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let mut catalog = RegionCatalog::builtin().clone();
    for provider in RegionCatalog::providers() {
        catalog = catalog.with_provider(provider)?;
    }

    if let Some(name) =
        wanted.iter().find(|name| !catalog.iter().any(|(region, _)| region.provider() == **name))
    {
        return Err(format!("expected a provider with regions here, and {name} has none").into());
    }
    let mut out = Vec::new();
    writeln!(out, "provider,code,country,display,status")?;
    for (region, facts) in catalog.iter() {
        let provider = region.provider();
        if !wanted.is_empty() && !wanted.iter().any(|name| name == provider) {
            continue;
        }
        let code = region.as_str().split_once(':').map_or(region.as_str(), |(_, code)| code);
        let country = facts.jurisdiction().map(|country| country.to_string()).unwrap_or_default();
        writeln!(out, "{provider},{code},{country},{},{}", quoted(facts.display()), facts.status().as_str())?;
    }
    // A reader that stops early, such as `head`, is no error.
    io::stdout().write_all(&out).or(Ok(()))
}

/// A CSV field (RFC 4180).
fn quoted(field: &str) -> String {
    if field.contains([',', '"']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.to_owned() }
}
