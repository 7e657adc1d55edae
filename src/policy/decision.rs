//! The one answer there is: a permit, a refusal, or that it could not be found out.

use alloc::sync::Arc;
use core::fmt;

use crate::data::Categories;
use crate::digest::Digest;
use crate::edition::Edition;
use crate::law::Act;
use crate::law::Ground;
use crate::law::RecipientFacts;
use crate::law::Verdict;
use crate::place::Region;
use crate::policy::cell::Cell;
use crate::policy::cell::Slot;
use crate::policy::check::Check;
use crate::policy::check::Outcome;
use crate::policy::core_request::CoreRequest;
use crate::policy::evaluate::Crossing;
use crate::policy::evaluate::DecisionKind;
use crate::policy::evaluate::Evaluation;
use crate::policy::law_table::Facts;
use crate::policy::law_table::Pairs;
use crate::policy::name::RecipientName;
use crate::policy::own::Basis;
use crate::policy::request::Asked;
use crate::policy::request::EndpointKind;
use crate::policy::request::Expiry;
use crate::policy::request::Fact;
use crate::policy::request::Request;
use crate::policy::residency::PolicyAt;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::TransferKind;
use crate::policy::rulebook::TransferRule;
use crate::tenant::Resolved;
use crate::tenant::TenantId;
use crate::time::UnixTime;

/// The answer to a [`Request`].
#[derive(Debug, PartialEq, Eq)]
#[must_use]
#[expect(
    clippy::exhaustive_enums,
    reason = "allowed, refused, could not find out: there is no fourth answer"
)]
pub enum Decision<'a> {
    /// Allowed. The permit is the proof.
    Permit(Permit<'a>),
    /// Refused, finally. The event is dropped with a record.
    Refuse(Refusal<'a>),
    /// Could not find out. The event stops for now and nothing is lost.
    Retry(Deferral<'a>),
}

impl Decision<'_> {
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
        match self {
            Self::Permit(_) => "permitted",
            Self::Refuse(refusal) => refusal.code(),
            Self::Retry(deferral) => deferral.code(),
        }
    }

    /// The explanation.
    #[must_use]
    pub fn explanation(&self) -> Explanation<'_> {
        match self {
            Self::Permit(permit) => permit.explanation(),
            Self::Refuse(refusal) => refusal.explanation.borrowed(),
            Self::Retry(deferral) => deferral.explanation.borrowed(),
        }
    }
}

impl<'p> PolicyAt<'p> {
    /// Decides a request.
    ///
    /// All checks are made, so that a refusal names everything that stands in the way. A check that failed for good
    /// outweighs one that could not be made: no later knowledge could turn the answer into a permit. Of several
    /// categories all have to be permitted. Facts about the tenant that have run out by now count as stale, those
    /// known to be absent included.
    ///
    /// The answer borrows the policy and the request, and costs no allocation unless facts have run out.
    ///
    /// # Examples
    ///
    /// See [`Request`].
    #[inline]
    pub fn decide<'a>(&self, request: &'a Request) -> Decision<'a>
    where
        'p: 'a,
    {
        let cell = self.policy().looked_up(request);
        let evaluation = self.evaluated(request, &cell);
        self.decided(request, evaluation)
    }

    /// [`PolicyAt::decide`] with an answer of its own, for a request that is not going to be permitted.
    #[cold]
    pub(crate) fn stopped(&self, request: Request) -> Stopped {
        match self.refused_or_not_now(request) {
            Ok(kept) => Stopped::Refuse(Refusal { explanation: kept.into_explanation() }),
            Err(deferral) => Stopped::Retry(deferral),
        }
    }

    /// The refusal of a request that is not going to be permitted, in one piece; or for now.
    #[cold]
    pub(crate) fn refused_or_not_now(&self, mut request: Request) -> Result<KeptRefusal, Deferral<'static>> {
        let evaluation = self.evaluated(&request, &self.policy().looked_up(&request));
        if request.expiry.has_passed(self.now()) {
            request.run_out();
        }
        let (tables, at, policy) = (self.policy().shared_rulebook(), self.now(), self.policy().fingerprint());
        let kept = KeptRefusal { request, evaluation, tables, at, policy };
        if evaluation.kind() == DecisionKind::Retry {
            return Err(Deferral { explanation: kept.into_explanation() });
        }
        Ok(kept)
    }

    /// Makes all checks and explains nothing.
    #[inline]
    pub(crate) fn evaluated(&self, request: &Request, cell: &Cell) -> Evaluation {
        self.evaluated_of(cell, request.categories.as_ref(), &request.recipient_facts, request.expiry)
    }

    /// The same of the parts of a request.
    #[inline]
    pub(crate) fn evaluated_of(
        &self,
        cell: &Cell,
        categories: Fact<&Categories>,
        facts: &RecipientFacts,
        expiry: Expiry,
    ) -> Evaluation {
        let book = self.policy().rulebook();
        let facts = book.law.facts(facts, self.now());
        if expiry.has_passed(self.now()) {
            return book.evaluate(&cell.run_out(), categories, &facts, self.now());
        }
        book.evaluate(cell, categories, &facts, self.now())
    }

    /// The answer with its explanation, given what became of the checks of this very request.
    #[inline]
    pub(crate) fn decided<'a>(&self, request: &'a Request, evaluation: Evaluation) -> Decision<'a>
    where
        'p: 'a,
    {
        let tables = Tables::Lent(self.policy().rulebook());
        let kind = evaluation.kind();
        if let (DecisionKind::Permit, Fact::Known(home), Fact::Known(here)) =
            (kind, &request.home, request.here)
        {
            let asked = Source::Request(request, home, evaluation);
            return Decision::Permit(Permit { asked, by: *self, here });
        }
        let asked =
            if request.expiry.has_passed(self.now()) { ran_out(request) } else { Asked::Lent(request) };
        let explanation = self.explained(asked, evaluation, Some(tables));
        match kind {
            DecisionKind::Retry => Decision::Retry(Deferral { explanation }),
            // Nothing is permitted without a known home and here, by the checks.
            DecisionKind::Permit | DecisionKind::Refuse => Decision::Refuse(Refusal { explanation }),
        }
    }

    #[inline]
    const fn explained<'a>(
        &self,
        request: Asked<'a>,
        evaluation: Evaluation,
        tables: Option<Tables<'a>>,
    ) -> Explanation<'a> {
        Explanation { request, evaluation, tables, at: self.now(), policy: self.policy().fingerprint() }
    }
}

