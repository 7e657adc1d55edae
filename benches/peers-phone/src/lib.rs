//! The three readers behind one signature, and the inputs they are given.

use flate2::read::GzDecoder;
use serde::Deserialize;
use std::io::{BufRead, BufReader};

/// A text and the country it is read in.
#[derive(Clone, Debug)]
pub struct Question {
    pub text: String,
    pub region: Option<[u8; 2]>,
    pub domicile: Option<[u8; 2]>,
    pub phonenumber: Option<phonenumber::country::Id>,
    pub rlibphonenumber: Option<rlibphonenumber::enums::Region>,
}

impl Question {
    pub fn new(text: String, region: Option<&str>) -> Self {
        let bytes = region.map(|name| name.as_bytes().try_into().expect("two letters"));
        Self {
            text,
            region: bytes,
            domicile: bytes,
            phonenumber: region.and_then(|name| name.parse().ok()),
            rlibphonenumber: region.map(|name| name.try_into().expect("a region")),
        }
    }
}

/// E.164 text and validity; `None` for a refusal.
pub type Answer = Option<(String, bool)>;

pub fn domicile(question: &Question) -> Answer {
    let number = domicile::pii::phone::PhoneNumber::parse(&question.text, question.domicile).ok()?;
    Some((number.e164(&mut domicile::pii::phone::PhoneNumber::buffer()).to_owned(), number.is_valid()))
}

pub fn phonenumber(question: &Question) -> Answer {
    let number = phonenumber::parse(question.phonenumber, &question.text).ok()?;
    Some((number.format().mode(phonenumber::Mode::E164).to_string(), phonenumber::is_valid(&number)))
}

pub fn rlibphonenumber(question: &Question) -> Answer {
    use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat};
    let number = PHONE_NUMBER_UTIL.parse(&question.text, question.rlibphonenumber).ok()?;
    Some((number.format_as(PhoneNumberFormat::E164).to_string(), number.is_valid()))
}

#[derive(Deserialize)]
struct Row {
    input: String,
    region: Option<String>,
    format_kind: String,
}

/// The corpus rows of the kinds that `wanted` names, or all of them.
pub fn corpus(wanted: &[&str]) -> Vec<Question> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/phone_corpus.jsonl.gz");
    let file = std::fs::File::open(path).expect("the corpus");
    BufReader::new(GzDecoder::new(file))
        .lines()
        .map(|line| serde_json::from_str::<Row>(&line.expect("a line")).expect("a row"))
        .filter(|row| wanted.is_empty() || wanted.contains(&row.format_kind.as_str()))
        .filter(|row| !breaks_rlibphonenumber(&row.input))
        .map(|row| Question::new(row.input, row.region.as_deref()))
        .collect()
}

/// Texts on which rlibphonenumber 2.2.15 panics: the first `tel:` after the phone-context.
pub fn breaks_rlibphonenumber(text: &str) -> bool {
    matches!((text.find(";phone-context="), text.find("tel:")), (Some(context), Some(scheme)) if context < scheme)
}

/// A small generator of pseudo-random numbers (xorshift64), so that a run can be repeated.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
