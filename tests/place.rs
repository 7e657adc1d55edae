//! T1, S1, T9: regions, their one spelling, their facts, and the traps in both.

use std::collections::BTreeMap;

use domicile::place::{InvalidRegion, Jurisdiction, RegionFacts, RegionSet, RegionStatus};
use domicile::{Here, Region, RegionCatalog, Zone, region, validate_region};
use proptest::prelude::*;

fn everything() -> RegionCatalog {
    RegionCatalog::providers()
        .fold(RegionCatalog::builtin().clone(), |catalog, provider| catalog.with_provider(provider).unwrap())
}

/// Fields of a CSV line; the files have quotes only around whole fields.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => fields.last_mut().unwrap().push(c),
        }
    }
    fields
}

#[test]
fn every_region_has_one_spelling() {
    let catalog = everything();
    let mut spellings = BTreeMap::new();
    for (region, _) in catalog.iter() {
        let text = region.to_string();
        assert_eq!(Region::parse(&text), Ok(region));
        assert_eq!(text.parse(), Ok(region));
        #[cfg(feature = "serde")]
        assert_eq!(serde_json::from_str::<Region>(&serde_json::to_string(&region).unwrap()).unwrap(), region);
        assert_eq!(spellings.insert(text.clone(), region), None, "{text} names two regions");
        for other in [
            text.to_uppercase(),
            format!(" {text}"),
            format!("{text} "),
            format!("{text}\n"),
            text.replace('-', "_"),
        ] {
            assert!(
                other == text || Region::parse(&other).is_err(),
                "{other:?} is a second spelling of {text}"
            );
        }
        let provider = region.provider();
        if text == region.as_str() && !text.contains(':') {
            assert_eq!(Region::parse(&format!("{provider}:{text}")), Err(InvalidRegion::Provider));
        }
    }
    assert_eq!(Region::NAMED.len(), 41);
}

#[test]
fn every_aws_region_of_the_csv_is_named_with_its_country() {
    let mut rows = 0;
    for line in include_str!("data/regions_aws.csv").lines().skip(1) {
        let row = fields(line);
        let [provider, code, country, display, _source] = &row[..] else { panic!("{line}") };
        let region = Region::parse(code).unwrap();
        assert!(Region::NAMED.contains(&region), "{code}");
        assert_eq!(region.provider(), provider, "{code}");
        let facts = RegionCatalog::builtin().facts(region).unwrap();
        assert_eq!(facts.jurisdiction().unwrap().as_str(), country, "{code}");
        assert_eq!(facts.display(), display, "{code}");
        rows += 1;
    }
    assert_eq!(rows, Region::NAMED.len());
}

