//! What is wrong with a policy document.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// One thing that is wrong with a document: how bad, where, what, and what to do about it.
///
/// It never quotes the document, only the path into it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Issue {
    severity: Severity,
    path: String,
    code: &'static str,
    advice: &'static str,
    /// The number that was counted, where the issue is about one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    counted: Option<u32>,
}

impl Issue {
    pub(crate) const fn new(
        severity: Severity,
        path: String,
        code: &'static str,
        advice: &'static str,
    ) -> Self {
        Self { severity, path, code, advice, counted: None }
    }

    /// The same, about a number that was counted.
    pub(crate) const fn counted(mut self, number: u32) -> Self {
        self.counted = Some(number);
        self
    }

    /// Whether the document compiles in spite of it.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// Where in the document: `transfers[2].to[0]`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The stable code, such as `unknown_region`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The number that was counted in the document, where the issue is about one.
    #[must_use]
    pub const fn count(&self) -> Option<u32> {
        self.counted
    }

    /// What was expected and what to do.
    #[must_use]
    pub const fn advice(&self) -> &'static str {
        self.advice
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { "the document" } else { &self.path };
        write!(f, "{} at {place} ({}): {}", self.severity.as_str(), self.code, self.advice)?;
        self.counted.map_or(Ok(()), |number| write!(f, "; counted here: {number}"))
    }
}

/// How bad an [`Issue`] is.
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
