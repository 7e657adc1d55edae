//! What is known of a calling code, a country and a rewriting prefix.

use crate::pii::phone::digits::Digits;
use crate::pii::phone::possibility::Lengths;

/// A country calling code.
#[derive(Debug)]
pub(in crate::pii::phone) struct Code {
    pub(in crate::pii::phone) number: u16,
    /// Root of the automaton of valid numbers.
    pub(in crate::pii::phone) valid: u16,
    /// The rules of the main country of the code.
    pub(in crate::pii::phone) rules: Rules,
    /// The code after a plus sign.
    text: [u8; 4],
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

/// What a trunk prefix is replaced by: ASCII digits, then a part of what was read.
#[derive(Debug)]
pub(in crate::pii::phone) struct Rewrite {
    pub(in crate::pii::phone::plan) insert: &'static [u8],
    pub(in crate::pii::phone::plan) from: usize,
    pub(in crate::pii::phone::plan) to: usize,
}

impl Code {
    pub(in crate::pii::phone::plan) const fn new(number: u16, valid: u16, rules: Rules) -> Self {
        let text = match number {
            0..10 => [b'+', ascii(number), 0, 0],
            10..100 => [b'+', ascii(number / 10), ascii(number), 0],
            _ => [b'+', ascii(number / 100), ascii(number / 10), ascii(number)],
        };
        Self { number, valid, rules, text }
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

    /// The code as text, after a plus sign.
    #[inline]
    pub(in crate::pii::phone) fn sign_and_digits(&self) -> &[u8] {
        self.text.get(..self.length().wrapping_add(1)).unwrap_or_default()
    }

    /// The code as text.
    #[inline]
    pub(in crate::pii::phone) fn digits(&self) -> &[u8] {
        self.sign_and_digits().get(1..).unwrap_or_default()
    }
}

impl Rules {
    pub(in crate::pii::phone::plan) const fn new(
        general: u16,
        trunk: u16,
        possible: u32,
        local: u32,
    ) -> Self {
        Self { general, trunk, lengths: Lengths { possible, local } }
    }
}

impl Country {
    pub(in crate::pii::phone::plan) const fn new(
        name: [u8; 2],
        code: u8,
        international: u16,
        rules: Rules,
    ) -> Self {
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

/// The last decimal digit of a number.
const fn ascii(number: u16) -> u8 {
    let [low, _] = (number % 10).to_le_bytes();
    low | b'0'
}
