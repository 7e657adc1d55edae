//! Changes to the tables by whoever uses them.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::law::edition::LawEdition;
use crate::law::name::RuleId;
use crate::law::rule::Authority;
use crate::law::rule::Membership;
use crate::law::rule::Regime;
use crate::law::rule::Rule;
use crate::law::rule::Standing;

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
/// gone.switch_off.push(RuleId::parse("gdpr.art45.us-dpf")?);
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
    pub switch_off: Vec<RuleId>,
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
    /// [`InvalidOverlay`] if a name to switch off has no row at or below it, if a row to vouch for does not exist or
    /// is confirmed already, if a row to add has the name of an existing one, or if a rule to add belongs to no body
    /// of law.
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

    fn switch_off(&mut self, names: &[RuleId]) -> Result<(), InvalidOverlay> {
        let rules = self.rules.iter().map(|rule| rule.id);
        let regimes = self.regimes.iter().map(row_of);
        let known: Vec<RuleId> =
            rules.chain(regimes).chain(self.members.iter().map(|member| member.id)).collect();
        if let Some(row) = names.iter().find(|name| !known.iter().any(|row| is_within(*row, **name))) {
            return Err(InvalidOverlay::UnknownRow { row: *row });
        }
        let is_off = |row: RuleId| names.iter().any(|name| is_within(row, *name));
        self.rules.retain(|rule| !is_off(rule.id) && !is_off(rule.regime.into()));
        self.regimes.retain(|regime| !is_off(row_of(regime)));
        self.members.retain(|member| !is_off(member.id));
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
        if self.has(row) { Err(InvalidOverlay::KnownRow { row }) } else { Ok(()) }
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
    /// The stable code: `unknown_law_row`, `known_law_row`, `confirmed_law_row` or `unknown_regime`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownRow { .. } => "unknown_law_row",
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
