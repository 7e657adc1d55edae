//! What is known, and what is asked.

use crate::place::Region;
use crate::tenant::Mode;
use crate::tenant::Plan;
use crate::time::UnixTime;

/// One input of a decision. Only [`Fact::Known`] can lead to a permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the five states of knowledge the contract speaks of")]
pub enum Fact<T> {
    /// It is known.
    Known(T),
    /// It is known that there is none. Final: the answer is a refusal.
    Absent,
    /// Several answers were given. For now: the answer is a deferral.
    Ambiguous,
    /// An answer was given and has run out. For now.
    Stale,
    /// Whoever knows could not be asked. For now.
    Unavailable,
}

impl<T: Copy> Fact<T> {
    /// The value, if known.
    #[must_use]
    #[inline]
    pub const fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Ambiguous | Self::Stale | Self::Unavailable => None,
        }
    }

    /// What is left of it once it has run out: what was known, absence included, is stale.
    const fn run_out(self) -> Self {
        match self {
            Self::Known(_) | Self::Absent | Self::Stale => Self::Stale,
            Self::Ambiguous => Self::Ambiguous,
            Self::Unavailable => Self::Unavailable,
        }
    }

    /// `known`, `absent`, `ambiguous`, `stale` or `unavailable`.
    #[must_use]
    pub const fn state(&self) -> &'static str {
        match self {
            Self::Known(_) => "known",
            Self::Absent => "absent",
            Self::Ambiguous => "ambiguous",
            Self::Stale => "stale",
            Self::Unavailable => "unavailable",
        }
    }
}

impl<T> From<Option<T>> for Fact<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Known)
    }
}

#[cfg(feature = "serde")]
impl<T: serde::Serialize> serde::Serialize for Fact<T> {
    /// A known value as itself, absence as `null`, the rest as `{"unknown": state}`.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let state = match self {
            Self::Known(value) => return value.serialize(serializer),
            Self::Absent => return serializer.serialize_none(),
            Self::Ambiguous => "ambiguous",
            Self::Stale => "stale",
            Self::Unavailable => "unavailable",
        };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("unknown", state)?;
        map.end()
    }
}

/// What a decision is asked about. Named fields, so that home and here cannot change places.
///
/// [`Question::unknown`] is the question with nothing known; set what is.
///
/// # Examples
///
/// ```
/// use domicile::policy::{Fact, Question};
/// use domicile::tenant::Mode;
/// use domicile::{Region, ResidencyPolicy, UnixTime};
///
/// let mut question = Question::unknown();
/// question.home = Fact::Known(Region::EuWest1);
/// question.here = Fact::Known(Region::EuWest1);
/// question.mode = Fact::Known(Mode::Enforced);
///
/// let policy = ResidencyPolicy::closed();
/// let now = policy.at(UnixTime::from_secs(1_795_262_400));
/// assert!(now.permit(&question).is_permit());
///
/// question.home = Fact::Absent;
/// assert_eq!(now.permit(&question).code(), "home_region_unknown");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Question {
    /// Where the data belongs.
    pub home: Fact<Region>,
    /// Where it would be.
    pub here: Fact<Region>,
    /// Whether the tenant's region is enforced.
    pub mode: Fact<Mode>,
    /// The tenant's plan; asked only where the policy carries entitlements.
    pub plan: Fact<Plan>,
    /// When the facts about the tenant (home, mode, plan) run out, if they do.
    pub facts_until: Option<UnixTime>,
}

impl Question {
    /// The question about which nothing is known. Its answer is a refusal.
    #[must_use]
    pub const fn unknown() -> Self {
        Self {
            home: Fact::Absent,
            here: Fact::Absent,
            mode: Fact::Absent,
            plan: Fact::Absent,
            facts_until: None,
        }
    }

    /// The question once the facts about the tenant have run out. Where this code stands does not run out.
    #[cold]
    pub(crate) fn run_out(&self) -> Self {
        Self { home: self.home.run_out(), mode: self.mode.run_out(), plan: self.plan.run_out(), ..*self }
    }
}

/// True if facts that hold until then do not hold now.
#[inline]
pub(crate) fn has_run_out(facts_until: Option<UnixTime>, now: UnixTime) -> bool {
    facts_until.is_some_and(|until| until <= now)
}
