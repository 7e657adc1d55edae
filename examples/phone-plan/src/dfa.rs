//! Deterministic automata over digits for one pattern, captures ignored.

use crate::nfa::{Program, Step};
use std::collections::{BTreeSet, HashMap};

/// How much of the text the pattern has to cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The whole text.
    Whole,
    /// A beginning of it; once found, whatever follows is accepted.
    Beginning,
}

/// The state from which nothing is accepted.
pub const DEAD: u32 = 0;

/// A complete automaton; state 0 is [`DEAD`].
#[derive(Debug)]
pub struct Dfa {
    pub states: Vec<State>,
    pub start: u32,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct State {
    pub next: [u32; 10],
    pub accepts: bool,
}

impl Dfa {
    pub fn new(pattern: &str, extent: Extent) -> Self {
        let program = Program::new(pattern);
        let mut states = vec![State::default()];
        let mut known: HashMap<BTreeSet<usize>, u32> = HashMap::from([(BTreeSet::new(), DEAD)]);
        let start = closure(&program, [program.start], extent);
        known.insert(start.clone(), 1);
        states.push(State::default());
        let mut queue = vec![(start, 1_u32)];
        while let Some((set, id)) = queue.pop() {
            let accepts = set.iter().any(|&at| matches!(program.steps[at], Step::Match));
            states[id as usize].accepts = accepts;
            for digit in 0..10 {
                let target = if accepts && extent == Extent::Beginning {
                    set.clone()
                } else {
                    closure(&program, after(&program, &set, digit), extent)
                };
                let to = *known.entry(target.clone()).or_insert_with(|| {
                    states.push(State::default());
                    let id = u32::try_from(states.len() - 1).expect("few states");
                    queue.push((target, id));
                    id
                });
                states[id as usize].next[digit] = to;
            }
        }
        Self { states, start: 1 }
    }
}

fn after(program: &Program, set: &BTreeSet<usize>, digit: usize) -> Vec<usize> {
    set.iter()
        .filter_map(|&at| match program.steps[at] {
            Step::Digits(digits, next) if digits >> digit & 1 == 1 => Some(next),
            _ => None,
        })
        .collect()
}

/// All digit and match instructions reachable without reading.
fn closure(program: &Program, from: impl IntoIterator<Item = usize>, extent: Extent) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    let mut stack: Vec<usize> = from.into_iter().collect();
    while let Some(at) = stack.pop() {
        if !seen.insert(at) {
            continue;
        }
        match program.steps[at] {
            Step::Split(first, second) => stack.extend([first, second]),
            Step::Mark(_, _, next) => stack.push(next),
            Step::End(_) => panic!("`$` in a number description"),
            Step::Digits(..) | Step::Match => {}
        }
    }
    seen.retain(|&at| matches!(program.steps[at], Step::Digits(..) | Step::Match));
    if extent == Extent::Beginning && seen.iter().any(|&at| matches!(program.steps[at], Step::Match)) {
        seen.retain(|&at| matches!(program.steps[at], Step::Match));
    }
    seen
}
