//! The smallest changes that would turn a ruling into a permit.

use alloc::vec::Vec;
use core::fmt;

use crate::data::DataCategory;
use crate::law::Act;
use crate::law::Condition;
use crate::place::Region;
use crate::policy::case::Endpoint;
use crate::policy::cell::Cell;
use crate::policy::cell::Slot;
use crate::policy::evaluate::Answer;
use crate::policy::fact::Fact;
use crate::policy::law_table::Facts;
use crate::policy::law_table::Given;
use crate::policy::mask::LIMIT;
use crate::policy::mask::Mask;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::tenant::ScopeName;
use crate::policy::remedies::Remedies;
use crate::policy::rulebook::Placement;
use crate::policy::rulebook::ScopeRule;
use crate::policy::ruling::Ruling;
use crate::tenant::Mode;
use crate::tenant::Plan;

/// One change of a case.
///
/// What is done and with which data is what the case is about, so those change only where they are not known; so does
/// the scope. A home that is locked takes a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CaseChange {
    /// The tenant's region is enforced.
    Enforce,
    /// The tenant's home is this region.
    Home(Region),
    /// The place is this region.
    Here(Region),
    /// This is done.
    Act(Act),
    /// This is the kind of data.
    Category(DataCategory),
    /// The tenant has this plan.
    Plan(Plan),
    /// It is done in this capacity.
    Role(RoleName),
    /// These rules apply.
    Scope(ScopeName),
    /// The organization's primary region is this one.
    Organization(Region),
    /// It is made to this recipient.
    Recipient(RecipientName),
    /// It is delivered to such an endpoint.
    Endpoint(Endpoint),
    /// This is known of the recipient.
    Condition(Condition),
}

impl fmt::Display for CaseChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Enforce => f.write_str("mode = enforced"),
            Self::Home(region) => write!(f, "home = {region}"),
            Self::Here(region) => write!(f, "here = {region}"),
            Self::Act(act) => write!(f, "act = {act}"),
            Self::Category(category) => write!(f, "category = {category}"),
            Self::Plan(plan) => write!(f, "plan = {plan}"),
            Self::Role(role) => write!(f, "role = {role}"),
            Self::Scope(scope) => write!(f, "scope = {scope}"),
            Self::Organization(region) => write!(f, "organization = {region}"),
            Self::Recipient(recipient) => write!(f, "recipient = {recipient}"),
            Self::Endpoint(endpoint) => write!(f, "endpoint = {}", endpoint.as_str()),
            Self::Condition(condition) => write!(f, "recipient fact = {condition}"),
        }
    }
}

impl Ruling<'_, '_> {
    /// The smallest changes that would turn this ruling into a permit. Allocates; it is for explaining, not for the
    /// road.
    #[must_use]
    pub fn remedies(&self) -> Remedies<CaseChange> {
        if self.is_permit() {
            return Remedies::default();
        }
        let cell = &self.cell;
        let own: Mask =
            [cell.home, cell.here, cell.organization].into_iter().filter_map(Slot::position).collect();
        let mut sets = self.search(own.intersection(self.book.available));
        if sets.is_empty() {
            sets = self.search(self.book.available);
        }
        Remedies::new(sets)
    }

    /// Tries every combination of changes over these regions, smaller ones first.
    fn search(&self, regions: Mask) -> Vec<Vec<CaseChange>> {
        let options = self.options(regions);
        let mut combinations: Vec<Supposition> = alloc::vec![self.supposition()];
        for option in &options {
            let mut wider = Vec::new();
            for combination in &combinations {
                wider.extend(option.iter().map(|choice| combination.with(choice)));
            }
            combinations.extend(wider);
        }
        combinations.sort_by_key(|combination| combination.changes.len());
        let mut sets: Vec<Vec<CaseChange>> = Vec::new();
        for combination in combinations {
            let holds = |set: &Vec<CaseChange>| set.iter().all(|change| combination.changes.contains(change));
            if !sets.iter().any(holds) && self.would_permit(&combination) {
                sets.push(combination.changes);
            }
        }
        sets
    }

