//! One row for each defect seen in the platforms' own libraries or in other integrations: what they make of an input, so
//! that this crate never does the same.

use domicile::pii::{Country, Encoding, Field, META, Pii, Profile, UserData};

fn normalize(platform: &str, field: &str, raw: &str, country: &str) -> Result<String, &'static str> {
    let profile = Profile::named(platform).expect("a platform");
    let field = Field::parse(field).expect("a field");
    profile
        .normalize(field, Pii::new(raw), Country::parse(country).ok())
        .map(|text| text.expose().to_owned())
        .map_err(|error| error.code())
}

/// Platform, field, input, country, what is right (or the code of the refusal), what was seen elsewhere.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Result<&'static str, &'static str>,
    &'static str,
);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // Libraries of one company that contradict each other.
    ("meta", "ct", "Montréal", "", Ok("montréal"), "montral"),
    ("meta", "ct", "Menlo Park", "", Ok("menlopark"), "menlo park"),
    ("meta", "st", "Rhode Island", "US", Ok("ri"), "rhodeisland"),
    ("meta", "country", "United States of America", "", Ok("us"), "unitedstatesofamerica"),
    ("meta", "ph", "555.123.4567", "US", Ok("15551234567"), "5551234567"),
    ("meta", "ph", "555.123.4567", "", Err("phone_country_needed"), "555.123.4567"),
    ("meta", "ph", "0044 20 7946 0958", "GB", Ok("442079460958"), "00442079460958"),
    ("meta", "ph", "0044 20 7946 0958", "", Err("phone_country_needed"), "00442079460958"),
    ("meta", "zp", "SW1A 1AA", "GB", Ok("sw1a1aa"), "sw1a 1aa"),
    ("google", "fn", " Alex Dr.", "", Ok("alex"), "alex dr."),
    ("google", "em", "alex.2+myalias@gmail.com", "", Ok("alex2@gmail.com"), "alex2myalias@gmail.com"),
    ("meta", "fi", "", "", Err("empty"), ""),
    // Countries and states cut to two letters.
    ("meta", "country", "Österreich", "", Err("invalid_country"), "st"),
    ("meta", "country", "Northern Ireland", "", Ok("gb"), "ie"),
    ("meta", "country", "UK", "", Ok("gb"), "uk"),
    ("meta", "country", "Côte d'Ivoire", "", Ok("ci"), "ct"),
    ("meta", "country", "Holland", "", Ok("nl"), "ho"),
    ("meta", "country", "Atlantis", "", Err("invalid_country"), "at"),
    ("meta", "st", "Washington DC", "US", Ok("dc"), "wa"),
    ("meta", "st", "New South Wales", "AU", Ok("newsouthwales"), "ne"),
    ("meta", "st", "New South Wales", "US", Err("invalid_state"), "ne"),
    // Letters deleted.
    ("meta", "ct", "Köln", "", Ok("köln"), "kln"),
    ("meta", "ct", "São Paulo", "", Ok("sãopaulo"), "sopaulo"),
    ("meta", "ct", "Москва", "", Ok("москва"), ""),
    ("meta", "ct", "北京", "", Ok("北京"), ""),
    ("meta", "ct", "29 Palms", "", Ok("29palms"), ""),
    ("amazon", "ct", "Köln", "", Err("unexpected_character"), "kln"),
    ("amazon", "em", "info@Bücher.de", "", Err("unexpected_character"), "info@bcher.de"),
    ("amazon", "zp", "K1A 0B1", "CA", Ok("k1a0b1"), "k1"),
    // Phone digits lost or glued on.
    ("meta", "ph", "+４４ 20 7946 0958", "", Ok("442079460958"), "2079460958"),
    ("meta", "ph", "+44 (0)20 7946 0958", "", Ok("442079460958"), "4402079460958"),
    ("meta", "ph", "1-800-FLOWERS", "US", Ok("18003569377"), "1800"),
    ("meta", "ph", "911", "US", Err("phone_too_short"), "911"),
    ("meta", "ph", "+1 650 555 1212 ext. 42", "", Ok("16505551212"), "1650555121242"),
    ("google", "ph", "4930123456", "DE", Ok("+4930123456"), "+494930123456"),
    ("google", "ph", "0176 1234567", "EU", Err("phone_country_needed"), "+1761234567"),
    ("tiktok", "ph", "+1 (555) 555-5555", "", Ok("+15555555555"), "+1 (555) 555-5555"),
    ("snap", "ph", "6505551212", "", Err("phone_country_needed"), "16505551212"),
    ("snap", "ph", "+39 06 6988 1234", "", Err("rule_in_doubt"), "39669881234"),
    ("uid2", "ph", "٠٤٩١ ٥٧٠ ٠٠٦", "AU", Ok("+61491570006"), "٠٤٩١٥٧٠٠٠٦"),
    ("google", "ph", "0000000000", "DE", Err("phone_in_doubt"), "+49000000000"),
    // Dates of birth that are none, or two.
    ("meta", "db", "99999999", "", Err("invalid_date"), "99999999"),
    ("meta", "db", "31/02/1990", "", Err("invalid_date"), "19900231"),
    ("meta", "db", "19903112", "", Err("invalid_date"), "19903112"),
    ("meta", "db", "1/2/1990", "", Err("ambiguous_date"), "19900102"),
    // Postal codes cut at a dash outside the United States.
    ("meta", "zp", "1000-001", "PT", Ok("1000001"), "1000"),
    ("meta", "zp", "123-4567", "JP", Ok("1234567"), "123"),
    ("meta", "zp", "00-950", "PL", Ok("00950"), "00"),
    // Unicode.
    ("meta", "fn", "Vale\u{301}ry", "", Ok("valéry"), "vale\u{301}ry"),
    ("meta", "fn", "Ma\u{200b}ry", "", Ok("mary"), "ma\u{200b}ry"),
    ("meta", "em", "ja\u{200b}ne@example.com", "", Err("unexpected_character"), "ja\u{200b}ne@example.com"),
    ("meta", "fn", "TITI", "", Ok("titi"), "tıtı"),
    ("meta", "fn", "O’Brien", "", Ok("obrien"), "o’brien"),
    ("meta", "ln", "Smith–Jones", "", Ok("smithjones"), "smith–jones"),
    // One dot, one dash, one domain too many.
    ("google", "em", "a.b.c@gmail.com", "", Ok("abc@gmail.com"), "ab.c@gmail.com"),
    ("google", "em", "a.b@gmail.company.example", "", Ok("a.b@gmail.company.example"), "ab@gmail.company.example"),
    ("uid2", "em", "a.b@example.com", "", Ok("a.b@example.com"), "ab@example.com"),
    ("uid2", "em", "a.b@googlemail.com", "", Ok("a.b@googlemail.com"), "ab@googlemail.com"),
    ("google", "ln", "Ivanov", "", Ok("ivanov"), "ivano"),
    // Not hashed at all, or twice, or nothing.
    ("meta", "em", "", "", Err("empty"), ""),
    ("meta", "em", "null", "", Err("invalid_email"), "null"),
    ("meta", "em", "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b", "", Err("undeclared_hash"), "its hash"),
    ("meta", "ln", "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b", "", Err("undeclared_hash"), "its hash"),
    ("meta", "ph", "+0000000000", "", Err("phone_unknown_calling_code"), ""),
    ("linkedin", "em", " Jane@Example.COM ", "", Ok("jane@example.com"), " Jane@Example.COM "),
    // Click identifiers lower-cased, addresses hashed.
    ("meta", "fbc", "fb.1.1554763741205.AbCdEf", "", Ok("fb.1.1554763741205.AbCdEf"), "fb.1.1554763741205.abcdef"),
    ("meta", "ip", "168.212.226.204", "", Ok("168.212.226.204"), "its hash"),
];

