//! Where a tenant is at home, and how firmly.

use crate::place::Region;
use crate::tenant::entitlement::Entitlements;
use crate::tenant::entitlement::NotEntitled;
use crate::tenant::id::Plan;

/// A tenant's home region, whether it is locked, and whether it is enforced.
///
/// # Examples
///
/// ```
/// use domicile::Region;
/// use domicile::tenant::{Lock, Mode, Residency};
///
/// // What an account shows at first …
/// let shown = Residency::informational(Region::EuWest1).change_home(Region::EuCentral1)?;
/// assert_eq!(shown.mode(), Mode::Informational);
///
/// // … can be promoted, and then it holds.
/// let held = shown.promote();
/// assert_eq!((held.home(), held.mode(), held.lock()), (Region::EuCentral1, Mode::Enforced, Lock::Locked));
/// assert_eq!(held.change_home(Region::UsEast1).unwrap_err().code(), "region_locked");
/// # Ok::<(), domicile::tenant::RegionLocked>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Residency {
    home: Region,
    #[cfg_attr(feature = "serde", serde(default))]
    lock: Lock,
    #[cfg_attr(feature = "serde", serde(default))]
    mode: Mode,
}

impl Residency {
    /// At home in `home`, locked and enforced.
    #[must_use]
    pub const fn enforced(home: Region) -> Self {
        Self { home, lock: Lock::Locked, mode: Mode::Enforced }
    }

    /// Said to be at home in `home`: recorded and shown, not locked, and no proof of anything.
    #[must_use]
    pub const fn informational(home: Region) -> Self {
        Self { home, lock: Lock::Unlocked, mode: Mode::Informational }
    }

    /// Chooses a home at account setup: locked and enforced, if the plan may choose it.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::Region;
    /// use domicile::tenant::{Entitlements, Plan, Residency};
    ///
    /// let pro = Plan::parse("pro")?;
    /// let entitlements = Entitlements::new().with(pro, [Region::EuWest1, Region::UsEast1]);
    /// assert!(Residency::choose(&entitlements, Some(pro), Region::EuWest1).is_ok());
    /// assert!(Residency::choose(&entitlements, Some(pro), Region::ApSouth1).is_err());
    /// # Ok::<(), domicile::tenant::InvalidPlan>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`NotEntitled`] with the regions the plan may choose.
    pub fn choose(
        entitlements: &Entitlements,
        plan: Option<Plan>,
        region: Region,
    ) -> Result<Self, NotEntitled> {
        entitlements.choose(plan, region)?;
        Ok(Self::enforced(region))
    }

    /// Enforced from the first event on, and not yet locked: an account that is still being set up. Once locked there
    /// is no way back to here.
    #[must_use]
    pub const fn unlocked(home: Region) -> Self {
        Self { home, lock: Lock::Unlocked, mode: Mode::Enforced }
    }

    /// The same, locked.
    #[must_use]
    pub const fn locked(self) -> Self {
        Self { lock: Lock::Locked, ..self }
    }

    /// The home region.
    #[must_use]
    #[inline]
    pub const fn home(self) -> Region {
        self.home
    }

    #[inline]
    pub(crate) const fn home_ref(&self) -> &Region {
        &self.home
    }

    /// Whether the home may be changed without a migration.
    #[must_use]
    pub const fn lock(self) -> Lock {
        self.lock
    }

    /// Whether the home is enforced or only shown.
    #[must_use]
    #[inline]
    pub const fn mode(self) -> Mode {
        self.mode
    }

    /// The same with another home. "Changing" to the present home changes nothing and is always allowed.
    ///
    /// # Errors
    ///
    /// [`RegionLocked`] if it is locked: data that is already there has to move first, and that is a migration.
    pub fn change_home(self, home: Region) -> Result<Self, RegionLocked> {
        match self.lock {
            Lock::Locked if home != self.home => Err(RegionLocked { home: self.home }),
            Lock::Locked | Lock::Unlocked => Ok(Self { home, ..self }),
        }
    }

    /// The same home, from now on enforced and locked. Same fields, so no schema changes.
    #[must_use]
    pub const fn promote(self) -> Self {
        Self::enforced(self.home)
    }
}

/// Whether a home region may be changed without a migration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "a switch has two positions")]
pub enum Lock {
    /// Only a migration changes it.
    #[default]
    Locked,
    /// It may be set anew.
    Unlocked,
}

impl Lock {
    /// `locked` or `unlocked`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Unlocked => "unlocked",
        }
    }
}

/// Whether a home region is enforced.
///
/// Informational is not a weaker enforcement: it is none, and nothing in this crate yields a proof of residency
/// from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "a switch has two positions")]
pub enum Mode {
    /// Every step checks it.
    #[default]
    Enforced,
    /// It is recorded and shown.
    Informational,
}

impl Mode {
    /// `enforced` or `informational`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enforced => "enforced",
            Self::Informational => "informational",
        }
    }
}

/// A locked home region was to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a migration: the home region {home} is locked, and nothing else changes it")]
#[non_exhaustive]
pub struct RegionLocked {
    /// The home region, unchanged.
    pub home: Region,
}

impl RegionLocked {
    /// The stable code, `region_locked`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "region_locked"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_unlocked_home_changes() {
        for residency in
            [Residency::enforced(Region::EuWest1), Residency::informational(Region::EuWest1).locked()]
        {
            let refusal = residency.change_home(Region::EuWest2).unwrap_err();
            assert_eq!(refusal.home, Region::EuWest1);
            assert!(refusal.to_string().contains("migration"));
            assert_eq!(residency.change_home(Region::EuWest1), Ok(residency));
        }
        for residency in [Residency::unlocked(Region::EuWest1), Residency::informational(Region::EuWest1)] {
            let changed = residency.change_home(Region::EuWest2).unwrap();
            assert_eq!(changed, Residency { home: Region::EuWest2, ..residency });
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn what_is_not_written_is_strict() {
        let read = |text| serde_json::from_str::<Residency>(text);
        assert_eq!(read(r#"{"home":"eu-west-1"}"#).unwrap(), Residency::enforced(Region::EuWest1));
        assert!(read("{}").is_err());
        assert!(read(r#"{"home":"eu-west-1","mod":"informational"}"#).is_err());
        assert!(read(r#"{"home":"eu-west-1","mode":"off"}"#).is_err());
        // The schema is the same before and after a promotion.
        let keys = |residency: Residency| {
            let value = serde_json::to_value(residency).unwrap();
            value.as_object().unwrap().keys().cloned().collect::<Vec<_>>()
        };
        let shown = Residency::informational(Region::EuWest1);
        assert_eq!(keys(shown), keys(shown.promote()));
    }
}
