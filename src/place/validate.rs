//! The one comparison: is this data where it belongs?

use crate::place::region::Region;

/// The region in which this code runs, or whose queue or store it stands at.
///
/// A type of its own, so that "home" and "here" cannot change places in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a name for a region, complete by definition")]
pub struct Here(pub Region);

/// Checks that data at home in `home` may be used `here`: the regions must be the same.
///
/// This is the whole library in one line, for services that need no more; with no further rule written, every
/// policy of this crate reduces to it.
///
/// # Examples
///
/// ```
/// use domicile::{Here, Region, validate_region};
///
/// let proof = validate_region(Region::EuWest1, Here(Region::EuWest1))?;
/// assert_eq!(proof.region(), Region::EuWest1);
///
/// let refusal = validate_region(Region::EuWest1, Here(Region::UsEast1)).unwrap_err();
/// assert_eq!(refusal.to_string(), "home region is eu-west-1, and this is us-east-1");
/// # Ok::<(), domicile::RegionMismatch>(())
/// ```
///
/// Home and here cannot be swapped:
///
/// ```compile_fail
/// use domicile::{Here, Region, validate_region};
/// let _ = validate_region(Here(Region::EuWest1), Region::EuWest1);
/// ```
///
/// # Errors
///
/// [`RegionMismatch`] with both regions if they differ in anything: another code, or the same code at another
/// provider.
#[inline]
pub fn validate_region(home: Region, here: Here) -> Result<InRegion, RegionMismatch> {
    if home == here.0 { Ok(InRegion { region: home }) } else { Err(RegionMismatch { home, here }) }
}

/// Proof that two regions were compared and are one: home, and here. Only [`validate_region`] makes one.
///
/// ```compile_fail
/// // It cannot be forged …
/// let _ = domicile::InRegion { region: domicile::Region::EuWest1 };
/// ```
///
/// ```compile_fail
/// // … nor read from outside.
/// let _: domicile::InRegion = serde_json::from_str(r#"{"region":"eu-west-1"}"#).unwrap();
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a proof is worth something only to the step that takes it"]
pub struct InRegion {
    region: Region,
}

impl InRegion {
    /// The region, home and here at once.
    #[must_use]
    #[inline]
    pub const fn region(&self) -> Region {
        self.region
    }
}

/// Data is not where it belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("home region is {home}, and this is {}", here.0)]
#[non_exhaustive]
pub struct RegionMismatch {
    /// Where the data belongs.
    pub home: Region,
    /// Where it is.
    pub here: Here,
}

impl RegionMismatch {
    /// The stable code, `region_mismatch`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "region_mismatch"
    }
}
