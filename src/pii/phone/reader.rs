//! Who reads phone numbers.

use crate::pii::phone::error::PhoneError;
use crate::pii::phone::number::PhoneNumber;
use crate::pii::phone::plan::PLAN_EDITION;

/// A way of reading phone numbers.
///
/// [`NumberingPlans`] is the one to use. The trait is there so that an embedder who must agree with another library's
/// identifiers can put that library in its place.
///
/// A reader that yields another number than the one meant makes identifiers that match somebody else; one that refuses
/// too much loses matches. When in doubt, refuse.
pub trait PhoneReader {
    /// Names the rules and their edition. Two readers with one edition must agree on every text.
    fn edition(&self) -> &str;

    /// Reads a number as [`PhoneNumber::parse`] does.
    ///
    /// # Errors
    ///
    /// As [`PhoneNumber::parse`]; in particular, a text without `+` and without a country must be refused.
    fn read(&self, text: &str, country: Option<[u8; 2]>) -> Result<PhoneNumber, PhoneError>;
}

/// Reads with the numbering plans of this room.
///
/// # Examples
///
/// ```
/// use domicile::pii::phone::{NumberingPlans, PLAN_EDITION, PhoneReader};
///
/// let reader = NumberingPlans::new();
/// let number = reader.read("+44 20 7031 3000", None)?;
/// assert_eq!(number.calling_code(), 44);
/// assert_eq!(reader.edition(), PLAN_EDITION);
/// # Ok::<(), domicile::pii::phone::PhoneError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberingPlans(());

impl NumberingPlans {
    /// Returns the reader. It has no state and costs nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl PhoneReader for NumberingPlans {
    fn edition(&self) -> &str {
        PLAN_EDITION
    }

    fn read(&self, text: &str, country: Option<[u8; 2]>) -> Result<PhoneNumber, PhoneError> {
        PhoneNumber::parse(text, country)
    }
}
