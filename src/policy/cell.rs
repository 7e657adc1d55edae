//! A case in positions of a compiled policy's tables.

use crate::law::Act;
use crate::policy::case::Case;
use crate::policy::case::Endpoint;
use crate::policy::fact::Fact;
use crate::policy::fact::has_run_out;
use crate::policy::rulebook::Rulebook;
use crate::tenant::Mode;
use crate::time::UnixTime;

/// One fact of a case, with its name looked up: a position, or why there is none.
///
/// The numbers from [`Slot::UNLISTED`] on are no positions; no table is as long as that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot(u32);

impl Slot {
    /// Known, and the policy does not list it.
    pub(crate) const UNLISTED: Self = Self(u32::MAX - 4);
    pub(crate) const ABSENT: Self = Self(u32::MAX - 3);
    pub(crate) const AMBIGUOUS: Self = Self(u32::MAX - 2);
    pub(crate) const STALE: Self = Self(u32::MAX - 1);
    pub(crate) const UNAVAILABLE: Self = Self(u32::MAX);

    #[inline]
    pub(crate) fn new<T: Copy>(fact: Fact<T>, position: impl FnOnce(T) -> Option<usize>) -> Self {
        match fact {
            Fact::Known(value) => position(value).map_or(Self::UNLISTED, Self::listed),
            Fact::Absent => Self::ABSENT,
            Fact::Ambiguous => Self::AMBIGUOUS,
            Fact::Stale => Self::STALE,
            Fact::Unavailable => Self::UNAVAILABLE,
        }
    }

    #[inline]
    pub(crate) fn listed(position: usize) -> Self {
        match u32::try_from(position) {
            Ok(at) if at < Self::UNLISTED.0 => Self(at),
            Ok(_) | Err(_) => Self::UNLISTED,
        }
    }

    /// The number, which is below that of [`Slot::UNLISTED`] for a position.
    #[inline]
    pub(crate) const fn number(self) -> u32 {
        self.0
    }

    /// The number as a position in a table; one that no table has for whatever is not listed.
    #[inline]
    pub(crate) fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }

    #[inline]
    pub(crate) const fn is_listed(self) -> bool {
        self.0 < Self::UNLISTED.0
    }

    #[inline]
    pub(crate) fn position(self) -> Option<usize> {
        self.is_listed().then(|| self.index())
    }

    /// True if it could not be found out.
    #[inline]
    pub(crate) const fn is_doubtful(self) -> bool {
        self.0 > Self::ABSENT.0
    }

    /// What it says, without the position.
    pub(crate) const fn fact(self) -> Fact<()> {
        match self {
            Self::ABSENT => Fact::Absent,
            Self::AMBIGUOUS => Fact::Ambiguous,
            Self::STALE => Fact::Stale,
            Self::UNAVAILABLE => Fact::Unavailable,
            Self(_) => Fact::Known(()),
        }
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
        if has_run_out(facts_until, now) { self.run_out() } else { self }
    }

    #[cold]
    pub(crate) const fn run_out(self) -> Self {
        Self {
            home: Slot::STALE,
            plan: Slot::STALE,
            scope: Slot::STALE,
            organization: Slot::STALE,
            mode: Fact::Stale,
            ..self
        }
    }
}
