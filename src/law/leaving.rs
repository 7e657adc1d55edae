//! What leaves, and what never does.

use alloc::string::String;
use alloc::vec::Vec;

use crate::data::DataCategory;
use crate::data::Enabled;
use crate::data::Held;
use crate::data::Inventory;
use crate::data::OptIn;
use crate::data::Reach;
use crate::data::Replication;
use crate::data::Sensitivities;
use crate::data::Store;
use crate::data::StoreName;
use crate::data::Subprocessor;
use crate::law::act::Act;
use crate::law::movement::Judge;
use crate::law::movement::Judgement;
use crate::law::movement::Movement;
use crate::law::movement::Place;
use crate::place::Jurisdiction;
use crate::place::Region;
use crate::place::RegionCatalog;
use crate::place::RegionSet;
use crate::time::UnixTime;

/// Where data is at home, and what counts as staying there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "one region, and those that count as home")]
pub struct Home {
    /// What the home zone is called in the report.
    pub name: String,
    /// The region the data belongs to; movements start here.
    pub region: Region,
    /// The regions that count as home. The home region counts whether it is listed or not.
    pub zone: RegionSet,
}

/// What never leaves the home zone, and what does: to where, through whom, on which ground, until when.
///
/// Derived from the inventory, not written by hand. A country's law reaches the data of a subprocessor with its legal
/// entity there; a copy in another region is a transfer. An answer of the judge's does not take a row off the list:
/// what is refused is on it as refused, and what could not be found out as such.
///
/// # Examples
///
/// ```
/// use domicile::data::{Held, Inventory, Store, StoreName};
/// use domicile::law::{Home, Judgement, LeavingReport, Movement};
/// use domicile::{DataCategory, Region, RegionCatalog, UnixTime};
///
/// let mut fleet = Store::new(StoreName::parse("fleet")?, [Region::UsEast1]);
/// fleet.holds.push(Held::new(DataCategory::Session));
/// let mut inventory = Inventory::default();
/// inventory.stores.push(fleet);
///
/// let home = Home { name: "EU".into(), region: Region::EuWest1, zone: [Region::EuCentral1].into_iter().collect() };
/// let nobody = |_: &Movement| Judgement::Refused { code: "closed".into(), reason: "same region only".into(), until: None };
/// let now = UnixTime::from_date(2026, 11, 21).unwrap();
/// let report = LeavingReport::new(&inventory, &home, RegionCatalog::builtin(), now, &nobody);
/// assert_eq!(report.leaving().len(), 1);
/// assert!(report.to_markdown().contains("us-east-1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LeavingReport {
    home: String,
    home_region: Region,
    #[cfg_attr(feature = "serde", serde(with = "crate::data::instant"))]
    at: UnixTime,
    never_leaves: Vec<Staying>,
    leaves: Vec<Leaving>,
}

/// A kind of data that never leaves, and where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Staying {
    /// The kind.
    pub category: DataCategory,
    /// Its stores.
    pub stores: Vec<StoreName>,
    /// Their regions.
    pub regions: RegionSet,
}

/// A movement out of the home zone, and what is said to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Leaving {
    /// What goes where, through whom.
    pub movement: Movement,
    /// Whether that is allowed, why, and until when.
    pub judgement: Judgement,
}

impl LeavingReport {
    /// Derives the report of an inventory for data at home in one place.
    pub fn new(
        inventory: &Inventory,
        home: &Home,
        catalog: &RegionCatalog,
        now: UnixTime,
        judge: &dyn Judge,
    ) -> Self {
        let look = Look { inventory, home, catalog, now };
        let mut leaves: Vec<Leaving> = Vec::new();
        for movement in look.movements() {
            if !leaves.iter().any(|known| known.movement == movement) {
                leaves.push(Leaving { movement, judgement: judge.judge(&movement) });
            }
        }
        let leaving = |category| leaves.iter().any(|row| row.movement.category == category);
        let categories = inventory.categories();
        let mut staying: Vec<DataCategory> =
            categories.iter().filter(|category| !leaving(*category)).collect();
        staying.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        leaves.sort_by(|a, b| sort_key(&a.movement).cmp(&sort_key(&b.movement)));
        Self {
            home: home.name.clone(),
            home_region: home.region,
            at: now,
            never_leaves: staying.into_iter().map(|category| look.staying(category)).collect(),
            leaves,
        }
    }

    /// What the home zone is called.
    #[must_use]
    pub fn home(&self) -> &str {
        &self.home
    }

    /// The region the data belongs to.
    #[must_use]
    pub const fn home_region(&self) -> Region {
        self.home_region
    }

    /// The instant the report is about.
    #[must_use]
    pub const fn at(&self) -> UnixTime {
        self.at
    }

    /// What never leaves the home zone, by category.
    #[must_use]
    pub fn staying(&self) -> &[Staying] {
        &self.never_leaves
    }

    /// What leaves it, or would, by category and act.
    #[must_use]
    pub fn leaving(&self) -> &[Leaving] {
        &self.leaves
    }
}

