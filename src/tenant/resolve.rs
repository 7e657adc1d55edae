//! From claims to a proof of whose an event is.

use crate::place::Region;
use crate::tenant::claims::ClaimKind;
use crate::tenant::claims::Claims;
use crate::tenant::id::OrgId;
use crate::tenant::id::Plan;
use crate::tenant::id::ScopeName;
use crate::tenant::id::TenantId;
use crate::tenant::record::Tenant;
use crate::tenant::residency::Mode;
use crate::tenant::resolver::AsyncTenantResolver;
use crate::tenant::resolver::Epoch;
use crate::tenant::resolver::Known;
use crate::tenant::resolver::Lookup;
use crate::tenant::resolver::TenantResolver;
use crate::time::UnixTime;

/// Finds out whose an event is: all claims must lead to one tenant, and its home must be what they say.
///
/// # Examples
///
/// ```
/// use domicile::tenant::{Claims, Directory, Epoch, KeyTag, Residency, Tenant, resolve};
/// use domicile::{Region, TenantId, UnixTime};
///
/// let id = TenantId::parse("acme")?;
/// let now = UnixTime::from_secs(1_795_262_400);
/// let directory = Directory::builder()
///     .with(Tenant::new(id, Residency::enforced(Region::EuWest1)))
///     .build(Epoch::new(7), now.plus_secs(300))?;
///
/// let resolved = resolve(&Claims::tenant(&id), &directory, now)?;
/// assert_eq!(resolved.home(), Region::EuWest1);
/// assert_eq!(resolved.valid_until(), now.plus_secs(300));
///
/// let foreign = KeyTag::parse("sk_us-east-1_secret")?;
/// let refusal = resolve(&Claims::tenant(&id).and_key(&foreign), &directory, now).unwrap_err();
/// assert_eq!(refusal.to_string(), "expected claims that agree, and tenant and key do not");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`ResolveError::Refused`] if the claims cannot hold, whatever else is learned: nobody has this identifier or
/// host name, or two claims disagree. [`ResolveError::Retry`] if that could not be found out now: the resolver
/// failed, was unsure, contradicted itself, or its answer is stale.
///
/// A refusal by one claim stands even if the other claim could not be looked up: no answer about the second
/// can make the first one true, so waiting would change nothing.
// Inlined even though it is not small: a caller that reads two fields of the record copies two fields.
#[inline(always)]
pub fn resolve<R: TenantResolver + ?Sized>(
    claims: &Claims<'_>,
    resolver: &R,
    now: UnixTime,
) -> Result<Resolved, ResolveError<R::Error>> {
    consistent(claims)?;
    match (claims.tenant, claims.hostname) {
        (Some(id), None) => settle(claims, ClaimKind::Tenant, resolver.by_id(id), now),
        (None, Some(hostname)) => settle(claims, ClaimKind::Hostname, resolver.by_hostname(hostname), now),
        (Some(id), Some(hostname)) => {
            settle_both(claims, id, resolver.by_id(id), resolver.by_hostname(hostname), now)
        }
        (None, None) => Err(NOBODY.into()),
    }
}

/// [`resolve`] for a resolver that is waited for. Same judgement, same code behind it.
///
/// # Errors
///
/// As [`resolve`].
pub async fn resolve_async<R: AsyncTenantResolver>(
    claims: &Claims<'_>,
    resolver: &R,
    now: UnixTime,
) -> Result<Resolved, ResolveError<R::Error>> {
    consistent(claims)?;
    match (claims.tenant, claims.hostname) {
        (Some(id), None) => settle(claims, ClaimKind::Tenant, resolver.by_id(id).await, now),
        (None, Some(hostname)) => {
            settle(claims, ClaimKind::Hostname, resolver.by_hostname(hostname).await, now)
        }
        (Some(id), Some(hostname)) => {
            let by_id = resolver.by_id(id).await;
            settle_both(claims, id, by_id, resolver.by_hostname(hostname).await, now)
        }
        (None, None) => Err(NOBODY.into()),
    }
}

