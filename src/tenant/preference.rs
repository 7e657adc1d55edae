//! What a tenant would like, before anything is enforced.

use crate::place::Region;
use crate::place::RegionCatalog;
use crate::place::Zone;
use crate::tenant::residency::Residency;

/// A wish for `us`, `eu` or `apac`, or none: recorded and shown.
///
/// It is no residency and turns into none by itself. A zone is not a region, and a wish is not enforcement;
/// [`RegionPreference::settle`] makes a [`Residency`] of it once a region is known, informational still.
///
/// # Examples
///
/// ```
/// use domicile::tenant::{Mode, RegionPreference};
/// use domicile::{Region, RegionCatalog};
///
/// let preference = RegionPreference::parse("eu")?;
/// let residency = preference.settle(Region::EuCentral1, RegionCatalog::builtin())?;
/// assert_eq!(residency.mode(), Mode::Informational);
/// assert_eq!(residency.promote().mode(), Mode::Enforced);
///
/// // London is in no zone of the European Union.
/// assert!(preference.settle(Region::EuWest2, RegionCatalog::builtin()).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RegionPreference {
    /// No wish was recorded.
    #[default]
    Unset,
    /// The United States.
    Us,
    /// The European Union.
    Eu,
    /// Asia and the Pacific.
    Apac,
}

impl RegionPreference {
    /// Reads `unset`, `us`, `eu` or `apac`.
    ///
    /// # Errors
    ///
    /// [`InvalidPreference`] for anything else: `""`, `"EU"`, `"eu-west-1"`.
    pub const fn parse(text: &str) -> Result<Self, InvalidPreference> {
        match text.as_bytes() {
            b"unset" => Ok(Self::Unset),
            b"us" => Ok(Self::Us),
            b"eu" => Ok(Self::Eu),
            b"apac" => Ok(Self::Apac),
            _ => Err(InvalidPreference),
        }
    }

    /// `unset`, `us`, `eu` or `apac`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Unset => "unset",
            Self::Us => "us",
            Self::Eu => "eu",
            Self::Apac => "apac",
        }
    }

    /// The zone wished for, if any.
    #[must_use]
    pub const fn zone(self) -> Option<Zone> {
        match self {
            Self::Unset => None,
            Self::Us => Some(Zone::Us),
            Self::Eu => Some(Zone::Eu),
            Self::Apac => Some(Zone::Apac),
        }
    }

    /// An informational residency in `region`, which must be in the zone wished for.
    ///
    /// # Errors
    ///
    /// [`PreferenceNotMet`] if the catalogue has the region in another zone, or in none, or does not know it. An
    /// unset preference is met by every region.
    pub fn settle(self, region: Region, catalog: &RegionCatalog) -> Result<Residency, PreferenceNotMet> {
        let is_met = self.zone().is_none_or(|zone| catalog.zone(region) == Some(zone));
        if is_met {
            Ok(Residency::informational(region))
        } else {
            Err(PreferenceNotMet { preference: self, region })
        }
    }
}

/// A text is not a region preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a region preference: us, eu, apac or unset")]
#[non_exhaustive]
pub struct InvalidPreference;

impl InvalidPreference {
    /// The stable code, `invalid_preference`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_preference"
    }
}

crate::code::text_doors!(RegionPreference, InvalidPreference, "a region preference: us, eu, apac or unset");

/// A region is not in the zone that was wished for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a region of the zone {preference}, and the catalogue does not have {region} there")]
#[non_exhaustive]
pub struct PreferenceNotMet {
    /// The wish.
    pub preference: RegionPreference,
    /// The region that does not meet it.
    pub region: Region,
}

impl PreferenceNotMet {
    /// The stable code, `preference_not_met`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "preference_not_met"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preference_is_met_by_its_zone_only() {
        let catalog = RegionCatalog::builtin();
        let preferences = ["unset", "us", "eu", "apac"].map(|text| RegionPreference::parse(text).unwrap());
        for region in Region::NAMED {
            for preference in preferences {
                let zone = catalog.zone(*region).map(|zone| zone.to_string());
                let expected = preference.as_str() == "unset" || zone.as_deref() == Some(preference.as_str());
                assert_eq!(preference.settle(*region, catalog).is_ok(), expected, "{region} {preference}");
            }
        }
    }

    #[test]
    fn a_preference_has_one_spelling() {
        for bad in ["", "EU", "none", "eu ", "eu-west-1"] {
            assert!(RegionPreference::parse(bad).is_err(), "{bad}");
        }
    }
}
