//! Countries by ISO 3166-1: by code, or by a name that is exactly one country's.

use core::fmt;

use crate::country::COUNTRIES;
use crate::pii::buffer::Buffer;
use crate::pii::error::PiiError;
use crate::pii::rule::LetterCase;
use crate::pii::unicode;

/// A country: an officially assigned ISO 3166-1 alpha-2 code.
///
/// # Examples
///
/// ```
/// use domicile::pii::Country;
///
/// assert_eq!(Country::parse(" de ")?.as_str(), "DE");
/// assert_eq!(Country::parse("HUN")?.as_str(), "HU");
/// assert_eq!(Country::parse("United States of America")?.as_str(), "US");
/// assert_eq!(Country::parse("UK")?.as_str(), "GB");
/// assert!(Country::parse("Atlantis").is_err());
/// # Ok::<(), domicile::pii::PiiError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// Reads an alpha-2 or alpha-3 code or an English name, in any case and with any punctuation. Names are matched
    /// whole: nothing is cut, and a part of a name is no name.
    ///
    /// # Errors
    ///
    /// [`PiiError::Empty`] for nothing, [`PiiError::InvalidCountry`] for a text that names no country or more than
    /// one: `"ZZ"`, `"EU"`, `"Österreich"`, `"Congo"`.
    pub fn parse(text: &str) -> Result<Self, PiiError> {
        let text = unicode::trim(text);
        if let [first, second] = text.as_bytes()
            && let Some(country) = Self::of([first.to_ascii_uppercase(), second.to_ascii_uppercase()])
        {
            return Ok(country);
        }
        if text.len() > LONGEST_NAME {
            return Err(PiiError::TooLong);
        }
        let key = name_key(text);
        let key = key.as_str();
        if key.is_empty() {
            return Err(PiiError::Empty);
        }
        if key == "uk" {
            return Ok(GB);
        }
        // A dotted code, `U.S.`, is a code.
        COUNTRIES
            .iter()
            .find(|(two, three, names)| {
                two.eq_ignore_ascii_case(key) || three.eq_ignore_ascii_case(key) || names.contains(&key)
            })
            .and_then(|(two, _, _)| Self::from_row(two))
            .ok_or(PiiError::InvalidCountry)
    }

    /// The two capital letters, as bytes.
    #[must_use]
    pub const fn letters(self) -> [u8; 2] {
        self.0
    }

    /// The two capital letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The code in the case that a rule names.
    pub(in crate::pii) fn render(self, case: LetterCase) -> Buffer {
        let mut out = Buffer::new();
        out.push_str(self.as_str());
        if case == LetterCase::Lower {
            out.bytes_mut().make_ascii_lowercase();
        }
        out
    }

    /// The country with this alpha-2 code.
    fn of(code: [u8; 2]) -> Option<Self> {
        COUNTRIES.binary_search_by(|(known, _, _)| known.as_bytes().cmp(&code)).is_ok().then_some(Self(code))
    }

    /// The alpha-2 code of a row.
    fn from_row(code: &str) -> Option<Self> {
        code.as_bytes().try_into().ok().map(Self)
    }
}

/// The United States.
pub(in crate::pii) const US: Country = Country(*b"US");

/// Shows nothing: the country of a person is personal.
impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Country(..)")
    }
}

/// A name as the table writes it: small letters and digits, no leading `the`.
pub(in crate::pii) fn name_key(text: &str) -> Buffer {
    let lowered = unicode::lowercase(text);
    let mut key = Buffer::new();
    lowered.as_str().chars().filter(|c| c.is_alphanumeric()).for_each(|c| key.push(c));
    match key.as_str().strip_prefix("the") {
        None | Some("") => key,
        Some(rest) => {
            let mut short = Buffer::new();
            short.push_str(rest);
            short
        }
    }
}

/// The United Kingdom, whose usual short name is not its code.
const GB: Country = Country(*b"GB");

/// A text beyond this is no name of a country.
const LONGEST_NAME: usize = 128;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_in_order() {
        assert_eq!(COUNTRIES.len(), 249);
        assert!(COUNTRIES.is_sorted_by(|a, b| a.0 < b.0));
        let mut names: Vec<&str> = COUNTRIES.iter().flat_map(|row| row.2).copied().collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "a name of two countries");
        for (two, three, names) in COUNTRIES {
            for spelling in [two, three].into_iter().chain(*names) {
                assert_eq!(Country::parse(spelling).unwrap().as_str(), *two, "{spelling}");
                assert_eq!(name_key(spelling).as_str().to_uppercase(), spelling.to_uppercase());
            }
        }
    }

    #[test]
    fn names_match_whole_or_not_at_all() {
        for (text, code) in [
            ("U.S.", "US"),
            ("u.k.", "GB"),
            ("the Netherlands", "NL"),
            ("Northern Ireland", "GB"),
            ("Côte d’Ivoire", "CI"),
            ("Cote d'Ivoire", "CI"),
            ("COTE D'IVOIRE", "CI"),
            ("Holland", "NL"),
            ("Türkiye", "TR"),
            ("Turkey", "TR"),
            ("Bosnia & Herzegovina", "BA"),
            ("Bosnia and Herzegovina", "BA"),
            ("St. Lucia", "LC"),
            ("Saint Lucia", "LC"),
            ("Korea, Republic of", "KR"),
        ] {
            assert_eq!(
                Country::parse(text).map(|country| country.as_str().to_owned()),
                Ok(code.into()),
                "{text}"
            );
        }
        for text in [
            "zz",
            "EU",
            "Atlantis",
            "Österreich",
            "Congo",
            "Korea",
            "Ontario",
            "New South Wales",
            "United",
            "usa1",
        ] {
            assert_eq!(Country::parse(text), Err(PiiError::InvalidCountry), "{text}");
        }
        for text in ["", " \u{200b}", ".", "--"] {
            assert_eq!(Country::parse(text), Err(PiiError::Empty), "{text:?}");
        }
    }
}
