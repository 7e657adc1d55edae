//! Regions.

use crate::code::Text;
use crate::code::is_code;
use crate::place::builtin::named_regions;

macro_rules! define_region {
    ($(($variant:ident, $code:literal, $provider:literal, $country:literal, $zone:tt, $status:ident, $display:literal),)*) => {
        /// A site where data can be: identified by provider and code.
        ///
        /// AWS regions are named variants and are written bare, because that is the vocabulary services already
        /// speak; every other provider's region, and an embedder's own, is written `provider:code` and held in
        /// [`Region::Other`]. There is one spelling of each region, and a bare code that is not in the table is an
        /// error, so that a typing slip cannot become a region.
        ///
        /// Facts about a region (country, zone, display name) come from a [`RegionCatalog`](crate::RegionCatalog).
        ///
        /// # Examples
        ///
        /// ```
        /// use domicile::{Region, region};
        ///
        /// assert_eq!(Region::parse("eu-west-1"), Ok(Region::EuWest1));
        ///
        /// // The same code at another provider is another place: this one is London.
        /// const LONDON: Region = region!("alibaba:eu-west-1");
        /// assert_ne!(LONDON, Region::EuWest1);
        /// assert_eq!(LONDON.to_string(), "alibaba:eu-west-1");
        ///
        /// assert!(Region::parse("eu-wst-1").is_err());
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Region {
            $(#[doc = concat!("`", $code, "`: ", $display, ", ", $country, ".")] $variant,)*
            /// A region of another provider, or the embedder's own: `provider:code`.
            Other(RegionCode),
        }

        impl Region {
            /// Every named region, sorted by code.
            pub const NAMED: &'static [Self] = &[$(Self::$variant,)*];

            /// The region's one spelling: a bare AWS code, or `provider:code`.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $code,)*
                    Self::Other(RegionCode(code)) => code.as_str(),
                }
            }

            /// The provider: `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`, or what stands before the colon.
            #[must_use]
            pub fn provider(&self) -> &str {
                match self {
                    $(Self::$variant => $provider,)*
                    Self::Other(RegionCode(code)) => code.as_str().split(':').next().unwrap_or_default(),
                }
            }
        }

        /// The named regions without [`Region::Other`], for their positions.
        enum Named {
            $($variant,)*
        }

        impl Region {
            /// The position of a named region in [`Region::NAMED`].
            // Inlined, it may become one jump for each region, which is not foreseen where regions are mixed.
            #[inline(never)]
            pub(crate) const fn ordinal(&self) -> Option<u32> {
                match self {
                    $(Self::$variant => Some(Named::$variant as u32),)*
                    Self::Other(_) => None,
                }
            }

            /// [`Region::as_str`] as an inline text. Out of a table, for a `match` is a jump that is not foreseen where
            /// regions are mixed.
            #[inline]
            pub(crate) fn text(&self) -> &Text<31> {
                static TEXTS: &[Text<31>] = &[$(spelling($code),)*];
                match self {
                    Self::Other(RegionCode(code)) => code,
                    named => {
                        let ordinal = named.ordinal().and_then(|ordinal| usize::try_from(ordinal).ok());
                        ordinal.and_then(|ordinal| TEXTS.get(ordinal)).unwrap_or(&Text::EMPTY)
                    }
                }
            }
        }

        const NAMES: &[(&[u8], Region)] = &[$(($code.as_bytes(), Region::$variant),)*];
        const NAMED_PROVIDERS: &[&[u8]] = &[$($provider.as_bytes(),)*];
    };
}
named_regions!(define_region);

impl Region {
    /// Reads a region from its one spelling. Usable in constants; [`region!`](crate::region!) is shorter there.
    ///
    /// # Errors
    ///
    /// [`InvalidRegion`] says what was expected:
    /// - `UnknownName`: a bare code that is no AWS region (`"eu-wst-1"`, `"EU-WEST-1"`, `"aws-global"`, `""`);
    /// - `Provider`: an AWS region written with its provider (`"aws:eu-west-1"`), which would be a second spelling;
    /// - `NotAPlace`: `"gcp:global"`, `"cloudflare:weur"`, `"cloudflare:hint:weur"`: no residency follows from it;
    /// - `Shape`: anything that is not `provider:code` in lower-case letters, digits and single inner hyphens, or is
    ///   longer than 31 bytes.
    pub const fn parse(text: &str) -> Result<Self, InvalidRegion> {
        let bytes = text.as_bytes();
        let Some((provider, code)) = split_at_colon(bytes) else {
            return match named(bytes) {
                Some(region) => Ok(region),
                None => Err(InvalidRegion::UnknownName),
            };
        };
        if is_listed(provider, NAMED_PROVIDERS) {
            return Err(InvalidRegion::Provider);
        }
        let is_hint = equal(provider, b"cloudflare") && is_listed(code, CLOUDFLARE_HINTS);
        if equal(code, b"global") || is_hint || split_at_colon(code).is_some() {
            return Err(InvalidRegion::NotAPlace);
        }
        if !is_code(provider) || !is_code(code) {
            return Err(InvalidRegion::Shape);
        }
        match Text::new(bytes) {
            Some(code) => Ok(Self::Other(RegionCode(code))),
            None => Err(InvalidRegion::Shape),
        }
    }
}

