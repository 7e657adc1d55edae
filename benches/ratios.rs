//! The bars: how long the road takes beside anchors measured in the same run.
//!
//! ```text
//! cargo bench --bench ratios [-- regions|decisions|ledger|events|million …]
//! ```
//!
//! The exit code says whether every bar held. S is the same work written the straightforward way
//! (`support/straightforward.rs`); C is one SHA-256 block that waits for nothing, L one that waits for the block
//! before it.

#[path = "support/inputs.rs"]
mod inputs;
#[path = "support/road.rs"]
mod road;
#[path = "support/rounds.rs"]
mod rounds;
#[path = "support/straightforward.rs"]
mod straightforward;

use std::cell::RefCell;
use std::hint::black_box;
use std::process::ExitCode;

use domicile::audit::{Event, EventId, EventKind, Head, Record, verify};
use domicile::flow::Stamp;
use domicile::tenant::{Claims, Entitlements, Plan, TenantResolver, resolve};
use domicile::{Here, PolicyAt, Region, ResidencyPolicy, TenantId, validate_region};
use sha2::block_api::compress256;

use inputs::{Account, Input, Numbers};
use road::{NOW, World};
use rounds::{Case, Report, measure};
use straightforward::{Home, Map, Place};

fn main() -> ExitCode {
    let mut report = Report::default();
    if is_wanted("regions") {
        regions(&mut report);
    }
    let accounts = inputs::accounts(1_000);
    if is_wanted("decisions") {
        decisions(&mut report, &accounts);
    }
    if is_wanted("ledger") {
        ledger(&mut report, &accounts);
    }
    if is_wanted("events") {
        events(&mut report, "Whole event, 1 k tenants", &accounts, 0.6);
    }
    if is_wanted("million") {
        let accounts = inputs::accounts(1_000_000);
        events(&mut report, "Whole event, 1 M tenants at random", &accounts, 0.5);
        look_ups(&mut report, &accounts);
    }
    report.finish()
}

/// Every table, or those named on the command line.
fn is_wanted(table: &str) -> bool {
    let mut names = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).peekable();
    names.peek().is_none() || names.any(|name| name == table)
}

/// Two regions against two fieldless enums.
fn regions(report: &mut Report) {
    let mut numbers = Numbers::new(2);
    let mut pairs = |regions: &[Region]| -> Vec<(Region, Region)> {
        let mut draw = |index: usize| {
            let home = regions[numbers.below(regions.len())];
            (home, if index.is_multiple_of(2) { home } else { regions[numbers.below(regions.len())] })
        };
        (0..64).map(&mut draw).collect()
    };
    let named = pairs(&inputs::REGIONS);
    let other = ["gcp:europe-west3", "gcp:europe-west4", "azure:westeurope", "hetzner:fsn1"];
    let other = pairs(&other.map(|code| Region::parse(code).unwrap()));
    let bare: Vec<_> =
        named.iter().map(|(a, b)| (straightforward::place(*a), straightforward::place(*b))).collect();

    const REPEAT: usize = 2_000;
    let validated = |pairs: &[(Region, Region)]| {
        let mut count = 0;
        for _ in 0..REPEAT {
            for pair in pairs {
                let (home, here) = black_box(pair);
                count += usize::from(validate_region(*home, Here(*here)).is_ok());
            }
        }
        black_box(count);
    };
    let times = measure(vec![
        Case::new("bare enums", 64 * REPEAT, || {
            let mut count = 0;
            for _ in 0..REPEAT {
                for pair in &bare {
                    let (home, here) = black_box(pair);
                    count += usize::from(home == here);
                }
            }
            black_box(count);
        }),
        Case::new("validate_region, named", 64 * REPEAT, || validated(&named)),
        Case::new("validate_region, other providers", 64 * REPEAT, || validated(&other)),
        Case::new("validate_region, proof kept", 64 * REPEAT, || {
            for _ in 0..REPEAT {
                for pair in &named {
                    let (home, here) = black_box(pair);
                    let _ = black_box(validate_region(*home, Here(*here)));
                }
            }
        }),
    ]);
    report.heading("Comparing two regions");
    report.row(&times, "validate_region, named", 1.0, "bare enums", Some(3.0));
    report.row(&times, "validate_region, other providers", 1.0, "bare enums", None);
    report.row(&times, "validate_region, proof kept", 1.0, "bare enums", None);
}

