//! One acyclic automaton shared by every pattern, minimal because equal states are made once.

use std::collections::HashMap;

/// A state: where each digit leads, and whether a number may end here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Node {
    pub next: [usize; 10],
    pub accepts: bool,
}

/// The states made so far; number 0 accepts nothing.
#[derive(Debug)]
pub struct Shared {
    pub nodes: Vec<Node>,
    known: HashMap<Node, usize>,
}

impl Shared {
    pub fn new() -> Self {
        let mut shared = Self { nodes: Vec::new(), known: HashMap::new() };
        assert_eq!(shared.intern(Node::default()), 0);
        shared
    }

    pub fn intern(&mut self, node: Node) -> usize {
        *self.known.entry(node.clone()).or_insert_with(|| {
            self.nodes.push(node);
            self.nodes.len() - 1
        })
    }

    /// Numbers the states for the table: rejecting ones first, neighbours close together.
    ///
    /// Returns the states in their new order, the new number of every old one, and how many reject.
    pub fn order(&self, roots: &[usize]) -> (Vec<Node>, Vec<usize>, usize) {
        let mut visited = vec![false; self.nodes.len()];
        let mut order = vec![0];
        visited[0] = true;
        for &root in roots {
            let mut stack = vec![root];
            while let Some(node) = stack.pop() {
                if !visited[node] {
                    visited[node] = true;
                    order.push(node);
                    stack.extend(self.nodes[node].next.iter().rev());
                }
            }
        }
        let (rejecting, accepting): (Vec<usize>, Vec<usize>) =
            order.into_iter().partition(|&node| !self.nodes[node].accepts);
        let mut renamed = vec![usize::MAX; self.nodes.len()];
        for (new, &old) in rejecting.iter().chain(&accepting).enumerate() {
            renamed[old] = new;
        }
        let nodes = rejecting
            .iter()
            .chain(&accepting)
            .map(|&old| Node {
                next: self.nodes[old].next.map(|target| renamed[target]),
                accepts: self.nodes[old].accepts,
            })
            .collect();
        (nodes, renamed, rejecting.len())
    }
}