/// The spelling of a region outside the named ones; only [`Region::parse`] makes one.
#[derive(Clone, Copy, Debug, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::derived_hash_with_manual_eq,
    reason = "the manual comparison says what the derived one would"
)]
pub struct RegionCode(Text<31>);

impl PartialEq for RegionCode {
    /// Out of line: named regions, which are nearly all, are then compared without touching the text.
    #[inline(never)]
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl RegionCode {
    /// The spelling, `provider:code`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// A text names no region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidRegion {
    /// A bare code that is not an AWS region.
    #[error("expected an AWS region code such as eu-west-1, or provider:code such as gcp:europe-west3")]
    UnknownName,
    /// A second spelling of a named region.
    #[error("expected an AWS region without its provider: eu-west-1, not aws:eu-west-1")]
    Provider,
    /// A global service or a location hint.
    #[error("expected a place: a global service or a location hint is none")]
    NotAPlace,
    /// Neither a bare code nor `provider:code`.
    #[error(
        "expected provider:code in lower-case letters, digits and single inner hyphens, at most 31 bytes"
    )]
    Shape,
}

impl InvalidRegion {
    /// The stable code, `invalid_region`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_region"
    }
}

crate::code::text_doors!(Region, InvalidRegion, "a region: an AWS code, or provider:code");

/// A [`Region`] known at compile time. A bad literal does not build.
///
/// # Examples
///
/// ```
/// use domicile::{Region, region};
///
/// const HOME: Region = region!("eu-west-1");
/// const EDGE: Region = region!("cloudflare:eu");
/// ```
///
/// ```compile_fail
/// const SLIP: domicile::Region = domicile::region!("eu-wst-1");
/// ```
#[macro_export]
macro_rules! region {
    ($text:expr) => {
        const {
            match $crate::Region::parse($text) {
                Ok(region) => region,
                Err(_) => panic!("not a region: expected an AWS region code, or provider:code"),
            }
        }
    };
}

/// The code of a named region; all of them fit, which a test checks.
const fn spelling(code: &str) -> Text<31> {
    match Text::new(code.as_bytes()) {
        Some(text) => text,
        None => Text::EMPTY,
    }
}

/// Cloudflare's location hints: best effort, no guarantee (wrangler 4.164.0, 2026-11-17).
const CLOUDFLARE_HINTS: &[&[u8]] =
    &[b"wnam", b"enam", b"weur", b"eeur", b"apac", b"oc", b"sam", b"afr", b"me"];

const fn named(bytes: &[u8]) -> Option<Region> {
    let mut rows = NAMES;
    while let Some(((code, region), tail)) = rows.split_first() {
        if equal(code, bytes) {
            return Some(*region);
        }
        rows = tail;
    }
    None
}

const fn is_listed(bytes: &[u8], list: &[&[u8]]) -> bool {
    let mut rest = list;
    while let Some((entry, tail)) = rest.split_first() {
        if equal(entry, bytes) {
            return true;
        }
        rest = tail;
    }
    false
}

const fn equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (mut a, mut b) = (a, b);
    while let (Some((x, a_tail)), Some((y, b_tail))) = (a.split_first(), b.split_first()) {
        if *x != *y {
            return false;
        }
        (a, b) = (a_tail, b_tail);
    }
    true
}

const fn split_at_colon(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut at = 0_usize;
    let mut rest = bytes;
    while let Some((byte, tail)) = rest.split_first() {
        if *byte == b':' {
            return Some((bytes.split_at(at).0, tail));
        }
        at = at.saturating_add(1);
        rest = tail;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_without_duplicates() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(NAMES.len(), Region::NAMED.len());
    }

    #[test]
    fn a_region_has_one_spelling() {
        let other = Region::parse("gcp:europe-west3").unwrap();
        for region in Region::NAMED.iter().chain([&other]) {
            assert_eq!(region.text().as_str(), region.as_str());
        }
    }

    #[test]
    fn a_region_fits_in_half_a_cache_line() {
        assert_eq!(size_of::<Region>(), 32);
    }
}
