//! The checks.

use alloc::vec::Vec;

use crate::law::Act;
use crate::policy::case::Endpoint;
use crate::policy::cell::Cell;
use crate::policy::cell::Slot;
use crate::policy::explanation::Outcome;
use crate::policy::fact::Fact;
use crate::policy::law_table::Facts;
use crate::policy::law_table::Given;
use crate::policy::mask::Mask;
use crate::policy::outcomes::Code;
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
    /// The position of the law's verdict, where the law was asked.
    pub(crate) verdict: Option<usize>,
    /// True if the data would be outside where it belongs.
    pub(crate) is_crossing: bool,
}

/// How far a transfer went towards permitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) rule: usize,
    pub(crate) stage: Stage,
}

/// How far: the later, the closer to a permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    NotYet,
    Over,
    OtherRecipient,
    Unlawful,
    LawInDoubt,
    RecipientInDoubt,
    Permits,
}

impl Evaluation {
    /// What is found without asking the law.
    #[inline]
    const fn without_law(outcomes: Outcomes, is_crossing: bool) -> Self {
        Self { outcomes, transfer: None, verdict: None, is_crossing }
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
    ///
    /// As far as it can, it computes and does not branch: half of the answers come as a surprise to the processor.
    #[inline]
    pub(crate) fn evaluate(&self, cell: &Cell, facts: &Facts<'_>, now: UnixTime) -> Evaluation {
        let category = self.category(cell.category.index());
        let scope = self.scope(cell.scope.index());
        let mut found = self.single_facts(cell);
        found.note(Step::EndpointAllowed, endpoint(cell, scope));
        let is_here_listed = cell.here.is_listed();
        if let Some(scope) = scope {
            found.note(Step::WithinScope, within(cell, scope).if_asked(is_here_listed));
        }
        let Some(rule) = category else {
            return Evaluation::without_law(found, false);
        };
        if let Some(scope) = scope {
            self.bounds(&mut found, cell, rule, scope);
        }
        let (is_placed, is_in_place) = match rule.placement {
            Placement::Home => (cell.home.is_listed(), cell.home == cell.here),
            Placement::Organization => {
                found.note(Step::OrganizationInUse, self.in_use(cell.organization));
                (cell.organization.is_listed(), cell.organization == cell.here)
            }
            Placement::Within(mask) => (true, mask.has(cell.here.number())),
        };
        let act = match cell.act {
            Fact::Known(act) if is_placed & is_here_listed => act,
            Fact::Known(_) | Fact::Absent | Fact::Ambiguous | Fact::Stale | Fact::Unavailable => {
                return Evaluation::without_law(found, false);
            }
        };
        // Which acts matter, and whether somebody has to have written that it may go there.
        if let Some(role) = self.role(cell.role.index()) {
            let acts = if is_in_place { role.acts } else { role.across };
            found.note(Step::RoleMay, Code::holds(acts.contains(act)));
        }
        found.note(Step::InPlace, Code::PASS.if_asked(is_in_place));
        let is_read = (act == Act::RemoteRead) & !is_in_place;
        let is_open = scope.is_some_and(|scope| scope.enforcement == Enforcement::BestEffort);
        found.note(Step::PartitionOpen, Code::holds(is_open).if_asked(is_read & scope.is_some()));
        let has_transfers = !self.inbound.get(cell.here.index()).is_none_or(Vec::is_empty);
        if !is_in_place & has_transfers {
            return self.cross(found, cell, facts, now, act, rule.placement);
        }
        if is_in_place & rule.demands.has(cell.here.number()) {
            return self.stay(found, cell, facts, now, act);
        }
        found.note(Step::TransferWritten, Code::FAIL.if_asked(!is_in_place));
        Evaluation::without_law(found, !is_in_place)
    }

    /// The checks that look at one fact, or at the plan and its home.
    #[inline]
    fn single_facts(&self, cell: &Cell) -> Outcomes {
        let mut found = Outcomes::NOT_ASKED;
        found.note(Step::ModeEnforced, enforced(cell.mode));
        found.note(Step::HomeInUse, self.in_use(cell.home));
        found.note(Step::HereInUse, self.in_use(cell.here));
        found.note(Step::ActKnown, known(&cell.act));
        found.note(Step::CategoryPlaced, listed(cell.category));
        found.note(Step::ScopeKnown, listed(cell.scope));
        found.note(Step::RoleKnown, listed(cell.role));
        found.note(Step::PlanEntitled, self.entitled(cell));
        found
    }

    /// Whether what the law demands of data that stays is met.
    fn stay(
        &self,
        mut found: Outcomes,
        cell: &Cell,
        facts: &Facts<'_>,
        now: UnixTime,
        act: Act,
    ) -> Evaluation {
        let (here, category) = (cell.here.index(), cell.category.index());
        let lawful = self
            .regions
            .get(here)
            .map(|entry| self.law.judge(Given::at(entry), Mask::of(here), here, act, category, facts, now));
        let is_permitted = lawful.is_some_and(|lawful| lawful.is_permitted);
        let is_retry = lawful.is_some_and(|lawful| lawful.is_retry);
        found.note(Step::Lawful, Code::holds_or(is_permitted, is_retry));
        let verdict = lawful.and_then(|lawful| lawful.verdict);
        Evaluation { outcomes: found, transfer: None, verdict, is_crossing: false }
    }

    /// Sector and frameworks: where this may be at all.
    #[inline]
    fn bounds(&self, found: &mut Outcomes, cell: &Cell, rule: &CategoryRule, scope: &ScopeRule) {
        let (here, is_asked) = (cell.here.number(), cell.here.is_listed());
        if let Some(bound) = self.bound(scope, cell.category.index()) {
            found.note(Step::SectorAllows, Code::holds(bound.has(here)).if_asked(is_asked));
        }
        let fit = scope.fit.intersection(rule.fit);
        found.note(Step::FrameworksMet, Code::holds(fit.has(here)).if_asked(is_asked));
    }

    /// Whether a transfer that leads here permits.
    fn cross(
        &self,
        mut found: Outcomes,
        cell: &Cell,
        facts: &Facts<'_>,
        now: UnixTime,
        act: Act,
        placement: Placement,
    ) -> Evaluation {
        let (home, organization) = (cell.home.position(), cell.organization.position());
        let place = Self::place(placement, home, organization);
        let attempt = place
            .zip(cell.here.position())
            .and_then(|(place, here)| self.attempt(cell, facts, now, here, place, act));
        let transfer = attempt.map(|(attempt, _)| attempt);
        let (written, recipient, lawful) = match transfer.map(|attempt| attempt.stage) {
            None | Some(Stage::NotYet | Stage::Over) => (Code::FAIL, Code::NOT_ASKED, Code::NOT_ASKED),
            Some(Stage::OtherRecipient) => (Code::PASS, Code::FAIL, Code::NOT_ASKED),
            Some(Stage::RecipientInDoubt) => (Code::PASS, Code::UNKNOWN, Code::NOT_ASKED),
            Some(Stage::Unlawful) => (Code::PASS, Code::PASS, Code::FAIL),
            Some(Stage::LawInDoubt) => (Code::PASS, Code::PASS, Code::UNKNOWN),
            Some(Stage::Permits) => (Code::PASS, Code::PASS, Code::PASS),
        };
        found.note(Step::TransferWritten, written);
        found.note(Step::RecipientNamed, recipient);
        found.note(Step::Lawful, lawful);
        let verdict = attempt.and_then(|(_, verdict)| verdict);
        Evaluation { outcomes: found, transfer, verdict, is_crossing: true }
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
    ) -> Option<(Attempt, Option<usize>)> {
        let mut best: Option<(Attempt, Option<usize>)> = None;
        for (at, rule) in self.inbound(here) {
            if !applies(rule, cell, act, place) {
                continue;
            }
            let attempt = self.stage(at, rule, cell, facts, now, here, place, act);
            if best.is_none_or(|(best, _)| attempt.0.stage > best.stage) {
                best = Some(attempt);
                if attempt.0.stage == Stage::Permits {
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
    ) -> (Attempt, Option<usize>) {
        let end = |stage| (Attempt { rule: at, stage }, None);
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
        let lawful = self.law.judge(Given::by(rule), place, here, act, category, facts, now);
        let stage = match (lawful.is_permitted, lawful.is_retry, is_in_doubt) {
            (false, false, _) => Stage::Unlawful,
            (_, _, true) => Stage::RecipientInDoubt,
            (_, true, false) => Stage::LawInDoubt,
            (true, false, false) => Stage::Permits,
        };
        (Attempt { rule: at, stage }, lawful.verdict)
    }

    #[inline]
    fn entitled(&self, cell: &Cell) -> Code {
        let own = self.plans.get(cell.plan.index()).map_or(Mask::NONE, |(_, regions)| *regions);
        let may = own.union(self.everyone).has(cell.home.number());
        Code::holds_or(may, cell.plan.is_doubtful()).if_asked(cell.home.is_listed())
    }

    #[inline]
    fn in_use(&self, slot: Slot) -> Code {
        Code::holds_or(self.available.has(slot.number()), slot.is_doubtful())
    }
}

#[inline]
fn within(cell: &Cell, scope: &ScopeRule) -> Code {
    let is_home_in = !cell.home.is_listed() | scope.regions.has(cell.home.number());
    Code::holds(is_home_in & scope.regions.has(cell.here.number()))
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
fn endpoint(cell: &Cell, scope: Option<&ScopeRule>) -> Code {
    let is_asked = cell.act == Fact::Known(Act::Deliver);
    let code = match (cell.endpoint, scope) {
        (Fact::Known(endpoint), Some(scope)) => {
            let is_global = endpoint == Endpoint::Global;
            let may = !is_global | scope.fallback.has(cell.home.number());
            Code::holds(may).if_asked(!is_global | cell.home.is_listed())
        }
        (Fact::Known(Endpoint::Global), None) => Code::NOT_ASKED,
        (endpoint, _) => known(&endpoint),
    };
    code.if_asked(is_asked)
}

#[inline]
fn enforced(mode: Fact<Mode>) -> Code {
    if mode == Fact::Known(Mode::Informational) { Code::FAIL } else { known(&mode) }
}

#[inline]
const fn known<T>(fact: &Fact<T>) -> Code {
    match fact {
        Fact::Known(_) => Code::PASS,
        Fact::Absent => Code::FAIL,
        Fact::Ambiguous | Fact::Stale | Fact::Unavailable => Code::UNKNOWN,
    }
}

#[inline]
fn listed(slot: Slot) -> Code {
    Code::holds_or(slot.is_listed(), slot.is_doubtful())
}
