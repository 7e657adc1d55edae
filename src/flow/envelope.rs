//! What travels.

use crate::audit::EventId;
use crate::data::Categories;
use crate::digest::Digest;
use crate::place::Region;
use crate::tenant::TenantId;

/// What an event says about itself on a queue: a claim, checked by nobody yet.
///
/// It may have waited for days, been copied to another queue, or been written by somebody else. A consumer hands it
/// to [`PolicyAt::admit`](crate::PolicyAt::admit) and believes nothing before.
///
/// Its serialized form is versioned: `{"version":1,"event_id":…,"tenant":…,"bound":…,"queue":…,"categories":[…],
/// "policy":…}`. Another version, an unknown field or more than 64 categories is an error.
///
/// # Security
///
/// The error of a deserializer may quote what it read. Log where a message failed to read, not the text of the error.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "StampV1", try_from = "StampV1"))]
pub struct Stamp {
    pub(crate) event_id: EventId,
    pub(crate) tenant: TenantId,
    pub(crate) bound: Region,
    pub(crate) queue: Region,
    pub(crate) categories: Categories,
    pub(crate) policy: Digest,
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

    /// The region it claims to be bound to.
    #[must_use]
    pub const fn bound(&self) -> Region {
        self.bound
    }

    /// The region of the queue it claims to have been put on.
    #[must_use]
    pub const fn queue(&self) -> Region {
        self.queue
    }

    /// What it claims to carry.
    #[must_use]
    pub const fn categories(&self) -> &Categories {
        &self.categories
    }

    /// The fingerprint of the policy under which it claims to have been routed. It is for the record: the gate judges
    /// by its own policy, whatever stands here.
    #[must_use]
    pub const fn policy(&self) -> Digest {
        self.policy
    }
}

/// A stamp with the body it stands on. The body must be serializable, which raw personal values are not.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "a pair")]
pub struct Envelope<B> {
    /// The claim.
    pub stamp: Stamp,
    /// The body.
    pub body: B,
}

/// A stamp is not one this version reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a stamp of version 1")]
#[non_exhaustive]
pub struct InvalidStamp;

impl InvalidStamp {
    /// The stable code, `invalid_stamp`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_stamp"
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct StampV1 {
    version: u32,
    event_id: EventId,
    tenant: TenantId,
    bound: Region,
    queue: Region,
    categories: Categories,
    policy: Digest,
}

#[cfg(feature = "serde")]
impl From<Stamp> for StampV1 {
    fn from(stamp: Stamp) -> Self {
        let Stamp { event_id, tenant, bound, queue, categories, policy } = stamp;
        Self { version: 1, event_id, tenant, bound, queue, categories, policy }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<StampV1> for Stamp {
    type Error = InvalidStamp;

    fn try_from(form: StampV1) -> Result<Self, InvalidStamp> {
        let StampV1 { version: 1, event_id, tenant, bound, queue, categories, policy } = form else {
            return Err(InvalidStamp);
        };
        Ok(Self { event_id, tenant, bound, queue, categories, policy })
    }
}
