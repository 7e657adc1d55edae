//! Identifiers, keys and records from outside: what is read is what is written, and secrets stay where they are.
#![cfg(feature = "serde")]

use domicile::tenant::{InvalidKey, KeyTag, OrgId, Plan, RegionPreference, Residency, Tenant};
use domicile::{Region, TenantId};
use proptest::prelude::*;

proptest! {
    #[test]
    fn identifiers_read_back_and_others_are_refused(text in "[!-~]{0,70}|\\PC{0,10}|[a-z0-9-]{0,40}") {
        let is_visible = text.bytes().all(|byte| (0x21..=0x7e).contains(&byte));
        let is_id = is_visible && (1..=63).contains(&text.len());
        prop_assert_eq!(TenantId::parse(&text).map(|id| id.to_string()).ok(), is_id.then(|| text.clone()));
        prop_assert_eq!(OrgId::parse(&text).map(|id| id.to_string()).ok(), is_id.then(|| text.clone()));

        let is_code = text.len() <= 31
            && text.split('-').all(|part| !part.is_empty())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        prop_assert_eq!(Plan::parse(&text).map(|plan| plan.to_string()).ok(), is_code.then(|| text.clone()));
    }

    /// A naive reading of a key: try every way of cutting it in three.
    #[test]
    fn a_key_has_a_tag_if_there_is_one_way_to_cut_it(
        segments in prop::collection::vec("eu-west-1|us-east-1|gcp:europe-west3|sk|live|[a-z]{0,3}|EU-WEST-1", 0..6),
    ) {
        let key = segments.join("_");
        let cuts: Vec<Region> = (1..segments.len().saturating_sub(1))
            .filter(|_| !segments[0].is_empty() && !segments[segments.len() - 1].is_empty())
            .filter_map(|at| Region::parse(&segments[at]).ok())
            .collect();
        match (KeyTag::parse(&key), cuts.as_slice()) {
            (Ok(tag), [region]) => prop_assert_eq!(tag.region(), *region),
            (Err(InvalidKey::ManyRegions), [_, _, ..]) => {}
            (Err(error), []) => prop_assert_ne!(error, InvalidKey::ManyRegions),
            (verdict, cuts) => prop_assert!(false, "{verdict:?} {cuts:?}"),
        }
    }

    #[test]
    fn nothing_of_a_key_but_its_region_comes_out(secret in "[A-Z0-9]{8,40}", key in "[!-~]{1,300}|\\PC{1,40}") {
        let printed = format!("{:?}", KeyTag::parse(&format!("sk_live_eu-west-1_{secret}")));
        prop_assert_eq!(printed, "Ok(KeyTag(eu-west-1))");
        if let Err(error) = KeyTag::parse(&key) {
            let printed = format!("{error} {error:?} {}", error.code());
            let pieces = key.as_bytes().windows(10).filter_map(|piece| std::str::from_utf8(piece).ok());
            for piece in pieces {
                prop_assert!(!printed.contains(piece), "{piece}");
            }
        }
    }
}

#[test]
fn a_record_reads_back_and_nothing_is_guessed() {
    let text = r#"{"id":"m_4711","organization":"org_7","plan":"pro","residency":{"home":"eu-west-1","lock":"locked","mode":"enforced"}}"#;
    let tenant: Tenant = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&tenant).unwrap(), text);
    let short = r#"{"id":"m_4711","residency":{"home":"eu-west-1"}}"#;
    let expected = Tenant::new(TenantId::parse("m_4711").unwrap(), Residency::enforced(Region::EuWest1));
    assert_eq!(serde_json::from_str::<Tenant>(short).unwrap(), expected);
    for bad in [
        r#"{"id":"m_4711"}"#,
        r#"{"residency":{"home":"eu-west-1"}}"#,
        r#"{"id":"m_4711","residency":{"lock":"locked"}}"#,
        r#"{"id":"m_4711","residency":{"home":null}}"#,
        r#"{"id":"m_4711","residency":{"home":"eu-wst-1"}}"#,
        r#"{"id":"m_4711","residency":{"home":"eu-west-1","mode":"informal"}}"#,
        r#"{"id":"","residency":{"home":"eu-west-1"}}"#,
        r#"{"id":"m_4711","region":"us-east-1","residency":{"home":"eu-west-1"}}"#,
    ] {
        assert!(serde_json::from_str::<Tenant>(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_preference_is_recorded_as_a_word_and_is_no_residency() {
    for word in ["unset", "us", "eu", "apac"] {
        let quoted = format!("\"{word}\"");
        let preference: RegionPreference = serde_json::from_str(&quoted).unwrap();
        assert_eq!(serde_json::to_string(&preference).unwrap(), quoted);
        assert!(serde_json::from_str::<Residency>(&quoted).is_err());
    }
    assert_eq!(RegionPreference::default(), RegionPreference::Unset);
}
