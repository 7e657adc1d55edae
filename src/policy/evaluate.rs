//! The checks.

use core::num::NonZeroU32;

use crate::data::Categories;
use crate::law::Act;
use crate::policy::cell::Cell;
use crate::policy::cell::End;
use crate::policy::cell::Entitled;
use crate::policy::cell::Slot;
use crate::policy::check::Check;
use crate::policy::check::Outcome;
use crate::policy::law_table::Answer;
use crate::policy::law_table::Facts;
use crate::policy::law_table::Given;
use crate::policy::law_table::Pairs;
use crate::policy::outcomes::Code;
use crate::policy::outcomes::Outcomes;
use crate::policy::request::Fact;
use crate::policy::rulebook::CategoryRule;
use crate::policy::rulebook::Enforcement;
use crate::policy::rulebook::GlobalEndpoints;
use crate::policy::rulebook::Place;
use crate::policy::rulebook::Placement;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::ScopeRule;
use crate::policy::rulebook::TransferRule;
use crate::tenant::Mode;
use crate::time::UnixTime;

/// What became of every check, and what the answer rests on.
///
/// Of several categories, those of the one on which the answer turns: the first that is refused, else the first of
/// which something could not be found out, else the first that crosses a border, on the weakest ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Evaluation {
    pub(crate) outcomes: Outcomes,
    /// The category.
    pub(crate) category: Slot,
    /// The transfer the answer rests on, or that came closest.
    pub(crate) transfer: Option<Attempt>,
    /// The position of the law's verdict, where the law was asked.
    pub(crate) verdict: Option<Position>,
    /// True if the data would be outside where it belongs, or with somebody under another country's law.
    pub(crate) is_crossing: bool,
}

/// How far a transfer went towards permitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) rule: Position,
    pub(crate) stage: Stage,
}

/// A position in a table, in little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position(NonZeroU32);

impl Position {
    /// The position; that of no row if it is out of range.
    #[inline]
    pub(crate) fn new(at: usize) -> Self {
        let number = u32::try_from(at).ok().and_then(|at| at.checked_add(1)).and_then(NonZeroU32::new);
        Self(number.unwrap_or(NonZeroU32::MAX))
    }

    #[inline]
    pub(crate) fn get(self) -> usize {
        usize::try_from(self.0.get()).unwrap_or(usize::MAX).wrapping_sub(1)
    }
}

/// How far: the later, the closer to a permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    NotYet,
    Over,
    OtherRecipient,
    Unlawful,
    LawStale,
    RecipientInDoubt,
    Permits,
}

/// Permit, refuse or retry, as the checks say. The later outweighs the earlier, where several categories are asked
/// about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "allowed, refused, could not find out: there is no fourth answer"
)]
pub enum DecisionKind {
    /// Allowed.
    Permit,
    /// Could not find out; try again.
    Retry,
    /// Refused for good.
    Refuse,
}

impl DecisionKind {
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

impl Evaluation {
    /// What is found without asking the law.
    #[inline]
    const fn without_law(outcomes: Outcomes, category: Slot, is_crossing: bool) -> Self {
        Self { outcomes, category, transfer: None, verdict: None, is_crossing }
    }

    #[inline]
    pub(crate) const fn outcome(&self, check: Check) -> Outcome {
        self.outcomes.outcome(check)
    }

    /// The check the answer turns on: the first that failed, else the first that could not be made.
    pub(crate) fn check(&self) -> Option<Check> {
        let first = |outcome| Check::ALL.into_iter().find(|check| self.outcome(*check) == outcome);
        first(Outcome::Fail).or_else(|| first(Outcome::Unknown))
    }

