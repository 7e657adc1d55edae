//! What is said about a tenant whose region is only informational.

use crate::audit::Event;
use crate::audit::EventDraft;
use crate::audit::EventId;
use crate::audit::EventKind;
use crate::audit::ReasonCode;
use crate::digest::Digest;
use crate::place::Here;
use crate::place::Region;
use crate::policy::PolicyAt;
use crate::tenant::Mode;
use crate::tenant::Resolved;
use crate::tenant::TenantId;

impl PolicyAt<'_> {
    /// Notes whether data of an informational tenant would be in its region here. A report and nothing more: it is
    /// no proof, and no step of the pipeline takes it.
    ///
    /// `None` for a tenant whose region is enforced: for that one there are decisions.
    #[must_use]
    pub fn observe(&self, resolved: &Resolved, here: Here) -> Option<Observation> {
        (resolved.mode() == Mode::Informational).then(|| Observation {
            tenant: *resolved.id(),
            preferred: resolved.home(),
            here,
            policy: self.policy().fingerprint(),
        })
    }
}

/// A report on a tenant whose region is recorded for information.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Observation {
    tenant: TenantId,
    preferred: Region,
    here: Here,
    policy: Digest,
}

impl Observation {
    /// The region the tenant prefers.
    #[must_use]
    pub const fn preferred(&self) -> Region {
        self.preferred
    }

    /// The place where the data is.
    #[must_use]
    pub const fn here(&self) -> Here {
        self.here
    }

    /// The stable code: `observed_at_home` or `observed_elsewhere`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        if self.preferred == self.here.0 { "observed_at_home" } else { "observed_elsewhere" }
    }

    /// The event for the ledger.
    #[must_use]
    pub fn event(&self, event_id: EventId) -> Event {
        let mut event = EventDraft::coded(EventKind::Observed, ReasonCode::of(self.code()));
        event.event_id = Some(event_id);
        event.tenant = Some(self.tenant);
        event.tenant_region = Some(self.preferred);
        event.region = Some(self.here.0);
        event.policy = Some(self.policy);
        event.finish()
    }
}
