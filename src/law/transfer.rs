//! The question the law is asked.

use crate::data::Categories;
use crate::data::Sensitivities;
use crate::law::act::Act;
use crate::law::condition::OrganizationFacts;
use crate::law::condition::RecipientFacts;
use crate::law::name::Condition;
use crate::place::Jurisdiction;
use crate::time::UnixTime;

/// A transfer to be judged: from one country to another, by one act, of some data, to somebody.
///
/// What is not stated counts as unknown, and unknown refuses: no country, no category; and until
/// [`Transfer::with_sensitivities`] says otherwise, the data may be of every kind that some law singles out.
///
/// # Examples
///
/// ```
/// use domicile::data::{Categories, Sensitivities};
/// use domicile::law::{Act, LawEdition, Transfer};
/// use domicile::place::Jurisdiction;
/// use domicile::{DataCategory, UnixTime};
///
/// let what: Categories = [DataCategory::EventMetadata].into_iter().collect();
/// let (ireland, us) = (Jurisdiction::parse("IE").ok(), Jurisdiction::parse("US").ok());
/// let transfer = Transfer::new(ireland, us, Act::Store, &what).with_sensitivities(Sensitivities::NONE);
///
/// let verdict = LawEdition::builtin().judge(&transfer, UnixTime::from_date(2026, 11, 21).unwrap());
/// assert_eq!(verdict.code(), "conditions_missing");
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Transfer<'a> {
    /// Where the data is; whose exports the law governs. An organization is no place: it counts as not known.
    pub from: Option<Jurisdiction>,
    /// Where it would be, or be seen from.
    pub to: Option<Jurisdiction>,
    /// What is done with it there.
    pub act: Act,
    /// What kinds of data.
    pub categories: &'a Categories,
    /// What the data may be, besides personal.
    pub sensitivities: Sensitivities,
    /// What is known about the recipient and the arrangement with it.
    pub recipient: &'a RecipientFacts,
    /// What the exporting organization states of itself.
    pub organization: &'a OrganizationFacts,
}

impl<'a> Transfer<'a> {
    /// A transfer of data of any sensitivity to a recipient of whom nothing is known.
    #[must_use]
    pub const fn new(
        from: Option<Jurisdiction>,
        to: Option<Jurisdiction>,
        act: Act,
        categories: &'a Categories,
    ) -> Self {
        Self {
            from,
            to,
            act,
            categories,
            sensitivities: Sensitivities::ALL,
            recipient: RecipientFacts::NOTHING,
            organization: OrganizationFacts::NOTHING,
        }
    }

    /// The same, of data that has none but these sensitivities.
    #[must_use]
    pub const fn with_sensitivities(mut self, sensitivities: Sensitivities) -> Self {
        self.sensitivities = sensitivities;
        self
    }

    /// The same, to a recipient of whom this is known.
    #[must_use]
    pub const fn to_recipient(mut self, facts: &'a RecipientFacts) -> Self {
        self.recipient = facts;
        self
    }

    /// The same, out of an organization that states this of itself.
    #[must_use]
    pub const fn of_organization(mut self, facts: &'a OrganizationFacts) -> Self {
        self.organization = facts;
        self
    }

    /// True if `condition` is known to hold `now`. That it has ended beats the organization's statement.
    pub(crate) fn knows(&self, condition: Condition, now: UnixTime) -> bool {
        self.recipient.knows(condition, now)
            || self.organization.states(condition, now) && !self.recipient.has_ended(condition, now)
    }

    /// True if both sides are known and not in one country.
    ///
    /// Between two parts of one country there is no border; a law of one part may ask for a ground all the same.
    #[must_use]
    pub fn crosses_border(&self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if !from.shares_country(to))
    }
}
