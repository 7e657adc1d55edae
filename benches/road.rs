//! The road step by step, in Criterion's reports: `cargo bench --bench road`. The bars are in `ratios.rs`.

#[path = "support/inputs.rs"]
mod inputs;
#[path = "support/road.rs"]
mod road;
#[path = "support/straightforward.rs"]
mod straightforward;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use domicile::audit::{Entry, EventId, Head, Record, verify};
use domicile::flow::Stamp;
use domicile::tenant::{Claims, resolve};
use domicile::{Here, Region, TenantId, validate_region};

use road::{NOW, World};
use straightforward::Place;

/// One event per iteration, over and over the same few hundred.
fn steps(criterion: &mut Criterion) {
    let accounts = inputs::accounts(1_000);
    let (world, policy) = (World::new(&accounts), road::policy());
    let now = policy.at(NOW);
    let inputs = inputs::events(256, &accounts, &mut inputs::Numbers::new(8));
    let ids: Vec<TenantId> = inputs.iter().map(|input| input.tenant.parse().unwrap()).collect();
    let resolved: Vec<_> =
        ids.iter().map(|id| resolve(&Claims::tenant(id), &world.directory, NOW).unwrap()).collect();
    let event_id = EventId::parse("evt_0123456789abcdef").unwrap();
    let route = |index: usize| {
        let permit = road::received(&now, &resolved[index], &world.categories);
        now.route(permit, &world.sites).unwrap()
    };
    let stamps: Vec<Stamp> = (0..inputs.len()).map(|index| route(index).stamp(event_id).0).collect();
    let mut at = (0..inputs.len()).cycle();
    let mut next = || at.next().unwrap();

    let mut group = criterion.benchmark_group("step");
    group.bench_function("validate_region", |bencher| {
        let (home, here) = (Region::EuWest1, Here(Region::EuWest1));
        bencher.iter(|| validate_region(black_box(home), black_box(here)).is_ok());
    });
    group.bench_function("resolve", |bencher| {
        bencher.iter(|| resolve(&Claims::tenant(&ids[next()]), &world.directory, NOW));
    });
    group
        .bench_function("receive, route and stamp", |bencher| bencher.iter(|| route(next()).stamp(event_id)));
    group.bench_function("seal", |bencher| bencher.iter(|| road::sealed(&inputs[next()])));
    group.bench_function("admit", |bencher| {
        bencher.iter(|| {
            let stamp = &stamps[next()];
            now.admit(stamp, &world.directory, Here(stamp.queue()))
        });
    });
    group.finish();
}

fn whole(criterion: &mut Criterion) {
    let accounts = inputs::accounts(1_000);
    let (world, policy) = (World::new(&accounts), road::policy());
    let now = policy.at(NOW);
    let inputs = inputs::events(256, &accounts, &mut inputs::Numbers::new(9));
    let mut head = Head::genesis(Region::EuWest1, "orders").unwrap();
    let mut at = inputs.iter().cycle();

    let mut group = criterion.benchmark_group("event");
    group.throughput(Throughput::Elements(1));
    group.bench_function("road", |bencher| {
        bencher.iter(|| road::event(&world, &now, &mut head, at.next().unwrap()));
    });
    group.bench_function("straightforward", |bencher| {
        let map = straightforward::map(&accounts);
        let queues: Vec<Place> = inputs::REGIONS.map(straightforward::place).into();
        let mut ledger = straightforward::Ledger::new(&policy.fingerprint().to_string());
        bencher
            .iter(|| straightforward::event(&map, &queues, &mut ledger, at.next().unwrap(), NOW.as_secs()));
    });
    group.finish();
}

fn ledger(criterion: &mut Criterion) {
    let accounts = inputs::accounts(1_000);
    let (world, policy) = (World::new(&accounts), road::policy());
    let now = policy.at(NOW);
    let genesis = Head::genesis(Region::EuWest1, "orders").unwrap();
    let mut head = genesis;
    let inputs = inputs::events(1_024, &accounts, &mut inputs::Numbers::new(10));
    let entries: Vec<Entry> =
        inputs.iter().map(|input| road::event(&world, &now, &mut head, input).2).collect();

    let records: Vec<Record> = entries.iter().map(Entry::record).collect();

    let mut group = criterion.benchmark_group("ledger");
    group.throughput(Throughput::Elements(1));
    group.bench_function("append", |bencher| {
        let event = entries[0].event();
        bencher.iter(|| {
            let (next, entry) = head.append(event.clone(), NOW).unwrap();
            head = next;
            entry
        });
    });
    group.throughput(Throughput::Elements(1_024));
    group.bench_function("verify", |bencher| bencher.iter(|| verify(&genesis, black_box(&records), None)));
    group.finish();
}

criterion_group!(benches, steps, whole, ledger);
criterion_main!(benches);
