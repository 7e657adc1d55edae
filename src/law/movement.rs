//! Movements of data that an inventory implies, and who judges them.

use alloc::string::String;

use crate::data::DataCategory;
use crate::data::OptIn;
use crate::data::Sensitivities;
use crate::data::StoreName;
use crate::data::SubprocessorName;
use crate::law::act::Act;
use crate::law::ground::Ground;
use crate::place::Jurisdiction;
use crate::place::Region;
use crate::time::UnixTime;

/// One kind of data going from one place to another, or being seen from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Movement {
    /// Where it is at home.
    pub from: Place,
    /// Where it goes.
    pub to: Place,
    /// What is done with it there.
    pub act: Act,
    /// What it is.
    pub category: DataCategory,
    /// What laws may single out in it.
    pub sensitivities: Sensitivities,
    /// The store it goes into or lies in, if the inventory names one.
    pub store: Option<StoreName>,
    /// The subprocessor who gets it, if it is one.
    pub through: Option<SubprocessorName>,
    /// Whether it happens always, or only for a tenant that enabled the subprocessor.
    pub opt_in: OptIn,
}

/// A region where one is known, and the country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[expect(clippy::exhaustive_structs, reason = "site and country")]
pub struct Place {
    /// The region.
    pub region: Option<Region>,
    /// The country whose law applies there.
    pub jurisdiction: Option<Jurisdiction>,
}

impl core::fmt::Display for Place {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match (self.region, self.jurisdiction) {
            (Some(region), Some(country)) => write!(f, "{region} ({country})"),
            (Some(region), None) => write!(f, "{region} (country not known)"),
            (None, Some(country)) => write!(f, "{country}"),
            (None, None) => f.write_str("not known"),
        }
    }
}

/// Decides about movements: a policy, or the law alone.
///
/// A wrong answer stands in a report that customers read.
pub trait Judge {
    /// Says whether `movement` is allowed, why, and until when.
    fn judge(&self, movement: &Movement) -> Judgement;
}

impl<F: Fn(&Movement) -> Judgement> Judge for F {
    fn judge(&self, movement: &Movement) -> Judgement {
        self(movement)
    }
}

/// The answer to a [`Movement`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(tag = "decision", rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "allowed, not, or not now")]
pub enum Judgement {
    /// It is allowed.
    Permitted {
        /// On this ground.
        ground: Ground,
        /// By this provision, rule or row.
        reference: String,
        /// Until then, if an end is known.
        #[cfg_attr(feature = "serde", serde(with = "crate::data::instant::option"))]
        until: Option<UnixTime>,
    },
    /// It is not.
    Refused {
        /// The stable code of the refusal.
        code: String,
        /// Why, in words.
        reason: String,
        /// Until then, if an end is known.
        #[cfg_attr(feature = "serde", serde(with = "crate::data::instant::option"))]
        until: Option<UnixTime>,
    },
    /// It could not be found out: for now it is not allowed.
    Retry {
        /// The stable code of what stands in the way.
        code: String,
        /// Why, in words.
        reason: String,
        /// Until then, if an end is known.
        #[cfg_attr(feature = "serde", serde(with = "crate::data::instant::option"))]
        until: Option<UnixTime>,
    },
}

impl Judgement {
    /// True for [`Judgement::Permitted`].
    #[must_use]
    pub const fn is_permitted(&self) -> bool {
        matches!(self, Self::Permitted { .. })
    }

    /// When the answer ends, if that is known.
    #[must_use]
    pub const fn until(&self) -> Option<UnixTime> {
        match self {
            Self::Permitted { until, .. } | Self::Refused { until, .. } | Self::Retry { until, .. } => *until,
        }
    }
}
