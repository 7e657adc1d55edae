//! States, provinces and regions.

use crate::pii::buffer::Buffer;
use crate::pii::country::{self, Country};
use crate::pii::error::PiiError;

/// A state of the United States by code or name, as its two small letters; a region of another country, or of none that
/// is known, comes back as `None`.
///
/// In a known other country nothing is taken for a state of the United States: Georgia is also a country, and Maryland
/// a county of Liberia.
pub(crate) fn us_code(raw: &str, country: Option<Country>) -> Result<Option<Buffer>, PiiError> {
    if country.is_some_and(|country| country != country::US) {
        return Ok(None);
    }
    let key = country::name_key(raw);
    let key = key.as_str();
    if key.is_empty() {
        return Err(PiiError::Empty);
    }
    let found = STATES.iter().find(|(code, names)| *code == key || names.contains(&key));
    match found {
        Some((code, _)) => {
            let mut out = Buffer::new();
            out.push_str(code);
            Ok(Some(out))
        }
        None if country.is_some() => Err(PiiError::InvalidState),
        None => Ok(None),
    }
}

/// FIPS 5-2 / ANSI INCITS 38 codes of the states, the District of Columbia and the territories, and the USPS codes of
/// the armed forces (USPS Publication 28, appendix B). Names in small letters only.
#[rustfmt::skip]
const STATES: &[(&str, &[&str])] = &[
    ("al", &["alabama"]), ("ak", &["alaska"]), ("az", &["arizona"]), ("ar", &["arkansas"]), ("ca", &["california"]),
    ("co", &["colorado"]), ("ct", &["connecticut"]), ("de", &["delaware"]),
    ("dc", &["districtofcolumbia", "washingtondc"]), ("fl", &["florida"]), ("ga", &["georgia"]), ("hi", &["hawaii"]),
    ("id", &["idaho"]), ("il", &["illinois"]), ("in", &["indiana"]), ("ia", &["iowa"]), ("ks", &["kansas"]),
    ("ky", &["kentucky"]), ("la", &["louisiana"]), ("me", &["maine"]), ("md", &["maryland"]),
    ("ma", &["massachusetts"]), ("mi", &["michigan"]), ("mn", &["minnesota"]), ("ms", &["mississippi"]),
    ("mo", &["missouri"]), ("mt", &["montana"]), ("ne", &["nebraska"]), ("nv", &["nevada"]),
    ("nh", &["newhampshire"]), ("nj", &["newjersey"]), ("nm", &["newmexico"]), ("ny", &["newyork", "newyorkstate"]),
    ("nc", &["northcarolina"]), ("nd", &["northdakota"]), ("oh", &["ohio"]), ("ok", &["oklahoma"]), ("or", &["oregon"]),
    ("pa", &["pennsylvania"]), ("ri", &["rhodeisland"]), ("sc", &["southcarolina"]), ("sd", &["southdakota"]),
    ("tn", &["tennessee"]), ("tx", &["texas"]), ("ut", &["utah"]), ("vt", &["vermont"]), ("va", &["virginia"]),
    ("wa", &["washington", "washingtonstate"]), ("wv", &["westvirginia"]), ("wi", &["wisconsin"]), ("wy", &["wyoming"]),
    ("as", &["americansamoa"]), ("gu", &["guam"]), ("mp", &["northernmarianaislands"]), ("pr", &["puertorico"]),
    ("vi", &["usvirginislands", "virginislands"]), ("aa", &["armedforcesamericas"]), ("ae", &["armedforceseurope"]),
    ("ap", &["armedforcespacific"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn code(raw: &str, country: &str) -> Result<Option<String>, PiiError> {
        us_code(raw, Country::parse(country).ok()).map(|code| code.map(|code| code.as_str().to_owned()))
    }

    #[test]
    fn states_by_code_and_name() {
        for (raw, expected) in [
            ("California", "ca"),
            (" CA ", "ca"),
            ("N.Y.", "ny"),
            ("newyork", "ny"),
            ("Rhode Island", "ri"),
            ("Washington", "wa"),
            ("Washington DC", "dc"),
            ("Washington, D.C.", "dc"),
        ] {
            assert_eq!(code(raw, "US"), Ok(Some(expected.to_owned())), "{raw}");
            assert_eq!(code(raw, ""), Ok(Some(expected.to_owned())), "{raw}");
        }
    }

    #[test]
    fn nothing_is_cut_to_a_state() {
        assert_eq!(code("New South Wales", ""), Ok(None));
        assert_eq!(code("New South Wales", "US"), Err(PiiError::InvalidState));
        assert_eq!(code("Calif", "US"), Err(PiiError::InvalidState));
        assert_eq!(code("Maryland", "LR"), Ok(None));
        assert_eq!(code("...", "US"), Err(PiiError::Empty));
    }
}
