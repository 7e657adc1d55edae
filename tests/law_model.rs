//! The law against a plain model of it, and the laws it keeps.
//!
//! The model reads `tests/data/law/*.csv`, the tables as people edit them, and evaluates them as text: dates compare
//! as ISO dates, conditions and countries as strings, every row is looked at for every question. Doubt is spelled out:
//! a country is tried as each of its parts and as the rest of it, an unconfirmed membership as true and as false. It
//! shares nothing with the library but the files.

use std::collections::{BTreeMap, BTreeSet};

use domicile::data::{Categories, Sensitivities, Sensitivity};
use domicile::law::{
    Act, Acts, Area, Authority, Condition, DataFilter, Effect, GroupId, LawEdition, LawOverlay,
    RecipientFacts, RegimeId, RuleId, StaleLaw, Stance, Standing, Territory, Transfer, Validity, Verdict,
    Vouch,
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
}

/// A question, as text. Facts hold since ever, or until a date.
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
        let conditions = csv(include_str!("data/law/conditions.csv"));
        let conditions = conditions.into_iter().map(|row| row["condition"].clone()).collect();
        Self { rules, rules_of, regimes, members, members_of, parts_of, conditions }
    }

    /// The outcome by the rules of the room, one sentence at a time.
    fn outcome(&self, question: &Question<'_>) -> &'static str {
        if is_organization(question.from) {
            return "origin_unknown";
        }
        let is_domestic = country(question.from) == country(question.to);
        let mut is_transfer = !is_domestic;
        let mut refusals = BTreeSet::new();
        let mut general = 0;
        for regime in &self.regimes {
            let applies = in_force(regime, question.now)
                && may_concern(&regime["data"], question.data)
                && self.maybe(&regime["from"], question.from, question.now);
            if !applies {
                continue;
            }
            let of_regime = &self.rules_of[&regime["id"]];
            for rule in of_regime {
                if rule["effect"] == "require" && self.asks(rule, question) && !self.is_met(rule, question) {
                    refusals.insert(if rule["needs"] == "never" {
                        (5, "prohibited")
                    } else {
                        (4, "requirement_unmet")
                    });
                }
            }
            if regime["stance"] == "general" {
                general += u32::from(self.surely(&regime["from"], question.from, question.now));
                let covering: Vec<&Row> =
                    of_regime.iter().filter(|rule| self.covers(rule, question)).collect();
                let confirmed = |rule: &&&Row| rule["standing"] == "confirmed";
                let leaves = !is_domestic || self.is_divided(&regime["from"], question.from, question.to);
                is_transfer |= leaves;
                if !leaves || covering.iter().filter(confirmed).any(|rule| self.is_met(rule, question)) {
                    continue;
                }
                refusals.insert(if covering.iter().any(|rule| rule["standing"] == "confirmed") {
                    (1, "conditions_missing")
                } else if !covering.is_empty() {
                    (2, "unconfirmed")
                } else {
                    (3, "no_rule_permits")
                });
            }
        }
        if !is_domestic && general == 0 {
            refusals.insert((6, "no_law_known"));
        }
        if is_transfer && question.now >= "2027-05-21" {
            refusals.insert((7, "law_stale"));
        }
        refusals.last().map_or("permitted", |(_, code)| code)
    }

    fn asks(&self, rule: &Row, question: &Question<'_>) -> bool {
        in_force(rule, question.now)
            && has_act(rule, question.act)
            && may_concern(&rule["data"], question.data)
            && self.maybe(&rule["from"], question.from, question.now)
            && self.maybe(&rule["to"], question.to, question.now)
    }

    fn covers(&self, rule: &Row, question: &Question<'_>) -> bool {
        rule["effect"].starts_with("permit ")
            && in_force(rule, question.now)
            && has_act(rule, question.act)
            && surely_covers(&rule["data"], question.data)
            && self.surely(&rule["from"], question.from, question.now)
            && self.surely(&rule["to"], question.to, question.now)
    }

    fn is_met(&self, rule: &Row, question: &Question<'_>) -> bool {
        let needs = rule["needs"].as_str();
        let known = |set: &str| set.split('+').all(|condition| question.facts.contains(&condition));
        let conditions = needs.is_empty() || (needs != "never" && needs.split('|').any(known));
        let Some((regime, grounds)) = rule["follows"].split_once(": ") else { return conditions };
        conditions
            && self.rules_of[regime].iter().any(|other| {
                other["standing"] == "confirmed"
                    && other["follows"].is_empty()
                    && other["effect"]
                        .strip_prefix("permit ")
                        .is_some_and(|ground| grounds.split(' ').any(|g| g == ground))
                    && self.covers(other, question)
                    && self.is_met(other, question)
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
        let parts = self.parts_of.get(place).into_iter().flatten().cloned();
        parts.chain([format!("{place}-rest")]).collect()
    }

    /// Whether a spot is in a territory, once for every way in which the unconfirmed memberships may turn out.
    fn readings(&self, name: &str, spot: &str, now: &str) -> Vec<bool> {
        if name == spot || country(spot) == Some(name) {
            return vec![true];
        }
        let rows_of = |member: &str| -> Vec<&Row> {
            self.members_of.get(member).into_iter().flatten().filter(|row| row["group"] == name).collect()
        };
        let own = rows_of(spot);
        let of_country = country(spot).filter(|country| *country != spot).map(rows_of).unwrap_or_default();
        let doubted: Vec<&Row> =
            own.iter().chain(&of_country).copied().filter(|row| row["standing"] != "confirmed").collect();
        assert!(doubted.len() < 8);
        (0..1_u32 << doubted.len())
            .map(|bits| {
                let is_true = |row: &&&Row| {
                    let doubt = doubted.iter().position(|other| std::ptr::eq(*other, **row));
                    doubt.is_none_or(|at| bits & (1 << at) != 0)
                };
                let own: Vec<_> = own.iter().filter(is_true).collect();
                let deciding = if own.is_empty() { of_country.iter().filter(is_true).collect() } else { own };
                deciding.iter().any(|row| in_force(row, now))
            })
            .collect()
    }

    /// True if an area speaks of a part, or a group with a part in it, and only one of two places may be in the part.
    fn is_divided(&self, area: &str, from: &str, to: &str) -> bool {
        let names = area.strip_prefix("not ").unwrap_or(area).split(' ');
        let members = |group: &str| {
            let rows = self.members.iter().filter(|row| row["group"] == group);
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
        let before: Vec<String> = all.iter().map(|date| date_of(seconds(date) - 1)).collect();
        all.extend(before);
        all.into_iter().filter(|date| date.as_str() >= "2018-01-01").collect()
    }
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
        }
    }

    fn transfer(&self) -> Transfer<'_> {
        Transfer::new(self.from, self.to, self.act, &self.categories)
            .with_sensitivities(self.sensitivities)
            .to_recipient(&self.facts)
    }

    fn judge(&self, law: &LawEdition, now: &str) -> Verdict {
        law.judge(&self.transfer(), at(now))
    }
}

