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
use crate::time::UnixTime;

words! {
    /// The outcome under one body of law, or under all of them. Ordered by strictness: the greatest wins.
    LawCode, "an outcome", {
        /// It is permitted.
        Permitted = "permitted",
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
        /// The tables are due for review.
        LawStale = "law_stale",
        /// No category was stated.
        CategoriesUnknown = "categories_unknown",
        /// The country the data would go to is not known.
        DestinationUnknown = "destination_unknown",
        /// The country the data comes from is not known.
        OriginUnknown = "origin_unknown",
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
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ground {
            Some(ground) => write!(f, "permitted on the ground of {ground}")?,
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

#[cfg(feature = "serde")]
impl serde::Serialize for Verdict {
    /// The answer with everything it rests on. There is no way back.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use alloc::string::ToString as _;
        use serde::ser::SerializeStruct as _;
        let mut record = serializer.serialize_struct("Verdict", 7)?;
        record.serialize_field("code", &self.code)?;
        record.serialize_field("ground", &self.ground)?;
        record.serialize_field("findings", &self.findings)?;
        record.serialize_field("missing", &self.missing)?;
        record.serialize_field("at", &self.at.to_string())?;
        record.serialize_field("valid_until", &self.valid_until.map(|until| until.to_string()))?;
        record.serialize_field("edition", &self.edition.to_string())?;
        record.end()
    }
}
