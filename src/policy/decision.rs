//! The one answer there is: a permit, a refusal, or that it could not be found out.

use alloc::sync::Arc;
use core::fmt;

use crate::data::Categories;
use crate::digest::Digest;
use crate::edition::Edition;
use crate::law::Act;
use crate::law::Ground;
use crate::law::Verdict;
use crate::place::Region;
use crate::policy::cell::Cell;
use crate::policy::cell::Slot;
use crate::policy::check::Check;
use crate::policy::check::Outcome;
use crate::policy::evaluate::Crossing;
use crate::policy::evaluate::DecisionKind;
use crate::policy::evaluate::Evaluation;
use crate::policy::law_table::Facts;
use crate::policy::law_table::Pairs;
use crate::policy::name::RecipientName;
use crate::policy::request::EndpointKind;
use crate::policy::request::Fact;
use crate::policy::request::Request;
use crate::policy::residency::PolicyAt;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::TransferKind;
use crate::policy::rulebook::TransferRule;
use crate::tenant::TenantId;
use crate::time::UnixTime;

/// The answer to a [`Request`].
#[derive(Debug, PartialEq, Eq)]
#[must_use]
#[expect(
    clippy::exhaustive_enums,
    reason = "allowed, refused, could not find out: there is no fourth answer"
)]
pub enum Decision {
    /// Allowed. The permit is the proof.
    Permit(Permit),
    /// Refused, finally. The event is dropped with a record.
    Refuse(Refusal),
    /// Could not find out. The event stops for now and nothing is lost.
    Retry(Deferral),
}

impl Decision {
    /// Permit, refuse or retry.
    #[must_use]
    pub const fn kind(&self) -> DecisionKind {
        match self {
            Self::Permit(_) => DecisionKind::Permit,
            Self::Refuse(_) => DecisionKind::Refuse,
            Self::Retry(_) => DecisionKind::Retry,
        }
    }

    /// True for [`Decision::Permit`].
    #[must_use]
    pub const fn is_permit(&self) -> bool {
        matches!(self, Self::Permit(_))
    }

    /// `permit`, `refuse` or `retry`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        self.kind().as_str()
    }

    /// The answer's stable code; `permitted` for a permit.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.explanation().code()
    }

    /// Why.
    #[must_use]
    pub const fn explanation(&self) -> &Explanation {
        match self {
            Self::Permit(permit) => &permit.explanation,
            Self::Refuse(refusal) => &refusal.explanation,
            Self::Retry(deferral) => &deferral.explanation,
        }
    }
}

impl PolicyAt<'_> {
    /// Decides a request.
    ///
    /// All checks are made, so that a refusal names everything that stands in the way. A check that failed for good
    /// outweighs one that could not be made: no later knowledge could turn the answer into a permit. Of several
    /// categories all have to be permitted. Facts about the tenant that have run out by now count as stale, those
    /// known to be absent included.
    ///
    /// # Examples
    ///
    /// See [`Request`].
    #[inline]
    pub fn decide(&self, request: &Request) -> Decision {
        self.decide_owned(request.clone())
    }

    /// [`PolicyAt::decide`] for a request that nobody needs any more.
    #[inline]
    pub(crate) fn decide_owned(&self, request: Request) -> Decision {
        let cell = self.policy().looked_up(&request);
        let evaluation = self.evaluated(&request, &cell);
        self.decided(request, evaluation)
    }

    /// Makes all checks and explains nothing.
    #[inline]
    pub(crate) fn evaluated(&self, request: &Request, cell: &Cell) -> Evaluation {
        let book = self.policy().rulebook();
        let facts = book.law.facts(&request.recipient_facts, self.now());
        let categories = request.categories.as_ref();
        if request.expiry.has_passed(self.now()) {
            return book.evaluate(&cell.run_out(), categories, &facts, self.now());
        }
        book.evaluate(cell, categories, &facts, self.now())
    }

    /// The answer with its explanation, given what became of the checks of this very request.
    #[inline]
    pub(crate) fn decided(&self, mut request: Request, evaluation: Evaluation) -> Decision {
        if request.expiry.has_passed(self.now()) {
            request.run_out();
        }
        let kind = evaluation.kind();
        // A permit for data that stays rests on nothing but what is in it.
        let is_plain = kind == DecisionKind::Permit
            && !evaluation.is_crossing
            && evaluation.outcome(Check::Lawful) == Outcome::NotAsked;
        let book = (!is_plain).then(|| self.policy().shared_rulebook());
        let (home, here) = (request.home, request.here);
        let explanation =
            Explanation { request, evaluation, at: self.now(), policy: self.policy().fingerprint(), book };
        match (kind, home, here) {
            (DecisionKind::Permit, Fact::Known(home), Fact::Known(here)) => {
                Decision::Permit(Permit { home, here, explanation })
            }
            (DecisionKind::Retry, _, _) => Decision::Retry(Deferral { explanation }),
            // Nothing is permitted without a known home and here, by the checks.
            (DecisionKind::Permit | DecisionKind::Refuse, _, _) => Decision::Refuse(Refusal { explanation }),
        }
    }
}

