//! What the corpus cannot show: reasons, redaction, limits, and answers that stand still.

use domicile::pii::phone::{NumberingPlans, PLAN_EDITION, PhoneError, PhoneNumber, PhoneReader, Possibility};
use flate2::read::GzDecoder;
use std::collections::HashSet;
use std::fmt::Debug;
use std::hash::Hash;
use std::io::{BufRead, BufReader};

fn read(text: &str, country: Option<&[u8; 2]>) -> Result<String, PhoneError> {
    PhoneNumber::parse(text, country.copied())
        .map(|number| number.e164(&mut PhoneNumber::buffer()).to_owned())
}

#[test]
fn every_refusal_has_its_reason() {
    let rows: [(&str, Option<&[u8; 2]>, PhoneError, &str); 15] = [
        ("020 7031 3000", None, PhoneError::CountryNeeded, "phone_country_needed"),
        ("0044 20 7031 3000", None, PhoneError::CountryNeeded, "phone_country_needed"),
        ("+44 20 7031 3000", Some(b"ZZ"), PhoneError::UnknownCountry, "phone_unknown_country"),
        ("020 7031 3000", Some(b"EU"), PhoneError::UnknownCountry, "phone_unknown_country"),
        ("020 7031 3000", Some(b"gb"), PhoneError::UnknownCountry, "phone_unknown_country"),
        ("020 7031 3000", Some(b"\xff\x00"), PhoneError::UnknownCountry, "phone_unknown_country"),
        ("", Some(b"GB"), PhoneError::NotANumber, "phone_not_a_number"),
        ("call me", Some(b"GB"), PhoneError::NotANumber, "phone_not_a_number"),
        ("1;phone-context=+1;tel:2", Some(b"US"), PhoneError::NotANumber, "phone_not_a_number"),
        ("2125550100;phone-context=", Some(b"US"), PhoneError::NotANumber, "phone_not_a_number"),
        ("+999 123 4567", None, PhoneError::UnknownCallingCode, "phone_unknown_calling_code"),
        ("+0 123 4567", Some(b"GB"), PhoneError::UnknownCallingCode, "phone_unknown_calling_code"),
        ("+442", None, PhoneError::TooShort, "phone_too_short"),
        ("001", Some(b"GB"), PhoneError::TooShort, "phone_too_short"),
        ("+44 123456789012345678", None, PhoneError::TooLong, "phone_too_long"),
    ];
    for (text, country, error, code) in rows {
        assert_eq!(read(text, country), Err(error), "{text}");
        assert_eq!(error.code(), code);
    }
}

#[test]
fn impossible_numbers_say_why() {
    let rows = [
        ("+1 650 253 0000", Ok(()), Possibility::Possible),
        ("+1 253 0000", Err(PhoneError::LocalOnly), Possibility::LocalOnly),
        ("+1 650 253", Err(PhoneError::TooShort), Possibility::TooShort),
        ("+1 650 253 00000", Err(PhoneError::TooLong), Possibility::TooLong),
        ("+44 20", Err(PhoneError::TooShort), Possibility::TooShort),
        ("+800 1234 567", Err(PhoneError::TooShort), Possibility::TooShort),
        ("+46 10 1234 56789", Err(PhoneError::InvalidLength), Possibility::InvalidLength),
    ];
    for (text, verdict, possibility) in rows {
        let number = PhoneNumber::parse(text, None).expect(text);
        assert_eq!(number.possibility(), possibility, "{text}");
        assert_eq!(number.require_possible().map(drop), verdict, "{text}");
        assert_eq!(number.is_possible(), verdict.is_ok());
    }
    let unused = PhoneNumber::parse("+1 650 153 0000", None).expect("a number");
    assert!(unused.is_possible() && !unused.is_valid());
    assert_eq!(unused.require_valid(), Err(PhoneError::NotInUse));
    assert_eq!(PhoneError::NotInUse.code(), "phone_not_in_use");
    let used = PhoneNumber::parse("+1 650 253 0000", None).expect("a number");
    assert_eq!(used.require_valid(), Ok(used));
}

