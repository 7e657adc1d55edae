//! What the law says about the transfers of a policy, worked out beforehand.
//!
//! For each country, country, operation and kind of data that a transfer speaks of, the law's tables are read once:
//! every period in which they say the same, and in each the smallest sets of conditions that satisfy them. A decision
//! then compares sets.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::data::Categories;
use crate::data::DataCategory;
use crate::data::Sensitivities;
use crate::law::Act;
use crate::law::Condition;
use crate::law::ConditionOwner;
use crate::law::Ground;
use crate::law::LawCode;
use crate::law::LawEdition;
use crate::law::RecipientFacts;
use crate::law::Transfer;
use crate::law::Verdict;
use crate::place::Jurisdiction;
use crate::policy::cell::Cell;
use crate::policy::cell::End;
use crate::policy::evaluate::Position;
use crate::policy::mask::Mask;
use crate::policy::plain::PlainTable;
use crate::policy::request::Fact;
use crate::policy::rulebook::CategoryRule;
use crate::policy::rulebook::Place;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::TransferRule;
use crate::policy::set::Set;
use crate::time::Period;
use crate::time::UnixTime;

/// The law's answers for the transfers of one policy.
///
/// INVARIANT: `keys` is sorted and `cells` runs beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LawTable {
    conditions: Vec<Condition>,
    countries: Vec<Jurisdiction>,
    /// The country of each region.
    regions: Vec<Country>,
    /// The countries of each recipient and its places.
    recipients: Vec<Vec<Country>>,
    /// The regions in whose country each recipient is with all its places.
    domestic: Vec<Set>,
    /// The countries in which each global endpoint may process.
    endpoints: Vec<Vec<Country>>,
    /// What the law can tell apart of each category.
    kinds: Vec<u16>,
    keys: Vec<u64>,
    /// The position of each answer in `timelines`.
    cells: Vec<u32>,
    timelines: Vec<Vec<Segment>>,
    verdicts: Vec<Verdict>,
}

/// A country, by position in a law table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Country(u16);

impl Country {
    const UNKNOWN: Self = Self(u16::MAX);
}

/// A span of time in which the law's tables say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    since: UnixTime,
    /// What would satisfy it, the firmest ground first. None: nothing would.
    ways: Vec<Way>,
    /// The verdict without any fact.
    verdict: usize,
    is_stale: bool,
}

/// A smallest set of conditions that satisfies the law.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Way {
    conditions: Mask,
    ground: Ground,
    verdict: usize,
}

/// What the law says: it permits, it refuses, or its tables are too old to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Permitted,
    Stale,
    Refused,
}

/// What is known of a recipient at one instant besides what the policy states.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'f> {
    known: &'f RecipientFacts,
    /// What is known, or supposed, to hold.
    held: Mask,
    /// What is known to have ended, whatever the policy states.
    ended: Mask,
}

impl Facts<'_> {
    /// The same, supposing that these conditions hold besides.
    pub(crate) fn supposing(mut self, conditions: Mask) -> Self {
        self.held = self.held.union(conditions);
        self
    }
}

/// What is said to the law: what holds, and on which ground somebody relies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given {
    conditions: Mask,
    /// The weakest ground that will do; none where the data stays.
    ground: Option<Ground>,
}

impl Given {
    /// What a transfer relies on: its paper, what is true of its recipient, and of the own organization.
    #[inline]
    pub(crate) fn by(book: &Rulebook, rule: &TransferRule, facts: &Facts<'_>, now: UnixTime) -> Self {
        let recipient = rule.recipient.and_then(|at| book.recipients.get(at));
        let stated = recipient.map_or(Mask::NONE, |recipient| running(&recipient.facts, now));
        Self::new(book, rule.conditions.union(stated), facts, now, Some(rule.ground))
    }

    /// What holds where data stays with the service itself.
    #[inline]
    pub(crate) fn here(book: &Rulebook, here: usize, facts: &Facts<'_>, now: UnixTime) -> Self {
        let stated = book.regions.get(here).map_or(Mask::NONE, |entry| entry.conditions);
        Self::new(book, stated, facts, now, None)
    }

