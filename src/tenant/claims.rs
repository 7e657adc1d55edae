//! What an event says about whose it is.

use core::fmt;

use crate::place::Region;
use crate::tenant::hostname::Hostname;
use crate::tenant::id::TenantId;
use crate::tenant::key::KeyTag;

/// What a request or an event claims, checked by nobody yet: a tenant, a host name, a key's region, a region.
///
/// It begins with a claim that can identify a tenant, and every further one narrows it: all of them must hold. So
/// adding a claim never turns a refusal into a proof. A region alone identifies nobody, and there is no way to begin
/// with one.
///
/// Two different values of one kind cannot both hold; such claims are refused before anybody is asked.
///
/// # Examples
///
/// ```
/// use domicile::tenant::{Claims, Hostname, KeyTag};
///
/// let hostname = Hostname::parse("shop.acme.example")?;
/// let key = KeyTag::parse("sk_live_eu-west-1_secret")?;
/// let claims = Claims::hostname(&hostname).and_key(&key);
/// # let _ = claims;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// ```compile_fail
/// use domicile::Region;
/// use domicile::tenant::Claims;
///
/// let _ = Claims::region(Region::EuWest1);
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "claims are worth something only to `resolve`"]
pub struct Claims<'a> {
    pub(crate) tenant: Option<&'a TenantId>,
    pub(crate) hostname: Option<&'a Hostname>,
    key: Option<Region>,
    region: Option<Region>,
    pub(crate) contradiction: Option<(ClaimKind, ClaimKind)>,
}

impl<'a> Claims<'a> {
    /// Claims to be of this tenant.
    pub const fn tenant(id: &'a TenantId) -> Self {
        Self { tenant: Some(id), hostname: None, key: None, region: None, contradiction: None }
    }

    /// Claims to have come in under this host name, verified by the caller (TLS and routing, not a header).
    pub const fn hostname(hostname: &'a Hostname) -> Self {
        Self { tenant: None, hostname: Some(hostname), key: None, region: None, contradiction: None }
    }

    /// And to be of this tenant.
    pub fn and_tenant(mut self, id: &'a TenantId) -> Self {
        self.note(self.tenant.is_some_and(|other| other != id), ClaimKind::Tenant, ClaimKind::Tenant);
        self.tenant.get_or_insert(id);
        self
    }

    /// And to have come in under this host name.
    pub fn and_hostname(mut self, hostname: &'a Hostname) -> Self {
        let differs = self.hostname.is_some_and(|other| other != hostname);
        self.note(differs, ClaimKind::Hostname, ClaimKind::Hostname);
        self.hostname.get_or_insert(hostname);
        self
    }

    /// And that its key carries this tag.
    pub fn and_key(mut self, tag: &KeyTag) -> Self {
        let region = tag.region();
        self.note(self.key.is_some_and(|other| other != region), ClaimKind::Key, ClaimKind::Key);
        self.note(self.region.is_some_and(|other| other != region), ClaimKind::Key, ClaimKind::Region);
        self.key.get_or_insert(region);
        self
    }

    /// And that the tenant is at home in this region.
    pub fn and_region(mut self, region: Region) -> Self {
        self.note(self.region.is_some_and(|other| other != region), ClaimKind::Region, ClaimKind::Region);
        self.note(self.key.is_some_and(|other| other != region), ClaimKind::Key, ClaimKind::Region);
        self.region.get_or_insert(region);
        self
    }

    /// The first kind of claim that says another region than `home`.
    #[inline]
    pub(crate) fn against(&self, home: Region) -> Option<ClaimKind> {
        let differs = |claim: Option<Region>| claim.is_some_and(|region| region != home);
        if differs(self.key) {
            return Some(ClaimKind::Key);
        }
        differs(self.region).then_some(ClaimKind::Region)
    }

    fn note(&mut self, contradicts: bool, first: ClaimKind, second: ClaimKind) {
        if contradicts {
            self.contradiction.get_or_insert((first, second));
        }
    }
}

/// The kind of a claim, for explanations that must not repeat its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum ClaimKind {
    /// A tenant's identifier.
    Tenant,
    /// A host name.
    Hostname,
    /// The region tag of a key.
    Key,
    /// A region.
    Region,
}

impl ClaimKind {
    /// `tenant`, `hostname`, `key` or `region`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::Hostname => "hostname",
            Self::Key => "key",
            Self::Region => "region",
        }
    }
}

impl fmt::Display for ClaimKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
