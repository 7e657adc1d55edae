//! The words that only documents use.

use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::String;

use crate::data::word::words;
use crate::place::Region;
use crate::policy::name::RoleName;

words! {
    /// Whether a region is in service.
    #[derive(Default)]
    Availability, "available or planned", {
        /// It is in service.
        #[default]
        Available = "available",
        /// It is announced, and no data may be there yet.
        Planned = "planned",
    }
}

words! {
    /// Where data of a category belongs.
    #[derive(Default)]
    PlacementKind, "a placement", {
        /// In the tenant's home region.
        #[default]
        FollowHome = "follow-home",
        /// In the primary region of the tenant's organization.
        FollowOrganization = "follow-organization",
        /// In every region of one zone.
        FixedZone = "fixed-zone",
        /// In the listed regions, for all tenants.
        Shared = "shared",
    }
}

words! {
    /// Whose rules a scope holds.
    ScopeLevel, "organization or tenant", {
        /// An organization's.
        Organization = "organization",
        /// One tenant's, within its organization's.
        Tenant = "tenant",
    }
}

/// A region, or a group of them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "one region or a group of them")]
pub enum RegionOrGroup {
    /// A region.
    Region(Region),
    /// The group of this name, written `group:name`.
    Group(String),
}

impl RegionOrGroup {
    #[cfg(feature = "serde")]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("group:") {
            Some(name) => is_name(name).then(|| Self::Group(name.to_owned())),
            None => Region::parse(text).ok().map(Self::Region),
        }
    }

    pub(crate) fn written(&self) -> String {
        match self {
            Self::Region(region) => region.as_str().to_owned(),
            Self::Group(name) => format!("group:{name}"),
        }
    }
}

impl From<Region> for RegionOrGroup {
    fn from(region: Region) -> Self {
        Self::Region(region)
    }
}

/// One thing, or everything, written `*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "one or all")]
pub enum AllOr<T> {
    /// All, including what nobody named.
    All,
    /// This one.
    One(T),
}

impl<T> AllOr<T> {
    #[cfg(feature = "serde")]
    pub(crate) fn parse_with(text: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<Self> {
        if text == "*" { Some(Self::All) } else { parse(text).map(Self::One) }
    }

    pub(crate) fn written(&self, write: impl FnOnce(&T) -> &str) -> String {
        match self {
            Self::All => "*".to_owned(),
            Self::One(one) => write(one).to_owned(),
        }
    }
}

impl<T> From<T> for AllOr<T> {
    fn from(one: T) -> Self {
        Self::One(one)
    }
}

/// True for a name: lower-case letters, digits and single inner hyphens, at most 31 bytes.
pub(crate) fn is_name(text: &str) -> bool {
    RoleName::parse(text).is_ok()
}
