//! Host names and patterns are read as a dumb reading of their grammar says; a pattern matches whole labels only; and
//! no name ever belongs to two tenants.
//!
//! The input is a list of lines. The last is a host name, those before it are patterns of two tenants in turn.
#![no_main]

use domicile::TenantId;
use domicile::tenant::{HostBindings, HostPattern, Hostname};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let lines: Vec<&str> = text.lines().collect();
    let Some((last, before)) = lines.split_last() else { return };
    let hostname = hostname(last);
    let patterns: Vec<HostPattern> = before.iter().filter_map(|line| pattern(line)).collect();
    let Some(hostname) = hostname else { return };

    for pattern in &patterns {
        assert_eq!(
            pattern.matches(&hostname),
            covers(pattern.as_str(), hostname.as_str()),
            "{pattern} {hostname}"
        );
    }
    bindings(&patterns, &hostname);
});

fn hostname(text: &str) -> Option<Hostname> {
    let read = Hostname::parse(text);
    assert_eq!(read.as_ref().ok().map(Hostname::as_str), name(text).as_deref(), "{text:?}");
    let hostname = read.ok()?;
    assert_eq!(Hostname::parse(hostname.as_str()), Ok(hostname), "read again");
    assert_eq!(Hostname::parse(&text.to_ascii_uppercase()), Ok(hostname), "capitals");
    assert_eq!(Hostname::parse(&format!("{hostname}.")), Ok(hostname), "one trailing dot");
    assert!(Hostname::parse(&format!("{hostname}..")).is_err(), "two of them");
    assert!(HostPattern::from(hostname).matches(&hostname));
    Some(hostname)
}

fn pattern(text: &str) -> Option<HostPattern> {
    let folded = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
    let rest = folded.strip_prefix("*.").filter(|rest| rest.contains('.')).unwrap_or(&folded);
    // A second dot at the end is no trailing dot.
    let good = folded.len() <= 253 && !rest.ends_with('.') && name(rest).is_some();
    let pattern = HostPattern::parse(text);
    assert_eq!(pattern.is_ok(), good, "{text:?}");
    let pattern = pattern.ok()?;
    assert_eq!(pattern.as_str(), folded);
    assert_eq!(HostPattern::parse(pattern.as_str()), Ok(pattern), "read again");
    Some(pattern)
}

/// Two tenants have the patterns in turn. Either somebody's name would be another's too, or every name has one owner.
fn bindings(patterns: &[HostPattern], hostname: &Hostname) {
    let tenants = [TenantId::parse("acme").unwrap(), TenantId::parse("bolt").unwrap()];
    let owned: Vec<_> = patterns.iter().copied().zip(tenants.iter().copied().cycle()).collect();
    let overlap = |a: &HostPattern, b: &HostPattern| {
        let (a, b) = (a.as_str(), b.as_str());
        covers(a, b) || covers(b, a)
    };
    let clash =
        owned.iter().any(|(a, first)| owned.iter().any(|(b, second)| first != second && overlap(a, b)));
    match HostBindings::new(owned.iter().copied()) {
        Err(error) => assert!(clash, "{error}"),
        Ok(bindings) => {
            assert!(!clash);
            let owner = owned.iter().find(|(pattern, _)| covers(pattern.as_str(), hostname.as_str()));
            assert_eq!(bindings.tenant(hostname), owner.map(|(_, tenant)| *tenant));
        }
    }
}

/// True if every label of the pattern is the name's, or a star.
fn covers(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<_>, Vec<_>) = (pattern.split('.').collect(), name.split('.').collect());
    pattern.len() == name.len()
        && pattern.iter().zip(&name).all(|(ours, theirs)| *ours == "*" || ours == theirs)
}

/// The grammar of a host name, as its documentation says it; folded, if it is one.
fn name(text: &str) -> Option<String> {
    let folded = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
    let labels: Vec<&str> = folded.split('.').collect();
    let is_label = |label: &&str| {
        let plain = label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        let hyphens = label.starts_with('-') || label.ends_with('-');
        let tagged = label.get(2..4) == Some("--") && !label.starts_with("xn");
        plain && !hyphens && !tagged && (1..=63).contains(&label.len())
    };
    let last = labels.last()?;
    let is_number = last.chars().all(|c| c.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|digits| digits.chars().all(|c| c.is_ascii_hexdigit()));
    (folded.len() <= 253 && labels.iter().all(is_label) && !is_number).then_some(folded)
}
