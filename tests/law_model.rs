//! The law against a plain model of it, and the laws it keeps.
//!
//! The model reads `tests/data/law/*.csv`, the tables as people edit them, and evaluates them as text: dates compare
//! as ISO dates, conditions and countries as strings, every row is looked at for every question. Doubt is spelled out:
//! a country is tried as each of its parts and as the rest of it, an unconfirmed membership as true and as false. It
//! shares nothing with the library but the files.

use std::collections::{BTreeMap, BTreeSet};

use domicile::data::{Categories, Sensitivities, Sensitivity};
use domicile::law::{
    Act, Acts, Area, Authority, Condition, DataFilter, Demand, Effect, GroupId, LawEdition, LawOverlay,
    OrganizationFacts, OutcomeKind, RecipientFacts, RegimeId, RuleId, StaleLaw, Stance, Standing, SwitchOff,
    Territory, Transfer, UnconfirmedLaw, Validity, Verdict, Vouch, Widened,
};
use domicile::place::Jurisdiction;
use domicile::time::Period;
use domicile::{DataCategory, UnixTime};

type Row = BTreeMap<String, String>;

/// The tables, as text.
struct Tables {
    rules: Vec<Row>,
    /// The same, by body of law.
    rules_of: BTreeMap<String, Vec<Row>>,
    regimes: Vec<Row>,
    members: Vec<Row>,
    /// The same, by member.
    members_of: BTreeMap<String, Vec<Row>>,
    /// By country, the parts of it that any row speaks of.
    parts_of: BTreeMap<String, BTreeSet<String>>,
    conditions: Vec<String>,
    /// The conditions that are the organization's own.
    scope: BTreeSet<String>,
    /// True if unconfirmed demands only warn.
    is_warning: bool,
    /// Names switched off, each with the date from which its rows count again.
    off: Vec<(String, String)>,
    /// Tables of which every row but the bodies of law is off for longer than any question asks.
    replaced: Option<Box<Self>>,
}

/// A question, as text. A fact is one of these:
///
/// * `name`, which holds since ever; `name@SINCE/UNTIL`, which holds for a time;
/// * `name!DATE`, which is known to have ended;
/// * `name=NUMBER@SINCE/UNTIL`, which was counted;
/// * `~name@SINCE/UNTIL`, which the organization states.
#[derive(Clone, Copy, Debug)]
struct Question<'a> {
    from: &'a str,
    to: &'a str,
    act: &'a str,
    data: &'a [&'a str],
    facts: &'a [&'a str],
    now: &'a str,
}

impl Tables {
    fn read() -> Self {
        Self::of(
            csv(include_str!("data/law/rules.csv")),
            csv(include_str!("data/law/regimes.csv")),
            csv(include_str!("data/law/members.csv")),
        )
    }

    fn of(rules: Vec<Row>, regimes: Vec<Row>, members: Vec<Row>) -> Self {
        let mut members_of: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for row in &members {
            members_of.entry(row["member"].clone()).or_default().push(row.clone());
        }
        let mut rules_of: BTreeMap<String, Vec<Row>> =
            regimes.iter().map(|row| (row["id"].clone(), Vec::new())).collect();
        for rule in &rules {
            rules_of.get_mut(&rule["regime"]).unwrap().push(rule.clone());
        }
        let mut parts_of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let areas = rules.iter().flat_map(|rule| [&rule["from"], &rule["to"]]);
        let areas = areas.chain(regimes.iter().map(|regime| &regime["from"]));
        let named = areas.flat_map(|area| area.split(' ')).chain(members_of.keys().map(String::as_str));
        for part in named.filter(|name| is_part(name)) {
            parts_of.entry(part[..2].to_owned()).or_default().insert(part.to_owned());
        }
        let rows = csv(include_str!("data/law/conditions.csv"));
        let conditions = rows.iter().map(|row| row["condition"].clone()).collect();
        let own = rows.iter().filter(|row| row["owner"] == "organization");
        let scope = own.map(|row| row["condition"].clone()).collect();
        Self {
            rules,
            rules_of,
            regimes,
            members,
            members_of,
            parts_of,
            conditions,
            scope,
            is_warning: false,
            off: Vec::new(),
            replaced: None,
        }
    }

    /// The outcome by the rules of the room, one sentence at a time.
    fn outcome(&self, question: &Question<'_>) -> &'static str {
        self.answer(question).code
    }

    fn answer(&self, question: &Question<'_>) -> Expected {
        if is_organization(question.from) {
            return Expected::code("origin_unknown");
        }
        let is_domestic = country(question.from) == country(question.to);
        let mut is_transfer = !is_domestic;
        let mut refusals = BTreeSet::new();
        let mut general = 0;
        let (mut duties, mut warnings) = (BTreeSet::new(), BTreeSet::new());
        for regime in &self.regimes {
            if !self.in_force(regime, question.now) || !self.is_under(regime, question) {
                continue;
            }
            let of_regime: Vec<&Row> = self.rules_of[&regime["id"]]
                .iter()
                .filter(|rule| self.in_force(rule, question.now) && has_act(rule, question.act))
                .collect();
            for rule in &of_regime {
                if rule["effect"].starts_with("permit ")
                    || !self.asks(rule, question)
                    || self.is_met(rule, question)
                {
                    continue;
                }
                if rule["effect"] != "require" {
                    duties.insert(format!("{} {}", rule["effect"], rule["id"]));
                } else if rule["standing"] == "unconfirmed" && self.is_warning {
                    warnings.insert(format!("require {}", rule["id"]));
                } else if rule["standing"] == "unconfirmed" {
                    refusals.insert((1, "law_unconfirmed"));
                } else if rule["needs"] == "never" {
                    refusals.insert((7, "prohibited"));
                } else if self.is_open(rule, question) {
                    refusals.insert((2, "scope_not_stated"));
                } else {
                    refusals.insert((6, "requirement_unmet"));
                }
            }
            if regime["stance"] == "general" {
                general += u32::from(self.surely(&regime["from"], question.from, question.now));
                let covering: Vec<&&Row> =
                    of_regime.iter().filter(|rule| self.covers(rule, question)).collect();
                let confirmed = |rule: &&&&Row| rule["standing"] == "confirmed";
                let leaves = !is_domestic || self.is_divided(&regime["from"], question.from, question.to);
                is_transfer |= leaves;
                if !leaves || covering.iter().filter(confirmed).any(|rule| self.is_met(rule, question)) {
                    continue;
                }
                refusals.insert(if covering.iter().any(|rule| rule["standing"] == "confirmed") {
                    (3, "conditions_missing")
                } else if !covering.is_empty() {
                    (4, "unconfirmed")
                } else {
                    (5, "no_rule_permits")
                });
            }
        }
        if !is_domestic && general == 0 {
            refusals.insert((8, "no_law_known"));
        }
        if is_transfer && question.now >= "2027-05-21" {
            refusals.insert((9, "law_stale"));
        }
        let code = refusals.last().map_or("permitted", |(_, code)| code);
        if code != "permitted" {
            duties.clear();
        }
        Expected { code, duties, warnings, widened_by: self.widened_by(question) }
    }

    /// What is switched off now, is no permission, and would have been asked.
    fn widened_by(&self, question: &Question<'_>) -> BTreeSet<String> {
        let replaced = self.replaced.as_deref();
        if self.off.is_empty() && replaced.is_none() {
            return BTreeSet::new();
        }
        // The rows of one table that are off now.
        let held = |rows: fn(&Self) -> &Vec<Row>| -> Vec<&Row> {
            let is_dated = |row: &&Row| in_force(row, question.now);
            let own = rows(self).iter().filter(is_dated);
            let own = own.filter(|row| !self.is_on(row, &row["id"], question.now));
            own.chain(replaced.into_iter().flat_map(rows).filter(is_dated)).collect()
        };
        let is_under = |regime: &Row| in_force(regime, question.now) && self.is_under(regime, question);
        let regimes = held(|tables| &tables.regimes).into_iter().filter(|regime| is_under(regime));
        let rules = held(|tables| &tables.rules).into_iter().filter(|rule| {
            let all = self.regimes.iter().chain(replaced.into_iter().flat_map(|tables| &tables.regimes));
            !rule["effect"].starts_with("permit ")
                && has_act(rule, question.act)
                && self.asks(rule, question)
                && all.filter(|regime| regime["id"] == rule["regime"]).any(is_under)
        });
        // One of a country is one of its parts, and one of a part may be one of the country.
        let touches = |place: &str, member: &str| {
            place == member || country(place) == Some(member) || country(member) == Some(place)
        };
        let members = held(|tables| &tables.members).into_iter();
        let members = members
            .filter(|row| touches(question.from, &row["member"]) || touches(question.to, &row["member"]));
        regimes.chain(rules).chain(members).map(|row| row["id"].clone()).collect()
    }

    /// True if a body of law is about the question, in force or not.
    fn is_under(&self, regime: &Row, question: &Question<'_>) -> bool {
        may_concern(&regime["data"], question.data)
            && self.maybe(&regime["from"], question.from, question.now)
    }

    /// In force, and not switched off.
    fn in_force(&self, row: &Row, now: &str) -> bool {
        in_force(row, now) && self.is_on(row, &row["id"], now)
    }

    /// True if nothing switches a row off: itself, or the body of law it belongs to; a permission that is named itself
    /// is off for good.
    fn is_on(&self, row: &Row, id: &str, now: &str) -> bool {
        let is_within = |id: &str, name: &str| {
            id.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let regime = row.get("regime").map(String::as_str);
        let permits = row.get("effect").is_some_and(|effect| effect.starts_with("permit "));
        self.off.iter().all(|(name, review_by)| {
            if regime.is_some_and(|regime| is_within(regime, name)) {
                return review_by.as_str() <= now;
            }
            !is_within(id, name) || !permits && review_by.as_str() <= now
        })
    }

    fn asks(&self, rule: &Row, question: &Question<'_>) -> bool {
        may_concern(&rule["data"], question.data)
            && self.maybe(&rule["from"], question.from, question.now)
            && self.maybe(&rule["to"], question.to, question.now)
    }

    fn covers(&self, rule: &Row, question: &Question<'_>) -> bool {
        rule["effect"].starts_with("permit ")
            && self.in_force(rule, question.now)
            && has_act(rule, question.act)
            && surely_covers(&rule["data"], question.data)
            && self.surely(&rule["from"], question.from, question.now)
            && self.surely(&rule["to"], question.to, question.now)
    }

    fn is_met(&self, rule: &Row, question: &Question<'_>) -> bool {
        self.would_do(rule, question, &|condition| knows(question, condition))
    }

    /// True if statements of the organization about itself would do, which nobody has taken back.
    fn is_open(&self, rule: &Row, question: &Question<'_>) -> bool {
        self.would_do(rule, question, &|condition| {
            knows(question, condition) || self.scope.contains(condition) && !has_ended(question, condition)
        })
    }

    fn would_do(&self, rule: &Row, question: &Question<'_>, holds: &dyn Fn(&str) -> bool) -> bool {
        let needs = rule["needs"].as_str();
        let is_enough = |set: &str| set.split('+').all(holds);
        let conditions = needs.is_empty() || (needs != "never" && needs.split('|').any(is_enough));
        let Some((regime, grounds)) = rule["follows"].split_once(": ") else { return conditions };
        conditions
            && self.rules_of[regime].iter().any(|other| {
                other["standing"] == "confirmed"
                    && other["follows"].is_empty()
                    && other["effect"]
                        .strip_prefix("permit ")
                        .is_some_and(|ground| grounds.split(' ').any(|g| g == ground))
                    && self.covers(other, question)
                    && self.would_do(other, question, holds)
            })
    }

    fn surely(&self, area: &str, place: &str, now: &str) -> bool {
        match area.strip_prefix("not ") {
            // An organization is only where it is named.
            _ if area == "*" => !is_organization(place),
            Some(named) => !is_organization(place) && !self.is_in(named, place, now, true),
            None => self.is_in(area, place, now, false),
        }
    }

    fn maybe(&self, area: &str, place: &str, now: &str) -> bool {
        match area.strip_prefix("not ") {
            _ if area == "*" => true,
            Some(named) => !self.is_in(named, place, now, false),
            None => self.is_in(area, place, now, true),
        }
    }

    /// In one of the territories named: however doubts are settled, or (`perhaps`) if they are settled in one way.
    fn is_in(&self, named: &str, place: &str, now: &str, perhaps: bool) -> bool {
        named.split(' ').any(|name| {
            let mut settled = self.spots(place).into_iter().flat_map(|spot| self.readings(name, &spot, now));
            if perhaps { settled.any(|is_in| is_in) } else { settled.all(|is_in| is_in) }
        })
    }

    /// Where exactly something may be: in each part that some row speaks of, or in the rest of the country.
    fn spots(&self, place: &str) -> Vec<String> {
        if is_part(place) || is_organization(place) {
            return vec![place.to_owned()];
        }
        let replaced = self.replaced.iter().filter_map(|tables| tables.parts_of.get(place));
        let parts = self.parts_of.get(place).into_iter().chain(replaced).flatten().cloned();
        parts.chain([format!("{place}-rest")]).collect()
    }

    /// Whether a spot is in a territory, once for every way in which the unconfirmed memberships may turn out. A
    /// membership that is switched off does not hold, like one that is over; of a part, it is still about the part.
    fn readings(&self, name: &str, spot: &str, now: &str) -> Vec<bool> {
        if name == spot || country(spot) == Some(name) {
            return vec![true];
        }
        if name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return vec![false];
        }
        let rows_of = |member: &str| -> Vec<(&Row, bool)> {
            let own = self.members_of.get(member).into_iter().flatten();
            let own = own.map(|row| (row, self.in_force(row, now)));
            let replaced = self.replaced.iter().filter_map(|tables| tables.members_of.get(member)).flatten();
            own.chain(replaced.map(|row| (row, false))).filter(|(row, _)| row["group"] == name).collect()
        };
        let own = rows_of(spot);
        let of_country = country(spot).filter(|country| *country != spot).map(rows_of).unwrap_or_default();
        let all = own.iter().chain(&of_country).map(|(row, _)| *row);
        let doubted: Vec<&Row> = all.filter(|row| row["standing"] != "confirmed").collect();
        assert!(doubted.len() < 12);
        (0..1_u32 << doubted.len())
            .map(|bits| {
                let is_true = |(row, _): &&(&Row, bool)| {
                    let doubt = doubted.iter().position(|other| std::ptr::eq(*other, *row));
                    doubt.is_none_or(|at| bits & (1 << at) != 0)
                };
                let own: Vec<_> = own.iter().filter(is_true).collect();
                let deciding = if own.is_empty() { of_country.iter().filter(is_true).collect() } else { own };
                deciding.iter().any(|(_, is_in_force)| *is_in_force)
            })
            .collect()
    }

    /// True if an area speaks of a part, or a group with a part in it, and only one of two places may be in the part.
    fn is_divided(&self, area: &str, from: &str, to: &str) -> bool {
        let names = area.strip_prefix("not ").unwrap_or(area).split(' ');
        let members = |group: &str| {
            let all = self.members.iter().chain(self.replaced.iter().flat_map(|tables| &tables.members));
            let rows = all.filter(|row| row["group"] == group);
            rows.map(|row| row["member"].clone()).collect::<Vec<_>>()
        };
        let parts = names.flat_map(|name| [members(name), vec![name.to_owned()]].concat());
        let mut parts = parts.filter(|name| is_part(name));
        parts.any(|part| {
            let ends =
                |place| self.spots(place).into_iter().map(|spot| spot == part).collect::<BTreeSet<_>>();
            let (from, to) = (ends(from), ends(to));
            from.len() > 1 || to.len() > 1 || from != to
        })
    }

    /// Every country a table names, and some that none does.
    fn countries(&self) -> Vec<String> {
        let areas = self.rules.iter().flat_map(|rule| [&rule["from"], &rule["to"]]);
        let words = areas
            .flat_map(|area| area.split(' '))
            .chain(self.members.iter().map(|row| row["member"].as_str()));
        let named =
            words.filter(|word| word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_uppercase()));
        let strangers = ["MX", "SJ", "GL", "PR", "XK", "AQ"];
        let all: BTreeSet<String> = named.chain(strangers).map(str::to_owned).collect();
        all.into_iter().collect()
    }