#[test]
fn a_foreign_number_keeps_its_digits_under_any_default_country() {
    for country in [b"US", b"DE", b"BR", b"RU", b"IT", b"JP", b"AR", b"CN"] {
        for number in [
            "+4915112345678",
            "+8613812345678",
            "+5511961234567",
            "+821012345678",
            "+78005553535",
            "+390236618300",
        ] {
            assert_eq!(read(number, Some(country)).as_deref(), Ok(number), "{country:?}");
        }
    }
}

#[test]
fn at_most_250_characters_are_read() {
    let padded = |fill: &str| format!("+44 20 7031 3000{}", fill.repeat(250 - 16));
    for fill in [" ", "\u{a0}", "\u{1f600}"] {
        assert_eq!(read(&padded(fill), None).as_deref(), Ok("+442070313000"));
        assert_eq!(read(&(padded(fill) + "."), None), Err(PhoneError::TextTooLong));
    }
    assert_eq!(PhoneError::TextTooLong.code(), "phone_text_too_long");
    assert_eq!(read(&"1".repeat(10_000_000), Some(b"US")), Err(PhoneError::TextTooLong));
}

#[test]
fn debug_shows_no_digits_of_the_number() {
    let number = PhoneNumber::parse("+44 20 7031 3000", None).expect("a number");
    for shown in [format!("{number:?}"), format!("{number:#?}"), format!("{:?}", Some(number))] {
        assert!(shown.contains("redacted"), "{shown}");
        assert!(shown.chars().filter(char::is_ascii_digit).count() < 4, "{shown}");
    }
}

#[test]
fn spellings_of_one_number_are_one_value() {
    let spellings: HashSet<PhoneNumber> = [
        "+442070313000",
        "+44 (0)20 7031 3000",
        "tel:+44-20-7031-3000;ext=7",
        "+٤٤٢٠٧٠٣١٣٠٠٠",
        "020 7031-3000 x12",
        "00 44 20 7031 3000",
    ]
    .into_iter()
    .map(|text| PhoneNumber::parse(text, Some(*b"GB")).expect(text))
    .collect();
    assert_eq!(spellings.len(), 1);
    assert!(spellings.iter().all(|number| number.calling_code() == 44));
}

#[test]
fn parts_are_taken_as_they_are() {
    assert_eq!(
        PhoneNumber::from_parts(39, "0236618300")
            .map(|n| n.e164(&mut PhoneNumber::buffer()).to_owned())
            .as_deref(),
        Ok("+390236618300")
    );
    assert_eq!(PhoneNumber::from_parts(999, "123456"), Err(PhoneError::UnknownCallingCode));
    assert_eq!(PhoneNumber::from_parts(0, "123456"), Err(PhoneError::UnknownCallingCode));
    assert_eq!(PhoneNumber::from_parts(44, "12 34"), Err(PhoneError::NotANumber));
    assert_eq!(PhoneNumber::from_parts(44, "٢٠٧٠"), Err(PhoneError::NotANumber));
    assert_eq!(PhoneNumber::from_parts(44, "1"), Err(PhoneError::TooShort));
    assert_eq!(PhoneNumber::from_parts(44, &"1".repeat(18)), Err(PhoneError::TooLong));
    let longest = PhoneNumber::from_parts(888, &"1".repeat(17)).expect("17 digits");
    assert_eq!(longest.e164(&mut PhoneNumber::buffer()).len(), PhoneNumber::BUFFER);
}