    /// Permit, refuse or retry: a check that failed outweighs one that could not be made.
    #[inline]
    pub(crate) fn kind(&self) -> DecisionKind {
        if self.outcomes.has_fail() {
            DecisionKind::Refuse
        } else if self.outcomes.has_unknown() {
            DecisionKind::Retry
        } else if self.outcome(Check::InPlace) == Outcome::Pass
            || self.outcome(Check::Lawful) == Outcome::Pass
        {
            DecisionKind::Permit
        } else {
            // Unreachable by the checks; kept a refusal so that no path past them can permit.
            DecisionKind::Refuse
        }
    }
}

impl Rulebook {
    /// Makes every check for every category. Allocates nothing.
    #[inline]
    pub(crate) fn evaluate(
        &self,
        cell: &Cell,
        categories: Fact<&Categories>,
        facts: &Facts<'_>,
        now: UnixTime,
    ) -> Evaluation {
        let known = match categories {
            Fact::Known(categories) => categories,
            other @ (Fact::Absent | Fact::Ambiguous | Fact::Stale | Fact::Unavailable) => {
                return self.evaluate_one(cell, Slot::new(&other, |_: &Categories| None), facts, now);
            }
        };
        let slot = |category| self.category_at(category).map_or(Slot::UNLISTED, Slot::listed);
        self.evaluate_each(cell, known.iter().map(slot), facts, now)
    }

    /// The same with the categories looked up; none at all is one that is absent.
    #[inline]
    pub(crate) fn evaluate_each(
        &self,
        cell: &Cell,
        categories: impl Iterator<Item = Slot>,
        facts: &Facts<'_>,
        now: UnixTime,
    ) -> Evaluation {
        self.evaluate_rest(self.cell_checks(cell), cell, categories, facts, now)
    }

    /// The same with the checks made that look at no category.
    #[inline]
    pub(crate) fn evaluate_rest(
        &self,
        found: Outcomes,
        cell: &Cell,
        mut categories: impl Iterator<Item = Slot>,
        facts: &Facts<'_>,
        now: UnixTime,
    ) -> Evaluation {
        let (Some(first), second) = (categories.next(), categories.next()) else {
            return self.evaluate_category(found, cell, Slot::ABSENT, facts, now);
        };
        // One category alone is the usual case, and its answer is written where it is wanted.
        let Some(second) = second else { return self.evaluate_category(found, cell, first, facts, now) };
        let mut decisive = self.evaluate_category(found, cell, first, facts, now);
        let mut last = first;
        for category in core::iter::once(second).chain(categories) {
            // Two categories under one rule have one answer.
            if last == category && category.is_listed() {
                continue;
            }
            last = category;
            let evaluation = self.evaluate_category(found, cell, category, facts, now);
            if self.outweighs(&evaluation, &decisive) {
                decisive = evaluation;
            }
        }
        decisive
    }

    /// True if the answer about several categories turns on `one` and not on `other`, which comes before it.
    #[inline]
    fn outweighs(&self, one: &Evaluation, other: &Evaluation) -> bool {
        let (kind, other_kind) = (one.kind(), other.kind());
        if kind != DecisionKind::Permit || other_kind != DecisionKind::Permit {
            return kind > other_kind;
        }
        let rank = |evaluation: &Evaluation| (evaluation.is_crossing, self.law.ground(evaluation.verdict));
        rank(one) > rank(other)
    }

    /// Makes every check for one category.
    pub(crate) fn evaluate_one(
        &self,
        cell: &Cell,
        category: Slot,
        facts: &Facts<'_>,
        now: UnixTime,
    ) -> Evaluation {
        self.evaluate_category(self.cell_checks(cell), cell, category, facts, now)
    }

    /// Makes the checks that look at no category.
    pub(crate) fn cell_checks(&self, cell: &Cell) -> Outcomes {
        let scope = self.scope(cell.scope.index());
        let mut found = Outcomes::NOT_ASKED;
        found.note(Check::ModeEnforced, enforced(cell.mode));
        found.note(Check::HomeInUse, self.in_use(cell.home));
        found.note(Check::HereInUse, self.in_use(cell.here));
        found.note(Check::OperationKnown, known(&cell.act));
        found.note(Check::ScopeKnown, listed(cell.scope));
        found.note(Check::RoleKnown, listed(cell.role));
        found.note(Check::PlanEntitled, self.entitled(cell));
        found.note(Check::RecipientKnown, recipient(cell));
        found.note(Check::EndpointAllowed, self.endpoint(cell, scope));
        if let Some(scope) = scope {
            found.note(Check::WithinScope, within(cell, scope).if_asked(cell.here.is_listed()));
        }
        found
    }

