//! The corpus whose expectations come from the reference (`PyPI` package `phonenumbers` 9.0.43, a port of Google's libphonenumber).

use domicile::pii::phone::{PhoneNumber, Possibility};
use flate2::read::GzDecoder;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};

#[derive(Debug, Deserialize)]
struct Row {
    input: String,
    region: Option<String>,
    format_kind: String,
    expected_e164: Option<String>,
    expected_valid: bool,
    expected_possible: bool,
}

/// What the columns hold, from this crate.
fn answer(row: &Row) -> (Option<String>, bool, bool) {
    let region = row.region.as_deref().map(|name| name.as_bytes().try_into().expect("two letters"));
    match PhoneNumber::parse(&row.input, region) {
        Ok(number) => {
            // The reference calls a number possible even if it lacks its area code.
            let possible = matches!(number.possibility(), Possibility::Possible | Possibility::LocalOnly);
            (Some(number.e164(&mut PhoneNumber::buffer()).to_owned()), number.is_valid(), possible)
        }
        Err(_) => (None, false, false),
    }
}

/// Compares every row of a file; returns how many there were.
fn compare(path: &str) -> usize {
    let file = File::open(path).expect("the corpus");
    let mut rows = 0;
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let row: Row = serde_json::from_str(&line.expect("a line")).expect("a row");
        rows += 1;
        let found = answer(&row);
        if found != (row.expected_e164.clone(), row.expected_valid, row.expected_possible) {
            wrong.entry(row.format_kind.clone()).or_default().push(format!("{row:?} but found {found:?}"));
        }
    }
    let total: usize = wrong.values().map(Vec::len).sum();
    for (kind, rows) in &wrong {
        println!("{kind}: {}", rows.len());
        rows.iter().take(4).for_each(|row| println!("    {row}"));
    }
    assert_eq!(total, 0, "rows that differ in {path}");
    rows
}

#[test]
fn agrees_with_the_reference_on_every_row() {
    assert_eq!(compare("tests/data/phone_corpus.jsonl.gz"), 91_813);
}

#[test]
fn judges_rows_that_depend_on_the_edition_by_its_own() {
    assert_eq!(compare("tests/data/phone_corpus_drift.jsonl.gz"), 208);
}

#[test]
fn reads_every_form_that_the_grammar_knows() {
    assert_eq!(compare("tests/data/phone_text.jsonl.gz"), 12_527);
}
