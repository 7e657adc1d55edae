//! Reading a document: regions, groups, plans.

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use crate::law::ConditionOwner;
use crate::place::Jurisdiction;
use crate::place::Region;
use crate::place::RegionStatus;
use crate::policy::broken::Kind;
use crate::policy::document::GroupRow;
use crate::policy::document::RegionRow;
use crate::policy::expected::Expected;
use crate::policy::field::Field;
use crate::policy::path::Path;
use crate::policy::reader::Reader;
use crate::policy::rulebook::RegionEntry;
use crate::policy::set::Set;
use crate::policy::words::AllOr;
use crate::policy::words::Availability;
use crate::policy::words::RegionOrGroup;
use crate::policy::words::is_name;
use crate::tenant::Plan;

impl<'d> Reader<'d> {
    pub(crate) fn regions(&mut self) {
        let mut entries: BTreeMap<Region, (RegionEntry, bool)> = BTreeMap::new();
        let document = self.document;
        for (at, row) in self.rows(&document.regions, "regions", Some(Kind::Regions)) {
            let before = self.trouble();
            if let Some((entry, is_available)) = self.region(row, at) {
                let region = entry.region;
                let row = (region, (entry, is_available));
                self.add(&mut entries, row, region.as_str(), &Path::Row("regions", at));
            }
            if self.trouble() != before {
                let region = row.region.value().map(Region::as_str);
                self.break_name(Kind::Regions, &row.region, region);
            }
        }
        self.book.available =
            entries.values().enumerate().filter(|(_, (_, is))| *is).map(|(at, _)| at).collect();
        self.book.regions = entries.into_values().map(|(entry, _)| entry).collect();
        let mut named = alloc::vec![None; Region::NAMED.len()];
        for (at, entry) in (0_u16..).zip(&self.book.regions) {
            let ordinal = entry.region.ordinal().and_then(|ordinal| usize::try_from(ordinal).ok());
            if let Some(slot) = ordinal.and_then(|ordinal| named.get_mut(ordinal)) {
                *slot = Some(at);
            }
        }
        self.book.named_regions = named;
        for (at, entry) in self.book.regions.iter().enumerate() {
            for framework in &entry.frameworks {
                self.frameworks.entry(framework.clone()).or_default().insert(at);
            }
        }
        if self.book.available.is_empty() && self.is_whole(Kind::Regions) {
            let advice = "expected at least one region that is available";
            self.error(&Path::Section("regions"), "empty_set", advice);
        }
    }

    fn region(&mut self, row: &'d RegionRow, at: usize) -> Option<(RegionEntry, bool)> {
        let place = Path::Row("regions", at);
        let region = self.known_region(&row.region, &place.field("region"));
        let zone = self.optional(&row.zone, &place.field("zone"), &Expected::ZONE).copied();
        let path = place.field("status");
        let status = self.optional(&row.status, &path, &Expected::STATUS).copied().unwrap_or_default();
        let path = place.field("frameworks");
        let mut frameworks: BTreeSet<String> = BTreeSet::new();
        for (at, item) in self.items(&row.frameworks, &path).iter().enumerate() {
            let path = path.item(at);
            if let Some(name) = self.name(item, &path, &Expected::NAME)
                && !frameworks.insert(name.into())
            {
                self.error(&path, "duplicate", "expected each entry once; take one out");
            }
        }
        // An agreement with whoever runs the place counts for data that stays there, which no transfer speaks of.
        let owners = [ConditionOwner::Place, ConditionOwner::Instrument];
        let conditions = self.conditions(&row.conditions, &place.field("conditions"), &owners);
        self.optional(&row.display, &place.field("display"), &Expected::TEXT);
        let region = region?;
        let country = self.country(row, region, at);
        let is_available = status == Availability::Available && self.is_in_service(region, at);
        let zone = zone.or_else(|| self.catalog.zone(region));
        let frameworks = frameworks.into_iter().collect();
        Some((RegionEntry { region, country, zone, frameworks, conditions }, is_available))
    }

