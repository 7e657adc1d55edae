//! Whose rules: one type a platform, so that the compiler keeps their hashes apart.

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
    ($(($marker:ident, $name:literal, $module:ident, $doc:literal),)*) => {
        $(
            #[doc = $doc]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub struct $marker;

            impl Platform for $marker {
                const NAME: &'static str = $name;
            }

            impl sealed::Sealed for $marker {}
        )*

        /// Every platform's rules.
        pub(crate) const TABLES: &[&Table] = &[$(&crate::pii::profiles::$module::TABLE),*];
    };
}

platforms! {
    (Meta, "meta", meta, "Meta Conversions API."),
    (Google, "google", google, "Google Data Manager and enhanced conversions."),
}

/// Some platform, known only at run time: what [`crate::pii::Profile::named`] gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct AnyPlatform;

impl Platform for AnyPlatform {
    const NAME: &'static str = "any";
}

impl sealed::Sealed for AnyPlatform {}
