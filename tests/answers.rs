//! What the two judges answered to all cells of the example documents, from files, against what the one judge answers
//! now: `tests/data/answers_1/README.md` says what stands in them. Every difference is of a kind with a name.
#![cfg(feature = "serde")]

use std::collections::BTreeMap;

use domicile::data::Categories;
use domicile::law::{Act, LawEdition};
use domicile::policy::{
    Check, Decision, EndpointKind, Expiry, Fact, Outcome, PolicyDocument, RecipientName, RoleName,
};
use domicile::tenant::{Mode, ScopeName};
use domicile::{DataCategory, RegionCatalog, Request, ResidencyPolicy, UnixTime};

use crate::table::Table;

const DOCUMENTS: [&str; 4] = ["tracklayer", "driftstack", "ontrackio", "sankofa"];

fn policy(name: &str) -> ResidencyPolicy {
    let path = format!("{}/examples/data/{name}.policy.toml", env!("CARGO_MANIFEST_DIR"));
    let document: PolicyDocument = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap()
}

/// A kind of difference: what it is, and whether a difference is of it.
struct Kind {
    why: &'static str,
    is: fn(&Difference<'_>) -> bool,
}

/// A cell whose answer is another one now.
struct Difference<'a> {
    request: &'a Request,
    decision: &'a Decision<'a>,
    old: (&'a str, &'a str),
    new: (&'a str, &'a str),
    /// Whether it was the short judge's answer.
    is_short: bool,
}

/// Every kind of difference there is, the first that fits.
const KINDS: [Kind; 12] = [
    Kind {
        why: "an act is called an operation",
        is: |it| {
            let state = it.old.1.strip_prefix("act_");
            it.old.0 == it.new.0 && state.is_some() && state == it.new.1.strip_prefix("operation_")
        },
    },
    Kind {
        why: "the short judge left open what depends on the category",
        is: |it| it.old == ("refuse", "case_needed"),
    },
    Kind {
        why: "the short judge made fewer checks, in another order",
        is: |it| it.is_short && it.old.0 != "permit" && (it.new.0 == it.old.0 || it.new.0 == "refuse"),
    },
    Kind {
        why: "a doubt stays what it was when facts run out",
        is: |it| it.old == ("retry", "mode_stale") && it.is_new_retry("mode_"),
    },
    Kind {
        why: "a delivery or an onward transfer to nobody is refused",
        is: |it| it.hands_on() && it.request.recipient.is_none() && it.new == ("refuse", "recipient_unknown"),
    },
    Kind {
        why: "whom no row lists is given nothing, also where the data belongs",
        is: |it| it.recipient() == Some("stranger") && it.new == ("refuse", "recipient_unlisted"),
    },
    Kind {
        why: "who is given the data has to be found out, also where it belongs",
        is: |it| it.is_recipient_doubtful() && it.old.0 != "refuse" && it.is_new_retry("recipient_"),
    },
    Kind {
        why: "a stale law stops for now",
        is: |it| it.old == ("refuse", "law_stale") && it.new.0 == "retry",
    },
    Kind {
        why: "what the own organization has not stated has its own code",
        is: |it| it.old == ("refuse", "conditions_missing") && it.new == ("refuse", "scope_not_stated"),
    },
    Kind {
        why: "a company abroad is a crossing, also where the data belongs",
        is: |it| it.recipient().is_some() && it.is_crossing_in_place() && it.new.0 == "refuse",
    },
    Kind {
        why: "a global endpoint is a crossing, also where the data belongs",
        is: |it| it.is_global() && it.is_crossing_in_place() && it.new.0 == "refuse",
    },
    Kind {
        why: "an endpoint that no row accepts for this home or recipient is refused for good",
        is: |it| it.is_global() && it.new == ("refuse", "fallback_refused"),
    },
];

