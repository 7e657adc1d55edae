//! Which host name belongs to which tenant.

use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;

use crate::tenant::hostname::Hostname;
use crate::tenant::id::TenantId;
use crate::tenant::pattern::HostPattern;

/// The host names of all tenants, built once; no two tenants can claim one name (O1).
///
/// # Examples
///
/// ```
/// use domicile::TenantId;
/// use domicile::tenant::{HostBindings, HostPattern, Hostname};
///
/// let (acme, bolt) = (TenantId::parse("acme")?, TenantId::parse("bolt")?);
/// let bindings = HostBindings::new([
///     (HostPattern::parse("*.acme.example")?, acme),
///     (HostPattern::parse("bolt.example")?, bolt),
/// ])?;
/// assert_eq!(bindings.tenant(&Hostname::parse("shop.acme.example")?), Some(acme));
/// assert_eq!(bindings.tenant(&Hostname::parse("shop.bolt.example")?), None);
///
/// let overlap = HostBindings::new([
///     (HostPattern::parse("*.acme.example")?, acme),
///     (HostPattern::parse("shop.acme.example")?, bolt),
/// ]);
/// assert_eq!(overlap.unwrap_err().code(), "overlapping_hosts");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostBindings {
    tenants: BTreeMap<HostPattern, TenantId>,
}

impl HostBindings {
    /// Binds each pattern to its tenant. A tenant may have many patterns, and they may overlap among themselves.
    ///
    /// # Errors
    ///
    /// [`OverlappingHosts`] with both tenants if some name would belong to two: the same pattern twice, or a name
    /// under another tenant's star.
    #[expect(clippy::result_large_err, reason = "met once, when the bindings are made")]
    pub fn new(
        bindings: impl IntoIterator<Item = (HostPattern, TenantId)>,
    ) -> Result<Self, OverlappingHosts> {
        let mut tenants = BTreeMap::new();
        for (pattern, tenant) in bindings {
            match tenants.entry(pattern) {
                Entry::Occupied(other) if *other.get() != tenant => {
                    return Err(OverlappingHosts { first: *other.get(), second: tenant });
                }
                Entry::Occupied(_) => {}
                Entry::Vacant(free) => {
                    free.insert(tenant);
                }
            }
        }
        for (pattern, tenant) in &tenants {
            let star = pattern.star_above().and_then(|star| tenants.get(&star));
            if let Some(other) = star.filter(|other| *other != tenant) {
                return Err(OverlappingHosts { first: *other, second: *tenant });
            }
        }
        Ok(Self { tenants })
    }

    /// The tenant `hostname` belongs to, if any.
    #[must_use]
    pub fn tenant(&self, hostname: &Hostname) -> Option<TenantId> {
        let exact = HostPattern::from(*hostname);
        let tenant = self.tenants.get(&exact).or_else(|| self.tenants.get(&exact.star_above()?));
        tenant.copied()
    }
}

/// Two tenants claim the same host name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected host names of one tenant each, and patterns of {first} and {second} overlap")]
#[non_exhaustive]
pub struct OverlappingHosts {
    /// The tenant named first.
    pub first: TenantId,
    /// The other one.
    pub second: TenantId,
}

impl OverlappingHosts {
    /// The stable code, `overlapping_hosts`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "overlapping_hosts"
    }
}
