//! Reads a document into a [`Rulebook`], collecting every issue on the way.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::collections::btree_map::Entry;
use alloc::string::String;
use alloc::string::ToString as _;
use alloc::vec::Vec;

use crate::law::LawEdition;
use crate::law::UnconfirmedLaw;
use crate::place::RegionCatalog;
use crate::policy::broken::Broken;
use crate::policy::broken::Kind;
use crate::policy::document::PolicyDocument;
use crate::policy::expected::Expected;
use crate::policy::field::Field;
use crate::policy::issue::Issue;
use crate::policy::issue::Severity;
use crate::policy::near::Near;
use crate::policy::path::Path;
use crate::policy::read_categories::CategoryRows;
use crate::policy::residency::OnMismatch;
use crate::policy::rulebook::Enforcement;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::TransferKind;
use crate::policy::set::LIMIT;
use crate::policy::set::Set;
use crate::policy::words::is_name;

/// A document being read.
///
/// The sections are read in the order in which they refer to each other. What cannot be read leaves one issue behind;
/// what refers to it, or rests on it, leaves none.
pub(crate) struct Reader<'d> {
    pub(crate) document: &'d PolicyDocument,
    pub(crate) catalog: &'d RegionCatalog,
    pub(crate) law: Cow<'d, LawEdition>,
    pub(crate) issues: Vec<Issue>,
    /// How often something could not be read or rests on what could not.
    trouble: usize,
    pub(crate) near: Near,
    pub(crate) book: Rulebook,
    pub(crate) groups: BTreeMap<&'d str, Set>,
    /// Where each framework is satisfied.
    pub(crate) frameworks: BTreeMap<String, Set>,
    pub(crate) category_rows: CategoryRows<'d>,
    /// Where the row of each transfer and grant stands in its section.
    pub(crate) transfer_rows: BTreeMap<(TransferKind, String), usize>,
    /// Sectors: categories and regions.
    pub(crate) sectors: BTreeMap<&'d str, (Set, Set)>,
    pub(crate) enforcement: Enforcement,
    pub(crate) on_mismatch: OnMismatch,
    pub(crate) unconfirmed_law: UnconfirmedLaw,
    pub(crate) broken: BTreeMap<Kind, Broken>,
}

impl<'d> Reader<'d> {
    pub(crate) fn new(document: &'d PolicyDocument, catalog: &'d RegionCatalog, law: &'d LawEdition) -> Self {
        Self {
            document,
            catalog,
            law: Cow::Borrowed(law),
            issues: Vec::new(),
            trouble: 0,
            near: Near::new(),
            book: Rulebook::default(),
            groups: BTreeMap::new(),
            frameworks: BTreeMap::new(),
            category_rows: CategoryRows::default(),
            transfer_rows: BTreeMap::new(),
            sectors: BTreeMap::new(),
            enforcement: Enforcement::default(),
            on_mismatch: OnMismatch::default(),
            unconfirmed_law: UnconfirmedLaw::default(),
            broken: BTreeMap::new(),
        }
    }

    /// Reads everything.
    pub(crate) fn read(&mut self) {
        if self.document.version == Field::Value(1) {
            // One issue and not one for every word that has changed.
            self.version();
            return;
        }
        self.issues.extend(self.document.notes.iter().cloned());
        self.trouble = self.issues.len();
        self.version();
        self.head();
        self.law_rows();
        self.regions();
        self.groups();
        self.default_region();
        self.plans();
        self.categories();
        self.roles();
        self.recipients();
        self.endpoints();
        self.organization_facts();
        self.sectors();
        self.transfers();
        self.scopes();
        self.shadows();
        self.promises();
    }

