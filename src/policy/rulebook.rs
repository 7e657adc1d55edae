//! The compiled form of a policy document: dense tables and bit sets.

use alloc::string::String;
use alloc::vec::Vec;

use crate::data::DataCategory;
use crate::data::Sensitivities;
use crate::edition::Edition;
use crate::law::Acts;
use crate::law::Ground;
use crate::place::Jurisdiction;
use crate::place::Region;
use crate::place::Zone;
use crate::policy::law_table::LawTable;
use crate::policy::mask::Mask;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::policy::name::ScopeName;
use crate::policy::symbols::ScopeIndex;
use crate::tenant::Plan;
use crate::time::Period;

/// What a document says, in tables. Positions in them are what a [`Cell`](crate::policy::cell::Cell) holds.
///
/// INVARIANT: the tables are sorted by name and without duplicates, so that the order of rows in the document
/// changes nothing; every mask holds positions of its table only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rulebook {
    pub(crate) name: String,
    pub(crate) regions: Vec<RegionEntry>,
    /// The position of each named region, by its ordinal.
    pub(crate) named_regions: Vec<Option<u8>>,
    pub(crate) available: Mask,
    pub(crate) default_region: Option<Region>,
    /// What every plan may have.
    pub(crate) everyone: Mask,
    pub(crate) plans: Vec<(Plan, Mask)>,
    pub(crate) categories: Vec<CategoryRule>,
    pub(crate) roles: Vec<RoleRule>,
    pub(crate) recipients: Vec<RecipientRule>,
    pub(crate) scopes: Vec<ScopeRule>,
    pub(crate) scope_index: ScopeIndex,
    /// For each combination of sectors that binds some scope: where each category may be.
    pub(crate) bindings: Vec<Vec<Mask>>,
    pub(crate) transfers: Vec<TransferRule>,
    /// For each region, the transfers that lead there.
    pub(crate) inbound: Vec<Vec<usize>>,
    /// For each category, where it is plainly at home: what the short question is answered from.
    pub(crate) plain: Vec<Mask>,
    /// The regions in use that every scope allows.
    pub(crate) common: Mask,
    pub(crate) law: LawTable,
    pub(crate) law_edition: Option<Edition>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RegionEntry {
    pub(crate) region: Region,
    pub(crate) country: Option<Jurisdiction>,
    pub(crate) zone: Option<Zone>,
    pub(crate) frameworks: Vec<String>,
    /// Conditions of the law that hold there, by position in the law table.
    pub(crate) conditions: Mask,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CategoryRule {
    pub(crate) category: DataCategory,
    pub(crate) placement: Placement,
    /// Where its frameworks are satisfied.
    pub(crate) fit: Mask,
    pub(crate) sensitivities: Sensitivities,
    /// Where the law asks for conditions even if the data stays.
    pub(crate) demands: Mask,
}

/// Where a category belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placement {
    Home,
    Organization,
    Within(Mask),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RoleRule {
    pub(crate) name: RoleName,
    pub(crate) acts: Acts,
    pub(crate) across: Acts,
    pub(crate) duties: Vec<Duty>,
}

/// What a role may do besides acts on data (T23).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Duty {
    /// `approve-migration`: approve that a tenant moves.
    ApproveMigration,
    /// `change-region`: choose a tenant's region anew, where it is not locked.
    ChangeRegion,
}

impl Duty {
    /// Every duty.
    pub const ALL: [Self; 2] = [Self::ApproveMigration, Self::ChangeRegion];

    /// The duty's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ApproveMigration => "approve-migration",
            Self::ChangeRegion => "change-region",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecipientRule {
    pub(crate) name: RecipientName,
    pub(crate) country: Option<Jurisdiction>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ScopeRule {
    pub(crate) name: ScopeName,
    pub(crate) regions: Mask,
    pub(crate) enforcement: Enforcement,
    /// The home regions whose data may go to a global endpoint.
    pub(crate) fallback: Mask,
    /// Where its frameworks are satisfied, the document's included.
    pub(crate) fit: Mask,
    /// The position of its sectors' rules.
    pub(crate) binding: Option<usize>,
}

/// Whether anybody may read across regions (T12).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the two levels that T12 names")]
pub enum Enforcement {
    /// Nobody may.
    #[default]
    FullPartition,
    /// Those whom a transfer names may, and it is recorded.
    BestEffort,
}

impl Enforcement {
    /// `full-partition` or `best-effort`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FullPartition => "full-partition",
            Self::BestEffort => "best-effort",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TransferRule {
    pub(crate) name: String,
    pub(crate) kind: TransferKind,
    pub(crate) from: Mask,
    pub(crate) to: Mask,
    pub(crate) acts: Acts,
    pub(crate) categories: Mask,
    pub(crate) roles: Mask,
    pub(crate) recipient: usize,
    pub(crate) ground: Ground,
    /// Positions in the law table's conditions.
    pub(crate) conditions: Mask,
    pub(crate) period: Period,
    pub(crate) papers: Papers,
}

/// What kind of row permits a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TransferKind {
    /// A row of `transfers`.
    Transfer,
    /// A row of `break_glass`.
    BreakGlass,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Papers {
    Instrument { instrument: String, assessment: String },
    Approval { requested_by: String, approved_by: String },
}

impl Rulebook {
    #[inline]
    pub(crate) fn category(&self, position: usize) -> Option<&CategoryRule> {
        self.categories.get(position)
    }

    #[inline]
    pub(crate) fn scope(&self, position: usize) -> Option<&ScopeRule> {
        self.scopes.get(position)
    }

    #[inline]
    pub(crate) fn role(&self, position: usize) -> Option<&RoleRule> {
        self.roles.get(position)
    }

    pub(crate) fn region(&self, position: usize) -> Option<Region> {
        self.regions.get(position).map(|entry| entry.region)
    }

    /// The transfers that lead to a region.
    #[inline]
    pub(crate) fn inbound(&self, to: usize) -> impl Iterator<Item = (usize, &TransferRule)> {
        let positions = self.inbound.get(to).into_iter().flatten();
        positions.filter_map(|position| Some((*position, self.transfers.get(*position)?)))
    }

    /// Where a category may be for tenants of a scope, by sector.
    #[inline]
    pub(crate) fn bound(&self, scope: &ScopeRule, category: usize) -> Option<Mask> {
        let binding = self.bindings.get(scope.binding?)?;
        binding.get(category).copied()
    }

    /// The regions of a zone that are in service.
    pub(crate) fn zone(&self, zone: Zone) -> Mask {
        let entries = self.regions.iter().enumerate();
        let mask: Mask = entries.filter(|(_, entry)| entry.zone == Some(zone)).map(|(at, _)| at).collect();
        mask.intersection(self.available)
    }

    /// Where a category belongs, if it does not depend on what is not known.
    #[inline]
    pub(crate) fn place(
        placement: Placement,
        home: Option<usize>,
        organization: Option<usize>,
    ) -> Option<Mask> {
        match placement {
            Placement::Home => home.map(Mask::of),
            Placement::Organization => organization.map(Mask::of),
            Placement::Within(mask) => Some(mask),
        }
    }
}

impl TransferKind {
    /// `transfer` or `break-glass`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::BreakGlass => "break-glass",
        }
    }
}