/// Proof of whose an event is. Only [`resolve`] and [`resolve_async`] make one.
///
/// It says who the tenant is and where it is at home, until [`Resolved::valid_until`]. It does not say that the
/// data is there, or may go anywhere.
///
/// ```compile_fail
/// // It cannot be forged …
/// use domicile::tenant::{Known, Resolved};
/// fn forge(known: Known) -> Resolved {
///     Resolved { known }
/// }
/// ```
///
/// ```compile_fail
/// // … nor kept by copying …
/// use domicile::tenant::Resolved;
/// fn copy(proof: &Resolved) -> Resolved {
///     proof.clone()
/// }
/// ```
///
/// ```compile_fail
/// // … nor made of nothing …
/// let _ = domicile::tenant::Resolved::default();
/// ```
///
/// ```compile_fail
/// // … nor read from outside.
/// let _: domicile::tenant::Resolved = serde_json::from_str("{}").unwrap();
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a proof is worth something only to the step that takes it"]
pub struct Resolved {
    known: Known,
}

impl Resolved {
    /// The tenant.
    #[must_use]
    #[inline]
    pub const fn tenant(&self) -> &Tenant {
        &self.known.tenant
    }

    /// The tenant's identifier.
    #[must_use]
    #[inline]
    pub const fn id(&self) -> &TenantId {
        self.known.tenant.id()
    }

    /// The tenant's home region.
    #[must_use]
    #[inline]
    pub const fn home(&self) -> Region {
        self.known.tenant.home()
    }

    /// Whether the home is enforced or only shown.
    #[must_use]
    #[inline]
    pub const fn mode(&self) -> Mode {
        self.known.tenant.mode()
    }

    /// The tenant's plan, if any.
    #[must_use]
    pub const fn plan(&self) -> Option<Plan> {
        self.known.tenant.plan()
    }

    /// Whose rules apply to the tenant, as its record says.
    #[must_use]
    #[inline]
    pub const fn scope(&self) -> ScopeName {
        self.known.tenant.scope()
    }

    /// The organization that owns the tenant, if any.
    #[must_use]
    pub const fn organization(&self) -> Option<&OrgId> {
        self.known.tenant.organization()
    }

    /// The version of the store that answered; of two answers, the lower one.
    #[must_use]
    pub const fn epoch(&self) -> Epoch {
        self.known.epoch
    }

    /// The first instant at which the answer is stale; of two answers, the earlier one.
    #[must_use]
    pub const fn valid_until(&self) -> UnixTime {
        self.known.fresh_until
    }
}

/// Why there is no proof: for good, or for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(clippy::exhaustive_enums, reason = "for good and for now: there is no third")]
pub enum ResolveError<E> {
    /// For good: the event is dropped, with a record.
    #[error(transparent)]
    Refused(#[from] Unresolved),
    /// For now: the event is kept and tried again.
    #[error(transparent)]
    Retry(Undecided<E>),
}

impl<E> ResolveError<E> {
    /// The stable code of what is inside.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Retry(reason) => reason.code(),
        }
    }
}

/// The claims cannot hold. Which kinds of claims, never their values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unresolved {
    /// A claim identifies nobody.
    #[error("expected a known tenant, and the {claim} identifies none")]
    Unknown {
        /// The claim that identifies nobody.
        claim: ClaimKind,
    },
    /// Two claims cannot both hold.
    #[error("expected claims that agree, and {first} and {second} do not")]
    Disagree {
        /// The one.
        first: ClaimKind,
        /// The other; the same kind if one kind was claimed twice with different values.
        second: ClaimKind,
    },
}

impl Unresolved {
    /// The stable code: `unknown_tenant`, `claims_disagree`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "unknown_tenant",
            Self::Disagree { .. } => "claims_disagree",
        }
    }
}

/// It could not be found out, for now. Nothing is lost if the event is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Undecided<E> {
    /// The resolver could not be asked.
    #[error("expected an answer of the tenant resolver, and it could not be asked")]
    Unavailable(#[source] E),
    /// The resolver's answer is too old to be acted on.
    #[error("expected a fresh answer of the tenant resolver, and this one held until {until}")]
    Stale {
        /// The first instant at which it was stale.
        until: UnixTime,
    },
    /// The resolver is unsure, or gave two records of one tenant.
    #[error("expected one answer of the tenant resolver, and it is ambiguous")]
    Ambiguous,
    /// The resolver was asked about one tenant and answered about another: a defect of it, not of the event.
    #[error("expected an answer about the tenant asked for, and the resolver gave another")]
    OtherTenant,
}

impl<E> Undecided<E> {
    /// The stable code: `resolver_unavailable`, `answer_stale`, `answer_ambiguous`, `answer_other_tenant`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "resolver_unavailable",
            Self::Stale { .. } => "answer_stale",
            Self::Ambiguous => "answer_ambiguous",
            Self::OtherTenant => "answer_other_tenant",
        }
    }
}

