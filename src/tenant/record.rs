//! What is known about a tenant.

use crate::place::Region;
use crate::tenant::id::OrgId;
use crate::tenant::id::Plan;
use crate::tenant::id::ScopeName;
use crate::tenant::id::TenantId;
use crate::tenant::residency::Mode;
use crate::tenant::residency::Residency;

/// A tenant as the embedder's store knows it: whose it is, what plan it has, where it is at home.
///
/// A plain value that anybody can make; a proof of whose an event is, is [`Resolved`](crate::tenant::Resolved).
///
/// # Examples
///
/// ```
/// use domicile::tenant::{Plan, Residency, Tenant};
/// use domicile::{Region, TenantId};
///
/// let tenant = Tenant::new(TenantId::parse("m_4711")?, Residency::enforced(Region::EuWest1))
///     .on_plan(Plan::parse("pro")?);
/// assert_eq!(tenant.home(), Region::EuWest1);
/// assert_eq!(tenant.organization(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "merchant")]
#[doc(alias = "workspace")]
#[doc(alias = "project")]
#[doc(alias = "account")]
pub struct Tenant {
    id: TenantId,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    organization: Option<OrgId>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    plan: Option<Plan>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    scope: Option<ScopeName>,
    residency: Residency,
}

impl Tenant {
    /// A tenant of no organization, on no plan, under the rules of the platform.
    #[must_use]
    pub const fn new(id: TenantId, residency: Residency) -> Self {
        Self { id, organization: None, plan: None, scope: None, residency }
    }

    /// The same, owned by `organization`.
    #[must_use]
    pub const fn in_organization(mut self, organization: OrgId) -> Self {
        self.organization = Some(organization);
        self
    }

    /// The same, on `plan`.
    #[must_use]
    pub const fn on_plan(mut self, plan: Plan) -> Self {
        self.plan = Some(plan);
        self
    }

    /// The same, under the narrower rules that the policy has under this name.
    #[must_use]
    pub const fn in_scope(mut self, scope: ScopeName) -> Self {
        self.scope = Some(scope);
        self
    }

    /// The same record of another tenant.
    #[inline]
    pub(crate) const fn with_id(&self, id: &TenantId) -> Self {
        Self { id: *id, ..*self }
    }

    /// Its identifier.
    #[must_use]
    pub const fn id(&self) -> &TenantId {
        &self.id
    }

    /// The organization that owns it, if any.
    #[must_use]
    pub const fn organization(&self) -> Option<&OrgId> {
        self.organization.as_ref()
    }

    /// The plan it is on, if any.
    #[must_use]
    pub const fn plan(&self) -> Option<Plan> {
        self.plan
    }

    /// Whose rules apply to it: the platform's, unless its record names narrower ones.
    #[must_use]
    pub const fn scope(&self) -> ScopeName {
        match self.scope {
            Some(scope) => scope,
            None => ScopeName::PLATFORM,
        }
    }

    /// Its home region, where it stands.
    #[inline]
    pub(crate) const fn home_ref(&self) -> &Region {
        self.residency.home_ref()
    }

    /// The narrower rules that its record names.
    #[inline]
    pub(crate) const fn own_scope(&self) -> Option<ScopeName> {
        self.scope
    }

    /// Where it is at home, and how firmly.
    #[must_use]
    pub const fn residency(&self) -> Residency {
        self.residency
    }

    /// Its home region.
    #[must_use]
    pub const fn home(&self) -> Region {
        self.residency.home()
    }

    /// Whether its home is enforced or only shown.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        self.residency.mode()
    }
}
