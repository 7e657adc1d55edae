//! The region in a response, and the client's check of it.

use crate::place::Here;
use crate::place::InRegion;
use crate::place::Region;
use crate::place::validate_region;

/// The name of the response header that carries the region, lower-case as HTTP/2 wants it. Its value is the region's
/// one spelling.
pub const REGION_HEADER: &str = "x-residency-region";

/// Checks on the client's side that a response comes from the region the client expects.
///
/// # Examples
///
/// ```
/// use domicile::Region;
/// use domicile::flow::check_region_header;
///
/// // The server sends `x-residency-region: eu-west-1`.
/// assert!(check_region_header(Region::EuWest1, Some("eu-west-1")).is_ok());
/// assert!(check_region_header(Region::EuWest1, Some("us-east-1")).is_err());
/// assert!(check_region_header(Region::EuWest1, None).is_err());
/// ```
///
/// # Errors
///
/// [`RegionNotProven`] if the header is absent, is no region, or names another one. A proxy that adds a second
/// header makes the value ambiguous; pass `None` then.
pub fn check_region_header(expected: Region, value: Option<&str>) -> Result<InRegion, RegionNotProven> {
    let text = value.ok_or(RegionNotProven::Absent { expected })?;
    let found = Region::parse(text).map_err(|_| RegionNotProven::Unreadable { expected })?;
    validate_region(expected, Here(found)).map_err(|_| RegionNotProven::Other { expected, found })
}

/// A response does not show the region expected of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegionNotProven {
    /// No region was named, or several were.
    #[error("expected a response from {expected}, and none is named")]
    Absent {
        /// The region expected.
        expected: Region,
    },
    /// What was named is no region.
    #[error("expected a response from {expected}, and what is named is no region")]
    Unreadable {
        /// The region expected.
        expected: Region,
    },
    /// Another region was named.
    #[error("expected a response from {expected}, and this is from {found}")]
    Other {
        /// The region expected.
        expected: Region,
        /// The region named.
        found: Region,
    },
}

impl RegionNotProven {
    /// The stable code: `region_header_absent`, `region_header_unreadable` or `region_header_mismatch`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Absent { .. } => "region_header_absent",
            Self::Unreadable { .. } => "region_header_unreadable",
            Self::Other { .. } => "region_header_mismatch",
        }
    }
}
