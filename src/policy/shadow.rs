//! Rules that another rule makes idle, and promises that the rules break.

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::law::Ground;
use crate::place::Jurisdiction;
use crate::place::Zone;
use crate::policy::broken::Kind;
use crate::policy::document::PromiseRow;
use crate::policy::expected::Expected;
use crate::policy::path::Path;
use crate::policy::read_transfers::section;
use crate::policy::reader::Reader;
use crate::policy::rulebook::Placement;
use crate::policy::rulebook::TransferKind;
use crate::policy::rulebook::TransferRule;
use crate::policy::set::Set;
use crate::time::Period;
use crate::time::UnixTime;

impl<'d> Reader<'d> {
    /// Reports transfers that lie wholly within another one of the same kind, ground and recipient.
    pub(crate) fn shadows(&mut self) {
        let rules = core::mem::take(&mut self.book.transfers);
        let alike = Alike::new(&rules);
        let mut found: Vec<usize> = Vec::new();
        for (at, rule) in rules.iter().enumerate() {
            let mut others = alike.long_enough(rule).filter(|other| *other != at);
            // Of two equal rules, the second is the shadowed one.
            let shadows = |other_at: usize| {
                let other = rules.get(other_at);
                other.is_some_and(|other| covers(other, rule) && (other_at < at || !covers(rule, other)))
            };
            if others.any(shadows) {
                found.push(at);
            }
        }
        for rule in found.into_iter().filter_map(|at| rules.get(at)) {
            let Some(row) = self.transfer_rows.get(&(rule.kind, rule.name.clone())) else { continue };
            let place = Path::Row(section(rule.kind), *row);
            let advice = "another transfer permits all of this on the same ground; take one of them out";
            self.error(&place, "rule_shadowed", advice);
        }
        self.book.transfers = rules;
    }

    /// Holds the promises against the placements and the transfers.
    pub(crate) fn promises(&mut self) {
        let document = self.document;
        let plans = self.book.plans.iter().map(|(_, regions)| regions);
        let homes = plans.fold(self.book.everyone.clone(), |all, regions| all.union(regions));
        let homes = homes.intersection(&self.book.available);
        for (at, row) in self.rows(&document.promises, "promises", None) {
            self.promise(row, &Path::Row("promises", at), &homes);
        }
    }

    fn promise(&mut self, row: &'d PromiseRow, place: &Path<'_>, homes: &Set) {
        let before = self.trouble();
        self.text(&row.promise, &place.field("promise"), &Expected::PROMISE);
        let categories = self.category_set(&row.categories, &place.field("categories"));
        let path = place.field("zone");
        let zone = self.optional(&row.zone, &path, &Expected::ZONE_IN_USE).copied();
        let promised = zone.map(|zone| (self.zone_in_use(zone, &path), self.zone_countries(zone)));
        if self.trouble() != before || !self.is_whole(Kind::Regions) || !self.is_whole(Kind::Categories) {
            return;
        }
        if promised.as_ref().is_some_and(|(zone, _)| self.placed_outside(&categories, zone, homes)) {
            let advice =
                "a placement puts this data outside what is promised; change the placement or the promise";
            self.warn(place, "promise_broken_by_placement", advice);
        }
        let about = self.book.transfers.iter().filter(|rule| rule.categories.meets(&categories));
        let mut about = about.filter(|rule| match &promised {
            Some((zone, countries)) => rule.from.meets(zone) && self.leaves(rule, zone, countries),
            None => true,
        });
        if about.next().is_some() {
            let advice =
                "a transfer takes this data outside what is promised; take it out or change the promise";
            self.warn(place, "promise_broken_by_transfer", advice);
        }
    }

    fn zone_countries(&self, zone: Zone) -> BTreeSet<Jurisdiction> {
        let entries = self.book.regions.iter().filter(|entry| entry.zone == Some(zone));
        entries.filter_map(|entry| entry.country).collect()
    }

    /// True if a transfer takes data out of a zone, or hands it to a company that is, or processes, outside its
    /// countries.
    fn leaves(&self, rule: &TransferRule, zone: &Set, countries: &BTreeSet<Jurisdiction>) -> bool {
        let recipient = rule.recipient.and_then(|at| self.book.recipients.get(at));
        let mut reached =
            recipient.into_iter().flat_map(|rule| core::iter::once(&rule.country).chain(&rule.places));
        !rule.to.is_subset(zone) || reached.any(|country| !countries.contains(country))
    }

    fn placed_outside(&self, categories: &Set, promised: &Set, homes: &Set) -> bool {
        let mut rules = categories.iter().filter_map(|at| self.book.categories.get(at));
        // What follows a home follows it out of the zone, if homes may lie outside.
        rules.any(|rule| match &rule.placement {
            Placement::Within(regions) => !regions.is_subset(promised),
            Placement::Home | Placement::Organization => !homes.is_subset(promised),
        })
    }
}

/// The rules of one kind, ground and recipient that speak of a region.
#[derive(Debug, Default)]
struct Alike {
    /// By the beginning of their periods.
    rules: BTreeMap<(TransferKind, Ground, Option<usize>, usize), Vec<Spell>>,
}

/// A rule's beginning, the latest end of all that begin up to then, and the rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Spell(UnixTime, UnixTime, usize);

impl Alike {
    fn new(rules: &[TransferRule]) -> Self {
        let mut alike = Self::default();
        for (at, rule) in rules.iter().enumerate() {
            for region in rule.from.iter() {
                let key = (rule.kind, rule.ground, rule.recipient, region);
                alike.rules.entry(key).or_default().push(Spell(rule.period.since(), end(rule.period), at));
            }
        }
        for list in alike.rules.values_mut() {
            list.sort_unstable();
            let mut latest = UnixTime::from_secs(0);
            for Spell(_, until, _) in list {
                latest = latest.max(*until);
                *until = latest;
            }
        }
        alike
    }

    /// The rules whose periods may hold that of `rule`, of those that share one of its regions with the fewest others.
    fn long_enough(&self, rule: &TransferRule) -> impl Iterator<Item = usize> {
        let key = |region: usize| (rule.kind, rule.ground, rule.recipient, region);
        let lists = rule.from.iter().filter_map(|region| self.rules.get(&key(region)));
        let list = lists.min_by_key(|list| list.len()).map(Vec::as_slice).unwrap_or_default();
        let (since, until) = (rule.period.since(), end(rule.period));
        let begun = list.get(..list.partition_point(|Spell(start, ..)| *start <= since)).unwrap_or_default();
        begun.iter().rev().take_while(move |Spell(_, latest, _)| until <= *latest).map(|Spell(.., at)| *at)
    }
}

fn end(period: Period) -> UnixTime {
    period.until().unwrap_or(UnixTime::MAX)
}

/// True if `wider` permits everything that `rule` does; kind, ground and recipient are the same.
fn covers(wider: &TransferRule, rule: &TransferRule) -> bool {
    is_within(rule.period, wider.period)
        && rule.acts.is_subset(wider.acts)
        && rule.to.is_empty() == wider.to.is_empty()
        && rule.conditions.is_subset(wider.conditions)
        && rule.roles.is_subset(&wider.roles)
        && rule.to.is_subset(&wider.to)
        && rule.from.is_subset(&wider.from)
        && rule.categories.is_subset(&wider.categories)
}

fn is_within(period: Period, wider: Period) -> bool {
    let ends_in_time = match (period.until(), wider.until()) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(end), Some(last)) => end <= last,
    };
    wider.since() <= period.since() && ends_in_time
}
