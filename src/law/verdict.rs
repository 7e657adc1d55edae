//! What the law says to a transfer.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use crate::data::instant::written;
use crate::data::word::words;
use crate::edition::Edition;
use crate::law::ground::Ground;
use crate::law::name::Condition;
use crate::law::name::RegimeId;
use crate::law::name::RuleId;
use crate::law::rule::DemandKind;
use crate::law::rule::Standing;
use crate::time::UnixTime;

words! {
    /// The outcome under one body of law, or under all of them. Ordered by strictness: the greatest wins. So with
    /// [`LawCode::LawUnconfirmed`] no law that was seen in a source stands in the way, and with
    /// [`LawCode::ScopeNotStated`] only statements about one's own organization are missing besides.
    LawCode, "an outcome", {
        /// It is permitted.
        Permitted = "permitted",
        /// A demand that nobody has seen in a source is not met.
        LawUnconfirmed = "law_unconfirmed",
        /// A demand is not met, and all it may take is that the organization states what it is: whether the law is
        /// about it.
        ScopeNotStated = "scope_not_stated",
        /// A rule would permit it if more were known.
        ConditionsMissing = "conditions_missing",
        /// Only rules that nobody has seen in a source would permit it.
        Unconfirmed = "unconfirmed",
        /// The law applies and no rule of it permits this.
        NoRulePermits = "no_rule_permits",
        /// A rule asks for something that is not known to hold.
        RequirementUnmet = "requirement_unmet",
        /// A rule forbids it on any condition.
        Prohibited = "prohibited",
        /// No law of transfers is known for the country the data comes from.
        NoLawKnown = "no_law_known",
        /// The tables are due for review: for now, nothing is known of the law.
        LawStale = "law_stale",
        /// No category was stated.
        CategoriesUnknown = "categories_unknown",
        /// The country the data would go to is not known.
        DestinationUnknown = "destination_unknown",
        /// The country the data comes from is not known.
        OriginUnknown = "origin_unknown",
    }
}

words! {
    /// The three kinds of outcomes.
    OutcomeKind, "a kind of outcome", {
        /// It is permitted.
        Permit = "permit",
        /// It is refused.
        Refuse = "refuse",
        /// It could not be found out: not now, with these tables.
        Retry = "retry",
    }
}

impl LawCode {
    /// Whether this permits, refuses, or could not be found out.
    #[must_use]
    pub const fn kind(self) -> OutcomeKind {
        match self {
            Self::Permitted => OutcomeKind::Permit,
            Self::LawStale => OutcomeKind::Retry,
            Self::LawUnconfirmed
            | Self::ScopeNotStated
            | Self::ConditionsMissing
            | Self::Unconfirmed
            | Self::NoRulePermits
            | Self::RequirementUnmet
            | Self::Prohibited
            | Self::NoLawKnown
            | Self::CategoriesUnknown
            | Self::DestinationUnknown
            | Self::OriginUnknown => OutcomeKind::Refuse,
        }
    }
}

/// The law's answer to a [`Transfer`](crate::law::Transfer): under every body of law that applies, and altogether.
///
/// An answer, not a proof: proofs are made by a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Verdict {
    pub(crate) code: LawCode,
    pub(crate) ground: Option<Ground>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) missing: Vec<Vec<Condition>>,
    pub(crate) duties: Vec<Demand>,
    pub(crate) warnings: Vec<Demand>,
    pub(crate) widened_by: Vec<RuleId>,
    pub(crate) at: UnixTime,
    pub(crate) valid_until: Option<UnixTime>,
    pub(crate) edition: Edition,
}

impl Verdict {
    /// True if every body of law that applies is satisfied, and there is one.
    #[must_use]
    pub fn is_permitted(&self) -> bool {
        self.code == LawCode::Permitted
    }

    /// Whether the transfer is permitted, refused, or could not be judged now.
    #[must_use]
    pub const fn outcome_kind(&self) -> OutcomeKind {
        self.code.kind()
    }

    /// True if the transfer could not be judged now, and newer tables may permit it.
    #[must_use]
    pub fn is_retry(&self) -> bool {
        self.outcome_kind() == OutcomeKind::Retry
    }

    /// The strictest outcome.
    #[must_use]
    pub const fn outcome(&self) -> LawCode {
        self.code
    }

