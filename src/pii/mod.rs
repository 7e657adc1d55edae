//! WHAT IS HIDDEN: personal values, raw, normalized for a platform, and hashed for it.
//!
//! A conversion platform finds a person again only if both sides hash the same bytes, and no two platforms agree on
//! which bytes those are. A wrong normalization is silent: the platform answers "success" and the identifier matches
//! nobody. So each platform's rules stand here as dated data, a [`Profile`], with their sources; and each state of
//! a value is a type: [`Pii`] raw, [`Normalized`] for one platform, [`HashedIdentifier`] for one platform, so that what
//! leaves is what was meant.
//!
//! What cannot be hashed rightly is refused with a [`PiiError`] that says why and never repeats the value. Nothing
//! empty is hashed, nothing is guessed.
//!
//! Owned raw buffers are wiped on drop. The stack on which a call worked is not.

mod buffer;
mod character_table;
mod characters;
mod country;
mod date;
mod email;
mod email_lanes;
mod email_shape;
mod error;
mod explain;
mod field;
mod gender;
mod hashed;
mod hints;
mod lanes;
mod machine;
mod normalized;
mod number;
mod parsed;
#[cfg(feature = "serde")]
mod payload;
#[cfg(feature = "phone")]
pub mod phone;
mod phone_check;
mod phone_form;
mod platform;
mod postal;
mod prehashed;
mod profile;
mod profiles;
mod raw;
pub mod redact;
mod rule;
mod sealed;
mod state;
mod text;
mod unicode;
mod user;

use crate::edition::Edition;
use crate::time::UnixTime;

pub use crate::pii::country::Country;
pub use crate::pii::date::DateOrder;
pub use crate::pii::error::PiiError;
pub use crate::pii::explain::{Census, Effect, Explanation};
pub use crate::pii::field::Field;
pub use crate::pii::hashed::{HashText, HashedIdentifier};
pub use crate::pii::hints::Hints;
pub use crate::pii::normalized::Normalized;
pub use crate::pii::parsed::ParsedUser;
pub use crate::pii::phone_check::PhoneCheck;
pub use crate::pii::platform::{
    AMAZON, AMAZON_AMC, Amazon, AmazonAmc, CRITEO, Criteo, E164, E164_FORM, EPSILON, EUID, Epsilon, Euid,
    GENERIC, GOOGLE, Generic, Google, KLAVIYO, Klaviyo, LINKEDIN, LIVERAMP, LinkedIn, LiveRamp, META,
    MICROSOFT, MNTN, Meta, Microsoft, Mntn, PINTEREST, Pinterest, REDDIT, Reddit, SNAP, Snap, TABOOLA,
    TIKTOK, TRADE_DESK, Taboola, TikTok, TradeDesk, UID2, Uid2, X, X_ADS, YAHOO, Yahoo,
};
pub use crate::pii::platform::{AnyPlatform, Platform};
pub use crate::pii::prehashed::PreHashed;
pub use crate::pii::profile::Profile;
pub use crate::pii::raw::{Pii, Wipe};
pub use crate::pii::rule::{
    DatePart, Domains, EmailStep, Encoding, Genders, LetterCase, Output, PhoneForm, PostalForm, Row, Rule,
    Standing, TextStep,
};
pub use crate::pii::sealed::{ClearValue, Sealed, SealedValue};
pub use crate::pii::user::UserData;

/// The edition of the platforms' rules. A release that changes any hash has another.
pub const EDITION: Edition = {
    let (Some(released), Some(review_by)) =
        (UnixTime::from_date(2026, 11, 21), UnixTime::from_date(2027, 5, 21))
    else {
        panic!("expected dates of the calendar")
    };
    Edition::new("pii", 1, released, review_by)
};
