//! One transfer before one set of tables at one instant: which rows are about it, and whether they are satisfied.

use alloc::vec::Vec;

use crate::data::DataCategory;
use crate::law::edition::HeldRow;
use crate::law::edition::StaleLaw;
use crate::law::edition::UnconfirmedLaw;
use crate::law::ground::Ground;
use crate::law::name::Condition;
use crate::law::name::RegimeId;
use crate::law::rows::Rows;
use crate::law::rule::DataFilter;
use crate::law::rule::DemandKind;
use crate::law::rule::Effect;
use crate::law::rule::Follows;
use crate::law::rule::Regime;
use crate::law::rule::Rule;
use crate::law::rule::Stance;
use crate::law::rule::Standing;
use crate::law::transfer::Transfer;
use crate::law::verdict::LawCode;
use crate::place::Jurisdiction;
use crate::time::UnixTime;

/// A transfer of which both sides are known.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) rows: Rows<'a>,
    pub(crate) transfer: &'a Transfer<'a>,
    pub(crate) from: Jurisdiction,
    pub(crate) to: Jurisdiction,
    pub(crate) now: UnixTime,
}

impl<'a> Case<'a> {
    /// The case, or what is missing to make one of the question.
    pub(crate) fn new(rows: Rows<'a>, transfer: &'a Transfer<'a>, now: UnixTime) -> Result<Self, LawCode> {
        let is_place = |from: &Jurisdiction| !from.is_organization();
        let from = transfer.from.filter(is_place).ok_or(LawCode::OriginUnknown)?;
        let to = transfer.to.ok_or(LawCode::DestinationUnknown)?;
        if transfer.categories.is_empty() {
            return Err(LawCode::CategoriesUnknown);
        }
        Ok(Self { rows, transfer, from, to, now })
    }

    /// True if the tables are too old to judge this transfer.
    pub(crate) fn is_stale(&self) -> bool {
        self.is_transfer()
            && self.rows.law().stale_law() == StaleLaw::Retry
            && self.rows.law().edition().is_stale(self.now)
    }

    /// True if no body of law refuses. Allocates nothing; [`LawEdition::judge`] says the same at length.
    pub(crate) fn is_permitted(&self) -> bool {
        let mut permitted = self.is_domestic();
        for regime in self.regimes() {
            if self.gates(regime).any(|rule| self.refuses(rule)) {
                return false;
            }
            if self.needs_permission(regime) {
                if !self.permissions(regime).any(|rule| self.is_met(rule)) {
                    return false;
                }
                permitted |= self.is_governed_by(regime);
            }
        }
        permitted && !self.is_stale()
    }

    /// True if a body of law is one of transfers, and surely the law of where the data is. One that only may be is
    /// asked, and that no other is known still refuses.
    pub(crate) fn is_governed_by(&self, regime: &Regime) -> bool {
        regime.stance == Stance::General && self.rows.surely_in(&regime.from, self.from, self.now)
    }

    /// True if both sides are in one country.
    pub(crate) fn is_domestic(&self) -> bool {
        self.from.shares_country(self.to)
    }

    /// True if this body of law permits what leaves it only under a rule, and this leaves it, or may: to another
    /// country, or between two parts of one that the law tells apart.
    pub(crate) fn needs_permission(&self, regime: &Regime) -> bool {
        regime.stance == Stance::General
            && (!self.is_domestic() || self.rows.divides(&regime.from, self.from, self.to))
    }

    /// True if some body of law may need to permit it.
    fn is_transfer(&self) -> bool {
        !self.is_domestic() || self.regimes().any(|regime| self.needs_permission(regime))
    }

    /// The bodies of law that apply, or may.
    pub(crate) fn regimes(&self) -> impl Iterator<Item = &'a Regime> + use<'a> {
        let case = *self;
        case.rows.regimes().filter(move |regime| case.is_under(regime))
    }

    /// The confirmed rules that would permit the transfer if their conditions hold.
    pub(crate) fn permissions(&self, regime: &Regime) -> impl Iterator<Item = &'a Rule> + use<'a> {
        self.permits(regime, Standing::Confirmed)
    }

    /// The rules of this standing that would permit the transfer if their conditions hold.
    pub(crate) fn permits(
        &self,
        regime: &Regime,
        standing: Standing,
    ) -> impl Iterator<Item = &'a Rule> + use<'a> {
        let case = *self;
        case.rules_of(regime.id).filter(move |rule| {
            matches!(rule.effect, Effect::Permit(_))
                && rule.authority.standing == standing
                && case.covers(rule)
        })
    }

    /// The rules that decide on conditions in this case, or may.
    pub(crate) fn gates(&self, regime: &Regime) -> impl Iterator<Item = &'a Rule> + use<'a> {
        let case = *self;
        case.rules_of(regime.id)
            .filter(move |rule| rule.demand() == Some(DemandKind::Gate) && case.is_about_this(rule))
    }

    /// The rules that leave something to do or to keep in this case, or may.
    pub(crate) fn duties(&self, regime: &Regime) -> impl Iterator<Item = &'a Rule> + use<'a> {
        let case = *self;
        case.rules_of(regime.id).filter(move |rule| {
            matches!(rule.demand(), Some(DemandKind::Duty | DemandKind::Record)) && case.is_about_this(rule)
        })
    }

