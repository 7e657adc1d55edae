//! The full question.

use crate::data::DataCategory;
use crate::law::Act;
use crate::law::RecipientFacts;
use crate::place::Region;
use crate::policy::fact::Fact;
use crate::policy::fact::Question;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::policy::name::ScopeName;
use crate::tenant::Mode;
use crate::tenant::Plan;
use crate::time::UnixTime;

/// What a policy made from a document is asked: who does what with which data, of whom, where.
///
/// [`Case::unknown`] is the case about which nothing is known; set what is. Names that the policy does not list count
/// as known and unlisted, and are refused.
///
/// # Examples
///
/// ```
/// use domicile::policy::{Case, Fact};
/// use domicile::{Region, ResidencyPolicy, UnixTime};
///
/// let mut case = Case::unknown();
/// case.home = Fact::Known(Region::EuWest1);
/// case.here = Fact::Known(Region::EuWest1);
///
/// // A policy that was not made from a document answers no cases.
/// let policy = ResidencyPolicy::closed();
/// assert!(policy.at(UnixTime::from_secs(0)).decide(&case).is_none());
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Case<'f> {
    /// Where the tenant's data belongs.
    pub home: Fact<Region>,
    /// Where the data would be, or from where it would be read.
    pub here: Fact<Region>,
    /// Whether the tenant's region is enforced.
    pub mode: Fact<Mode>,
    /// What is done.
    pub act: Fact<Act>,
    /// With what kind of data.
    pub category: Fact<DataCategory>,
    /// The tenant's plan.
    pub plan: Fact<Plan>,
    /// In what capacity.
    pub role: Fact<RoleName>,
    /// Whose rules apply: [`ScopeName::PLATFORM`], or the tenant's or its organization's own.
    pub scope: Fact<ScopeName>,
    /// The primary region of the tenant's organization; asked where a category follows the organization.
    pub organization: Fact<Region>,
    /// Who receives it; asked where it leaves its region.
    pub recipient: Fact<RecipientName>,
    /// What kind of endpoint it is delivered to; asked of deliveries.
    pub endpoint: Fact<Endpoint>,
    /// What is known about the recipient; everything else counts as absent.
    pub recipient_facts: &'f RecipientFacts,
    /// When the facts run out, if they do.
    pub facts_until: Option<UnixTime>,
}

impl Case<'static> {
    /// The case about which nothing is known. The answer is a refusal.
    #[must_use]
    pub const fn unknown() -> Self {
        Self {
            home: Fact::Absent,
            here: Fact::Absent,
            mode: Fact::Absent,
            act: Fact::Absent,
            category: Fact::Absent,
            plan: Fact::Absent,
            role: Fact::Absent,
            scope: Fact::Absent,
            organization: Fact::Absent,
            recipient: Fact::Absent,
            endpoint: Fact::Absent,
            recipient_facts: RecipientFacts::NOTHING,
            facts_until: None,
        }
    }

    /// The same, with what `question` knows.
    #[must_use]
    pub const fn from_question(question: &Question) -> Self {
        let mut case = Self::unknown();
        case.home = question.home;
        case.here = question.here;
        case.mode = question.mode;
        case.plan = question.plan;
        case.facts_until = question.facts_until;
        case
    }
}

/// What kind of endpoint a platform has (T10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "a platform has an endpoint in the region or it has not")]
pub enum Endpoint {
    /// One in the region the event is delivered from.
    Regional,
    /// One for the whole world only.
    Global,
}

impl Endpoint {
    /// `regional` or `global`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Regional => "regional",
            Self::Global => "global",
        }
    }
}