impl Difference<'_> {
    fn hands_on(&self) -> bool {
        matches!(self.request.operation, Fact::Known(Act::Deliver | Act::OnwardTransfer))
    }

    fn recipient(&self) -> Option<&str> {
        self.request.recipient.as_ref()?.as_ref().known().map(RecipientName::as_str)
    }

    fn is_recipient_doubtful(&self) -> bool {
        matches!(self.request.recipient, Some(Fact::Ambiguous | Fact::Stale | Fact::Unavailable))
    }

    fn is_new_retry(&self, prefix: &str) -> bool {
        self.new.0 == "retry" && self.new.1.starts_with(prefix)
    }

    fn is_global(&self) -> bool {
        matches!(self.request.endpoint, Fact::Known(EndpointKind::Global(_)))
    }

    /// A row is needed although nothing leaves its region: only who is given it, or through what, can be the cause.
    fn is_crossing_in_place(&self) -> bool {
        let explanation = self.decision.explanation();
        let needed = [Check::TransferWritten, Check::RecipientNamed, Check::Lawful, Check::RoleMay];
        let mut failed = explanation.checks().filter(|(_, outcome)| *outcome == Outcome::Fail);
        explanation.is_crossing()
            && failed.any(|(check, _)| needed.contains(&check))
            && self.new.1 != "region_mismatch"
    }
}

/// How many answers are others now, of each kind, and how many refusals name another check first.
const COUNTS: [(u64, u64); KINDS.len()] = [
    (0, 246_644),
    (22_968, 29_256),
    (87_228, 324_268),
    (0, 1504),
    (8955, 84_465),
    (237_905, 365_583),
    (48_024, 4950),
    (3560, 0),
    (0, 2100),
    (366_268, 105_726),
    (1260, 3240),
    (1332, 0),
];

#[test]
fn every_other_answer_is_of_a_kind_that_has_a_name() {
    let mut counts = [(0, 0); KINDS.len()];
    let (mut cells, mut unexplained) = (0_u64, BTreeMap::new());
    for name in DOCUMENTS {
        let policy = policy(name);
        for table in ["decide", "permit"].into_iter().flat_map(|judge| table::read(name, judge)) {
            let is_short = table.header.table == "permit";
            ask(name, &table, |at, request, now, old| {
                let decision = policy.at(now).decide(request);
                cells += 1;
                let new = (decision.as_str(), decision.code());
                let old = old.split_once('/').unwrap();
                if new == old {
                    return;
                }
                let difference = Difference { request, decision: &decision, old, new, is_short };
                let kind = KINDS.iter().position(|kind| (kind.is)(&difference));
                let Some(kind) = kind else {
                    let what = format!("{name}, {}: {old:?} -> {new:?}", table.header.table);
                    unexplained.entry(what).or_insert_with(|| table.describe(at));
                    return;
                };
                if old.1 != "case_needed" {
                    assert_ne!(new.0, "permit", "{}: {}", KINDS[kind].why, table.describe(at));
                }
                let (answers, codes) = &mut counts[kind];
                *(if old.0 == new.0 { codes } else { answers }) += 1;
            });
        }
    }
    for (kind, count) in KINDS.iter().zip(counts) {
        println!("{}: {count:?}", kind.why);
    }
    println!("{cells} cells");
    assert!(unexplained.is_empty(), "{unexplained:#?}");
    assert_eq!(counts, COUNTS);
}

fn ask(name: &str, table: &Table, mut see: impl FnMut(&[usize], &Request, UnixTime, &str)) {
    let global = if name == "driftstack" { "stripe-api" } else { "stranger" };
    let axes = &table.header.axes;
    match table.header.table.as_str() {
        "cells" => table.for_each(|at, old| {
            let mut request = Request::new(Expiry::Never);
            request.mode = Fact::Known(Mode::Enforced);
            for (axis, at) in axes.iter().zip(at).skip(1) {
                set(
                    &mut request,
                    &axis.name,
                    axis.values[*at].as_deref().unwrap_or("-"),
                    UnixTime::from_secs(0),
                    global,
                );
            }
            see(at, &request, instant(axes[0].values[at[0]].as_deref().unwrap()), old);
        }),
        "doubts" => table.for_each(|at, old| {
            let now = instant(axes[0].values[at[0]].as_deref().unwrap());
            let mut request = Request::new(Expiry::Never);
            request.mode = Fact::Known(Mode::Enforced);
            let base = axes[1].values[at[1]].as_deref().unwrap();
            for (field, value) in CASE.iter().zip(base.split(' ')) {
                set(&mut request, field, value, now, global);
            }
            for axis in [2, 3] {
                if let Some(change) = &axes[axis].values[at[axis]] {
                    let (field, value) = change.split_once('=').unwrap();
                    set(&mut request, field, value, now, global);
                }
            }
            see(at, &request, now, old);
        }),
        // The short judge asked whether an event may be here: what a service asks who receives one.
        "permit" => table.for_each(|at, old| {
            let now = instant(axes[0].values[at[0]].as_deref().unwrap());
            let mut request = Request::new(Expiry::Never);
            request.operation = Fact::Known(Act::Process);
            request.role = Fact::Known(RoleName::SERVICE);
            request.scope = Fact::Known(ScopeName::PLATFORM);
            set(&mut request, "category", received(name), now, global);
            for (axis, at) in axes.iter().zip(at).skip(1) {
                if let Some(value) = &axis.values[*at] {
                    set(&mut request, &axis.name, value, now, global);
                }
            }
            see(at, &request, now, old);
        }),
        _ => {}
    }
}

