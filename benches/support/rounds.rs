//! Measuring on a machine that does other things too.
//!
//! Every round runs every case once, in another order; a ratio is the median of the rounds' own ratios. Times are
//! thread CPU time, so that waiting for the processor does not count.

use std::collections::BTreeMap;

use cpu_time::ThreadTime;

use crate::inputs::Numbers;

/// How many rounds a table takes; one, without a verdict, if this is a test run.
pub(crate) fn rounds() -> usize {
    if std::env::args().any(|argument| argument == "--bench") { 61 } else { 1 }
}

/// One way to do some work: a name, how much it does, and how.
pub(crate) struct Case<'a> {
    name: &'static str,
    count: usize,
    run: Box<dyn FnMut() + 'a>,
    prepare: Box<dyn FnMut() + 'a>,
}

impl<'a> Case<'a> {
    /// Does `count` things at a time.
    pub(crate) fn new(name: &'static str, count: usize, run: impl FnMut() + 'a) -> Self {
        Self { name, count, run: Box::new(run), prepare: Box::new(|| ()) }
    }

    /// The same, doing this first in every round; it is not measured.
    pub(crate) fn after(self, prepare: impl FnMut() + 'a) -> Self {
        Self { prepare: Box::new(prepare), ..self }
    }
}

/// What all rounds measured: nanoseconds for one thing, by case and round.
pub(crate) struct Times(BTreeMap<&'static str, Vec<f64>>);

/// Measures.
pub(crate) fn measure(mut cases: Vec<Case<'_>>) -> Times {
    let mut numbers = Numbers::new(7);
    let mut times = BTreeMap::<_, Vec<f64>>::new();
    for round in 0..=rounds() {
        for end in (1..cases.len()).rev() {
            cases.swap(end, numbers.below(end + 1));
        }
        for case in &mut cases {
            (case.prepare)();
            let began = ThreadTime::now();
            (case.run)();
            let nanoseconds = began.elapsed().as_secs_f64() * 1e9 / case.count as f64;
            // The first round warms up.
            if round > 0 {
                times.entry(case.name).or_default().push(nanoseconds);
            }
        }
    }
    Times(times)
}

impl Times {
    /// The median of a case.
    pub(crate) fn median(&self, case: &str) -> f64 {
        median(self.0[case].clone())
    }

    /// The median of the rounds' ratios of one case to `factor` times another.
    pub(crate) fn ratio(&self, case: &str, factor: f64, anchor: &str) -> f64 {
        let pairs = self.0[case].iter().zip(&self.0[anchor]);
        median(pairs.map(|(case, anchor)| case / (factor * anchor)).collect())
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The table that is printed, and whether every bar held.
#[derive(Default)]
pub(crate) struct Report {
    failed: usize,
}

impl Report {
    /// A heading.
    pub(crate) fn heading(&self, text: &str) {
        println!("\n{text}\n{:<58} {:>9} {:>9} {:>7} {:>6}", "", "ns", "anchor", "ratio", "bar");
    }

    /// One row: `case` against `factor` times `anchor`, with the ratio it must not exceed if there is one.
    pub(crate) fn row(&mut self, times: &Times, case: &str, factor: f64, anchor: &str, bar: Option<f64>) {
        let ratio = times.ratio(case, factor, anchor);
        let verdict = match bar {
            _ if rounds() == 1 => "",
            Some(bar) if ratio > bar => "FAIL",
            Some(_) => "PASS",
            None => "",
        };
        self.failed += usize::from(verdict == "FAIL");
        let bar = bar.map_or_else(String::new, |bar| format!("{bar:.2}"));
        let what = if factor == 1.0 {
            format!("{case} / {anchor}")
        } else {
            format!("{case} / {factor} x {anchor}")
        };
        let (own, other) = (times.median(case), factor * times.median(anchor));
        println!("{what:<58} {own:>9.2} {other:>9.2} {ratio:>7.3} {bar:>6} {verdict}");
    }

    /// The exit code: a failure if a bar did not hold.
    pub(crate) fn finish(self) -> std::process::ExitCode {
        match self.failed {
            0 => std::process::ExitCode::SUCCESS,
            failed => {
                println!("\n{failed} bars did not hold");
                std::process::ExitCode::FAILURE
            }
        }
    }
}
