//! The world's numbering plans as constants.
//!
//! Every range, type and length of a calling code is multiplied ahead of time into one predicate over digits, and all
//! predicates share one minimal automaton, so a verdict is one table entry per digit. `examples/phone-plan` makes the
//! tables from the metadata of Google's libphonenumber and says how to check that they are reproducible.

mod characters;
mod codes;
mod countries;
mod shape;

use crate::pii::phone::digits::Digits;
use crate::pii::phone::plan::codes::{BY_DIGITS, CODES};
use crate::pii::phone::plan::countries::{BY_LETTERS, COUNTRIES};
use crate::pii::phone::plan::shape::{EDITION, FIRST_ACCEPTING, NUMBER_ENTRIES, PREFIX_ENTRIES, REWRITES};
use crate::pii::phone::possibility::Lengths;

pub(in crate::pii::phone) use crate::pii::phone::plan::characters::{WORD_EDGES, ZEROS};

/// The edition of the numbering plans: the release of Google's libphonenumber whose metadata the tables hold, taken from
/// the `PyPI` package `phonenumbers` of the same version.
///
/// A new edition can make numbers valid or invalid, and in rare cases change how a national spelling is read.
pub const PLAN_EDITION: &str = EDITION;

/// A country calling code.
#[derive(Debug)]
pub(in crate::pii::phone) struct Code {
    pub(in crate::pii::phone) number: u16,
    /// Root of the automaton of valid numbers.
    pub(in crate::pii::phone) valid: u16,
    /// The rules of the main country of the code.
    pub(in crate::pii::phone) rules: Rules,
}

/// A country in which a number may be written without its calling code.
#[derive(Debug)]
pub(in crate::pii::phone) struct Country {
    pub(in crate::pii::phone) name: [u8; 2],
    /// Position of its calling code.
    pub(in crate::pii::phone) code: u8,
    /// Root of the international prefixes.
    pub(in crate::pii::phone) international: u16,
    pub(in crate::pii::phone) rules: Rules,
}

/// What reading a national number needs to know.
#[derive(Clone, Copy, Debug)]
pub(in crate::pii::phone) struct Rules {
    /// Root of the automaton of everything that looks like a national number.
    pub(in crate::pii::phone) general: u16,
    /// Root of the trunk prefixes.
    pub(in crate::pii::phone) trunk: u16,
    pub(in crate::pii::phone) lengths: Lengths,
}

/// What a trunk prefix is replaced by: digits, then a part of what was read.
#[derive(Debug)]
pub(in crate::pii::phone) struct Rewrite {
    insert: &'static [u8],
    from: usize,
    to: usize,
}

/// A prefix found at the start of some digits.
#[derive(Clone, Copy, Debug)]
pub(in crate::pii::phone) struct Prefix {
    /// How many digits it covers.
    pub(in crate::pii::phone) end: usize,
    /// What replaces it, if it is not just dropped.
    pub(in crate::pii::phone) rewrite: Option<&'static Rewrite>,
}

impl Rules {
    const fn new(general: u16, trunk: u16, possible: u32, local: u32) -> Self {
        Self { general, trunk, lengths: Lengths { possible, local } }
    }
}

impl Country {
    const fn new(name: [u8; 2], code: u8, international: u16, rules: Rules) -> Self {
        Self { name, code, international, rules }
    }
}

impl Rewrite {
    /// Writes what `digits` become when a prefix of them is rewritten and `rest` follows it.
    pub(in crate::pii::phone) fn apply(&self, digits: &[u8], rest: &[u8]) -> Digits {
        let mut written = Digits::EMPTY;
        written.extend(self.insert);
        written.extend(digits.get(self.from..self.to).unwrap_or_default());
        written.extend(rest);
        written
    }
}

/// Finds a country by its two upper-case letters.
pub(in crate::pii::phone) fn country(name: [u8; 2]) -> Option<&'static Country> {
    let [first, second] = name.map(|letter| usize::from(letter.wrapping_sub(b'A')));
    if first >= LETTERS || second >= LETTERS {
        return None;
    }
    let position = BY_LETTERS.get(first.wrapping_mul(LETTERS).wrapping_add(second))?;
    COUNTRIES.get(usize::from(*position)).filter(|country| country.name == name)
}

/// Returns the calling code at a position that this module gave out.
#[inline]
pub(in crate::pii::phone) fn code(position: u8) -> Option<&'static Code> {
    CODES.get(usize::from(position))
}

/// Finds the position of a calling code by its number.
pub(in crate::pii::phone) fn position(number: u16) -> Option<u8> {
    let found = CODES.binary_search_by_key(&number, |code| code.number).ok()?;
    u8::try_from(found).ok()
}

/// Finds the calling code that `digits` begin with: its position, and what follows it.
#[inline]
pub(in crate::pii::phone) fn leading_code(digits: &[u8]) -> Option<(u8, &[u8])> {
    let (&[first, second, third], _) = digits.split_first_chunk::<3>()?;
    let key = usize::from(first)
        .wrapping_mul(100)
        .wrapping_add(usize::from(second).wrapping_mul(10))
        .wrapping_add(usize::from(third));
    let position = *BY_DIGITS.get(key)?;
    let length = code(position)?.length();
    Some((position, digits.get(length..)?))
}

impl Code {
    const fn new(number: u16, valid: u16, rules: Rules) -> Self {
        Self { number, valid, rules }
    }

    /// How many digits the code has.
    #[inline]
    pub(in crate::pii::phone) fn length(&self) -> usize {
        match self.number {
            0..10 => 1,
            10..100 => 2,
            _ => 3,
        }
    }
}

/// Says whether the automaton with this root accepts exactly these digits.
#[inline]
pub(in crate::pii::phone) fn accepts(root: u16, digits: &[u8]) -> bool {
    let mut state = root;
    for &digit in digits {
        state = entry(&NUMBERS, state, usize::from(digit));
        if state == DEAD {
            return false;
        }
    }
    state >= FIRST_ACCEPTING
}

/// Finds the prefix that the automaton with this root prefers at the start of the digits.
#[inline]
pub(in crate::pii::phone) fn prefix(root: u16, digits: &[u8]) -> Option<Prefix> {
    let mut state = root;
    let mut found = None;
    for (index, &digit) in digits.iter().enumerate() {
        state = entry(&PREFIXES, state, usize::from(digit));
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

const LETTERS: usize = 26;