    fn supposition(&self) -> Supposition {
        Supposition { cell: self.cell, supposed: Mask::NONE, changes: Vec::new() }
    }

    fn would_permit(&self, supposition: &Supposition) -> bool {
        let facts = Facts { known: self.case.recipient_facts, supposed: supposition.supposed };
        self.book.evaluate(&supposition.cell, &facts, self.at()).answer() == Answer::Permit
    }

    /// What may be changed, one list of alternatives for each fact.
    fn options(&self, regions: Mask) -> Vec<Vec<Choice>> {
        let (book, cell) = (self.book, &self.cell);
        let others = |current: Slot| regions.iter().filter(move |at| current.position() != Some(*at));
        let named = |at: usize| book.region(at).map(|region| (at, region));
        let homes = others(cell.home).filter_map(named).map(|(at, region)| Choice::home(at, region));
        let places = others(cell.here).filter_map(named).map(|(at, region)| Choice::here(at, region));
        let mut options = alloc::vec![
            Vec::from_iter((cell.mode != Fact::Known(Mode::Enforced)).then(Choice::enforce)),
            homes.collect(),
            places.collect(),
        ];
        if book.categories.iter().any(|rule| rule.placement == Placement::Organization) {
            let seats = others(cell.organization).filter_map(named);
            options.push(seats.map(|(at, region)| Choice::organization(at, region)).collect());
        }
        let plans = book.plans.iter().enumerate().filter(|(at, _)| cell.plan.position() != Some(*at));
        options.push(plans.map(|(at, (plan, _))| Choice::plan(at, *plan)).collect());
        let roles = book.roles.iter().enumerate().filter(|(at, _)| cell.role.position() != Some(*at));
        options.push(roles.map(|(at, rule)| Choice::role(at, rule.name)).collect());
        let recipients =
            book.recipients.iter().enumerate().filter(|(at, _)| cell.recipient.position() != Some(*at));
        options.push(recipients.map(|(at, rule)| Choice::recipient(at, rule.name)).collect());
        if cell.endpoint != Fact::Known(Endpoint::Regional) {
            options.push(alloc::vec![Choice::regional()]);
        }
        if cell.act.known().is_none() {
            options.push(Act::ALL.iter().map(|act| Choice::act(*act)).collect());
        }
        if cell.category.position().is_none() {
            let rows = book.categories.iter().enumerate();
            options.push(rows.map(|(at, rule)| Choice::category(at, rule.category)).collect());
        }
        if cell.scope.position().is_none() {
            options.push(self.scopes());
        }
        options.push(self.conditions(regions));
        options
    }

    /// One scope of each kind: two with the same rules would do the same.
    fn scopes(&self) -> Vec<Choice> {
        let mut kinds: Vec<&ScopeRule> = Vec::new();
        let mut choices = Vec::new();
        for (at, rule) in self.book.scopes.iter().enumerate() {
            let is_alike = |other: &&ScopeRule| ScopeRule { name: rule.name, ..(**other).clone() } == *rule;
            if !kinds.iter().any(is_alike) {
                kinds.push(rule);
                choices.push(Choice::scope(at, rule.name));
            }
        }
        choices
    }

    /// The sets of conditions that are missing somewhere for a transfer between these regions.
    fn conditions(&self, regions: Mask) -> Vec<Choice> {
        let mut sets: Vec<Mask> = Vec::new();
        for rule in &self.book.transfers {
            for act in rule.acts.iter() {
                for category in rule.categories.iter() {
                    for to in rule.to.intersection(regions).iter() {
                        let mut needed = alloc::vec![Mask::NONE];
                        for from in rule.from.iter() {
                            let missing: Vec<Mask> = self
                                .book
                                .law
                                .missing(Given::by(rule), from, to, act, category, self.at())
                                .collect();
                            sets.extend(&missing);
                            let unions =
                                needed.iter().flat_map(|set| missing.iter().map(|more| set.union(*more)));
                            needed = unions.take(LIMIT).collect();
                        }
                        sets.extend(needed);
                    }
                }
            }
        }
        sets.extend(self.demands(regions));
        let known = self.book.law.known(&Facts::new(self.case.recipient_facts), self.at());
        let mut sets: Vec<Mask> = sets.into_iter().map(|set| set.without(known)).collect();
        sets.retain(|set| !set.is_empty());
        sets.sort_unstable();
        sets.dedup();
        sets.into_iter().map(|set| self.condition_choice(set)).collect()
    }

