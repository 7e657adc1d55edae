//! What is read back from a ledger.

use alloc::vec::Vec;

use crate::audit::duties::Duties;
use crate::audit::encoding::BLOCKS;
use crate::audit::encoding::FRONT;
use crate::audit::encoding::MAGIC_1;
use crate::audit::encoding::MAGIC_2;
use crate::audit::encoding::Writer;
use crate::audit::field;
use crate::audit::field::Fields;
use crate::audit::kind::EventKind;
use crate::audit::name::EventId;
use crate::audit::name::ReasonCode;
use crate::digest::Digest;
use crate::digest::Padded;
use crate::place::Region;
use crate::tenant::OrgId;
use crate::tenant::TenantId;
use crate::time::UnixTime;

/// One link of a chain as it was read: a claim, until [`verify`](crate::audit::verify) has seen it in its place.
///
/// It keeps what it does not know. A kind or a field that a later version of this crate numbered is part of the digest
/// and is written again as it was read.
///
/// In JSON a record is one flat object. A kind without a name is `kind_27`, a field without a name `field_40` with its
/// bytes in hexadecimal. An entry of version 1 has no `version`. A list is no record, whatever is in it.
///
/// # Examples
///
/// ```
/// use domicile::audit::{Event, EventKind, Head, Record, verify};
/// use domicile::{Region, ResidencyPolicy, UnixTime};
///
/// let genesis = Head::genesis(Region::EuWest1, "orders")?;
/// let event = Event::policy_adopted(ResidencyPolicy::closed().fingerprint());
/// let (head, entry) = genesis.append(event, UnixTime::from_secs(1_795_262_400))?;
///
/// let read = Record::from_bytes(&entry.record().to_bytes())?;
/// assert_eq!((read.kind(), read.policy()), (Some(EventKind::PolicyAdopted), entry.event().policy()));
/// assert_eq!(verify(&genesis, [&read], None)?, head);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    pub(in crate::audit) version: Version,
    pub(in crate::audit) kind: u8,
    pub(in crate::audit) seq: u64,
    pub(in crate::audit) time: UnixTime,
    pub(in crate::audit) previous: Digest,
    pub(in crate::audit) digest: Digest,
    /// Number, length and value of each field, well formed; in both versions.
    pub(in crate::audit) fields: Vec<u8>,
}

/// How an entry's bytes are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::audit) enum Version {
    One,
    Two,
}