/// A valid number in E.164 is read as itself. The one exception is the reference's own: its rules for Belarus drop an 8
/// where a valid number remains without it.
#[test]
fn valid_numbers_in_e164_are_fixed_points() {
    let file = std::fs::File::open("tests/data/phone_transitions.txt.gz").expect("the transition cover");
    let (mut seen, mut moved) = (0, Vec::new());
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let line = line.expect("a line");
        let [kind, code, national, valid] =
            line.split(' ').collect::<Vec<_>>().try_into().expect("four fields");
        if kind != "V" || valid == "0" {
            continue;
        }
        let number = PhoneNumber::from_parts(code.parse().expect("a code"), national).expect("a number");
        assert!(number.is_valid());
        assert_eq!(number.national_digits(), national);
        assert_eq!(number.international_digits(), format!("{code}{national}"));
        let mut buffer = PhoneNumber::buffer();
        let text = number.e164(&mut buffer);
        assert_eq!(text, format!("+{code}{national}"));
        seen += 1;
        if PhoneNumber::parse(text, None) != Ok(number) {
            moved.push(text.to_owned());
        }
    }
    assert_eq!(seen, 45_078);
    assert_eq!(moved, ["+3758100000000"]);
}

/// Texts that the reference reads and this crate refuses, each with its reason.
#[test]
fn known_gaps_are_refused() {
    let rows = include_str!("data/phone_known_gaps.txt").lines().filter(|line| !line.starts_with('#'));
    for row in rows {
        let [text, country, reference, reason] =
            row.split('\t').collect::<Vec<_>>().try_into().expect("four fields");
        assert!(reference.starts_with('+') && !reason.is_empty());
        let country = (country != "-").then(|| country.as_bytes().try_into().expect("two letters"));
        assert_eq!(PhoneNumber::parse(text, country), Err(PhoneError::NotANumber), "{text}");
    }
}

/// Random bytes, as text, in every country: whatever comes out can be written, and nothing panics.
#[test]
fn hostile_text_is_answered() {
    let alphabet: Vec<char> = "0123456789+-() ./,;:xX#*~=abcEXTentio\t\n\u{a0}\u{301}\u{2013}\u{200b}\u{202a}٠٩０９＋ｅｘｔдоб文😀\u{1D7CE}\0".chars().collect();
    let pieces = [";phone-context=", "tel:", ";isub=", ";ext=", "+1", "ext.", ",,", "\u{10ffff}"];
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).expect("31 bits") % limit
    };
    let mut read = 0;
    for _ in 0..200_000 {
        let mut text = String::new();
        for _ in 0..random(24) {
            match random(8) {
                0 => text.push_str(pieces[random(pieces.len())]),
                _ => text.push(alphabet[random(alphabet.len())]),
            }
        }
        let country = [
            b'A' + u8::try_from(random(26)).expect("a letter"),
            b'A' + u8::try_from(random(26)).expect("a letter"),
        ];
        if let Ok(number) = PhoneNumber::parse(&text, (random(3) > 0).then_some(country)) {
            read += 1;
            let digits = number.national_digits().len();
            assert!((2..=17).contains(&digits));
            assert!(
                !number.is_valid()
                    || matches!(number.possibility(), Possibility::Possible | Possibility::LocalOnly)
            );
        }
    }
    assert!(read > 1_000, "{read}");
}

#[test]
fn the_edition_is_named() {
    assert_eq!(PLAN_EDITION, "9.0.43");
    assert_eq!(NumberingPlans::new().edition(), PLAN_EDITION);
}

#[test]
fn values_are_plain() {
    fn plain<T: Copy + Eq + Hash + Ord + Debug + Send + Sync + 'static>() {}
    fn error<T: Copy + Eq + Hash + std::error::Error + Send + Sync + 'static>() {}
    plain::<PhoneNumber>();
    error::<PhoneError>();
    assert!(size_of::<PhoneNumber>() <= 24);
    let readers: [&dyn PhoneReader; 1] = [&NumberingPlans::new()];
    assert!(readers.iter().all(|reader| reader.read("+442070313000", None).is_ok()));
}
