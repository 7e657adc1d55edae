//! What is kept of an event that was not delivered.

use core::fmt;

use crate::audit::Event;
use crate::audit::EventDraft;
use crate::audit::EventId;
use crate::audit::EventKind;
use crate::audit::ReasonCode;
use crate::digest::Digest;
use crate::place::Region;
use crate::policy::Check;
use crate::policy::OnMismatch;
use crate::policy::Refusal;
use crate::tenant::TenantId;
use crate::time::UnixTime;

/// The record of a dropped event. It serializes with the field names `event_id`, `reason`, `tenant_region`,
/// `queue_region`, and with `tenant`, `code`, `policy` (a fingerprint) and `time` (Unix seconds).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DropRecord {
    /// The event.
    pub event_id: EventId,
    /// Why, in one of two words.
    pub reason: DropReason,
    /// Where the tenant's data belongs, if that is known.
    pub tenant_region: Option<Region>,
    /// Where the event was found.
    pub queue_region: Region,
    /// Whose it claims to be.
    pub tenant: TenantId,
    /// Why, exactly.
    pub code: ReasonCode,
    /// The fingerprint of the policy that decided.
    pub policy: Digest,
    /// When.
    pub time: UnixTime,
}

impl DropRecord {
    /// The event for the ledger.
    #[must_use]
    pub fn event(&self, on_mismatch: OnMismatch) -> Event {
        let kind = match on_mismatch {
            OnMismatch::Drop => EventKind::Dropped,
            OnMismatch::Quarantine => EventKind::Quarantined,
        };
        let mut event = EventDraft::coded(kind, self.code);
        event.event_id = Some(self.event_id);
        event.tenant = Some(self.tenant);
        event.tenant_region = self.tenant_region;
        event.region = Some(self.queue_region);
        event.policy = Some(self.policy);
        event.finish()
    }
}

/// The reason why an event was dropped, in the words of the systems that read the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum DropReason {
    /// `cross_region_enforcement`: it was, or was about to go, outside its home region, or to a company abroad.
    CrossRegionEnforcement,
    /// `residency_not_proven`: nobody could say that it belongs here: an unknown tenant, a region that is only
    /// informational, an undeclared category.
    ResidencyNotProven,
}

impl DropReason {
    /// The word for refusals of the policy: is every one of them about a crossing, with all known that has to be known?
    pub(in crate::flow) fn of_refusals<'r>(mut refusals: impl Iterator<Item = Refusal<'r>>) -> Self {
        let is_crossing = |refusal: Refusal<'r>| {
            let is_about_it = matches!(
                refusal.check(),
                Check::WithinScope
                    | Check::SectorAllows
                    | Check::FrameworksMet
                    | Check::PartitionOpen
                    | Check::TransferWritten
                    | Check::RecipientNamed
                    | Check::Lawful
                    | Check::RoleMay
            );
            is_about_it && refusal.explanation().is_crossing()
        };
        if refusals.all(is_crossing) { Self::CrossRegionEnforcement } else { Self::ResidencyNotProven }
    }

    /// The word for what a stamp says that is not so: it crossed a border if two regions that are known differ.
    pub(in crate::flow) fn of_stamp(code: &str) -> Self {
        match code {
            "stamp_region_mismatch" | "queue_region_mismatch" => Self::CrossRegionEnforcement,
            _ => Self::ResidencyNotProven,
        }
    }

    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CrossRegionEnforcement => "cross_region_enforcement",
            Self::ResidencyNotProven => "residency_not_proven",
        }
    }
}

impl fmt::Display for DropReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
