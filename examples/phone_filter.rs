//! Reads phone numbers from standard input and writes what became of them, one JSON value a line.
//!
//! ```text
//! $ echo '{"input":"020 7031 3000","region":"GB"}' | cargo run -q --example phone_filter
//! {"e164":"+442070313000","valid":true,"possible":true}
//! ```
//!
//! `possible` is the reference's: also true for numbers that lack their area code. `region` may be null.

use domicile::pii::phone::{PhoneError, PhoneNumber, Possibility};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufWriter, Write};

#[derive(Deserialize)]
struct Question {
    input: String,
    region: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    e164: Option<String>,
    valid: bool,
    possible: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut output = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let question: Question = serde_json::from_str(&line?)?;
        serde_json::to_writer(&mut output, &answer(&question))?;
        writeln!(output)?;
    }
    Ok(())
}

fn answer(question: &Question) -> Answer {
    let region = match question.region.as_deref().map(|name| name.as_bytes().try_into()) {
        None => Ok(None),
        Some(Ok(name)) => Ok(Some(name)),
        Some(Err(_)) => Err(PhoneError::UnknownCountry),
    };
    match region.and_then(|region| PhoneNumber::parse(&question.input, region)) {
        Ok(number) => Answer {
            e164: Some(number.e164(&mut PhoneNumber::buffer()).to_owned()),
            valid: number.is_valid(),
            possible: matches!(number.possibility(), Possibility::Possible | Possibility::LocalOnly),
            error: None,
        },
        Err(error) => Answer { e164: None, valid: false, possible: false, error: Some(error.code()) },
    }
}
