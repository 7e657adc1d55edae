//! A case in positions of a compiled policy's tables.

use crate::law::Act;
use crate::policy::case::Case;
use crate::policy::case::Endpoint;
use crate::policy::fact::Fact;
use crate::policy::rulebook::Rulebook;
use crate::tenant::Mode;
use crate::time::UnixTime;

/// One fact of a case, with its name looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Slot {
    /// At this position.
    Listed(u16),
    /// Known, and the policy does not list it.
    Unlisted,
    Absent,
    Ambiguous,
    Stale,
    Unavailable,
}

impl Slot {
    #[inline]
    pub(crate) fn new<T: Copy>(fact: Fact<T>, position: impl FnOnce(T) -> Option<usize>) -> Self {
        match fact {
            Fact::Known(value) => {
                position(value).and_then(|at| u16::try_from(at).ok()).map_or(Self::Unlisted, Self::Listed)
            }
            Fact::Absent => Self::Absent,
            Fact::Ambiguous => Self::Ambiguous,
            Fact::Stale => Self::Stale,
            Fact::Unavailable => Self::Unavailable,
        }
    }

    #[inline]
    pub(crate) fn position(self) -> Option<usize> {
        match self {
            Self::Listed(at) => Some(usize::from(at)),
            Self::Unlisted | Self::Absent | Self::Ambiguous | Self::Stale | Self::Unavailable => None,
        }
    }

    /// True if it could not be found out.
    #[inline]
    pub(crate) const fn is_doubtful(self) -> bool {
        matches!(self, Self::Ambiguous | Self::Stale | Self::Unavailable)
    }
}

/// A case with every name looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) home: Slot,
    pub(crate) here: Slot,
    pub(crate) category: Slot,
    pub(crate) plan: Slot,
    pub(crate) role: Slot,
    pub(crate) scope: Slot,
    pub(crate) organization: Slot,
    pub(crate) recipient: Slot,
    pub(crate) mode: Fact<Mode>,
    pub(crate) act: Fact<Act>,
    pub(crate) endpoint: Fact<Endpoint>,
}

impl Rulebook {
    /// Looks up the names of a case.
    #[inline]
    pub(crate) fn looked_up(&self, case: &Case<'_>) -> Cell {
        let home = Slot::new(case.home, |region| self.region_at(region));
        let here =
            if case.here == case.home { home } else { Slot::new(case.here, |region| self.region_at(region)) };
        Cell {
            home,
            here,
            category: Slot::new(case.category, |category| self.category_at(category)),
            plan: Slot::new(case.plan, |plan| self.plan_at(plan)),
            role: Slot::new(case.role, |role| self.role_at(role)),
            scope: Slot::new(case.scope, |scope| self.scope_at(scope)),
            organization: Slot::new(case.organization, |region| self.region_at(region)),
            recipient: Slot::new(case.recipient, |recipient| self.recipient_at(recipient)),
            mode: case.mode,
            act: case.act,
            endpoint: case.endpoint,
        }
    }
}

impl Cell {
    /// The same at an instant: facts about the tenant that have run out by then are stale, those known to be absent
    /// included.
    #[inline]
    pub(crate) fn at(self, facts_until: Option<UnixTime>, now: UnixTime) -> Self {
        if facts_until.is_some_and(|until| until <= now) { self.run_out() } else { self }
    }

    #[cold]
    const fn run_out(self) -> Self {
        Self {
            home: Slot::Stale,
            plan: Slot::Stale,
            scope: Slot::Stale,
            organization: Slot::Stale,
            mode: Fact::Stale,
            ..self
        }
    }
}