/// Resolving and admitting with the full explanation against a map and a `match`.
fn decisions(report: &mut Report, accounts: &[Account]) {
    let (world, map) = (World::new(accounts), straightforward::map(accounts));
    let (document, entitled) = (road::policy(), entitled());
    let inputs = inputs::events(1_024, accounts, &mut Numbers::new(3));
    let stamps =
        |now: &PolicyAt<'_>| -> Vec<Stamp> { inputs.iter().map(|input| stamp(&world, now, input)).collect() };
    let (document_stamps, entitled_stamps) = (stamps(&document.at(NOW)), stamps(&entitled.at(NOW)));
    let heres: Vec<Place> =
        document_stamps.iter().map(|stamp| straightforward::place(stamp.queue())).collect();

    let admit = |policy: &ResidencyPolicy, stamps: &[Stamp]| {
        for _ in 0..REPEAT {
            for stamp in stamps {
                let admitted = policy.at(NOW).admit(black_box(stamp), &world.directory, Here(stamp.queue()));
                assert!(black_box(&admitted).is_ok());
            }
        }
    };
    const REPEAT: usize = 8;
    let times = measure(vec![
        Case::new("std map and match", 1_024 * REPEAT, || {
            for _ in 0..REPEAT {
                for (input, here) in inputs.iter().zip(&heres) {
                    let admitted = straightforward::admit(&map, black_box(&input.tenant), *here);
                    assert!(black_box(&admitted).is_ok());
                }
            }
        }),
        Case::new("resolve and admit", 1_024 * REPEAT, || admit(&document, &document_stamps)),
        Case::new("resolve and admit, plans too", 1_024 * REPEAT, || admit(&entitled, &entitled_stamps)),
        Case::new("resolve alone", 1_024 * REPEAT, || {
            for _ in 0..REPEAT {
                for stamp in &document_stamps {
                    let resolved = resolve(&Claims::tenant(black_box(stamp).tenant()), &world.directory, NOW);
                    assert!(black_box(&resolved).is_ok());
                }
            }
        }),
    ]);
    report.heading("Deciding, 1 k tenants hot");
    report.row(&times, "resolve and admit", 1.0, "std map and match", Some(2.0));
    report.row(&times, "resolve and admit, plans too", 1.0, "std map and match", None);
    report.row(&times, "resolve alone", 1.0, "std map and match", None);
}

fn stamp(world: &World, now: &PolicyAt<'_>, input: &Input) -> Stamp {
    let tenant = TenantId::parse(&input.tenant).unwrap();
    let resolved = resolve(&Claims::tenant(&tenant), &world.directory, NOW).unwrap();
    let routed = now.route(road::received(now, &resolved, &world.categories), &world.sites).unwrap();
    routed.stamp(EventId::parse(&input.id).unwrap()).0
}

/// Appending and verifying against the SHA-256 blocks they hash, and against JSON lines.
fn ledger(report: &mut Report, accounts: &[Account]) {
    const COUNT: usize = 1_024;
    let inputs = inputs::events(COUNT, accounts, &mut Numbers::new(4));
    let policy = road::policy();
    // A chain belongs to one region, and so do its events.
    let at_home =
        |account: &Account| Account { id: account.id.clone(), region: Region::EuWest1, plan: account.plan };
    let accounts: Vec<Account> = accounts.iter().map(at_home).collect();
    let (world, now) = (World::new(&accounts), policy.at(NOW));
    let mut unchained = Head::genesis(Region::EuWest1, "events").unwrap();
    let events: Vec<Event> = inputs
        .iter()
        .map(|input| road::event(&world, &now, &mut unchained, input).2.event().clone())
        .collect();
    assert!(events.iter().all(|event| event.kind() == EventKind::Delivered));
    let genesis = Head::genesis(Region::EuWest1, "orders").unwrap();
    let mut head = genesis;
    let mut records: Vec<Record> = Vec::new();
    for event in &events {
        let (next, entry) = head.append(event.clone(), NOW).unwrap();
        head = next;
        records.push(entry.record());
    }
    // Every event of this shape takes three blocks: the bytes without the digest that stands behind them, the padding.
    assert!(records.iter().all(|record| (record.to_bytes().len() - 32 + 9).div_ceil(64) == 3));

    let blocks = [[0x5a; 64]; 3];
    let mut json = straightforward::Ledger::new(&policy.fingerprint().to_string());
    // An event is used up where it is appended, so every round has its own.
    let fresh = RefCell::new(events.clone());
    let times = measure(vec![
        Case::new("append", COUNT, || {
            let mut head = genesis;
            for event in fresh.borrow_mut().drain(..) {
                let (next, entry) = head.append(event, NOW).unwrap();
                black_box(&entry);
                head = next;
            }
            black_box(head);
        })
        .after(|| fresh.borrow_mut().clone_from(&events)),
        Case::new("serde_json and sha2", COUNT, || {
            for input in &inputs {
                let input = black_box(input);
                let place = Place::EuWest1;
                black_box(&json.append(&input.id, &input.tenant, place, place, NOW.as_secs()));
            }
        }),
        Case::new("verify", COUNT, || assert!(verify(&genesis, black_box(&records), None).is_ok())),
        // Each message's three blocks wait for the message before it.
        Case::new("L", 3 * COUNT, || {
            let mut state = INITIAL;
            for _ in 0..COUNT {
                compress256(&mut state, black_box(&blocks));
            }
            black_box(state);
        }),
        Case::new("C", 3 * COUNT, || {
            for _ in 0..3 * COUNT {
                let mut state = INITIAL;
                compress256(&mut state, black_box(&blocks[..1]));
                black_box(state);
            }
        }),
    ]);
    report.heading("Ledger, three blocks an entry");
    report.row(&times, "append", 3.0, "L", Some(1.4));
    report.row(&times, "append", 1.0, "serde_json and sha2", Some(0.35));
    report.row(&times, "verify", 3.0, "C", Some(1.5));
    report.row(&times, "verify", 3.0, "L", None);
    report.row(&times, "C", 1.0, "L", None);
}

