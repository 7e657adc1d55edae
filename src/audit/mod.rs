//! EVIDENCE: what happened, in a chain that shows tampering.
//!
//! An [`Event`] holds codes and ids, never identifiers, hashed or not. [`Head::append`] turns it into an [`Entry`]
//! whose digest covers the digest before it; [`verify`] finds every changed, swapped, inserted or removed entry and
//! says which. A cut tail looks like a chain that ended earlier: only an [`Anchor`] kept elsewhere finds it.
//!
//! Each chain belongs to one region, and its first link says so. The caller keeps the head and stores the entries.
//!
//! # Canonical bytes, version 1
//!
//! The digest of an entry is SHA-256 over these bytes, in this order. Integers are big-endian.
//!
//! | bytes | content |
//! |---|---|
//! | 8 | `domaud01` in ASCII |
//! | 32 | digest of the entry before it, or of the genesis |
//! | 8 | sequence number, from 0 |
//! | 8 | time, seconds since 1970-01-01T00:00:00Z |
//! | 1 | kind, see [`EventKind`] |
//! | 1 + n | event id: its length, then its ASCII bytes |
//! | 1 + n | tenant id, likewise |
//! | 1 + n | the tenant's home region, likewise |
//! | 1 + n | the region in which it happened, likewise |
//! | 1 + n | code, likewise |
//! | 1 + n | fingerprint of the policy: 32, then its bytes |
//!
//! What is absent has length 0; nothing present is empty, so no two events share their bytes. The genesis digest is
//! SHA-256 over three fields, each behind its length as eight bytes little-endian: `domicile.audit.genesis.v1`, the
//! region, the label.
//!
//! There is no serde in these bytes. JSON is for people: an [`Entry`] serializes to one flat object, and reading it
//! back gives an entry that [`verify`] judges like any other.

mod chain;
mod encoding;
mod event;
mod verify;

pub use crate::audit::chain::{Entry, Head, InvalidLabel};
pub use crate::audit::event::{Event, EventId, EventKind, InvalidEventId, InvalidReasonCode, ReasonCode};
pub use crate::audit::verify::{Anchor, Break, ChainBreak, verify};
