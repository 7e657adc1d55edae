//! T18: the chain's bytes are pinned by vectors of another implementation, and no change goes unnoticed.
#![cfg(feature = "serde")]

use std::collections::BTreeMap;

use domicile::audit::{
    Anchor, Break, ChainFull, Duties, Entry, Event, EventId, EventKind, Head, ReasonCode, Record, Stop,
    verify,
};
use domicile::digest::Digest;
use domicile::{Here, Region, TenantId, UnixTime};
use proptest::prelude::*;
use serde_json::{Value, json};

#[derive(serde::Deserialize)]
struct Vector {
    region: Region,
    label: String,
    genesis: Digest,
    entries: Vec<Value>,
    #[serde(default)]
    bytes: Vec<String>,
}

impl Vector {
    fn genesis(&self) -> Head {
        let genesis = Head::genesis(self.region, &self.label).unwrap();
        assert_eq!(genesis.digest(), self.genesis, "{}", self.label);
        genesis
    }

    fn records(&self) -> Vec<Record> {
        self.entries.iter().map(|entry| serde_json::from_value(entry.clone()).unwrap()).collect()
    }
}

fn vectors(lines: &str) -> Vec<Vector> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn version_1() -> Vec<Vector> {
    vectors(include_str!("data/audit_v1.jsonl"))
}

fn version_2() -> Vec<Vector> {
    vectors(include_str!("data/audit_v2.jsonl"))
}

fn labelled(label: &str) -> Vector {
    version_2().into_iter().find(|vector| vector.label == label).unwrap()
}

#[test]
fn both_versions_have_the_bytes_of_the_vectors() {
    assert_eq!((version_1().len(), version_2().len()), (3, 6));
    for vector in version_1().into_iter().chain(version_2()) {
        let (genesis, records) = (vector.genesis(), vector.records());
        let head = verify(&genesis, &records, None).unwrap();
        assert_eq!(head.count(), vector.entries.len() as u64, "{}", vector.label);
        assert_eq!(verify(&genesis, &records, Some(&Anchor::of(&head))), Ok(head));
        for (index, (record, written)) in records.iter().zip(&vector.entries).enumerate() {
            assert_eq!(serde_json::to_value(record).unwrap(), *written, "{} {index}", vector.label);
            let bytes = record.to_bytes();
            assert_eq!(Record::from_bytes(&bytes).as_ref(), Ok(record), "{} {index}", vector.label);
            let (bytes, digest) = bytes.split_at(bytes.len() - 32);
            assert_eq!((Digest::of(bytes), digest), (record.digest(), record.digest().as_bytes().as_slice()));
            if let Some(expected) = vector.bytes.get(index) {
                assert_eq!(&const_hex::encode(bytes), expected, "{} {index}", vector.label);
            }
        }
    }
}

#[test]
fn every_field_of_a_crossing_is_read() {
    let records = labelled("whole").records();
    let crossing = &records[2];
    assert_eq!((crossing.version(), crossing.kind()), (2, Some(EventKind::Delivered)));
    assert_eq!(crossing.event_id(), EventId::parse("evt-1").ok());
    assert_eq!(crossing.tenant(), TenantId::parse("shop-1").ok());
    assert_eq!((crossing.tenant_region(), crossing.region()), (Some(Region::EuWest1), Some(Region::UsEast1)));
    assert_eq!((crossing.code(), crossing.policy()), (None, Some(Digest::of(b"a policy"))));
    assert_eq!((crossing.operation(), crossing.rule()), (Some("onward-transfer"), Some("meta-ads")));
    assert_eq!((crossing.ground(), crossing.recipient()), (Some("standard-clauses"), Some("meta")));
    assert_eq!((crossing.endpoint(), crossing.law_edition()), (Some("capi-us"), Some("law-1")));
    assert_eq!(crossing.duties(), Duties::RECORD.with(Duties::FALLBACK));
    assert_eq!((crossing.organization().unwrap().as_str(), crossing.key_id()), ("org-7", Some("2026-11")));
    assert_eq!(records[3].code(), ReasonCode::parse(&"c".repeat(31)).ok());
}

