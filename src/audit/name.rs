//! The texts a ledger holds that are its own: ids of events and reason codes.

use crate::code::Text;

/// The id of an event, given by whoever sent it: 1 to 63 printable ASCII bytes without spaces and without `@`.
///
/// It goes into drop records and ledgers as it is, so it must not be made of personal data. An e-mail address is
/// refused; that a row of digits is no phone number is for the sender to know.
///
/// # Examples
///
/// ```
/// use domicile::audit::EventId;
///
/// assert!(EventId::parse("01J9ZQ4T0C").is_ok());
/// assert!(EventId::parse("").is_err());
/// assert!(EventId::parse("two words").is_err());
/// assert!(EventId::parse("buyer@example.com").is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub(crate) Text<63>);

impl EventId {
    /// Reads an id.
    ///
    /// # Errors
    ///
    /// [`InvalidEventId`] for an empty text, one longer than 63 bytes, or one with a byte outside `!` to `~`, or
    /// with an `@`.
    #[inline]
    pub fn parse(text: &str) -> Result<Self, InvalidEventId> {
        if text.is_empty() {
            return Err(InvalidEventId);
        }
        Text::graphic_except(text.as_bytes(), b'@').map(Self).ok_or(InvalidEventId)
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// A text is no event id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an event id: 1 to 63 printable ASCII characters without spaces and without @")]
#[non_exhaustive]
pub struct InvalidEventId;

impl InvalidEventId {
    /// The stable code, `invalid_event_id`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_event_id"
    }
}

crate::code::text_doors!(
    EventId,
    InvalidEventId,
    "an event id: 1 to 63 printable ASCII characters without spaces and without @"
);

/// A stable code of this crate or of the embedder: lower-case letters, digits and underscores, 1 to 31 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReasonCode(pub(crate) Text<31>);

impl ReasonCode {
    /// Reads a code.
    ///
    /// # Errors
    ///
    /// [`InvalidReasonCode`] for an empty text, one longer than 31 bytes, or one with another byte in it.
    pub const fn parse(text: &str) -> Result<Self, InvalidReasonCode> {
        let mut rest = text.as_bytes();
        while let Some((byte, tail)) = rest.split_first() {
            if !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_') {
                return Err(InvalidReasonCode);
            }
            rest = tail;
        }
        match Text::new(text.as_bytes()) {
            Some(code) if !text.is_empty() => Ok(Self(code)),
            _ => Err(InvalidReasonCode),
        }
    }

    /// One of this crate's own codes; all of them are codes in shape, which a test checks.
    pub(crate) fn of(code: &'static str) -> Self {
        Self::parse(code).unwrap_or(Self::UNNAMED)
    }

    const UNNAMED: Self = match Self::parse("unnamed") {
        Ok(code) => code,
        Err(_) => Self(Text::EMPTY),
    };

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// A text is no reason code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a code: 1 to 31 lower-case letters, digits and underscores")]
#[non_exhaustive]
pub struct InvalidReasonCode;

impl InvalidReasonCode {
    /// The stable code, `invalid_reason_code`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_reason_code"
    }
}

crate::code::text_doors!(
    ReasonCode,
    InvalidReasonCode,
    "a code: 1 to 31 lower-case letters, digits, underscores"
);
