//! Thompson automata: an expression as instructions, alternatives in order of preference.

use crate::regex::{DigitSet, Expression, parse};

/// One instruction; targets are indices into the program.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Digits(DigitSet, usize),
    /// First target preferred.
    Split(usize, usize),
    /// Entering (`true`) or leaving a capturing group.
    Mark(usize, bool, usize),
    /// Passes only at the end of the text.
    End(usize),
    Match,
}

/// A compiled pattern.
#[derive(Debug)]
pub struct Program {
    pub steps: Vec<Step>,
    pub start: usize,
    pub groups: usize,
}

impl Program {
    pub fn new(pattern: &str) -> Self {
        let (expression, groups) = parse(pattern);
        let mut steps = vec![Step::Match];
        let start = compile(&expression, 0, &mut steps);
        Self { steps, start, groups }
    }
}

/// Emits `expression` so that it continues at `next`; returns its entry.
fn compile(expression: &Expression, next: usize, steps: &mut Vec<Step>) -> usize {
    let mut push = |step: Step| {
        steps.push(step);
        steps.len() - 1
    };
    match expression {
        Expression::Digits(set) => push(Step::Digits(*set, next)),
        Expression::End => push(Step::End(next)),
        Expression::Sequence(items) => items.iter().rev().fold(next, |next, item| compile(item, next, steps)),
        Expression::Either(branches) => {
            let entries: Vec<usize> = branches.iter().map(|branch| compile(branch, next, steps)).collect();
            let (&last, rest) = entries.split_last().expect("a branch");
            rest.iter().rev().fold(last, |other, &first| {
                steps.push(Step::Split(first, other));
                steps.len() - 1
            })
        }
        Expression::Group(inner, number) => {
            let leave = push(Step::Mark(*number, false, next));
            let entry = compile(inner, leave, steps);
            steps.push(Step::Mark(*number, true, entry));
            steps.len() - 1
        }
        Expression::Repeat(inner, low, high) => {
            let mut entry = next;
            for _ in *low..*high {
                let once = compile(inner, entry, steps);
                steps.push(Step::Split(once, next));
                entry = steps.len() - 1;
            }
            (0..*low).fold(entry, |next, _| compile(inner, next, steps))
        }
    }
}
