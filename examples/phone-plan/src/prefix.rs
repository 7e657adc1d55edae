//! Prefix automata: trunk and international prefixes, with what a match rewrites.
//!
//! A prefix pattern is matched at the start of the digits with the preferences of a backtracking engine: the first
//! alternative that matches wins, not the longest. The automaton keeps its threads in order of preference, with the
//! digits' positions of the last capturing group, and forgets every thread less preferred than a match.

use crate::nfa::{Program, Step};
use std::collections::HashMap;

/// What a match does to the digits. `None` where there is no match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Drops the digits read so far.
    Cut,
    /// Replaces them by the rule's digits and the group's.
    Rewrite { rule: usize, from: usize, to: usize },
}

/// A state of the shared prefix automaton.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Node {
    pub next: [usize; 10],
    /// The match that ends here, whatever follows.
    pub anywhere: Option<Action>,
    /// The match that ends here if the text does.
    pub at_end: Option<Action>,
}

/// The states made so far; number 0 matches nothing.
#[derive(Debug)]
pub struct Prefixes {
    pub nodes: Vec<Node>,
    known: HashMap<Node, usize>,
    /// The digits that transform rules put in front of a group.
    pub rules: Vec<String>,
}

impl Prefixes {
    pub fn new() -> Self {
        let mut prefixes = Self { nodes: Vec::new(), known: HashMap::new(), rules: Vec::new() };
        assert_eq!(prefixes.intern(Node::default()), 0);
        prefixes
    }

    /// Adds a pattern and its transform rule; returns its root.
    pub fn add(&mut self, pattern: Option<&str>, transform: Option<&str>) -> usize {
        let Some(pattern) = pattern else { return 0 };
        let program = Program::new(pattern);
        let rule = transform.map(|text| self.rule(text, program.groups));
        let threads = close(&program, vec![Thread { at: program.start, from: None, to: None }], 0, false);
        let builder = Builder { program: &program, rule };
        builder.node(threads, 0, &mut HashMap::new(), self)
    }

    /// The rule's number; it must be digits followed by the pattern's last group.
    fn rule(&mut self, text: &str, groups: usize) -> usize {
        let digits = text.strip_suffix(&format!("\\{groups}")).expect("digits and the last group");
        assert!(digits.bytes().all(|byte| byte.is_ascii_digit()), "unexpected rule {text}");
        self.rules.iter().position(|known| known == digits).unwrap_or_else(|| {
            self.rules.push(digits.to_owned());
            self.rules.len() - 1
        })
    }

    fn intern(&mut self, node: Node) -> usize {
        *self.known.entry(node.clone()).or_insert_with(|| {
            self.nodes.push(node);
            self.nodes.len() - 1
        })
    }
}

/// A position in the program, and where the last group was entered and left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Thread {
    at: usize,
    from: Option<usize>,
    to: Option<usize>,
}

struct Builder<'a> {
    program: &'a Program,
    rule: Option<usize>,
}

impl Builder<'_> {
    fn node(
        &self,
        threads: Vec<Thread>,
        length: usize,
        done: &mut HashMap<(Vec<Thread>, usize), usize>,
        prefixes: &mut Prefixes,
    ) -> usize {
        assert!(length < 32, "a prefix without bound");
        if threads.is_empty() {
            return 0;
        }
        let key = (threads, length);
        if let Some(&node) = done.get(&key) {
            return node;
        }
        let threads = &key.0;
        let mut node = Node { anywhere: self.action(threads, length), ..Node::default() };
        node.at_end = self.action(&close(self.program, threads.clone(), length, true), length);
        // Cutting nothing is the same as no match.
        if length == 0 {
            assert!(!matches!(node.anywhere, Some(Action::Rewrite { .. })) && node.anywhere == node.at_end);
            node.anywhere = None;
            node.at_end = None;
        }
        for digit in 0..10 {
            let moved = threads
                .iter()
                .filter_map(|thread| match self.program.steps[thread.at] {
                    Step::Digits(set, next) if set >> digit & 1 == 1 => Some(Thread { at: next, ..*thread }),
                    _ => None,
                })
                .collect();
            node.next[digit] =
                self.node(close(self.program, moved, length + 1, false), length + 1, done, prefixes);
        }
        let node = prefixes.intern(node);
        done.insert(key, node);
        node
    }

    /// The action of the match among the threads, if there is one.
    fn action(&self, threads: &[Thread], length: usize) -> Option<Action> {
        let thread = threads.iter().find(|thread| matches!(self.program.steps[thread.at], Step::Match))?;
        Some(match (self.rule, thread.from, thread.to) {
            (Some(rule), Some(from), Some(to)) => {
                assert!(from < to && to <= length);
                Action::Rewrite { rule, from, to }
            }
            _ => Action::Cut,
        })
    }
}

/// Follows everything that reads no digit, in order of preference, up to and including the first match.
fn close(program: &Program, threads: Vec<Thread>, length: usize, at_end: bool) -> Vec<Thread> {
    let mut closed = Vec::new();
    let mut seen = vec![false; program.steps.len()];
    let mut stack: Vec<Thread> = threads.into_iter().rev().collect();
    while let Some(thread) = stack.pop() {
        if std::mem::replace(&mut seen[thread.at], true) {
            continue;
        }
        match program.steps[thread.at] {
            Step::Split(first, second) => {
                stack.extend([Thread { at: second, ..thread }, Thread { at: first, ..thread }])
            }
            Step::Mark(group, entering, next) if group == program.groups => stack.push(if entering {
                Thread { at: next, from: Some(length), to: None }
            } else {
                Thread { at: next, to: Some(length), ..thread }
            }),
            Step::Mark(_, _, next) => stack.push(Thread { at: next, ..thread }),
            Step::End(next) if at_end => stack.push(Thread { at: next, ..thread }),
            Step::Digits(..) | Step::End(_) => closed.push(thread),
            Step::Match => {
                closed.push(thread);
                break;
            }
        }
    }
    closed
}
