//! The law tables, as one dated value.

use alloc::boxed::Box;
use alloc::string::ToString as _;
use alloc::vec::Vec;

use once_cell::race::OnceBox;

use crate::data::instant::written;
use crate::edition::Edition;
use crate::law::area::Area;
use crate::law::members_table::MEMBER_ROWS;
use crate::law::name::RuleId;
use crate::law::overlay::Widened;
use crate::law::regimes_table::REGIME_ROWS;
use crate::law::rule::DataFilter;
use crate::law::rule::Effect;
use crate::law::rule::Membership;
use crate::law::rule::Regime;
use crate::law::rule::Rule;
use crate::law::rule::Standing;
use crate::law::rule::Validity;
use crate::law::rules_table::RULE_ROWS;
use crate::law::tables::MemberRow;
use crate::law::tables::RegimeRow;
use crate::law::tables::RuleRow;
use crate::time::UnixTime;

/// Who belongs to what, which laws there are, and what each permits and asks for, all of it dated.
///
/// Not legal advice: rows with their sources, evaluated without mercy. What no row permits is refused; what the
/// table's date has left behind is refused; a row nobody has seen in a source never permits. An embedder who knows
/// better says so in a [`LawOverlay`](crate::law::LawOverlay).
///
/// # Examples
///
/// ```
/// use domicile::UnixTime;
/// use domicile::law::{GroupId, LawEdition, RuleId};
/// use domicile::place::Jurisdiction;
///
/// let law = LawEdition::builtin();
/// assert_eq!(law.edition().to_string(), "law-1");
/// assert!(law.rule(RuleId::parse("gdpr.art45.us-dpf")?).is_some());
///
/// // `eu-west-2` is in a country of its own.
/// let now = UnixTime::from_date(2026, 11, 21).unwrap();
/// let eea = GroupId::parse("eea")?;
/// assert!(law.is_member(eea, Jurisdiction::parse("IE")?, now));
/// assert!(!law.is_member(eea, Jurisdiction::parse("GB")?, now));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawEdition {
    edition: Edition,
    stale_law: StaleLaw,
    unconfirmed_law: UnconfirmedLaw,
    /// By name.
    pub(crate) widened: Vec<Widened>,
    /// Rows as long as they are switched off, by name.
    pub(crate) held: Vec<HeldRow>,
    /// By name.
    pub(crate) regimes: Vec<Regime>,
    /// By body of law, then by name.
    pub(crate) rules: Vec<Rule>,
    /// By name.
    pub(crate) members: Vec<Membership>,
}