    /// Every date in the tables, and the day before each.
    fn dates(&self) -> Vec<String> {
        let rows = self.rules.iter().chain(&self.regimes).chain(&self.members);
        let dates =
            rows.flat_map(|row| [row["since"].clone(), row["until"].clone()]).filter(|date| !date.is_empty());
        let mut all: BTreeSet<String> = dates.collect();
        all.insert("2027-05-21".into());
        all.extend(self.off.iter().map(|(_, review_by)| review_by.clone()));
        all.extend(
            self.replaced.iter().flat_map(|tables| [tables.dates(), vec!["2100-01-01".into()]].concat()),
        );
        let before: Vec<String> = all.iter().map(|date| date_of(seconds(date) - 1)).collect();
        all.extend(before);
        all.into_iter().filter(|date| date.as_str() >= "2018-01-01").collect()
    }
}

/// What the model says.
#[derive(Debug, PartialEq, Eq)]
struct Expected {
    code: &'static str,
    duties: BTreeSet<String>,
    warnings: BTreeSet<String>,
    widened_by: BTreeSet<String>,
}

impl Expected {
    fn code(code: &'static str) -> Self {
        Self { code, duties: BTreeSet::new(), warnings: BTreeSet::new(), widened_by: BTreeSet::new() }
    }

    /// The library's answer in the same words.
    fn of(verdict: &Verdict) -> Self {
        let kind = match verdict.code() {
            "permitted" => OutcomeKind::Permit,
            "law_stale" => OutcomeKind::Retry,
            _ => OutcomeKind::Refuse,
        };
        assert_eq!(verdict.outcome_kind(), kind);
        assert_eq!(verdict.is_retry(), kind == OutcomeKind::Retry);
        let code = verdict.outcome().as_str();
        let demand = |demand: &Demand| match demand.within() {
            Some(days) => format!("{} {days} {}", demand.kind(), demand.rule()),
            None => format!("{} {}", demand.kind(), demand.rule()).replace("gate", "require"),
        };
        Self {
            code,
            duties: verdict.duties().iter().map(demand).collect(),
            warnings: verdict.warnings().iter().map(demand).collect(),
            widened_by: verdict.widened_by().iter().map(RuleId::to_string).collect(),
        }
    }
}

/// Reads the facts of a question, and says whether they tell that a condition holds.
fn knows(question: &Question<'_>, condition: &str) -> bool {
    let now = question.now;
    let runs = |period: &str| {
        let (since, until) = period.split_once('/').unwrap();
        since <= now && now < until
    };
    if let Some((counted, limit)) = condition.split_once('<') {
        let numbers = question.facts.iter().filter_map(|fact| fact.strip_prefix(counted)?.strip_prefix('='));
        let numbers = numbers.map(|rest| rest.split_once('@').unwrap());
        let good: Vec<u64> =
            numbers.filter(|(_, period)| runs(period)).map(|(number, _)| number.parse().unwrap()).collect();
        return good.iter().max().is_some_and(|greatest| *greatest < limit.parse().unwrap());
    }
    is_held(question, condition)
        || !has_ended(question, condition)
            && question.facts.iter().any(|fact| {
                let stated = fact.strip_prefix('~').and_then(|rest| rest.split_once('@'));
                stated.is_some_and(|(name, period)| name == condition && runs(period))
            })
}

fn is_held(question: &Question<'_>, condition: &str) -> bool {
    let now = question.now;
    question.facts.iter().any(|fact| {
        if *fact == condition {
            return !ends(question, condition).any(|end| end <= now);
        }
        let Some((since, until)) = fact
            .split_once('@')
            .and_then(|(name, period)| if name == condition { period.split_once('/') } else { None })
        else {
            return false;
        };
        since <= now && now < until && !ends(question, condition).any(|end| since < end && end <= now)
    })
}

fn has_ended(question: &Question<'_>, condition: &str) -> bool {
    ends(question, condition).any(|end| end <= question.now) && !is_held(question, condition)
}

fn ends<'a>(question: &Question<'a>, condition: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    let condition = condition.to_owned();
    question.facts.iter().filter_map(move |fact| {
        let (name, end) = fact.split_once('!')?;
        (name == condition).then_some(end)
    })
}

fn is_organization(place: &str) -> bool {
    place.starts_with("org:")
}

fn is_part(place: &str) -> bool {
    place.as_bytes().get(2) == Some(&b'-') && place.as_bytes()[0].is_ascii_uppercase()
}

fn country(place: &str) -> Option<&str> {
    (!is_organization(place)).then(|| &place[..2])
}

fn in_force(row: &Row, now: &str) -> bool {
    row["since"].as_str() <= now && (row["until"].is_empty() || now < row["until"].as_str())
}

fn has_act(rule: &Row, act: &str) -> bool {
    rule["acts"].is_empty() || rule["acts"].split(' ').any(|one| one == act)
}

fn may_concern(filter: &str, data: &[&str]) -> bool {
    filter.strip_prefix("only ").is_none_or(|named| named.split(' ').any(|one| data.contains(&one)))
}

fn surely_covers(filter: &str, data: &[&str]) -> bool {
    if let Some(named) = filter.strip_prefix("except ") {
        return !named.split(' ').any(|one| data.contains(&one));
    }
    filter
        .strip_prefix("only ")
        .is_none_or(|named| data.iter().all(|one| named.split(' ').any(|name| name == *one)))
}

/// Reads comma-separated values with a header and double quotes.
fn csv(text: &str) -> Vec<Row> {
    let mut records = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let record = records.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                record.last_mut().unwrap().push(chars.next().unwrap())
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(String::new()),
            '\n' if !quoted => records.push(vec![String::new()]),
            c => record.last_mut().unwrap().push(c),
        }
    }
    records.pop();
    let header = records.remove(0);
    records.into_iter().map(|record| header.iter().cloned().zip(record).collect()).collect()
}

fn seconds(date: &str) -> u64 {
    let part = |range: std::ops::Range<usize>| date[range].parse::<u16>().unwrap();
    UnixTime::from_date(part(0..4), part(5..7) as u8, part(8..10) as u8).unwrap().as_secs()
}

fn date_of(seconds: u64) -> String {
    UnixTime::from_secs(seconds).to_string()[..10].to_owned()
}

fn at(date: &str) -> UnixTime {
    UnixTime::from_secs(seconds(date))
}

/// The same question for the library.
struct Asked {
    from: Option<Jurisdiction>,
    to: Option<Jurisdiction>,
    act: Act,
    categories: Categories,
    sensitivities: Sensitivities,
    facts: RecipientFacts,
    organization: OrganizationFacts,
}

impl Asked {
    fn new(question: &Question<'_>) -> Self {
        Self {
            from: Jurisdiction::parse(question.from).ok(),
            to: Jurisdiction::parse(question.to).ok(),
            act: Act::parse(question.act).unwrap(),
            categories: [DataCategory::EventMetadata].into_iter().collect(),
            sensitivities: question.data.iter().map(|word| Sensitivity::parse(word).unwrap()).collect(),
            facts: facts(question.facts),
            organization: statements(question.facts),
        }
    }

    fn transfer(&self) -> Transfer<'_> {
        Transfer::new(self.from, self.to, self.act, &self.categories)
            .with_sensitivities(self.sensitivities)
            .to_recipient(&self.facts)
            .of_organization(&self.organization)
    }

    fn judge(&self, law: &LawEdition, now: &str) -> Verdict {
        law.judge(&self.transfer(), at(now))
    }
}

/// Facts as the questions write them.
fn facts(texts: &[&str]) -> RecipientFacts {
    let ever = Period::new(UnixTime::from_secs(0), None).unwrap();
    let condition = |name: &str| Condition::parse(name).unwrap();
    let mut facts = RecipientFacts::new();
    for text in texts.iter().filter(|text| !text.starts_with('~')) {
        if let Some((name, end)) = text.split_once('!') {
            facts = facts.ended(condition(name), at(end));
        } else if let Some((name, period)) = text.split_once('@') {
            let (since, until) = period.split_once('/').unwrap();
            let (since, until) = (at(since), at(until));
            facts = match name.split_once('=') {
                Some((name, number)) => facts.counted(condition(name), number.parse().unwrap(), since, until),
                None => facts.with(condition(name), Period::new(since, Some(until)).unwrap()),
            };
        } else {
            facts = facts.with(condition(text), ever);
        }
    }
    facts
}

fn statements(texts: &[&str]) -> OrganizationFacts {
    let mut facts = OrganizationFacts::new();
    for text in texts.iter().filter_map(|text| text.strip_prefix('~')) {
        let (name, period) = text.split_once('@').unwrap();
        let (since, until) = period.split_once('/').unwrap();
        facts = facts.try_with(Condition::parse(name).unwrap(), at(since), at(until)).unwrap();
    }
    facts
}

/// A small generator (xorshift64*), so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }

    fn word<'a, S: AsRef<str>>(&mut self, from: &'a [S]) -> &'a str {
        self.pick(from).as_ref()
    }

    fn some<'a, T: ?Sized>(&mut self, from: &[&'a T], of: usize) -> Vec<&'a T> {
        from.iter().copied().filter(|_| self.roll(of) == 0).collect()
    }
}

const ACTS: [&str; 8] =
    ["store", "process", "remote-read", "replicate", "back-up", "log", "deliver", "onward-transfer"];

const DATA: [&str; 10] = [
    "special",
    "health",
    "criminal",
    "children",
    "credit",
    "payment",
    "employment",
    "national-id",
    "government",
    "immigration",
];

/// Sets of conditions that belong together, for one exporter or another; the last is "everything is known".
fn condition_sets(tables: &Tables) -> Vec<Vec<&str>> {
    let mut sets: Vec<Vec<&str>> = vec![
        vec![],
        vec!["dpf-listed", "dpf-uk-extension", "dpf-swiss"],
        vec![
            "scc-signed",
            "transfer-impact-assessment",
            "ch-scc-signed",
            "uk-idta-signed",
            "uk-transfer-risk-assessment",
        ],
        vec![
            "pipeda-subject",
            "appi-subject",
            "pipa-subject",
            "israel-in-scope",
            "c5-type2",
            "german-establishment",
        ],
        vec![
            "not-data-brokerage",
            "not-hipaa-entity",
            "sg-contract",
            "za-adequate-law",
            "in-foreign-leg",
            "br-scc-signed",
        ],
    ];
    sets.push(tables.conditions.iter().map(String::as_str).collect());
    sets
}

/// Says yes or no to a question in all of the library's ways, and fails unless they agree with the model's.
fn compare(tables: &Tables, law: &LawEdition, question: &Question<'_>) -> bool {
    let expected = tables.outcome(question);
    let asked = Asked::new(question);
    let permits = law.permits(&asked.transfer(), at(question.now));
    assert_eq!(permits, expected == "permitted", "{question:?}: {expected}");
    permits
}

/// The same, and everything a verdict says besides.
fn compare_all(tables: &Tables, law: &LawEdition, question: &Question<'_>) -> Expected {
    let expected = tables.answer(question);
    let verdict = Asked::new(question).judge(law, question.now);
    assert_eq!(Expected::of(&verdict), expected, "{question:?}\n{verdict}");
    assert_eq!(compare(tables, law, question), verdict.is_permitted());
    expected
}

