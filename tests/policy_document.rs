//! Policy documents: one mistake is one issue, wherever it stands; every field counts; nothing makes reading panic or
//! take long.

use std::collections::{BTreeMap, BTreeSet};

use domicile::data::{Categories, Sensitivity};
use domicile::digest::Digest;
use domicile::law::{Act, Condition, Ground, LawEdition};
use domicile::policy::{
    CategoryRow, EndTable, Expiry, Fact, Field, Issue, PolicyDocument, RecipientRow, RegionRow, Request,
    RoleName, Severity,
};
use domicile::tenant::{Mode, ScopeName};
use domicile::{DataCategory, Region, RegionCatalog, ResidencyPolicy, UnixTime};
use serde_json::{Value, json};

const EXAMPLES: [&str; 5] = ["tracklayer", "driftstack", "ontrackio", "sankofa", "crossing"];

/// 2026-11-21.
const NOW: UnixTime = UnixTime::from_secs(1_795_219_200);

fn text(name: &str) -> String {
    let directory = if name == "full" { "tests/data" } else { "examples/data" };
    let path = format!("{}/{directory}/{name}.policy.toml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

fn document(name: &str) -> PolicyDocument {
    toml::from_str(&text(name)).unwrap()
}

fn full() -> Value {
    serde_json::to_value(document("full")).unwrap()
}

fn read(value: &Value) -> PolicyDocument {
    serde_json::from_value(value.clone()).unwrap()
}

fn issues(document: &PolicyDocument) -> Vec<Issue> {
    document.validate(RegionCatalog::builtin(), LawEdition::builtin())
}

fn errors(value: &Value) -> Vec<Issue> {
    let mut issues = issues(&read(value));
    issues.retain(|issue| issue.severity() == Severity::Error);
    issues
}

fn codes(value: &Value) -> Vec<(String, &'static str)> {
    errors(value).iter().map(|issue| (issue.path().to_owned(), issue.code())).collect()
}

/// Reads, without asking the law about the transfers: that takes most of the time of compiling.
fn is_sound(document: &PolicyDocument) -> bool {
    issues(document).iter().all(|issue| issue.severity() != Severity::Error)
}

/// Compiles, and checks on the way that a document compiles if and only if it has no errors.
fn compile(document: &PolicyDocument) -> Option<ResidencyPolicy> {
    let compiled = document.compile(RegionCatalog::builtin(), LawEdition::builtin());
    let has_errors = issues(document).iter().any(|issue| issue.severity() == Severity::Error);
    assert_eq!(compiled.is_err(), has_errors);
    compiled.ok()
}

fn fingerprint(value: &Value) -> Digest {
    match read(value).compile(RegionCatalog::builtin(), LawEdition::builtin()) {
        Ok(policy) => policy.fingerprint(),
        Err(refusal) => panic!("{refusal}"),
    }
}

/// Every path below the root, as JSON pointers.
fn fields(value: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Array(list) => list.iter().enumerate().map(|(at, child)| (at.to_string(), child)).collect(),
        Value::Object(map) => map.iter().map(|(key, child)| (key.clone(), child)).collect(),
        _ => Vec::new(),
    };
    let mut paths = Vec::new();
    for (key, child) in children {
        paths.push(format!("/{key}"));
        paths.extend(fields(child).into_iter().map(|below| format!("/{key}{below}")));
    }
    paths
}

/// `/transfers/2/to/0` as `transfers[2].to[0]`.
fn dotted(pointer: &str) -> String {
    let mut path = String::new();
    for key in pointer.split('/').skip(1) {
        match key.parse::<usize>() {
            Ok(at) => path.push_str(&format!("[{at}]")),
            Err(_) if path.is_empty() => path.push_str(key),
            Err(_) => path.push_str(&format!(".{key}")),
        }
    }
    path
}

/// A short document: three regions, one category, nothing else.
fn short() -> Value {
    json!({
        "version": 2, "name": "short", "sensitivities": [],
        "regions": ["eu-west-1", "eu-central-1", "us-east-1"],
        "categories": ["event"],
        "end": { "of": "short" },
    })
}

fn with(mut value: Value, field: &str, content: Value) -> Value {
    value[field] = content;
    value
}

/// What the service asks at the platform's scope.
fn request(operation: Act, category: &str, home: Region, here: Region) -> Request {
    let mut request = Request::new(Expiry::Never);
    request.home = Fact::Known(home);
    request.here = Fact::Known(here);
    request.mode = Fact::Known(Mode::Enforced);
    request.operation = Fact::Known(operation);
    request.categories = Categories::from_iter([DataCategory::parse(category).unwrap()]).into();
    request.role = Fact::Known(RoleName::SERVICE);
    request.scope = Fact::Known(ScopeName::PLATFORM);
    request
}

fn permits(value: &Value, request: &Request) -> bool {
    compile(&read(value)).unwrap().at(NOW).decide(request).is_permit()
}

const TEN_LINES: &str = r#"version = 2
name = "shop"
sensitivities = []
regions = ["eu-west-1", "us-east-1"]
categories = ["event", "identifier"]
[[recipients]]
recipient = "meta"
country = "US"
[end]
of = "shop""#;

#[test]
fn ten_lines_are_a_policy() {
    assert_eq!(TEN_LINES.lines().count(), 10);
    let document: PolicyDocument = toml::from_str(TEN_LINES).unwrap();
    assert_eq!(issues(&document), []);
    let policy = compile(&document).unwrap();
    let decide = |request: &Request| policy.at(NOW).decide(request).is_permit();
    let (ireland, virginia) = (Region::EuWest1, Region::UsEast1);
    for home in [ireland, virginia] {
        for here in [ireland, virginia] {
            for category in ["event.metadata", "identifier"] {
                assert_eq!(decide(&request(Act::Store, category, home, here)), home == here);
            }
            assert!(!decide(&request(Act::Store, "account", home, here)));
        }
        let mut delivery = request(Act::Deliver, "event", home, home);
        delivery.endpoint = Fact::Known(domicile::policy::EndpointKind::Regional);
        assert!(!decide(&delivery), "to nobody");
        delivery.recipient = Some(Fact::Known("meta".parse().unwrap()));
        // To a company of the United States: at home there, and without a row from Ireland.
        assert_eq!(decide(&delivery), home == virginia);
    }
}

#[test]
fn the_examples_and_the_full_document_compile_and_come_back_as_they_were() {
    for name in EXAMPLES.into_iter().chain(["full"]) {
        let document = document(name);
        let policy = compile(&document).unwrap_or_else(|| panic!("{name}: {:?}", issues(&document)));
        let back: PolicyDocument = read(&serde_json::to_value(&document).unwrap());
        assert_eq!(back, document, "{name}");
        let toml: PolicyDocument = toml::from_str(&toml::to_string(&document).unwrap()).unwrap();
        assert_eq!(toml, document, "{name}");
        assert_eq!(compile(&back).unwrap().fingerprint(), policy.fingerprint());
    }
}

/// The file of all fields has each field that the format has: what is not there would not be tested.
#[test]
fn the_full_document_has_every_field() {
    let rust = format!("{:?}", document("full"));
    let in_rust: BTreeSet<&str> = rust
        .split([' ', '{', ',', '('])
        .filter_map(|word| word.strip_suffix(':'))
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
        .collect();
    let full = full();
    let written = fields(&full);
    let in_file: BTreeSet<&str> = written.iter().filter_map(|path| path.rsplit('/').next()).collect();
    for field in in_rust {
        let key = if field == "countries" { "in" } else { field };
        assert!(in_file.contains(key) || field == "notes", "{field}");
    }
}

/// Each text of the full document misspelt in turn: one issue, at that place, with that text.
#[test]
fn one_mistake_is_one_issue() {
    let full = full();
    assert_eq!(codes(&full), []);
    let mut tried = 0;
    for path in fields(&full) {
        let Some(was) = full.pointer(&path).and_then(Value::as_str) else { continue };
        // What is for people may say anything.
        let is_prose = ["display", "edition", "instrument", "assessment", "reason", "source", "promise"]
            .iter()
            .any(|field| path.ends_with(&format!("/{field}")));
        // The row for everything else stands for every name that has no row.
        if is_prose || was == "*" && path.starts_with("/categories") {
            continue;
        }
        for wrong in [json!("Z Z"), json!(7), json!(true), json!(null), json!({ "a": 1 })] {
            let mut changed = full.clone();
            *changed.pointer_mut(&path).unwrap() = wrong.clone();
            let errors = errors(&changed);
            tried += 1;
            let expected = match path.as_str() {
                // The end repeats the name; which of them is wrong cannot be known.
                "/end/of" => "end".to_owned(),
                _ => dotted(&path),
            };
            let [error] = errors.as_slice() else { panic!("{path} = {wrong}: {errors:#?}") };
            // A section of its own has rows of text too.
            assert!(error.path() == expected || error.path() == format!("{expected}.a"), "{path}: {error}");
            let found = match &wrong {
                Value::String(text) => text.clone(),
                Value::Object(_) => "{…}".to_owned(),
                other => other.to_string(),
            };
            assert_eq!(error.found(), Some(found.as_str()), "{path} was {was}: {error}");
            assert!(error.to_string().contains(&format!("found \"{found}\"")));
        }
    }
    assert!(tried > 400, "{tried}");
}

/// Each text misspelt by one letter: where only listed names fit, the right one is suggested.
#[test]
fn what_is_misspelt_is_suggested() {
    let full = full();
    let mut suggested = BTreeMap::new();
    for path in fields(&full) {
        let Some(was) = full.pointer(&path).and_then(Value::as_str) else { continue };
        if was.len() < 4 {
            continue;
        }
        let mut changed = full.clone();
        let (head, tail) = was.split_at(was.len() - 1);
        *changed.pointer_mut(&path).unwrap() = json!(format!("{head}zz{tail}"));
        for error in errors(&changed).iter().filter(|error| error.path() == dotted(&path)) {
            if error.suggestion() == Some(was) {
                *suggested.entry(error.code()).or_insert(0) += 1;
            } else {
                // Names that are only defined here, texts of a form, and what fell under the distance.
                let open = ["invalid_name", "invalid_instant", "invalid_category", "unknown_country"];
                assert!(open.contains(&error.code()), "{path}: {error}");
            }
        }
    }
    let codes: Vec<&str> = suggested.keys().copied().collect();
    for code in [
        "unknown_region",
        "unknown_group",
        "unknown_role",
        "unknown_recipient",
        "unknown_sector",
        "unknown_scope",
        "unknown_operation",
        "unknown_ground",
        "unknown_condition",
        "unknown_word",
        "unknown_law_row",
        "unknown_zone",
        "unsatisfied_framework",
        "other_law_edition",
    ] {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
}

/// Any two of these mistakes give two issues: none hides the other.
#[test]
fn a_mistake_hides_no_other() {
    let full = full();
    let paths = [
        "/enforcement",
        "/regions/3/status",
        "/groups/2/in",
        "/plans/0/plan",
        "/categories/1/sensitivities/0",
        "/roles/1/across/0",
        "/recipients/0/places/0",
        "/transfers/0/ground",
        "/transfers/1/since",
        "/break_glass/0/until",
        "/organization_facts/0/condition",
        "/law_vouch/0/row",
        "/scopes/0/level",
        "/promises/1/zone",
    ];
    for one in paths {
        for two in paths.into_iter().filter(|two| *two != one) {
            let mut changed = full.clone();
            *changed.pointer_mut(one).unwrap() = json!("Z Z");
            *changed.pointer_mut(two).unwrap() = json!("Z Z");
            let found: BTreeSet<String> =
                errors(&changed).iter().map(|error| error.path().to_owned()).collect();
            assert_eq!(found, BTreeSet::from([dotted(one), dotted(two)]));
        }
    }
}

/// A name misspelt where it is defined is one issue, however often it is used.
#[test]
fn a_name_misspelt_where_it_is_defined_does_not_cascade() {
    let full = full();
    for (path, wrong) in [
        ("/regions/0/region", "eu-wset-1"),
        ("/regions/3/region", "Hetzner:fsn1"),
        ("/groups/2/group", "Europe"),
        ("/categories/1/category", "Event"),
        ("/roles/1/role", "Support"),
        ("/recipients/1/recipient", "Cloud"),
        ("/sectors/0/sector", "Health"),
        ("/scopes/0/scope", "Acme"),
        ("/recipients/1/country", "ZZZ"),
    ] {
        let mut changed = full.clone();
        *changed.pointer_mut(path).unwrap() = json!(wrong);
        let found: Vec<String> = errors(&changed).iter().map(|error| error.path().to_owned()).collect();
        assert_eq!(found, [dotted(path)]);
    }
}

#[test]
fn an_unknown_field_is_an_issue_everywhere() {
    for name in EXAMPLES.into_iter().chain(["full"]) {
        let value = serde_json::to_value(document(name)).unwrap();
        let objects = fields(&value)
            .into_iter()
            .filter(|path| value.pointer(path).unwrap().is_object())
            .chain([String::new()]);
        for path in objects {
            let mut changed = value.clone();
            changed.pointer_mut(&path).unwrap()["zzz"] = json!([]);
            let expected = dotted(&format!("{path}/zzz"));
            assert_eq!(codes(&changed), [(expected, "unknown_field")], "{name}");
        }
    }
}

/// Every key misspelt: the right one is suggested. Every key under the name of another: never a panic.
#[test]
fn a_misspelt_key_is_suggested() {
    let full = full();
    let all = fields(&full);
    let keys: BTreeSet<&str> = all
        .iter()
        .filter_map(|path| path.rsplit('/').next())
        .filter(|key| key.parse::<usize>().is_err())
        .collect();
    for path in &all {
        let (parent, key) = path.rsplit_once('/').unwrap();
        if key.parse::<usize>().is_ok() {
            continue;
        }
        let renamed = |other: &str| {
            let mut changed = full.clone();
            let row = changed.pointer_mut(parent).unwrap().as_object_mut().unwrap();
            let field = row.remove(key).unwrap();
            row.insert(other.to_owned(), field).is_none().then_some(changed)
        };
        if key.len() > 3 {
            let misspelt = format!("{key}s");
            let errors = errors(&renamed(&misspelt).unwrap());
            let error = errors.iter().find(|error| error.code() == "unknown_field").unwrap();
            assert_eq!((error.found(), error.suggestion()), (Some(misspelt.as_str()), Some(key)), "{path}");
        }
        // Some of the others, not the same for every field.
        for other in keys.iter().filter(|other| **other != key).skip(path.len() % 7).step_by(7) {
            if let Some(changed) = renamed(other) {
                is_sound(&read(&changed));
            }
        }
    }
}

/// A list is never read by position, and a table never as a list.
#[test]
fn a_list_is_no_table_and_a_table_no_list() {
    let full = full();
    for path in fields(&full) {
        let wrong = match full.pointer(&path).unwrap() {
            Value::Object(map) => Value::Array(map.values().cloned().collect()),
            Value::Array(_) => json!({}),
            _ => continue,
        };
        let mut changed = full.clone();
        let is_table = wrong.is_array();
        *changed.pointer_mut(&path).unwrap() = wrong;
        let found = codes(&changed);
        let expected =
            if path == "/end" { ("end".to_owned(), "no_end") } else { (dotted(&path), "malformed_field") };
        assert_eq!(found, [expected], "{is_table}");
    }
    for text in ["[]", "5", "\"full\"", "null"] {
        assert!(serde_json::from_str::<PolicyDocument>(text).is_err(), "{text}");
    }
    // A table written once where a list of them belongs.
    let one: PolicyDocument = toml::from_str(&TEN_LINES.replace("[[recipients]]", "[recipients]")).unwrap();
    let issues = issues(&one);
    assert_eq!((issues[0].path(), issues[0].code(), issues.len()), ("recipients", "malformed_field", 1));
}

#[test]
fn a_field_written_twice_is_an_issue() {
    let text = r#"{"version": 2, "name": "a", "regions": ["eu-west-1"], "name": "a", "end": {"of": "a", "of": "a"}}"#;
    let document: PolicyDocument = serde_json::from_str(text).unwrap();
    let found: Vec<_> =
        issues(&document).iter().map(|issue| (issue.path().to_owned(), issue.code())).collect();
    assert_eq!(found, [("name".to_owned(), "duplicate"), ("end.of".to_owned(), "duplicate")]);
}

/// Cut off anywhere, and without each of its lines: it compiles or has issues, and never makes reading panic. A document
/// that is cut off never compiles.
#[test]
fn nothing_that_is_lost_makes_reading_panic() {
    let (mut parsed, mut sound) = (0, 0);
    for name in EXAMPLES.into_iter().chain(["full"]) {
        let text = text(name);
        let last = text.trim_end().len();
        let step = if name == "full" { 5 } else { 1 };
        for length in (0..last).step_by(step).filter(|length| text.is_char_boundary(*length)) {
            let Ok(document) = toml::from_str::<PolicyDocument>(&text[..length]) else { continue };
            parsed += 1;
            assert!(!is_sound(&document), "{name} cut at {length}");
        }
        let lines: Vec<&str> = text.lines().collect();
        for at in 0..lines.len() {
            let less: Vec<&str> = lines[..at].iter().chain(&lines[at + 1..]).copied().collect();
            let Ok(document) = toml::from_str::<PolicyDocument>(&less.join("\n")) else { continue };
            sound += usize::from(is_sound(&document));
            if at % 8 == 0 {
                compile(&document);
            }
        }
        let json = serde_json::to_string(&document(name)).unwrap();
        for length in 0..json.len() {
            assert!(serde_json::from_str::<PolicyDocument>(&json[..length]).is_err());
        }
    }
    assert!(parsed > 500 && sound > 100, "{parsed} {sound}");
}

/// Every field replaced by what it cannot be, and taken out: it compiles or has issues.
#[test]
fn every_corruption_is_read() {
    let wrong =
        [json!(null), json!(999), json!(-1.5), json!("zz-top"), json!(""), json!([]), json!([[]]), json!({})];
    for name in EXAMPLES.into_iter().chain(["full"]) {
        let value = serde_json::to_value(document(name)).unwrap();
        for path in fields(&value) {
            for replacement in &wrong {
                let mut changed = value.clone();
                *changed.pointer_mut(&path).unwrap() = replacement.clone();
                is_sound(&read(&changed));
            }
            let mut changed = value.clone();
            let (parent, key) = path.rsplit_once('/').unwrap();
            match changed.pointer_mut(parent).unwrap() {
                Value::Array(list) => drop(list.remove(key.parse().unwrap())),
                Value::Object(map) => drop(map.remove(key)),
                _ => unreachable!(),
            }
            if is_sound(&read(&changed)) && path.len() % 4 == 0 {
                compile(&read(&changed));
            }
        }
    }
}

#[test]
fn version_1_is_one_issue_that_says_what_to_write() {
    let old = json!({ "version": 1, "name": "old", "frameworks": ["none"], "roles": [{ "role": "a", "acts": [] }] });
    let errors = errors(&old);
    let [error] = errors.as_slice() else { panic!("{errors:?}") };
    assert_eq!((error.path(), error.code(), error.found()), ("version", "unsupported_version", Some("1")));
    for word in
        ["operations for acts", "may for duties", "[] for [\"none\"]", "endpoints for endpoint_fallback"]
    {
        assert!(error.advice().contains(word), "{word}");
    }
    // Any other version, or none, hides no other issue.
    for version in [json!(3), json!("2"), json!(null)] {
        let changed = with(with(short(), "version", version), "enforcement", json!("strict"));
        let found: Vec<&str> = codes(&changed).into_iter().map(|(_, code)| code).collect();
        assert_eq!(found, ["unsupported_version", "unknown_word"]);
    }
}

/// The order of rows and lists, the form in which something is written, and defaults that are written change nothing.
#[test]
fn what_says_the_same_has_the_same_fingerprint() {
    let full = full();
    let original = fingerprint(&full);
    for path in fields(&full) {
        let mut changed = full.clone();
        if let Value::Array(list) = changed.pointer_mut(&path).unwrap() {
            list.reverse();
            assert_eq!(fingerprint(&changed), original, "{path}");
        }
    }
    let short = short();
    let original = fingerprint(&short);
    for (path, default) in [
        ("enforcement", json!("full-partition")),
        ("on_mismatch", json!("drop")),
        ("unconfirmed_law", json!("refuse")),
        ("endpoint_order", json!("as-given")),
        ("frameworks", json!([])),
        ("groups", json!([])),
        ("recipients", json!([])),
        ("promises", json!([])),
        (
            "regions",
            json!([{ "region": "eu-west-1", "status": "available", "frameworks": [], "conditions": [] },
            "us-east-1", "eu-central-1"]),
        ),
        ("categories", json!([{ "category": "event", "frameworks": [] }])),
    ] {
        assert_eq!(fingerprint(&with(short.clone(), path, default)), original, "{path}");
    }
    // An empty list that says something: nothing is singled out, and not anything.
    let mut unsaid = short.clone();
    unsaid.as_object_mut().unwrap().remove("sensitivities");
    assert_ne!(fingerprint(&unsaid), original);
    let text = "since = 2026-11-20T08:00:00Z";
    let native = text.replace("2026-11-20T08:00:00Z", "\"2026-11-20T08:00:00Z\"");
    let quoted: PolicyDocument = toml::from_str(&self::text("full").replace(text, &native)).unwrap();
    assert_eq!(quoted, document("full"));
}

/// What the catalogue and the law say is in it, too.
#[test]
fn another_law_is_another_fingerprint() {
    let document = read(&short());
    let law = LawEdition::builtin().clone().on_stale(domicile::law::StaleLaw::Accept);
    let other = document.compile(RegionCatalog::builtin(), &law).unwrap();
    assert_ne!(other.fingerprint(), fingerprint(&short()));
    let region: Region = "acme:one".parse().unwrap();
    let country = |text: &str| domicile::place::RegionFacts::new(text.parse().unwrap(), "One");
    let own = with(short(), "regions", json!(["eu-west-1", "acme:one"]));
    let [german, french] = ["DE", "FR"].map(|text| {
        let catalog = RegionCatalog::builtin().clone().with(region, country(text)).unwrap();
        read(&own).compile(&catalog, LawEdition::builtin()).unwrap().fingerprint()
    });
    assert_ne!(german, french);
}

/// A region of each kind: in the group by a confirmed row that has no end, and in no group otherwise.
#[test]
fn a_group_of_countries_takes_in_the_regions_of_its_members() {
    let regions = ["eu-west-1", "eu-west-2", "eu-central-2", "eu-north-1", "us-east-1", "gcp:europe-west3"];
    let mut value = with(short(), "regions", json!(regions));
    value["regions"][5] = json!({ "region": "gcp:europe-west3", "country": "DE" });
    value["groups"] = json!([{ "group": "eea", "in": "eea" }]);
    value["plans"] = json!([{ "plan": "*", "regions": ["group:eea"] }]);
    let policy = compile(&read(&value)).unwrap();
    for region in regions {
        let region: Region = region.parse().unwrap();
        let is_home = policy.at(NOW).decide(&request(Act::Store, "event", region, region)).is_permit();
        // GB, CH and US are in no EEA (https://www.efta.int/eea).
        let is_member = ["eu-west-1", "eu-north-1", "gcp:europe-west3"].contains(&region.as_str());
        assert_eq!(is_home, is_member, "{region}");
    }
    for (group, code) in [("eae", "unknown_country_group"), ("doj-concern", "empty_set")] {
        let mut changed = value.clone();
        changed["groups"][0]["in"] = json!(group);
        assert_eq!(codes(&changed), [("groups[0].in".to_owned(), code)]);
    }
    let mut changed = value.clone();
    changed["groups"] = json!([{ "group": "eea", "regions": ["eu-west-1"] }]);
    assert_eq!(codes(&changed), [("groups[0].edition".to_owned(), "group_not_pinned")]);
    changed["groups"] = json!([{ "group": "eea", "zone": "eu", "in": "eea" }]);
    assert_eq!(codes(&changed), [("groups[0].zone".to_owned(), "misplaced_field")]);
}

#[test]
fn a_category_covers_what_lies_below_it_and_the_nearest_row_wins() {
    let mut value = short();
    value["categories"] = json!([
        "event",
        { "category": "event.secret", "placement": "fixed-zone", "zone": "us" },
        { "category": "event.secret.key", "sensitivities": [] },
        { "category": "event.secret.name", "placement": "shared", "regions": ["us-east-1"] },
        { "category": "*", "placement": "shared", "regions": ["eu-central-1"] },
    ]);
    let policy = compile(&read(&value)).unwrap();
    let home = Region::EuWest1;
    for (category, place) in [
        ("event", Region::EuWest1),
        ("event.metadata", Region::EuWest1),
        ("event.secret", Region::UsEast1),
        ("event.secret.other", Region::UsEast1),
        ("event.secret.name.first", Region::UsEast1),
        ("event.secret.key", Region::EuWest1),
        ("event.secretive", Region::EuWest1),
        ("log.operational", Region::EuCentral1),
    ] {
        for here in [Region::EuWest1, Region::EuCentral1, Region::UsEast1] {
            let is_permit = policy.at(NOW).decide(&request(Act::Store, category, home, here)).is_permit();
            assert_eq!(is_permit, here == place, "{category} at {here}");
        }
    }
}

/// A transfer from Ireland to Germany of a category wider or narrower than the rows.
#[test]
fn a_transfer_speaks_of_wider_and_narrower_categories() {
    let transfer = |categories: Value| {
        let mut value = short();
        value["categories"] = json!(["event", "identifier.email"]);
        value["transfers"] = json!([{
            "transfer": "copy", "from": ["eu-west-1"], "to": ["eu-central-1"], "operations": ["store"],
            "categories": categories, "ground": "not-a-transfer", "instrument": "none needed",
            "since": "2026-01-01", "until": "2027-01-01",
        }]);
        value
    };
    let moved = |value: &Value, category: &str| {
        permits(value, &request(Act::Store, category, Region::EuWest1, Region::EuCentral1))
    };
    for (named, covered) in [
        (json!(["event"]), vec!["event", "event.metadata", "event.metadata.deep"]),
        (json!(["event.metadata"]), vec!["event.metadata", "event.metadata.deep"]),
        (json!(["identifier"]), vec!["identifier.email"]),
        (json!(["event.metadata", "event"]), vec!["event", "event.metadata", "event.metadata.deep"]),
    ] {
        let value = transfer(named.clone());
        for category in ["event", "event.metadata", "event.metadata.deep", "identifier", "identifier.email"] {
            assert_eq!(moved(&value, category), covered.contains(&category), "{named} {category}");
        }
    }
    let stranger = transfer(json!(["evnet"]));
    let errors = errors(&stranger);
    assert_eq!((errors[0].code(), errors[0].suggestion()), ("unknown_category", Some("event")));
}

/// A chain of recipients, each behind the one before.
fn chain(length: usize, last: Option<&str>) -> Value {
    let rows = (0..length).map(|at| {
        let behind = if at + 1 < length { Some(format!("r{}", at + 1)) } else { last.map(str::to_owned) };
        json!({ "recipient": format!("r{at}"), "country": "US", "behind": Vec::from_iter(behind) })
    });
    with(short(), "recipients", rows.collect())
}

#[test]
fn recipients_have_limits() {
    let code = |value: &Value| codes(value).first().map(|(path, code)| (path.clone(), *code));
    let at = |at: usize, code: &'static str| Some((format!("recipients[{at}].behind"), code));
    // Three behind the first, not four.
    assert_eq!(codes(&chain(4, None)), []);
    assert_eq!(codes(&chain(5, None)), [("recipients[0].behind".to_owned(), "chain_too_long")]);
    assert_eq!(codes(&chain(9, None)).len(), 1, "one mistake");
    assert_eq!(codes(&chain(4_000, None)).len(), 1);
    assert_eq!(codes(&chain(1, Some("r0"))), [("recipients[0].behind[0]".to_owned(), "recipient_cycle")]);
    assert_eq!(codes(&chain(3, Some("r1"))), [("recipients[2].behind[0]".to_owned(), "recipient_cycle")]);
    assert_eq!(code(&chain(4_000, Some("r0"))).unwrap().1, "recipient_cycle");
    // Eight directly behind, each with eight: 72 companies; with seven: 63 and the eighth makes 64.
    let tree = |first: usize, second: usize| {
        let names = |prefix: String, count: usize| -> Vec<String> {
            (0..count).map(|at| format!("{prefix}{at}")).collect()
        };
        let mut rows =
            vec![json!({ "recipient": "top", "country": "US", "behind": names("a".into(), first) })];
        for one in 0..first {
            let below = names(format!("b{one}x"), second);
            rows.extend(below.iter().map(|name| json!({ "recipient": name, "country": "US" })));
            rows.push(json!({ "recipient": format!("a{one}"), "country": "US", "behind": below }));
        }
        with(short(), "recipients", json!(rows))
    };
    assert_eq!(code(&tree(8, 7)), None);
    assert_eq!(code(&tree(8, 8)), at(0, "too_many_behind"));
    assert_eq!(code(&tree(9, 0)), at(0, "too_many_behind"));
    let placed = |count: usize| {
        let countries: Vec<&str> =
            "AT BE BG CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT JP LI LT LU LV MT NL NO PL PT RO SE SI"
                .split(' ').take(count).collect();
        with(short(), "recipients", json!([{ "recipient": "a", "country": "US", "places": countries }]))
    };
    assert_eq!(code(&placed(32)), None);
    assert_eq!(code(&placed(33)), Some(("recipients[0].places".to_owned(), "too_many_places")));
}

/// Each condition of the tables, written where each kind of condition belongs.
#[test]
fn a_condition_is_written_where_it_is_true() {
    let full = full();
    for (condition, _) in Condition::catalogue() {
        let owner = condition.owner().as_str();
        for (path, owners) in [
            ("/transfers/0/conditions/0", &["instrument"][..]),
            ("/break_glass/0/conditions/0", &["instrument"]),
            ("/recipients/0/facts/0/condition", &["recipient", "place"]),
            ("/organization_facts/0/condition", &["organization"]),
            ("/regions/1/conditions/0", &["place", "instrument"]),
        ] {
            let mut changed = full.clone();
            *changed.pointer_mut(path).unwrap() = json!(condition.as_str());
            let found = codes(&changed);
            let code = format!("condition_of_{owner}");
            if owners.contains(&owner) {
                assert!(found.iter().all(|(_, code)| *code == "duplicate"), "{path} {condition}: {found:?}");
            } else {
                assert_eq!(found, [(dotted(path), code.as_str())], "{condition}");
            }
        }
    }
}

#[test]
fn only_a_ground_that_needs_one_asks_for_an_assessment() {
    let full = full();
    for ground in Ground::ALL {
        let mut changed = full.clone();
        changed["transfers"][0]["ground"] = json!(ground.as_str());
        changed["transfers"][0].as_object_mut().unwrap().remove("assessment");
        let expected = vec![("transfers[0].assessment".to_owned(), "missing_field")];
        assert_eq!(codes(&changed), if ground.is_safeguard() { expected } else { vec![] }, "{ground}");
    }
}

/// A row of law that permits is switched off by its name; what it carried is refused.
#[test]
fn law_can_be_switched_off_and_vouched_for() {
    let value = serde_json::to_value(document("crossing")).unwrap();
    let mut delivery = request(Act::Deliver, "event", Region::EuWest1, Region::EuWest1);
    delivery.recipient = Some(Fact::Known("meta".parse().unwrap()));
    delivery.endpoint = Fact::Known(domicile::policy::EndpointKind::Global("meta-capi".parse().unwrap()));
    assert!(permits(&value, &delivery));
    let off = with(value.clone(), "law_off", json!([{ "row": "gdpr.art45.us-dpf" }]));
    assert!(!permits(&off, &delivery));
    assert_ne!(fingerprint(&off), fingerprint(&value));

    for row in ["fl-ehr.storage", "hipaa", "eea.ie"] {
        let bare = with(value.clone(), "law_off", json!([{ "row": row }]));
        let missing: Vec<String> = codes(&bare).into_iter().map(|(path, _)| path).collect();
        let fields = ["reason", "source", "source_date", "review_by"];
        assert_eq!(missing, fields.map(|field| format!("law_off[0].{field}")));
        let whole = json!([{ "row": row, "reason": "a", "source": "b", "source_date": "2026-10-01",
            "review_by": "2027-10-01" }]);
        let found = issues(&read(&with(value.clone(), "law_off", whole)));
        let warned: Vec<_> = found.iter().map(|issue| (issue.severity(), issue.code())).collect();
        assert!(warned.contains(&(Severity::Warning, "law_switched_off")), "{row} {warned:?}");
    }
    let misspelt = with(value.clone(), "law_off", json!([{ "row": "gdpr.art45.us-dfp" }]));
    let errors = errors(&misspelt);
    assert_eq!((errors[0].code(), errors[0].suggestion()), ("unknown_law_row", Some("gdpr.art45.us-dpf")));
    let vouch = json!([{ "row": "gdpr.art45.us-dpf", "source": "a", "source_date": "2026-01-01" }]);
    let found = codes(&with(value, "law_vouch", vouch));
    assert_eq!(found, [("law_vouch[0]".to_owned(), "confirmed_law_row")]);
}

/// Whatever a scope writes, it never permits what the scope above refuses.
#[test]
fn a_scope_only_narrows() {
    let mut value = full();
    assert_eq!(codes(&value), []);
    value["scopes"][1]["enforcement"] = json!("best-effort");
    value["scopes"][0]["enforcement"] = json!("full-partition");
    assert_eq!(codes(&value), [("scopes[1].enforcement".to_owned(), "child_wider")]);
    let mut value = full();
    value["scopes"][0]["global_endpoints"] = json!("refuse");
    value["scopes"][1]["global_endpoints"] = json!("accepted");
    assert_eq!(codes(&value), [("scopes[1].global_endpoints".to_owned(), "child_wider")]);
    let mut value = full();
    value["scopes"][0]["regions"] = json!(["eu-west-1"]);
    value["scopes"][1]["regions"] = json!(["us-east-1"]);
    assert_eq!(codes(&value), [("scopes[1].regions".to_owned(), "child_wider")]);
    // A tenant inherits what its organization is bound by.
    let policy = compile(&read(&full())).unwrap();
    let mut at_home = request(Act::Store, "event", Region::UsEast1, Region::UsEast1);
    for scope in ["acme", "acme-shop"] {
        at_home.scope = Fact::Known(scope.parse().unwrap());
        assert_eq!(policy.at(NOW).decide(&at_home).code(), "sector_forbids");
    }
}

/// As many rows as a section may have, of each kind, and one more.
#[test]
fn a_section_has_4096_rows() {
    for (section, row) in SECTIONS {
        let value = many(section, *row, 4_096);
        assert_eq!(codes(&value), [], "{section}");
        let found = codes(&many(section, *row, 4_097));
        assert_eq!(found, [((*section).to_owned(), "too_many_rows")], "{section}");
    }
}

/// A short document with `count` rows of one kind.
fn many(section: &str, row: fn(usize) -> Value, count: usize) -> Value {
    let mut value = short();
    value["recipients"] = json!([{ "recipient": "a", "country": "US" }]);
    value["enforcement"] = json!("best-effort");
    let rows: Vec<Value> = (0..count).map(row).collect();
    match section {
        "regions" => value["regions"] = json!(rows),
        _ => value[section] = json!(rows),
    }
    value
}

type Row = fn(usize) -> Value;

const SECTIONS: &[(&str, Row)] = &[
    ("regions", |at| json!({ "region": format!("acme:r{at}"), "country": "DE" })),
    ("groups", |at| json!({ "group": format!("g{at}"), "edition": "1", "regions": ["eu-west-1"] })),
    ("plans", |at| json!({ "plan": format!("p{at}"), "regions": ["eu-west-1"] })),
    ("categories", |at| json!({ "category": format!("c{at}") })),
    ("roles", |at| json!({ "role": format!("r{at}"), "operations": ["store"] })),
    ("recipients", |at| {
        let behind: Vec<String> = (1..=7).map(|step| format!("r{}", at * 7 + step)).collect();
        let behind = if at < 9 { behind } else { Vec::new() };
        json!({ "recipient": format!("r{at}"), "country": "US", "places": ["US", "DE"], "behind": behind })
    }),
    ("endpoints", |at| json!({ "endpoint": format!("e{at}"), "recipient": "a", "countries": ["US"] })),
    ("transfers", |at| {
        let day = |more: usize| 1_767_225_600 + (at + more) as u64 * 86_400;
        let instant = |more| UnixTime::from_secs(day(more)).to_string();
        json!({ "transfer": format!("t{at}"), "from": ["eu-west-1"], "to": ["us-east-1"], "operations": ["store"],
            "categories": ["event"], "ground": "standard-clauses", "conditions": ["scc-signed"], "instrument": "i",
            "assessment": "a", "since": instant(0), "until": instant(30) })
    }),
    ("break_glass", |at| {
        let instant = |more: u64| UnixTime::from_secs(1_767_225_600 + at as u64 * 86_400 + more).to_string();
        json!({ "grant": format!("g{at}"), "from": ["eu-west-1"], "to": ["us-east-1"], "operations": ["store"],
            "categories": ["event"], "role": "service", "requested_by": "one", "approved_by": "two",
            "ground": "derogation", "since": instant(0), "until": instant(3_600) })
    }),
    (
        "sectors",
        |at| json!({ "sector": format!("s{at}"), "categories": ["event"], "regions": ["eu-west-1"] }),
    ),
    ("scopes", |at| json!({ "scope": format!("s{at}"), "level": "organization", "regions": ["eu-west-1"] })),
    ("promises", |at| json!({ "promise": format!("p{at}"), "categories": ["event"] })),
];

/// Two hundred transfers of few kinds: those that lie within another one, by comparing each with each.
#[test]
fn a_transfer_within_another_is_an_issue() {
    let mut state = 7_u64;
    let mut below = |limit: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    let regions = ["eu-west-1", "eu-central-1", "eu-north-1"];
    let operations = ["store", "process", "log"];
    let mut rows: Vec<(usize, usize, u64, u64)> = Vec::new();
    for _ in 0..200 {
        let since = below(40);
        rows.push((below(7) as usize + 1, below(7) as usize + 1, since, since + 1 + below(20)));
    }
    let picked = |names: [&str; 3], bits: usize| -> Vec<String> {
        (0..3).filter(|at| bits & 1 << at != 0).map(|at| names[at].to_owned()).collect()
    };
    let instant = |day: u64| UnixTime::from_secs(1_767_225_600 + day * 86_400).to_string();
    let row = |(at, (from, acts, since, until)): (usize, &(usize, usize, u64, u64))| {
        json!({ "transfer": format!("t{at:03}"), "from": picked(regions, *from), "to": ["us-east-1"],
            "operations": picked(operations, *acts), "categories": ["event"], "ground": "contract",
            "instrument": "i", "assessment": "a", "since": instant(*since), "until": instant(*until) })
    };
    let mut value = with(short(), "regions", json!(["eu-west-1", "eu-central-1", "eu-north-1", "us-east-1"]));
    value["transfers"] = rows.iter().enumerate().map(row).collect();
    let within = |one: &(usize, usize, u64, u64), two: &(usize, usize, u64, u64)| {
        one.0 & !two.0 == 0 && one.1 & !two.1 == 0 && two.2 <= one.2 && one.3 <= two.3
    };
    let expected: Vec<(String, &str)> = (0..rows.len())
        .filter(|at| {
            let mut others = (0..rows.len()).filter(|other| other != at);
            others.any(|other| {
                within(&rows[*at], &rows[other]) && (other < *at || !within(&rows[other], &rows[*at]))
            })
        })
        .map(|at| (format!("transfers[{at}]"), "rule_shadowed"))
        .collect();
    assert!(expected.len() > 20 && expected.len() < 180, "{}", expected.len());
    assert_eq!(codes(&value), expected);
}

/// What is broken in a hundred thousand places is read in a moment, and not all of it is told.
#[test]
fn a_broken_document_of_many_megabytes_is_read() {
    let began = std::time::Instant::now();
    let broken = [
        format!(
            "version = 2
name = \"a\"
regions = [{}]",
            "\"eu-wset-1\", ".repeat(700_000)
        ),
        format!(
            "version = 2
{}",
            "[[promises]]
zone = \"zz\"
categories = [\"evnet\", 5]
"
            .repeat(100_000)
        ),
        format!(
            "{}[end]
of = 5",
            (0..100_000)
                .map(|at| format!(
                    "field-{at} = {at}
"
                ))
                .collect::<String>()
        ),
        format!(
            "version = 2
[[recipients]]
places = [{}]",
            "\"UK\",".repeat(1_000_000)
        ),
        format!(
            "version = 2
scopes = [{}]",
            "{ scope = \"aa\", regions = [\"xx\", \"yy\"], a = 1 },".repeat(100_000)
        ),
        format!(
            "version = 2
regions = {}{}",
            "[".repeat(60),
            "]".repeat(60)
        ),
    ];
    for text in broken {
        let Ok(document) = toml::from_str::<PolicyDocument>(&text) else { panic!("{}", &text[..40]) };
        let issues = issues(&document);
        assert!(!issues.is_empty() && issues.len() <= 4_097);
        assert!(compile(&document).is_none());
    }
    // Quadratic reading took minutes.
    assert!(began.elapsed().as_secs() < 60);
}

#[test]
fn rust_builds_a_document() {
    let mut document = PolicyDocument::default();
    document.version = 2.into();
    document.name = "shop".into();
    document.sensitivities = [].into();
    document.regions.push(Region::EuWest1);
    document.regions.push(Region::UsEast1);
    document.categories.push(DataCategory::parse("event").unwrap());
    document.categories.push(DataCategory::parse("identifier").unwrap());
    let mut recipient = RecipientRow::default();
    recipient.recipient = "meta".parse::<domicile::policy::RecipientName>().unwrap().into();
    recipient.country = "US".parse::<domicile::place::Jurisdiction>().unwrap().into();
    document.recipients.push(recipient);
    let mut end = EndTable::default();
    end.of = "shop".into();
    document.end = end.into();
    assert_eq!(document, toml::from_str(TEN_LINES).unwrap());

    let mut row = RegionRow::default();
    row.region = Field::Bad("eu-wset-1".into());
    document.regions.push(row);
    document.categories.push(CategoryRow::default());
    let found: Vec<_> =
        issues(&document).iter().map(|issue| (issue.path().to_owned(), issue.code())).collect();
    let expected = [("regions[2].region", "unknown_region"), ("categories[2].category", "missing_field")];
    assert_eq!(found, expected.map(|(path, code)| (path.to_owned(), code)));
    // What could not be read is not written as if it could.
    assert!(serde_json::to_string(&document).is_err());
}

/// The page lists the words that the code has, and every field of every table.
#[test]
fn the_page_lists_every_word_and_field() {
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/policy-document.md")).unwrap();
    let listed = |heading: &str| -> Vec<(String, String, String)> {
        let start = page.find(&format!("## {heading}")).unwrap_or_else(|| panic!("{heading}"));
        let section = &page[start + 3..];
        let section = &section[..section.find("\n## ").unwrap_or(section.len())];
        let rows = section.lines().filter(|line| line.starts_with("| `"));
        rows.map(|line| {
            let mut cells = line.trim_matches('|').split(" | ").map(|cell| cell.trim().replace('`', ""));
            (cells.next().unwrap(), cells.next().unwrap_or_default(), cells.next().unwrap_or_default())
        })
        .collect()
    };
    let words =
        |heading: &str| -> Vec<String> { listed(heading).into_iter().map(|(word, ..)| word).collect() };
    let texts = |all: Vec<&str>| -> Vec<String> { all.into_iter().map(str::to_owned).collect() };
    assert_eq!(words("Operations"), texts(Act::ALL.iter().map(|one| one.as_str()).collect()));
    assert_eq!(words("Sensitivities"), texts(Sensitivity::ALL.iter().map(|one| one.as_str()).collect()));
    let grounds: Vec<(String, String)> =
        listed("Grounds").into_iter().map(|(ground, assessment, _)| (ground, assessment)).collect();
    let expected = Ground::ALL.iter().map(|one| {
        (one.as_str().to_owned(), if one.is_safeguard() { "yes".to_owned() } else { "no".to_owned() })
    });
    assert_eq!(grounds, Vec::from_iter(expected));
    let conditions = Condition::catalogue().map(|(condition, meaning)| {
        (condition.as_str().to_owned(), condition.owner().as_str().to_owned(), meaning.to_owned())
    });
    assert_eq!(listed("Conditions"), Vec::from_iter(conditions));
    for path in fields(&full()) {
        let key = path.rsplit('/').next().unwrap();
        assert!(key.parse::<usize>().is_ok() || page.contains(&format!("`{key}`")), "{key}");
    }
    let shown = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let shown: Vec<&str> = shown.collect();
    assert_eq!(shown.first().map(|text| text.trim_end()), Some(TEN_LINES));
    assert!(shown.contains(&text("crossing").as_str()), "the page shows another crossing document");
}
