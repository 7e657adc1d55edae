//! Instants and periods. Nothing here reads a clock: time is an argument everywhere.

use core::fmt;

/// A point in time: whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX time).
///
/// The caller reads the clock once per event and hands the same instant to every step, so that all verdicts of
/// one event come from one view of the tables.
///
/// # Examples
///
/// ```
/// use domicile::UnixTime;
///
/// let noon = UnixTime::from_secs(1_795_262_400);
/// assert_eq!(noon.to_string(), "2026-11-21T12:00:00Z");
/// assert!(noon < noon.plus_secs(1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct UnixTime(u64);

impl UnixTime {
    /// The last representable instant.
    pub const MAX: Self = Self(u64::MAX);

    /// The instant `seconds` after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds)
    }

    /// Midnight UTC at the start of a proleptic Gregorian day, for tables whose sources speak of days.
    ///
    /// `None` before 1970, or if there is no such day.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::UnixTime;
    ///
    /// assert_eq!(UnixTime::from_date(2026, 11, 21), Some(UnixTime::from_secs(1_795_219_200)));
    /// assert_eq!(UnixTime::from_date(2026, 2, 29), None);
    /// ```
    #[must_use]
    pub const fn from_date(year: u16, month: u8, day: u8) -> Option<Self> {
        if year < 1970 || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        let mut days = 0_u64;
        let mut y = 1970;
        while y < year {
            days = days.wrapping_add(if is_leap(y) { 366 } else { 365 });
            y = y.wrapping_add(1);
        }
        let mut m = 1;
        while m < month {
            days = days.wrapping_add(widen(days_in_month(year, m)));
            m = m.wrapping_add(1);
        }
        days = days.wrapping_add(widen(day)).wrapping_sub(1);
        Some(Self(days.wrapping_mul(SECONDS_A_DAY)))
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0
    }

    /// The instant `seconds` later, or [`UnixTime::MAX`].
    #[must_use]
    pub const fn plus_secs(self, seconds: u64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Seconds from `earlier` to `self`; zero if `earlier` is not earlier.
    #[must_use]
    pub const fn secs_since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for UnixTime {
    /// RFC 3339 in UTC, years above 9999 with as many digits as they need.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, second) = (self.0 / SECONDS_A_DAY, self.0 % SECONDS_A_DAY);
        let (year, month, day) = civil_from_days(days);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// A half-open span of time `[since, until)`; without an end it is open.
///
/// # Examples
///
/// ```
/// use domicile::UnixTime;
/// use domicile::time::Period;
///
/// let year = Period::new(UnixTime::from_date(2026, 1, 1).unwrap(), UnixTime::from_date(2027, 1, 1)).unwrap();
/// assert!(year.contains(UnixTime::from_date(2026, 1, 1).unwrap()));
/// assert!(!year.contains(UnixTime::from_date(2027, 1, 1).unwrap()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    since: UnixTime,
    until: Option<UnixTime>,
}

impl Period {
    /// From `since` up to, not including, `until`; `None` for a period that would be empty.
    #[must_use]
    pub const fn new(since: UnixTime, until: Option<UnixTime>) -> Option<Self> {
        if let Some(end) = until
            && end.0 <= since.0
        {
            return None;
        }
        Some(Self { since, until })
    }

    /// The first instant.
    #[must_use]
    pub const fn since(self) -> UnixTime {
        self.since
    }

    /// The first instant after it, if it ends.
    #[must_use]
    pub const fn until(self) -> Option<UnixTime> {
        self.until
    }

    /// True if `now` lies in it.
    #[must_use]
    pub fn contains(self, now: UnixTime) -> bool {
        self.since <= now && self.until.is_none_or(|end| now < end)
    }

    /// The next instant after `now` at which [`Period::contains`] changes its answer, if there is one.
    #[must_use]
    pub fn next_change(self, now: UnixTime) -> Option<UnixTime> {
        if now < self.since { Some(self.since) } else { self.until.filter(|end| now < *end) }
    }
}

/// Days since 1970-01-01 to year, month, day (Howard Hinnant's `civil_from_days`, shifted to non-negative days).
fn civil_from_days(days: u64) -> (u64, u64, u64) {
    let shifted = days.saturating_add(719_468);
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let leaps = (day_of_era / 1_460).wrapping_sub(day_of_era / 36_524).wrapping_add(day_of_era / 146_096);
    let year_of_era = day_of_era.wrapping_sub(leaps) / 365;
    let before_year =
        year_of_era.wrapping_mul(365).wrapping_add(year_of_era / 4).wrapping_sub(year_of_era / 100);
    let day_of_year = day_of_era.wrapping_sub(before_year);
    let march_month = day_of_year.wrapping_mul(5).wrapping_add(2) / 153;
    let before_month = march_month.wrapping_mul(153).wrapping_add(2) / 5;
    let day = day_of_year.wrapping_sub(before_month).wrapping_add(1);
    let month = if march_month < 10 { march_month.wrapping_add(3) } else { march_month.wrapping_sub(9) };
    let year = era.saturating_mul(400).saturating_add(year_of_era).saturating_add(u64::from(month <= 2));
    (year, month, day)
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

#[expect(clippy::as_conversions, reason = "widening; `From` is not const")]
const fn widen(small: u8) -> u64 {
    small as u64
}

const SECONDS_A_DAY: u64 = 86_400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_and_from_date_agree_with_each_other_on_every_day_of_three_centuries() {
        let mut expected = 0;
        for year in 1970..2270 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    let instant = UnixTime::from_date(year, month, day).unwrap();
                    assert_eq!(instant.as_secs(), expected);
                    assert_eq!(instant.to_string(), format!("{year:04}-{month:02}-{day:02}T00:00:00Z"));
                    expected += SECONDS_A_DAY;
                }
            }
        }
        // `date -u -d 2270-01-01 +%s`
        assert_eq!(expected, 9_467_107_200);
    }

    #[test]
    fn display_survives_the_last_instant() {
        assert!(UnixTime::MAX.to_string().ends_with('Z'));
    }

    #[test]
    fn a_period_changes_exactly_at_its_ends() {
        let at = UnixTime::from_secs;
        let period = Period::new(at(10), Some(at(20))).unwrap();
        let changes: Vec<u64> =
            (0..30).filter(|&t| t > 0 && period.contains(at(t)) != period.contains(at(t - 1))).collect();
        assert_eq!(changes, [10, 20]);
        for t in 0..30 {
            let expected = changes.iter().copied().find(|&c| c > t).map(at);
            assert_eq!(period.next_change(at(t)), expected, "{t}");
        }
        assert_eq!(Period::new(at(10), Some(at(10))), None);
    }
}
