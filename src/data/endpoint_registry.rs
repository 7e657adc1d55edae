//! The registry of endpoints.

use alloc::boxed::Box;
use alloc::vec::Vec;

use once_cell::race::OnceBox;

use crate::data::endpoint::EndpointFacts;
use crate::data::endpoint_reader::read;
use crate::data::name::EndpointName;
use crate::edition::Edition;
use crate::time::UnixTime;

/// The endpoints of platforms, as dated facts with their sources.
///
/// Every row was read in the vendor's own documentation or code, on a day it names. What no vendor was seen to say is
/// not in it, and a platform that is not in it may well have endpoints.
///
/// # Examples
///
/// ```
/// use domicile::Zone;
/// use domicile::data::{EndpointPromise, EndpointRegistry, EndpointScope};
///
/// let endpoints = EndpointRegistry::builtin();
/// let regional: Vec<&str> = endpoints
///     .of_platform("mixpanel")
///     .filter(|endpoint| endpoint.scope() == EndpointScope::Zone(Zone::Eu))
///     .filter(|endpoint| endpoint.promise() == EndpointPromise::Processed)
///     .map(|endpoint| endpoint.host())
///     .collect();
/// assert_eq!(regional, ["api-eu.mixpanel.com"]);
///
/// // Meta's Conversions API has one host for the whole world.
/// assert!(endpoints.of_platform("meta").all(|endpoint| endpoint.scope() == EndpointScope::Global));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointRegistry {
    edition: Edition,
    /// By name.
    rows: Vec<EndpointFacts>,
}

impl EndpointRegistry {
    /// The registry as shipped. If its table could not be read it is empty, so that no endpoint is known.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceBox<EndpointRegistry> = OnceBox::new();
        BUILTIN.get_or_init(|| Box::new(Self::from_table(TABLE)))
    }

    /// The registry's name and dates.
    #[must_use]
    pub const fn edition(&self) -> Edition {
        self.edition
    }

    /// The endpoint of this name.
    #[must_use]
    pub fn get(&self, name: EndpointName) -> Option<&EndpointFacts> {
        let position = self.rows.binary_search_by_key(&name, EndpointFacts::name).ok()?;
        self.rows.get(position)
    }

    /// The endpoints of a platform, such as `mixpanel`, by name; none if it is not known.
    pub fn of_platform(&self, platform: &str) -> impl Iterator<Item = &EndpointFacts> {
        self.rows.iter().filter(move |row| row.platform == platform)
    }

    /// All endpoints, by name.
    pub fn iter(&self) -> impl Iterator<Item = &EndpointFacts> {
        self.rows.iter()
    }

    /// A table is taken whole or not at all.
    fn from_table(table: &'static str) -> Self {
        Self { edition: EDITION, rows: read(table, EDITION.released()).unwrap_or_default() }
    }
}

const TABLE: &str = include_str!("endpoints.csv");

const EDITION: Edition = Edition::new(
    "endpoints",
    1,
    // 2026-11-26
    UnixTime::from_secs(1_795_651_200),
    // 2027-05-26
    UnixTime::from_secs(1_811_289_600),
);

#[cfg(test)]
mod tests {
    use super::*;

    use crate::data::endpoint::EndpointPromise;
    use crate::data::endpoint::EndpointScope;

    /// Where each vendor publishes.
    const VENDORS: &[(&str, &[&str])] = &[
        ("adjust", &["https://github.com/adjust/"]),
        ("amazon-ads", &["https://advertising.amazon.com/"]),
        ("amplitude", &["https://amplitude.com/docs/"]),
        ("braze", &["https://braze.com/docs/", "https://www.braze.com/docs/"]),
        ("cloudflare", &["https://developers.cloudflare.com/"]),
        ("customerio", &["https://docs.customer.io/"]),
        ("datadog", &["https://docs.datadoghq.com/"]),
        ("google-ads", &["https://github.com/googleapis/"]),
        ("google-analytics", &["https://developers.google.com/"]),
        ("hubspot", &["https://product.hubspot.com/"]),
        ("klaviyo", &["https://github.com/klaviyo/"]),
        ("linkedin", &["https://github.com/linkedin-developers/"]),
        ("mailgun", &["https://documentation.mailgun.com/"]),
        ("meta", &["https://developers.facebook.com/"]),
        ("mixpanel", &["https://docs.mixpanel.com/"]),
        ("newrelic", &["https://docs.newrelic.com/"]),
        ("pinterest", &["https://github.com/pinterest/"]),
        ("posthog", &["https://posthog.com/docs/", "https://github.com/PostHog/"]),
        ("segment", &["https://www.twilio.com/docs/segment/"]),
        ("sentry", &["https://docs.sentry.io/"]),
        ("snap", &["https://developers.snap.com/"]),
        ("tiktok", &["https://github.com/tiktok/"]),
    ];

