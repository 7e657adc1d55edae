//! Random documents: mostly valid, over a small vocabulary, so that rules meet.

use domicile::policy::PolicyDocument;
use serde_json::{Value, json};

const REGIONS: [(&str, &str); 5] = [
    ("eu-west-1", "eu"),
    ("eu-central-1", "eu"),
    ("us-east-1", "us"),
    ("ap-south-1", "apac"),
    ("eu-west-2", "uk"),
];
const CATEGORIES: [&str; 4] = ["event.metadata", "event.custom", "account", "session"];
const ROLES: [&str; 3] = ["service", "support", "auditor"];
const ACTS: [&str; 4] = ["store", "process", "remote-read", "deliver"];
const FRAMEWORKS: [&str; 2] = ["gdpr", "soc2"];
const PLANS: [&str; 3] = ["*", "pro", "enterprise"];
const SECTORS: [&str; 2] = ["health", "payment"];

/// A xorshift generator: the seed is all there is to a document.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn one<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    /// At least one of the list, without repetition, in its order.
    fn some<'a>(&mut self, list: &[&'a str]) -> Vec<&'a str> {
        let certain = self.below(list.len());
        let kept = list.iter().enumerate().filter(|(at, _)| *at == certain || self.below(3) == 0);
        kept.map(|(_, one)| *one).collect::<Vec<_>>()
    }

    fn none_or<'a>(&mut self, list: &[&'a str]) -> Vec<&'a str> {
        if self.below(3) > 0 { vec!["none"] } else { self.some(list) }
    }
}

/// A document; the same one for the same seed. About half of them compile.
pub(crate) fn document(seed: u64) -> PolicyDocument {
    let mut dice = Dice::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let count = 2 + dice.below(REGIONS.len() - 1);
    let names: Vec<&str> = REGIONS[..count].iter().map(|(region, _)| *region).collect();
    let level = dice.one(&["full-partition", "best-effort", "best-effort"]);
    let regions: Vec<Value> = REGIONS[..count]
        .iter()
        .enumerate()
        .map(|(at, (region, zone))| {
            let status = if at > 0 && dice.below(6) == 0 { "planned" } else { "available" };
            let frameworks = if at == 0 { FRAMEWORKS.to_vec() } else { dice.some(&FRAMEWORKS) };
            json!({ "region": region, "zone": zone, "status": status, "frameworks": frameworks })
        })
        .collect();
    let plans: Vec<Value> =
        dice.some(&PLANS).iter().map(|plan| json!({ "plan": plan, "regions": dice.some(&names) })).collect();
    let known = dice.some(&CATEGORIES);
    let categories: Vec<Value> =
        known.iter().map(|category| self::category(&mut dice, category, &names)).collect();
    let roles: Vec<Value> = ROLES
        .iter()
        .map(|role| json!({ "role": role, "acts": dice.some(&ACTS), "across": across(&mut dice, level) }))
        .collect();
    let transfers: Vec<Value> =
        (0..dice.below(4)).map(|at| transfer(&mut dice, at, &names, &known)).collect();
    let sectors: Vec<Value> = SECTORS
        .iter()
        .map(|sector| json!({ "sector": sector, "categories": dice.some(&known), "regions": dice.some(&names) }))
        .collect();
    let fallback = match (level, dice.below(2)) {
        ("best-effort", 1) => json!({ "mode": "deliver-and-record", "regions": [names[0]] }),
        _ => json!({ "mode": "refuse" }),
    };
    let falls_back = fallback["mode"] != "refuse";
    let scopes = scopes(&mut dice, level, &names, falls_back);
    let mut value = json!({
        "version": 1, "name": "random", "enforcement": level, "frameworks": ["none"],
        "regions": regions, "plans": plans, "categories": categories, "roles": roles,
        "recipients": [{ "recipient": "branch", "country": "US" }, { "recipient": "vendor", "country": "GB" }],
        "transfers": transfers, "sectors": sectors, "scopes": scopes, "endpoint_fallback": fallback,
        "end": { "of": "random" },
    });
    value["end"]["restrictions"] = json!(restrictions(&value));
    serde_json::from_value(value).unwrap()
}

