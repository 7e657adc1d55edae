//! Inventories: what they say against themselves, how they read, and what changes between two lists.

use domicile::data::{
    AtRest, DataCategory, Due, Enabled, FindingKind, FindingSeverity, Held, InTransit, Inventory, Mechanism,
    Onward, OptIn, Protection, Reach, Replication, Retention, Sensitivities, Sensitivity, Sharing, Span,
    Store, StoreName, Subprocessor, SubprocessorChange, SubprocessorName, subprocessor_changes,
};
use domicile::place::Jurisdiction;
use domicile::{Region, UnixTime};

/// A store against which nothing can be said.
fn sound(name: &str) -> Store {
    let mut store = Store::new(StoreName::parse(name).unwrap(), [Region::EuWest1]);
    store.protection = Protection { at_rest: Some(AtRest::OwnKeys), in_transit: Some(InTransit::Tls) };
    store.holds = vec![held("account"), held("session.recording")];
    store
}

fn held(category: &str) -> Held {
    let mut held = Held::new(DataCategory::parse(category).unwrap());
    held.retention = Some(Retention::new(Span::from_days(7)));
    held
}

fn inventory(stores: Vec<Store>) -> Inventory {
    let mut inventory = Inventory::default();
    inventory.stores = stores;
    inventory
}

/// What an inventory of these stores says against itself, as `path code`.
fn findings(stores: Vec<Store>) -> Vec<String> {
    said(&inventory(stores))
}

fn said(inventory: &Inventory) -> Vec<String> {
    inventory.findings().iter().map(|finding| format!("{} {}", finding.path(), finding.code())).collect()
}

#[test]
fn nothing_is_said_against_a_sound_inventory() {
    assert!(findings(vec![]).is_empty());
    assert!(findings(vec![sound("main"), sound("other")]).is_empty());
}

#[test]
fn a_backup_lies_where_what_it_copies_lies() {
    let backup = |regions: &[Region]| {
        let mut backup = sound("backup");
        backup.regions = regions.iter().copied().collect();
        backup.backup_of = Some(StoreName::parse("main").unwrap());
        backup
    };
    assert!(findings(vec![sound("main"), backup(&[Region::EuWest1])]).is_empty());
    assert_eq!(
        findings(vec![sound("main"), backup(&[Region::UsEast1])]),
        ["stores[1].regions backup_elsewhere"]
    );
    assert_eq!(
        findings(vec![sound("main"), backup(&[Region::EuWest1, Region::EuCentral1])]),
        ["stores[1].regions backup_elsewhere"]
    );
    assert_eq!(findings(vec![backup(&[Region::EuWest1])]), ["stores[0].backup_of backup_of_unknown"]);

    let mut more = backup(&[Region::EuWest1]);
    more.holds.push(held("secret"));
    assert_eq!(findings(vec![sound("main"), more]), ["stores[1].holds[2] backup_holds_more"]);

    let mut circle = sound("main");
    circle.backup_of = Some(StoreName::parse("backup").unwrap());
    assert_eq!(
        findings(vec![circle, backup(&[Region::EuWest1])]),
        ["stores[0].backup_of backup_circle", "stores[1].backup_of backup_circle"]
    );
}

#[test]
fn copies_in_another_region_are_a_transfer() {
    let across = |regions: &[Region]| {
        let mut store = sound("bucket");
        store.replication = Replication::Across(regions.iter().copied().collect());
        store
    };
    assert!(findings(vec![across(&[Region::EuWest1])]).is_empty());
    assert_eq!(
        findings(vec![across(&[Region::EuWest1, Region::UsEast1])]),
        ["stores[0].replication geo_replicated"]
    );
    assert_eq!(findings(vec![across(&[])]), ["stores[0].replication replication_nowhere"]);
    assert_eq!(FindingKind::GeoReplicated.severity(), FindingSeverity::Warning);
}

#[test]
fn protection_is_stated_or_missing() {
    let with = |at_rest, in_transit| {
        let mut store = sound("main");
        store.protection = Protection { at_rest, in_transit };
        findings(vec![store])
    };
    let (rest, transit) = (
        "stores[0].protection.at_rest rest_unprotected",
        "stores[0].protection.in_transit transit_unprotected",
    );
    assert_eq!(with(None, None), [rest, transit]);
    assert_eq!(with(Some(AtRest::Unencrypted), Some(InTransit::Cleartext)), [rest, transit]);
    assert_eq!(with(Some(AtRest::ProviderKeys), None), [transit]);
    assert!(with(Some(AtRest::ProviderKeys), Some(InTransit::MutualTls)).is_empty());
}

