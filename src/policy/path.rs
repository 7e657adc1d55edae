//! Where in a document something stands.

use core::fmt;

/// A path into a document, written only if there is an issue to report: `transfers[2].to[0]`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Path<'p> {
    /// The whole document, which only a reader sees.
    #[cfg(feature = "serde")]
    Document,
    /// A section of the document.
    Section(&'static str),
    /// A row of a section.
    Row(&'static str, usize),
    Field(&'p Self, &'p str),
    Item(&'p Self, usize),
}

impl<'p> Path<'p> {
    pub(crate) const fn field(&'p self, name: &'p str) -> Self {
        Path::Field(self, name)
    }

    pub(crate) const fn item(&'p self, at: usize) -> Self {
        Path::Item(self, at)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            #[cfg(feature = "serde")]
            Self::Document => Ok(()),
            Self::Section(name) => f.write_str(name),
            Self::Row(name, at) => write!(f, "{name}[{at}]"),
            #[cfg(feature = "serde")]
            Self::Field(Self::Document, name) => f.write_str(name),
            Self::Field(parent, name) => write!(f, "{parent}.{name}"),
            Self::Item(parent, at) => write!(f, "{parent}[{at}]"),
        }
    }
}