    /// True if a gate's row may refuse at all.
    pub(crate) fn may_refuse(&self, rule: &Rule) -> bool {
        rule.authority.standing == Standing::Confirmed
            || self.rows.law().unconfirmed_law() == UnconfirmedLaw::Refuse
    }

    /// True if a gate refuses.
    pub(crate) fn refuses(&self, rule: &Rule) -> bool {
        self.may_refuse(rule) && !self.is_met(rule)
    }

    /// True if a row that is switched off would be asked now, or might.
    pub(crate) fn would_ask(&self, row: &HeldRow) -> bool {
        match row {
            HeldRow::Rule(rule) => {
                rule.demand().is_some() && self.is_about_this(rule) && self.is_under_any(rule.regime)
            }
            HeldRow::Regime(regime) => self.is_under(regime),
            HeldRow::Membership(membership) => {
                membership.validity.contains(self.now)
                    && (membership.member.overlaps(self.from) || membership.member.overlaps(self.to))
            }
        }
    }

    /// True if a body of law of this name applies, or would if it were not switched off.
    fn is_under_any(&self, regime: RegimeId) -> bool {
        let held = self.rows.law().held.iter().filter_map(HeldRow::regime);
        self.rows.regimes().chain(held).any(|one| one.id == regime && self.is_under(one))
    }

    /// True if a body of law applies, or may.
    fn is_under(&self, regime: &Regime) -> bool {
        regime.validity.contains(self.now)
            && self.concerns(regime.data)
            && self.rows.maybe_in(&regime.from, self.from, self.now)
    }

    /// True if a rule is about this transfer, or may be.
    fn is_about_this(&self, rule: &Rule) -> bool {
        rule.validity.contains(self.now)
            && rule.acts.contains(self.transfer.act)
            && self.concerns(rule.data)
            && self.touches(&rule.categories)
            && self.rows.maybe_in(&rule.from, self.from, self.now)
            && self.rows.maybe_in(&rule.to, self.to, self.now)
    }

    /// True if a rule asks for conditions of such data, whatever the act and the date.
    pub(crate) fn may_demand(&self, rule: &Rule) -> bool {
        let mut regimes = self.rows.regimes().filter(|regime| regime.id == rule.regime);
        rule.demand().is_some()
            && self.concerns(rule.data)
            && self.touches(&rule.categories)
            && regimes.any(|regime| self.concerns(regime.data))
    }

    /// True if one of a rule's alternatives is known to hold, and what it follows permits.
    pub(crate) fn is_met(&self, rule: &Rule) -> bool {
        let known = |alternative: &Vec<Condition>| {
            alternative.iter().all(|condition| self.transfer.knows(*condition, self.now))
        };
        rule.needs.iter().any(known) && rule.follows.as_ref().is_none_or(|follows| self.is_followed(follows))
    }

    /// The permissions a row leans on. A row that itself leans on others is none, so that nothing leans in a circle.
    pub(crate) fn followed(&self, follows: &'a Follows) -> impl Iterator<Item = &'a Rule> + use<'a> {
        let case = *self;
        case.rules_of(follows.regime).filter(move |rule| case.is_followed_by(follows, rule))
    }

    fn is_followed(&self, follows: &Follows) -> bool {
        self.rules_of(follows.regime).any(|rule| self.is_followed_by(follows, rule) && self.is_met(rule))
    }

    fn is_followed_by(&self, follows: &Follows, rule: &Rule) -> bool {
        let is_named = |ground: &Ground| rule.effect == Effect::Permit(*ground);
        rule.follows.is_none()
            && rule.authority.standing == Standing::Confirmed
            && follows.grounds.iter().any(is_named)
            && self.covers(rule)
    }

    fn rules_of(&self, regime: RegimeId) -> impl Iterator<Item = &'a Rule> + use<'a> {
        self.rows.rules_of(regime)
    }

    /// True if a permitting rule surely covers the transfer.
    fn covers(&self, rule: &Rule) -> bool {
        let all_covered = |category: DataCategory| {
            rule.categories.is_empty() || rule.categories.iter().any(|wider| category.is_within(wider))
        };
        let data = self.transfer.sensitivities;
        rule.validity.contains(self.now)
            && rule.acts.contains(self.transfer.act)
            && match rule.data {
                DataFilter::Any => true,
                DataFilter::Only(named) => data.is_subset(named),
                DataFilter::Except(named) => !data.intersects(named),
            }
            && self.transfer.categories.iter().all(all_covered)
            && self.rows.surely_in(&rule.from, self.from, self.now)
            && self.rows.surely_in(&rule.to, self.to, self.now)
    }

    /// True if a row about such data may be about this.
    fn concerns(&self, data: DataFilter) -> bool {
        match data {
            DataFilter::Any | DataFilter::Except(_) => true,
            DataFilter::Only(named) => self.transfer.sensitivities.intersects(named),
        }
    }

    /// True if a row about these categories may be about one of the transfer's.
    fn touches(&self, categories: &[DataCategory]) -> bool {
        let meets = |category: DataCategory| {
            categories.iter().any(|named| category.is_within(named) || named.is_within(&category))
        };
        categories.is_empty() || self.transfer.categories.iter().any(meets)
    }
}
