//! Verifies a ledger file as written by the `road` example. The exit code is 0 if it holds, 1 if it does not, and 2 if
//! it could not be found out: no such file, or other arguments than these.
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
use std::io::Write as _;
use std::process::ExitCode;

use domicile::Region;
use domicile::audit::{Anchor, Head};

fn main() -> ExitCode {
    let request = match Request::read(std::env::args().skip(1)) {
        Ok(request) => request,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let (text, code) = match ledger::verify_file(&request.bytes, &request.anchors) {
        Ok(heads) => (report(&heads, &request.anchors), ExitCode::SUCCESS),
        Err(error) => (format!("BROKEN: {error}\n"), ExitCode::FAILURE),
    };
    // A reader that stops early, such as `head`, changes nothing about the answer.
    std::io::stdout().write_all(text.as_bytes()).ok();
    code
}

struct Request {
    bytes: Vec<u8>,
    anchors: BTreeMap<Region, Anchor>,
}

impl Request {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn std::error::Error>> {
        let usage = "expected: audit_verify LEDGER [--anchor REGION:COUNT:DIGEST]...";
        let mut path = None;
        let mut anchors = BTreeMap::new();
        while let Some(argument) = arguments.next() {
            if argument == "--anchor" {
                let (region, anchor) = anchor(&arguments.next().unwrap_or_default())?;
                if anchors.insert(region, anchor).is_some() {
                    return Err(format!("expected one anchor of {region}").into());
                }
            } else if path.replace(argument).is_some() {
                return Err(usage.into());
            }
        }
        let path = path.ok_or(usage)?;
        let bytes = std::fs::read(&path).map_err(|error| format!("{path}: {error}"))?;
        Ok(Self { bytes, anchors })
    }
}

fn report(heads: &BTreeMap<Region, Head>, anchors: &BTreeMap<Region, Anchor>) -> String {
    let line = |(region, head): (&Region, &Head)| {
        let anchored = if anchors.contains_key(region) { ", anchored" } else { "" };
        format!("ok {region}: {} entries, head {}{anchored}\n", head.count(), head.digest())
    };
    heads.iter().map(line).collect()
}

/// `REGION:COUNT:DIGEST`; the region may hold a colon itself.
fn anchor(text: &str) -> Result<(Region, Anchor), Box<dyn std::error::Error>> {
    let expected = "expected an anchor REGION:COUNT:DIGEST";
    let (rest, digest) = text.rsplit_once(':').ok_or(expected)?;
    let (region, count) = rest.rsplit_once(':').ok_or(expected)?;
    Ok((region.parse()?, Anchor::new(count.parse().map_err(|_| expected)?, digest.parse()?)))
}