/// Facts about a condition, of all kinds and with all dates.
fn told(dice: &mut Dice, tables: &Tables, names: &[&str], now: &str) -> Vec<String> {
    let days = ["2018-01-01", "2025-12-31", now, &date_of(seconds(now) + 86_400), "2031-01-01"];
    let mut facts = Vec::new();
    for name in names {
        let (since, until) = (dice.roll(4), 1 + dice.roll(4));
        let (since, until) = (days[since], days[until.max(since + 1)]);
        match dice.roll(5) {
            0 => facts.push(format!("{name}!{until}")),
            1 if tables.scope.contains(*name) => facts.push(format!("~{name}@{since}/{until}")),
            1 | 2 => facts.push(format!("{name}@{since}/{until}")),
            _ => facts.push((*name).to_owned()),
        }
    }
    for _ in 0..dice.roll(3) {
        let (since, until) = (dice.roll(4), 1 + dice.roll(4));
        let number = 50 * (1 + dice.roll(4));
        facts.push(format!("acme.persons={number}@{}/{}", days[since], days[until.max(since + 1)]));
    }
    facts.retain(|fact| {
        fact.split_once('@')
            .and_then(|(_, period)| period.split_once('/'))
            .is_none_or(|(since, until)| since < until)
    });
    facts
}

#[test]
fn the_model_agrees_on_every_pair_of_countries() {
    let (tables, law) = (Tables::read(), LawEdition::builtin());
    let (countries, sets) = (tables.countries(), condition_sets(&tables));
    let dates =
        ["2019-03-01", "2021-12-01", "2025-12-20", "2026-11-21", "2027-05-20", "2027-05-21", "2032-01-01"];
    let mut dice = Dice(7);
    let (mut asked, mut permitted) = (0_u32, 0_u32);
    for from in &countries {
        for to in &countries {
            for facts in &sets {
                let data = if dice.roll(2) == 0 { vec![] } else { dice.some(&DATA, 5) };
                let act = dice.word(&ACTS);
                let now = dice.word(&dates);
                let question = Question { from, to, act, data: &data, facts, now };
                asked += 1;
                permitted += u32::from(compare(&tables, law, &question));
            }
        }
    }
    println!("{} countries, {asked} questions, {permitted} permitted", countries.len());
    assert!(permitted > asked / 20 && permitted < asked / 2, "{permitted} of {asked}");
}

#[test]
fn the_model_agrees_on_the_code_on_every_date() {
    let (tables, law) = (Tables::read(), LawEdition::builtin());
    let (sets, dates) = (condition_sets(&tables), tables.dates());
    let exporters = [
        "IE", "DE", "FR", "GP", "NO", "GB", "CH", "ZA", "IN", "SG", "US", "CN", "RU", "BR", "KR", "JP", "AU",
        "SA", "AE", "ID", "VN", "TR", "CA", "NZ", "MX", "HK",
    ];
    let importers = ["IE", "IS", "GP", "GB", "US", "CA", "KR", "BR", "HK", "MX"];
    let mut dice = Dice(11);
    let mut codes: BTreeMap<&str, u32> = BTreeMap::new();
    for from in exporters {
        for to in importers {
            for now in &dates {
                let facts = if dice.roll(3) == 0 {
                    dice.some(&tables.conditions.iter().map(String::as_str).collect::<Vec<_>>(), 2)
                } else {
                    dice.pick(&sets).clone()
                };
                let data = if dice.roll(2) == 0 { vec![] } else { dice.some(&DATA, 4) };
                let question = Question { from, to, act: dice.word(&ACTS), data: &data, facts: &facts, now };
                let expected = tables.outcome(&question);
                let asked = Asked::new(&question);
                let verdict = asked.judge(law, now);
                assert_eq!(verdict.code(), expected, "{question:?}\n{verdict}");
                assert_eq!(Expected::of(&verdict), tables.answer(&question), "{question:?}\n{verdict}");
                assert_eq!(law.permits(&asked.transfer(), at(now)), verdict.is_permitted(), "{question:?}");
                *codes.entry(expected).or_default() += 1;
            }
        }
    }
    println!("{} dates, {codes:?}", dates.len());
    assert_eq!(
        codes.len(),
        9,
        "every code is met but `scope_not_stated`, which other tables have: {codes:?}"
    );
}

/// Rows of another standing, another end, another effect, other needs, switched off for a time, or gone: what the
/// shipped tables do not happen to hold. Facts of all kinds, of all dates.
#[test]
fn the_model_agrees_on_other_tables() {
    let (shipped, law) = (Tables::read(), LawEdition::builtin());
    let (countries, sets) = (shipped.countries(), condition_sets(&shipped));
    let mut dice = Dice(37);
    let demanding = ["US", "FR", "DE", "IN", "IE", "SA", "CA"];
    let mut permitted = 0;
    let mut met: BTreeMap<&str, u32> = BTreeMap::new();
    for round in 0..30 {
        let (mut tables, mut other) = altered(&mut dice, &shipped, law, Places::Shipped);
        if round % 3 == 0 {
            tables.is_warning = true;
            other = other.on_unconfirmed(UnconfirmedLaw::Warn);
        }
        for _ in 0..300 {
            let data = if dice.roll(3) == 0 { vec![] } else { dice.some(&DATA, 3) };
            let days = ["2026-11-21", "2026-11-20", "2026-11-22", "2026-11-21", "2026-11-21", "2027-05-21"];
            let now = *dice.pick(&days);
            let facts: Vec<&str> = dice.pick(&sets).clone();
            let facts = if dice.roll(3) == 0 {
                facts.iter().map(|fact| (*fact).to_owned()).collect()
            } else {
                told(&mut dice, &shipped, &facts, now)
            };
            let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
            let question = Question {
                from: if dice.roll(2) == 0 { dice.word(&demanding) } else { dice.word(&countries) },
                to: if dice.roll(2) == 0 { dice.word(&demanding) } else { dice.word(&countries) },
                act: dice.word(&ACTS),
                data: &data,
                facts: &facts,
                now,
            };
            let expected = compare_all(&tables, &other, &question);
            permitted += u32::from(expected.code == "permitted");
            *met.entry(expected.code).or_default() += 1;
            *met.entry("duties").or_default() += u32::from(!expected.duties.is_empty());
            *met.entry("warnings").or_default() += u32::from(!expected.warnings.is_empty());
            *met.entry("widened").or_default() += u32::from(!expected.widened_by.is_empty());
        }
    }
    println!("{met:?}");
    assert!(permitted > 300, "{permitted}");
    assert!(met.len() == 13 && met.values().all(|times| *times > 10), "{met:?}");
}

/// What rows are changed to speak of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Places {
    /// The countries and groups they spoke of.
    Shipped,
    /// Countries, parts of them, and organizations.
    Near,
}

/// The shipped tables with some rows changed and some switched off, and the same as text.
fn altered(dice: &mut Dice, shipped: &Tables, law: &LawEdition, places: Places) -> (Tables, LawEdition) {
    let (mut tables, overlay) = changed(dice, shipped, law, places);
    let other = law.clone().with_overlay(&overlay).unwrap();
    // Of these, some are off for a while: what is a demand, a body of law, a membership, or a permission.
    let mut off = LawOverlay::default();
    let date = ["2026-11-20", "2026-11-21", "2026-11-22", "2031-01-01"];
    let rows = overlay.rules.iter().map(|row| row.id).chain(overlay.members.iter().map(|row| row.id));
    let rows: Vec<RuleId> = rows.chain(law.regimes().iter().map(|row| row.id.into())).collect();
    // Where everything speaks of the same few places, nearly nothing is permitted unless much is off; and rows about
    // parts are few.
    let mut often: Vec<RuleId> =
        overlay.members.iter().filter(|row| row.member.as_str().len() > 2).map(|row| row.id).collect();
    if places == Places::Near {
        often.extend(law.regimes().iter().map(|row| RuleId::from(row.id)));
    }
    for row in rows {
        if dice.roll(if often.contains(&row) { 2 } else { 12 }) == 0 {
            let review_by = dice.word(&date);
            off.switch_off.push(off_until(row, review_by));
            tables.off.push((row.to_string(), review_by.to_owned()));
        }
    }
    (tables, other.with_overlay(&off).unwrap())
}

/// The shipped tables with some rows changed, as text and as an overlay: everything is off for longer than any question
/// asks, and comes back changed.
fn changed(dice: &mut Dice, shipped: &Tables, law: &LawEdition, places: Places) -> (Tables, LawOverlay) {
    let ends = ["2026-11-21", "2026-11-22", "2019-01-01"];
    let mut overlay = LawOverlay::default();
    let all = law.rules().iter().map(|row| row.id).chain(law.members().iter().map(|row| row.id));
    let all = all.chain(law.regimes().iter().map(|row| row.id.into()));
    overlay.switch_off = all.map(|row| off_until(row, "2100-01-01")).collect();
    let (mut rules, mut regimes, mut members) = (Vec::new(), Vec::new(), Vec::new());
    for (mut row, shipped) in law.regimes().iter().cloned().zip(&shipped.regimes) {
        let mut text = shipped.clone();
        if places == Places::Near && dice.roll(2) == 0 {
            row.from = anywhere_near(dice, &mut text, "from");
        }
        regimes.push(text);
        overlay.regimes.push(row);
    }
    for (mut row, shipped) in law.rules().iter().cloned().zip(&shipped.rules) {
        let mut text = shipped.clone();
        if places == Places::Near && dice.roll(3) > 0 {
            row.from = anywhere_near(dice, &mut text, "from");
        }
        if places == Places::Near && dice.roll(3) > 0 {
            row.to = anywhere_near(dice, &mut text, "to");
        }
        if change(dice, &mut text, &mut row.authority.standing, &mut row.validity.until, &ends) {
            if row.effect == Effect::Require && dice.roll(3) == 0 {
                let (effect, word) =
                    *dice.pick(&[(Effect::Duty { within: 14 }, "duty 14"), (Effect::Record, "record")]);
                row.effect = effect;
                text.insert("effect".to_owned(), word.to_owned());
            }
            if text["needs"] != "never" && !text["needs"].is_empty() && dice.roll(4) == 0 {
                let limit = *dice.pick(&["acme.persons<100", "acme.persons<101", "acme.persons<200"]);
                let need = Condition::parse_need(limit).unwrap();
                if dice.roll(2) == 0 {
                    row.needs.push(vec![need]);
                    text.insert("needs".to_owned(), format!("{}|{limit}", text["needs"]));
                } else {
                    row.needs.iter_mut().for_each(|set| set.push(need));
                    let sets: Vec<String> =
                        text["needs"].split('|').map(|set| format!("{set}+{limit}")).collect();
                    text.insert("needs".to_owned(), sets.join("|"));
                }
            }
            rules.push(text);
            overlay.rules.push(row);
        }
    }
    for (mut row, shipped) in law.members().iter().cloned().zip(&shipped.members) {
        let mut text = shipped.clone();
        if places == Places::Near && dice.roll(4) == 0 {
            let member = dice.word(&NEAR_PLACES);
            row.member = Jurisdiction::parse(member).unwrap();
            text.insert("member".to_owned(), member.to_owned());
        }
        if change(dice, &mut text, &mut row.authority.standing, &mut row.validity.until, &ends) {
            members.push(text);
            overlay.members.push(row);
        }
    }
    let mut tables = Tables::of(rules, regimes, members);
    tables.replaced = Some(Box::new(Tables::read()));
    (tables, overlay)
}

/// A row, whatever it is, off until a date.
fn off_until(row: RuleId, review_by: &str) -> SwitchOff {
    SwitchOff::Widening(Widened {
        row,
        reason: "a test".into(),
        source: "here".into(),
        source_date: "2026-11-26".into(),
        review_by: at(review_by),
    })
}

/// Changes a row and its text alike; false if the row is to go.
fn change(
    dice: &mut Dice,
    text: &mut Row,
    standing: &mut Standing,
    until: &mut Option<UnixTime>,
    ends: &[&str],
) -> bool {
    if dice.roll(4) == 0 {
        *standing = *dice.pick(&[Standing::Confirmed, Standing::Unconfirmed]);
        text.insert("standing".to_owned(), standing.to_string());
    }
    let end = dice.word(ends);
    if dice.roll(6) == 0 && text["since"].as_str() < end {
        *until = Some(at(end));
        text.insert("until".to_owned(), end.to_owned());
    }
    dice.roll(10) != 0
}

/// Every pair, every date, every set; acts and data in turn. The long form asks all of it, the short one here and there.
#[test]
fn the_model_agrees_on_everything() {
    let stride = if std::env::var_os("DOMICILE_LONG").is_some() { 1 } else { 997 };
    let (tables, law) = (Tables::read(), LawEdition::builtin());
    let (countries, sets, dates) = (tables.countries(), condition_sets(&tables), tables.dates());
    let data: [&[&str]; 5] = [&[], &["health"], &["payment", "credit"], &["special", "employment"], &DATA];
    let mut turns = ACTS.iter().cycle().zip(data.iter().cycle());
    let (mut asked, mut permitted) = (0_u64, 0_u64);
    for from in &countries {
        for to in &countries {
            for now in &dates {
                for facts in &sets {
                    let (act, data) = turns.next().unwrap();
                    let question = Question { from, to, act, data, facts, now };
                    asked += 1;
                    if asked % stride == 0 {
                        permitted += u64::from(compare(&tables, law, &question));
                    }
                }
            }
        }
    }
    assert!(permitted > 0);
    println!("{asked} questions, {permitted} permitted");
}

#[test]
fn removing_a_permitting_row_never_adds_a_permit() {
    let (tables, law) = (Tables::read(), LawEdition::builtin());
    let (countries, sets) = (tables.countries(), condition_sets(&tables));
    let mut dice = Dice(13);
    for row in tables.rules.iter().filter(|row| row["effect"].starts_with("permit ")) {
        let without = off(law, &[&row["id"]]);
        for _ in 0..60 {
            let from = dice.word(&countries);
            let data = dice.some(&DATA, 6);
            let facts = dice.pick(&sets);
            let question = Question {
                from,
                to: dice.word(&countries),
                act: dice.word(&ACTS),
                data: &data,
                facts,
                now: "2026-11-21",
            };
            let asked = Asked::new(&question);
            let (before, after) = (
                law.permits(&asked.transfer(), at("2026-11-21")),
                without.permits(&asked.transfer(), at("2026-11-21")),
            );
            assert!(before || !after, "{} {question:?}", row["id"]);
        }
    }
}

