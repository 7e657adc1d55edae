//! Two acyclic automata over decimal digits: the numbers of the world, and the prefixes dialled before them.

use crate::pii::phone::plan::rows::Rewrite;
use crate::pii::phone::plan::shape::{FIRST_ACCEPTING, NUMBER_ENTRIES, PREFIX_ENTRIES, REWRITES};

/// A prefix found at the start of some digits.
#[derive(Clone, Copy, Debug)]
pub(in crate::pii::phone) struct Prefix {
    /// How many digits it covers.
    pub(in crate::pii::phone) end: usize,
    /// What replaces it, if it is not just dropped.
    pub(in crate::pii::phone) rewrite: Option<&'static Rewrite>,
}

/// Says whether the automaton with this root accepts exactly these ASCII digits.
#[inline]
pub(in crate::pii::phone) fn accepts(root: u16, digits: &[u8]) -> bool {
    let mut state = root;
    for &digit in digits {
        state = entry(&NUMBERS, state, value(digit));
        if state == DEAD {
            return false;
        }
    }
    state >= FIRST_ACCEPTING
}

/// Finds the prefix that the automaton with this root prefers at the start of some ASCII digits.
#[inline]
pub(in crate::pii::phone) fn prefix(root: u16, digits: &[u8]) -> Option<Prefix> {
    let mut state = root;
    let mut found = None;
    for (index, &digit) in digits.iter().enumerate() {
        state = entry(&PREFIXES, state, value(digit));
        if state == DEAD {
            return found;
        }
        found = matched(entry(&PREFIXES, state, ANYWHERE), index.wrapping_add(1)).or(found);
    }
    matched(entry(&PREFIXES, state, AT_END), digits.len()).or(found)
}

/// The prefix that an action stands for.
#[inline]
fn matched(action: u16, end: usize) -> Option<Prefix> {
    let rewrite = match action.checked_sub(FIRST_REWRITE) {
        Some(position) => REWRITES.get(usize::from(position)),
        None if action == CUT => None,
        None => return None,
    };
    Some(Prefix { end, rewrite })
}

/// Reads one entry of a state's row. A state is the position of its row.
#[inline]
fn entry<const N: usize>(table: &[u16; N], state: u16, column: usize) -> u16 {
    table.get(usize::from(state).wrapping_add(column)).copied().unwrap_or(DEAD)
}

/// The value of an ASCII digit.
#[inline]
pub(in crate::pii::phone::plan) fn value(digit: u8) -> usize {
    usize::from(digit & 0x0F)
}

/// Turns little-endian bytes into table entries, at compile time.
const fn decode<const N: usize>(bytes: &[u8]) -> [u16; N] {
    let mut table = [0; N];
    let mut slots: &mut [u16] = &mut table;
    let mut rest = bytes;
    while let (Some((slot, free)), Some((pair, unread))) =
        (slots.split_first_mut(), rest.split_first_chunk::<2>())
    {
        *slot = u16::from_le_bytes(*pair);
        slots = free;
        rest = unread;
    }
    assert!(bytes.len() == N.wrapping_mul(2));
    table
}

/// States of the number automaton, rows of ten targets; accepting states stand last.
static NUMBERS: [u16; NUMBER_ENTRIES] = decode(include_bytes!("numbers.bin"));

/// States of the prefix automaton: ten targets, the action of a match here, and of one at the end of the digits.
static PREFIXES: [u16; PREFIX_ENTRIES] = decode(include_bytes!("prefixes.bin"));

/// The state that accepts nothing, in both automata.
const DEAD: u16 = 0;

/// Columns of a prefix row after the ten digits.
const ANYWHERE: usize = 10;
const AT_END: usize = 11;

/// Actions of a prefix row: 0 is no match.
const CUT: u16 = 1;
const FIRST_REWRITE: u16 = 2;

#[cfg(test)]
mod tests {
    extern crate alloc;
    extern crate std;

    use super::*;
    use crate::pii::phone::plan::characters::{WORD_EDGES, ZEROS};
    use crate::pii::phone::plan::codes::{BY_DIGITS, CODES};
    use crate::pii::phone::plan::countries::{BY_LETTERS, COUNTRIES};
    use crate::pii::phone::plan::lookup::{code, country, position};
    use crate::pii::phone::plan::rows::{Code, Country};
    use alloc::string::String;
    use alloc::vec::Vec;
    use flate2::read::GzDecoder;
    use std::collections::HashSet;
    use std::io::{BufRead, BufReader};

    /// Every transition of both automata, with what the reference (`PyPI` `phonenumbers` 9.0.43) says.
    const TRANSITIONS: &str = "tests/data/phone_transitions.txt.gz";