    /// The sets of conditions that are missing somewhere for data that stays in one of these regions.
    fn demands(&self, regions: Mask) -> Vec<Mask> {
        let mut sets = Vec::new();
        for (category, rule) in self.book.categories.iter().enumerate() {
            for here in rule.demands.intersection(regions).iter() {
                let Some(entry) = self.book.regions.get(here) else { continue };
                for act in Act::ALL {
                    let given = Given::at(entry);
                    sets.extend(self.book.law.missing(given, here, here, *act, category, self.at()));
                }
            }
        }
        sets
    }

    fn condition_choice(&self, set: Mask) -> Choice {
        let changes = set.iter().filter_map(|at| self.book.law.condition_at(at)).map(CaseChange::Condition);
        Choice { apply: Apply::Conditions(set), changes: changes.collect() }
    }
}

/// A case with some changes made.
#[derive(Clone)]
struct Supposition {
    cell: Cell,
    supposed: Mask,
    changes: Vec<CaseChange>,
}

impl Supposition {
    fn with(&self, choice: &Choice) -> Self {
        let mut changed = self.clone();
        changed.changes.extend(&choice.changes);
        match choice.apply {
            Apply::Cell(apply, slot) => apply(&mut changed.cell, slot),
            Apply::Act(act) => changed.cell.act = Fact::Known(act),
            Apply::Conditions(set) => changed.supposed = set,
        }
        changed
    }
}

/// One alternative: what it does to the cell, and the changes to name.
struct Choice {
    apply: Apply,
    changes: Vec<CaseChange>,
}

enum Apply {
    Cell(fn(&mut Cell, Slot), Slot),
    Act(Act),
    Conditions(Mask),
}

impl Choice {
    fn of(at: usize, change: CaseChange, apply: fn(&mut Cell, Slot)) -> Self {
        Self { apply: Apply::Cell(apply, Slot::listed(at)), changes: alloc::vec![change] }
    }

    fn enforce() -> Self {
        Self::of(0, CaseChange::Enforce, |cell, _| cell.mode = Fact::Known(Mode::Enforced))
    }

    fn home(at: usize, region: Region) -> Self {
        Self::of(at, CaseChange::Home(region), |cell, slot| cell.home = slot)
    }

    fn here(at: usize, region: Region) -> Self {
        Self::of(at, CaseChange::Here(region), |cell, slot| cell.here = slot)
    }

    fn organization(at: usize, region: Region) -> Self {
        Self::of(at, CaseChange::Organization(region), |cell, slot| cell.organization = slot)
    }

    fn plan(at: usize, plan: Plan) -> Self {
        Self::of(at, CaseChange::Plan(plan), |cell, slot| cell.plan = slot)
    }

    fn role(at: usize, role: RoleName) -> Self {
        Self::of(at, CaseChange::Role(role), |cell, slot| cell.role = slot)
    }

    fn recipient(at: usize, recipient: RecipientName) -> Self {
        Self::of(at, CaseChange::Recipient(recipient), |cell, slot| cell.recipient = slot)
    }

    fn category(at: usize, category: DataCategory) -> Self {
        Self::of(at, CaseChange::Category(category), |cell, slot| cell.category = slot)
    }

    fn scope(at: usize, scope: ScopeName) -> Self {
        Self::of(at, CaseChange::Scope(scope), |cell, slot| cell.scope = slot)
    }

    fn regional() -> Self {
        let change = CaseChange::Endpoint(Endpoint::Regional);
        Self::of(0, change, |cell, _| cell.endpoint = Fact::Known(Endpoint::Regional))
    }

    fn act(act: Act) -> Self {
        Self { apply: Apply::Act(act), changes: alloc::vec![CaseChange::Act(act)] }
    }
}
