//! The policy, and the policy at an instant.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::data::Sensitivities;
use crate::digest::Digest;
use crate::digest::Framed;
use crate::law::Acts;
use crate::place::Region;
use crate::policy::cell::Cell;
use crate::policy::cell::Entitled;
use crate::policy::core_request::CoreRequest;
use crate::policy::name::RecipientName;
use crate::policy::plain::PlainTable;
use crate::policy::request::Fact;
use crate::policy::request::Request;
use crate::policy::rulebook::CategoryRule;
use crate::policy::rulebook::EndpointOrder;
use crate::policy::rulebook::Enforcement;
use crate::policy::rulebook::GlobalEndpoints;
use crate::policy::rulebook::Names;
use crate::policy::rulebook::Placement;
use crate::policy::rulebook::RoleRule;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::ScopeRule;
use crate::policy::set::LIMIT;
use crate::policy::set::Set;
use crate::policy::symbols::CategoryIndex;
use crate::policy::symbols::ScopeIndex;
use crate::tenant::Entitlements;
use crate::tenant::Plan;
use crate::tenant::ScopeName;
use crate::time::UnixTime;

/// A service's rules of residency, compiled and ready to decide.
///
/// The default is [`ResidencyPolicy::closed`]: data may be in its home region and nowhere else, and is handed to
/// nobody. Nothing permits more than that unless somebody wrote it down.
///
/// # Examples
///
/// ```
/// use domicile::policy::OnMismatch;
/// use domicile::ResidencyPolicy;
///
/// let policy = ResidencyPolicy::closed().on_mismatch(OnMismatch::Quarantine);
/// assert_ne!(policy.fingerprint(), ResidencyPolicy::closed().fingerprint());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResidencyPolicy {
    on_mismatch: OnMismatch,
    /// What plans may have besides what the rulebook says of them.
    entitlements: Option<Entitlements>,
    rulebook: Arc<Rulebook>,
    fingerprint: Digest,
}

impl ResidencyPolicy {
    /// The policy with one rule: all data follows its tenant's home, and nobody else is given it. What is refused is
    /// dropped.
    #[must_use]
    pub fn closed() -> Self {
        let everywhere = || Set::first(LIMIT);
        let mut book = Rulebook { name: String::from("closed"), names: Names::Any, ..Rulebook::default() };
        book.available = everywhere();
        book.everyone = everywhere();
        book.categories.push(CategoryRule {
            category: None,
            placement: Placement::Home,
            fit: everywhere(),
            sensitivities: Sensitivities::ALL,
            demands: Set::new(),
        });
        book.category_index = CategoryIndex::new(&book.categories);
        let powers = Vec::new();
        book.roles.push(RoleRule { name: None, acts: Acts::ALL, across: Acts::NONE, powers });
        book.scopes.push(ScopeRule {
            name: ScopeName::PLATFORM,
            regions: everywhere(),
            enforcement: Enforcement::FullPartition,
            global_endpoints: GlobalEndpoints::Refuse,
            fit: everywhere(),
            binding: None,
        });
        book.scope_index = ScopeIndex::new(&book.scopes);
        book.plain = PlainTable::new(&book);
        Self {
            on_mismatch: OnMismatch::Drop,
            entitlements: None,
            rulebook: Arc::new(book),
            fingerprint: Framed::new("domicile.policy.closed.v2").finish(),
        }
    }

    /// What a document says.
    pub(crate) const fn compiled(
        rulebook: Arc<Rulebook>,
        on_mismatch: OnMismatch,
        fingerprint: Digest,
    ) -> Self {
        Self { on_mismatch, entitlements: None, rulebook, fingerprint }
    }

    /// The compiled tables.
    #[inline]
    pub(crate) fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// The compiled tables, for an answer that outlives the policy.
    #[inline]
    pub(crate) fn shared_rulebook(&self) -> Arc<Rulebook> {
        Arc::clone(&self.rulebook)
    }

    /// Looks up the names of a request.
    #[inline]
    pub(crate) fn looked_up(&self, request: &Request) -> Cell {
        let mut cell = self.rulebook.looked_up(request);
        cell.entitled = self.entitled(&request.plan, &request.home);
        cell
    }

    /// What a table of plans that was added by hand says of this home.
    #[inline]
    pub(crate) fn entitled(&self, plan: &Fact<Plan>, home: &Fact<Region>) -> Entitled {
        let (true, Some(home)) = (self.entitlements.is_some(), home.known()) else {
            return Entitled::NotAsked;
        };
        if self.entitles(plan.known(), home) { Entitled::Yes } else { Entitled::No }
    }

    /// Looks up the names of a request of the service itself.
    #[inline]
    pub(crate) fn core_looked_up(&self, core: &CoreRequest<'_>, home: Region, here: Region) -> Cell {
        let mut cell = self.rulebook.core_looked_up(core, home, here);
        if self.entitlements.is_some() {
            cell.entitled = if self.entitles(core.plan, home) { Entitled::Yes } else { Entitled::No };
        }
        cell
    }

