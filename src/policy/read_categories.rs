//! Reading a document: categories, sectors, frameworks.

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use crate::data::DataCategory;
use crate::data::Sensitivities;
use crate::data::Sensitivity;
use crate::place::Zone;
use crate::policy::broken::Kind;
use crate::policy::document::CategoryRow;
use crate::policy::expected::Expected;
use crate::policy::field::Field;
use crate::policy::path::Path;
use crate::policy::reader::Reader;
use crate::policy::rulebook::CategoryRule;
use crate::policy::rulebook::Placement;
use crate::policy::set::LIMIT;
use crate::policy::set::Set;
use crate::policy::symbols::CategoryIndex;
use crate::policy::words::AllOr;
use crate::policy::words::PlacementKind;

/// The rows of categories by name, that for everything else under the empty name; and the position of each compiled
/// rule.
#[derive(Debug, Default)]
pub(crate) struct CategoryRows<'d> {
    rows: BTreeMap<&'d str, Row>,
    positions: BTreeMap<&'d str, usize>,
}

/// What one row says; `None` for what it leaves to the next wider one. The row for everything else is wider than none.
#[derive(Debug)]
struct Row {
    placement: Placement,
    fit: Option<Set>,
    sensitivities: Option<Sensitivities>,
}

impl<'d> CategoryRows<'d> {
    /// The rows that a category lies in, the nearest first; that for everything else, if there is none.
    fn above<'c>(&'c self, category: &'c str) -> impl Iterator<Item = &'c Row> {
        let mut rows = wider(category).filter_map(|name| self.rows.get(name)).peekable();
        let other = if rows.peek().is_none() { self.rows.get("") } else { None };
        rows.chain(other)
    }

    /// The positions of the rules of a category and of everything below it.
    fn within(&self, category: &str) -> Vec<usize> {
        // What lies below a category stands together, between its name with a dot and its name with the next sign.
        let (first, end) = (alloc::format!("{category}."), alloc::format!("{category}/"));
        let own = self.positions.get(category);
        own.into_iter().chain(self.positions.range(&*first..&*end).map(|(_, at)| at)).copied().collect()
    }
}

impl<'d> Reader<'d> {
    pub(crate) fn categories(&mut self) {
        let document = self.document;
        if document.categories.is_absent() {
            let row = Row { placement: Placement::Home, fit: None, sensitivities: None };
            self.category_rows.rows.insert("", row);
        }
        for (at, row) in self.rows(&document.categories, "categories", Some(Kind::Categories)) {
            self.category(row, at);
        }
        if document.categories.value().is_some_and(Vec::is_empty) {
            let advice =
                "expected what kinds of data there are; leave the section out and all data follows its home";
            self.error(&Path::Section("categories"), "empty_set", advice);
        }
        let path = Path::Section("sensitivities");
        let wider = self.sensitivities(&document.sensitivities, &path).unwrap_or(Sensitivities::ALL);
        self.category_rules(wider);
    }

    fn category(&mut self, row: &'d CategoryRow, at: usize) {
        let place = Path::Row("categories", at);
        let before = self.trouble();
        let name = self.required(&row.category, &place.field("category"), &Expected::CATEGORY);
        let placement = self.placement(row, &place);
        let path = place.field("frameworks");
        let fit = (!row.frameworks.is_absent()).then(|| self.framework_set(&row.frameworks, &path));
        let sensitivities = self.sensitivities(&row.sensitivities, &place.field("sensitivities"));
        let is_sound = self.trouble() == before;
        if let (true, Placement::Within(regions), Some(fit)) = (is_sound, &placement, &fit)
            && !regions.meets(fit)
        {
            self.error(&path, "rule_never_matches", "no place of this category satisfies them all");
        }
        let written = match name {
            None => None,
            Some(AllOr::All) => Some(""),
            Some(AllOr::One(category)) => Some(category.as_str()),
        };
        if !is_sound {
            self.break_name(Kind::Categories, &row.category, written);
        }
        let Some(name) = written else { return };
        if self.category_rows.rows.contains_key(name) {
            self.duplicate(if name.is_empty() { "*" } else { name }, &place);
        } else {
            self.category_rows.rows.insert(name, Row { placement, fit, sensitivities });
        }
    }

