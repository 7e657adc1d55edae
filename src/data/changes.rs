//! What changed between two lists of subprocessors.

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use crate::data::instant::written;
use crate::data::name::SubprocessorName;
use crate::data::subprocessor::Subprocessor;

/// One change between two lists of subprocessors.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(tag = "change", rename_all = "lowercase"))]
#[non_exhaustive]
pub enum SubprocessorChange {
    /// It is on the new list only.
    Added {
        /// Who.
        name: SubprocessorName,
    },
    /// It is on the old list only.
    Removed {
        /// Who.
        name: SubprocessorName,
    },
    /// It is on both, and one field differs.
    Changed {
        /// Who.
        name: SubprocessorName,
        /// Which field.
        field: &'static str,
        /// What the old list says.
        before: String,
        /// What the new list says.
        after: String,
    },
}

/// What changed from `old` to `new`, by name; neither list's order matters, nor that of countries and categories.
///
/// # Examples
///
/// ```
/// use domicile::data::{Subprocessor, SubprocessorName, subprocessor_changes};
/// use domicile::place::Jurisdiction;
///
/// let old = Subprocessor::new(SubprocessorName::parse("mailer")?, "e-mail", Jurisdiction::parse("DE")?);
/// let mut new = old.clone();
/// new.entity = Jurisdiction::parse("US")?;
///
/// let changes = subprocessor_changes(&[old], &[new]);
/// assert_eq!(changes[0].to_string(), "mailer: entity was DE and is US");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn subprocessor_changes(old: &[Subprocessor], new: &[Subprocessor]) -> Vec<SubprocessorChange> {
    let mut names: Vec<SubprocessorName> = old.iter().chain(new).map(|one| one.name).collect();
    names.sort_unstable();
    names.dedup();
    let mut changes = Vec::new();
    for name in names {
        let find = |list: &[Subprocessor]| list.iter().find(|one| one.name == name).map(fields);
        match (find(old), find(new)) {
            (Some(before), Some(after)) => changes.extend(differences(name, before, after)),
            (None, _) => changes.push(SubprocessorChange::Added { name }),
            (_, None) => changes.push(SubprocessorChange::Removed { name }),
        }
    }
    changes
}

impl fmt::Display for SubprocessorChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added { name } => write!(f, "{name}: added"),
            Self::Removed { name } => write!(f, "{name}: removed"),
            Self::Changed { name, field, before, after } => {
                write!(f, "{name}: {field} was {before} and is {after}")
            }
        }
    }
}

fn differences(
    name: SubprocessorName,
    before: [(&'static str, String); 9],
    after: [(&'static str, String); 9],
) -> impl Iterator<Item = SubprocessorChange> {
    let pairs = before.into_iter().zip(after).filter(|((_, before), (_, after))| before != after);
    pairs.map(move |((field, before), (_, after))| SubprocessorChange::Changed { name, field, before, after })
}

/// Every field but the name, as text.
fn fields(one: &Subprocessor) -> [(&'static str, String); 9] {
    let stated =
        |mechanism: &Option<_>| mechanism.as_ref().map_or_else(|| "none".to_string(), ToString::to_string);
    let instant =
        |instant: Option<_>| instant.map_or_else(|| "open".to_string(), |at| written(at).to_string());
    let onward = one.onward.iter().map(|onward| {
        let mechanism = stated(&onward.mechanism);
        alloc::format!("{} in {} ({mechanism})", onward.recipient, onward.to)
    });
    [
        ("purpose", one.purpose.clone()),
        ("processing", listed(one.processing.iter())),
        ("entity", one.entity.to_string()),
        ("onward", listed(onward)),
        ("mechanism", stated(&one.mechanism)),
        ("opt_in", one.opt_in.to_string()),
        ("categories", listed(one.categories.iter())),
        ("since", instant(one.since)),
        ("until", instant(one.until)),
    ]
}

fn listed(items: impl Iterator<Item = impl ToString>) -> String {
    let mut texts: Vec<String> = items.map(|item| item.to_string()).collect();
    texts.sort_unstable();
    texts.dedup();
    if texts.is_empty() { "none".to_string() } else { texts.join(", ") }
}
