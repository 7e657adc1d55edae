//! Answers to cases.

use crate::digest::Digest;
use crate::edition::Edition;
use crate::law::Ground;
use crate::law::Verdict;
use crate::place::Region;
use crate::policy::case::Case;
use crate::policy::case::Endpoint;
use crate::policy::cell::Cell;
use crate::policy::evaluate::Answer;
use crate::policy::evaluate::Evaluation;
use crate::policy::evaluate::Stage;
use crate::policy::explanation::Outcome;
use crate::policy::fact::Fact;
use crate::policy::fact::has_run_out;
use crate::policy::law_table::Facts;
use crate::policy::mask::Mask;
use crate::policy::residency::PolicyAt;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::TransferKind;
use crate::policy::rulebook::TransferRule;
use crate::policy::step::Step;
use crate::time::UnixTime;

/// The answer to a [`Case`], with everything it rests on. It holds no personal data and costs no allocation.
///
/// `Display` is for people; the serde form is for machines. There is no way back: a ruling cannot be deserialized.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Ruling<'p, 'c> {
    pub(crate) policy: PolicyAt<'p>,
    pub(crate) book: &'p Rulebook,
    pub(crate) case: &'c Case<'c>,
    pub(crate) cell: Cell,
    pub(crate) evaluation: Evaluation,
}

impl<'p> PolicyAt<'p> {
    /// Decides a case by the rules of the document the policy was made from; `None` if it was made without one.
    ///
    /// Every check is made, so that a refusal names all that stands in the way. A check that failed for good outweighs
    /// one that could not be made.
    ///
    /// # Examples
    ///
    /// See [`Case`] and [`PolicyDocument`](crate::policy::PolicyDocument).
    #[inline]
    pub fn decide<'c>(&self, case: &'c Case<'c>) -> Option<Ruling<'p, 'c>> {
        let book = self.policy().rulebook()?;
        Some(self.ruled(book, case, &book.looked_up(case)))
    }

    #[inline(always)]
    pub(crate) fn ruled<'c>(&self, book: &'p Rulebook, case: &'c Case<'c>, cell: &Cell) -> Ruling<'p, 'c> {
        if has_run_out(case.facts_until, self.now()) {
            return self.ruled_of(book, case, &cell.run_out());
        }
        self.ruled_of(book, case, cell)
    }

    #[inline(always)]
    fn ruled_of<'c>(&self, book: &'p Rulebook, case: &'c Case<'c>, cell: &Cell) -> Ruling<'p, 'c> {
        let evaluation = book.evaluate(cell, &Facts::new(case.recipient_facts), self.now());
        Ruling { policy: *self, book, case, cell: *cell, evaluation }
    }
}

impl<'p, 'c> Ruling<'p, 'c> {
    /// Permit, refuse or retry.
    #[must_use]
    pub fn answer(&self) -> Answer {
        self.evaluation.answer()
    }

    /// True if it is allowed.
    #[must_use]
    pub fn is_permit(&self) -> bool {
        self.answer() == Answer::Permit
    }

