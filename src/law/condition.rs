//! What must be true, of whom, and what is known to be.

use alloc::vec::Vec;

use crate::data::word::words;
use crate::law::conditions_table::CONDITION_ROWS;
use crate::law::name::Condition;
use crate::time::Period;
use crate::time::UnixTime;

words! {
    /// Of whom a [`Condition`] is true, and so whose facts say it.
    ConditionOwner, "an owner of a condition", {
        /// The recipient, whatever it gets and from whom: listed, certified, subject to a law.
        Recipient = "recipient",
        /// One transfer: the paper it rests on, the assessment made for it, the consent given to it.
        Instrument = "instrument",
        /// The organization that exports: which laws of a sector or a size it is under.
        Organization = "organization",
        /// Whoever processes at a place, wherever the data comes from: attested, certified, established there.
        Place = "place",
    }
}

impl Condition {
    /// The conditions the shipped tables ask for, each with what must be true.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::law::Condition;
    ///
    /// assert!(Condition::parse("dpf-listed")?.is_known());
    /// assert!(!Condition::parse("dpf-lisetd")?.is_known());
    /// # Ok::<(), domicile::law::InvalidCondition>(())
    /// ```
    pub fn catalogue() -> impl Iterator<Item = (Self, &'static str)> {
        CONDITION_ROWS.iter().filter_map(|(name, _, meaning)| Some((Self::parse(name).ok()?, *meaning)))
    }

    /// True if some row of the shipped tables asks for it. A fact nobody asks for changes nothing.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.known_owner().is_some()
    }

    /// Of whom it is true.
    ///
    /// A condition that the shipped tables do not know is the instrument's: that reaches least far. It is stated for
    /// one transfer at a time, is carried over to no other, and is never a mere question of scope.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::law::{Condition, ConditionOwner};
    ///
    /// assert_eq!(Condition::parse("dpf-listed")?.owner(), ConditionOwner::Recipient);
    /// assert_eq!(Condition::parse("scc-signed")?.owner(), ConditionOwner::Instrument);
    /// assert_eq!(Condition::parse("not-financial-entity")?.owner(), ConditionOwner::Organization);
    /// assert_eq!(Condition::parse("c5-type2")?.owner(), ConditionOwner::Place);
    /// assert_eq!(Condition::parse("acme.own-rule")?.owner(), ConditionOwner::Instrument);
    /// # Ok::<(), domicile::law::InvalidCondition>(())
    /// ```
    #[must_use]
    pub fn owner(&self) -> ConditionOwner {
        self.known_owner().unwrap_or(ConditionOwner::Instrument)
    }

    fn known_owner(&self) -> Option<ConditionOwner> {
        let at = CONDITION_ROWS.binary_search_by(|(name, ..)| (*name).cmp(self.as_str())).ok()?;
        CONDITION_ROWS.get(at).map(|(_, owner, _)| *owner)
    }
}

/// What is known about a recipient and the transfers to it. Everything else counts as absent, and absent never allows.
///
/// Each fact has the period in which it holds: a certification from its date until its expiry, an assessment until
/// its review is due. It can also be known that a condition has ended, which cuts every period that began before; and
/// a number can be known that was counted.
///
/// # Examples
///
/// ```
/// use domicile::UnixTime;
/// use domicile::law::{Condition, RecipientFacts};
/// use domicile::time::Period;
///
/// let day = |y, m, d| UnixTime::from_date(y, m, d).unwrap();
/// let listed = Condition::parse("dpf-listed")?;
/// let facts = RecipientFacts::new().with(listed, Period::new(day(2026, 1, 10), Some(day(2027, 1, 10))).unwrap());
/// assert!(facts.knows(listed, day(2026, 11, 21)));
/// assert!(!facts.knows(listed, day(2027, 1, 10)));
///
/// // Whoever knows that it ended earlier is believed.
/// let known = RecipientFacts::new().ended(listed, day(2026, 6, 1));
/// let facts = facts.overruled_by(&known);
/// assert!(facts.knows(listed, day(2026, 5, 31)));
/// assert!(!facts.knows(listed, day(2026, 6, 1)));
/// # Ok::<(), domicile::law::InvalidCondition>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RecipientFacts {
    /// Sorted by condition; a condition may have several periods.
    facts: Vec<(Condition, Period)>,
    /// Sorted by condition, then by instant.
    ends: Vec<(Condition, UnixTime)>,
    /// Sorted by condition; each number holds from the day of counting until it is too old.
    counts: Vec<(Condition, u64, Period)>,
}

