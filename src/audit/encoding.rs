//! Canonical bytes, version 1. The chapter text of the room describes them byte by byte.

use crate::audit::event::Event;
use crate::code::Text;
use crate::digest::Digest;
use crate::digest::Padded;
use crate::place::Region;
use crate::time::UnixTime;

/// Writes an entry's canonical bytes into an empty buffer; `None` if they do not fit.
#[inline]
pub(crate) fn encode(
    padded: &mut Padded<BLOCKS>,
    previous: &Digest,
    sequence: u64,
    time: UnixTime,
    event: &Event,
) -> Option<()> {
    padded.fill(|buffer| {
        let mut out = Writer { buffer, length: 0 };
        out.raw(MAGIC)?;
        out.raw(previous.as_bytes())?;
        out.raw(&sequence.to_be_bytes())?;
        out.raw(&time.as_secs().to_be_bytes())?;
        out.raw(&[event.kind.number()])?;
        out.text(event.event_id.as_ref().map(|id| &id.0))?;
        out.field(event.tenant.as_ref().map(|tenant| (tenant.padded(), tenant.as_bytes().len())))?;
        out.text(event.tenant_region.as_ref().map(Region::text))?;
        out.text(event.region.as_ref().map(Region::text))?;
        out.text(event.code.as_ref().map(|code| &code.0))?;
        out.field(event.policy.as_ref().map(|policy| (policy.as_bytes(), 32)))?;
        Some(out.length)
    })
}

/// Writes one thing behind the other. A text is copied whole, with the zeros behind it, because a copy of constant
/// length is a few instructions; what comes next overwrites the zeros.
struct Writer<'a> {
    buffer: &'a mut [u8],
    length: usize,
}

impl Writer<'_> {
    #[inline]
    fn raw<const N: usize>(&mut self, bytes: &[u8; N]) -> Option<()> {
        self.padded(bytes, N)
    }

    #[inline]
    fn text<const N: usize>(&mut self, text: Option<&Text<N>>) -> Option<()> {
        self.field(text.map(|text| (text.padded(), text.len())))
    }

    /// A length and as many bytes; 0 if there is nothing.
    #[inline]
    fn field<const N: usize>(&mut self, field: Option<(&[u8; N], usize)>) -> Option<()> {
        match field {
            Some((bytes, length)) => {
                self.raw(&[u8::try_from(length).ok()?])?;
                self.padded(bytes, length)
            }
            None => self.raw(&[0]),
        }
    }

    /// Bytes of which the first `length` count.
    #[inline]
    fn padded<const N: usize>(&mut self, bytes: &[u8; N], length: usize) -> Option<()> {
        *self.buffer.get_mut(self.length..)?.first_chunk_mut()? = *bytes;
        self.length = self.length.checked_add(length)?;
        Some(())
    }
}

const MAGIC: &[u8; 8] = b"domaud01";

/// Room for the longest event: 57 fixed bytes, five texts of at most 63 + 63 + 31 + 31 + 31 with their lengths, a
/// fingerprint of 33, and 9 of padding. A text is copied with its zeros, which takes no more than the longest does.
pub(crate) const BLOCKS: usize = 6;
