//! Documents, and every question about one.

use domicile::data::{Categories, EndpointName};
use domicile::law::{Act, Condition, LawEdition, RecipientFacts};
use domicile::policy::{EndpointKind, Expiry, Fact, PolicyDocument, RecipientName, Request, RoleName};
use domicile::tenant::{Mode, Plan, ScopeName};
use domicile::time::Period;
use domicile::{DataCategory, Region, RegionCatalog, ResidencyPolicy, UnixTime};
use serde_json::{Value, json};

use crate::random::Dice;

pub(crate) const EXAMPLES: [&str; 5] = ["tracklayer", "driftstack", "ontrackio", "sankofa", "crossing"];

/// 2026-11-21.
pub(crate) const NOW: UnixTime = UnixTime::from_secs(1_795_219_200);

/// An example document, read without the crate: tables, lists, texts and numbers.
pub(crate) fn document(name: &str) -> Value {
    let path = format!("{}/examples/data/{name}.policy.toml", env!("CARGO_MANIFEST_DIR"));
    plain(toml::Value::Table(toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()))
}

fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, plain(value))).collect(),
        toml::Value::Array(list) => list.into_iter().map(plain).collect(),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        other => panic!("no document has a {}", other.type_str()),
    }
}

/// The policy of a document, or what is wrong with it.
pub(crate) fn compiled(document: &Value) -> Result<ResidencyPolicy, String> {
    let document: PolicyDocument = serde_json::from_value(document.clone()).unwrap();
    let compiled = document.compile(RegionCatalog::builtin(), LawEdition::builtin());
    compiled.map_err(|invalid| invalid.to_string())
}

/// The policy of a document that is sound.
#[track_caller]
pub(crate) fn compile(document: &Value) -> ResidencyPolicy {
    compiled(document).unwrap_or_else(|error| panic!("{error}"))
}

/// The rows of a section; none if there is no such section.
pub(crate) fn rows<'d>(document: &'d Value, section: &str) -> &'d [Value] {
    document[section].as_array().map_or(&[], Vec::as_slice)
}

/// A field of a row; a row that is a bare text is its name.
pub(crate) fn field<'d>(row: &'d Value, key: &str) -> Option<&'d str> {
    row.as_str().or_else(|| row[key].as_str())
}

/// What a document lists, each with one value that it does not list.
pub(crate) struct Listed {
    pub(crate) regions: Vec<Region>,
    pub(crate) categories: Vec<DataCategory>,
    pub(crate) plans: Vec<Option<Plan>>,
    pub(crate) roles: Vec<RoleName>,
    pub(crate) scopes: Vec<ScopeName>,
    /// `None` for nobody else.
    pub(crate) recipients: Vec<Option<RecipientName>>,
    pub(crate) endpoints: Vec<EndpointKind>,
    /// The primary regions of organizations; one, absent, where nothing depends on it.
    pub(crate) organizations: Vec<Option<Region>>,
}

impl Listed {
    pub(crate) fn of(document: &Value) -> Self {
        fn parsed<T: std::str::FromStr>(document: &Value, section: &str, key: &str) -> Vec<T> {
            let names = rows(document, section).iter().filter_map(|row| field(row, key));
            names.filter_map(|name| name.parse().ok()).collect()
        }
        let mut regions: Vec<Region> = parsed(document, "regions", "region");
        regions.push(Region::MxCentral1);
        let mut categories: Vec<DataCategory> = parsed(document, "categories", "category");
        categories.push("unheard.of".parse().unwrap());
        // One below a row, and, for some documents, one that only a transfer names.
        let below = categories.first().map(|first| format!("{first}.below"));
        categories.extend(below.and_then(|name| DataCategory::parse(&name).ok()));
        let mut plans: Vec<Option<Plan>> = parsed(document, "plans", "plan").into_iter().map(Some).collect();
        plans.push(None);
        let mut roles: Vec<RoleName> = parsed(document, "roles", "role");
        roles.extend([RoleName::SERVICE, "nobody".parse().unwrap()]);
        roles.sort_unstable();
        roles.dedup();
        let mut scopes: Vec<ScopeName> = parsed(document, "scopes", "scope");
        scopes.extend([ScopeName::PLATFORM, "stranger".parse().unwrap()]);
        let mut recipients: Vec<Option<RecipientName>> =
            parsed(document, "recipients", "recipient").into_iter().map(Some).collect();
        recipients.extend([Some("stranger".parse().unwrap()), None]);
        let mut endpoints = vec![EndpointKind::Regional];
        let names: Vec<EndpointName> = parsed(document, "endpoints", "endpoint");
        endpoints.extend(names.into_iter().map(EndpointKind::Global));
        endpoints.push(EndpointKind::Global("stranger".parse().unwrap()));
        let follows =
            rows(document, "categories").iter().any(|row| row["placement"] == "follow-organization");
        let organizations =
            if follows { regions.iter().copied().map(Some).chain([None]).collect() } else { vec![None] };
        Self { regions, categories, plans, roles, scopes, recipients, endpoints, organizations }
    }
}