    pub(crate) fn report(&mut self, issue: Issue) {
        if issue.severity() == Severity::Error {
            self.trouble = self.trouble.saturating_add(1);
        }
        match self.issues.len().cmp(&LIMIT) {
            core::cmp::Ordering::Less => self.issues.push(issue),
            core::cmp::Ordering::Equal => {
                let advice = "there are more issues than these; correct some, then look again";
                self.issues.push(Issue::new(Severity::Error, String::new(), "too_many_issues", advice));
            }
            core::cmp::Ordering::Greater => {}
        }
    }

    pub(crate) fn error(&mut self, path: &Path<'_>, code: &'static str, advice: &'static str) {
        self.report(Issue::new(Severity::Error, path.to_string(), code, advice));
    }

    pub(crate) fn warn(&mut self, path: &Path<'_>, code: &'static str, advice: &'static str) {
        self.report(Issue::new(Severity::Warning, path.to_string(), code, advice));
    }

    /// How much trouble there was so far: what is read without any more is sound.
    pub(crate) const fn trouble(&self) -> usize {
        self.trouble
    }

    /// Notes that something rests on what could not be read, which has an issue of its own.
    pub(crate) const fn excuse(&mut self) {
        self.trouble = self.trouble.saturating_add(1);
    }

    /// Reports a text that was not expected.
    pub(crate) fn unexpected(&mut self, text: &str, path: &Path<'_>, expected: &Expected) {
        let suggestion = expected.suggestion(text, &self.near);
        self.unfit(text, path, expected, suggestion);
    }

