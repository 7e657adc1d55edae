//! The compiled form of a policy document: dense tables and sets of positions.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::data::DataCategory;
use crate::data::EndpointName;
use crate::data::Sensitivities;
use crate::edition::Edition;
use crate::law::Acts;
use crate::law::Ground;
use crate::law::LawEdition;
use crate::place::Jurisdiction;
use crate::place::Region;
use crate::place::Zone;
use crate::policy::cell::Slot;
use crate::policy::law_table::LawTable;
use crate::policy::mask::Mask;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::policy::plain::PlainTable;
use crate::policy::set::Set;
use crate::policy::symbols::CategoryIndex;
use crate::policy::symbols::ScopeIndex;
use crate::tenant::Plan;
use crate::tenant::ScopeName;
use crate::time::Period;

/// What a document says, in tables. Positions in them are what a [`Cell`](crate::policy::cell::Cell) holds.
///
/// INVARIANT: the tables are sorted by name and without duplicates, so that the order of rows in the document
/// changes nothing; every set holds positions of its table only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rulebook {
    pub(crate) name: String,
    /// Whether names that are not listed are taken as they come: the closed policy lists none.
    pub(crate) names: Names,
    pub(crate) regions: Vec<RegionEntry>,
    /// The position of each named region, by its ordinal.
    pub(crate) named_regions: Vec<Option<u16>>,
    pub(crate) available: Set,
    pub(crate) default_region: Option<Region>,
    /// What every plan may have.
    pub(crate) everyone: Set,
    pub(crate) plans: Vec<(Plan, Set)>,
    pub(crate) categories: Vec<CategoryRule>,
    pub(crate) category_index: CategoryIndex,
    pub(crate) roles: Vec<RoleRule>,
    pub(crate) recipients: Vec<RecipientRule>,
    /// For each recipient, whoever is behind it, each with the recipient that hands data on to it.
    pub(crate) chains: Vec<Vec<(usize, usize)>>,
    pub(crate) endpoints: Vec<EndpointRule>,
    pub(crate) endpoint_order: EndpointOrder,
    pub(crate) scopes: Vec<ScopeRule>,
    pub(crate) scope_index: ScopeIndex,
    /// For each combination of sectors that binds some scope: where each category may be.
    pub(crate) bindings: Vec<Vec<Set>>,
    pub(crate) transfers: Vec<TransferRule>,
    /// For each region, the transfers that lead there, or hand data on from there.
    pub(crate) inbound: Vec<Vec<usize>>,
    /// Facts of the own organization: a condition's position in the law table, and when it holds.
    pub(crate) organization: Vec<(usize, Period)>,
    pub(crate) law: LawTable,
    /// What needs no judging; made last, of all the rest.
    pub(crate) plain: PlainTable,
    pub(crate) law_edition: Option<Edition>,
    /// The law from which the table was filled, for what no row speaks of yet.
    pub(crate) law_read: Option<Cow<'static, LawEdition>>,
}

/// What is made of names that the tables do not list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Names {
    /// They are refused.
    #[default]
    Listed,
    /// Regions, categories, plans and roles are taken as they come.
    Any,
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
    /// The category, with everything below it that has no row of its own; `None` for all data.
    pub(crate) category: Option<DataCategory>,
    pub(crate) placement: Placement,
    /// Where its frameworks are satisfied.
    pub(crate) fit: Set,
    pub(crate) sensitivities: Sensitivities,
    /// Where the law asks for conditions even if the data stays.
    pub(crate) demands: Set,
}

/// Where a category belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Placement {
    Home,
    Organization,
    Within(Set),
}

/// The regions in which data belongs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'b> {
    One(usize),
    Many(&'b Set),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RoleRule {
    /// The name; `None` for every role.
    pub(crate) name: Option<RoleName>,
    pub(crate) acts: Acts,
    pub(crate) across: Acts,
    pub(crate) powers: Vec<Power>,
}

/// A right of a role besides operations on data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Power {
    /// `approve-migration`: approve that a tenant moves.
    ApproveMigration,
    /// `change-region`: choose a tenant's region anew, where it is not locked.
    ChangeRegion,
}

impl Power {
    /// Every power.
    pub const ALL: [Self; 2] = [Self::ApproveMigration, Self::ChangeRegion];

    /// The power's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ApproveMigration => "approve-migration",
            Self::ChangeRegion => "change-region",
        }
    }
}

/// A company that may be given data: its country, where it processes, and who is behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecipientRule {
    pub(crate) name: RecipientName,
    pub(crate) country: Jurisdiction,
    /// Sorted, without duplicates.
    pub(crate) places: Vec<Jurisdiction>,
    /// The recipients to which it hands data on, by position.
    pub(crate) behind: Vec<usize>,
    /// What is true of it: a condition's position in the law table, and when it holds.
    pub(crate) facts: Vec<(usize, Period)>,
}

