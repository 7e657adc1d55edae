//! The leaving report (D3): what it lists is what the inventory implies, counted in another way.

use std::collections::BTreeSet;

use domicile::data::{
    Categories, DataCategory, Held, Inventory, Onward, OptIn, Replication, Sensitivities, Store, StoreName,
    Subprocessor, SubprocessorName,
};
use domicile::law::{
    Act, Condition, Home, Judgement, LawEdition, LeavingReport, Movement, RecipientFacts, Transfer,
};
use domicile::place::{Jurisdiction, RegionFacts};
use domicile::time::Period;
use domicile::{Region, RegionCatalog, UnixTime};

fn name(text: &str) -> StoreName {
    StoreName::parse(text).unwrap()
}

fn country(code: &str) -> Jurisdiction {
    Jurisdiction::parse(code).unwrap()
}

fn held(category: &str) -> Held {
    let mut held = Held::new(DataCategory::parse(category).unwrap());
    held.sensitivities = Some(Sensitivities::NONE);
    held
}

/// A browser fleet in the US beside an account database in the EU, recordings on both sides, a mailer from abroad.
fn driftstack() -> Inventory {
    let mut accounts = Store::new(name("accounts"), [Region::EuCentral1]);
    accounts.holds = vec![held("account"), held("log.audit")];
    let mut fleet = Store::new(name("fleet"), [Region::UsEast1]);
    fleet.holds = vec![held("session")];
    fleet.operator = SubprocessorName::parse("host").ok();
    let mut recordings = Store::new(name("recordings"), [Region::EuWest1]);
    recordings.replication = Replication::Across([Region::EuWest1, Region::UsEast1].into_iter().collect());
    recordings.holds = vec![held("session.recording")];
    let mut logs = Store::new(name("logs"), [Region::UsWest2]);
    logs.holds = vec![held("log.error")];
    let mut archive = Store::new(name("archive"), [Region::EuWest2]);
    archive.backup_of = Some(name("accounts"));
    archive.holds = vec![held("log.audit")];

    let mut host = Subprocessor::new(SubprocessorName::parse("host").unwrap(), "machines", country("US"));
    host.processing = vec![country("US")];
    let mut mailer = Subprocessor::new(SubprocessorName::parse("mailer").unwrap(), "e-mail", country("US"));
    mailer.processing = vec![country("IE")];
    mailer.onward = vec![Onward::new(country("IN"), "support desk")];
    mailer.categories = vec![DataCategory::Account];
    mailer.opt_in = OptIn::WhenEnabled;
    let mut gone = Subprocessor::new(SubprocessorName::parse("gone").unwrap(), "history", country("CN"));
    gone.processing = vec![country("CN")];
    gone.categories = vec![DataCategory::Account];
    gone.until = UnixTime::from_date(2026, 1, 1);

    let mut inventory = Inventory::default();
    inventory.stores = vec![accounts, fleet, recordings, logs, archive];
    inventory.subprocessors = vec![host, mailer, gone];
    inventory
}

fn home() -> Home {
    let zone = [Region::EuCentral1, Region::EuWest1, Region::EuNorth1].into_iter().collect();
    Home { name: "the EU zone".into(), region: Region::EuWest1, zone }
}

fn now() -> UnixTime {
    UnixTime::from_date(2026, 11, 21).unwrap()
}

/// The law alone as judge, for recipients certified for the framework until May.
fn by_law(movement: &Movement) -> Judgement {
    by_law_at(movement, now())
}

fn by_law_at(movement: &Movement, now: UnixTime) -> Judgement {
    let day = |y, m, d| UnixTime::from_date(y, m, d).unwrap();
    let certified = Period::new(day(2026, 5, 1), Some(day(2027, 5, 1))).unwrap();
    let facts = RecipientFacts::new().with(Condition::parse("dpf-listed").unwrap(), certified);
    let what: Categories = [movement.category].into_iter().collect();
    let transfer = Transfer::new(movement.from.jurisdiction, movement.to.jurisdiction, movement.act, &what)
        .with_sensitivities(movement.sensitivities)
        .to_recipient(&facts);
    let verdict = LawEdition::builtin().judge(&transfer, now);
    let until = verdict.valid_until();
    match verdict.ground() {
        Some(ground) => {
            Judgement::Permitted { ground, reference: verdict.findings()[0].citation().into(), until }
        }
        None if verdict.is_retry() => {
            Judgement::Retry { code: verdict.code().into(), reason: "the tables are old".into(), until }
        }
        None => Judgement::Refused { code: verdict.code().into(), reason: "the law refuses".into(), until },
    }
}