    fn known_region(&mut self, field: &'d Field<Region>, path: &Path<'_>) -> Option<Region> {
        if let Field::Bad(text) = field {
            let names: Vec<Region> = self.catalog.iter().map(|(region, _)| region).collect();
            let suggestion = self.near.nearest(text, names.iter().map(Region::as_str));
            self.unfit(text, path, &Expected::REGION, suggestion);
            return None;
        }
        self.required(field, path, &Expected::REGION).copied()
    }

    /// The country of a region: the catalogue's where that is settled, else the document's.
    fn country(&mut self, row: &'d RegionRow, region: Region, at: usize) -> Option<Jurisdiction> {
        let place = Path::Row("regions", at);
        let path = place.field("country");
        let settled = self.catalog.jurisdiction(region);
        let Some(country) = self.jurisdiction(&row.country, &path) else {
            let several =
                self.catalog.facts(region).is_some_and(|facts| facts.status() != RegionStatus::Unconfirmed);
            if row.country.is_absent() && settled.is_none() && !several {
                let advice = "the catalogue has no confirmed country for this region; write it";
                self.error(&path, "unknown_country", advice);
            }
            return settled;
        };
        if country.is_organization() {
            let advice = "expected the country where the region lies: an organization is no place";
            self.error(&path, "unknown_country", advice);
            return settled;
        }
        // The document may know in which part of the country the region lies.
        if settled.is_some_and(|settled| !country.is_within(settled)) {
            let advice = "the catalogue has another country for this region; take this one out";
            self.error(&path, "country_conflict", advice);
            return settled;
        }
        Some(country)
    }

    /// A country that may be left out.
    pub(crate) fn jurisdiction(
        &mut self,
        field: &'d Field<Jurisdiction>,
        path: &Path<'_>,
    ) -> Option<Jurisdiction> {
        if let Field::Bad(text) = field {
            let advice = Jurisdiction::suggestion(text).unwrap_or(Expected::COUNTRY.advice);
            let expected = Expected { advice, ..Expected::COUNTRY };
            let suggestion = advice.rsplit_once("write ").map(|(_, code)| code.into());
            self.unfit(text, path, &expected, suggestion);
        }
        field.value().copied()
    }

    /// False, with an issue, if the catalogue knows that the region is not in service yet.
    fn is_in_service(&mut self, region: Region, at: usize) -> bool {
        let is_planned =
            self.catalog.facts(region).is_some_and(|facts| facts.status() == RegionStatus::Planned);
        if is_planned {
            let advice =
                "the catalogue has this region as planned; write planned, or wait for the next catalogue";
            self.error(&Path::Row("regions", at).field("status"), "region_planned", advice);
        }
        !is_planned
    }

    pub(crate) fn groups(&mut self) {
        let document = self.document;
        for (at, row) in self.rows(&document.groups, "groups", Some(Kind::Groups)) {
            let place = Path::Row("groups", at);
            let before = self.trouble();
            let name = self.name(&row.group, &place.field("group"), &Expected::NAME);
            let regions = self.group(row, &place);
            if self.trouble() != before {
                self.break_name(Kind::Groups, &row.group, name);
                continue;
            }
            let Some(name) = name else { continue };
            if self.groups.contains_key(name) {
                self.duplicate(name, &place);
            } else {
                self.groups.insert(name, regions);
            }
        }
    }

