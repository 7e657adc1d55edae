//! Recorded decisions under another policy (N11).

use alloc::string::String;
use alloc::vec::Vec;

use crate::data::DataCategory;
use crate::law::Act;
use crate::law::RecipientFacts;
use crate::place::Region;
use crate::policy::case::Case;
use crate::policy::case::Endpoint;
use crate::policy::evaluate::Answer;
use crate::policy::fact::Fact;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::tenant::ScopeName;
use crate::policy::residency::ResidencyPolicy;
use crate::tenant::Mode;
use crate::tenant::Plan;
use crate::time::UnixTime;

/// A decision as it was recorded: what was asked, when, and what the answer was. It reads the serde form of a
/// [`Ruling`](crate::policy::Ruling) and takes from it what can be asked again. It is a record, not a proof.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct RecordedDecision {
    decision: Answer,
    code: String,
    at: UnixTime,
    facts: Facts,
}

/// A recorded decision that another policy would have taken otherwise.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Reversal {
    /// The position among the records.
    pub position: usize,
    /// The recorded answer.
    pub before: Answer,
    /// The recorded code.
    pub code_before: String,
    /// What the policy answers, at the instant of the record.
    pub after: Answer,
    /// The code of that.
    pub code_after: &'static str,
}

impl ResidencyPolicy {
    /// Asks this policy what was asked when the records were made, each at its own instant, and lists the answers that
    /// differ. Shadow mode: nothing is decided by it.
    ///
    /// `None` if the policy was made without a document.
    #[must_use]
    pub fn replay<'r>(
        &self,
        records: impl IntoIterator<Item = &'r RecordedDecision>,
    ) -> Option<Vec<Reversal>> {
        self.rulebook()?;
        let mut reversals = Vec::new();
        for (position, record) in records.into_iter().enumerate() {
            let case = record.facts.case();
            let ruling = self.at(record.at).decide(&case)?;
            if ruling.answer() != record.decision {
                reversals.push(Reversal {
                    position,
                    before: record.decision,
                    code_before: record.code.clone(),
                    after: ruling.answer(),
                    code_after: ruling.code(),
                });
            }
        }
        Some(reversals)
    }
}

/// The facts of a record. All have to be there: a lost one must not turn into an absent one.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    home: Recorded<Region>,
    here: Recorded<Region>,
    mode: Recorded<Mode>,
    act: Recorded<Act>,
    category: Recorded<DataCategory>,
    plan: Recorded<Plan>,
    role: Recorded<RoleName>,
    scope: Recorded<ScopeName>,
    organization: Recorded<Region>,
    recipient: Recorded<RecipientName>,
    endpoint: Recorded<Endpoint>,
    recipient_facts: RecipientFacts,
    facts_until: Option<UnixTime>,
}

impl Facts {
    const fn case(&self) -> Case<'_> {
        Case {
            home: self.home.fact(),
            here: self.here.fact(),
            mode: self.mode.fact(),
            act: self.act.fact(),
            category: self.category.fact(),
            plan: self.plan.fact(),
            role: self.role.fact(),
            scope: self.scope.fact(),
            organization: self.organization.fact(),
            recipient: self.recipient.fact(),
            endpoint: self.endpoint.fact(),
            recipient_facts: &self.recipient_facts,
            facts_until: self.facts_until,
        }
    }
}

/// The serde form of a [`Fact`].
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(untagged)]
enum Recorded<T> {
    Known(T),
    Unknown { unknown: Doubt },
    Absent(()),
}

#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Doubt {
    Ambiguous,
    Stale,
    Unavailable,
}

impl<T: Copy> Recorded<T> {
    const fn fact(self) -> Fact<T> {
        match self {
            Self::Known(value) => Fact::Known(value),
            Self::Absent(()) => Fact::Absent,
            Self::Unknown { unknown: Doubt::Ambiguous } => Fact::Ambiguous,
            Self::Unknown { unknown: Doubt::Stale } => Fact::Stale,
            Self::Unknown { unknown: Doubt::Unavailable } => Fact::Unavailable,
        }
    }
}