    /// What holds of a recipient, or without one of the own organization alone.
    pub(crate) fn of(book: &Rulebook, recipient: Option<usize>, facts: &Facts<'_>, now: UnixTime) -> Self {
        match recipient {
            Some(recipient) => Self::with(book, recipient, facts, now),
            None => Self::new(book, Mask::NONE, facts, now, None),
        }
    }

    /// What holds of a recipient in the country where the data belongs.
    fn with(book: &Rulebook, recipient: usize, facts: &Facts<'_>, now: UnixTime) -> Self {
        let stated = book.recipients.get(recipient).map_or(Mask::NONE, |rule| running(&rule.facts, now));
        Self::new(book, stated, facts, now, None)
    }

    #[inline]
    fn new(book: &Rulebook, stated: Mask, facts: &Facts<'_>, now: UnixTime, ground: Option<Ground>) -> Self {
        let own = running(&book.organization, now);
        Self { conditions: stated.union(own).without(facts.ended).union(facts.held), ground }
    }

    /// What holds, as facts that hold always.
    pub(crate) fn known(&self, law: &LawTable) -> RecipientFacts {
        let always = Period::new(UnixTime::from_secs(0), None);
        let conditions = self.conditions.iter().filter_map(|at| law.condition_at(at));
        conditions.filter_map(|condition| Some((condition, always?))).collect()
    }

    #[inline]
    fn allows(&self, way: &Way) -> bool {
        self.ground.is_none_or(|ground| way.ground <= ground)
    }
}

/// The conditions whose period runs.
#[inline]
fn running(facts: &[(usize, Period)], now: UnixTime) -> Mask {
    facts.iter().filter(|(_, period)| period.contains(now)).map(|(at, _)| *at).collect()
}

/// The countries that data would leave, and those it would reach.
#[derive(Clone, Copy)]
pub(crate) struct Pairs<'b> {
    law: &'b LawTable,
    place: Place<'b>,
    via: Option<usize>,
    recipient: Option<usize>,
    /// The global endpoint, if it goes to one that a row names. Through another it is refused wherever that may be.
    endpoint: Option<usize>,
}

impl<'b> Pairs<'b> {
    #[inline]
    pub(crate) fn new(book: &'b Rulebook, cell: &Cell, place: Place<'b>) -> Self {
        let endpoint = match (cell.act, cell.endpoint) {
            (Fact::Known(Act::Deliver), Fact::Known(End::Global(name))) => name.position(),
            _ => None,
        };
        let recipient = cell.recipient.position();
        Self { law: &book.law, place, via: cell.via.position(), recipient, endpoint }
    }

    /// The countries in which the global endpoint may process, if the data goes to one.
    #[inline]
    pub(crate) fn endpoint(&self) -> Option<&'b [Country]> {
        let at = self.endpoint?;
        Some(self.law.endpoints.get(at).map_or(&[Country::UNKNOWN], Vec::as_slice))
    }

    /// Where the data comes from: where it belongs, and whoever hands it on.
    fn origins(&self) -> impl Iterator<Item = Country> + '_ {
        let via = self.via.map_or(&[][..], |at| self.law.recipient_countries(at));
        self.place.iter().map(|at| self.law.region(at)).chain(via.iter().copied())
    }

    /// Where it goes.
    fn targets(&self, here: usize) -> impl Iterator<Item = Country> + '_ {
        let recipient = self.recipient.map_or(&[][..], |at| self.law.recipient_countries(at));
        let endpoint = self.endpoint().unwrap_or_default();
        core::iter::once(self.law.region(here)).chain(recipient.iter().chain(endpoint).copied())
    }

    /// True if one of these is not the country of everywhere the data comes from, or not known.
    #[inline]
    pub(crate) fn differ(&self, to: &[Country]) -> bool {
        self.origins().any(|from| to.iter().any(|to| *to != from || from == Country::UNKNOWN))
    }
}

impl LawTable {
    /// The position of a condition, which is added if it is new; `None` if there are too many.
    pub(crate) fn condition(&mut self, condition: Condition) -> Option<usize> {
        if let Some(known) = self.conditions.iter().position(|other| *other == condition) {
            return Some(known);
        }
        self.conditions.push(condition);
        self.conditions.len().checked_sub(1).filter(|at| *at < crate::policy::mask::LIMIT)
    }