#[cold]
fn ran_out(request: &Request) -> Asked<'static> {
    let mut request = request.clone();
    request.run_out();
    Asked::own(request)
}

/// Why a step of the pipeline goes no further.
#[derive(Debug)]
pub(crate) enum Stopped {
    Refuse(Refusal<'static>),
    Retry(Deferral<'static>),
}

/// A refusal that is stored with what became of an event.
#[derive(Clone)]
pub(crate) struct KeptRefusal {
    request: Request,
    evaluation: Evaluation,
    tables: Arc<Rulebook>,
    at: UnixTime,
    policy: Digest,
}

impl KeptRefusal {
    pub(crate) fn refusal(&self) -> Refusal<'_> {
        let tables = Some(Tables::Lent(&self.tables));
        let request = Asked::Lent(&self.request);
        Refusal { explanation: Explanation::of(request, self.evaluation, tables, self.at, self.policy) }
    }

    fn into_explanation(self) -> Explanation<'static> {
        let tables = Some(Tables::Shared(self.tables));
        Explanation::of(Asked::own(self.request), self.evaluation, tables, self.at, self.policy)
    }
}

impl PartialEq for KeptRefusal {
    fn eq(&self, other: &Self) -> bool {
        self.refusal() == other.refusal()
    }
}

impl Eq for KeptRefusal {}

impl fmt::Debug for KeptRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.refusal().fmt(f)
    }
}

/// The compiled policy behind an answer.
#[derive(Clone)]
pub(crate) enum Tables<'a> {
    Lent(&'a Rulebook),
    Shared(Arc<Rulebook>),
}

impl Tables<'_> {
    fn book(&self) -> &Rulebook {
        match self {
            Self::Lent(book) => book,
            Self::Shared(book) => book,
        }
    }
}

/// Proof that a policy allowed a request. Only [`PolicyAt::decide`], [`PolicyAt::decide_prepared`] and
/// [`PolicyAt::receive`] make one.
///
/// [`PolicyAt::route`] takes the permit of a reception. That of a request is for the embedder's own step: no step of
/// the pipeline takes it, whoever it names.
///
/// ```compile_fail
/// fn forge(explanation: domicile::policy::Explanation<'static>) -> domicile::Permit<'static> {
///     domicile::Permit(explanation)
/// }
/// ```
///
/// ```compile_fail
/// let _: domicile::Permit<'static> = serde_json::from_str("{}").unwrap();
/// ```
#[must_use = "a proof is worth something only to the step that takes it"]
pub struct Permit<'a> {
    asked: Source<'a>,
    by: PolicyAt<'a>,
    here: Region,
}

/// What was asked.
enum Source<'a> {
    /// The request of somebody, the home it names, and the checks.
    Request(&'a Request, &'a Region, Evaluation),
    /// What the service asked for itself: to process data of these kinds of a resolved tenant.
    Reception(&'a Resolved, &'a Categories, Basis<'a>),
}

/// Data of a resolved tenant that may be processed somewhere: what a permit of `receive` holds.
pub(crate) struct Reception<'a> {
    pub(crate) resolved: &'a Resolved,
    pub(crate) categories: &'a Categories,
    pub(crate) here: Region,
    pub(crate) basis: Basis<'a>,
}

