//! Lengths of time, as people write them.

use core::fmt;

/// A length of time in whole seconds: `30d`, `12h`, `5m`, `45s`.
///
/// # Examples
///
/// ```
/// use domicile::data::Span;
///
/// assert_eq!(Span::parse("30d")?.as_secs(), 2_592_000);
/// assert_eq!(Span::from_secs(7_200).to_string(), "2h");
/// assert!(Span::parse("1 month").is_err());
/// # Ok::<(), domicile::data::InvalidSpan>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(u64);

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// So many seconds.
    #[must_use]
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds)
    }

    /// So many days.
    #[must_use]
    pub const fn from_days(days: u32) -> Self {
        Self(widen(days).wrapping_mul(DAY))
    }

    /// The length in seconds.
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0
    }

    /// Reads digits and one of the units `s`, `m`, `h`, `d`, without sign, space or leading zero.
    ///
    /// # Errors
    ///
    /// [`InvalidSpan`] for anything else: `""`, `"d"`, `"30"`, `"1.5h"`, `"030d"`, or a length beyond 2⁶⁴ seconds.
    pub fn parse(text: &str) -> Result<Self, InvalidSpan> {
        let (unit, digits) = UNITS
            .iter()
            .find_map(|(name, seconds)| text.strip_suffix(name).map(|digits| (*seconds, digits)))
            .ok_or(InvalidSpan)?;
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || (digits.len() > 1 && digits.starts_with('0')) {
            return Err(InvalidSpan);
        }
        let count: u64 = digits.parse().map_err(|_| InvalidSpan)?;
        count.checked_mul(unit).map(Self).ok_or(InvalidSpan)
    }
}

impl fmt::Display for Span {
    /// In the largest unit that divides it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fits = |(_, seconds): &&(&str, u64)| self.0 != 0 && self.0.is_multiple_of(*seconds);
        let (name, seconds) = UNITS.iter().find(fits).copied().unwrap_or(("s", 1));
        write!(f, "{}{name}", self.0.checked_div(seconds).unwrap_or_default())
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Span({self})")
    }
}

impl core::str::FromStr for Span {
    type Err = InvalidSpan;
    fn from_str(text: &str) -> Result<Self, InvalidSpan> {
        Self::parse(text)
    }
}

/// A text is not a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a length of time: digits and one of the units s, m, h, d, such as 30d")]
#[non_exhaustive]
pub struct InvalidSpan;

impl InvalidSpan {
    /// The stable code, `invalid_span`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_span"
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Span {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Span {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Door;
        impl serde::de::Visitor<'_> for Door {
            type Value = Span;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a length of time such as 30d")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Span, E> {
                Span::parse(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Door)
    }
}

#[expect(clippy::as_conversions, reason = "widening; `From` is not const")]
const fn widen(small: u32) -> u64 {
    small as u64
}

const DAY: u64 = 86_400;
const UNITS: [(&str, u64); 4] = [("d", DAY), ("h", 3_600), ("m", 60), ("s", 1)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_reads_back() {
        for seconds in (0..200_000).chain([u64::MAX, DAY * 30]) {
            let span = Span::from_secs(seconds);
            assert_eq!(span.to_string().parse(), Ok(span));
        }
    }

    #[test]
    fn junk_is_no_length() {
        for bad in
            ["", "d", "30", "-1d", "+1d", " 1d", "1 d", "1.5h", "030d", "1w", "1D", "99999999999999999999s"]
        {
            assert!(Span::parse(bad).is_err(), "{bad}");
        }
        assert!(Span::parse("213503982334602d").is_err());
    }
}