#[test]
fn a_shared_store_holds_what_is_on_the_list() {
    let mut shared = sound("metadata");
    shared.sharing = Sharing::Shared;
    let mut inventory = inventory(vec![shared, sound("main")]);
    assert_eq!(
        said(&inventory),
        ["stores[0].holds[0] shared_not_listed", "stores[0].holds[1] shared_not_listed"]
    );
    inventory.shared_categories.push(DataCategory::parse("account").unwrap());
    assert_eq!(said(&inventory), ["stores[0].holds[1] shared_not_listed"]);
    // A wider category on the list covers what lies below it; a narrower one does not cover what lies above.
    inventory.shared_categories.push(DataCategory::parse("session.recording.thumbnail").unwrap());
    assert_eq!(said(&inventory), ["stores[0].holds[1] shared_not_listed"]);
    inventory.shared_categories.push(DataCategory::parse("session").unwrap());
    assert!(said(&inventory).is_empty());
}

#[test]
fn everything_else_that_can_be_said() {
    let mut bad = sound("main");
    bad.regions = [].into_iter().collect();
    bad.operator = Some(SubprocessorName::parse("nobody").unwrap());
    bad.holds = vec![Held::new(DataCategory::Account), held("account")];
    let mut empty = sound("main");
    empty.holds.clear();
    let mut inventory = inventory(vec![bad, empty]);
    let us = Jurisdiction::parse("US").unwrap();
    let nowhere = Subprocessor::new(SubprocessorName::parse("mailer").unwrap(), "e-mail", us);
    inventory.subprocessors = vec![nowhere.clone(), nowhere];
    assert_eq!(
        said(&inventory),
        [
            "stores[0].regions no_region",
            "stores[0].operator unknown_subprocessor",
            "stores[0].holds[0] retention_missing",
            "stores[0].holds[1] duplicate_category",
            "stores[1].name duplicate_store",
            "stores[1].holds holds_nothing",
            "subprocessors[0].processing processes_nowhere",
            "subprocessors[1].name duplicate_subprocessor",
            "subprocessors[1].processing processes_nowhere",
        ]
    );
    let shown = inventory.findings()[2].to_string();
    assert_eq!(
        shown,
        "stores[0].holds[0]: expected how long the category is kept (retention_missing): account in main"
    );
}

#[test]
fn holdings_go_by_whole_segments() {
    let mut other = sound("other");
    other.holds = vec![held("session"), held("sessions.old")];
    let inventory = inventory(vec![sound("main"), other]);
    let of = |category: &str| -> Vec<String> {
        let category = DataCategory::parse(category).unwrap();
        inventory
            .holdings(category)
            .map(|(store, held)| format!("{} {}", store.name, held.category))
            .collect()
    };
    assert_eq!(of("session"), ["main session.recording", "other session"]);
    assert_eq!(of("session.recording"), ["main session.recording"]);
    assert!(of("sess").is_empty());
    assert_eq!(inventory.categories().len(), 4);
}

#[test]
fn what_is_not_stated_may_be_anything() {
    let mut one = held("account");
    assert_eq!(one.possible_sensitivities(), Sensitivities::ALL);
    one.sensitivities = Some(Sensitivities::NONE);
    assert!(one.possible_sensitivities().is_empty());
    assert_eq!(Sensitivities::ALL.iter().count(), Sensitivity::ALL.len());
    for word in Sensitivity::ALL {
        let set = Sensitivities::NONE.with(*word);
        assert_eq!(set.iter().collect::<Vec<_>>(), [*word]);
        assert!(set.is_subset(Sensitivities::ALL) && Sensitivities::ALL.intersects(set));
        assert_eq!(Sensitivity::parse(word.as_str()), Ok(*word));
    }
    assert!(Sensitivity::parse("Health").is_err());
}

#[test]
fn retention_counts_from_creation_and_grace_from_its_end() {
    let at = UnixTime::from_secs;
    for (keep, grace) in [(0, 0), (5, 0), (0, 7), (300, 2_592_000), (u64::MAX, 1)] {
        let retention = Retention::new(Span::from_secs(keep)).with_grace(Span::from_secs(grace));
        for created in [0, 10, 1_795_219_200] {
            for age in [0, 1, 4, 5, 6, 7, 11, 12, 299, 300, 2_592_300] {
                let (end, late) =
                    (u64::saturating_add(created, keep), created.saturating_add(keep).saturating_add(grace));
                let now = created + age;
                let expected = if now < end {
                    Due::Keep { until: Some(at(end)) }
                } else if now < late {
                    Due::Grace { until: at(late) }
                } else {
                    Due::Overdue { since: at(late) }
                };
                assert_eq!(retention.due(at(created), at(now)), expected);
            }
        }
        assert_eq!(retention.erase_by(at(100)), at(100 + grace));
    }
    let account = Retention::until_deletion().with_grace(Span::from_days(30));
    assert_eq!(account.due(at(0), UnixTime::MAX), Due::Keep { until: None });
    assert_eq!(account.erase_by(at(0)), at(2_592_000));
    // A clock before the data's creation means: keep.
    assert!(matches!(Retention::new(Span::from_secs(5)).due(at(10), at(3)), Due::Keep { .. }));
}

