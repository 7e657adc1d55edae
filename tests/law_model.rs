//! The law against a plain model of it, and the laws it keeps.
//!
//! The model reads `tests/data/law/*.csv`, the tables as people edit them, and evaluates them as text: dates compare
//! as ISO dates, conditions and countries as strings, every row is looked at for every question. It shares nothing
//! with the library but the files.

use std::collections::{BTreeMap, BTreeSet};

use domicile::data::{Categories, Sensitivities, Sensitivity};
use domicile::law::{
    Act, Condition, LawEdition, LawOverlay, RecipientFacts, RuleId, StaleLaw, Standing, Transfer, Verdict,
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
        let conditions = csv(include_str!("data/law/conditions.csv"));
        let conditions = conditions.into_iter().map(|row| row["condition"].clone()).collect();
        Self { rules, rules_of, regimes, members, members_of, conditions }
    }

    /// The outcome by the rules of the room, one sentence at a time.
    fn outcome(&self, question: &Question<'_>) -> &'static str {
        let is_domestic = question.from == question.to;
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
                general += 1;
                let covering: Vec<&Row> =
                    of_regime.iter().filter(|rule| self.covers(rule, question)).collect();
                let confirmed = |rule: &&&Row| rule["standing"] == "confirmed";
                if is_domestic || covering.iter().filter(confirmed).any(|rule| self.is_met(rule, question)) {
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
        if !is_domestic && question.now >= "2027-05-21" {
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

    fn surely(&self, area: &str, country: &str, now: &str) -> bool {
        match area.strip_prefix("not ") {
            _ if area == "*" => true,
            Some(named) => !self.is_in(named, country, now, true),
            None => self.is_in(area, country, now, false),
        }
    }

    fn maybe(&self, area: &str, country: &str, now: &str) -> bool {
        match area.strip_prefix("not ") {
            _ if area == "*" => true,
            Some(named) => !self.is_in(named, country, now, false),
            None => self.is_in(area, country, now, true),
        }
    }

    fn is_in(&self, named: &str, country: &str, now: &str, even_unconfirmed: bool) -> bool {
        named.split(' ').any(|name| {
            name == country
                || self.members_of.get(country).into_iter().flatten().any(|row| {
                    row["group"] == name
                        && in_force(row, now)
                        && (even_unconfirmed || row["standing"] == "confirmed")
                })
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
        let strangers = ["MX", "SJ", "GL", "PR", "XK", "ZZ"];
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
