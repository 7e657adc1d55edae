//! Whose rules: one type a platform, so that the compiler keeps their hashes apart.

use crate::pii::profile::Profile;
use crate::pii::profiles;
use crate::pii::rule::Table;

/// A platform whose rules are known. Only this crate's marker types implement it.
pub trait Platform: sealed::Sealed + Copy + 'static {
    /// The platform's name, as in [`crate::pii::Profile::named`].
    const NAME: &'static str;
}

mod sealed {
    /// Keeps [`super::Platform`] to this crate.
    #[expect(unnameable_types, reason = "that nobody outside can name it is its purpose")]
    pub trait Sealed {}
}

macro_rules! platforms {
    ($(($marker:ident, $name:literal, $profile:ident, $module:ident::$table:ident, $doc:literal),)*) => {
        $(
            #[doc = $doc]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub struct $marker;

            impl Platform for $marker {
                const NAME: &'static str = $name;
            }

            impl sealed::Sealed for $marker {}

            #[doc = concat!("The current rules of: ", $doc)]
            pub const $profile: Profile<$marker> = Profile::new(&profiles::$module::$table);
        )*

        /// Every platform's rules.
        pub(crate) const TABLES: &[&Table] = &[$(&profiles::$module::$table),*];
    };
}

platforms! {
    (Meta, "meta", META, meta::TABLE, "Meta Conversions API and custom audiences."),
    (Google, "google", GOOGLE, google::TABLE, "Google Data Manager API, enhanced conversions and Customer Match."),
    (TikTok, "tiktok", TIKTOK, tiktok::TABLE, "`TikTok` Events API."),
    (Snap, "snap", SNAP, snap::TABLE, "Snap Conversions API."),
    (Pinterest, "pinterest", PINTEREST, pinterest::TABLE, "Pinterest Conversions API."),
    (LinkedIn, "linkedin", LINKEDIN, linkedin::TABLE, "`LinkedIn` Conversions API."),
    (Reddit, "reddit", REDDIT, reddit::TABLE, "Reddit Conversions API."),
    (X, "x", X_ADS, x::TABLE, "X Ads web conversions."),
    (Microsoft, "microsoft", MICROSOFT, microsoft::TABLE, "Microsoft Advertising UET Conversions API."),
    (Amazon, "amazon", AMAZON, amazon::TABLE, "Amazon Ads Conversions API."),
    (AmazonAmc, "amazon-amc", AMAZON_AMC, amazon_amc::TABLE, "Amazon Marketing Cloud audiences."),
    (Uid2, "uid2", UID2, uid2::TABLE, "Unified ID 2.0."),
    (Euid, "euid", EUID, uid2::EUID, "European Unified ID."),
    (TradeDesk, "ttd", TRADE_DESK, uid2::TRADE_DESK, "The Trade Desk CRM data."),
    (LiveRamp, "liveramp", LIVERAMP, liveramp::TABLE, "`LiveRamp` files."),
    (Klaviyo, "klaviyo", KLAVIYO, klaviyo::TABLE, "Klaviyo profiles, in clear."),
    (Criteo, "criteo", CRITEO, others::CRITEO, "Criteo."),
    (Epsilon, "epsilon", EPSILON, others::EPSILON, "Epsilon."),
    (Mntn, "mntn", MNTN, others::MNTN, "MNTN."),
    (Yahoo, "yahoo", YAHOO, others::YAHOO, "Yahoo."),
    (Taboola, "taboola", TABOOLA, others::TABOOLA, "Taboola."),
    (Generic, "generic", GENERIC, others::GENERIC, "No platform: the commonest rules."),
    (E164, "e164", E164_FORM, others::E164, "No platform: phone numbers in E.164."),
}

/// Some platform, known only at run time: what [`crate::pii::Profile::named`] gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct AnyPlatform;

impl Platform for AnyPlatform {
    const NAME: &'static str = "any";
}

impl sealed::Sealed for AnyPlatform {}
