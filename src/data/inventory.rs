//! The inventory: which data lies where.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::data::category::Categories;
use crate::data::category::DataCategory;
use crate::data::finding::FindingKind;
use crate::data::finding::InventoryFinding;
use crate::data::name::StoreName;
use crate::data::name::SubprocessorName;
use crate::data::scope::Sharing;
use crate::data::store::Held;
use crate::data::store::Replication;
use crate::data::store::Store;
use crate::data::subprocessor::Subprocessor;

/// Every store with what it holds, and everyone who processes on the service's behalf.
///
/// A document of facts. [`Inventory::findings`] says what in it contradicts itself; whether the rest is allowed is
/// for a policy to say.
///
/// # Examples
///
/// ```
/// use domicile::Region;
/// use domicile::data::{FindingKind, Inventory, Replication, Store, StoreName};
///
/// let mut bucket = Store::new(StoreName::parse("recordings")?, [Region::EuWest1]);
/// bucket.replication = Replication::Across([Region::EuWest1, Region::UsEast1].into_iter().collect());
///
/// let mut inventory = Inventory::default();
/// inventory.stores.push(bucket);
/// let kinds: Vec<FindingKind> = inventory.findings().iter().map(|finding| finding.kind()).collect();
/// assert!(kinds.contains(&FindingKind::GeoReplicated));
/// # Ok::<(), domicile::data::InvalidStoreName>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Inventory {
    /// The stores.
    #[cfg_attr(feature = "serde", serde(default))]
    pub stores: Vec<Store>,
    /// The categories that may lie in a shared store, each with everything below it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub shared_categories: Vec<DataCategory>,
    /// Everyone who processes on the service's behalf.
    #[cfg_attr(feature = "serde", serde(default))]
    pub subprocessors: Vec<Subprocessor>,
}

impl Inventory {
    /// Every store that holds `category` or a kind below, with what it holds of it.
    pub fn holdings(&self, category: DataCategory) -> impl Iterator<Item = (&Store, &Held)> {
        self.stores.iter().flat_map(move |store| store.holding(category).map(move |held| (store, held)))
    }

    /// Every category that some store holds.
    #[must_use]
    pub fn categories(&self) -> Categories {
        self.stores.iter().flat_map(|store| &store.holds).map(|held| held.category).collect()
    }

    /// The store of this name.
    #[must_use]
    pub fn store(&self, name: StoreName) -> Option<&Store> {
        self.stores.iter().find(|store| store.name == name)
    }

    /// The subprocessor of this name.
    #[must_use]
    pub fn subprocessor(&self, name: SubprocessorName) -> Option<&Subprocessor> {
        self.subprocessors.iter().find(|subprocessor| subprocessor.name == name)
    }

    /// Everything the inventory says against itself, in the order of the document.
    #[must_use]
    pub fn findings(&self) -> Vec<InventoryFinding> {
        let mut found = Vec::new();
        for (position, store) in self.stores.iter().enumerate() {
            let mut look = Look { store, path: format!("stores[{position}]"), found: &mut found };
            let earlier = self.stores.iter().take(position);
            look.name(earlier);
            look.place();
            look.protection();
            look.operator(self);
            look.backup(self);
            look.contents(self);
        }
        self.subprocessor_findings(&mut found);
        found
    }

    fn subprocessor_findings(&self, found: &mut Vec<InventoryFinding>) {
        for (position, subprocessor) in self.subprocessors.iter().enumerate() {
            let mut push = |field: &str, kind| {
                let path = format!("subprocessors[{position}].{field}");
                found.push(InventoryFinding { kind, path, store: None, category: None });
            };
            if self.subprocessors.iter().take(position).any(|earlier| earlier.name == subprocessor.name) {
                push("name", FindingKind::DuplicateSubprocessor);
            }
            if subprocessor.processing.is_empty() {
                push("processing", FindingKind::ProcessesNowhere);
            }
        }
    }
}

/// One store under examination.
struct Look<'a> {
    store: &'a Store,
    path: String,
    found: &'a mut Vec<InventoryFinding>,
}

impl<'a> Look<'a> {
    fn push(&mut self, kind: FindingKind, field: &str, category: Option<DataCategory>) {
        let path = format!("{}.{field}", self.path);
        self.found.push(InventoryFinding { kind, path, store: Some(self.store.name), category });
    }

    fn name(&mut self, mut earlier: impl Iterator<Item = &'a Store>) {
        if earlier.any(|other| other.name == self.store.name) {
            self.push(FindingKind::DuplicateStore, "name", None);
        }
    }

    fn place(&mut self) {
        if self.store.regions.is_empty() {
            self.push(FindingKind::NoRegion, "regions", None);
        }
        match &self.store.replication {
            Replication::Across(regions) if regions.is_empty() => {
                self.push(FindingKind::ReplicationNowhere, "replication", None);
            }
            Replication::Across(regions) if !regions.is_subset(&self.store.regions) => {
                self.push(FindingKind::GeoReplicated, "replication", None);
            }
            Replication::Across(_) | Replication::WithinRegion | Replication::None => {}
        }
    }

    fn protection(&mut self) {
        if !self.store.protection.covers_rest() {
            self.push(FindingKind::RestUnprotected, "protection.at_rest", None);
        }
        if !self.store.protection.covers_transit() {
            self.push(FindingKind::TransitUnprotected, "protection.in_transit", None);
        }
    }

    fn operator(&mut self, inventory: &Inventory) {
        if self.store.operator.is_some_and(|name| inventory.subprocessor(name).is_none()) {
            self.push(FindingKind::UnknownSubprocessor, "operator", None);
        }
    }

    fn backup(&mut self, inventory: &'a Inventory) {
        let Some(name) = self.store.backup_of else { return };
        let Some(copied) = inventory.store(name) else {
            return self.push(FindingKind::BackupOfUnknown, "backup_of", None);
        };
        let mut origin = Some(copied);
        // A chain that is no circle is shorter than the inventory.
        for _ in &inventory.stores {
            if origin.is_some_and(|store| store.name == self.store.name) {
                return self.push(FindingKind::BackupCircle, "backup_of", None);
            }
            origin = origin.and_then(|store| store.backup_of).and_then(|name| inventory.store(name));
        }
        if !self.store.regions.is_subset(&copied.regions) {
            self.push(FindingKind::BackupElsewhere, "regions", None);
        }
        for (position, held) in self.store.holds.iter().enumerate() {
            if !copied.holds.iter().any(|original| held.category.is_within(&original.category)) {
                self.push(FindingKind::BackupHoldsMore, &format!("holds[{position}]"), Some(held.category));
            }
        }
    }

    fn contents(&mut self, inventory: &Inventory) {
        if self.store.holds.is_empty() {
            self.push(FindingKind::HoldsNothing, "holds", None);
        }
        let shared =
            |held: &Held| inventory.shared_categories.iter().any(|wider| held.category.is_within(wider));
        for (position, held) in self.store.holds.iter().enumerate() {
            let field = format!("holds[{position}]");
            let category = Some(held.category);
            if self.store.holds.iter().take(position).any(|earlier| earlier.category == held.category) {
                self.push(FindingKind::DuplicateCategory, &field, category);
            }
            if self.store.sharing == Sharing::Shared && !shared(held) {
                self.push(FindingKind::SharedNotListed, &field, category);
            }
            if held.retention.is_none() {
                self.push(FindingKind::RetentionMissing, &field, category);
            }
        }
    }
}
