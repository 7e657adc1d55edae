//! The bytes of a host name, inline.

/// At most 253 ASCII bytes.
///
/// INVARIANT: `bytes[length..]` is zero and `bytes[..length]` is ASCII without NUL, so derived `Eq`, `Ord` and `Hash`
/// agree with those of the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name {
    bytes: [u8; MAX_NAME],
    length: u8,
}

impl Name {
    /// Copies `source`, in which bytes were checked; `None` if it is longer than [`MAX_NAME`].
    pub(crate) const fn new(source: &[u8]) -> Option<Self> {
        let mut bytes = [0_u8; MAX_NAME];
        let Some((copy, _)) = bytes.split_at_mut_checked(source.len()) else {
            return None;
        };
        copy.copy_from_slice(source);
        #[expect(clippy::as_conversions, reason = "at most 253, as checked; `try_from` is not const")]
        let length = source.len() as u8;
        Some(Self { bytes, length })
    }

    /// The text.
    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.length)).unwrap_or_default();
        core::str::from_utf8(bytes).unwrap_or_default()
    }
}

/// The longest name, in bytes.
pub(crate) const MAX_NAME: usize = 253;
