//! What each body of law says in one case, and what follows from all of them.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::law::alternatives::Alternatives;
use crate::law::area::Area;
use crate::law::case::Case;
use crate::law::condition::ConditionOwner;
use crate::law::edition::HeldRow;
use crate::law::ground::Ground;
use crate::law::name::Condition;
use crate::law::name::RuleId;
use crate::law::rule::DemandKind;
use crate::law::rule::Effect;
use crate::law::rule::Regime;
use crate::law::rule::Rule;
use crate::law::rule::Stance;
use crate::law::rule::Standing;
use crate::law::verdict::Demand;
use crate::law::verdict::Finding;
use crate::law::verdict::LawCode;
use crate::law::verdict::Verdict;

impl<'a> Case<'a> {
    /// Writes every body of law's finding into `verdict`, and the strictest outcome.
    pub(crate) fn fill(&self, verdict: &mut Verdict) {
        let is_domestic = self.is_domestic();
        let mut is_governed = is_domestic;
        let mut ground = is_domestic.then_some(Ground::Domestic);
        let mut missing = Alternatives::nothing_needed();
        for regime in self.regimes() {
            is_governed |= self.is_governed_by(regime);
            verdict
                .duties
                .extend(self.duties(regime).filter(|rule| !self.is_met(rule)).map(|rule| self.demand(rule)));
            let gates: Vec<&Rule> = self.gates(regime).collect();
            let doubted = gates.iter().filter(|rule| !self.may_refuse(rule) && !self.is_met(rule));
            verdict.warnings.extend(doubted.map(|rule| self.demand(rule)));
            if regime.stance == Stance::Sectoral && gates.is_empty() {
                continue;
            }
            let needed = self.needed(regime, &gates);
            let finding = self.finding(regime, &gates, &needed);
            verdict.code = verdict.code.max(finding.code);
            ground = ground.max(finding.ground);
            missing = missing.and(&needed);
            verdict.findings.push(finding);
        }
        verdict.widened_by = self.switched_off();
        if self.is_stale() {
            verdict.code = verdict.code.max(LawCode::LawStale);
        }
        if !is_governed {
            verdict.code = verdict.code.max(LawCode::NoLawKnown);
        }
        if verdict.is_permitted() {
            verdict.ground = ground;
            return;
        }
        verdict.duties.clear();
        if is_governed && !self.is_stale() {
            verdict.missing = missing.into_sets();
        }
    }

    /// A rule that is not met and does not refuse.
    fn demand(&self, rule: &'a Rule) -> Demand {
        Demand {
            rule: rule.id,
            kind: rule.demand().unwrap_or(DemandKind::Gate),
            within: match rule.effect {
                Effect::Duty { within } => Some(within),
                Effect::Permit(_) | Effect::Require | Effect::Record => None,
            },
            conditions: self.missing(rule).into_sets(),
            standing: rule.authority.standing,
            citation: Cow::clone(&rule.authority.citation),
        }
    }

    /// The rows that would be asked, were they not switched off now.
    fn switched_off(&self) -> Vec<RuleId> {
        let held = self.rows.law().held.iter();
        let mut rows: Vec<RuleId> = held.filter(|row| self.would_ask(row)).map(HeldRow::id).collect();
        rows.dedup();
        rows
    }

