//! What sealing costs, beside straightforward Rust in the same run.
//!
//! `cargo bench --bench pii` runs criterion's cases; `cargo bench --bench pii -- ratios` runs all cases in turn, round after
//! round, and prints the medians of the ratios of each round, which is what the floors are stated in: a clock that
//! wanders or a neighbour on the machine changes both sides of a ratio.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, Throughput};
use domicile::pii::redact::redact;
use domicile::pii::{Field, META, MICROSOFT, PINTEREST, Pii, SNAP, SealedValue, TIKTOK, UID2, UserData};
use sha2::Digest as _;
use unicode_normalization::UnicodeNormalization as _;

/// Pairs in the forms that customer lists hold.
fn pairs() -> Vec<(String, String)> {
    (0..1024_u32)
        .map(|index| {
            let (a, b) = (index * 7919 % 10_000, index * 104_729 % 10_000);
            let email = match index % 4 {
                0 => format!("jane.doe{index}@example.com"),
                1 => format!(" John_Smith{index}@Example.com"),
                2 => format!("J{a}.Doe+news@gmail.com "),
                _ => format!("customer-{b}-{a}@mail.example.co.uk"),
            };
            let phone = match index % 4 {
                0 => format!("+1 650-55{}-{b:04}", index % 10),
                1 => format!("+4915{:01}{a:04}{b:04}", index % 10),
                2 => format!("+44 20 7{:03} {b:04}", index % 1000),
                _ => format!("+91 98765 {:05}", index * 31 % 100_000),
            };
            (email, phone)
        })
        .collect()
}

/// Straightforward Rust: strings, one-shot SHA-256, hexadecimal, the digits of the phone number.
fn straightforward(email: &str, phone: &str) -> (String, String) {
    let hash = |text: &str| const_hex::encode(sha2::Sha256::digest(text.as_bytes()));
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    (hash(&email.trim().to_lowercase()), hash(&digits))
}

/// The same with this crate: numbering plan, verdicts, hexadecimal text.
fn seal(email: &str, phone: &str) -> usize {
    let sealed = META.seal(&UserData::new().email(email).phone(phone));
    let mut length = 0;
    for (_, value) in sealed.values() {
        if let SealedValue::Hashed(hash) = value {
            length += black_box(hash.text()).as_str().len();
        }
    }
    length
}

/// Six platforms from one parse.
fn six(email: &str) -> usize {
    let user = UserData::new().email(email);
    let parsed = user.parse();
    META.seal_parsed(&parsed).values().count()
        + TIKTOK.seal_parsed(&parsed).values().count()
        + SNAP.seal_parsed(&parsed).values().count()
        + PINTEREST.seal_parsed(&parsed).values().count()
        + UID2.seal_parsed(&parsed).values().count()
        + MICROSOFT.seal_parsed(&parsed).values().count()
}

fn normalize(email: &str) -> bool {
    black_box(META.normalize(Field::Email, Pii::new(email), None)).is_ok()
}

/// What redaction gets to read: log lines without personal data.
fn log_text() -> String {
    let mut text = String::new();
    for index in 0..20_000_u32 {
        let _ = writeln!(
            text,
            "WARN worker/{} retried the upload of batch {index} after {} ms: connection reset by peer, will try again",
            index % 64,
            index * 7 % 3000
        );
    }
    text
}

/// Prose: letters and spaces, hardly a digit.
fn prose_text() -> String {
    "The quick brown fox jumps over the lazy dog, and nothing in this line is personal. Zwölf Boxkämpfer jagen.\n"
        .repeat(20_000)
}

/// A case: its name and one round of it.
type Case<'c> = (&'static str, Box<dyn FnMut() + 'c>);

