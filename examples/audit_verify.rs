//! Verifies a ledger file as written by the `road` example; the exit code says whether it holds.
//!
//! ```text
//! cargo run --example audit_verify -- LEDGER [--anchor REGION:COUNT:DIGEST]...
//! ```
//!
//! Without anchors it finds every changed, swapped, inserted or removed entry. A tail that was cut together with
//! the closing line that counts it is found only by an anchor: a head that was kept somewhere else.

#[path = "support/ledger.rs"]
mod ledger;

use std::collections::BTreeMap;
use std::process::ExitCode;

use domicile::Region;
use domicile::audit::Anchor;

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("BROKEN: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<(), Box<dyn std::error::Error>> {
    let mut path = None;
    let mut anchors = BTreeMap::new();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--anchor" => {
                let (region, anchor) = anchor(&arguments.next().unwrap_or_default())?;
                anchors.insert(region, anchor);
            }
            _ => path = Some(argument),
        }
    }
    let path = path.ok_or("expected: audit_verify LEDGER [--anchor REGION:COUNT:DIGEST]...")?;
    let bytes = std::fs::read(&path).map_err(|error| format!("{path}: {error}"))?;
    for (region, head) in ledger::verify_file(&bytes, &anchors)? {
        let anchored = if anchors.contains_key(&region) { ", anchored" } else { "" };
        println!("ok {region}: {} entries, head {}{anchored}", head.count(), head.digest());
    }
    Ok(())
}

/// `REGION:COUNT:DIGEST`; the region may hold a colon itself.
fn anchor(text: &str) -> Result<(Region, Anchor), Box<dyn std::error::Error>> {
    let expected = "expected an anchor REGION:COUNT:DIGEST";
    let (rest, digest) = text.rsplit_once(':').ok_or(expected)?;
    let (region, count) = rest.rsplit_once(':').ok_or(expected)?;
    Ok((region.parse()?, Anchor::new(count.parse().map_err(|_| expected)?, digest.parse()?)))
}