/// Each row of the file of traps, with what keeps a caller out of it.
#[test]
fn no_trap_of_the_csv_is_walked_into() {
    let catalog = everything();
    let country =
        |text: &str| catalog.jurisdiction(Region::parse(text).unwrap()).map(|found| found.to_string());
    let listed = |text: &str| catalog.facts(Region::parse(text).unwrap()).and_then(RegionFacts::jurisdiction);
    for line in include_str!("data/regions_special.csv").lines().skip(1) {
        let row = fields(line);
        let [provider, code, expected, note] = &row[..] else { panic!("{line}") };
        match (provider.as_str(), code.as_str()) {
            // No places: they do not even parse.
            ("aws", "aws-global") => {
                assert_eq!(Region::parse(code), Err(InvalidRegion::UnknownName), "{note}")
            }
            ("gcp", "global") => assert_eq!(Region::parse("gcp:global"), Err(InvalidRegion::NotAPlace)),
            ("cloudflare", "hint:weur") => {
                assert_eq!(Region::parse("cloudflare:hint:weur"), Err(InvalidRegion::NotAPlace));
                assert_eq!(Region::parse("cloudflare:weur"), Err(InvalidRegion::NotAPlace));
            }
            // Places of no single country, or of none that is known: no jurisdiction, so no law and no permit.
            ("gcp", "eu" | "us") | ("azure", "europe") => {
                assert_eq!(
                    catalog.facts(Region::parse(&format!("{provider}:{code}")).unwrap()),
                    None,
                    "{note}"
                );
            }
            ("cloudflare", "jurisdiction:eu") => assert_eq!(country("cloudflare:eu"), None),
            ("aws-iso-e", _) => assert_eq!(country("aws-iso-e:eu-isoe-west-1"), None),
            // Listed is not available.
            ("aws", "me-west-1" | "sa-west-1") => {
                let facts = catalog.facts(Region::parse(code).unwrap()).unwrap();
                assert_eq!(facts.status(), RegionStatus::Planned);
                assert_eq!(&country(code).unwrap(), expected);
            }
            ("aws" | "aws-cn" | "aws-us-gov" | "aws-eusc", code) => {
                assert_eq!(&country(code).unwrap(), expected, "{note}");
                // A spelling with `eu-` proves no membership: none of these has a zone.
                assert_eq!(catalog.zone(Region::parse(code).unwrap()), None, "{note}");
            }
            (provider, code) => {
                let region = format!("{provider}:{code}");
                assert_eq!(listed(&region).unwrap().as_str(), expected, "{note}");
                // The same code elsewhere is another region.
                assert_ne!(Region::parse(code).ok(), Region::parse(&region).ok());
                let status = catalog.facts(Region::parse(&region).unwrap()).unwrap().status();
                assert_eq!(country(&region).is_some(), status != RegionStatus::Unconfirmed, "{region}");
            }
        }
    }
}

#[test]
fn a_code_is_not_a_place_without_its_provider() {
    let london = region!("alibaba:eu-west-1");
    assert_ne!(london, Region::EuWest1);
    assert!(validate_region(Region::EuWest1, Here(london)).is_err());
    assert!(validate_region(london, Here(Region::EuWest1)).is_err());
}

#[test]
fn unconfirmed_countries_are_listed_and_withheld_until_somebody_vouches() {
    let helsinki = region!("hetzner:hel1");
    let catalog = everything();
    assert_eq!(catalog.facts(helsinki).unwrap().status(), RegionStatus::Unconfirmed);
    assert_eq!(catalog.jurisdiction(helsinki), None);
    let finland = Jurisdiction::parse("FI").unwrap();
    let vouched = catalog.with(helsinki, RegionFacts::new(finland, "Helsinki")).unwrap();
    assert_eq!(vouched.jurisdiction(helsinki), Some(finland));
    // Once vouched for, it is settled.
    assert!(vouched.with(helsinki, RegionFacts::new(Jurisdiction::parse("US").unwrap(), "moved")).is_err());
}

#[test]
fn zones_are_what_the_design_says() {
    let catalog = RegionCatalog::builtin();
    assert_eq!(catalog.zone(Region::AfSouth1), None);
    for (region, facts) in catalog.iter() {
        match facts.zone() {
            Some(Zone::Eu) => assert!(
                ["DE", "ES", "FR", "IE", "IT", "SE"].contains(&facts.jurisdiction().unwrap().as_str())
            ),
            Some(Zone::Us) => {
                assert_eq!((facts.jurisdiction().unwrap().as_str(), region.provider()), ("US", "aws"))
            }
            Some(Zone::Apac) => assert!(region.as_str().starts_with("ap-")),
            other => assert_eq!(other, None),
        }
    }
    let africa = Zone::parse("africa").unwrap();
    let catalog = catalog.clone().with_zone(Region::AfSouth1, africa).unwrap();
    assert_eq!(catalog.zone(Region::AfSouth1), Some(africa));
    assert!(catalog.clone().with_zone(Region::EuWest1, africa).is_err());
    assert!(catalog.with_zone(region!("acme:one"), africa).is_err());
}

