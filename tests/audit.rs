//! T18: the chain's bytes are pinned by vectors of another implementation, and no change goes unnoticed.
#![cfg(feature = "serde")]

use domicile::audit::{Anchor, Break, Entry, Event, EventId, EventKind, Head, ReasonCode, verify};
use domicile::digest::Digest;
use domicile::{Region, TenantId, UnixTime};
use proptest::prelude::*;

#[derive(serde::Deserialize)]
struct Vector {
    region: Region,
    label: String,
    genesis: Digest,
    entries: Vec<Entry>,
}

fn vectors() -> Vec<Vector> {
    let lines = include_str!("data/audit_v1.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn version_1_bytes_are_those_of_the_vectors() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let genesis = Head::genesis(vector.region, &vector.label).unwrap();
        assert_eq!(genesis.digest(), vector.genesis, "{}", vector.label);
        let mut head = genesis;
        for expected in &vector.entries {
            let (next, entry) = head.append(expected.event.clone(), expected.time);
            assert_eq!(&entry, expected, "{} entry {}", vector.label, expected.seq);
            head = next;
        }
        assert_eq!(verify(&genesis, &vector.entries, Some(&Anchor::of(&head))), Ok(head));
    }
}

/// A small ledger as lines of JSON, with its genesis and head.
fn ledger() -> (Head, Vec<Entry>, Head) {
    let genesis = Head::genesis(Region::EuWest1, "test").unwrap();
    let mut head = genesis;
    let mut entries = Vec::new();
    for number in 0..5_u64 {
        let mut event =
            Event::new([EventKind::Routed, EventKind::Admitted, EventKind::Dropped][number as usize % 3]);
        event.event_id = EventId::parse(&format!("evt-{number}")).ok();
        event.tenant = TenantId::parse("shop-1").ok();
        event.tenant_region = Some(Region::EuWest1);
        event.region = Some(Region::UsEast1);
        event.code = ReasonCode::parse("region_mismatch").ok();
        event.policy = Some(Digest::of(b"policy"));
        let (next, entry) = head.append(event, UnixTime::from_secs(1_795_262_400 + number));
        head = next;
        entries.push(entry);
    }
    (genesis, entries, head)
}

/// What a reader of ledger files does: each line must be exactly what would be written for it.
fn read(text: &[u8]) -> Option<Vec<Entry>> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('\n')?;
    let read_line = |line: &str| {
        let entry: Entry = serde_json::from_str(line).ok()?;
        (serde_json::to_string(&entry).ok()? == line).then_some(entry)
    };
    text.split('\n').map(read_line).collect()
}