/// The acceptance of an endpoint that the platform has for the whole world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EndpointRule {
    pub(crate) name: EndpointName,
    pub(crate) recipient: usize,
    /// Where what is sent to it may be processed; none for any country. Sorted, without duplicates.
    pub(crate) countries: Vec<Jurisdiction>,
    /// The home regions whose data may go to it.
    pub(crate) homes: Set,
}

/// In which order endpoints are tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a two-way switch")]
pub enum EndpointOrder {
    /// As the caller lists them.
    #[default]
    AsGiven,
    /// Regional ones before global ones.
    RegionalFirst,
}

impl EndpointOrder {
    /// `as-given` or `regional-first`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AsGiven => "as-given",
            Self::RegionalFirst => "regional-first",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ScopeRule {
    pub(crate) name: ScopeName,
    pub(crate) regions: Set,
    pub(crate) enforcement: Enforcement,
    /// Whether accepted global endpoints may be used.
    pub(crate) global_endpoints: GlobalEndpoints,
    /// Where its frameworks are satisfied, the document's included.
    pub(crate) fit: Set,
    /// The position of its sectors' rules.
    pub(crate) binding: Option<usize>,
}

/// The rule about endpoints that a platform has for the whole world.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a two-way switch")]
pub enum GlobalEndpoints {
    /// None of them.
    #[default]
    Refuse,
    /// Those that a row accepts.
    Accepted,
}

impl GlobalEndpoints {
    /// `refuse` or `accepted`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Accepted => "accepted",
        }
    }
}

/// The rule about reading across regions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "partitioned or not")]
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
    pub(crate) from: Set,
    /// Where it goes; empty if it is handed to somebody where it belongs.
    pub(crate) to: Set,
    pub(crate) acts: Acts,
    pub(crate) categories: Set,
    pub(crate) roles: Set,
    /// To whom; `None` for nobody else.
    pub(crate) recipient: Option<usize>,
    pub(crate) ground: Ground,
    /// Positions in the law table's conditions.
    pub(crate) conditions: Mask,
    pub(crate) period: Period,
    pub(crate) papers: Papers,
}

/// The kind of row that permits a transfer.
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
    Instrument { instrument: String, assessment: Option<String> },
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
    pub(crate) fn bound(&self, scope: &ScopeRule, category: usize) -> Option<&Set> {
        let binding = self.bindings.get(scope.binding?)?;
        binding.get(category)
    }

    /// Works out who is behind each recipient, each once, the nearest first.
    pub(crate) fn link(&mut self) {
        let behind = |at: usize| self.recipients.get(at).map_or(&[][..], |rule| &rule.behind);
        let chain = |start: usize| {
            let mut chain: Vec<(usize, usize)> = Vec::new();
            let mut asked = alloc::vec![start];
            while !asked.is_empty() {
                let mut next = Vec::new();
                for via in &asked {
                    for to in behind(*via) {
                        let is_known = *to == start || chain.iter().any(|(_, known)| known == to);
                        if !is_known {
                            chain.push((*via, *to));
                            next.push(*to);
                        }
                    }
                }
                asked = next;
            }
            chain
        };
        self.chains = (0..self.recipients.len()).map(chain).collect();
    }

    /// The regions of a zone that are in service.
    pub(crate) fn zone(&self, zone: Zone) -> Set {
        let entries = self.regions.iter().enumerate();
        let set: Set = entries.filter(|(_, entry)| entry.zone == Some(zone)).map(|(at, _)| at).collect();
        set.intersection(&self.available)
    }
}

impl Placement {
    /// Where the data belongs, if it does not depend on what is not known.
    #[inline]
    pub(crate) fn place(&self, home: Slot, organization: Slot) -> Option<Place<'_>> {
        match self {
            Self::Home => home.position().map(Place::One),
            Self::Organization => organization.position().map(Place::One),
            Self::Within(set) => Some(Place::Many(set)),
        }
    }
}

impl Place<'_> {
    #[inline]
    pub(crate) fn contains(self, region: usize) -> bool {
        match self {
            Self::One(at) => at == region,
            Self::Many(set) => set.contains(region),
        }
    }

    #[inline]
    pub(crate) fn is_subset(self, wider: &Set) -> bool {
        match self {
            Self::One(at) => wider.contains(at),
            Self::Many(set) => set.is_subset(wider),
        }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = usize> {
        let (one, many) = match self {
            Self::One(at) => (Some(at), Set::NONE),
            Self::Many(set) => (None, set),
        };
        one.into_iter().chain(many.iter())
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
