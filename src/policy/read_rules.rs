//! Reading a document: categories, roles, recipients, sectors.

use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::data::DataCategory;
use crate::data::Sensitivities;
use crate::data::Sensitivity;
use crate::law::Act;
use crate::law::Acts;
use crate::place::Jurisdiction;
use crate::place::Zone;
use crate::policy::document::CategoryRow;
use crate::policy::mask::Mask;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::policy::reader::Reader;
use crate::policy::reader::is_name;
use crate::policy::rulebook::CategoryRule;
use crate::policy::rulebook::Duty;
use crate::policy::rulebook::Enforcement;
use crate::policy::rulebook::Placement;
use crate::policy::rulebook::RecipientRule;
use crate::policy::rulebook::RoleRule;

impl<'d> Reader<'d> {
    pub(crate) fn categories(&mut self) {
        for (at, row) in self.document.categories.iter().enumerate() {
            let path = |field: &str| format!("categories[{at}].{field}");
            let category = self.parsed(
                row.category.as_ref(),
                &path("category"),
                |text| DataCategory::parse(text).ok(),
                "invalid_category",
                "expected a category: dotted segments of lower-case letters, digits and hyphens",
            );
            let placement = self.placement(row, at);
            let frameworks = self.stated(row.frameworks.as_ref(), &path("frameworks"));
            let fit = self.framework_set(frameworks, &path("frameworks"));
            let sensitivities = self.sensitivities(row, &path("sensitivities"));
            let Some(category) = category else { continue };
            let is_new = self.book.categories.iter().all(|rule| rule.category != category);
            if let (true, Some(placement)) = (self.admit("categories", at, is_new), placement) {
                self.book.categories.push(CategoryRule {
                    category,
                    placement,
                    fit,
                    sensitivities,
                    demands: Mask::NONE,
                });
            }
            if let Some(Placement::Within(mask)) = placement
                && mask.intersection(fit).is_empty()
            {
                self.error(
                    path("frameworks"),
                    "rule_never_matches",
                    "no place of this category satisfies them all",
                );
            }
        }
        self.book.categories.sort_by_key(|rule| rule.category);
        if self.document.categories.is_empty() {
            self.error(
                "categories",
                "empty_set",
                "expected what kinds of data there are and where each belongs",
            );
        }
    }

    fn placement(&mut self, row: &'d CategoryRow, at: usize) -> Option<Placement> {
        let path = |field: &str| format!("categories[{at}].{field}");
        let advice = "expected follow-home, follow-organization, fixed-zone or shared";
        let kind = self.required(row.placement.as_ref(), &path("placement"), advice)?;
        self.misplaced(kind != "fixed-zone" && row.zone.is_some(), &path("zone"));
        self.misplaced(kind != "shared" && !row.regions.is_empty(), &path("regions"));
        match kind {
            "follow-home" => Some(Placement::Home),
            "follow-organization" => Some(Placement::Organization),
            "fixed-zone" => {
                let advice = "expected a zone of some available region listed under regions";
                let zone = self.required(row.zone.as_ref(), &path("zone"), advice)?;
                let mask = Zone::parse(zone).map(|zone| self.book.zone(zone)).unwrap_or_default();
                if mask.is_empty() {
                    self.error(path("zone"), "unknown_zone", advice);
                }
                Some(Placement::Within(mask))
            }
            "shared" => {
                let mask = self.region_set(&row.regions, &path("regions"));
                Some(Placement::Within(mask.intersection(self.book.available)))
            }
            _ => {
                self.error(path("placement"), "unknown_word", advice);
                None
            }
        }
    }

    fn sensitivities(&mut self, row: &'d CategoryRow, path: &str) -> Sensitivities {
        let Some(list) = &row.sensitivities else { return Sensitivities::ALL };
        let advice =
            "expected what the law may single out: special, health, payment, …; [\"none\"] for nothing";
        let list = match list.as_slice() {
            [only] if only == "none" => &[],
            list => list,
        };
        if list.is_empty() && row.sensitivities.as_ref().is_some_and(Vec::is_empty) {
            self.error(path, "empty_set", advice);
            return Sensitivities::ALL;
        }
        let words = self.words(list, path, |text| Sensitivity::parse(text).ok(), "unknown_word", advice);
        if words.len() == list.len() { words.into_iter().collect() } else { Sensitivities::ALL }
    }

