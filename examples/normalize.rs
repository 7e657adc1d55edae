//! Normalizes and hashes personal values, one JSON object a line.
//!
//! ```sh
//! echo '{"platform":"meta","field":"em","input":" Jane@Example.com "}' | cargo run -q --example normalize
//! ```
//!
//! A line has `platform`, `field` (a short name such as `em`, or `em_hash` for a value that is declared to be hashed
//! already) and `input`, and may have `country`, an ISO 3166-1 code that says how national forms are read, and `kind`,
//! which is `raw` or, instead of the field's `_hash`, `prehashed`. The answer
//! is `{"normalized": …, "sha256": …}`, with `null` for a value that the platform does not hash with SHA-256, or
//! `{"error": code}`. A line that is none of this gets an error of its own, and the run goes on.

use std::io::{self, BufRead as _, BufWriter, Write as _};

use domicile::pii::{Country, Encoding, Field, Pii, PiiError, Profile, SealedValue, UserData};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Question {
    platform: String,
    field: String,
    input: Pii<String>,
    #[serde(default)]
    country: Option<String>,
    #[serde(default)]
    kind: Kind,
}

#[derive(Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    #[default]
    Raw,
    #[serde(rename = "prehashed")]
    PreHashed,
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
    let (name, kind) = match question.field.strip_suffix("_hash") {
        Some(name) => (name, Kind::PreHashed),
        None => (question.field.as_str(), question.kind),
    };
    let field = Field::parse(name)?;
    if kind == Kind::PreHashed {
        return declared(profile, field, &question.input);
    }
    // A country that is none helps nothing; a value that needs one will say so.
    let country = question.country.as_deref().and_then(|name| Country::parse(name).ok());
    let normalized = profile.normalize(field, question.input.borrowed(), country)?;
    let sha256 = normalized.hash().and_then(|hash| hash.digest().map(ToString::to_string));
    Ok(Answer::Normalized { normalized: normalized.expose().to_owned(), sha256 })
}

/// Takes a hash on the caller's word, in hexadecimal or, if it has the length of it, base64.
fn declared(profile: Profile, field: Field, input: &Pii<String>) -> Result<Answer, PiiError> {
    let form = if input.expose().len() == 44 { Encoding::Base64 } else { Encoding::Hex };
    let user = UserData::new().hashed(field, profile.declare_hashed(form, input.expose())?);
    let sealed = profile.seal(&user);
    let (_, verdict) = sealed.verdicts().next().ok_or(PiiError::Empty)?;
    let SealedValue::Hashed(hash) = verdict? else {
        return Err(PiiError::HashOfClearField);
    };
    let digest = hash.digest().ok_or(PiiError::HashKindMismatch)?.to_string();
    Ok(Answer::Normalized { normalized: digest.clone(), sha256: Some(digest) })
}
