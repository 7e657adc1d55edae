//! The region tag of an API key.

use core::fmt;

use crate::place::Region;

/// The region an API key says it belongs to.
///
/// A key is written `<prefix>_<region>_<secret>`, and the prefix may itself have several segments
/// (`sk_live_eu-west-1_…`). Reading the tag keeps the region and nothing else, so a `KeyTag` can be logged. It is a
/// claim: whether the key is valid is for the region's own key store to say.
///
/// # Examples
///
/// ```
/// use domicile::Region;
/// use domicile::tenant::KeyTag;
///
/// let tag = KeyTag::parse("sk_live_eu-west-1_4eC39HqLyjWDarjtT1zdp7dc")?;
/// assert_eq!(tag.region(), Region::EuWest1);
/// assert_eq!(format!("{tag:?}"), "KeyTag(eu-west-1)");
/// # Ok::<(), domicile::tenant::InvalidKey>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[doc(alias = "api key")]
pub struct KeyTag {
    region: Region,
}

impl KeyTag {
    /// Reads the tag of a key: the one segment between the first and the last `_` that is a region.
    ///
    /// # Errors
    ///
    /// [`InvalidKey`], which never holds any part of the key: `Length` (empty, or more than 256 bytes), `Byte` (not
    /// visible ASCII), `Shape` (`"sk"`, `"_eu-west-1_x"`, `"sk_eu-west-1_"`), `NoRegion` (`"sk_live_x"`, or an
    /// unknown one: `"sk_eu-wst-1_x"`), `ManyRegions` (`"sk_eu-west-1_us-east-1_x"`: a secret must not be able to
    /// choose).
    pub fn parse(key: &str) -> Result<Self, InvalidKey> {
        if key.is_empty() || key.len() > MAX_KEY {
            return Err(InvalidKey::Length);
        }
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(InvalidKey::Byte);
        }
        let (prefix, rest) = key.split_once('_').ok_or(InvalidKey::Shape)?;
        let (inner, secret) = rest.rsplit_once('_').ok_or(InvalidKey::Shape)?;
        if prefix.is_empty() || secret.is_empty() {
            return Err(InvalidKey::Shape);
        }
        let mut regions = inner.split('_').filter_map(|segment| Region::parse(segment).ok());
        match (regions.next(), regions.next()) {
            (Some(region), None) => Ok(Self { region }),
            (Some(_), Some(_)) => Err(InvalidKey::ManyRegions),
            (None, _) => Err(InvalidKey::NoRegion),
        }
    }

    /// The region named by the key.
    #[must_use]
    pub const fn region(&self) -> Region {
        self.region
    }
}

impl fmt::Debug for KeyTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyTag({})", self.region)
    }
}

/// A text is not an API key with a region tag. No part of the key is in the error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidKey {
    /// Nothing, or too much.
    #[error("expected an API key of 1 to 256 bytes")]
    Length,
    /// A byte that is not visible ASCII.
    #[error("expected an API key of visible ASCII characters")]
    Byte,
    /// Not three segments or more, or an empty prefix or secret.
    #[error("expected an API key of the form prefix_region_secret")]
    Shape,
    /// No segment between prefix and secret is a region.
    #[error("expected an API key with a region between prefix and secret, and there is none")]
    NoRegion,
    /// More than one segment between prefix and secret is a region.
    #[error("expected an API key with one region between prefix and secret, and there are more")]
    ManyRegions,
}

impl InvalidKey {
    /// The stable code: `key_length`, `key_byte`, `key_shape`, `key_no_region`, `key_many_regions`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Length => "key_length",
            Self::Byte => "key_byte",
            Self::Shape => "key_shape",
            Self::NoRegion => "key_no_region",
            Self::ManyRegions => "key_many_regions",
        }
    }
}

/// Bytes of a key, so that a hostile header costs little.
const MAX_KEY: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_is_the_only_region_inside() {
        for (key, region) in [
            ("sk_eu-west-1_x", "eu-west-1"),
            ("sk_live_us-east-1_x", "us-east-1"),
            ("us-east-1_eu-west-1_x", "eu-west-1"),
            ("sk_eu-west-1_us-east-1", "eu-west-1"),
            ("sk_gcp:europe-west3_x", "gcp:europe-west3"),
            ("sk__eu-west-1__x", "eu-west-1"),
        ] {
            assert_eq!(KeyTag::parse(key).unwrap().region().as_str(), region, "{key}");
        }
    }

    #[test]
    fn what_has_no_single_tag_is_refused_without_being_repeated() {
        use InvalidKey::*;
        let long = format!("sk_eu-west-1_{}", "s".repeat(244));
        for (key, expected) in [
            ("", Length),
            (long.as_str(), Length),
            ("sk_eu-west-1_geheim\n", Byte),
            ("sk_eu-west-1_ä", Byte),
            ("geheim", Shape),
            ("sk_geheim", Shape),
            ("_eu-west-1_geheim", Shape),
            ("sk_eu-west-1_", Shape),
            ("sk_live_geheim", NoRegion),
            ("sk_EU-WEST-1_geheim", NoRegion),
            ("sk_eu-west-1_us-east-1_geheim", ManyRegions),
            ("sk_eu-west-1_eu-west-1_geheim", ManyRegions),
        ] {
            let error = KeyTag::parse(key).unwrap_err();
            assert_eq!(error, expected, "{key}");
            assert!(!format!("{error} {error:?} {}", error.code()).contains("geheim"));
        }
        assert!(KeyTag::parse(long.split_at(256).0).is_ok());
    }
}