#[test]
fn a_subprocessor_reaches_three_ways_and_for_a_time() {
    let country = |code| Jurisdiction::parse(code).unwrap();
    let mut host = Subprocessor::new(SubprocessorName::parse("host").unwrap(), "hosting", country("US"));
    host.processing = vec![country("DE"), country("FI")];
    host.onward.push(Onward::new(country("IN"), "support desk"));
    let reached: Vec<String> = host.destinations().map(|(to, reach)| format!("{to} {reach}")).collect();
    assert_eq!(reached, ["DE processing", "FI processing", "US entity", "IN onward"]);
    assert_eq!(Reach::ALL.len(), 3);

    let at = UnixTime::from_secs;
    (host.since, host.until) = (Some(at(10)), Some(at(20)));
    let engaged: Vec<u64> = (0..30).filter(|now| host.is_engaged(at(*now), Enabled::No)).collect();
    assert_eq!(engaged, (10..20).collect::<Vec<_>>());
    host.opt_in = OptIn::WhenEnabled;
    assert!(!host.is_engaged(at(15), Enabled::No) && host.is_engaged(at(15), Enabled::Yes));
}

#[test]
fn every_field_that_differs_is_a_change_and_nothing_else_is() {
    let country = |code| Jurisdiction::parse(code).unwrap();
    let name = |text| SubprocessorName::parse(text).unwrap();
    let mut base = Subprocessor::new(name("host"), "hosting", country("DE"));
    base.processing = vec![country("DE"), country("FI")];
    base.categories = vec![DataCategory::Account, DataCategory::Billing];
    let of = |edit: &dyn Fn(&mut Subprocessor)| -> Vec<String> {
        let mut changed = base.clone();
        edit(&mut changed);
        subprocessor_changes(&[base.clone()], &[changed]).iter().map(ToString::to_string).collect()
    };
    assert!(of(&|_| {}).is_empty());
    assert!(of(&|one| one.processing.reverse()).is_empty());
    assert!(of(&|one| one.categories.reverse()).is_empty());
    assert_eq!(
        of(&|one| one.purpose.push_str(" and mail")),
        ["host: purpose was hosting and is hosting and mail"]
    );
    assert_eq!(
        of(&|one| one.processing.push(country("US"))),
        ["host: processing was DE, FI and is DE, FI, US"]
    );
    assert_eq!(of(&|one| one.entity = country("US")), ["host: entity was DE and is US"]);
    assert_eq!(
        of(&|one| one.onward.push(Onward::new(country("IN"), "desk"))),
        ["host: onward was none and is desk in IN (none)"]
    );
    assert_eq!(
        of(&|one| one.mechanism = Mechanism::parse("standard-clauses").ok()),
        ["host: mechanism was none and is standard-clauses"]
    );
    assert_eq!(of(&|one| one.opt_in = OptIn::WhenEnabled), ["host: opt_in was always and is when-enabled"]);
    assert_eq!(of(&|one| one.categories.clear()), ["host: categories was account, billing and is none"]);
    assert_eq!(
        of(&|one| one.since = UnixTime::from_date(2026, 1, 1)),
        ["host: since was open and is 2026-01-01"]
    );
    assert_eq!(
        of(&|one| one.until = UnixTime::from_date(2027, 1, 1)),
        ["host: until was open and is 2027-01-01"]
    );
    assert_eq!(of(&|one| one.name = name("other")), ["host: removed", "other: added"]);

    let other = Subprocessor::new(name("another"), "mail", country("DE"));
    let changes = subprocessor_changes(&[base.clone(), other.clone()], &[other, base]);
    assert!(changes.is_empty(), "order does not matter");
    assert_eq!(subprocessor_changes(&[], &[]), Vec::<SubprocessorChange>::new());
}

#[cfg(feature = "serde")]
mod documents {
    use super::*;

