//! Reading a document: regions, groups, plans, the fallback.

use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::vec::Vec;

use crate::place::Jurisdiction;
use crate::place::Region;
use crate::place::RegionStatus;
use crate::place::Zone;
use crate::policy::document::RegionRow;
use crate::policy::reader::Reader;
use crate::policy::reader::is_name;
use crate::policy::rulebook::Enforcement;
use crate::policy::rulebook::RegionEntry;
use crate::tenant::Plan;

impl Reader<'_> {
    pub(crate) fn regions(&mut self) {
        let mut entries: Vec<(RegionEntry, bool)> = Vec::new();
        for (at, row) in self.document.regions.iter().enumerate() {
            let path = |field: &str| format!("regions[{at}].{field}");
            let advice = "expected a region: an AWS code such as eu-west-1, or provider:code";
            let region = self.parsed(
                row.region.as_ref(),
                &path("region"),
                |text| text.parse().ok(),
                "unknown_region",
                advice,
            );
            let zone = self.optional(
                row.zone.as_ref(),
                &path("zone"),
                |text| Zone::parse(text).ok(),
                "unknown_zone",
                "expected a zone: us, eu, apac or a code of your own",
            );
            let status = |text: &str| match text {
                "available" => Some(true),
                "planned" => Some(false),
                _ => None,
            };
            let advice = "expected available or planned";
            let is_available = self
                .parsed(row.status.as_ref(), &path("status"), status, "unknown_word", advice)
                .unwrap_or(false);
            let mut frameworks = self.words(
                &row.frameworks,
                &path("frameworks"),
                |text| is_name(text).then(|| text.to_owned()),
                "invalid_name",
                "expected a framework: lower-case letters, digits and single inner hyphens",
            );
            frameworks.sort();
            let conditions = self.conditions(&row.conditions, &path("conditions"));
            let Some(region) = region else { continue };
            let country = self.country(row, region, at);
            let is_new = entries.iter().all(|(entry, _)| entry.region != region);
            if self.admit("regions", at, is_new) {
                let is_available = is_available && self.is_in_service(region, at);
                entries.push((RegionEntry { region, country, zone, frameworks, conditions }, is_available));
            }
        }
        self.settle(entries);
    }

    /// Puts the regions into the rulebook.
    fn settle(&mut self, mut entries: Vec<(RegionEntry, bool)>) {
        entries.sort_by_key(|(entry, _)| entry.region);
        self.book.available =
            entries.iter().enumerate().filter(|(_, (_, is))| *is).map(|(at, _)| at).collect();
        self.book.regions = entries.into_iter().map(|(entry, _)| entry).collect();
        let position = |region: &Region| self.book.regions.iter().position(|entry| entry.region == *region);
        let named = Region::NAMED.iter().map(|region| position(region).and_then(|at| u8::try_from(at).ok()));
        self.book.named_regions = named.collect();
        if self.book.available.is_empty() {
            self.error("regions", "empty_set", "expected at least one region that is available");
        }
    }

    /// The country of a region: the catalogue's where that is settled, else the document's.
    fn country(&mut self, row: &RegionRow, region: Region, at: usize) -> Option<Jurisdiction> {
        let path = format!("regions[{at}].country");
        let settled = self.catalog.jurisdiction(region);
        let Some(text) = &row.country else {
            let several =
                self.catalog.facts(region).is_some_and(|facts| facts.status() != RegionStatus::Unconfirmed);
            if settled.is_none() && !several {
                self.error(
                    path,
                    "unknown_country",
                    "the catalogue has no confirmed country for this region; write it",
                );
            }
            return settled;
        };
        let country = match Jurisdiction::parse(text) {
            Ok(country) if !country.is_organization() => country,
            Ok(_) => {
                let advice = "expected the country where the region lies: an organization is no place";
                self.error(path, "unknown_country", advice);
                return None;
            }
            Err(error) => {
                self.error(path, "unknown_country", error.advice());
                return None;
            }
        };
        // The document may know in which part of the country the region lies.
        if settled.is_some_and(|settled| !country.is_within(settled)) {
            self.error(
                path,
                "country_conflict",
                "the catalogue has another country for this region; take this one out",
            );
            return settled;
        }
        Some(country)
    }

    /// False, with an issue, if the catalogue knows that the region is not in service yet.
    fn is_in_service(&mut self, region: Region, at: usize) -> bool {
        let is_planned =
            self.catalog.facts(region).is_some_and(|facts| facts.status() == RegionStatus::Planned);
        if is_planned {
            let advice =
                "the catalogue has this region as planned; write planned, or wait for the next catalogue";
            self.error(format!("regions[{at}].status"), "region_planned", advice);
        }
        !is_planned
    }

    pub(crate) fn groups(&mut self) {
        for (at, row) in self.document.groups.iter().enumerate() {
            let path = |field: &str| format!("groups[{at}].{field}");
            let name = self.parsed(
                row.group.as_ref(),
                &path("group"),
                |text| is_name(text).then(|| text.to_owned()),
                "invalid_name",
                "expected a name: lower-case letters, digits and single inner hyphens",
            );
            if row.edition.as_ref().is_none_or(|edition| edition.trim().is_empty()) {
                let advice = "expected the edition the group was copied from: a group that grows silently permits more";
                self.error(path("edition"), "group_not_pinned", advice);
            }
            if let Some(nested) = row.regions.iter().position(|text| text.starts_with("group:")) {
                self.error(
                    format!("groups[{at}].regions[{nested}]"),
                    "nested_group",
                    "expected regions, not a group",
                );
                continue;
            }
            let regions = self.region_set(&row.regions, &path("regions"));
            let Some(name) = name else { continue };
            let is_new = self.groups.iter().all(|(other, _)| *other != name);
            if self.admit("groups", at, is_new) {
                self.groups.push((name, regions));
            }
        }
    }

    pub(crate) fn default_region(&mut self) {
        let Some(text) = &self.document.default_region else { return };
        let position = text.parse().ok().and_then(|region| self.book.region_at(region));
        match position.filter(|position| self.book.available.contains(*position)) {
            Some(position) => self.book.default_region = self.book.region(position),
            None => self.error(
                "default_region",
                "unknown_region",
                "expected an available region listed under regions",
            ),
        }
    }

    pub(crate) fn plans(&mut self) {
        let mut names: Vec<&str> = Vec::new();
        for (at, row) in self.document.plans.iter().enumerate() {
            let path = |field: &str| format!("plans[{at}].{field}");
            let regions = self.region_set(&row.regions, &path("regions"));
            let advice = "expected a plan: lower-case letters, digits and single inner hyphens, or * for all";
            let Some(name) = self.required(row.plan.as_ref(), &path("plan"), advice) else { continue };
            let is_new = !names.contains(&name);
            names.push(name);
            if !self.admit("plans", at, is_new) {
                continue;
            }
            match (name, Plan::parse(name)) {
                ("*", _) => self.book.everyone = regions,
                (_, Ok(plan)) => self.book.plans.push((plan, regions)),
                (_, Err(_)) => self.error(path("plan"), "invalid_name", advice),
            }
        }
        let everyone = self.book.everyone;
        for (at, name) in names.iter().enumerate() {
            let own = Plan::parse(name)
                .ok()
                .and_then(|plan| self.book.plans.iter().find(|(other, _)| *other == plan));
            if own.is_some_and(|(_, regions)| regions.is_subset(everyone) && !regions.is_empty()) {
                let advice = "every plan may have these regions already by the row *; take this row out";
                self.error(format!("plans[{at}]"), "rule_shadowed", advice);
            }
        }
        self.book.plans.sort_by_key(|(plan, _)| *plan);
        if self.document.plans.is_empty() {
            let advice =
                "expected who may have which home region; a row with plan = \"*\" speaks for every plan";
            self.error("plans", "empty_set", advice);
        }
    }

    pub(crate) fn fallback(&mut self) {
        let Some(row) = &self.document.endpoint_fallback else { return };
        let mode = |text: &str| match text {
            "refuse" => Some(false),
            "deliver-and-record" => Some(true),
            _ => None,
        };
        let advice = "expected refuse or deliver-and-record";
        let path = "endpoint_fallback.mode";
        let is_allowed =
            self.optional(row.mode.as_ref(), path, mode, "unknown_word", advice).unwrap_or(false);
        if !is_allowed {
            self.misplaced(!row.regions.is_empty(), "endpoint_fallback.regions");
            return;
        }
        let regions = self.region_set(&row.regions, "endpoint_fallback.regions");
        let strict = self.enforcement == Enforcement::FullPartition;
        if strict || !regions.is_subset(self.book.available) {
            let advice = "a full partition has no fallback, and best effort has one for available regions only; refuse, or take the region out";
            self.error("endpoint_fallback", "fallback_outside_strict_set", advice);
            return;
        }
        self.fallback = regions;
    }
}
