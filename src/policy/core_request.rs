//! What the service asks for itself about a resolved tenant: the part of a request that the steps of the pipeline hand on.

use crate::data::Categories;
use crate::law::Act;
use crate::place::Region;
use crate::policy::name::RoleName;
use crate::policy::request::Expiry;
use crate::policy::request::Fact;
use crate::policy::request::Request;
use crate::tenant::Mode;
use crate::tenant::Plan;
use crate::tenant::Resolved;
use crate::tenant::ScopeName;
use crate::tenant::TenantId;

/// A request of the service itself about a resolved tenant, in a quarter of the room of a [`Request`]; home and here stand
/// beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CoreRequest<'a> {
    pub(crate) tenant: &'a TenantId,
    pub(crate) plan: Option<Plan>,
    /// The narrower rules that apply; the platform's without.
    pub(crate) scope: Option<ScopeName>,
    pub(crate) categories: &'a Categories,
    pub(crate) expiry: Expiry,
    pub(crate) operation: Act,
    pub(crate) mode: Mode,
}

impl<'a> CoreRequest<'a> {
    #[inline(always)]
    pub(crate) fn of(resolved: &'a Resolved, operation: Act, categories: &'a Categories) -> Self {
        Self::named(resolved.id(), resolved, operation, categories)
    }

    /// The same, with the tenant's id from elsewhere.
    #[inline(always)]
    pub(crate) fn named(
        tenant: &'a TenantId,
        resolved: &Resolved,
        operation: Act,
        categories: &'a Categories,
    ) -> Self {
        Self {
            tenant,
            plan: resolved.plan(),
            scope: resolved.tenant().own_scope(),
            categories,
            expiry: Expiry::At(resolved.valid_until()),
            operation,
            mode: resolved.mode(),
        }
    }

    /// The whole request.
    #[cold]
    pub(crate) fn request(&self, home: Region, here: Region) -> Request {
        let mut request = Request::new(self.expiry);
        request.tenant = Some(*self.tenant);
        request.home = Fact::Known(home);
        request.here = Fact::Known(here);
        request.plan = self.plan.into();
        request.scope = Fact::Known(self.scope.unwrap_or(ScopeName::PLATFORM));
        request.role = Fact::Known(RoleName::SERVICE);
        request.categories = Fact::Known(self.categories.clone());
        request.operation = Fact::Known(self.operation);
        request.mode = Fact::Known(self.mode);
        request
    }
}
