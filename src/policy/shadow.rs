//! Rules that another rule makes idle, and promises that the rules break.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::place::Zone;
use crate::policy::mask::Mask;
use crate::policy::reader::Reader;
use crate::policy::rulebook::Placement;
use crate::policy::rulebook::TransferKind;
use crate::policy::rulebook::TransferRule;
use crate::time::Period;

impl Reader<'_> {
    /// Reports transfers that lie wholly within another one of the same ground and recipient.
    pub(crate) fn shadows(&mut self) {
        let rules = core::mem::take(&mut self.book.transfers);
        let mut found: Vec<usize> = Vec::new();
        for (at, rule) in rules.iter().enumerate() {
            // Of two equal rules, the second is the shadowed one.
            let covers = |(other_at, other): (usize, &TransferRule)| {
                other_at != at && covers(other, rule) && (other_at < at || !covers(rule, other))
            };
            if rules.iter().enumerate().any(covers) {
                found.push(at);
            }
        }
        for at in found {
            if let Some(path) = rules.get(at).and_then(|rule| self.path_of(rule)) {
                self.error(
                    path,
                    "rule_shadowed",
                    "another transfer permits all of this on the same ground; take one of them out",
                );
            }
        }
        self.book.transfers = rules;
    }

    /// Where the row of a rule stands.
    fn path_of(&self, rule: &TransferRule) -> Option<String> {
        let is_named = |name: &Option<String>| name.as_ref() == Some(&rule.name);
        match rule.kind {
            TransferKind::Transfer => {
                let at = self.document.transfers.iter().position(|row| is_named(&row.transfer))?;
                Some(format!("transfers[{at}]"))
            }
            TransferKind::BreakGlass => {
                let at = self.document.break_glass.iter().position(|row| is_named(&row.grant))?;
                Some(format!("break_glass[{at}]"))
            }
        }
    }

    /// Holds the promises against the placements and the transfers.
    pub(crate) fn promises(&mut self) {
        for at in 0..self.document.promises.len() {
            self.promise(at);
        }
    }

    fn promise(&mut self, at: usize) {
        let Some(row) = self.document.promises.get(at) else { return };
        let path = |field: &str| format!("promises[{at}].{field}");
        self.required(row.promise.as_ref(), &path("promise"), "expected the words of the promise");
        let categories = self.category_set(&row.categories, &path("categories"));
        let zone = |text: &str| Zone::parse(text).ok();
        let advice = "expected a zone of some region in use";
        let zone = self.optional(row.zone.as_ref(), &path("zone"), zone, "unknown_zone", advice);
        let promised = zone.map(|zone| self.book.zone(zone));
        if promised.is_some_and(Mask::is_empty) {
            self.error(path("zone"), "unknown_zone", advice);
            return;
        }
        if self.placed_outside(categories, promised) {
            let advice =
                "a placement puts this data outside what is promised; change the placement or the promise";
            self.warn(format!("promises[{at}]"), "promise_broken_by_placement", advice);
        }
        if self.book.transfers.iter().any(|rule| breaks(rule, categories, promised)) {
            let advice =
                "a transfer takes this data outside what is promised; take it out or change the promise";
            self.warn(format!("promises[{at}]"), "promise_broken_by_transfer", advice);
        }
    }

    fn placed_outside(&self, categories: Mask, promised: Option<Mask>) -> bool {
        let Some(promised) = promised else { return false };
        let rows = self.book.categories.iter().enumerate().filter(|(at, _)| categories.contains(*at));
        // What follows a home follows it out of the zone, if homes may lie outside.
        rows.into_iter().any(|(_, rule)| match rule.placement {
            Placement::Within(mask) => !mask.is_subset(promised),
            Placement::Home | Placement::Organization => {
                let homes =
                    self.book.plans.iter().fold(self.book.everyone, |all, (_, regions)| all.union(*regions));
                !homes.intersection(self.book.available).is_subset(promised)
            }
        })
    }
}

/// True if a transfer takes data of these categories out of what is promised.
fn breaks(rule: &TransferRule, categories: Mask, promised: Option<Mask>) -> bool {
    let is_about = !rule.categories.intersection(categories).is_empty();
    match promised {
        Some(zone) => is_about && !rule.from.intersection(zone).is_empty() && !rule.to.is_subset(zone),
        None => is_about,
    }
}

/// True if `wider` permits everything that `rule` does, on the same ground and to the same recipient.
fn covers(wider: &TransferRule, rule: &TransferRule) -> bool {
    wider.recipient == rule.recipient
        && wider.kind == rule.kind
        && wider.ground == rule.ground
        && rule.conditions.is_subset(wider.conditions)
        && rule.from.is_subset(wider.from)
        && rule.to.is_subset(wider.to)
        && rule.acts.iter().all(|act| wider.acts.contains(act))
        && rule.categories.is_subset(wider.categories)
        && rule.roles.is_subset(wider.roles)
        && is_within(rule.period, wider.period)
}

fn is_within(period: Period, wider: Period) -> bool {
    let ends_in_time = match (period.until(), wider.until()) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(end), Some(last)) => end <= last,
    };
    wider.since() <= period.since() && ends_in_time
}
