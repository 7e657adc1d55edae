//! What the law says about the transfers of a policy, worked out beforehand.
//!
//! For each country, country, act and category that a transfer speaks of, the law's tables are read once: every
//! period in which they say the same, and in each the smallest sets of conditions that satisfy them. A decision then
//! compares sets.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::data::Categories;
use crate::law::Act;
use crate::law::Condition;
use crate::law::Ground;
use crate::law::LawEdition;
use crate::law::RecipientFacts;
use crate::law::Transfer;
use crate::law::Verdict;
use crate::place::Jurisdiction;
use crate::policy::mask::Mask;
use crate::policy::rulebook::CategoryRule;
use crate::policy::rulebook::RegionEntry;
use crate::policy::rulebook::TransferRule;
use crate::time::UnixTime;

/// The law's answers for the transfers of one policy.
///
/// INVARIANT: `keys` is sorted and `cells` runs beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LawTable {
    conditions: Vec<Condition>,
    /// The position of each region's country in `countries`.
    country_of: Vec<u16>,
    countries: Vec<Option<Jurisdiction>>,
    keys: Vec<u64>,
    cells: Vec<Vec<Segment>>,
    verdicts: Vec<Verdict>,
}

/// A span of time in which the law's tables say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    since: UnixTime,
    /// What would satisfy it, the firmest ground first. None: nothing would.
    ways: Vec<Way>,
    /// The verdict without any fact.
    verdict: usize,
}

/// A smallest set of conditions that satisfies the law.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Way {
    conditions: Mask,
    ground: Ground,
    verdict: usize,
}

/// What is known about a recipient, and what is supposed to be for the sake of argument.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'f> {
    pub(crate) known: &'f RecipientFacts,
    pub(crate) supposed: Mask,
}

/// What a document says to the law: what holds, and on which ground it relies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given {
    conditions: Mask,
    /// The weakest ground that will do; none where the data stays.
    ground: Option<Ground>,
}

impl Given {
    /// What a transfer relies on.
    #[inline]
    pub(crate) const fn by(rule: &TransferRule) -> Self {
        Self { conditions: rule.conditions, ground: Some(rule.ground) }
    }

    /// What holds where data stays.
    #[inline]
    pub(crate) const fn at(region: &RegionEntry) -> Self {
        Self { conditions: region.conditions, ground: None }
    }

    #[inline]
    fn allows(self, way: &Way) -> bool {
        self.ground.is_none_or(|ground| way.ground <= ground)
    }
}

impl<'f> Facts<'f> {
    #[inline]
    pub(crate) const fn new(known: &'f RecipientFacts) -> Self {
        Self { known, supposed: Mask::NONE }
    }
}