#[test]
fn without_the_framework_row_exactly_the_transfers_that_rest_on_it_turn() {
    let (tables, law) = (Tables::read(), LawEdition::builtin());
    let without = off(law, &["gdpr.art45.us-dpf"]);
    let (countries, sets) = (tables.countries(), condition_sets(&tables));
    let mut turned = BTreeSet::new();
    for from in &countries {
        for to in &countries {
            for (number, facts) in sets.iter().enumerate() {
                let question = Question { from, to, act: "store", data: &[], facts, now: "2026-11-21" };
                let asked = Asked::new(&question);
                let transfer = asked.transfer();
                let (before, after) =
                    (law.permits(&transfer, at("2026-11-21")), without.permits(&transfer, at("2026-11-21")));
                assert!(before || !after);
                if before != after {
                    turned.insert((from.as_str(), to.as_str(), number));
                }
            }
        }
    }
    let members = tables.members.iter().filter(|row| row["group"] == "eea");
    let expected: BTreeSet<_> = members.map(|row| (row["member"].as_str(), "US", 1)).collect();
    assert_eq!(turned, expected);
    assert_eq!(turned.len(), 37);

    // What leans on it in another law turns as well, though the GDPR is content with clauses.
    let facts =
        ["dpf-listed", "scc-signed", "transfer-impact-assessment", "c5-type2", "german-establishment"];
    let question =
        Question { from: "DE", to: "US", act: "store", data: &["health"], facts: &facts, now: "2026-11-21" };
    let asked = Asked::new(&question);
    assert!(asked.judge(law, "2026-11-21").is_permitted());
    let verdict = asked.judge(&without, "2026-11-21");
    assert_eq!(verdict.code(), "requirement_unmet");
    let turned: Vec<String> = verdict
        .findings()
        .iter()
        .filter(|one| !one.is_permitted())
        .map(|one| one.regime().to_string())
        .collect();
    assert_eq!(turned, ["sgb-v-393"]);
}

#[test]
fn the_order_of_rows_is_irrelevant() {
    let law = LawEdition::builtin();
    let mut dice = Dice(17);
    for _ in 0..20 {
        let rules = law.rules().iter().map(|row| row.id);
        let rows: Vec<RuleId> = rules.chain(law.members().iter().map(|row| row.id)).collect();
        let off: Vec<RuleId> = rows.into_iter().filter(|_| dice.roll(2) == 0).collect();
        let mut overlay = LawOverlay::default();
        overlay.switch_off = off.iter().map(|row| off_until(*row, "2100-01-01")).collect();
        overlay.rules = law.rules().iter().filter(|row| off.contains(&row.id)).cloned().collect();
        overlay.members = law.members().iter().filter(|row| off.contains(&row.id)).cloned().collect();
        let one = law.clone().with_overlay(&overlay).unwrap();
        overlay.members.reverse();
        overlay.switch_off.reverse();
        for number in (1..overlay.rules.len()).rev() {
            overlay.rules.swap(number, dice.roll(number + 1));
        }
        assert!(one != *law && law.clone().with_overlay(&overlay).unwrap() == one);
    }
}

#[test]
fn unconfirmed_rows_never_permit_until_somebody_vouches() {
    let (tables, law) = (Tables::read(), LawEdition::builtin());
    let everything: Vec<&str> = tables.conditions.iter().map(String::as_str).collect();
    let countries = tables.countries();
    for from in &countries {
        for to in &countries {
            let question =
                Question { from, to, act: "process", data: &[], facts: &everything, now: "2026-11-21" };
            let verdict = Asked::new(&question).judge(law, "2026-11-21");
            for rule in
                verdict.findings().iter().filter(|one| one.ground().is_some()).filter_map(|one| one.rule())
            {
                assert_eq!(law.rule(rule).unwrap().authority.standing, Standing::Confirmed, "{rule}");
            }
        }
    }
    let question =
        Question { from: "NZ", to: "AU", act: "store", data: &[], facts: &everything, now: "2026-11-21" };
    let asked = Asked::new(&question);
    assert_eq!(asked.judge(law, "2026-11-21").code(), "unconfirmed");
    let mut overlay = LawOverlay::default();
    let row = RuleId::parse("nz-privacy.safeguards").unwrap();
    overlay.vouch.push(Vouch { row, source: "legislation.govt.nz".into(), source_date: "2026-12-01".into() });
    let vouched = law.clone().with_overlay(&overlay).unwrap();
    assert!(asked.judge(&vouched, "2026-11-21").is_permitted());
    assert_eq!(vouched.with_overlay(&overlay).unwrap_err().code(), "confirmed_law_row");
}

#[test]
fn what_is_absent_never_allows() {
    let (tables, law) = (Tables::read(), LawEdition::builtin());
    let (countries, names) =
        (tables.countries(), tables.conditions.iter().map(String::as_str).collect::<Vec<_>>());
    let mut dice = Dice(19);
    let nothing = Categories::new();
    for _ in 0..4_000 {
        let facts = dice.some(&names, 2);
        let data = dice.some(&DATA, 6);
        let question = Question {
            from: dice.word(&countries),
            to: dice.word(&countries),
            act: dice.word(&ACTS),
            data: &data,
            facts: &facts,
            now: "2026-11-21",
        };
        let now = at(question.now);
        let asked = Asked::new(&question);
        let transfer = asked.transfer();
        let before = law.permits(&transfer, now);

        let unstated = transfer.with_sensitivities(Sensitivities::ALL);
        assert!(before || !law.permits(&unstated, now), "{question:?}");
        let without = dice.roll(facts.len().max(1));
        let fewer: Vec<&str> = facts
            .iter()
            .copied()
            .enumerate()
            .filter(|(at, _)| *at != without)
            .map(|(_, name)| name)
            .collect();
        let fewer = Asked::new(&Question { facts: &fewer, ..question });
        assert!(before || !law.permits(&fewer.transfer(), now), "{question:?}");

        for (from, to, categories, code) in [
            (None, transfer.to, transfer.categories, "origin_unknown"),
            (transfer.from, None, transfer.categories, "destination_unknown"),
            (transfer.from, transfer.to, &nothing, "categories_unknown"),
        ] {
            let mut less =
                Transfer::new(from, to, transfer.act, categories).with_sensitivities(transfer.sensitivities);
            less = less.to_recipient(transfer.recipient);
            assert!(!law.permits(&less, now));
            assert_eq!(law.judge(&less, now).code(), code);
        }
    }
}

#[test]
fn what_is_missing_is_exactly_what_would_turn_the_answer() {
    let (tables, law) = (Tables::read(), LawEdition::builtin());
    let (countries, names) =
        (tables.countries(), tables.conditions.iter().map(String::as_str).collect::<Vec<_>>());
    let everything = names.clone();
    let mut dice = Dice(23);
    let (mut sets, mut hopeless) = (0, 0);
    for _ in 0..3_000 {
        let facts = dice.some(&names, 8);
        let data = if dice.roll(2) == 0 { vec![] } else { dice.some(&DATA, 4) };
        let question = Question {
            from: dice.word(&countries),
            to: dice.word(&countries),
            act: dice.word(&ACTS),
            data: &data,
            facts: &facts,
            now: "2026-11-21",
        };
        let verdict = Asked::new(&question).judge(law, question.now);
        if verdict.is_permitted() {
            assert!(verdict.missing().is_empty());
            continue;
        }
        for set in verdict.missing() {
            sets += 1;
            let with = |left_out: Option<usize>| {
                let added = set
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| Some(*at) != left_out)
                    .map(|(_, one)| one.as_str());
                let more: Vec<&str> = facts.iter().copied().chain(added).collect();
                Asked::new(&Question { facts: &more, ..question }).judge(law, question.now).is_permitted()
            };
            assert!(with(None), "{question:?} {set:?}");
            assert!((0..set.len()).all(|left_out| !with(Some(left_out))), "{question:?} {set:?}");
        }
        if verdict.missing().is_empty() {
            hopeless += 1;
            let all = Asked::new(&Question { facts: &everything, ..question });
            assert!(!all.judge(law, question.now).is_permitted(), "{question:?}");
        }
    }
    assert!(sets > 1_000 && hopeless > 100, "{sets} {hopeless}");
}

#[test]
fn the_strictest_wins() {
    let (tables, law) = (Tables::read(), LawEdition::builtin());
    let (countries, sets) = (tables.countries(), condition_sets(&tables));
    let mut dice = Dice(29);
    let mut stacked = 0;
    for _ in 0..3_000 {
        let facts = dice.pick(&sets).clone();
        let question = Question {
            from: dice.word(&countries),
            to: dice.word(&countries),
            act: dice.word(&ACTS),
            data: &DATA[..dice.roll(4)],
            facts: &facts,
            now: "2026-11-21",
        };
        let verdict = Asked::new(&question).judge(law, question.now);
        let strictest = verdict.findings().iter().map(|one| one.outcome()).max();
        if let Some(strictest) = strictest {
            assert!(verdict.outcome() >= strictest, "{verdict}");
            assert!(verdict.outcome() == strictest || verdict.code() == "no_law_known", "{verdict}");
        }
        if verdict.is_permitted() {
            assert!(verdict.findings().iter().all(|one| one.is_permitted()));
            let weakest = verdict.findings().iter().filter_map(|one| one.ground()).max();
            assert!(verdict.ground() >= weakest);
        }
        stacked += u32::from(verdict.findings().len() > 1);
    }
    assert!(stacked > 200, "{stacked}");
}

/// What a verdict says, without when it was asked.
fn content(verdict: &Verdict) -> impl PartialEq + std::fmt::Debug + use<> {
    let besides = (verdict.duties().to_vec(), verdict.warnings().to_vec(), verdict.widened_by().to_vec());
    (verdict.outcome(), verdict.ground(), verdict.findings().to_vec(), verdict.missing().to_vec(), besides)
}

#[test]
fn an_answer_changes_only_at_dates_in_the_tables_and_says_when() {
    let (tables, law) = (Tables::read(), LawEdition::builtin());
    let (countries, names) =
        (tables.countries(), tables.conditions.iter().map(String::as_str).collect::<Vec<_>>());
    let table_dates: Vec<u64> = tables.dates().iter().map(|date| seconds(date)).collect();
    let mut dice = Dice(31);
    let mut changes = 0;
    // Each asks at every date, and each answer looks at every later date: that takes long.
    let rounds = if std::env::var_os("DOMICILE_LONG").is_some() { 3_000 } else { 60 };
    // Of some rounds a demand is off for a while, another a duty, and a third asks for a number.
    let mut overlay = LawOverlay::default();
    let demands = law.rules().iter().filter(|rule| rule.effect == Effect::Require).cloned();
    for (number, mut rule) in demands.enumerate() {
        let end = ["2024-03-01", "2026-12-24", "2030-05-05"][number % 3];
        overlay.switch_off.push(off_until(rule.id, end));
        rule.id = RuleId::parse(&format!("{}.twin", rule.id)).unwrap();
        match number % 3 {
            0 => rule.effect = Effect::Duty { within: 5 },
            1 => rule.needs.push(vec![Condition::parse_need("acme.persons<100").unwrap()]),
            _ => {}
        }
        overlay.rules.push(rule);
    }
    let altered = law.clone().with_overlay(&overlay).unwrap();
    for round in 0..rounds {
        let law = if round % 2 == 0 { law } else { &altered };
        // Facts that begin and end at odd moments.
        let mut facts = RecipientFacts::new();
        let mut organization = OrganizationFacts::new();
        let mut dates = table_dates.clone();
        dates.extend(["2024-03-01", "2026-12-24", "2030-05-05"].map(seconds));
        for name in dice.some(&names, 4).into_iter().chain(["acme.persons"]) {
            let since = seconds("2019-01-01") + dice.roll(200_000_000) as u64;
            let until = since + 1 + dice.roll(250_000_000) as u64;
            dates.extend([since, until]);
            let (since, until) = (UnixTime::from_secs(since), UnixTime::from_secs(until));
            let period = Period::new(since, Some(until)).unwrap();
            let condition = Condition::parse(name).unwrap();
            facts = match dice.roll(6) {
                _ if name == "acme.persons" => facts.counted(condition, 90, since, until).counted(
                    condition,
                    110,
                    until,
                    UnixTime::from_secs(until.as_secs() + 1),
                ),
                0 => facts
                    .ended(condition, since)
                    .with(condition, Period::new(UnixTime::from_secs(0), Some(until)).unwrap()),
                1 if tables.scope.contains(name) => {
                    organization = organization.try_with(condition, since, until).unwrap();
                    facts
                }
                _ => facts.with(condition, period),
            };
            dates.push(until.as_secs() + 1);
        }
        dates.sort_unstable();
        let data = if dice.roll(2) == 0 { vec![] } else { dice.some(&DATA, 5) };
        let question = Question {
            from: dice.word(&countries),
            to: dice.word(&countries),
            act: dice.word(&ACTS),
            data: &data,
            facts: &[],
            now: "2026-11-21",
        };
        let asked = Asked { facts, organization, ..Asked::new(&question) };
        let judge = |second: u64| law.judge(&asked.transfer(), UnixTime::from_secs(second));

        let now = seconds("2018-06-01") + dice.roll(400_000_000) as u64;
        let verdict = judge(now);
        let later: Vec<u64> = dates.iter().copied().filter(|date| *date > now).collect();
        let first = later.iter().find(|date| content(&judge(**date)) != content(&verdict));
        assert_eq!(verdict.valid_until().map(UnixTime::as_secs), first.copied(), "{question:?}");
        if let Some(until) = verdict.valid_until() {
            changes += 1;
            assert_eq!(content(&judge(until.as_secs() - 1)), content(&verdict));
            let between = now + dice.roll((until.as_secs() - now) as usize) as u64;
            assert_eq!(content(&judge(between)), content(&verdict));
        }

        let timeline = law.timeline(&asked.transfer());
        assert_eq!(timeline[0].0, UnixTime::from_secs(0));
        for pair in timeline.windows(2) {
            assert_eq!(pair[0].1.valid_until(), Some(pair[1].0));
            assert_ne!(content(&pair[0].1), content(&pair[1].1));
            assert!(dates.contains(&pair[1].0.as_secs()) || pair[1].0 < at("2018-01-01"));
        }
        let (_, found) = timeline.iter().rev().find(|(since, _)| since.as_secs() <= now).unwrap();
        assert_eq!((content(found), found.valid_until()), (content(&verdict), verdict.valid_until()));
    }
    assert!(changes > rounds / 5, "{changes}");
}