/// Proof that a policy allowed a request. Only [`PolicyAt::decide`] and the steps of the pipeline make one.
///
/// ```compile_fail
/// fn forge(explanation: domicile::policy::Explanation) -> domicile::Permit {
///     domicile::Permit { home: domicile::Region::EuWest1, here: domicile::Region::EuWest1, explanation }
/// }
/// ```
///
/// ```compile_fail
/// let _: domicile::Permit = serde_json::from_str("{}").unwrap();
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a proof is worth something only to the step that takes it"]
pub struct Permit {
    home: Region,
    here: Region,
    explanation: Explanation,
}

impl Permit {
    /// The tenant; none if the request was made by hand, and then no step of the pipeline takes the permit.
    #[must_use]
    pub const fn tenant(&self) -> Option<&TenantId> {
        self.explanation.request.tenant()
    }

    /// The tenant's home region.
    #[must_use]
    #[inline]
    pub const fn home(&self) -> Region {
        self.home
    }

    /// The region in which the data may be, or from which it may be read or handed on.
    #[must_use]
    #[inline]
    pub const fn region(&self) -> Region {
        self.here
    }

    /// What may be done.
    #[must_use]
    pub fn operation(&self) -> Option<Act> {
        self.explanation.request.operation.known()
    }

    /// With what kinds of data.
    #[must_use]
    pub fn categories(&self) -> Option<&Categories> {
        self.explanation.request.categories.as_ref().known()
    }

    /// Who may be given it, if somebody is.
    #[must_use]
    pub fn recipient(&self) -> Option<RecipientName> {
        self.explanation.request.recipient?.known()
    }

    /// The ground it rests on, where it crosses a border.
    #[must_use]
    pub fn ground(&self) -> Option<Ground> {
        self.explanation.ground()
    }

    /// Whether it has to be recorded.
    #[must_use]
    #[inline]
    pub fn recording(&self) -> Recording {
        self.explanation.recording()
    }

    /// The fingerprint of the policy that allowed it.
    #[must_use]
    #[inline]
    pub const fn policy(&self) -> Digest {
        self.explanation.policy
    }

    /// The instant of the decision.
    #[must_use]
    #[inline]
    pub const fn at(&self) -> UnixTime {
        self.explanation.at
    }

    /// The instant from which the permit counts no more, if there is one.
    #[must_use]
    pub fn valid_until(&self) -> Option<UnixTime> {
        self.explanation.valid_until()
    }

    /// Why.
    #[must_use]
    pub const fn explanation(&self) -> &Explanation {
        &self.explanation
    }

    /// The request it answers.
    #[inline]
    pub(crate) fn into_request(self) -> Request {
        self.explanation.request
    }
}

/// A final no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    explanation: Explanation,
}

impl Refusal {
    /// The first check that failed; [`Explanation::checks`] has all of them.
    #[must_use]
    pub fn check(&self) -> Check {
        self.explanation.check().unwrap_or(Check::InPlace)
    }

