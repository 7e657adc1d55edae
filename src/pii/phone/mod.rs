//! Phone numbers, read as Google's libphonenumber reads them, from tables compiled ahead of time.
//!
//! A platform that matches people by a hashed phone number needs one spelling of it. This room turns what people
//! write (`(0)` after the country code, a trunk zero, an international prefix, an extension, Arabic digits, letters on
//! a keypad) into one [`PhoneNumber`], and says whether its numbering plan has such a number. It was checked against
//! the reference itself; where this room and the reference differ, this room refuses (see `tests/data/phone_known_gaps.txt`).
//!
//! Three answers are kept apart, because they age differently:
//!
//! - *refused*: [`PhoneError`] says why no number could be read;
//! - *possible*: the number has a length that its country uses ([`Possibility`]); hash only what is
//!   [`Possible`](Possibility::Possible), which excludes numbers that need their area code added;
//! - *valid*: the number lies in a range that was in use when the tables were made ([`PhoneNumber::is_valid`]). Ranges
//!   are opened every month, so a number may be real and not yet valid here. The caller decides whether to demand it.
//!
//! A number needs a `+` or a country. Without either it is refused, not guessed.
//!
//! # How it works
//!
//! `plan` holds one acyclic automaton over decimal digits for all the world's ranges, and one for the prefixes that
//! are dialled before a number; both are constants. `plain` reads ordinary ASCII spellings in one pass, `written`
//! everything else; both end in digits and a possible `+`. `dialled` finds the calling code in them and drops what is
//! not part of the number. Nothing allocates, locks, or is prepared at the first call, and at most
//! [`PhoneNumber::LONGEST_TEXT`] characters are read.
//!
//! # Examples
//!
//! ```
//! use domicile::pii::phone::PhoneNumber;
//!
//! let number = PhoneNumber::parse("020 7031 3000", Some(*b"GB"))?;
//! assert!(number.is_possible() && number.is_valid());
//! assert_eq!(number.e164(&mut PhoneNumber::buffer()), "+442070313000");
//! # Ok::<(), domicile::pii::phone::PhoneError>(())
//! ```

mod characters;
mod dialled;
mod digits;
mod error;
mod extension;
mod number;
#[cfg(feature = "phonenumber")]
mod phonenumber;
mod plain;
mod plan;
mod possibility;
mod reader;
mod reading;
mod rfc3966;
mod trunk;
mod written;

pub use crate::pii::phone::error::PhoneError;
pub use crate::pii::phone::number::PhoneNumber;
#[cfg(feature = "phonenumber")]
pub use crate::pii::phone::phonenumber::PhonenumberCrate;
pub use crate::pii::phone::plan::PLAN_EDITION;
pub use crate::pii::phone::possibility::Possibility;
pub use crate::pii::phone::reader::NumberingPlans;
pub use crate::pii::phone::reader::PhoneReader;
pub(in crate::pii) use crate::pii::phone::reading::Reading;