    fn placement(&mut self, row: &'d CategoryRow, place: &Path<'_>) -> Placement {
        let kind = self.optional(&row.placement, &place.field("placement"), &Expected::PLACEMENT).copied();
        if matches!(row.placement, Field::Bad(_)) {
            return Placement::Home;
        }
        if kind != Some(PlacementKind::FixedZone) {
            self.misplaced(&row.zone, &place.field("zone"));
        }
        if kind != Some(PlacementKind::Shared) {
            self.misplaced(&row.regions, &place.field("regions"));
        }
        match kind.unwrap_or_default() {
            PlacementKind::FollowHome => Placement::Home,
            PlacementKind::FollowOrganization => Placement::Organization,
            PlacementKind::FixedZone => {
                let path = place.field("zone");
                let zone = self.required(&row.zone, &path, &Expected::ZONE_IN_USE);
                let regions = zone.map(|zone| self.zone_in_use(*zone, &path)).unwrap_or_default();
                Placement::Within(regions)
            }
            PlacementKind::Shared => {
                let before = self.trouble();
                let path = place.field("regions");
                let regions = self.regions_of(&row.regions, &path).intersection(&self.book.available);
                if regions.is_empty() && self.trouble() == before && self.is_whole(Kind::Regions) {
                    self.error(&path, "rule_never_matches", "none of these regions is available");
                }
                Placement::Within(regions)
            }
        }
    }

    /// The available regions of a zone, of which there must be one.
    pub(crate) fn zone_in_use(&mut self, zone: Zone, path: &Path<'_>) -> Set {
        let regions = self.book.zone(zone);
        if regions.is_empty() {
            self.unlisted_zone(zone, path);
        }
        regions
    }

    /// Reports a zone that no region has.
    pub(crate) fn unlisted_zone(&mut self, zone: Zone, path: &Path<'_>) {
        if !self.is_whole(Kind::Regions) {
            self.excuse();
            return;
        }
        let zones: BTreeSet<&str> =
            self.book.regions.iter().filter_map(|entry| entry.zone.as_ref().map(Zone::as_str)).collect();
        let suggestion = self.near.nearest(zone.as_str(), zones);
        self.unfit(zone.as_str(), path, &Expected::ZONE_IN_USE, suggestion);
    }

    fn sensitivities(
        &mut self,
        list: &'d Field<Vec<Field<Sensitivity>>>,
        path: &Path<'_>,
    ) -> Option<Sensitivities> {
        let items = self.items(list, path);
        let words = self.words(items, path, &Expected::SENSITIVITY);
        list.value().map(|_| words.into_iter().collect())
    }

