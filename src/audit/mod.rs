//! EVIDENCE: what happened, in a chain that shows tampering.
//!
//! An [`Event`] holds codes and ids, never identifiers, hashed or not. It is made by the steps of the pipeline, and by
//! named constructors for what a service states itself. [`Head::append`] turns it into an [`Entry`] whose digest covers
//! the digest before it. What is read back is a [`Record`]: a claim, until [`verify`] has seen it in its place.
//! [`verify`] finds every changed, swapped, inserted or removed entry and says which. A cut tail looks like a chain
//! that ended earlier: only an [`Anchor`] kept elsewhere finds it.
//!
//! Each chain belongs to one region, and its first link says so. The caller keeps the head and stores the entries.
//!
//! # Canonical bytes, version 2
//!
//! The digest of an entry is SHA-256 over these bytes, in this order. Integers are big-endian.
//!
//! | bytes | content |
//! |---|---|
//! | 8 | `domaud02` in ASCII |
//! | 32 | digest of the entry before it, or of the genesis |
//! | 8 | sequence number, from 0 |
//! | 8 | time, seconds since 1970-01-01T00:00:00Z |
//! | 1 | kind, from 1 to 255 |
//! | 2 + n | for each field: its number, the length of its value, its value |
//!
//! A field has a number from 1 to 255 and a value of 1 to 255 bytes. The numbers grow from field to field, so each
//! stands at most once; what is absent is not there. No two events share their bytes.
//!
//! | field | name | value |
//! |---|---|---|
//! | 1 | `event_id` | [`EventId`], ASCII |
//! | 2 | `tenant` | the tenant's id, ASCII |
//! | 3 | `tenant_region` | the tenant's home region, ASCII |
//! | 4 | `region` | the region in which it happened, ASCII |
//! | 5 | `code` | [`ReasonCode`], ASCII |
//! | 6 | `policy` | fingerprint of the policy, 32 bytes |
//! | 7 | `operation` | what was judged, such as `deliver`; at most 31 visible ASCII bytes |
//! | 8 | `rule` | name of the row that permitted it; likewise |
//! | 9 | `ground` | ground of the transfer, such as `adequacy`; likewise |
//! | 10 | `recipient` | the recipient's name in the policy; likewise |
//! | 11 | `endpoint` | name of the endpoint; at most 63 visible ASCII bytes |
//! | 12 | `law_edition` | edition of the law tables, such as `law-1`; at most 31 visible ASCII bytes |
//! | 13 | `duties` | [`Duties`], one byte that is not zero |
//! | 14 | `organization` | the organization's id, ASCII |
//! | 15 | `key_id` | id of the key under which the message was authentic; at most 31 visible ASCII bytes |
//! | 16 to 255 | | not used yet |
//!
//! | kind | name | | kind | name |
//! |---|---|---|---|---|
//! | 1 | `routed` | | 8 | `key_refused` |
//! | 2 | `admitted` | | 9 | `value_refused` |
//! | 3 | `delivered` | | 10 | `policy_adopted` |
//! | 4 | `dropped` | | 11 | `parked` |
//! | 5 | `quarantined` | | 12 | `received` |
//! | 6 | `deferred` | | 13 | `settled` |
//! | 7 | `observed` | | 20 to 39 | reserved for what administrators do |
//!
//! A number never changes its meaning. A later version of this crate may use a new one and stay with version 2: a
//! [`Record`] keeps kinds and fields that its reader has no name for, and [`verify`] judges it like any other.
//!
//! The genesis digest is SHA-256 over three fields, each behind its length as eight bytes little-endian:
//! `domicile.audit.genesis.v1`, the region, the label.
//!
//! # Canonical bytes, version 1
//!
//! | bytes | content |
//! |---|---|
//! | 8 | `domaud01` in ASCII |
//! | 32 + 8 + 8 + 1 | as in version 2; kinds 1 to 10 |
//! | 1 + n | for each of the fields 1 to 6, in this order: the length of its value, its value; 0 if it is absent |
//!
//! Entries of version 1 are read and verified and no longer written. Each entry's digest covers its own version, and a
//! head is the same in both, so one chain may change between them, in either direction and more than once: while a
//! new build rolls out, old and new ones append by turns, and a build that is rolled back goes on where the new one
//! stopped.
//!
//! # JSON
//!
//! There is no serde in these bytes. JSON is for people: an [`Entry`] serializes to one flat object, and a [`Record`]
//! is read from one. A kind and a field without a name stand there under their numbers, as `kind_27` and as `field_40`
//! with hexadecimal digits. A name that this version does not know is an error, because nothing says which number it
//! has. [`Record::to_bytes`] is the form that every later build reads: the canonical bytes and the digest behind them.

mod chain;
mod duties;
mod encoding;
mod event;
mod field;
mod kind;
#[cfg(feature = "serde")]
mod line;
mod name;
mod record;
mod verify;

pub use crate::audit::chain::{ChainFull, Entry, Head, InvalidLabel};
pub use crate::audit::duties::Duties;
pub(crate) use crate::audit::event::{Details, EventDraft};
pub use crate::audit::event::{Event, Stop};
pub use crate::audit::kind::EventKind;
pub use crate::audit::name::{EventId, InvalidEventId, InvalidReasonCode, ReasonCode};
pub use crate::audit::record::{InvalidRecord, Record};
pub use crate::audit::verify::{Anchor, Break, ChainBreak, verify};
