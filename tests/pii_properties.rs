//! Properties of personal values under thousands of inputs: nothing leaks, nothing panics, noise changes nothing.

use std::fmt::Debug;

use domicile::pii::redact::redact;
use domicile::pii::{
    Country, DateOrder, Encoding, Field, Hints, META, Output, Pii, PiiError, Profile, Rule, SealedValue,
    UserData,
};
use proptest::prelude::*;
use proptest::sample::select;

fn profiles() -> Vec<Profile> {
    Profile::all().collect()
}

fn field() -> impl Strategy<Value = Field> {
    select(Field::ALL)
}

fn profile() -> impl Strategy<Value = Profile> {
    select(profiles())
}

/// Letters that no code, name or message of the crate has four of in a row.
fn rare(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    proptest::collection::vec(select("qxzjkwvQXZJKWVäßñжЩ日本".chars().collect::<Vec<_>>()), length)
        .prop_map(String::from_iter)
}

fn ascii_rare(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    proptest::collection::vec(select("qxzjkwvQXZJKWV".chars().collect::<Vec<_>>()), length)
        .prop_map(String::from_iter)
}

fn digits(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    proptest::collection::vec(select("0123456789".chars().collect::<Vec<_>>()), length)
        .prop_map(String::from_iter)
}

fn space() -> impl Strategy<Value = String> {
    let kinds = vec![" ", "\t", "\n", "\u{a0}", "\u{3000}", "\u{200b}", "\u{feff}", "\u{202a}", "\u{2069}"];
    proptest::collection::vec(select(kinds), 0..4).prop_map(|parts| parts.concat())
}

fn email() -> impl Strategy<Value = String> {
    (ascii_rare(1..20), select(vec!["", ".", "+", "_"]), ascii_rare(0..8), ascii_rare(1..12))
        .prop_map(|(a, sign, b, domain)| format!("{a}{sign}{b}@{domain}.qx"))
}

fn phone() -> impl Strategy<Value = String> {
    let sign = select(vec!["+", "+49 ", "+1 (", "00", "0", "(0", "tel:+"]);
    (sign, digits(3..12), select(vec!["", " ", "-", ")", " ext. "]), digits(0..6))
        .prop_map(|(sign, a, b, c)| format!("{sign}{a}{b}{c}"))
}

/// Values as they come, good and bad, with enough in them to leak.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        email(),
        phone(),
        rare(1..40),
        (rare(4..12), digits(4..20)).prop_map(|(a, b)| format!("{a} {b}")),
        (digits(1..3), digits(1..3), digits(2..5)).prop_map(|(a, b, c)| format!("{a}/{b}/{c}")),
        (email(), space()).prop_map(|(a, b)| format!("{b}{a}{b}")),
        "\\PC{0,40}",
    ]
}

fn hints() -> impl Strategy<Value = Hints> {
    let country = select(vec![None, Some("US"), Some("DE"), Some("IT"), Some("BR"), Some("AQ")]);
    let order = select(vec![None, Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst)]);
    (country, order).prop_map(|(country, order)| {
        let hints = country.map_or(Hints::new(), |code| Hints::new().country(Country::parse(code).unwrap()));
        order.map_or(hints, |order| hints.date_order(order))
    })
}

