//! Answers: permit, refusal, deferral.

use core::fmt;

use crate::data::Categories;
use crate::place::Region;
use crate::policy::explanation::Check;
use crate::policy::explanation::Explanation;
use crate::policy::explanation::Outcome;
use crate::policy::fact::Fact;
use crate::policy::fact::Question;
use crate::policy::fact::has_run_out;
use crate::policy::holding::Asked;
use crate::policy::holding::Holding;
use crate::policy::outcomes::Outcomes;
use crate::policy::residency::PolicyAt;
use crate::tenant::Mode;
use crate::tenant::Plan;
use crate::time::UnixTime;

/// The answer to a [`Question`].
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
    /// True for [`Decision::Permit`].
    #[must_use]
    pub const fn is_permit(&self) -> bool {
        matches!(self, Self::Permit(_))
    }

    /// `permit`, `refuse` or `retry`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Permit(_) => "permit",
            Self::Refuse(_) => "refuse",
            Self::Retry(_) => "retry",
        }
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
    /// Decides whether data at home in `question.home` may be at `question.here`.
    ///
    /// All checks are made, so that a refusal names everything that stands in the way. A check that failed for good
    /// outweighs one that could not be made: no later knowledge could turn the answer into a permit. Facts about the
    /// tenant that have run out by now count as stale, those known to be absent included.
    ///
    /// # Examples
    ///
    /// See [`Question`].
    #[inline]
    pub fn permit(&self, question: &Question) -> Decision {
        self.answer(question, self.judge(question, None))
    }

    /// [`PolicyAt::permit`] for data of the declared categories, where it is known what they are.
    #[inline]
    pub(crate) fn permit_of(&self, question: &Question, declared: &Categories) -> Decision {
        self.answer(question, self.judge(question, Some(declared)))
    }

    /// The answer with its explanation, given what became of the checks of this very question.
    #[inline]
    pub(crate) fn answer(&self, question: &Question, judgement: Judgement) -> Decision {
        let explanation = Explanation {
            question: if judgement.is_stale { question.run_out() } else { *question },
            outcomes: judgement.outcomes,
            law_until: judgement.law_until,
            at: self.now(),
            policy: self.policy().fingerprint(),
        };
        match (judgement.outcomes.first_fail(), judgement.outcomes.first_unknown(), question.home) {
            (None, None, Fact::Known(region)) => Decision::Permit(Permit { region, explanation }),
            (None, Some(check), _) => Decision::Retry(Deferral { check, explanation }),
            // Without a known home a check has failed or is unknown, by `presence`.
            (failed, _, _) => {
                Decision::Refuse(Refusal { check: failed.unwrap_or(Check::HomeKnown), explanation })
            }
        }
    }

    /// True if the answer can be nothing but a refusal, for the regions are known to differ. Says so without making
    /// the other checks: of several sites, one is at home.
    #[inline]
    pub(crate) fn is_elsewhere(&self, question: &Question) -> bool {
        !has_run_out(question.facts_until, self.now())
            && same(&question.home, &question.here) == Outcome::Fail
    }

    /// Makes all checks and explains nothing.
    #[inline]
    pub(crate) fn judge(&self, question: &Question, declared: Option<&Categories>) -> Judgement {
        if has_run_out(question.facts_until, self.now()) {
            // Where the data belongs is not known then, so that nothing can be asked about it.
            let outcomes = self.outcomes(&question.run_out(), None);
            return Judgement { outcomes, law_until: None, is_stale: true };
        }
        let holding = self.holding(question.home.known(), declared);
        let outcomes = self.outcomes(question, holding.as_ref());
        let law_until = holding.and_then(|holding| holding.until(self.now()));
        Judgement { outcomes, law_until, is_stale: false }
    }

    #[inline]
    fn outcomes(&self, question: &Question, holding: Option<&Holding<'_>>) -> Outcomes {
        Outcomes::of_checks([
            presence(&question.home),
            presence(&question.here),
            enforced(&question.mode),
            self.entitled(&question.home, &question.plan),
            same(&question.home, &question.here),
            self.holds_all(&question.home, holding),
        ])
    }

    /// What the document, if there is one and it knows the place, is asked about data at home.
    #[inline]
    fn holding<'a>(&'a self, home: Option<Region>, declared: Option<&'a Categories>) -> Option<Holding<'a>> {
        self.policy().rulebook()?.holding(home?, declared, self.asked())
    }

    /// Whether the document, if there is one, places at home what is asked about.
    #[inline]
    fn holds_all(&self, home: &Fact<Region>, holding: Option<&Holding<'_>>) -> Outcome {
        match (self.policy().rulebook(), self.asked(), home.known()) {
            (None, Asked::Every, _) | (_, _, None) => Outcome::NotAsked,
            _ if holding.is_some_and(|holding| holding.holds(self.now())) => Outcome::Pass,
            _ => Outcome::Fail,
        }
    }

    #[inline]
    fn entitled(&self, home: &Fact<Region>, plan: &Fact<Plan>) -> Outcome {
        let (Some(entitlements), Some(home)) = (self.policy().entitlements(), home.known()) else {
            return Outcome::NotAsked;
        };
        match (entitlements.allows(plan.known(), home), plan) {
            (true, _) => Outcome::Pass,
            (false, Fact::Known(_) | Fact::Absent) => Outcome::Fail,
            (false, Fact::Ambiguous | Fact::Stale | Fact::Unavailable) => Outcome::Unknown,
        }
    }
}

