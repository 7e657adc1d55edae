//! Facts about regions.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;

use once_cell::race::OnceBox;

use crate::place::builtin::named_regions;
use crate::place::jurisdiction::Jurisdiction;
use crate::place::providers::PROVIDER_ROWS;
use crate::place::providers::ProviderRow;
use crate::place::region::Region;
use crate::place::zone::Zone;

/// What is known about each region: country, zone, display name, status.
///
/// [`RegionCatalog::builtin`] knows the named regions. Rows for other providers ship with the crate and are included
/// on request; an embedder adds regions of its own. Nothing already known can be redefined, so no configuration can
/// move Ireland; the one exception is a row marked [`RegionStatus::Unconfirmed`], which an embedder may vouch for.
///
/// # Examples
///
/// ```
/// use domicile::place::{Jurisdiction, RegionFacts};
/// use domicile::{Region, RegionCatalog, Zone, region};
///
/// let catalog = RegionCatalog::builtin()
///     .clone()
///     .with_provider("gcp")?
///     .with(region!("acme:cellar-1"), RegionFacts::new(Jurisdiction::parse("AT")?, "Cellar"))?;
///
/// assert_eq!(catalog.zone(Region::EuWest1), Some(Zone::Eu));
/// assert_eq!(catalog.zone(Region::AfSouth1), None);
/// // `europe-west2` is London: in neither the EU nor the EEA.
/// assert_eq!(catalog.jurisdiction(region!("gcp:europe-west2")), Some(Jurisdiction::parse("GB")?));
/// assert!(catalog.with(Region::EuWest1, RegionFacts::new(Jurisdiction::parse("US")?, "no")).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionCatalog {
    rows: BTreeMap<Region, RegionFacts>,
}

impl RegionCatalog {
    /// The named regions.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceBox<RegionCatalog> = OnceBox::new();
        BUILTIN.get_or_init(|| Box::new(Self { rows: named_rows().into_iter().collect() }))
    }

    /// The providers whose rows ship with the crate and can be included, sorted.
    pub fn providers() -> impl Iterator<Item = &'static str> {
        let mut previous = "";
        PROVIDER_ROWS.iter().filter_map(move |row| {
            let provider = provider_of(row);
            let is_new = provider != previous;
            previous = provider;
            is_new.then_some(provider)
        })
    }

    /// Includes the rows of one provider: `gcp`, `azure`, `hetzner`, `cloudflare`, … ([`RegionCatalog::providers`]).
    ///
    /// # Errors
    ///
    /// [`UnknownProvider`] if no rows of it ship with the crate. Including a provider twice changes nothing.
    pub fn with_provider(mut self, provider: &str) -> Result<Self, UnknownProvider> {
        let mut found = false;
        for row in PROVIDER_ROWS.iter().filter(|row| provider_of(row) == provider) {
            found = true;
            if let Ok(region) = Region::parse(row.region) {
                self.rows.entry(region).or_insert_with(|| RegionFacts::of_row(row));
            }
        }
        if found { Ok(self) } else { Err(UnknownProvider) }
    }

    /// Adds a region, or vouches for one that was [`RegionStatus::Unconfirmed`].
    ///
    /// # Errors
    ///
    /// [`CatalogConflict`] if the region is already known, by a built-in row or by an earlier call.
    pub fn with(mut self, region: Region, facts: RegionFacts) -> Result<Self, CatalogConflict> {
        match self.rows.entry(region) {
            Entry::Occupied(row) if row.get().status != RegionStatus::Unconfirmed => {
                Err(CatalogConflict { region })
            }
            Entry::Occupied(mut row) => {
                row.insert(facts);
                Ok(self)
            }
            Entry::Vacant(row) => {
                row.insert(facts);
                Ok(self)
            }
        }
    }

    /// Gives a zone to a known region that has none, such as `af-south-1`.
    ///
    /// # Errors
    ///
    /// [`CatalogConflict`] if the region is unknown or has a zone.
    pub fn with_zone(mut self, region: Region, zone: Zone) -> Result<Self, CatalogConflict> {
        match self.rows.get_mut(&region) {
            Some(facts) if facts.zone.is_none() => {
                facts.zone = Some(zone);
                Ok(self)
            }
            _ => Err(CatalogConflict { region }),
        }
    }

    /// Everything known about `region`.
    #[must_use]
    pub fn facts(&self, region: Region) -> Option<&RegionFacts> {
        self.rows.get(&region)
    }

    /// The country, or the part of one, whose law applies at `region`; `None` if it is not known, not confirmed, or not
    /// a single one.
    #[must_use]
    pub fn jurisdiction(&self, region: Region) -> Option<Jurisdiction> {
        let facts = self.facts(region).filter(|facts| facts.status != RegionStatus::Unconfirmed)?;
        facts.jurisdiction
    }

    /// The zone `region` belongs to, if any.
    #[must_use]
    pub fn zone(&self, region: Region) -> Option<Zone> {
        self.facts(region)?.zone
    }

    /// All regions with their facts: the named ones by code, then the others by spelling.
    pub fn iter(&self) -> impl Iterator<Item = (Region, &RegionFacts)> {
        self.rows.iter().map(|(region, facts)| (*region, facts))
    }
}

