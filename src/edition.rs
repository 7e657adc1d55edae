//! Editions: which version of a table an answer or a hash rests on.

use core::fmt;

use crate::time::UnixTime;

/// The name and dates of a table whose change can change an answer or a hash.
///
/// # Examples
///
/// ```
/// use domicile::UnixTime;
/// use domicile::edition::Edition;
///
/// let day = |y, m, d| UnixTime::from_date(y, m, d).unwrap();
/// let edition = Edition::new("pii", 1, day(2026, 11, 21), day(2027, 5, 21));
/// assert_eq!(edition.to_string(), "pii-1");
/// assert!(!edition.is_stale(day(2027, 5, 20)));
/// assert!(edition.is_stale(day(2027, 5, 21)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Edition {
    table: &'static str,
    number: u32,
    released: UnixTime,
    review_by: UnixTime,
}

impl Edition {
    /// Edition `number` of `table`, as known on `released`, to be looked at again by `review_by`.
    #[must_use]
    pub const fn new(table: &'static str, number: u32, released: UnixTime, review_by: UnixTime) -> Self {
        Self { table, number, released, review_by }
    }

    /// The table's name.
    #[must_use]
    pub const fn table(&self) -> &'static str {
        self.table
    }

    /// The edition's number, counted from 1.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The day up to which changes of the world are in it.
    #[must_use]
    pub const fn released(&self) -> UnixTime {
        self.released
    }

    /// The instant from which it counts as stale.
    #[must_use]
    pub const fn review_by(&self) -> UnixTime {
        self.review_by
    }

    /// True from [`Edition::review_by`] on.
    #[must_use]
    pub fn is_stale(&self, now: UnixTime) -> bool {
        self.review_by <= now
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.table, self.number)
    }
}
