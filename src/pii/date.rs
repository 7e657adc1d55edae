//! Dates of birth.

use crate::pii::buffer::Buffer;
use crate::pii::characters;
use crate::pii::error::PiiError;
use crate::pii::rule::DatePart;
use crate::pii::unicode;
use crate::time::UnixTime;

/// Whether the day or the month stands first in dates of birth such as `1/2/1990`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateOrder {
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
}

/// A date of birth, or a part of one, as the rule wants it.
pub(crate) fn render(raw: &str, part: DatePart, order: Option<DateOrder>) -> Result<Buffer, PiiError> {
    let parts = Parts::read(raw)?;
    let mut out = Buffer::new();
    match part {
        DatePart::Whole => {
            let (year, month, day) = parts.date(order)?;
            push_number(&mut out, year, 4);
            push_number(&mut out, month, 2);
            push_number(&mut out, day, 2);
        }
        DatePart::Year => push_number(&mut out, parts.only(YEARS)?, 4),
        DatePart::Month => push_number(&mut out, parts.only((1, 12))?, 2),
        DatePart::Day => push_number(&mut out, parts.only((1, 31))?, 2),
    }
    Ok(out)
}

/// The runs of digits and names of months in a text, at most three of them.
#[derive(Default)]
struct Parts {
    parts: [Option<Part>; 3],
}

/// One part of a date.
#[derive(Clone, Copy)]
enum Part {
    /// A number and how many digits it was written with.
    Number(u32, usize),
    /// A month by name.
    Month(u32),
}

impl Parts {
    /// Splits at everything that is neither digit nor letter.
    fn read(raw: &str) -> Result<Self, PiiError> {
        let text = unicode::trim(raw);
        if text.is_empty() {
            return Err(PiiError::Empty);
        }
        if text.len() > MAX_RAW {
            return Err(PiiError::TooLong);
        }
        let mut folded = Buffer::new();
        text.chars().for_each(|c| folded.push(characters::fold_digit(c)));
        let mut parts = Self::default();
        let mut slots = parts.parts.iter_mut();
        for word in folded.as_str().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            *slots.next().ok_or(PiiError::InvalidDate)? = Some(Part::read(word)?);
        }
        Ok(parts)
    }

    /// The one number, which must lie in the range.
    fn only(&self, (first, last): (u32, u32)) -> Result<u32, PiiError> {
        match self.parts {
            [Some(Part::Number(value, _) | Part::Month(value)), None, None]
                if (first..=last).contains(&value) =>
            {
                Ok(value)
            }
            _ => Err(PiiError::InvalidDate),
        }
    }

    /// Year, month and day, if only one reading is a date of the calendar.
    fn date(&self, order: Option<DateOrder>) -> Result<(u32, u32, u32), PiiError> {
        match self.parts {
            [Some(Part::Number(all, 8)), None, None] => {
                checked(all.div_euclid(10_000), all.div_euclid(100).rem_euclid(100), all.rem_euclid(100))
            }
            [
                Some(Part::Number(year, 4)),
                Some(Part::Number(month, 1 | 2) | Part::Month(month)),
                Some(Part::Number(day, 1 | 2)),
            ]
            | [Some(Part::Number(day, 1 | 2)), Some(Part::Month(month)), Some(Part::Number(year, 4))]
            | [Some(Part::Month(month)), Some(Part::Number(day, 1 | 2)), Some(Part::Number(year, 4))] => {
                checked(year, month, day)
            }
            [
                Some(Part::Number(first, 1 | 2)),
                Some(Part::Number(second, 1 | 2)),
                Some(Part::Number(year, 4)),
            ] => ordered(first, second, year, order),
            _ => Err(PiiError::InvalidDate),
        }
    }
}

impl Part {
    fn read(word: &str) -> Result<Self, PiiError> {
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            let value = word.parse().map_err(|_| PiiError::InvalidDate)?;
            return Ok(Self::Number(value, word.len()));
        }
        let is_month = |name: &str| {
            name.eq_ignore_ascii_case(word)
                || (word.len() == 3 && name.get(..3).is_some_and(|short| short.eq_ignore_ascii_case(word)))
        };
        let index = MONTHS.iter().position(|name| is_month(name)).ok_or(PiiError::InvalidDate)?;
        let month =
            u32::try_from(index).ok().and_then(|index| index.checked_add(1)).ok_or(PiiError::InvalidDate)?;
        Ok(Self::Month(month))
    }
}

