//! Every question that two policies can tell apart, as positions.

use alloc::vec::Vec;

use crate::data::DataCategory;
use crate::data::EndpointName;
use crate::law::Act;
use crate::place::Region;
use crate::policy::cell::Cell;
use crate::policy::cell::End;
use crate::policy::cell::Entitled;
use crate::policy::cell::Slot;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::policy::request::EndpointKind;
use crate::policy::request::Fact;
use crate::policy::rulebook::Names;
use crate::policy::rulebook::Placement;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::ScopeRule;
use crate::tenant::Mode;
use crate::tenant::Plan;
use crate::tenant::ScopeName;

/// What the questions about some policies are made of: all that any of them lists.
///
/// A plan that none lists stands for every such plan. Of recipients, nobody stands for all that none lists: who is not
/// listed is refused. Of scopes that are alike in every policy, the first stands for all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Domain {
    pub(crate) regions: Vec<Region>,
    pub(crate) categories: Vec<DataCategory>,
    pub(crate) plans: Vec<Option<Plan>>,
    pub(crate) roles: Vec<RoleName>,
    pub(crate) scopes: Vec<ScopeName>,
    /// Whoever may be given data; `None` for nobody else.
    pub(crate) recipients: Vec<Option<RecipientName>>,
    pub(crate) endpoints: Vec<EndpointName>,
    /// Whether some category follows the organization.
    pub(crate) follows_organization: Vec<bool>,
}

impl Domain {
    pub(crate) fn of(books: &[&Rulebook]) -> Self {
        let mut domain = Self { plans: alloc::vec![None], recipients: alloc::vec![None], ..Self::default() };
        for book in books {
            domain.regions.extend(book.regions.iter().map(|entry| entry.region));
            domain.categories.extend(book.categories.iter().filter_map(|rule| rule.category));
            domain.plans.extend(book.plans.iter().map(|(plan, _)| Some(*plan)));
            domain.roles.extend(book.roles.iter().filter_map(|rule| rule.name));
            domain.endpoints.extend(book.endpoints.iter().map(|rule| rule.name));
            // What stands for all data shows in data that nobody names.
            if book.categories.iter().any(|rule| rule.category.is_none()) {
                domain.categories.extend(DataCategory::parse("any-other"));
            }
            domain.recipients.extend(book.recipients.iter().map(|rule| Some(rule.name)));
        }
        tidy(&mut domain.regions);
        tidy(&mut domain.categories);
        tidy(&mut domain.plans);
        tidy(&mut domain.roles);
        tidy(&mut domain.recipients);
        tidy(&mut domain.endpoints);
        domain.scopes = distinct_scopes(books);
        domain.follows_organization =
            domain.categories.iter().map(|category| follows(books, *category)).collect();
        domain
    }

    /// How many cells there are: region × region × act × category × plan × role.
    pub(crate) fn cells(&self) -> usize {
        let sizes = [
            self.regions.len(),
            self.regions.len(),
            Act::ALL.len(),
            self.categories.len(),
            self.plans.len(),
            self.roles.len(),
        ];
        sizes.into_iter().fold(1, usize::saturating_mul)
    }
}

/// A domain's names as positions in one policy.
#[derive(Clone, Debug)]
pub(crate) struct View {
    pub(crate) regions: Vec<Slot>,
    pub(crate) categories: Vec<Slot>,
    pub(crate) plans: Vec<Slot>,
    pub(crate) roles: Vec<Slot>,
    pub(crate) scopes: Vec<Slot>,
    pub(crate) recipients: Vec<Slot>,
    pub(crate) endpoints: Vec<Slot>,
}

