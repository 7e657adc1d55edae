//! The ledger file of the examples: JSON lines, one chain per region.
//!
//! ```text
//! {"ledger":"domicile","version":1,"label":"road","chains":["ap-south-1","eu-west-1"]}
//! {"chain":"ap-south-1","entry":{"version":2,"seq":0,…}}
//! …
//! {"chain":"ap-south-1","head":{"count":12,"digest":"…"}}
//! ```
//!
//! Every line must be, to the byte, what this program would write for what it read, so no change of a bit hides in
//! the notation. The heads at the end of each chain find a tail that was lost by accident. Against somebody who
//! rewrites the file, keep the anchors elsewhere.

use std::collections::BTreeMap;

use domicile::Region;
use domicile::audit::{Anchor, Head, Record, verify};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Title {
    pub(crate) ledger: String,
    pub(crate) version: u32,
    pub(crate) label: String,
    pub(crate) chains: Vec<Region>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    pub(crate) chain: Region,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) entry: Option<Record>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) head: Option<Anchor>,
}

type Failure = Box<dyn std::error::Error>;

/// Verifies a ledger file: gives the head of each chain, or says at which line it breaks.
///
/// `anchors` are heads that were kept elsewhere; each must be met.
pub(crate) fn verify_file(
    bytes: &[u8],
    anchors: &BTreeMap<Region, Anchor>,
) -> Result<BTreeMap<Region, Head>, Failure> {
    let Some(bytes) = bytes.strip_suffix(b"\n") else { return Err("the last line is incomplete".into()) };
    let mut lines = bytes.split(|byte| *byte == b'\n').enumerate().map(|(index, line)| (index + 1, line));

    let (_, first) = lines.next().unwrap_or_default();
    let title: Title = exactly(first, 1)?;
    if title.ledger != "domicile" || title.version != 1 || title.chains.is_empty() {
        return Err("line 1: expected a domicile ledger of version 1 with at least one chain".into());
    }
    let mut heads = BTreeMap::new();
    for &chain in &title.chains {
        let genesis = Head::genesis(chain, &title.label)?;
        let head = verify_chain(chain, genesis, &mut lines, anchors.get(&chain))?;
        if heads.insert(chain, head).is_some() {
            return Err(format!("line 1: {chain} is listed twice").into());
        }
    }
    if let Some((number, _)) = lines.next() {
        return Err(format!("line {number}: expected the end of the ledger").into());
    }
    match anchors.keys().find(|chain| !heads.contains_key(chain)) {
        Some(chain) => Err(format!("the ledger has no chain of {chain}, and an anchor names it").into()),
        None => Ok(heads),
    }
}

/// Verifies one chain up to its closing line.
fn verify_chain<'a>(
    chain: Region,
    genesis: Head,
    lines: &mut impl Iterator<Item = (usize, &'a [u8])>,
    anchor: Option<&Anchor>,
) -> Result<Head, Failure> {
    let mut records = Vec::new();
    let mut first = None;
    let closing = loop {
        let Some((number, text)) = lines.next() else {
            return Err(format!("the chain of {chain} has no closing line: it was cut").into());
        };
        first.get_or_insert(number);
        let line: Line = exactly(text, number)?;
        match (line.chain == chain, line.entry, line.head) {
            (true, Some(record), None) => records.push(record),
            (true, None, Some(head)) => break head,
            _ => return Err(format!("line {number}: expected an entry or the head of {chain}").into()),
        }
    };
    let at = |error: domicile::audit::ChainBreak| {
        let number = first.unwrap_or_default() as u64 + error.seq;
        Failure::from(format!("line {number}: {error} ({}) in the chain of {chain}", error.code()))
    };
    let head = verify(&genesis, &records, anchor).map_err(at)?;
    if Anchor::of(&head) != closing {
        let number = first.unwrap_or_default() + records.len();
        return Err(format!("line {number}: the chain of {chain} does not end as this line says").into());
    }
    Ok(head)
}

/// Reads a line that is exactly what would be written for what it says.
fn exactly<T: Serialize + for<'de> Deserialize<'de>>(text: &[u8], number: usize) -> Result<T, Failure> {
    let value: T =
        serde_json::from_slice(text).map_err(|_| format!("line {number}: not a line of a ledger"))?;
    if serde_json::to_vec(&value)? == text {
        Ok(value)
    } else {
        Err(format!("line {number}: not written as a ledger writes it").into())
    }
}
