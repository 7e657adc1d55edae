//! The public surface: what stands at the crate's root, which traits the types have, which doors a text has, and the
//! stable codes.
//!
//! What the compiler can check is checked by the compiler, over lists. That the lists are whole is read from the
//! sources: a public type of a room in [`LISTED`] that this file does not name is a failure.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::fs;
use std::hash::Hash;
use std::path::Path;
use std::str::FromStr;

use domicile::digest::{Digest, InvalidDigest};
use domicile::edition::Edition;
use domicile::place::{
    CatalogConflict, InvalidJurisdiction, InvalidRegion, InvalidZone, Jurisdiction, RegionCode, RegionFacts,
    RegionSet, RegionStatus, UnknownProvider, ZoneCode,
};
use domicile::time::Period;
use domicile::{Here, InRegion, Region, RegionCatalog, RegionMismatch, UnixTime, Zone};

/// Everything that may stand at the root, beside the rooms.
const ROOT: &[&str] = &[
    "DataCategory",
    "Here",
    "InRegion",
    "Permit",
    "PolicyAt",
    "Refusal",
    "Region",
    "RegionCatalog",
    "RegionMismatch",
    "ResidencyPolicy",
    "TenantId",
    "TenantResolver",
    "UnixTime",
    "Zone",
    "validate_region",
];

/// Macros are exported at the root by the rules of the language.
const MACROS: &[&str] = &["region"];

/// The rooms a user can enter.
const ROOMS: &[&str] = &[
    "audit",
    "conformance",
    "data",
    "digest",
    "edition",
    "flow",
    "law",
    "migration",
    "pii",
    "place",
    "policy",
    "strategies",
    "tenant",
    "time",
    "topology",
];

/// The rooms whose public types and codes must all stand in this file.
const LISTED: &[&str] = &["digest", "edition", "place", "time"];

/// The codes of each error, as written into ledgers and shown to callers. A code never changes its meaning and never
/// goes away.
const CODES: &[(&str, &[&str])] = &[
    ("digest::InvalidDigest", &["invalid_digest"]),
    ("place::CatalogConflict", &["catalog_conflict"]),
    ("place::InvalidJurisdiction", &["invalid_jurisdiction"]),
    ("place::InvalidRegion", &["invalid_region"]),
    ("place::InvalidZone", &["invalid_zone"]),
    ("place::RegionMismatch", &["region_mismatch"]),
    ("place::UnknownProvider", &["unknown_provider"]),
];

#[test]
fn values_have_the_common_traits() {
    fn value<T: Clone + Debug + Eq + Send + Sync + Unpin + 'static>() {}
    fn small<T: Copy + Debug + Eq + Hash + Send + Sync + Unpin + 'static>() {}
    fn ordered<T: Copy + Debug + Ord + Hash + Send + Sync + Unpin + 'static>() {}

    ordered::<Digest>();
    value::<Edition>();
    ordered::<Here>();
    ordered::<Jurisdiction>();
    small::<Period>();
    ordered::<Region>();
    value::<RegionCatalog>();
    ordered::<RegionCode>();
    value::<RegionFacts>();
    value::<RegionSet>();
    small::<RegionStatus>();
    ordered::<UnixTime>();
    ordered::<Zone>();
    ordered::<ZoneCode>();
}

#[test]
fn errors_are_errors() {
    fn error<E: std::error::Error + Clone + Eq + Send + Sync + Unpin + 'static>() {}

    error::<CatalogConflict>();
    error::<InvalidDigest>();
    error::<InvalidJurisdiction>();
    error::<InvalidRegion>();
    error::<InvalidZone>();
    error::<RegionMismatch>();
    error::<UnknownProvider>();
}

/// Fails to build if the type has the trait: the call is ambiguous then.
macro_rules! lacks {
    ($type:ty: $($bound:path),+) => {$({
        trait Lacks<Marker> {
            fn check() {}
        }
        impl<T: ?Sized> Lacks<()> for T {}
        struct Has;
        impl<T: ?Sized + $bound> Lacks<Has> for T {}
        <$type as Lacks<_>>::check();
        let _ = Has;
    })+};
}

