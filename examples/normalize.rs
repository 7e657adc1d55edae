//! Normalizes and hashes personal values, one JSON object a line.
//!
//! ```sh
//! echo '{"platform":"meta","field":"em","input":" Jane@Example.com "}' | cargo run -q --example normalize
//! ```
//!
//! A line has `platform`, `field` (a short name such as `em`, or `em_hash` for a value that is declared to be hashed
//! already) and `input`, and may have `country`, an ISO 3166-1 code that says how national forms are read. The answer
//! is `{"normalized": …, "sha256": …}`, with `null` for a value that the platform does not hash with SHA-256, or
//! `{"error": code}`. A line that is none of this gets an error of its own, and the run goes on.

use std::io::{self, BufRead as _, BufWriter, Write as _};

use domicile::pii::{Country, Field, Pii, PiiError, Profile};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Question {
    platform: String,
    field: String,
    input: Pii<String>,
    #[serde(default)]
    country: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Normalized { normalized: String, sha256: Option<String> },
    Refused { error: &'static str },
}

fn main() -> io::Result<()> {
    let mut output = BufWriter::new(io::stdout().lock());
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? != 0 {
        if !line.trim_ascii().is_empty() {
            serde_json::to_writer(&mut output, &answer(&line))?;
            output.write_all(b"\n")?;
        }
        line.clear();
    }
    output.flush()
}

fn answer(line: &[u8]) -> Answer {
    let Ok(question) = serde_json::from_slice::<Question>(line) else {
        return Answer::Refused { error: "malformed_line" };
    };
    normalize(&question).unwrap_or_else(|error| Answer::Refused { error: error.code() })
}

fn normalize(question: &Question) -> Result<Answer, PiiError> {
    let profile = Profile::named(&question.platform)?;
    let field = Field::parse(&question.field)?;
    // A country that is none helps nothing; a value that needs one will say so.
    let country = question.country.as_deref().and_then(|name| Country::parse(name).ok());
    let normalized = profile.normalize(field, question.input.borrowed(), country)?;
    let sha256 = normalized.hash().and_then(|hash| hash.digest().map(ToString::to_string));
    Ok(Answer::Normalized { normalized: normalized.expose().to_owned(), sha256 })
}
