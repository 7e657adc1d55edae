//! WHOSE: tenants, where they are at home, and how a request's claims become a proof of whose it is.
//!
//! A request *claims*: a host name, a tenant id, an API key with a region tag. A [`TenantResolver`] *knows*, or
//! does not, or cannot say. [`resolve`] compares the two and yields [`Resolved`], the proof every later step takes,
//! or says whether the event is refused for good ([`Unresolved`]) or must wait ([`Undecided`]).
//!
//! What a tenant may choose is the embedder's data ([`Entitlements`]); what it has chosen is its [`Residency`]. A
//! residency is locked once set, and informational only where somebody wrote so.

mod bindings;
mod claims;
mod combine;
mod directory;
mod document;
mod entitlement;
mod frozen;
mod hostname;
mod id;
mod key;
mod name;
mod pattern;
mod preference;
mod record;
mod residency;
mod resolve;
mod resolver;

pub use crate::tenant::bindings::{HostBindings, InvalidBindings};
pub use crate::tenant::claims::{ClaimKind, Claims};
pub use crate::tenant::combine::{Agree, EitherError, OrElse};
pub use crate::tenant::directory::{Directory, DirectoryBuilder, InvalidDirectory};
pub use crate::tenant::document::{InvalidQueueName, ResidencyDocument};
pub use crate::tenant::entitlement::{Entitlements, NotEntitled, Unlisted};
pub use crate::tenant::hostname::{Hostname, InvalidHostname};
pub use crate::tenant::id::{
    InvalidOrgId, InvalidPlan, InvalidScopeName, InvalidTenantId, OrgId, Plan, ScopeName, TenantId,
};
pub use crate::tenant::key::{InvalidKey, KeyTag};
pub use crate::tenant::pattern::{HostPattern, InvalidHostPattern};
pub use crate::tenant::preference::{InvalidPreference, PreferenceNotMet, RegionPreference};
pub use crate::tenant::record::Tenant;
pub use crate::tenant::residency::{Lock, Mode, RegionLocked, Residency};
pub use crate::tenant::resolve::{ResolveError, Resolved, Undecided, Unresolved, resolve, resolve_async};
pub use crate::tenant::resolver::{
    AsyncTenantResolver, Epoch, Immediate, Known, Lookup, NoResolver, TenantResolver,
};
