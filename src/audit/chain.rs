//! The chain: a head that the caller keeps, and entries that the caller stores.

use crate::audit::encoding::BLOCKS;
use crate::audit::encoding::PLAIN_BLOCKS;
use crate::audit::encoding::encode;
use crate::audit::encoding::encode_fields;
use crate::audit::event::Details;
use crate::audit::event::Event;
use crate::audit::event::EventDraft;
use crate::audit::record::Record;
use crate::audit::record::Version;
use crate::digest::BLOCK;
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
/// use domicile::audit::{Anchor, Event, Head, verify};
/// use domicile::{Here, Region, ResidencyPolicy, UnixTime};
///
/// let genesis = Head::genesis(Region::EuWest1, "orders")?;
/// let now = UnixTime::from_secs(1_795_262_400);
/// let adopted = Event::policy_adopted(ResidencyPolicy::closed().fingerprint());
/// let (head, first) = genesis.append(adopted, now)?;
/// let (head, second) = head.append(Event::malformed_message(Here(Region::EuWest1)), now)?;
///
/// let records = [first.record(), second.record()];
/// assert_eq!(verify(&genesis, &records, None)?, head);
/// // A cut tail is found with an anchor kept elsewhere.
/// assert!(verify(&genesis, &records[..1], Some(&Anchor::of(&head))).is_err());
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
    ///
    /// # Errors
    ///
    /// [`ChainFull`] if the chain has `u64::MAX` entries, so that the next could not be counted. No chain that was
    /// appended to comes so far; a head that was read from a damaged store does.
    #[inline(always)]
    pub fn append(&self, event: Event, now: UnixTime) -> Result<(Self, Entry), ChainFull> {
        let count = self.count.checked_add(1).ok_or(ChainFull)?;
        let digest = digest_of(&self.digest, self.count, now, event.draft());
        let head = Self { count, digest };
        Ok((head, Entry { seq: self.count, time: now, event, previous: self.digest, digest }))
    }
}

/// One link of a chain as it was appended, of version 2. What is read back is a [`Record`].
///
/// # Examples
///
/// ```
/// use domicile::audit::{Event, Head};
/// use domicile::{Here, Region, UnixTime};
///
/// let genesis = Head::genesis(Region::EuWest1, "orders")?;
/// let event = Event::malformed_message(Here(Region::EuWest1));
/// let (head, entry) = genesis.append(event, UnixTime::from_secs(1_795_262_400))?;
/// assert_eq!((entry.seq(), entry.digest()), (0, head.digest()));
/// assert_eq!(entry.record().code(), entry.event().code());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    seq: u64,
    time: UnixTime,
    event: Event,
    previous: Digest,
    digest: Digest,
}

impl Entry {
    /// Its place in the chain, from 0.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// When it was appended.
    #[must_use]
    pub const fn time(&self) -> UnixTime {
        self.time
    }

    /// What happened.
    #[must_use]
    pub const fn event(&self) -> &Event {
        &self.event
    }

    /// The digest of the entry before it.
    #[must_use]
    pub const fn previous(&self) -> Digest {
        self.previous
    }

    /// Its own digest.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// The record that is read back from where this entry was stored.
    #[must_use]
    pub fn record(&self) -> Record {
        let event = self.event.draft();
        let mut fields = alloc::vec![0; BLOCKS.saturating_mul(BLOCK)];
        let length = encode_fields(&mut fields, event).unwrap_or_default();
        fields.truncate(length);
        Record {
            version: Version::Two,
            kind: event.kind.number(),
            seq: self.seq,
            time: self.time,
            previous: self.previous,
            digest: self.digest,
            fields,
        }
    }
}

