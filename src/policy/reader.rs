//! Reads a document into a [`Rulebook`], collecting every issue on the way.

use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::data::DataCategory;
use crate::law::LawEdition;
use crate::place::RegionCatalog;
use crate::policy::document::PolicyDocument;
use crate::policy::issue::Issue;
use crate::policy::issue::Severity;
use crate::policy::mask::LIMIT;
use crate::policy::mask::Mask;
use crate::policy::residency::OnMismatch;
use crate::policy::rulebook::Enforcement;
use crate::policy::rulebook::Rulebook;

/// A document being read.
///
/// The sections are read in the order in which they refer to each other. What cannot be read leaves an issue behind
/// and nothing in the rulebook, so that later sections report their own mistakes and not the consequences of earlier
/// ones.
pub(crate) struct Reader<'d> {
    pub(crate) document: &'d PolicyDocument,
    pub(crate) catalog: &'d RegionCatalog,
    pub(crate) law: &'d LawEdition,
    pub(crate) issues: Vec<Issue>,
    pub(crate) book: Rulebook,
    pub(crate) groups: Vec<(String, Mask)>,
    /// Sectors: name, categories, regions.
    pub(crate) sectors: Vec<(String, Mask, Mask)>,
    pub(crate) enforcement: Enforcement,
    pub(crate) on_mismatch: OnMismatch,
    pub(crate) fallback: Mask,
}

impl<'d> Reader<'d> {
    pub(crate) fn new(document: &'d PolicyDocument, catalog: &'d RegionCatalog, law: &'d LawEdition) -> Self {
        Self {
            document,
            catalog,
            law,
            issues: Vec::new(),
            book: Rulebook::default(),
            groups: Vec::new(),
            sectors: Vec::new(),
            enforcement: Enforcement::FullPartition,
            on_mismatch: OnMismatch::Drop,
            fallback: Mask::NONE,
        }
    }

    /// Reads everything.
    pub(crate) fn read(&mut self) {
        self.head();
        self.regions();
        self.groups();
        self.default_region();
        self.plans();
        self.categories();
        self.roles();
        self.recipients();
        self.sectors();
        self.fallback();
        self.transfers();
        self.break_glass();
        self.scopes();
        self.shadows();
        self.promises();
    }

    pub(crate) fn error(&mut self, path: impl Into<String>, code: &'static str, advice: &'static str) {
        self.issues.push(Issue::new(Severity::Error, path.into(), code, advice));
    }

    pub(crate) fn warn(&mut self, path: impl Into<String>, code: &'static str, advice: &'static str) {
        self.issues.push(Issue::new(Severity::Warning, path.into(), code, advice));
    }