/// One event from the edge to the ledger.
fn events(report: &mut Report, heading: &str, accounts: &[Account], bar: f64) {
    const COUNT: usize = 1_024;
    let (world, map) = (World::new(accounts), straightforward::map(accounts));
    let (document, entitled) = (road::policy(), entitled());
    let queues: Vec<Place> = inputs::REGIONS.iter().map(|region| straightforward::place(*region)).collect();
    let genesis = Head::genesis(Region::EuWest1, "orders").unwrap();
    let numbers = RefCell::new(Numbers::new(5));
    // New tenants every round, so that a large table is not found in the caches.
    let draw = || inputs::events(COUNT, accounts, &mut numbers.borrow_mut());
    same_hashes(&draw());
    let (ours, planned, theirs) = (RefCell::new(draw()), RefCell::new(draw()), RefCell::new(draw()));
    let run = |policy: &ResidencyPolicy, inputs: &[Input]| {
        let (now, mut head) = (policy.at(NOW), genesis);
        for input in inputs {
            black_box(&road::event(&world, &now, &mut head, black_box(input)));
        }
    };
    let times = measure(vec![
        Case::new("road", COUNT, || run(&document, &ours.borrow())).after(|| *ours.borrow_mut() = draw()),
        Case::new("road, plans too", COUNT, || run(&entitled, &planned.borrow()))
            .after(|| *planned.borrow_mut() = draw()),
        Case::new("S", COUNT, || {
            let mut ledger = straightforward::Ledger::new(&document.fingerprint().to_string());
            for input in theirs.borrow().iter() {
                black_box(&straightforward::event(
                    &map,
                    &queues,
                    &mut ledger,
                    black_box(input),
                    NOW.as_secs(),
                ));
            }
        })
        .after(|| *theirs.borrow_mut() = draw()),
    ]);
    report.heading(heading);
    report.row(&times, "road", 1.0, "S", Some(bar));
    report.row(&times, "road, plans too", 1.0, "S", None);
    if accounts.len() > 1_000 {
        return;
    }
    parts(report, &world, &document, &draw());
}