#[test]
fn proofs_come_from_their_check_alone() {
    fn proof<T: Debug + Send + Sync + Unpin + 'static>() {}

    proof::<InRegion>();
    lacks!(InRegion: Clone, Copy, Default, FromStr, From<Region>, From<Here>, TryFrom<&'static str>);
    #[cfg(feature = "serde")]
    lacks!(InRegion: serde_door::Read);
}

#[test]
fn texts_have_one_spelling_through_every_door() {
    every_door::<Digest>(&[&Digest::of(b"").to_string()], &["", "e3", "E3B0"]);
    every_door::<Jurisdiction>(&["IE", "ZZ"], &["", "ie", "EUR", "E1", " IE"]);
    every_door::<Region>(
        &["eu-west-1", "us-gov-west-1", "gcp:europe-west3"],
        &["", "EU-WEST-1", "aws:us-east-1"],
    );
    every_door::<Zone>(&["us", "eu", "apac", "africa"], &["", "EU", "eu ", "a-zone-too-long-"]);
}

fn every_door<T>(good: &[&str], bad: &[&str])
where
    T: FromStr + Display + Debug + Eq + serde_door::Both,
    T::Err: std::error::Error + Debug,
{
    for text in good {
        let value: T = text.parse().unwrap();
        assert_eq!(value.to_string(), *text);
        assert_eq!(format!("{value:>80}").trim_start(), *text, "`Display` pads");
        serde_door::round_trip(&value, text);
    }
    for text in bad {
        let error = text.parse::<T>().err().unwrap().to_string();
        let first = error.chars().next().unwrap();
        assert!(first.is_lowercase() && !error.ends_with('.'), "{error:?}");
        assert!(text.trim().len() < 4 || !error.contains(text), "{error:?} repeats the input");
        serde_door::refuses::<T>(text);
    }
}

#[cfg(feature = "serde")]
mod serde_door {
    use std::fmt::Debug;

    pub(crate) use serde::de::DeserializeOwned as Read;

    pub(crate) trait Both: serde::Serialize + Read {}
    impl<T: serde::Serialize + Read> Both for T {}

    pub(crate) fn round_trip<T: Both + Eq + Debug>(value: &T, text: &str) {
        let json = serde_json::to_string(value).unwrap();
        assert_eq!(json, format!("{text:?}"), "serialized as its text");
        assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value);
    }

    pub(crate) fn refuses<T: Both>(text: &str) {
        assert!(serde_json::from_str::<T>(&format!("{text:?}")).is_err(), "{text:?}");
        assert!(serde_json::from_str::<T>("1").is_err());
        assert!(serde_json::from_str::<T>("null").is_err());
    }
}

#[cfg(not(feature = "serde"))]
mod serde_door {
    pub(crate) trait Both {}
    impl<T> Both for T {}

    pub(crate) fn round_trip<T>(_: &T, _: &str) {}
    pub(crate) fn refuses<T>(_: &str) {}
}

#[test]
fn the_root_has_the_names_of_the_design_and_no_other() {
    let library = Library::read();
    let root = library.text("lib");
    let names: BTreeSet<&str> =
        root.lines().filter_map(|line| line.strip_prefix("pub use ")).flat_map(names_of).collect();
    for name in &names {
        assert!(ROOT.contains(name), "`{name}` stands at the root and is not in the design");
    }
    for name in ROOT {
        let exists = library.items().any(|item| item.name == *name);
        assert!(
            !exists || names.contains(name),
            "`{name}` is public in its room and does not stand at the root"
        );
    }
    for room in root.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')) {
        assert!(ROOMS.contains(&room), "`{room}` is public and is no room of the design");
    }
    for exported in library.exported_macros() {
        assert!(MACROS.contains(&exported.as_str()), "`{exported}!` is exported and is not in the design");
    }
    assert!(names.contains("validate_region") && names.contains("Region"), "{names:?}");
}

#[test]
fn every_public_type_of_a_listed_room_stands_in_this_file() {
    let this = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api.rs")).unwrap();
    let words: BTreeSet<&str> = this.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let library = Library::read();
    let listed = library.items().filter(|item| LISTED.contains(&item.room.as_str()));
    let missing: Vec<String> = listed
        .filter(|item| item.is_type() && !words.contains(item.name.as_str()))
        .map(|item| item.path())
        .collect();
    assert!(missing.is_empty(), "not listed in tests/api.rs: {}", missing.join(", "));
}

#[test]
fn every_error_has_a_code() {
    let library = Library::read();
    let codes = library.codes();
    let without: Vec<String> = library
        .items()
        .filter(|item| item.is_error && !codes.contains_key(&item.path()))
        .map(|item| item.path())
        .collect();
    assert!(without.is_empty(), "errors without `code()`: {}", without.join(", "));
}

#[test]
fn codes_are_pinned_and_belong_to_one_error_each() {
    let codes = Library::read().codes();
    let pinned: BTreeMap<&str, BTreeSet<&str>> =
        CODES.iter().map(|(path, codes)| (*path, codes.iter().copied().collect())).collect();
    for (path, found) in &codes {
        let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        match pinned.get(path.as_str()) {
            Some(expected) => assert_eq!(&found, expected, "{path}"),
            None => assert!(!LISTED.contains(&path.split(':').next().unwrap()), "{path} has no pinned codes"),
        }
    }
    for path in pinned.keys() {
        assert!(codes.contains_key(*path), "{path} is gone");
    }
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, code) in codes.iter().flat_map(|(path, codes)| codes.iter().map(move |code| (path, code))) {
        assert!(code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_')), "{code:?}");
        if let Some(other) = owners.insert(code, path) {
            panic!("`{code}` belongs to {other} and to {path}");
        }
    }
}

#[test]
fn codes_are_what_the_sources_say() {
    assert_eq!(InvalidRegion::Shape.code(), "invalid_region");
    assert_eq!(
        domicile::validate_region(Region::EuWest1, Here(Region::UsEast1)).unwrap_err().code(),
        "region_mismatch"
    );
    assert_eq!(Zone::parse("").unwrap_err().code(), "invalid_zone");
}

