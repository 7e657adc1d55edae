//! Who knows whose an event is.

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::convert::Infallible;
use core::fmt;
use core::future::Future;
use core::future::ready;

use crate::tenant::hostname::Hostname;
use crate::tenant::id::TenantId;
use crate::tenant::record::Tenant;
use crate::time::UnixTime;

/// The embedder's store of tenants: a table, a cache, a database behind one.
///
/// It states facts and decides nothing; [`resolve`](crate::tenant::resolve) compares them and is the only maker of
/// a proof. There are three answers, and a fourth outcome that is none:
///
/// | what the store found | what to return |
/// |---|---|
/// | one tenant | [`Lookup::Known`] |
/// | certainly no tenant | [`Lookup::absent`] |
/// | more than one, or a contradiction | [`Lookup::Ambiguous`] |
/// | it could not be asked | `Err` |
///
/// # What a wrong answer costs
///
/// - `Known` with a wrong home, or of a wrong tenant: data goes where it must not. Nothing behind this trait can find
///   that out, so a default region for "not found" must never be made up here.
/// - `Known` with a `fresh_until` too late: a change of home, or a locked account, is not seen until then.
/// - `Absent` while the store is down or behind: the event is refused for good, and lost. Return `Err`, or
///   `Ambiguous` if the store is up and unsure; both stop the event for now and lose nothing.
/// - `Err` or `Ambiguous` where `Absent` is certain: the event is tried again in vain.
///
/// # Examples
///
/// ```
/// use domicile::tenant::{Epoch, Hostname, Known, Lookup, Residency, Tenant};
/// use domicile::{Region, TenantId, TenantResolver, UnixTime};
///
/// struct OneShop(Tenant);
///
/// impl TenantResolver for OneShop {
///     type Error = core::convert::Infallible;
///
///     fn by_id(&self, id: &TenantId) -> Result<Lookup, Self::Error> {
///         if id != self.0.id() {
///             return Ok(Lookup::absent());
///         }
///         Ok(Lookup::Known(Known { tenant: self.0, epoch: Epoch::new(1), fresh_until: UnixTime::MAX }))
///     }
///
///     fn by_hostname(&self, _: &Hostname) -> Result<Lookup, Self::Error> {
///         Ok(Lookup::absent())
///     }
/// }
///
/// let id = TenantId::parse("acme")?;
/// let shop = OneShop(Tenant::new(id, Residency::enforced(Region::EuWest1)));
/// assert!(matches!(shop.by_id(&id)?, Lookup::Known(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait TenantResolver {
    /// Why the store could not be asked. It ends up in
    /// [`Undecided::Unavailable`](crate::tenant::Undecided::Unavailable).
    type Error;

    /// What is known about the tenant with this identifier. Any other tenant is a wrong answer.
    ///
    /// # Errors
    ///
    /// If the store could not be asked; never for a tenant that does not exist.
    fn by_id(&self, id: &TenantId) -> Result<Lookup, Self::Error>;

    /// What is known about the tenant this host name belongs to.
    ///
    /// # Errors
    ///
    /// If the store could not be asked; never for a name that belongs to nobody.
    fn by_hostname(&self, hostname: &Hostname) -> Result<Lookup, Self::Error>;
}

/// [`TenantResolver`] for stores that are waited for, with the same meaning word for word.
///
/// No runtime is named or needed. The futures are [`Send`], because without that promise code that is generic over
/// a resolver cannot be spawned on a runtime with several threads, and cannot ask for it afterwards; a store whose
/// futures are bound to one thread, as in a JavaScript runtime, wraps them on its side. Any [`TenantResolver`] is
/// one of these by [`Immediate`].
pub trait AsyncTenantResolver {
    /// Why the store could not be asked.
    type Error;

    /// What is known about the tenant with this identifier; see [`TenantResolver::by_id`].
    fn by_id(&self, id: &TenantId) -> impl Future<Output = Result<Lookup, Self::Error>> + Send;

    /// What is known about the tenant this host name belongs to; see [`TenantResolver::by_hostname`].
    fn by_hostname(&self, hostname: &Hostname) -> impl Future<Output = Result<Lookup, Self::Error>> + Send;
}

/// What a resolver says when it could be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "known, absent, ambiguous: there is no fourth")]
pub enum Lookup {
    /// There is one such tenant.
    Known(Known),
    /// There is certainly no such tenant. A snapshot says until when it holds: a tenant may have come since.
    Absent {
        /// The first instant at which the answer is stale.
        fresh_until: UnixTime,
    },
    /// There is more than one, or the store contradicts itself.
    Ambiguous,
}

