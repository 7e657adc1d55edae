//! Recorded decisions under another policy.

use alloc::string::String;
use alloc::vec::Vec;

use crate::data::Categories;
use crate::law::Act;
use crate::law::RecipientFacts;
use crate::place::Region;
use crate::policy::evaluate::DecisionKind;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::policy::request::EndpointKind;
use crate::policy::request::Expiry;
use crate::policy::request::Fact;
use crate::policy::request::Request;
use crate::policy::residency::ResidencyPolicy;
use crate::tenant::Mode;
use crate::tenant::OrgId;
use crate::tenant::Plan;
use crate::tenant::ScopeName;
use crate::time::UnixTime;

/// A decision as it was recorded: what was asked, when, and what the answer was. It reads the serde form of a
/// [`Decision`](crate::Decision) and takes from it what can be asked again. It is a record, not a proof.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct RecordedDecision {
    decision: DecisionKind,
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
    pub before: DecisionKind,
    /// The recorded code.
    pub code_before: String,
    /// What the policy answers, at the instant of the record.
    pub after: DecisionKind,
    /// The code of that.
    pub code_after: &'static str,
}

impl ResidencyPolicy {
    /// Asks this policy what was asked when the records were made, each at its own instant, and lists the answers that
    /// differ. Shadow mode: nothing is decided by it.
    #[must_use]
    pub fn replay<'r>(&self, records: impl IntoIterator<Item = &'r RecordedDecision>) -> Vec<Reversal> {
        let mut reversals = Vec::new();
        for (position, record) in records.into_iter().enumerate() {
            let request = record.facts.request();
            let decision = self.at(record.at).decide(&request);
            if decision.kind() != record.decision {
                reversals.push(Reversal {
                    position,
                    before: record.decision,
                    code_before: record.code.clone(),
                    after: decision.kind(),
                    code_after: decision.code(),
                });
            }
        }
        reversals
    }
}

/// The facts of a record. All have to be there, but for the recipient of what nobody is given: a lost one must not turn
/// into an absent one.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    home: Recorded<Region>,
    here: Recorded<Region>,
    mode: Recorded<Mode>,
    operation: Recorded<Act>,
    categories: Recorded<Categories>,
    plan: Recorded<Plan>,
    role: Recorded<RoleName>,
    scope: Recorded<ScopeName>,
    organization: Recorded<OrgId>,
    organization_region: Recorded<Region>,
    #[serde(default, deserialize_with = "given")]
    recipient: Option<Recorded<RecipientName>>,
    endpoint: Recorded<EndpointKind>,
    recipient_facts: RecipientFacts,
    expiry: Expiry,
}

/// A recipient that is written, as absent perhaps, was asked about.
fn given<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Recorded<RecipientName>>, D::Error> {
    serde::Deserialize::deserialize(deserializer).map(Some)
}

impl Facts {
    fn request(&self) -> Request {
        let mut request = Request::new(self.expiry);
        request.home = self.home.fact();
        request.here = self.here.fact();
        request.mode = self.mode.fact();
        request.operation = self.operation.fact();
        request.categories = self.categories.fact();
        request.plan = self.plan.fact();
        request.role = self.role.fact();
        request.scope = self.scope.fact();
        request.organization = self.organization.fact();
        request.organization_region = self.organization_region.fact();
        request.recipient = self.recipient.as_ref().map(Recorded::fact);
        request.endpoint = self.endpoint.fact();
        request.recipient_facts = self.recipient_facts.clone();
        request
    }
}

/// The serde form of a [`Fact`].
#[derive(Clone, Debug, serde::Deserialize)]
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

impl<T: Clone> Recorded<T> {
    fn fact(&self) -> Fact<T> {
        match self {
            Self::Known(value) => Fact::Known(value.clone()),
            Self::Absent(()) => Fact::Absent,
            Self::Unknown { unknown: Doubt::Ambiguous } => Fact::Ambiguous,
            Self::Unknown { unknown: Doubt::Stale } => Fact::Stale,
            Self::Unknown { unknown: Doubt::Unavailable } => Fact::Unavailable,
        }
    }
}