#[test]
fn validate_region_is_equality_and_nothing_else() {
    let regions: Vec<Region> = everything().iter().map(|(region, _)| region).collect();
    for home in &regions {
        for here in &regions {
            let answer = validate_region(*home, Here(*here));
            assert_eq!(answer.is_ok(), home.to_string() == here.to_string());
            match answer {
                Ok(proof) => assert_eq!(proof.region(), *home),
                Err(mismatch) => assert_eq!((mismatch.home, mismatch.here), (*home, Here(*here))),
            }
        }
    }
}

proptest! {
    /// Whatever the text: it is refused, or it is the one spelling of what was read.
    #[test]
    fn what_parses_is_spelled_as_it_was_written(text in "([a-z0-9-]{1,12}:)?[a-zA-Z0-9:. _-]{0,24}|\\PC{0,40}") {
        if let Ok(region) = Region::parse(&text) {
            prop_assert_eq!(region.to_string(), text);
        }
    }

    /// A set of regions against a sorted set of their spellings.
    #[test]
    fn region_sets_are_sets(picks in proptest::collection::vec(0..381_usize, 0..40), other in proptest::collection::vec(0..381_usize, 0..40)) {
        let all: Vec<Region> = everything().iter().map(|(region, _)| region).collect();
        prop_assert_eq!(all.len(), 381);
        let choose = |picks: &[usize]| picks.iter().map(|&pick| all[pick]).collect::<Vec<Region>>();
        let (ones, twos) = (choose(&picks), choose(&other));
        let (set, wider): (RegionSet, RegionSet) =
            (ones.iter().copied().collect(), ones.iter().chain(&twos).copied().collect());
        let model: std::collections::BTreeSet<String> = ones.iter().map(Region::to_string).collect();
        prop_assert_eq!(set.len(), model.len());
        prop_assert_eq!(set.is_empty(), model.is_empty());
        for region in &all {
            prop_assert_eq!(set.contains(*region), model.contains(region.as_str()));
        }
        prop_assert!(set.is_subset(&wider));
        prop_assert_eq!(wider.is_subset(&set), twos.iter().all(|region| ones.contains(region)));
        let listed: std::collections::BTreeSet<String> = set.iter().map(|region| region.to_string()).collect();
        prop_assert_eq!(listed, model);
        #[cfg(feature = "serde")]
        {
            let json = serde_json::to_string(&set).unwrap();
            prop_assert_eq!(serde_json::from_str::<RegionSet>(&json).unwrap(), set);
        }
    }
}

/// The list of the time zone database, which is kept by other people from ISO's newsletters.
#[test]
fn a_country_is_what_iso_3166_assigns_and_kosovo() {
    let text = include_str!("data/iso3166.tab");
    let mut assigned: Vec<&str> =
        text.lines().filter(|line| !line.starts_with('#')).map(|line| &line[..2]).collect();
    assert_eq!(assigned.len(), 249);
    assigned.push("XK");
    let pairs = (b'A'..=b'Z').flat_map(|first| (b'A'..=b'Z').map(move |second| [first, second]));
    let pairs = pairs.map(|pair| String::from_utf8(pair.to_vec()).unwrap());
    let (mut accepted, mut refused) = (0, 0);
    for code in pairs {
        let parsed = Jurisdiction::parse(&code);
        assert_eq!(parsed.is_ok(), assigned.contains(&&*code), "{code}");
        assert!(Jurisdiction::parse(&code.to_lowercase()).is_err(), "{code}");
        if let Ok(country) = parsed {
            assert_eq!((country.as_str(), country.country()), (&*code, Some(country)));
            assert!(!country.is_part() && !country.is_organization());
            accepted += 1;
        } else {
            refused += 1;
        }
    }
    assert_eq!((accepted, refused), (250, 26 * 26 - 250));
}

