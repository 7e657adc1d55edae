//! Which host name belongs to which tenant.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::fmt;

use crate::tenant::frozen::Frozen;
use crate::tenant::frozen::FrozenBuilder;
use crate::tenant::frozen::MAX_TEXT;
use crate::tenant::frozen::Needle;
use crate::tenant::frozen::Unfrozen;
use crate::tenant::hostname::Hostname;
use crate::tenant::id::TenantId;
use crate::tenant::name::MAX_NAME;
use crate::tenant::pattern::HostPattern;

/// The host names of all tenants, built once; no two tenants can claim one name.
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
#[derive(Clone, Default)]
pub struct HostBindings {
    patterns: Frozen,
    tenants: Vec<TenantId>,
}

impl HostBindings {
    /// Binds each pattern to its tenant. A tenant may have many patterns, and they may overlap among themselves.
    ///
    /// # Errors
    ///
    /// [`InvalidBindings::Overlap`] with both tenants if some name would belong to two: the same pattern twice, or a
    /// name under another tenant's star. [`InvalidBindings::Crowded`] if the table cannot be built.
    pub fn new(bindings: impl IntoIterator<Item = (HostPattern, TenantId)>) -> Result<Self, InvalidBindings> {
        let mut numbers = BTreeMap::new();
        let mut tenants = Vec::new();
        let mut builder = FrozenBuilder::default();
        for (pattern, tenant) in bindings {
            let next = u32::try_from(tenants.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(tenant).or_insert(next);
            if number == next {
                tenants.push(tenant);
            }
            builder.insert(&Needle::new(pattern.as_str().as_bytes()), number);
        }
        // More would not have got numbers of their own.
        if u32::try_from(tenants.len()).is_err() {
            return Err(InvalidBindings::Crowded);
        }
        let patterns = match builder.build() {
            Ok(patterns) => patterns,
            Err(Unfrozen::Crowded) => return Err(InvalidBindings::Crowded),
            Err(Unfrozen::TwoNumbers { first, second, .. }) => return Err(overlap(&tenants, first, second)),
        };
        for (pattern, number) in patterns.entries() {
            let star = HostPattern::parse(&pattern).ok().and_then(|pattern| pattern.star_above());
            let other = star.and_then(|star| patterns.find(&Needle::new(star.as_str().as_bytes())));
            if let Some(other) = other.filter(|other| *other != number) {
                return Err(overlap(&tenants, number.min(other), number.max(other)));
            }
        }
        Ok(Self { patterns, tenants })
    }

    /// The tenant `hostname` belongs to, if any.
    #[must_use]
    pub fn tenant(&self, hostname: &Hostname) -> Option<TenantId> {
        let exact = self.patterns.find(&Needle::new(hostname.as_str().as_bytes()));
        let number = exact.or_else(|| {
            let star = HostPattern::from(*hostname).star_above()?;
            self.patterns.find(&Needle::new(star.as_str().as_bytes()))
        })?;
        self.tenants.get(usize::try_from(number).ok()?).copied()
    }

    /// Every tenant that has a host name.
    pub(crate) fn tenants(&self) -> impl Iterator<Item = &TenantId> {
        self.tenants.iter()
    }
}

impl fmt::Debug for HostBindings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("HostBindings");
        debug.field("patterns", &self.patterns.len()).field("tenants", &self.tenants.len()).finish()
    }
}

/// Host names cannot be bound as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidBindings {
    /// Two tenants claim the same host name: the one that was named first, and the other.
    #[error("expected host names of one tenant each, and patterns of {} and {} overlap", .0[0], .0[1])]
    Overlap(Box<[TenantId; 2]>),
    /// The patterns cannot be laid down so that every look-up stays short.
    #[error("expected host patterns that spread over the table, and under none of the keys tried do they")]
    Crowded,
}

impl InvalidBindings {
    /// The stable code: `overlapping_hosts`, `crowded_bindings`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Overlap(_) => "overlapping_hosts",
            Self::Crowded => "crowded_bindings",
        }
    }
}

fn overlap(tenants: &[TenantId], first: u32, second: u32) -> InvalidBindings {
    let tenant = |number| tenants.get(usize::try_from(number).ok()?).copied();
    match (tenant(first), tenant(second)) {
        (Some(first), Some(second)) => InvalidBindings::Overlap(Box::new([first, second])),
        _ => InvalidBindings::Crowded,
    }
}

const _: () = assert!(MAX_NAME <= MAX_TEXT, "a pattern is a text of the table");
