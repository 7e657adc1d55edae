//! An inventory held against a policy and its promises.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::data::DataCategory;
use crate::data::Inventory;
use crate::data::Replication;
use crate::data::Sharing;
use crate::data::Store;
use crate::data::Subprocessor;
use crate::law::Act;
use crate::place::Jurisdiction;
use crate::place::Region;
use crate::place::Zone;
use crate::policy::cell::Slot;
use crate::policy::document::PolicyDocument;
use crate::policy::document::PromiseRow;
use crate::policy::residency::PolicyAt;
use crate::policy::rulebook::CategoryRule;
use crate::policy::rulebook::Placement;
use crate::policy::rulebook::Rulebook;
use crate::policy::set::Set;

/// Something that lies, or goes, where the policy or a promise says it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AuditFinding {
    path: String,
    code: &'static str,
    what: String,
}

impl AuditFinding {
    /// Where in the inventory: `stores[2].regions`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The stable code: `store_outside_placement`, `region_not_in_use`, `category_unplaced`, `shared_store`,
    /// `replicated_elsewhere`, `promise_contradicted`, or that of a finding of the inventory itself.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// What lies where.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }
}

impl fmt::Display for AuditFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "finding ({}) {}: {}", self.code, self.path, self.what)
    }
}

impl PolicyAt<'_> {
    /// Holds an inventory against the policy and against the promises of the document it was made from: what lies
    /// outside its placement, is replicated without a transfer, sits in a shared store without leave, or
    /// contradicts a promise; and what the inventory finds wrong with itself.
    #[must_use]
    pub fn audit(&self, inventory: &Inventory, document: &PolicyDocument) -> Vec<AuditFinding> {
        let mut audit = Audit { book: self.policy().rulebook(), at: *self, findings: Vec::new() };
        for finding in inventory.findings() {
            audit.add(finding.path(), finding.code(), alloc::format!("{finding}"));
        }
        for (position, store) in inventory.stores.iter().enumerate() {
            audit.store(store, position);
        }
        for promise in document.promises.values() {
            audit.promise(promise, inventory);
        }
        audit.findings
    }
}

struct Audit<'a> {
    book: &'a Rulebook,
    at: PolicyAt<'a>,
    findings: Vec<AuditFinding>,
}

