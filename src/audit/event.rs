//! What a ledger says about one step.

use crate::code::Text;
use crate::digest::Digest;
use crate::place::Region;
use crate::tenant::TenantId;

/// One step of one event, as the ledger tells it: codes and ids only.
///
/// # Examples
///
/// ```
/// use domicile::Region;
/// use domicile::audit::{Event, EventId, EventKind, ReasonCode};
///
/// let mut event = Event::new(EventKind::Dropped);
/// event.event_id = Some(EventId::parse("evt-1001")?);
/// event.tenant_region = Some(Region::EuWest1);
/// event.region = Some(Region::UsEast1);
/// event.code = Some(ReasonCode::parse("region_mismatch")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// The event it happened to.
    pub event_id: Option<EventId>,
    /// The tenant concerned.
    pub tenant: Option<TenantId>,
    /// The tenant's home region.
    pub tenant_region: Option<Region>,
    /// The region in which it happened.
    pub region: Option<Region>,
    /// Why, as a stable code.
    pub code: Option<ReasonCode>,
    /// The fingerprint of the policy that decided.
    pub policy: Option<Digest>,
}

impl Event {
    /// An event of this kind about which nothing else is said yet.
    #[must_use]
    #[inline]
    pub const fn new(kind: EventKind) -> Self {
        Self {
            kind,
            event_id: None,
            tenant: None,
            tenant_region: None,
            region: None,
            code: None,
            policy: None,
        }
    }
}

/// What happened. The number is the kind's byte in the canonical encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
#[repr(u8)]
pub enum EventKind {
    /// 1: the event was put on its tenant's regional queue.
    Routed = 1,
    /// 2: a consumer validated the event again and may deliver it.
    Admitted = 2,
    /// 3: the event was handed to its destination.
    Delivered = 3,
    /// 4: the event was refused and dropped.
    Dropped = 4,
    /// 5: the event was refused and set aside.
    Quarantined = 5,
    /// 6: the event stopped for now; somebody could not be asked.
    Deferred = 6,
    /// 7: the tenant's region is informational; what a decision would have said was noted.
    Observed = 7,
    /// 8: an API key was refused.
    KeyRefused = 8,
    /// 9: a personal value was refused and left out; the event went on.
    ValueRefused = 9,
    /// 10: this policy decides from here on.
    PolicyAdopted = 10,
}

impl EventKind {
    /// The kind's byte in the canonical encoding.
    #[must_use]
    #[inline]
    pub const fn number(self) -> u8 {
        match self {
            Self::Routed => 1,
            Self::Admitted => 2,
            Self::Delivered => 3,
            Self::Dropped => 4,
            Self::Quarantined => 5,
            Self::Deferred => 6,
            Self::Observed => 7,
            Self::KeyRefused => 8,
            Self::ValueRefused => 9,
            Self::PolicyAdopted => 10,
        }
    }
}

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