#[test]
fn a_stale_table_stops_what_crosses_a_border_for_now_and_nothing_else() {
    let law = LawEdition::builtin();
    let fresh = Question { from: "IE", to: "DE", act: "store", data: &[], facts: &[], now: "2027-05-20" };
    let asked = Asked::new(&fresh);
    assert!(asked.judge(law, "2027-05-20").is_permitted());
    assert_eq!(asked.judge(law, "2027-05-20").valid_until(), Some(at("2027-05-21")));
    let stale = asked.judge(law, "2027-05-21");
    assert_eq!((stale.code(), stale.outcome_kind()), ("law_stale", OutcomeKind::Retry));
    assert!(stale.to_string().starts_with("not now (law_stale)"), "{stale}");
    // What is asked badly is refused whatever the tables are.
    let mut nowhere = asked.transfer();
    nowhere.to = None;
    assert_eq!(law.judge(&nowhere, at("2027-05-21")).outcome_kind(), OutcomeKind::Refuse);
    assert!(asked.judge(&law.clone().on_stale(StaleLaw::Accept), "2027-05-21").is_permitted());
    let home = Asked::new(&Question { to: "IE", ..fresh });
    assert!(home.judge(law, "2040-01-01").is_permitted());
}

/// What one side says of one condition, on a line of six instants.
#[derive(Clone, Debug)]
struct Told {
    /// First instant, and first instant after it; none for one without an end.
    periods: Vec<(u64, Option<u64>)>,
    ends: Vec<u64>,
}

impl Told {
    fn facts(&self, condition: Condition) -> RecipientFacts {
        let time = UnixTime::from_secs;
        let mut facts = RecipientFacts::new();
        for (since, until) in &self.periods {
            facts = facts.with(condition, Period::new(time(*since), until.map(time)).unwrap());
        }
        self.ends.iter().fold(facts, |facts, end| facts.ended(condition, time(*end)))
    }
}

/// Lives through the line: periods open and close, an end strikes out all that are open, and the first end the caller
/// knows silences the document.
fn lived(document: &Told, caller: &Told) -> Vec<bool> {
    let mut open: Vec<(bool, Option<u64>)> = Vec::new();
    let mut is_silenced = false;
    (0..8)
        .map(|now| {
            if document.ends.contains(&now) || caller.ends.contains(&now) {
                open.clear();
            }
            is_silenced |= caller.ends.contains(&now);
            open.extend(document.periods.iter().filter(|(since, _)| *since == now).map(|one| (true, one.1)));
            open.extend(caller.periods.iter().filter(|(since, _)| *since == now).map(|one| (false, one.1)));
            open.retain(|(is_document, until)| *until != Some(now) && !(*is_document && is_silenced));
            !open.is_empty()
        })
        .collect()
}

#[test]
fn a_known_end_beats_a_document() {
    let mut periods: Vec<(u64, Option<u64>)> = (0..6).map(|since| (since, None)).collect();
    periods.extend((0..6).flat_map(|since| (since + 1..7).map(move |until| (since, Some(until)))));
    let none_or_one = |ends: &[u64]| -> Vec<Vec<u64>> {
        core::iter::once(vec![]).chain(ends.iter().map(|end| vec![*end])).collect()
    };
    let mut documents = Vec::new();
    for ends in none_or_one(&[0, 2, 5]) {
        documents.push(Told { periods: vec![], ends: ends.clone() });
        for (number, one) in periods.iter().enumerate() {
            documents.push(Told { periods: vec![*one], ends: ends.clone() });
            let two = |other: &(u64, Option<u64>)| Told { periods: vec![*one, *other], ends: ends.clone() };
            documents.extend(periods.iter().skip(number).step_by(9).map(two));
        }
    }
    let mut callers = Vec::new();
    for first in none_or_one(&[0, 1, 2, 3, 4, 5, 6]) {
        for second in none_or_one(&[1, 4]) {
            let ends = [first.clone(), second].concat();
            callers.push(Told { periods: vec![], ends: ends.clone() });
            callers.extend(periods.iter().map(|one| Told { periods: vec![*one], ends: ends.clone() }));
        }
    }
    let (condition, another) =
        (Condition::parse("dpf-listed").unwrap(), Condition::parse("scc-signed").unwrap());
    let ever = Period::new(UnixTime::from_secs(0), None).unwrap();
    let mut asked = 0;
    for document in &documents {
        for caller in &callers {
            let stated = document.facts(condition).with(another, ever);
            let known = caller.facts(condition);
            let corrected = stated.overruled_by(&known);
            let expected = lived(document, caller);
            for (now, holds) in (0..8).zip(&expected) {
                let now = UnixTime::from_secs(now);
                assert_eq!(corrected.knows(condition, now), *holds, "{document:?} {caller:?} at {now:?}");
                assert!(corrected.knows(another, now));
                let is_over = |end: &u64| *end <= now.as_secs();
                let has_ended = !holds && document.ends.iter().chain(&caller.ends).any(is_over);
                assert_eq!(corrected.has_ended(condition, now), has_ended);
                // Said twice is said once.
                assert_eq!(corrected.overruled_by(&known).knows(condition, now), *holds);
            }
            asked += 1;
        }
    }
    println!("{asked} pairs");
}

#[test]
fn a_number_counts_while_it_is_fresh_and_below() {
    let (persons, day) = (Condition::parse("acme.persons").unwrap(), UnixTime::from_secs);
    let below = |limit: u64| Condition::parse_need(&format!("acme.persons<{limit}")).unwrap();
    let facts =
        RecipientFacts::new().counted(persons, 9, day(10), day(20)).counted(persons, 5, day(15), day(30));
    for now in 0..40 {
        let numbers = [(9, 10..20), (5, 15..30)];
        let greatest =
            numbers.iter().filter(|(_, span)| span.contains(&now)).map(|(number, _)| *number).max();
        for limit in 1..12 {
            let expected = greatest.is_some_and(|number| number < limit);
            assert_eq!(facts.knows(below(limit), day(now)), expected, "{limit} at {now}");
        }
    }
    // A number is no claim, and a claim no number.
    assert!(!facts.knows(persons, day(12)));
    let ever = Period::new(day(0), None).unwrap();
    assert!(!RecipientFacts::new().with(below(10), ever).with(persons, ever).knows(below(10), day(12)));
    // The caller's numbers are the caller's alone; a count that ends before it begins says nothing.
    let recounted =
        RecipientFacts::new().counted(persons, 7, day(16), day(18)).counted(persons, 1, day(9), day(9));
    let corrected = facts.overruled_by(&recounted);
    assert!(corrected.knows(below(8), day(16)) && !corrected.knows(below(8), day(19)));
    assert_eq!(RecipientFacts::NOTHING.overruled_by(&facts), facts);
    for bad in [
        "",
        "acme.persons<",
        "acme.persons<0",
        "acme.persons<01",
        "acme.persons<+1",
        "acme.persons <1",
        "<1",
        "acme.persons<1<2",
        "acme.persons<18446744073709551616",
        "acme.persons<=1",
        "Acme<1",
    ] {
        assert!(Condition::parse_need(bad).is_err(), "{bad}");
    }
    assert!(below(3).below(core::num::NonZeroU64::MIN).is_err());
}

/// A law that asks for numbers, among them one number with two limits.
#[test]
fn what_is_missing_of_a_number_is_its_lowest_limit() {
    let law = LawEdition::builtin();
    let mut overlay = LawOverlay::default();
    let mut rule = law.rule(RuleId::parse("hds.certificate").unwrap()).unwrap().clone();
    for (name, needs) in [
        ("hds.few", vec![vec!["acme.persons<100", "hds-certified"], vec!["acme.persons<10"]]),
        ("hds.fewer", vec![vec!["acme.persons<50"]]),
    ] {
        rule.id = RuleId::parse(name).unwrap();
        let read = |set: &Vec<&str>| set.iter().map(|need| Condition::parse_need(need).unwrap()).collect();
        rule.needs = needs.iter().map(read).collect();
        overlay.rules.push(rule.clone());
    }
    let law = law.clone().with_overlay(&overlay).unwrap();
    let judge = |facts: &[&str]| {
        let question =
            Question { from: "FR", to: "FR", act: "store", data: &["health"], facts, now: "2026-11-21" };
        let verdict = Asked::new(&question).judge(&law, "2026-11-21");
        let missing: Vec<String> = verdict.missing().iter().map(|set| format!("{set:?}")).collect();
        (verdict.code(), missing.join(" or ").replace("Condition", ""))
    };
    let both = "[(acme.persons<10), (hds-certified)] or [(acme.persons<50), (hds-certified)]";
    let (code, missing) = judge(&[]);
    // Below ten is below fifty: the first set asks for more than the second.
    assert_eq!(
        (code, missing.as_str()),
        ("requirement_unmet", "[(acme.persons<50), (hds-certified)]"),
        "{both}"
    );
    assert_eq!(judge(&["hds-certified"]).1, "[(acme.persons<50)]");
    assert_eq!(judge(&["hds-certified", "acme.persons=49@2026-11-21/2026-11-22"]).0, "permitted");
    assert_eq!(judge(&["hds-certified", "acme.persons=50@2026-11-21/2026-11-22"]).0, "requirement_unmet");
    assert_eq!(judge(&["hds-certified", "acme.persons=49@2026-11-20/2026-11-21"]).0, "requirement_unmet");
}

#[test]
fn a_scope_that_nobody_stated_is_not_a_broken_law() {
    let law = LawEdition::builtin();
    let judge = |facts: &[&str]| {
        let known = ["not-data-brokerage", "hipaa-associate-agreement", "not-florida-provider"];
        let facts: Vec<&str> = known.iter().chain(facts).copied().collect();
        let question = Question {
            from: "US",
            to: "IE",
            act: "store",
            data: &["health"],
            facts: &facts,
            now: "2026-11-21",
        };
        Asked::new(&question).judge(law, "2026-11-21").code()
    };
    assert_eq!(judge(&[]), "scope_not_stated");
    assert_eq!(judge(&["~not-texas-covered-entity@2026-01-01/2027-01-01"]), "permitted");
    assert_eq!(judge(&["~not-texas-covered-entity@2025-01-01/2026-11-21"]), "scope_not_stated");
    // Known to have ended, it is no open question any more, whoever states it.
    assert_eq!(judge(&["not-texas-covered-entity!2026-11-01"]), "requirement_unmet");
    let both = ["~not-texas-covered-entity@2026-01-01/2027-01-01", "not-texas-covered-entity!2026-11-01"];
    assert_eq!(judge(&both), "requirement_unmet");
}

#[test]
fn what_is_switched_off_is_explained_named_and_comes_back() {
    let law = LawEdition::builtin();
    let question =
        Question { from: "FR", to: "FR", act: "store", data: &["health"], facts: &[], now: "2026-11-21" };
    let asked = Asked::new(&question);
    for row in ["hds", "hds.certificate", "eea.fr"] {
        let id = RuleId::parse(row).unwrap();
        let mut overlay = LawOverlay::default();
        overlay.switch_off.push(id.into());
        assert_eq!(law.clone().with_overlay(&overlay).unwrap_err().code(), "widening_unexplained", "{row}");
        for blank in 0..3 {
            let SwitchOff::Widening(mut widened) = off_until(id, "2026-12-01") else { unreachable!() };
            *[&mut widened.reason, &mut widened.source, &mut widened.source_date][blank] = " ".into();
            overlay.switch_off = vec![SwitchOff::Widening(widened)];
            assert_eq!(
                law.clone().with_overlay(&overlay).unwrap_err().code(),
                "widening_unexplained",
                "{row}"
            );
        }
        overlay.switch_off = vec![off_until(id, "2026-12-01")];
        let other = law.clone().with_overlay(&overlay).unwrap();
        assert_eq!(other.widened().iter().map(|one| one.row).collect::<Vec<_>>(), [id]);
        let verdict = asked.judge(&other, "2026-11-30");
        assert_eq!(verdict.is_permitted(), row != "eea.fr");
        assert!(verdict.widened_by().contains(&id), "{verdict}");
        assert!(verdict.to_string().contains(&format!("{row} is switched off")), "{verdict}");
        assert_eq!(verdict.valid_until(), Some(at("2026-12-01")));
        let later = asked.judge(&other, "2026-12-01");
        assert_eq!((later.code(), later.widened_by().len()), ("requirement_unmet", 0));
        // Elsewhere nobody would have asked it.
        let elsewhere = Asked::new(&Question { from: "DE", to: "DE", ..question });
        assert!(elsewhere.judge(&other, "2026-11-30").widened_by().is_empty());
    }
    // A permission that is named stays off, whatever else is.
    let mut overlay = LawOverlay::default();
    overlay.switch_off.push(off_until(RuleId::parse("gdpr").unwrap(), "2026-12-01"));
    overlay.switch_off.push(RuleId::parse("gdpr.art45.nz").unwrap().into());
    let other = law.clone().with_overlay(&overlay).unwrap();
    let to = |to| Asked::new(&Question { from: "IE", to, data: &[], ..question }).judge(&other, "2026-12-01");
    assert_eq!((to("NZ").code(), to("CH").code()), ("conditions_missing", "permitted"));
}

