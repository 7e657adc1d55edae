//! Reading the shipped rows.
//!
//! Rows are text, as in the tables they come from. A row that does not read is left out, and a test counts them: what
//! is left out can only refuse.

use alloc::borrow::Cow;
use alloc::vec;
use alloc::vec::Vec;

use crate::data::Sensitivities;
use crate::data::Sensitivity;
use crate::data::instant;
use crate::law::act::Act;
use crate::law::act::Acts;
use crate::law::area::Area;
use crate::law::area::Territory;
use crate::law::ground::Ground;
use crate::law::name::Condition;
use crate::law::name::GroupId;
use crate::law::name::RegimeId;
use crate::law::name::RuleId;
use crate::law::rule::Authority;
use crate::law::rule::DataFilter;
use crate::law::rule::Effect;
use crate::law::rule::Follows;
use crate::law::rule::Membership;
use crate::law::rule::Regime;
use crate::law::rule::Rule;
use crate::law::rule::Stance;
use crate::law::rule::Standing;
use crate::law::rule::Validity;
use crate::place::Jurisdiction;

/// A rule as it stands in the table.
pub(crate) struct RuleRow {
    pub(crate) id: &'static str,
    pub(crate) regime: &'static str,
    /// `require`, or `permit` and a ground.
    pub(crate) effect: &'static str,
    /// `*`, territories, or `not` and territories.
    pub(crate) origin: &'static str,
    pub(crate) destination: &'static str,
    /// Acts; none means all.
    pub(crate) acts: &'static str,
    /// `any`, or `only` or `except` and sensitivities.
    pub(crate) data: &'static str,
    /// Conditions joined by `+` in alternatives joined by `|`; nothing for "asks for nothing"; `never`.
    pub(crate) needs: &'static str,
    /// A regime, a colon, and grounds; or nothing.
    pub(crate) follows: &'static str,
    pub(crate) since: &'static str,
    pub(crate) until: &'static str,
    pub(crate) standing: &'static str,
    pub(crate) citation: &'static str,
    pub(crate) source: &'static str,
    pub(crate) source_date: &'static str,
}

impl RuleRow {
    pub(crate) fn read(&self) -> Option<Rule> {
        Some(Rule {
            id: RuleId::parse(self.id).ok()?,
            regime: RegimeId::parse(self.regime).ok()?,
            effect: effect(self.effect)?,
            from: area(self.origin)?,
            to: area(self.destination)?,
            acts: acts(self.acts)?,
            data: data(self.data)?,
            categories: Vec::new(),
            needs: needs(self.needs)?,
            follows: if self.follows.is_empty() { None } else { Some(follows(self.follows)?) },
            validity: validity(self.since, self.until)?,
            authority: authority(self.standing, self.citation, self.source, self.source_date)?,
        })
    }
}

/// A body of law as it stands in the table.
pub(crate) struct RegimeRow {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) origin: &'static str,
    pub(crate) data: &'static str,
    pub(crate) stance: &'static str,
    pub(crate) since: &'static str,
    pub(crate) until: &'static str,
    pub(crate) standing: &'static str,
    pub(crate) citation: &'static str,
    pub(crate) source: &'static str,
    pub(crate) source_date: &'static str,
}

impl RegimeRow {
    pub(crate) fn read(&self) -> Option<Regime> {
        Some(Regime {
            id: RegimeId::parse(self.id).ok()?,
            title: Cow::Borrowed(self.title),
            from: area(self.origin)?,
            data: data(self.data)?,
            stance: Stance::parse(self.stance).ok()?,
            validity: validity(self.since, self.until)?,
            authority: authority(self.standing, self.citation, self.source, self.source_date)?,
        })
    }
}

/// A membership as it stands in the table.
pub(crate) struct MemberRow {
    pub(crate) id: &'static str,
    pub(crate) group: &'static str,
    pub(crate) member: &'static str,
    pub(crate) since: &'static str,
    pub(crate) until: &'static str,
    pub(crate) standing: &'static str,
    pub(crate) citation: &'static str,
    pub(crate) source: &'static str,
    pub(crate) source_date: &'static str,
}

impl MemberRow {
    pub(crate) fn read(&self) -> Option<Membership> {
        Some(Membership {
            id: RuleId::parse(self.id).ok()?,
            group: GroupId::parse(self.group).ok()?,
            member: Jurisdiction::parse(self.member).ok()?,
            validity: validity(self.since, self.until)?,
            authority: authority(self.standing, self.citation, self.source, self.source_date)?,
        })
    }
}

fn effect(text: &str) -> Option<Effect> {
    if text == "require" {
        return Some(Effect::Require);
    }
    Ground::parse(text.strip_prefix("permit ")?).ok().map(Effect::Permit)
}

fn area(text: &str) -> Option<Area> {
    if text == "*" {
        return Some(Area::Anywhere);
    }
    let (outside, names) = text.strip_prefix("not ").map_or((false, text), |names| (true, names));
    let territories = names.split(' ').map(|name| Territory::parse(name).ok()).collect::<Option<Vec<_>>>()?;
    Some(if outside { Area::Outside(territories) } else { Area::In(territories) })
}

fn acts(text: &str) -> Option<Acts> {
    if text.is_empty() {
        return Some(Acts::ALL);
    }
    text.split(' ').map(|act| Act::parse(act).ok()).collect()
}

fn data(text: &str) -> Option<DataFilter> {
    let (kind, words) = text.split_once(' ').unwrap_or((text, ""));
    let words = words.split(' ').filter(|word| !word.is_empty());
    let named: Sensitivities = words.map(|word| Sensitivity::parse(word).ok()).collect::<Option<_>>()?;
    match kind {
        "any" => Some(DataFilter::Any),
        "only" => Some(DataFilter::Only(named)),
        "except" => Some(DataFilter::Except(named)),
        _ => None,
    }
}

fn needs(text: &str) -> Option<Vec<Vec<Condition>>> {
    match text {
        "" => Some(vec![Vec::new()]),
        "never" => Some(Vec::new()),
        _ => text
            .split('|')
            .map(|set| set.split('+').map(|name| Condition::parse(name).ok()).collect())
            .collect(),
    }
}

fn follows(text: &str) -> Option<Follows> {
    let (regime, grounds) = text.split_once(": ")?;
    let grounds = grounds.split(' ').map(|ground| Ground::parse(ground).ok()).collect::<Option<_>>()?;
    Some(Follows { regime: RegimeId::parse(regime).ok()?, grounds })
}

fn validity(since: &str, until: &str) -> Option<Validity> {
    let until = if until.is_empty() { None } else { Some(instant::parse(until)?) };
    Some(Validity { since: instant::parse(since)?, until })
}

fn authority(
    standing: &str,
    citation: &'static str,
    source: &'static str,
    source_date: &'static str,
) -> Option<Authority> {
    Some(Authority {
        standing: Standing::parse(standing).ok()?,
        citation: Cow::Borrowed(citation),
        source: Cow::Borrowed(source),
        source_date: Cow::Borrowed(source_date),
    })
}
