//! Reading a document: organizations and tenants, each within what is above it.

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::policy::broken::Kind;
use crate::policy::document::ScopeRow;
use crate::policy::expected::Expected;
use crate::policy::field::Field;
use crate::policy::path::Path;
use crate::policy::reader::Reader;
use crate::policy::rulebook::Enforcement;
use crate::policy::rulebook::GlobalEndpoints;
use crate::policy::rulebook::ScopeRule;
use crate::policy::set::Set;
use crate::policy::symbols::ScopeIndex;
use crate::policy::words::ScopeLevel;
use crate::tenant::ScopeName;

/// A scope that has been read, with what its children inherit.
#[derive(Clone)]
struct Parent<'d> {
    rule: ScopeRule,
    is_organization: bool,
    sectors: BTreeSet<&'d str>,
}

impl<'d> Reader<'d> {
    pub(crate) fn scopes(&mut self) {
        let document = self.document;
        let platform = self.platform();
        let mut read = BTreeMap::from([(ScopeName::PLATFORM, platform)]);
        let mut bindings: BTreeMap<BTreeSet<&'d str>, usize> = BTreeMap::new();
        let rows = self.rows(&document.scopes, "scopes", Some(Kind::Scopes));
        for (at, row) in &rows {
            let path = Path::Row("scopes", *at);
            if self.required(&row.level, &path.field("level"), &Expected::LEVEL).is_none() {
                self.break_name(Kind::Scopes, &row.scope, row.scope.value().map(ScopeName::as_str));
            }
        }
        // Organizations first: a tenant may stand before its organization.
        for level in [ScopeLevel::Organization, ScopeLevel::Tenant] {
            for (at, row) in &rows {
                if row.level.value() == Some(&level) {
                    let before = self.trouble();
                    self.scope(row, *at, &mut read, &mut bindings);
                    if self.trouble() != before {
                        self.break_name(Kind::Scopes, &row.scope, row.scope.value().map(ScopeName::as_str));
                    }
                }
            }
        }
        if bindings.len().saturating_mul(self.book.categories.len()) > MOST_BINDINGS {
            let advice = "there are too many different combinations of sectors for this many categories; split the policy";
            self.error(&Path::Section("scopes"), "too_many_rows", advice);
            bindings.clear();
        }
        self.book.scopes = read.into_values().map(|scope| scope.rule).collect();
        self.book.scope_index = ScopeIndex::new(&self.book.scopes);
        let mut sorted: Vec<_> = bindings.into_iter().collect();
        sorted.sort_unstable_by_key(|(_, position)| *position);
        self.book.bindings = sorted.iter().map(|(sectors, _)| self.binding(sectors)).collect();
    }

