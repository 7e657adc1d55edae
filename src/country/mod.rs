//! Which countries there are: the officially assigned codes of ISO 3166-1, their names, and what to write for a
//! country whose code was written another way.

mod iso;
mod table;

pub(crate) use crate::country::iso::{advice, is_assigned};
pub(crate) use crate::country::table::COUNTRIES;
