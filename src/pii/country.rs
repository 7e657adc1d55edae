//! Countries by ISO 3166-1.

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
/// assert!(Country::parse("ZZ").is_err());
/// # Ok::<(), domicile::pii::PiiError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// Reads a country's code.
    ///
    /// # Errors
    ///
    /// [`PiiError::Empty`] for nothing, [`PiiError::InvalidCountry`] for a text that names no country: `"ZZ"`, `"EU"`,
    /// `"Atlantis"`.
    pub fn parse(text: &str) -> Result<Self, PiiError> {
        let text = unicode::trim(text);
        let code = match text.as_bytes() {
            [] => return Err(PiiError::Empty),
            [first, second] => [first.to_ascii_uppercase(), second.to_ascii_uppercase()],
            _ => return Err(PiiError::InvalidCountry),
        };
        if CODES.as_bytes().chunks(2).any(|known| known == code) {
            Ok(Self(code))
        } else {
            Err(PiiError::InvalidCountry)
        }
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
}

impl core::fmt::Debug for Country {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Country(..)")
    }
}

/// ISO 3166-1, 249 officially assigned alpha-2 codes.
const CODES: &str = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZ\
DEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZ\
LALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQA\
RERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";