    /// Makes the other checks.
    fn evaluate_category(
        &self,
        mut found: Outcomes,
        cell: &Cell,
        category: Slot,
        facts: &Facts<'_>,
        now: UnixTime,
    ) -> Evaluation {
        let scope = self.scope(cell.scope.index());
        found.note(Check::CategoryPlaced, listed(category));
        let Some(rule) = self.category(category.index()) else {
            return Evaluation::without_law(found, category, false);
        };
        if let Some(scope) = scope {
            self.note_bounds(&mut found, cell.here, scope, category, rule);
        }
        if rule.placement == Placement::Organization {
            found.note(Check::OrganizationInUse, self.in_use(cell.organization));
        }
        let place = rule.placement.place(cell.home, cell.organization);
        let (Some(place), Some(here), Fact::Known(act)) = (place, cell.here.position(), cell.act) else {
            return Evaluation::without_law(found, category, false);
        };
        let is_in_place = place.contains(here);
        let is_crossing = !is_in_place || self.is_abroad(cell, place);
        // Where it is not known who is given the data, or through what, it may turn out to be a crossing.
        let may_cross = !is_crossing & is_unclear(cell);
        found.note(Check::RoleMay, self.role_may(cell, act, is_crossing, may_cross));
        if !is_crossing {
            found.note(Check::InPlace, Code::PASS);
            let stays = self.law.stays(self, cell, category.index(), here, act, facts, now);
            let Some((answer, verdict)) = stays else {
                return Evaluation::without_law(found, category, false);
            };
            let is_open = may_cross & (answer == Answer::Refused);
            found.note(Check::Lawful, if is_open { Code::UNKNOWN } else { lawful(answer) });
            return Evaluation { outcomes: found, category, transfer: None, verdict, is_crossing: false };
        }
        let is_read = (act == Act::RemoteRead) & !is_in_place;
        let is_open = scope.is_some_and(|scope| scope.enforcement == Enforcement::BestEffort);
        found.note(Check::PartitionOpen, Code::holds(is_open).if_asked(is_read & scope.is_some()));
        let crossing = Crossing { cell, category, facts, now, here, place, act };
        self.cross(found, &crossing)
    }

    /// The checks of what a scope and a category bind data to.
    #[inline]
    fn note_bounds(
        &self,
        found: &mut Outcomes,
        here: Slot,
        scope: &ScopeRule,
        category: Slot,
        rule: &CategoryRule,
    ) {
        if let Some(bound) = self.bound(scope, category.index()) {
            found.note(Check::SectorAllows, Code::holds(bound.has(here)).if_asked(here.is_listed()));
        }
        let is_fit = scope.fit.has(here) & rule.fit.has(here);
        found.note(Check::FrameworksMet, Code::holds(is_fit).if_asked(here.is_listed()));
    }

    /// Whether the role may do it, where the data belongs or across.
    #[inline]
    fn role_may(&self, cell: &Cell, act: Act, is_crossing: bool, may_cross: bool) -> Code {
        let Some(role) = self.role(cell.role.index()) else { return Code::NOT_ASKED };
        let acts = if is_crossing { role.across } else { role.acts };
        Code::holds_or(acts.contains(act), may_cross & role.across.contains(act))
    }

    /// True if somebody is given the data who is, or processes, under another law than that of where it belongs; also if
    /// one of the countries is not known.
    #[inline]
    fn is_abroad(&self, cell: &Cell, place: Place<'_>) -> bool {
        let pairs = Pairs::new(self, cell, place);
        let is_endpoint_abroad = || pairs.endpoint().is_some_and(|to| pairs.differ(to));
        match cell.recipient.position() {
            Some(recipient) if cell.via == Slot::NOBODY => {
                !self.law.is_domestic(recipient, place) || is_endpoint_abroad()
            }
            Some(recipient) => pairs.differ(self.law.recipient_countries(recipient)) || is_endpoint_abroad(),
            None => is_endpoint_abroad(),
        }
    }

