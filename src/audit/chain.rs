//! The chain: a head that the caller keeps, and entries that the caller stores.

use crate::audit::encoding::encode;
use crate::audit::event::Event;
use crate::digest::Digest;
use crate::digest::Framed;
use crate::digest::Padded;
use crate::place::Region;
use crate::time::UnixTime;

/// Where a chain stands: how many entries it has, and the digest of the last.
///
/// Keep it where two writers cannot both append to it; two entries with the same sequence number are a break.
///
/// # Examples
///
/// ```
/// use domicile::audit::{Anchor, Event, EventKind, Head, verify};
/// use domicile::{Region, UnixTime};
///
/// let genesis = Head::genesis(Region::EuWest1, "orders")?;
/// let now = UnixTime::from_secs(1_795_262_400);
/// let (head, first) = genesis.append(Event::new(EventKind::Routed), now);
/// let (head, second) = head.append(Event::new(EventKind::Delivered), now);
///
/// assert_eq!(verify(&genesis, [&first, &second], None)?, head);
/// // A cut tail is found with an anchor kept elsewhere.
/// assert!(verify(&genesis, [&first], Some(&Anchor::of(&head))).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Head {
    pub(crate) count: u64,
    pub(crate) digest: Digest,
}

impl Head {
    /// The beginning of a chain that belongs to `region`. The label tells a region's chains apart.
    ///
    /// # Errors
    ///
    /// [`InvalidLabel`] if the label is empty, longer than 63 bytes, or not printable ASCII without spaces.
    pub fn genesis(region: Region, label: &str) -> Result<Self, InvalidLabel> {
        if label.is_empty() || label.len() > 63 || !label.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(InvalidLabel);
        }
        let mut framed = Framed::new("domicile.audit.genesis.v1");
        framed.field(region.as_str().as_bytes()).field(label.as_bytes());
        Ok(Self { count: 0, digest: framed.finish() })
    }

    /// How many entries the chain has.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The digest of the last entry, or of the genesis.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// Adds `event` at `now`: gives the new head and the entry to store.
    ///
    /// The time is recorded as given. It is not required to grow: clocks step back, and a ledger that refused to
    /// record would lose the evidence.
    #[must_use]
    #[inline]
    pub fn append(&self, event: Event, now: UnixTime) -> (Self, Entry) {
        let digest = digest_of(&self.digest, self.count, now, &event);
        let entry = Entry { seq: self.count, time: now, event, previous: self.digest, digest };
        (Self { count: self.count.saturating_add(1), digest }, entry)
    }
}

/// One link of a chain. A claim, until [`verify`](crate::audit::verify) has seen it in its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "Line", into = "Line"))]
#[non_exhaustive]
pub struct Entry {
    /// Its place in the chain, from 0.
    pub seq: u64,
    /// When it was appended.
    pub time: UnixTime,
    /// What happened.
    pub event: Event,
    /// The digest of the entry before it.
    pub previous: Digest,
    /// Its own digest.
    pub digest: Digest,
}

impl Entry {
    /// The digest its content should have.
    #[must_use]
    pub fn computed_digest(&self) -> Digest {
        digest_of(&self.previous, self.seq, self.time, &self.event)
    }
}

/// A text is no label for a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a label: 1 to 63 printable ASCII characters without spaces")]
#[non_exhaustive]
pub struct InvalidLabel;

impl InvalidLabel {
    /// The stable code, `invalid_label`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_label"
    }
}

#[inline]
fn digest_of(previous: &Digest, sequence: u64, time: UnixTime, event: &Event) -> Digest {
    // Every event fits: the types bound each field. Were one not to fit, the digest of nothing would not verify.
    let mut padded = Padded::empty();
    match encode(&mut padded, previous, sequence, time, event) {
        Some(()) => padded.digest(),
        None => Digest::from_bytes([0; 32]),
    }
}

/// The flat JSON form of an entry.
#[cfg(feature = "serde")]
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    seq: u64,
    time: UnixTime,
    kind: crate::audit::event::EventKind,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    event_id: Option<crate::audit::event::EventId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    tenant: Option<crate::tenant::TenantId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    tenant_region: Option<Region>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    region: Option<Region>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    code: Option<crate::audit::event::ReasonCode>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    policy: Option<Digest>,
    previous: Digest,
    digest: Digest,
}

#[cfg(feature = "serde")]
impl From<Line> for Entry {
    fn from(line: Line) -> Self {
        let event = Event {
            kind: line.kind,
            event_id: line.event_id,
            tenant: line.tenant,
            tenant_region: line.tenant_region,
            region: line.region,
            code: line.code,
            policy: line.policy,
        };
        Self { seq: line.seq, time: line.time, event, previous: line.previous, digest: line.digest }
    }
}

#[cfg(feature = "serde")]
impl From<Entry> for Line {
    fn from(entry: Entry) -> Self {
        let Event { kind, event_id, tenant, tenant_region, region, code, policy } = entry.event;
        let Entry { seq, time, previous, digest, .. } = entry;
        Self { seq, time, kind, event_id, tenant, tenant_region, region, code, policy, previous, digest }
    }
}
