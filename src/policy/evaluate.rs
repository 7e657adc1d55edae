//! The checks.

use crate::law::Act;
use crate::policy::case::Endpoint;
use crate::policy::cell::Cell;
use crate::policy::cell::Slot;
use crate::policy::explanation::Outcome;
use crate::policy::fact::Fact;
use crate::policy::law_table::Facts;
use crate::policy::mask::Mask;
use crate::policy::outcomes::Outcomes;
use crate::policy::rulebook::CategoryRule;
use crate::policy::rulebook::Enforcement;
use crate::policy::rulebook::Placement;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::ScopeRule;
use crate::policy::rulebook::TransferRule;
use crate::policy::step::Step;
use crate::tenant::Mode;
use crate::time::UnixTime;

/// What became of every check, and what the answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Evaluation {
    pub(crate) outcomes: Outcomes,
    /// The transfer the answer rests on, or that came closest.
    pub(crate) transfer: Option<Attempt>,
    /// True if the data would be outside where it belongs.
    pub(crate) is_crossing: bool,
}

/// How far a transfer went towards permitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) rule: usize,
    pub(crate) stage: Stage,
    /// The position of the law's verdict, where the law was asked.
    pub(crate) verdict: Option<usize>,
}

/// How far: the later, the closer to a permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    NotYet,
    Over,
    OtherRecipient,
    Unlawful,
    RecipientInDoubt,
    Permits,
}

impl Evaluation {
    #[inline]
    const fn set(&mut self, step: Step, outcome: Outcome) {
        self.outcomes.set(step, outcome);
    }

    #[inline]
    pub(crate) const fn outcome(&self, step: Step) -> Outcome {
        self.outcomes.outcome(step)
    }

    pub(crate) fn first(&self, outcome: Outcome) -> Option<Step> {
        Step::ALL.into_iter().find(|step| self.outcome(*step) == outcome)
    }

    /// Permit, refuse or retry: a check that failed outweighs one that could not be made.
    #[inline]
    pub(crate) fn answer(&self) -> Answer {
        if self.outcomes.has_fail() {
            Answer::Refuse
        } else if self.outcomes.has_unknown() {
            Answer::Retry
        } else if self.outcome(Step::InPlace) == Outcome::Pass || self.outcome(Step::Lawful) == Outcome::Pass
        {
            Answer::Permit
        } else {
            // Unreachable by the checks; kept a refusal so that no path past them can permit.
            Answer::Refuse
        }
    }
}

/// The answer to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "allowed, refused, could not find out: there is no fourth answer"
)]
pub enum Answer {
    /// Allowed.
    Permit,
    /// Refused for good.
    Refuse,
    /// Could not find out; try again.
    Retry,
}

impl Answer {
    /// `permit`, `refuse` or `retry`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Permit => "permit",
            Self::Refuse => "refuse",
            Self::Retry => "retry",
        }
    }
}

impl Rulebook {
    /// Makes every check. Allocates nothing.
    pub(crate) fn evaluate(&self, cell: &Cell, facts: &Facts<'_>, now: UnixTime) -> Evaluation {
        let mut found = Evaluation { outcomes: Outcomes::NOT_ASKED, transfer: None, is_crossing: false };
        found.set(Step::ModeEnforced, enforced(cell.mode));
        found.set(Step::HomeInUse, self.in_use(cell.home));
        found.set(Step::HereInUse, self.in_use(cell.here));
        found.set(Step::ActKnown, known(&cell.act));
        found.set(Step::CategoryPlaced, listed(cell.category));
        found.set(Step::ScopeKnown, listed(cell.scope));
        found.set(Step::RoleKnown, listed(cell.role));
        found.set(Step::PlanEntitled, self.entitled(cell));
        let category = cell.category.position().and_then(|at| self.category(at));
        let scope = cell.scope.position().and_then(|at| self.scope(at));
        if category.is_some_and(|rule| rule.placement == Placement::Organization) {
            found.set(Step::OrganizationInUse, self.in_use(cell.organization));
        }
        if let Some(here) = cell.here.position() {
            self.bounds(&mut found, cell, here, category, scope);
            let organization = cell.organization.position();
            let place =
                category.and_then(|rule| Self::place(rule.placement, cell.home.position(), organization));
            if let Some(place) = place {
                self.road(&mut found, cell, facts, now, here, place);
            }
        }
        found.set(Step::EndpointAllowed, endpoint(cell, scope));
        found
    }

