//! How stored and moving data is protected.

use crate::data::word::words;

words! {
    /// How data is protected where it lies.
    AtRest, "a protection at rest", {
        /// Not at all.
        Unencrypted = "unencrypted",
        /// Encrypted with keys the provider of the store holds.
        ProviderKeys = "provider-keys",
        /// Encrypted with keys the service itself holds.
        OwnKeys = "own-keys",
    }
}

words! {
    /// How data is protected on its way to and from a store.
    InTransit, "a protection in transit", {
        /// Not at all.
        Cleartext = "cleartext",
        /// TLS; the server proves who it is.
        Tls = "tls",
        /// TLS; both sides prove who they are.
        MutualTls = "mutual-tls",
    }
}

/// What is stated about a store's protection. What is not stated is a finding, never assumed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields, default)
)]
#[expect(
    clippy::exhaustive_structs,
    reason = "at rest and in transit: there is no third state of data in a store"
)]
pub struct Protection {
    /// Where the data lies.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub at_rest: Option<AtRest>,
    /// On the way.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub in_transit: Option<InTransit>,
}

impl Protection {
    /// True if protection at rest is stated and there is some.
    #[must_use]
    pub const fn covers_rest(&self) -> bool {
        matches!(self.at_rest, Some(AtRest::ProviderKeys | AtRest::OwnKeys))
    }

    /// True if protection in transit is stated and there is some.
    #[must_use]
    pub const fn covers_transit(&self) -> bool {
        matches!(self.in_transit, Some(InTransit::Tls | InTransit::MutualTls))
    }
}