    /// The rules of the platform itself.
    fn platform(&mut self) -> Parent<'d> {
        let path = Path::Section("frameworks");
        let before = self.trouble();
        let fit = self.framework_set(&self.document.frameworks, &path);
        if self.trouble() == before && self.is_whole(Kind::Regions) && !fit.meets(&self.book.available) {
            self.error(&path, "rule_never_matches", "no available region satisfies them all");
        }
        let rule = ScopeRule {
            name: ScopeName::PLATFORM,
            regions: Set::first(self.book.regions.len()),
            enforcement: self.enforcement,
            // The rows that accept one are under endpoints.
            global_endpoints: GlobalEndpoints::Accepted,
            fit,
            binding: None,
        };
        Parent { rule, is_organization: false, sectors: BTreeSet::new() }
    }

    fn scope(
        &mut self,
        row: &'d ScopeRow,
        at: usize,
        read: &mut BTreeMap<ScopeName, Parent<'d>>,
        bindings: &mut BTreeMap<BTreeSet<&'d str>, usize>,
    ) {
        let place = Path::Row("scopes", at);
        let path = place.field("scope");
        let name = self.required(&row.scope, &path, &Expected::SCOPE_NAME).copied();
        if name == Some(ScopeName::PLATFORM) {
            self.unexpected(ScopeName::PLATFORM.as_str(), &path, &Expected::SCOPE_NAME);
            return;
        }
        let is_organization = row.level.value() == Some(&ScopeLevel::Organization);
        let Some(parent) = self.parent(row, &place, is_organization, read) else { return };
        let above = &parent.rule;
        let regions = self.scope_regions(row, &place, above);
        let enforcement = self.scope_enforcement(row, &place, above);
        let global_endpoints = self.scope_endpoints(row, &place, above);
        let sectors = self.scope_sectors(row, &place, &parent.sectors);
        let fit = self.scope_fit(row, &place, above);
        let Some(name) = name else { return };
        if read.contains_key(&name) {
            self.duplicate(name.as_str(), &place);
            return;
        }
        let next = bindings.len();
        let binding = (!sectors.is_empty()).then(|| *bindings.entry(sectors.clone()).or_insert(next));
        let rule = ScopeRule { name, regions, enforcement, global_endpoints, fit, binding };
        read.insert(name, Parent { rule, is_organization, sectors });
    }

    fn parent(
        &mut self,
        row: &'d ScopeRow,
        place: &Path<'_>,
        is_organization: bool,
        read: &BTreeMap<ScopeName, Parent<'d>>,
    ) -> Option<Parent<'d>> {
        let path = place.field("within");
        if is_organization {
            self.misplaced(&row.within, &path);
            return read.get(&ScopeName::PLATFORM).cloned();
        }
        let text: &str = match &row.within {
            Field::Absent => {
                self.error(&path, "missing_field", Expected::LISTED_ORGANIZATION.advice);
                return None;
            }
            Field::Value(name) => match read.get(name).filter(|scope| scope.is_organization) {
                Some(parent) => return Some(parent.clone()),
                None => name.as_str(),
            },
            Field::Bad(text) => text,
        };
        let organizations = read.values().filter(|scope| scope.is_organization);
        let suggestion = self.near.nearest(text, organizations.map(|scope| scope.rule.name.as_str()));
        self.unlisted(Kind::Scopes, text, &path, &Expected::LISTED_ORGANIZATION, suggestion);
        None
    }

    fn scope_regions(&mut self, row: &'d ScopeRow, place: &Path<'_>, above: &ScopeRule) -> Set {
        if row.regions.is_absent() {
            return above.regions.clone();
        }
        let path = place.field("regions");
        let regions = self.written_regions(&row.regions, &path);
        if !regions.is_subset(&above.regions) {
            let advice = "expected regions that the scope above has; take the others out";
            self.error(&path, "child_wider", advice);
        }
        regions.intersection(&above.regions)
    }

    fn scope_enforcement(&mut self, row: &'d ScopeRow, place: &Path<'_>, above: &ScopeRule) -> Enforcement {
        let path = place.field("enforcement");
        let level = self.optional(&row.enforcement, &path, &Expected::ENFORCEMENT).copied();
        if level.is_some_and(|level| level > above.enforcement) {
            self.error(&path, "child_wider", "the scope above is a full partition; write full-partition");
        }
        level.unwrap_or(above.enforcement).min(above.enforcement)
    }

    fn scope_endpoints(&mut self, row: &'d ScopeRow, place: &Path<'_>, above: &ScopeRule) -> GlobalEndpoints {
        let path = place.field("global_endpoints");
        let endpoints = self.optional(&row.global_endpoints, &path, &Expected::GLOBAL_ENDPOINTS).copied();
        if endpoints.is_some_and(|endpoints| endpoints > above.global_endpoints) {
            self.error(&path, "child_wider", "the scope above refuses global endpoints; write refuse");
        }
        endpoints.unwrap_or(above.global_endpoints).min(above.global_endpoints)
    }

    /// The sectors that bind a scope, with those it inherits.
    fn scope_sectors(
        &mut self,
        row: &'d ScopeRow,
        place: &Path<'_>,
        above: &BTreeSet<&'d str>,
    ) -> BTreeSet<&'d str> {
        let path = place.field("sectors");
        let mut sectors = above.clone();
        let mut written: BTreeSet<&str> = BTreeSet::new();
        for (at, item) in self.items(&row.sectors, &path).iter().enumerate() {
            let path = path.item(at);
            let Some(name) = self.optional(item, &path, &Expected::NAME) else { continue };
            if !written.insert(name) {
                self.error(&path, "duplicate", "expected each entry once; take one out");
            } else if self.sectors.contains_key(name.as_str()) {
                sectors.insert(name);
            } else {
                let suggestion = self.near.nearest(name, self.sectors.keys().copied());
                self.unlisted(Kind::Sectors, name, &path, &Expected::LISTED_SECTOR, suggestion);
            }
        }
        sectors
    }

    /// Where the frameworks of a scope are satisfied, with those it inherits.
    fn scope_fit(&mut self, row: &'d ScopeRow, place: &Path<'_>, above: &ScopeRule) -> Set {
        let path = place.field("frameworks");
        let before = self.trouble();
        let fit = self.framework_set(&row.frameworks, &path).intersection(&above.fit);
        let usable = self.book.available.intersection(&above.regions);
        if self.trouble() == before
            && !row.frameworks.is_absent()
            && self.is_whole(Kind::Regions)
            && !fit.meets(&usable)
        {
            let advice = "no region of the scope above satisfies them all";
            self.error(&path, "rule_never_matches", advice);
        }
        fit
    }
}

/// How many places are worked out for combinations of sectors and categories.
const MOST_BINDINGS: usize = 262_144;
