//! The platforms' rules: rows and citations only, one file a platform.
//!
//! `UnixTime::from_secs(0)` as the date of a row stands for "as far back as is known".

pub(crate) mod google;
pub(crate) mod meta;

use crate::pii::rule::{Encoding, Output};

/// SHA-256 in lower-case hexadecimal.
const HEX: Output = Output::Sha256(Encoding::Hex);