    /// A field that has to be written.
    pub(crate) fn required(
        &mut self,
        field: Option<&'d String>,
        path: &str,
        advice: &'static str,
    ) -> Option<&'d str> {
        if field.is_none() {
            self.error(path, "missing_field", advice);
        }
        field.map(String::as_str)
    }

    /// A field that has to be written and to parse.
    pub(crate) fn parsed<T>(
        &mut self,
        field: Option<&'d String>,
        path: &str,
        parse: impl FnOnce(&str) -> Option<T>,
        code: &'static str,
        advice: &'static str,
    ) -> Option<T> {
        let text = self.required(field, path, advice)?;
        let value = parse(text);
        if value.is_none() {
            self.error(path, code, advice);
        }
        value
    }

    /// A field that may be left out and otherwise has to parse.
    pub(crate) fn optional<T>(
        &mut self,
        field: Option<&'d String>,
        path: &str,
        parse: impl FnOnce(&str) -> Option<T>,
        code: &'static str,
        advice: &'static str,
    ) -> Option<T> {
        field.and_then(|_| self.parsed(field, path, parse, code, advice))
    }

    /// A field that belongs to another kind of row.
    pub(crate) fn misplaced(&mut self, is_written: bool, path: &str) {
        if is_written {
            self.error(path, "misplaced_field", "this kind of row has no such field; take it out");
        }
    }

    /// A set of regions in use; `group:name` stands for a group. Empty is an error.
    pub(crate) fn region_set(&mut self, list: &'d [String], path: &str) -> Mask {
        let mut set = Mask::NONE;
        for (at, text) in list.iter().enumerate() {
            let group = text.strip_prefix("group:");
            let found = match group {
                Some(group) => self.groups.iter().find(|(name, _)| name == group).map(|(_, mask)| *mask),
                None => text.parse().ok().and_then(|region| self.book.region_at(region)).map(Mask::of),
            };
            let path = format!("{path}[{at}]");
            match (found, group) {
                (Some(mask), _) if mask.is_subset(set) && !mask.is_empty() => {
                    self.error(path, "duplicate", "this adds nothing to the list; take it out");
                }
                (Some(mask), _) => set = set.union(mask),
                (None, None) => {
                    self.error(
                        path,
                        "unknown_region",
                        "expected a region listed under regions; list it there, or correct it",
                    );
                }
                (None, Some(_)) => {
                    self.error(
                        path,
                        "unknown_group",
                        "expected a group listed under groups; list it there, or correct it",
                    );
                }
            }
        }
        if list.is_empty() {
            self.error(path, "empty_set", "expected at least one region: an empty set permits nothing");
        }
        set
    }

    /// A list of words of a vocabulary, as given by `parse`.
    pub(crate) fn words<T>(
        &mut self,
        list: &'d [String],
        path: &str,
        parse: impl Fn(&str) -> Option<T>,
        code: &'static str,
        advice: &'static str,
    ) -> Vec<T> {
        let mut values = Vec::new();
        for (at, text) in list.iter().enumerate() {
            if list.iter().take(at).any(|earlier| earlier == text) {
                self.error(format!("{path}[{at}]"), "duplicate", "expected each entry once; take one out");
            }
            match parse(text) {
                Some(value) => values.push(value),
                None => self.error(format!("{path}[{at}]"), code, advice),
            }
        }
        values
    }

    /// The same, of a list that must not be empty.
    pub(crate) fn some_words<T>(
        &mut self,
        list: &'d [String],
        path: &str,
        parse: impl Fn(&str) -> Option<T>,
        code: &'static str,
        advice: &'static str,
    ) -> Vec<T> {
        if list.is_empty() {
            self.error(path, "empty_set", "expected at least one entry: an empty set permits nothing");
        }
        self.words(list, path, parse, code, advice)
    }

    /// A list whose absence would permit more: it has to be written, and `["none"]` says that there is nothing to say.
    pub(crate) fn stated(&mut self, list: Option<&'d Vec<String>>, path: &str) -> &'d [String] {
        const ADVICE: &str = "expected a list, which is [\"none\"] if there is nothing to list";
        match list.map(Vec::as_slice) {
            Some([only]) if only == "none" => &[],
            Some([]) | None => {
                self.error(path, "missing_field", ADVICE);
                &[]
            }
            Some(list) => list,
        }
    }

    /// The categories within those listed, by position. A name that covers none is an error.
    pub(crate) fn category_set(&mut self, list: &'d [String], path: &str) -> Mask {
        const ADVICE: &str =
            "expected a category listed under categories, or a wider one; list it there, or correct it";
        let rules: Vec<DataCategory> = self.book.categories.iter().map(|rule| rule.category).collect();
        let within = |text: &str| {
            let wider = DataCategory::parse(text).ok()?;
            let rows = rules.iter().enumerate().filter(|(_, category)| category.is_within(&wider));
            Some(rows.map(|(at, _)| at).collect::<Mask>()).filter(|mask| !mask.is_empty())
        };
        let masks = self.some_words(list, path, within, "unknown_category", ADVICE);
        masks.into_iter().fold(Mask::NONE, Mask::union)
    }

    /// Where all frameworks of a list are satisfied. One that no region satisfies is an error.
    pub(crate) fn framework_set(&mut self, list: &'d [String], path: &str) -> Mask {
        const ADVICE: &str =
            "expected a framework that some region in use satisfies; add it to a region, or correct it";
        let rows: Vec<(usize, Vec<String>)> =
            self.book.regions.iter().enumerate().map(|(at, entry)| (at, entry.frameworks.clone())).collect();
        let satisfied = |text: &str| {
            let regions = rows.iter().filter(|(_, frameworks)| frameworks.iter().any(|one| one == text));
            Some(regions.map(|(at, _)| *at).collect::<Mask>()).filter(|mask| !mask.is_empty())
        };
        let masks = self.words(list, path, satisfied, "unsatisfied_framework", ADVICE);
        masks.into_iter().fold(Mask::first(LIMIT), Mask::intersection)
    }

    /// True if the row at `at` may stand: its section is not too long and its name is new.
    pub(crate) fn admit(&mut self, section: &str, at: usize, is_new: bool) -> bool {
        if !is_new {
            self.error(
                format!("{section}[{at}]"),
                "duplicate",
                "expected each name once; merge the two rows",
            );
        }
        if at >= LIMIT && !matches!(section, "transfers" | "break_glass" | "scopes") {
            self.error(
                format!("{section}[{at}]"),
                "too_many_rows",
                "expected at most 128 rows; split the policy",
            );
            return false;
        }
        is_new
    }

    fn head(&mut self) {
        let document = self.document;
        if document.version != Some(1) {
            self.error("version", "unsupported_version", "expected version = 1, the only version there is");
        }
        if let Some(name) = self.parsed(
            document.name.as_ref(),
            "name",
            |text| is_name(text).then(|| text.to_owned()),
            "invalid_name",
            "expected a name: lower-case letters, digits and single inner hyphens, at most 31 bytes",
        ) {
            self.book.name = name;
        }
        let end = document.end.as_ref().and_then(|end| end.of.as_ref());
        if end.is_none() || end != document.name.as_ref() {
            self.error(
                "end",
                "no_end",
                "expected a last section `end` with `of` = the document's name: without it, rows may have been lost",
            );
        }
        self.restrictions();
        let edition = format!("{}", self.law.edition());
        if document.law.as_ref().is_some_and(|pinned| *pinned != edition) {
            self.error(
                "law",
                "other_law_edition",
                "expected the edition this is compiled with; review, then pin the new one",
            );
        }
        let levels = |text: &str| enforcement(text);
        let advice = "expected full-partition or best-effort";
        if let Some(level) =
            self.optional(document.enforcement.as_ref(), "enforcement", levels, "unknown_word", advice)
        {
            self.enforcement = level;
        }
        let mismatch = |text: &str| match text {
            "drop" => Some(OnMismatch::Drop),
            "quarantine" => Some(OnMismatch::Quarantine),
            _ => None,
        };
        let advice = "expected drop or quarantine";
        if let Some(what) =
            self.optional(document.on_mismatch.as_ref(), "on_mismatch", mismatch, "unknown_word", advice)
        {
            self.on_mismatch = what;
        }
    }

    /// Counts the entries that only restrict: each is there, or somebody took it out of the count as well.
    fn restrictions(&mut self) {
        let count = self.document.restrictions();
        let written = self.document.end.as_ref().and_then(|end| end.restrictions);
        if written.unwrap_or(0) != count {
            const ADVICE: &str = "expected the number of entries under frameworks, sensitivities and sectors, and of \
                the sectors' categories, \"none\" not counted; look whether one was lost, then write the number";
            let issue = Issue::new(Severity::Error, "end.restrictions".into(), "restrictions_lost", ADVICE);
            self.issues.push(issue.counted(count));
        }
    }
}

impl PolicyDocument {
    /// How many entries only restrict.
    pub(crate) fn restrictions(&self) -> u32 {
        let categories = self.categories.iter().flat_map(|row| [&row.frameworks, &row.sensitivities]);
        let scopes = self.scopes.iter().flat_map(|row| [&row.frameworks, &row.sectors]);
        let stated = core::iter::once(&self.frameworks).chain(categories).chain(scopes).flatten();
        let lists = stated.chain(self.sectors.iter().map(|row| &row.categories));
        let count = lists.flatten().filter(|entry| *entry != "none").count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

/// Reads an enforcement level.
pub(crate) fn enforcement(text: &str) -> Option<Enforcement> {
    [Enforcement::FullPartition, Enforcement::BestEffort].into_iter().find(|level| level.as_str() == text)
}

/// True for a name.
pub(crate) fn is_name(text: &str) -> bool {
    crate::policy::name::RoleName::parse(text).is_ok()
}
