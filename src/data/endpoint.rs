//! What a vendor says of the host at which its platform takes data.

use alloc::vec::Vec;
use core::fmt;

use crate::data::name::EndpointName;
use crate::data::word::words;
use crate::place::Jurisdiction;
use crate::place::Zone;
use crate::time::UnixTime;

/// What a vendor says of one endpoint.
///
/// # Examples
///
/// ```
/// use domicile::Zone;
/// use domicile::data::{EndpointName, EndpointPromise, EndpointRegistry, EndpointScope};
///
/// let analytics = EndpointRegistry::builtin().get(EndpointName::parse("ga4-mp-eu")?).unwrap();
/// assert_eq!(analytics.host(), "region1.google-analytics.com");
/// assert_eq!(analytics.scope(), EndpointScope::Zone(Zone::Eu));
/// // Collected in the EU is all that is promised.
/// assert_eq!(analytics.promise(), EndpointPromise::Collected);
/// assert!(analytics.countries().is_empty());
/// # Ok::<(), domicile::data::InvalidEndpointName>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointFacts {
    pub(crate) name: EndpointName,
    pub(crate) platform: &'static str,
    pub(crate) scope: EndpointScope,
    pub(crate) promise: EndpointPromise,
    pub(crate) countries: Vec<Jurisdiction>,
    pub(crate) host: &'static str,
    pub(crate) source: &'static str,
    pub(crate) source_date: Option<UnixTime>,
    pub(crate) checked: UnixTime,
    pub(crate) note: &'static str,
}

impl EndpointFacts {
    /// The endpoint's name, unique in a registry.
    #[must_use]
    pub const fn name(&self) -> EndpointName {
        self.name
    }

    /// The platform it belongs to, such as `google-analytics`.
    #[must_use]
    pub const fn platform(&self) -> &'static str {
        self.platform
    }

    /// The place the vendor gives the endpoint; what is promised of that place is [`EndpointFacts::promise`].
    #[must_use]
    pub const fn scope(&self) -> EndpointScope {
        self.scope
    }

    /// What the vendor promises to do within the scope.
    #[must_use]
    pub const fn promise(&self) -> EndpointPromise {
        self.promise
    }

    /// The countries outside of which the vendor says the data is not processed. Empty if it names none, and then
    /// the data may be processed in any country the scope and its promise leave open.
    ///
    /// Only an endpoint that promises [`EndpointPromise::Processed`] has countries.
    #[must_use]
    pub fn countries(&self) -> &[Jurisdiction] {
        &self.countries
    }

    /// The host, with `{…}` where an account's own id stands: `o{org}.ingest.de.sentry.io`.
    #[must_use]
    pub const fn host(&self) -> &'static str {
        self.host
    }

    /// The address of the vendor's document or code.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// The day the source bears, if it bears one.
    #[must_use]
    pub const fn source_date(&self) -> Option<UnixTime> {
        self.source_date
    }

    /// The day the source was read, in a stored copy that may be older.
    #[must_use]
    pub const fn checked(&self) -> UnixTime {
        self.checked
    }

    /// What narrows the promise, for people; may be empty.
    #[must_use]
    pub const fn note(&self) -> &'static str {
        self.note
    }
}

/// The place a vendor gives an endpoint.
///
/// # Security
///
/// A place is no promise: `advertising-api-eu.amazon.com` has the scope `eu` and serves marketplaces in Asia and
/// Africa. What treats an endpoint as regional looks at its [`EndpointPromise`] as well.
///
/// # Examples
///
/// ```
/// use domicile::Zone;
/// use domicile::data::EndpointScope;
///
/// assert_eq!(EndpointScope::Global.to_string(), "global");
/// assert_eq!(EndpointScope::Zone(Zone::Eu).to_string(), "eu");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EndpointScope {
    /// One host for the whole world.
    Global,
    /// A group of countries.
    Zone(Zone),
    /// One country.
    Country(Jurisdiction),
}

impl EndpointScope {
    /// Reads `global`, a country in capitals or a zone.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if text == GLOBAL {
            return Some(Self::Global);
        }
        let country = Jurisdiction::parse(text).map(Self::Country).ok();
        country.or_else(|| Zone::parse(text).map(Self::Zone).ok())
    }
}

impl fmt::Display for EndpointScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Global => f.pad(GLOBAL),
            Self::Zone(zone) => fmt::Display::fmt(zone, f),
            Self::Country(country) => fmt::Display::fmt(country, f),
        }
    }
}

words! {
    /// What a vendor promises to do within an endpoint's scope; each word promises what those before it do.
    ///
    /// # Security
    ///
    /// Only [`EndpointPromise::Processed`] excludes processing elsewhere. The promise is the vendor's and may depend
    /// on how the account was made, which [`EndpointFacts::note`] says.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::data::EndpointPromise;
    ///
    /// assert!(EndpointPromise::Collected < EndpointPromise::Processed);
    /// assert_eq!(EndpointPromise::parse("none"), Ok(EndpointPromise::Nothing));
    /// ```
    #[derive(Default)]
    EndpointPromise, "a promise", {
        /// Nothing.
        #[default]
        Nothing = "none",
        /// The data is received there; it may be stored and processed elsewhere.
        Collected = "collected",
        /// The data is stored there at rest; it may be processed elsewhere.
        Stored = "stored",
        /// The data is received, processed and stored there.
        Processed = "processed",
    }
}

const GLOBAL: &str = "global";