/// An inventory looked at from one home.
struct Look<'a> {
    inventory: &'a Inventory,
    home: &'a Home,
    catalog: &'a RegionCatalog,
    now: UnixTime,
}

impl Look<'_> {
    fn staying(&self, category: DataCategory) -> Staying {
        let exact = |store: &&Store| store.holds.iter().any(|held| held.category == category);
        let stores: Vec<&Store> = self.inventory.stores.iter().filter(exact).collect();
        Staying {
            category,
            stores: stores.iter().map(|store| store.name).collect(),
            regions: stores.iter().flat_map(|store| store.regions.iter()).collect(),
        }
    }

    fn movements(&self) -> Vec<Movement> {
        let mut movements = Vec::new();
        for store in &self.inventory.stores {
            for held in &store.holds {
                self.placed(store, held, &mut movements);
                let operator = store.operator.and_then(|name| self.inventory.subprocessor(name));
                for operator in operator.into_iter().filter(|one| self.is_engaged(one)) {
                    let data = (held.category, held.possible_sensitivities());
                    self.reached(operator, data, Some(store.name), &mut movements);
                }
            }
        }
        for subprocessor in self.inventory.subprocessors.iter().filter(|one| self.is_engaged(one)) {
            for category in &subprocessor.categories {
                self.reached(subprocessor, (*category, self.sensitivities(*category)), None, &mut movements);
            }
        }
        movements
    }

    /// Where a store lies, and where its copies do.
    fn placed(&self, store: &Store, held: &Held, movements: &mut Vec<Movement>) {
        let copies = match &store.replication {
            Replication::Across(regions) => Some(regions),
            Replication::WithinRegion | Replication::None => None,
        };
        let kept = store.regions.iter().map(|region| (region, keeping(store, held.category)));
        let copied = copies.into_iter().flat_map(RegionSet::iter).map(|region| (region, Act::Replicate));
        for (region, act) in kept.chain(copied) {
            let is_kept_there = act == Act::Replicate && store.regions.contains(region);
            if !self.is_home(region) && !is_kept_there {
                let to = Place { region: Some(region), jurisdiction: self.catalog.jurisdiction(region) };
                let data = (held.category, held.possible_sensitivities());
                let movement = self.movement(to, act, data);
                movements.push(Movement { store: Some(store.name), through: store.operator, ..movement });
            }
        }
    }

    /// Whose law reaches the data a subprocessor has.
    fn reached(
        &self,
        subprocessor: &Subprocessor,
        data: (DataCategory, Sensitivities),
        store: Option<StoreName>,
        movements: &mut Vec<Movement>,
    ) {
        for (country, reach) in subprocessor.destinations() {
            let act = match reach {
                // Where a store lies is said by the store.
                Reach::Processing if store.is_some() => continue,
                Reach::Processing => Act::Process,
                Reach::Entity => Act::RemoteRead,
                Reach::Onward => Act::OnwardTransfer,
            };
            if !self.is_home_country(country) {
                let to = Place { region: None, jurisdiction: Some(country) };
                let through = Some(subprocessor.name);
                let movement = self.movement(to, act, data);
                movements.push(Movement { store, through, opt_in: subprocessor.opt_in, ..movement });
            }
        }
    }

    fn movement(
        &self,
        to: Place,
        act: Act,
        (category, sensitivities): (DataCategory, Sensitivities),
    ) -> Movement {
        let jurisdiction = self.catalog.jurisdiction(self.home.region);
        let from = Place { region: Some(self.home.region), jurisdiction };
        Movement { from, to, act, category, sensitivities, store: None, through: None, opt_in: OptIn::Always }
    }

    /// What may be in a category, wherever it lies.
    fn sensitivities(&self, category: DataCategory) -> Sensitivities {
        let mut held = self.inventory.holdings(category).map(|(_, held)| held.possible_sensitivities());
        let first = held.next().unwrap_or(Sensitivities::ALL);
        held.fold(first, Sensitivities::union)
    }

    fn is_engaged(&self, subprocessor: &Subprocessor) -> bool {
        subprocessor.is_engaged(self.now, Enabled::Yes)
    }

    fn is_home(&self, region: Region) -> bool {
        region == self.home.region || self.home.zone.contains(region)
    }

    fn is_home_country(&self, country: Jurisdiction) -> bool {
        let mut regions = core::iter::once(self.home.region).chain(self.home.zone.iter());
        regions.any(|region| self.catalog.jurisdiction(region).is_some_and(|home| country.is_within(home)))
    }
}

fn keeping(store: &Store, category: DataCategory) -> Act {
    let is_log = category.as_str().split('.').next() == Some("log");
    match store.backup_of {
        Some(_) => Act::BackUp,
        None if is_log => Act::Log,
        None => Act::Store,
    }
}

fn sort_key(movement: &Movement) -> (&str, Act, Place, Option<&str>, Option<&str>) {
    let through = movement.through.as_ref().map(|name| name.as_str());
    let store = movement.store.as_ref().map(|name| name.as_str());
    (movement.category.as_str(), movement.act, movement.to, through, store)
}