    /// Every condition that the tables ask for.
    pub(crate) fn all_conditions(&self) -> Mask {
        Mask::first(self.conditions.len())
    }

    pub(crate) fn condition_at(&self, position: usize) -> Option<Condition> {
        self.conditions.get(position).copied()
    }

    pub(crate) fn verdict(&self, position: Position) -> Option<&Verdict> {
        self.verdicts.get(position.get())
    }

    /// The ground of a verdict that permits.
    #[inline]
    pub(crate) fn ground(&self, position: Option<Position>) -> Option<Ground> {
        self.verdict(position?)?.ground()
    }

    /// What is known at an instant.
    #[inline]
    pub(crate) fn facts<'f>(&self, known: &'f RecipientFacts, now: UnixTime) -> Facts<'f> {
        let mut facts = Facts { known, held: Mask::NONE, ended: Mask::NONE };
        if !known.is_empty() {
            for (condition, at) in self.conditions.iter().zip(0..) {
                if known.knows(*condition, now) {
                    facts.held = facts.held.union(Mask::of(at));
                } else if known.has_ended(*condition, now) {
                    facts.ended = facts.ended.union(Mask::of(at));
                }
            }
        }
        facts
    }

    #[inline]
    fn region(&self, at: usize) -> Country {
        self.regions.get(at).copied().unwrap_or(Country::UNKNOWN)
    }

    /// The countries of a recipient and its places.
    #[inline]
    pub(crate) fn recipient_countries(&self, at: usize) -> &[Country] {
        self.recipients.get(at).map_or(&[Country::UNKNOWN], Vec::as_slice)
    }

    /// True if a recipient is, with all its places, in the country of everywhere the data belongs.
    #[inline]
    pub(crate) fn is_domestic(&self, recipient: usize, place: Place<'_>) -> bool {
        self.domestic.get(recipient).is_some_and(|regions| place.is_subset(regions))
    }

    /// The regions in the one country of all these.
    fn regions_in(&self, countries: &[Country]) -> Set {
        let mut set = Set::new();
        for (at, country) in self.regions.iter().enumerate() {
            if *country != Country::UNKNOWN && countries.iter().all(|other| other == country) {
                set.insert(at);
            }
        }
        set
    }

    /// Whether the law permits every pair of countries that the data would take, each on the ground given or a firmer
    /// one. The verdict is the one that refuses, or the one on the weakest ground.
    #[inline]
    pub(crate) fn judge(
        &self,
        given: &Given,
        pairs: &Pairs<'_>,
        here: usize,
        act: Act,
        category: usize,
        now: UnixTime,
    ) -> (Answer, Option<Position>) {
        let mut stale = None;
        let mut weakest: Option<(Ground, usize)> = None;
        for from in pairs.origins() {
            for to in pairs.targets(here) {
                let Some(segment) = self.segment(from, to, act, category, now) else {
                    return (Answer::Refused, None);
                };
                if segment.is_stale {
                    stale = Some(segment.verdict);
                    continue;
                }
                let is_satisfied =
                    |way: &&Way| given.allows(way) && way.conditions.is_subset(given.conditions);
                let Some(way) = segment.ways.iter().find(is_satisfied) else {
                    return (Answer::Refused, Some(Position::new(segment.verdict)));
                };
                if weakest.is_none_or(|(ground, _)| ground < way.ground) {
                    weakest = Some((way.ground, way.verdict));
                }
            }
        }
        match (stale, weakest) {
            (Some(verdict), _) => (Answer::Stale, Some(Position::new(verdict))),
            (None, Some((_, verdict))) => (Answer::Permitted, Some(Position::new(verdict))),
            (None, None) => (Answer::Refused, None),
        }
    }

    /// What the law says of data that stays where it belongs, if it says anything: of the service, and of whoever is
    /// given the data there.
    #[inline]
    #[expect(clippy::too_many_arguments, reason = "all that the law asks")]
    pub(crate) fn stays(
        &self,
        book: &Rulebook,
        cell: &Cell,
        category: usize,
        here: usize,
        act: Act,
        facts: &Facts<'_>,
        now: UnixTime,
    ) -> Option<(Answer, Option<Position>)> {
        if !book.category(category)?.demands.contains(here) {
            return None;
        }
        let nobody = cell.to_nobody();
        let pairs = Pairs::new(book, &nobody, Place::One(here));
        let own = self.judge(&Given::here(book, here, facts, now), &pairs, here, act, category, now);
        match cell.recipient.position() {
            Some(recipient) if own.0 == Answer::Permitted => {
                let given = Given::with(book, recipient, facts, now);
                Some(self.judge(&given, &pairs, here, act, category, now))
            }
            _ => Some(own),
        }
    }

    /// True if all that is missing are facts that the own organization has not stated.
    pub(crate) fn lacks_only_own_facts(
        &self,
        given: &Given,
        pairs: &Pairs<'_>,
        here: usize,
        act: Act,
        category: usize,
        now: UnixTime,
    ) -> bool {
        let owned = self.conditions.iter().enumerate();
        let owned = owned.filter(|(_, condition)| condition.owner() == ConditionOwner::Organization);
        let own: Mask = owned.map(|(at, _)| at).collect();
        let mut pairs = pairs.origins().flat_map(|from| pairs.targets(here).map(move |to| (from, to)));
        pairs
            .all(|(from, to)| self.missing(given, from, to, act, category, now).any(|set| set.is_subset(own)))
    }

    /// The conditions that are missing in each way to satisfy the law for one pair of countries.
    fn missing(
        &self,
        given: &Given,
        from: Country,
        to: Country,
        act: Act,
        category: usize,
        now: UnixTime,
    ) -> impl Iterator<Item = Mask> {
        let ways = self.segment(from, to, act, category, now).map(|segment| segment.ways.as_slice());
        let given = *given;
        let usable = ways.unwrap_or_default().iter().filter(move |way| given.allows(way));
        usable.map(move |way| way.conditions.without(given.conditions))
    }

    /// Whatever some way to satisfy the law asks for besides what is given, where no way is satisfied yet: the only
    /// conditions that could turn a refusal. What is known to have ended is not among them.
    #[expect(clippy::too_many_arguments, reason = "all that the law asks")]
    pub(crate) fn wanted(
        &self,
        given: &Given,
        pairs: &Pairs<'_>,
        here: usize,
        act: Act,
        category: usize,
        facts: &Facts<'_>,
        now: UnixTime,
    ) -> Mask {
        let mut wanted = Mask::NONE;
        for from in pairs.origins() {
            for to in pairs.targets(here) {
                let ways =
                    self.segment(from, to, act, category, now).map_or(&[][..], |segment| &segment.ways);
                let missing = |way: &Way| way.conditions.without(given.conditions);
                let usable = ways.iter().filter(|way| given.allows(way));
                if usable.clone().all(|way| !missing(way).is_empty()) {
                    wanted = usable.fold(wanted, |wanted, way| wanted.union(missing(way)));
                }
            }
        }
        wanted.without(facts.ended)
    }

    /// The same of data that stays where it belongs.
    #[expect(clippy::too_many_arguments, reason = "all that the law asks")]
    pub(crate) fn wanted_to_stay(
        &self,
        book: &Rulebook,
        cell: &Cell,
        category: usize,
        here: usize,
        act: Act,
        facts: &Facts<'_>,
        now: UnixTime,
    ) -> Mask {
        let nobody = cell.to_nobody();
        let pairs = Pairs::new(book, &nobody, Place::One(here));
        let given = Given::here(book, here, facts, now);
        let wanted = self.wanted(&given, &pairs, here, act, category, facts, now);
        let Some(recipient) = cell.recipient.position() else { return wanted };
        let given = Given::with(book, recipient, facts, now);
        wanted.union(self.wanted(&given, &pairs, here, act, category, facts, now))
    }

    /// The next instant after `now` at which the tables, or what is known, say something else.
    pub(crate) fn next_change(
        &self,
        pairs: &Pairs<'_>,
        here: usize,
        act: Act,
        category: usize,
        facts: &Facts<'_>,
        now: UnixTime,
    ) -> Option<UnixTime> {
        let cells = pairs.origins().flat_map(|from| pairs.targets(here).map(move |to| (from, to)));
        let segments = cells.filter_map(|(from, to)| self.timeline(from, to, act, category)).flatten();
        let starts = segments.map(|segment| segment.since).filter(|since| now < *since);
        starts.chain(facts.known.dates().filter(|date| now < *date)).min()
    }

    #[inline]
    fn segment(
        &self,
        from: Country,
        to: Country,
        act: Act,
        category: usize,
        now: UnixTime,
    ) -> Option<&Segment> {
        let segments = self.timeline(from, to, act, category)?;
        segments.get(segments.partition_point(|segment| segment.since <= now).checked_sub(1)?)
    }

    #[inline]
    fn timeline(&self, from: Country, to: Country, act: Act, category: usize) -> Option<&Vec<Segment>> {
        let kind = *self.kinds.get(category)?;
        let at = self.keys.binary_search(&key(from, to, act, kind)).ok()?;
        self.timelines.get(usize::try_from(*self.cells.get(at)?).ok()?)
    }
}