/// The steps of one event, each by itself.
fn parts(report: &mut Report, world: &World, policy: &ResidencyPolicy, inputs: &[Input]) {
    let now = policy.at(NOW);
    let ids: Vec<TenantId> = inputs.iter().map(|input| input.tenant.parse().unwrap()).collect();
    let resolved: Vec<_> =
        ids.iter().map(|id| resolve(&Claims::tenant(id), &world.directory, NOW).unwrap()).collect();
    let event_id = EventId::parse("evt_0123456789abcdef").unwrap();
    let stamps: Vec<Stamp> = inputs.iter().map(|input| stamp(world, &now, input)).collect();
    let times = measure(vec![
        Case::new("read two ids", inputs.len(), || {
            for input in inputs {
                black_box(&TenantId::parse(&input.tenant));
                black_box(&EventId::parse(&input.id));
            }
        }),
        Case::new("resolve", inputs.len(), || {
            for id in &ids {
                black_box(&resolve(&Claims::tenant(id), &world.directory, NOW));
            }
        }),
        Case::new("receive and route", inputs.len(), || {
            for resolved in &resolved {
                let permit = road::received(&now, resolved, &world.categories);
                black_box(&now.route(permit, &world.sites).is_ok());
            }
        }),
        Case::new("receive, route and stamp", inputs.len(), || {
            for resolved in &resolved {
                let permit = road::received(&now, resolved, &world.categories);
                let routed = now.route(permit, &world.sites).unwrap();
                black_box(&routed.stamp(black_box(event_id)));
            }
        }),
        Case::new("seal", inputs.len(), || {
            for input in inputs {
                black_box(&road::sealed(input));
            }
        }),
        Case::new("S: seal", inputs.len(), || {
            for input in inputs {
                black_box(&(straightforward::email(&input.email), straightforward::phone(&input.phone)));
            }
        }),
        Case::new("admit", inputs.len(), || {
            for stamp in &stamps {
                black_box(&now.admit(stamp, &world.directory, Here(stamp.queue())));
            }
        }),
        Case::new("admit and deliver", inputs.len(), || {
            for stamp in &stamps {
                let admitted = now.admit(stamp, &world.directory, Here(stamp.queue())).unwrap();
                black_box(&now.deliver(admitted, &world.endpoints));
            }
        }),
    ]);
    report.heading("Its steps");
    for step in [
        "read two ids",
        "resolve",
        "receive and route",
        "receive, route and stamp",
        "admit",
        "admit and deliver",
        "seal",
    ] {
        report.row(&times, step, 1.0, "S: seal", None);
    }
}

/// Mumbai for one plan alone.
fn entitled() -> ResidencyPolicy {
    let elsewhere = [Region::EuWest1, Region::UsEast1, Region::ApSoutheast2];
    let entitlements = Entitlements::new()
        .with(Plan::parse("free").unwrap(), elsewhere)
        .with(Plan::parse("team").unwrap(), elsewhere)
        .with(Plan::parse("enterprise").unwrap(), inputs::REGIONS);
    road::policy().with_entitlements(entitlements)
}

/// Look-ups in a directory that does not fit into the caches.
fn look_ups(report: &mut Report, accounts: &[Account]) {
    const COUNT: usize = 4_096;
    let (world, map) = (World::new(accounts), straightforward::map(accounts));
    let numbers = RefCell::new(Numbers::new(6));
    let draw = || -> Vec<TenantId> {
        let mut numbers = numbers.borrow_mut();
        (0..COUNT).map(|_| TenantId::parse(&accounts[numbers.below(accounts.len())].id).unwrap()).collect()
    };
    let (one, many, other) = (RefCell::new(draw()), RefCell::new(draw()), RefCell::new(draw()));
    let times = measure(vec![
        Case::new("by_id", COUNT, || {
            for id in one.borrow().iter() {
                black_box(&world.directory.by_id(id));
            }
        })
        .after(|| *one.borrow_mut() = draw()),
        Case::new("by_ids", COUNT, || {
            for lookup in world.directory.by_ids(&many.borrow()) {
                black_box(&lookup);
            }
        })
        .after(|| *many.borrow_mut() = draw()),
        Case::new("std map", COUNT, || {
            for id in other.borrow().iter() {
                let home: Option<&Home> = Map::get(&map, id.as_str());
                black_box(home.copied().is_some());
            }
        })
        .after(|| *other.borrow_mut() = draw()),
    ]);
    report.heading("Look-ups, 1 M tenants at random");
    report.row(&times, "by_ids", 1.0, "by_id", Some(0.95));
    report.row(&times, "by_id", 1.0, "std map", None);
    report.row(&times, "by_ids", 1.0, "std map", None);
}

/// Both ways seal to the same hashes, so they do the same work.
fn same_hashes(inputs: &[Input]) {
    for input in inputs {
        let (email, phone) = road::sealed(input);
        assert_eq!(email.as_str(), straightforward::email(&input.email));
        assert_eq!(phone.as_str(), straightforward::phone(&input.phone));
    }
}

/// The initial hash value of SHA-256 (FIPS 180-4 § 5.3.3).
const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