impl Record {
    /// Reads what [`Record::to_bytes`] wrote, this build's or a later one's of version 2.
    ///
    /// # Errors
    ///
    /// [`InvalidRecord`] for bytes of another version, with a part missing or left over, with a field twice or out of
    /// order, or with a known field that is no value of its type: an event id with a space in it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, InvalidRecord> {
        Self::split(bytes).filter(Self::is_well_formed).ok_or(InvalidRecord)
    }

    fn split(bytes: &[u8]) -> Option<Self> {
        let (bytes, digest) = bytes.split_last_chunk()?;
        let (magic, rest) = bytes.split_first_chunk()?;
        let (previous, rest) = rest.split_first_chunk()?;
        let (seq, rest) = rest.split_first_chunk()?;
        let (time, rest) = rest.split_first_chunk()?;
        let (kind, rest) = rest.split_first()?;
        let (version, fields) = match magic {
            MAGIC_1 => (Version::One, renumbered(rest)?),
            MAGIC_2 => (Version::Two, rest.to_vec()),
            _ => return None,
        };
        Some(Self {
            version,
            kind: *kind,
            seq: u64::from_be_bytes(*seq),
            time: UnixTime::from_secs(u64::from_be_bytes(*time)),
            previous: Digest::from_bytes(*previous),
            digest: Digest::from_bytes(*digest),
            fields,
        })
    }

    /// True if its kind and fields are such as its version can have.
    pub(in crate::audit) fn is_well_formed(&self) -> bool {
        let in_version = match self.version {
            Version::One => {
                self.kind <= EventKind::PolicyAdopted.number()
                    && Fields(&self.fields).all(|(number, _)| number <= field::LAST_OF_VERSION_1)
            }
            Version::Two => true,
        };
        self.kind != 0 && in_version && Fields(&self.fields).are_well_formed()
    }

    /// Its canonical bytes, and its digest behind them: a form to store that any later build reads.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.canonical_bytes();
        bytes.extend_from_slice(self.digest.as_bytes());
        bytes
    }

    /// The bytes that the digest is of.
    fn canonical_bytes(&self) -> Vec<u8> {
        // An empty field of version 1 takes one byte where version 2 has none.
        let room =
            FRONT.saturating_add(self.fields.len()).saturating_add(usize::from(field::LAST_OF_VERSION_1));
        let mut bytes = alloc::vec![0; room];
        let length = self.write(&mut bytes).unwrap_or_default();
        bytes.truncate(length);
        bytes
    }

    /// The digest its content should have.
    #[must_use]
    pub fn computed_digest(&self) -> Digest {
        let length = FRONT.saturating_add(self.fields.len());
        // Most fit into three blocks, and less to be cleared is less to be waited for. The number is no more than a
        // guess: version 1 takes a few bytes more, and what does not fit is tried with more room.
        let small = if length <= SMALL { self.digest_within::<3>() } else { None };
        small
            .or_else(|| self.digest_within::<BLOCKS>())
            .unwrap_or_else(|| Digest::of(&self.canonical_bytes()))
    }

    #[inline]
    fn digest_within<const ROOM: usize>(&self) -> Option<Digest> {
        let mut padded = Padded::<ROOM>::empty();
        padded.fill(|buffer| self.write(buffer))?;
        Some(padded.digest())
    }

    /// Writes the canonical bytes, and gives their number; `None` if they do not fit.
    #[inline]
    fn write(&self, buffer: &mut [u8]) -> Option<usize> {
        let mut out = Writer::new(buffer);
        match self.version {
            Version::One => {
                out.front(MAGIC_1, &self.previous, self.seq, self.time, self.kind)?;
                for number in 1..=field::LAST_OF_VERSION_1 {
                    let value = self.field(number).unwrap_or_default();
                    out.bytes(&[u8::try_from(value.len()).ok()?])?;
                    out.bytes(value)?;
                }
            }
            Version::Two => {
                out.front(MAGIC_2, &self.previous, self.seq, self.time, self.kind)?;
                out.bytes(&self.fields)?;
            }
        }
        Some(out.length)
    }

    /// The version of its canonical bytes: 1 or 2.
    #[must_use]
    pub const fn version(&self) -> u8 {
        match self.version {
            Version::One => 1,
            Version::Two => 2,
        }
    }

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

    /// The digest of the entry before it.
    #[must_use]
    pub const fn previous(&self) -> Digest {
        self.previous
    }

    /// The digest it carries.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// What happened; `None` for a kind that this build has no name for.
    #[must_use]
    pub const fn kind(&self) -> Option<EventKind> {
        EventKind::from_number(self.kind)
    }

    /// The number of its kind, with or without a name.
    #[must_use]
    pub const fn kind_number(&self) -> u8 {
        self.kind
    }

    /// The event it happened to.
    #[must_use]
    pub fn event_id(&self) -> Option<EventId> {
        EventId::parse(self.text(field::EVENT_ID)?).ok()
    }

    /// The tenant concerned.
    #[must_use]
    pub fn tenant(&self) -> Option<TenantId> {
        TenantId::parse(self.text(field::TENANT)?).ok()
    }

    /// The tenant's home region.
    #[must_use]
    pub fn tenant_region(&self) -> Option<Region> {
        Region::parse(self.text(field::TENANT_REGION)?).ok()
    }

    /// The region in which it happened.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        Region::parse(self.text(field::REGION)?).ok()
    }

    /// Why, as a stable code.
    #[must_use]
    pub fn code(&self) -> Option<ReasonCode> {
        ReasonCode::parse(self.text(field::CODE)?).ok()
    }

    /// The fingerprint of the policy that decided.
    #[must_use]
    pub fn policy(&self) -> Option<Digest> {
        Some(Digest::from_bytes(self.field(field::POLICY)?.try_into().ok()?))
    }

    /// The operation that was judged.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.text(field::OPERATION)
    }

    /// The name of the row that permitted it.
    #[must_use]
    pub fn rule(&self) -> Option<&str> {
        self.text(field::RULE)
    }

    /// The ground of the transfer.
    #[must_use]
    pub fn ground(&self) -> Option<&str> {
        self.text(field::GROUND)
    }

    /// The recipient's name in the policy.
    #[must_use]
    pub fn recipient(&self) -> Option<&str> {
        self.text(field::RECIPIENT)
    }

    /// The name of the endpoint.
    #[must_use]
    pub fn endpoint(&self) -> Option<&str> {
        self.text(field::ENDPOINT)
    }

    /// The edition of the law tables by which it was judged.
    #[must_use]
    pub fn law_edition(&self) -> Option<&str> {
        self.text(field::LAW_EDITION)
    }

    /// The duties it came with.
    #[must_use]
    pub fn duties(&self) -> Duties {
        let bits = self.field(field::DUTIES).and_then(<[u8]>::first);
        Duties::from_bits(bits.copied().unwrap_or_default())
    }

    /// The organization the tenant belongs to.
    #[must_use]
    pub fn organization(&self) -> Option<OrgId> {
        OrgId::parse(self.text(field::ORGANIZATION)?).ok()
    }

    /// The id of the key under which the message was authentic.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.text(field::KEY_ID)
    }

    /// The value of the field with this number, with or without a name.
    #[must_use]
    #[inline]
    pub fn field(&self, number: u8) -> Option<&[u8]> {
        Fields(&self.fields).find(|(other, _)| *other == number).map(|(_, value)| value)
    }

    fn text(&self, number: u8) -> Option<&str> {
        core::str::from_utf8(self.field(number)?).ok()
    }
}

/// The fields of version 1, which stand in their order without numbers, as version 2 has them.
fn renumbered(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut fields = Vec::new();
    for number in 1..=field::LAST_OF_VERSION_1 {
        let (length, rest) = bytes.split_first()?;
        let (value, rest) = rest.split_at_checked(usize::from(*length))?;
        if !value.is_empty() {
            fields.extend_from_slice(&[number, *length]);
            fields.extend_from_slice(value);
        }
        bytes = rest;
    }
    bytes.is_empty().then_some(fields)
}

/// What fits into three blocks with its padding.
const SMALL: usize = 3 * 64 - 9;

/// Bytes are not a record that this version reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected the bytes of a record of version 1 or 2 and its digest behind them")]
#[non_exhaustive]
pub struct InvalidRecord;

impl InvalidRecord {
    /// The stable code, `invalid_record`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_record"
    }
}
