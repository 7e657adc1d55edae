//! The rows of the law tables.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::data::DataCategory;
use crate::data::Sensitivities;
use crate::data::word::words;
use crate::law::act::Acts;
use crate::law::area::Area;
use crate::law::ground::Ground;
use crate::law::name::Condition;
use crate::law::name::GroupId;
use crate::law::name::RegimeId;
use crate::law::name::RuleId;
use crate::place::Jurisdiction;
use crate::time::UnixTime;

/// A row that permits a kind of transfer on conditions, or demands something on top of a permission.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Rule {
    /// Its name, stable over editions.
    pub id: RuleId,
    /// The body of law it belongs to.
    pub regime: RegimeId,
    /// What it does.
    pub effect: Effect,
    /// Where the data comes from.
    pub from: Area,
    /// Where it goes.
    pub to: Area,
    /// For which acts.
    #[cfg_attr(feature = "serde", serde(default = "all_acts"))]
    pub acts: Acts,
    /// For which data.
    #[cfg_attr(feature = "serde", serde(default))]
    pub data: DataFilter,
    /// For which categories, each with everything below it; none named means all.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub categories: Vec<DataCategory>,
    /// Alternatives, each a set of conditions that must all hold, a name or `name<limit` each. One empty alternative
    /// asks for nothing; no alternative at all can never be met.
    #[cfg_attr(feature = "serde", serde(with = "needs"))]
    pub needs: Vec<Vec<Condition>>,
    /// A permission of another body of law it leans on: it counts only while that one does.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub follows: Option<Follows>,
    /// When it is in force.
    pub validity: Validity,
    /// Where it is written, and who says so.
    pub authority: Authority,
}

impl Rule {
    /// What kind of demand it makes; `None` if it permits.
    #[must_use]
    pub const fn demand(&self) -> Option<DemandKind> {
        match self.effect {
            Effect::Permit(_) => None,
            Effect::Require => Some(DemandKind::Gate),
            Effect::Duty { .. } => Some(DemandKind::Duty),
            Effect::Record => Some(DemandKind::Record),
        }
    }
}

/// What a [`Rule`] does.
///
/// Written as `require`, `record`, `{ "permit": "adequacy" }` or `{ "duty": { "within": 14 } }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "lowercase", deny_unknown_fields)
)]
#[expect(clippy::exhaustive_enums, reason = "a row permits, decides, or leaves something to do or to keep")]
pub enum Effect {
    /// Permits, on this ground, if the conditions hold.
    Permit(Ground),
    /// Refuses, whatever permits, unless the conditions hold.
    Require,
    /// Refuses nothing; until the conditions hold, they are to be made to.
    Duty {
        /// Days after the act.
        within: u16,
    },
    /// Refuses nothing; what shows that the conditions hold is to be kept.
    Record,
}

words! {
    /// The kinds of demands.
    DemandKind, "a kind of demand", {
        /// It decides: unless it is met, the transfer is refused.
        Gate = "gate",
        /// Something to do, with a deadline after the act.
        Duty = "duty",
        /// Something to keep and to show.
        Record = "record",
    }
}

/// Which data a row is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "all, some, all but some")]
pub enum DataFilter {
    /// All personal data.
    #[default]
    Any,
    /// A permitting row: data with no other sensitivity than these. Any other row: data that may have one of these.
    Only(Sensitivities),
    /// A permitting row: data with none of these. Any other row: all data.
    Except(Sensitivities),
}

/// The permission of another body of law on which a row leans.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "which law, and which of its grounds")]
pub struct Follows {
    /// The other body of law.
    pub regime: RegimeId,
    /// One of these grounds must permit the transfer there.
    pub grounds: Vec<Ground>,
}

/// A body of law, and to which transfers it applies. Every one that applies must be satisfied.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Regime {
    /// Its name, stable over editions.
    pub id: RegimeId,
    /// What people call it.
    pub title: Cow<'static, str>,
    /// Whose exports it governs.
    pub from: Area,
    /// Which data it governs.
    #[cfg_attr(feature = "serde", serde(default))]
    pub data: DataFilter,
    /// Whether it can permit, or only ask for more.
    pub stance: Stance,
    /// When it is in force.
    pub validity: Validity,
    /// Where it is written, and who says so.
    pub authority: Authority,
}

words! {
    /// What silence of a body of law means.
    Stance, "a stance", {
        /// A law of transfers: what no row of it permits is refused.
        General = "general",
        /// A law of one sector: its rows ask for conditions, and it permits nothing by itself.
        Sectoral = "sectoral",
    }
}

/// A country's membership of a group, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Membership {
    /// Its name, stable over editions: the group and the country in small letters, `eea.fr`.
    pub id: RuleId,
    /// The group.
    pub group: GroupId,
    /// The country.
    pub member: Jurisdiction,
    /// Since when, and until when.
    pub validity: Validity,
    /// Where it is written, and who says so.
    pub authority: Authority,
}

/// When a row is in force: `[since, until)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "a half-open span")]
pub struct Validity {
    /// The first instant.
    #[cfg_attr(feature = "serde", serde(with = "crate::data::instant"))]
    pub since: UnixTime,
    /// The first instant after it, if its end is known.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none", with = "crate::data::instant::option")
    )]
    pub until: Option<UnixTime>,
}

impl Validity {
    /// True if `now` lies in it.
    #[must_use]
    pub fn contains(&self, now: UnixTime) -> bool {
        self.since <= now && self.until.is_none_or(|until| now < until)
    }
}

/// Where a row is written, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "what a citation consists of")]
pub struct Authority {
    /// Whether anybody has seen it in a source. A row added by an embedder is confirmed unless it says otherwise.
    #[cfg_attr(feature = "serde", serde(default))]
    pub standing: Standing,
    /// The provision.
    pub citation: Cow<'static, str>,
    /// Where it was seen.
    pub source: Cow<'static, str>,
    /// When, as exactly as the source says: `2026`, `2026-04`, `2026-04-13`.
    pub source_date: Cow<'static, str>,
}

words! {
    /// Whether a row was seen in a source.
    #[derive(Default)]
    Standing, "a standing", {
        /// It was.
        #[default]
        Confirmed = "confirmed",
        /// It was not. Such a row never permits; it can refuse and ask for conditions.
        Unconfirmed = "unconfirmed",
    }
}

/// Alternatives in documents. A limit is read here and nowhere else.
#[cfg(feature = "serde")]
mod needs {
    use alloc::string::String;
    use alloc::vec::Vec;

    use serde::Deserialize as _;
    use serde::Serialize as _;
    use serde::de::Error as _;

    use crate::law::name::Condition;

    pub(super) fn serialize<S: serde::Serializer>(
        needs: &[Vec<Condition>],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        needs.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Vec<Condition>>, D::Error> {
        let sets = Vec::<Vec<String>>::deserialize(deserializer)?;
        let read = |set: Vec<String>| set.iter().map(|text| Condition::parse_need(text)).collect();
        sets.into_iter().map(read).collect::<Result<_, _>>().map_err(D::Error::custom)
    }
}

#[cfg(feature = "serde")]
const fn all_acts() -> Acts {
    Acts::ALL
}