    /// The proof of a permit.
    ///
    /// # Errors
    ///
    /// The ruling itself, if it is none.
    pub fn clearance(self) -> Result<Clearance<'p>, Self> {
        match (self.answer(), self.case.home.known(), self.case.here.known()) {
            (Answer::Permit, Some(home), Some(here)) => Ok(Clearance {
                home,
                here,
                valid_until: self.valid_until(),
                recording: self.recording(),
                policy: self.policy,
            }),
            _ => Err(self),
        }
    }

    /// The check the answer turns on: the first that failed, else the first that could not be made.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        self.evaluation.first(Outcome::Fail).or_else(|| self.evaluation.first(Outcome::Unknown))
    }

    /// Every check with its outcome, in order.
    pub fn checks(&self) -> impl Iterator<Item = (Step, Outcome)> + '_ {
        Step::ALL.into_iter().map(|step| (step, self.evaluation.outcome(step)))
    }

    /// The case as it was put.
    #[must_use]
    pub const fn case(&self) -> &'c Case<'c> {
        self.case
    }

    /// The instant of the ruling.
    #[must_use]
    pub const fn at(&self) -> UnixTime {
        self.policy.now()
    }

    /// The fingerprint of the policy.
    #[must_use]
    pub const fn policy(&self) -> Digest {
        self.policy.policy().fingerprint()
    }

    /// The edition of the law the policy was compiled with.
    #[must_use]
    pub const fn law_edition(&self) -> Option<Edition> {
        self.book.law_edition
    }

    /// The kind and name of the transfer the answer rests on, or of the one that came closest.
    #[must_use]
    pub fn transfer(&self) -> Option<(TransferKind, &'p str)> {
        self.rule().map(|rule| (rule.kind, rule.name.as_str()))
    }

    /// The ground it rests on, where the law was asked and permits it.
    #[must_use]
    pub fn ground(&self) -> Option<Ground> {
        self.verdict().and_then(Verdict::ground)
    }

    /// What the law says, where it was asked: the verdict as of the day its tables last changed.
    #[must_use]
    pub fn verdict(&self) -> Option<&'p Verdict> {
        self.book.law.verdict(self.evaluation.verdict?)
    }

    /// Whether a permit has to be recorded.
    #[must_use]
    pub fn recording(&self) -> Recording {
        let is_fallback = self.evaluation.outcome(Step::EndpointAllowed) == Outcome::Pass
            && self.case.endpoint == Fact::Known(Endpoint::Global);
        let leaves = self.evaluation.is_crossing || is_fallback;
        if leaves && self.is_permit() { Recording::Required } else { Recording::NotRequired }
    }

    /// The earliest instant at which something about this answer changes; nothing changes before it.
    ///
    /// `None` if nothing ever does: the tables and the facts have no date left that matters to it.
    #[must_use]
    pub fn valid_until(&self) -> Option<UnixTime> {
        let facts = Facts::new(self.case.recipient_facts);
        let mut at = self.at();
        loop {
            let next = self.next_date(&facts, at)?;
            let cell = self.cell.at(self.case.facts_until, next);
            if self.book.evaluate(&cell, &facts, next) != self.evaluation {
                return Some(next);
            }
            at = next;
        }
    }

    /// The next date after `at` that could matter.
    fn next_date(&self, facts: &Facts<'_>, at: UnixTime) -> Option<UnixTime> {
        let end = self.case.facts_until.filter(|until| at < *until);
        let cell = &self.cell;
        let known = cell.here.position().zip(cell.category.position()).zip(cell.act.known());
        let Some(((here, category), act)) = known else { return end };
        let Some(rule) = self.book.category(category) else { return end };
        if !self.evaluation.is_crossing {
            let is_asked = self.evaluation.outcome(Step::Lawful) != Outcome::NotAsked;
            let place = Mask::of(here);
            let law = is_asked.then(|| self.book.law.next_change(place, here, act, category, facts, at));
            return end.into_iter().chain(law.flatten()).min();
        }
        let place = Rulebook::place(rule.placement, cell.home.position(), cell.organization.position())?;
        let rules = self.book.inbound(here).map(|(_, rule)| rule);
        let rules = rules.filter(|rule| crate::policy::evaluate::applies(rule, cell, act, place));
        let periods = rules.filter_map(|rule| rule.period.next_change(at));
        let law = self.book.law.next_change(place, here, act, category, facts, at);
        periods.chain(law).chain(end).min()
    }

    pub(crate) fn rule(&self) -> Option<&'p TransferRule> {
        self.book.transfers.get(self.evaluation.transfer?.rule)
    }

    pub(crate) fn stage(&self) -> Option<Stage> {
        self.evaluation.transfer.map(|attempt| attempt.stage)
    }
}

/// Whether what is permitted has to be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a duty or none")]
pub enum Recording {
    /// It leaves its region, or goes to an endpoint outside it: record it (T10, T12, O5).
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

/// Proof that a policy allowed a case. Only [`Ruling::clearance`] makes one.
///
/// ```compile_fail
/// let _: domicile::policy::Clearance<'_> = serde_json::from_str("{}").unwrap();
/// ```
#[derive(Debug)]
#[must_use = "a proof is worth something only to the step that takes it"]
pub struct Clearance<'p> {
    home: Region,
    here: Region,
    valid_until: Option<UnixTime>,
    recording: Recording,
    policy: PolicyAt<'p>,
}

impl Clearance<'_> {
    /// Where the data belongs to its tenant.
    #[must_use]
    pub const fn home(&self) -> Region {
        self.home
    }

    /// Where it may be.
    #[must_use]
    pub const fn here(&self) -> Region {
        self.here
    }

    /// The instant from which it counts no more, if there is one.
    #[must_use]
    pub const fn valid_until(&self) -> Option<UnixTime> {
        self.valid_until
    }

    /// Whether it has to be recorded.
    #[must_use]
    pub const fn recording(&self) -> Recording {
        self.recording
    }

    /// The fingerprint of the policy that allowed it.
    #[must_use]
    pub const fn policy(&self) -> Digest {
        self.policy.policy().fingerprint()
    }
}
