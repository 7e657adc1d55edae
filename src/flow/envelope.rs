//! What travels.

use crate::audit::EventId;
use crate::data::Categories;
use crate::digest::Digest;
use crate::place::Region;
use crate::tenant::TenantId;
use crate::time::UnixTime;

/// An event's statement about itself on a queue: a claim, checked by nobody yet.
///
/// It may have waited for days, been copied to another queue, or been written by somebody else. A consumer hands it
/// to [`PolicyAt::admit`](crate::PolicyAt::admit) and believes nothing before.
///
/// Its serialized form is versioned: `{"version":2,"event_id":…,"key_id":null,"mac":null,"issued_at":…,"tenant":…,
/// "home":…,"queue":…,"categories":[…],"policy":…}`. Every version keeps the first four in the same place; `key_id` and
/// `mac` are carried along and checked by nobody yet. Version 1 (`bound` for `home`, none of the new fields) is still
/// read. Another version, an unknown field, more than 64 categories, or a list instead of an object is an error.
///
/// # Security
///
/// The error of a deserializer may quote what it read. Log where a message failed to read, not the text of the error.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "StampV2", try_from = "AnyStamp"))]
pub struct Stamp {
    pub(crate) event_id: EventId,
    pub(crate) tenant: TenantId,
    pub(crate) home: Region,
    pub(crate) queue: Region,
    pub(crate) categories: Categories,
    pub(crate) policy: Digest,
    /// When it was made; not known of a stamp of version 1.
    pub(crate) issued_at: Option<UnixTime>,
    pub(crate) authentication: Authentication,
}

/// Where a stamp carries which key it was authenticated with, and the code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Authentication {
    key_id: Option<EventId>,
    mac: Option<Digest>,
}

impl Stamp {
    /// The event's id.
    #[must_use]
    pub const fn event_id(&self) -> EventId {
        self.event_id
    }

    /// The tenant it claims to belong to.
    #[must_use]
    pub const fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// The home region it claims for its tenant.
    #[must_use]
    pub const fn home(&self) -> Region {
        self.home
    }

    /// The region of the queue it claims to have been put on.
    #[must_use]
    pub const fn queue(&self) -> Region {
        self.queue
    }

    /// The instant at which it claims to have been made; `None` for a stamp of version 1.
    #[must_use]
    pub const fn issued_at(&self) -> Option<UnixTime> {
        self.issued_at
    }

    /// The categories it claims to carry.
    #[must_use]
    pub const fn categories(&self) -> &Categories {
        &self.categories
    }

    /// The fingerprint of the policy under which it claims to have been routed. It is for the record: `admit` judges
    /// by its own policy, whatever stands here.
    #[must_use]
    pub const fn policy(&self) -> Digest {
        self.policy
    }
}

/// A stamp with the body it stands on. The body must be serializable, which raw personal values are not.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[expect(clippy::exhaustive_structs, reason = "a pair")]
pub struct Envelope<B> {
    /// The claim.
    pub stamp: Stamp,
    /// The body.
    pub body: B,
}

#[cfg(feature = "serde")]
impl<'de, B: serde::Deserialize<'de>> serde::Deserialize<'de> for Envelope<B> {
    /// In a text format from an object alone; a list is malformed.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields<B> {
            stamp: Stamp,
            body: B,
        }
        crate::code::object(deserializer).map(|Fields { stamp, body }| Self { stamp, body })
    }
}

/// A stamp is not one this version reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a stamp of version 1 or 2")]
#[non_exhaustive]
pub struct InvalidStamp;

impl InvalidStamp {
    /// The stable code, `invalid_stamp`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_stamp"
    }
}

/// A stamp as it is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct StampV2 {
    version: u32,
    event_id: EventId,
    key_id: Option<EventId>,
    mac: Option<Digest>,
    issued_at: Option<UnixTime>,
    tenant: TenantId,
    home: Region,
    queue: Region,
    categories: Categories,
    policy: Digest,
}

#[cfg(feature = "serde")]
impl From<Stamp> for StampV2 {
    fn from(stamp: Stamp) -> Self {
        let Stamp { event_id, tenant, home, queue, categories, policy, issued_at, authentication } = stamp;
        let Authentication { key_id, mac } = authentication;
        Self { version: 2, event_id, key_id, mac, issued_at, tenant, home, queue, categories, policy }
    }
}

/// A stamp of any version that is read.
#[cfg(feature = "serde")]
struct AnyStamp(Fields);

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    version: u32,
    event_id: EventId,
    #[serde(default)]
    key_id: Option<EventId>,
    #[serde(default)]
    mac: Option<Digest>,
    #[serde(default)]
    issued_at: Option<UnixTime>,
    tenant: TenantId,
    #[serde(default)]
    bound: Option<Region>,
    #[serde(default)]
    home: Option<Region>,
    queue: Region,
    categories: Categories,
    policy: Digest,
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for AnyStamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::code::object(deserializer).map(Self)
    }
}

#[cfg(feature = "serde")]
impl TryFrom<AnyStamp> for Stamp {
    type Error = InvalidStamp;

    fn try_from(AnyStamp(fields): AnyStamp) -> Result<Self, InvalidStamp> {
        let Fields {
            version,
            event_id,
            key_id,
            mac,
            issued_at,
            tenant,
            bound,
            home,
            queue,
            categories,
            policy,
        } = fields;
        let home = match (version, bound, home) {
            (1, Some(bound), None) if key_id.is_none() && mac.is_none() && issued_at.is_none() => bound,
            (2, None, Some(home)) => home,
            _ => return Err(InvalidStamp),
        };
        let authentication = Authentication { key_id, mac };
        Ok(Self { event_id, tenant, home, queue, categories, policy, issued_at, authentication })
    }
}