/// What the service receives: a category that follows the tenant's home.
fn received(name: &str) -> &'static str {
    match name {
        "tracklayer" => "event.metadata",
        "driftstack" => "session",
        "ontrackio" => "workspace",
        _ => "project",
    }
}

const CASE: [&str; 10] =
    ["home", "here", "act", "category", "plan", "role", "scope", "organization", "recipient", "endpoint"];

fn set(request: &mut Request, name: &str, value: &str, now: UnixTime, global: &str) {
    match name {
        "home" => request.home = fact(value),
        "here" => request.here = fact(value),
        "mode" => {
            request.mode = match value {
                "enforced" => Fact::Known(Mode::Enforced),
                "informational" => Fact::Known(Mode::Informational),
                "-" => Fact::Absent,
                "?ambiguous" => Fact::Ambiguous,
                "?stale" => Fact::Stale,
                _ => Fact::Unavailable,
            }
        }
        "act" => request.operation = fact(value),
        "category" => {
            request.categories = match fact::<DataCategory>(value) {
                Fact::Known(one) => Fact::Known(Categories::from_iter([one])),
                Fact::Absent => Fact::Absent,
                Fact::Ambiguous => Fact::Ambiguous,
                Fact::Stale => Fact::Stale,
                Fact::Unavailable => Fact::Unavailable,
            }
        }
        "plan" => request.plan = fact(value),
        "role" => request.role = fact(value),
        "scope" => request.scope = fact(value),
        "organization" => request.organization_region = fact(value),
        "recipient" => {
            request.recipient = match fact::<RecipientName>(value) {
                Fact::Absent => None,
                other => Some(other),
            }
        }
        "endpoint" => {
            request.endpoint = match value {
                "regional" => Fact::Known(EndpointKind::Regional),
                "global" => Fact::Known(EndpointKind::Global(global.parse().unwrap())),
                "-" => Fact::Absent,
                "?ambiguous" => Fact::Ambiguous,
                "?stale" => Fact::Stale,
                _ => Fact::Unavailable,
            }
        }
        "facts_until" => {
            *request = expiring(request, now.plus_secs(value.strip_prefix('+').unwrap().parse().unwrap()))
        }
        other => panic!("no such fact: {other}"),
    }
}

fn expiring(request: &Request, at: UnixTime) -> Request {
    let mut other = Request::new(Expiry::At(at));
    (other.home, other.here, other.mode) = (request.home, request.here, request.mode);
    (other.operation, other.categories) = (request.operation, request.categories.clone());
    (other.plan, other.role, other.scope) = (request.plan, request.role, request.scope);
    (other.organization, other.organization_region) = (request.organization, request.organization_region);
    (other.recipient, other.endpoint) = (request.recipient, request.endpoint);
    other
}

/// `-` is absent, a question mark begins a doubt.
fn fact<T: std::str::FromStr>(text: &str) -> Fact<T> {
    match text {
        "-" => Fact::Absent,
        "?ambiguous" => Fact::Ambiguous,
        "?stale" => Fact::Stale,
        "?unavailable" => Fact::Unavailable,
        _ => Fact::Known(text.parse().ok().unwrap()),
    }
}

/// `2026-11-21` or `2026-11-21T12:00:00Z`.
fn instant(text: &str) -> UnixTime {
    let number = |range: std::ops::Range<usize>| text[range].parse::<u64>().unwrap();
    let day = UnixTime::from_date(number(0..4) as u16, number(5..7) as u8, number(8..10) as u8).unwrap();
    if text.len() == 10 {
        return day;
    }
    day.plus_secs(number(11..13) * 3600 + number(14..16) * 60 + number(17..19))
}