    fn finding(&self, regime: &Regime, gates: &[&'a Rule], needed: &Alternatives) -> Finding {
        let (code, rule) = self.outcome(regime, gates);
        let is_permitted = code == LawCode::Permitted;
        let ground = match rule.map(|rule| rule.effect) {
            Some(Effect::Permit(ground)) => Some(ground),
            Some(Effect::Require | Effect::Duty { .. } | Effect::Record) | None => {
                (regime.stance == Stance::General).then_some(Ground::Domestic)
            }
        };
        let authority = rule.map_or(&regime.authority, |rule| &rule.authority);
        let relied = rule.into_iter().chain(gates.iter().copied());
        Finding {
            regime: regime.id,
            code,
            rule: rule.map(|rule| rule.id),
            ground: ground.filter(|_| is_permitted),
            conditions: if is_permitted { self.conditions(relied) } else { Vec::new() },
            missing: if is_permitted { Vec::new() } else { needed.clone().into_sets() },
            citation: Cow::clone(&authority.citation),
            source: Cow::clone(&authority.source),
        }
    }

    /// The outcome under one body of law, and the rule that decides it: the strictest of its gates that are not met,
    /// the first of several, and of what it says where a border is crossed.
    fn outcome(&self, regime: &Regime, gates: &[&'a Rule]) -> (LawCode, Option<&'a Rule>) {
        let mut strictest = if self.needs_permission(regime) {
            self.permission(regime)
        } else {
            (LawCode::Permitted, gates.first().copied())
        };
        for rule in gates.iter().filter(|rule| self.refuses(rule)) {
            let code = self.refusal(rule);
            if code > strictest.0 {
                strictest = (code, Some(rule));
            }
        }
        strictest
    }

    /// The code of a gate that is not met.
    fn refusal(&self, rule: &'a Rule) -> LawCode {
        let is_scope = |condition: &Condition| {
            condition.owner() == ConditionOwner::Organization
                && !self.transfer.recipient.has_ended(*condition, self.now)
        };
        let is_open = |set: Vec<Condition>| !set.is_empty() && set.iter().all(is_scope);
        if rule.authority.standing == Standing::Unconfirmed {
            LawCode::LawUnconfirmed
        } else if rule.needs.is_empty() {
            LawCode::Prohibited
        } else if self.missing(rule).into_sets().into_iter().any(is_open) {
            LawCode::ScopeNotStated
        } else {
            LawCode::RequirementUnmet
        }
    }

    /// What a law of transfers says where a border is crossed, and the rule that says it.
    fn permission(&self, regime: &Regime) -> (LawCode, Option<&'a Rule>) {
        let firmest = |rules: &mut dyn Iterator<Item = &'a Rule>| {
            rules.min_by_key(|rule| (ground_of(rule), !matches!(rule.to, Area::In(_)), rule.id))
        };
        if let Some(rule) = firmest(&mut self.permissions(regime).filter(|rule| self.is_met(rule))) {
            return (LawCode::Permitted, Some(rule));
        }
        if let Some(rule) = firmest(&mut self.permissions(regime)) {
            return (LawCode::ConditionsMissing, Some(rule));
        }
        match firmest(&mut self.permits(regime, Standing::Unconfirmed)) {
            Some(rule) => (LawCode::Unconfirmed, Some(rule)),
            None => (LawCode::NoRulePermits, None),
        }
    }

    /// What one body of law still needs: everything its gates miss that may refuse, and what one permission misses.
    fn needed(&self, regime: &Regime, gates: &[&'a Rule]) -> Alternatives {
        let asked = gates.iter().filter(|rule| self.may_refuse(rule)).map(|rule| self.missing(rule));
        let needed = asked.fold(Alternatives::nothing_needed(), |all, more| all.and(&more));
        if !self.needs_permission(regime) {
            return needed;
        }
        let ways = self.permissions(regime).map(|rule| self.missing(rule));
        needed.and(&ways.fold(Alternatives::impossible(), Alternatives::or))
    }

    /// What one rule still needs.
    fn missing(&self, rule: &'a Rule) -> Alternatives {
        let own = self.unknown(rule);
        let Some(follows) = &rule.follows else { return own };
        let followed = self.followed(follows).map(|rule| self.unknown(rule));
        own.and(&followed.fold(Alternatives::impossible(), Alternatives::or))
    }

    /// What of each of a rule's alternatives is not known to hold.
    fn unknown(&self, rule: &Rule) -> Alternatives {
        let is_unknown = |condition: &Condition| !self.transfer.knows(*condition, self.now);
        Alternatives::of(
            rule.needs.iter().map(|alternative| alternative.iter().copied().filter(is_unknown).collect()),
        )
    }

    /// The known conditions on which these rules rest: of each, its first alternative that holds.
    fn conditions(&self, rules: impl Iterator<Item = &'a Rule>) -> Vec<Condition> {
        let is_known = |condition: &Condition| self.transfer.knows(*condition, self.now);
        let held = rules.filter_map(|rule| {
            let mut holding = rule.needs.iter().filter(|alternative| alternative.iter().all(is_known));
            holding.next()
        });
        let mut conditions: Vec<Condition> = held.flatten().copied().collect();
        conditions.sort_unstable();
        conditions.dedup();
        conditions
    }
}

fn ground_of(rule: &Rule) -> Option<Ground> {
    match rule.effect {
        Effect::Permit(ground) => Some(ground),
        Effect::Require | Effect::Duty { .. } | Effect::Record => None,
    }
}