#[test]
fn every_single_bit_of_a_ledger_file_counts() {
    let (genesis, entries, head) = ledger();
    let mut file: Vec<u8> = Vec::new();
    for entry in &entries {
        serde_json::to_writer(&mut file, entry).unwrap();
        file.push(b'\n');
    }
    let holds = |file: &[u8]| {
        read(file).is_some_and(|entries| verify(&genesis, &entries, Some(&Anchor::of(&head))).is_ok())
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
fn what_was_done_to_a_chain_is_found_and_where() {
    let (genesis, entries, head) = ledger();
    let anchor = Anchor::of(&head);
    let found = |entries: &[Entry]| verify(&genesis, entries, None).map_err(|found| (found.seq, found.kind));

    let mut swapped = entries.clone();
    swapped.swap(1, 2);
    assert_eq!(found(&swapped), Err((1, Break::Sequence)));

    let mut removed = entries.clone();
    removed.remove(2);
    assert_eq!(found(&removed), Err((2, Break::Sequence)));

    let mut inserted = entries.clone();
    inserted.insert(3, entries[1].clone());
    assert_eq!(found(&inserted), Err((3, Break::Sequence)));

    let mut changed = entries.clone();
    changed[2].event.tenant = TenantId::parse("shop-2").ok();
    assert_eq!(found(&changed), Err((2, Break::Content)));

    // Rewritten with a digest of its own: the next entry does not continue it.
    changed[2].digest = changed[2].computed_digest();
    assert_eq!(found(&changed), Err((3, Break::Link)));

    // Rewritten to the end: only the anchor tells.
    let mut rewritten = entries[..2].to_vec();
    let mut end = verify(&genesis, &rewritten, None).unwrap();
    for entry in &entries[2..] {
        let (next, entry) = end.append(Event::new(EventKind::Delivered), entry.time);
        end = next;
        rewritten.push(entry);
    }
    assert!(found(&rewritten).is_ok());
    let broken = verify(&genesis, &rewritten, Some(&anchor)).unwrap_err();
    assert_eq!((broken.seq, broken.kind), (4, Break::Anchor));

    // A cut tail looks like a chain that ended earlier: only the anchor tells.
    for length in 0..entries.len() {
        assert!(found(&entries[..length]).is_ok());
        let broken = verify(&genesis, &entries[..length], Some(&anchor)).unwrap_err();
        assert_eq!((broken.seq, broken.kind), (length as u64, Break::Truncated));
    }

    // Another region's chain, or another label's.
    for other in [Head::genesis(Region::EuWest1, "other"), Head::genesis(Region::EuWest2, "test")] {
        assert_eq!(verify(&other.unwrap(), &entries, None).unwrap_err().kind, Break::Link);
    }

    // An anchor of another chain's beginning, or one before where the reading begins, is named as such.
    let other = Head::genesis(Region::EuWest2, "test").unwrap();
    let broken = verify(&genesis, &entries, Some(&Anchor::of(&other))).unwrap_err();
    assert_eq!((broken.seq, broken.kind), (0, Break::Anchor));

    // An anchor in the middle is met on the way.
    let middle = verify(&genesis, &entries[..3], None).unwrap();
    assert_eq!(verify(&genesis, &entries, Some(&Anchor::of(&middle))), Ok(head));
}

fn any_event() -> impl Strategy<Value = Event> {
    let id = proptest::option::of("[!-?A-~]{1,63}");
    let region = proptest::option::of(proptest::sample::select(Region::NAMED));
    (
        0..10_usize,
        id.clone(),
        id,
        region.clone(),
        region,
        proptest::option::of("[a-z0-9_]{1,31}"),
        any::<bool>(),
    )
        .prop_map(|(kind, event_id, tenant, home, here, code, with_policy)| {
            use EventKind::{
                Admitted, Deferred, Delivered, Dropped, KeyRefused, Observed, PolicyAdopted, Quarantined,
                Routed, ValueRefused,
            };
            let kinds = [
                Routed,
                Admitted,
                Delivered,
                Dropped,
                Quarantined,
                Deferred,
                Observed,
                KeyRefused,
                ValueRefused,
                PolicyAdopted,
            ];
            let mut event = Event::new(kinds[kind]);
            event.event_id = event_id.map(|id| EventId::parse(&id).unwrap());
            event.tenant = tenant.map(|id| TenantId::parse(&id).unwrap());
            event.tenant_region = home;
            event.region = here;
            event.code = code.map(|code| ReasonCode::parse(&code).unwrap());
            event.policy = with_policy.then(|| Digest::of(b"policy"));
            event
        })
}

proptest! {
    /// Two different entries never have the same digest, and an entry survives JSON.
    #[test]
    fn different_events_have_different_digests(one in any_event(), other in any_event(), time in 0..3_u64) {
        let genesis = Head::genesis(Region::EuWest1, "test").unwrap();
        let at = UnixTime::from_secs(time);
        let (_, first) = genesis.append(one.clone(), at);
        let (_, second) = genesis.append(other.clone(), at);
        prop_assert_eq!(first.digest == second.digest, one == other);
        let (_, later) = genesis.append(one, UnixTime::from_secs(time + 1));
        prop_assert_ne!(first.digest, later.digest);
        let json = serde_json::to_string(&first).unwrap();
        prop_assert_eq!(serde_json::from_str::<Entry>(&json).unwrap(), first);
    }
}
