//! Data categories and sets of them.

use alloc::sync::Arc;

use crate::code::Text;
use crate::code::is_code;

macro_rules! categories {
    ($($(#[$doc:meta])+ $variant:ident = $text:literal,)+) => {
        /// A kind of data: one of the classes every event service has, one of those a session service has, or
        /// the embedder's own.
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
        /// assert_eq!(recordings, DataCategory::SessionRecording);
        /// assert!(recordings.is_within(&DataCategory::Session));
        /// assert!(!recordings.is_within(&DataCategory::parse("sess")?));
        /// # Ok::<(), domicile::data::InvalidDataCategory>(())
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum DataCategory {
            $(#[doc = concat!("`", $text, "`:")] $(#[$doc])+ $variant,)+
            /// An embedder's own category.
            Other(DataCategoryCode),
        }

        impl DataCategory {
            /// Every named category.
            pub const NAMED: [Self; [$($text),+].len()] = [$(Self::$variant),+];

            /// The category's dotted name.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(DataCategoryCode(code)) => code.as_str(),
                }
            }

            /// The position of a named category in [`DataCategory::NAMED`].
            #[inline]
            pub(crate) const fn ordinal(self) -> Option<u32> {
                match self {
                    $(Self::$variant => Some(Named::$variant as u32),)+
                    Self::Other(_) => None,
                }
            }

            /// The bit of a named category in a [`Categories`] set.
            #[inline]
            const fn bit(self) -> Option<u32> {
                match self.ordinal() {
                    Some(ordinal) => Some(1_u32.wrapping_shl(ordinal)),
                    None => None,
                }
            }
        }

        /// The named categories without [`DataCategory::Other`], for their positions.
        enum Named {
            $($variant,)+
        }
    };
}

categories! {
    /// who the customer is, plan, billing contact.
    Account = "account",
    /// what happened and when, IP address and user agent included.
    EventMetadata = "event.metadata",
    /// hashed e-mail addresses, phone numbers and other keys. Still personal data.
    PseudonymousIdentifier = "identifier.pseudonymous",
    /// what the service writes about its own work.
    OperationalLog = "log.operational",
    /// credentials and keys.
    Secret = "secret",
    /// what passes through a running session.
    Session = "session",
    /// when a session ran, for how long, and for whom.
    SessionMetadata = "session.metadata",
    /// a session's moving picture or its replayable trace.
    SessionRecording = "session.recording",
    /// a session's still pictures.
    SessionScreenshot = "session.screenshot",
    /// cookies, local storage and whatever else a session leaves for the next one.
    SessionProfile = "session.profile",
    /// invoices, payment methods and usage that is paid for.
    Billing = "billing",
    /// e-mail and other messages the service sends about an account.
    TransactionalMessage = "message.transactional",
    /// what customers write to people of the service, and the answers.
    Support = "support",
    /// what went wrong, with free text in it.
    ErrorLog = "log.error",
    /// who did what to whose account.
    AuditLog = "log.audit",
    /// counters and timings, as far as they can be led back to anybody.
    Metric = "metric",
}

/// The name of an embedder's own category; only [`DataCategory::parse`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DataCategoryCode(Text<47>);

impl DataCategory {
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

    /// The category it lies directly in: `event` of `event.metadata`; `None` for one of a single segment.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.as_str().rsplit_once('.')?;
        Self::parse(parent).ok()
    }

    /// True if `self` is `wider` or lies below it.
    #[must_use]
    pub fn is_within(&self, wider: &Self) -> bool {
        let rest = self.as_str().strip_prefix(wider.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
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

/// The categories one event carries. Named ones need no allocation; a copy never does.
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
    named: u32,
    /// By name; `None` instead of none.
    others: Option<Arc<[DataCategory]>>,
}

impl Categories {
    /// No category. A decision about nothing known is refused.
    #[must_use]
    pub const fn new() -> Self {
        Self { named: 0, others: None }
    }

    /// Adds a category.
    pub fn insert(&mut self, category: DataCategory) {
        match (category.bit(), self.others().binary_search(&category)) {
            (Some(bit), _) => self.named |= bit,
            (None, Err(at)) => {
                let (before, behind) = self.others().split_at_checked(at).unwrap_or_default();
                self.others = Some(before.iter().chain([&category]).chain(behind).copied().collect());
            }
            (None, Ok(_)) => {}
        }
    }

    /// True if exactly this category is in the set.
    #[must_use]
    pub fn contains(&self, category: DataCategory) -> bool {
        match category.bit() {
            Some(bit) => self.named & bit != 0,
            None => self.others().binary_search(&category).is_ok(),
        }
    }

    /// True if the set is empty.
    #[must_use]
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.named == 0 && self.others.is_none()
    }

    /// How many categories are in the set.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// The categories: the named ones first, then the others by name.
    pub fn iter(&self) -> impl Iterator<Item = DataCategory> + '_ {
        let named = DataCategory::NAMED.into_iter().filter(|category| self.contains(*category));
        named.chain(self.others().iter().copied())
    }

    /// The positions of the named categories as bits, if there are some and no others.
    #[inline]
    pub(crate) const fn named_bits(&self) -> Option<u32> {
        if self.named == 0 || self.others.is_some() { None } else { Some(self.named) }
    }

    fn others(&self) -> &[DataCategory] {
        self.others.as_deref().unwrap_or_default()
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
        let bits: u32 = DataCategory::NAMED.iter().map(|named| named.bit().unwrap()).sum();
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
