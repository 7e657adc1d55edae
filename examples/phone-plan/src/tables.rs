//! The finished tables, before they are written.

use crate::dump::{Description, Dump};
use crate::prefix::{self, Action, Prefixes};
use crate::shared::{Node, Shared};
use crate::validity;
use std::collections::HashMap;

pub struct Tables {
    pub edition: String,
    /// Number states, rejecting ones first.
    pub numbers: Vec<Node>,
    pub rejecting: usize,
    pub prefixes: Vec<prefix::Node>,
    pub rules: Vec<String>,
    pub codes: Vec<CodeRow>,
    /// Sorted by name; the world's codes have none.
    pub countries: Vec<CountryRow>,
}

/// What both a calling code and a country know: roots and possible lengths.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    pub general: usize,
    pub trunk: usize,
    pub possible: u32,
    pub local: u32,
}

#[derive(Debug)]
pub struct CodeRow {
    pub code: u16,
    pub main: String,
    pub valid: usize,
    pub rules: Rules,
}

#[derive(Debug)]
pub struct CountryRow {
    pub name: String,
    pub code: u16,
    pub international: usize,
    pub rules: Rules,
}

impl Tables {
    pub fn new(dump: &Dump) -> Self {
        let (mut shared, mut prefixes) = (Shared::new(), Prefixes::new());
        let (mut codes, mut countries) = (Vec::new(), Vec::new());
        for code in &dump.codes {
            let valid = validity::valid(code, &mut shared);
            for (index, territory) in code.territories.iter().enumerate() {
                let rules = Rules {
                    general: validity::general(&territory.general, &mut shared),
                    trunk: prefixes.add(territory.trunk.as_deref(), territory.transform.as_deref()),
                    possible: mask(&territory.general.lengths),
                    local: mask(&territory.general.local),
                };
                assert!(rules.possible & rules.local == 0 && well_formed(&territory.general));
                if index == 0 {
                    codes.push(CodeRow { code: code.code, main: territory.region.clone(), valid, rules });
                }
                if territory.region.len() == 2 {
                    let international = prefixes.add(territory.international.as_deref(), None);
                    countries.push(CountryRow {
                        name: territory.region.clone(),
                        code: code.code,
                        international,
                        rules,
                    });
                }
            }
        }
        countries.sort_by(|a, b| a.name.cmp(&b.name));
        let roots: Vec<usize> = codes
            .iter()
            .map(|row| row.valid)
            .chain(countries.iter().map(|row| row.rules.general))
            .chain(codes.iter().map(|row| row.rules.general))
            .collect();
        let (numbers, renamed, rejecting) = shared.order(&roots);
        codes.iter_mut().for_each(|row| {
            row.valid = renamed[row.valid];
            row.rules.general = renamed[row.rules.general];
        });
        countries.iter_mut().for_each(|row| row.rules.general = renamed[row.rules.general]);
        Self {
            edition: dump.edition.clone(),
            numbers,
            rejecting,
            prefixes: prefixes.nodes,
            rules: prefixes.rules,
            codes,
            countries,
        }
    }

    /// The distinct rewrites; a prefix row names them by position.
    pub fn rewrites(&self) -> Vec<(usize, usize, usize)> {
        let mut rewrites: Vec<_> = self
            .prefixes
            .iter()
            .flat_map(|node| [node.anywhere, node.at_end])
            .filter_map(|action| match action {
                Some(Action::Rewrite { rule, from, to }) => Some((rule, from, to)),
                Some(Action::Cut) | None => None,
            })
            .collect();
        rewrites.sort_unstable();
        rewrites.dedup();
        rewrites
    }

    pub fn summary(&self) -> String {
        let distinct: HashMap<usize, ()> = self.codes.iter().map(|row| (row.valid, ())).collect();
        format!(
            "{} states ({} rejecting), {} bytes; {} prefix states, {} bytes; {} rewrites; {} codes ({} distinct automata), {} countries",
            self.numbers.len(),
            self.rejecting,
            self.numbers.len() * 20,
            self.prefixes.len(),
            self.prefixes.len() * 24,
            self.rewrites().len(),
            self.codes.len(),
            distinct.len(),
            self.countries.len(),
        )
    }
}

fn mask(lengths: &[usize]) -> u32 {
    lengths.iter().fold(0, |mask, &length| {
        assert!((1..=validity::LONGEST).contains(&length));
        mask | 1 << length
    })
}

/// The reference looks at the first and last length, so the list must be sorted and not empty.
fn well_formed(description: &Description) -> bool {
    !description.lengths.is_empty() && description.lengths.is_sorted()
}