impl Lookup {
    /// There is certainly no such tenant: the answer of a store that was asked now.
    #[must_use]
    pub const fn absent() -> Self {
        Self::Absent { fresh_until: UnixTime::MAX }
    }

    /// The same answer, stale from `instant` on at the latest.
    #[must_use]
    pub(crate) fn until(self, instant: UnixTime) -> Self {
        match self {
            Self::Known(known) => Self::Known(Known { fresh_until: known.fresh_until.min(instant), ..known }),
            Self::Absent { fresh_until } => Self::Absent { fresh_until: fresh_until.min(instant) },
            Self::Ambiguous => Self::Ambiguous,
        }
    }
}

/// A known tenant, and how long it may be taken for granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "resolvers make it; a further fact would have to be theirs to give"
)]
pub struct Known {
    /// The tenant.
    pub tenant: Tenant,
    /// The version of the store that says so.
    pub epoch: Epoch,
    /// The first instant at which the answer is stale: a lease, not a guess.
    pub fresh_until: UnixTime,
}

/// The version of the store that answered: a number that grows with every change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Epoch(u64);

impl Epoch {
    /// The epoch with this number.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Knows no tenant: everything is refused.
///
/// # Examples
///
/// ```
/// use domicile::tenant::{Claims, NoResolver, resolve};
/// use domicile::{TenantId, UnixTime};
///
/// let id = TenantId::parse("acme")?;
/// let refusal = resolve(&Claims::tenant(&id), &NoResolver, UnixTime::from_secs(0)).unwrap_err();
/// assert_eq!(refusal.code(), "unknown_tenant");
/// # Ok::<(), domicile::tenant::InvalidTenantId>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "it holds nothing, by definition")]
pub struct NoResolver;

impl TenantResolver for NoResolver {
    type Error = Infallible;

    fn by_id(&self, _: &TenantId) -> Result<Lookup, Infallible> {
        Ok(Lookup::absent())
    }

    fn by_hostname(&self, _: &Hostname) -> Result<Lookup, Infallible> {
        Ok(Lookup::absent())
    }
}

/// A [`TenantResolver`] where an [`AsyncTenantResolver`] is asked for: its answers are ready at once.
///
/// # Examples
///
/// ```
/// use domicile::tenant::{AsyncTenantResolver, Hostname, Immediate, Lookup, NoResolver};
///
/// let hostname = Hostname::parse("shop.example.com")?;
/// let future = Immediate(NoResolver).by_hostname(&hostname).await_in_your_runtime();
/// assert_eq!(future, Ok(Lookup::absent()));
/// # use core::future::Future;
/// # use core::task::{Context, Poll, Waker};
/// # trait Await: Future + Sized {
/// #     fn await_in_your_runtime(self) -> Self::Output {
/// #         let mut future = core::pin::pin!(self);
/// #         let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) else { panic!() };
/// #         output
/// #     }
/// # }
/// # impl<F: Future> Await for F {}
/// # Ok::<(), domicile::tenant::InvalidHostname>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "a wrapper, complete by definition")]
pub struct Immediate<R>(pub R);

impl<R: TenantResolver> AsyncTenantResolver for Immediate<R>
where
    R::Error: Send,
{
    type Error = R::Error;

    fn by_id(&self, id: &TenantId) -> impl Future<Output = Result<Lookup, Self::Error>> + Send {
        ready(self.0.by_id(id))
    }

    fn by_hostname(&self, hostname: &Hostname) -> impl Future<Output = Result<Lookup, Self::Error>> + Send {
        ready(self.0.by_hostname(hostname))
    }
}

macro_rules! through_pointer {
    ($($pointer:ty),*) => {$(
        impl<R: TenantResolver + ?Sized> TenantResolver for $pointer {
            type Error = R::Error;

            fn by_id(&self, id: &TenantId) -> Result<Lookup, Self::Error> {
                R::by_id(self, id)
            }

            fn by_hostname(&self, hostname: &Hostname) -> Result<Lookup, Self::Error> {
                R::by_hostname(self, hostname)
            }
        }
    )*};
}

through_pointer!(&R, Box<R>, Arc<R>);

macro_rules! async_through_pointer {
    ($($pointer:ty),*) => {$(
        impl<R: AsyncTenantResolver> AsyncTenantResolver for $pointer {
            type Error = R::Error;

            fn by_id(&self, id: &TenantId) -> impl Future<Output = Result<Lookup, Self::Error>> + Send {
                R::by_id(self, id)
            }

            fn by_hostname(&self, hostname: &Hostname) -> impl Future<Output = Result<Lookup, Self::Error>> + Send {
                R::by_hostname(self, hostname)
            }
        }
    )*};
}

async_through_pointer!(&R, Box<R>, Arc<R>);