impl LawEdition {
    /// The tables as shipped.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceBox<LawEdition> = OnceBox::new();
        BUILTIN.get_or_init(|| {
            let regimes = REGIME_ROWS.iter().filter_map(RegimeRow::read).collect();
            let rules = RULE_ROWS.iter().filter_map(RuleRow::read).collect();
            let members = MEMBER_ROWS.iter().filter_map(MemberRow::read).collect();
            let law = Self {
                edition: EDITION,
                stale_law: StaleLaw::default(),
                unconfirmed_law: UnconfirmedLaw::default(),
                widened: Vec::new(),
                held: Vec::new(),
                regimes,
                rules,
                members,
            };
            Box::new(law.sorted())
        })
    }

    /// The tables' name and dates.
    #[must_use]
    pub const fn edition(&self) -> Edition {
        self.edition
    }

    /// What happens once the tables are due for review.
    #[must_use]
    pub const fn stale_law(&self) -> StaleLaw {
        self.stale_law
    }

    /// The same tables, doing this once they are due for review.
    #[must_use]
    pub const fn on_stale(mut self, stale_law: StaleLaw) -> Self {
        self.stale_law = stale_law;
        self
    }

    /// What happens where a demand that nobody has seen in a source is not met.
    #[must_use]
    pub const fn unconfirmed_law(&self) -> UnconfirmedLaw {
        self.unconfirmed_law
    }

    /// The same tables, doing this where a demand that nobody has seen in a source is not met.
    #[must_use]
    pub const fn on_unconfirmed(mut self, unconfirmed_law: UnconfirmedLaw) -> Self {
        self.unconfirmed_law = unconfirmed_law;
        self
    }

    /// What was switched off although that widens, by name: each a warning for whoever reads the tables.
    #[must_use]
    pub fn widened(&self) -> &[Widened] {
        &self.widened
    }

    /// The bodies of law, by name.
    #[must_use]
    pub fn regimes(&self) -> &[Regime] {
        &self.regimes
    }

    /// The rules, by body of law and name.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The memberships, by name.
    #[must_use]
    pub fn members(&self) -> &[Membership] {
        &self.members
    }

    /// The rule of this name; of two, one of which is switched off for a time, the one that begins first.
    #[must_use]
    pub fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Hands everything a verdict depends on to `field`, in one order whatever the order of the rows.
    pub fn fingerprint_fields(&self, field: &mut dyn FnMut(&str)) {
        field(self.edition.table());
        field(&written(self.edition.review_by()).to_string());
        field(self.stale_law.as_str());
        field(self.unconfirmed_law.as_str());
        self.members.iter().for_each(|row| member_fields(row, field));
        self.regimes.iter().for_each(|row| regime_fields(row, field));
        self.rules.iter().for_each(|row| rule_fields(row, field));
        for row in &self.held {
            field("switched-off");
            match row {
                HeldRow::Membership(row) => member_fields(row, field),
                HeldRow::Regime(row) => regime_fields(row, field),
                HeldRow::Rule(row) => rule_fields(row, field),
            }
        }
    }

    /// Puts the rows into their order, so that two equal sets of rows are equal.
    pub(crate) fn sorted(mut self) -> Self {
        self.regimes.sort_by_key(|row| (row.id, row.validity.since));
        self.rules.sort_by_key(|row| (row.regime, row.id, row.validity.since));
        self.members.sort_by_key(|row| (row.id, row.validity.since));
        self.widened.sort_by_key(|row| (row.row, row.review_by));
        self.held.sort_by_key(|row| (row.id(), row.validity().since));
        self
    }
}

/// What happens to transfers across a border once the tables are due for review.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "a two-way switch")]
pub enum StaleLaw {
    /// They are stopped for now: [`OutcomeKind::Retry`](crate::law::OutcomeKind::Retry).
    #[default]
    Retry,
    /// They are judged by the tables as they are.
    Accept,
}

impl StaleLaw {
    /// `retry` or `accept`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::Accept => "accept",
        }
    }
}

/// What happens where a demand is not met that nobody has seen in a source. A permission that nobody has seen in one
/// never permits, whatever is said here.
///
/// # Examples
///
/// ```
/// use domicile::data::{Categories, Sensitivities, Sensitivity};
/// use domicile::law::{Act, LawEdition, Transfer, UnconfirmedLaw};
/// use domicile::place::Jurisdiction;
/// use domicile::{DataCategory, UnixTime};
///
/// let what: Categories = [DataCategory::EventMetadata].into_iter().collect();
/// let ireland = Jurisdiction::parse("IE").ok();
/// let transfer = Transfer::new(ireland, ireland, Act::Store, &what)
///     .with_sensitivities(Sensitivities::NONE.with(Sensitivity::Payment));
/// let now = UnixTime::from_date(2026, 11, 21).unwrap();
///
/// let law = LawEdition::builtin();
/// assert_eq!(law.judge(&transfer, now).code(), "law_unconfirmed");
/// let verdict = law.clone().on_unconfirmed(UnconfirmedLaw::Warn).judge(&transfer, now);
/// assert!(verdict.is_permitted());
/// assert_eq!(verdict.warnings()[0].rule().as_str(), "dora.locations");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "a two-way switch")]
pub enum UnconfirmedLaw {
    /// The transfer is refused, with a code of its own: `law_unconfirmed`.
    #[default]
    Refuse,
    /// The transfer is not refused for that, and the verdict [warns](crate::law::Verdict::warnings).
    Warn,
}

impl UnconfirmedLaw {
    /// `refuse` or `warn`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Warn => "warn",
        }
    }
}

/// A row as long as it is switched off: its validity ends when it counts again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HeldRow {
    Rule(Rule),
    Regime(Regime),
    Membership(Membership),
}