    /// The strictest outcome's stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code.as_str()
    }

    /// The weakest of the grounds it rests on; `None` for a refusal.
    #[must_use]
    pub const fn ground(&self) -> Option<Ground> {
        self.ground
    }

    /// The outcome under each body of law that applies, by its name.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// For a refusal: every smallest set of conditions that, known to hold, would turn it. Empty if none would.
    #[must_use]
    pub fn missing(&self) -> &[Vec<Condition>] {
        &self.missing
    }

    /// For a permit: what is to be done or kept besides, and is not known to be; by body of law and rule.
    #[must_use]
    pub fn duties(&self) -> &[Demand] {
        &self.duties
    }

    /// What would be asked by rules that nobody has seen in a source and is not known to hold, where
    /// [`UnconfirmedLaw::Warn`](crate::law::UnconfirmedLaw::Warn) was named; by body of law and rule.
    #[must_use]
    pub fn warnings(&self) -> &[Demand] {
        &self.warnings
    }

    /// The rows that would have been asked and were [switched off](crate::law::LawEdition::widened), by name.
    #[must_use]
    pub fn widened_by(&self) -> &[RuleId] {
        &self.widened_by
    }

    /// The instant of the answer.
    #[must_use]
    pub const fn at(&self) -> UnixTime {
        self.at
    }

    /// The next instant at which anything in the answer changes, by the dates of the tables and of the facts; `None`
    /// if nothing ever does.
    #[must_use]
    pub const fn valid_until(&self) -> Option<UnixTime> {
        self.valid_until
    }

    /// The tables that were asked.
    #[must_use]
    pub const fn edition(&self) -> Edition {
        self.edition
    }

    /// True if both say the same, whenever they were asked.
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        (self.code, self.ground) == (other.code, other.ground)
            && self.findings == other.findings
            && self.missing == other.missing
            && (&self.duties, &self.warnings) == (&other.duties, &other.warnings)
            && self.widened_by == other.widened_by
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ground {
            Some(ground) => write!(f, "permitted on the ground of {ground}")?,
            None if self.is_retry() => write!(f, "not now ({})", self.code)?,
            None => write!(f, "refused ({})", self.code)?,
        }
        for finding in &self.findings {
            write!(f, "; {finding}")?;
        }
        for (position, set) in self.missing.iter().enumerate() {
            f.write_str(if position == 0 { "; it would be permitted with " } else { ", or with " })?;
            for (position, condition) in set.iter().enumerate() {
                write!(f, "{}{condition}", if position > 0 { " and " } else { "" })?;
            }
        }
        for demand in &self.duties {
            write!(f, "; to do: {demand}")?;
        }
        for demand in &self.warnings {
            write!(f, "; not refused, though nobody knows better: {demand}")?;
        }
        for row in &self.widened_by {
            write!(f, "; {row} is switched off")?;
        }
        match self.valid_until {
            Some(until) => write!(f, "; this answer holds until {}", written(until)),
            None => Ok(()),
        }
    }
}

/// The outcome under one body of law.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Finding {
    pub(crate) regime: RegimeId,
    pub(crate) code: LawCode,
    pub(crate) rule: Option<RuleId>,
    pub(crate) ground: Option<Ground>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) missing: Vec<Vec<Condition>>,
    pub(crate) citation: Cow<'static, str>,
    pub(crate) source: Cow<'static, str>,
}

impl Finding {
    /// The body of law.
    #[must_use]
    pub const fn regime(&self) -> RegimeId {
        self.regime
    }

    /// True if it is satisfied.
    #[must_use]
    pub fn is_permitted(&self) -> bool {
        self.code == LawCode::Permitted
    }

    /// The outcome.
    #[must_use]
    pub const fn outcome(&self) -> LawCode {
        self.code
    }

    /// The outcome's stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code.as_str()
    }

    /// The rule that decided, if one did.
    #[must_use]
    pub const fn rule(&self) -> Option<RuleId> {
        self.rule
    }

    /// The ground, if a law of transfers permits.
    #[must_use]
    pub const fn ground(&self) -> Option<Ground> {
        self.ground
    }

    /// The provision of the rule that decided, or of the body of law.
    #[must_use]
    pub fn citation(&self) -> &str {
        &self.citation
    }

    /// Where that provision was seen.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The conditions the permission rests on.
    #[must_use]
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// For a refusal: every smallest set of conditions that would turn it. Empty if none would.
    #[must_use]
    pub fn missing(&self) -> &[Vec<Condition>] {
        &self.missing
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.regime, self.code)?;
        if let Some(ground) = self.ground {
            write!(f, ", {ground}")?;
        }
        if let Some(rule) = self.rule {
            write!(f, ", by {rule}")?;
        }
        write!(f, " ({})", self.citation)
    }
}

/// Something a rule demands that is not known to be met, and for which the transfer is not refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Demand {
    pub(crate) rule: RuleId,
    pub(crate) kind: DemandKind,
    pub(crate) within: Option<u16>,
    pub(crate) conditions: Vec<Vec<Condition>>,
    pub(crate) standing: Standing,
    pub(crate) citation: Cow<'static, str>,
}

impl Demand {
    /// The rule.
    #[must_use]
    pub const fn rule(&self) -> RuleId {
        self.rule
    }

    /// The kind: a duty or a record; a gate, if it is only a warning.
    #[must_use]
    pub const fn kind(&self) -> DemandKind {
        self.kind
    }

    /// For a duty: within how many days after the act.
    #[must_use]
    pub const fn within(&self) -> Option<u16> {
        self.within
    }

    /// Every smallest set of conditions that, known to hold, would meet it. Empty if none would.
    #[must_use]
    pub fn conditions(&self) -> &[Vec<Condition>] {
        &self.conditions
    }

    /// Whether anybody has seen the rule in a source.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// The provision.
    #[must_use]
    pub fn citation(&self) -> &str {
        &self.citation
    }
}

impl fmt::Display for Demand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} by {}", self.kind, self.rule)?;
        if let Some(days) = self.within {
            write!(f, " within {days} days")?;
        }
        write!(f, " ({})", self.citation)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Verdict {
    /// The answer with everything it rests on. There is no way back.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use alloc::string::ToString as _;
        use serde::ser::SerializeStruct as _;
        let mut record = serializer.serialize_struct("Verdict", 11)?;
        record.serialize_field("code", &self.code)?;
        record.serialize_field("kind", &self.outcome_kind())?;
        record.serialize_field("ground", &self.ground)?;
        record.serialize_field("findings", &self.findings)?;
        record.serialize_field("missing", &self.missing)?;
        record.serialize_field("duties", &self.duties)?;
        record.serialize_field("warnings", &self.warnings)?;
        record.serialize_field("widened_by", &self.widened_by)?;
        record.serialize_field("at", &self.at.to_string())?;
        record.serialize_field("valid_until", &self.valid_until.map(|until| until.to_string()))?;
        record.serialize_field("edition", &self.edition.to_string())?;
        record.end()
    }
}