impl From<Entry> for Record {
    fn from(entry: Entry) -> Self {
        entry.record()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Entry {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.record().serialize(serializer)
    }
}

/// A chain has as many entries as can be counted: begin another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a chain of fewer than 2^64 - 1 entries")]
#[non_exhaustive]
pub struct ChainFull;

impl ChainFull {
    /// The stable code, `chain_full`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "chain_full"
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

#[inline(always)]
fn digest_of(previous: &Digest, sequence: u64, time: UnixTime, event: &EventDraft) -> Digest {
    let digest = match &event.details {
        None => digest_within::<PLAIN_BLOCKS>(previous, sequence, time, event, None),
        Some(details) => digest_with_details(previous, sequence, time, event, details),
    };
    // Every event fits: the types bound each field. Were one not to fit, the digest of nothing would not verify.
    digest.unwrap_or(Digest::from_bytes([0; 32]))
}

/// Apart, so that the way of most events stays short.
#[inline(never)]
fn digest_with_details(
    previous: &Digest,
    sequence: u64,
    time: UnixTime,
    event: &EventDraft,
    details: &Details,
) -> Option<Digest> {
    digest_within::<BLOCKS>(previous, sequence, time, event, Some(details))
}

#[inline(always)]
fn digest_within<const ROOM: usize>(
    previous: &Digest,
    sequence: u64,
    time: UnixTime,
    event: &EventDraft,
    details: Option<&Details>,
) -> Option<Digest> {
    let mut padded = Padded::<ROOM>::empty();
    padded.fill(|buffer| encode(buffer, previous, sequence, time, event, details))?;
    Some(padded.digest())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::duties::Duties;
    use crate::audit::kind::EventKind;
    use crate::code::Text;

    /// The records of a line of vectors, from their bytes, and the beginning of their chain.
    fn vector(line: &str) -> (Head, Vec<Record>) {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let bytes = line["bytes"].as_array().unwrap().iter();
        let records = bytes.zip(line["entries"].as_array().unwrap()).map(|(bytes, entry)| {
            Record::from_bytes(&const_hex::decode(text(bytes) + &text(&entry["digest"])).unwrap()).unwrap()
        });
        let region = text(&line["region"]).parse().unwrap();
        (Head::genesis(region, &text(&line["label"])).unwrap(), records.collect())
    }

    /// The draft of which a record would be read, if all of it has a name.
    fn draft(record: &Record) -> Option<EventDraft> {
        if (16..=u8::MAX).any(|number| record.field(number).is_some()) {
            return None;
        }
        fn text<const N: usize>(text: Option<&str>) -> Option<Text<N>> {
            text.map(|text| Text::new(text.as_bytes()).unwrap())
        }
        let details = Details {
            code: record.code(),
            operation: text(record.operation()),
            rule: text(record.rule()),
            ground: text(record.ground()),
            recipient: text(record.recipient()),
            endpoint: text(record.endpoint()),
            law_edition: text(record.law_edition()),
            duties: record.duties(),
            organization: record.organization(),
            key_id: text(record.key_id()),
        };
        Some(EventDraft {
            kind: record.kind()?,
            event_id: record.event_id(),
            tenant: record.tenant(),
            tenant_region: record.tenant_region(),
            region: record.region(),
            policy: record.policy(),
            details: (details != Details::default()).then(|| details.into()),
        })
    }

    #[test]
    fn what_is_appended_has_the_bytes_of_the_vectors() {
        let (mut appended, mut skipped) = (0, 0);
        for line in include_str!("../../tests/data/audit_v2.jsonl").lines() {
            let (mut head, records) = vector(line);
            for record in &records {
                match draft(record).filter(|_| record.version() == 2) {
                    Some(draft) => {
                        let (next, entry) = head.append(draft.finish(), record.time()).unwrap();
                        assert_eq!(&entry.record(), record, "{}", record.seq());
                        assert_eq!(next.digest, record.digest());
                        appended += 1;
                    }
                    None => skipped += 1,
                }
                head = Head { count: record.seq() + 1, digest: record.digest() };
            }
        }
        // Of another version, or with a kind or a field without a name.
        assert_eq!((appended, skipped), (169, 9));
    }

    /// Both versions of a usual delivery take three blocks of SHA-256.
    #[test]
    fn a_plain_event_takes_no_more_blocks_than_it_needs() {
        let mut event = EventDraft::new(EventKind::Delivered);
        event.event_id = "evt-0000000000000001".parse().ok();
        event.tenant = "shop-000000001".parse().ok();
        (event.tenant_region, event.region) = (Some(Region::EuWest1), Some(Region::EuWest1));
        event.policy = Some(Digest::of(b""));
        let mut buffer = [0; PLAIN_BLOCKS * BLOCK];
        let length = encode(&mut buffer, &Digest::of(b""), 0, UnixTime::MAX, &event, None).unwrap();
        assert_eq!((length, (length + 9).div_ceil(BLOCK)), (151, 3));
    }

    /// Whatever is said, it fits: no entry gets the digest of nothing.
    #[test]
    fn the_longest_event_fits_and_an_empty_text_is_absent() {
        let mut event = EventDraft::new(EventKind::Delivered);
        let long = "x".repeat(63);
        (event.event_id, event.tenant) = (long.parse().ok(), long.parse().ok());
        let region = Region::parse(&format!("{}:{}", "p".repeat(15), "r".repeat(15))).unwrap();
        (event.tenant_region, event.region) = (Some(region), Some(region));
        event.policy = Some(Digest::of(b""));
        let name = Text::new(&long.as_bytes()[..31]);
        assert!(digest_within::<PLAIN_BLOCKS>(&Digest::of(b""), 0, UnixTime::MAX, &event, None).is_some());
        let details = Details {
            code: long[..31].parse().ok(),
            operation: name,
            rule: name,
            ground: name,
            recipient: name,
            endpoint: Text::new(long.as_bytes()),
            law_edition: name,
            duties: Duties::REVIEW,
            organization: long.parse().ok(),
            key_id: name,
        };
        event.details = Some(details.into());
        assert!(
            digest_within::<BLOCKS>(&Digest::of(b""), 0, UnixTime::MAX, &event, event.details.as_deref())
                .is_some()
        );

        let plain = EventDraft::new(EventKind::Delivered);
        let empty = Details { rule: Some(Text::EMPTY), ..Details::default() };
        let empty = EventDraft { details: Some(empty.into()), ..plain.clone() };
        let digest = |event| digest_of(&Digest::of(b""), 0, UnixTime::MAX, event);
        assert_eq!(digest(&empty), digest(&plain));
    }
}