/// What the model's random questions seldom meet: each kind of date ends an answer, and says so.
#[test]
fn every_kind_of_date_ends_an_answer() {
    let law = LawEdition::builtin();
    let mut rule = law.rule(RuleId::parse("hds.certificate").unwrap()).unwrap().clone();
    rule.needs = vec![vec![Condition::parse_need("acme.persons<100").unwrap()]];
    let mut overlay = LawOverlay::default();
    for (name, effect) in [("hds.gate", Effect::Require), ("hds.duty", Effect::Duty { within: 5 })] {
        (rule.id, rule.effect) = (RuleId::parse(name).unwrap(), effect);
        let validity = &mut rule.validity;
        (validity.since, validity.until) = (at("2026-11-23"), Some(at("2026-11-29")));
        overlay.rules = vec![rule.clone()];
        let law = law.clone().with_overlay(&overlay).unwrap();
        let facts = ["hds-certified", "acme.persons=9@2026-11-24/2026-11-26"];
        let days = |law: &LawEdition| -> Vec<String> {
            let question = Question {
                from: "FR",
                to: "FR",
                act: "store",
                data: &["health"],
                facts: &facts,
                now: "2026-11-21",
            };
            let timeline = Asked::new(&question);
            let timeline = law.timeline(&timeline.transfer());
            let days = timeline.iter().map(|(since, _)| date_of(since.as_secs()));
            days.filter(|day| day.as_str() > "2026-11-21" && day.as_str() < "2027-01-01").collect()
        };
        assert_eq!(days(&law), ["2026-11-23", "2026-11-24", "2026-11-26", "2026-11-29"], "{name}");
        // Switched off from before it begins until it is over: it is named for as long as it would have counted.
        let mut off = LawOverlay::default();
        off.switch_off.push(off_until(rule.id, "2026-12-24"));
        let law = law.with_overlay(&off).unwrap();
        assert_eq!(days(&law), ["2026-11-23", "2026-11-29"], "{name}");
    }
    let known = ["not-data-brokerage", "hipaa-associate-agreement", "not-florida-provider"];
    let facts: Vec<&str> =
        known.into_iter().chain(["~not-texas-covered-entity@2026-01-01/2026-11-25"]).collect();
    let question =
        Question { from: "US", to: "IE", act: "store", data: &["health"], facts: &facts, now: "2026-11-21" };
    assert_eq!(Asked::new(&question).judge(law, "2026-11-21").valid_until(), Some(at("2026-11-25")));
}

#[test]
fn what_only_warns_is_not_missing() {
    let law = LawEdition::builtin().clone().on_unconfirmed(UnconfirmedLaw::Warn);
    let question =
        Question { from: "IE", to: "US", act: "store", data: &["payment"], facts: &[], now: "2026-11-21" };
    let verdict = Asked::new(&question).judge(&law, "2026-11-21");
    assert_eq!(verdict.code(), "conditions_missing");
    assert_eq!(verdict.warnings()[0].rule().as_str(), "dora.locations");
    let listed = [Condition::parse("dpf-listed").unwrap()];
    assert!(verdict.missing().iter().any(|set| set[..] == listed), "{verdict}");
}

#[test]
fn a_demand_that_leans_on_another_law_is_no_question_of_scope() {
    let law = LawEdition::builtin();
    let mut rule = law.rule(RuleId::parse("sgb-v-393.place").unwrap()).unwrap().clone();
    rule.id = RuleId::parse("sgb-v-393.acme").unwrap();
    rule.to = Area::Anywhere;
    rule.needs = vec![vec![Condition::parse("not-financial-entity").unwrap()]];
    let mut overlay = LawOverlay::default();
    overlay.switch_off.push(off_until(RuleId::parse("sgb-v-393.place").unwrap(), "2100-01-01"));
    overlay.rules.push(rule);
    let law = law.clone().with_overlay(&overlay).unwrap();
    let code = |facts: &[&str]| {
        let question =
            Question { from: "DE", to: "US", act: "store", data: &["health"], facts, now: "2026-11-21" };
        Asked::new(&question).judge(&law, "2026-11-21").code()
    };
    let place = ["c5-type2", "german-establishment", "scc-signed", "transfer-impact-assessment"];
    assert_eq!(code(&place), "requirement_unmet");
    assert_eq!(code(&[&place[..], &["dpf-listed"]].concat()), "scope_not_stated");
    assert_eq!(code(&[&place[..], &["dpf-listed", "not-financial-entity"]].concat()), "permitted");
}

#[test]
fn a_row_of_a_law_that_does_not_apply_would_not_have_been_asked() {
    let law = LawEdition::builtin();
    let mut rule = law.rule(RuleId::parse("hds.certificate").unwrap()).unwrap().clone();
    rule.id = RuleId::parse("hds.acme").unwrap();
    rule.data = DataFilter::Any;
    let mut overlay = LawOverlay::default();
    overlay.rules.push(rule);
    let law = law.clone().with_overlay(&overlay).unwrap();
    for (row, named) in
        [("hds.acme", &["hds.acme"][..]), ("hds", &["hds", "hds.acme", "hds.certificate"][..])]
    {
        let mut off = LawOverlay::default();
        off.switch_off.push(off_until(RuleId::parse(row).unwrap(), "2027-01-01"));
        let law = law.clone().with_overlay(&off).unwrap();
        for (data, named) in [(&[][..], &[][..]), (&["health"][..], named)] {
            let question = Question {
                from: "FR",
                to: "FR",
                act: "store",
                data,
                facts: &["hds-certified"],
                now: "2026-11-21",
            };
            let verdict = Asked::new(&question).judge(&law, "2026-11-21");
            assert!(verdict.is_permitted());
            let found: Vec<&str> = verdict.widened_by().iter().map(RuleId::as_str).collect();
            assert_eq!(found, named);
        }
    }
}

/// Everything that can change a verdict changes the fingerprint.
#[test]
fn the_fingerprint_sees_every_change() {
    let law = LawEdition::builtin();
    let of = |law: &LawEdition| {
        let mut fields = Vec::new();
        law.fingerprint_fields(&mut |field| fields.push(field.to_owned()));
        fields
    };
    let id = RuleId::parse("hds.certificate").unwrap();
    let replaced = |change: &dyn Fn(&mut domicile::law::Rule)| {
        let mut rule = law.rule(id).unwrap().clone();
        rule.id = RuleId::parse("hds.acme").unwrap();
        change(&mut rule);
        let mut overlay = LawOverlay::default();
        overlay.rules.push(rule);
        law.clone().with_overlay(&overlay).unwrap()
    };
    let switched_off = |row: &str, until: &str| {
        let mut overlay = LawOverlay::default();
        overlay.switch_off.push(off_until(RuleId::parse(row).unwrap(), until));
        law.clone().with_overlay(&overlay).unwrap()
    };
    // Two that differ only in what is off: one row ends where the other comes back.
    let mut ended = law.rule(id).unwrap().clone();
    ended.validity.until = Some(at("2027-01-01"));
    ended.id = RuleId::parse("hds.acme").unwrap();
    let mut overlay = LawOverlay::default();
    overlay.rules.push(ended);
    let ended = law.clone().with_overlay(&overlay).unwrap();
    overlay.rules.clear();
    overlay.switch_off.push(off_until(RuleId::parse("hds.acme").unwrap(), "2028-01-01"));
    let gone = ended.clone().with_overlay(&overlay).unwrap();
    let need = |text: &str| vec![vec![Condition::parse_need(text).unwrap()]];
    let all = [
        law.clone(),
        law.clone().on_stale(StaleLaw::Accept),
        law.clone().on_unconfirmed(UnconfirmedLaw::Warn),
        replaced(&|_| {}),
        replaced(&|rule| rule.effect = Effect::Record),
        replaced(&|rule| rule.effect = Effect::Duty { within: 4 }),
        replaced(&|rule| rule.effect = Effect::Duty { within: 5 }),
        replaced(&|rule| rule.needs = need("acme.persons<10")),
        replaced(&|rule| rule.needs = need("acme.persons<11")),
        switched_off("hds.certificate", "2027-01-01"),
        switched_off("hds.certificate", "2028-01-01"),
        switched_off("hds", "2027-01-01"),
        switched_off("eea.fr", "2027-01-01"),
        ended,
        gone,
    ];
    for (number, one) in all.iter().enumerate() {
        for other in all.iter().skip(number + 1) {
            assert_ne!(of(one), of(other));
        }
    }
}

fn off(law: &LawEdition, rows: &[&str]) -> LawEdition {
    let mut overlay = LawOverlay::default();
    overlay.switch_off =
        rows.iter().map(|row| off_until(RuleId::parse(row).unwrap(), "2100-01-01")).collect();
    law.clone().with_overlay(&overlay).unwrap()
}

#[test]
fn a_name_takes_what_lies_below_it() {
    let law = LawEdition::builtin();
    let now = at("2026-11-21");
    let all = law.rules().iter().map(|rule| rule.validity.since).max().unwrap();
    let count = |law: &LawEdition| law.rules().iter().filter(|rule| rule.validity.since <= all).count();
    let left = |row: &str| count(&off(law, &[row]));
    let under = |prefix: &str| law.rules().iter().filter(|rule| rule.id.as_str().starts_with(prefix)).count();
    assert_eq!(left("gdpr.art45.us-dpf"), law.rules().len() - 2);
    assert_eq!(left("gdpr.art45"), law.rules().len() - under("gdpr.art45."));
    assert_eq!(left("gdpr"), law.rules().len() - under("gdpr."));
    let is_gdpr = |regime: &&domicile::law::Regime| regime.id.as_str() == "gdpr";
    assert!(!off(law, &["gdpr"]).regimes().iter().find(is_gdpr).unwrap().validity.contains(now));
    // A rule goes with its body of law whatever it is called.
    let mut overlay = LawOverlay::default();
    let mut stray = law.rule(RuleId::parse("gdpr.art45.nz").unwrap()).unwrap().clone();
    stray.id = RuleId::parse("acme.stray").unwrap();
    overlay.rules.push(stray);
    let with_stray = law.clone().with_overlay(&overlay).unwrap();
    assert_eq!(count(&off(&with_stray, &["gdpr"])), left("gdpr"));
    for nothing in ["gdpr.art45.us", "gdpr.art4", "gdp", "gdpr.art45.us-dpf.hr.x"] {
        let mut overlay = LawOverlay::default();
        overlay.switch_off.push(RuleId::parse(nothing).unwrap().into());
        assert_eq!(law.clone().with_overlay(&overlay).unwrap_err().code(), "unknown_law_row", "{nothing}");
    }
}

/// What refuses need not be sure, and what permits must be, in a law that leans on another too.
#[test]
fn doubt_refuses_on_both_sides() {
    let law = LawEdition::builtin();
    let facts = ["scc-signed", "transfer-impact-assessment", "c5-type2", "german-establishment"];
    let doubted = |to: &str, row: &str| {
        let mut overlay = LawOverlay::default();
        let id = RuleId::parse(row).unwrap();
        overlay.switch_off.push(off_until(id, "2100-01-01"));
        overlay.members.extend(law.members().iter().filter(|member| member.id == id).cloned());
        overlay.rules.extend(law.rule(id).cloned());
        overlay.members.iter_mut().for_each(|row| row.authority.standing = Standing::Unconfirmed);
        overlay.rules.iter_mut().for_each(|row| row.authority.standing = Standing::Unconfirmed);
        let other = law.clone().with_overlay(&overlay).unwrap();
        let question =
            Question { from: "DE", to, act: "store", data: &["health"], facts: &facts, now: "2026-11-21" };
        let asked = Asked::new(&question);
        assert!(asked.judge(law, "2026-11-21").is_permitted());
        asked.judge(&other, "2026-11-21").code()
    };
    // Norway may be outside the EEA: clauses satisfy the GDPR, and nothing satisfies the other law.
    assert_eq!(doubted("NO", "eea.no"), "requirement_unmet");
    // New Zealand's adequacy may be no more: clauses satisfy the GDPR, and the other law does not lean on doubt.
    assert_eq!(doubted("NZ", "gdpr.art45.nz"), "requirement_unmet");
}

/// Places of which some are parts of others, and an organization.
const NEAR_PLACES: [&str; 14] = [
    "CA", "CA-QC", "CA-ON", "CA-AB", "US", "US-TX", "US-FL", "US-NY", "AE", "AE-DIFC", "IE", "DE", "GB",
    "org:epo",
];

/// Areas that speak of them.
const NEAR_AREAS: [&str; 17] = [
    "*",
    "CA",
    "CA-QC",
    "not CA",
    "not CA-QC",
    "CA-QC CA-ON",
    "US-TX",
    "US US-TX",
    "not US-TX US-FL",
    "AE-DIFC",
    "eea",
    "eea org:epo",
    "not eea",
    "doj-concern",
    "not doj-concern",
    "org:epo",
    "not org:epo",
];

/// Writes a random area into a field of a row, and returns it for the library.
fn anywhere_near(dice: &mut Dice, text: &mut Row, field: &str) -> Area {
    let area = dice.word(&NEAR_AREAS);
    text.insert(field.to_owned(), area.to_owned());
    let read = |names: &str| names.split(' ').map(|name| Territory::parse(name).unwrap()).collect();
    match area.strip_prefix("not ") {
        _ if area == "*" => Area::Anywhere,
        Some(named) => Area::Outside(read(named)),
        None => Area::In(read(area)),
    }
}

