//! Changes to the tables by whoever uses them.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::law::edition::HeldRow;
use crate::law::edition::LawEdition;
use crate::law::name::RegimeId;
use crate::law::name::RuleId;
use crate::law::rule::Authority;
use crate::law::rule::Effect;
use crate::law::rule::Membership;
use crate::law::rule::Regime;
use crate::law::rule::Rule;
use crate::law::rule::Standing;
use crate::law::rule::Validity;
use crate::time::UnixTime;

/// Rows switched off, vouched for, and added, without a new release of the crate.
///
/// An adequacy decision can fall overnight. Switching its row off turns exactly the transfers that rest on it, and
/// whatever leans on it in another law.
///
/// # Examples
///
/// ```
/// use domicile::law::{LawEdition, LawOverlay, RuleId};
///
/// let mut gone = LawOverlay::default();
/// gone.switch_off.push(RuleId::parse("gdpr.art45.us-dpf")?.into());
///
/// let law = LawEdition::builtin().clone().with_overlay(&gone)?;
/// assert!(law.rule(RuleId::parse("gdpr.art45.us-dpf")?).is_none());
/// // A second time there is nothing to switch off, and saying nothing would hide a misspelling.
/// assert!(law.with_overlay(&gone).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields, default)
)]
#[non_exhaustive]
pub struct LawOverlay {
    /// Rules, memberships and bodies of law that no longer count, each with everything whose name lies below it:
    /// `gdpr.art45.us-dpf` takes `gdpr.art45.us-dpf.hr` with it, and a body of law its rules.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub switch_off: Vec<SwitchOff>,
    /// Unconfirmed rows that somebody has now seen in a source.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub vouch: Vec<Vouch>,
    /// Further memberships.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub members: Vec<Membership>,
    /// Further bodies of law.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub regimes: Vec<Regime>,
    /// Further rules.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub rules: Vec<Rule>,
}

/// Rows that no longer count.
///
/// Without a permission fewer transfers are permitted, and its name is enough. Without a demand, a body of law or a
/// membership more may be: that is said with who says so and why, stands in every verdict it touches, and ends.
///
/// Written as a name, or as the fields of [`Widened`].
///
/// # Examples
///
/// ```
/// use domicile::UnixTime;
/// use domicile::law::{LawEdition, LawOverlay, RuleId, SwitchOff, Widened};
///
/// let hipaa = RuleId::parse("hipaa")?;
/// let mut overlay = LawOverlay::default();
/// overlay.switch_off.push(hipaa.into());
/// let law = LawEdition::builtin();
/// assert_eq!(law.clone().with_overlay(&overlay).unwrap_err().code(), "widening_unexplained");
///
/// overlay.switch_off = vec![SwitchOff::Widening(Widened {
///     row: hipaa,
///     reason: "no health data of the United States".into(),
///     source: "record of processing activities".into(),
///     source_date: "2026-10-01".into(),
///     review_by: UnixTime::from_date(2027, 10, 1).unwrap(),
/// })];
/// assert_eq!(law.clone().with_overlay(&overlay)?.widened().len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
#[expect(clippy::exhaustive_enums, reason = "it narrows or it widens")]
pub enum SwitchOff {
    /// Permissions, for good.
    Permissions(RuleId),
    /// Demands, bodies of law or memberships, until a date; permissions of their own body of law with it, and other
    /// permissions for good.
    Widening(Widened),
}

impl SwitchOff {
    /// The name of the rows.
    #[must_use]
    pub const fn row(&self) -> RuleId {
        match self {
            Self::Permissions(row) => *row,
            Self::Widening(widened) => widened.row,
        }
    }
}

impl From<RuleId> for SwitchOff {
    fn from(row: RuleId) -> Self {
        Self::Permissions(row)
    }
}

/// Why a demand, a body of law or a membership does not count, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "what is off, why, who says so, and until when")]
pub struct Widened {
    /// The row, with everything whose name lies below it.
    pub row: RuleId,
    /// Why it does not count.
    pub reason: Cow<'static, str>,
    /// Where that is written.
    pub source: Cow<'static, str>,
    /// When it was.
    pub source_date: Cow<'static, str>,
    /// From when the row counts again.
    #[cfg_attr(feature = "serde", serde(with = "crate::data::instant"))]
    pub review_by: UnixTime,
}

impl Widened {
    fn is_explained(&self) -> bool {
        [&self.reason, &self.source, &self.source_date].into_iter().all(|text| !text.trim().is_empty())
    }
}

/// Somebody's word that an unconfirmed row is right, and where they saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "which row, where seen, and when")]
pub struct Vouch {
    /// The row.
    pub row: RuleId,
    /// Where it was seen.
    pub source: Cow<'static, str>,
    /// When.
    pub source_date: Cow<'static, str>,
}