impl Audit<'_> {
    fn add(&mut self, path: &str, code: &'static str, what: String) {
        self.findings.push(AuditFinding { path: path.into(), code, what });
    }

    fn store(&mut self, store: &Store, position: usize) {
        let name = store.name.as_str();
        for region in store.regions.iter() {
            if self.is_in_use(region) {
                continue;
            }
            let path = alloc::format!("stores[{position}].regions");
            self.add(
                &path,
                "region_not_in_use",
                alloc::format!("{name} lies in {region}, which the policy does not use"),
            );
        }
        for (at, held) in store.holds.iter().enumerate() {
            let path = alloc::format!("stores[{position}].holds[{at}]");
            let category = held.category;
            // The tables outlive the findings that are added.
            let book = self.book;
            let Some(at) = book.category_at(category) else {
                let what = alloc::format!("{name} holds {category}, and the policy says nothing of it");
                self.add(&path, "category_unplaced", what);
                continue;
            };
            let Some(rule) = book.category(at) else { continue };
            self.placed(store, category, rule, &path);
            self.replicated(store, category, (at, rule), &path);
        }
    }

    fn placed(&mut self, store: &Store, category: DataCategory, rule: &CategoryRule, path: &str) {
        let name = store.name.as_str();
        let allowed = match &rule.placement {
            Placement::Within(regions) => regions.clone(),
            Placement::Home | Placement::Organization => {
                let homes = self.homes();
                if store.sharing == Sharing::Shared && homes.iter().count() > 1 {
                    let what = alloc::format!(
                        "{name} is shared and holds {category}, which follows each tenant's own region"
                    );
                    self.add(path, "shared_store", what);
                }
                homes
            }
        };
        for region in store.regions.iter() {
            if !self.book.region_at(region).is_some_and(|at| allowed.contains(at)) {
                let what = alloc::format!("{name} holds {category} in {region}, where it does not belong");
                self.add(path, "store_outside_placement", what);
            }
        }
    }

    /// Each copy in another region has to be permitted as a transfer.
    fn replicated(
        &mut self,
        store: &Store,
        category: DataCategory,
        (category_at, rule): (usize, &CategoryRule),
        path: &str,
    ) {
        let Replication::Across(targets) = &store.replication else { return };
        for from in store.regions.iter() {
            for to in targets.iter().filter(|to| *to != from) {
                let Some((from_at, to_at)) = self.book.region_at(from).zip(self.book.region_at(to)) else {
                    continue;
                };
                let from_at = Slot::listed(from_at);
                let Some(place) = rule.placement.place(from_at, from_at) else { continue };
                let is_written = || {
                    let mut rules = self.book.inbound(to_at).map(|(_, transfer)| transfer);
                    rules.any(|transfer| {
                        transfer.acts.contains(Act::Replicate)
                            && transfer.to.contains(to_at)
                            && place.is_subset(&transfer.from)
                            && transfer.categories.contains(category_at)
                            && transfer.period.contains(self.at.now())
                    })
                };
                if !place.contains(to_at) && !is_written() {
                    let name = store.name.as_str();
                    let what = alloc::format!(
                        "{name} replicates {category} from {from} to {to}, and no transfer permits it"
                    );
                    self.add(path, "replicated_elsewhere", what);
                }
            }
        }
    }

    fn promise(&mut self, promise: &PromiseRow, inventory: &Inventory) {
        let words = promise.promise.value().map(String::as_str).unwrap_or_default();
        let zone = promise.zone.value().copied();
        let is_about =
            |category: &DataCategory| promise.categories.values().any(|wider| category.is_within(wider));
        for (position, store) in inventory.stores.iter().enumerate() {
            for (at, held) in store.holds.iter().enumerate().filter(|(_, held)| is_about(&held.category)) {
                let outside = self.outside(store, zone);
                if !outside.is_empty() {
                    let path = alloc::format!("stores[{position}].holds[{at}]");
                    let (name, category, list) = (store.name.as_str(), held.category, list(&outside));
                    let what = alloc::format!("\"{words}\", but {name} has {category} in {list}");
                    self.add(&path, "promise_contradicted", what);
                }
            }
        }
        for (position, subprocessor) in inventory.subprocessors.iter().enumerate() {
            if let Some(category) = subprocessor.categories.iter().copied().find(is_about) {
                self.promised_away(words, zone, subprocessor, category, position);
            }
        }
    }

    fn promised_away(
        &mut self,
        words: &str,
        zone: Option<Zone>,
        subprocessor: &Subprocessor,
        category: DataCategory,
        position: usize,
    ) {
        let inside = |entry: &&crate::policy::rulebook::RegionEntry| zone.is_none() || entry.zone == zone;
        let home: Vec<_> =
            self.book.regions.iter().filter(inside).filter_map(|entry| entry.country).collect();
        let is_home = |country: Jurisdiction| home.iter().any(|home| country.is_within(*home));
        if let Some((country, _)) = subprocessor.destinations().find(|(country, _)| !is_home(*country)) {
            let path = alloc::format!("subprocessors[{position}]");
            let name = subprocessor.name;
            let what = alloc::format!("\"{words}\", but {name} brings {category} under the law of {country}");
            self.add(&path, "promise_contradicted", what);
        }
    }

    /// Where a store's data lies outside a zone; without a zone, where copies of it lie.
    fn outside(&self, store: &Store, zone: Option<Zone>) -> Vec<Region> {
        let copies = match &store.replication {
            Replication::Across(targets) => targets.iter().collect(),
            Replication::None | Replication::WithinRegion => Vec::new(),
        };
        let in_zone = |region: &Region| {
            let entry = self.book.region_at(*region).and_then(|at| self.book.regions.get(at));
            entry.is_some_and(|entry| entry.zone == zone)
        };
        let mut outside: Vec<Region> = match zone {
            Some(_) => store.regions.iter().chain(copies).filter(|region| !in_zone(region)).collect(),
            None => copies.into_iter().filter(|copy| !store.regions.contains(*copy)).collect(),
        };
        outside.dedup();
        outside
    }

    /// The regions in which tenants may have their homes.
    fn homes(&self) -> Set {
        let mut homes = self.book.everyone.clone();
        for region in self.book.plans.iter().flat_map(|(_, regions)| regions.iter()) {
            homes.insert(region);
        }
        homes.intersection(&self.book.available)
    }

    fn is_in_use(&self, region: Region) -> bool {
        self.book.region_at(region).is_some_and(|at| self.book.available.contains(at))
    }
}

fn list(regions: &[Region]) -> String {
    let mut text = String::new();
    for (position, region) in regions.iter().enumerate() {
        text.push_str(if position > 0 { ", " } else { "" });
        text.push_str(region.as_str());
    }
    text
}
