//! Alternates three processes that do the same work (normalize, hash and write e-mail and phone of each pair as Meta wants
//! them) and prints the ratio of this crate's CPU time to that of each of the others, round by round and in the middle.
//!
//! Each process reads the pairs, does the work once to warm up, then `REPEATS` times while it watches its own CPU time,
//! and prints that time in nanoseconds a pair and a digest over all hashes, so that different work is noticed.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use domicile::digest::Digest;
use domicile::pii::{META, SealedValue, UserData};

const PAIRS: u32 = 2_000;
const REPEATS: u32 = 25;
const ROUNDS: usize = 7;

fn main() -> ExitCode {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = std::env::temp_dir().join("domicile-peers-pii.tsv");
    match std::env::args().nth(1).as_deref() {
        Some("own") => own(&fs::read_to_string(&file).expect("the pairs")),
        _ => compare(here, &file),
    }
}

/// The same pairs for everyone: international numbers, because Meta's libraries know no others.
fn pairs() -> String {
    (0..PAIRS)
        .map(|index| {
            let (a, b) = (index * 7919 % 10_000, index * 104_729 % 10_000);
            let email = match index % 4 {
                0 => format!("jane.doe{index}@example.com"),
                1 => format!(" John_Smith{index}@Example.com"),
                2 => format!("J{a}.Doe@gmail.com "),
                _ => format!("customer-{b}-{a}@mail.example.co.uk"),
            };
            let phone = match index % 4 {
                0 => format!("+1 650-55{}-{b:04}", index % 10),
                1 => format!("+4915{}{a:04}{b:04}", index % 10),
                2 => format!("+44 20 7{:03} {b:04}", index % 1000),
                _ => format!("+91 98765 {:05}", index * 31 % 100_000),
            };
            format!("{email}\t{phone}\n")
        })
        .collect()
}

/// This crate's own round.
fn own(text: &str) -> ExitCode {
    let pairs: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once('\t')).collect();
    let round = |all: &mut String| {
        all.clear();
        for (email, phone) in &pairs {
            let sealed = META.seal(&UserData::new().email(*email).phone(*phone));
            for (_, value) in sealed.values() {
                if let SealedValue::Hashed(hash) = value {
                    all.push_str(hash.text().as_str());
                }
            }
        }
    };
    let mut all = String::new();
    round(&mut all);
    let start = cpu_nanoseconds();
    for _ in 0..REPEATS {
        round(&mut all);
    }
    let spent = cpu_nanoseconds() - start;
    println!("{} {}", spent / f64::from(REPEATS) / pairs.len() as f64, Digest::of(all.as_bytes()));
    ExitCode::SUCCESS
}

/// CPU time of this process, as Linux counts it for its first thread.
fn cpu_nanoseconds() -> f64 {
    let text = fs::read_to_string("/proc/self/schedstat").expect("/proc/self/schedstat");
    text.split_whitespace().next().and_then(|time| time.parse().ok()).expect("a time")
}

fn compare(here: &Path, file: &Path) -> ExitCode {
    fs::write(file, pairs()).expect("a place for the pairs");
    let own = std::env::current_exe().expect("this program");
    let repeats = REPEATS.to_string();
    let node = here.join("meta.mjs");
    let python = std::env::var("PEERS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = here.join("meta.py");
    let mut times = [const { Vec::new() }; 3];
    for round in 0..ROUNDS {
        let mut digests = Vec::new();
        for step in 0..times.len() {
            let which = (step + round) % times.len();
            let mut command = match which {
                0 => Command::new(&own),
                1 => Command::new("node"),
                _ => Command::new(&python),
            };
            match which {
                0 => command.arg("own"),
                1 => command.arg(&node).arg(file).arg(&repeats),
                _ => command.arg(&script).arg(file).arg(&repeats),
            };
            let output = command.output().expect("a process");
            let text = String::from_utf8_lossy(&output.stdout);
            let Some((time, digest)) = text.trim().split_once(' ') else {
                eprintln!("{}", String::from_utf8_lossy(&output.stderr));
                return ExitCode::FAILURE;
            };
            times[which].push(time.parse::<f64>().expect("a time"));
            digests.push(digest.to_owned());
        }
        assert!(digests.windows(2).all(|pair| pair[0] == pair[1]), "the hashes differ: {digests:?}");
    }
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let [own, node, python] = times;
    for (name, others, floor) in [("Meta's Node library", node, 0.08), ("Meta's Python library", python, 0.03)] {
        let ratio = median(own.iter().zip(&others).map(|(own, other)| own / other).collect());
        println!("{name}: {:.0} ns a pair, this crate {:.0} ns: {ratio:.4} of it (floor {floor})", median(others), median(own.clone()));
    }
    ExitCode::SUCCESS
}