/// What became of the checks: the part of an answer that is cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Judgement {
    outcomes: Outcomes,
    /// The next instant at which the document and the law say something else.
    law_until: Option<UnixTime>,
    is_stale: bool,
}

impl Judgement {
    /// True if nothing stands in the way: the answer is a permit.
    #[inline]
    pub(crate) fn is_permit(&self) -> bool {
        !self.outcomes.has_fail() && !self.outcomes.has_unknown()
    }
}

/// Proof that a policy allowed data to be in a region. Only [`PolicyAt::permit`] makes one.
///
/// ```compile_fail
/// fn forge(explanation: domicile::policy::Explanation) -> domicile::Permit {
///     domicile::Permit { region: domicile::Region::EuWest1, explanation }
/// }
/// ```
///
/// ```compile_fail
/// let _: domicile::Permit = serde_json::from_str("{}").unwrap();
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a proof is worth something only to the step that takes it"]
pub struct Permit {
    region: Region,
    explanation: Explanation,
}

impl Permit {
    /// The region in which the data may be.
    #[must_use]
    pub const fn region(&self) -> Region {
        self.region
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
}

/// A final no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    check: Check,
    explanation: Explanation,
}

impl Refusal {
    /// The first check that failed; [`Explanation::checks`] has all of them.
    #[must_use]
    pub const fn check(&self) -> Check {
        self.check
    }

    /// The stable code: `home_region_unknown`, `here_region_unknown`, `informational_mode`, `mode_unknown`,
    /// `plan_not_entitled`, `plan_unknown`, `region_mismatch`
    /// or `case_needed`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.explanation.failure_code(self.check)
    }

    /// Why.
    #[must_use]
    pub const fn explanation(&self) -> &Explanation {
        &self.explanation
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let question = self.explanation.question;
        match (self.check, question.home, question.here) {
            (Check::SameRegion, Fact::Known(home), Fact::Known(here)) => {
                write!(f, "home region is {home}, and this is {here}")
            }
            (Check::PlanEntitled, Fact::Known(home), _) => {
                write!(f, "the plan may not have its home in {home}")
            }
            (Check::HomeKnown, ..) => f.write_str("the tenant has no known home region"),
            (Check::HereKnown, ..) => f.write_str("the region of this place is not known"),
            (Check::ModeEnforced, ..) if question.mode == Fact::Known(Mode::Informational) => {
                f.write_str("the tenant's region is recorded for information and proves nothing")
            }
            (Check::ModeEnforced, ..) => {
                f.write_str("it is not known whether the tenant's region is enforced")
            }
            (Check::HomeHoldsAll, ..) => f.write_str(
                "the document does not place all of this at home for every tenant asked about: ask of each category",
            ),
            (Check::SameRegion | Check::PlanEntitled, ..) => f.write_str("the regions could not be compared"),
        }
    }
}

impl core::error::Error for Refusal {}

/// It could not be found out whether the answer is yes. Try again; nothing is lost and nothing is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deferral {
    check: Check,
    explanation: Explanation,
}

impl Deferral {
    /// The first check that could not be made.
    #[must_use]
    pub const fn check(&self) -> Check {
        self.check
    }