/// Fails if `shown` holds four or more characters in a row of the raw value.
fn assert_no_leak(raw: &str, shown: &str) -> Result<(), TestCaseError> {
    let raw: Vec<char> = raw.to_lowercase().chars().collect();
    let shown = shown.to_lowercase();
    for window in raw.windows(4) {
        // Four of a kind of layout (spaces, dots) is no part of a value.
        if window.iter().filter(|c| c.is_alphanumeric()).count() == 4 {
            let part: String = window.iter().collect();
            prop_assert!(!shown.contains(&part), "{part:?} stands in {shown:?}");
        }
    }
    Ok(())
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_shows_the_value(profile in profile(), field in field(), raw in value(), hints in hints()) {
        let user = UserData::new().with(field, raw.as_str()).hints(hints);
        let sealed = profile.seal(&user);
        let normalized = profile.normalize_with(field, Pii::new(raw.as_str()), &hints);
        let explanation = profile.explain(field, Pii::new(raw.as_str()), &hints);
        let mut shown = [debug(&user), debug(&user.parse()), debug(&sealed), debug(&normalized), debug(&Pii::new(raw.as_str()))].concat();
        // The rule of the platform is no part of the value, and it is long.
        shown.push_str(&explanation.to_string());
        for (_, verdict) in sealed.verdicts() {
            shown.push_str(&debug(&verdict));
            if let Err(error) = verdict {
                shown.push_str(&format!("{error} {}", error.code()));
            }
        }
        if let Ok(normalized) = &normalized {
            shown.push_str(&debug(&normalized.hash()));
        }
        shown.push_str(&debug(&Country::parse(&raw)));
        shown.push_str(&debug(&profile.declare_hashed(Encoding::Hex, &raw).map_err(|error| error.to_string())));
        assert_no_leak(&raw, &shown)?;
    }

    #[test]
    fn a_normalized_value_stays_as_it_is(profile in profile(), field in field(), raw in value(), hints in hints()) {
        let Ok(once) = profile.normalize_with(field, Pii::new(raw.as_str()), &hints) else { return Ok(()) };
        // A phone number without its + is read again with it, or in its country.
        let again = match (field, once.expose()) {
            (Field::Phone, text) if profile.name() == "liveramp" => return { let _ = text; Ok(()) },
            (Field::Phone, text) => format!("+{}", text.trim_start_matches('+')),
            (_, text) => text.to_owned(),
        };
        let twice = profile.normalize_with(field, Pii::new(again.as_str()), &hints);
        prop_assert_eq!(twice.map(|text| text.expose().to_owned()), Ok(once.expose().to_owned()));
    }

    #[test]
    fn noise_does_not_change_an_address(profile in profile(), raw in email(), before in space(), after in space(), flips in any::<u64>()) {
        let Ok(plain) = profile.normalize(Field::Email, Pii::new(raw.as_str()), None) else { return Ok(()) };
        let flipped: String = raw.chars().enumerate().map(|(index, c)| {
            if flips >> (index % 64) & 1 == 0 { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() }
        }).collect();
        let noisy = format!("{before}{flipped}{after}");
        let normalized = profile.normalize(Field::Email, Pii::new(noisy.as_str()), None);
        prop_assert_eq!(normalized.map(|text| text.expose().to_owned()), Ok(plain.expose().to_owned()));
    }

    #[test]
    fn composition_does_not_change_a_name(profile in profile(), raw in "[äöüéñçåőA-Za-z' -]{1,20}") {
        let decomposed: String = raw.chars().flat_map(|c| match c {
            'ä' => vec!['a', '\u{308}'], 'ö' => vec!['o', '\u{308}'], 'ü' => vec!['u', '\u{308}'],
            'é' => vec!['e', '\u{301}'], 'ñ' => vec!['n', '\u{303}'], 'ç' => vec!['c', '\u{327}'],
            'å' => vec!['a', '\u{30a}'], 'ő' => vec!['o', '\u{30b}'], other => vec![other],
        }).collect();
        for field in [Field::FirstName, Field::LastName, Field::City, Field::ExternalId] {
            // What is passed on as written stays as it was written.
            if profile.rule(field).is_some_and(|row| row.rule() == Rule::Verbatim) {
                continue;
            }
            let of = |raw: &str| profile.normalize(field, Pii::new(raw), None).map(|text| text.expose().to_owned());
            prop_assert_eq!(of(&raw), of(&decomposed));
        }
    }

    #[test]
    fn sealing_and_normalizing_agree_and_no_value_loses_another(
        profile in profile(),
        values in proptest::collection::vec((field(), value()), 0..12),
        hints in hints(),
    ) {
        let mut user = UserData::new().hints(hints);
        for (field, raw) in &values {
            user.push(*field, raw.as_str());
        }
        let countries = values.iter().filter(|(field, _)| *field == Field::Country).count();
        let sealed = profile.seal(&user);
        let verdicts: Vec<_> = sealed.verdicts().collect();
        prop_assert_eq!(verdicts.len(), values.len());
        for ((field, raw), (sealed_field, verdict)) in values.iter().zip(verdicts) {
            prop_assert_eq!(*field, sealed_field);
            if countries == 0 {
                let normalized = profile.normalize_with(*field, Pii::new(raw.as_str()), &hints);
                prop_assert_eq!(verdict.map(|_| ()), normalized.map(|_| ()));
            }
        }
        let json = serde_json::to_string(&sealed).unwrap();
        let opening = json.chars().next();
        prop_assert_eq!(opening, Some('{'));
        // What is hashed does not stand in the payload, the hashes aside: four letters of a value can be in the base64
        // text of a hash by chance.
        let json = sealed.values().fold(json, |json, (_, value)| match value {
            SealedValue::Hashed(hash) => json.replace(hash.text().as_str(), ""),
            _ => json,
        });
        for (field, raw) in &values {
            let clear = profile.rule(*field).is_some_and(|row| row.output() == Output::Clear);
            let clear_elsewhere = sealed.clear_fields().next().is_some();
            if !clear && !clear_elsewhere && raw.chars().all(|c| "qxzjkwvQXZJKWV@.".contains(c)) {
                assert_no_leak(raw, &json)?;
            }
        }
    }

    #[test]
    fn what_is_hashed_is_never_empty(profile in profile(), field in field(), raw in value(), hints in hints()) {
        if let Ok(normalized) = profile.normalize_with(field, Pii::new(raw.as_str()), &hints) {
            prop_assert!(normalized.expose().chars().any(|c| c.is_alphanumeric() || !c.is_ascii() || field == Field::UserAgent || !normalized.expose().is_empty()));
            prop_assert!(!normalized.expose().trim().is_empty());
        }
    }

    #[test]
    fn nothing_panics(raw in any::<String>(), hints in hints(), more in "[+0-9@.a-z()\\- /%\u{200b}\u{660}-\u{669}Ä\u{130}]{0,60}") {
        for text in [raw.as_str(), more.as_str()] {
            for profile in profiles() {
                for field in Field::ALL {
                    let _ = profile.normalize_with(*field, Pii::new(text), &hints);
                }
                let _ = profile.declare_hashed(Encoding::Base64, text);
            }
            let _ = META.explain(Field::LastName, Pii::new(text), &hints).to_string();
            let _ = Country::parse(text);
            let _ = serde_json::from_str::<UserData<'_>>(text);
            let once = redact(text);
            prop_assert_eq!(redact(&once), once.as_ref());
        }
    }

    #[test]
    fn addresses_and_numbers_do_not_survive_redaction(
        raw in email(),
        number in "\\+49 ?[1-9][0-9]{2}[ /-]?[0-9]{4,8}",
        before in "([a-z ]{0,10} |\"|=|<)",
        after in "( [a-z ]{0,10}|\"|;|>|\\.)",
    ) {
        let text = format!("{before}{raw}{after}, {before}{number}{after}");
        prop_assert_eq!(redact(&text), format!("{before}[email]{after}, {before}[phone]{after}"));
    }
}

#[test]
fn a_message_of_serde_repeats_nothing() {
    for json in [
        r#"{"em": 4930123456}"#,
        r#"{"em": {"qxzj": "wvkq"}}"#,
        r#"{"qxzjkwv": "x"}"#,
        r#"{"em": [1.5e9, "qxzj"]}"#,
        r#"{"em": "qxzj"#,
        r#""qxzjkwv""#,
        "4930123456",
        r#"["qxzjkwv"]"#,
    ] {
        let message = serde_json::from_str::<UserData<'_>>(json).unwrap_err().to_string();
        for part in ["4930", "qxzj", "wvkq", "1.5", "1500"] {
            assert!(!message.contains(part), "{json}: {message}");
        }
    }
}

#[test]
fn every_code_is_its_own() {
    let errors =
        [PiiError::Empty, PiiError::InvalidEmail, PiiError::UndeclaredHash, PiiError::PlaceholderHash];
    let codes: std::collections::BTreeSet<&str> = errors.map(PiiError::code).into_iter().collect();
    assert_eq!(codes.len(), errors.len());
}
