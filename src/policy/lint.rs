//! Rows that no cell needs.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::data::instant;
use crate::law::LawEdition;
use crate::law::RecipientFacts;
use crate::place::RegionCatalog;
use crate::policy::diff::Side;
use crate::policy::diff::flips;
use crate::policy::document::PolicyDocument;
use crate::policy::domain::Domain;
use crate::policy::issue::Issue;
use crate::policy::issue::Severity;
use crate::policy::law_table::Facts;
use crate::policy::mask::LIMIT;
use crate::policy::mask::Mask;
use crate::policy::residency::ResidencyPolicy;
use crate::time::UnixTime;

impl PolicyDocument {
    /// The rows that could be taken out without changing any answer from `now` on, and those whose time is over.
    /// Empty for a document that does not compile.
    ///
    /// Each row is taken out in turn and every cell compared, supposing that all is known about every recipient; a
    /// transfer that has not begun is looked at on its first day. That takes a while for long documents.
    #[must_use]
    pub fn lint(&self, catalog: &RegionCatalog, law: &LawEdition, now: UnixTime) -> Vec<Issue> {
        let Ok(policy) = self.compile(catalog, law) else { return Vec::new() };
        let look = Look { document: self, policy, catalog, law, now };
        let mut issues = Vec::new();
        for (section, rows) in self.sections() {
            for at in 0..rows {
                if let Some((code, advice)) = look.at_row(section, at) {
                    issues.push(Issue::new(Severity::Warning, format!("{section}[{at}]"), code, advice));
                }
            }
        }
        issues
    }

    /// The sections whose rows answers depend on, with their lengths.
    fn sections(&self) -> [(&'static str, usize); 8] {
        [
            ("regions", self.regions.len()),
            ("groups", self.groups.len()),
            ("plans", self.plans.len()),
            ("roles", self.roles.len()),
            ("recipients", self.recipients.len()),
            ("transfers", self.transfers.len()),
            ("break_glass", self.break_glass.len()),
            ("sectors", self.sectors.len()),
        ]
    }

    /// The same document without one row.
    fn without(&self, section: &str, at: usize) -> Self {
        let mut less = self.clone();
        match section {
            "regions" => drop(less.regions.remove(at)),
            "groups" => drop(less.groups.remove(at)),
            "plans" => drop(less.plans.remove(at)),
            "roles" => drop(less.roles.remove(at)),
            "recipients" => drop(less.recipients.remove(at)),
            "transfers" => drop(less.transfers.remove(at)),
            "break_glass" => drop(less.break_glass.remove(at)),
            _ => drop(less.sectors.remove(at)),
        }
        less
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
    fn at_row(&self, section: &'static str, at: usize) -> Option<(&'static str, &'static str)> {
        let mut when = self.now;
        if let Some((since, until)) = self.document.period_of(section, at) {
            if until <= self.now {
                return Some(("rule_over", "its time is over; take it out, or renew it"));
            }
            when = when.max(since);
        }
        let is_exempt = match section {
            // A planned region and a role with duties are there to be read, not to be decided by.
            "regions" => {
                self.document.regions.get(at).is_some_and(|row| row.status.as_deref() == Some("planned"))
            }
            "roles" => self.document.roles.get(at).is_some_and(|row| !row.duties.is_empty()),
            _ => false,
        };
        let Ok(less) = self.document.without(section, at).compile(self.catalog, self.law) else {
            return None;
        };
        let is_needed = is_exempt || self.differs(&less, when);
        (!is_needed).then_some(("rule_not_needed", "no answer depends on this row; take it out"))
    }

    /// True if some answer differs, supposing that everything is known about every recipient.
    fn differs(&self, less: &ResidencyPolicy, when: UnixTime) -> bool {
        let (Some(old), Some(new)) = (self.policy.rulebook(), less.rulebook()) else { return true };
        let domain = Domain::of(&[old, new]);
        let facts = Facts { known: RecipientFacts::NOTHING, supposed: Mask::first(LIMIT) };
        let sides = [Side::new(&domain, old, facts, when), Side::new(&domain, new, facts, when)];
        !flips(&domain, &sides, 1).is_empty()
    }
}
