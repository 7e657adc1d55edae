//! Whose law applies.

/// A country or territory with a law of its own: an ISO 3166-1 alpha-2 code.
///
/// Two bytes, checked for shape only: whether such a country exists, and what it belongs to (the EU, the EEA, …), is
/// a dated fact of a table and not of the code. A country no table knows permits nothing.
///
/// # Examples
///
/// ```
/// use domicile::place::Jurisdiction;
///
/// let ireland = Jurisdiction::parse("IE")?;
/// assert_eq!(ireland.as_str(), "IE");
/// assert!(Jurisdiction::parse("ie").is_err());
/// assert!(Jurisdiction::parse("EUR").is_err());
/// # Ok::<(), domicile::place::InvalidJurisdiction>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(alias = "country")]
pub struct Jurisdiction([u8; 2]);

impl Jurisdiction {
    /// Reads two capital ASCII letters.
    ///
    /// # Errors
    ///
    /// [`InvalidJurisdiction`] for anything else: `"ie"`, `"EUR"`, `"E1"`, `""`.
    pub const fn parse(text: &str) -> Result<Self, InvalidJurisdiction> {
        match text.as_bytes() {
            [first @ b'A'..=b'Z', second @ b'A'..=b'Z'] => Ok(Self([*first, *second])),
            _ => Err(InvalidJurisdiction),
        }
    }

    /// The two capital letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// A text is not the code of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected two capital letters, the ISO 3166-1 alpha-2 code of a country")]
#[non_exhaustive]
pub struct InvalidJurisdiction;

impl InvalidJurisdiction {
    /// The stable code, `invalid_jurisdiction`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_jurisdiction"
    }
}

crate::code::text_doors!(
    Jurisdiction,
    InvalidJurisdiction,
    "two capital letters, an ISO 3166-1 alpha-2 code"
);
