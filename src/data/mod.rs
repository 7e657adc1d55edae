//! WHAT: the kinds of data a decision is about.
//!
//! A decision is made per category, because a category can have a placement of its own. Categories travel with the
//! event, so that a consumer cannot under-declare what it was handed.

mod category;

pub use crate::data::category::{Categories, DataCategory, DataCategoryCode, InvalidDataCategory};
