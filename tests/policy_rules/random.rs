//! Random documents: mostly valid, over a small vocabulary, so that rules meet.

use serde_json::{Value, json};

const REGIONS: [&str; 5] = ["eu-west-1", "eu-central-1", "us-east-1", "ap-south-1", "eu-west-2"];
const CATEGORIES: [&str; 6] = ["event.metadata", "event.custom", "event", "account", "session", "*"];
const ROLES: [&str; 3] = ["service", "support", "auditor"];
const OPERATIONS: [&str; 5] = ["store", "process", "remote-read", "deliver", "onward-transfer"];
const FRAMEWORKS: [&str; 2] = ["gdpr", "soc2"];
const PLANS: [&str; 3] = ["*", "pro", "enterprise"];
const SECTORS: [&str; 2] = ["health", "payment"];
const RECIPIENTS: [&str; 3] = ["branch", "vendor", "agency"];
const COUNTRIES: [&str; 4] = ["US", "GB", "IE", "DE"];

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

    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// Seldom the last: what a document does not list stands there.
    pub(crate) fn mostly<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let last = list.len() - 1;
        if last == 0 || self.is(20) { &list[last] } else { &list[self.below(last)] }
    }

    fn is(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
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

    /// Mostly nothing.
    fn few<'a>(&mut self, list: &[&'a str]) -> Vec<&'a str> {
        if self.is(3) { self.some(list) } else { Vec::new() }
    }
}

/// A document; the same one for the same seed. About half of them compile.
pub(crate) fn document(seed: u64) -> Value {
    let mut dice = Dice::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let dice = &mut dice;
    let count = 2 + dice.below(REGIONS.len() - 1);
    let regions = &REGIONS[..count];
    let mut value = json!({ "version": 2, "name": "random", "end": { "of": "random" } });
    let is_open = !dice.is(3);
    if is_open {
        value["enforcement"] = json!("best-effort");
    }
    if dice.is(2) {
        value["sensitivities"] = json!(dice.few(&["health", "payment"]));
    }
    if dice.is(4) {
        value["unconfirmed_law"] = json!("warn");
    }
    value["regions"] = regions.iter().enumerate().map(|(at, name)| region(dice, at, name)).collect();
    value["groups"] = json!([{ "group": "europe", "in": "eea" }]);
    if !dice.is(4) {
        let plans = dice.some(&PLANS);
        value["plans"] =
            plans.iter().map(|plan| json!({ "plan": plan, "regions": places(dice, regions) })).collect();
    }
    let mut known = vec!["event"];
    if !dice.is(6) {
        known = dice.some(&CATEGORIES);
        value["categories"] = known.iter().map(|name| category(dice, name, regions)).collect();
    }
    known.retain(|name| *name != "*");
    if known.contains(&"event") || known.is_empty() {
        // One that only transfers and sectors name.
        known.push("event.custom.narrow");
        if value["categories"]
            .as_array()
            .is_some_and(|rows| rows.iter().all(|row| row["category"] != "event"))
        {
            value["categories"].as_array_mut().unwrap().push(json!("event"));
        }
    }
    let roles = dice.some(&ROLES);
    value["roles"] = roles
        .iter()
        .map(|role| json!({ "role": role, "operations": dice.some(&OPERATIONS), "across": dice.some(&OPERATIONS) }))
        .collect();
    let mut acting = roles;
    acting.push("service");
    acting.sort_unstable();
    acting.dedup();
    value["recipients"] = RECIPIENTS.iter().map(|name| recipient(dice, name)).collect();
    value["endpoints"] = (0..dice.below(3)).map(|at| endpoint(dice, at, regions)).collect();
    value["transfers"] = (0..dice.below(5)).map(|at| transfer(dice, at, regions, &known, &acting)).collect();
    if is_open && dice.is(3) {
        value["break_glass"] = json!([grant(dice, regions, &known, &acting)]);
    }
    if dice.is(3) {
        value["organization_facts"] = json!([{
            "condition": "not-financial-entity", "stated_on": "2026-01-01", "review_by": "2027-01-01",
        }]);
    }
    if dice.is(5) {
        value["law_off"] = json!([{ "row": "gdpr.art45.us-dpf" }]);
    }
    value["sectors"] = SECTORS
        .iter()
        .map(|sector| json!({ "sector": sector, "categories": dice.some(&known), "regions": dice.some(regions) }))
        .collect();
    value["scopes"] = scopes(dice, is_open, regions);
    value
}

fn region(dice: &mut Dice, at: usize, name: &str) -> Value {
    let mut row = json!({ "region": name });
    if at == 0 {
        row["frameworks"] = json!(FRAMEWORKS);
    } else if !dice.is(3) {
        row["frameworks"] = json!(dice.some(&FRAMEWORKS));
    }
    if at > 0 && dice.is(6) {
        row["status"] = json!("planned");
    }
    if dice.is(5) {
        row["conditions"] = json!(["c5-type2", "german-establishment"]);
    }
    row
}

