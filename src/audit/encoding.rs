//! Canonical bytes, version 1. The chapter text of the room describes them byte by byte.

use crate::audit::event::Event;
use crate::digest::Digest;
use crate::digest::Padded;
use crate::time::UnixTime;

/// An entry's canonical bytes, padded for hashing.
pub(crate) fn encode(
    previous: &Digest,
    sequence: u64,
    time: UnixTime,
    event: &Event,
) -> Option<Padded<BLOCKS>> {
    Padded::fill(|buffer| {
        let capacity = buffer.len();
        let mut out = Writer(buffer);
        out.raw(MAGIC)?;
        out.raw(previous.as_bytes())?;
        out.raw(&sequence.to_be_bytes())?;
        out.raw(&time.as_secs().to_be_bytes())?;
        out.raw(&[event.kind.number()])?;
        out.field(event.event_id.as_ref().map(|id| id.0.as_bytes()))?;
        out.field(event.tenant.as_ref().map(|tenant| tenant.as_str().as_bytes()))?;
        out.field(event.tenant_region.as_ref().map(|region| region.as_str().as_bytes()))?;
        out.field(event.region.as_ref().map(|region| region.as_str().as_bytes()))?;
        out.field(event.code.as_ref().map(|code| code.0.as_bytes()))?;
        out.field(event.policy.as_ref().map(|policy| policy.as_bytes().as_slice()))?;
        capacity.checked_sub(out.0.len())
    })
}

struct Writer<'a>(&'a mut [u8]);

impl Writer<'_> {
    #[inline]
    fn raw(&mut self, bytes: &[u8]) -> Option<()> {
        let buffer = core::mem::take(&mut self.0);
        let (slot, rest) = buffer.split_at_mut_checked(bytes.len())?;
        slot.copy_from_slice(bytes);
        self.0 = rest;
        Some(())
    }

    #[inline]
    fn field(&mut self, bytes: Option<&[u8]>) -> Option<()> {
        let bytes = bytes.unwrap_or_default();
        self.raw(&[u8::try_from(bytes.len()).ok()?])?;
        self.raw(bytes)
    }
}

const MAGIC: &[u8; 8] = b"domaud01";

/// Room for the longest event: 57 fixed bytes, five texts of at most 64 + 64 + 32 + 32 + 32 with their lengths, a
/// fingerprint of 33, and 9 of padding.
pub(crate) const BLOCKS: usize = 6;
