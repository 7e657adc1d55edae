//! What the reference calls valid, as one automaton per calling code.
//!
//! A number is valid when the territory it belongs to has a description that matches it. Where several territories
//! share a code, the first whose leading digits match is asked alone; one without leading digits is asked whether
//! the number is valid for it, and passed over if not.

use crate::dfa::{DEAD, Dfa, Extent};
use crate::dump::{Code, Description, Territory};
use crate::shared::{Node, Shared};
use std::collections::HashMap;

/// The longest national number the reference accepts.
pub const LONGEST: usize = 17;

/// Adds the automaton of a general description; returns its root.
pub fn general(description: &Description, shared: &mut Shared) -> usize {
    let dfa = Dfa::new(&description.pattern, Extent::Whole);
    unroll(&dfa, dfa.start, &mut HashMap::new(), shared, 0)
}

fn unroll(dfa: &Dfa, state: u32, done: &mut HashMap<u32, usize>, shared: &mut Shared, depth: usize) -> usize {
    assert!(depth <= LONGEST + 1, "a description longer than {LONGEST} digits");
    if state == DEAD {
        return 0;
    }
    if let Some(&node) = done.get(&state) {
        return node;
    }
    let from = dfa.states[state as usize];
    let next = from.next.map(|target| unroll(dfa, target, done, shared, depth + 1));
    let node = shared.intern(Node { next, accepts: from.accepts });
    done.insert(state, node);
    node
}

/// Adds the automaton of a calling code; returns its root.
pub fn valid(code: &Code, shared: &mut Shared) -> usize {
    let plan = Plan::new(code);
    let start = plan.automata.iter().map(|dfa| dfa.start).collect();
    multiply(&plan, start, 0, &mut HashMap::new(), shared)
}

type Product = Vec<u32>;

fn multiply(
    plan: &Plan,
    state: Product,
    length: usize,
    done: &mut HashMap<(Product, usize), usize>,
    shared: &mut Shared,
) -> usize {
    if plan.is_hopeless(&state) {
        return 0;
    }
    let key = (state, length);
    if let Some(&node) = done.get(&key) {
        return node;
    }
    let mut node = Node { accepts: plan.accepts(&key.0, length), ..Node::default() };
    if length < LONGEST {
        for digit in 0..10 {
            let target = plan
                .automata
                .iter()
                .zip(&key.0)
                .map(|(dfa, &at)| dfa.states[at as usize].next[digit])
                .collect();
            node.next[digit] = multiply(plan, target, length + 1, done, shared);
        }
    }
    let node = shared.intern(node);
    done.insert(key, node);
    node
}

/// The automata of one calling code and who uses which.
struct Plan {
    automata: Vec<Dfa>,
    members: Vec<Member>,
    alone: bool,
}

struct Member {
    leading: Option<usize>,
    general: Described,
    types: Vec<Described>,
}

struct Described {
    automaton: usize,
    lengths: Vec<usize>,
}

impl Plan {
    fn new(code: &Code) -> Self {
        let mut plan = Self { automata: Vec::new(), members: Vec::new(), alone: code.territories.len() == 1 };
        for territory in &code.territories {
            let member = plan.member(territory);
            plan.members.push(member);
        }
        plan
    }

    fn member(&mut self, territory: &Territory) -> Member {
        Member {
            leading: territory.leading_digits.as_ref().map(|pattern| self.add(pattern, Extent::Beginning)),
            general: self.described(&territory.general),
            types: territory.types.iter().map(|description| self.described(description)).collect(),
        }
    }

    fn described(&mut self, description: &Description) -> Described {
        Described {
            automaton: self.add(&description.pattern, Extent::Whole),
            lengths: description.lengths.clone(),
        }
    }

    fn add(&mut self, pattern: &str, extent: Extent) -> usize {
        self.automata.push(Dfa::new(pattern, extent));
        self.automata.len() - 1
    }

    fn is_hopeless(&self, state: &Product) -> bool {
        self.members.iter().all(|member| state[member.general.automaton] == DEAD)
    }

    fn accepts(&self, state: &Product, length: usize) -> bool {
        if self.alone {
            return self.members.iter().all(|member| self.has_type(member, state, length));
        }
        for member in &self.members {
            match member.leading {
                Some(leading) if self.is_accepting(leading, state) => {
                    return self.has_type(member, state, length);
                }
                Some(_) => {}
                None if self.has_type(member, state, length) => return true,
                None => {}
            }
        }
        false
    }

    fn has_type(&self, member: &Member, state: &Product, length: usize) -> bool {
        self.matches(&member.general, state, length)
            && member.types.iter().any(|described| self.matches(described, state, length))
    }

    fn matches(&self, described: &Described, state: &Product, length: usize) -> bool {
        (described.lengths.is_empty() || described.lengths.contains(&length))
            && self.is_accepting(described.automaton, state)
    }

    fn is_accepting(&self, automaton: usize, state: &Product) -> bool {
        self.automata[automaton].states[state[automaton] as usize].accepts
    }
}