impl View {
    pub(crate) fn new(domain: &Domain, book: &Rulebook) -> Self {
        let regions = domain.regions.iter().enumerate();
        let region = |at: usize, region: Region| match book.names {
            Names::Listed => book.region_at(region),
            // The closed policy tells regions apart and knows nothing else of them.
            Names::Any => Some(at),
        };
        Self {
            regions: regions.map(|(at, one)| slot(Some(*one), |name| region(at, name))).collect(),
            categories: domain
                .categories
                .iter()
                .map(|one| slot(Some(*one), |name| book.category_at(name)))
                .collect(),
            plans: domain.plans.iter().map(|one| slot(*one, |plan| book.plan_at(plan))).collect(),
            roles: domain.roles.iter().map(|one| slot(Some(*one), |role| book.role_at(role))).collect(),
            scopes: domain.scopes.iter().map(|one| slot(Some(*one), |scope| book.scope_at(scope))).collect(),
            recipients: domain
                .recipients
                .iter()
                .map(|one| slot(*one, |name| book.recipient_at(name)).or_nobody())
                .collect(),
            endpoints: domain
                .endpoints
                .iter()
                .map(|one| slot(Some(*one), |name| book.endpoint_at(name)))
                .collect(),
        }
    }

    pub(crate) fn category(&self, at: &Coordinates) -> Slot {
        self.categories.get(at.category).copied().unwrap_or(Slot::ABSENT)
    }

    pub(crate) fn cell(&self, at: &Coordinates) -> Cell {
        let pick = |list: &[Slot], at: usize| list.get(at).copied().unwrap_or(Slot::ABSENT);
        Cell {
            home: pick(&self.regions, at.home),
            here: pick(&self.regions, at.here),
            plan: pick(&self.plans, at.plan),
            entitled: Entitled::NotAsked,
            role: pick(&self.roles, at.role),
            scope: pick(&self.scopes, at.scope),
            organization: pick(&self.regions, at.organization),
            recipient: pick(&self.recipients, at.recipient),
            via: Slot::NOBODY,
            mode: Fact::Known(Mode::Enforced),
            act: Fact::Known(at.act),
            endpoint: Fact::Known(match at.endpoint {
                None => End::Regional,
                Some(at) => End::Global(pick(&self.endpoints, at)),
            }),
        }
    }
}

/// One point of a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Coordinates {
    pub(crate) home: usize,
    pub(crate) here: usize,
    pub(crate) act: Act,
    pub(crate) category: usize,
    pub(crate) plan: usize,
    pub(crate) role: usize,
    pub(crate) scope: usize,
    pub(crate) organization: usize,
    pub(crate) recipient: usize,
    /// The global endpoint; `None` for a regional one.
    pub(crate) endpoint: Option<usize>,
}

impl Coordinates {
    /// The kind of endpoint.
    pub(crate) fn endpoint(&self, domain: &Domain) -> EndpointKind {
        let name = self.endpoint.and_then(|at| domain.endpoints.get(at));
        name.map_or(EndpointKind::Regional, |name| EndpointKind::Global(*name))
    }
}

fn slot<T: Copy>(name: Option<T>, position: impl FnOnce(T) -> Option<usize>) -> Slot {
    Slot::new(&Fact::from(name), position)
}

fn tidy<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}

fn follows(books: &[&Rulebook], category: DataCategory) -> bool {
    let rules = books.iter().filter_map(|book| book.category(book.category_at(category)?));
    rules.into_iter().any(|rule| rule.placement == Placement::Organization)
}

/// The scopes, one of each kind.
fn distinct_scopes(books: &[&Rulebook]) -> Vec<ScopeName> {
    let mut names: Vec<ScopeName> =
        books.iter().flat_map(|book| book.scopes.iter().map(|rule| rule.name)).collect();
    tidy(&mut names);
    let kind = |name: ScopeName| -> Vec<Option<ScopeRule>> {
        let rules = books.iter().map(|book| book.scope(book.scope_at(name)?));
        rules.map(|rule| rule.map(|rule| ScopeRule { name: ScopeName::PLATFORM, ..rule.clone() })).collect()
    };
    let mut kinds: Vec<Vec<Option<ScopeRule>>> = Vec::new();
    names.retain(|name| {
        let kind = kind(*name);
        let is_new = !kinds.contains(&kind);
        if is_new {
            kinds.push(kind);
        }
        is_new
    });
    names
}
