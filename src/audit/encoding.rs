//! Canonical bytes of an event, version 2. The chapter text of the room describes them byte by byte.

use crate::audit::event::Details;
use crate::audit::event::EventDraft;
use crate::audit::field;
use crate::code::Text;
use crate::digest::Digest;
use crate::place::Region;
use crate::tenant::OrgId;
use crate::time::UnixTime;

/// Writes an entry's canonical bytes, and gives their number; `None` if they do not fit.
///
/// The details are handed in, so that the way of an event that has none is compiled without it.
#[inline(always)]
pub(in crate::audit) fn encode(
    buffer: &mut [u8],
    previous: &Digest,
    sequence: u64,
    time: UnixTime,
    event: &EventDraft,
    details: Option<&Details>,
) -> Option<usize> {
    let mut out = Writer::new(buffer);
    out.front(MAGIC_2, previous, sequence, time, event.kind.number())?;
    out.fields(event, details)?;
    Some(out.length)
}

/// Writes an event's fields alone.
pub(in crate::audit) fn encode_fields(buffer: &mut [u8], event: &EventDraft) -> Option<usize> {
    let mut out = Writer::new(buffer);
    out.fields(event, event.details.as_deref())?;
    Some(out.length)
}

/// Writes one thing behind the other. A text is copied whole, with the zeros behind it, because a copy of constant
/// length is a few instructions; what comes next overwrites the zeros.
pub(in crate::audit) struct Writer<'a> {
    buffer: &'a mut [u8],
    pub(in crate::audit) length: usize,
}

impl<'a> Writer<'a> {
    #[inline]
    pub(in crate::audit) const fn new(buffer: &'a mut [u8]) -> Self {
        Self { buffer, length: 0 }
    }

    /// What stands before the fields, in both versions.
    #[inline(always)]
    pub(in crate::audit) fn front(
        &mut self,
        magic: &[u8; 8],
        previous: &Digest,
        sequence: u64,
        time: UnixTime,
        kind: u8,
    ) -> Option<()> {
        self.raw(magic)?;
        self.raw(previous.as_bytes())?;
        self.raw(&sequence.to_be_bytes())?;
        self.raw(&time.as_secs().to_be_bytes())?;
        self.raw(&[kind])
    }

    /// The fields that are present, by number.
    #[inline(always)]
    fn fields(&mut self, event: &EventDraft, details: Option<&Details>) -> Option<()> {
        self.text(field::EVENT_ID, event.event_id.as_ref().map(|id| &id.0))?;
        self.field(field::TENANT, event.tenant.as_ref().map(|id| (id.padded(), id.as_bytes().len())))?;
        self.text(field::TENANT_REGION, event.tenant_region.as_ref().map(Region::text))?;
        self.text(field::REGION, event.region.as_ref().map(Region::text))?;
        self.text(field::CODE, details.and_then(|details| details.code.as_ref()).map(|code| &code.0))?;
        self.field(field::POLICY, event.policy.as_ref().map(|policy| (policy.as_bytes(), 32)))?;
        if let Some(details) = details {
            self.details(details)?;
        }
        Some(())
    }

    #[inline(always)]
    fn details(&mut self, details: &Details) -> Option<()> {
        self.name(field::OPERATION, details.operation.as_ref())?;
        self.name(field::RULE, details.rule.as_ref())?;
        self.name(field::GROUND, details.ground.as_ref())?;
        self.name(field::RECIPIENT, details.recipient.as_ref())?;
        self.name(field::ENDPOINT, details.endpoint.as_ref())?;
        self.name(field::LAW_EDITION, details.law_edition.as_ref())?;
        let duties = [details.duties.bits()];
        self.field(field::DUTIES, (!details.duties.is_empty()).then_some((&duties, 1)))?;
        self.text(field::ORGANIZATION, details.organization.as_ref().map(OrgId::text))?;
        self.name(field::KEY_ID, details.key_id.as_ref())
    }

    /// A text that may be empty, which counts as absent.
    #[inline(always)]
    fn name<const N: usize>(&mut self, number: u8, text: Option<&Text<N>>) -> Option<()> {
        self.text(number, text.filter(|text| text.len() > 0))
    }

    #[inline(always)]
    fn text<const N: usize>(&mut self, number: u8, text: Option<&Text<N>>) -> Option<()> {
        self.field(number, text.map(|text| (text.padded(), text.len())))
    }

    /// A number, a length and as many bytes; nothing if there is nothing.
    #[inline(always)]
    fn field<const N: usize>(&mut self, number: u8, field: Option<(&[u8; N], usize)>) -> Option<()> {
        match field {
            Some((bytes, length)) => {
                self.raw(&[number, u8::try_from(length).ok()?])?;
                self.padded(bytes, length)
            }
            None => Some(()),
        }
    }

    #[inline(always)]
    fn raw<const N: usize>(&mut self, bytes: &[u8; N]) -> Option<()> {
        self.padded(bytes, N)
    }

    /// Bytes of which the first `length` count.
    #[inline(always)]
    fn padded<const N: usize>(&mut self, bytes: &[u8; N], length: usize) -> Option<()> {
        *self.buffer.get_mut(self.length..)?.first_chunk_mut()? = *bytes;
        self.length = self.length.checked_add(length)?;
        Some(())
    }

    /// Bytes of any number.
    #[inline]
    pub(in crate::audit) fn bytes(&mut self, bytes: &[u8]) -> Option<()> {
        let end = self.length.checked_add(bytes.len())?;
        self.buffer.get_mut(self.length..end)?.copy_from_slice(bytes);
        self.length = end;
        Some(())
    }
}

/// The first bytes of version 1.
pub(in crate::audit) const MAGIC_1: &[u8; 8] = b"domaud01";

/// The first bytes of version 2.
pub(in crate::audit) const MAGIC_2: &[u8; 8] = b"domaud02";

/// What stands before the fields: version, previous digest, sequence number, time, kind.
pub(in crate::audit) const FRONT: usize = 57;

/// Room for the longest event without details: the front, texts of at most 63 + 63 + 31 + 31 and a fingerprint of
/// 32, two bytes before each, and 9 of padding. A text is copied with its zeros, which takes no more than the longest
/// does.
pub(in crate::audit) const PLAIN_BLOCKS: usize = 5;

/// Room for the longest event: as above, and seven texts of at most 31, two of 63 and a byte, two bytes before each.
pub(in crate::audit) const BLOCKS: usize = 11;
