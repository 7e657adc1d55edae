//! The rows one judgement reads: all there are, or those near its two sides. Borrowed, never copied.

use alloc::vec::Vec;

use crate::law::edition::LawEdition;
use crate::law::name::RegimeId;
use crate::law::rule::Membership;
use crate::law::rule::Regime;
use crate::law::rule::Rule;
use crate::place::Jurisdiction;

/// The rows of some tables.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    law: &'a LawEdition,
    near: Option<&'a Near<'a>>,
}

/// The rows that can ever be about a transfer between two jurisdictions, in the order of the tables.
#[derive(Default)]
pub(crate) struct Near<'a> {
    regimes: Vec<&'a Regime>,
    rules: Vec<&'a Rule>,
    members: Vec<&'a Membership>,
}

impl<'a> Near<'a> {
    pub(crate) fn new(law: &'a LawEdition, from: Jurisdiction, to: Jurisdiction) -> Self {
        Self {
            regimes: law.regimes.iter().filter(|row| law.ever_in(&row.from, from)).collect(),
            rules: law
                .rules
                .iter()
                .filter(|row| law.ever_in(&row.from, from) && law.ever_in(&row.to, to))
                .collect(),
            members: law
                .members
                .iter()
                .filter(|row| row.member.overlaps(from) || row.member.overlaps(to))
                .collect(),
        }
    }
}

impl<'a> Rows<'a> {
    /// All rows.
    pub(crate) const fn all(law: &'a LawEdition) -> Self {
        Self { law, near: None }
    }

    /// These rows.
    pub(crate) const fn near(law: &'a LawEdition, near: &'a Near<'a>) -> Self {
        Self { law, near: Some(near) }
    }

    /// The tables the rows are from.
    pub(crate) const fn law(self) -> &'a LawEdition {
        self.law
    }

    pub(crate) fn regimes(self) -> impl Iterator<Item = &'a Regime> {
        let near = self.near.map_or(&[][..], |near| &near.regimes);
        self.unless_near(&self.law.regimes).iter().chain(near.iter().copied())
    }

    pub(crate) fn rules(self) -> impl Iterator<Item = &'a Rule> {
        let near = self.near.map_or(&[][..], |near| &near.rules);
        self.unless_near(&self.law.rules).iter().chain(near.iter().copied())
    }

    /// The rules of one body of law.
    pub(crate) fn rules_of(self, regime: RegimeId) -> impl Iterator<Item = &'a Rule> {
        let all = self.unless_near(&self.law.rules);
        let near = self.near.map_or(&[][..], |near| &near.rules);
        let all = all.iter().skip(all.partition_point(|rule| rule.regime < regime));
        let near = near.iter().skip(near.partition_point(|rule| rule.regime < regime)).copied();
        all.chain(near).take_while(move |rule| rule.regime == regime)
    }

    pub(crate) fn members(self) -> impl Iterator<Item = &'a Membership> {
        let near = self.near.map_or(&[][..], |near| &near.members);
        self.unless_near(&self.law.members).iter().chain(near.iter().copied())
    }

    const fn unless_near<T>(self, all: &'a [T]) -> &'a [T] {
        if self.near.is_some() { &[] } else { all }
    }
}