#[test]
fn kinds_and_fields_without_a_name_are_kept_and_shown() {
    let vector = labelled("later");
    let record = &vector.records()[0];
    assert_eq!((record.kind(), record.kind_number()), (None, 27));
    assert_eq!(record.field(40), Some(b"\x00\xff@".as_slice()));
    let line = serde_json::to_string(record).unwrap();
    assert!(line.contains(r#""kind":"kind_27","field_40":"00ff40""#), "{line}");

    // Whoever gave them a name reads what a build without the names has written.
    let mut numbered = labelled("whole").entries[2].clone();
    let object = numbered.as_object_mut().unwrap();
    object["kind"] = json!("kind_3");
    let rule = object.remove("rule").unwrap();
    object.insert("field_8".to_owned(), json!(const_hex::encode(rule.as_str().unwrap())));
    let read: Record = serde_json::from_value(numbered).unwrap();
    assert_eq!(read, labelled("whole").records()[2]);
}

/// What the appending side says about what a service states itself.
#[test]
fn an_entry_is_read_back_as_its_record() {
    let (id, shop) = (EventId::parse("evt-1").unwrap(), TenantId::parse("shop-1").unwrap());
    let here = Here(Region::UsEast1);
    let code = ReasonCode::parse("resolver_unavailable").unwrap();
    let policy = Digest::of(b"a policy");
    let told = [
        (Event::policy_adopted(policy), json!({"kind": "policy_adopted", "policy": policy})),
        (
            Event::key_refused(here, Some(id), code),
            json!({"kind": "key_refused", "event_id": id, "region": here.0, "code": code}),
        ),
        (
            Event::value_refused(id, shop, here, code),
            json!({"kind": "value_refused", "event_id": id, "tenant": shop, "region": here.0, "code": code}),
        ),
        (
            Event::malformed_message(here),
            json!({"kind": "dropped", "region": here.0, "code": "malformed_message"}),
        ),
        (
            Event::stopped(Stop::Drop, here, None, None, code, policy),
            json!({"kind": "dropped", "region": here.0, "code": code, "policy": policy}),
        ),
        (
            Event::stopped(Stop::Defer, here, Some(id), Some(shop), code, policy),
            json!({"kind": "deferred", "event_id": id, "tenant": shop, "region": here.0, "code": code, "policy": policy}),
        ),
    ];
    let genesis = Head::genesis(Region::UsEast1, "test").unwrap();
    let (mut head, mut records) = (genesis, Vec::new());
    for (event, mut told) in told {
        let (next, entry) = head.append(event, UnixTime::from_secs(7)).unwrap();
        let common = json!({"version": 2, "seq": head.count(), "time": 7, "previous": head.digest(), "digest": next.digest()});
        told.as_object_mut().unwrap().extend(common.as_object().unwrap().clone());
        assert_eq!(serde_json::to_value(&entry).unwrap(), told);
        assert_eq!(serde_json::from_value::<Record>(told).unwrap(), entry.record());
        records.push(entry.record());
        head = next;
    }
    assert_eq!(verify(&genesis, &records, Some(&Anchor::of(&head))), Ok(head));
}

/// A small ledger of both versions, with its genesis and head.
fn ledger() -> (Head, Vec<Record>, Head) {
    let vector = labelled("mixed");
    let (genesis, records) = (vector.genesis(), vector.records());
    let head = verify(&genesis, &records, None).unwrap();
    (genesis, records, head)
}

/// What a reader of ledger files does: each line must be exactly what would be written for it.
fn read(text: &[u8]) -> Option<Vec<Record>> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('\n')?;
    let read_line = |line: &str| {
        let record: Record = serde_json::from_str(line).ok()?;
        (serde_json::to_string(&record).ok()? == line).then_some(record)
    };
    text.split('\n').map(read_line).collect()
}

#[test]
fn every_single_bit_of_a_ledger_file_counts() {
    let (genesis, records, head) = ledger();
    let mut file: Vec<u8> = Vec::new();
    for record in &records {
        serde_json::to_writer(&mut file, record).unwrap();
        file.push(b'\n');
    }
    let holds = |file: &[u8]| {
        read(file).is_some_and(|records| verify(&genesis, &records, Some(&Anchor::of(&head))).is_ok())
    };
    assert!(holds(&file));
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut changed = file.clone();
            changed[at] ^= 1 << bit;
            assert!(!holds(&changed), "bit {bit} of byte {at} changed and nobody noticed");
        }
    }
}

