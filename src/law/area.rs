//! Which countries a row is about.

#[cfg(feature = "serde")]
use alloc::string::String;
use alloc::vec::Vec;

use crate::law::name::GroupId;
use crate::place::Jurisdiction;

/// One jurisdiction, or every member of a group.
///
/// Written as `US`, `US-TX`, `org:epo` or `eea`: countries and their parts in capitals, groups in small letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "one, or several by name")]
pub enum Territory {
    /// A country with all its parts, one part, or an organization.
    Country(Jurisdiction),
    /// The members of a group at the instant of the question.
    Group(GroupId),
}

impl Territory {
    /// Reads `US`, `US-TX`, `org:epo` or `eea`.
    ///
    /// # Errors
    ///
    /// [`InvalidTerritory`] for anything that is neither a jurisdiction nor the name of a group, and for the name of a
    /// group that is more likely a jurisdiction misspelled: `""`, `"UK"`, `"Us"`, `"us"`, `"us-tx"`. A group that nobody
    /// belongs to would be about no transfer at all.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::law::Territory;
    ///
    /// assert_eq!(Territory::parse("US-TX")?.as_str(), "US-TX");
    /// assert_eq!(Territory::parse("eea")?.as_str(), "eea");
    /// let error = Territory::parse("us").unwrap_err();
    /// assert_eq!(error.to_string(), "expected an ISO 3166-1 alpha-2 code in capitals: write US");
    /// # Ok::<(), domicile::law::InvalidTerritory>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, InvalidTerritory> {
        match Jurisdiction::parse(text) {
            Ok(jurisdiction) => Ok(Self::Country(jurisdiction)),
            Err(_) => match (Jurisdiction::correction(text), GroupId::parse(text)) {
                (None, Ok(group)) => Ok(Self::Group(group)),
                (advice, _) => Err(InvalidTerritory { advice: advice.unwrap_or(EXPECTED) }),
            },
        }
    }

    /// The jurisdiction's code or the group's name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Country(country) => country.as_str(),
            Self::Group(group) => group.as_str(),
        }
    }
}

impl core::fmt::Display for Territory {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(self.as_str())
    }
}

/// A text is neither a jurisdiction's code nor a group's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{advice}")]
#[non_exhaustive]
pub struct InvalidTerritory {
    advice: &'static str,
}

impl InvalidTerritory {
    /// The stable code, `invalid_territory`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_territory"
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Territory {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Territory {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// The jurisdictions a row is about, on one side of a transfer.
///
/// What is known of a place may be less than a row speaks of, so a place is surely in an area, perhaps, or not. A row
/// that permits covers what is surely in its areas; a row that asks for something asks it of what may be in them.
///
/// - `US-TX` is in `US`. `US`, where the part is not known, may be in `US-TX` and is not surely there.
/// - What is surely in some territories is not outside them; what may be in them is not surely outside.
/// - A group that a country belongs to has its parts as members, unless a row makes the part itself a member of the
///   group: then that row alone says at which dates the part belongs to it, and one whose dates are over, or that is
///   switched off, says that it does not. The whole country, with the part not known, is surely in the group only
///   while each such part is.
/// - An organization is in no country. A row about anywhere, or about everything outside some territories, may ask
///   something of a transfer to it, and permits none; only a row that names it, or a group it belongs to, permits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "all, some, all but some")]
pub enum Area {
    /// Every country, and every organization as far as a row asks for something.
    Anywhere,
    /// These.
    In(Vec<Territory>),
    /// Everything but these.
    Outside(Vec<Territory>),
}

const EXPECTED: &str = "expected the code of a country, of a part of one or of an organization, or the name of a group in small letters";

impl Area {
    /// The territories named.
    #[must_use]
    pub fn territories(&self) -> &[Territory] {
        match self {
            Self::Anywhere => &[],
            Self::In(territories) | Self::Outside(territories) => territories,
        }
    }
}