    /// Makes a rule for every row, and for every category named elsewhere that lies in a row without being one.
    fn category_rules(&mut self, wider: Sensitivities) {
        let document = self.document;
        let mut names: BTreeSet<&'d str> = self.category_rows.rows.keys().copied().collect();
        let transfers = document.transfers.values().flat_map(|row| row.categories.values());
        let grants = document.break_glass.values().flat_map(|row| row.categories.values());
        let sectors = document.sectors.values().flat_map(|row| row.categories.values());
        let promises = document.promises.values().flat_map(|row| row.categories.values());
        for category in transfers.chain(grants).chain(sectors).chain(promises) {
            if names.len() < LIMIT && self.category_rows.above(category.as_str()).next().is_some() {
                names.insert(category.as_str());
            }
        }
        let mut rules: Vec<(Option<DataCategory>, &'d str)> =
            names.into_iter().map(|name| (DataCategory::parse(name).ok(), name)).collect();
        rules.sort_unstable_by_key(|(category, _)| *category);
        for (at, (category, name)) in rules.into_iter().enumerate() {
            let rule = self.category_rule(category, name, wider);
            self.book.categories.push(rule);
            self.category_rows.positions.insert(name, at);
        }
        self.book.category_index = CategoryIndex::new(&self.book.categories);
    }

    fn category_rule(
        &self,
        category: Option<DataCategory>,
        name: &'d str,
        wider: Sensitivities,
    ) -> CategoryRule {
        let rows = || self.category_rows.above(name);
        let placement = rows().next().map_or(Placement::Home, |row| row.placement.clone());
        let everywhere = Set::first(self.book.regions.len());
        let fits = rows().filter_map(|row| row.fit.as_ref());
        let fit = fits.fold(everywhere, |all, fit| all.intersection(fit));
        let sensitivities = rows().find_map(|row| row.sensitivities).unwrap_or(wider);
        CategoryRule { category, placement, fit, sensitivities, demands: Set::new() }
    }

    /// The rules of the categories within those listed, by position. A name that covers none is an issue.
    pub(crate) fn category_set(&mut self, list: &'d Field<Vec<Field<DataCategory>>>, path: &Path<'_>) -> Set {
        let mut set = Set::new();
        let items = self.some_items(list, path, &Expected::LISTED_CATEGORY);
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for (at, item) in items.iter().enumerate() {
            let path = path.item(at);
            let Some(category) = self.optional(item, &path, &Expected::CATEGORY) else { continue };
            if !names.insert(category.as_str()) {
                self.error(&path, "duplicate", "expected each entry once; take one out");
                continue;
            }
            let mut is_found = false;
            for at in self.category_rows.within(category.as_str()) {
                is_found = true;
                set.insert(at);
            }
            if !is_found {
                let near = self.near.nearest(category.as_str(), self.category_rows.rows.keys().copied());
                self.unlisted(Kind::Categories, category.as_str(), &path, &Expected::LISTED_CATEGORY, near);
            }
        }
        set
    }

    /// Where all frameworks of a list are satisfied. One that no region satisfies is an issue.
    pub(crate) fn framework_set(&mut self, list: &'d Field<Vec<Field<String>>>, path: &Path<'_>) -> Set {
        let mut fit = Set::first(self.book.regions.len());
        let items = self.items(list, path);
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for (at, item) in items.iter().enumerate() {
            let path = path.item(at);
            let Some(name) = self.optional(item, &path, &Expected::NAME) else { continue };
            if !names.insert(name) {
                self.error(&path, "duplicate", "expected each entry once; take one out");
                continue;
            }
            let regions = self.frameworks.get(name.as_str()).cloned().unwrap_or_default();
            if regions.is_empty() {
                if self.is_whole(Kind::Regions) {
                    let near = self.near.nearest(name, self.frameworks.keys().map(String::as_str));
                    self.unfit(name, &path, &Expected::FRAMEWORK, near);
                } else {
                    self.excuse();
                }
                continue;
            }
            fit = fit.intersection(&regions);
        }
        fit
    }

    pub(crate) fn sectors(&mut self) {
        let document = self.document;
        for (at, row) in self.rows(&document.sectors, "sectors", Some(Kind::Sectors)) {
            let place = Path::Row("sectors", at);
            let before = self.trouble();
            let name = self.name(&row.sector, &place.field("sector"), &Expected::NAME);
            let categories = self.category_set(&row.categories, &place.field("categories"));
            let regions = self.regions_of(&row.regions, &place.field("regions"));
            if self.trouble() != before {
                self.break_name(Kind::Sectors, &row.sector, name);
            }
            let Some(name) = name else { continue };
            if self.sectors.contains_key(name) {
                self.duplicate(name, &place);
            } else {
                self.sectors.insert(name, (categories, regions));
            }
        }
    }

    /// Where each category may be for whoever is bound by these sectors.
    pub(crate) fn binding(&self, sectors: &BTreeSet<&'d str>) -> Vec<Set> {
        let everywhere = Set::first(self.book.regions.len());
        let mut binding = alloc::vec![everywhere; self.book.categories.len()];
        for (categories, regions) in sectors.iter().filter_map(|name| self.sectors.get(name)) {
            for at in categories.iter() {
                if let Some(allowed) = binding.get_mut(at) {
                    *allowed = allowed.intersection(regions);
                }
            }
        }
        binding
    }
}

/// The category and those it lies in, the nearest first.
fn wider(category: &str) -> impl Iterator<Item = &str> {
    core::iter::successors(Some(category), |narrower| Some(narrower.rsplit_once('.')?.0))
}