#[test]
fn every_single_bit_of_stored_bytes_counts() {
    let (genesis, records, head) = ledger();
    for number in 0..records.len() {
        let bytes = records[number].to_bytes();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                let Ok(record) = Record::from_bytes(&changed) else { continue };
                let mut records = records.clone();
                records[number] = record;
                assert!(
                    verify(&genesis, &records, Some(&Anchor::of(&head))).is_err(),
                    "bit {bit} of byte {at}"
                );
            }
        }
        for length in 0..bytes.len() {
            let cut = Record::from_bytes(&bytes[..length]);
            assert!(cut.is_err() || cut.is_ok_and(|record| record.computed_digest() != record.digest()));
        }
    }
}

/// A record with something in it changed.
fn changed(record: &Record, change: impl FnOnce(&mut Value)) -> Record {
    let mut value = serde_json::to_value(record).unwrap();
    change(&mut value);
    serde_json::from_value(value).unwrap()
}

/// A record with the digest that fits its content.
fn sealed(record: &Record) -> Record {
    let digest = record.computed_digest();
    changed(record, |value| value["digest"] = json!(digest))
}

#[test]
fn what_was_done_to_a_chain_is_found_and_where() {
    let (genesis, records, head) = ledger();
    let anchor = Anchor::of(&head);
    let found = |records: &[Record]| verify(&genesis, records, None).map_err(|found| (found.seq, found.kind));

    let mut swapped = records.clone();
    swapped.swap(1, 2);
    assert_eq!(found(&swapped), Err((1, Break::Sequence)));

    let mut removed = records.clone();
    removed.remove(2);
    assert_eq!(found(&removed), Err((2, Break::Sequence)));

    let mut inserted = records.clone();
    inserted.insert(3, records[1].clone());
    assert_eq!(found(&inserted), Err((3, Break::Sequence)));

    let mut rewritten = records.clone();
    rewritten[2] = changed(&records[2], |value| value["tenant"] = json!("shop-2"));
    assert_eq!(found(&rewritten), Err((2, Break::Content)));

    // The same content as the other version's.
    let mut other = records.clone();
    other[1] = changed(&records[1], |value| value["version"] = json!(2));
    assert_eq!(found(&other), Err((1, Break::Content)));

    // Rewritten with a digest of its own: the next entry does not continue it.
    rewritten[2] = sealed(&rewritten[2]);
    assert_eq!(found(&rewritten), Err((3, Break::Link)));

    // Rewritten to the end: only the anchor tells.
    let mut rewritten = records[..2].to_vec();
    let mut end = verify(&genesis, &rewritten, None).unwrap();
    for record in &records[2..] {
        let event = Event::malformed_message(Here(Region::EuWest1));
        let (next, entry) = end.append(event, record.time()).unwrap();
        end = next;
        rewritten.push(entry.record());
    }
    assert!(found(&rewritten).is_ok());
    let broken = verify(&genesis, &rewritten, Some(&anchor)).unwrap_err();
    assert_eq!((broken.seq, broken.kind), (6, Break::Anchor));

    // A cut tail looks like a chain that ended earlier: only the anchor tells.
    for length in 0..records.len() {
        assert!(found(&records[..length]).is_ok());
        let broken = verify(&genesis, &records[..length], Some(&anchor)).unwrap_err();
        assert_eq!((broken.seq, broken.kind), (length as u64, Break::Truncated));
    }

    // Another region's chain, or another label's.
    for other in [Head::genesis(Region::EuWest1, "other"), Head::genesis(Region::EuWest2, "mixed")] {
        assert_eq!(verify(&other.unwrap(), &records, None).unwrap_err().kind, Break::Link);
    }

    // An anchor of another chain's beginning, or one before where the reading begins, is named as such.
    let other = Head::genesis(Region::EuWest2, "mixed").unwrap();
    let broken = verify(&genesis, &records, Some(&Anchor::of(&other))).unwrap_err();
    assert_eq!((broken.seq, broken.kind), (0, Break::Anchor));

    // An anchor in the middle is met on the way.
    let middle = verify(&genesis, &records[..3], None).unwrap();
    assert_eq!(verify(&genesis, &records, Some(&Anchor::of(&middle))), Ok(head));
}

