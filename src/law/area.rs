//! Which countries a row is about.

#[cfg(feature = "serde")]
use alloc::string::String;
use alloc::vec::Vec;

use crate::law::name::GroupId;
use crate::place::Jurisdiction;

/// One country, or every member of a group.
///
/// Written as `US` or `eea`: countries in capitals, groups in small letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "one, or several by name")]
pub enum Territory {
    /// A country.
    Country(Jurisdiction),
    /// The members of a group at the instant of the question.
    Group(GroupId),
}

impl Territory {
    /// Reads `US` or `eea`.
    ///
    /// # Errors
    ///
    /// [`InvalidTerritory`] for anything that is neither two capitals nor the name of a group: `""`, `"Us"`.
    pub fn parse(text: &str) -> Result<Self, InvalidTerritory> {
        let country = Jurisdiction::parse(text).map(Self::Country);
        country.or_else(|_| GroupId::parse(text).map(Self::Group)).map_err(|_| InvalidTerritory)
    }

    /// The country's code or the group's name.
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

/// A text is neither a country's code nor a group's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected two capital letters for a country, or the name of a group in small letters")]
#[non_exhaustive]
pub struct InvalidTerritory;

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

/// The countries a row is about, on one side of a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "all, some, all but some")]
pub enum Area {
    /// Every country.
    Anywhere,
    /// These.
    In(Vec<Territory>),
    /// Every country but these.
    Outside(Vec<Territory>),
}

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