    fn rows() -> Vec<[String; 4]> {
        let file = std::fs::File::open(TRANSITIONS).expect("the transition cover");
        let lines = BufReader::new(GzDecoder::new(file)).lines();
        lines
            .map(|line| {
                line.expect("a line")
                    .split(' ')
                    .map(String::from)
                    .collect::<Vec<_>>()
                    .try_into()
                    .expect("four fields")
            })
            .collect()
    }

    fn country_of(key: &str) -> &'static Country {
        country(key.as_bytes().try_into().expect("two letters")).expect("a country")
    }

    fn code_of(key: &str) -> &'static Code {
        position(key.parse().expect("a code")).and_then(code).expect("a calling code")
    }

    /// Adds the transitions that some digits take from a root.
    fn walk<const N: usize>(table: &[u16; N], root: u16, digits: &str, taken: &mut HashSet<usize>) {
        let mut state = root;
        for digit in digits.bytes().map(value) {
            taken.insert(usize::from(state) + digit);
            state = entry(table, state, digit);
            if state == DEAD {
                return;
            }
        }
    }

    fn stripped(root: u16, digits: &str) -> String {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("digits");
        match prefix(root, digits.as_bytes()) {
            None => String::from("-"),
            Some(Prefix { end, rewrite: None }) if end == digits.len() => String::from("."),
            Some(Prefix { end, rewrite: None }) => text(&digits.as_bytes()[end..]),
            Some(Prefix { end, rewrite: Some(rewrite) }) => {
                text(rewrite.apply(digits.as_bytes(), &digits.as_bytes()[end..]).after(0))
            }
        }
    }

    #[test]
    fn every_transition_agrees_with_the_reference() {
        let (mut numbers, mut prefixes) = (HashSet::new(), HashSet::new());
        for [kind, key, digits, expected] in rows() {
            let accepted = |root| String::from(if accepts(root, digits.as_bytes()) { "1" } else { "0" });
            let is_code = key.starts_with(|first: char| first.is_ascii_digit());
            let (root, found) = match kind.as_str() {
                "V" => (code_of(&key).valid, accepted(code_of(&key).valid)),
                "G" if is_code => (code_of(&key).rules.general, accepted(code_of(&key).rules.general)),
                "G" => (country_of(&key).rules.general, accepted(country_of(&key).rules.general)),
                "T" => (country_of(&key).rules.trunk, stripped(country_of(&key).rules.trunk, &digits)),
                "I" => (country_of(&key).international, stripped(country_of(&key).international, &digits)),
                _ => panic!("unexpected kind {kind}"),
            };
            assert_eq!(found, expected, "{kind} {key} {digits}");
            if kind == "V" || kind == "G" {
                walk(&NUMBERS, root, &digits, &mut numbers);
            } else {
                walk(&PREFIXES, root, &digits, &mut prefixes);
            }
        }
        // Ten transitions to a state; those of the dead state cannot be taken.
        assert_eq!(numbers.iter().filter(|at| **at >= 10).count(), NUMBER_ENTRIES - 10);
        assert_eq!(prefixes.iter().filter(|at| **at >= 12).count(), (PREFIX_ENTRIES / 12 - 1) * 10);
    }

    #[test]
    fn every_calling_code_is_covered_on_its_own() {
        let mut taken: HashSet<(u16, usize)> = HashSet::new();
        for [kind, key, digits, _] in rows().into_iter().filter(|row| row[0] == "V") {
            let (code, mut one) = (code_of(&key), HashSet::new());
            assert_eq!(kind, "V");
            walk(&NUMBERS, code.valid, &digits, &mut one);
            taken.extend(one.into_iter().map(|at| (code.number, at)));
        }
        let mut reachable = 0;
        for code in &CODES {
            let (mut seen, mut stack) = (HashSet::from([code.valid]), Vec::from([code.valid]));
            while let Some(state) = stack.pop() {
                reachable += 10;
                stack.extend(
                    (0..10)
                        .map(|digit| entry(&NUMBERS, state, digit))
                        .filter(|target| *target != DEAD && seen.insert(*target)),
                );
            }
        }
        assert_eq!(taken.len(), reachable);
    }

    #[test]
    fn tables_stay_small() {
        let tables =
            size_of_val(&NUMBERS) + size_of_val(&PREFIXES) + size_of_val(&CODES) + size_of_val(&COUNTRIES);
        let lookups = size_of_val(&BY_DIGITS) + size_of_val(&BY_LETTERS) + size_of_val(&REWRITES);
        let characters = size_of_val(&WORD_EDGES) + size_of_val(&ZEROS);
        assert!(tables + lookups + characters < 130 * 1024, "{}", tables + lookups + characters);
    }
}