    /// Whether a transfer permits.
    fn cross(&self, mut found: Outcomes, crossing: &Crossing<'_>) -> Evaluation {
        let attempt = self.attempt(crossing);
        let transfer = attempt.map(|(attempt, _)| attempt);
        let (written, recipient, lawful) = match transfer.map(|attempt| attempt.stage) {
            None | Some(Stage::NotYet | Stage::Over) => (Code::FAIL, Code::NOT_ASKED, Code::NOT_ASKED),
            Some(Stage::OtherRecipient) => (Code::PASS, Code::FAIL, Code::NOT_ASKED),
            Some(Stage::RecipientInDoubt) => (Code::PASS, Code::UNKNOWN, Code::NOT_ASKED),
            Some(Stage::Unlawful) => (Code::PASS, Code::PASS, Code::FAIL),
            Some(Stage::LawStale) => (Code::PASS, Code::PASS, Code::UNKNOWN),
            Some(Stage::Permits) => (Code::PASS, Code::PASS, Code::PASS),
        };
        found.note(Check::TransferWritten, written);
        found.note(Check::RecipientNamed, recipient);
        found.note(Check::Lawful, lawful);
        let verdict = attempt.and_then(|(_, verdict)| verdict);
        Evaluation { outcomes: found, category: crossing.category, transfer, verdict, is_crossing: true }
    }

    /// The transfer that permits, or else the one that comes closest; of several, the first by name.
    fn attempt(&self, crossing: &Crossing<'_>) -> Option<(Attempt, Option<Position>)> {
        let mut best: Option<(Attempt, Option<Position>)> = None;
        for (at, rule) in self.inbound(crossing.here) {
            if !crossing.applies(rule) {
                continue;
            }
            let attempt = self.stage(at, rule, crossing);
            if best.is_none_or(|(best, _)| attempt.0.stage > best.stage) {
                best = Some(attempt);
                if attempt.0.stage == Stage::Permits {
                    break;
                }
            }
        }
        best
    }

    fn stage(&self, at: usize, rule: &TransferRule, crossing: &Crossing<'_>) -> (Attempt, Option<Position>) {
        let Crossing { cell, category, facts, now, place, act, .. } = *crossing;
        let end = |stage| (Attempt { rule: Position::new(at), stage }, None);
        if now < rule.period.since() {
            return end(Stage::NotYet);
        }
        if !rule.period.contains(now) {
            return end(Stage::Over);
        }
        let is_in_doubt = cell.recipient.is_doubtful();
        let is_named = match rule.recipient {
            Some(recipient) => cell.recipient.position() == Some(recipient),
            None => cell.recipient == Slot::NOBODY,
        };
        if !is_in_doubt && !is_named {
            return end(Stage::OtherRecipient);
        }
        let Some(category) = category.position() else { return end(Stage::Unlawful) };
        let given = Given::by(self, rule, facts, now);
        // Where it is in doubt who it is, the law is asked about whom the rule names.
        let asked = Cell { recipient: rule.recipient.map_or(Slot::NOBODY, Slot::listed), ..*cell };
        let pairs = Pairs::new(self, &asked, place);
        let (answer, verdict) = self.law.judge(&given, &pairs, crossing.here, act, category, now);
        let stage = match (answer, is_in_doubt) {
            (Answer::Refused, _) => Stage::Unlawful,
            (Answer::Stale, _) => Stage::LawStale,
            (Answer::Permitted, true) => Stage::RecipientInDoubt,
            (Answer::Permitted, false) => Stage::Permits,
        };
        (Attempt { rule: Position::new(at), stage }, verdict)
    }

    #[inline]
    fn entitled(&self, cell: &Cell) -> Code {
        let own = self.plans.get(cell.plan.index()).is_some_and(|(_, regions)| regions.has(cell.home));
        let may = (own | self.everyone.has(cell.home)) & (cell.entitled != Entitled::No);
        Code::holds_or(may, cell.plan.is_doubtful()).if_asked(cell.home.is_listed())
    }