    pub(crate) fn roles(&mut self) {
        for (at, row) in self.document.roles.iter().enumerate() {
            let path = |field: &str| format!("roles[{at}].{field}");
            let advice = "expected a role: lower-case letters, digits and single inner hyphens";
            let name = self.parsed(
                row.role.as_ref(),
                &path("role"),
                |text| RoleName::parse(text).ok(),
                "invalid_name",
                advice,
            );
            let acts = if row.acts == ["none"] { Acts::NONE } else { self.acts(&row.acts, &path("acts")) };
            if row.acts.is_empty() && !row.across.is_empty() {
                // A key that is mistaken for the other must not carry acts across regions.
                let advice = "expected what the role may do where the data belongs, or [\"none\"]";
                self.error(path("acts"), "missing_field", advice);
            }
            let across = self.acts(&row.across, &path("across"));
            if self.enforcement == Enforcement::FullPartition && across.contains(Act::RemoteRead) {
                let advice =
                    "nobody reads across a full partition; take remote-read out, or write best-effort";
                self.error(path("across"), "rule_never_matches", advice);
            }
            let duty = |text: &str| Duty::ALL.into_iter().find(|duty| duty.as_str() == text);
            let advice = "expected approve-migration or change-region";
            let mut duties = self.words(&row.duties, &path("duties"), duty, "unknown_word", advice);
            duties.sort();
            if row.acts.is_empty() && row.across.is_empty() && row.duties.is_empty() {
                self.error(format!("roles[{at}]"), "empty_set", "expected something the role may do");
            }
            let Some(name) = name else { continue };
            let is_new = self.book.roles.iter().all(|rule| rule.name != name);
            if self.admit("roles", at, is_new) {
                self.book.roles.push(RoleRule { name, acts, across, duties });
            }
        }
        self.book.roles.sort_by_key(|rule| rule.name);
        if self.document.roles.is_empty() {
            self.error("roles", "empty_set", "expected who may do what; a service is a role too");
        }
    }

    pub(crate) fn acts(&mut self, list: &'d [String], path: &str) -> Acts {
        let advice =
            "expected an act: store, process, remote-read, replicate, back-up, log, deliver, onward-transfer";
        let acts = self.words(list, path, |text| Act::parse(text).ok(), "unknown_act", advice);
        acts.into_iter().collect()
    }

    pub(crate) fn recipients(&mut self) {
        for (at, row) in self.document.recipients.iter().enumerate() {
            let path = |field: &str| format!("recipients[{at}].{field}");
            let name = self.parsed(
                row.recipient.as_ref(),
                &path("recipient"),
                |text| RecipientName::parse(text).ok(),
                "invalid_name",
                "expected a recipient: lower-case letters, digits and single inner hyphens",
            );
            let advice = row.country.as_ref().and_then(|text| Jurisdiction::suggestion(text)).unwrap_or(
                "expected the country of the recipient's legal entity, by its ISO 3166-1 alpha-2 code",
            );
            let country = self.parsed(
                row.country.as_ref(),
                &path("country"),
                |text| Jurisdiction::parse(text).ok(),
                "unknown_country",
                advice,
            );
            let Some(name) = name else { continue };
            let is_new = self.book.recipients.iter().all(|rule| rule.name != name);
            if self.admit("recipients", at, is_new) {
                self.book.recipients.push(RecipientRule { name, country });
            }
        }
        self.book.recipients.sort_by_key(|rule| rule.name);
    }

    pub(crate) fn sectors(&mut self) {
        for (at, row) in self.document.sectors.iter().enumerate() {
            let path = |field: &str| format!("sectors[{at}].{field}");
            let name = self.parsed(
                row.sector.as_ref(),
                &path("sector"),
                |text| is_name(text).then(|| text.to_owned()),
                "invalid_name",
                "expected a sector: lower-case letters, digits and single inner hyphens",
            );
            let categories = self.category_set(&row.categories, &path("categories"));
            let regions = self.region_set(&row.regions, &path("regions"));
            let Some(name) = name else { continue };
            let is_new = self.sectors.iter().all(|(other, ..)| *other != name);
            if self.admit("sectors", at, is_new) {
                self.sectors.push((name, categories, regions));
            }
        }
    }

    /// Where each category may be for whoever is bound by these sectors.
    pub(crate) fn binding(&self, sectors: &[usize]) -> Vec<Mask> {
        let rows = sectors.iter().filter_map(|at| self.sectors.get(*at));
        let everywhere = Mask::first(self.book.regions.len());
        let mut binding = alloc::vec![everywhere; self.book.categories.len()];
        for (_, categories, regions) in rows {
            for (at, allowed) in binding.iter_mut().enumerate() {
                if categories.contains(at) {
                    *allowed = allowed.intersection(*regions);
                }
            }
        }
        binding
    }
}
