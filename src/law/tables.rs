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

/// Defines a row as it stands in a table, and how each column reads. All rows end with their dates and their source.
macro_rules! table_rows {
    ($(
        $(#[$doc:meta])*
        $name:ident for $row:ident {
            $($(#[$column_doc:meta])* $column:ident: $field:ident by $read:expr,)*
            $(; $more:ident: $value:expr)?
        }
    )*) => {$(
        $(#[$doc])*
        pub(crate) struct $name {
            $($(#[$column_doc])* pub(crate) $column: &'static str,)*
            pub(crate) since: &'static str,
            pub(crate) until: &'static str,
            pub(crate) standing: &'static str,
            pub(crate) citation: &'static str,
            pub(crate) source: &'static str,
            pub(crate) source_date: &'static str,
        }

        impl $name {
            pub(crate) fn read(&self) -> Option<$row> {
                Some($row {
                    $($field: $read(self.$column)?,)*
                    $($more: $value,)?
                    validity: validity(self.since, self.until)?,
                    authority: authority(self.standing, self.citation, self.source, self.source_date)?,
                })
            }
        }
    )*};
}

table_rows! {
    /// A rule.
    RuleRow for Rule {
        id: id by |text| RuleId::parse(text).ok(),
        regime: regime by |text| RegimeId::parse(text).ok(),
        /// `require`, `duty` and days, `record`, or `permit` and a ground.
        effect: effect by effect,
        /// `*`, territories, or `not` and territories.
        origin: from by area,
        destination: to by area,
        /// Acts; none means all.
        acts: acts by acts,
        /// `any`, or `only` or `except` and sensitivities.
        data: data by data,
        /// Conditions, `name` or `name<limit`, joined by `+` in alternatives joined by `|`; nothing for "asks for nothing"; `never`.
        needs: needs by needs,
        /// A regime, a colon, and grounds; or nothing.
        follows: follows by follows,
        ; categories: Vec::new()
    }

    /// A body of law.
    RegimeRow for Regime {
        id: id by |text| RegimeId::parse(text).ok(),
        title: title by |text| Some(Cow::Borrowed(text)),
        origin: from by area,
        data: data by data,
        stance: stance by |text| Stance::parse(text).ok(),
    }

    /// A membership.
    MemberRow for Membership {
        id: id by |text| RuleId::parse(text).ok(),
        group: group by |text| GroupId::parse(text).ok(),
        member: member by |text| Jurisdiction::parse(text).ok(),
    }
}

fn effect(text: &str) -> Option<Effect> {
    match text.split_once(' ') {
        None if text == "require" => Some(Effect::Require),
        None if text == "record" => Some(Effect::Record),
        Some(("duty", days)) => days.parse().ok().map(|within| Effect::Duty { within }),
        Some(("permit", ground)) => Ground::parse(ground).ok().map(Effect::Permit),
        _ => None,
    }
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
            .map(|set| set.split('+').map(|name| Condition::parse_need(name).ok()).collect())
            .collect(),
    }
}

/// What a row leans on: nothing, or what the text says.
fn follows(text: &str) -> Option<Option<Follows>> {
    if text.is_empty() {
        return Some(None);
    }
    let (regime, grounds) = text.split_once(": ")?;
    let grounds = grounds.split(' ').map(|ground| Ground::parse(ground).ok()).collect::<Option<_>>()?;
    Some(Some(Follows { regime: RegimeId::parse(regime).ok()?, grounds }))
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