    #[inline]
    fn in_use(&self, slot: Slot) -> Code {
        Code::holds_or(self.available.has(slot), slot.is_doubtful())
    }

    /// Whether the policy lets data of this home go to such an endpoint.
    #[inline]
    fn endpoint(&self, cell: &Cell, scope: Option<&ScopeRule>) -> Code {
        let is_asked = cell.act == Fact::Known(Act::Deliver);
        let code = match cell.endpoint {
            Fact::Known(End::Regional) => Code::PASS,
            Fact::Known(End::Global(name)) => {
                // Of a scope that could not be found out, it could not be found out either.
                let is_open = match scope {
                    Some(scope) => scope.global_endpoints == GlobalEndpoints::Accepted,
                    None => cell.scope.is_doubtful(),
                };
                let could = self.endpoints.get(name.index()).is_some_and(|row| {
                    let is_named = cell.recipient.position() == Some(row.recipient);
                    is_open
                        & (row.homes.has(cell.home) | cell.home.is_doubtful())
                        & (is_named | cell.recipient.is_doubtful())
                });
                let is_doubtful =
                    cell.scope.is_doubtful() | cell.home.is_doubtful() | cell.recipient.is_doubtful();
                Code::holds_or(could & !is_doubtful, could)
            }
            Fact::Absent | Fact::Ambiguous | Fact::Stale | Fact::Unavailable => known(&cell.endpoint),
        };
        code.if_asked(is_asked)
    }
}

/// A request about one category that crosses a border.
#[derive(Clone, Copy)]
pub(crate) struct Crossing<'a> {
    pub(crate) cell: &'a Cell,
    pub(crate) category: Slot,
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) now: UnixTime,
    pub(crate) here: usize,
    pub(crate) place: Place<'a>,
    pub(crate) act: Act,
}

impl Crossing<'_> {
    /// True if a transfer speaks of this operation, category and role, from everywhere the data may be, to here.
    #[inline]
    pub(crate) fn applies(&self, rule: &TransferRule) -> bool {
        rule.acts.contains(self.act)
            && rule.categories.has(self.category)
            && (self.cell.role.is_doubtful() || rule.roles.has(self.cell.role))
            && self.place.is_subset(&rule.from)
            && if rule.to.is_empty() { self.place.contains(self.here) } else { rule.to.contains(self.here) }
    }
}

/// Whether somebody is named where the data is handed to somebody, and whether the policy knows who it is.
#[inline]
fn recipient(cell: &Cell) -> Code {
    let hands_on = matches!(cell.act, Fact::Known(Act::Deliver | Act::OnwardTransfer));
    if cell.recipient == Slot::NOBODY { Code::FAIL.if_asked(hands_on) } else { listed(cell.recipient) }
}

/// True if it could not be found out who is given the data, or what kind of endpoint it is delivered to.
#[inline]
fn is_unclear(cell: &Cell) -> bool {
    let is_endpoint_doubtful = matches!(cell.endpoint, Fact::Ambiguous | Fact::Stale | Fact::Unavailable);
    cell.recipient.is_doubtful() | (is_endpoint_doubtful & (cell.act == Fact::Known(Act::Deliver)))
}

#[inline]
fn within(cell: &Cell, scope: &ScopeRule) -> Code {
    let is_home_in = !cell.home.is_listed() | scope.regions.has(cell.home);
    Code::holds(is_home_in & scope.regions.has(cell.here))
}

#[inline]
fn enforced(mode: Fact<Mode>) -> Code {
    if mode == Fact::Known(Mode::Informational) { Code::FAIL } else { known(&mode) }
}

const fn lawful(answer: Answer) -> Code {
    match answer {
        Answer::Permitted => Code::PASS,
        Answer::Refused => Code::FAIL,
        Answer::Stale => Code::UNKNOWN,
    }
}

#[inline]
const fn known<T: Copy>(fact: &Fact<T>) -> Code {
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