    /// Scope, sector and frameworks: where this may be at all.
    #[inline]
    fn bounds(
        &self,
        found: &mut Evaluation,
        cell: &Cell,
        here: usize,
        category: Option<&CategoryRule>,
        scope: Option<&ScopeRule>,
    ) {
        let pass = |holds: bool| if holds { Outcome::Pass } else { Outcome::Fail };
        let Some(scope) = scope else { return };
        let is_home_in = cell.home.position().is_none_or(|home| scope.regions.contains(home));
        found.set(Step::WithinScope, pass(is_home_in && scope.regions.contains(here)));
        let Some(rule) = category else { return };
        if let Some(bound) = cell.category.position().and_then(|at| self.bound(scope, at)) {
            found.set(Step::SectorAllows, pass(bound.contains(here)));
        }
        found.set(Step::FrameworksMet, pass(scope.fit.intersection(rule.fit).contains(here)));
    }

    /// In place, or on the way: whether somebody wrote that it may go there.
    #[inline]
    fn road(
        &self,
        found: &mut Evaluation,
        cell: &Cell,
        facts: &Facts<'_>,
        now: UnixTime,
        here: usize,
        place: Mask,
    ) {
        let Some(act) = cell.act.known() else { return };
        let role = cell.role.position().and_then(|at| self.role(at));
        if place.contains(here) {
            found.set(Step::InPlace, Outcome::Pass);
            if let Some(role) = role {
                found.set(Step::RoleMay, if role.acts.contains(act) { Outcome::Pass } else { Outcome::Fail });
            }
            return;
        }
        found.is_crossing = true;
        if let Some(role) = role {
            found.set(Step::RoleMay, if role.across.contains(act) { Outcome::Pass } else { Outcome::Fail });
        }
        if act == Act::RemoteRead
            && let Some(scope) = cell.scope.position().and_then(|at| self.scope(at))
        {
            let is_open = scope.enforcement == Enforcement::BestEffort;
            found.set(Step::PartitionOpen, if is_open { Outcome::Pass } else { Outcome::Fail });
        }
        let attempt = self.attempt(cell, facts, now, here, place, act);
        found.transfer = attempt;
        let stage = attempt.map(|attempt| attempt.stage);
        let (written, recipient, lawful) = match stage {
            None | Some(Stage::NotYet | Stage::Over) => (Outcome::Fail, Outcome::NotAsked, Outcome::NotAsked),
            Some(Stage::OtherRecipient) => (Outcome::Pass, Outcome::Fail, Outcome::NotAsked),
            Some(Stage::RecipientInDoubt) => (Outcome::Pass, Outcome::Unknown, Outcome::NotAsked),
            Some(Stage::Unlawful) => (Outcome::Pass, Outcome::Pass, Outcome::Fail),
            Some(Stage::Permits) => (Outcome::Pass, Outcome::Pass, Outcome::Pass),
        };
        found.set(Step::TransferWritten, written);
        found.set(Step::RecipientNamed, recipient);
        found.set(Step::Lawful, lawful);
    }

    /// The transfer that permits, or else the one that comes closest; of several, the first by name.
    fn attempt(
        &self,
        cell: &Cell,
        facts: &Facts<'_>,
        now: UnixTime,
        here: usize,
        place: Mask,
        act: Act,
    ) -> Option<Attempt> {
        let mut best: Option<Attempt> = None;
        for (at, rule) in self.inbound(here) {
            if !applies(rule, cell, act, place) {
                continue;
            }
            let attempt = self.stage(at, rule, cell, facts, now, here, place, act);
            if best.is_none_or(|best| attempt.stage > best.stage) {
                best = Some(attempt);
                if attempt.stage == Stage::Permits {
                    break;
                }
            }
        }
        best
    }