impl RecipientFacts {
    /// Nothing is known.
    pub const NOTHING: &'static Self = &Self::new();

    /// Nothing is known yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { facts: Vec::new(), ends: Vec::new(), counts: Vec::new() }
    }

    /// The same, and `condition` holds in `period`.
    #[must_use]
    pub fn with(mut self, condition: Condition, period: Period) -> Self {
        let at = self.facts.partition_point(|(earlier, _)| *earlier <= condition);
        self.facts.insert(at, (condition, period));
        self
    }

    /// The same, and `condition` is known to have ended at an instant: no period that began before it reaches it.
    ///
    /// A period that begins then or later counts: what ended can be had again.
    #[must_use]
    pub fn ended(mut self, condition: Condition, at: UnixTime) -> Self {
        let position = self.ends.partition_point(|earlier| *earlier <= (condition, at));
        self.ends.insert(position, (condition, at));
        self
    }

    /// The same, and the number of `counted` was `number` on a day, which is good until another; never, if that is
    /// not later.
    ///
    /// Of several numbers that are good at one instant the greatest counts.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::UnixTime;
    /// use domicile::law::{Condition, RecipientFacts};
    ///
    /// let day = |y, m, d| UnixTime::from_date(y, m, d).unwrap();
    /// let persons = Condition::parse("us-persons-financial")?;
    /// let facts = RecipientFacts::new().counted(persons, 9_000, day(2026, 1, 1), day(2026, 4, 1));
    /// let few = Condition::parse_need("us-persons-financial<10000")?;
    /// assert!(facts.knows(few, day(2026, 3, 31)));
    /// assert!(!facts.knows(few, day(2026, 4, 1)));
    /// assert!(!facts.knows(Condition::parse_need("us-persons-financial<9000")?, day(2026, 3, 31)));
    /// # Ok::<(), domicile::law::InvalidCondition>(())
    /// ```
    #[must_use]
    pub fn counted(
        mut self,
        counted: Condition,
        number: u64,
        counted_on: UnixTime,
        valid_until: UnixTime,
    ) -> Self {
        if let Some(period) = Period::new(counted_on, Some(valid_until)) {
            let at = self.counts.partition_point(|(earlier, ..)| *earlier <= counted);
            self.counts.insert(at, (counted, number, period));
        }
        self
    }

    /// True if `condition` is known to hold `now`: in one of its periods, with no known end between the period's
    /// beginning and `now`. One with a limit: if a number is known, and every known number is below the limit.
    #[must_use]
    pub fn knows(&self, condition: Condition, now: UnixTime) -> bool {
        if let Some(limit) = condition.limit() {
            return self.greatest(condition.counted(), now).is_some_and(|number| number < limit.get());
        }
        let holds = |period: &Period| {
            period.contains(now) && !self.ends_of(condition).any(|end| period.since() < end && end <= now)
        };
        let periods = rows_of(&self.facts, condition, |(known, _)| *known);
        periods.iter().any(|(_, period)| holds(period))
    }

    /// True if `condition` is known to have ended by `now`, and nothing is known to hold since.
    #[must_use]
    pub fn has_ended(&self, condition: Condition, now: UnixTime) -> bool {
        self.ends_of(condition).any(|end| end <= now) && !self.knows(condition, now)
    }

    /// What these facts, which a document states, come to for somebody who knows `known`.
    ///
    /// * An end on either side cuts every period that began before it.
    /// * Once the caller knows an end, only the caller says that the condition holds again.
    /// * A number the caller has counted is the caller's alone.
    /// * Everything else adds up.
    #[must_use]
    pub fn overruled_by(&self, known: &Self) -> Self {
        let mut corrected = Self {
            facts: known.facts.clone(),
            ends: self.ends.iter().chain(&known.ends).copied().collect(),
            counts: known.counts.clone(),
        };
        for (condition, period) in &self.facts {
            let cut = known.ends_of(*condition).min();
            let until = period.until().into_iter().chain(cut).min();
            corrected.facts.extend(Period::new(period.since(), until).map(|period| (*condition, period)));
        }
        let is_counted = |name| !rows_of(&known.counts, name, |(counted, ..)| *counted).is_empty();
        corrected.counts.extend(self.counts.iter().filter(|(name, ..)| !is_counted(*name)));
        corrected.facts.sort_by_key(|(condition, period)| (*condition, period.since(), period.until()));
        corrected.facts.dedup();
        corrected.sort();
        corrected.ends.dedup();
        corrected
    }

    /// What is known to hold, by condition.
    pub fn iter(&self) -> impl Iterator<Item = (Condition, Period)> + '_ {
        self.facts.iter().copied()
    }

    /// What is known to have ended, by condition and instant.
    pub fn ends(&self) -> impl Iterator<Item = (Condition, UnixTime)> + '_ {
        self.ends.iter().copied()
    }

    /// What was counted, by condition: the number, and the period from counting until it is too old.
    pub fn counts(&self) -> impl Iterator<Item = (Condition, u64, Period)> + '_ {
        self.counts.iter().copied()
    }

    /// True if nothing is known.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.ends.is_empty() && self.counts.is_empty()
    }

    /// Every instant at which what is known could change.
    pub(crate) fn dates(&self) -> impl Iterator<Item = UnixTime> + '_ {
        let periods = self.iter().map(|(_, period)| period);
        let periods = periods.chain(self.counts().map(|(_, _, period)| period));
        let edges = periods.flat_map(|period| [Some(period.since()), period.until()]).flatten();
        edges.chain(self.ends().map(|(_, at)| at))
    }

    /// These conditions hold at all times: those with a limit because nothing was counted.
    pub(crate) fn supposing(conditions: &[Condition]) -> Self {
        let (start, end) = (UnixTime::from_secs(0), UnixTime::from_secs(u64::MAX));
        let mut facts = Self::new();
        for condition in conditions {
            match (condition.limit(), Period::new(start, None)) {
                (Some(_), _) => facts = facts.counted(condition.counted(), 0, start, end),
                (None, Some(ever)) => facts = facts.with(*condition, ever),
                (None, None) => {}
            }
        }
        facts
    }

    /// Puts the rows into their order; those of one condition stay as they are.
    fn sort(&mut self) {
        self.facts.sort_by_key(|(condition, _)| *condition);
        self.ends.sort_unstable();
        self.counts.sort_by_key(|(condition, ..)| *condition);
    }

    fn ends_of(&self, condition: Condition) -> impl Iterator<Item = UnixTime> + '_ {
        rows_of(&self.ends, condition, |(ended, _)| *ended).iter().map(|(_, at)| *at)
    }

    /// The greatest of the numbers that are good `now`.
    fn greatest(&self, name: Condition, now: UnixTime) -> Option<u64> {
        let numbers = rows_of(&self.counts, name, |(counted, ..)| *counted);
        numbers.iter().filter(|(_, _, period)| period.contains(now)).map(|(_, number, _)| *number).max()
    }
}