    /// The stable code of that check.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.explanation.code()
    }

    /// Why.
    #[must_use]
    pub const fn explanation(&self) -> &Explanation {
        &self.explanation
    }
}

impl core::error::Error for Refusal {}

/// It could not be found out whether the answer is yes. Try again; nothing is lost and nothing is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deferral {
    explanation: Explanation,
}

impl Deferral {
    /// The first check that could not be made.
    #[must_use]
    pub fn check(&self) -> Check {
        self.explanation.check().unwrap_or(Check::HomeInUse)
    }

    /// The stable code, such as `home_region_stale`: which fact is missing, and why.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.explanation.code()
    }

    /// Why.
    #[must_use]
    pub const fn explanation(&self) -> &Explanation {
        &self.explanation
    }
}

impl core::error::Error for Deferral {}

/// Everything an answer rests on: the request, every check with its outcome, the rule and the law behind it, the policy
/// and the instant.
///
/// It holds symbols only (regions, plans, names of the policy's rows), never personal data. Of several categories it
/// explains the one on which the answer turns.
#[derive(Clone)]
pub struct Explanation {
    pub(crate) request: Request,
    pub(crate) evaluation: Evaluation,
    pub(crate) at: UnixTime,
    pub(crate) policy: Digest,
    /// The tables, for all but plain permits.
    pub(crate) book: Option<Arc<Rulebook>>,
}

impl Explanation {
    /// The request with its facts as they counted: those that had run out stand as stale.
    #[must_use]
    pub const fn request(&self) -> &Request {
        &self.request
    }

    /// Permit, refuse or retry.
    #[must_use]
    pub fn kind(&self) -> DecisionKind {
        self.evaluation.kind()
    }

    /// The check the answer turns on: the first that failed, else the first that could not be made; none for a permit.
    #[must_use]
    pub fn check(&self) -> Option<Check> {
        self.evaluation.check()
    }

    /// Every check with its outcome, in order.
    pub fn checks(&self) -> impl Iterator<Item = (Check, Outcome)> + '_ {
        Check::ALL.into_iter().map(|check| (check, self.evaluation.outcome(check)))
    }

    /// The stable code: `permitted`, or what the check says on which the answer turns.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.kind() {
            DecisionKind::Permit => "permitted",
            DecisionKind::Refuse | DecisionKind::Retry => {
                self.check().map_or("region_mismatch", |check| self.reason(check).0)
            }
        }
    }

    /// The instant of the decision.
    #[must_use]
    pub const fn at(&self) -> UnixTime {
        self.at
    }

    /// The fingerprint of the policy that decided.
    #[must_use]
    pub const fn policy(&self) -> Digest {
        self.policy
    }

    /// The edition of the law, where the answer rests on more than that the data stays where it belongs.
    #[must_use]
    pub fn law_edition(&self) -> Option<Edition> {
        self.book.as_ref()?.law_edition
    }

    /// The kind and name of the transfer the answer rests on, or of the one that came closest.
    #[must_use]
    pub fn transfer(&self) -> Option<(TransferKind, &str)> {
        self.rule().map(|rule| (rule.kind, rule.name.as_str()))
    }

    /// The ground it rests on, where the law was asked and permits it.
    #[must_use]
    pub fn ground(&self) -> Option<Ground> {
        self.verdict().and_then(Verdict::ground)
    }

    /// What the law says, where it was asked: the verdict as of the day its tables last changed.
    #[must_use]
    pub fn verdict(&self) -> Option<&Verdict> {
        self.book.as_ref()?.law.verdict(self.evaluation.verdict?)
    }

    /// True if the data would be outside where it belongs, or with somebody under another country's law.
    #[must_use]
    pub const fn is_crossing(&self) -> bool {
        self.evaluation.is_crossing
    }

    /// Whether a permit has to be recorded.
    #[must_use]
    pub fn recording(&self) -> Recording {
        let is_global = matches!(self.request.endpoint, Fact::Known(EndpointKind::Global(_)))
            && self.evaluation.outcome(Check::EndpointAllowed) == Outcome::Pass;
        let leaves = self.evaluation.is_crossing || is_global;
        if leaves && self.kind() == DecisionKind::Permit { Recording::Required } else { Recording::NotRequired }
    }

    /// The earliest later instant at which something about this answer changes; nothing changes before it.
    ///
    /// `None` if nothing ever does: the tables and the facts have no date left that matters to it.
    #[must_use]
    pub fn valid_until(&self) -> Option<UnixTime> {
        let expiry = self.request.expiry.instant().filter(|until| self.at < *until);
        let Some(book) = &self.book else { return expiry };
        let cell = book.looked_up(&self.request);
        let mut at = self.at;
        loop {
            let next = next_date(book, &self.request, &cell, at).into_iter().chain(expiry.filter(|until| at < *until)).min()?;
            if self.evaluated(book, &cell, next) != self.evaluation {
                return Some(next);
            }
            at = next;
        }
    }

    /// What becomes of the checks at another instant.
    fn evaluated(&self, book: &Rulebook, cell: &Cell, at: UnixTime) -> Evaluation {
        let facts = book.law.facts(&self.request.recipient_facts, at);
        let mut evaluate = |cell: &Cell| {
            let evaluation = book.evaluate(cell, self.request.categories.as_ref(), &facts, at);
            let mut outcomes = evaluation.outcomes;
            outcomes.set(Check::PlanEntitled, self.evaluation.outcome(Check::PlanEntitled));
            Evaluation { outcomes, ..evaluation }
        };
        if self.request.expiry.has_passed(at) { evaluate(&cell.run_out()) } else { evaluate(cell) }
    }

    pub(crate) fn rule(&self) -> Option<&TransferRule> {
        self.book.as_ref()?.transfers.get(self.evaluation.transfer?.rule)
    }
}