/// Day and month in the stated order, or in the only one that is a date.
fn ordered(
    first: u32,
    second: u32,
    year: u32,
    order: Option<DateOrder>,
) -> Result<(u32, u32, u32), PiiError> {
    let day_first = checked(year, second, first);
    let month_first = checked(year, first, second);
    match (order, day_first, month_first) {
        (Some(DateOrder::DayFirst), date, _) | (Some(DateOrder::MonthFirst), _, date) => date,
        (None, Ok(one), Ok(other)) if one != other => Err(PiiError::AmbiguousDate),
        (None, date, Err(_)) | (None, _, date) => date,
    }
}

/// The date, if it is in the calendar and someone living could be born on it.
fn checked(year: u32, month: u32, day: u32) -> Result<(u32, u32, u32), PiiError> {
    // The calendar repeats after 400 years, and `UnixTime` begins in 1970.
    let repeated = if year < 1970 { year.saturating_add(400) } else { year };
    let narrow = |value: u32| u8::try_from(value).unwrap_or(0);
    let exists =
        UnixTime::from_date(u16::try_from(repeated).unwrap_or(0), narrow(month), narrow(day)).is_some();
    let (first, last) = YEARS;
    if exists && (first..=last).contains(&year) { Ok((year, month, day)) } else { Err(PiiError::InvalidDate) }
}

/// Appends a number with leading zeros.
fn push_number(out: &mut Buffer, value: u32, width: u32) {
    for place in (0..width).rev() {
        let digit = value.div_euclid(10_u32.saturating_pow(place)).rem_euclid(10);
        out.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

/// English, as in Meta's and Google's interfaces.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The years in which a person may be born. Meta: "from 1900 to the current year"; there is no clock here, so the end is
/// a bound against nonsense only.
const YEARS: (u32, u32) = (1900, 2099);

/// A raw value beyond this is not looked at.
const MAX_RAW: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(raw: &str, order: Option<DateOrder>) -> Result<String, &'static str> {
        render(raw, DatePart::Whole, order).map(|text| text.as_str().to_owned()).map_err(PiiError::code)
    }

    #[test]
    fn one_reading_or_none() {
        for raw in [
            "2/16/1997",
            "16/2/1997",
            "16.02.1997",
            "1997-02-16",
            "1997/2/16",
            "19970216",
            "16 Feb 1997",
            "February 16, 1997",
            "١٩٩٧-٠٢-١٦",
        ] {
            assert_eq!(whole(raw, None).as_deref(), Ok("19970216"), "{raw}");
        }
        assert_eq!(whole("1/1/1990", None).as_deref(), Ok("19900101"));
        assert_eq!(whole("1/2/1990", None), Err("ambiguous_date"));
        assert_eq!(whole("1/2/1990", Some(DateOrder::DayFirst)).as_deref(), Ok("19900201"));
        assert_eq!(whole("1/2/1990", Some(DateOrder::MonthFirst)).as_deref(), Ok("19900102"));
        assert_eq!(whole("16/2/1997", Some(DateOrder::MonthFirst)), Err("invalid_date"));
        assert_eq!(whole("29/2/1904", None).as_deref(), Ok("19040229"));
        assert_eq!(whole("29/2/2000", None).as_deref(), Ok("20000229"));
    }

    #[test]
    fn the_calendar_is_checked() {
        for raw in [
            "99999999",
            "31/02/1990",
            "19903112",
            "29/2/1900",
            "29/2/1997",
            "1899-12-31",
            "1/1/90",
            "0/1/1990",
            "1997",
            "1997-02",
            "1997-02-16 10:00",
            "abc",
            "1-2-3-4",
        ] {
            assert_eq!(whole(raw, None), Err("invalid_date"), "{raw}");
        }
        assert_eq!(whole(" ", None), Err("empty"));
    }

    #[test]
    fn parts() {
        let part =
            |raw, part| render(raw, part, None).map(|text| text.as_str().to_owned()).map_err(PiiError::code);
        assert_eq!(part("january", DatePart::Month).as_deref(), Ok("01"));
        assert_eq!(part("12", DatePart::Month).as_deref(), Ok("12"));
        assert_eq!(part("13", DatePart::Month), Err("invalid_date"));
        assert_eq!(part(" 05 ", DatePart::Day).as_deref(), Ok("05"));
        assert_eq!(part("5", DatePart::Day).as_deref(), Ok("05"));
        assert_eq!(part("1990", DatePart::Year).as_deref(), Ok("1990"));
        assert_eq!(part("90", DatePart::Year), Err("invalid_date"));
    }
}
