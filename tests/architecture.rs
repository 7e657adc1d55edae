//! The shape of `src/`: which room may use which, how long a file and a function may be, and what may not be named.
//!
//! The sources are read as text, with comments, literals and `#[cfg(test)]` items blanked out. That is enough only
//! because the sources keep to one form of path, `crate::room::…`; every other form is a violation of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Each room and the rooms it may use, besides itself and [`EVERYWHERE`].
const ROOMS: &[(&str, &[&str])] = &[
    ("code", &[]),
    ("time", &[]),
    ("digest", &[]),
    ("edition", &["digest"]),
    ("country", &[]),
    ("place", &["country"]),
    // The digest seeds the directory's tables from what is in them, so that nobody can choose ids that collide.
    ("tenant", &["place", "digest"]),
    ("data", &["place", "edition"]),
    ("law", &["place", "data", "edition"]),
    ("policy", &["place", "data", "law", "tenant", "edition", "digest"]),
    // Never place, tenant or policy: a hash must not vary by region by accident.
    ("pii", &["country", "digest", "edition"]),
    ("audit", &["digest", "place", "tenant"]),
    ("flow", &["digest", "edition", "place", "tenant", "data", "law", "policy", "pii", "audit"]),
    ("topology", &["place", "data", "law", "policy"]),
    ("migration", &["place", "tenant", "data", "law", "policy", "audit"]),
    ("strategies", ALL),
    ("conformance", ALL),
];

/// What every room may use; between these two, only downward.
const EVERYWHERE: &[&str] = &["code", "time"];

const ALL: &[&str] = &[
    "country",
    "digest",
    "edition",
    "place",
    "tenant",
    "data",
    "law",
    "policy",
    "pii",
    "audit",
    "flow",
    "topology",
    "migration",
];

/// Edges that are open for plain values only: from, to, and the names that may not cross.
const NARROW: &[(&str, &str, &[&str])] =
    &[("policy", "tenant", RESOLUTION), ("audit", "tenant", RESOLUTION), ("audit", "tenant", RESULT)];

/// How a tenant is found out. A judgement is handed the result of it, and evidence not even that.
const RESOLUTION: &[&str] = &[
    "resolve",
    "resolve_async",
    "ResolveError",
    "TenantResolver",
    "AsyncTenantResolver",
    "Directory",
    "Claims",
    "HostBindings",
    "Known",
    "Lookup",
];

/// What comes of it.
const RESULT: &[&str] = &["Resolved"];

/// Exported macros stand at the root by the rules of the language; this is the room each belongs to.
const ROOT_MACROS: &[(&str, &str)] = &[("region", "place")];

/// A name, where alone it may stand, and why.
const CONFINED: &[(&str, &[&str], &str)] = &[
    (
        "std",
        &[],
        "the crate needs core and alloc only: no clock, file, network, environment, thread or process",
    ),
    ("SystemTime", &[], "time is an argument"),
    ("Instant", &[], "time is an argument"),
    ("sha2", &["src/digest.rs"], "one file hashes"),
    ("unicode_normalization", &["src/pii/"], "one file composes"),
    (
        "wide",
        &["src/digest.rs", "src/pii/lanes.rs", "src/pii/email_lanes.rs"],
        "vectors are where bytes are counted",
    ),
];

const FILE_CEILING: usize = 800;
const FUNCTION_CEILING: usize = 50;