    #[test]
    fn every_row_is_read() {
        let lines = TABLE.lines().count();
        assert_eq!(EndpointRegistry::builtin().iter().count(), lines - 1, "the header is no row");
        for row in EndpointRegistry::builtin().iter() {
            assert_eq!(EndpointRegistry::builtin().get(row.name()), Some(row));
            assert!(EndpointRegistry::builtin().of_platform(row.platform()).any(|other| other == row));
        }
    }

    #[test]
    fn every_source_is_the_vendors_own() {
        let mut platforms: Vec<&str> = Vec::new();
        for row in EndpointRegistry::builtin().iter() {
            let (_, published) = VENDORS.iter().find(|(platform, _)| *platform == row.platform()).unwrap();
            assert!(published.iter().any(|start| row.source().starts_with(start)), "{}", row.name());
            platforms.push(row.platform());
        }
        assert!(VENDORS.iter().all(|(platform, _)| platforms.contains(platform)), "a platform without a row");
    }

    #[test]
    fn meta_has_one_host_and_it_is_global() {
        let meta: Vec<_> = EndpointRegistry::builtin().of_platform("meta").collect();
        assert_eq!(meta.len(), 1);
        assert_eq!(meta[0].scope(), EndpointScope::Global);
        assert_eq!(meta[0].host(), "graph.facebook.com");
        let meta_hosts = EndpointRegistry::builtin().iter().filter(|row| row.host().contains("facebook"));
        assert_eq!(meta_hosts.count(), 1);
    }

    #[test]
    fn a_regional_name_without_a_promise_stays_without() {
        let promise =
            |name| EndpointRegistry::builtin().get(EndpointName::parse(name).unwrap()).unwrap().promise();
        for name in ["amazon-ads-na", "amazon-ads-eu", "amazon-ads-fe"] {
            assert_eq!(promise(name), EndpointPromise::Nothing);
        }
        for name in ["ga4-mp-eu", "segment-eu"] {
            assert_eq!(promise(name), EndpointPromise::Collected);
        }
        assert_eq!(promise("sentry-eu"), EndpointPromise::Stored);
    }

    /// Any lower-case word is a zone, so that a slip of the pen would be one too.
    #[test]
    fn zones_are_those_the_vendors_speak_of() {
        for row in EndpointRegistry::builtin().iter() {
            if let EndpointScope::Zone(zone) = row.scope() {
                assert!(["eu", "na", "fe"].contains(&zone.as_str()), "{}", row.name());
            }
        }
    }

    #[test]
    fn countries_agree_with_the_scope() {
        for row in EndpointRegistry::builtin().iter() {
            if let (EndpointScope::Country(country), EndpointPromise::Processed) =
                (row.scope(), row.promise())
            {
                assert_eq!(row.countries(), [country], "{}", row.name());
            }
        }
    }

    #[test]
    fn a_table_that_cannot_be_read_leaves_no_endpoint() {
        let bad = TABLE.replacen(",global,", ",Planetary,", 1).leak();
        let registry = EndpointRegistry::from_table(bad);
        assert_eq!(registry.iter().count(), 0);
        assert_eq!(registry.edition(), EDITION);
    }

    #[test]
    fn the_edition_has_the_dates_written_beside_it() {
        assert_eq!(EDITION.released(), UnixTime::from_date(2026, 11, 26).unwrap());
        assert_eq!(EDITION.review_by(), UnixTime::from_date(2027, 5, 26).unwrap());
    }
}
