//! Reading a document: organizations and tenants, each within what is above it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::policy::document::ScopeRow;
use crate::policy::mask::Mask;
use crate::tenant::ScopeName;
use crate::policy::reader::Reader;
use crate::policy::reader::enforcement;
use crate::policy::rulebook::Enforcement;
use crate::policy::rulebook::ScopeRule;
use crate::policy::symbols::ScopeIndex;

/// A scope that has been read, with what its children inherit.
#[derive(Clone)]
struct Parent {
    name: ScopeName,
    is_organization: bool,
    rule: ScopeRule,
    sectors: Vec<usize>,
}

impl<'d> Reader<'d> {
    pub(crate) fn scopes(&mut self) {
        let platform = self.platform();
        let mut read = alloc::vec![platform];
        let mut bindings: Vec<Vec<usize>> = Vec::new();
        // Organizations first: a tenant may stand before its organization.
        for wanted in ["organization", "tenant"] {
            for (at, row) in self.document.scopes.iter().enumerate() {
                if row.level.as_deref() == Some(wanted) {
                    self.scope(row, at, &mut read, &mut bindings);
                }
            }
        }
        for (at, row) in self.document.scopes.iter().enumerate() {
            if !matches!(row.level.as_deref(), Some("organization" | "tenant")) {
                self.error(format!("scopes[{at}].level"), "unknown_word", "expected organization or tenant");
            }
        }
        read.sort_by_key(|scope| scope.name);
        self.book.scopes = read.into_iter().map(|scope| scope.rule).collect();
        self.book.scope_index = ScopeIndex::new(&self.book.scopes);
        self.book.bindings = bindings.iter().map(|sectors| self.binding(sectors)).collect();
    }

    /// The rules of the platform itself.
    fn platform(&mut self) -> Parent {
        let frameworks = self.stated(self.document.frameworks.as_ref(), "frameworks");
        let fit = self.framework_set(frameworks, "frameworks");
        let rule = ScopeRule {
            name: ScopeName::PLATFORM,
            regions: Mask::first(self.book.regions.len()),
            enforcement: self.enforcement,
            fallback: self.fallback,
            fit,
            binding: None,
        };
        Parent { name: ScopeName::PLATFORM, is_organization: false, rule, sectors: Vec::new() }
    }

    fn scope(
        &mut self,
        row: &'d ScopeRow,
        at: usize,
        read: &mut Vec<Parent>,
        bindings: &mut Vec<Vec<usize>>,
    ) {
        let path = |field: &str| format!("scopes[{at}].{field}");
        let is_organization = row.level.as_deref() == Some("organization");
        let advice =
            "expected a name of its own: lower-case letters, digits and single inner hyphens, not platform";
        let name = self.parsed(
            row.scope.as_ref(),
            &path("scope"),
            |text| ScopeName::parse(text).ok().filter(|name| *name != ScopeName::PLATFORM),
            "invalid_name",
            advice,
        );
        let Some(parent) = self.parent(row, at, is_organization, read) else { return };
        let regions = self.region_set(&row.regions, &path("regions"));
        if !regions.is_subset(parent.rule.regions) {
            self.error(
                path("regions"),
                "child_wider",
                "expected regions that the scope above has; take the others out",
            );
        }
        let level = self.scope_level(row, &path("enforcement"), &parent);
        let fallback = self.scope_fallback(row, &path("fallback"), &parent, level, regions);
        let (sectors, fit) = self.scope_duties(row, at, &parent);
        let Some(name) = name else { return };
        let is_new = read.iter().all(|other| other.name != name);
        if !self.admit("scopes", at, is_new) {
            return;
        }
        let binding = position_of(&sectors, bindings);
        let rule = ScopeRule {
            name,
            regions: regions.intersection(parent.rule.regions),
            enforcement: level,
            fallback,
            fit,
            binding,
        };
        read.push(Parent { name, is_organization, rule, sectors });
    }

    /// The enforcement level, which has to be written and is not laxer than the one above.
    fn scope_level(&mut self, row: &'d ScopeRow, path: &str, parent: &Parent) -> Enforcement {
        let advice = "expected full-partition or best-effort; it has to be written";
        let field = row.enforcement.as_ref();
        let level = self.parsed(field, path, enforcement, "unknown_word", advice).unwrap_or_default();
        if level > parent.rule.enforcement {
            self.error(path, "child_wider", "the scope above is a full partition; write full-partition");
        }
        level
    }

    fn parent(
        &mut self,
        row: &'d ScopeRow,
        at: usize,
        is_organization: bool,
        read: &[Parent],
    ) -> Option<Parent> {
        let path = format!("scopes[{at}].within");
        if is_organization {
            self.misplaced(row.within.is_some(), &path);
            return read.iter().find(|scope| scope.name == ScopeName::PLATFORM).cloned();
        }
        let advice = "expected the tenant's organization, listed under scopes";
        let organization =
            |text: &str| read.iter().find(|scope| scope.is_organization && scope.name.as_str() == text);
        self.parsed(row.within.as_ref(), &path, organization, "unknown_scope", advice).cloned()
    }

    fn scope_fallback(
        &mut self,
        row: &'d ScopeRow,
        path: &str,
        parent: &Parent,
        level: Enforcement,
        regions: Mask,
    ) -> Mask {
        match row.fallback.as_deref() {
            None | Some("refuse") => Mask::NONE,
            Some("deliver-and-record") if parent.rule.fallback.is_empty() => {
                self.error(path, "child_wider", "the scope above refuses a fallback; write refuse");
                Mask::NONE
            }
            Some("deliver-and-record") if level == Enforcement::FullPartition => {
                self.error(
                    path,
                    "fallback_outside_strict_set",
                    "a full partition has no fallback; write refuse",
                );
                Mask::NONE
            }
            Some("deliver-and-record") => parent.rule.fallback.intersection(regions),
            Some(_) => {
                self.error(path, "unknown_word", "expected refuse or deliver-and-record");
                Mask::NONE
            }
        }
    }

    /// The sectors that bind a scope, and where its frameworks are satisfied; both with what it inherits.
    fn scope_duties(&mut self, row: &'d ScopeRow, at: usize, parent: &Parent) -> (Vec<usize>, Mask) {
        let path = |field: &str| format!("scopes[{at}].{field}");
        let names: Vec<String> = self.sectors.iter().map(|(name, ..)| name.clone()).collect();
        let stated = self.stated(row.sectors.as_ref(), &path("sectors"));
        let position = |text: &str| names.iter().position(|name| name == text);
        let advice = "expected a sector listed under sectors";
        let mut sectors = self.words(stated, &path("sectors"), position, "unknown_sector", advice);
        sectors.extend(&parent.sectors);
        sectors.sort_unstable();
        sectors.dedup();
        let stated = self.stated(row.frameworks.as_ref(), &path("frameworks"));
        let fit = self.framework_set(stated, &path("frameworks")).intersection(parent.rule.fit);
        let available = self.book.available.intersection(parent.rule.regions);
        if fit.intersection(available).is_empty() {
            self.error(
                path("frameworks"),
                "rule_never_matches",
                "no region of the scope above satisfies them all",
            );
        }
        (sectors, fit)
    }
}

/// The position of a combination of sectors, which is added if it is new; `None` for no sectors.
fn position_of(sectors: &[usize], bindings: &mut Vec<Vec<usize>>) -> Option<usize> {
    if sectors.is_empty() {
        return None;
    }
    if let Some(known) = bindings.iter().position(|other| other == sectors) {
        return Some(known);
    }
    bindings.push(sectors.to_vec());
    bindings.len().checked_sub(1)
}