    #[expect(clippy::too_many_arguments, reason = "all of a crossing")]
    fn stage(
        &self,
        at: usize,
        rule: &TransferRule,
        cell: &Cell,
        facts: &Facts<'_>,
        now: UnixTime,
        here: usize,
        place: Mask,
        act: Act,
    ) -> Attempt {
        let end = |stage| Attempt { rule: at, stage, verdict: None };
        if now < rule.period.since() {
            return end(Stage::NotYet);
        }
        if !rule.period.contains(now) {
            return end(Stage::Over);
        }
        let is_in_doubt = cell.recipient.is_doubtful();
        if !is_in_doubt && cell.recipient.position() != Some(rule.recipient) {
            return end(Stage::OtherRecipient);
        }
        let Some(category) = cell.category.position() else { return end(Stage::Unlawful) };
        let lawful = self.law.judge(rule, place, here, act, category, facts, now);
        let stage = match (lawful.is_permitted, is_in_doubt) {
            (false, _) => Stage::Unlawful,
            (true, true) => Stage::RecipientInDoubt,
            (true, false) => Stage::Permits,
        };
        Attempt { rule: at, stage, verdict: lawful.verdict }
    }

    #[inline]
    fn entitled(&self, cell: &Cell) -> Outcome {
        let Some(home) = cell.home.position() else { return Outcome::NotAsked };
        if self.everyone.contains(home) {
            return Outcome::Pass;
        }
        match cell.plan {
            Slot::Listed(at) => match self.plans.get(usize::from(at)) {
                Some((_, regions)) if regions.contains(home) => Outcome::Pass,
                Some(_) | None => Outcome::Fail,
            },
            Slot::Unlisted | Slot::Absent => Outcome::Fail,
            Slot::Ambiguous | Slot::Stale | Slot::Unavailable => Outcome::Unknown,
        }
    }

    #[inline]
    fn in_use(&self, slot: Slot) -> Outcome {
        match slot.position() {
            Some(at) if !self.available.contains(at) => Outcome::Fail,
            _ => listed(slot),
        }
    }
}

/// True if a transfer speaks of this act, category and role, from everywhere the data may be.
#[inline]
pub(crate) fn applies(rule: &TransferRule, cell: &Cell, act: Act, place: Mask) -> bool {
    rule.acts.contains(act)
        && cell.category.position().is_some_and(|at| rule.categories.contains(at))
        && (cell.role.is_doubtful() || cell.role.position().is_some_and(|at| rule.roles.contains(at)))
        && place.is_subset(rule.from)
}

#[inline]
fn endpoint(cell: &Cell, scope: Option<&ScopeRule>) -> Outcome {
    if cell.act != Fact::Known(Act::Deliver) {
        return Outcome::NotAsked;
    }
    match (cell.endpoint, scope, cell.home.position()) {
        (Fact::Known(Endpoint::Global), Some(scope), Some(home)) => {
            if scope.fallback.contains(home) {
                Outcome::Pass
            } else {
                Outcome::Fail
            }
        }
        (Fact::Known(Endpoint::Global), ..) => Outcome::NotAsked,
        (endpoint, ..) => known(&endpoint),
    }
}

#[inline]
fn enforced(mode: Fact<Mode>) -> Outcome {
    if mode == Fact::Known(Mode::Informational) { Outcome::Fail } else { known(&mode) }
}

#[inline]
const fn known<T>(fact: &Fact<T>) -> Outcome {
    match fact {
        Fact::Known(_) => Outcome::Pass,
        Fact::Absent => Outcome::Fail,
        Fact::Ambiguous | Fact::Stale | Fact::Unavailable => Outcome::Unknown,
    }
}

#[inline]
const fn listed(slot: Slot) -> Outcome {
    match slot {
        Slot::Listed(_) => Outcome::Pass,
        Slot::Unlisted | Slot::Absent => Outcome::Fail,
        Slot::Ambiguous | Slot::Stale | Slot::Unavailable => Outcome::Unknown,
    }
}