fn report() -> LeavingReport {
    LeavingReport::new(&driftstack(), &home(), RegionCatalog::builtin(), now(), &by_law)
}

#[test]
fn what_leaves_is_what_the_inventory_implies() {
    let report = report();
    let rows: Vec<String> = report
        .leaving()
        .iter()
        .map(|row| {
            let movement = &row.movement;
            let through = movement.through.map_or_else(|| "-".to_owned(), |name| name.to_string());
            let answer = if row.judgement.is_permitted() { "yes" } else { "no" };
            format!("{} {} {} {through} {answer}", movement.category, movement.act, movement.to)
        })
        .collect();
    assert_eq!(
        rows,
        [
            "account remote-read US mailer yes",
            "account onward-transfer IN mailer no",
            "log.audit back-up eu-west-2 (GB) - yes",
            "log.error log us-west-2 (US) - yes",
            "session store us-east-1 (US) host yes",
            "session remote-read US host yes",
            "session.recording replicate us-east-1 (US) - yes",
        ]
    );
    let staying: BTreeSet<&str> = report.staying().iter().map(|row| row.category.as_str()).collect();
    assert!(staying.is_empty(), "{staying:?}");
    let first = &report.leaving()[0].judgement;
    assert_eq!(first.until(), UnixTime::from_date(2027, 5, 1));
}

#[test]
fn every_category_is_on_exactly_one_side() {
    let inventory = driftstack();
    // Take stores away one by one; what is held must still be on one side or the other.
    for count in 0..=inventory.stores.len() {
        let mut fewer = inventory.clone();
        fewer.stores.truncate(count);
        let report = LeavingReport::new(&fewer, &home(), RegionCatalog::builtin(), now(), &by_law);
        let stays: BTreeSet<_> = report.staying().iter().map(|row| row.category.to_string()).collect();
        let leaves: BTreeSet<_> =
            report.leaving().iter().map(|row| row.movement.category.to_string()).collect();
        assert!(stays.is_disjoint(&leaves));
        let held: BTreeSet<_> = fewer.categories().iter().map(|category| category.to_string()).collect();
        assert!(held.is_subset(&stays.union(&leaves).cloned().collect()));
    }
}

#[test]
fn nothing_leaves_a_house_with_closed_doors() {
    let mut inventory = driftstack();
    inventory.stores.truncate(1);
    inventory.subprocessors.clear();
    let report = LeavingReport::new(&inventory, &home(), RegionCatalog::builtin(), now(), &by_law);
    assert!(report.leaving().is_empty());
    let text = report.to_markdown();
    assert!(text.contains("| account | accounts | eu-central-1 |"), "{text}");
    assert!(text.contains("| log.audit | accounts | eu-central-1 |"), "{text}");
    assert!(text.trim_end().ends_with("Nothing."), "{text}");
}

#[test]
fn a_region_of_unknown_country_is_refused_by_the_law() {
    let mut store = Store::new(name("cellar"), [domicile::region!("acme:cellar-1")]);
    store.holds = vec![held("account")];
    let mut inventory = Inventory::default();
    inventory.stores = vec![store];
    let report = LeavingReport::new(&inventory, &home(), RegionCatalog::builtin(), now(), &by_law);
    let row = &report.leaving()[0];
    assert_eq!(row.movement.act, Act::Store);
    assert!(matches!(&row.judgement, Judgement::Refused { code, .. } if code == "destination_unknown"));
    assert!(report.to_markdown().contains("acme:cellar-1 (country not known)"));
}

#[test]
fn what_cannot_be_found_out_is_on_the_list_as_such() {
    let later = UnixTime::from_date(2027, 5, 21).unwrap();
    let judge = |movement: &Movement| by_law_at(movement, later);
    let old = LeavingReport::new(&driftstack(), &home(), RegionCatalog::builtin(), now(), &judge);
    let movements = |report: &LeavingReport| -> Vec<Movement> {
        report.leaving().iter().map(|row| row.movement).collect()
    };
    assert_eq!(movements(&old), movements(&report()));
    assert!(old.leaving().iter().all(|row| !row.judgement.is_permitted()));
    let stale = old.to_markdown().matches("| **not now** (law\\_stale) | the tables are old |").count();
    assert_eq!(stale, old.leaving().len());
}