impl PartialEq for Explanation {
    /// Two answers are one if request, checks, instant and policy are: the fingerprint stands for the tables.
    fn eq(&self, other: &Self) -> bool {
        (&self.request, self.evaluation, self.at, self.policy)
            == (&other.request, other.evaluation, other.at, other.policy)
    }
}

impl Eq for Explanation {}

impl fmt::Debug for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explanation")
            .field("kind", &self.kind())
            .field("code", &self.code())
            .field("request", &self.request)
            .field("at", &self.at)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

/// The next date after `at` that could matter to the answer, the expiry of the facts aside.
fn next_date(book: &Rulebook, request: &Request, cell: &Cell, at: UnixTime) -> Option<UnixTime> {
    let facts = book.law.facts(&request.recipient_facts, at);
    let categories = request.categories.as_ref().known()?;
    let slots = categories.iter().filter_map(|category| book.category_at(category));
    slots.filter_map(|category| next_date_of(book, cell, category, &facts, at)).min()
}

fn next_date_of(
    book: &Rulebook,
    cell: &Cell,
    category: usize,
    facts: &Facts<'_>,
    at: UnixTime,
) -> Option<UnixTime> {
    let (here, act) = cell.here.position().zip(cell.act.known())?;
    let rule = book.category(category)?;
    let place = rule.placement.place(cell.home, cell.organization)?;
    let crossing = Crossing { cell, category: Slot::listed(category), facts, now: at, here, place, act };
    let rules = book.inbound(here).map(|(_, rule)| rule).filter(|rule| crossing.applies(rule));
    let periods = rules.filter_map(|rule| rule.period.next_change(at));
    let recipient = cell.recipient.position().and_then(|at| book.recipients.get(at));
    let stated = recipient.into_iter().flat_map(|rule| &rule.facts).chain(&book.organization);
    let stated = stated.filter_map(|(_, period)| period.next_change(at));
    let law = book.law.next_change(&Pairs::new(book, cell, place), here, act, category, facts, at);
    periods.chain(stated).chain(law).min()
}

/// Whether what is permitted has to be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a duty or none")]
pub enum Recording {
    /// It crosses a border, or goes to an endpoint that a platform has for the whole world: record it.
    Required,
    /// It stays.
    NotRequired,
}

impl Recording {
    /// `required` or `not_required`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::NotRequired => "not_required",
        }
    }
}
