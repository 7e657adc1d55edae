//! What no answer needs.

use alloc::string::String;
use alloc::vec::Vec;

use crate::law::LawEdition;
use crate::place::RegionCatalog;
use crate::policy::diff::Side;
use crate::policy::diff::flips;
use crate::policy::document::PolicyDocument;
use crate::policy::domain::Domain;
use crate::policy::field::Field;
use crate::policy::field::Value as _;
use crate::policy::issue::Issue;
use crate::policy::issue::Severity;
use crate::policy::mask::LIMIT;
use crate::policy::mask::Mask;
use crate::policy::residency::ResidencyPolicy;
use crate::policy::words::Availability;
use crate::time::UnixTime;

impl PolicyDocument {
    /// The entries that could be taken out without changing any answer from `now` on, sections, rows and single entries
    /// alike, and the rows whose time is over. Empty for a document that does not compile.
    ///
    /// Each part is taken out in turn and every cell compared, supposing once that all is known about every recipient
    /// and once that nothing is; a transfer that has not begun is looked at on its first day. That takes a while for
    /// long documents. What is written for people or for other parts of a system is not looked at: names for display,
    /// zones and frameworks of regions, planned regions, the default region, the order of endpoints, references of
    /// papers, what a role may do besides operations, promises, the edition of the law, what is done on a mismatch.
    /// Neither is the row of a scope: without it the scope would not be known.
    #[must_use]
    pub fn lint(&self, catalog: &RegionCatalog, law: &LawEdition, now: UnixTime) -> Vec<Issue> {
        let Ok(policy) = self.compile(catalog, law) else { return Vec::new() };
        let look = Look { document: self, policy, catalog, law, now };
        let mut issues: Vec<Issue> = Vec::new();
        self.without_each(&mut |path, less| {
            let path = path.trim_start_matches('.');
            // What lies in a row that is to go, goes with it.
            if !issues.iter().any(|issue| is_below(path, issue.path()))
                && let Some((code, advice)) = look.at(path, &less)
            {
                issues.push(Issue::new(Severity::Warning, path.into(), code, advice));
            }
        });
        issues
    }

    /// When a row begins and ends, if it has a period.
    fn period_of(&self, section: &str, at: usize) -> Option<(UnixTime, UnixTime)> {
        let (since, until) = match section {
            "transfers" => self.transfers.items().get(at)?.value().map(|row| (&row.since, &row.until))?,
            "break_glass" => self.break_glass.items().get(at)?.value().map(|row| (&row.since, &row.until))?,
            _ => return None,
        };
        since.value().copied().zip(until.value().copied())
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
    fn at(&self, path: &str, less: &PolicyDocument) -> Option<(&'static str, &'static str)> {
        let (section, row) = row_of(path);
        let mut when = self.now;
        if let Some((since, until)) = self.document.period_of(section, row) {
            if until <= self.now {
                return Some(("rule_over", "its time is over; take it out, or renew it"));
            }
            when = when.max(since);
        }
        let kind = without_positions(path);
        if DESCRIPTIVE.contains(&kind.as_str()) || section == "promises" || self.is_for_others(section, row) {
            return None;
        }
        // What the document does not compile without is needed.
        let less = less.compile(self.catalog, self.law).ok()?;
        // A default may be written.
        if less.fingerprint() == self.policy.fingerprint() || self.differs(&less, when) {
            return None;
        }
        let code =
            if path.ends_with(']') && kind == section { "rule_not_needed" } else { "entry_not_needed" };
        Some((code, "no answer depends on this; take it out"))
    }

    /// True for rows that say something besides what decisions ask.
    fn is_for_others(&self, section: &str, row: usize) -> bool {
        let document = self.document;
        match section {
            "regions" => {
                let row = document.regions.items().get(row).and_then(Field::value);
                row.is_some_and(|row| row.status == Field::Value(Availability::Planned))
            }
            "roles" => {
                let row = document.roles.items().get(row).and_then(Field::value);
                row.is_some_and(|row| !row.may.is_absent())
            }
            _ => false,
        }
    }

    /// True if some answer differs.
    fn differs(&self, less: &ResidencyPolicy, when: UnixTime) -> bool {
        let (old, new) = (self.policy.rulebook(), less.rulebook());
        let domain = Domain::of(&[old, new]);
        [Mask::first(LIMIT), Mask::NONE].into_iter().any(|supposed| {
            let sides = [old, new].map(|book| Side::supposing(&domain, book, supposed, when));
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

/// What is written for people or for other parts of a system, and decides nothing here. The positions are left out.
const DESCRIPTIVE: [&str; 19] = [
    "categories.sensitivities",
    "default_region",
    "endpoint_order",
    "law",
    "law_off.reason",
    "law_off.review_by",
    "law_off.source",
    "law_off.source_date",
    "law_vouch.source",
    "law_vouch.source_date",
    "on_mismatch",
    "regions.display",
    "regions.frameworks",
    "regions.zone",
    "roles.may",
    "scopes",
    "sensitivities",
    "transfers.assessment",
    "transfers.instrument",
];