    fn group(&mut self, row: &'d GroupRow, place: &Path<'_>) -> Set {
        let mut regions = Set::new();
        match (row.zone.is_absent(), row.countries.is_absent()) {
            (true, true) => {
                let path = place.field("edition");
                let edition = self.optional(&row.edition, &path, &Expected::GROUP_EDITION);
                if edition.is_none_or(|edition| edition.trim().is_empty()) {
                    self.error(&path, Expected::GROUP_EDITION.code, Expected::GROUP_EDITION.advice);
                }
                let path = place.field("regions");
                let items = self.some_items(&row.regions, &path, &Expected::LISTED_REGION);
                for (at, item) in items.iter().enumerate() {
                    let path = path.item(at);
                    if let Field::Bad(text) = item
                        && text.starts_with("group:")
                    {
                        self.error(&path, "nested_group", "expected regions, not a group");
                        continue;
                    }
                    let Some(found) = self.listed_region(item, &path) else { continue };
                    if regions.contains(found) {
                        self.error(&path, "duplicate", "this adds nothing to the list; take it out");
                    }
                    regions.insert(found);
                }
                return regions;
            }
            (false, true) => {
                if let Some(zone) = self.optional(&row.zone, &place.field("zone"), &Expected::ZONE) {
                    let entries = self.book.regions.iter().enumerate();
                    regions =
                        entries.filter(|(_, entry)| entry.zone == Some(*zone)).map(|(at, _)| at).collect();
                    if regions.is_empty() {
                        self.unlisted_zone(*zone, &place.field("zone"));
                    }
                }
            }
            (true, false) => regions = self.members(row, place),
            (false, false) => self.misplaced(&row.zone, &place.field("zone")),
        }
        self.misplaced(&row.regions, &place.field("regions"));
        self.misplaced(&row.edition, &place.field("edition"));
        regions
    }

    /// The regions whose country is surely in a group of countries, and will be as far as is known.
    fn members(&mut self, row: &'d GroupRow, place: &Path<'_>) -> Set {
        let path = place.field("in");
        let names: BTreeSet<String> =
            self.law.members().iter().map(|member| member.group.as_str().into()).collect();
        let text = match &row.countries {
            Field::Value(group) if names.contains(group.as_str()) => {
                let day = self.law.edition().released();
                let members: BTreeSet<Jurisdiction> = {
                    let rows = self.law.members().iter().filter(|member| member.group == *group);
                    let lasting = rows.filter(|member| member.validity.until.is_none());
                    let sure = lasting.filter(|member| self.law.is_member(*group, member.member, day));
                    sure.map(|member| member.member).collect()
                };
                let entries = self.book.regions.iter().enumerate();
                let is_in =
                    |entry: &RegionEntry| entry.country.is_some_and(|country| members.contains(&country));
                let regions: Set = entries.filter(|(_, entry)| is_in(entry)).map(|(at, _)| at).collect();
                self.filled(&regions, &path);
                return regions;
            }
            Field::Value(group) => group.as_str(),
            Field::Bad(text) => text,
            Field::Absent => return Set::new(),
        };
        let suggestion = self.near.nearest(text, names.iter().map(String::as_str));
        self.unfit(text, &path, &Expected::COUNTRIES, suggestion);
        Set::new()
    }

    fn filled(&mut self, regions: &Set, path: &Path<'_>) {
        if !regions.is_empty() {
            return;
        }
        if self.is_whole(Kind::Regions) {
            self.error(path, "empty_set", "expected at least one region in use that it takes in");
        } else {
            self.excuse();
        }
    }

    pub(crate) fn default_region(&mut self) {
        let path = Path::Section("default_region");
        let field = &self.document.default_region;
        let text = match field {
            Field::Absent => return,
            Field::Value(region) => match self.book.region_at(*region) {
                Some(at) if self.book.available.contains(at) => {
                    self.book.default_region = Some(*region);
                    return;
                }
                Some(_) | None => region.as_str(),
            },
            Field::Bad(text) => text,
        };
        let suggestion = self.near_region(text);
        self.unlisted(Kind::Regions, text, &path, &Expected::AVAILABLE_REGION, suggestion);
    }

