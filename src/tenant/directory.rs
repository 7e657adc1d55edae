//! All tenants, in memory.

use alloc::collections::BTreeMap;
use core::convert::Infallible;

use crate::tenant::bindings::HostBindings;
use crate::tenant::hostname::Hostname;
use crate::tenant::id::TenantId;
use crate::tenant::record::Tenant;
use crate::tenant::resolver::Epoch;
use crate::tenant::resolver::Known;
use crate::tenant::resolver::Lookup;
use crate::tenant::resolver::TenantResolver;
use crate::time::UnixTime;

/// A snapshot of all tenants, built once.
#[derive(Clone, Debug)]
pub struct Directory {
    tenants: BTreeMap<TenantId, Tenant>,
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
    pub fn len(&self) -> usize {
        self.tenants.len()
    }

    /// True if nobody is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tenants.is_empty()
    }

    /// Looks up many tenants at once.
    pub fn by_ids(&self, ids: &[TenantId], out: &mut [Lookup]) {
        for (id, out) in ids.iter().zip(out) {
            *out = self.look_up(id);
        }
    }

    fn look_up(&self, id: &TenantId) -> Lookup {
        self.tenants.get(id).map_or(Lookup::Absent, |tenant| {
            Lookup::Known(Known { tenant: *tenant, epoch: self.epoch, fresh_until: self.fresh_until })
        })
    }
}

impl TenantResolver for Directory {
    type Error = Infallible;

    fn by_id(&self, id: &TenantId) -> Result<Lookup, Infallible> {
        Ok(self.look_up(id))
    }

    fn by_hostname(&self, hostname: &Hostname) -> Result<Lookup, Infallible> {
        Ok(self.hosts.tenant(hostname).map_or(Lookup::Absent, |id| self.look_up(&id)))
    }
}

/// Collects the tenants of a [`Directory`].
#[derive(Clone, Debug, Default)]
pub struct DirectoryBuilder {
    tenants: BTreeMap<TenantId, Tenant>,
    hosts: HostBindings,
    fault: Option<InvalidDirectory>,
}

impl DirectoryBuilder {
    /// Adds a tenant.
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

    /// Builds it.
    ///
    /// # Errors
    ///
    /// [`InvalidDirectory`].
    pub fn build(self, epoch: Epoch, fresh_until: UnixTime) -> Result<Directory, InvalidDirectory> {
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok(Directory { tenants: self.tenants, hosts: self.hosts, epoch, fresh_until }),
        }
    }
}

impl Extend<Tenant> for DirectoryBuilder {
    fn extend<I: IntoIterator<Item = Tenant>>(&mut self, tenants: I) {
        for tenant in tenants {
            if self.tenants.insert(*tenant.id(), tenant).is_some_and(|other| other != tenant) {
                self.fault = Some(InvalidDirectory::TwoRecords { tenant: *tenant.id() });
            }
        }
    }
}

/// A directory cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidDirectory {
    /// One tenant has two different records.
    #[error("expected one record of each tenant, and there are two of {tenant}")]
    TwoRecords {
        /// The tenant.
        tenant: TenantId,
    },
}

impl InvalidDirectory {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TwoRecords { .. } => "two_records",
        }
    }
}