/// What the law says to a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lawful {
    pub(crate) is_permitted: bool,
    /// True if the law could not be found out for now, and nothing that was refuses.
    pub(crate) is_retry: bool,
    pub(crate) verdict: Option<usize>,
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

    pub(crate) fn condition_at(&self, position: usize) -> Option<Condition> {
        self.conditions.get(position).copied()
    }

    pub(crate) fn verdict(&self, position: usize) -> Option<&Verdict> {
        self.verdicts.get(position)
    }

    /// Whether the law permits a transfer on the ground its rule states, or a firmer one, from everywhere in `place`.
    ///
    /// The verdict is the one that refuses, or the one on the weakest ground.
    #[inline]
    #[expect(clippy::too_many_arguments, reason = "all that the law asks")]
    pub(crate) fn judge(
        &self,
        given: Given,
        place: Mask,
        here: usize,
        act: Act,
        category: usize,
        facts: &Facts<'_>,
        now: UnixTime,
    ) -> Lawful {
        let stated = given.conditions.without(self.ended(facts, now));
        let known = stated.union(self.known(facts, now));
        let mut weakest: Option<(Ground, usize)> = None;
        let mut retry: Option<usize> = None;
        for from in place.iter() {
            let Some(segment) = self.segment(from, here, act, category, now) else {
                return Lawful { is_permitted: false, is_retry: false, verdict: None };
            };
            let is_satisfied = |way: &&Way| given.allows(way) && way.conditions.is_subset(known);
            let Some(way) = segment.ways.iter().find(is_satisfied) else {
                if self.verdict(segment.verdict).is_some_and(Verdict::is_retry) {
                    retry = retry.or(Some(segment.verdict));
                    continue;
                }
                return Lawful { is_permitted: false, is_retry: false, verdict: Some(segment.verdict) };
            };
            if weakest.is_none_or(|(ground, _)| ground < way.ground) {
                weakest = Some((way.ground, way.verdict));
            }
        }
        if retry.is_some() {
            return Lawful { is_permitted: false, is_retry: true, verdict: retry };
        }
        Lawful {
            is_permitted: weakest.is_some(),
            is_retry: false,
            verdict: weakest.map(|(_, verdict)| verdict),
        }
    }

    /// The conditions that are missing in each way to satisfy the law for a transfer from one region.
    pub(crate) fn missing(
        &self,
        given: Given,
        from: usize,
        here: usize,
        act: Act,
        category: usize,
        now: UnixTime,
    ) -> impl Iterator<Item = Mask> {
        let ways = self.segment(from, here, act, category, now).map(|segment| segment.ways.as_slice());
        let usable = ways.unwrap_or_default().iter().filter(move |way| given.allows(way));
        usable.map(move |way| way.conditions.without(given.conditions))
    }

    /// The next instant after `now` at which the tables, or what is known, say something else.
    pub(crate) fn next_change(
        &self,
        place: Mask,
        here: usize,
        act: Act,
        category: usize,
        facts: &Facts<'_>,
        now: UnixTime,
    ) -> Option<UnixTime> {
        let segments = place.iter().filter_map(|from| self.cell(from, here, act, category)).flatten();
        let starts = segments.map(|segment| segment.since).filter(|since| now < *since);
        let ends = facts.known.dates().filter(|date| now < *date);
        starts.chain(ends).min()
    }

    pub(crate) fn known(&self, facts: &Facts<'_>, now: UnixTime) -> Mask {
        self.all(facts, |condition| facts.known.knows(condition, now)).union(facts.supposed)
    }

    /// The conditions that are known to have ended, whatever a document states.
    fn ended(&self, facts: &Facts<'_>, now: UnixTime) -> Mask {
        self.all(facts, |condition| facts.known.has_ended(condition, now))
    }

    #[inline]
    fn all(&self, facts: &Facts<'_>, is_so: impl Fn(Condition) -> bool) -> Mask {
        if facts.known.is_empty() {
            return Mask::NONE;
        }
        let conditions = self.conditions.iter().enumerate();
        conditions.filter(|(_, condition)| is_so(**condition)).map(|(at, _)| at).collect()
    }

    #[inline]
    fn segment(&self, from: usize, to: usize, act: Act, category: usize, now: UnixTime) -> Option<&Segment> {
        let segments = self.cell(from, to, act, category)?;
        segments.get(segments.partition_point(|segment| segment.since <= now).checked_sub(1)?)
    }

    #[inline]
    fn cell(&self, from: usize, to: usize, act: Act, category: usize) -> Option<&Vec<Segment>> {
        let (from, to) = (*self.country_of.get(from)?, *self.country_of.get(to)?);
        let at = self.keys.binary_search(&key(from, to, act, category)).ok()?;
        self.cells.get(at)
    }

    /// Reads the law for every transfer of a policy, and for all data that stays where the law makes demands on it.
    pub(crate) fn fill(
        &mut self,
        law: &LawEdition,
        regions: &[RegionEntry],
        categories: &mut [CategoryRule],
        transfers: &[TransferRule],
    ) {
        for entry in regions {
            let known = self.countries.iter().position(|country| *country == entry.country);
            let at = known.unwrap_or(self.countries.len());
            if known.is_none() {
                self.countries.push(entry.country);
            }
            self.country_of.push(u16::try_from(at).unwrap_or(u16::MAX));
        }
        let mut wanted: BTreeMap<u64, (u16, u16, Act, usize)> = BTreeMap::new();
        for rule in transfers {
            for (from, to, act, category) in self.asked(rule) {
                wanted.entry(key(from, to, act, category)).or_insert((from, to, act, category));
            }
        }
        for (at, country) in (0..).zip(&self.countries) {
            for (position, rule) in categories.iter_mut().enumerate() {
                let set: Categories = [rule.category].into_iter().collect();
                let mut stays = Transfer::new(*country, *country, Act::Store, &set);
                stays.sensitivities = rule.sensitivities;
                if law.ever_demands(&stays) {
                    let here = self.country_of.iter().enumerate().filter(|(_, country)| **country == at);
                    rule.demands = rule.demands.union(here.map(|(region, _)| region).collect());
                    wanted.extend(
                        Act::ALL.iter().map(|act| (key(at, at, *act, position), (at, at, *act, position))),
                    );
                }
            }
        }
        for (key, (from, to, act, category)) in wanted {
            let Some(rule) = categories.get(category) else { continue };
            let country = |at: u16| self.countries.get(usize::from(at)).copied().flatten();
            let set: Categories = [rule.category].into_iter().collect();
            let mut transfer = Transfer::new(country(from), country(to), act, &set);
            transfer.sensitivities = rule.sensitivities;
            let segments = self.segments(law, &transfer);
            self.keys.push(key);
            self.cells.push(segments);
        }
    }

    /// The country pairs, acts and categories of a rule.
    fn asked(&self, rule: &TransferRule) -> Vec<(u16, u16, Act, usize)> {
        let countries = |mask: Mask| {
            let mut list: Vec<u16> = mask.iter().filter_map(|at| self.country_of.get(at).copied()).collect();
            list.sort_unstable();
            list.dedup();
            list
        };
        let (from, to) = (countries(rule.from), countries(rule.to));
        let mut asked = Vec::new();
        for from in &from {
            for to in &to {
                for act in rule.acts.iter() {
                    asked.extend(rule.categories.iter().map(|category| (*from, *to, act, category)));
                }
            }
        }
        asked
    }

    fn segments(&mut self, law: &LawEdition, transfer: &Transfer<'_>) -> Vec<Segment> {
        let timeline = law.timeline(transfer);
        let mut segments = Vec::new();
        for (since, verdict) in timeline {
            let mut ways = Vec::new();
            let nothing = verdict.is_permitted().then(Vec::new);
            for conditions in nothing.iter().chain(verdict.missing()) {
                ways.extend(self.way(law, transfer, since, conditions));
            }
            ways.sort_by_key(|way| (way.ground, way.conditions));
            let verdict = self.keep(verdict);
            segments.push(Segment { since, ways, verdict });
        }
        segments
    }

    /// A set of conditions as a way to satisfy the law, if the law agrees that it is one.
    fn way(
        &mut self,
        law: &LawEdition,
        transfer: &Transfer<'_>,
        since: UnixTime,
        conditions: &[Condition],
    ) -> Option<Way> {
        let facts = RecipientFacts::supposing(conditions);
        let verdict = law.judge(&Transfer { recipient: &facts, ..*transfer }, since);
        let ground = verdict.ground().filter(|_| verdict.is_permitted())?;
        let positions: Option<Vec<usize>> =
            conditions.iter().map(|condition| self.condition(*condition)).collect();
        let conditions = positions?.into_iter().collect();
        Some(Way { conditions, ground, verdict: self.keep(verdict) })
    }

    fn keep(&mut self, verdict: Verdict) -> usize {
        let known = self.verdicts.iter().position(|other| *other == verdict);
        known.unwrap_or_else(|| {
            self.verdicts.push(verdict);
            self.verdicts.len().saturating_sub(1)
        })
    }
}

#[inline]
fn key(from: u16, to: u16, act: Act, category: usize) -> u64 {
    let category = u16::try_from(category).unwrap_or(u16::MAX);
    let words = [from, to, ordinal(act), category];
    words.into_iter().fold(0, |key, word| key.wrapping_shl(16) | u64::from(word))
}

#[inline]
#[expect(clippy::as_conversions, reason = "the discriminant of a word is its position, far below the limit")]
const fn ordinal(act: Act) -> u16 {
    act as u16
}
