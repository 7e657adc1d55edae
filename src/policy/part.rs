//! The parts of a request, and which of them each check rests on.

use crate::policy::change::FactName;
use crate::policy::check::Check;
use crate::policy::request::Request;

/// A part of what a request rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Mode,
    Home,
    Here,
    Scope,
    Role,
    Operation,
    Categories,
    Recipient,
    Organization,
    Plan,
    Endpoint,
    Conditions,
}

impl Part {
    /// In the order in which values are looked for: first those that nearly everything else rests on.
    pub(crate) const ALL: [Self; 12] = [
        Self::Mode,
        Self::Home,
        Self::Here,
        Self::Scope,
        Self::Role,
        Self::Operation,
        Self::Categories,
        Self::Recipient,
        Self::Organization,
        Self::Plan,
        Self::Endpoint,
        Self::Conditions,
    ];

    /// In the order in which changes are tried.
    pub(crate) const BY_RANK: [Self; 9] = [
        Self::Here,
        Self::Recipient,
        Self::Role,
        Self::Operation,
        Self::Endpoint,
        Self::Mode,
        Self::Plan,
        Self::Home,
        Self::Organization,
    ];

    /// Those of [`Part::BY_RANK`] that come after a row to write.
    pub(crate) const AFTER_ROW: Parts = Parts::of(&[Self::Mode, Self::Plan, Self::Home, Self::Organization]);

    pub(crate) const fn name(self) -> Option<FactName> {
        match self {
            Self::Mode => Some(FactName::Mode),
            Self::Home => Some(FactName::Home),
            Self::Here => Some(FactName::Here),
            Self::Scope => Some(FactName::Scope),
            Self::Role => Some(FactName::Role),
            Self::Operation => Some(FactName::Operation),
            Self::Categories => Some(FactName::Categories),
            Self::Recipient => Some(FactName::Recipient),
            Self::Organization => Some(FactName::OrganizationRegion),
            Self::Plan => Some(FactName::Plan),
            Self::Endpoint => Some(FactName::Endpoint),
            Self::Conditions => None,
        }
    }

    #[expect(clippy::as_conversions, reason = "a bit for each part")]
    pub(crate) const fn bit(self) -> u16 {
        1_u16.wrapping_shl(self as u32)
    }
}

/// A set of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parts(u16);

impl Parts {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const ALL: Self = Self(u16::MAX);

    /// Without any of these nothing is permitted: where one is not known, it has to be found out.
    pub(crate) const NEEDED: Self = Self::of(&[
        Part::Mode,
        Part::Home,
        Part::Here,
        Part::Scope,
        Part::Role,
        Part::Operation,
        Part::Categories,
        Part::Recipient,
    ]);

    /// Where the data belongs, and whether it leaves.
    pub(crate) const CROSSING: Self = Self::of(&[
        Part::Home,
        Part::Here,
        Part::Operation,
        Part::Categories,
        Part::Recipient,
        Part::Organization,
        Part::Endpoint,
    ]);

    pub(crate) const fn of(parts: &[Part]) -> Self {
        let (mut set, mut rest) = (Self::NONE, parts);
        while let [first, others @ ..] = rest {
            set = set.with(*first);
            rest = others;
        }
        set
    }

    /// Everything that the outcome of a check rests on.
    pub(crate) const fn of_check(check: Check) -> Self {
        match check {
            Check::ModeEnforced => Self::of(&[Part::Mode]),
            Check::HomeInUse => Self::of(&[Part::Home]),
            Check::HereInUse => Self::of(&[Part::Here]),
            Check::OperationKnown => Self::of(&[Part::Operation]),
            Check::CategoryPlaced => Self::of(&[Part::Categories]),
            Check::ScopeKnown => Self::of(&[Part::Scope]),
            Check::RoleKnown => Self::of(&[Part::Role]),
            Check::RecipientKnown => Self::of(&[Part::Recipient, Part::Operation]),
            Check::PlanEntitled => Self::of(&[Part::Plan, Part::Home]),
            Check::OrganizationInUse => Self::of(&[Part::Organization, Part::Categories]),
            Check::WithinScope => Self::of(&[Part::Scope, Part::Home, Part::Here]),
            Check::SectorAllows | Check::FrameworksMet => {
                Self::of(&[Part::Scope, Part::Here, Part::Categories])
            }
            // Passes or is not asked.
            Check::InPlace => Self::NONE,
            Check::PartitionOpen => Self::CROSSING.with(Part::Scope),
            Check::TransferWritten | Check::RecipientNamed | Check::RoleMay => {
                Self::CROSSING.with(Part::Role)
            }
            Check::Lawful => Self::CROSSING.with(Part::Role).with(Part::Conditions),
            Check::EndpointAllowed => {
                Self::of(&[Part::Endpoint, Part::Operation, Part::Scope, Part::Home, Part::Recipient])
            }
        }
    }

    /// What a request does not say.
    pub(crate) fn unknown(request: &Request) -> Self {
        let is_unknown = |part: &Part| match part {
            Part::Mode => request.mode.known().is_none(),
            Part::Home => request.home.known().is_none(),
            Part::Here => request.here.known().is_none(),
            Part::Scope => request.scope.known().is_none(),
            Part::Role => request.role.known().is_none(),
            Part::Operation => request.operation.known().is_none(),
            Part::Categories => request.categories.as_ref().known().is_none_or(|known| known.is_empty()),
            Part::Recipient => request.recipient.is_some_and(|fact| fact.known().is_none()),
            Part::Organization => request.organization_region.known().is_none(),
            Part::Plan => request.plan.known().is_none(),
            Part::Endpoint => request.endpoint.known().is_none(),
            Part::Conditions => false,
        };
        Part::ALL.into_iter().filter(is_unknown).collect()
    }

    pub(crate) const fn with(self, part: Part) -> Self {
        Self(self.0 | part.bit())
    }

    pub(crate) const fn without(self, part: Part) -> Self {
        Self(self.0 & !part.bit())
    }

    pub(crate) const fn has(self, part: Part) -> bool {
        self.0 & part.bit() != 0
    }

    pub(crate) const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Part> {
        Part::ALL.into_iter().filter(move |part| self.has(*part))
    }
}

impl FromIterator<Part> for Parts {
    fn from_iter<I: IntoIterator<Item = Part>>(parts: I) -> Self {
        parts.into_iter().fold(Self::NONE, Self::with)
    }
}