impl FromIterator<(Condition, Period)> for RecipientFacts {
    fn from_iter<I: IntoIterator<Item = (Condition, Period)>>(facts: I) -> Self {
        let mut known = Self { facts: facts.into_iter().collect(), ..Self::new() };
        known.sort();
        known
    }
}

/// The rows of one condition, of rows sorted by condition.
fn rows_of<T>(rows: &[T], condition: Condition, of: impl Fn(&T) -> Condition) -> &[T] {
    let since = rows.partition_point(|row| of(row) < condition);
    let until = rows.partition_point(|row| of(row) <= condition);
    rows.get(since..until).unwrap_or_default()
}

/// What the exporting organization says of itself: which laws of a sector or a size it is not under, and the like.
///
/// Each statement has the day it was made and the day by which it is to be looked at again; from then on it is not
/// stated any more. Only conditions whose [owner](Condition::owner) is the organization can be stated here.
///
/// # Examples
///
/// ```
/// use domicile::UnixTime;
/// use domicile::law::{Condition, OrganizationFacts};
///
/// let day = |y, m, d| UnixTime::from_date(y, m, d).unwrap();
/// let bank = Condition::parse("not-financial-entity")?;
/// let profile = OrganizationFacts::new().try_with(bank, day(2026, 1, 1), day(2027, 1, 1))?;
/// assert!(profile.states(bank, day(2026, 12, 31)));
/// assert!(!profile.states(bank, day(2027, 1, 1)));
/// // Another's facts are not the organization's to state.
/// assert!(profile.try_with(Condition::parse("dpf-listed")?, day(2026, 1, 1), day(2027, 1, 1)).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OrganizationFacts {
    /// Sorted by condition. Every period has an end.
    facts: Vec<(Condition, Period)>,
}