impl<'a> Permit<'a> {
    #[inline(always)]
    pub(crate) const fn of(reception: Reception<'a>) -> Self {
        let Reception { resolved, categories, here, basis } = reception;
        Self { asked: Source::Reception(resolved, categories, basis), by: basis.by, here }
    }

    /// The tenant; none if the request was made by hand.
    #[must_use]
    #[inline]
    pub const fn tenant(&self) -> Option<&TenantId> {
        match self.asked {
            Source::Reception(resolved, ..) => Some(resolved.id()),
            Source::Request(request, ..) => request.tenant(),
        }
    }

    /// The tenant's home region.
    #[must_use]
    #[inline]
    pub const fn home(&self) -> Region {
        match self.asked {
            Source::Reception(resolved, ..) => resolved.home(),
            Source::Request(_, home, _) => *home,
        }
    }

    /// The region in which the data may be, or from which it may be read or handed on.
    #[must_use]
    #[inline]
    pub const fn region(&self) -> Region {
        self.here
    }

    /// The operation that is permitted.
    #[must_use]
    #[inline]
    pub fn operation(&self) -> Option<Act> {
        match self.asked {
            Source::Reception(..) => Some(Act::Process),
            Source::Request(request, ..) => request.operation.known(),
        }
    }

    /// The kinds of data it is permitted with.
    #[must_use]
    pub fn categories(&self) -> Option<&Categories> {
        match self.asked {
            Source::Reception(_, categories, _) => Some(categories),
            Source::Request(request, ..) => request.categories.as_ref().known(),
        }
    }

    /// The recipient that may be given it, if somebody is.
    #[must_use]
    pub fn recipient(&self) -> Option<RecipientName> {
        match self.asked {
            Source::Reception(..) => None,
            Source::Request(request, ..) => request.recipient?.known(),
        }
    }

    /// The ground it rests on, where the law was asked.
    #[must_use]
    pub fn ground(&self) -> Option<Ground> {
        self.explanation().ground()
    }

    /// The duty to record it, if there is one.
    #[must_use]
    pub fn recording(&self) -> Recording {
        self.explanation().recording()
    }

    /// The fingerprint of the policy that allowed it.
    #[must_use]
    #[inline]
    pub const fn policy(&self) -> Digest {
        self.by.policy().fingerprint()
    }

    /// The instant of the decision.
    #[must_use]
    #[inline]
    pub const fn at(&self) -> UnixTime {
        self.by.now()
    }

    /// The instant from which the permit counts no more, if there is one.
    #[must_use]
    pub fn valid_until(&self) -> Option<UnixTime> {
        self.explanation().valid_until()
    }

    /// The explanation.
    #[must_use]
    pub fn explanation(&self) -> Explanation<'_> {
        match self.asked {
            Source::Request(request, _, evaluation) => {
                let tables = Some(Tables::Lent(self.by.policy().rulebook()));
                Explanation::of(Asked::Lent(request), evaluation, tables, self.at(), self.policy())
            }
            Source::Reception(resolved, categories, basis) => {
                let core = CoreRequest::of(resolved, Act::Process, categories);
                basis.explanation(core.request(resolved.home(), self.here))
            }
        }
    }

    /// What the service asked for itself; nothing for a request of somebody's.
    #[inline(always)]
    pub(crate) const fn into_reception(self) -> Option<Reception<'a>> {
        match self.asked {
            Source::Reception(resolved, categories, basis) => {
                Some(Reception { resolved, categories, here: self.here, basis })
            }
            Source::Request(..) => None,
        }
    }
}

impl PartialEq for Permit<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.explanation() == other.explanation()
    }
}

impl Eq for Permit<'_> {}

impl fmt::Debug for Permit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Permit").field(&self.explanation()).finish()
    }
}

/// A final no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal<'a> {
    explanation: Explanation<'a>,
}

impl<'a> Refusal<'a> {
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

    /// The explanation.
    #[must_use]
    pub const fn explanation(&self) -> &Explanation<'a> {
        &self.explanation
    }
}

impl core::error::Error for Refusal<'_> {}

/// It could not be found out whether the answer is yes. Try again; nothing is lost and nothing is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deferral<'a> {
    explanation: Explanation<'a>,
}

impl<'a> Deferral<'a> {
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

    /// The explanation.
    #[must_use]
    pub const fn explanation(&self) -> &Explanation<'a> {
        &self.explanation
    }
}

impl core::error::Error for Deferral<'_> {}

