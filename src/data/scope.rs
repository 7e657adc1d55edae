//! Whose data it is, and whether its store is shared.

use crate::data::word::words;

words! {
    /// Whose data a store holds: it decides which home region binds it.
    #[derive(Default)]
    Scope, "a scope", {
        /// One tenant's: bound to the tenant's home region.
        #[default]
        Tenant = "tenant",
        /// An organization's: bound to the organization's primary region.
        Organization = "organization",
        /// The service's own, across all tenants.
        Platform = "platform",
    }
}

words! {
    /// Whether several tenants' data lie in one store.
    #[derive(Default)]
    Sharing, "a way of sharing", {
        /// One tenant's data only.
        #[default]
        Dedicated = "dedicated",
        /// Several tenants' data side by side: only categories on the shared list may be in it.
        Shared = "shared",
    }
}
