//! Rows that could not be read, and who may be meant by a name that is not listed.

use alloc::collections::BTreeSet;
use alloc::string::String;

use crate::policy::near::Near;

/// What is listed and referred to by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Regions,
    Groups,
    Categories,
    Roles,
    Recipients,
    Sectors,
    Scopes,
}

/// The rows of a section that could not be read.
#[derive(Debug, Default)]
pub(crate) struct Broken {
    /// Their names, as they stand there.
    names: BTreeSet<String>,
    /// How many of these names could not be read: each may be any name that is not listed.
    unread: usize,
    /// The names that are not listed and were taken for one of those.
    taken: BTreeSet<String>,
    /// Whether nothing is known of the names.
    is_lost: bool,
}

impl Broken {
    /// Notes a row whose name, as it stands there, could not be read.
    pub(crate) fn unread(&mut self, text: &str) {
        self.named(text);
        self.unread = self.unread.saturating_add(1);
    }

    /// Notes a row whose name could be read.
    pub(crate) fn named(&mut self, text: &str) {
        self.names.insert(text.into());
    }

    /// Notes that there were rows of which not even a name is known.
    pub(crate) const fn lost(&mut self) {
        self.is_lost = true;
    }

    /// True if a name that is not listed is that of a row that could not be read, as far as can be told.
    pub(crate) fn excuses(&mut self, name: &str, near: &Near) -> bool {
        let is_meant = self.is_lost
            || self.taken.contains(name)
            || near.is_near(name, self.names.iter().map(String::as_str));
        if !is_meant && self.taken.len() >= self.unread {
            return false;
        }
        self.taken.insert(name.into());
        true
    }
}