    /// The stable code, such as `home_region_stale`: which fact is missing, and why.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.explanation.doubt_code(self.check)
    }

    /// Why.
    #[must_use]
    pub const fn explanation(&self) -> &Explanation {
        &self.explanation
    }
}

impl fmt::Display for Deferral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let question = &self.explanation.question;
        let (subject, state) = match self.check {
            Check::HomeKnown | Check::SameRegion | Check::HomeHoldsAll => {
                ("the tenant's home region", question.home.state())
            }
            Check::HereKnown => ("the region of this place", question.here.state()),
            Check::ModeEnforced => ("whether the tenant's region is enforced", question.mode.state()),
            Check::PlanEntitled => ("the tenant's plan", question.plan.state()),
        };
        write!(f, "could not find out yet: {subject} is {state}")
    }
}

impl core::error::Error for Deferral {}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Permit(permit) => write!(f, "permitted in {}", permit.region)?,
            Self::Refuse(refusal) => write!(f, "refused ({}): {refusal}", refusal.code())?,
            Self::Retry(deferral) => write!(f, "deferred ({}): {deferral}", deferral.code())?,
        }
        match self.explanation().valid_until() {
            Some(until) => write!(f, "; this answer holds until {until}"),
            None => Ok(()),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Decision {
    /// The answer with its explanation. There is no way back: a decision cannot be deserialized.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        record(serializer, self.as_str(), self.code(), self.explanation())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Refusal {
    /// As the [`Decision`] it came from.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        record(serializer, "refuse", self.code(), &self.explanation)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Deferral {
    /// As the [`Decision`] it came from.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        record(serializer, "retry", self.code(), &self.explanation)
    }
}

#[cfg(feature = "serde")]
fn record<S: serde::Serializer>(
    serializer: S,
    decision: &str,
    code: &str,
    explanation: &Explanation,
) -> Result<S::Ok, S::Error> {
    use serde::ser::SerializeStruct as _;
    let mut record = serializer.serialize_struct("Decision", 7)?;
    record.serialize_field("decision", decision)?;
    record.serialize_field("code", code)?;
    record.serialize_field("checks", &Checks(explanation))?;
    record.serialize_field("facts", &Facts(explanation.question()))?;
    record.serialize_field("at", &explanation.at())?;
    record.serialize_field("valid_until", &explanation.valid_until())?;
    record.serialize_field("policy", &explanation.policy())?;
    record.end()
}

#[cfg(feature = "serde")]
struct Checks<'a>(&'a Explanation);

#[cfg(feature = "serde")]
impl serde::Serialize for Checks<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Row {
            check: &'static str,
            outcome: &'static str,
        }
        // What only a document asks stands in the record only where one was asked.
        let is_shown = |(check, outcome): &(Check, Outcome)| {
            *check != Check::HomeHoldsAll || *outcome != Outcome::NotAsked
        };
        let shown = self.0.checks().filter(is_shown);
        serializer.collect_seq(
            shown.map(|(check, outcome)| Row { check: check.as_str(), outcome: outcome.as_str() }),
        )
    }
}

#[cfg(feature = "serde")]
struct Facts<'a>(&'a Question);

#[cfg(feature = "serde")]
impl serde::Serialize for Facts<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut record = serializer.serialize_struct("Facts", 4)?;
        record.serialize_field("home", &self.0.home)?;
        record.serialize_field("here", &self.0.here)?;
        record.serialize_field("mode", &self.0.mode)?;
        record.serialize_field("plan", &self.0.plan)?;
        record.end()
    }
}

#[inline]
fn presence<T>(fact: &Fact<T>) -> Outcome {
    match fact {
        Fact::Known(_) => Outcome::Pass,
        Fact::Absent => Outcome::Fail,
        Fact::Ambiguous | Fact::Stale | Fact::Unavailable => Outcome::Unknown,
    }
}

#[inline]
fn enforced(mode: &Fact<Mode>) -> Outcome {
    if *mode == Fact::Known(Mode::Informational) { Outcome::Fail } else { presence(mode) }
}

#[inline]
fn same(home: &Fact<Region>, here: &Fact<Region>) -> Outcome {
    match (home, here) {
        (Fact::Known(home), Fact::Known(here)) if home == here => Outcome::Pass,
        (Fact::Known(_), Fact::Known(_)) => Outcome::Fail,
        _ => Outcome::NotAsked,
    }
}
