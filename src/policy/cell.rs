//! A request in positions of a compiled policy's tables.

use crate::law::Act;
use crate::place::Region;
use crate::policy::core_request::CoreRequest;
use crate::policy::name::RoleName;
use crate::policy::request::EndpointKind;
use crate::policy::request::Fact;
use crate::policy::request::Request;
use crate::policy::rulebook::Names;
use crate::policy::rulebook::Rulebook;
use crate::tenant::Mode;
use crate::tenant::ScopeName;

/// One fact of a request, with its name looked up: a position, or why there is none.
///
/// The numbers from [`Slot::NOBODY`] on are no positions; no table is as long as that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot(u32);

impl Slot {
    /// Nobody else is given the data.
    pub(crate) const NOBODY: Self = Self(u32::MAX - 5);
    /// Known, and the policy does not list it.
    pub(crate) const UNLISTED: Self = Self(u32::MAX - 4);
    pub(crate) const ABSENT: Self = Self(u32::MAX - 3);
    pub(crate) const AMBIGUOUS: Self = Self(u32::MAX - 2);
    pub(crate) const STALE: Self = Self(u32::MAX - 1);
    pub(crate) const UNAVAILABLE: Self = Self(u32::MAX);

    #[inline]
    pub(crate) fn new<T: Copy>(fact: &Fact<T>, position: impl FnOnce(T) -> Option<usize>) -> Self {
        match fact {
            Fact::Known(value) => position(*value).map_or(Self::UNLISTED, Self::listed),
            Fact::Absent => Self::ABSENT,
            Fact::Ambiguous => Self::AMBIGUOUS,
            Fact::Stale => Self::STALE,
            Fact::Unavailable => Self::UNAVAILABLE,
        }
    }

    #[inline]
    pub(crate) fn listed(position: usize) -> Self {
        match u32::try_from(position) {
            Ok(at) if at < Self::NOBODY.0 => Self(at),
            Ok(_) | Err(_) => Self::UNLISTED,
        }
    }

    /// The number as a position in a table; one that no table has for whatever is not listed.
    #[inline]
    pub(crate) fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }

    #[inline]
    pub(crate) const fn is_listed(self) -> bool {
        self.0 < Self::NOBODY.0
    }

    #[inline]
    pub(crate) fn position(self) -> Option<usize> {
        self.is_listed().then(|| self.index())
    }

    /// The same, nobody standing for what is absent.
    #[inline]
    pub(crate) const fn or_nobody(self) -> Self {
        match self {
            Self::ABSENT => Self::NOBODY,
            other => other,
        }
    }

    /// True if it could not be found out.
    #[inline]
    pub(crate) const fn is_doubtful(self) -> bool {
        self.0 > Self::ABSENT.0
    }
}

/// A request with every name looked up, but for its categories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) home: Slot,
    pub(crate) here: Slot,
    pub(crate) plan: Slot,
    /// Whether the plans that a service states outside the document allow the home: not asked without such.
    pub(crate) entitled: Entitled,
    pub(crate) role: Slot,
    pub(crate) scope: Slot,
    pub(crate) organization: Slot,
    pub(crate) recipient: Slot,
    /// The recipient that hands the data on, where one does.
    pub(crate) via: Slot,
    pub(crate) mode: Fact<Mode>,
    pub(crate) act: Fact<Act>,
    pub(crate) endpoint: Fact<End>,
}

/// What [`Entitlements`](crate::tenant::Entitlements) of a service say about the plan and the home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entitled {
    NotAsked,
    Yes,
    No,
}

/// The kind of endpoint that data is delivered to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Regional,
    Global(Slot),
}

impl Rulebook {
    /// Looks up the names of a request.
    #[inline]
    pub(crate) fn looked_up(&self, request: &Request) -> Cell {
        let (home, here) = self.places(&request.home, &request.here);
        Cell {
            home,
            here,
            plan: Slot::new(&request.plan, |plan| self.plan_at(plan)),
            entitled: Entitled::NotAsked,
            role: Slot::new(&request.role, |role| self.role_at(role)),
            scope: Slot::new(&request.scope, |scope| self.scope_at(scope)),
            organization: Slot::new(&request.organization_region, |region| self.region_at(region)),
            recipient: self.recipient(request),
            via: Slot::new(&request.via.into(), |via| self.recipient_at(via)).or_nobody(),
            mode: request.mode,
            act: request.operation,
            endpoint: self.end(&request.endpoint),
        }
    }

    /// Looks up the names of a request of the service itself.
    #[inline]
    pub(crate) fn core_looked_up(&self, core: &CoreRequest<'_>, home: Region, here: Region) -> Cell {
        let (home, here) = self.places(&Fact::Known(home), &Fact::Known(here));
        Cell {
            home,
            here,
            plan: Slot::new(&core.plan.into(), |plan| self.plan_at(plan)),
            entitled: Entitled::NotAsked,
            role: self.role_at(RoleName::SERVICE).map_or(Slot::UNLISTED, Slot::listed),
            scope: self
                .scope_at(core.scope.unwrap_or(ScopeName::PLATFORM))
                .map_or(Slot::UNLISTED, Slot::listed),
            organization: Slot::ABSENT,
            recipient: Slot::NOBODY,
            via: Slot::NOBODY,
            mode: Fact::Known(core.mode),
            act: Fact::Known(core.operation),
            endpoint: Fact::Absent,
        }
    }

    #[inline]
    pub(crate) fn recipient(&self, request: &Request) -> Slot {
        match &request.recipient {
            None => Slot::NOBODY,
            Some(recipient) => Slot::new(recipient, |recipient| self.recipient_at(recipient)),
        }
    }

    #[inline]
    pub(crate) fn end(&self, endpoint: &Fact<EndpointKind>) -> Fact<End> {
        match endpoint {
            Fact::Known(EndpointKind::Regional) => Fact::Known(End::Regional),
            Fact::Known(EndpointKind::Global(name)) => {
                let slot = self.endpoint_at(*name).map_or(Slot::UNLISTED, Slot::listed);
                Fact::Known(End::Global(slot))
            }
            Fact::Absent => Fact::Absent,
            Fact::Ambiguous => Fact::Ambiguous,
            Fact::Stale => Fact::Stale,
            Fact::Unavailable => Fact::Unavailable,
        }
    }

    /// Home and here. Where no region is listed, only whether they are one counts.
    #[inline]
    pub(crate) fn places(&self, home: &Fact<Region>, here: &Fact<Region>) -> (Slot, Slot) {
        let is_same = home == here;
        match self.names {
            Names::Any => (Slot::new(home, |_| Some(0)), Slot::new(here, |_| Some(usize::from(!is_same)))),
            Names::Listed => {
                let home = Slot::new(home, |region| self.region_at(region));
                (home, if is_same { home } else { Slot::new(here, |region| self.region_at(region)) })
            }
        }
    }
}

impl Cell {
    /// The same once the facts about the tenant have run out: they are stale, those known to be absent included.
    #[cold]
    pub(crate) const fn run_out(self) -> Self {
        Self {
            home: Slot::STALE,
            plan: Slot::STALE,
            scope: Slot::STALE,
            organization: Slot::STALE,
            mode: Fact::Stale,
            entitled: Entitled::NotAsked,
            ..self
        }
    }

    /// The same by the service alone: nobody is given the data, and through nothing.
    #[inline]
    pub(crate) const fn to_nobody(self) -> Self {
        Self { recipient: Slot::NOBODY, via: Slot::NOBODY, endpoint: Fact::Absent, ..self }
    }
}
