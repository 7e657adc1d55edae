//! Host names, patterns and bindings against naive readings of the same rules.

use std::collections::BTreeSet;

use domicile::TenantId;
use domicile::tenant::{HostBindings, HostPattern, Hostname, InvalidBindings};
use proptest::prelude::*;

/// The rules of a host name, written down once more, over `String`s.
fn naive(text: &str) -> Option<String> {
    let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
    let labels: Vec<&str> = name.split('.').collect();
    let is_label = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
            && (label.get(2..4) != Some("--") || label.starts_with("xn"))
    };
    let last = labels.last()?;
    let is_decimal = last.chars().all(|c| c.is_ascii_digit());
    let is_hexadecimal =
        last.strip_prefix("0x").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_hexdigit()));
    let is_name = name.len() <= 253 && labels.iter().all(is_label) && !is_decimal && !is_hexadecimal;
    is_name.then_some(name)
}

fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9-]{0,5}",
        "[a-z0-9]{60,64}",
        "xn--[a-z0-9-]{0,4}",
        "[a-z0-9]{2}--[a-z]?",
        "0[xX][0-9a-g]{0,3}"
    ]
}

fn almost_a_name() -> impl Strategy<Value = String> {
    let names = prop::collection::vec(label(), 0..6).prop_map(|labels| labels.join("."));
    (names, prop::sample::select(vec!["", "", "", ".", "..", ":1", "@", "_", " ", "é"]))
        .prop_map(|(a, b)| a + b)
}

/// Names of one to four labels over two letters: few enough that all of them can be tried.
fn universe() -> Vec<Hostname> {
    let mut names = vec![String::new()];
    let mut all = Vec::new();
    for _ in 0..4 {
        names = names.iter().flat_map(|name| ["a", "b"].map(|label| format!("{label}.{name}"))).collect();
        all.extend(names.iter().map(|name| Hostname::parse(name).unwrap()));
    }
    all
}

fn pattern() -> impl Strategy<Value = HostPattern> {
    (any::<bool>(), prop::collection::vec(prop::sample::select(vec!["a", "b"]), 1..4)).prop_map(
        |(star, labels)| {
            let name = labels.join(".");
            let pattern = if star && labels.len() > 1 { format!("*.{name}") } else { name };
            HostPattern::parse(&pattern).unwrap()
        },
    )
}

proptest! {
    #[test]
    fn a_hostname_is_what_the_rules_say(text in almost_a_name()) {
        let parsed = Hostname::parse(&text).ok();
        prop_assert_eq!(parsed.map(|name| name.to_string()), naive(&text));
        if let Some(name) = parsed {
            prop_assert_eq!(Hostname::parse(name.as_str()), Ok(name));
        }
    }

    #[test]
    fn any_text_is_read_without_panicking_and_not_repeated(text in "\\PC{4,80}") {
        for error in [
            Hostname::parse(&text).err().map(|error| format!("{error} {error:?}")),
            HostPattern::parse(&text).err().map(|error| format!("{error} {error:?}")),
        ].into_iter().flatten() {
            prop_assert!(!error.contains(&text));
        }
    }

    #[test]
    fn no_ip_address_is_a_hostname(v4: std::net::Ipv4Addr, v6: std::net::Ipv6Addr) {
        let texts = [v4.to_string(), format!("{v4}."), u32::from(v4).to_string(), format!("{:#x}", u32::from(v4))];
        for text in texts.into_iter().chain([v6.to_string(), format!("[{v6}]"), format!("[{v6}]:443")]) {
            prop_assert!(Hostname::parse(&text).is_err(), "{text}");
            prop_assert!(HostPattern::parse(&text).is_err(), "{text}");
            prop_assert!(HostPattern::parse(&format!("*.{text}")).is_err(), "{text}");
        }
    }

    #[test]
    fn a_pattern_matches_whole_labels_only(text in almost_a_name(), hostname in almost_a_name(), star: bool) {
        let text = if star { format!("*.{text}") } else { text };
        let (Ok(pattern), Ok(hostname)) = (HostPattern::parse(&text), Hostname::parse(&hostname)) else { return Ok(()) };
        prop_assert_eq!(HostPattern::parse(pattern.as_str()), Ok(pattern));
        let labels = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
        let (wanted, found) = (labels(pattern.as_str()), labels(hostname.as_str()));
        let fits = |(wanted, found): (&String, &String)| wanted == "*" || wanted == found;
        let expected = wanted.len() == found.len() && wanted.iter().zip(&found).all(fits);
        prop_assert_eq!(pattern.matches(&hostname), expected);
    }

    #[test]
    fn whatever_is_glued_to_a_name_leaves_the_pattern(
        labels in prop::collection::vec("[a-z]{1,4}", 2..4),
        glue in "[a-z0-9]{1,3}|[a-z]\\.[a-z]\\.",
    ) {
        let name = labels.join(".");
        let pattern = HostPattern::parse(&format!("*.{name}")).unwrap();
        let below = Hostname::parse(&format!("x.{name}")).unwrap();
        prop_assert!(pattern.matches(&below));
        for other in [format!("{glue}{name}"), format!("x.{name}{glue}").replace("..", "."), format!("x{glue}.x.{name}")] {
            if let Ok(hostname) = Hostname::parse(&other) {
                prop_assert!(!pattern.matches(&hostname), "{pattern} {hostname}");
            }
        }
    }

    #[test]
    fn bindings_agree_with_trying_every_name(
        bindings in prop::collection::vec((pattern(), prop::sample::select(vec!["ann", "bob", "cleo"])), 0..8),
    ) {
        let bindings: Vec<(HostPattern, TenantId)> =
            bindings.into_iter().map(|(pattern, name)| (pattern, TenantId::parse(name).unwrap())).collect();
        let owners = |hostname: &Hostname| -> BTreeSet<TenantId> {
            bindings.iter().filter(|(pattern, _)| pattern.matches(hostname)).map(|(_, tenant)| *tenant).collect()
        };
        let contested: Vec<_> = universe().iter().map(owners).filter(|owners| owners.len() > 1).collect();
        match HostBindings::new(bindings.iter().copied()) {
            Ok(built) => {
                prop_assert!(contested.is_empty());
                for hostname in universe() {
                    prop_assert_eq!(built.tenant(&hostname), owners(&hostname).first().copied());
                }
            }
            Err(InvalidBindings::Overlap(tenants)) => {
                let [first, second] = *tenants;
                prop_assert!(contested.iter().any(|owners| owners.contains(&first) && owners.contains(&second)));
                prop_assert_ne!(first, second);
            }
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}

#[test]
fn long_names_are_bound_like_short_ones() {
    let label = "l".repeat(63);
    let name = [label.as_str(), &label, &label, &"l".repeat(57)].join(".");
    let tenant = TenantId::parse("t").unwrap();
    let patterns = [format!("m.{name}"), format!("*.{name}")].map(|text| HostPattern::parse(&text).unwrap());
    for pattern in patterns {
        let bindings = HostBindings::new([(pattern, tenant)]).unwrap();
        assert_eq!(bindings.tenant(&Hostname::parse(&format!("m.{name}")).unwrap()), Some(tenant));
        assert_eq!(bindings.tenant(&Hostname::parse(&name).unwrap()), None);
    }
    let both = HostBindings::new([(patterns[0], tenant), (patterns[1], TenantId::parse("u").unwrap())]);
    assert_eq!(both.unwrap_err().code(), "overlapping_hosts");
    assert!(HostBindings::new([(patterns[0], tenant), (patterns[1], tenant)]).is_ok());
}