/// Reads the law for every transfer of a policy, and for all data that stays where the law makes demands on it.
pub(crate) fn fill(book: &mut Rulebook, law: &LawEdition) {
    book.link();
    let mut table = core::mem::take(&mut book.law);
    let mut names = BTreeMap::new();
    table.regions = book.regions.iter().map(|entry| number(&mut names, entry.country)).collect();
    table.recipients = book
        .recipients
        .iter()
        .map(|rule| {
            let countries = core::iter::once(rule.country).chain(rule.places.iter().copied());
            distinct(countries.map(|country| number(&mut names, Some(country))))
        })
        .collect();
    table.domestic = table.recipients.iter().map(|countries| table.regions_in(countries)).collect();
    table.endpoints = book
        .endpoints
        .iter()
        .map(|rule| match rule.countries.as_slice() {
            [] => alloc::vec![Country::UNKNOWN],
            countries => distinct(countries.iter().map(|country| number(&mut names, Some(*country)))),
        })
        .collect();
    let mut countries: Vec<(Jurisdiction, Country)> = names.into_iter().collect();
    countries.sort_by_key(|(_, number)| *number);
    table.countries = countries.into_iter().map(|(country, _)| country).collect();
    let mut filling = Filling { table, law, kinds: Vec::new(), wanted: Vec::new() };
    filling.kinds(book);
    filling.stays(book);
    for rule in &book.transfers {
        filling.transfer(book, rule);
    }
    book.law = filling.finish();
    book.law_read = Some(if law == LawEdition::builtin() {
        Cow::Borrowed(LawEdition::builtin())
    } else {
        Cow::Owned(law.clone())
    });
    book.plain = PlainTable::new(book);
}