#[expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]
fn seconds(work: &mut dyn FnMut()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

/// Runs every case once a round, in turn, and prints ratios.
fn ratios() {
    let pairs = pairs();
    let ascii: Vec<&str> = pairs.iter().map(|(email, _)| email.as_str()).collect();
    let wide: Vec<String> = (0..1024).map(|index| format!(" Jörg.Müller{index}@Exämple.com ")).collect();
    let (log, prose) = (log_text(), prose_text());
    let block = [0x61_u8; 25];
    let mut cases: Vec<Case<'_>> = vec![
        (
            "straightforward",
            Box::new(|| {
                pairs.iter().for_each(|(email, phone)| drop(black_box(straightforward(email, phone))))
            }),
        ),
        (
            "seal",
            Box::new(|| {
                pairs.iter().for_each(|(email, phone)| {
                    black_box(seal(email, phone));
                })
            }),
        ),
        (
            "trim+lower",
            Box::new(|| ascii.iter().for_each(|email| drop(black_box(email.trim().to_lowercase())))),
        ),
        (
            "normalize",
            Box::new(|| {
                ascii.iter().for_each(|email| {
                    black_box(normalize(email));
                })
            }),
        ),
        (
            "wide trim+lower",
            Box::new(|| wide.iter().for_each(|email| drop(black_box(email.trim().to_lowercase())))),
        ),
        (
            "wide nfc+lower",
            Box::new(|| {
                wide.iter()
                    .for_each(|email| drop(black_box(email.trim().nfc().collect::<String>().to_lowercase())))
            }),
        ),
        (
            "wide normalize",
            Box::new(|| {
                wide.iter().for_each(|email| {
                    black_box(normalize(email));
                })
            }),
        ),
        (
            "one platform",
            Box::new(|| {
                ascii.iter().for_each(|email| {
                    black_box(META.seal(&UserData::new().email(*email)).values().count());
                })
            }),
        ),
        (
            "six platforms",
            Box::new(|| {
                ascii.iter().for_each(|email| {
                    black_box(six(email));
                })
            }),
        ),
        (
            "one block",
            Box::new(|| {
                for _ in 0..1024 {
                    black_box(domicile::digest::Digest::of(black_box(&block)));
                }
            }),
        ),
        ("redact log", Box::new(|| drop(black_box(redact(&log))))),
        ("redact prose", Box::new(|| drop(black_box(redact(&prose))))),
    ];
    let rounds = 61;
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); cases.len()];
    for round in 0..rounds {
        for step in 0..cases.len() {
            let index = (step + round) % cases.len();
            times[index].push(seconds(&mut cases[index].1));
        }
    }
    let position = |name: &str| cases.iter().position(|(known, _)| *known == name).expect("a case");
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let least = |values: &[f64]| values.iter().copied().fold(f64::INFINITY, f64::min);
    let ratio = |a: &str, b: &str| {
        let (a, b) = (position(a), position(b));
        let middle = median((0..rounds).map(|round| times[a][round] / times[b][round]).collect());
        format!("{middle:.2} ({:.2} of the least)", least(&times[a]) / least(&times[b]))
    };
    println!("{:16} {:>12} {:>12}", "", "median", "least");
    for (index, (name, _)) in cases.iter().enumerate() {
        let nanoseconds = |seconds: f64| seconds / 1024.0 * 1e9;
        println!(
            "{name:16} {:9.1} ns {:9.1} ns",
            nanoseconds(median(times[index].clone())),
            nanoseconds(least(&times[index]))
        );
    }
    println!(
        "e-mail + phone, sealed / straightforward:        {} (floor 1.5, with numbering plans)",
        ratio("seal", "straightforward")
    );
    println!(
        "ASCII e-mail, normalized / trim + lower:         {} (floor 0.6)",
        ratio("normalize", "trim+lower")
    );
    println!(
        "composed non-ASCII, normalized / trim + lower:   {} (floor 1.8)",
        ratio("wide normalize", "wide trim+lower")
    );
    println!(
        "composed non-ASCII, normalized / NFC + lower:    {}",
        ratio("wide normalize", "wide nfc+lower")
    );
    println!("six platforms / one:                             {}", ratio("six platforms", "one platform"));
    println!("(six - one) / five one-block hashes:             {:.2}", {
        let (six, one, block) = (position("six platforms"), position("one platform"), position("one block"));
        median(
            (0..rounds)
                .map(|round| (times[six][round] - times[one][round]) / (5.0 * times[block][round]))
                .collect(),
        )
    });
    for (name, text) in [("redact log", &log), ("redact prose", &prose)] {
        println!(
            "{name}: {:.0} MB/s (floor 500)",
            text.len() as f64 / 1e6 / median(times[position(name)].clone())
        );
    }
}

fn criterion() {
    let mut criterion = Criterion::default().configure_from_args();
    let pairs = pairs();
    let mut turn = 0;
    let mut next = || {
        turn = (turn + 1) % pairs.len();
        &pairs[turn]
    };
    criterion.bench_function("pii/straightforward", |bencher| {
        bencher.iter(|| {
            let (email, phone) = next();
            straightforward(email, phone)
        });
    });
    criterion.bench_function("pii/seal", |bencher| {
        bencher.iter(|| {
            let (email, phone) = next();
            seal(email, phone)
        });
    });
    criterion.bench_function("pii/normalize", |bencher| bencher.iter(|| normalize(&next().0)));
    criterion.bench_function("pii/six", |bencher| bencher.iter(|| six(&next().0)));
    let text = log_text();
    let mut group = criterion.benchmark_group("pii/redact");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("log", |bencher| bencher.iter(|| redact(&text).len()));
    group.finish();
    criterion.final_summary();
}

#[expect(clippy::disallowed_methods, reason = "a program has arguments")]
fn main() {
    if std::env::args().any(|argument| argument == "ratios") { ratios() } else { criterion() }
}
