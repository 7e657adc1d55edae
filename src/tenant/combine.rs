//! Resolvers made of two. None of them adds an answer that neither of the two gave.

use crate::tenant::hostname::Hostname;
use crate::tenant::id::TenantId;
use crate::tenant::resolver::AsyncTenantResolver;
use crate::tenant::resolver::Lookup;
use crate::tenant::resolver::TenantResolver;

/// Asks the second resolver for what the first does not have: `OrElse(first, second)`.
///
/// Only [`Lookup::Absent`] falls through. An error, an ambiguous answer and a stale one stand: the first resolver is
/// the one to be asked about this tenant, and the second's answer may be the one it has replaced.
///
/// # Examples
///
/// ```
/// use domicile::tenant::{Lookup, NoResolver, OrElse};
/// use domicile::{TenantId, TenantResolver};
///
/// let both = OrElse(NoResolver, NoResolver);
/// assert_eq!(both.by_id(&TenantId::parse("acme")?), Ok(Lookup::absent()));
/// # Ok::<(), domicile::tenant::InvalidTenantId>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "two resolvers, complete by definition")]
pub struct OrElse<A, B>(pub A, pub B);

/// Asks two resolvers, and knows only what both say: `Agree(first, second)`.
///
/// If they differ in anything about the tenant, or one knows it and the other does not, the answer is
/// [`Lookup::Ambiguous`], which stops the event for now: one of the two may be behind. The epoch is the first's, and
/// the answer is fresh while both are.
///
/// # Examples
///
/// ```
/// use domicile::tenant::{Agree, Lookup, NoResolver};
/// use domicile::{TenantId, TenantResolver};
///
/// let both = Agree(NoResolver, NoResolver);
/// assert_eq!(both.by_id(&TenantId::parse("acme")?), Ok(Lookup::absent()));
/// # Ok::<(), domicile::tenant::InvalidTenantId>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "two resolvers, complete by definition")]
pub struct Agree<A, B>(pub A, pub B);

/// Which of two resolvers could not be asked, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(clippy::exhaustive_enums, reason = "two resolvers, complete by definition")]
pub enum EitherError<A, B> {
    /// The first.
    #[error("expected an answer of the first of two resolvers, and it could not be asked")]
    First(#[source] A),
    /// The second.
    #[error("expected an answer of the second of two resolvers, and it could not be asked")]
    Second(#[source] B),
}

impl<A, B> EitherError<A, B> {
    /// The stable code: `first_resolver_unavailable`, `second_resolver_unavailable`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::First(_) => "first_resolver_unavailable",
            Self::Second(_) => "second_resolver_unavailable",
        }
    }
}

impl<A: TenantResolver, B: TenantResolver> TenantResolver for OrElse<A, B> {
    type Error = EitherError<A::Error, B::Error>;

    fn by_id(&self, id: &TenantId) -> Result<Lookup, Self::Error> {
        match self.0.by_id(id).map_err(EitherError::First)? {
            Lookup::Absent { fresh_until } => {
                self.1.by_id(id).map(|answer| answer.until(fresh_until)).map_err(EitherError::Second)
            }
            answer @ (Lookup::Known(_) | Lookup::Ambiguous) => Ok(answer),
        }
    }

    fn by_hostname(&self, hostname: &Hostname) -> Result<Lookup, Self::Error> {
        match self.0.by_hostname(hostname).map_err(EitherError::First)? {
            Lookup::Absent { fresh_until } => self
                .1
                .by_hostname(hostname)
                .map(|answer| answer.until(fresh_until))
                .map_err(EitherError::Second),
            answer @ (Lookup::Known(_) | Lookup::Ambiguous) => Ok(answer),
        }
    }
}

impl<A: AsyncTenantResolver + Sync, B: AsyncTenantResolver + Sync> AsyncTenantResolver for OrElse<A, B>
where
    A::Error: Send,
    B::Error: Send,
{
    type Error = EitherError<A::Error, B::Error>;

    async fn by_id(&self, id: &TenantId) -> Result<Lookup, Self::Error> {
        match self.0.by_id(id).await.map_err(EitherError::First)? {
            Lookup::Absent { fresh_until } => {
                let answer = self.1.by_id(id).await.map_err(EitherError::Second)?;
                Ok(answer.until(fresh_until))
            }
            answer @ (Lookup::Known(_) | Lookup::Ambiguous) => Ok(answer),
        }
    }

    async fn by_hostname(&self, hostname: &Hostname) -> Result<Lookup, Self::Error> {
        match self.0.by_hostname(hostname).await.map_err(EitherError::First)? {
            Lookup::Absent { fresh_until } => {
                let answer = self.1.by_hostname(hostname).await.map_err(EitherError::Second)?;
                Ok(answer.until(fresh_until))
            }
            answer @ (Lookup::Known(_) | Lookup::Ambiguous) => Ok(answer),
        }
    }
}

impl<A: TenantResolver, B: TenantResolver> TenantResolver for Agree<A, B> {
    type Error = EitherError<A::Error, B::Error>;

    fn by_id(&self, id: &TenantId) -> Result<Lookup, Self::Error> {
        let first = self.0.by_id(id).map_err(EitherError::First)?;
        let second = self.1.by_id(id).map_err(EitherError::Second)?;
        Ok(common(first, second))
    }

    fn by_hostname(&self, hostname: &Hostname) -> Result<Lookup, Self::Error> {
        let first = self.0.by_hostname(hostname).map_err(EitherError::First)?;
        let second = self.1.by_hostname(hostname).map_err(EitherError::Second)?;
        Ok(common(first, second))
    }
}

impl<A: AsyncTenantResolver + Sync, B: AsyncTenantResolver + Sync> AsyncTenantResolver for Agree<A, B>
where
    A::Error: Send,
    B::Error: Send,
{
    type Error = EitherError<A::Error, B::Error>;

    async fn by_id(&self, id: &TenantId) -> Result<Lookup, Self::Error> {
        let first = self.0.by_id(id).await.map_err(EitherError::First)?;
        let second = self.1.by_id(id).await.map_err(EitherError::Second)?;
        Ok(common(first, second))
    }

    async fn by_hostname(&self, hostname: &Hostname) -> Result<Lookup, Self::Error> {
        let first = self.0.by_hostname(hostname).await.map_err(EitherError::First)?;
        let second = self.1.by_hostname(hostname).await.map_err(EitherError::Second)?;
        Ok(common(first, second))
    }
}

/// What both answers say.
fn common(first: Lookup, second: Lookup) -> Lookup {
    match (first, second) {
        (Lookup::Known(mut known), Lookup::Known(other)) if known.tenant == other.tenant => {
            known.fresh_until = known.fresh_until.min(other.fresh_until);
            Lookup::Known(known)
        }
        (Lookup::Absent { fresh_until }, absent @ Lookup::Absent { .. }) => absent.until(fresh_until),
        _ => Lookup::Ambiguous,
    }
}