fn number(names: &mut BTreeMap<Jurisdiction, Country>, country: Option<Jurisdiction>) -> Country {
    let Some(country) = country else { return Country::UNKNOWN };
    let next = Country(u16::try_from(names.len()).unwrap_or(u16::MAX));
    *names.entry(country).or_insert(next)
}

fn distinct(countries: impl Iterator<Item = Country>) -> Vec<Country> {
    let mut list: Vec<Country> = countries.collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// The categories that rows of the law name.
fn named(law: &LawEdition) -> Vec<DataCategory> {
    law.rules().iter().flat_map(|rule| rule.categories.iter().copied()).collect()
}

/// The categories about which the law is asked for a rule of the policy.
fn told_apart(rule: &CategoryRule, named: &[DataCategory]) -> Categories {
    match rule.category {
        _ if named.is_empty() => [DataCategory::EventMetadata].into_iter().collect(),
        Some(category) => [category].into_iter().collect(),
        // It stands for whatever the rows name.
        None => named.iter().copied().chain([DataCategory::EventMetadata]).collect(),
    }
}

/// Whether some ground would permit a transfer of such data that no row of the policy speaks of yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Prospect {
    /// On some ground.
    Permitted,
    /// Once conditions hold that are not known to.
    OnConditions,
    /// On none.
    Never,
}

