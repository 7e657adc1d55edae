//! Published vectors, and hashes made by another implementation.

use std::collections::BTreeSet;

use domicile::pii::{Country, Encoding, Field, Pii, PiiError, Profile, SealedValue, UserData};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vector {
    platform: String,
    field: String,
    input: String,
    country: Option<String>,
    normalized: Option<String>,
    sha256: Option<String>,
    encoding: String,
    valid: bool,
    authority: String,
    kind: Option<String>,
}

/// What this crate makes of a vector's input: normalized text, and SHA-256 if there is one.
fn answer(vector: &Vector) -> Result<(String, Option<String>), PiiError> {
    let profile = Profile::named(&vector.platform)?;
    let declared = vector.field.ends_with("_hash") || vector.kind.as_deref() == Some("prehashed");
    let field = Field::parse(vector.field.trim_end_matches("_hash"))?;
    if declared {
        let hash = profile.declare_hashed(Encoding::Hex, &vector.input)?;
        let sealed = profile.seal(&UserData::new().hashed(field, hash));
        let (_, verdict) = sealed.verdicts().next().expect("one verdict");
        let SealedValue::Hashed(hash) = verdict? else { panic!("not hashed") };
        let digest = hash.digest().expect("SHA-256").to_string();
        return Ok((digest.clone(), Some(digest)));
    }
    let country = vector.country.as_deref().and_then(|name| Country::parse(name).ok());
    let normalized = profile.normalize(field, Pii::new(vector.input.as_str()), country)?;
    let digest = normalized.hash().and_then(|hash| hash.digest().copied());
    if let (Some(hash), Some(_)) = (normalized.hash(), digest) {
        let wire = if vector.encoding == "base64" { 44 } else { 64 };
        // Google takes either and gets hexadecimal.
        assert!(hash.text().as_str().len() == wire || vector.platform == "google", "{}", vector.platform);
    }
    Ok((normalized.expose().to_owned(), digest.map(|digest| digest.to_string())))
}

fn passes(vector: &Vector) -> bool {
    match answer(vector) {
        Ok((text, digest)) => vector.valid && Some(text) == vector.normalized && digest == vector.sha256,
        Err(_) => !vector.valid,
    }
}

/// How a vector is named in the list of gaps.
fn key(vector: &Vector) -> [String; 5] {
    [
        vector.platform.clone(),
        vector.field.clone(),
        vector.input.clone(),
        vector.country.clone().unwrap_or_else(|| "-".to_owned()),
        format!("{:?}", vector.normalized),
    ]
}

fn gaps() -> BTreeSet<[String; 5]> {
    include_str!("data/known_gaps.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [platform, field, input, country, normalized, reason] = cells[..] else {
                panic!("cells: {line}")
            };
            assert!(!reason.is_empty());
            let normalized: Option<String> = serde_json::from_str(normalized).expect("JSON");
            let input: String = serde_json::from_str(input).expect("JSON");
            [platform.to_owned(), field.to_owned(), input, country.to_owned(), format!("{normalized:?}")]
        })
        .collect()
}

#[test]
fn every_vector_passes_or_is_a_known_gap() {
    let vectors: Vec<Vector> = include_str!("data/pii_vectors.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a vector"))
        .collect();
    assert_eq!(vectors.len(), 309);
    let gaps = gaps();
    let mut met = BTreeSet::new();
    let mut wrong = Vec::new();
    for vector in &vectors {
        let key = key(vector);
        match (passes(vector), gaps.contains(&key)) {
            (true, false) => {}
            (false, true) if vector.authority != "official-doc" => {
                met.insert(key);
            }
            (passes, listed) => wrong.push(format!("{key:?}: passes {passes}, listed as a gap {listed}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(met, gaps, "a listed gap is no vector");
}

#[derive(Deserialize)]
struct Hashed {
    platform: String,
    field: String,
    input: String,
    normalized: String,
    wire: String,
}

#[test]
fn every_hash_is_that_of_the_normalized_bytes() {
    let mut count = 0;
    for line in include_str!("data/pii_hashes.jsonl").lines() {
        let row: Hashed = serde_json::from_str(line).expect("a row");
        let profile = Profile::named(&row.platform).expect("a platform");
        let field = Field::parse(&row.field).expect("a field");
        let normalized = profile.normalize(field, Pii::new(row.input.as_str()), None).expect("a good value");
        assert_eq!(normalized.expose(), row.normalized, "{}", row.platform);
        assert_eq!(
            normalized.hash().expect("a hash").text().as_str(),
            row.wire,
            "{} {}",
            row.platform,
            row.input
        );
        // Sealing goes another way to the same hash.
        let user = UserData::new().with(field, row.input.as_str());
        let sealed = profile.seal(&user);
        let Some((_, SealedValue::Hashed(hash))) = sealed.values().next() else { panic!("not sealed") };
        assert_eq!(hash.text().as_str(), row.wire);
        count += 1;
    }
    assert!(count > 800, "{count}");
}