#[test]
fn the_markdown_is_pinned() {
    let expected = include_str!("data/law/leaving.md");
    assert_eq!(report().to_markdown(), expected);
}

#[test]
fn text_of_others_cannot_break_the_table() {
    let hostile = |_: &Movement| Judgement::Refused {
        code: "a|b".into(),
        reason: "x |\n| y <script>".into(),
        until: None,
    };
    let home = Home { name: "a|b\n# c".into(), ..home() };
    let report = LeavingReport::new(&driftstack(), &home, RegionCatalog::builtin(), now(), &hostile);
    let text = report.to_markdown();
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let bars = line.replace("\\|", "").matches('|').count();
        assert!(bars == 4 || bars == 8, "{line}");
    }
    assert!(!text.contains("<script>") && !text.contains("\n# c"));
}

#[cfg(feature = "serde")]
#[test]
fn the_report_is_written() {
    let json = serde_json::to_value(report()).unwrap();
    assert_eq!(json["home"], "the EU zone");
    assert_eq!(json["at"], "2026-11-21");
    assert_eq!(json["leaves"][1]["movement"]["act"], "onward-transfer");
    assert_eq!(json["leaves"][1]["judgement"]["decision"], "refused");
    assert_eq!(json["leaves"][0]["judgement"]["ground"], "adequacy");
    assert_eq!(json["leaves"][0]["judgement"]["until"], "2027-05-01");
}

#[test]
fn home_is_home_and_a_copy_beside_the_original_is_no_second_movement() {
    let mut bucket = Store::new(name("bucket"), [Region::UsEast1]);
    bucket.replication = Replication::Across([Region::UsEast1, Region::UsWest2].into_iter().collect());
    bucket.holds = vec![held("metric")];
    let mut inventory = Inventory::default();
    inventory.stores = vec![bucket];
    let movements = |region| {
        let home = Home { name: "home".into(), region, zone: [].into_iter().collect() };
        let report = LeavingReport::new(&inventory, &home, RegionCatalog::builtin(), now(), &by_law);
        report
            .leaving()
            .iter()
            .map(|row| format!("{} {}", row.movement.act, row.movement.to))
            .collect::<Vec<_>>()
    };
    assert_eq!(movements(Region::EuWest1), ["store us-east-1 (US)", "replicate us-west-2 (US)"]);
    assert_eq!(movements(Region::UsEast1), ["replicate us-west-2 (US)"]);
}

/// What is known to be in the home's country, or in its part, does not leave; another part of the country is not home.
#[test]
fn a_company_in_another_part_of_the_country_is_reported() {
    let montreal = "acme:montreal".parse().unwrap();
    let home = Home { name: "home".into(), region: montreal, zone: [].into_iter().collect() };
    let reported = |of_home: &str, entity: &str| {
        let facts = RegionFacts::new(country(of_home), "Montreal");
        let catalog = RegionCatalog::builtin().clone().with(montreal, facts).unwrap();
        let mut company =
            Subprocessor::new(SubprocessorName::parse("company").unwrap(), "help", country(entity));
        company.categories = vec![DataCategory::Account];
        let mut inventory = Inventory::default();
        inventory.subprocessors = vec![company];
        let judge = |_: &Movement| Judgement::Refused { code: "x".into(), reason: "x".into(), until: None };
        let now = UnixTime::from_date(2026, 11, 21).unwrap();
        let report = LeavingReport::new(&inventory, &home, &catalog, now, &judge);
        report.leaving().iter().map(|row| row.movement.to.to_string()).collect::<Vec<_>>()
    };
    for (of_home, entity) in [("CA", "CA"), ("CA", "CA-QC"), ("CA-QC", "CA-QC")] {
        assert_eq!(reported(of_home, entity), [""; 0], "{of_home} {entity}");
    }
    for (of_home, entity) in [("CA-QC", "CA-ON"), ("CA-QC", "CA"), ("CA", "US-TX"), ("CA", "org:epo")] {
        assert_eq!(reported(of_home, entity), [entity], "{of_home} {entity}");
    }
}