#[test]
fn the_sources_keep_the_shape() {
    let sources = sources();
    let mut found: Vec<String> = sources.iter().flat_map(violations).collect();
    found.extend(named_in_more_than_one_file("unicode_normalization", &sources));
    assert!(found.is_empty(), "{} violations:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_source_file_was_read() {
    let sources = sources();
    assert!(sources.len() >= 14, "{} files", sources.len());
    assert!(sources.iter().any(|source| source.path == "src/place/region.rs"));
    // The blanking must not swallow code: what the compiler sees in a known file is still there.
    let region = sources.iter().find(|source| source.path == "src/place/region.rs").unwrap();
    assert!(region.code.contains("pub const fn parse(text: &str)"));
    assert!(region.code.contains("use crate::place::builtin::named_regions;"));
    assert!(!region.code.contains("the_table_is_sorted"));
}

#[test]
fn the_allowed_edges_have_no_cycle() {
    let mut settled: Vec<&str> = Vec::new();
    let mut open: Vec<_> = ROOMS.to_vec();
    while !open.is_empty() {
        let before = open.len();
        open.retain(|(room, uses)| {
            let ready = uses.iter().all(|used| settled.contains(used));
            if ready {
                settled.push(room);
            }
            !ready
        });
        assert!(open.len() < before, "a cycle among {open:?}");
    }
}

#[test]
fn every_source_file_is_part_of_the_crate() {
    let sources = sources();
    let code = |path: String| sources.iter().find(|source| source.path == path).map(|source| &*source.code);
    let stray = sources.iter().filter(|source| {
        let front = source.path.trim_end_matches("/mod.rs").trim_end_matches(".rs");
        let Some((folder, name)) = front.rsplit_once('/') else { return false };
        let declared = |code: &str| code.lines().any(|line| line.ends_with(&format!("mod {name};")));
        let fronts = [format!("{folder}/mod.rs"), format!("{folder}/lib.rs"), format!("{folder}.rs")];
        name != "lib" && !fronts.into_iter().filter_map(code).any(declared)
    });
    let stray: Vec<&str> = stray.map(|source| &*source.path).collect();
    assert!(stray.is_empty(), "{stray:?}");
}

/// One file of the library.
struct Source {
    /// From the package's root, with forward slashes.
    path: String,
    /// As written.
    text: String,
    /// Comments, literals and tests blanked out; every line where it was.
    code: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let code = without_tests(&without_comments_and_literals(text));
        Self { path: path.to_owned(), text: text.to_owned(), code }
    }

    /// The room the file belongs to; `None` for the crate's root.
    fn room(&self) -> Option<&str> {
        let inner = self.path.strip_prefix("src/")?;
        let room = inner.split('/').next()?.trim_end_matches(".rs");
        (room != "lib").then_some(room)
    }

    fn is_table(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        ["builtin", "providers", "profiles"].iter().any(|table| name.starts_with(table))
            || name.contains("table")
    }

    fn at(&self, offset: usize, what: &str) -> String {
        let line = self.code[..offset].matches('\n').count() + 1;
        format!("{}:{line}: {what}", self.path)
    }

    /// Every place where `word` stands as a word of its own.
    fn words<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.code.match_indices(word).map(|(offset, _)| offset).filter(move |&offset| {
            !self.code[..offset].ends_with(is_word) && !self.code[offset + word.len()..].starts_with(is_word)
        })
    }
}