/// The request of which all is known that a policy asks.
pub(crate) fn known(home: Region, here: Region, operation: Act, categories: Categories) -> Request {
    let mut request = Request::new(Expiry::Never);
    request.home = Fact::Known(home);
    request.here = Fact::Known(here);
    request.mode = Fact::Known(Mode::Enforced);
    request.operation = Fact::Known(operation);
    request.categories = Fact::Known(categories);
    request.role = Fact::Known(RoleName::SERVICE);
    request.scope = Fact::Known(ScopeName::PLATFORM);
    request
}

/// Every question about a document: all that it lists, and of everything one value that it does not list. Each is asked
/// about one category, and some about two or about all.
pub(crate) fn questions(document: &Value, facts: &RecipientFacts, ask: impl FnMut(&Request)) {
    some_questions(document, facts, 1, ask);
}

/// One of so many questions about a document; every one of them, if it is a prime, in its turn with every other.
pub(crate) fn some_questions(
    document: &Value,
    facts: &RecipientFacts,
    one_in: usize,
    mut ask: impl FnMut(&Request),
) {
    let listed = Listed::of(document);
    let mut turn = 0_usize;
    for (home, here) in
        listed.regions.iter().flat_map(|home| listed.regions.iter().map(move |here| (*home, *here)))
    {
        for (at, category) in listed.categories.iter().enumerate() {
            let mut request = known(home, here, Act::Store, Categories::new());
            request.recipient_facts = facts.clone();
            for plan in &listed.plans {
                request.plan = Fact::from(*plan);
                for role in &listed.roles {
                    request.role = Fact::Known(*role);
                    for scope in &listed.scopes {
                        request.scope = Fact::Known(*scope);
                        for organization in &listed.organizations {
                            request.organization_region = Fact::from(*organization);
                            for recipient in &listed.recipients {
                                request.recipient = recipient.map(Fact::Known);
                                for act in Act::ALL {
                                    request.operation = Fact::Known(*act);
                                    let last = if *act == Act::Deliver { listed.endpoints.len() } else { 1 };
                                    for endpoint in listed.endpoints.iter().take(last) {
                                        turn += 1;
                                        if !turn.is_multiple_of(one_in) {
                                            continue;
                                        }
                                        request.endpoint = Fact::Known(*endpoint);
                                        request.categories = Categories::from_iter([*category]).into();
                                        ask(&request);
                                        if turn.is_multiple_of(5) {
                                            request.categories =
                                                several(&listed.categories, at, turn / 5).into();
                                            ask(&request);
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// So many questions drawn at random: mostly of what the document lists, and often of data that stays, or that a transfer
/// speaks of.
pub(crate) fn drawn(
    document: &Value,
    facts: &RecipientFacts,
    dice: &mut Dice,
    count: usize,
    mut ask: impl FnMut(&Request),
) {
    let listed = Listed::of(document);
    let transfers: Vec<&Value> =
        rows(document, "transfers").iter().chain(rows(document, "break_glass")).collect();
    for _ in 0..count {
        let home = *dice.mostly(&listed.regions);
        let here = if dice.below(2) == 0 { home } else { *dice.mostly(&listed.regions) };
        let act = *dice.pick(Act::ALL);
        let mut categories = Categories::from_iter([*dice.mostly(&listed.categories)]);
        while dice.below(4) == 0 {
            categories.insert(*dice.mostly(&listed.categories));
        }
        let mut request = known(home, here, act, categories);
        request.plan = Fact::from(*dice.pick(&listed.plans));
        if dice.below(2) == 0 {
            request.role = Fact::Known(*dice.mostly(&listed.roles));
            request.scope = Fact::Known(*dice.mostly(&listed.scopes));
        }
        request.organization_region = Fact::from(*dice.mostly(&listed.organizations));
        if dice.below(3) > 0 || matches!(act, Act::Deliver | Act::OnwardTransfer) {
            request.recipient = dice.pick(&listed.recipients).map(Fact::Known);
        }
        request.endpoint = Fact::Known(*dice.mostly(&listed.endpoints));
        request.recipient_facts = facts.clone();
        if !transfers.is_empty() && dice.below(3) == 0 {
            let row = *dice.pick(&transfers);
            follow(&mut request, row, &listed, dice);
        }
        ask(&request);
    }
}

/// Makes a request one that a transfer speaks of, or nearly.
fn follow(request: &mut Request, row: &Value, listed: &Listed, dice: &mut Dice) {
    let mut word = |key: &str| {
        let list = row[key].as_array().filter(|list| !list.is_empty())?;
        dice.pick(list).as_str().map(str::to_owned)
    };
    let mut region = |key: &str| word(key).and_then(|text| text.parse().ok()).map(Fact::Known);
    let from = region("from");
    let to = region("to").or(from);
    (request.home, request.here) = (from.unwrap_or(request.home), to.unwrap_or(request.here));
    let operation = word("operations").and_then(|text| Act::parse(&text).ok());
    request.operation = operation.map_or(request.operation, Fact::Known);
    let category = word("categories").and_then(|text| DataCategory::parse(&text).ok());
    if let Some(category) = category {
        request.categories = Fact::Known(Categories::from_iter([category]));
    }
    let role = word("roles").or_else(|| row["role"].as_str().map(str::to_owned));
    request.role = Fact::Known(role.map_or(RoleName::SERVICE, |text| text.parse().unwrap()));
    request.recipient = row["recipient"].as_str().map(|text| Fact::Known(text.parse().unwrap()));
    if dice.below(6) == 0 {
        request.recipient = dice.pick(&listed.recipients).map(Fact::Known);
    }
}

/// A category with another, or now and then all that are listed; for the first category now and then none.
fn several(categories: &[DataCategory], at: usize, turn: usize) -> Categories {
    let listed = categories.iter().filter(|category| category.as_str() != "unheard.of").copied();
    match turn % 13 {
        0 if at == 0 => Categories::new(),
        0 => listed.collect(),
        _ => [categories[at], categories[turn % categories.len()]].into_iter().collect(),
    }
}

/// `2026-11-21` or `2026-11-21T12:00:00Z`.
pub(crate) fn instant(text: &str) -> UnixTime {
    let number = |range: std::ops::Range<usize>| text[range].parse::<u64>().unwrap();
    let day = UnixTime::from_date(number(0..4) as u16, number(5..7) as u8, number(8..10) as u8).unwrap();
    if text.len() == 10 {
        return day;
    }
    day.plus_secs(number(11..13) * 3600 + number(14..16) * 60 + number(17..19))
}

pub(crate) fn day(year: u16, month: u8, day: u8) -> UnixTime {
    UnixTime::from_date(year, month, day).unwrap()
}

pub(crate) fn always() -> Period {
    Period::new(UnixTime::from_secs(0), None).unwrap()
}

pub(crate) fn condition(name: &str) -> Condition {
    Condition::parse(name).unwrap()
}

/// Everything that the law's tables ask for, known for ever.
pub(crate) fn everything() -> RecipientFacts {
    Condition::catalogue()
        .fold(RecipientFacts::new(), |facts, (condition, _)| facts.with(condition, always()))
}

/// Where everything in a document stands, as JSON pointers: fields, rows and entries, but for the frame.
pub(crate) fn paths(document: &Value) -> Vec<String> {
    fn walk(value: &Value, at: &str, all: &mut Vec<String>) {
        let children: Vec<(String, &Value)> = match value {
            Value::Object(map) => map.iter().map(|(key, value)| (format!("{at}/{key}"), value)).collect(),
            Value::Array(list) => {
                list.iter().enumerate().map(|(key, value)| (format!("{at}/{key}"), value)).collect()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
        };
        for (path, value) in children {
            walk(value, &path, all);
            all.push(path);
        }
    }
    let mut all = Vec::new();
    walk(document, "", &mut all);
    all.retain(|path| !["/version", "/name", "/end", "/end/of"].contains(&path.as_str()));
    all
}

/// A document without what stands at a path.
pub(crate) fn without(document: &Value, path: &str) -> Value {
    let mut less = document.clone();
    let (parent, key) = path.rsplit_once('/').unwrap();
    match less.pointer_mut(parent).unwrap() {
        Value::Object(map) => drop(map.remove(key)),
        Value::Array(list) => drop(list.remove(key.parse().unwrap())),
        other => panic!("nothing stands in {other}"),
    }
    less
}
