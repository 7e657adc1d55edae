//! All tenants, in memory.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::convert::Infallible;
use core::fmt;

use crate::tenant::bindings::HostBindings;
use crate::tenant::frozen::Frozen;
use crate::tenant::frozen::FrozenBuilder;
use crate::tenant::frozen::Needle;
use crate::tenant::frozen::Unfrozen;
use crate::tenant::hostname::Hostname;
use crate::tenant::id::TenantId;
use crate::tenant::record::Tenant;
use crate::tenant::resolver::Epoch;
use crate::tenant::resolver::Known;
use crate::tenant::resolver::Lookup;
use crate::tenant::resolver::TenantResolver;
use crate::time::UnixTime;

/// A snapshot of all tenants and their host names, built once and then only read: a [`TenantResolver`] in memory.
///
/// The whole snapshot has one [`Epoch`] and is fresh until one instant, so that a process that is cut off from its
/// source stops deciding when its lease ends, and not before. A newer snapshot is a new directory.
///
/// A look-up allocates nothing and is exact. Ids of up to 28 bytes take about 40 bytes each, longer ones
/// also what exceeds 20 bytes; what tenants have in common (organization, plan, residency) is stored once.
///
/// # Examples
///
/// ```
/// use domicile::tenant::{Directory, Epoch, HostBindings, HostPattern, Hostname, Lookup, Residency, Tenant};
/// use domicile::{Region, TenantId, TenantResolver, UnixTime};
///
/// let id = TenantId::parse("acme")?;
/// let directory = Directory::builder()
///     .with(Tenant::new(id, Residency::enforced(Region::EuWest1)))
///     .with_hosts(HostBindings::new([(HostPattern::parse("*.acme.example")?, id)])?)
///     .build(Epoch::new(7), UnixTime::from_secs(1_795_262_700))?;
///
/// let Lookup::Known(known) = directory.by_hostname(&Hostname::parse("shop.acme.example")?)? else { panic!() };
/// assert_eq!(known.tenant.home(), Region::EuWest1);
/// assert_eq!(known.epoch, Epoch::new(7));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Security
///
/// Neither the ids looked up nor those stored can make a look-up slow, even if strangers choose them: every
/// look-up reads two places, and a set of tenants for which that cannot be kept is not built at all
/// ([`InvalidDirectory::Crowded`]). The hash is keyed with a digest of all ids, so nobody can aim at it without
/// knowing every one.
#[derive(Clone)]
pub struct Directory {
    tenants: Frozen,
    /// One answer for each combination of everything but the id, which is written over.
    answers: Vec<Lookup>,
    hosts: HostBindings,
    epoch: Epoch,
    fresh_until: UnixTime,
}

impl Directory {
    /// Begins a directory.
    #[must_use]
    pub fn builder() -> DirectoryBuilder {
        DirectoryBuilder::default()
    }

    /// How many tenants are in it.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.tenants.len()
    }

    /// True if nobody is in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.tenants.len() == 0
    }

    /// Looks up many tenants: the same answers as one [`TenantResolver::by_id`] each, in the same order.
    ///
    /// In a directory larger than the caches a look-up waits for memory. Here the next 32 wait together.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::tenant::{Directory, Epoch, Lookup};
    /// use domicile::{TenantId, UnixTime};
    ///
    /// let directory = Directory::builder().build(Epoch::new(1), UnixTime::MAX)?;
    /// let ids = [TenantId::parse("acme")?, TenantId::parse("bolt")?];
    /// assert!(directory.by_ids(&ids).eq([Lookup::absent(), Lookup::absent()]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn by_ids<'a>(&'a self, ids: &'a [TenantId]) -> impl Iterator<Item = Lookup> + 'a {
        ids.chunks(BATCH).flat_map(move |ids| {
            let mut places = [0; BATCH];
            let mut touched = 0;
            for (id, place) in ids.iter().zip(&mut places) {
                *place = self.tenants.place(&needle(id));
                touched |= self.tenants.touch(*place);
            }
            core::hint::black_box(touched);
            ids.iter().zip(places).map(move |(id, place)| {
                let number = self.tenants.find_at(place, &needle(id));
                self.answer(id, number)
            })
        })
    }

    // Inlined even where that is not small: a caller that reads two fields of the answer copies two fields.
    #[inline(always)]
    fn look_up(&self, id: &TenantId) -> Lookup {
        self.answer(id, self.tenants.find(&needle(id)))
    }

    #[inline(always)]
    fn answer(&self, id: &TenantId, number: Option<u32>) -> Lookup {
        let Some(answer) = number.and_then(|number| self.answers.get(usize::try_from(number).ok()?)) else {
            return Lookup::Absent { fresh_until: self.fresh_until };
        };
        match answer {
            Lookup::Known(known) => Lookup::Known(Known { tenant: known.tenant.with_id(id), ..*known }),
            other @ (Lookup::Absent { .. } | Lookup::Ambiguous) => *other,
        }
    }
}

impl TenantResolver for Directory {
    type Error = Infallible;

