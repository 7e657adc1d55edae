//! Whose law applies.

use crate::country;

/// Whose law applies: a country, a part of one with law of its own, or an organization that a law names as importer.
///
/// Countries are the officially assigned codes of ISO 3166-1, and `XK` for Kosovo. `UK`, `EU` and codes that are no
/// longer or not yet assigned are none: what does not exist has no law, and having no law must not allow anything.
/// Parts and organizations are those of a short list: the states of the United States with the District of Columbia
/// (`US-TX`), the provinces and territories of Canada (`CA-QC`), the financial free zones with data protection law of
/// their own (`AE-ADGM`, `AE-DIFC`, `KZ-AIFC`, `QA-QFC`), and the European Patent Organisation (`org:epo`).
/// Territories with a country code of their own (`PR`, `HK`, `GP`) are countries here. What a country belongs to (the
/// EU, the EEA, …) is a dated fact of a table and not of the code.
///
/// # Examples
///
/// ```
/// use domicile::place::Jurisdiction;
///
/// let ireland = Jurisdiction::parse("IE")?;
/// assert_eq!(ireland.as_str(), "IE");
///
/// let texas = Jurisdiction::parse("US-TX")?;
/// assert_eq!(texas.country(), Jurisdiction::parse("US").ok());
///
/// let error = Jurisdiction::parse("UK").unwrap_err();
/// assert_eq!(error.to_string(), "expected an ISO 3166-1 alpha-2 code in capitals: write GB");
/// assert!(Jurisdiction::parse("ie").is_err());
/// assert!(Jurisdiction::parse("EU").is_err());
/// # Ok::<(), domicile::place::InvalidJurisdiction>(())
/// ```
//
// INVARIANT: the text of a known jurisdiction, and zeros behind it; so the derived order is that of the texts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(alias = "country")]
pub struct Jurisdiction([u8; LENGTH]);

impl Jurisdiction {
    /// Reads the code of a country, of a listed part of one, or of a listed organization.
    ///
    /// # Errors
    ///
    /// [`InvalidJurisdiction`] for anything else: `"ie"`, `"UK"`, `"EU"`, `"IRL"`, `"DD"`, `"DE-BY"`, `"org:un"`, `""`.
    pub const fn parse(text: &str) -> Result<Self, InvalidJurisdiction> {
        match Self::known(text.as_bytes()) {
            Some(jurisdiction) => Ok(jurisdiction),
            None => Err(InvalidJurisdiction::of(text)),
        }
    }

    /// What to do about a text that is no jurisdiction, where the slip is a common one: another country code in use
    /// (`UK`, `EL`), an alpha-3 code (`USA`), small letters, the name of a group (`EU`), a territory written as a part
    /// (`US-PR`), a part without law of its own (`DE-BY`). `None` for every other text, and for a jurisdiction.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::place::Jurisdiction;
    ///
    /// let advice = "expected an ISO 3166-1 alpha-2 code in capitals: write GR";
    /// assert_eq!(Jurisdiction::suggestion("EL"), Some(advice));
    /// assert_eq!(Jurisdiction::suggestion("GRC"), Some(advice));
    /// assert_eq!(Jurisdiction::suggestion("ZZ"), None);
    /// ```
    #[must_use]
    pub const fn suggestion(text: &str) -> Option<&'static str> {
        if Self::known(text.as_bytes()).is_some() {
            return None;
        }
        match Self::correction(text) {
            Some(advice) => Some(advice),
            None if find(GROUPS, text.as_bytes()).is_some() => Some(IS_GROUP),
            None => match text.as_bytes() {
                [first, second, b'-', _, ..] if is_country([*first, *second]) => Some(IS_LAWLESS),
                _ => None,
            },
        }
    }

    /// The advice to write a jurisdiction that a text means and does not spell.
    pub(crate) const fn correction(text: &str) -> Option<&'static str> {
        let text = text.as_bytes();
        match find(SLIPS, text) {
            Some(advice) => Some(advice),
            None if text.eq_ignore_ascii_case(b"XK") || text.eq_ignore_ascii_case(b"XKX") => Some(WRITE_XK),
            None => match text {
                [_, _] | [_, _, _] => country::advice(text),
                [_, _, b'-', ..] if Self::known_in_capitals(text) => Some(IS_IN_CAPITALS),
                _ => None,
            },
        }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let code = self.0.split(|byte| *byte == 0).next().unwrap_or_default();
        core::str::from_utf8(code).unwrap_or_default()
    }

    /// The country: itself, or the one it is a part of. `None` for an organization, which is in no country.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::place::Jurisdiction;
    ///
    /// let country = |text| Jurisdiction::parse(text).map(|one| one.country());
    /// assert_eq!(country("CA-QC")?, Some(Jurisdiction::parse("CA")?));
    /// assert_eq!(country("CA")?, Some(Jurisdiction::parse("CA")?));
    /// assert_eq!(country("org:epo")?, None);
    /// # Ok::<(), domicile::place::InvalidJurisdiction>(())
    /// ```
    #[must_use]
    pub const fn country(&self) -> Option<Self> {
        match self.0 {
            [first, second, 0 | b'-', ..] => Some(Self([first, second, 0, 0, 0, 0, 0, 0])),
            _ => None,
        }
    }

    /// True for a part of a country.
    #[must_use]
    pub const fn is_part(&self) -> bool {
        matches!(self.0, [_, _, b'-', ..])
    }

    /// True for an organization.
    #[must_use]
    pub const fn is_organization(&self) -> bool {
        matches!(self.0, [_, _, b'g', b':', ..])
    }

    /// True if it is `wider` or a part of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::place::Jurisdiction;
    ///
    /// let (us, texas) = (Jurisdiction::parse("US")?, Jurisdiction::parse("US-TX")?);
    /// assert!(texas.is_within(us) && texas.is_within(texas));
    /// assert!(!us.is_within(texas));
    /// # Ok::<(), domicile::place::InvalidJurisdiction>(())
    /// ```
    #[must_use]
    pub fn is_within(&self, wider: Self) -> bool {
        *self == wider || (self.is_part() && self.country() == Some(wider))
    }

    /// True if both are in one country. An organization is in none.
    pub(crate) fn shares_country(&self, other: Self) -> bool {
        self.country().is_some_and(|country| other.country() == Some(country))
    }

    /// True if something can be in both: one is a part of the other, or they are the same.
    pub(crate) fn overlaps(&self, other: Self) -> bool {
        self.is_within(other) || other.is_within(*self)
    }

    /// The jurisdiction with this code.
    const fn known(text: &[u8]) -> Option<Self> {
        let Some(code) = padded(text) else { return None };
        let is_known = match text {
            [first, second] => is_country([*first, *second]),
            // It would be read as the end.
            [.., 0] => false,
            [_, _, b'-', ..] | [b'o', b'r', b'g', b':', ..] => is_listed(code),
            _ => false,
        };
        if is_known { Some(Self(code)) } else { None }
    }

    /// True if a text in another case is the code of a part.
    const fn known_in_capitals(text: &[u8]) -> bool {
        let Some(mut code) = padded(text) else { return false };
        code.make_ascii_uppercase();
        is_listed(code)
    }
}

