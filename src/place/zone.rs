//! Operating groups.

use crate::code::Text;
use crate::code::is_code;

/// An operating group of regions for queues and endpoints: `us`, `eu`, `apac`, or the embedder's own.
///
/// A zone chooses a queue. It never permits a move: `ap-south-1` and `ap-southeast-1` share a zone and lie in two
/// jurisdictions. A region may have no zone at all; `af-south-1` has none.
///
/// # Examples
///
/// ```
/// use domicile::Zone;
///
/// assert_eq!(Zone::parse("eu"), Ok(Zone::Eu));
/// assert_eq!(Zone::parse("africa")?.to_string(), "africa");
/// assert!(Zone::parse("EU").is_err());
/// # Ok::<(), domicile::place::InvalidZone>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Zone {
    /// Regions in the United States.
    Us,
    /// Regions in member states of the European Union.
    Eu,
    /// Regions in Asia and the Pacific.
    Apac,
    /// An embedder's own group.
    Other(ZoneCode),
}

/// The code of an embedder's own zone; only [`Zone::parse`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ZoneCode(Text<15>);

impl Zone {
    /// Reads a zone: lower-case letters, digits and single inner hyphens, at most 15 bytes.
    ///
    /// # Errors
    ///
    /// [`InvalidZone`] for anything else: `""`, `"EU"`, `"eu "`, a text of 16 bytes.
    pub const fn parse(text: &str) -> Result<Self, InvalidZone> {
        match text.as_bytes() {
            b"us" => Ok(Self::Us),
            b"eu" => Ok(Self::Eu),
            b"apac" => Ok(Self::Apac),
            bytes if is_code(bytes) => match Text::new(bytes) {
                Some(code) => Ok(Self::Other(ZoneCode(code))),
                None => Err(InvalidZone),
            },
            _ => Err(InvalidZone),
        }
    }

    /// The zone's code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Us => "us",
            Self::Eu => "eu",
            Self::Apac => "apac",
            Self::Other(ZoneCode(code)) => code.as_str(),
        }
    }
}

/// A text is not the code of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a zone: at most 15 lower-case letters, digits and single inner hyphens")]
#[non_exhaustive]
pub struct InvalidZone;

impl InvalidZone {
    /// The stable code, `invalid_zone`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_zone"
    }
}

crate::code::text_doors!(Zone, InvalidZone, "a zone: us, eu, apac or a code of your own");
