//! Six cases of residency decided by domicile, Cedar, casbin, regorus and CEL, in one process.
//!
//! ```text
//! cargo run --release --manifest-path benches/peers/Cargo.toml
//! ```
//!
//! Each engine gets the same rules in its own language and the same six cases; the verdicts are asserted equal before
//! anything is timed. Rows are measured in turn, round after round, and the fastest round of each counts.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

mod ours;
mod peers;

/// One of the six cases as an event carries it: strings.
pub(crate) struct Event {
    pub(crate) home: &'static str,
    pub(crate) here: &'static str,
    pub(crate) tier: &'static str,
    pub(crate) is_strict: bool,
    pub(crate) endpoint: &'static str,
    pub(crate) is_allowed: bool,
}

const fn event(
    home: &'static str,
    here: &'static str,
    tier: &'static str,
    is_strict: bool,
    endpoint: &'static str,
    is_allowed: bool,
) -> Event {
    Event { home, here, tier, is_strict, endpoint, is_allowed }
}

pub(crate) const EVENTS: [Event; 6] = [
    event("eu-west-1", "eu-west-1", "pro", true, "regional", true),
    event("eu-west-1", "us-east-1", "pro", true, "regional", false),
    event("ap-south-1", "ap-south-1", "pro", false, "regional", false),
    event("ap-south-1", "ap-south-1", "enterprise", false, "regional", true),
    event("eu-west-1", "eu-west-1", "pro", true, "fallback", false),
    event("eu-west-1", "eu-west-1", "pro", false, "fallback", true),
];

/// An engine ready to decide event `0..6`.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) calls: usize,
    pub(crate) decide: Box<dyn FnMut(usize) -> bool>,
}

/// The row the others are compared with: what a service does, the look-up of the tenant included.
const BASE: &str = "domicile, tenant resolved, then judged";

/// How many times as long as [`BASE`] an engine must take at least.
const BARS: [(&str, f64); 4] = [
    ("cedar-policy 4.14, prebuilt request", 50.0),
    ("casbin 2.20, enforce", 25.0),
    ("regorus 0.14, RVM", 30.0),
    ("cel 0.15, prebuilt context", 15.0),
];

fn main() -> ExitCode {
    let mut rows = ours::rows();
    rows.extend(peers::rows());
    for row in &mut rows {
        for (position, event) in EVENTS.iter().enumerate() {
            assert_eq!((row.decide)(position), event.is_allowed, "{}, case {position}", row.name);
        }
    }
    let mut best = vec![f64::MAX; rows.len()];
    for _ in 0..15 {
        for (row, best) in rows.iter_mut().zip(&mut best) {
            let start = Instant::now();
            for call in 0..row.calls {
                black_box((row.decide)(call % 6));
            }
            *best = best.min(start.elapsed().as_nanos() as f64 / row.calls as f64);
        }
    }
    let base = best[rows.iter().position(|row| row.name == BASE).unwrap()];
    let mut code = ExitCode::SUCCESS;
    println!("{:44} {:>10} {:>10} {:>8} {:>6}", "engine and path", "ns", "x domicile", "allocs", "bar");
    for (row, time) in rows.iter_mut().zip(&best) {
        let before = ALLOCATIONS.load(Ordering::Relaxed);
        for call in 0..6 {
            black_box((row.decide)(call));
        }
        let allocations = (ALLOCATIONS.load(Ordering::Relaxed) - before) as f64 / 6.0;
        let verdict = match BARS.iter().find(|(name, _)| *name == row.name) {
            Some((_, bar)) if time / base < *bar => {
                code = ExitCode::FAILURE;
                format!("{bar:>6} FAIL")
            }
            Some((_, bar)) => format!("{bar:>6} PASS"),
            None => String::new(),
        };
        println!("{:44} {time:>10.1} {:>10.1} {allocations:>8.1} {verdict}", row.name, time / base);
    }
    code
}

struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

#[global_allocator]
static COUNTING: Counting = Counting;

// SAFETY: every call is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: as required of the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as required of the caller.
        unsafe { System.dealloc(pointer, layout) }
    }
}
