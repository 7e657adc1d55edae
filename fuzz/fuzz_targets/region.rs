//! A text is read as a region exactly when a dumb reading of the documented grammar says so, and there is one
//! spelling of each.
#![no_main]

use domicile::{Region, RegionCatalog, Zone};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let region = match Region::parse(text) {
        Ok(region) => region,
        Err(refusal) => {
            assert!(!is_region(text), "{text:?} was refused: {refusal}");
            assert!(serde_json::from_value::<Region>(text.into()).is_err());
            return;
        }
    };
    assert!(is_region(text), "{text:?} was read");
    assert_eq!(region.as_str(), text, "one spelling");
    assert_eq!(region.to_string().parse(), Ok(region));
    assert_eq!(serde_json::from_value(text.into()).ok(), Some(region));
    assert_eq!(matches!(region, Region::Other(_)), text.contains(':'));
    if let Region::Other(_) = region {
        assert_eq!(Some(region.provider()), text.split(':').next());
        assert_eq!(RegionCatalog::builtin().facts(region), None, "nothing is known of an embedder's region");
    }
    // A zone is read by the same rules as one half of a region.
    let code = text.rsplit(':').next().unwrap_or_default();
    assert_eq!(Zone::parse(code).is_ok(), code.len() <= 15);
});

/// The grammar of a region, as its documentation says it.
fn is_region(text: &str) -> bool {
    let Some((provider, code)) = text.split_once(':') else {
        return Region::NAMED.iter().any(|named| named.as_str() == text);
    };
    let is_code = |part: &str| {
        let plain = part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        plain && !part.is_empty() && !part.starts_with('-') && !part.ends_with('-') && !part.contains("--")
    };
    let own = ["aws", "aws-cn", "aws-us-gov", "aws-eusc"];
    // A location hint is best effort.
    let hints = ["wnam", "enam", "weur", "eeur", "apac", "oc", "sam", "afr", "me"];
    if code == "global" || (provider == "cloudflare" && hints.contains(&code)) {
        return false;
    }
    is_code(provider) && is_code(code) && !own.contains(&provider) && text.len() <= 31
}
