//! Instants in documents: `2026-11-21` for midnight UTC, or `2026-11-21T12:00:00Z`.

use alloc::string::ToString as _;
use core::fmt;

use crate::time::UnixTime;

/// Reads a day or a second in UTC.
pub(crate) fn parse(text: &str) -> Option<UnixTime> {
    let (date, time) = text.split_at_checked(10)?;
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let day = UnixTime::from_date(number(year, 4)?, narrow(month)?, narrow(day)?)?;
    if time.is_empty() {
        return Some(day);
    }
    let mut parts = time.strip_prefix('T')?.strip_suffix('Z')?.split(':');
    let mut part = |limit: u16| number(parts.next()?, 2).filter(|value| *value < limit).map(u64::from);
    let (hour, minute, second) = (part(24)?, part(60)?, part(60)?);
    let minutes = hour.checked_mul(60)?.checked_add(minute)?;
    let seconds = minutes.checked_mul(60)?.checked_add(second)?;
    parts.next().is_none().then(|| day.plus_secs(seconds))
}

/// Writes an instant as [`parse`] reads it.
pub(crate) fn written(instant: UnixTime) -> impl fmt::Display {
    struct Written(UnixTime);
    impl fmt::Display for Written {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            if !self.0.as_secs().is_multiple_of(86_400) {
                return fmt::Display::fmt(&self.0, f);
            }
            let text = self.0.to_string();
            f.write_str(text.split('T').next().unwrap_or_default())
        }
    }
    Written(instant)
}

/// For `#[serde(with = "crate::data::instant")]`.
#[cfg(feature = "serde")]
pub(crate) fn serialize<S: serde::Serializer>(instant: &UnixTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&written(*instant))
}

/// For `#[serde(with = "crate::data::instant")]`.
#[cfg(feature = "serde")]
pub(crate) fn deserialize<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<UnixTime, D::Error> {
    struct Door;
    impl serde::de::Visitor<'_> for Door {
        type Value = UnixTime;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an instant in UTC such as 2026-11-21 or 2026-11-21T12:00:00Z")
        }
        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<UnixTime, E> {
            parse(text).ok_or_else(|| E::custom("expected an instant in UTC such as 2026-11-21"))
        }
    }
    deserializer.deserialize_str(Door)
}

/// For `#[serde(default, with = "crate::data::instant::option")]`.
#[cfg(feature = "serde")]
pub(crate) mod option {
    use crate::time::UnixTime;

    pub(crate) fn serialize<S: serde::Serializer>(
        instant: &Option<UnixTime>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match instant {
            Some(instant) => crate::data::instant::serialize(instant, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<UnixTime>, D::Error> {
        #[derive(serde::Deserialize)]
        struct Wrapped(#[serde(with = "crate::data::instant")] UnixTime);
        let wrapped: Option<Wrapped> = serde::Deserialize::deserialize(deserializer)?;
        Ok(wrapped.map(|Wrapped(instant)| instant))
    }
}

fn narrow(text: &str) -> Option<u8> {
    number(text, 2).and_then(|value| u8::try_from(value).ok())
}

fn number(text: &str, digits: usize) -> Option<u16> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        for seconds in (0..4_000_000_000_u64).step_by(1_234_577).chain((0..40_000).map(|day| day * 86_400)) {
            let instant = UnixTime::from_secs(seconds);
            assert_eq!(parse(&written(instant).to_string()), Some(instant));
            assert_eq!(parse(&instant.to_string()), Some(instant));
        }
    }

    #[test]
    fn junk_is_no_instant() {
        let bad = [
            "",
            "2026",
            "2026-11",
            "2026-1-1",
            "2026-11-31",
            "26-11-2101",
            "2026-11-21T",
            "2026-11-21 12:00:00Z",
            "2026-11-21T12:00Z",
            "2026-11-21T24:00:00Z",
            "2026-11-21T12:60:00Z",
            "2026-11-21T12:00:00",
            "2026-11-21T12:00:00+01:00",
            "2026-11-21T12:00:00:00Z",
            "+026-11-21",
            "2026-11-2á",
        ];
        for text in bad {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
