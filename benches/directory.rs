//! Look-ups in a `Directory` against a `HashMap<String, Home>` with one byte for the home, in one run.
//!
//! `cargo bench --bench directory` measures 1 thousand and 1 million tenants; a number after `--` measures that many
//! (`cargo bench --bench directory -- 10000000`). Every round runs every case once, in turn; ratios are medians of
//! the ratios of the rounds. Memory is what a process of its own has resident more after building than before.

use std::collections::HashMap;
use std::fs;
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use domicile::tenant::{Claims, Directory, Epoch, Lookup, Plan, Residency, Tenant, resolve};
use domicile::{Region, TenantId, TenantResolver, UnixTime};

const ROUNDS: usize = 31;
const QUERIES: usize = 1 << 14;
const CASES: usize = 7;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|text| text != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["memory", kind, tenants] => println!("{}", memory(kind, tenants.parse().unwrap())),
        [] if std::env::args().any(|text| text == "--bench") => {
            [1_000, 1_000_000].into_iter().for_each(measure)
        }
        // `cargo test --all-targets` runs it without the flag, to see that it runs.
        [] => measure(1_000),
        // A filter selects nothing here.
        [tenants, ..] => tenants.parse().into_iter().for_each(measure),
    }
}

fn measure(tenants: usize) {
    println!("{tenants} tenants");
    let bytes = |kind: &str| {
        let program = std::env::current_exe().unwrap();
        let output = Command::new(program).args(["memory", kind, &tenants.to_string()]).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().parse::<f64>().unwrap() / tenants as f64
    };
    let kinds = ["map", "directory", "directory-uuid", "map-uuid"];
    let [map, directory, directory_uuid, map_uuid] = kinds.map(bytes);
    println!(
        "  resident bytes a tenant: map {map:.1}, directory {directory:.1}, ratio {:.3}",
        directory / map
    );
    println!(
        "  the same, ids of 36 bytes: map {map_uuid:.1}, directory {directory_uuid:.1}, ratio {:.3}",
        directory_uuid / map_uuid
    );
    time(tenants);
}

fn time(tenants: usize) {
    let began = Instant::now();
    let directory = build_directory(tenants, short_id);
    println!("  directory built in {:.2} s", began.elapsed().as_secs_f64());
    let map = build_map(tenants, short_id);
    let now = UnixTime::from_secs(0);

    let mut random = Random(7);
    let mut times: [Vec<f64>; CASES] = Default::default();
    for round in 0..ROUNDS {
        for case in (0..CASES).map(|step| (step + round) % CASES) {
            // Queries of its own for every run, so that none finds another's tenants in the caches.
            let texts: Vec<String> = (0..QUERIES).map(|_| short_id(random.below(tenants))).collect();
            let ids: Vec<TenantId> = texts.iter().map(|text| TenantId::parse(text).unwrap()).collect();
            let zero = black_box(0);
            let began = Instant::now();
            let sum: usize = match case {
                0 => texts.iter().map(|text| usize::from(map[text.as_str()])).sum(),
                1 => ids.iter().map(|id| home(directory.by_id(id).unwrap())).sum(),
                2 => directory.by_ids(&ids).map(home).sum(),
                3 => chase(zero, |at| usize::from(map[texts[at].as_str()])),
                4 => chase(zero, |at| home(directory.by_id(&ids[at]).unwrap())),
                5 => texts.iter().map(|text| home_of_text(&directory, text)).sum(),
                _ => ids.iter().map(|id| proven(&directory, id, now)).sum(),
            };
            black_box(sum);
            times[case].push(began.elapsed().as_secs_f64() * 1e9 / QUERIES as f64);
        }
    }
    let names = [
        ("map, overlapped", 0),
        ("directory, overlapped", 0),
        ("directory, batch (against single calls)", 1),
        ("map, waited for", 3),
        ("directory, waited for", 3),
        ("directory, overlapped, parsing the id", 0),
        ("directory, overlapped, resolve to a proof", 0),
    ];
    for (case, (name, against)) in names.into_iter().enumerate() {
        let ratios = times[case].iter().zip(&times[against]).map(|(one, other)| one / other).collect();
        println!("  {name:42} {:8.1} ns   ratio {:.3}", median(times[case].clone()), median(ratios));
    }
}

/// As many look-ups as there are queries, each of which waits for the answer before it.
fn chase(zero: usize, mut look_up: impl FnMut(usize) -> usize) -> usize {
    let mut answer = 0;
    for step in 0..QUERIES {
        answer = look_up(step + (answer & zero));
    }
    answer
}

fn home_of_text(directory: &Directory, text: &str) -> usize {
    home(directory.by_id(&TenantId::parse(text).unwrap()).unwrap())
}

fn proven(directory: &Directory, id: &TenantId, now: UnixTime) -> usize {
    let proof = black_box(resolve(&Claims::tenant(id), directory, now).unwrap());
    number(proof.home())
}

fn home(lookup: Lookup) -> usize {
    match lookup {
        Lookup::Known(known) => number(known.tenant.home()),
        Lookup::Absent { .. } | Lookup::Ambiguous => panic!("every query is in it"),
    }
}

// Without a branch: mispredicting it would hold up the next look-up.
fn number(home: Region) -> usize {
    usize::from(home == Region::EuWest1)
}

const HOMES: [Region; 4] = [Region::EuWest1, Region::UsEast1, Region::ApSouth1, Region::EuCentral1];

fn build_directory(tenants: usize, id: fn(usize) -> String) -> Directory {
    let plans = ["free", "pro", "enterprise"].map(|plan| Plan::parse(plan).unwrap());
    let mut builder = Directory::builder();
    builder.extend((0..tenants).map(|n| {
        let residency = Residency::enforced(HOMES[n % HOMES.len()]);
        Tenant::new(TenantId::parse(&id(n)).unwrap(), residency).on_plan(plans[n % plans.len()])
    }));
    builder.build(Epoch::new(1), UnixTime::MAX).unwrap()
}

fn build_map(tenants: usize, id: fn(usize) -> String) -> HashMap<String, u8> {
    (0..tenants).map(|n| (id(n), (n % HOMES.len()) as u8)).collect()
}

fn memory(kind: &str, tenants: usize) -> usize {
    let before = resident();
    let after = match kind {
        "map" => with_resident(build_map(tenants, short_id)),
        "map-uuid" => with_resident(build_map(tenants, long_id)),
        "directory" => with_resident(build_directory(tenants, short_id)),
        "directory-uuid" => with_resident(build_directory(tenants, long_id)),
        _ => panic!("expected map or directory"),
    };
    after.saturating_sub(before)
}

fn with_resident<T>(built: T) -> usize {
    let resident = resident();
    black_box(&built);
    resident
}

fn resident() -> usize {
    let pages = fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

/// `m_` and 8 to 18 characters, 15 in the mean with the prefix, all different.
fn short_id(n: usize) -> String {
    let mut random = Random(n as u64);
    let length = 8 + random.below(11);
    let mut text = format!("m_{n:07x}");
    while text.len() < 2 + length {
        text.push(char::from(b"abcdefghijklmnopqrstuvwxyz012345"[random.below(32)]));
    }
    text
}

/// 36 characters in the shape of a UUID.
fn long_id(n: usize) -> String {
    let (a, b) = (Random(n as u64).next(), Random(!n as u64).next());
    let text = format!("{a:016x}{b:016x}");
    format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
}

/// `SplitMix64` (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
