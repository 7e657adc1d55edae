//! At the edge: may this tenant's data be processed here at all.

use crate::data::Categories;
use crate::law::Act;
use crate::place::Here;
use crate::policy::CoreRequest;
use crate::policy::Decision;
use crate::policy::Permit;
use crate::policy::PolicyAt;
use crate::policy::Reception;
use crate::policy::Stopped;
use crate::tenant::Resolved;

impl<'p> PolicyAt<'p> {
    /// Decides whether data of these categories of a resolved tenant may be processed here. The permit is what
    /// [`PolicyAt::route`] takes.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::data::Categories;
    /// use domicile::tenant::{Claims, Directory, Epoch, Residency, Tenant, resolve};
    /// use domicile::{DataCategory, Decision, Here, Region, ResidencyPolicy, TenantId, UnixTime};
    ///
    /// let id = TenantId::parse("shop-1")?;
    /// let tenants = Directory::builder().with(Tenant::new(id, Residency::enforced(Region::EuWest1)));
    /// let tenants = tenants.build(Epoch::new(1), UnixTime::from_secs(1_795_266_000))?;
    /// let policy = ResidencyPolicy::closed();
    /// let now = policy.at(UnixTime::from_secs(1_795_262_400));
    /// let what: Categories = [DataCategory::EventMetadata].into_iter().collect();
    ///
    /// let resolved = resolve(&Claims::tenant(&id), &tenants, now.now())?;
    /// let Decision::Permit(permit) = now.receive(&resolved, Here(Region::EuWest1), &what) else { panic!("at home") };
    /// assert_eq!(permit.tenant(), Some(&id));
    /// assert_eq!(now.receive(&resolved, Here(Region::UsEast1), &what).code(), "region_mismatch");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline(always)]
    pub fn receive<'a>(&self, resolved: &'a Resolved, here: Here, categories: &'a Categories) -> Decision<'a>
    where
        'p: 'a,
    {
        match self.may_of(resolved, Act::Process, categories, here.0) {
            Some(basis) => {
                Decision::Permit(Permit::of(Reception { resolved, categories, here: here.0, basis }))
            }
            None => self.not_received(resolved, here, categories),
        }
    }

    #[cold]
    fn not_received(&self, resolved: &Resolved, here: Here, categories: &Categories) -> Decision<'static> {
        let core = CoreRequest::of(resolved, Act::Process, categories);
        match self.stopped(core.request(resolved.home(), here.0)) {
            Stopped::Refuse(refusal) => Decision::Refuse(refusal),
            Stopped::Retry(deferral) => Decision::Retry(deferral),
        }
    }
}