impl OrganizationFacts {
    /// Nothing is stated.
    pub const NOTHING: &'static Self = &Self::new();

    /// Nothing is stated yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { facts: Vec::new() }
    }

    /// The same, and `condition` was stated on a day, to be looked at again by another.
    ///
    /// # Errors
    ///
    /// [`InvalidOrganizationFact`] for a condition of another owner, `dpf-listed`; and for a review that is not after
    /// the statement.
    pub fn try_with(
        mut self,
        condition: Condition,
        stated_on: UnixTime,
        review_by: UnixTime,
    ) -> Result<Self, InvalidOrganizationFact> {
        let fact = Self::fact(condition, stated_on, review_by)?;
        let at = self.facts.partition_point(|(earlier, _)| *earlier <= condition);
        self.facts.insert(at, fact);
        Ok(self)
    }

    fn fact(
        condition: Condition,
        stated_on: UnixTime,
        review_by: UnixTime,
    ) -> Result<(Condition, Period), InvalidOrganizationFact> {
        if condition.owner() != ConditionOwner::Organization {
            return Err(InvalidOrganizationFact::OtherOwner { condition });
        }
        let period = Period::new(stated_on, Some(review_by));
        let period = period.ok_or(InvalidOrganizationFact::ReviewBeforeStatement { condition })?;
        Ok((condition, period))
    }

    /// True if `condition` is stated `now`.
    #[must_use]
    pub fn states(&self, condition: Condition, now: UnixTime) -> bool {
        let periods = rows_of(&self.facts, condition, |(stated, _)| *stated);
        periods.iter().any(|(_, period)| period.contains(now))
    }

    /// What is stated, by condition: from the statement until its review is due.
    pub fn iter(&self) -> impl Iterator<Item = (Condition, Period)> + '_ {
        self.facts.iter().copied()
    }
}

/// Something cannot be stated of the organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidOrganizationFact {
    /// It is not true of an organization, but of somebody or something else.
    #[error("expected a condition of the organization's own, and {condition} is one of {}", .condition.owner())]
    OtherOwner {
        /// The condition.
        condition: Condition,
    },
    /// The review is not after the statement.
    #[error("expected the review of {condition} after the day it was stated")]
    ReviewBeforeStatement {
        /// The condition.
        condition: Condition,
    },
}

impl InvalidOrganizationFact {
    /// The stable code: `condition_of_another` or `review_before_statement`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OtherOwner { .. } => "condition_of_another",
            Self::ReviewBeforeStatement { .. } => "review_before_statement",
        }
    }
}

#[cfg(feature = "serde")]
mod document {
    use alloc::vec::Vec;

