//! Writes the ledger file that `ledger.rs` reads.

use domicile::Region;
use domicile::audit::{Anchor, Entry, Head, Record, verify};

use crate::ledger::{Line, Title};

/// Chains as the bytes of a ledger file, each chain with a closing line that counts it.
pub(crate) fn bytes(
    label: &str,
    chains: &[(Region, &[Entry])],
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let title = Title {
        ledger: "domicile".to_owned(),
        version: 1,
        label: label.to_owned(),
        chains: chains.iter().map(|(chain, _)| *chain).collect(),
    };
    let mut lines = vec![serde_json::to_string(&title)?];
    for &(chain, entries) in chains {
        let records: Vec<Record> = entries.iter().map(Entry::record).collect();
        let head = verify(&Head::genesis(chain, label)?, &records, None)?;
        for record in records {
            lines.push(serde_json::to_string(&Line { chain, entry: Some(record), head: None })?);
        }
        lines.push(serde_json::to_string(&Line { chain, entry: None, head: Some(Anchor::of(&head)) })?);
    }
    lines.push(String::new());
    Ok(lines.join("\n").into_bytes())
}