    #[inline(always)]
    fn by_id(&self, id: &TenantId) -> Result<Lookup, Infallible> {
        Ok(self.look_up(id))
    }

    #[inline]
    fn by_hostname(&self, hostname: &Hostname) -> Result<Lookup, Infallible> {
        Ok(match self.hosts.tenant(hostname) {
            Some(id) => self.look_up(&id),
            None => Lookup::Absent { fresh_until: self.fresh_until },
        })
    }
}

impl fmt::Debug for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Directory");
        debug
            .field("tenants", &self.len())
            .field("epoch", &self.epoch)
            .field("fresh_until", &self.fresh_until);
        debug.finish_non_exhaustive()
    }
}

/// Collects the tenants and host names of a [`Directory`].
///
/// Building takes for a moment about 50 bytes a tenant beside the directory itself.
#[derive(Clone, Default)]
pub struct DirectoryBuilder {
    tenants: FrozenBuilder,
    numbers: BTreeMap<Tenant, u32>,
    hosts: HostBindings,
}

impl DirectoryBuilder {
    /// Adds a tenant. The same record twice is the same as once.
    #[must_use]
    pub fn with(mut self, tenant: Tenant) -> Self {
        self.extend([tenant]);
        self
    }

    /// Sets the host names.
    #[must_use]
    pub fn with_hosts(mut self, hosts: HostBindings) -> Self {
        self.hosts = hosts;
        self
    }

    /// Builds the directory: version `epoch` of its source, to be taken for granted until `fresh_until`.
    ///
    /// # Errors
    ///
    /// [`InvalidDirectory`]: `TwoRecords` if a tenant was added with two different records; `HostOfNobody` if a host
    /// name is bound to a tenant that was not added; `Crowded` if the table cannot be built.
    pub fn build(self, epoch: Epoch, fresh_until: UnixTime) -> Result<Directory, InvalidDirectory> {
        let Self { tenants, numbers, hosts } = self;
        // More would not have got numbers of their own.
        if u32::try_from(numbers.len()).is_err() {
            return Err(InvalidDirectory::Crowded);
        }
        let tenants = tenants.build().map_err(InvalidDirectory::from)?;
        if let Some(id) = hosts.tenants().find(|id| tenants.find(&needle(id)).is_none()) {
            return Err(InvalidDirectory::HostOfNobody { tenant: *id });
        }
        let mut records: Vec<_> = numbers.into_iter().collect();
        records.sort_unstable_by_key(|(_, number)| *number);
        let answer = |(tenant, _)| Lookup::Known(Known { tenant, epoch, fresh_until });
        let answers = records.into_iter().map(answer).collect();
        Ok(Directory { tenants, answers, hosts, epoch, fresh_until })
    }
}

impl Extend<Tenant> for DirectoryBuilder {
    fn extend<I: IntoIterator<Item = Tenant>>(&mut self, tenants: I) {
        let tenants = tenants.into_iter();
        self.tenants.reserve(tenants.size_hint().0);
        for tenant in tenants {
            let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            let record = tenant.with_id(&NOBODY);
            let number = self.numbers.entry(record).or_insert(next);
            self.tenants.insert(&needle(tenant.id()), *number);
        }
    }
}

impl fmt::Debug for DirectoryBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectoryBuilder").field("records", &self.numbers.len()).finish_non_exhaustive()
    }
}

/// A directory cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidDirectory {
    /// A tenant has two different records.
    #[error("expected one record of each tenant, and there are two of {tenant}")]
    TwoRecords {
        /// The tenant.
        tenant: TenantId,
    },
    /// A host name is bound to a tenant that is not in the directory.
    #[error("expected host names of tenants in the directory, and {tenant} is not in it")]
    HostOfNobody {
        /// The tenant.
        tenant: TenantId,
    },
    /// The ids cannot be laid down so that every look-up stays short.
    #[error("expected tenant ids that spread over the table, and under none of the keys tried do they")]
    Crowded,
}

impl InvalidDirectory {
    /// The stable code: `two_records`, `host_of_nobody`, `crowded_directory`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TwoRecords { .. } => "two_records",
            Self::HostOfNobody { .. } => "host_of_nobody",
            Self::Crowded => "crowded_directory",
        }
    }
}

impl From<Unfrozen> for InvalidDirectory {
    fn from(error: Unfrozen) -> Self {
        match error {
            Unfrozen::TwoNumbers { text, .. } => {
                TenantId::parse(&text).map_or(Self::Crowded, |tenant| Self::TwoRecords { tenant })
            }
            Unfrozen::Crowded => Self::Crowded,
        }
    }
}

#[inline]
fn needle(id: &TenantId) -> Needle<'_> {
    Needle::padded(id.as_bytes(), id.padded())
}

/// Stands for the id in a record that many tenants share.
const NOBODY: TenantId = match TenantId::parse("-") {
    Ok(id) => id,
    Err(_) => panic!("a hyphen is visible ASCII"),
};

/// How many look-ups wait for memory together.
const BATCH: usize = 32;