#[test]
fn a_chain_ends_where_it_can_no_longer_be_counted() {
    let head = |count: u64| -> Head {
        serde_json::from_value(json!({"count": count, "digest": Digest::of(b"")})).unwrap()
    };
    let event = || Event::malformed_message(Here(Region::EuWest1));
    let now = UnixTime::from_secs(7);
    let full: ChainFull = head(u64::MAX).append(event(), now).unwrap_err();
    assert_eq!(full.code(), "chain_full");
    let (last, entry) = head(u64::MAX - 1).append(event(), now).unwrap();
    assert_eq!((last.count(), entry.seq()), (u64::MAX, u64::MAX - 1));
    assert_eq!(verify(&head(u64::MAX - 1), [&entry.record()], None), Ok(last));

    // One more was never appended, however well it fits.
    let more = changed(&entry.record(), |value| {
        value["seq"] = json!(u64::MAX);
        value["previous"] = json!(last.digest());
    });
    let broken = verify(&last, [&sealed(&more)], None).unwrap_err();
    assert_eq!((broken.seq, broken.kind), (u64::MAX, Break::Sequence));
}

#[test]
fn what_is_no_record_does_not_read() {
    let good = labelled("whole").entries[2].clone();
    assert!(serde_json::from_value::<Record>(good.clone()).is_ok());
    let set = |key: &str, value: Value| {
        let mut line = good.clone();
        line.as_object_mut().unwrap().insert(key.to_owned(), value);
        line
    };
    let without = |key: &str| {
        let mut line = good.clone();
        line.as_object_mut().unwrap().remove(key).unwrap();
        line
    };
    let by_position = Value::Array(good.as_object().unwrap().values().cloned().collect());
    let bad = [
        by_position,
        json!([2, 0, 0, "routed", "00", "00"]),
        json!([]),
        json!({}),
        set("version", json!(1)),
        set("version", json!(3)),
        set("version", json!("2")),
        // A field of version 2 has no place in version 1.
        without("version"),
        without("seq"),
        without("time"),
        without("kind"),
        without("previous"),
        without("digest"),
        set("kind", json!("kind_0")),
        set("kind", json!("kind_07")),
        set("kind", json!("kind_256")),
        set("kind", json!("kind_+7")),
        set("kind", json!("kind_")),
        set("kind", json!("invented")),
        set("kind", json!(3)),
        set("invented", json!("text")),
        set("field_0", json!("00")),
        set("field_016", json!("00")),
        set("field_256", json!("00")),
        set("field_16", json!("")),
        set("field_16", json!("0")),
        set("field_16", json!("0g")),
        set("field_16", json!("AB")),
        set("field_16", json!("0x00")),
        set("field_16", json!("00".repeat(256))),
        set("field_16", json!(0)),
        // One field under both of its names, and a value that is none.
        set("field_8", json!("00")),
        set("event_id", json!("buyer@example.com")),
        set("event_id", json!("")),
        set("tenant", json!(null)),
        set("tenant_region", json!("EU-WEST-1")),
        set("code", json!("Code")),
        set("policy", json!("00")),
        set("operation", json!("two words")),
        set("rule", json!("r".repeat(32))),
        set("endpoint", json!("e".repeat(64))),
        set("law_edition", json!("")),
        set("duties", json!([])),
        set("duties", json!("record")),
        set("duties", json!(["fallback", "record"])),
        set("duties", json!(["record", "record"])),
        set("duties", json!(["invented"])),
        set("organization", json!("é")),
        set("key_id", json!(7)),
    ];
    for line in bad {
        assert!(serde_json::from_value::<Record>(line.clone()).is_err(), "{line}");
    }
    let text = serde_json::to_string(&good).unwrap();
    let twice = |key: &str| text.replacen('{', &format!("{{{key}:{},", good[key.trim_matches('"')]), 1);
    for key in ["\"version\"", "\"seq\"", "\"kind\"", "\"rule\"", "\"digest\""] {
        assert!(serde_json::from_str::<Record>(&twice(key)).is_err(), "{key} twice");
    }
    // An error says where and what was expected, and not what stood there.
    let error = serde_json::from_value::<Record>(set("event_id", json!("buyer@example.com"))).unwrap_err();
    assert_eq!(error.to_string(), "expected event_id");

    // A version 1 line of a kind or with a field that version 1 does not have.
    let old = version_1().remove(1).entries.remove(1);
    assert!(serde_json::from_value::<Record>(old.clone()).is_ok());
    for (key, value) in [("kind", json!("parked")), ("kind", json!("kind_27")), ("operation", json!("store"))]
    {
        let mut line = old.clone();
        line.as_object_mut().unwrap().insert(key.to_owned(), value);
        assert!(serde_json::from_value::<Record>(line.clone()).is_err(), "{line}");
    }
}

