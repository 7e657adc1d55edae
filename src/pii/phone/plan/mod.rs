//! The world's numbering plans as constants.
//!
//! Every range, type and length of a calling code is multiplied ahead of time into one predicate over digits, and all
//! predicates share one minimal automaton, so a verdict is one table entry per digit (`automaton`). `lookup` finds a
//! country or a calling code; `rows` says what is known of one. The tables themselves are `codes`, `countries`, `shape`
//! and two binary files; `examples/phone-plan` makes them from the metadata of Google's libphonenumber and checks that
//! they can be made again.

mod automaton;
mod characters;
mod codes;
mod countries;
mod lookup;
mod rows;
mod shape;

pub(in crate::pii::phone) use crate::pii::phone::plan::automaton::{accepts, prefix};
pub(in crate::pii::phone) use crate::pii::phone::plan::characters::{WORD_EDGES, ZEROS};
pub(in crate::pii::phone) use crate::pii::phone::plan::lookup::{code, country, leading_code, position};
pub(in crate::pii::phone) use crate::pii::phone::plan::rows::{Code, Country, Rules};

/// The edition of the numbering plans: the release of Google's libphonenumber whose metadata the tables hold, taken from
/// the `PyPI` package `phonenumbers` of the same version.
///
/// A new edition can make numbers valid or invalid, and in rare cases change how a national spelling is read.
pub const PLAN_EDITION: &str = shape::EDITION;