impl HeldRow {
    pub(crate) fn id(&self) -> RuleId {
        match self {
            Self::Rule(row) => row.id,
            Self::Regime(row) => row.id.into(),
            Self::Membership(row) => row.id,
        }
    }

    pub(crate) const fn validity(&self) -> Validity {
        match self {
            Self::Rule(row) => row.validity,
            Self::Regime(row) => row.validity,
            Self::Membership(row) => row.validity,
        }
    }

    pub(crate) const fn regime(&self) -> Option<&Regime> {
        match self {
            Self::Regime(row) => Some(row),
            Self::Rule(_) | Self::Membership(_) => None,
        }
    }
}

fn member_fields(row: &Membership, field: &mut dyn FnMut(&str)) {
    [row.id.as_str(), row.group.as_str(), row.member.as_str()].into_iter().for_each(&mut *field);
    closing_fields(&row.validity, row.authority.standing, field);
}

fn regime_fields(row: &Regime, field: &mut dyn FnMut(&str)) {
    [row.id.as_str(), row.stance.as_str()].into_iter().for_each(&mut *field);
    area_fields(&row.from, field);
    data_fields(row.data, field);
    closing_fields(&row.validity, row.authority.standing, field);
}

fn rule_fields(row: &Rule, field: &mut dyn FnMut(&str)) {
    field(row.id.as_str());
    field(row.regime.as_str());
    match row.effect {
        Effect::Permit(ground) => field(ground.as_str()),
        Effect::Require => field("require"),
        Effect::Duty { within } => {
            field("duty");
            field(&within.to_string());
        }
        Effect::Record => field("record"),
    }
    area_fields(&row.from, field);
    area_fields(&row.to, field);
    field("acts");
    row.acts.iter().for_each(|act| field(act.as_str()));
    data_fields(row.data, field);
    field("categories");
    row.categories.iter().for_each(|category| field(category.as_str()));
    field("needs");
    for alternative in &row.needs {
        field("either");
        alternative.iter().for_each(|condition| field(condition.as_str()));
    }
    if let Some(follows) = &row.follows {
        field("follows");
        field(follows.regime.as_str());
        follows.grounds.iter().for_each(|ground| field(ground.as_str()));
    }
    closing_fields(&row.validity, row.authority.standing, field);
}

fn area_fields(area: &Area, field: &mut dyn FnMut(&str)) {
    field(match area {
        Area::Anywhere => "anywhere",
        Area::In(_) => "in",
        Area::Outside(_) => "outside",
    });
    area.territories().iter().for_each(|territory| field(territory.as_str()));
}

fn data_fields(data: DataFilter, field: &mut dyn FnMut(&str)) {
    let (kind, named) = match data {
        DataFilter::Any => ("any", crate::data::Sensitivities::NONE),
        DataFilter::Only(named) => ("only", named),
        DataFilter::Except(named) => ("except", named),
    };
    field(kind);
    named.iter().for_each(|one| field(one.as_str()));
}

fn closing_fields(validity: &Validity, standing: Standing, field: &mut dyn FnMut(&str)) {
    field("valid");
    field(&validity.since.to_string());
    let until = validity.until.map(|until| until.to_string());
    field(until.as_deref().unwrap_or("open"));
    field(standing.as_str());
}

/// The edition of the shipped tables: what was known on 2026-11-21, to be looked at again half a year later.
const EDITION: Edition = Edition::new(
    "law",
    1,
    // 2026-11-21
    UnixTime::from_secs(1_795_219_200),
    // 2027-05-21
    UnixTime::from_secs(1_810_857_600),
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_row_reads() {
        let law = LawEdition::builtin();
        assert_eq!(law.rules.len(), RULE_ROWS.len());
        assert_eq!(law.regimes.len(), REGIME_ROWS.len());
        assert_eq!(law.members.len(), MEMBER_ROWS.len());
    }

    #[test]
    fn the_edition_has_the_dates_it_says() {
        assert_eq!(EDITION.released(), UnixTime::from_date(2026, 11, 21).unwrap());
        assert_eq!(EDITION.review_by(), UnixTime::from_date(2027, 5, 21).unwrap());
    }
}