/// The files: tables of answers over the product of their axes.
mod table {
    use std::io::Read as _;

    use flate2::read::GzDecoder;
    use serde::Deserialize;

    /// One table: its header, and its lines as they stand in the file.
    pub(crate) struct Table {
        pub(crate) header: Header,
        lines: Vec<String>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct Header {
        format: u32,
        document: String,
        pub(crate) table: String,
        #[expect(dead_code, reason = "the fingerprint of the policy that was asked")]
        policy: String,
        pub(crate) axes: Vec<Axis>,
        /// How many axes, from the left, tell the lines apart.
        #[expect(dead_code, reason = "lines are read on their own")]
        line_axes: usize,
        lines: usize,
        cells: u64,
        /// `decision/code`; the first is `A` in the lines.
        answers: Vec<String>,
    }

    #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct Axis {
        pub(crate) name: String,
        pub(crate) values: Vec<Option<String>>,
    }

    const LETTERS: &[u8; 52] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    impl Table {
        /// Every cell in order: its position on each axis, and its answer. Panics unless there is exactly one answer to
        /// each.
        pub(crate) fn for_each(&self, mut see: impl FnMut(&[usize], &str)) {
            let runs = self.lines.iter().flat_map(|line| read_line(line));
            let mut answers = runs.flat_map(|(letter, count)| (0..count).map(move |_| letter));
            let mut cells = 0;
            product(&self.header.axes, |at| {
                cells += 1;
                let letter = answers.next().expect("an answer to every cell");
                see(at, &self.header.answers[letter]);
            });
            assert_eq!((cells, answers.next()), (self.header.cells, None), "one answer to each cell");
        }

        /// The name and the value of each axis at a cell.
        pub(crate) fn values<'a>(
            &'a self,
            at: &'a [usize],
        ) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
            let axes = self.header.axes.iter().zip(at);
            axes.map(|(axis, at)| (axis.name.as_str(), axis.values[*at].as_deref()))
        }

        pub(crate) fn describe(&self, at: &[usize]) -> String {
            let values = self.values(at).map(|(name, value)| format!("{name}={}", value.unwrap_or("-")));
            values.collect::<Vec<_>>().join(", ")
        }
    }

    /// The tables about a document, of one judge.
    pub(crate) fn read(document: &str, judge: &str) -> Vec<Table> {
        let file = std::fs::File::open(path(document, judge)).unwrap();
        let mut text = String::new();
        GzDecoder::new(file).read_to_string(&mut text).unwrap();
        let mut tables = Vec::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let header: Header = serde_json::from_str(line).unwrap();
            assert_eq!((header.format, header.document.as_str()), (1, document));
            let lines: Vec<String> = lines.by_ref().take(header.lines).map(str::to_owned).collect();
            assert_eq!(lines.len(), header.lines, "{document} {}: cut off", header.table);
            tables.push(Table { header, lines });
        }
        tables
    }

    fn path(document: &str, judge: &str) -> String {
        format!("{}/tests/data/answers_1/{document}.{judge}.txt.gz", env!("CARGO_MANIFEST_DIR"))
    }

    /// Every position in the product of the axes; the last axis runs fastest.
    fn product(axes: &[Axis], mut see: impl FnMut(&[usize])) {
        assert!(axes.iter().all(|axis| !axis.values.is_empty()));
        let mut at = vec![0; axes.len()];
        loop {
            see(&at);
            let Some(next) = (0..axes.len()).rev().find(|axis| at[*axis] + 1 < axes[*axis].values.len())
            else {
                return;
            };
            at[next] += 1;
            at[next + 1..].fill(0);
        }
    }

    fn read_line(line: &str) -> Vec<(usize, u64)> {
        let mut runs = Vec::new();
        for byte in line.bytes() {
            match (LETTERS.iter().position(|letter| *letter == byte), runs.last_mut()) {
                (Some(letter), _) => runs.push((letter, 0)),
                (None, Some((_, count))) if byte.is_ascii_digit() => {
                    *count = *count * 10 + u64::from(byte - b'0')
                }
                (None, _) => panic!("expected letters and counts, not {line}"),
            }
        }
        runs.iter_mut().filter(|(_, count)| *count == 0).for_each(|(_, count)| *count = 1);
        runs
    }
}
