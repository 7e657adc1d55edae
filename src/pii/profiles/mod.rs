//! The platforms' rules: rows and citations only, one file a platform.
//!
//! Within a field the newest row stands first. A row without a date holds as far back as is known.

pub(crate) mod amazon;
pub(crate) mod amazon_amc;
pub(crate) mod google;
pub(crate) mod klaviyo;
pub(crate) mod linkedin;
pub(crate) mod liveramp;
pub(crate) mod meta;
pub(crate) mod microsoft;
pub(crate) mod others;
pub(crate) mod pinterest;
pub(crate) mod reddit;
pub(crate) mod snap;
pub(crate) mod tiktok;
pub(crate) mod uid2;
pub(crate) mod x;

use crate::pii::field::Field;
use crate::pii::rule::{Arity, Encoding, Member, Output, Row, Rule, Standing};
use crate::time::UnixTime;

/// SHA-256 in lower-case hexadecimal.
const HEX: Output = Output::Sha256(Encoding::Hex);

/// SHA-256 in base64.
const BASE64: Output = Output::Sha256(Encoding::Base64);

/// The text itself.
const CLEAR: Output = Output::Clear;

/// A row that holds as far back as is known.
const fn row(field: Field, rule: Rule, output: Output, standing: Standing, source: &'static str) -> Row {
    Row { field, since: UnixTime::from_secs(0), rule, output, standing, source }
}

/// The row, holding since a day of the calendar only.
const fn since((year, month, day): (u16, u8, u8), row: Row) -> Row {
    match UnixTime::from_date(year, month, day) {
        Some(since) => Row { since, ..row },
        // Never in force; the test of the tables finds it.
        None => Row { since: UnixTime::MAX, ..row },
    }
}

/// A member that holds the first value.
const fn one(field: Field, name: &'static str) -> Member {
    Member { field, name, arity: Arity::One }
}

/// A member that holds every value.
const fn many(field: Field, name: &'static str) -> Member {
    Member { field, name, arity: Arity::Many }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pii::Profile;
    use crate::pii::platform::TABLES;

    #[test]
    fn rows_are_dated_and_newest_first() {
        for table in TABLES {
            for (index, row) in table.rows.iter().enumerate() {
                assert_ne!(row.since, UnixTime::MAX, "{} {}", table.name, row.field);
                assert!(!row.source.is_empty());
                let older = table.rows[index + 1..].iter().filter(|other| other.field == row.field);
                assert!(older.clone().all(|other| other.since < row.since), "{} {}", table.name, row.field);
            }
        }
    }

    #[test]
    fn a_profile_can_be_asked_for_an_earlier_day() {
        let day = |y, m, d| UnixTime::from_date(y, m, d).unwrap();
        let google = Profile::named("google").unwrap();
        let email = |profile: Profile| {
            let raw = crate::pii::Pii::new("Jane.Doe+x@gmail.com");
            profile.normalize(Field::Email, raw, None).unwrap().expose().to_owned()
        };
        assert_eq!(email(google), "janedoe@gmail.com");
        assert_eq!(email(google.as_of(day(2026, 6, 1))), "janedoe@gmail.com");
        assert_eq!(email(google.as_of(day(2026, 5, 31))), "janedoe+x@gmail.com");
    }
}
