//! Who processes data on the service's behalf.

use alloc::string::String;
use alloc::vec::Vec;

use crate::data::category::DataCategory;
use crate::data::name::Mechanism;
use crate::data::name::SubprocessorName;
use crate::data::word::words;
use crate::place::Jurisdiction;
use crate::time::UnixTime;

/// A company that processes data on the service's behalf: where, under whose law, and who comes behind it.
///
/// The country of the legal entity counts as well as those of processing: a company can be made to give up what its
/// machines abroad hold.
///
/// # Examples
///
/// ```
/// use domicile::data::{OptIn, Reach, Subprocessor, SubprocessorName};
/// use domicile::place::Jurisdiction;
///
/// let (germany, us) = (Jurisdiction::parse("DE")?, Jurisdiction::parse("US")?);
/// let mut mailer = Subprocessor::new(SubprocessorName::parse("mailer")?, "transactional e-mail", us);
/// mailer.processing.push(germany);
/// mailer.opt_in = OptIn::WhenEnabled;
///
/// let reached: Vec<_> = mailer.destinations().collect();
/// assert_eq!(reached, [(germany, Reach::Processing), (us, Reach::Entity)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Subprocessor {
    /// Its name, unique in a list.
    pub name: SubprocessorName,
    /// What it is used for.
    pub purpose: String,
    /// The countries, or parts of countries, in which it processes.
    pub processing: Vec<Jurisdiction>,
    /// The country of the legal entity, or the part of it; or the organization that it is.
    pub entity: Jurisdiction,
    /// Who comes behind it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub onward: Vec<Onward>,
    /// What transfers to it rest on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub mechanism: Option<Mechanism>,
    /// Whether it counts always, or only for tenants that enabled it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub opt_in: OptIn,
    /// What it gets to see.
    #[cfg_attr(feature = "serde", serde(default))]
    pub categories: Vec<DataCategory>,
    /// From when on it is engaged; without one, from the beginning.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none", with = "crate::data::instant::option")
    )]
    pub since: Option<UnixTime>,
    /// The instant from which it is engaged no more.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none", with = "crate::data::instant::option")
    )]
    pub until: Option<UnixTime>,
}

impl Subprocessor {
    /// A subprocessor that is always engaged and processes nowhere yet.
    #[must_use]
    pub fn new(name: SubprocessorName, purpose: impl Into<String>, entity: Jurisdiction) -> Self {
        Self {
            name,
            purpose: purpose.into(),
            processing: Vec::new(),
            entity,
            onward: Vec::new(),
            mechanism: None,
            opt_in: OptIn::default(),
            categories: Vec::new(),
            since: None,
            until: None,
        }
    }

    /// True if it may get data `now`. An opt-in subprocessor counts only for a tenant that enabled it.
    #[must_use]
    pub fn is_engaged(&self, now: UnixTime, enabled: Enabled) -> bool {
        let in_time =
            self.since.is_none_or(|since| since <= now) && self.until.is_none_or(|until| now < until);
        in_time && (self.opt_in == OptIn::Always || enabled == Enabled::Yes)
    }

    /// Every country whose law can reach the data, and why: first those of processing, then the legal entity's, then
    /// those behind it.
    pub fn destinations(&self) -> impl Iterator<Item = (Jurisdiction, Reach)> {
        let processing = self.processing.iter().map(|country| (*country, Reach::Processing));
        let onward = self.onward.iter().map(|onward| (onward.to, Reach::Onward));
        processing.chain(core::iter::once((self.entity, Reach::Entity))).chain(onward)
    }
}

/// An onward transfer: who comes behind a subprocessor.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Onward {
    /// The country.
    pub to: Jurisdiction,
    /// Who gets the data there.
    pub recipient: String,
    /// What the onward transfer rests on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub mechanism: Option<Mechanism>,
}

impl Onward {
    /// An onward transfer about whose mechanism nothing is stated.
    #[must_use]
    pub fn new(to: Jurisdiction, recipient: impl Into<String>) -> Self {
        Self { to, recipient: recipient.into(), mechanism: None }
    }
}

words! {
    /// Whether a subprocessor counts always.
    #[derive(Default)]
    OptIn, "an opt-in", {
        /// For every tenant.
        #[default]
        Always = "always",
        /// For tenants that enabled it.
        WhenEnabled = "when-enabled",
    }
}

words! {
    /// Whether a tenant enabled an opt-in subprocessor.
    #[derive(Default)]
    Enabled, "yes or no", {
        /// It did not.
        #[default]
        No = "no",
        /// It did.
        Yes = "yes",
    }
}

words! {
    /// Why a country's law can reach the data a subprocessor has.
    Reach, "a reach", {
        /// The data is processed there.
        Processing = "processing",
        /// The legal entity sits there.
        Entity = "entity",
        /// Somebody behind the subprocessor gets the data there.
        Onward = "onward",
    }
}