#[test]
fn no_defect_is_repeated() {
    for (platform, field, raw, country, right, seen) in ROWS {
        let made = normalize(platform, field, raw, country);
        assert_eq!(made.as_deref().map_err(|code| *code), *right, "{platform} {field} {raw:?} {country}");
        assert!(right.is_err() || made.as_deref() != Ok(*seen), "{platform} {field} {raw:?}");
    }
}

#[test]
fn hexadecimal_is_small() {
    // One of Google's libraries writes capitals.
    let hash = META.normalize(Field::Email, Pii::new("jane@example.com"), None).unwrap().hash().unwrap();
    assert!(hash.text().as_str().bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
}

#[test]
fn base64_is_of_the_bytes_and_not_of_the_hexadecimal_text() {
    // A mistake that the UID2 documentation warns of. The value is that of the documentation.
    let uid2 = Profile::named("uid2").unwrap();
    let hash =
        uid2.normalize(Field::Email, Pii::new("JaneSaoirse+Work@gmail.com"), None).unwrap().hash().unwrap();
    assert_eq!(hash.text().as_str(), "ku4mBX7Z3qJTXWyLFB1INzkyR2WZGW4ANSJUiW21iI8=");
}

#[test]
fn a_declared_hash_is_neither_hashed_again_nor_trimmed() {
    let text = "62A14E44F765419D10FEA99367361A727C12365E2520F32218D505ED9AA0F62F";
    let sealed =
        META.seal(&UserData::new().hashed(Field::Email, META.declare_hashed(Encoding::Hex, text).unwrap()));
    assert_eq!(serde_json::to_value(&sealed).unwrap()["em"][0], text.to_lowercase());
    for bad in [&text[..63], &text[..32], &format!("{text} "), "MzJjaGFyYWN0ZXJzLW9mLWJhc2U2NA=="] {
        assert!(META.declare_hashed(Encoding::Hex, bad).is_err());
    }
}

#[test]
fn one_bad_value_loses_neither_the_others_nor_the_event() {
    let user =
        UserData::new().email("jane@example.com").email("Jané@").phone("+0000000000").country("Atlantis");
    let sealed = META.seal(&user);
    assert_eq!((sealed.values().count(), sealed.refusals().count()), (1, 3));
    assert_eq!(serde_json::to_value(&sealed).unwrap().as_object().unwrap().len(), 1);
}

#[test]
fn payloads_have_the_platforms_own_form() {
    let user = UserData::new()
        .email("jane@example.com")
        .email(" JANE@example.com")
        .phone("+49 30 901820")
        .with(Field::FirstName, "Jane")
        .with(Field::LastName, "Doe")
        .with(Field::PostalCode, "10115")
        .with(Field::IpAddress, "192.0.2.1")
        .with(Field::ClickId, "CLICK")
        .with(Field::ExternalId, "c-1")
        .country("DE");
    let json = |name: &str| serde_json::to_value(Profile::named(name).unwrap().seal(&user)).unwrap();
    let email = "8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d";

    let meta = json("meta");
    assert_eq!(meta["em"], serde_json::json!([email]), "a value that came twice stands once");
    assert_eq!(meta["client_ip_address"], "192.0.2.1");
    assert_eq!(meta["fbc"], "CLICK");

    let google = json("google");
    let identifiers = google["userIdentifiers"].as_array().unwrap();
    assert_eq!(identifiers.len(), 3);
    assert_eq!(identifiers[0], serde_json::json!({ "emailAddress": email }));
    assert_eq!(identifiers[2]["address"]["regionCode"], "DE");
    assert_eq!(identifiers[2]["address"]["postalCode"], "10115");
    assert_eq!(identifiers[2]["address"]["givenName"].as_str().unwrap().len(), 64);

    let tiktok = json("tiktok");
    assert_eq!((&tiktok["email"][0], &tiktok["ttclid"]), (&email.into(), &"CLICK".into()));

    let x = json("x");
    assert_eq!(x["identifiers"][0], serde_json::json!({ "hashed_email": email }));

    let linkedin = json("linkedin");
    assert_eq!(linkedin["userIds"][0], serde_json::json!({ "idType": "SHA256_EMAIL", "idValue": email }));
    assert_eq!(
        linkedin["userInfo"],
        serde_json::json!({ "firstName": "Jane", "lastName": "Doe", "countryCode": "DE" })
    );
    assert_eq!(linkedin["externalIds"], serde_json::json!(["c-1"]));

    let amazon = json("amazon");
    assert_eq!(amazon["matchKeys"][0], serde_json::json!({ "type": "EMAIL", "values": [email] }));
    assert_eq!(amazon["countryCode"], "DE");

    let uid2 = json("uid2");
    assert_eq!(uid2["email_hash"][0].as_str().unwrap().len(), 44);

    let liveramp = json("liveramp");
    assert_eq!(liveramp["phone_sha1"][0].as_str().unwrap().len(), 40);

    let klaviyo = json("klaviyo");
    assert_eq!(
        (&klaviyo["email"], &klaviyo["phone_number"]),
        (&"jane@example.com".into(), &"+4930901820".into())
    );
}

#[test]
fn what_leaves_in_clear_is_listed() {
    let user = UserData::new().email("jane@example.com").with(Field::PostalCode, "10115").country("DE");
    let clear = |name: &str| {
        let sealed = Profile::named(name).unwrap().seal(&user);
        sealed.clear_fields().map(Field::name).collect::<Vec<_>>()
    };
    assert_eq!(clear("meta"), [""; 0]);
    assert_eq!(clear("google"), ["zp", "country"]);
    assert_eq!(clear("klaviyo"), ["em"]);
}

/// `valid` is a flag that the caller may demand; the form alone needs no plan and guesses nothing.
#[test]
fn phone_numbers_are_checked_as_far_as_the_caller_says() {
    use domicile::pii::{Hints, META, PhoneCheck, SNAP, UserData};
    let sealed = |phone: &'static str, check| {
        let user = UserData::new().phone(phone).hints(Hints::new().phone_check(check));
        let codes = [META.seal(&user), META.seal_parsed(&user.parse())]
            .map(|sealed| sealed.refusals().next().map(|(_, error)| error.code()));
        assert_eq!(codes[0], codes[1], "{phone}");
        codes[0]
    };
    for (phone, form, possible, valid) in [
        ("+1 650 555 0123", None, None, None),
        ("+1 100 555 0123", None, None, Some("phone_not_in_use")),
        ("+49 (0)30 901820", Some("phone_in_doubt"), None, None),
        ("650 555 0123", Some("phone_form"), Some("phone_country_needed"), Some("phone_country_needed")),
        ("+999 123 456 78", None, Some("phone_unknown_calling_code"), Some("phone_unknown_calling_code")),
    ] {
        assert_eq!(sealed(phone, PhoneCheck::Form), form, "{phone}");
        assert_eq!(sealed(phone, PhoneCheck::Possible), possible, "{phone}");
        assert_eq!(sealed(phone, PhoneCheck::Valid), valid, "{phone}");
    }
    // Where the national number begins, only a plan knows.
    let user = UserData::new().phone("+16505550123").hints(Hints::new().phone_check(PhoneCheck::Form));
    assert_eq!(SNAP.seal(&user).refusals().next().map(|(_, error)| error.code()), Some("rule_in_doubt"));
}
