//! Reading a document: roles, recipients, endpoints.

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::data::EndpointName;
use crate::law::Act;
use crate::law::Acts;
use crate::law::ConditionOwner;
use crate::place::Jurisdiction;
use crate::policy::broken::Kind;
use crate::policy::document::RecipientRow;
use crate::policy::expected::Expected;
use crate::policy::field::Field;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::policy::path::Path;
use crate::policy::reader::Reader;
use crate::policy::rulebook::EndpointRule;
use crate::policy::rulebook::RecipientRule;
use crate::policy::rulebook::RoleRule;
use crate::policy::set::Set;
use crate::time::Period;

impl<'d> Reader<'d> {
    pub(crate) fn roles(&mut self) {
        let document = self.document;
        let mut roles: BTreeMap<RoleName, RoleRule> = BTreeMap::new();
        for (at, row) in self.rows(&document.roles, "roles", Some(Kind::Roles)) {
            let place = Path::Row("roles", at);
            let before = self.trouble();
            let name = self.required(&row.role, &place.field("role"), &Expected::NAME).copied();
            let acts = self.operations(&row.operations, &place.field("operations"));
            let across = self.operations(&row.across, &place.field("across"));
            let path = place.field("may");
            let items = self.items(&row.may, &path);
            let powers: Vec<_> = self.words(items, &path, &Expected::POWER).into_iter().collect();
            let is_sound = self.trouble() == before;
            if is_sound && acts.is_empty() && across.is_empty() && powers.is_empty() {
                self.error(&place, "empty_set", "expected something the role may do");
            }
            if !is_sound {
                self.break_name(Kind::Roles, &row.role, name.as_ref().map(RoleName::as_str));
            }
            let Some(name) = name else { continue };
            let rule = RoleRule { name: Some(name), acts, across, powers };
            self.add(&mut roles, (name, rule), name.as_str(), &place);
        }
        let service = RoleName::SERVICE;
        roles.entry(service).or_insert(RoleRule {
            name: Some(service),
            acts: Acts::ALL,
            across: Acts::ALL,
            powers: Vec::new(),
        });
        self.book.roles = roles.into_values().collect();
    }

    pub(crate) fn operations(&mut self, list: &'d Field<Vec<Field<Act>>>, path: &Path<'_>) -> Acts {
        let items = self.items(list, path);
        self.words(items, path, &Expected::OPERATION).into_iter().collect()
    }

