//! What no cell needs.

use alloc::string::String;
use alloc::vec::Vec;

use crate::data::instant;
use crate::law::LawEdition;
use crate::law::RecipientFacts;
use crate::place::RegionCatalog;
use crate::policy::diff::Side;
use crate::policy::diff::flips;
use crate::policy::document::Parts as _;
use crate::policy::document::PolicyDocument;
use crate::policy::document::RegionRow;
use crate::policy::document::RoleRow;
use crate::policy::domain::Domain;
use crate::policy::issue::Issue;
use crate::policy::issue::Severity;
use crate::policy::law_table::Facts;
use crate::policy::mask::LIMIT;
use crate::policy::mask::Mask;
use crate::policy::residency::ResidencyPolicy;
use crate::time::UnixTime;

impl PolicyDocument {
    /// What could be taken out without changing any answer from `now` on, rows and single entries alike, and the rows
    /// whose time is over. Empty for a document that does not compile.
    ///
    /// Each part is taken out in turn and every cell compared, supposing once that all is known about every recipient
    /// and once that nothing is; a transfer that has not begun is looked at on its first day. That takes a while for
    /// long documents. What is written for people or for other parts of a system is not looked at: names for display,
    /// zones of regions, planned regions, the default region, duties, promises, the edition of the law, what is done
    /// on a mismatch. Neither is the row of a scope: without it the scope would not be known.
    #[must_use]
    pub fn lint(&self, catalog: &RegionCatalog, law: &LawEdition, now: UnixTime) -> Vec<Issue> {
        let Ok(policy) = self.compile(catalog, law) else { return Vec::new() };
        let look = Look { document: self, policy, catalog, law, now };
        let mut issues: Vec<Issue> = Vec::new();
        for (path, less) in self.without_each() {
            let path = path.trim_start_matches('.');
            // What lies in a row that is to go, goes with it.
            if !issues.iter().any(|issue| is_below(path, issue.path()))
                && let Some((code, advice)) = look.at(path, less)
            {
                issues.push(Issue::new(Severity::Warning, path.into(), code, advice));
            }
        }
        issues
    }

    /// When a row begins and ends, if it has a period.
    fn period_of(&self, section: &str, at: usize) -> Option<(UnixTime, UnixTime)> {
        let (since, until): (&String, &String) = match section {
            "transfers" => {
                self.transfers.get(at).and_then(|row| row.since.as_ref().zip(row.until.as_ref()))?
            }
            "break_glass" => {
                self.break_glass.get(at).and_then(|row| row.since.as_ref().zip(row.until.as_ref()))?
            }
            _ => return None,
        };
        instant::parse(since).zip(instant::parse(until))
    }
}

struct Look<'a> {
    document: &'a PolicyDocument,
    policy: ResidencyPolicy,
    catalog: &'a RegionCatalog,
    law: &'a LawEdition,
    now: UnixTime,
}

impl Look<'_> {
    fn at(&self, path: &str, mut less: PolicyDocument) -> Option<(&'static str, &'static str)> {
        let (section, row) = row_of(path);
        let mut when = self.now;
        if let Some((since, until)) = self.document.period_of(section, row) {
            if until <= self.now {
                return Some(("rule_over", "its time is over; take it out, or renew it"));
            }
            when = when.max(since);
        }
        let kind = without_positions(path);
        let in_row = |of: &str| section == of;
        let is_planned = |row: &RegionRow| row.status.as_deref() == Some("planned");
        let has_duties = |row: &RoleRow| !row.duties.is_empty();
        if DESCRIPTIVE.contains(&kind.as_str())
            || in_row("promises")
            || in_row("regions") && self.document.regions.get(row).is_some_and(is_planned)
            || kind == "roles" && self.document.roles.get(row).is_some_and(has_duties)
        {
            return None;
        }
        let count = less.restrictions();
        if let Some(end) = &mut less.end {
            end.restrictions = Some(count);
        }
        // What the document does not compile without is needed.
        let less = less.compile(self.catalog, self.law).ok()?;
        let advice = "no answer depends on this; take it out";
        let code =
            if path.ends_with(']') && kind == section { "rule_not_needed" } else { "entry_not_needed" };
        let is_default = DEFAULTS.contains(&kind.as_str()) && less.fingerprint() == self.policy.fingerprint();
        (!is_default && !self.differs(&less, when)).then_some((code, advice))
    }

    /// True if some answer differs.
    fn differs(&self, less: &ResidencyPolicy, when: UnixTime) -> bool {
        let (Some(old), Some(new)) = (self.policy.rulebook(), less.rulebook()) else { return true };
        let domain = Domain::of(&[old, new]);
        [Mask::first(LIMIT), Mask::NONE].into_iter().any(|supposed| {
            let facts = Facts { known: RecipientFacts::NOTHING, supposed };
            let sides = [Side::new(&domain, old, facts, when), Side::new(&domain, new, facts, when)];
            !flips(&domain, &sides, 1).is_empty()
        })
    }
}

/// The section of a path, and the position of its row.
fn row_of(path: &str) -> (&str, usize) {
    let (section, rest) = path.split_once(['[', '.']).unwrap_or((path, ""));
    let row = rest.split_once(']').and_then(|(row, _)| row.parse().ok());
    (section, row.unwrap_or(usize::MAX))
}

fn is_below(path: &str, row: &str) -> bool {
    path.strip_prefix(row).is_some_and(|rest| rest.starts_with(['.', '[']))
}

/// `regions[2].frameworks[0]` as `regions.frameworks`.
fn without_positions(path: &str) -> String {
    let parts = path.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest));
    parts.collect()
}

/// What may be written although it says no more than its absence.
const DEFAULTS: [&str; 4] = ["endpoint_fallback", "endpoint_fallback.mode", "enforcement", "scopes.fallback"];

/// What is written for people or for other parts of a system, and decides nothing here. The positions are left out.
const DESCRIPTIVE: [&str; 9] = [
    "categories.sensitivities",
    "default_region",
    "end.restrictions",
    "law",
    "on_mismatch",
    "regions.display",
    "regions.zone",
    "roles.duties",
    "scopes",
];