impl LawEdition {
    /// The tables with `overlay` applied: first rows are switched off, then vouched for, then added.
    ///
    /// # Errors
    ///
    /// [`InvalidOverlay`] if a name to switch off has no row at or below it, if one widens and says not why, if a row
    /// to vouch for does not exist or is confirmed already, if a row to add has the name of one that is not switched
    /// off, or if a rule to add belongs to no body of law.
    pub fn with_overlay(mut self, overlay: &LawOverlay) -> Result<Self, InvalidOverlay> {
        self.switch_off(&overlay.switch_off)?;
        for vouch in &overlay.vouch {
            self.vouch(vouch)?;
        }
        for member in &overlay.members {
            self.refuse_known(member.id)?;
            self.members.push(member.clone());
        }
        for regime in &overlay.regimes {
            self.refuse_known(row_of(regime))?;
            self.regimes.push(regime.clone());
        }
        for rule in &overlay.rules {
            self.refuse_known(rule.id)?;
            let is_homed = |id| self.regimes.iter().any(|regime| regime.id == id);
            if !is_homed(rule.regime)
                || rule.follows.as_ref().is_some_and(|follows| !is_homed(follows.regime))
            {
                return Err(InvalidOverlay::UnknownRegime { row: rule.id });
            }
            self.rules.push(rule.clone());
        }
        Ok(self.sorted())
    }

    fn switch_off(&mut self, entries: &[SwitchOff]) -> Result<(), InvalidOverlay> {
        let rules = self.rules.iter().map(|rule| rule.id);
        let regimes = self.regimes.iter().map(row_of);
        let known: Vec<RuleId> =
            rules.chain(regimes).chain(self.members.iter().map(|member| member.id)).collect();
        let is_unknown = |name: &RuleId| !known.iter().any(|row| is_within(*row, *name));
        if let Some(row) = entries.iter().map(SwitchOff::row).find(is_unknown) {
            return Err(InvalidOverlay::UnknownRow { row });
        }
        // Permissions go first and for good: no date brings back what another entry names.
        for entry in entries {
            if let SwitchOff::Permissions(row) = entry {
                self.switch_off_permissions(*row, entries)?;
            }
        }
        for entry in entries {
            if let SwitchOff::Widening(widened) = entry {
                self.widen(widened)?;
            }
        }
        Ok(())
    }

    fn switch_off_permissions(&mut self, name: RuleId, entries: &[SwitchOff]) -> Result<(), InvalidOverlay> {
        // What another entry explains need not be explained again.
        let is_explained = |row: RuleId| {
            entries.iter().any(|entry| match entry {
                SwitchOff::Permissions(_) => false,
                SwitchOff::Widening(widened) => is_within(row, widened.row),
            })
        };
        let is_off = |row: RuleId| is_within(row, name);
        let demands = self.rules.iter().filter(|rule| rule.demand().is_some()).map(|rule| rule.id);
        let regimes = self.regimes.iter().map(row_of);
        let members = self.members.iter().map(|member| member.id);
        let mut widening = demands.chain(regimes).chain(members);
        if let Some(row) = widening.find(|row| is_off(*row) && !is_explained(*row)) {
            return Err(InvalidOverlay::UnexplainedWidening { row });
        }
        self.rules.retain(|rule| rule.demand().is_some() || !is_off(rule.id));
        Ok(())
    }

    fn widen(&mut self, widened: &Widened) -> Result<(), InvalidOverlay> {
        if !widened.is_explained() {
            return Err(InvalidOverlay::UnexplainedWidening { row: widened.row });
        }
        let is_off = |row: RuleId| is_within(row, widened.row);
        let regimes: Vec<RegimeId> =
            self.regimes.iter().filter(|regime| is_off(row_of(regime))).map(|regime| regime.id).collect();
        let goes_with_regime = |rule: &Rule| regimes.contains(&rule.regime);
        self.rules.retain(|rule| {
            !matches!(rule.effect, Effect::Permit(_)) || !is_off(rule.id) || goes_with_regime(rule)
        });
        let held = &mut self.held;
        self.rules.retain_mut(|rule| {
            !is_off(rule.id) && !goes_with_regime(rule) || hold(rule, widened.review_by, held, HeldRow::Rule)
        });
        self.regimes.retain_mut(|regime| {
            !is_off(row_of(regime)) || hold(regime, widened.review_by, held, HeldRow::Regime)
        });
        // A row about a part stays, at no date if need be: what it is about is not for a row about the country to say.
        self.members.retain_mut(|member| {
            !is_off(member.id)
                || hold(member, widened.review_by, held, HeldRow::Membership)
                || member.member.is_part()
        });
        self.widened.push(widened.clone());
        Ok(())
    }

