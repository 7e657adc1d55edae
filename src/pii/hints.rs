//! What the caller knows about how a value is to be read.

use crate::pii::country::Country;
use crate::pii::date::DateOrder;
use crate::pii::phone_check::PhoneCheck;

/// How national forms are read: what a value leaves open and the caller knows. Nothing here is guessed.
///
/// # Examples
///
/// ```
/// use domicile::pii::{Country, DateOrder, Field, Hints, META, Pii};
///
/// let hints = Hints::new().country(Country::parse("DE")?).date_order(DateOrder::DayFirst);
/// let normalized = META.normalize_with(Field::BirthDate, Pii::new("1.2.1990"), &hints)?;
/// assert_eq!(normalized.expose(), "19900201");
/// # Ok::<(), domicile::pii::PiiError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    country: Option<Country>,
    date_order: Option<DateOrder>,
    phone_check: PhoneCheck,
}

impl Hints {
    /// Nothing known.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self { country: None, date_order: None, phone_check: PhoneCheck::Possible }
    }

    /// The country of phone numbers, states and postal codes.
    #[must_use]
    #[inline]
    pub const fn country(self, country: Country) -> Self {
        Self { country: Some(country), ..self }
    }

    /// The order of day and month in dates of birth.
    #[must_use]
    #[inline]
    pub const fn date_order(self, order: DateOrder) -> Self {
        Self { date_order: Some(order), ..self }
    }

    /// What is demanded of phone numbers; unless it is said, a possible length.
    #[must_use]
    #[inline]
    pub const fn phone_check(self, check: PhoneCheck) -> Self {
        Self { phone_check: check, ..self }
    }

    /// What is demanded of phone numbers.
    #[inline]
    pub(in crate::pii) const fn known_phone_check(&self) -> PhoneCheck {
        self.phone_check
    }

    /// The same with this country, or with none.
    #[inline]
    pub(in crate::pii) const fn with_country(self, country: Option<Country>) -> Self {
        Self { country, ..self }
    }

    /// The country, if it is known.
    #[inline]
    pub(in crate::pii) const fn known_country(&self) -> Option<Country> {
        self.country
    }

    /// The order of day and month, if it is known.
    #[inline]
    pub(in crate::pii) const fn known_date_order(&self) -> Option<DateOrder> {
        self.date_order
    }
}
