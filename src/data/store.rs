//! Stores, and what they hold.

use alloc::vec::Vec;

use crate::data::category::DataCategory;
use crate::data::name::StoreName;
use crate::data::name::SubprocessorName;
use crate::data::protection::Protection;
use crate::data::retention::Retention;
use crate::data::scope::Scope;
use crate::data::scope::Sharing;
use crate::data::sensitivity::Sensitivities;
use crate::place::RegionSet;

/// A place where data lies: a database, a bucket, a queue, a log.
///
/// # Examples
///
/// ```
/// use domicile::data::{Held, Store, StoreName};
/// use domicile::{DataCategory, Region};
///
/// let mut recordings = Store::new(StoreName::parse("recordings")?, [Region::EuWest1]);
/// recordings.holds.push(Held::new(DataCategory::SessionRecording));
/// assert!(recordings.holding(DataCategory::Session).next().is_some());
/// # Ok::<(), domicile::data::InvalidStoreName>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Store {
    /// Its name, unique in an inventory.
    pub name: StoreName,
    /// Where it lies.
    pub regions: RegionSet,
    /// Whose data it holds.
    #[cfg_attr(feature = "serde", serde(default))]
    pub scope: Scope,
    /// Whether several tenants' data lie side by side.
    #[cfg_attr(feature = "serde", serde(default))]
    pub sharing: Sharing,
    /// Where its copies are kept.
    #[cfg_attr(feature = "serde", serde(default))]
    pub replication: Replication,
    /// What it is a backup or an older version of.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub backup_of: Option<StoreName>,
    /// What is stated about its protection.
    #[cfg_attr(feature = "serde", serde(default))]
    pub protection: Protection,
    /// Who runs it, if not the service itself.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub operator: Option<SubprocessorName>,
    /// What lies in it.
    pub holds: Vec<Held>,
}

impl Store {
    /// A dedicated store of tenants' data that holds nothing yet, and about whose protection nothing is stated.
    #[must_use]
    pub fn new(name: StoreName, regions: impl IntoIterator<Item = crate::place::Region>) -> Self {
        Self {
            name,
            regions: regions.into_iter().collect(),
            scope: Scope::default(),
            sharing: Sharing::default(),
            replication: Replication::default(),
            backup_of: None,
            protection: Protection::default(),
            operator: None,
            holds: Vec::new(),
        }
    }

    /// What lies in it of `category` or a kind below.
    pub fn holding(&self, category: DataCategory) -> impl Iterator<Item = &Held> {
        self.holds.iter().filter(move |held| held.category.is_within(&category))
    }
}

/// One kind of data in one store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Held {
    /// The kind.
    pub category: DataCategory,
    /// How long it is kept.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub retention: Option<Retention>,
    /// What laws single out in it. Not stated is not "nothing": see [`Held::possible_sensitivities`].
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub sensitivities: Option<Sensitivities>,
}

impl Held {
    /// Data of this kind, about which nothing else is stated.
    #[must_use]
    pub const fn new(category: DataCategory) -> Self {
        Self { category, retention: None, sensitivities: None }
    }

    /// What may be in it: what is stated, or everything.
    #[must_use]
    pub fn possible_sensitivities(&self) -> Sensitivities {
        self.sensitivities.unwrap_or(Sensitivities::ALL)
    }
}

/// Where the copies of a store are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Replication {
    /// There are none.
    #[default]
    None,
    /// In the store's own regions only.
    WithinRegion,
    /// In these regions. Outside the store's own that is a transfer.
    Across(RegionSet),
}