/// Refuses claims that contradict each other, before anybody is asked.
fn consistent(claims: &Claims<'_>) -> Result<(), Unresolved> {
    match claims.contradiction {
        Some((first, second)) => Err(Unresolved::Disagree { first, second }),
        None => Ok(()),
    }
}

/// The judgement behind both doors if one question was asked.
#[inline(always)]
fn settle<E>(
    claims: &Claims<'_>,
    claim: ClaimKind,
    answer: Result<Lookup, E>,
    now: UnixTime,
) -> Result<Resolved, ResolveError<E>> {
    match hear(answer, claims.tenant, now) {
        Heard::Fresh(known) => {
            agree(claims, claim, &known)?;
            Ok(Resolved { known })
        }
        Heard::Nobody => Err(Unresolved::Unknown { claim }.into()),
        Heard::Later(reason) => Err(ResolveError::Retry(reason)),
    }
}

/// The judgement behind both doors if two questions were asked: about the tenant `id`, and about a host name.
fn settle_both<E>(
    claims: &Claims<'_>,
    id: &TenantId,
    by_id: Result<Lookup, E>,
    by_hostname: Result<Lookup, E>,
    now: UnixTime,
) -> Result<Resolved, ResolveError<E>> {
    let (tenant, hostname) = (ClaimKind::Tenant, ClaimKind::Hostname);
    match (hear(by_id, Some(id), now), hear(by_hostname, None, now)) {
        (Heard::Nobody, _) => Err(Unresolved::Unknown { claim: tenant }.into()),
        (_, Heard::Nobody) => Err(Unresolved::Unknown { claim: hostname }.into()),
        // Whatever is known about the tenant claimed, or not, this host name is another's.
        (_, Heard::Fresh(other)) if other.tenant.id() != id => {
            Err(Unresolved::Disagree { first: tenant, second: hostname }.into())
        }
        // Two records of one tenant were read on both sides of a change: neither may refuse anything yet.
        (Heard::Fresh(known), Heard::Fresh(other)) if known.tenant != other.tenant => {
            Err(ResolveError::Retry(Undecided::Ambiguous))
        }
        (Heard::Fresh(mut known), Heard::Fresh(other)) => {
            agree(claims, tenant, &known)?;
            known.epoch = known.epoch.min(other.epoch);
            known.fresh_until = known.fresh_until.min(other.fresh_until);
            Ok(Resolved { known })
        }
        (Heard::Fresh(known), Heard::Later(reason)) => {
            agree(claims, tenant, &known)?;
            Err(ResolveError::Retry(reason))
        }
        (Heard::Later(reason), Heard::Fresh(other)) => {
            agree(claims, hostname, &other)?;
            Err(ResolveError::Retry(reason))
        }
        (Heard::Later(reason), Heard::Later(_)) => Err(ResolveError::Retry(reason)),
    }
}

/// Compares the home that was found through one claim with the regions claimed.
#[inline]
fn agree(claims: &Claims<'_>, first: ClaimKind, known: &Known) -> Result<(), Unresolved> {
    match claims.against(known.tenant.home()) {
        Some(second) => Err(Unresolved::Disagree { first, second }),
        None => Ok(()),
    }
}

/// One answer, with the time taken into account.
enum Heard<E> {
    Fresh(Known),
    Nobody,
    Later(Undecided<E>),
}

#[inline(always)]
fn hear<E>(answer: Result<Lookup, E>, asked: Option<&TenantId>, now: UnixTime) -> Heard<E> {
    match answer {
        Ok(Lookup::Known(known)) if asked.is_some_and(|id| !id.is_same(known.tenant.id())) => {
            Heard::Later(Undecided::OtherTenant)
        }
        Ok(Lookup::Known(known)) if known.fresh_until <= now => {
            Heard::Later(Undecided::Stale { until: known.fresh_until })
        }
        Ok(Lookup::Known(known)) => Heard::Fresh(known),
        Ok(Lookup::Absent { fresh_until }) if fresh_until <= now => {
            Heard::Later(Undecided::Stale { until: fresh_until })
        }
        Ok(Lookup::Absent { .. }) => Heard::Nobody,
        Ok(Lookup::Ambiguous) => Heard::Later(Undecided::Ambiguous),
        Err(error) => Heard::Later(Undecided::Unavailable(error)),
    }
}

/// Claims cannot be made without one that identifies somebody; if they could, it would be nobody.
const NOBODY: Unresolved = Unresolved::Unknown { claim: ClaimKind::Tenant };
