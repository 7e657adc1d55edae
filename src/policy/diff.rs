//! What changes from one policy to another, cell by cell.

use alloc::vec::Vec;

use crate::data::Categories;
use crate::data::DataCategory;
use crate::law::Act;
use crate::law::RecipientFacts;
use crate::place::Region;
use crate::policy::domain::Coordinates;
use crate::policy::domain::Domain;
use crate::policy::domain::View;
use crate::policy::evaluate::DecisionKind;
use crate::policy::law_table::Facts;
use crate::policy::mask::Mask;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::policy::request::EndpointKind;
use crate::policy::request::Expiry;
use crate::policy::request::Fact;
use crate::policy::request::Request;
use crate::policy::residency::PolicyAt;
use crate::policy::rulebook::Rulebook;
use crate::tenant::Mode;
use crate::tenant::Plan;
use crate::tenant::ScopeName;
use crate::time::UnixTime;

/// The cells whose answer differs between two policies.
///
/// A cell is a home region, a region, an operation, a category, a plan and a role. It counts as flipped if the answer
/// differs for any scope, organization, recipient or endpoint; the witness says for which. A refusal and an answer that
/// could not be found out differ. Found by asking both policies everything, not by sampling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    cells: usize,
    flips: Vec<Flip>,
}

/// A cell whose answer differs, and a question that shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Flip {
    /// Where the data belongs.
    pub home: Region,
    /// Where it would be.
    pub here: Region,
    /// What is done.
    pub operation: Act,
    /// With what.
    pub category: DataCategory,
    /// The tenant's plan; `None` for one that neither policy lists, or none.
    pub plan: Option<Plan>,
    /// In what capacity.
    pub role: RoleName,
    /// The witness: whose rules.
    pub scope: ScopeName,
    /// The witness: the organization's primary region.
    pub organization: Region,
    /// The witness: to whom; `None` for nobody else.
    pub recipient: Option<RecipientName>,
    /// The witness: to what kind of endpoint.
    pub endpoint: EndpointKind,
    /// The old answer.
    pub before: DecisionKind,
    /// The new answer.
    pub after: DecisionKind,
}

impl Flip {
    /// The witness as a request.
    #[must_use]
    pub fn request(&self, recipient_facts: &RecipientFacts) -> Request {
        let mut request = Request::new(Expiry::Never);
        request.home = Fact::Known(self.home);
        request.here = Fact::Known(self.here);
        request.mode = Fact::Known(Mode::Enforced);
        request.operation = Fact::Known(self.operation);
        request.categories = Fact::from(Categories::from_iter([self.category]));
        request.plan = Fact::from(self.plan);
        request.role = Fact::Known(self.role);
        request.scope = Fact::Known(self.scope);
        request.organization_region = Fact::Known(self.organization);
        request.recipient = self.recipient.map(Fact::Known);
        request.endpoint = Fact::Known(self.endpoint);
        request.recipient_facts = recipient_facts.clone();
        request
    }
}

impl Difference {
    /// The number of cells that were compared.
    #[must_use]
    pub const fn cells(&self) -> usize {
        self.cells
    }

    /// The cells that flipped, in the order home, here, operation, category, plan, role.
    #[must_use]
    pub fn flips(&self) -> &[Flip] {
        &self.flips
    }
}

impl PolicyAt<'_> {
    /// Compares this policy with a newer one, each at its own instant.
    ///
    /// `recipient_facts` is what is supposed to be known about every recipient besides what each policy states.
    #[must_use]
    pub fn diff(&self, newer: &PolicyAt<'_>, recipient_facts: &RecipientFacts) -> Difference {
        let books = [self.policy().rulebook(), newer.policy().rulebook()];
        let domain = Domain::of(&books);
        let [old, new] = books;
        let sides = [
            Side::new(&domain, old, old.law.facts(recipient_facts, self.now()), self.now()),
            Side::new(&domain, new, new.law.facts(recipient_facts, newer.now()), newer.now()),
        ];
        let flips = flips(&domain, &sides, usize::MAX);
        Difference { cells: domain.cells(), flips }
    }
}

/// One of the two policies.
pub(crate) struct Side<'a> {
    book: &'a Rulebook,
    view: View,
    facts: Facts<'a>,
    now: UnixTime,
}

impl<'a> Side<'a> {
    pub(crate) fn new(domain: &Domain, book: &'a Rulebook, facts: Facts<'a>, now: UnixTime) -> Self {
        Self { book, view: View::new(domain, book), facts, now }
    }

    /// One side, supposing that these conditions hold of every recipient.
    pub(crate) fn supposing(domain: &Domain, book: &'a Rulebook, conditions: Mask, now: UnixTime) -> Self {
        let facts = book.law.facts(RecipientFacts::NOTHING, now).supposing(conditions);
        Self::new(domain, book, facts, now)
    }

    #[inline]
    fn answer(&self, at: &Coordinates) -> DecisionKind {
        let (cell, category) = (self.view.cell(at), self.view.category(at));
        self.book.evaluate_one(&cell, category, &self.facts, self.now).kind()
    }
}

/// The flipped cells, at most so many.
pub(crate) fn flips(domain: &Domain, sides: &[Side<'_>; 2], at_most: usize) -> Vec<Flip> {
    let mut found = Vec::new();
    for home in 0..domain.regions.len() {
        for here in 0..domain.regions.len() {
            for act in Act::ALL {
                for category in 0..domain.categories.len() {
                    for plan in 0..domain.plans.len() {
                        for role in 0..domain.roles.len() {
                            let cell = [home, here, category, plan, role];
                            found.extend(witness(domain, sides, cell, *act));
                            if found.len() >= at_most {
                                return found;
                            }
                        }
                    }
                }
            }
        }
    }
    found
}

/// A question in a cell to which the answers differ.
fn witness(domain: &Domain, sides: &[Side<'_>; 2], cell: [usize; 5], act: Act) -> Option<Flip> {
    let [home, here, category, plan, role] = cell;
    let follows = domain.follows_organization.get(category).copied().unwrap_or(false);
    let organizations = if follows { 0..domain.regions.len() } else { home..home.saturating_add(1) };
    let global = if act == Act::Deliver { 0..domain.endpoints.len() } else { 0..0 };
    for scope in 0..domain.scopes.len() {
        for organization in organizations.clone() {
            for endpoint in core::iter::once(None).chain(global.clone().map(Some)) {
                for recipient in 0..domain.recipients.len() {
                    let at = Coordinates {
                        home,
                        here,
                        act,
                        category,
                        plan,
                        role,
                        scope,
                        organization,
                        recipient,
                        endpoint,
                    };
                    let [before, after] = sides.each_ref().map(|side| side.answer(&at));
                    if before != after {
                        return flip(domain, &at, before, after);
                    }
                }
            }
        }
    }
    None
}

fn flip(domain: &Domain, at: &Coordinates, before: DecisionKind, after: DecisionKind) -> Option<Flip> {
    Some(Flip {
        home: *domain.regions.get(at.home)?,
        here: *domain.regions.get(at.here)?,
        operation: at.act,
        category: *domain.categories.get(at.category)?,
        plan: *domain.plans.get(at.plan)?,
        role: *domain.roles.get(at.role)?,
        scope: *domain.scopes.get(at.scope)?,
        organization: *domain.regions.get(at.organization)?,
        recipient: *domain.recipients.get(at.recipient)?,
        endpoint: at.endpoint(domain),
        before,
        after,
    })
}