    fn vouch(&mut self, vouch: &Vouch) -> Result<(), InvalidOverlay> {
        let regimes = self.regimes.iter_mut().map(|regime| (row_of(regime), &mut regime.authority));
        let rules = self.rules.iter_mut().map(|rule| (rule.id, &mut rule.authority));
        let members = self.members.iter_mut().map(|member| (member.id, &mut member.authority));
        let mut rows = regimes.chain(rules).chain(members).filter(|(id, _)| *id == vouch.row);
        let Some((row, authority)) = rows.next() else {
            return Err(InvalidOverlay::UnknownRow { row: vouch.row });
        };
        if authority.standing == Standing::Confirmed {
            return Err(InvalidOverlay::AlreadyConfirmed { row });
        }
        *authority = Authority {
            standing: Standing::Confirmed,
            citation: Cow::clone(&authority.citation),
            source: Cow::clone(&vouch.source),
            source_date: Cow::clone(&vouch.source_date),
        };
        Ok(())
    }

    fn refuse_known(&self, row: RuleId) -> Result<(), InvalidOverlay> {
        if self.has(row) && !self.held.iter().any(|held| held.id() == row) {
            Err(InvalidOverlay::KnownRow { row })
        } else {
            Ok(())
        }
    }

    fn has(&self, row: RuleId) -> bool {
        self.rules.iter().any(|rule| rule.id == row)
            || self.regimes.iter().any(|regime| row_of(regime) == row)
            || self.members.iter().any(|member| member.id == row)
    }
}

/// An overlay does not fit the tables it is laid over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidOverlay {
    /// A row to switch off or to vouch for is not there.
    #[error("expected the name of a row in the tables, and there is no {row}")]
    UnknownRow {
        /// The name.
        row: RuleId,
    },
    /// A row to switch off permits nothing, so that more is permitted without it, and nobody says why it is off.
    #[error(
        "expected a reason, a source, its date and a review date for switching off {row}, which is no permission"
    )]
    UnexplainedWidening {
        /// The row.
        row: RuleId,
    },
    /// A row to add has the name of an existing one.
    #[error("expected a new name for a new row, and there is a {row}; switch that off to replace it")]
    KnownRow {
        /// The name.
        row: RuleId,
    },
    /// A row to vouch for needs nobody's word.
    #[error("expected an unconfirmed row to vouch for, and {row} is confirmed")]
    AlreadyConfirmed {
        /// The name.
        row: RuleId,
    },
    /// A rule to add belongs to no body of law, or follows none.
    #[error("expected bodies of law that are in the tables, and {row} names another")]
    UnknownRegime {
        /// The rule.
        row: RuleId,
    },
}

impl InvalidOverlay {
    /// The stable code: `unknown_law_row`, `widening_unexplained`, `known_law_row`, `confirmed_law_row` or
    /// `unknown_regime`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownRow { .. } => "unknown_law_row",
            Self::UnexplainedWidening { .. } => "widening_unexplained",
            Self::KnownRow { .. } => "known_law_row",
            Self::AlreadyConfirmed { .. } => "confirmed_law_row",
            Self::UnknownRegime { .. } => "unknown_regime",
        }
    }
}

/// True if `row` is `wider` or lies below it, by whole segments.
fn is_within(row: RuleId, wider: RuleId) -> bool {
    let rest = row.as_str().strip_prefix(wider.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A body of law's name as that of a row.
fn row_of(regime: &Regime) -> RuleId {
    regime.id.into()
}

/// A row that can be off for a time.
trait Dated: Clone {
    fn validity(&mut self) -> &mut Validity;
}

impl Dated for Rule {
    fn validity(&mut self) -> &mut Validity {
        &mut self.validity
    }
}

impl Dated for Regime {
    fn validity(&mut self) -> &mut Validity {
        &mut self.validity
    }
}

impl Dated for Membership {
    fn validity(&mut self) -> &mut Validity {
        &mut self.validity
    }
}

/// Cuts a row in two at the date from which it counts again, or at its end. The first part is held; false if no other
/// is left.
fn hold<R: Dated>(
    row: &mut R,
    review_by: UnixTime,
    held: &mut Vec<HeldRow>,
    as_held: fn(R) -> HeldRow,
) -> bool {
    let Validity { since, until } = *row.validity();
    if review_by <= since {
        return true;
    }
    let end = until.map_or(review_by, |until| until.min(review_by));
    let mut first = row.clone();
    first.validity().until = Some(end);
    held.push(as_held(first));
    row.validity().since = end;
    until.is_none_or(|until| review_by < until)
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for SwitchOff {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Door;
        impl<'de> serde::de::Visitor<'de> for Door {
            type Value = SwitchOff;
            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(
                    "the name of a row, or a table with row, reason, source, source_date and review_by",
                )
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<SwitchOff, E> {
                RuleId::parse(text).map(SwitchOff::Permissions).map_err(E::custom)
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<SwitchOff, A::Error> {
                let fields = serde::de::value::MapAccessDeserializer::new(map);
                serde::Deserialize::deserialize(fields).map(SwitchOff::Widening)
            }
        }
        deserializer.deserialize_any(Door)
    }
}
