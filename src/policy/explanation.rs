//! Why an answer is what it is.

use crate::digest::Digest;
use crate::policy::fact::Fact;
use crate::policy::fact::Question;
use crate::policy::outcomes::Outcomes;
use crate::time::UnixTime;

/// The checks of a decision, in the order in which they are made and reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Check {
    /// The tenant's home region is known.
    HomeKnown,
    /// The region in which the data would be is known.
    HereKnown,
    /// The tenant's region is enforced, not merely recorded.
    ModeEnforced,
    /// The tenant's plan may have this home region. Asked only where the policy carries entitlements.
    PlanEntitled,
    /// Home and here are the same region.
    SameRegion,
    /// The rules of the policy's document keep all data of every tenant at home here in its home. Asked only where the
    /// policy was made from a document; a [`Case`](crate::policy::Case) asks about one category and scope.
    HomeHoldsAll,
}

impl Check {
    /// Every check, in order.
    pub const ALL: [Self; 6] = [
        Self::HomeKnown,
        Self::HereKnown,
        Self::ModeEnforced,
        Self::PlanEntitled,
        Self::SameRegion,
        Self::HomeHoldsAll,
    ];

    /// The check's stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HomeKnown => "home_known",
            Self::HereKnown => "here_known",
            Self::ModeEnforced => "mode_enforced",
            Self::PlanEntitled => "plan_entitled",
            Self::SameRegion => "same_region",
            Self::HomeHoldsAll => "home_holds_all",
        }
    }
}

/// What became of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the four outcomes the contract speaks of")]
pub enum Outcome {
    /// It held.
    Pass,
    /// It did not hold, or the fact it needs is known to be absent.
    Fail,
    /// The fact it needs could not be found out.
    Unknown,
    /// It did not apply, or an earlier check left nothing to compare.
    NotAsked,
}

impl Outcome {
    /// `pass`, `fail`, `unknown` or `not_asked`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::NotAsked => "not_asked",
        }
    }
}

/// Everything an answer rests on: the facts, every check with its outcome, the policy and the instant.
///
/// It holds symbols only (regions, plans), never personal data, and costs no allocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub(crate) question: Question,
    pub(crate) outcomes: Outcomes,
    /// The next instant at which what the law demands of data that stays changes the answer.
    pub(crate) law_until: Option<UnixTime>,
    pub(crate) at: UnixTime,
    pub(crate) policy: Digest,
}

impl Explanation {
    /// The facts as they counted: one that had run out stands as stale.
    #[must_use]
    pub const fn question(&self) -> &Question {
        &self.question
    }

    /// Every check with its outcome, in order.
    pub fn checks(&self) -> impl Iterator<Item = (Check, Outcome)> + '_ {
        self.outcomes.checks()
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

    /// The earliest later instant at which the answer could change, if there is one: the end of the facts, or the
    /// day on which the law says something else of data that stays.
    #[must_use]
    pub fn valid_until(&self) -> Option<UnixTime> {
        let facts_until = self.question.facts_until.filter(|until| self.at < *until);
        facts_until.into_iter().chain(self.law_until).min()
    }

    /// The stable code of a failed check.
    pub(crate) const fn failure_code(&self, check: Check) -> &'static str {
        match (check, &self.question.mode, &self.question.plan) {
            (Check::HomeKnown, _, _) => "home_region_unknown",
            (Check::HereKnown, _, _) => "here_region_unknown",
            (Check::ModeEnforced, Fact::Known(_), _) => "informational_mode",
            (Check::ModeEnforced, _, _) => "mode_unknown",
            (Check::PlanEntitled, _, Fact::Known(_)) => "plan_not_entitled",
            (Check::PlanEntitled, _, _) => "plan_unknown",
            (Check::SameRegion, _, _) => "region_mismatch",
            (Check::HomeHoldsAll, _, _) => "case_needed",
        }
    }

    /// The stable code of a check that could not be made.
    pub(crate) const fn doubt_code(&self, check: Check) -> &'static str {
        let question = &self.question;
        match check {
            Check::HomeKnown | Check::SameRegion | Check::HomeHoldsAll => pick(
                &question.home,
                ["home_region_ambiguous", "home_region_stale", "home_region_unavailable"],
            ),
            Check::HereKnown => pick(
                &question.here,
                ["here_region_ambiguous", "here_region_stale", "here_region_unavailable"],
            ),
            Check::ModeEnforced => pick(&question.mode, ["mode_ambiguous", "mode_stale", "mode_unavailable"]),
            Check::PlanEntitled => pick(&question.plan, ["plan_ambiguous", "plan_stale", "plan_unavailable"]),
        }
    }
}

const fn pick<T>(fact: &Fact<T>, [ambiguous, stale, unavailable]: [&'static str; 3]) -> &'static str {
    match fact {
        Fact::Ambiguous => ambiguous,
        Fact::Stale => stale,
        Fact::Unavailable | Fact::Known(_) | Fact::Absent => unavailable,
    }
}