#[test]
fn bytes_that_could_be_read_in_two_ways_are_refused() {
    let record = &labelled("alone").records()[0];
    let bytes = record.to_bytes();
    let (front, digest) = (&bytes[..57], &bytes[bytes.len() - 32..]);
    let with = |front: &[u8], fields: &[u8]| Record::from_bytes(&[front, fields, digest].concat());
    assert!(with(front, b"").is_ok() && with(front, b"\x01\x01a\x02\x01b").is_ok());
    for fields in [
        b"\x02\x01b\x01\x01a".as_slice(),
        b"\x01\x01a\x01\x01a",
        b"\x00\x01a",
        b"\x28\x00",
        b"\x01\x00",
        b"\x01\x02a",
        b"\x01\x01a\x02",
        b"\x01",
        b"\x0d\x01\x00",
        b"\x0d\x02\x01\x01",
    ] {
        assert!(with(front, fields).is_err(), "{fields:?}");
    }
    let altered = |at: usize, byte: u8| {
        let mut front = front.to_vec();
        front[at] = byte;
        front
    };
    assert!(with(&altered(56, 0), b"").is_err(), "kind 0");
    assert!(with(&altered(7, b'3'), b"").is_err(), "version 3");
    // Version 1: six lengths and no more, kinds up to 10.
    assert!(with(&altered(7, b'1'), &[0; 6]).is_ok());
    for fields in [[0; 5].as_slice(), &[0; 7], &[0, 0, 0, 0, 0, 1]] {
        assert!(with(&altered(7, b'1'), fields).is_err(), "{fields:?}");
    }
    let mut parked = altered(56, 11);
    parked[7] = b'1';
    assert!(with(&parked, &[0; 6]).is_err(), "a kind of version 2");
}

/// What a record says, without its place: version, kind and fields, as JSON.
fn any_content() -> impl Strategy<Value = (bool, BTreeMap<String, Value>)> {
    let id = || proptest::option::of("[!-?A-~]{1,63}");
    let region = || proptest::option::of(proptest::sample::select(Region::NAMED));
    let name = || proptest::option::of("[!-~]{1,31}");
    let version_1 = (id(), id(), region(), region(), proptest::option::of("[a-z0-9_]{1,31}"), any::<bool>());
    let version_2 = (name(), name(), name(), name(), id(), name(), 0..=255_u8, id(), name());
    let later = proptest::collection::btree_map(16..=255_u8, "([0-9a-f]{2}){1,255}", 0..3);
    (any::<bool>(), 1..=30_u8, version_1, version_2, later).prop_map(|(is_old, kind, one, two, later)| {
        let mut fields = BTreeMap::new();
        let mut put =
            |name: &str, value: Option<Value>| fields.extend(value.map(|value| (name.to_owned(), value)));
        let kind = if is_old { kind % 10 + 1 } else { kind };
        let word =
            EventKind::from_number(kind).map_or_else(|| format!("kind_{kind}"), |kind| kind.to_string());
        put("kind", Some(json!(word)));
        let (event_id, tenant, home, here, code, with_policy) = one;
        put("event_id", event_id.map(Value::from));
        put("tenant", tenant.map(Value::from));
        put("tenant_region", home.map(|region| json!(region)));
        put("region", here.map(|region| json!(region)));
        put("code", code.map(Value::from));
        put("policy", with_policy.then(|| json!(Digest::of(b"policy"))));
        if !is_old {
            let (operation, rule, ground, recipient, endpoint, edition, duties, organization, key_id) = two;
            put("operation", operation.map(Value::from));
            put("rule", rule.map(Value::from));
            put("ground", ground.map(Value::from));
            put("recipient", recipient.map(Value::from));
            put("endpoint", endpoint.map(Value::from));
            put("law_edition", edition.map(Value::from));
            put("field_13", (duties > 0).then(|| json!(format!("{duties:02x}"))));
            put("organization", organization.map(Value::from));
            put("key_id", key_id.map(Value::from));
            for (number, value) in later {
                put(&format!("field_{number}"), Some(json!(value)));
            }
        }
        (is_old, fields)
    })
}

