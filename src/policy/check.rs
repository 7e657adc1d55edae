//! The checks of a decision, and what became of them.

/// The checks of a decision, in the order in which they are made and reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Check {
    /// The tenant's region is enforced, not merely recorded.
    ModeEnforced,
    /// The tenant's home region is known and in use.
    HomeInUse,
    /// The region in which the data would be is known and in use.
    HereInUse,
    /// It is known what is done.
    OperationKnown,
    /// It is known with what kind of data, and the policy places it.
    CategoryPlaced,
    /// It is known whose rules apply.
    ScopeKnown,
    /// It is known in what capacity it is done.
    RoleKnown,
    /// The policy knows who is given the data. Asked where somebody is: always of deliveries and onward transfers.
    RecipientKnown,
    /// The tenant's plan may have this home region.
    PlanEntitled,
    /// The organization's primary region is known and in use. Asked where the category follows it.
    OrganizationInUse,
    /// Home and here are among the scope's regions.
    WithinScope,
    /// The sector rules that bind the scope allow this category here. Asked where some do.
    SectorAllows,
    /// The required frameworks are satisfied here.
    FrameworksMet,
    /// The data belongs here, and so does whoever is given it. Not asked where a transfer is needed.
    InPlace,
    /// Somebody may read across regions at all. Asked of remote reads elsewhere.
    PartitionOpen,
    /// A transfer or an emergency grant is written for this, and its period runs.
    TransferWritten,
    /// It is made to the recipient that is written there.
    RecipientNamed,
    /// The law permits it: on the ground that is written there; or, where the data belongs here, what the law demands
    /// even so is met. Asked of data that stays only where there is such a demand.
    Lawful,
    /// The role may do this: where the data belongs, or across regions, whichever is asked.
    RoleMay,
    /// The platform has an endpoint in the region, or a row accepts its global one. Asked of deliveries.
    EndpointAllowed,
}

impl Check {
    /// Every check, in order.
    pub const ALL: [Self; 20] = [
        Self::ModeEnforced,
        Self::HomeInUse,
        Self::HereInUse,
        Self::OperationKnown,
        Self::CategoryPlaced,
        Self::ScopeKnown,
        Self::RoleKnown,
        Self::RecipientKnown,
        Self::PlanEntitled,
        Self::OrganizationInUse,
        Self::WithinScope,
        Self::SectorAllows,
        Self::FrameworksMet,
        Self::InPlace,
        Self::PartitionOpen,
        Self::TransferWritten,
        Self::RecipientNamed,
        Self::Lawful,
        Self::RoleMay,
        Self::EndpointAllowed,
    ];

    /// The check's stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ModeEnforced => "mode_enforced",
            Self::HomeInUse => "home_in_use",
            Self::HereInUse => "here_in_use",
            Self::OperationKnown => "operation_known",
            Self::CategoryPlaced => "category_placed",
            Self::ScopeKnown => "scope_known",
            Self::RoleKnown => "role_known",
            Self::RecipientKnown => "recipient_known",
            Self::PlanEntitled => "plan_entitled",
            Self::OrganizationInUse => "organization_in_use",
            Self::WithinScope => "within_scope",
            Self::SectorAllows => "sector_allows",
            Self::FrameworksMet => "frameworks_met",
            Self::RoleMay => "role_may",
            Self::InPlace => "in_place",
            Self::PartitionOpen => "partition_open",
            Self::TransferWritten => "transfer_written",
            Self::RecipientNamed => "recipient_named",
            Self::Lawful => "lawful",
            Self::EndpointAllowed => "endpoint_allowed",
        }
    }

    /// The position in [`Check::ALL`].
    #[inline]
    #[expect(clippy::as_conversions, reason = "the discriminant is the position")]
    pub(crate) const fn position(self) -> usize {
        self as usize
    }
}

/// The outcome of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the four outcomes the contract speaks of")]
pub enum Outcome {
    /// It held.
    Pass,
    /// It did not hold, or the fact it needs is known to be absent.
    Fail,
    /// The fact it needs could not be found out.
    Unknown,
    /// It did not apply, or an earlier check left nothing to compare.
    NotAsked,
}

impl Outcome {
    /// `pass`, `fail`, `unknown` or `not_asked`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::NotAsked => "not_asked",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_knows_its_position() {
        for (position, check) in Check::ALL.into_iter().enumerate() {
            assert_eq!(check.position(), position);
        }
    }
}