    pub(crate) fn plans(&mut self) {
        let document = self.document;
        if document.plans.is_absent() {
            self.book.everyone = self.book.available.clone();
            return;
        }
        let mut plans: BTreeMap<Plan, (usize, Set)> = BTreeMap::new();
        let mut everyone: Option<Set> = None;
        for (at, row) in self.rows(&document.plans, "plans", None) {
            let place = Path::Row("plans", at);
            let name = self.required(&row.plan, &place.field("plan"), &Expected::PLAN);
            let regions = self.regions_of(&row.regions, &place.field("regions"));
            match name {
                None => {}
                Some(AllOr::All) if everyone.is_some() => self.duplicate("*", &place),
                Some(AllOr::All) => everyone = Some(regions),
                Some(AllOr::One(plan)) if plans.contains_key(plan) => self.duplicate(plan.as_str(), &place),
                Some(AllOr::One(plan)) => drop(plans.insert(*plan, (at, regions))),
            }
        }
        let everyone = everyone.unwrap_or_default();
        for (at, regions) in plans.values() {
            if regions.is_subset(&everyone) && !regions.is_empty() {
                let advice = "every plan may have these regions already by the row *; take this row out";
                self.error(&Path::Row("plans", *at), "rule_shadowed", advice);
            }
        }
        if document.plans.value().is_some_and(Vec::is_empty) {
            let advice = "expected who may have which home region; leave the section out to ask no plan";
            self.error(&Path::Section("plans"), "empty_set", advice);
        }
        self.book.everyone = everyone;
        self.book.plans = plans.into_iter().map(|(plan, (_, regions))| (plan, regions)).collect();
    }

    /// A list of regions and groups that has to be written and must not be empty.
    pub(crate) fn regions_of(&mut self, list: &'d Field<Vec<Field<RegionOrGroup>>>, path: &Path<'_>) -> Set {
        if list.is_absent() {
            self.error(path, "missing_field", Expected::LISTED_REGION.advice);
        }
        self.written_regions(list, path)
    }

    /// The regions and groups of a list that must not be empty where it is written.
    pub(crate) fn written_regions(
        &mut self,
        list: &'d Field<Vec<Field<RegionOrGroup>>>,
        path: &Path<'_>,
    ) -> Set {
        let mut set = Set::new();
        for (at, item) in self.filled_items(list, path).iter().enumerate() {
            let path = path.item(at);
            let adds = match self.listed(item, &path) {
                Listed::Region(at) if set.contains(at) => false,
                Listed::Region(at) => {
                    set.insert(at);
                    true
                }
                Listed::Group(regions) if regions.is_subset(&set) => regions.is_empty(),
                Listed::Group(regions) => {
                    set = set.union(&regions);
                    true
                }
                Listed::Nothing => true,
            };
            if !adds {
                self.error(&path, "duplicate", "this adds nothing to the list; take it out");
            }
        }
        set
    }

    fn listed(&mut self, item: &'d Field<RegionOrGroup>, path: &Path<'_>) -> Listed {
        let text = match item {
            Field::Value(RegionOrGroup::Region(region)) => match self.book.region_at(*region) {
                Some(at) => return Listed::Region(at),
                None => region.as_str(),
            },
            Field::Value(RegionOrGroup::Group(name)) => {
                if let Some(regions) = self.groups.get(name.as_str()) {
                    return Listed::Group(regions.clone());
                }
                let near = self.near.nearest(name, self.groups.keys().copied());
                let suggestion = near.map(|name| alloc::format!("group:{name}"));
                self.unlisted(Kind::Groups, name, path, &Expected::LISTED_GROUP, suggestion);
                return Listed::Nothing;
            }
            Field::Bad(text) => text,
            Field::Absent => return Listed::Nothing,
        };
        // A name of a group without the word that says so.
        let group = Some(text).filter(|text| is_name(text) && self.groups.contains_key(text));
        let suggestion = group.map(|name| alloc::format!("group:{name}")).or_else(|| self.near_region(text));
        self.unlisted(Kind::Regions, text, path, &Expected::LISTED_REGION, suggestion);
        Listed::Nothing
    }

    fn listed_region(&mut self, item: &'d Field<Region>, path: &Path<'_>) -> Option<usize> {
        let text = match item {
            Field::Value(region) => match self.book.region_at(*region) {
                Some(at) => return Some(at),
                None => region.as_str(),
            },
            Field::Bad(text) => text,
            Field::Absent => return None,
        };
        let suggestion = self.near_region(text);
        self.unlisted(Kind::Regions, text, path, &Expected::LISTED_REGION, suggestion);
        None
    }

    fn near_region(&self, text: &str) -> Option<String> {
        self.near.nearest(text, self.book.regions.iter().map(|entry| entry.region.as_str()))
    }
}

/// What an entry of a list of regions stands for.
enum Listed {
    Region(usize),
    Group(Set),
    Nothing,
}
