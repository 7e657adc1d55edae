//! WHAT IS HIDDEN: personal values, raw, normalized for a platform, and hashed for it.
//!
//! A conversion platform finds a person again only if both sides hash the same bytes, and no two platforms agree on
//! which bytes those are. A wrong normalization is silent: the platform answers "success" and the identifier matches
//! nobody. So each platform's rules stand here as dated data, a [`Profile`], with their sources (N7); and each state of
//! a value is a type: [`Pii`] raw, [`Normalized`] for one platform, [`HashedIdentifier`] for one platform, so that what
//! leaves is what was meant (T11, N1).
//!
//! What cannot be hashed rightly is refused with a [`PiiError`] that says why and never repeats the value. Nothing
//! empty is hashed, nothing is guessed.
//!
//! Owned raw buffers are wiped on drop. The stack on which a call worked is not.

mod buffer;
mod country;
mod email;
mod error;
mod field;
mod hashed;
mod normalized;
mod number;
#[cfg(feature = "serde")]
mod payload;
#[cfg(feature = "phone")]
pub mod phone;
mod platform;
mod profile;
mod profiles;
mod raw;
mod rule;
mod sealed;
mod unicode;
mod user;

use crate::edition::Edition;
use crate::time::UnixTime;

pub use crate::pii::country::Country;
pub use crate::pii::error::PiiError;
pub use crate::pii::field::Field;
pub use crate::pii::hashed::{HashText, HashedIdentifier};
pub use crate::pii::normalized::Normalized;
pub use crate::pii::platform::{AnyPlatform, Google, Meta, Platform};
pub use crate::pii::profile::Profile;
pub use crate::pii::raw::{Pii, Wipe};
pub use crate::pii::rule::{
    Domains, EmailStep, Encoding, LetterCase, Output, PhoneForm, Row, Rule, Standing,
};
pub use crate::pii::sealed::{ClearValue, Sealed, SealedValue};
pub use crate::pii::user::UserData;

/// Meta Conversions API.
pub const META: Profile<Meta> = Profile::new(&profiles::meta::TABLE);

/// Google Data Manager API, enhanced conversions, Customer Match.
pub const GOOGLE: Profile<Google> = Profile::new(&profiles::google::TABLE);

/// The edition of the platforms' rules. A release that changes any hash has another.
pub const EDITION: Edition = {
    let (Some(released), Some(review_by)) =
        (UnixTime::from_date(2026, 11, 21), UnixTime::from_date(2027, 5, 21))
    else {
        panic!("expected dates of the calendar")
    };
    Edition::new("pii", 1, released, review_by)
};
