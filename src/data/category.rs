//! Data categories and sets of them.

use alloc::vec::Vec;

use crate::code::Text;
use crate::code::is_code;

/// A kind of data: one of the classes every event service has (T22), or the embedder's own.
///
/// Names are dotted and hierarchical: `event.metadata` lies within `event`. Only whole segments count, so `event`
/// does not contain `events`.
///
/// # Examples
///
/// ```
/// use domicile::DataCategory;
///
/// let recordings = DataCategory::parse("session.recording")?;
/// assert!(recordings.is_within(&DataCategory::parse("session")?));
/// assert!(!recordings.is_within(&DataCategory::parse("sess")?));
/// assert_eq!(DataCategory::parse("account"), Ok(DataCategory::Account));
/// # Ok::<(), domicile::data::InvalidDataCategory>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DataCategory {
    /// `account`: who the customer is, plan, billing contact.
    Account,
    /// `event.metadata`: what happened and when, IP address and user agent included.
    EventMetadata,
    /// `identifier.pseudonymous`: hashed e-mail addresses, phone numbers and other keys. Still personal data.
    PseudonymousIdentifier,
    /// `log.operational`: what the service writes about its own work.
    OperationalLog,
    /// `secret`: credentials and keys.
    Secret,
    /// An embedder's own category.
    Other(DataCategoryCode),
}

/// The name of an embedder's own category; only [`DataCategory::parse`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DataCategoryCode(Text<47>);

impl DataCategory {
    /// Every named category.
    pub const NAMED: [Self; 5] = [
        Self::Account,
        Self::EventMetadata,
        Self::PseudonymousIdentifier,
        Self::OperationalLog,
        Self::Secret,
    ];

    /// Reads a category: segments of lower-case letters, digits and single inner hyphens, joined by dots, at most
    /// 47 bytes.
    ///
    /// # Errors
    ///
    /// [`InvalidDataCategory`] for anything else: `""`, `"Account"`, `"event."`, `"event..metadata"`.
    pub fn parse(text: &str) -> Result<Self, InvalidDataCategory> {
        if let Some(named) = Self::NAMED.into_iter().find(|named| named.as_str() == text) {
            return Ok(named);
        }
        if !text.split('.').all(|segment| is_code(segment.as_bytes())) {
            return Err(InvalidDataCategory);
        }
        let code = Text::new(text.as_bytes()).ok_or(InvalidDataCategory)?;
        Ok(Self::Other(DataCategoryCode(code)))
    }

    /// The category's dotted name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Account => "account",
            Self::EventMetadata => "event.metadata",
            Self::PseudonymousIdentifier => "identifier.pseudonymous",
            Self::OperationalLog => "log.operational",
            Self::Secret => "secret",
            Self::Other(DataCategoryCode(code)) => code.as_str(),
        }
    }

    /// True if `self` is `wider` or lies below it.
    #[must_use]
    pub fn is_within(&self, wider: &Self) -> bool {
        let rest = self.as_str().strip_prefix(wider.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// The bit of a named category in a [`Categories`] set.
    const fn bit(self) -> Option<u8> {
        match self {
            Self::Account => Some(1),
            Self::EventMetadata => Some(2),
            Self::PseudonymousIdentifier => Some(4),
            Self::OperationalLog => Some(8),
            Self::Secret => Some(16),
            Self::Other(_) => None,
        }
    }
}

/// A text names no category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a category: dotted segments of lower-case letters, digits and hyphens, at most 47 bytes")]
#[non_exhaustive]
pub struct InvalidDataCategory;

impl InvalidDataCategory {
    /// The stable code, `invalid_data_category`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_data_category"
    }
}

crate::code::text_doors!(DataCategory, InvalidDataCategory, "a data category such as event.metadata");

/// The categories one event carries. Named ones need no allocation.
///
/// # Examples
///
/// ```
/// use domicile::DataCategory;
/// use domicile::data::Categories;
///
/// let event: Categories = [DataCategory::EventMetadata, DataCategory::PseudonymousIdentifier].into_iter().collect();
/// assert!(event.contains(DataCategory::EventMetadata));
/// assert!(!event.contains(DataCategory::Secret));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Categories {
    named: u8,
    others: Vec<DataCategory>,
}

impl Categories {
    /// No category. A decision about nothing known is refused.
    #[must_use]
    pub const fn new() -> Self {
        Self { named: 0, others: Vec::new() }
    }

    /// Adds a category.
    pub fn insert(&mut self, category: DataCategory) {
        match (category.bit(), self.others.binary_search(&category)) {
            (Some(bit), _) => self.named |= bit,
            (None, Err(at)) => self.others.insert(at, category),
            (None, Ok(_)) => {}
        }
    }

    /// True if exactly this category is in the set.
    #[must_use]
    pub fn contains(&self, category: DataCategory) -> bool {
        match category.bit() {
            Some(bit) => self.named & bit != 0,
            None => self.others.binary_search(&category).is_ok(),
        }
    }

    /// True if the set is empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.named == 0 && self.others.is_empty()
    }

    /// The categories: the named ones first, then the others by name.
    pub fn iter(&self) -> impl Iterator<Item = DataCategory> + '_ {
        let named = DataCategory::NAMED.into_iter().filter(|category| self.contains(*category));
        named.chain(self.others.iter().copied())
    }
}

impl FromIterator<DataCategory> for Categories {
    fn from_iter<I: IntoIterator<Item = DataCategory>>(categories: I) -> Self {
        let mut set = Self::new();
        for category in categories {
            set.insert(category);
        }
        set
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Categories {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Categories {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::code::bounded::<DataCategory, D>(deserializer, MOST_CATEGORIES).map(Self::from_iter)
    }
}

/// How many categories a serialized set may hold: a stamp comes off a queue, and reading one must stay cheap.
#[cfg(feature = "serde")]
const MOST_CATEGORIES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_categories_have_bits_of_their_own() {
        let bits: u32 = DataCategory::NAMED.iter().map(|named| u32::from(named.bit().unwrap())).sum();
        assert_eq!(bits.count_ones() as usize, DataCategory::NAMED.len());
        for named in DataCategory::NAMED {
            assert_eq!(DataCategory::parse(named.as_str()), Ok(named));
        }
    }

    #[test]
    fn junk_is_no_category() {
        for bad in
            ["", ".", "event.", ".event", "event..metadata", "Event", "event metadata", &"a".repeat(48)]
        {
            assert!(DataCategory::parse(bad).is_err(), "{bad}");
        }
    }
}
