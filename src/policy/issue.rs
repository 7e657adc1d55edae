//! What is wrong with a policy document.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// One thing that is wrong with a document: how bad, where, what, what to do about it, and the text found there.
///
/// A policy document holds no personal data, so its own text is quoted.
///
/// # Examples
///
/// ```
/// use domicile::RegionCatalog;
/// use domicile::law::LawEdition;
/// use domicile::policy::PolicyDocument;
///
/// let mut document = PolicyDocument::default();
/// document.version = 2.into();
/// document.regions.push("eu-west-1".parse::<domicile::Region>()?);
/// let issues = document.validate(RegionCatalog::builtin(), LawEdition::builtin());
/// assert_eq!((issues[0].path(), issues[0].code()), ("name", "missing_field"));
/// # Ok::<(), domicile::place::InvalidRegion>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Issue {
    severity: Severity,
    path: String,
    code: &'static str,
    advice: &'static str,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    found: Option<String>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    suggestion: Option<String>,
}

impl Issue {
    pub(crate) const fn new(
        severity: Severity,
        path: String,
        code: &'static str,
        advice: &'static str,
    ) -> Self {
        Self { severity, path, code, advice, found: None, suggestion: None }
    }

    /// The issue with the text that was found, at most 64 characters of it.
    pub(crate) fn found_text(mut self, text: &str) -> Self {
        self.found = Some(quoted(text));
        self
    }

    /// The issue with what was probably meant.
    pub(crate) fn suggesting(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }

    /// The severity: an error keeps the document from compiling.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// The place in the document: `transfers[2].to[0]`; empty for the document as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The stable code, such as `unknown_region`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// Advice: what was expected and what to do.
    #[must_use]
    pub const fn advice(&self) -> &'static str {
        self.advice
    }

    /// The text that stands there, at most 64 characters of it, control characters escaped; `None` if nothing does.
    #[must_use]
    pub fn found(&self) -> Option<&str> {
        self.found.as_deref()
    }

    /// The listed name that is nearest to the text that stands there, if one is near.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { "the document" } else { &self.path };
        write!(f, "{} at {place} ({}): {}", self.severity.as_str(), self.code, self.advice)?;
        if let Some(found) = &self.found {
            write!(f, "; found \"{found}\"")?;
        }
        self.suggestion.as_ref().map_or(Ok(()), |suggestion| write!(f, "; did you mean {suggestion}?"))
    }
}

/// At most 64 characters, those that are not printed escaped.
fn quoted(text: &str) -> String {
    let mut shown = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST_QUOTE {
            shown.push('…');
            break;
        }
        if character.is_control() { shown.extend(character.escape_default()) } else { shown.push(character) }
    }
    shown
}

const LONGEST_QUOTE: usize = 64;

/// The severity of an [`Issue`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "a document compiles or it does not")]
pub enum Severity {
    /// The document does not compile.
    Error,
    /// The document compiles, and somebody should look at it.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A document does not compile. Holds every issue found, warnings included, in the order of the document's sections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPolicy {
    pub(crate) issues: Vec<Issue>,
}

impl InvalidPolicy {
    /// Every issue found.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The stable code, `invalid_policy`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_policy"
    }
}

impl fmt::Display for InvalidPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a policy document without errors")?;
        for issue in &self.issues {
            write!(f, "; {issue}")?;
        }
        Ok(())
    }
}

impl core::error::Error for InvalidPolicy {}