fn sources() -> Vec<Source> {
    fn walk(folder: &Path, root: &Path, into: &mut Vec<Source>) {
        let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, root, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                into.push(Source::new(&name, &fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    walk(&root.join("src"), root, &mut sources);
    sources
}

fn violations(source: &Source) -> Vec<String> {
    [edges, imports, confined_names, attributes, unfinished, names, root_logic, long_file, long_functions]
        .iter()
        .flat_map(|check| check(source))
        .collect()
}

/// Uses of another room that the table does not open.
fn edges(source: &Source) -> Vec<String> {
    let Some(from) = source.room() else { return Vec::new() };
    let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == from) else {
        return vec![source.at(0, &format!("`{from}` is no room of the design"))];
    };
    let mut found = Vec::new();
    for offset in source.words("crate") {
        let Some(path) = source.code[offset..].strip_prefix("crate::") else { continue };
        // An exported macro is expanded elsewhere and can name public paths only.
        if source.code[..offset].ends_with('$') {
            continue;
        }
        let segments: Vec<&str> =
            path.split(|c: char| !is_word(c) && c != ':').next().unwrap_or_default().split("::").collect();
        let first = segments.first().copied().unwrap_or_default();
        let to = ROOT_MACROS.iter().find(|(name, _)| *name == first).map_or(first, |(_, room)| room);
        let base = EVERYWHERE.contains(&to) && (from, to) != ("code", "time");
        if !ROOMS.iter().any(|(room, _)| *room == to) {
            found.push(source.at(offset, "expected a path through a room, `crate::room::…`"));
        } else if from != to && !base && !allowed.contains(&to) {
            found.push(source.at(offset, &format!("`{from}` may not use `{to}`")));
        }
        for (_, _, closed) in NARROW.iter().filter(|(a, b, _)| (*a, *b) == (from, to)) {
            if let Some(name) = segments.iter().find(|segment| closed.contains(segment)) {
                found.push(
                    source.at(offset, &format!("`{from}` may use plain values of `{to}`, not `{name}`")),
                );
            }
        }
    }
    found
}

/// Forms of `use` that hide where a name comes from.
fn imports(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for offset in source.words("use") {
        let statement = source.code[offset..].split(';').next().unwrap_or_default();
        let compact: String = statement.split_whitespace().collect();
        if compact.ends_with("::*") || compact.contains("::*}") || compact.contains("::*,") {
            found.push(source.at(offset, "a glob import hides what comes in"));
        }
        if compact.starts_with("usecrate::{") || compact.starts_with("use{") {
            found.push(source.at(offset, "expected one import path a room, not a group at the crate's root"));
        }
    }
    found
}

fn confined_names(source: &Source) -> Vec<String> {
    // `pub(super)` is no path.
    let relative = source.words("super").filter(|&offset| source.code[offset..].starts_with("super::"));
    let mut found: Vec<String> =
        relative.map(|offset| source.at(offset, "paths start at the crate")).collect();
    for (name, homes, reason) in CONFINED {
        if !homes.iter().any(|home| source.path.starts_with(home)) {
            found.extend(source.words(name).map(|offset| source.at(offset, &format!("`{name}`: {reason}"))));
        }
    }
    found
}

fn attributes(source: &Source) -> Vec<String> {
    let is_attribute = |offset: &usize| {
        let line = source.code[..*offset].rfind('\n').map_or(0, |newline| newline + 1);
        let before = source.code[line..*offset].trim_start();
        source.code[*offset..].starts_with("allow(")
            && (before.starts_with("#[") || before.starts_with("#!["))
    };
    let offsets = source.words("allow").filter(is_attribute);
    offsets.map(|offset| source.at(offset, "expected `#[expect(…, reason = …)]`, not `allow`")).collect()
}

fn unfinished(source: &Source) -> Vec<String> {
    let marks = ["TODO", "FIXME", "XXX", "HACK"];
    let lines = source.text.lines().enumerate();
    let marked = lines.filter(|(_, line)| line.split(|c| !is_word(c)).any(|word| marks.contains(&word)));
    marked.map(|(number, _)| format!("{}:{}: left for later", source.path, number + 1)).collect()
}

/// `get_` and public type aliases, which the design rules out.
fn names(source: &Source) -> Vec<String> {
    let getters =
        source.words("fn").filter(|offset| source.code[offset + 2..].trim_start().starts_with("get_"));
    let mut found: Vec<String> =
        getters.map(|offset| source.at(offset, "a getter is named after what it gives")).collect();
    // An associated type is indented.
    let aliases = source.words("type").filter(|&offset| {
        let line = source.code[..offset].rfind('\n').map_or(0, |newline| newline + 1);
        &source.code[line..offset] == "pub "
    });
    found.extend(aliases.map(|offset| source.at(offset, "expected a type of its own, not an alias")));
    found
}

/// `lib.rs` and a room's `mod.rs` hold text and re-exports, and a `mod.rs` perhaps a constant.
fn root_logic(source: &Source) -> Vec<String> {
    let is_front = source.path.ends_with("/mod.rs") && source.path.matches('/').count() == 2;
    if source.path != "src/lib.rs" && !is_front {
        return Vec::new();
    }
    let keywords = ["fn", "impl", "struct", "enum", "trait", "static", "macro_rules"];
    let offsets = keywords.iter().flat_map(|keyword| source.words(keyword));
    offsets.map(|offset| source.at(offset, "expected text and re-exports only")).collect()
}

fn long_file(source: &Source) -> Vec<String> {
    let lines = code_lines(&source.code);
    if source.is_table() || lines <= FILE_CEILING {
        return Vec::new();
    }
    vec![format!("{}: {lines} lines of code, more than {FILE_CEILING}", source.path)]
}

fn long_functions(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for offset in source.words("fn") {
        let rest = &source.code[offset..];
        // `fn(…)` is a type.
        if rest[2..].trim_start().starts_with('(') {
            continue;
        }
        let lines = code_lines(&rest[..end_of_item(rest)]);
        if lines > FUNCTION_CEILING {
            found.push(
                source.at(offset, &format!("a function of {lines} lines, more than {FUNCTION_CEILING}")),
            );
        }
    }
    found
}

fn named_in_more_than_one_file(name: &str, sources: &[Source]) -> Option<String> {
    let files: Vec<&str> = sources
        .iter()
        .filter(|source| source.words(name).next().is_some())
        .map(|source| &*source.path)
        .collect();
    (files.len() > 1).then(|| format!("`{name}` is named in more than one file: {}", files.join(", ")))
}

fn code_lines(code: &str) -> usize {
    code.lines().filter(|line| !line.trim().is_empty()).count()
}

const fn is_word(c: char) -> bool {
    c == '_' || c.is_ascii_alphanumeric()
}

/// Adds as many blanks as `part` has bytes, keeping its line breaks.
fn blank(into: &mut String, part: &str) {
    into.extend(part.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}

fn without_comments_and_literals(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if !code.ends_with(is_word) && raw_string(rest) > 0 {
            raw_string(rest)
        } else if first == '"' {
            quoted(rest, b'"')
        } else if first == '\'' && is_character(rest) {
            quoted(rest, b'\'')
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        let (literal, tail) = rest.split_at(length);
        blank(&mut code, literal);
        rest = tail;
    }
    code
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        if text.as_bytes()[at..].starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if text.as_bytes()[at..].starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// The length of the raw string literal at the start, or 0.
fn raw_string(text: &str) -> usize {
    let Some(opened) = ["r", "br", "cr"].iter().find_map(|prefix| text.strip_prefix(prefix)) else {
        return 0;
    };
    let fences = opened.len() - opened.trim_start_matches('#').len();
    let Some(body) = opened[fences..].strip_prefix('"') else { return 0 };
    let close = format!("\"{}", "#".repeat(fences));
    let end = body.find(&close).map_or(body.len(), |at| at + close.len());
    text.len() - body.len() + end
}

/// The length of the literal between `quote`s at the start.
fn quoted(text: &str, quote: u8) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Tells `'a'` from the lifetime `'a`.
fn is_character(text: &str) -> bool {
    let mut after = text.chars().skip(1);
    after.next() == Some('\\') || after.next() == Some('\'')
}

fn without_tests(code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = ["#[cfg(test)]", "#[cfg(all(test,"].iter().filter_map(|mark| rest.find(mark)).min() {
        let (before, item) = rest.split_at(at);
        let attribute = item.find(']').map_or(item.len(), |end| end + 1);
        let end = attribute + end_of_item(&item[attribute..]);
        kept.push_str(before);
        blank(&mut kept, &item[..end]);
        rest = &item[end..];
    }
    kept.push_str(rest);
    kept
}

/// Where the item at the start of `code` ends: behind its body, or behind its semicolon.
fn end_of_item(code: &str) -> usize {
    let mut depth = BTreeMap::from([('(', 0_i32), ('[', 0), ('{', 0)]);
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' | '{' => *depth.get_mut(&c).unwrap() += 1,
            ')' => *depth.get_mut(&'(').unwrap() -= 1,
            ']' => *depth.get_mut(&'[').unwrap() -= 1,
            '}' => {
                *depth.get_mut(&'{').unwrap() -= 1;
                if depth[&'{'] <= 0 {
                    return at + 1;
                }
            }
            ';' if depth.values().all(|&open| open == 0) => return at + 1,
            _ => {}
        }
    }
    code.len()
}

mod the_checker {
    use super::*;

    /// What is found in a file of this path and text.
    fn found(path: &str, text: &str) -> Vec<String> {
        violations(&Source::new(path, text))
    }

    #[track_caller]
    fn finds(path: &str, text: &str, expected: &str) {
        let found = found(path, text);
        assert!(found.iter().any(|line| line.contains(expected)), "{text:?} gave {found:?}");
    }

    #[track_caller]
    fn passes(path: &str, text: &str) {
        assert_eq!(found(path, text), [""; 0], "{text:?}");
    }

    #[test]
    fn finds_upward_edges_in_every_form() {
        finds(
            "src/pii/email.rs",
            "use crate::place::region::Region;\n",
            "src/pii/email.rs:1: `pii` may not use `place`",
        );
        finds("src/pii/email.rs", "fn f() -> u8 { crate::place::f() }", "`pii` may not use `place`");
        finds(
            "src/place/region.rs",
            "\n\nuse crate::tenant::TenantId;",
            "region.rs:3: `place` may not use `tenant`",
        );
        finds("src/time.rs", "use crate::digest::Digest;", "`time` may not use `digest`");
        finds("src/code.rs", "use crate::time::UnixTime;", "`code` may not use `time`");
        finds("src/tenant/id.rs", "pub(in crate::policy) fn f() {}", "`tenant` may not use `policy`");
        finds(
            "src/data/category.rs",
            "fn f() { crate::region!(TEXT) }\nuse crate::law::Act;",
            "`data` may not use `law`",
        );
        finds("src/pii/email.rs", "const HOME: u8 = crate::region!(TEXT);", "`pii` may not use `place`");
    }

    #[test]
    fn passes_the_edges_of_the_design() {
        passes(
            "src/place/region.rs",
            "use crate::code::Text;\nuse crate::time::UnixTime;\nuse crate::place::zone::Zone;",
        );
        passes("src/flow/gate.rs", "use crate::policy::PolicyAt;\nuse crate::audit::Event;");
        passes("src/policy/permit.rs", "use crate::tenant::residency::Residency;");
        passes("src/strategies.rs", "use crate::migration::Phase;");
        passes("src/place/region.rs", "macro_rules! m { () => { $crate::Region::parse() }; }");
        passes("src/lib.rs", "pub mod place;\npub use crate::place::Region;");
    }

    #[test]
    fn finds_more_than_plain_values_crossing() {
        finds(
            "src/policy/request.rs",
            "use crate::tenant::TenantResolver;",
            "plain values of `tenant`, not `TenantResolver`",
        );
        passes("src/policy/request.rs", "use crate::tenant::Resolved;");
        finds("src/audit/event.rs", "use crate::tenant::Resolved;", "not `Resolved`");
        finds("src/audit/event.rs", "use crate::tenant::Directory;", "not `Directory`");
    }

    #[test]
    fn finds_paths_that_hide_a_room() {
        finds("src/place/zone.rs", "use crate::Region;", "expected a path through a room");
        finds("src/place/zone.rs", "use crate::{place, tenant};", "a group at the crate's root");
        finds("src/place/zone.rs", "use super::region::Region;", "paths start at the crate");
        finds("src/place/zone.rs", "use crate::place::region::*;", "a glob import");
        finds("src/place/mod.rs", "pub use crate::place::{region::*, zone::Zone};", "a glob import");
        finds("src/misc/zone.rs", "fn f() {}", "`misc` is no room");
        finds("src/util.rs", "fn f() {}", "`util` is no room");
    }

    #[test]
    fn finds_io_and_confined_names() {
        for io in ["std::fs", "std::net", "std::env", "std::thread", "std::process", "std::time::SystemTime"]
        {
            finds("src/time.rs", &format!("fn f() {{ {io}::f() }}"), "core and alloc only");
        }
        finds("src/time.rs", "#[cfg(feature = \"std\")]\nextern crate std;", "core and alloc only");
        finds("src/time.rs", "fn f() -> u64 { Instant::now() }", "time is an argument");
        finds("src/audit/chain.rs", "use sha2::Sha256;", "one file hashes");
        finds("src/tenant/id.rs", "use unicode_normalization::UnicodeNormalization;", "one file composes");
        passes("src/digest.rs", "use sha2::Sha256;");
        let two =
            ["src/pii/a.rs", "src/pii/b.rs"].map(|path| Source::new(path, "use unicode_normalization::X;"));
        assert!(
            named_in_more_than_one_file("unicode_normalization", &two)
                .unwrap()
                .contains("a.rs, src/pii/b.rs")
        );
        assert_eq!(named_in_more_than_one_file("unicode_normalization", &two[..1]), None);
    }

    #[test]
    fn finds_lints_switched_off_and_work_left() {
        finds("src/time.rs", "#[allow(dead_code)]\nfn f() {}", "not `allow`");
        finds("src/time.rs", "#![allow(dead_code)]", "not `allow`");
        finds("src/time.rs", "#[cfg_attr(test, allow(dead_code))]", "not `allow`");
        passes("src/policy/rule.rs", "impl Rule {\n    fn allow(self) -> Self { self.allow() }\n}");
        finds("src/time.rs", "// TODO: later\nfn f() {}", "src/time.rs:1: left for later");
        finds("src/time.rs", "/// FIXME\nfn f() {}", "left for later");
    }

    #[test]
    fn finds_names_and_logic_out_of_place() {
        finds("src/time.rs", "pub fn get_seconds() {}", "named after what it gives");
        finds("src/time.rs", "pub type Seconds = u64;", "not an alias");
        passes("src/time.rs", "impl T for S {\n    type Error = E;\n}");
        finds("src/place/mod.rs", "pub fn f() {}", "expected text and re-exports only");
        finds("src/lib.rs", "pub struct S;", "expected text and re-exports only");
        passes("src/pii/mod.rs", "pub const EDITION: Edition = edition();");
        passes("src/pii/phone/mod.rs", "pub(super) fn f() {}");
    }

    #[test]
    fn finds_long_files_and_functions_and_counts_code_only() {
        let lines = |count: usize, line: &str| line.repeat(count);
        let long = lines(801, "const A: u8 = 1;\n");
        finds("src/time.rs", &long, "801 lines of code");
        passes("src/time.rs", &lines(800, "const A: u8 = 1;\n\n// text\n"));
        passes("src/place/providers.rs", &long);
        passes("src/law/rules_table.rs", &long);
        passes("src/time.rs", &format!("#[cfg(test)]\nmod tests {{\n{long}}}\n"));
        let body = |count| format!("fn f(a: [u8; 2]) {{\n{}}}\nfn g() {{}}\n", lines(count, "    g();\n"));
        finds("src/time.rs", &body(49), "src/time.rs:1: a function of 51 lines");
        passes("src/time.rs", &body(48));
        passes("src/time.rs", &format!("trait T {{\n    fn f();\n}}\n{}", lines(60, "const A: fn() = g;\n")));
    }

    #[test]
    fn reads_neither_comments_nor_literals_nor_tests() {
        passes(
            "src/pii/email.rs",
            "//! [`crate::place`]\n/* crate::place /* std::fs */ super */\n/// use crate::{a};\n",
        );
        passes("src/pii/email.rs", "const A: &str = \"crate::place \\\" std::fs\";");
        passes("src/pii/email.rs", "const A: &str = r#\"crate::place \" std::fs\"#;");
        passes(
            "src/pii/email.rs",
            "fn f<'a>(c: char, t: &'a str) -> bool { c == '\"' && c != '\\'' && t == \"std::fs\" }",
        );
        passes(
            "src/pii/email.rs",
            "#[cfg(test)]\nmod tests {\n    use super::*;\n    fn f() { std::fs::f() }\n}\n",
        );
        passes("src/pii/email.rs", "#[cfg(all(test, feature = \"serde\"))]\nmod tests { use super::*; }");
        finds(
            "src/pii/email.rs",
            "#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::place::Region;",
            "email.rs:3: `pii`",
        );
        finds(
            "src/pii/email.rs",
            "fn f<'a>(t: &'a str) {} use crate::place::Region; fn g<'a>() {}",
            "may not use `place`",
        );
    }
}