/// Regions, or a group of them.
fn places(dice: &mut Dice, regions: &[&'static str]) -> Vec<&'static str> {
    if dice.is(5) { vec!["group:europe"] } else { dice.some(regions) }
}

fn category(dice: &mut Dice, name: &str, regions: &[&'static str]) -> Value {
    let mut row = json!({ "category": name });
    match dice.below(5) {
        0 => (row["placement"], row["zone"]) = (json!("fixed-zone"), json!("eu")),
        1 => (row["placement"], row["regions"]) = (json!("shared"), json!(places(dice, regions))),
        2 => row["placement"] = json!("follow-organization"),
        3 => row["placement"] = json!("follow-home"),
        _ => {}
    }
    if dice.is(3) {
        row["frameworks"] = json!(dice.some(&FRAMEWORKS));
    }
    if !dice.is(3) {
        row["sensitivities"] = json!(dice.few(&["health", "payment"]));
    }
    row
}

fn recipient(dice: &mut Dice, name: &str) -> Value {
    let mut row = json!({ "recipient": name, "country": dice.one(&COUNTRIES) });
    if dice.is(2) {
        row["places"] = json!(dice.some(&COUNTRIES));
    }
    if dice.is(2) {
        let year = 2025 + dice.below(3);
        row["facts"] = json!([{
            "condition": "dpf-listed", "since": format!("{year}-03-01"), "until": format!("{}-03-01", year + 1),
        }]);
    }
    if name == "agency" && dice.is(2) {
        row["behind"] = json!(["vendor"]);
    }
    row
}

fn endpoint(dice: &mut Dice, at: usize, regions: &[&'static str]) -> Value {
    let mut row = json!({ "endpoint": format!("global-{at}"), "recipient": dice.one(&RECIPIENTS) });
    if !dice.is(3) {
        row["countries"] = json!(dice.some(&COUNTRIES));
    }
    if dice.is(2) {
        row["regions"] = json!(places(dice, regions));
    }
    row
}

fn transfer(
    dice: &mut Dice,
    at: usize,
    regions: &[&'static str],
    categories: &[&str],
    roles: &[&str],
) -> Value {
    let year = 2025 + dice.below(3);
    let ground = dice.one(&["adequacy", "standard-clauses", "unrestricted", "domestic"]);
    let mut row = json!({
        "transfer": format!("transfer-{at}"), "from": places(dice, regions), "operations": dice.some(&OPERATIONS),
        "categories": dice.some(categories), "ground": ground, "instrument": "i-1", "assessment": "a-1",
        "since": format!("{year}-02-01"), "until": format!("{}-03-01", year + 1 + dice.below(2)),
    });
    let is_to_somebody = !dice.is(4);
    if is_to_somebody {
        row["recipient"] = json!(dice.one(&RECIPIENTS));
    }
    if !is_to_somebody || dice.is(2) {
        row["to"] = json!(places(dice, regions));
    }
    if dice.is(2) {
        row["roles"] = json!(dice.some(roles));
    }
    if ground == "standard-clauses" && !dice.is(3) {
        row["conditions"] = json!(["scc-signed", "transfer-impact-assessment"]);
    }
    row
}

fn grant(dice: &mut Dice, regions: &[&'static str], categories: &[&str], roles: &[&str]) -> Value {
    let mut row = json!({
        "grant": "incident", "from": dice.some(regions), "to": dice.some(regions), "operations": dice.some(&OPERATIONS),
        "categories": dice.some(categories), "role": dice.one(roles), "requested_by": "one", "approved_by": "another",
        "ground": "adequacy", "since": "2026-11-28", "until": "2026-12-04",
    });
    if dice.is(2) {
        row["recipient"] = json!(dice.one(&RECIPIENTS));
    }
    row
}

fn scopes(dice: &mut Dice, is_open: bool, regions: &[&'static str]) -> Value {
    let mut rows = Vec::new();
    let mut wide: Vec<&str> = regions.to_vec();
    let mut organization = json!({ "scope": "org", "level": "organization" });
    if dice.is(2) {
        wide = dice.some(regions);
        organization["regions"] = json!(wide);
    }
    let is_org_open = is_open && dice.is(2);
    if is_org_open {
        organization["enforcement"] = json!("best-effort");
    }
    let refuses = dice.is(3);
    if refuses {
        organization["global_endpoints"] = json!("refuse");
    }
    narrow(dice, &mut organization);
    rows.push(organization);
    if dice.is(2) {
        let mut tenant = json!({ "scope": "shop", "level": "tenant", "within": "org" });
        if dice.is(2) {
            tenant["regions"] = json!(dice.some(&wide));
        }
        match dice.below(3) {
            0 => tenant["enforcement"] = json!("full-partition"),
            1 if !refuses => tenant["global_endpoints"] = json!("accepted"),
            _ => tenant["global_endpoints"] = json!("refuse"),
        }
        narrow(dice, &mut tenant);
        rows.push(tenant);
    }
    json!(rows)
}

fn narrow(dice: &mut Dice, row: &mut Value) {
    if dice.is(3) {
        row["sectors"] = json!(dice.some(&SECTORS));
    }
    if dice.is(3) {
        row["frameworks"] = json!(dice.some(&FRAMEWORKS[..1]));
    }
}