/// Everything an answer rests on: the request, every check with its outcome, the rule and the law behind it, the policy
/// and the instant.
///
/// It holds symbols only (regions, plans, names of the policy's rows), never personal data. Of several categories it
/// explains the one on which the answer turns.
#[derive(Clone)]
pub struct Explanation<'a> {
    request: Asked<'a>,
    evaluation: Evaluation,
    /// The tables, for all but plain permits.
    tables: Option<Tables<'a>>,
    at: UnixTime,
    policy: Digest,
}

impl<'a> Explanation<'a> {
    pub(crate) const fn of(
        request: Asked<'a>,
        evaluation: Evaluation,
        tables: Option<Tables<'a>>,
        at: UnixTime,
        policy: Digest,
    ) -> Self {
        Self { request, evaluation, tables, at, policy }
    }

    /// The request with its facts as they counted: those that had run out stand as stale.
    #[must_use]
    pub fn request(&self) -> &Request {
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
    pub fn checks(&self) -> impl Iterator<Item = (Check, Outcome)> + use<> {
        let evaluation = self.evaluation;
        Check::ALL.into_iter().map(move |check| (check, evaluation.outcome(check)))
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
        self.book()?.law_edition
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

    /// The law's answer, where it was asked: the verdict as of the day its tables last changed.
    #[must_use]
    pub fn verdict(&self) -> Option<&Verdict> {
        self.book()?.law.verdict(self.evaluation.verdict?)
    }

    /// True if the data would be outside where it belongs, or with somebody under another country's law.
    #[must_use]
    pub const fn is_crossing(&self) -> bool {
        self.evaluation.is_crossing
    }

    /// The duty to record it, if it is a permit and there is one.
    #[must_use]
    pub fn recording(&self) -> Recording {
        recording(&self.evaluation, &self.request.endpoint)
    }

    /// The earliest later instant at which something about this answer changes; nothing changes before it.
    ///
    /// `None` if nothing ever does: the tables and the facts have no date left that matters to it.
    #[must_use]
    pub fn valid_until(&self) -> Option<UnixTime> {
        let request = self.request();
        let expiry = request.expiry.instant().filter(|until| self.at < *until);
        let Some(book) = self.book() else { return expiry };
        let cell = book.looked_up(request);
        let mut at = self.at;
        loop {
            let tables = next_date(book, request, &cell, at);
            let next = tables.into_iter().chain(expiry.filter(|until| at < *until)).min()?;
            if self.evaluated_at(book, &cell, next) != self.evaluation {
                return Some(next);
            }
            at = next;
        }
    }

    /// What becomes of the checks at another instant.
    fn evaluated_at(&self, book: &Rulebook, cell: &Cell, at: UnixTime) -> Evaluation {
        let facts = book.law.facts(&self.request.recipient_facts, at);
        let evaluate = |cell: &Cell| {
            let evaluation = book.evaluate(cell, self.request.categories.as_ref(), &facts, at);
            // The plans that a service states outside the document have no dates.
            let mut outcomes = evaluation.outcomes;
            outcomes.set(Check::PlanEntitled, self.evaluation.outcome(Check::PlanEntitled));
            Evaluation { outcomes, ..evaluation }
        };
        if self.request.expiry.has_passed(at) { evaluate(&cell.run_out()) } else { evaluate(cell) }
    }

    pub(crate) fn rule(&self) -> Option<&TransferRule> {
        self.book()?.transfers.get(self.evaluation.transfer?.rule.get())
    }

    pub(crate) const fn evaluation(&self) -> &Evaluation {
        &self.evaluation
    }

    pub(crate) fn book(&self) -> Option<&Rulebook> {
        self.tables.as_ref().map(Tables::book)
    }

    fn borrowed(&self) -> Explanation<'_> {
        Explanation {
            request: Asked::Lent(&self.request),
            evaluation: self.evaluation,
            tables: self.book().map(Tables::Lent),
            at: self.at,
            policy: self.policy,
        }
    }
}

impl PartialEq for Explanation<'_> {
    /// Two answers are one if request, checks, transfer, instant and policy are: the fingerprint stands for the tables.
    fn eq(&self, other: &Self) -> bool {
        (self.request(), self.evaluation.outcomes, self.evaluation.transfer, self.at, self.policy)
            == (other.request(), other.evaluation.outcomes, other.evaluation.transfer, other.at, other.policy)
    }
}

impl Eq for Explanation<'_> {}

impl fmt::Debug for Explanation<'_> {
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

fn recording(evaluation: &Evaluation, endpoint: &Fact<EndpointKind>) -> Recording {
    let is_global = matches!(endpoint, Fact::Known(EndpointKind::Global(_)))
        && evaluation.outcome(Check::EndpointAllowed) == Outcome::Pass;
    let leaves = evaluation.is_crossing || is_global;
    if leaves && evaluation.kind() == DecisionKind::Permit {
        Recording::Required
    } else {
        Recording::NotRequired
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

/// A duty to record what is permitted, or none.
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