/// Asks the law about a transfer that is not in the tables.
pub(crate) fn prospect(
    law: &LawEdition,
    rule: &CategoryRule,
    (from, to): (Option<Jurisdiction>, Option<Jurisdiction>),
    act: Act,
    known: &RecipientFacts,
    now: UnixTime,
) -> Prospect {
    let categories = told_apart(rule, &named(law));
    let transfer = Transfer::new(from, to, act, &categories).with_sensitivities(rule.sensitivities);
    let verdict = law.judge(&transfer.to_recipient(known), now);
    if verdict.is_permitted() {
        return Prospect::Permitted;
    }
    let Some(always) = Period::new(UnixTime::from_secs(0), None) else { return Prospect::Never };
    let would = |conditions: &Vec<Condition>| {
        let facts = conditions.iter().fold(known.clone(), |facts, one| facts.with(*one, always));
        law.permits(&transfer.to_recipient(&facts), now)
    };
    if verdict.missing().iter().any(would) { Prospect::OnConditions } else { Prospect::Never }
}

/// A law table being filled.
struct Filling<'l> {
    table: LawTable,
    law: &'l LawEdition,
    /// What the law can tell apart: sensitivities, and the categories where its rows name some.
    kinds: Vec<(Sensitivities, Categories)>,
    wanted: Vec<u64>,
}

