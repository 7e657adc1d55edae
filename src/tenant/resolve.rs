//! From claims to a proof of whose an event is.

use crate::place::Region;
use crate::tenant::claims::ClaimKind;
use crate::tenant::claims::Claims;
use crate::tenant::id::OrgId;
use crate::tenant::id::Plan;
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
#[inline]
pub fn resolve<R: TenantResolver + ?Sized>(
    claims: &Claims<'_>,
    resolver: &R,
    now: UnixTime,
) -> Result<Resolved, ResolveError<R::Error>> {
    consistent(claims)?;
    let by_id = claims.tenant.map(|id| resolver.by_id(id));
    let by_hostname = claims.hostname.map(|hostname| resolver.by_hostname(hostname));
    judge(claims, by_id, by_hostname, now)
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
    let by_id = match claims.tenant {
        Some(id) => Some(resolver.by_id(id).await),
        None => None,
    };
    let by_hostname = match claims.hostname {
        Some(hostname) => Some(resolver.by_hostname(hostname).await),
        None => None,
    };
    judge(claims, by_id, by_hostname, now)
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

/// The judgement behind both doors: the answers are in, `None` where nothing was asked.
#[inline]
fn judge<E>(
    claims: &Claims<'_>,
    by_id: Option<Result<Lookup, E>>,
    by_hostname: Option<Result<Lookup, E>>,
    now: UnixTime,
) -> Result<Resolved, ResolveError<E>> {
    let heard_by_id = by_id.as_ref().map(|answer| hear(answer, claims.tenant, now));
    let heard_by_hostname = by_hostname.as_ref().map(|answer| hear(answer, None, now));
    let lanes = [(ClaimKind::Tenant, heard_by_id), (ClaimKind::Hostname, heard_by_hostname)];

    for (claim, heard) in lanes {
        if let Some(Heard::Nobody) = heard {
            return Err(Unresolved::Unknown { claim }.into());
        }
    }
    if let (Some(Heard::Fresh(one)), Some(Heard::Fresh(other))) = (heard_by_id, heard_by_hostname) {
        if one.tenant.id() != other.tenant.id() {
            let (first, second) = (ClaimKind::Tenant, ClaimKind::Hostname);
            return Err(Unresolved::Disagree { first, second }.into());
        }
        // Read on both sides of a change: neither record may refuse anything yet.
        if one.tenant != other.tenant {
            return Err(ResolveError::Retry(Undecided::Ambiguous));
        }
    }
    for (first, heard) in lanes {
        if let Some(Heard::Fresh(known)) = heard
            && let Some(second) = claims.against(known.tenant.home())
        {
            return Err(Unresolved::Disagree { first, second }.into());
        }
    }

    match (heard_by_id, heard_by_hostname) {
        (Some(Heard::Later), _) => Err(ResolveError::Retry(undecided(by_id, claims.tenant))),
        (_, Some(Heard::Later)) => Err(ResolveError::Retry(undecided(by_hostname, None))),
        (Some(Heard::Fresh(known)), Some(Heard::Fresh(other))) => Ok(Resolved {
            known: Known {
                tenant: known.tenant,
                epoch: known.epoch.min(other.epoch),
                fresh_until: known.fresh_until.min(other.fresh_until),
            },
        }),
        (Some(Heard::Fresh(known)), None) | (None, Some(Heard::Fresh(known))) => {
            Ok(Resolved { known: *known })
        }
        _ => Err(Unresolved::Unknown { claim: ClaimKind::Tenant }.into()),
    }
}

/// One answer, with the time taken into account.
#[derive(Clone, Copy)]
enum Heard<'a> {
    Fresh(&'a Known),
    Nobody,
    Later,
}

#[inline]
fn hear<'a, E>(answer: &'a Result<Lookup, E>, asked: Option<&TenantId>, now: UnixTime) -> Heard<'a> {
    match answer {
        Ok(Lookup::Known(known)) => {
            let is_other = asked.is_some_and(|id| id != known.tenant.id());
            if is_other || known.fresh_until <= now { Heard::Later } else { Heard::Fresh(known) }
        }
        Ok(Lookup::Absent) => Heard::Nobody,
        Ok(Lookup::Ambiguous) | Err(_) => Heard::Later,
    }
}

/// Why an answer that was heard as [`Heard::Later`] decides nothing now.
#[cold]
fn undecided<E>(answer: Option<Result<Lookup, E>>, asked: Option<&TenantId>) -> Undecided<E> {
    match answer {
        Some(Err(error)) => Undecided::Unavailable(error),
        Some(Ok(Lookup::Known(known))) if asked.is_some_and(|id| id != known.tenant.id()) => {
            Undecided::OtherTenant
        }
        Some(Ok(Lookup::Known(known))) => Undecided::Stale { until: known.fresh_until },
        Some(Ok(Lookup::Ambiguous | Lookup::Absent)) | None => Undecided::Ambiguous,
    }
}
