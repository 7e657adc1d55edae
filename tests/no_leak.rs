//! N1, T11: what is personal is not repeated. Thousands of random personal values are given to every door that could
//! see one, and everything that comes out is searched for four or more of their characters in a row.
#![cfg(feature = "serde")]

use domicile::audit::{Event, EventId, Head, ReasonCode};
use domicile::data::Categories;
use domicile::flow::{Endpoint, Envelope, Site, check_region_header};
use domicile::pii::{Field, Pii, Profile, UserData};
use domicile::place::{Jurisdiction, RegionCatalog};
use domicile::policy::{RecipientName, RoleName};
use domicile::tenant::{
    Claims, Directory, Epoch, HostPattern, Hostname, KeyTag, OrgId, Plan, Residency, Tenant, resolve,
};
use domicile::{DataCategory, Decision, Here, Region, ResidencyPolicy, TenantId, UnixTime, Zone};
use proptest::prelude::*;

/// Personal values of letters and digits that the crate's own texts do not hold four of in a row.
fn personal() -> impl Strategy<Value = String> {
    let word = "[qxzjkwväøß]{4,12}";
    prop_oneof![
        (word, "[qxzjk]{4,9}").prop_map(|(local, domain)| format!("{local}@{domain}.zq")),
        (word, word).prop_map(|(one, two)| format!("{one} {two}")),
        "\\+?[3-9]{3}[ -]?[3-9]{3}[ -]?[3-9]{3,6}",
        "[QXZJKWV]{4,20}",
        (word, "[3-9]{4,9}").prop_map(|(one, two)| format!("{one}_{two}@")),
        "[qxzj\u{200b}\u{202e}😀]{4,10}",
    ]
}

/// Every text the crate gives back when `raw` goes into its doors.
fn texts_about(raw: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut push = |debug: &dyn std::fmt::Debug| texts.push(format!("{debug:?} {debug:#?}"));
    push(&Pii::new(raw));
    push(&Pii::new(raw.to_owned()));
    let user = UserData::new().email(raw).phone(raw).with(Field::FirstName, raw);
    push(&user);
    let mut sealed = Vec::new();
    for name in ["meta", "google"] {
        let profile = Profile::named(name).unwrap();
        let result = profile.seal(&user);
        push(&result);
        for (field, error) in result.refusals() {
            push(&field);
            push(&error);
            sealed.push(format!("{error} {}", error.code()));
        }
        for field in Field::ALL {
            push(&profile.normalize(*field, Pii::new(raw), None));
        }
        if result.clear_fields().next().is_none() {
            sealed.push(serde_json::to_string(&result).unwrap());
            sealed.push(serde_json::to_string(&envelope(&result)).unwrap());
        }
    }
    macro_rules! errors_of {
        ($($parse:expr),* $(,)?) => { $(if let Err(error) = $parse { sealed.push(format!("{error} {error:?} {}", error.code())); })* };
    }
    errors_of!(
        Hostname::parse(raw),
        HostPattern::parse(raw),
        KeyTag::parse(raw),
        KeyTag::parse(&format!("sk_eu-west-1_{raw}")),
        Plan::parse(raw),
        EventId::parse(&format!("{raw} ")),
        TenantId::parse(&format!("{raw} ")),
        OrgId::parse(&format!("{raw} ")),
        ReasonCode::parse(&format!("{raw} ")),
        Region::parse(raw),
        Zone::parse(raw),
        Jurisdiction::parse(raw),
        DataCategory::parse(raw),
        Site::new(&format!("{raw} "), Region::EuWest1),
        Endpoint::regional(&format!("{raw} "), Region::EuWest1, RecipientName::parse("meta").unwrap()),
        RecipientName::parse(raw),
        RoleName::parse(raw),
        Head::genesis(Region::EuWest1, &format!("{raw} ")),
        RegionCatalog::builtin().clone().with_provider(raw),
        check_region_header(Region::EuWest1, Some(raw)),
        raw.parse::<domicile::digest::Digest>(),
    );
    // A key keeps its region and nothing else.
    if let Ok(tag) = KeyTag::parse(&format!("sk_eu-west-1_{raw}")) {
        sealed.push(format!("{tag:?}"));
    }
    texts.extend(sealed);
    texts
}

