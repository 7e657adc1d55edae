//! Inputs that together take every transition of both automata, for the reference to judge.
//!
//! A row is a kind, a key and digits. `V 44 2070…`: is this number of calling code 44 valid? `G GB 2070…`: does it match
//! the country's general description? `T GB 0207…`, `I GB 0039…`: what does the trunk, the international prefix make of
//! these digits? A transition that can still lead to acceptance is followed on the shortest way there; any other is
//! filled up to a possible length. Where a digit leads elsewhere than its neighbour, one more input tells the two apart,
//! so that a range that begins or ends one digit off is found.

use crate::prefix;
use crate::shared::Node;
use crate::tables::{Rules, Tables};
use crate::validity::LONGEST;
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::io::Write;

pub fn write(tables: &Tables) {
    let mut rows = BTreeSet::new();
    let numbers = Numbers::new(&tables.numbers);
    let mut covered = HashSet::new();
    for row in &tables.codes {
        // Every code is covered on its own, so that a wrong root is found as well as a wrong transition.
        covered.clear();
        numbers.cover(row.valid, row.rules, &mut covered, &mut |digits| {
            rows.insert(format!("V {} {digits}", row.code));
        });
    }
    let mut roots = HashSet::new();
    covered.clear();
    for row in &tables.countries {
        if roots.insert(row.rules.general) {
            numbers.cover(row.rules.general, row.rules, &mut covered, &mut |digits| {
                rows.insert(format!("G {} {digits}", row.name));
            });
        }
    }
    for row in tables.codes.iter().filter(|row| row.main.len() != 2) {
        if roots.insert(row.rules.general) {
            numbers.cover(row.rules.general, row.rules, &mut covered, &mut |digits| {
                rows.insert(format!("G {} {digits}", row.code));
            });
        }
    }
    for row in &tables.countries {
        for (kind, root) in [("T", row.rules.trunk), ("I", row.international)] {
            if root == 0 {
                rows.insert(format!("{kind} {} 0012345", row.name));
            }
            if roots.insert(usize::MAX / 2 - root) {
                prefixes(&tables.prefixes, root, &mut |digits| {
                    rows.insert(format!("{kind} {} {digits}", row.name));
                });
            } else {
                rows.insert(format!("{kind} {} 0012345", row.name));
                rows.insert(format!("{kind} {} 1012345", row.name));
            }
        }
    }
    let mut output = std::io::stdout().lock();
    rows.iter().for_each(|row| writeln!(output, "{row}").expect("standard output"));
}

/// The number automaton with the shortest way to acceptance from every state.
struct Numbers<'a> {
    nodes: &'a [Node],
    /// The digit to take, and how many digits are left; none in the state that accepts nothing.
    nearest: Vec<Option<(usize, usize)>>,
}

impl<'a> Numbers<'a> {
    fn new(nodes: &'a [Node]) -> Self {
        let mut nearest: Vec<Option<(usize, usize)>> =
            nodes.iter().map(|node| node.accepts.then_some((0, 0))).collect();
        let mut changed = true;
        while changed {
            changed = false;
            for (index, node) in nodes.iter().enumerate().skip(1) {
                for (digit, &target) in node.next.iter().enumerate() {
                    if let Some((_, left)) = nearest[target]
                        && nearest[index].is_none_or(|(_, known)| left + 1 < known)
                    {
                        nearest[index] = Some((digit, left + 1));
                        changed = true;
                    }
                }
            }
        }
        Self { nodes, nearest }
    }

    /// Walks the states reachable from a root, nearest first, and emits one input for every transition not yet covered.
    fn cover(
        &self,
        root: usize,
        rules: Rules,
        covered: &mut HashSet<(usize, usize)>,
        emit: &mut impl FnMut(&str),
    ) {
        let mut seen = HashSet::from([root]);
        let mut queue = VecDeque::from([(root, String::new())]);
        while let Some((state, path)) = queue.pop_front() {
            for (digit, &target) in self.nodes[state].next.iter().enumerate() {
                let mut text = format!("{path}{digit}");
                if target != 0 && seen.insert(target) {
                    queue.push_back((target, text.clone()));
                }
                if !covered.insert((state, digit)) {
                    continue;
                }
                for neighbour in [digit.checked_sub(1), digit.checked_add(1)].into_iter().flatten() {
                    if let Some(&other) = self.nodes[state].next.get(neighbour)
                        && let Some(rest) = self.difference(target, other)
                    {
                        emit(&format!("{text}{rest}"));
                    }
                }
                self.complete(target, rules, &mut text);
                emit(&text);
            }
        }
    }

    /// The shortest digits that one state accepts and the other does not.
    fn difference(&self, one: usize, other: usize) -> Option<String> {
        let mut seen = HashSet::from([(one, other)]);
        let mut queue = VecDeque::from([(one, other, String::new())]);
        while let Some((one, other, path)) = queue.pop_front() {
            if self.nodes[one].accepts != self.nodes[other].accepts {
                return Some(path);
            }
            for digit in 0..10 {
                let (next_one, next_other) = (self.nodes[one].next[digit], self.nodes[other].next[digit]);
                if next_one != next_other && seen.insert((next_one, next_other)) {
                    queue.push_back((next_one, next_other, format!("{path}{digit}")));
                }
            }
        }
        None
    }

    /// Continues to the nearest acceptance, or to the nearest possible length.
    fn complete(&self, mut state: usize, rules: Rules, text: &mut String) {
        while let Some((digit, left)) = self.nearest[state]
            && left > 0
        {
            text.push_str(&digit.to_string());
            state = self.nodes[state].next[digit];
        }
        if state == 0 {
            let length = (text.len()..=LONGEST)
                .find(|&length| rules.possible >> length & 1 == 1)
                .unwrap_or(text.len());
            while text.len() < length {
                text.push(char::from(b'0' + u8::try_from((text.len() * 7 + 3) % 10).expect("a digit")));
            }
        }
    }
}

/// Emits, for every transition reachable from a prefix root, the digits that end with it and the digits that go on.
fn prefixes(nodes: &[prefix::Node], root: usize, emit: &mut impl FnMut(&str)) {
    let mut seen = HashSet::from([root]);
    let mut queue = VecDeque::from([(root, String::new())]);
    while let Some((state, path)) = queue.pop_front() {
        for (digit, &target) in nodes[state].next.iter().enumerate() {
            let text = format!("{path}{digit}");
            emit(&text);
            emit(&format!("{text}4444"));
            if target != 0 && seen.insert(target) {
                queue.push_back((target, text));
            }
        }
    }
}
