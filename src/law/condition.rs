//! What must be true of a recipient, and what is known to be.

use alloc::vec::Vec;

use crate::law::conditions_table::CONDITION_ROWS;
use crate::law::name::Condition;
use crate::time::Period;
use crate::time::UnixTime;

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
        CONDITION_ROWS.iter().filter_map(|(name, meaning)| Some((Self::parse(name).ok()?, *meaning)))
    }

    /// True if some row of the shipped tables asks for it. A fact nobody asks for changes nothing.
    #[must_use]
    pub fn is_known(&self) -> bool {
        CONDITION_ROWS.iter().any(|(name, _)| *name == self.as_str())
    }
}

/// What is known about a recipient and the transfers to it. Everything else counts as absent, and absent never allows.
///
/// Each fact has the period in which it holds: a certification from its date until its expiry, an assessment until
/// its review is due.
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
/// # Ok::<(), domicile::law::InvalidCondition>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RecipientFacts {
    /// Sorted by condition; a condition may have several periods.
    facts: Vec<(Condition, Period)>,
}

impl RecipientFacts {
    /// Nothing is known.
    pub const NOTHING: &'static Self = &Self::new();

    /// Nothing is known yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { facts: Vec::new() }
    }

    /// The same, and `condition` holds in `period`.
    #[must_use]
    pub fn with(mut self, condition: Condition, period: Period) -> Self {
        let at = self.facts.partition_point(|(earlier, _)| *earlier <= condition);
        self.facts.insert(at, (condition, period));
        self
    }

    /// True if `condition` is known to hold `now`.
    #[must_use]
    pub fn knows(&self, condition: Condition, now: UnixTime) -> bool {
        self.facts.iter().any(|(known, period)| *known == condition && period.contains(now))
    }

    /// What is known to have ended, and when.
    pub(crate) fn ends(&self) -> impl Iterator<Item = (Condition, UnixTime)> + '_ {
        core::iter::empty()
    }

    /// What is known, by condition.
    pub fn iter(&self) -> impl Iterator<Item = (Condition, Period)> + '_ {
        self.facts.iter().copied()
    }
}

impl FromIterator<(Condition, Period)> for RecipientFacts {
    fn from_iter<I: IntoIterator<Item = (Condition, Period)>>(facts: I) -> Self {
        facts.into_iter().fold(Self::new(), |known, (condition, period)| known.with(condition, period))
    }
}

#[cfg(feature = "serde")]
mod document {
    use alloc::vec::Vec;

    use crate::law::condition::RecipientFacts;
    use crate::law::name::Condition;
    use crate::time::Period;
    use crate::time::UnixTime;

    /// One fact as it is written.
    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Row {
        condition: Condition,
        #[serde(with = "crate::data::instant")]
        since: UnixTime,
        #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::data::instant::option")]
        until: Option<UnixTime>,
    }

    impl serde::Serialize for RecipientFacts {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(self.iter().map(|(condition, period)| Row {
                condition,
                since: period.since(),
                until: period.until(),
            }))
        }
    }

    impl<'de> serde::Deserialize<'de> for RecipientFacts {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let rows = Vec::<Row>::deserialize(deserializer)?;
            let read = |row: Row| Some((row.condition, Period::new(row.since, row.until)?));
            let facts = rows.into_iter().map(read).collect::<Option<Self>>();
            facts.ok_or_else(|| serde::de::Error::custom("expected `until` after `since`"))
        }
    }
}