/// A sealed body under a real stamp, as it would stand on a queue.
fn envelope<B>(body: B) -> Envelope<B> {
    let id = TenantId::parse("t-1").unwrap();
    let tenants = Directory::builder().with(Tenant::new(id, Residency::enforced(Region::EuWest1)));
    let tenants = tenants.build(Epoch::new(1), UnixTime::from_secs(9)).unwrap();
    let policy = ResidencyPolicy::closed();
    let now = policy.at(UnixTime::from_secs(1));
    let resolved = resolve(&Claims::tenant(&id), &tenants, now.now()).unwrap();
    let what: Categories = [DataCategory::PseudonymousIdentifier].into_iter().collect();
    let sites = [Site::new("q", Region::EuWest1).unwrap()];
    let Decision::Permit(permit) = now.receive(&resolved, Here(Region::EuWest1), &what) else {
        panic!("at home")
    };
    let (stamp, _) = now.route(permit, &sites).unwrap().stamp(EventId::parse("e-1").unwrap());
    assert!(now.admit(&stamp, &tenants, Here(Region::EuWest1)).is_ok());
    Envelope { stamp, body }
}

/// The text without its digests: 64 hexadecimal digits hold any four by chance.
fn without_digests(text: &str) -> String {
    let pieces = text.split_inclusive(|c: char| !c.is_ascii_hexdigit());
    pieces.filter(|piece| piece.trim_end_matches(|c: char| !c.is_ascii_hexdigit()).len() < 64).collect()
}

/// The first four characters in a row of `raw` that stand in `text`.
fn leak<'a>(raw: &'a str, text: &str) -> Option<&'a str> {
    let text = without_digests(text);
    let starts: Vec<usize> = raw.char_indices().map(|(at, _)| at).chain([raw.len()]).collect();
    let mut windows = starts.windows(5).map(|window| &raw[window[0]..window[4]]);
    windows.find(|window| text.contains(window))
}

#[test]
fn the_search_itself_finds_what_is_there() {
    assert_eq!(leak("abcdef", "xxbcdexx"), Some("bcde"));
    assert_eq!(leak("abcdef", "xxbcdxx"), None);
    assert_eq!(leak("äöüß", "äöüß"), Some("äöüß"));
    let digest = domicile::digest::Digest::of(b"").to_string();
    assert_eq!(leak(&digest[..8], &format!("x {digest}")), None);
    assert_eq!(leak("9348", &format!("x {digest}, 934 9348")), Some("9348"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_of_the_crate_repeats_a_personal_value(raw in personal()) {
        for text in texts_about(&raw) {
            prop_assert_eq!(leak(&raw, &text), None, "in {}", text);
            prop_assert!(leak(&raw.to_lowercase(), &text).is_none(), "in {}", text);
        }
    }

    /// A ledger entry is made of codes and ids. Codes are this crate's own; an id refuses e-mail addresses and running
    /// text, and that no phone number is made an id is for the sender to know.
    #[test]
    fn no_entry_of_a_ledger_repeats_a_personal_value(raw in personal()) {
        let (id, shop) = (EventId::parse("evt-1").unwrap(), TenantId::parse("shop-1").unwrap());
        prop_assert!(EventId::parse(&raw).is_err() || !raw.contains(['@', ' ']));
        let sealed = Profile::named("meta").unwrap().seal(&UserData::new().email(raw.as_str()).phone(raw.as_str()));
        for (_, error) in sealed.refusals() {
            let event = Event::value_refused(id, shop, Here(Region::EuWest1), ReasonCode::parse(error.code()).unwrap());
            let (_, entry) = Head::genesis(Region::EuWest1, "test").unwrap().append(event, UnixTime::from_secs(0)).unwrap();
            let text = format!("{entry:?} {}", serde_json::to_string(&entry).unwrap());
            prop_assert_eq!(leak(&raw, &text), None);
        }
    }
}