/// The library's sources, as far as its public items can be read from them.
struct Library {
    /// The room (or `lib`) and the text of each file.
    files: Vec<(String, String)>,
}

/// A public item of a room.
struct Item {
    room: String,
    name: String,
    keyword: String,
    is_error: bool,
}

impl Item {
    fn path(&self) -> String {
        format!("{}::{}", self.room, self.name)
    }

    fn is_type(&self) -> bool {
        matches!(self.keyword.as_str(), "struct" | "enum" | "trait" | "union")
    }
}

impl Library {
    fn read() -> Self {
        fn walk(folder: &Path, room: Option<&str>, into: &mut Vec<(String, String)>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let stem = path.file_stem().unwrap().to_str().unwrap();
                let room = room.unwrap_or(stem);
                if path.is_dir() {
                    walk(&path, Some(room), into);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    into.push((room.to_owned(), fs::read_to_string(&path).unwrap()));
                }
            }
        }
        let mut files = Vec::new();
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), None, &mut files);
        Self { files }
    }

    fn text(&self, room: &str) -> &str {
        &self.files.iter().find(|(of, _)| of == room).unwrap().1
    }

    /// The public items at the margin of each file, those of macros that define one included.
    fn items(&self) -> impl Iterator<Item = Item> + '_ {
        self.files.iter().filter(|(room, _)| ROOMS.contains(&room.as_str())).flat_map(|(room, text)| {
            let mut is_error = false;
            text.lines().filter_map(move |line| {
                let line = line.trim_start();
                if line.starts_with("#[derive(") {
                    is_error = line.contains("thiserror::Error") || line.contains(" Error");
                }
                let mut words = line.strip_prefix("pub ")?.split_whitespace();
                let mut keyword = words.next()?;
                while matches!(keyword, "const" | "async") {
                    keyword = words.next()?;
                }
                let name = words.next()?.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
                let known = ["struct", "enum", "trait", "union", "fn"].contains(&keyword) && !name.is_empty();
                known.then(|| Item {
                    room: room.clone(),
                    name: name.to_owned(),
                    keyword: keyword.to_owned(),
                    is_error: std::mem::take(&mut is_error),
                })
            })
        })
    }

    fn exported_macros(&self) -> impl Iterator<Item = String> + '_ {
        self.files.iter().flat_map(|(_, text)| text.split("#[macro_export]").skip(1)).map(|after| {
            let name = after.split("macro_rules!").nth(1).unwrap_or_default().trim_start();
            name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default().to_owned()
        })
    }

    /// Each type with a `code`, and the codes its body names.
    fn codes(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (room, text) in &self.files {
            let (mut owner, mut body) = (None, None);
            for line in text.lines() {
                if let Some(header) = line.strip_prefix("impl") {
                    owner = Some(format!("{room}::{}", type_of(header)));
                }
                if line.contains("fn code(&self) -> &'static str")
                    || line.contains("fn code(self) -> &'static str")
                {
                    body = owner.clone();
                }
                if let Some(owner) = &body {
                    // Every second piece of a line stands between quotation marks.
                    let quoted = line.split('"').skip(1).step_by(2).map(str::to_owned);
                    codes.entry(owner.clone()).or_default().extend(quoted);
                }
                if line == "    }" {
                    body = None;
                }
            }
        }
        codes
    }
}

/// The names that `pub use …` brings in.
fn names_of(import: &str) -> Vec<&str> {
    let last = import.rsplit("::").next().unwrap_or_default().trim_end_matches(';');
    let names = last.trim_start_matches('{').trim_end_matches('}').split(',');
    names
        .map(|name| name.rsplit(" as ").next().unwrap_or_default().trim())
        .filter(|name| !name.is_empty())
        .collect()
}

/// The type that an `impl` header (without the keyword) is for.
fn type_of(header: &str) -> &str {
    let mut header = header.trim_start();
    if header.starts_with('<') {
        // The generics end at the bracket that closes the first.
        let mut depth = 0_i32;
        let end = header.find(|c| {
            depth += i32::from(c == '<') - i32::from(c == '>');
            depth == 0
        });
        header = header[end.map_or(0, |at| at + 1)..].trim_start();
    }
    let name = header.split(" for ").last().unwrap_or(header);
    name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

#[test]
fn headers_and_imports_are_read_right() {
    assert_eq!(type_of(" Region {"), "Region");
    assert_eq!(type_of("<E> ResolveError<E> {"), "ResolveError");
    assert_eq!(type_of("<E: Into<Box<u8>>, const N: usize> Undecided<E> {"), "Undecided");
    assert_eq!(type_of(" fmt::Display for Region {"), "Region");
    assert_eq!(names_of("crate::place::{A, B};"), ["A", "B"]);
    assert_eq!(names_of("crate::place::validate_region;"), ["validate_region"]);
    assert_eq!(names_of("crate::place::A as B;"), ["B"]);
}