    const TEXT: &str = r#"{
        "stores": [
            {
                "name": "recordings", "regions": ["eu-west-1"], "scope": "tenant", "sharing": "dedicated",
                "replication": {"across": ["eu-west-1", "us-east-1"]},
                "protection": {"at_rest": "own-keys", "in_transit": "tls"}, "operator": "host",
                "holds": [{"category": "session.recording", "retention": {"keep": "7d", "grace": "30d"}, "sensitivities": []}]
            },
            {
                "name": "recordings-backup", "regions": ["eu-west-1"], "backup_of": "recordings",
                "replication": "within-region", "protection": {"at_rest": "provider-keys", "in_transit": "mutual-tls"},
                "holds": [{"category": "session.recording", "retention": {}}]
            }
        ],
        "shared_categories": ["account"],
        "subprocessors": [{
            "name": "host", "purpose": "hosting", "processing": ["DE"], "entity": "US",
            "onward": [{"to": "IN", "recipient": "desk", "mechanism": "standard-clauses"}],
            "mechanism": "adequacy", "opt_in": "when-enabled", "categories": ["session"],
            "since": "2026-01-01", "until": "2026-06-30T12:00:00Z"
        }]
    }"#;

    #[test]
    fn an_inventory_reads_and_writes() {
        let inventory: Inventory = serde_json::from_str(TEXT).unwrap();
        assert_eq!(said(&inventory), ["stores[0].replication geo_replicated"]);
        assert_eq!(inventory.subprocessors[0].since, UnixTime::from_date(2026, 1, 1));
        let again: Inventory = serde_json::from_str(&serde_json::to_string(&inventory).unwrap()).unwrap();
        assert_eq!(again, inventory);
        let finding = serde_json::to_value(inventory.findings()).unwrap();
        let expected = r#"[{"category":null,"code":"geo_replicated","path":"stores[0].replication","severity":"warning","store":"recordings"}]"#;
        assert_eq!(finding, serde_json::from_str::<serde_json::Value>(expected).unwrap());
    }

    #[test]
    fn no_unknown_field_and_no_other_spelling_is_read() {
        let spoiled = [
            ("\"scope\"", "\"scopes\""),
            ("\"tenant\"", "\"Tenant\""),
            ("\"across\"", "\"accross\""),
            ("\"own-keys\"", "\"ownkeys\""),
            ("\"at_rest\"", "\"at-rest\""),
            ("\"7d\"", "\"7 days\""),
            ("\"keep\"", "\"kept\""),
            ("\"sensitivities\"", "\"sensitivity\""),
            ("\"within-region\"", "\"withinregion\""),
            ("\"entity\": \"US\"", "\"entity\": \"us\""),
            ("\"recipient\"", "\"recipients\""),
            ("\"when-enabled\"", "\"on\""),
            ("\"2026-01-01\"", "1767225600"),
            ("\"2026-06-30T12:00:00Z\"", "\"2026-06-31\""),
            ("\"shared_categories\"", "\"shared\""),
            ("\"recordings-backup\"", "\"Recordings\""),
            ("\"eu-west-1\"", "\"EU-WEST-1\""),
        ];
        for (good, bad) in spoiled {
            let text = TEXT.replacen(good, bad, 1);
            assert_ne!(text, TEXT, "{good}");
            assert!(serde_json::from_str::<Inventory>(&text).is_err(), "{bad}");
        }
        for cut in 0..TEXT.len() {
            assert!(serde_json::from_str::<Inventory>(&TEXT[..cut]).is_err());
        }
    }

    /// The countries of subprocessors: what does not exist is no country, and the error says what to write.
    #[test]
    fn no_country_that_does_not_exist_is_read() {
        let (entity, processing, onward) = ("\"entity\": \"US\"", "\"DE\"", "\"IN\"");
        for (good, bad, advice) in [
            (entity, "\"entity\": \"UK\"", ": write GB"),
            (entity, "\"entity\": \"USA\"", ": write US"),
            (processing, "\"EU\"", "a zone or a group, not a country"),
            (processing, "\"DD\"", "expected a country that exists"),
            (onward, "\"XX\"", "expected a country that exists"),
        ] {
            let error = serde_json::from_str::<Inventory>(&TEXT.replacen(good, bad, 1)).unwrap_err();
            assert!(error.to_string().contains(advice), "{bad}: {error}");
        }
        for known in ["\"entity\": \"US-TX\"", "\"entity\": \"org:epo\""] {
            let text = TEXT.replacen(entity, known, 1);
            let inventory: Inventory = serde_json::from_str(&text).unwrap();
            assert!(serde_json::to_string(&inventory).unwrap().contains(&known.replace(' ', "")));
        }
    }

    #[test]
    fn changes_are_written() {
        let change = SubprocessorChange::Added { name: SubprocessorName::parse("host").unwrap() };
        assert_eq!(serde_json::to_string(&change).unwrap(), r#"{"change":"added","name":"host"}"#);
    }
}