impl Filling<'_> {
    /// Numbers the kinds of data that the law can tell apart.
    fn kinds(&mut self, book: &Rulebook) {
        let named = named(self.law);
        for rule in &book.categories {
            let kind = (rule.sensitivities, told_apart(rule, &named));
            let known = self.kinds.iter().position(|other| *other == kind);
            let at = known.unwrap_or(self.kinds.len());
            if known.is_none() {
                self.kinds.push(kind);
            }
            self.table.kinds.push(u16::try_from(at).unwrap_or(u16::MAX));
        }
    }

    /// Notes where the law makes demands on data that stays.
    fn stays(&mut self, book: &mut Rulebook) {
        let countries = distinct(self.table.regions.iter().copied());
        for (kind, number) in self.kinds.iter().zip(0_u16..) {
            let demanding: Vec<Country> = countries
                .iter()
                .copied()
                .filter(|at| self.law.ever_demands(&self.question(*at, *at, Act::Store, kind)))
                .collect();
            if demanding.is_empty() {
                continue;
            }
            let regions = self.table.regions.iter().enumerate();
            let here: Set =
                regions.filter(|(_, at)| demanding.contains(at)).map(|(region, _)| region).collect();
            let kinds = self.table.kinds.iter();
            for (rule, _) in book.categories.iter_mut().zip(kinds).filter(|(_, own)| **own == number) {
                rule.demands = here.clone();
            }
            for at in demanding {
                self.wanted.extend(Act::ALL.iter().map(|act| key(at, at, *act, number)));
            }
        }
    }

    /// Notes every pair of countries that a transfer can take.
    fn transfer(&mut self, book: &Rulebook, rule: &TransferRule) {
        let table = &self.table;
        let regions = |set: &Set| -> Vec<Country> { distinct(set.iter().map(|at| table.region(at))) };
        let parents = book.recipients.iter().enumerate();
        let via = parents.filter(|(_, parent)| rule.recipient.is_some_and(|at| parent.behind.contains(&at)));
        let via = via.flat_map(|(at, _)| table.recipient_countries(at).iter().copied());
        let from = distinct(regions(&rule.from).into_iter().chain(via));
        let recipient = rule.recipient.map_or(&[][..], |at| table.recipient_countries(at));
        let endpoints = book.endpoints.iter().zip(&table.endpoints);
        let endpoints = endpoints.filter(|(endpoint, _)| Some(endpoint.recipient) == rule.recipient);
        let endpoints = endpoints.flat_map(|(_, countries)| countries.iter());
        let here = if rule.to.is_empty() { regions(&rule.from) } else { regions(&rule.to) };
        let to = distinct(here.into_iter().chain(recipient.iter().chain(endpoints).copied()));
        let mut kinds: Vec<u16> =
            rule.categories.iter().filter_map(|at| table.kinds.get(at).copied()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for from in &from {
            for to in &to {
                for act in rule.acts.iter() {
                    self.wanted.extend(kinds.iter().map(|kind| key(*from, *to, act, *kind)));
                }
            }
        }
    }

    /// Asks the law whatever is wanted.
    fn finish(mut self) -> LawTable {
        self.wanted.sort_unstable();
        self.wanted.dedup();
        let wanted = core::mem::take(&mut self.wanted);
        for key in wanted {
            let (from, to, act, kind) = parts(key);
            let Some(act) = Act::ALL.iter().copied().find(|one| ordinal(*one) == act) else { continue };
            let Some(kind) = self.kinds.get(usize::from(kind)).cloned() else { continue };
            let segments = self.segments(from, to, act, &kind);
            let known = self.table.timelines.iter().position(|other| *other == segments);
            let at = known.unwrap_or(self.table.timelines.len());
            if known.is_none() {
                self.table.timelines.push(segments);
            }
            self.table.keys.push(key);
            self.table.cells.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        self.table
    }

    fn question<'k>(
        &self,
        from: Country,
        to: Country,
        act: Act,
        (sensitivities, categories): &'k (Sensitivities, Categories),
    ) -> Transfer<'k> {
        let country = |at: Country| self.table.countries.get(usize::from(at.0)).copied();
        Transfer::new(country(from), country(to), act, categories).with_sensitivities(*sensitivities)
    }

    fn segments(
        &mut self,
        from: Country,
        to: Country,
        act: Act,
        kind: &(Sensitivities, Categories),
    ) -> Vec<Segment> {
        let transfer = self.question(from, to, act, kind);
        let timeline = self.law.timeline(&transfer);
        let mut segments = Vec::new();
        for (since, verdict) in timeline {
            let mut ways = Vec::new();
            let nothing = verdict.is_permitted().then(Vec::new);
            for conditions in nothing.iter().chain(verdict.missing()) {
                ways.extend(self.way(&transfer, since, conditions));
            }
            ways.sort_by_key(|way| (way.ground, way.conditions));
            let is_stale = verdict.outcome() == LawCode::LawStale;
            let verdict = self.keep(verdict);
            segments.push(Segment { since, ways, verdict, is_stale });
        }
        segments
    }

    /// A set of conditions as a way to satisfy the law, if the law agrees that it is one.
    fn way(&mut self, transfer: &Transfer<'_>, since: UnixTime, conditions: &[Condition]) -> Option<Way> {
        let facts = RecipientFacts::supposing(conditions);
        let verdict = self.law.judge(&Transfer { recipient: &facts, ..*transfer }, since);
        let ground = verdict.ground().filter(|_| verdict.is_permitted())?;
        let positions: Option<Vec<usize>> =
            conditions.iter().map(|condition| self.table.condition(*condition)).collect();
        let conditions = positions?.into_iter().collect();
        Some(Way { conditions, ground, verdict: self.keep(verdict) })
    }

    fn keep(&mut self, verdict: Verdict) -> usize {
        let known = self.table.verdicts.iter().position(|other| *other == verdict);
        known.unwrap_or_else(|| {
            self.table.verdicts.push(verdict);
            self.table.verdicts.len().saturating_sub(1)
        })
    }
}

#[inline]
fn key(from: Country, to: Country, act: Act, kind: u16) -> u64 {
    let words = [from.0, to.0, ordinal(act), kind];
    words.into_iter().fold(0, |key, word| key.wrapping_shl(16) | u64::from(word))
}

fn parts(key: u64) -> (Country, Country, u16, u16) {
    let word = |shift: u32| u16::try_from(key.wrapping_shr(shift) & 0xffff).unwrap_or(u16::MAX);
    (Country(word(48)), Country(word(32)), word(16), word(0))
}

#[inline]
#[expect(clippy::as_conversions, reason = "the discriminant of a word is its position, far below the limit")]
const fn ordinal(act: Act) -> u16 {
    act as u16
}