fn facts(names: &[&str]) -> RecipientFacts {
    let ever = Period::new(UnixTime::from_secs(0), None).unwrap();
    names.iter().map(|name| (Condition::parse(name).unwrap(), ever)).collect()
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
                assert_eq!(law.permits(&asked.transfer(), at(now)), verdict.is_permitted(), "{question:?}");
                *codes.entry(expected).or_default() += 1;
            }
        }
    }
    println!("{} dates, {codes:?}", dates.len());
    assert_eq!(codes.len(), 8, "every code is met: {codes:?}");
}

/// Rows of another standing, another end, or gone: what the shipped tables do not happen to hold.
#[test]
fn the_model_agrees_on_other_tables() {
    let (shipped, law) = (Tables::read(), LawEdition::builtin());
    let (countries, sets) = (shipped.countries(), condition_sets(&shipped));
    let ends = ["2026-11-21", "2026-11-22", "2019-01-01"];
    let mut dice = Dice(37);
    let mut permitted = 0;
    for _ in 0..20 {
        let mut overlay = LawOverlay::default();
        overlay.switch_off.extend(law.rules().iter().map(|row| row.id));
        overlay.switch_off.extend(law.members().iter().map(|row| row.id));
        let (mut rules, mut members) = (Vec::new(), Vec::new());
        for (mut row, shipped) in law.rules().iter().cloned().zip(&shipped.rules) {
            let mut text = shipped.clone();
            if change(&mut dice, &mut text, &mut row.authority.standing, &mut row.validity.until, &ends) {
                rules.push(text);
                overlay.rules.push(row);
            }
        }
        for (mut row, shipped) in law.members().iter().cloned().zip(&shipped.members) {
            let mut text = shipped.clone();
            if change(&mut dice, &mut text, &mut row.authority.standing, &mut row.validity.until, &ends) {
                members.push(text);
                overlay.members.push(row);
            }
        }
        let other = law.clone().with_overlay(&overlay).unwrap();
        let tables = Tables::of(rules, shipped.regimes.clone(), members);
        for _ in 0..300 {
            let data = if dice.roll(2) == 0 { vec![] } else { dice.some(&DATA, 5) };
            let facts: &Vec<&str> = dice.pick(&sets);
            let question = Question {
                from: dice.word(&countries),
                to: dice.word(&countries),
                act: dice.word(&ACTS),
                data: &data,
                facts,
                now: "2026-11-21",
            };
            permitted += u32::from(compare(&tables, &other, &question));
            let verdict = Asked::new(&question).judge(&other, question.now);
            assert_eq!(verdict.code(), tables.outcome(&question), "{question:?}");
        }
    }
    assert!(permitted > 300, "{permitted}");
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
        let mut overlay = LawOverlay::default();
        let rules = law.rules().iter().map(|row| row.id);
        let rows = rules.chain(law.members().iter().map(|row| row.id));
        overlay.switch_off = rows.filter(|_| dice.roll(2) == 0).collect();
        let without = law.clone().with_overlay(&overlay).unwrap();
        overlay.rules = law.rules().iter().filter(|row| without.rule(row.id).is_none()).cloned().collect();
        let is_gone = |id| !without.members().iter().any(|row| row.id == id);
        overlay.members = law.members().iter().filter(|row| is_gone(row.id)).cloned().collect();
        overlay.members.reverse();
        for number in (1..overlay.rules.len()).rev() {
            overlay.rules.swap(number, dice.roll(number + 1));
        }
        assert!(without != *law && law.clone().with_overlay(&overlay).unwrap() == *law);
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
    (verdict.outcome(), verdict.ground(), verdict.findings().to_vec(), verdict.missing().to_vec())
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
    for _ in 0..rounds {
        // Facts that begin and end at odd moments.
        let mut facts = RecipientFacts::new();
        let mut dates = table_dates.clone();
        for name in dice.some(&names, 4) {
            let since = seconds("2019-01-01") + dice.roll(200_000_000) as u64;
            let until = since + 1 + dice.roll(250_000_000) as u64;
            dates.extend([since, until]);
            let period = Period::new(UnixTime::from_secs(since), Some(UnixTime::from_secs(until))).unwrap();
            facts = facts.with(Condition::parse(name).unwrap(), period);
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
        let asked = Asked { facts, ..Asked::new(&question) };
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
fn a_stale_table_refuses_what_crosses_a_border_and_nothing_else() {
    let law = LawEdition::builtin();
    let fresh = Question { from: "IE", to: "DE", act: "store", data: &[], facts: &[], now: "2027-05-20" };
    let asked = Asked::new(&fresh);
    assert!(asked.judge(law, "2027-05-20").is_permitted());
    assert_eq!(asked.judge(law, "2027-05-20").valid_until(), Some(at("2027-05-21")));
    assert_eq!(asked.judge(law, "2027-05-21").code(), "law_stale");
    assert!(asked.judge(&law.clone().on_stale(StaleLaw::Accept), "2027-05-21").is_permitted());
    let home = Asked::new(&Question { to: "IE", ..fresh });
    assert!(home.judge(law, "2040-01-01").is_permitted());
}

fn off(law: &LawEdition, rows: &[&str]) -> LawEdition {
    let mut overlay = LawOverlay::default();
    overlay.switch_off = rows.iter().map(|row| RuleId::parse(row).unwrap()).collect();
    law.clone().with_overlay(&overlay).unwrap()
}

#[test]
fn a_name_takes_what_lies_below_it() {
    let law = LawEdition::builtin();
    let left = |row: &str| off(law, &[row]).rules().len();
    let under = |prefix: &str| law.rules().iter().filter(|rule| rule.id.as_str().starts_with(prefix)).count();
    assert_eq!(left("gdpr.art45.us-dpf"), law.rules().len() - 2);
    assert_eq!(left("gdpr.art45"), law.rules().len() - under("gdpr.art45."));
    assert_eq!(left("gdpr"), law.rules().len() - under("gdpr."));
    assert!(!off(law, &["gdpr"]).regimes().iter().any(|regime| regime.id.as_str() == "gdpr"));
    // A rule goes with its body of law whatever it is called.
    let mut overlay = LawOverlay::default();
    let mut stray = law.rule(RuleId::parse("gdpr.art45.nz").unwrap()).unwrap().clone();
    stray.id = RuleId::parse("acme.stray").unwrap();
    overlay.rules.push(stray);
    let with_stray = law.clone().with_overlay(&overlay).unwrap();
    assert_eq!(off(&with_stray, &["gdpr"]).rules().len(), left("gdpr"));
    for nothing in ["gdpr.art45.us", "gdpr.art4", "gdp", "gdpr.art45.us-dpf.hr.x"] {
        let mut overlay = LawOverlay::default();
        overlay.switch_off.push(RuleId::parse(nothing).unwrap());
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
        overlay.switch_off.push(id);
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

/// The shipped tables with rows changed at random to speak of parts and organizations, and the same for the library.
fn mixed(dice: &mut Dice, shipped: &Tables, law: &LawEdition) -> (Tables, LawOverlay) {
    let ends = ["2026-11-21", "2026-11-22", "2019-01-01"];
    let mut overlay = LawOverlay::default();
    overlay.switch_off.extend(law.rules().iter().map(|row| row.id));
    overlay.switch_off.extend(law.regimes().iter().map(|row| RuleId::from(row.id)));
    overlay.switch_off.extend(law.members().iter().map(|row| row.id));
    let (mut rules, mut regimes, mut members) = (Vec::new(), Vec::new(), Vec::new());
    for (mut row, shipped) in law.regimes().iter().cloned().zip(&shipped.regimes) {
        let mut text = shipped.clone();
        if dice.roll(2) == 0 {
            row.from = anywhere_near(dice, &mut text, "from");
        }
        regimes.push(text);
        overlay.regimes.push(row);
    }
    for (mut row, shipped) in law.rules().iter().cloned().zip(&shipped.rules) {
        let mut text = shipped.clone();
        if dice.roll(3) > 0 {
            row.from = anywhere_near(dice, &mut text, "from");
        }
        if dice.roll(3) > 0 {
            row.to = anywhere_near(dice, &mut text, "to");
        }
        if change(dice, &mut text, &mut row.authority.standing, &mut row.validity.until, &ends) {
            rules.push(text);
            overlay.rules.push(row);
        }
    }
    for (mut row, shipped) in law.members().iter().cloned().zip(&shipped.members) {
        let mut text = shipped.clone();
        if dice.roll(4) == 0 {
            let member = dice.word(&NEAR_PLACES);
            row.member = Jurisdiction::parse(member).unwrap();
            text.insert("member".to_owned(), member.to_owned());
        }
        if change(dice, &mut text, &mut row.authority.standing, &mut row.validity.until, &ends) {
            members.push(text);
            overlay.members.push(row);
        }
    }
    (Tables::of(rules, regimes, members), overlay)
}

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
    let now = ["2026-11-21", "2018-12-31", "2027-05-21"][dice.roll(7).min(2)];
    Question { from, to, act: ACTS[dice.roll(ACTS.len())], data, facts, now }
}

#[test]
fn the_model_agrees_on_parts_and_organizations() {
    let (shipped, law) = (Tables::read(), LawEdition::builtin());
    let sets = condition_sets(&shipped);
    let mut dice = Dice(41);
    let mut met: BTreeMap<(&str, bool), u32> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let (tables, overlay) = mixed(&mut dice, &shipped, law);
        let other = law.clone().with_overlay(&overlay).unwrap();
        let dates = tables.dates();
        for number in 0..150 {
            let data = if dice.roll(2) == 0 { vec![] } else { dice.some(&DATA, 5) };
            let facts = dice.pick(&sets).clone();
            let question = near_question(&mut dice, &data, &facts);
            let expected = tables.outcome(&question);
            let asked = Asked::new(&question);
            let verdict = asked.judge(&other, question.now);
            assert_eq!(verdict.code(), expected, "{question:?}\n{verdict}");
            let permits = other.permits(&asked.transfer(), at(question.now));
            assert_eq!(permits, verdict.is_permitted(), "{question:?}");
            if number % 15 == 0 {
                let mut later = dates.iter().filter(|date| date.as_str() > question.now);
                let first = later.find(|date| content(&asked.judge(&other, date)) != content(&verdict));
                assert_eq!(verdict.valid_until(), first.map(|date| at(date)), "{question:?}");
            }
            *met.entry((expected, country(question.from) == country(question.to))).or_default() += 1;
        }
    }
    println!("{met:?}");
    // Within a country, too, a law of a part may refuse for want of a permission.
    for code in ["permitted", "conditions_missing", "no_rule_permits", "requirement_unmet", "law_stale"] {
        assert!(met.get(&(code, true)).is_some_and(|count| *count > 5), "{code} at home: {met:?}");
        assert!(met.get(&(code, false)).is_some_and(|count| *count > 5), "{code} abroad: {met:?}");
    }
}

/// Whatever the tables say: a part that is not known, or a country, permits nothing that it does not permit when known.
#[test]
fn knowing_less_of_a_place_never_permits() {
    let (shipped, law) = (Tables::read(), LawEdition::builtin());
    let sets = condition_sets(&shipped);
    let mut dice = Dice(43);
    let mut turned = 0;
    for _ in 0..ROUNDS {
        let (_, overlay) = mixed(&mut dice, &shipped, law);
        let other = law.clone().with_overlay(&overlay).unwrap();
        for _ in 0..150 {
            let data = if dice.roll(2) == 0 { vec![] } else { dice.some(&DATA, 5) };
            let facts = dice.pick(&sets).clone();
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
        let (_, mut overlay) = mixed(&mut dice, &shipped, law);
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
        overlay.switch_off.extend(LawEdition::builtin().regimes().iter().map(|row| RuleId::from(row.id)));
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