    use serde::de::Error as _;

    use crate::law::condition::OrganizationFacts;
    use crate::law::condition::RecipientFacts;
    use crate::law::name::Condition;
    use crate::time::Period;
    use crate::time::UnixTime;

    /// One fact as it is written: with `since`, with `ended`, or with `counted`.
    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Row {
        condition: Condition,
        #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::data::instant::option")]
        since: Option<UnixTime>,
        #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::data::instant::option")]
        until: Option<UnixTime>,
        #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::data::instant::option")]
        ended: Option<UnixTime>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        counted: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::data::instant::option")]
        counted_on: Option<UnixTime>,
        #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::data::instant::option")]
        valid_until: Option<UnixTime>,
    }

    impl Row {
        const fn new(condition: Condition) -> Self {
            Self {
                condition,
                since: None,
                until: None,
                ended: None,
                counted: None,
                counted_on: None,
                valid_until: None,
            }
        }

        fn add_to(self, facts: &mut RecipientFacts) -> Result<(), &'static str> {
            let condition = self.condition;
            match self {
                Self {
                    since: Some(since),
                    until,
                    ended: None,
                    counted: None,
                    counted_on: None,
                    valid_until: None,
                    ..
                } => {
                    let period = Period::new(since, until).ok_or("expected `until` after `since`")?;
                    facts.facts.push((condition, period));
                    Ok(())
                }
                Self {
                    ended: Some(at),
                    since: None,
                    until: None,
                    counted: None,
                    counted_on: None,
                    valid_until: None,
                    ..
                } => {
                    facts.ends.push((condition, at));
                    Ok(())
                }
                Self {
                    counted: Some(number),
                    counted_on: Some(on),
                    valid_until: Some(until),
                    since: None,
                    until: None,
                    ended: None,
                    ..
                } => {
                    let good = Period::new(on, Some(until));
                    let good = good.ok_or("expected `valid_until` after `counted_on`")?;
                    facts.counts.push((condition, number, good));
                    Ok(())
                }
                Self { .. } => Err(
                    "expected `since` with or without a later `until`, or `ended`, or `counted` with                          `counted_on` and a later `valid_until`",
                ),
            }
        }
    }

    impl serde::Serialize for RecipientFacts {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let held = self.iter().map(|(condition, period)| Row {
                since: Some(period.since()),
                until: period.until(),
                ..Row::new(condition)
            });
            let ended = self.ends().map(|(condition, at)| Row { ended: Some(at), ..Row::new(condition) });
            let counted = self.counts().map(|(condition, number, period)| Row {
                counted: Some(number),
                counted_on: Some(period.since()),
                valid_until: period.until(),
                ..Row::new(condition)
            });
            serializer.collect_seq(held.chain(ended).chain(counted))
        }
    }

    impl<'de> serde::Deserialize<'de> for RecipientFacts {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut facts = Self::new();
            for row in Vec::<Row>::deserialize(deserializer)? {
                row.add_to(&mut facts).map_err(D::Error::custom)?;
            }
            facts.sort();
            Ok(facts)
        }
    }

    /// One statement as it is written.
    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Statement {
        condition: Condition,
        #[serde(with = "crate::data::instant")]
        stated_on: UnixTime,
        #[serde(with = "crate::data::instant")]
        review_by: UnixTime,
    }

    impl serde::Serialize for OrganizationFacts {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let rows = self.iter().filter_map(|(condition, period)| {
                Some(Statement { condition, stated_on: period.since(), review_by: period.until()? })
            });
            serializer.collect_seq(rows)
        }
    }

    impl<'de> serde::Deserialize<'de> for OrganizationFacts {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let rows = Vec::<Statement>::deserialize(deserializer)?;
            let read = |row: Statement| Self::fact(row.condition, row.stated_on, row.review_by);
            let facts = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>();
            let mut facts = facts.map_err(D::Error::custom)?;
            facts.sort_by_key(|(condition, _)| *condition);
            Ok(Self { facts })
        }
    }
}
