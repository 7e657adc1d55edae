//! What changes from one policy to another, cell by cell.

use alloc::vec::Vec;

use crate::data::DataCategory;
use crate::law::Act;
use crate::law::RecipientFacts;
use crate::place::Region;
use crate::policy::case::Case;
use crate::policy::case::Endpoint;
use crate::policy::domain::Coordinates;
use crate::policy::domain::Domain;
use crate::policy::domain::View;
use crate::policy::evaluate::Answer;
use crate::policy::fact::Fact;
use crate::policy::law_table::Facts;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::tenant::ScopeName;
use crate::policy::residency::PolicyAt;
use crate::policy::rulebook::Rulebook;
use crate::tenant::Mode;
use crate::tenant::Plan;
use crate::time::UnixTime;

/// The cells whose answer differs between two policies (N11).
///
/// A cell is a home region, a region, an act, a category, a plan and a role. It counts as flipped if the answer
/// differs for any scope, organization, recipient or kind of endpoint; the witness says for which. Found by asking
/// both policies everything, not by sampling.
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
    pub act: Act,
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
    /// The witness: to whom.
    pub recipient: Option<RecipientName>,
    /// The witness: to what kind of endpoint.
    pub endpoint: Endpoint,
    /// The old answer.
    pub before: Answer,
    /// The new answer.
    pub after: Answer,
}

impl Flip {
    /// The witness as a case.
    #[must_use]
    pub fn case<'f>(&self, recipient_facts: &'f RecipientFacts) -> Case<'f> {
        Case {
            home: Fact::Known(self.home),
            here: Fact::Known(self.here),
            mode: Fact::Known(Mode::Enforced),
            act: Fact::Known(self.act),
            category: Fact::Known(self.category),
            plan: Fact::from(self.plan),
            role: Fact::Known(self.role),
            scope: Fact::Known(self.scope),
            organization: Fact::Known(self.organization),
            recipient: Fact::from(self.recipient),
            endpoint: Fact::Known(self.endpoint),
            recipient_facts,
            facts_until: None,
        }
    }
}

impl Difference {
    /// How many cells were compared.
    #[must_use]
    pub const fn cells(&self) -> usize {
        self.cells
    }

    /// The cells that flipped, in the order home, here, act, category, plan, role.
    #[must_use]
    pub fn flips(&self) -> &[Flip] {
        &self.flips
    }
}

impl PolicyAt<'_> {
    /// Compares this policy with a newer one, each at its own instant; `None` if one of them was not made from a
    /// document.
    ///
    /// `recipient_facts` is what is supposed to be known about every recipient.
    #[must_use]
    pub fn diff(&self, newer: &PolicyAt<'_>, recipient_facts: &RecipientFacts) -> Option<Difference> {
        let books = [self.policy().rulebook()?, newer.policy().rulebook()?];
        let domain = Domain::of(&books);
        let facts = Facts::new(recipient_facts);
        let [old, new] = books;
        let sides = [Side::new(&domain, old, facts, self.now()), Side::new(&domain, new, facts, newer.now())];
        let flips = flips(&domain, &sides, usize::MAX);
        Some(Difference { cells: domain.cells(), flips })
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

    #[inline]
    fn answer(&self, at: &Coordinates) -> (Answer, bool) {
        let evaluation = self.book.evaluate(&self.view.cell(at), &self.facts, self.now);
        (evaluation.answer(), evaluation.is_crossing)
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
    let endpoints: &[Endpoint] =
        if act == Act::Deliver { &[Endpoint::Regional, Endpoint::Global] } else { &[Endpoint::Regional] };
    for scope in 0..domain.scopes.len() {
        for organization in organizations.clone() {
            for endpoint in endpoints {
                for recipient in 0..domain.recipients.len() {
                    let endpoint = *endpoint;
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
                    let [(before, out), (after, out_too)] = sides.each_ref().map(|side| side.answer(&at));
                    if before != after {
                        return flip(domain, &at, before, after);
                    }
                    // Only what leaves its place has a recipient.
                    if !out && !out_too {
                        break;
                    }
                }
            }
        }
    }
    None
}

fn flip(domain: &Domain, at: &Coordinates, before: Answer, after: Answer) -> Option<Flip> {
    Some(Flip {
        home: *domain.regions.get(at.home)?,
        here: *domain.regions.get(at.here)?,
        act: at.act,
        category: *domain.categories.get(at.category)?,
        plan: *domain.plans.get(at.plan)?,
        role: *domain.roles.get(at.role)?,
        scope: *domain.scopes.get(at.scope)?,
        organization: *domain.regions.get(at.organization)?,
        recipient: *domain.recipients.get(at.recipient)?,
        endpoint: at.endpoint,
        before,
        after,
    })
}
