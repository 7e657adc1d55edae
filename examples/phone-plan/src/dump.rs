//! The JSON that `dump_plan.py` writes, and the character file of `dump_characters.py`.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Dump {
    pub edition: String,
    pub codes: Vec<Code>,
}

/// A calling code and the territories that share it, the main one first.
#[derive(Debug, Deserialize)]
pub struct Code {
    pub code: u16,
    pub territories: Vec<Territory>,
}

#[derive(Debug, Deserialize)]
pub struct Territory {
    pub region: String,
    pub leading_digits: Option<String>,
    pub trunk: Option<String>,
    pub transform: Option<String>,
    pub international: Option<String>,
    pub general: Description,
    pub types: Vec<Description>,
}

#[derive(Debug, Deserialize)]
pub struct Description {
    pub pattern: String,
    pub lengths: Vec<usize>,
    pub local: Vec<usize>,
}

/// Zeros of the decimal digit sets, and ranges of letters and numbers.
#[derive(Debug, Default)]
pub struct Characters {
    pub unicode: String,
    pub zeros: Vec<u32>,
    pub words: Vec<(u32, u32)>,
}

impl Characters {
    pub fn parse(text: &str) -> Self {
        let hex = |field: &str| u32::from_str_radix(field, 16).expect("a hexadecimal code point");
        let mut characters = Self::default();
        for line in text.lines() {
            match line.split(' ').collect::<Vec<_>>()[..] {
                ["#", "Unicode", version] => characters.unicode = version.to_owned(),
                ["digit", zero] => characters.zeros.push(hex(zero)),
                ["word", first, last] => characters.words.push((hex(first), hex(last))),
                _ => panic!("unexpected row {line}"),
            }
        }
        characters
    }
}
