//! How long data is kept.

use crate::data::span::Span;
use crate::time::UnixTime;

/// How long data of one kind is kept in one store, and how long its deletion may take.
///
/// # Examples
///
/// ```
/// use domicile::UnixTime;
/// use domicile::data::{Due, Retention, Span};
///
/// let day = |d| UnixTime::from_date(2026, 11, d).unwrap();
/// let week = Retention::new(Span::from_days(7)).with_grace(Span::from_days(2));
/// assert_eq!(week.due(day(1), day(5)), Due::Keep { until: Some(day(8)) });
/// assert_eq!(week.due(day(1), day(8)), Due::Grace { until: day(10) });
/// assert_eq!(week.due(day(1), day(10)), Due::Overdue { since: day(10) });
/// assert_eq!(week.erase_by(day(3)), day(5));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Retention {
    /// Without a length the data is kept as long as what it belongs to.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    keep: Option<Span>,
    #[cfg_attr(feature = "serde", serde(default))]
    grace: Span,
}

impl Retention {
    /// Kept for `keep` from its creation on.
    #[must_use]
    pub const fn new(keep: Span) -> Self {
        Self { keep: Some(keep), grace: Span::ZERO }
    }

    /// Kept until somebody asks for its deletion.
    #[must_use]
    pub const fn until_deletion() -> Self {
        Self { keep: None, grace: Span::ZERO }
    }

    /// The same; deletion may take as long as `grace`, during which it can be undone.
    #[must_use]
    pub const fn with_grace(mut self, grace: Span) -> Self {
        self.grace = grace;
        self
    }

    /// How long the data is kept, if that does not depend on anybody's request.
    #[must_use]
    pub const fn keep(self) -> Option<Span> {
        self.keep
    }

    /// How long a deletion may take.
    #[must_use]
    pub const fn grace(self) -> Span {
        self.grace
    }

    /// What is due `now` for data of this age. A clock that stands before `created` means: keep.
    #[must_use]
    pub const fn due(self, created: UnixTime, now: UnixTime) -> Due {
        let Some(keep) = self.keep else {
            return Due::Keep { until: None };
        };
        let end = created.plus_secs(keep.as_secs());
        let late = end.plus_secs(self.grace.as_secs());
        if now.as_secs() < end.as_secs() {
            Due::Keep { until: Some(end) }
        } else if now.as_secs() < late.as_secs() {
            Due::Grace { until: late }
        } else {
            Due::Overdue { since: late }
        }
    }

    /// The instant by which data must be gone after its erasure was asked for.
    #[must_use]
    pub const fn erase_by(self, requested: UnixTime) -> UnixTime {
        requested.plus_secs(self.grace.as_secs())
    }
}

/// What is due for a piece of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "before, within and after the time for deletion")]
pub enum Due {
    /// It may be kept until then; without an instant, until somebody asks for its deletion.
    Keep {
        /// When the time for deletion begins.
        until: Option<UnixTime>,
    },
    /// It must be deleted before this instant.
    Grace {
        /// When the time for deletion ends.
        until: UnixTime,
    },
    /// It should be gone.
    Overdue {
        /// Since when.
        since: UnixTime,
    },
}

impl Due {
    /// The stable code: `keep`, `grace` or `overdue`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Keep { .. } => "keep",
            Self::Grace { .. } => "grace",
            Self::Overdue { .. } => "overdue",
        }
    }
}
