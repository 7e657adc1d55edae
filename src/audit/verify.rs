//! Verification: is this the chain that was written?

use crate::audit::chain::Head;
use crate::audit::record::Record;
use crate::digest::Digest;

/// Checks that `records` continue the chain from `from`, and that they reach `anchor` if there is one.
///
/// Every entry is hashed once. What is found: any changed entry, and any entry swapped, inserted or removed between
/// two others. What is not found without an anchor: entries missing at the end.
///
/// # Errors
///
/// [`ChainBreak`] at the first entry that is not what it should be, with what is wrong about it; the entries before
/// it are good.
pub fn verify<'a>(
    from: &Head,
    records: impl IntoIterator<Item = &'a Record>,
    anchor: Option<&Anchor>,
) -> Result<Head, ChainBreak> {
    let mut head = *from;
    let mut is_anchored = anchor.is_none_or(|anchor| anchor.is_met_by(&head));
    if !is_anchored && anchor.is_some_and(|anchor| anchor.count <= head.count) {
        return Err(ChainBreak { seq: head.count, kind: Break::Anchor });
    }
    for record in records {
        // An entry that cannot be counted was never appended.
        let Some(count) = head.count.checked_add(1) else {
            return Err(ChainBreak { seq: head.count, kind: Break::Sequence });
        };
        let found = if record.seq != head.count {
            Some(Break::Sequence)
        } else if record.previous != head.digest {
            Some(Break::Link)
        } else if record.computed_digest() != record.digest {
            Some(Break::Content)
        } else {
            None
        };
        if let Some(kind) = found {
            return Err(ChainBreak { seq: head.count, kind });
        }
        head = Head { count, digest: record.digest };
        if let Some(anchor) = anchor.filter(|anchor| anchor.count == head.count) {
            is_anchored = anchor.is_met_by(&head);
            if !is_anchored {
                return Err(ChainBreak { seq: record.seq, kind: Break::Anchor });
            }
        }
    }
    if is_anchored { Ok(head) } else { Err(ChainBreak { seq: head.count, kind: Break::Truncated }) }
}

/// A head of the past, kept where the ledger's keeper cannot change it: it pins the chain up to there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Anchor {
    /// How many entries the chain had.
    pub count: u64,
    /// The digest of the last of them.
    pub digest: Digest,
}

impl Anchor {
    /// The anchor for a chain that stands at `head`.
    #[must_use]
    pub const fn of(head: &Head) -> Self {
        Self { count: head.count, digest: head.digest }
    }

    /// The anchor with these values, as read from where it was kept.
    #[must_use]
    pub const fn new(count: u64, digest: Digest) -> Self {
        Self { count, digest }
    }

    fn is_met_by(&self, head: &Head) -> bool {
        self.count == head.count && self.digest == head.digest
    }
}

/// A chain is not what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the chain breaks at entry {seq}: {kind}")]
#[non_exhaustive]
pub struct ChainBreak {
    /// The sequence number at which it breaks.
    pub seq: u64,
    /// What is wrong there.
    pub kind: Break,
}

impl ChainBreak {
    /// The stable code: `chain_sequence`, `chain_link`, `chain_content`, `chain_anchor` or `chain_truncated`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.kind {
            Break::Sequence => "chain_sequence",
            Break::Link => "chain_link",
            Break::Content => "chain_content",
            Break::Anchor => "chain_anchor",
            Break::Truncated => "chain_truncated",
        }
    }
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Break {
    /// Its sequence number is not the next one: entries were removed, inserted or swapped.
    Sequence,
    /// It does not continue the entry before it.
    Link,
    /// Its content is not what its digest says.
    Content,
    /// The anchor names another entry at this place, or one before where the reading begins.
    Anchor,
    /// The chain ends before the anchor.
    Truncated,
}

impl core::fmt::Display for Break {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Sequence => "another sequence number was expected",
            Self::Link => "it does not continue the entry before it",
            Self::Content => "its content does not have the digest it carries",
            Self::Anchor => "the anchor names another entry here",
            Self::Truncated => "the chain ends here, before its anchor",
        })
    }
}