/// A text is not the code of a jurisdiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{advice}")]
#[non_exhaustive]
pub struct InvalidJurisdiction {
    advice: &'static str,
}

impl InvalidJurisdiction {
    /// The stable code, `invalid_jurisdiction`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_jurisdiction"
    }

    /// What was expected: the [suggestion](Jurisdiction::suggestion) for a common slip, or which texts are codes.
    #[must_use]
    pub const fn advice(&self) -> &'static str {
        self.advice
    }

    const fn of(text: &str) -> Self {
        match Jurisdiction::suggestion(text) {
            Some(advice) => Self { advice },
            None => Self { advice: EXPECTED },
        }
    }
}

crate::code::text_doors!(
    Jurisdiction,
    InvalidJurisdiction,
    "the code of a country, of a part of one, or of an organization"
);

/// The longest code, `AE-DIFC` or `org:epo`, and one byte.
const LENGTH: usize = 8;

/// The text and zeros behind it, if there is room for both.
const fn padded(text: &[u8]) -> Option<[u8; LENGTH]> {
    let mut code = [0; LENGTH];
    match code.split_at_mut_checked(text.len()) {
        Some((copy, [_, ..])) => copy.copy_from_slice(text),
        _ => return None,
    }
    Some(code)
}

const fn is_country(code: [u8; 2]) -> bool {
    country::is_assigned(code) || matches!(&code, b"XK")
}

/// True if this is the code of a part or an organization.
const fn is_listed(code: [u8; LENGTH]) -> bool {
    let mut names = LISTED;
    while let Some((name, rest)) = names.split_first() {
        if let Some(known) = padded(name.as_bytes())
            && u64::from_ne_bytes(known) == u64::from_ne_bytes(code)
        {
            return true;
        }
        names = rest;
    }
    false
}