    /// A field that may be left out.
    pub(crate) fn optional<T>(
        &mut self,
        field: &'d Field<T>,
        path: &Path<'_>,
        expected: &Expected,
    ) -> Option<&'d T> {
        if let Field::Bad(text) = field {
            self.unexpected(text, path, expected);
        }
        field.value()
    }

    /// A field that has to be written.
    pub(crate) fn required<T>(
        &mut self,
        field: &'d Field<T>,
        path: &Path<'_>,
        expected: &Expected,
    ) -> Option<&'d T> {
        if field.is_absent() {
            self.error(path, "missing_field", expected.advice);
        }
        self.optional(field, path, expected)
    }

    /// A name that has to be written.
    pub(crate) fn name(
        &mut self,
        field: &'d Field<String>,
        path: &Path<'_>,
        expected: &Expected,
    ) -> Option<&'d str> {
        let text = self.required(field, path, expected)?;
        if !is_name(text) {
            self.unexpected(text, path, expected);
            return None;
        }
        Some(text)
    }

    /// A text for people that has to be written.
    pub(crate) fn text(
        &mut self,
        field: &'d Field<String>,
        path: &Path<'_>,
        expected: &Expected,
    ) -> Option<&'d str> {
        let text = self.required(field, path, expected)?;
        if text.trim().is_empty() {
            self.error(path, "missing_field", expected.advice);
            return None;
        }
        Some(text)
    }

    /// A field that belongs to another kind of row.
    pub(crate) fn misplaced<T>(&mut self, field: &Field<T>, path: &Path<'_>) {
        if !field.is_absent() {
            self.error(path, "misplaced_field", "this kind of row has no such field; take it out");
        }
    }

    /// The rows of a section that are tables, with their positions.
    pub(crate) fn rows<T>(
        &mut self,
        section: &'d Field<Vec<Field<T>>>,
        name: &'static str,
        kind: Option<Kind>,
    ) -> Vec<(usize, &'d T)> {
        let path = Path::Section(name);
        let mut is_lost = false;
        if let Field::Bad(text) = section {
            self.unexpected(text, &path, &Expected::ROWS);
            is_lost = true;
        }
        if section.items().len() > LIMIT {
            self.error(&path, "too_many_rows", "expected at most 4096 rows; split the policy");
            is_lost = true;
        }
        let mut rows = Vec::new();
        for (at, field) in section.items().iter().enumerate().take(LIMIT) {
            match field {
                Field::Value(row) => rows.push((at, row)),
                Field::Bad(text) => {
                    self.unexpected(text, &Path::Row(name, at), &Expected::ROW);
                    is_lost = true;
                }
                Field::Absent => {}
            }
        }
        if let (true, Some(kind)) = (is_lost, kind) {
            self.lose(kind);
        }
        rows
    }

    /// Notes that a row of unknown name could not be read.
    pub(crate) fn lose(&mut self, kind: Kind) {
        self.broken.entry(kind).or_default().lost();
    }

    /// Notes the name of a row that could not be read.
    pub(crate) fn break_name<T>(&mut self, kind: Kind, field: &Field<T>, written: Option<&str>) {
        match (field, written) {
            (Field::Bad(text), _) => self.broken.entry(kind).or_default().unread(text),
            (_, Some(text)) => self.broken.entry(kind).or_default().named(text),
            (Field::Absent | Field::Value(_), None) => self.lose(kind),
        }
    }

    /// True if every row of a kind could be read.
    pub(crate) fn is_whole(&self, kind: Kind) -> bool {
        !self.broken.contains_key(&kind)
    }

    /// Reports a name that is not listed, unless the row that it means could not be read.
    pub(crate) fn unlisted(
        &mut self,
        kind: Kind,
        text: &str,
        path: &Path<'_>,
        expected: &Expected,
        suggestion: Option<String>,
    ) {
        if self.broken.get_mut(&kind).is_some_and(|broken| broken.excuses(text, &self.near)) {
            self.excuse();
            return;
        }
        self.unfit(text, path, expected, suggestion);
    }

    /// Reports a text that does not fit, with what was probably meant.
    pub(crate) fn unfit(
        &mut self,
        text: &str,
        path: &Path<'_>,
        expected: &Expected,
        suggestion: Option<String>,
    ) {
        let issue = Issue::new(Severity::Error, path.to_string(), expected.code, expected.advice);
        self.report(issue.found_text(text).suggesting(suggestion));
    }

    /// Adds a row to those read so far; a second row of a name is an issue. True if it was added.
    pub(crate) fn add<K: Ord, V>(
        &mut self,
        rows: &mut BTreeMap<K, V>,
        (key, row): (K, V),
        name: &str,
        path: &Path<'_>,
    ) -> bool {
        match rows.entry(key) {
            Entry::Vacant(place) => {
                place.insert(row);
                true
            }
            Entry::Occupied(_) => {
                self.duplicate(name, path);
                false
            }
        }
    }

    /// Reports a second row of a name.
    pub(crate) fn duplicate(&mut self, text: &str, path: &Path<'_>) {
        let advice = "expected each name once; merge the two rows, or rename one";
        self.report(Issue::new(Severity::Error, path.to_string(), "duplicate", advice).found_text(text));
    }

    /// The items of a list that may be left out; one that is no list is an issue.
    pub(crate) fn items<T>(&mut self, list: &'d Field<Vec<Field<T>>>, path: &Path<'_>) -> &'d [Field<T>] {
        if let Field::Bad(text) = list {
            self.unexpected(text, path, &Expected::LIST);
        }
        let items = list.items();
        if items.len() > LIMIT {
            self.error(path, "too_many_rows", "expected at most 4096 entries");
        }
        items.get(..LIMIT).unwrap_or(items)
    }

    /// The items of a list that has to be written and must not be empty.
    pub(crate) fn some_items<T>(
        &mut self,
        list: &'d Field<Vec<Field<T>>>,
        path: &Path<'_>,
        expected: &Expected,
    ) -> &'d [Field<T>] {
        if list.is_absent() {
            self.error(path, "missing_field", expected.advice);
        }
        self.filled_items(list, path)
    }

    /// The items of a list that may be left out, but must not be empty.
    pub(crate) fn filled_items<T>(
        &mut self,
        list: &'d Field<Vec<Field<T>>>,
        path: &Path<'_>,
    ) -> &'d [Field<T>] {
        if list.value().is_some_and(Vec::is_empty) {
            self.error(path, "empty_set", "expected at least one entry: an empty list permits nothing");
        }
        self.items(list, path)
    }

    /// The items of a list that are words of a vocabulary, each once.
    pub(crate) fn words<T: Ord + Copy>(
        &mut self,
        items: &'d [Field<T>],
        path: &Path<'_>,
        expected: &Expected,
    ) -> BTreeSet<T> {
        let mut words = BTreeSet::new();
        for (at, item) in items.iter().enumerate() {
            let path = path.item(at);
            if let Some(word) = self.optional(item, &path, expected)
                && !words.insert(*word)
            {
                self.error(&path, "duplicate", "expected each entry once; take one out");
            }
        }
        words
    }

    fn version(&mut self) {
        if self.document.version == Field::Value(2) {
            return;
        }
        let path = Path::Section("version");
        let text = match &self.document.version {
            Field::Absent => None,
            Field::Value(number) => Some(number.to_string()),
            Field::Bad(text) => Some(text.clone()),
        };
        let issue = Issue::new(Severity::Error, path.to_string(), "unsupported_version", VERSION_ADVICE);
        self.report(match text {
            Some(text) => issue.found_text(&text),
            None => issue,
        });
    }

    fn head(&mut self) {
        let document = self.document;
        if let Some(name) = self.name(&document.name, &Path::Section("name"), &Expected::NAME) {
            self.book.name = name.into();
        }
        let levels =
            self.optional(&document.enforcement, &Path::Section("enforcement"), &Expected::ENFORCEMENT);
        // Nothing is wider than a level that could not be read.
        let unread =
            if document.enforcement.is_absent() { Enforcement::default() } else { Enforcement::BestEffort };
        self.enforcement = levels.copied().unwrap_or(unread);
        let path = Path::Section("on_mismatch");
        let mismatch = self.optional(&document.on_mismatch, &path, &Expected::ON_MISMATCH);
        self.on_mismatch = mismatch.copied().unwrap_or_default();
        let path = Path::Section("endpoint_order");
        let order = self.optional(&document.endpoint_order, &path, &Expected::ENDPOINT_ORDER);
        self.book.endpoint_order = order.copied().unwrap_or_default();
        let path = Path::Section("unconfirmed_law");
        let unconfirmed = self.optional(&document.unconfirmed_law, &path, &Expected::UNCONFIRMED_LAW);
        self.unconfirmed_law = unconfirmed.copied().unwrap_or_default();
        let path = Path::Section("law");
        let edition = self.law.edition().to_string();
        if let Some(pinned) = self.optional(&document.law, &path, &Expected::EDITION)
            && *pinned != edition
        {
            let issue =
                Issue::new(Severity::Error, "law".into(), "other_law_edition", Expected::EDITION.advice);
            self.report(issue.found_text(pinned).suggesting(Some(edition)));
        }
        self.end();
    }

    fn end(&mut self) {
        let document = self.document;
        let end = document.end.value().map_or(&Field::Absent, |end| &end.of);
        let is_same = match (end, &document.name) {
            // What the name should be is an issue of its own.
            (Field::Value(end), Field::Value(name)) => end == name || !is_name(name),
            (Field::Value(_), Field::Absent | Field::Bad(_)) => true,
            (Field::Absent | Field::Bad(_), _) => false,
        };
        if !is_same {
            let advice = "expected a last section `end` with `of` = the document's name: without it, rows may have been lost";
            let issue = Issue::new(Severity::Error, "end".into(), "no_end", advice);
            self.report(match end {
                Field::Value(text) | Field::Bad(text) => issue.found_text(text),
                Field::Absent => issue,
            });
        }
    }
}

const VERSION_ADVICE: &str = "expected version = 2; version 1 is not read any more: write operations for acts, may for \
    duties, [] for [\"none\"], endpoints for endpoint_fallback, facts of a recipient for conditions such as dpf-listed, \
    take restrictions out of end, and leave out what is the default";