/// The record at the beginning of a chain that says so.
fn record((is_old, content): &(bool, BTreeMap<String, Value>), time: u64) -> Record {
    let mut line =
        json!({"seq": 0, "time": time, "previous": Digest::of(b"genesis"), "digest": Digest::of(b"")});
    let object = line.as_object_mut().unwrap();
    if !is_old {
        object.insert("version".to_owned(), json!(2));
    }
    object.extend(content.clone());
    serde_json::from_value(line).unwrap()
}

proptest! {
    /// Two different entries never have the same digest, and a record survives JSON and bytes.
    #[test]
    fn different_contents_have_different_digests(one in any_content(), other in any_content(), time in 0..3_u64) {
        let (first, second) = (record(&one, time), record(&other, time));
        prop_assert_eq!(first.computed_digest() == second.computed_digest(), one == other);
        prop_assert_ne!(first.computed_digest(), record(&one, time + 1).computed_digest());
        let first = sealed(&first);
        let json = serde_json::to_string(&first).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Record>(&json).unwrap(), &first);
        let bytes = first.to_bytes();
        prop_assert_eq!(Record::from_bytes(&bytes), Ok(first.clone()));
        prop_assert_eq!(Digest::of(&bytes[..bytes.len() - 32]), first.digest());
        // Without one of its fields it is another.
        for name in one.1.keys().filter(|name| *name != "kind") {
            let mut less = one.clone();
            less.1.remove(name);
            prop_assert_ne!(record(&less, time).computed_digest(), first.digest(), "{}", name);
        }
    }

    /// The rule of the byte table, once more: numbers grow, nothing is empty, duties are one byte that is not zero.
    #[test]
    fn fields_read_exactly_if_the_table_has_them_so(
        fields in proptest::collection::vec((12..18_u8, proptest::collection::vec(0..3_u8, 0..3)), 0..4),
    ) {
        let mut bytes = b"domaud02".to_vec();
        bytes.extend([0; 48]);
        bytes.push(27);
        for (number, value) in &fields {
            bytes.extend([*number, value.len() as u8]);
            bytes.extend(value);
        }
        bytes.extend([0; 32]);
        let numbers_grow = fields.is_sorted_by(|(one, _), (next, _)| one < next);
        let values_fit = fields.iter().all(|(number, value)| match number {
            13 => value.len() == 1 && value[0] != 0,
            // No text holds one of these bytes.
            12 | 14 | 15 => false,
            _ => !value.is_empty(),
        });
        let read = Record::from_bytes(&bytes);
        prop_assert_eq!(read.is_ok(), numbers_grow && values_fit);
        if let Ok(record) = read {
            prop_assert_eq!(record.to_bytes(), bytes);
        }
    }
}

#[test]
fn an_entry_can_be_turned_into_its_record() {
    let genesis = Head::genesis(Region::EuWest1, "test").unwrap();
    let (_, entry) = genesis.append(Event::policy_adopted(Digest::of(b"")), UnixTime::MAX).unwrap();
    let same: fn(Entry) -> Record = Record::from;
    assert_eq!(same(entry.clone()), entry.record());
}