    /// True unless a table of plans was added by hand and does not allow the home.
    #[inline(always)]
    pub(crate) fn entitles(&self, plan: Option<Plan>, home: Region) -> bool {
        self.entitlements.is_none() || self.is_entitled(plan, home)
    }

    #[inline(never)]
    fn is_entitled(&self, plan: Option<Plan>, home: Region) -> bool {
        self.entitlements.as_ref().is_none_or(|entitlements| entitlements.allows(plan, home))
    }

    /// The table of plans that was added by hand.
    pub(crate) const fn added_entitlements(&self) -> Option<&Entitlements> {
        self.entitlements.as_ref()
    }

    /// Whoever is behind a recipient, each with the recipient that hands data on to it.
    #[inline]
    pub(crate) fn behind(
        &self,
        recipient: RecipientName,
    ) -> impl Iterator<Item = (RecipientName, RecipientName)> + '_ {
        let book = &self.rulebook;
        let chain = book.recipient_at(recipient).and_then(|at| book.chains.get(at)).into_iter().flatten();
        let name = |at: usize| book.recipients.get(at).map(|rule| rule.name);
        chain.filter_map(move |(via, to)| name(*via).zip(name(*to)))
    }

    /// The region a tenant gets that chose none, if the policy was made from a document that names one.
    #[must_use]
    pub fn default_region(&self) -> Option<Region> {
        self.rulebook.default_region
    }

    /// In which order endpoints are tried.
    #[must_use]
    pub fn endpoint_order(&self) -> EndpointOrder {
        self.rulebook.endpoint_order
    }

    /// The policy with a table of plans: every decision checks besides that the tenant's plan may have its home region.
    #[must_use]
    pub fn with_entitlements(mut self, entitlements: Entitlements) -> Self {
        let mut framed = Framed::new("domicile.policy.entitlements.v2");
        framed.field(self.fingerprint.as_bytes()).field(entitlements.unlisted().as_str().as_bytes());
        for region in entitlements.everyone().iter() {
            framed.field(b"everyone").field(region.as_str().as_bytes());
        }
        for (plan, regions) in entitlements.iter() {
            framed.field(b"plan").field(plan.as_str().as_bytes());
            for region in regions.iter() {
                framed.field(region.as_str().as_bytes());
            }
        }
        self.fingerprint = framed.finish();
        self.entitlements = Some(entitlements);
        self
    }

    /// The policy, doing this with events that are refused at the consumer.
    #[must_use]
    pub fn on_mismatch(mut self, on_mismatch: OnMismatch) -> Self {
        if self.on_mismatch != on_mismatch {
            let mut framed = Framed::new("domicile.policy.on-mismatch.v2");
            framed.field(self.fingerprint.as_bytes()).field(on_mismatch.as_str().as_bytes());
            self.fingerprint = framed.finish();
            self.on_mismatch = on_mismatch;
        }
        self
    }

    /// The policy at an instant. Read the clock once per event and take every answer of the event from this value.
    #[must_use]
    pub const fn at(&self, now: UnixTime) -> PolicyAt<'_> {
        PolicyAt { policy: self, now }
    }

    /// The digest that identifies the policy's content. It stands in every stamp, decision and ledger entry.
    #[must_use]
    #[inline]
    pub const fn fingerprint(&self) -> Digest {
        self.fingerprint
    }

    /// Which plans may have which home regions: the rows of the document, and what was added by hand.
    #[must_use]
    pub fn entitlements(&self) -> Entitlements {
        let book = &self.rulebook;
        if let Some(entitlements) = &self.entitlements {
            return entitlements.clone();
        }
        let regions = |set: &Set| -> Vec<Region> { set.iter().filter_map(|at| book.region(at)).collect() };
        let everyone = Entitlements::new().with_everyone(regions(&book.everyone));
        book.plans.iter().fold(everyone, |table, (plan, set)| table.with(*plan, regions(set)))
    }

    /// The way with events that are refused at the consumer.
    #[must_use]
    pub const fn mismatch(&self) -> OnMismatch {
        self.on_mismatch
    }
}

impl Default for ResidencyPolicy {
    fn default() -> Self {
        Self::closed()
    }
}

/// The way with an event that is refused at the consumer. Either way it is not delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "a two-way switch")]
pub enum OnMismatch {
    /// The event is dropped and a record kept.
    #[default]
    Drop,
    /// The event is set aside in its present region for a person to look at, and a record kept.
    Quarantine,
}

impl OnMismatch {
    /// `drop` or `quarantine`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Quarantine => "quarantine",
        }
    }
}

/// A policy at an instant: what decides. Each of its methods stands with its subject.
#[derive(Clone, Copy, Debug)]
pub struct PolicyAt<'p> {
    policy: &'p ResidencyPolicy,
    now: UnixTime,
}

impl<'p> PolicyAt<'p> {
    /// The policy.
    #[must_use]
    #[inline]
    pub const fn policy(&self) -> &'p ResidencyPolicy {
        self.policy
    }

    /// The instant.
    #[must_use]
    #[inline]
    pub const fn now(&self) -> UnixTime {
        self.now
    }
}