#[test]
fn a_part_of_a_country_is_on_a_list() {
    let rows = include_str!("data/iso_3166_2_us_ca.csv").lines().skip(2);
    let mut of_iso = 0;
    for row in rows {
        let (code, kind) = row.split_once(',').unwrap();
        let parsed = Jurisdiction::parse(code);
        if kind == "Outlying area" {
            // It has a country code of its own.
            let (_, territory) = code.split_once('-').unwrap();
            let advice = format!("expected the territory's own ISO 3166-1 code: write {territory}");
            assert_eq!(parsed.unwrap_err().to_string(), advice);
            assert!(Jurisdiction::parse(territory).is_ok());
        } else {
            let part = parsed.unwrap();
            assert!(part.is_part() && part.is_within(part.country().unwrap()), "{code}");
            assert_eq!(part.country().unwrap().as_str(), &code[..2]);
            of_iso += 1;
        }
    }
    // Fifty states and the district, ten provinces and three territories.
    assert_eq!(of_iso, 51 + 13);
    // Nothing else of those two countries is one, and of others only the free zones.
    let all = || (b'A'..=b'Z').flat_map(|first| (b'A'..=b'Z').map(move |second| [first, second]));
    let text = |pair: [u8; 2]| String::from_utf8(pair.to_vec()).unwrap();
    let countries = all().map(text).filter(|code| Jurisdiction::parse(code).is_ok());
    let parts = countries.flat_map(|country| all().map(move |part| format!("{country}-{}", text(part))));
    assert_eq!(parts.filter(|code| Jurisdiction::parse(code).is_ok()).count(), of_iso);
    for (zone, country) in [("AE-ADGM", "AE"), ("AE-DIFC", "AE"), ("KZ-AIFC", "KZ"), ("QA-QFC", "QA")] {
        assert_eq!(Jurisdiction::parse(zone).unwrap().country(), Jurisdiction::parse(country).ok());
    }
    let office = Jurisdiction::parse("org:epo").unwrap();
    assert!(office.is_organization() && !office.is_part() && office.country().is_none());
    assert!(!office.is_within(Jurisdiction::parse("DE").unwrap()) && office.is_within(office));
}

#[test]
fn a_common_slip_is_told_what_to_write() {
    for (slip, right) in [
        ("UK", "GB"),
        ("uk", "GB"),
        ("EL", "GR"),
        ("ie", "IE"),
        ("Ie", "IE"),
        ("USA", "US"),
        ("usa", "US"),
        ("GBR", "GB"),
        ("DEU", "DE"),
        ("xk", "XK"),
        ("XKX", "XK"),
        ("AC", "SH"),
        ("US-PR", "PR"),
        ("us-pr", "PR"),
        ("CN-HK", "HK"),
        ("ORG:EPO", "org:epo"),
    ] {
        let advice = Jurisdiction::suggestion(slip).unwrap();
        assert!(advice.ends_with(&format!(": write {right}")), "{slip}: {advice}");
        let error = Jurisdiction::parse(slip).unwrap_err();
        assert_eq!((error.to_string().as_str(), error.advice()), (advice, advice));
    }
    for group in ["EU", "eu", "EEA", "EFTA", "APAC"] {
        assert!(Jurisdiction::suggestion(group).unwrap().ends_with("a zone or a group, not a country"));
    }
    assert!(Jurisdiction::suggestion("us-tx").unwrap().ends_with("write it in capitals"));
    assert!(Jurisdiction::suggestion("DE-BY").unwrap().ends_with("write the country alone"));
    for unknown in ["", "DD", "SU", "XX", "ZZ", "Germany", "IE ", "D\u{c9}", "org:un", "XX-TX", "US-"] {
        assert_eq!(Jurisdiction::suggestion(unknown), None, "{unknown}");
        assert!(
            Jurisdiction::parse(unknown)
                .unwrap_err()
                .to_string()
                .starts_with("expected a country that exists")
        );
    }
    for known in ["DE", "US-TX", "XK", "org:epo"] {
        assert_eq!(Jurisdiction::suggestion(known), None, "{known}");
    }
}

#[test]
fn a_region_of_an_organization_is_in_no_known_country() {
    let office = Jurisdiction::parse("org:epo").unwrap();
    let catalog = RegionCatalog::builtin().clone();
    let catalog = catalog.with(region!("acme:hague"), RegionFacts::new(office, "The Hague")).unwrap();
    assert_eq!(catalog.jurisdiction(region!("acme:hague")), None);
}