/// The second of the pair whose first is this text, in any case.
const fn find(pairs: &[(&str, &'static str)], text: &[u8]) -> Option<&'static str> {
    let mut pairs = pairs;
    while let Some(((name, found), rest)) = pairs.split_first() {
        if text.eq_ignore_ascii_case(name.as_bytes()) {
            return Some(found);
        }
        pairs = rest;
    }
    None
}

/// Parts of countries and organizations.
///
/// States, district, provinces and territories: ISO 3166-2:US and ISO 3166-2:CA (Debian iso-codes 4.15.0); the outlying
/// areas of the United States have country codes of their own. Free zones: DIFC Law No. 5 of 2020, ADGM Data
/// Protection Regulations 2021, QFC Data Protection Regulations 2021, AIFC Data Protection Regulations 2017 (aifc.kz,
/// in force since 2018-01-01); the codes are this crate's. The European Patent Organisation: Commission decision of
/// 2025-07-15, adequacy of an international organisation.
#[rustfmt::skip]
const LISTED: &[&str] = &[
    "AE-ADGM", "AE-DIFC",
    "CA-AB", "CA-BC", "CA-MB", "CA-NB", "CA-NL", "CA-NS", "CA-NT", "CA-NU", "CA-ON", "CA-PE", "CA-QC", "CA-SK", "CA-YT",
    "KZ-AIFC",
    "QA-QFC",
    "US-AK", "US-AL", "US-AR", "US-AZ", "US-CA", "US-CO", "US-CT", "US-DC", "US-DE", "US-FL", "US-GA", "US-HI", "US-IA",
    "US-ID", "US-IL", "US-IN", "US-KS", "US-KY", "US-LA", "US-MA", "US-MD", "US-ME", "US-MI", "US-MN", "US-MO", "US-MS",
    "US-MT", "US-NC", "US-ND", "US-NE", "US-NH", "US-NJ", "US-NM", "US-NV", "US-NY", "US-OH", "US-OK", "US-OR", "US-PA",
    "US-RI", "US-SC", "US-SD", "US-TN", "US-TX", "US-UT", "US-VA", "US-VT", "US-WA", "US-WI", "US-WV", "US-WY",
    "org:epo",
];

/// What is often written for a jurisdiction, and what to write. `UK` and `EL` are the European Union's own codes; `AC`
/// and `TA` are reserved for mail and telephony.
const SLIPS: &[(&str, &str)] = &[
    ("UK", "expected an ISO 3166-1 alpha-2 code in capitals: write GB"),
    ("EL", "expected an ISO 3166-1 alpha-2 code in capitals: write GR"),
    ("AC", WRITE_SH),
    ("TA", WRITE_SH),
    ("US-AS", "expected the territory's own ISO 3166-1 code: write AS"),
    ("US-GU", "expected the territory's own ISO 3166-1 code: write GU"),
    ("US-MP", "expected the territory's own ISO 3166-1 code: write MP"),
    ("US-PR", "expected the territory's own ISO 3166-1 code: write PR"),
    ("US-UM", "expected the territory's own ISO 3166-1 code: write UM"),
    ("US-VI", "expected the territory's own ISO 3166-1 code: write VI"),
    ("CN-HK", "expected the territory's own ISO 3166-1 code: write HK"),
    ("CN-MO", "expected the territory's own ISO 3166-1 code: write MO"),
    ("CN-TW", "expected the territory's own ISO 3166-1 code: write TW"),
    ("org:epo", "expected the organization's code in small letters: write org:epo"),
];

/// Groups that are taken for countries.
const GROUPS: &[(&str, &str)] =
    &[("EU", IS_GROUP), ("EEA", IS_GROUP), ("EFTA", IS_GROUP), ("EMEA", IS_GROUP), ("APAC", IS_GROUP)];

const EXPECTED: &str = "expected a country that exists, by its ISO 3166-1 alpha-2 code (or XK), a part of one with law of its own such as US-TX, or org:epo";

const IS_GROUP: &str =
    "expected one country, by its ISO 3166-1 alpha-2 code: this is a zone or a group, not a country";

const IS_LAWLESS: &str =
    "expected a country, or a part of one that is known to have law of its own: write the country alone";

const IS_IN_CAPITALS: &str = "expected a part of a country in capitals, such as US-TX: write it in capitals";

const WRITE_SH: &str = "expected an ISO 3166-1 alpha-2 code in capitals: write SH";

const WRITE_XK: &str = "expected an ISO 3166-1 alpha-2 code in capitals: write XK";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order_and_every_part_is_of_a_country() {
        assert!(LISTED.is_sorted_by(|a, b| a < b));
        for code in LISTED {
            let listed = Jurisdiction::parse(code).unwrap();
            assert_eq!(listed.as_str(), *code);
            assert_ne!(listed.is_part(), listed.is_organization(), "{code}");
            let country = listed.country().map(|country| Jurisdiction::parse(country.as_str()));
            assert_eq!(country, listed.is_part().then(|| Jurisdiction::parse(&code[..2])), "{code}");
        }
    }

    #[test]
    fn every_slip_is_one_and_is_corrected_to_something() {
        for (slip, advice) in SLIPS {
            assert!(*slip == "org:epo" || Jurisdiction::parse(slip).is_err(), "{slip}");
            let (_, right) = advice.split_once(": write ").unwrap();
            assert!(Jurisdiction::parse(right).is_ok(), "{right}");
        }
    }

    #[test]
    fn a_constant_reads() {
        const TEXAS: Result<Jurisdiction, InvalidJurisdiction> = Jurisdiction::parse("US-TX");
        assert!(TEXAS.is_ok_and(|texas| texas.is_part()));
    }
}