/// How many entries only restrict.
pub(crate) fn restrictions(document: &Value) -> usize {
    let entries =
        |value: &Value| value.as_array().into_iter().flatten().filter(|entry| *entry != "none").count();
    let rows = |section: &str, fields: &[&str]| -> usize {
        let rows = document[section].as_array().into_iter().flatten();
        rows.map(|row| fields.iter().map(|field| entries(&row[field])).sum::<usize>()).sum()
    };
    entries(&document["frameworks"])
        + rows("categories", &["frameworks", "sensitivities"])
        + rows("scopes", &["frameworks", "sectors"])
        + rows("sectors", &["categories"])
}

fn across(dice: &mut Dice, level: &str) -> Vec<&'static str> {
    let acts = dice.some(&ACTS);
    acts.into_iter().filter(|act| level == "best-effort" || *act != "remote-read").collect()
}

fn category(dice: &mut Dice, name: &str, regions: &[&str]) -> Value {
    let frameworks = dice.none_or(&FRAMEWORKS);
    let mut row = placed(dice, name, regions, &frameworks);
    if dice.below(4) > 0 {
        row["sensitivities"] = json!(dice.none_or(&["health", "payment"]));
    }
    row
}

fn placed(dice: &mut Dice, name: &str, regions: &[&str], frameworks: &[&str]) -> Value {
    match dice.below(4) {
        0 => json!({ "category": name, "placement": "fixed-zone", "zone": "eu", "frameworks": frameworks }),
        1 => {
            json!({ "category": name, "placement": "shared", "regions": dice.some(regions), "frameworks": frameworks })
        }
        2 => json!({ "category": name, "placement": "follow-organization", "frameworks": frameworks }),
        _ => json!({ "category": name, "placement": "follow-home", "frameworks": frameworks }),
    }
}

fn transfer(dice: &mut Dice, at: usize, regions: &[&str], categories: &[&str]) -> Value {
    let year = 2025 + dice.below(3);
    let ground = dice.one(&["adequacy", "standard-clauses", "unrestricted", "domestic"]);
    let conditions: &[&str] = match ground {
        "adequacy" => &["dpf-listed"],
        "standard-clauses" => &["scc-signed", "transfer-impact-assessment"],
        _ => &[],
    };
    let conditions = if dice.below(3) == 0 { &[] } else { conditions };
    json!({
        "transfer": format!("transfer-{at}"), "from": dice.some(regions), "to": dice.some(regions),
        "acts": dice.some(&ACTS), "categories": dice.some(categories), "roles": dice.some(&ROLES),
        "recipient": dice.one(&["branch", "vendor"]), "ground": ground, "conditions": conditions,
        "instrument": "i-1", "assessment": "a-1",
        "since": format!("{year}-02-01"), "until": format!("{}-03-01", year + 1 + dice.below(2)),
    })
}

fn scopes(dice: &mut Dice, level: &str, regions: &[&str], falls_back: bool) -> Vec<Value> {
    let mut scopes = Vec::new();
    let mut scope = |dice: &mut Dice, name: &str, within: Option<&str>, regions: Vec<String>, level: &str| {
        let fallback = if falls_back && level == "best-effort" { "deliver-and-record" } else { "refuse" };
        let mut row = json!({
            "scope": name, "level": if within.is_some() { "tenant" } else { "organization" },
            "regions": regions, "enforcement": level, "fallback": fallback,
            "sectors": dice.none_or(&SECTORS), "frameworks": dice.none_or(&FRAMEWORKS[..1]),
        });
        if let Some(within) = within {
            row["within"] = json!(within);
        }
        scopes.push(row);
    };
    let own = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let wide = own(dice.some(regions));
    scope(dice, "org", None, wide.clone(), level);
    if dice.below(2) == 0 {
        let borrowed: Vec<&str> = wide.iter().map(String::as_str).collect();
        let narrow = own(dice.some(&borrowed));
        scope(dice, "shop", Some("org"), narrow, "full-partition");
    }
    scopes
}