/// A question about places of which some are parts of others; home as often as not.
fn near_question<'q>(dice: &mut Dice, data: &'q [&'q str], facts: &'q [&'q str]) -> Question<'q> {
    let from = NEAR_PLACES[dice.roll(NEAR_PLACES.len())];
    let kin: Vec<&str> = NEAR_PLACES.into_iter().filter(|place| country(place) == country(from)).collect();
    let to =
        if dice.roll(2) == 0 { kin[dice.roll(kin.len())] } else { NEAR_PLACES[dice.roll(NEAR_PLACES.len())] };
    let now = ["2027-05-21", "2018-12-31", "2026-11-21"][dice.roll(9).min(2)];
    Question { from, to, act: ACTS[dice.roll(ACTS.len())], data, facts, now }
}

#[test]
fn the_model_agrees_on_parts_and_organizations() {
    let (shipped, law) = (Tables::read(), LawEdition::builtin());
    let sets = condition_sets(&shipped);
    let mut dice = Dice(41);
    let mut met: BTreeMap<(&str, bool), u32> = BTreeMap::new();
    for round in 0..ROUNDS {
        let (mut tables, mut other) = altered(&mut dice, &shipped, law, Places::Near);
        if round % 3 == 0 {
            tables.is_warning = true;
            other = other.on_unconfirmed(UnconfirmedLaw::Warn);
        }
        let dates = tables.dates();
        for number in 0..100 {
            let data = if dice.roll(2) == 0 { vec![] } else { dice.some(&DATA, 5) };
            let facts = near_facts(&mut dice, &shipped, &sets);
            let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
            let question = near_question(&mut dice, &data, &facts);
            let expected = compare_all(&tables, &other, &question);
            if number % 15 == 0 {
                let asked = Asked::new(&question);
                let verdict = asked.judge(&other, question.now);
                let mut dates: BTreeSet<&str> = dates.iter().map(String::as_str).collect();
                let words = facts.iter().flat_map(|fact| fact.split(['@', '/', '!']));
                dates.extend(words.filter(|word| word.starts_with("20") && word.len() == 10));
                let mut later = dates.into_iter().filter(|date| *date > question.now);
                let first = later.find(|date| content(&asked.judge(&other, date)) != content(&verdict));
                assert_eq!(verdict.valid_until(), first.map(at), "{question:?}");
            }
            let is_home = country(question.from) == country(question.to);
            *met.entry((expected.code, is_home)).or_default() += 1;
            *met.entry(("duties", is_home)).or_default() += u32::from(!expected.duties.is_empty());
            *met.entry(("warnings", is_home)).or_default() += u32::from(!expected.warnings.is_empty());
        }
    }
    println!("{met:?}");
    // Within a country, too, a law of a part may refuse for want of a permission.
    for code in
        ["permitted", "conditions_missing", "no_rule_permits", "requirement_unmet", "law_stale", "warnings"]
    {
        assert!(met.get(&(code, true)).is_some_and(|count| *count > 5), "{code} at home: {met:?}");
        assert!(met.get(&(code, false)).is_some_and(|count| *count > 5), "{code} abroad: {met:?}");
    }
    // What such tables seldom let through to: other places.
    for code in ["law_unconfirmed", "duties"] {
        assert!(met.get(&(code, true)).is_some_and(|count| *count > 5), "{code} at home: {met:?}");
    }
}

/// Facts that belong together, half of the time with dates, ends and counts.
fn near_facts(dice: &mut Dice, shipped: &Tables, sets: &[Vec<&str>]) -> Vec<String> {
    let names = dice.pick(sets);
    if dice.roll(2) == 0 {
        return names.iter().map(|name| (*name).to_owned()).collect();
    }
    told(dice, shipped, names, "2026-11-21")
}

/// Whatever the tables say: a part that is not known, or a country, permits nothing that it does not permit when known.
#[test]
fn knowing_less_of_a_place_never_permits() {
    let (shipped, law) = (Tables::read(), LawEdition::builtin());
    let sets = condition_sets(&shipped);
    let mut dice = Dice(43);
    let mut turned = 0;
    for round in 0..ROUNDS {
        let (_, other) = altered(&mut dice, &shipped, law, Places::Near);
        let other = if round % 3 == 0 { other.on_unconfirmed(UnconfirmedLaw::Warn) } else { other };
        for _ in 0..150 {
            let data = if dice.roll(2) == 0 { vec![] } else { dice.some(&DATA, 5) };
            let facts = near_facts(&mut dice, &shipped, &sets);
            let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
            let question = near_question(&mut dice, &data, &facts);
            let now = at(question.now);
            let asked = Asked::new(&question);
            let known = other.permits(&asked.transfer(), now);
            let less = |place: Option<Jurisdiction>| place.and_then(|place| place.country());
            let (from, to) = (asked.from, asked.to);
            for (from, to) in
                [(less(from), to), (from, less(to)), (less(from), less(to)), (None, to), (from, None)]
            {
                let asked = Asked { from, to, ..Asked::new(&question) };
                let permits = other.permits(&asked.transfer(), now);
                assert!(known || !permits, "{question:?} {from:?} {to:?}");
                turned += u32::from(known && !permits && from.is_some() && to.is_some());
            }
        }
    }
    assert!(turned > 20, "{turned}");
}

/// An unconfirmed membership, of a country or of a part, in force or over, never permits anything.
#[test]
fn an_unconfirmed_membership_never_permits() {
    let (shipped, law) = (Tables::read(), LawEdition::builtin());
    let sets = condition_sets(&shipped);
    let mut dice = Dice(47);
    let mut turned = 0;
    for _ in 0..ROUNDS {
        let (_, mut overlay) = changed(&mut dice, &shipped, law, Places::Near);
        let with = law.clone().with_overlay(&overlay).unwrap();
        overlay.members.retain(|row| row.authority.standing == Standing::Confirmed || dice.roll(3) == 0);
        let without = law.clone().with_overlay(&overlay).unwrap();
        for _ in 0..150 {
            let data = if dice.roll(2) == 0 { vec![] } else { dice.some(&DATA, 5) };
            let facts = dice.pick(&sets).clone();
            let question = near_question(&mut dice, &data, &facts);
            let (asked, now) = (Asked::new(&question), at(question.now));
            let (before, after) =
                (without.permits(&asked.transfer(), now), with.permits(&asked.transfer(), now));
            assert!(before || !after, "{question:?}");
            turned += u32::from(before != after);
        }
    }
    assert!(turned > 0, "{turned}");
}

const ROUNDS: usize = 30;

/// The story of each rule about parts and organizations, one row at a time.
mod parts {
    use super::*;

    /// A body of law of its own with these rules: effect (`require`, or a ground), from, to, needs.
    fn with_law(regime: &str, stance: &str, rules: &[[&str; 4]]) -> LawEdition {
        with_rows(regime, stance, rules, &[])
    }

    /// The same, and members of the group `club`: member, standing, the first day and the day after the last.
    fn with_rows(regime: &str, stance: &str, rules: &[[&str; 4]], members: &[[&str; 4]]) -> LawEdition {
        let text = |standing: &str, since: &str, until: &str| {
            let mut row = Row::new();
            for (field, value) in [("standing", standing), ("since", since), ("until", until)] {
                row.insert(field.to_owned(), value.to_owned());
            }
            row
        };
        let validity = |row: &Row| Validity {
            since: at(&row["since"]),
            until: (!row["until"].is_empty()).then(|| at(&row["until"])),
        };
        let authority = |row: &Row| Authority {
            standing: Standing::parse(&row["standing"]).unwrap(),
            citation: "test".into(),
            source: "test".into(),
            source_date: "2026".into(),
        };
        let plain = text("confirmed", "2020-01-01", "");
        let id = RegimeId::parse("test").unwrap();
        let mut overlay = LawOverlay::default();
        // Nothing else speaks: not of what these are about, and not of what the United States asks of every export.
        let others = LawEdition::builtin().regimes().iter();
        overlay.switch_off.extend(others.map(|row| off_until(row.id.into(), "2100-01-01")));
        let mut law = LawEdition::builtin().regimes()[0].clone();
        law.id = id;
        law.title = "test".into();
        law.from = area(regime);
        law.data = DataFilter::Any;
        law.stance = Stance::parse(stance).unwrap();
        law.validity = validity(&plain);
        law.authority = authority(&plain);
        overlay.regimes.push(law);
        for (number, [effect, from, to, needs]) in rules.iter().enumerate() {
            let mut rule = LawEdition::builtin().rules()[0].clone();
            rule.id = RuleId::parse(&format!("test.{number}")).unwrap();
            rule.regime = id;
            rule.effect =
                if *effect == "require" { Effect::Require } else { Effect::Permit(effect.parse().unwrap()) };
            rule.from = area(from);
            rule.to = area(to);
            rule.acts = Acts::ALL;
            rule.data = DataFilter::Any;
            rule.categories = vec![];
            rule.needs = if *needs == "never" {
                vec![]
            } else {
                vec![needs.split_whitespace().map(condition).collect()]
            };
            rule.follows = None;
            rule.validity = validity(&plain);
            rule.authority = authority(&plain);
            overlay.rules.push(rule);
        }
        for (number, [member, standing, since, until]) in members.iter().enumerate() {
            let row = text(standing, since, until);
            let mut member_row = LawEdition::builtin().members()[0].clone();
            member_row.id = RuleId::parse(&format!("club.{number}")).unwrap();
            member_row.group = GroupId::parse("club").unwrap();
            member_row.member = Jurisdiction::parse(member).unwrap();
            member_row.validity = validity(&row);
            member_row.authority = authority(&row);
            overlay.members.push(member_row);
        }
        LawEdition::builtin().clone().with_overlay(&overlay).unwrap()
    }

    fn area(text: &str) -> Area {
        let read = |names: &str| names.split(' ').map(|name| Territory::parse(name).unwrap()).collect();
        match text.strip_prefix("not ") {
            _ if text == "*" => Area::Anywhere,
            Some(named) => Area::Outside(read(named)),
            None => Area::In(read(text)),
        }
    }

    fn condition(name: &str) -> Condition {
        Condition::parse(name).unwrap()
    }

    fn code(law: &LawEdition, from: &str, to: &str, facts: &[&str], now: &str) -> &'static str {
        let question = Question { from, to, act: "store", data: &[], facts, now };
        let asked = Asked::new(&question);
        let verdict = asked.judge(law, now);
        assert_eq!(law.permits(&asked.transfer(), at(now)), verdict.is_permitted());
        verdict.code()
    }

    const TODAY: &str = "2026-11-21";

    #[test]
    fn a_requirement_about_texas_is_asked_of_the_united_states() {
        let law = with_law("US-TX", "sectoral", &[["require", "US-TX", "not US PR", "tx-exempt"]]);
        let ask = |from, to| code(&law, from, to, &[], TODAY);
        // No other law speaks: a transfer that no law asks anything of has none to permit it either.
        assert_eq!(ask("US-TX", "IE"), "no_law_known");
        let verdicts = [("US-TX", "US-TX"), ("US-TX", "US"), ("US-TX", "US-NY"), ("US", "US")];
        assert!(verdicts.into_iter().all(|(from, to)| ask(from, to) == "permitted"));
        let general = with_law(
            "US",
            "general",
            &[["adequacy", "US", "*", ""], ["require", "US-TX", "not US PR", "tx-exempt"]],
        );
        let ask = |from, to, facts: &[&str]| code(&general, from, to, facts, TODAY);
        assert_eq!(ask("US-TX", "IE", &[]), "requirement_unmet");
        assert_eq!(ask("US-TX", "IE", &["tx-exempt"]), "permitted");
        assert_eq!(ask("US-TX", "PR", &[]), "permitted");
        // It may be in Texas.
        assert_eq!(ask("US", "IE", &[]), "requirement_unmet");
        assert_eq!(ask("US-NY", "IE", &[]), "permitted");
        // Within the country the law of the country knows no border.
        assert_eq!(ask("US-TX", "US-NY", &[]), "permitted");
    }

    #[test]
    fn a_permit_about_texas_does_not_cover_the_united_states() {
        let law = with_law("US", "general", &[["adequacy", "US-TX", "IE", ""], ["adequacy", "US", "DE", ""]]);
        assert_eq!(code(&law, "US-TX", "IE", &[], TODAY), "permitted");
        assert_eq!(code(&law, "US", "IE", &[], TODAY), "no_rule_permits");
        // What is permitted from the country is permitted from each part, and to each part of the other.
        assert_eq!(code(&law, "US-TX", "DE", &[], TODAY), "permitted");
        let to = with_law(
            "IE",
            "general",
            &[["adequacy", "IE", "US-TX", ""], ["adequacy", "IE", "not CA-QC", ""]],
        );
        for (place, expected) in [
            ("US", "permitted"),
            ("CA-QC", "no_rule_permits"),
            ("CA", "no_rule_permits"),
            ("CA-ON", "permitted"),
        ] {
            assert_eq!(code(&to, "IE", place, &[], TODAY), expected, "{place}");
        }
        let outside = with_law("IE", "general", &[["adequacy", "IE", "not US", ""]]);
        assert_eq!(code(&outside, "IE", "US-TX", &[], TODAY), "no_rule_permits");
    }

    #[test]
    fn quebec_to_ontario_is_a_transfer_for_the_law_of_quebec() {
        let law = with_law("CA-QC", "general", &[["contract", "CA-QC", "not CA-QC", "privacy-assessment"]]);
        for (from, to, expected) in [
            ("CA-QC", "CA-QC", "permitted"),
            ("CA-QC", "CA-ON", "conditions_missing"),
            ("CA-QC", "IE", "conditions_missing"),
            // Nobody says that it is in Quebec, so no rule surely permits; nobody says that it is not.
            ("CA-QC", "CA", "no_rule_permits"),
            ("CA", "CA", "no_rule_permits"),
            ("CA", "CA-QC", "no_rule_permits"),
            ("CA-ON", "CA-QC", "permitted"),
            ("CA-ON", "CA-AB", "permitted"),
            ("CA-ON", "CA", "permitted"),
            ("US", "US", "permitted"),
        ] {
            let asked = code(&law, from, to, &[], TODAY);
            assert_eq!(asked, expected, "{from} {to}");
        }
        assert_eq!(code(&law, "CA-QC", "CA-ON", &["privacy-assessment"], TODAY), "permitted");
        // Such a transfer rests on the tables like any other, and what stays does not.
        assert_eq!(code(&law, "CA-QC", "CA-ON", &["privacy-assessment"], "2027-05-21"), "law_stale");
        assert_eq!(code(&law, "CA-QC", "CA-QC", &[], "2027-05-21"), "permitted");
        assert_eq!(code(&law, "CA-ON", "CA-AB", &[], "2027-05-21"), "permitted");
        // The law of the country knows no border within it.
        let federal = with_law("CA", "general", &[["contract", "CA", "not CA", "privacy-assessment"]]);
        assert_eq!(code(&federal, "CA-QC", "CA-ON", &[], TODAY), "permitted");
        assert_eq!(code(&federal, "CA-QC", "IE", &[], TODAY), "conditions_missing");
    }

    #[test]
    fn a_group_has_the_parts_of_its_members_unless_a_row_is_about_the_part() {
        let rules = &[["adequacy", "IE", "club", ""]];
        let ask = |members: &[[&str; 4]], to: &str| {
            code(&with_rows("IE", "general", rules, members), "IE", to, &[], TODAY) == "permitted"
        };
        let country = ["CA", "confirmed", "2020-01-01", ""];
        assert!(ask(&[country], "CA-QC") && ask(&[country], "CA"));
        // A row about the part decides alone, and the country as a whole is no longer sure.
        let over = [country, ["CA-QC", "confirmed", "2020-01-01", "2025-01-01"]];
        assert!(!ask(&over, "CA-QC") && !ask(&over, "CA") && ask(&over, "CA-ON"));
        let begun = [over[0], over[1], ["CA-QC", "confirmed", "2026-01-01", ""]];
        assert!(ask(&begun, "CA-QC") && ask(&begun, "CA"));
        // Doubt is enough to refuse, and not enough to permit.
        let doubted = [country, ["CA-QC", "unconfirmed", "2020-01-01", "2025-01-01"]];
        assert!(!ask(&doubted, "CA-QC") && !ask(&doubted, "CA"));
        let hoped = [["CA-QC", "unconfirmed", "2020-01-01", ""]];
        assert!(!ask(&hoped, "CA-QC"));
        let asks = &[["adequacy", "IE", "*", ""], ["require", "IE", "club", "club-assessed"]];
        for (member, expected) in [(over[1], "permitted"), (doubted[1], "requirement_unmet")] {
            let law = with_rows("IE", "general", asks, &[country, member]);
            assert_eq!(code(&law, "IE", "CA-QC", &[], TODAY), expected);
            assert_eq!(code(&law, "IE", "CA", &[], TODAY), "requirement_unmet");
        }
        // The part alone makes the country no member.
        let alone = [["CA-QC", "confirmed", "2020-01-01", ""]];
        assert!(ask(&alone, "CA-QC") && !ask(&alone, "CA") && !ask(&alone, "CA-ON"));
        let law = with_rows("IE", "general", rules, &over);
        let is_member = |place: &str| {
            let place = Jurisdiction::parse(place).unwrap();
            law.is_member(GroupId::parse("club").unwrap(), place, at(TODAY))
        };
        assert!(is_member("CA-ON") && !is_member("CA-QC") && !is_member("CA"));
        assert_eq!(code(&law, "IE", "CA-QC", &[], "2024-12-31"), "permitted");
    }

    #[test]
    fn an_organization_is_in_no_country_and_must_be_named() {
        let law = with_law(
            "IE",
            "general",
            &[
                ["adequacy", "IE", "org:epo", ""],
                ["standard-clauses", "IE", "*", ""],
                ["standard-clauses", "IE", "not US", ""],
            ],
        );
        assert_eq!(code(&law, "IE", "org:epo", &[], TODAY), "permitted");
        let unnamed = with_law("IE", "general", &[["standard-clauses", "IE", "*", ""]]);
        assert_eq!(code(&unnamed, "IE", "org:epo", &[], TODAY), "no_rule_permits");
        assert_eq!(code(&unnamed, "IE", "DE", &[], TODAY), "permitted");
        let elsewhere = with_law("IE", "general", &[["standard-clauses", "IE", "not US", ""]]);
        assert_eq!(code(&elsewhere, "IE", "org:epo", &[], TODAY), "no_rule_permits");
        // What is asked everywhere, or outside somewhere, is asked of it too.
        for asks in ["*", "not IE", "org:epo"] {
            let law = with_law(
                "IE",
                "general",
                &[["adequacy", "IE", "org:epo", ""], ["require", "IE", asks, "importer-assessed"]],
            );
            assert_eq!(code(&law, "IE", "org:epo", &[], TODAY), "requirement_unmet", "{asks}");
        }
        let spared = with_law(
            "IE",
            "general",
            &[
                ["adequacy", "IE", "org:epo", ""],
                ["require", "IE", "not org:epo", "importer-assessed"],
                ["require", "IE", "DE", "importer-assessed"],
            ],
        );
        assert_eq!(code(&spared, "IE", "org:epo", &[], TODAY), "permitted");
        // It belongs to a group by a row that says so.
        let members = [["org:epo", "confirmed", "2025-07-15", ""]];
        let club = with_rows("IE", "general", &[["adequacy", "IE", "club", ""]], &members);
        assert_eq!(code(&club, "IE", "org:epo", &[], TODAY), "permitted");
        assert_eq!(code(&club, "IE", "org:epo", &[], "2025-07-14"), "no_rule_permits");
        // It is no place where data is.
        assert_eq!(code(&law, "org:epo", "org:epo", &[], TODAY), "origin_unknown");
        assert_eq!(code(&law, "org:epo", "IE", &[], TODAY), "origin_unknown");
    }

    /// The same law without these rows until a date.
    fn without(law: &LawEdition, row: &str, review_by: &str) -> LawEdition {
        let mut overlay = LawOverlay::default();
        overlay.switch_off.push(off_until(RuleId::parse(row).unwrap(), review_by));
        law.clone().with_overlay(&overlay).unwrap()
    }

    fn widened(law: &LawEdition, to: &str, now: &str) -> Vec<String> {
        let question = Question { from: "IE", to, act: "store", data: &[], facts: &[], now };
        let verdict = Asked::new(&question).judge(law, now);
        let rows = verdict.widened_by().iter().map(RuleId::to_string);
        rows.filter(|row| row.starts_with("club.")).collect()
    }

    #[test]
    fn a_membership_switched_off_is_named_for_a_country_and_its_parts() {
        let asks = &[["adequacy", "IE", "*", ""], ["require", "IE", "club", "club-assessed"]];
        for (member, named) in
            [("CA", ["CA", "CA-QC", "CA-ON"].as_slice()), ("CA-QC", ["CA", "CA-QC"].as_slice())]
        {
            let law = with_rows("IE", "general", asks, &[[member, "confirmed", "2020-01-01", ""]]);
            let off = without(&law, "club.0", "2027-01-01");
            for to in ["CA", "CA-QC", "CA-ON", "IE", "US"] {
                let is_named = named.contains(&to);
                let expected = if is_named { "requirement_unmet" } else { "permitted" };
                let abroad = if to == "IE" { "permitted" } else { expected };
                assert_eq!(code(&law, "IE", to, &[], TODAY), abroad, "{member} {to}");
                assert_eq!(code(&off, "IE", to, &[], TODAY), "permitted", "{member} {to}");
                // What is more permitted for that says so, and no more than that.
                assert_eq!(widened(&off, to, TODAY), if is_named { vec!["club.0"] } else { vec![] });
                assert_eq!(code(&off, "IE", to, &[], "2027-01-01"), abroad, "{member} {to}");
                assert!(widened(&off, to, "2027-01-01").is_empty());
            }
        }
    }

    /// A row about a part that is switched off makes it no member, and does not make it one by its country.
    #[test]
    fn a_row_about_a_part_stays_about_the_part_when_it_is_switched_off() {
        let rules = &[["adequacy", "IE", "club", ""]];
        let country = ["CA", "confirmed", "2020-01-01", ""];
        for until in ["", "2025-01-01", "2030-01-01"] {
            let row = ["CA-QC", "confirmed", "2020-01-01", until];
            let law = with_rows("IE", "general", rules, &[country, row]);
            for review_by in ["2026-12-01", "2028-01-01", "2031-01-01"] {
                let off = without(&law, "club.1", review_by);
                for now in ["2024-12-31", "2025-01-01", TODAY, "2026-12-01", "2027-05-20"] {
                    let is_off = now < review_by;
                    for place in ["CA-QC", "CA"] {
                        let is_permitted = |law| code(law, "IE", place, &[], now) == "permitted";
                        let expected = !is_off && is_permitted(&law);
                        assert_eq!(is_permitted(&off), expected, "{until} {review_by} {now} {place}");
                    }
                    assert_eq!(code(&off, "IE", "CA-ON", &[], now), "permitted");
                }
            }
        }
        // Another row about the part decides in its place.
        let over = ["CA-QC", "confirmed", "2020-01-01", "2025-01-01"];
        let mut overlay = LawOverlay::default();
        let law = with_rows("IE", "general", rules, &[country, over]);
        overlay.members.extend(law.members().iter().find(|row| row.id.as_str() == "club.1").cloned());
        overlay.members[0].validity.until = None;
        overlay.switch_off.push(off_until(overlay.members[0].id, "2100-01-01"));
        let law = law.with_overlay(&overlay).unwrap();
        assert!(["CA-QC", "CA", "CA-ON"].iter().all(|to| code(&law, "IE", to, &[], TODAY) == "permitted"));
    }

    /// Every kind of demand, and every way to meet one, of a part that is known, of its country, and of another part.
    #[test]
    fn a_demand_of_any_kind_about_a_part_is_one_of_the_country_too() {
        let needs = Condition::parse_need("acme.persons<100").unwrap();
        for effect in [Effect::Require, Effect::Duty { within: 14 }, Effect::Record] {
            for standing in [Standing::Confirmed, Standing::Unconfirmed] {
                let mut overlay = LawOverlay::default();
                let law = with_law("US", "general", &[["adequacy", "US", "*", ""]]);
                let mut rule = law.rules().iter().find(|rule| rule.id.as_str() == "test.0").unwrap().clone();
                (rule.id, rule.effect, rule.from) =
                    (RuleId::parse("test.tx").unwrap(), effect, area("US-TX"));
                (rule.needs, rule.authority.standing) = (vec![vec![needs]], standing);
                overlay.rules.push(rule);
                let law = law.with_overlay(&overlay).unwrap();
                let warning = law.clone().on_unconfirmed(UnconfirmedLaw::Warn);
                let is_gate = effect == Effect::Require;
                let is_doubted = standing == Standing::Unconfirmed;
                for (from, to) in [("US-TX", "IE"), ("US", "IE"), ("US", "US"), ("US-TX", "US-NY")] {
                    let ask = |law: &LawEdition, facts: &[&str]| {
                        let question = Question { from, to, act: "store", data: &[], facts, now: TODAY };
                        Asked::new(&question).judge(law, TODAY)
                    };
                    let expected = match (is_gate, is_doubted) {
                        (false, _) => "permitted",
                        (true, false) => "requirement_unmet",
                        (true, true) => "law_unconfirmed",
                    };
                    let verdict = ask(&law, &[]);
                    assert_eq!(verdict.code(), expected, "{from} {to}");
                    assert_eq!(verdict.duties().len(), usize::from(!is_gate), "{from} {to}");
                    let warned = ask(&warning, &[]);
                    assert_eq!(warned.is_permitted(), !is_gate || is_doubted, "{from} {to}");
                    assert_eq!(warned.warnings().len(), usize::from(is_gate && is_doubted), "{from} {to}");
                    let met = ask(&law, &["acme.persons=99@2026-11-01/2026-12-01"]);
                    assert!(met.is_permitted() && met.duties().is_empty(), "{met}");
                }
                for (from, to) in [("US-NY", "IE"), ("US-FL", "US-TX"), ("IE", "IE")] {
                    let question = Question { from, to, act: "store", data: &[], facts: &[], now: TODAY };
                    let verdict = Asked::new(&question).judge(&law, TODAY);
                    assert!(verdict.is_permitted() && verdict.duties().is_empty(), "{verdict}");
                }
            }
        }
    }

    #[test]
    fn a_border_is_between_countries() {
        let what: Categories = [DataCategory::EventMetadata].into_iter().collect();
        let crosses = |from: &str, to: &str| {
            let (from, to) = (Jurisdiction::parse(from).ok(), Jurisdiction::parse(to).ok());
            Transfer::new(from, to, Act::Store, &what).crosses_border()
        };
        assert!(!crosses("US-TX", "US") && !crosses("CA-QC", "CA-ON") && !crosses("IE", "IE"));
        assert!(crosses("US-TX", "CA") && crosses("IE", "org:epo") && crosses("US", "PR"));
    }
}

/// A misspelled country must not become a group to which nobody belongs.
#[test]
fn a_territory_is_a_jurisdiction_or_the_name_of_a_group() {
    for (text, is_country) in [
        ("US", true),
        ("US-TX", true),
        ("org:epo", true),
        ("XK", true),
        ("eu", false),
        ("eea", false),
        ("acme-friends", false),
    ] {
        let read = Territory::parse(text).unwrap();
        assert_eq!((read.as_str(), matches!(read, Territory::Country(_))), (text, is_country));
    }
    for bad in [
        "UK", "uk", "us", "us-tx", "usa", "EU", "DD", "ZZ", "US-PR", "us-pr", "DE-BY", "ORG:EPO", "org:un",
        "",
    ] {
        assert_eq!(Territory::parse(bad).unwrap_err().code(), "invalid_territory", "{bad}");
    }
    assert!(Territory::parse("uk").unwrap_err().to_string().ends_with(": write GB"));
}