    pub(crate) fn recipients(&mut self) {
        let document = self.document;
        let mut rows: BTreeMap<RecipientName, (usize, &'d RecipientRow)> = BTreeMap::new();
        let mut rules: BTreeMap<RecipientName, RecipientRule> = BTreeMap::new();
        for (at, row) in self.rows(&document.recipients, "recipients", Some(Kind::Recipients)) {
            let before = self.trouble();
            let rule = self.recipient_row(row, at);
            if self.trouble() != before {
                let name = row.recipient.value().map(RecipientName::as_str);
                self.break_name(Kind::Recipients, &row.recipient, name);
            }
            let Some(rule) = rule else { continue };
            let name = rule.name;
            if self.add(&mut rules, (name, rule), name.as_str(), &Path::Row("recipients", at)) {
                rows.insert(name, (at, row));
            }
        }
        self.book.recipients = rules.into_values().collect();
        let rows: Vec<(usize, &'d RecipientRow)> = rows.into_values().collect();
        let before = self.trouble();
        for (position, (at, row)) in rows.iter().enumerate() {
            let behind = self.behind(row, *at, position);
            if let Some(rule) = self.book.recipients.get_mut(position) {
                rule.behind = behind;
            }
        }
        if self.trouble() == before {
            self.chains(&rows);
        }
    }

    fn recipient_row(&mut self, row: &'d RecipientRow, at: usize) -> Option<RecipientRule> {
        let place = Path::Row("recipients", at);
        let name = self.required(&row.recipient, &place.field("recipient"), &Expected::NAME).copied();
        let path = place.field("country");
        if row.country.is_absent() {
            self.error(&path, "missing_field", "expected the country of the recipient's legal entity");
        }
        let country = self.jurisdiction(&row.country, &path);
        let mut places = self.countries(&row.places, &place.field("places"));
        if places.len() > MOST_PLACES {
            let advice = "expected at most 32 countries of processing; split the recipient";
            self.error(&place.field("places"), "too_many_places", advice);
        }
        let facts = self.facts(row, &place);
        let (name, country) = (name?, country?);
        if places.is_empty() {
            places.push(country);
        }
        Some(RecipientRule { name, country, places, behind: Vec::new(), facts })
    }

    /// The countries of a list that must not be empty where it is written.
    fn countries(&mut self, list: &'d Field<Vec<Field<Jurisdiction>>>, path: &Path<'_>) -> Vec<Jurisdiction> {
        let mut countries = BTreeSet::new();
        for (at, item) in self.filled_items(list, path).iter().enumerate() {
            let path = path.item(at);
            if let Some(country) = self.jurisdiction(item, &path)
                && !countries.insert(country)
            {
                self.error(&path, "duplicate", "expected each country once; take one out");
            }
        }
        countries.into_iter().collect()
    }

    fn facts(&mut self, row: &'d RecipientRow, place: &Path<'_>) -> Vec<(usize, Period)> {
        let path = place.field("facts");
        let mut facts: Vec<(usize, Period)> = Vec::new();
        for (at, item) in self.items(&row.facts, &path).iter().enumerate() {
            let place = path.item(at);
            let Some(fact) = self.optional(item, &place, &Expected::ROW) else { continue };
            let path = place.field("condition");
            // What is true of a recipient's own places is true of the recipient.
            let owners = [ConditionOwner::Recipient, ConditionOwner::Place];
            let condition = self.condition(&fact.condition, &path, &owners);
            let period = self.period(&fact.since, &fact.until, &place, ("since", "until"));
            facts.extend(condition.zip(period));
        }
        facts
    }

    /// The recipients behind one, by position.
    fn behind(&mut self, row: &'d RecipientRow, at: usize, own: usize) -> Vec<usize> {
        let place = Path::Row("recipients", at);
        let path = place.field("behind");
        let mut behind = BTreeSet::new();
        for (at, item) in self.items(&row.behind, &path).iter().enumerate() {
            let path = path.item(at);
            let Some(position) = self.recipient(item, &path) else { continue };
            if position == own {
                self.error(&path, "recipient_cycle", "nobody is behind itself; take it out");
            } else if !behind.insert(position) {
                self.error(&path, "duplicate", "expected each recipient once; take one out");
            }
        }
        if behind.len() > MOST_BEHIND {
            self.error(&path, "too_many_behind", "expected at most 8 recipients directly behind one");
        }
        behind.into_iter().collect()
    }

    /// A recipient that has to be listed, by position.
    pub(crate) fn recipient(&mut self, field: &'d Field<RecipientName>, path: &Path<'_>) -> Option<usize> {
        let text: &str = match field {
            Field::Value(name) => match self.book.recipient_at(*name) {
                Some(at) => return Some(at),
                None => name.as_str(),
            },
            Field::Bad(text) => text,
            Field::Absent => return None,
        };
        let names = self.book.recipients.iter().map(|rule| rule.name.as_str());
        let suggestion = self.near.nearest(text, names);
        self.unlisted(Kind::Recipients, text, path, &Expected::LISTED_RECIPIENT, suggestion);
        None
    }

    /// Looks for cycles, for chains that are too long, and for too many companies behind one.
    fn chains(&mut self, rows: &[(usize, &'d RecipientRow)]) {
        let Some(depths) = self.depths(rows) else { return };
        for (position, (at, _)) in rows.iter().enumerate() {
            let place = Path::Row("recipients", *at);
            let path = place.field("behind");
            let below = self.book.recipients.get(position).map_or(&[][..], |rule| &rule.behind);
            let below = below.iter().filter_map(|at| depths.get(*at)).copied().max();
            if depths.get(position).is_some_and(|depth| *depth > LONGEST_CHAIN) {
                // Whoever is before a chain that is too long has the same mistake once more.
                if below.is_some_and(|below| below <= LONGEST_CHAIN) {
                    let advice = "expected chains of at most 3 recipients behind one";
                    self.error(&path, "chain_too_long", advice);
                }
            } else if self.reaches_too_many(position) {
                let advice = "expected at most 64 companies behind one recipient, those behind them included";
                self.error(&path, "too_many_behind", advice);
            }
        }
    }

    /// How long the longest chain behind each recipient is; `None`, with an issue, if there is a cycle.
    fn depths(&mut self, rows: &[(usize, &'d RecipientRow)]) -> Option<Vec<usize>> {
        #[derive(Clone, Copy, PartialEq)]
        enum State {
            New,
            Open,
            Done(usize),
        }
        let mut states = alloc::vec![State::New; rows.len()];
        for start in 0..rows.len() {
            // Each entry: a recipient, how many of those behind it were looked at, and the longest chain so far.
            let mut open: Vec<(usize, usize, usize)> = alloc::vec![(start, 0, 0)];
            while let Some((at, next, longest)) = open.pop() {
                if matches!(states.get(at), Some(State::Done(_))) {
                    continue;
                }
                if let Some(state) = states.get_mut(at) {
                    *state = State::Open;
                }
                let behind = self.book.recipients.get(at).and_then(|rule| rule.behind.get(next)).copied();
                let Some(child) = behind else {
                    if let Some(state) = states.get_mut(at) {
                        *state = State::Done(longest);
                    }
                    continue;
                };
                match states.get(child).copied() {
                    Some(State::Done(depth)) => {
                        open.push((at, next.saturating_add(1), longest.max(depth.saturating_add(1))));
                    }
                    Some(State::Open) => {
                        self.cycle(rows, at, child);
                        return None;
                    }
                    Some(State::New) => {
                        open.push((at, next, longest));
                        open.push((child, 0, 0));
                    }
                    None => return None,
                }
            }
        }
        let depth = |state: State| match state {
            State::Done(depth) => depth,
            State::New | State::Open => 0,
        };
        Some(states.into_iter().map(depth).collect())
    }

    fn cycle(&mut self, rows: &[(usize, &'d RecipientRow)], at: usize, child: usize) {
        let Some((row_at, row)) = rows.get(at) else { return };
        let Some(name) = self.book.recipients.get(child).map(|rule| rule.name) else { return };
        let item = row.behind.items().iter().position(|item| item.value() == Some(&name));
        let place = Path::Row("recipients", *row_at);
        let path = place.field("behind");
        let advice = "this recipient hands data on to one that is before it; take one of them out";
        self.error(&path.item(item.unwrap_or(0)), "recipient_cycle", advice);
    }

    fn reaches_too_many(&self, position: usize) -> bool {
        let mut reached = BTreeSet::new();
        let mut open = alloc::vec![position];
        while let Some(at) = open.pop() {
            let behind = self.book.recipients.get(at).map_or(&[][..], |rule| &rule.behind);
            open.extend(behind.iter().filter(|child| reached.insert(**child)));
            if reached.len() > MOST_COMPANIES {
                return true;
            }
        }
        false
    }

    pub(crate) fn endpoints(&mut self) {
        let document = self.document;
        let mut rules: BTreeMap<EndpointName, EndpointRule> = BTreeMap::new();
        for (at, row) in self.rows(&document.endpoints, "endpoints", None) {
            let place = Path::Row("endpoints", at);
            let name = self.required(&row.endpoint, &place.field("endpoint"), &Expected::NAME).copied();
            let path = place.field("recipient");
            if row.recipient.is_absent() {
                self.error(&path, "missing_field", "expected the recipient whose endpoint it is");
            }
            let recipient = self.recipient(&row.recipient, &path);
            let countries = self.countries(&row.countries, &place.field("countries"));
            let homes = if row.regions.is_absent() {
                Set::first(self.book.regions.len())
            } else {
                self.written_regions(&row.regions, &place.field("regions"))
            };
            let (Some(name), Some(recipient)) = (name, recipient) else { continue };
            let rule = EndpointRule { name, recipient, countries, homes };
            self.add(&mut rules, (name, rule), name.as_str(), &place);
        }
        self.book.endpoints = rules.into_values().collect();
    }
}

const MOST_PLACES: usize = 32;
const MOST_BEHIND: usize = 8;
const LONGEST_CHAIN: usize = 3;
const MOST_COMPANIES: usize = 64;