/// What is known about one region.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RegionFacts {
    #[cfg_attr(feature = "serde", serde(rename = "country"))]
    jurisdiction: Option<Jurisdiction>,
    zone: Option<Zone>,
    display: Cow<'static, str>,
    status: RegionStatus,
    source: Cow<'static, str>,
}

impl RegionFacts {
    /// Facts an embedder vouches for: an available region in one country, or a part of one, in no zone.
    ///
    /// An organization is no place: the country of a region that is given one is not known.
    #[must_use]
    pub fn new(jurisdiction: Jurisdiction, display: impl Into<Cow<'static, str>>) -> Self {
        Self {
            jurisdiction: Some(jurisdiction).filter(|one| !one.is_organization()),
            zone: None,
            display: display.into(),
            status: RegionStatus::Available,
            source: Cow::Borrowed("embedder"),
        }
    }

    /// The same, in `zone`.
    #[must_use]
    pub fn in_zone(mut self, zone: Zone) -> Self {
        self.zone = Some(zone);
        self
    }

    /// The same, announced but not yet in service.
    #[must_use]
    pub fn planned(mut self) -> Self {
        self.status = RegionStatus::Planned;
        self
    }

    /// The country listed, confirmed or not; decisions use [`RegionCatalog::jurisdiction`].
    #[must_use]
    pub const fn jurisdiction(&self) -> Option<Jurisdiction> {
        self.jurisdiction
    }

    /// The zone, if any.
    #[must_use]
    pub const fn zone(&self) -> Option<Zone> {
        self.zone
    }

    /// The name to show to people.
    #[must_use]
    pub fn display(&self) -> &str {
        &self.display
    }

    /// Whether the region is in service.
    #[must_use]
    pub const fn status(&self) -> RegionStatus {
        self.status
    }

    /// Where the row comes from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    fn of_row(row: &ProviderRow) -> Self {
        Self {
            jurisdiction: Jurisdiction::parse(row.country).ok(),
            zone: None,
            display: Cow::Borrowed(row.display),
            status: row.status,
            source: Cow::Borrowed(row.source),
        }
    }
}

/// Whether a region is in service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum RegionStatus {
    /// In service, by the row's source.
    Available,
    /// Announced, or listed without proof of general availability. A fact to show; no decision rests on it.
    Planned,
    /// Listed without a source for its country or code; its country is withheld from decisions.
    Unconfirmed,
}

impl RegionStatus {
    /// `available`, `planned` or `unconfirmed`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Planned => "planned",
            Self::Unconfirmed => "unconfirmed",
        }
    }
}

/// A region's facts cannot be redefined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a region whose facts are not yet in the catalogue, and {region} is settled or unknown")]
#[non_exhaustive]
pub struct CatalogConflict {
    /// The region concerned.
    pub region: Region,
}

impl CatalogConflict {
    /// The stable code, `catalog_conflict`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "catalog_conflict"
    }
}

/// No rows of a provider ship with the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected one of the providers listed by RegionCatalog::providers")]
#[non_exhaustive]
pub struct UnknownProvider;

impl UnknownProvider {
    /// The stable code, `unknown_provider`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "unknown_provider"
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for RegionCatalog {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Row<'a> {
            region: Region,
            #[serde(flatten)]
            facts: &'a RegionFacts,
        }
        serializer.collect_seq(self.iter().map(|(region, facts)| Row { region, facts }))
    }
}

fn provider_of(row: &ProviderRow) -> &'static str {
    row.region.split(':').next().unwrap_or_default()
}

macro_rules! zone_of {
    (none) => {
        None
    };
    ($zone:ident) => {
        Some(Zone::$zone)
    };
}

macro_rules! rows {
    ($(($variant:ident, $code:literal, $provider:literal, $country:literal, $zone:tt, $status:ident, $display:literal),)*) => {
        fn named_rows() -> [(Region, RegionFacts); Region::NAMED.len()] {
            [$((
                Region::$variant,
                RegionFacts {
                    jurisdiction: Jurisdiction::parse($country).ok(),
                    zone: zone_of!($zone),
                    display: Cow::Borrowed($display),
                    status: RegionStatus::$status,
                    source: Cow::Borrowed("botocore 1.44.5 partitions.json (2026-11-17)"),
                },
            ),)*]
        }
    };
}

named_regions!(rows);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_row_parses_and_is_included_once() {
        let mut catalog = RegionCatalog::builtin().clone();
        for provider in RegionCatalog::providers() {
            catalog = catalog.with_provider(provider).unwrap();
        }
        assert_eq!(catalog.iter().count(), Region::NAMED.len() + PROVIDER_ROWS.len());
        for row in PROVIDER_ROWS {
            let region = Region::parse(row.region).unwrap();
            assert_eq!(region.as_str(), row.region);
            assert!(row.country.is_empty() || Jurisdiction::parse(row.country).is_ok(), "{}", row.region);
        }
        assert!(RegionCatalog::providers().is_sorted_by(|a, b| a < b));
    }
}
