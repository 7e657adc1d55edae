//! The smallest changes that would turn an answer into a permit, found under a budget.
//!
//! Whatever is not known has to be found out, and only that is said of it; whatever is known may be changed. The search
//! starts from the answer and tries only changes on which a check rests that did not pass: every set of changes that
//! leads to a permit has to change one of those. Sets are tried by size, so that a set is found before all that
//! contain it, and each at most once: what one branch changes, the branches after it leave alone.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::data::DataCategory;
use crate::law::Act;
use crate::place::Jurisdiction;
use crate::place::Region;
use crate::place::RegionSet;
use crate::policy::cell::Cell;
use crate::policy::cell::End;
use crate::policy::cell::Slot;
use crate::policy::change::Change;
use crate::policy::change::FactName;
use crate::policy::change::TransferDraft;
use crate::policy::check::Check;
use crate::policy::check::Outcome;
use crate::policy::evaluate::Crossing;
use crate::policy::evaluate::DecisionKind;
use crate::policy::evaluate::Evaluation;
use crate::policy::law_table;
use crate::policy::law_table::Facts;
use crate::policy::law_table::Given;
use crate::policy::law_table::Pairs;
use crate::policy::law_table::Prospect;
use crate::policy::mask::Mask;
use crate::policy::name::RoleName;
use crate::policy::part::Part;
use crate::policy::part::Parts;
use crate::policy::request::EndpointKind;
use crate::policy::request::Fact;
use crate::policy::request::Request;
use crate::policy::residency::PolicyAt;
use crate::policy::rulebook::Names;
use crate::policy::rulebook::Place;
use crate::policy::rulebook::Rulebook;
use crate::policy::set::Set;
use crate::tenant::Entitlements;
use crate::tenant::Mode;
use crate::tenant::Plan;
use crate::tenant::ScopeName;

/// Sets of changes after which the answer to a request would be a permit.
///
/// Each set is enough, and no part of one is. What is not known is only ever to be found out: the set is enough if
/// that turns out well. What is done with data may be changed, what kind of data it is never.
///
/// The sets are ordered by what they take: facts to find out; another place, recipient, role or operation; a row to
/// write into the document; the tenant's plan or mode; a migration. Where they take the same, smaller ones come first,
/// and of those, the regions that the request names.
///
/// # Examples
///
/// ```
/// use domicile::data::Categories;
/// use domicile::law::Act;
/// use domicile::policy::{Budget, Expiry, Fact, RoleName};
/// use domicile::tenant::{Mode, ScopeName};
/// use domicile::{DataCategory, Region, Request, ResidencyPolicy, UnixTime};
///
/// let mut request = Request::new(Expiry::Never);
/// request.home = Fact::Known(Region::EuWest1);
/// request.here = Fact::Known(Region::UsEast1);
/// request.mode = Fact::Stale;
/// request.operation = Fact::Known(Act::Store);
/// request.categories = Categories::from_iter([DataCategory::EventMetadata]).into();
/// request.role = Fact::Known(RoleName::SERVICE);
/// request.scope = Fact::Known(ScopeName::PLATFORM);
///
/// let policy = ResidencyPolicy::closed();
/// let remedies = policy.at(UnixTime::from_secs(0)).remedies(&request, Budget { evaluations: 1_000, sets: 8 });
/// assert!(remedies.is_complete());
/// assert_eq!(
///     remedies.to_string(),
///     "ask again for the tenant's mode and here = eu-west-1; \
///      or ask again for the tenant's mode and home = us-east-1 (a migration)"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedies {
    sets: Vec<Vec<Change>>,
    is_complete: bool,
    evaluations: usize,
}

impl Remedies {
    /// The sets, in order.
    pub fn iter(&self) -> impl Iterator<Item = &[Change]> {
        self.sets.iter().map(Vec::as_slice)
    }

    /// True if it holds no set: the answer is a permit already, or nothing that was tried would make it one.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// True if there are no other sets. False if the search was ended by its [`Budget`]: there may be others.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// The number of evaluations that were made, as a [`Budget`] counts them.
    #[must_use]
    pub const fn evaluations(&self) -> usize {
        self.evaluations
    }
}

impl fmt::Display for Remedies {
    /// `here = eu-west-1; or home = us-east-1 (a migration)`, and whether there may be others.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, set) in self.sets.iter().enumerate() {
            f.write_str(if position > 0 { "; or " } else { "" })?;
            for (position, change) in set.iter().enumerate() {
                write!(f, "{}{change}", if position > 0 { " and " } else { "" })?;
            }
        }
        match (self.is_complete, self.is_empty()) {
            (true, _) => Ok(()),
            (false, true) => f.write_str("none found yet"),
            (false, false) => f.write_str("; there may be others"),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Remedies {
    /// `{"complete": true, "sets": [["here = eu-west-1"]]}`: each set a list of changes as they are displayed.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut fields = serializer.serialize_struct("Remedies", 2)?;
        fields.serialize_field("complete", &self.is_complete)?;
        fields.serialize_field("sets", &self.sets)?;
        fields.end()
    }
}

/// A limit on how long [`PolicyAt::remedies`] may search, and on how many sets it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "two numbers, to be named where they are written")]
pub struct Budget {
    /// How many evaluations may be made: one for each category of the request and each set of changes that is tried. One
    /// that has to look through many rows of the document counts as several.
    pub evaluations: usize,
    /// How many sets are held at most.
    pub sets: usize,
}

impl PolicyAt<'_> {
    /// The smallest sets of changes after which the answer to `request` would be a permit.
    ///
    /// The search is ended by its budget: see [`Remedies::is_complete`]. The same policy, request, instant and budget
    /// give the same sets. Nothing that decides, prints or serializes a decision searches; this is asked for by name,
    /// by somebody who wants to know what to do.
    ///
    /// # Examples
    ///
    /// See [`Remedies`].
    #[must_use]
    pub fn remedies(&self, request: &Request, budget: Budget) -> Remedies {
        let mut search = Search::new(*self, request, budget);
        let end = search.run();
        search.found.sort_by_key(|set| (set.iter().map(Change::rank).max(), set.len()));
        Remedies { sets: search.found, is_complete: end.is_ok(), evaluations: search.spent }
    }
}

/// The budget ended the search.
struct Spent;

/// A request with some changes made.
#[derive(Clone, Copy)]
struct State {
    home: Fact<Region>,
    here: Fact<Region>,
    plan: Fact<Plan>,
    cell: Cell,
    /// The category, where it is to be found out.
    category: Option<Slot>,
    conditions: Mask,
}

/// A set of changes that is not enough: the one before it, and one more.
#[derive(Clone, Copy)]
struct Node {
    before: usize,
    step: Option<Step>,
    /// What is not changed any more.
    settled: Parts,
    barred: Mask,
}

/// A part and the value it takes: a position among its values. Parts to find out take whatever there is.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Step {
    part: Part,
    value: u16,
}

/// A set of changes from which others branch off.
#[derive(Clone)]
struct Branch {
    at: usize,
    path: Vec<Step>,
    state: State,
    asked: Parts,
    settled: Parts,
    barred: Mask,
}

struct Search<'s> {
    policy: PolicyAt<'s>,
    book: &'s Rulebook,
    /// The request as it was made, and as it counts.
    given: &'s Request,
    request: Cow<'s, Request>,
    given_cell: Cell,
    facts: Facts<'s>,
    categories: Vec<Slot>,
    /// Those that the request names first.
    regions: Vec<Region>,
    plans: Vec<Plan>,
    /// What is not known.
    unknown: Parts,
    /// What was known and has run out.
    expired: Parts,
    budget: Budget,
    spent: usize,
    nodes: Vec<Node>,
    steps: Vec<Vec<Step>>,
    found: Vec<Vec<Change>>,
}

impl<'s> Search<'s> {
    fn new(policy: PolicyAt<'s>, given: &'s Request, budget: Budget) -> Self {
        let book = policy.policy().rulebook();
        let mut request = Cow::Borrowed(given);
        if given.expiry.has_passed(policy.now()) {
            request.to_mut().run_out();
        }
        let mut search = Self {
            policy,
            book,
            given,
            given_cell: policy.policy().looked_up(given),
            facts: book.law.facts(&given.recipient_facts, policy.now()),
            categories: categories(book, given),
            regions: Vec::new(),
            plans: Vec::new(),
            unknown: Parts::unknown(&request),
            expired: Parts::NONE,
            request,
            budget,
            spent: 0,
            nodes: Vec::new(),
            steps: Vec::new(),
            found: Vec::new(),
        };
        let was_known = |part: &Part| !Parts::unknown(given).has(*part);
        search.expired = search.unknown.iter().filter(was_known).collect();
        search
    }

    /// Finds the sets; the error says that there may be more.
    fn run(&mut self) -> Result<(), Spent> {
        let start = State {
            home: self.request.home,
            here: self.request.here,
            plan: self.request.plan,
            cell: self.policy.policy().looked_up(&self.request),
            category: None,
            conditions: Mask::NONE,
        };
        if self.evaluate(&start)?.kind() == DecisionKind::Permit {
            return Ok(());
        }
        self.list_values();
        let needed = self.unknown.intersection(Parts::NEEDED);
        let root = Node { before: 0, step: None, settled: needed, barred: Mask::NONE };
        if !needed.is_empty() && self.is_enough(&start, needed)? {
            // Whatever else is enough contains this.
            return self.keep(&[]);
        }
        self.nodes.push(root);
        let mut at = 0;
        while let Some(node) = self.nodes.get(at).copied() {
            self.expand(at, node, &start, needed)?;
            at = at.saturating_add(1);
        }
        Ok(())
    }

    /// Tries every set with one change more.
    fn expand(&mut self, at: usize, node: Node, start: &State, needed: Parts) -> Result<(), Spent> {
        let path = self.path(at);
        if self.contains_found(&path) {
            return Ok(());
        }
        let Node { settled, barred, .. } = node;
        let mut branch = Branch { at, path: Vec::new(), state: *start, asked: needed, settled, barred };
        path.iter().for_each(|step| self.take(&mut branch, *step));
        let evaluation = self.evaluate(&branch.state)?;
        let open = self.open(&evaluation, &branch);
        for part in open.parts.intersection(self.unknown).iter() {
            branch.settled = branch.settled.with(part);
            self.attempt(&branch, Step { part, value: 0 })?;
        }
        for position in open.conditions.iter() {
            branch.barred = branch.barred.union(Mask::of(position));
            let value = u16::try_from(position).unwrap_or(u16::MAX);
            self.attempt(&branch, Step { part: Part::Conditions, value })?;
        }
        let mut is_row_due = at == 0;
        for part in Part::BY_RANK {
            if is_row_due && Part::AFTER_ROW.has(part) {
                is_row_due = false;
                self.try_row(&branch.state)?;
            }
            if self.unknown.has(part) || !open.parts.has(part) {
                continue;
            }
            branch.settled = branch.settled.with(part);
            for value in (0..self.count(part)).filter(|value| self.is_other(part, *value)).collect::<Vec<_>>()
            {
                self.attempt(&branch, Step { part, value })?;
            }
        }
        Ok(())
    }

    /// Makes a change.
    fn take(&self, branch: &mut Branch, step: Step) {
        branch.path.push(step);
        if self.unknown.has(step.part) {
            branch.asked = branch.asked.with(step.part);
        } else {
            self.put(&mut branch.state, step.part, step.value);
        }
    }

    /// Keeps a set that is enough with one change more, and notes one that is not.
    fn attempt(&mut self, before: &Branch, step: Step) -> Result<(), Spent> {
        let mut branch = before.clone();
        self.take(&mut branch, step);
        if self.contains_found(&branch.path) {
            return Ok(());
        }
        if self.is_enough(&branch.state, branch.asked)? {
            return self.keep(&branch.path);
        }
        let Branch { at, settled, barred, .. } = branch;
        self.nodes.push(Node { before: at, step: Some(step), settled, barred });
        Ok(())
    }

    /// What may be changed next: all that one of the checks rests on that do not pass whatever is found out. Of several
    /// such checks, the one with the fewest changes to try.
    fn open(&self, evaluation: &Evaluation, branch: &Branch) -> Open {
        let free = |parts: Parts| {
            let free = parts.iter().filter(|part| {
                let is_changed = self.unknown.has(*part) || Part::BY_RANK.contains(part);
                is_changed && !branch.settled.has(*part)
            });
            free.collect::<Parts>()
        };
        let mut best: Option<(usize, Open)> = None;
        for check in stuck(evaluation, branch.asked) {
            let of_check = Parts::of_check(check);
            let is_law = of_check.has(Part::Conditions);
            let conditions = if is_law { self.wanted(evaluation, &branch.state) } else { Mask::NONE };
            let open = Open { parts: free(of_check), conditions: conditions.without(branch.barred) };
            let options = |part| if self.unknown.has(part) { 1 } else { usize::from(self.count(part)) };
            let parts = open.parts.iter().map(options).fold(0, usize::saturating_add);
            let count = parts.saturating_add(open.conditions.iter().count());
            if best.is_none_or(|(fewest, _)| count < fewest) {
                best = Some((count, open));
            }
        }
        if let Some((_, open)) = best {
            return open;
        }
        Open { parts: free(Parts::ALL), conditions: self.book.law.all_conditions().without(branch.barred) }
    }

    /// The conditions that could satisfy the law.
    fn wanted(&self, evaluation: &Evaluation, state: &State) -> Mask {
        let (book, now, cell) = (self.book, self.policy.now(), &state.cell);
        let facts = self.facts.supposing(state.conditions);
        let rule = book.category(evaluation.category.index());
        let place = rule.and_then(|rule| rule.placement.place(cell.home, cell.organization));
        let (Some(place), Some(here), Some(act), Some(category)) =
            (place, cell.here.position(), cell.act.known(), evaluation.category.position())
        else {
            return Mask::NONE;
        };
        if !evaluation.is_crossing {
            return book.law.wanted_to_stay(book, cell, category, here, act, &facts, now);
        }
        let crossing = Crossing { cell, category: evaluation.category, facts: &facts, now, here, place, act };
        let pairs = Pairs::new(book, cell, place);
        let mut wanted = Mask::NONE;
        for (_, rule) in book.inbound(here) {
            let is_named = cell.recipient == rule.recipient.map_or(Slot::NOBODY, Slot::listed);
            if is_named && rule.period.contains(now) && crossing.applies(rule) {
                let given = Given::by(book, rule, &facts, now);
                wanted = wanted.union(book.law.wanted(&given, &pairs, here, act, category, &facts, now));
            }
        }
        wanted
    }

    /// True if it is a permit for some values of what is to be found out.
    fn is_enough(&mut self, state: &State, asked: Parts) -> Result<bool, Spent> {
        let evaluation = self.evaluate(state)?;
        if evaluation.kind() == DecisionKind::Permit {
            return Ok(true);
        }
        let Some(part) = asked.iter().next() else { return Ok(false) };
        if stuck(&evaluation, asked).next().is_some() {
            return Ok(false);
        }
        let rest = asked.without(part);
        if self.expired.has(part) {
            let mut changed = *state;
            self.restore(&mut changed, part);
            return self.is_enough(&changed, rest);
        }
        for value in 0..self.count(part) {
            let mut changed = *state;
            self.put(&mut changed, part, value);
            if self.is_enough(&changed, rest)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn evaluate(&mut self, state: &State) -> Result<Evaluation, Spent> {
        let rows = self.book.inbound.get(state.cell.here.index()).map_or(0, Vec::len);
        let categories = if state.category.is_some() { 1 } else { self.categories.len().max(1) };
        self.spend(categories.saturating_mul((rows / ROWS).saturating_add(1)))?;
        let facts = self.facts.supposing(state.conditions);
        let (cell, now) = (&state.cell, self.policy.now());
        Ok(match state.category {
            Some(category) => self.book.evaluate_one(cell, category, &facts, now),
            None => self.book.evaluate_each(cell, self.categories.iter().copied(), &facts, now),
        })
    }

    fn spend(&mut self, evaluations: usize) -> Result<(), Spent> {
        let spent = self.spent.saturating_add(evaluations);
        if spent > self.budget.evaluations {
            return Err(Spent);
        }
        self.spent = spent;
        Ok(())
    }

    fn keep(&mut self, path: &[Step]) -> Result<(), Spent> {
        if self.found.len() >= self.budget.sets {
            return Err(Spent);
        }
        let needed = self.unknown.intersection(Parts::NEEDED);
        let asked = needed.iter().map(|part| Step { part, value: 0 });
        let steps = asked.chain(path.iter().copied());
        let mut set: Vec<Change> = steps.filter_map(|step| self.change(step)).collect();
        set.sort_by_key(Change::rank);
        self.found.push(set);
        self.steps.push(path.to_vec());
        Ok(())
    }

    fn contains_found(&self, path: &[Step]) -> bool {
        self.steps.iter().any(|set| !set.is_empty() && set.iter().all(|step| path.contains(step)))
    }

    fn path(&self, at: usize) -> Vec<Step> {
        let mut path = Vec::new();
        let mut node = self.nodes.get(at);
        while let Some((step, before)) = node.and_then(|node| Some((node.step?, node.before))) {
            path.push(step);
            node = self.nodes.get(before);
        }
        path
    }

    /// Lists the regions and plans that the request or the policy names.
    fn list_values(&mut self) {
        let table = self.policy.policy().added_entitlements();
        let own = [self.given.home, self.given.here, self.given.organization_region];
        let mut own: Vec<Region> = own.into_iter().filter_map(Fact::known).collect();
        let mut regions: Vec<Region> = match self.book.names {
            Names::Listed => self.book.available.iter().filter_map(|at| self.book.region(at)).collect(),
            Names::Any => {
                let rows = table.into_iter().flat_map(Entitlements::iter).map(|(_, regions)| regions);
                let rows = rows.chain(table.map(Entitlements::everyone)).flat_map(RegionSet::iter);
                rows.chain(own.iter().copied()).collect()
            }
        };
        if regions.is_empty() {
            // Any will do.
            regions.extend(Region::NAMED.first());
        }
        regions.sort_unstable();
        regions.dedup();
        own.retain(|region| regions.binary_search(region).is_ok());
        regions.retain(|region| !own.contains(region));
        for region in own {
            if !self.regions.contains(&region) {
                self.regions.push(region);
            }
        }
        self.regions.append(&mut regions);
        self.plans = self.book.plans.iter().map(|(plan, _)| *plan).collect();
        self.plans.extend(table.into_iter().flat_map(Entitlements::iter).map(|(plan, _)| *plan));
        self.plans.sort_unstable();
        self.plans.dedup();
    }

    /// How many values a part can take.
    fn count(&self, part: Part) -> u16 {
        let count = match part {
            Part::Mode => 1,
            Part::Home | Part::Here | Part::Organization => self.regions.len(),
            Part::Scope => self.book.scopes.len(),
            Part::Role => self.book.roles.len(),
            Part::Operation => Act::ALL.len(),
            Part::Categories => self.book.categories.len(),
            Part::Recipient => self.book.recipients.len(),
            Part::Plan => self.plans.len(),
            Part::Endpoint => self.book.endpoints.len().saturating_add(1),
            Part::Conditions => 0,
        };
        u16::try_from(count).unwrap_or(u16::MAX)
    }

    fn put(&self, state: &mut State, part: Part, value: u16) {
        let at = usize::from(value);
        let region = || Fact::from(self.regions.get(at).copied());
        match part {
            Part::Mode => state.cell.mode = Fact::Known(Mode::Enforced),
            Part::Home => {
                state.home = region();
                self.place(state);
            }
            Part::Here => {
                state.here = region();
                self.place(state);
            }
            Part::Scope => {
                state.cell.scope = Slot::listed(first(at, self.book.scope_at(ScopeName::PLATFORM)))
            }
            Part::Role => state.cell.role = Slot::listed(self.role(at)),
            Part::Operation => state.cell.act = Act::ALL.get(at).copied().into(),
            Part::Categories => state.category = Some(Slot::listed(at)),
            Part::Recipient => state.cell.recipient = Slot::listed(at),
            Part::Organization => {
                state.cell.organization = Slot::new(&region(), |region| self.book.region_at(region));
            }
            Part::Plan => {
                state.plan = self.plans.get(at).copied().into();
                state.cell.plan = Slot::new(&state.plan, |plan| self.book.plan_at(plan));
                state.cell.entitled = self.policy.policy().entitled(&state.plan, &state.home);
            }
            Part::Endpoint => {
                let end = at.checked_sub(1).map_or(End::Regional, |at| End::Global(Slot::listed(at)));
                state.cell.endpoint = Fact::Known(end);
            }
            Part::Conditions => state.conditions = state.conditions.union(Mask::of(at)),
        }
    }

    /// Sets home and here.
    fn place(&self, state: &mut State) {
        (state.cell.home, state.cell.here) = self.book.places(&state.home, &state.here);
        state.cell.entitled = self.policy.policy().entitled(&state.plan, &state.home);
    }

    /// Sets what has run out to what it was.
    fn restore(&self, state: &mut State, part: Part) {
        match part {
            Part::Mode => state.cell.mode = self.given_cell.mode,
            Part::Home => {
                state.home = self.given.home;
                self.place(state);
            }
            Part::Plan => {
                state.plan = self.given.plan;
                state.cell.plan = self.given_cell.plan;
                state.cell.entitled = self.policy.policy().entitled(&state.plan, &state.home);
            }
            Part::Scope => state.cell.scope = self.given_cell.scope,
            Part::Organization => state.cell.organization = self.given_cell.organization,
            Part::Here
            | Part::Role
            | Part::Operation
            | Part::Categories
            | Part::Recipient
            | Part::Endpoint
            | Part::Conditions => {}
        }
    }

    /// The position of a role, the service's own first.
    fn role(&self, at: usize) -> usize {
        first(at, self.book.role_at(RoleName::SERVICE))
    }

    /// True for a value that the request does not have already, and that has a name.
    fn is_other(&self, part: Part, value: u16) -> bool {
        let change = self.named(part, usize::from(value));
        let request = &self.request;
        change.is_some_and(|change| match change {
            Change::Here(region) => request.here != Fact::Known(region),
            Change::Home(region) => request.home != Fact::Known(region),
            Change::OrganizationRegion(region) => request.organization_region != Fact::Known(region),
            Change::Recipient(name) => request.recipient != Some(Fact::Known(name)),
            Change::Role(name) => request.role != Fact::Known(name),
            Change::Operation(act) => request.operation != Fact::Known(act),
            Change::Endpoint(kind) => request.endpoint != Fact::Known(kind),
            Change::Plan(plan) => request.plan != Fact::Known(plan),
            Change::Enforce => request.mode != Fact::Known(Mode::Enforced),
            Change::FindOut(_) | Change::AskAgain(_) | Change::Establish(_) | Change::Write(_) => true,
        })
    }

    fn change(&self, step: Step) -> Option<Change> {
        let Some(name) = step.part.name().filter(|_| self.unknown.has(step.part)) else {
            return self.named(step.part, usize::from(step.value));
        };
        Some(if is_absent(&self.request, name) { Change::FindOut(name) } else { Change::AskAgain(name) })
    }

    fn named(&self, part: Part, at: usize) -> Option<Change> {
        let region = self.regions.get(at).copied();
        match part {
            Part::Mode => Some(Change::Enforce),
            Part::Home => region.map(Change::Home),
            Part::Here => region.map(Change::Here),
            Part::Organization => region.map(Change::OrganizationRegion),
            Part::Role => self.book.role(self.role(at)).and_then(|rule| rule.name).map(Change::Role),
            Part::Operation => Act::ALL.get(at).copied().map(Change::Operation),
            Part::Recipient => self.book.recipients.get(at).map(|rule| Change::Recipient(rule.name)),
            Part::Plan => self.plans.get(at).copied().map(Change::Plan),
            Part::Endpoint => Some(Change::Endpoint(match at.checked_sub(1) {
                None => EndpointKind::Regional,
                Some(at) => EndpointKind::Global(self.book.endpoints.get(at)?.name),
            })),
            Part::Conditions => self.book.law.condition_at(at).map(Change::Establish),
            Part::Scope | Part::Categories => None,
        }
    }

    /// Offers a row to write, where only a row is missing and the law would permit on some ground what it says.
    fn try_row(&mut self, state: &State) -> Result<(), Spent> {
        if let Some(draft) = self.draft(state)? {
            if self.found.len() >= self.budget.sets {
                return Err(Spent);
            }
            self.found.push(alloc::vec![Change::Write(Box::new(draft))]);
        }
        Ok(())
    }

    fn draft(&mut self, state: &State) -> Result<Option<TransferDraft>, Spent> {
        let (given, cell) = (self.given, &state.cell);
        let (Fact::Known(operation), Fact::Known(here), Fact::Known(role), Fact::Known(categories)) =
            (given.operation, given.here, given.role, given.categories.as_ref())
        else {
            return Ok(None);
        };
        let (Some(here_at), true) =
            (cell.here.position(), self.unknown.intersection(Parts::NEEDED).is_empty())
        else {
            return Ok(None);
        };
        let mut row =
            Row { from: Set::new(), categories: Vec::new(), leaves: false, law: Prospect::Permitted };
        for category in categories.iter() {
            if !self.add(&mut row, category, cell, (here_at, operation))? {
                return Ok(None);
            }
        }
        let recipient = given.recipient.and_then(Fact::known);
        let draft = TransferDraft {
            from: row.from.iter().filter_map(|at| self.book.region(at)).collect(),
            to: (row.leaves || recipient.is_none()).then_some(here),
            operation,
            categories: row.categories,
            role,
            recipient,
            has_conditions: row.law == Prospect::OnConditions,
        };
        Ok(Some(draft).filter(|draft| !draft.categories.is_empty()))
    }

    /// Adds a category to a row; false if a row would not do.
    fn add(
        &mut self,
        row: &mut Row,
        category: DataCategory,
        cell: &Cell,
        (here, operation): (usize, Act),
    ) -> Result<bool, Spent> {
        self.spend(1)?;
        let (book, now) = (self.book, self.policy.now());
        let Some(at) = book.category_at(category) else { return Ok(false) };
        let evaluation = book.evaluate_one(cell, Slot::listed(at), &self.facts, now);
        if evaluation.kind() == DecisionKind::Permit {
            return Ok(true);
        }
        let is_of_rows =
            |check| matches!(check, Check::TransferWritten | Check::RecipientNamed | Check::Lawful);
        let rule = book.category(at).filter(|_| stuck(&evaluation, Parts::NONE).all(is_of_rows));
        let rule = rule.filter(|_| evaluation.is_crossing);
        let place = rule.and_then(|rule| rule.placement.place(cell.home, cell.organization));
        let (Some(rule), Some(place), Some(law)) = (rule, place, book.law_read.as_deref()) else {
            return Ok(false);
        };
        let known = Given::of(book, cell.recipient.position(), &self.facts, now).known(&book.law);
        let targets = self.targets(cell, here);
        for origin in self.origins(cell, place) {
            for target in &targets {
                self.spend(LAW)?;
                let pair = law_table::prospect(law, rule, (origin, *target), operation, &known, now);
                row.law = row.law.max(pair);
                if pair == Prospect::Never {
                    return Ok(false);
                }
            }
        }
        place.iter().for_each(|region| row.from.insert(region));
        row.leaves |= !place.contains(here);
        row.categories.push(category);
        Ok(true)
    }

    /// The countries that the data would leave.
    fn origins(&self, cell: &Cell, place: Place<'_>) -> Vec<Option<Jurisdiction>> {
        let country = |region: usize| self.book.regions.get(region).and_then(|entry| entry.country);
        let mut origins: Vec<Option<Jurisdiction>> = place.iter().map(country).collect();
        if let Some(via) = cell.via.position().and_then(|at| self.book.recipients.get(at)) {
            origins.push(Some(via.country));
            origins.extend(via.places.iter().copied().map(Some));
        }
        origins.sort_unstable();
        origins.dedup();
        origins
    }

    /// The countries that the data would reach.
    fn targets(&self, cell: &Cell, here: usize) -> Vec<Option<Jurisdiction>> {
        let mut targets = alloc::vec![self.book.regions.get(here).and_then(|entry| entry.country)];
        if let Some(rule) = cell.recipient.position().and_then(|at| self.book.recipients.get(at)) {
            targets.push(Some(rule.country));
            targets.extend(rule.places.iter().copied().map(Some));
        }
        if let (Fact::Known(Act::Deliver), Fact::Known(End::Global(name))) = (cell.act, cell.endpoint) {
            match self.book.endpoints.get(name.index()).map(|rule| rule.countries.as_slice()) {
                None | Some([]) => targets.push(None),
                Some(countries) => targets.extend(countries.iter().copied().map(Some)),
            }
        }
        targets.sort_unstable();
        targets.dedup();
        targets
    }
}

/// A row in the making.
struct Row {
    from: Set,
    categories: Vec<DataCategory>,
    leaves: bool,
    law: Prospect,
}

/// What may be changed next.
#[derive(Clone, Copy)]
struct Open {
    parts: Parts,
    conditions: Mask,
}

/// The checks that do not pass and that rest on nothing that is to be found out.
fn stuck(evaluation: &Evaluation, asked: Parts) -> impl Iterator<Item = Check> {
    let evaluation = *evaluation;
    Check::ALL.into_iter().filter(move |check| {
        matches!(evaluation.outcome(*check), Outcome::Fail | Outcome::Unknown)
            && Parts::of_check(*check).intersection(asked).is_empty()
    })
}

/// True if nobody said it, rather than that it was asked for and could not be found out.
fn is_absent(request: &Request, name: FactName) -> bool {
    let state = match name {
        FactName::Mode => request.mode.state(),
        FactName::Home => request.home.state(),
        FactName::Here => request.here.state(),
        FactName::Operation => request.operation.state(),
        FactName::Categories => request.categories.state(),
        FactName::Plan => request.plan.state(),
        FactName::Role => request.role.state(),
        FactName::Scope => request.scope.state(),
        FactName::OrganizationRegion => request.organization_region.state(),
        FactName::Recipient => request.recipient.map_or("absent", |fact| fact.state()),
        FactName::Endpoint => request.endpoint.state(),
    };
    // A set of categories without one is known and says nothing.
    matches!(state, "absent" | "known")
}

/// The rules of a request's categories, each once; one that stands for all where they are not known.
fn categories(book: &Rulebook, request: &Request) -> Vec<Slot> {
    let Fact::Known(known) = &request.categories else {
        return alloc::vec![Slot::new(&request.categories.as_ref(), |_| None)];
    };
    let slots = known.iter().map(|category| book.category_at(category));
    let mut positions: Vec<Option<usize>> = slots.collect();
    positions.sort_unstable();
    positions.dedup();
    positions.into_iter().map(|at| at.map_or(Slot::UNLISTED, Slot::listed)).collect()
}

/// The position at a rank, where one position comes first and the rest stay in order.
fn first(rank: usize, favourite: Option<usize>) -> usize {
    match favourite {
        Some(favourite) if rank == 0 => favourite,
        Some(favourite) if rank <= favourite => rank.saturating_sub(1),
        _ => rank,
    }
}

/// So many rows are looked through at the price of one evaluation.
const ROWS: usize = 8;
/// What it costs to ask the law about a pair of countries that no row speaks of.
const LAW: usize = 50;

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;
    use alloc::format;
    use alloc::string::String;
    use alloc::string::ToString;
    use alloc::sync::Arc;
    use alloc::vec;

    use super::*;
    use crate::data::Categories;
    use crate::data::EndpointName;
    use crate::data::Sensitivities;
    use crate::digest::Framed;
    use crate::law::Acts;
    use crate::law::Condition;
    use crate::law::Ground;
    use crate::law::LawEdition;
    use crate::policy::name::RecipientName;
    use crate::policy::request::Expiry;
    use crate::policy::residency::OnMismatch;
    use crate::policy::residency::ResidencyPolicy;
    use crate::policy::rulebook::CategoryRule;
    use crate::policy::rulebook::EndpointRule;
    use crate::policy::rulebook::Enforcement;
    use crate::policy::rulebook::GlobalEndpoints;
    use crate::policy::rulebook::Papers;
    use crate::policy::rulebook::Placement;
    use crate::policy::rulebook::RecipientRule;
    use crate::policy::rulebook::RegionEntry;
    use crate::policy::rulebook::RoleRule;
    use crate::policy::rulebook::ScopeRule;
    use crate::policy::rulebook::TransferKind;
    use crate::policy::rulebook::TransferRule;
    use crate::policy::symbols::CategoryIndex;
    use crate::policy::symbols::ScopeIndex;
    use crate::time::Period;
    use crate::time::UnixTime;

    const COUNTRIES: [&str; 6] = ["IE", "GB", "US", "DE", "JP", "IN"];
    const GROUNDS: [Ground; 3] = [Ground::Adequacy, Ground::StandardClauses, Ground::Consent];

    fn now() -> UnixTime {
        UnixTime::from_date(2026, 11, 21).unwrap()
    }

    /// Numbers that look random, and are the same each time.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, count: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            usize::try_from(self.0 >> 11).unwrap() % count
        }

        fn some(&mut self, count: usize, share: usize) -> Set {
            (0..count).filter(|_| self.below(share) > 0).collect()
        }

        fn acts(&mut self, share: usize) -> Acts {
            Act::ALL.iter().copied().filter(|_| self.below(share) > 0).collect()
        }
    }

    #[derive(Clone, Copy)]
    struct Sizes {
        regions: usize,
        categories: usize,
        roles: usize,
        recipients: usize,
        scopes: usize,
        transfers: usize,
        countries: usize,
    }

    const SMALL: Sizes =
        Sizes { regions: 3, categories: 2, roles: 2, recipients: 2, scopes: 2, transfers: 4, countries: 2 };
    const LARGE: Sizes = Sizes {
        regions: 25,
        categories: 25,
        roles: 8,
        recipients: 20,
        scopes: 20,
        transfers: 40,
        countries: 6,
    };

    fn country(at: usize) -> Jurisdiction {
        Jurisdiction::parse(COUNTRIES[at % COUNTRIES.len()]).unwrap()
    }

    fn recipient(at: usize) -> RecipientName {
        RecipientName::parse(&format!("company-{at:02}")).unwrap()
    }

    fn role(at: usize) -> RoleName {
        RoleName::parse(&if at == 0 { String::from("service") } else { format!("role-{at:02}") }).unwrap()
    }

    fn category(at: usize) -> DataCategory {
        DataCategory::parse(&format!("kind-{at:02}")).unwrap()
    }

    fn scope(at: usize) -> ScopeName {
        if at == 0 { ScopeName::PLATFORM } else { ScopeName::parse(&format!("tenant-{at:02}")).unwrap() }
    }

    fn global() -> EndpointName {
        EndpointName::parse("world").unwrap()
    }

    fn rulebook(sizes: Sizes, dice: &mut Dice) -> Rulebook {
        let mut book = Rulebook { name: String::from("dice"), ..Rulebook::default() };
        let mut regions: Vec<Region> = Region::NAMED[..sizes.regions].to_vec();
        regions.sort_unstable();
        for (at, region) in regions.iter().enumerate() {
            let country = Some(country(at % sizes.countries));
            let conditions = Mask::NONE;
            let frameworks = Vec::new();
            book.regions.push(RegionEntry { region: *region, country, zone: None, frameworks, conditions });
        }
        book.named_regions = vec![None; Region::NAMED.len()];
        for (at, region) in regions.iter().enumerate() {
            book.named_regions[region.ordinal().unwrap() as usize] = Some(at as u16);
        }
        let everywhere = Set::first(sizes.regions);
        book.available = everywhere.without(&Set::of(sizes.regions - 1));
        book.everyone = dice.some(sizes.regions, 3);
        for plan in ["large", "small"] {
            let regions = dice.some(sizes.regions, 2);
            book.plans.push((Plan::parse(plan).unwrap(), regions));
        }
        for at in 0..sizes.categories {
            let placement = match dice.below(5) {
                0 => Placement::Organization,
                1 => Placement::Within(dice.some(sizes.regions, 3)),
                _ => Placement::Home,
            };
            let sensitivities = if dice.below(4) == 0 { Sensitivities::ALL } else { Sensitivities::NONE };
            let fit = if dice.below(5) == 0 { dice.some(sizes.regions, 2) } else { everywhere.clone() };
            book.categories.push(CategoryRule {
                category: Some(category(at)),
                placement,
                fit,
                sensitivities,
                demands: Set::new(),
            });
        }
        book.categories.sort_by_key(|rule| rule.category);
        for at in 0..sizes.roles {
            let (acts, across) = (dice.acts(3), dice.acts(4));
            book.roles.push(RoleRule { name: Some(role(at)), acts, across, powers: Vec::new() });
        }
        book.roles.sort_by_key(|rule| rule.name);
        for at in 0..sizes.recipients {
            let places = vec![country(dice.below(sizes.countries))];
            let country = country(dice.below(sizes.countries));
            let (behind, facts) = (Vec::new(), Vec::new());
            book.recipients.push(RecipientRule { name: recipient(at), country, places, behind, facts });
        }
        book.endpoints.push(EndpointRule {
            name: global(),
            recipient: 0,
            countries: vec![country(dice.below(sizes.countries))],
            homes: everywhere.clone(),
        });
        for at in 0..sizes.scopes {
            book.scopes.push(ScopeRule {
                name: scope(at),
                regions: if at == 0 { everywhere.clone() } else { dice.some(sizes.regions, 4) },
                enforcement: if dice.below(2) == 0 {
                    Enforcement::BestEffort
                } else {
                    Enforcement::FullPartition
                },
                global_endpoints: GlobalEndpoints::Accepted,
                fit: everywhere.clone(),
                binding: None,
            });
        }
        book.scopes.sort_by_key(|rule| rule.name);
        for at in 0..sizes.transfers {
            let given = book.law.condition(Condition::parse("scc-signed").unwrap()).unwrap();
            book.transfers.push(TransferRule {
                name: format!("row-{at:04}"),
                kind: TransferKind::Transfer,
                from: if dice.below(2) == 0 { everywhere.clone() } else { dice.some(sizes.regions, 3) },
                to: if dice.below(4) == 0 { Set::new() } else { dice.some(sizes.regions, 3) },
                acts: dice.acts(4),
                categories: dice.some(sizes.categories, 4),
                roles: dice.some(sizes.roles, 3),
                recipient: (dice.below(2) == 0).then(|| dice.below(sizes.recipients)),
                ground: GROUNDS[dice.below(3)],
                conditions: if dice.below(2) == 0 { Mask::of(given) } else { Mask::NONE },
                period: Period::new(UnixTime::from_secs(0), None).unwrap(),
                papers: Papers::Instrument { instrument: String::from("paper"), assessment: None },
            });
        }
        refill(&mut book);
        book
    }

    /// Makes what is made of the rest.
    fn refill(book: &mut Rulebook) {
        book.inbound = vec![Vec::new(); book.regions.len()];
        for (at, rule) in book.transfers.iter().enumerate() {
            let places = if rule.to.is_empty() { &rule.from } else { &rule.to };
            places.iter().for_each(|region| book.inbound[region].push(at));
        }
        book.category_index = CategoryIndex::new(&book.categories);
        book.scope_index = ScopeIndex::new(&book.scopes);
        let known = book.law.all_conditions();
        let conditions: Vec<_> = known.iter().filter_map(|at| book.law.condition_at(at)).collect();
        book.law = law_table::LawTable::default();
        conditions.into_iter().for_each(|condition| assert!(book.law.condition(condition).is_some()));
        law_table::fill(book, LawEdition::builtin());
    }

    fn policy(book: Rulebook) -> ResidencyPolicy {
        ResidencyPolicy::compiled(Arc::new(book), OnMismatch::Drop, Framed::new("test").finish())
    }

    fn request(sizes: Sizes, dice: &mut Dice) -> Request {
        let mut request = Request::new(Expiry::Never);
        let region = |dice: &mut Dice| Region::NAMED[dice.below(sizes.regions)];
        request.home = Fact::Known(region(dice));
        request.here = Fact::Known(region(dice));
        request.organization_region = Fact::Known(region(dice));
        request.mode = Fact::Known(if dice.below(8) == 0 { Mode::Informational } else { Mode::Enforced });
        request.operation = Fact::Known(Act::ALL[dice.below(8)]);
        let count = 1 + dice.below(2);
        let kinds: Categories = (0..count).map(|_| category(dice.below(sizes.categories))).collect();
        request.categories = kinds.into();
        request.plan = Fact::Known(Plan::parse(["large", "small", "other"][dice.below(3)]).unwrap());
        request.role = Fact::Known(role(dice.below(sizes.roles)));
        request.scope = Fact::Known(scope(dice.below(sizes.scopes)));
        request.recipient = match dice.below(3) {
            0 => None,
            _ => Some(Fact::Known(recipient(dice.below(sizes.recipients)))),
        };
        let kinds = [EndpointKind::Regional, EndpointKind::Global(global())];
        request.endpoint = Fact::Known(kinds[dice.below(2)]);
        request
    }

    /// Makes one fact of a request unknown.
    fn blot(request: &mut Request, dice: &mut Dice) {
        match dice.below(12) {
            0 => request.home = Fact::Unavailable,
            1 => request.here = Fact::Absent,
            2 => request.mode = Fact::Stale,
            3 => request.operation = Fact::Absent,
            4 => request.categories = Fact::Absent,
            5 => request.plan = Fact::Stale,
            6 => request.role = Fact::Ambiguous,
            7 => request.scope = Fact::Unavailable,
            8 => request.organization_region = Fact::Absent,
            9 => request.recipient = Some(Fact::Absent),
            10 => request.endpoint = Fact::Absent,
            _ => request.expiry = Expiry::At(now()),
        }
    }

    /// A change of one fact, and what it is called.
    struct Single {
        field: usize,
        name: String,
        apply: Box<dyn Fn(&mut Request)>,
    }

    /// Every change of one fact, made without a look at the search: by the names of what the tables list.
    fn singles(book: &Rulebook, given: &Request, request: &Request) -> Vec<Single> {
        let mut list: Vec<Single> = Vec::new();
        let mut add = |field: usize, name: String, apply: Box<dyn Fn(&mut Request)>| {
            list.push(Single { field, name, apply });
        };
        macro_rules! facts {
            ($field:literal, $fact:ident, $asked:literal, $changed:literal, $values:expr, $apply:expr) => {{
                let state = request.$fact.state();
                let is_expired = given.$fact.state() == "known" && state != "known";
                for value in $values {
                    if is_expired && given.$fact != Fact::Known(value.clone()) {
                        continue;
                    }
                    let name = match state {
                        "known" if request.$fact == Fact::Known(value.clone()) => continue,
                        "known" if $changed == "" => continue,
                        "known" => format!($changed, value),
                        "absent" => format!("find out {}", $asked),
                        _ => format!("ask again for {}", $asked),
                    };
                    let value = value.clone();
                    add($field, name, Box::new(move |request| $apply(request, value.clone())));
                }
            }};
        }
        let regions: Vec<Region> = book.regions.iter().map(|entry| entry.region).collect();
        let all = |rules: &[CategoryRule]| -> Vec<Categories> {
            rules.iter().map(|rule| rule.category.into_iter().collect()).collect()
        };
        let named = |value: Mode| if value == Mode::Enforced { "enforced" } else { "informational" };
        facts!(
            0,
            home,
            "the tenant's home",
            "home = {} (a migration)",
            regions.iter(),
            |r: &mut Request, v| r.home = Fact::Known(v)
        );
        facts!(1, here, "the region of this place", "here = {}", regions.iter(), |r: &mut Request, v| r
            .here =
            Fact::Known(v));
        facts!(
            2,
            organization_region,
            "the organization's primary region",
            "organization_region = {}",
            regions.iter(),
            |r: &mut Request, v| r.organization_region = Fact::Known(v)
        );
        facts!(3, operation, "what is done", "operation = {}", Act::ALL.iter(), |r: &mut Request, v| r
            .operation =
            Fact::Known(v));
        for value in [Mode::Enforced, Mode::Informational] {
            let is_expired = given.mode.known().is_some() && request.mode.known().is_none();
            if request.mode == Fact::Known(value) || is_expired && given.mode != Fact::Known(value) {
                continue;
            }
            let name = match request.mode.state() {
                "known" => format!("mode = {}", named(value)),
                "absent" => String::from("find out the tenant's mode"),
                _ => String::from("ask again for the tenant's mode"),
            };
            add(4, name, Box::new(move |request| request.mode = Fact::Known(value)));
        }
        if request.categories.as_ref().known().is_none() {
            for value in all(&book.categories) {
                let name = String::from("find out the categories of the data");
                add(5, name, Box::new(move |request| request.categories = value.clone().into()));
            }
        }
        let plans: Vec<Plan> = book.plans.iter().map(|(plan, _)| *plan).collect();
        let mut asked_plans = plans;
        asked_plans.extend(given.plan.known().filter(|_| request.plan.known().is_none()));
        asked_plans.dedup();
        facts!(6, plan, "the tenant's plan", "plan = {}", asked_plans.iter(), |r: &mut Request, v| r.plan =
            Fact::Known(v));
        let roles: Vec<RoleName> = book.roles.iter().filter_map(|rule| rule.name).collect();
        facts!(7, role, "the role", "role = {}", roles.iter(), |r: &mut Request, v| r.role = Fact::Known(v));
        if request.scope.known().is_none() {
            for rule in &book.scopes {
                let name = rule.name;
                if given.scope.known().is_none_or(|given| given == name) {
                    let words = if given.scope.state() == "absent" { "find out" } else { "ask again for" };
                    let apply = move |request: &mut Request| request.scope = Fact::Known(name);
                    add(8, format!("{words} the scope"), Box::new(apply));
                }
            }
        }
        for rule in &book.recipients {
            let value = rule.name;
            let name = match request.recipient {
                Some(Fact::Known(known)) if known == value => continue,
                None | Some(Fact::Known(_)) => format!("recipient = {value}"),
                Some(_) => String::from("find out the recipient"),
            };
            add(9, name, Box::new(move |request| request.recipient = Some(Fact::Known(value))));
        }
        for value in [EndpointKind::Regional, EndpointKind::Global(global())] {
            let name = match request.endpoint {
                Fact::Known(known) if known == value => continue,
                Fact::Known(_) => format!("endpoint = {}", value.as_str()),
                Fact::Absent | Fact::Ambiguous | Fact::Stale | Fact::Unavailable => {
                    String::from("find out the kind of endpoint")
                }
            };
            add(10, name, Box::new(move |request| request.endpoint = Fact::Known(value)));
        }
        for at in book.law.all_conditions().iter() {
            let condition = book.law.condition_at(at).unwrap();
            let always = Period::new(UnixTime::from_secs(0), None).unwrap();
            let apply = move |request: &mut Request| {
                request.recipient_facts = request.recipient_facts.clone().with(condition, always);
            };
            add(100 + at, format!("find out that {condition} holds"), Box::new(apply));
        }
        list
    }

    type Sets = BTreeSet<BTreeSet<String>>;

    /// The minimal sets of up to three changes, by trying every one.
    fn tried(policy: &ResidencyPolicy, given: &Request) -> Sets {
        let mut request = given.clone();
        if given.expiry().has_passed(now()) {
            request.run_out();
            request.expiry = Expiry::Never;
        }
        let at = policy.at(now());
        let singles = singles(policy.rulebook(), given, &request);
        let mut sets: Sets = Sets::new();
        let is_permit = |request: &Request| at.decide(request).is_permit();
        if is_permit(&request) {
            return sets;
        }
        let mut level: Vec<(Vec<usize>, Request)> = vec![(Vec::new(), request)];
        for _ in 0..3 {
            let mut next = Vec::new();
            let mut enough: Sets = Sets::new();
            for (chosen, request) in &level {
                let start = chosen.last().map_or(0, |last| last + 1);
                for (position, single) in singles.iter().enumerate().skip(start) {
                    if chosen.iter().any(|other| singles[*other].field == single.field) {
                        continue;
                    }
                    let mut changed = request.clone();
                    (single.apply)(&mut changed);
                    let mut set = chosen.clone();
                    set.push(position);
                    let names: BTreeSet<String> = set.iter().map(|at| singles[*at].name.clone()).collect();
                    if sets.iter().any(|smaller| smaller.is_subset(&names)) {
                        continue;
                    }
                    if is_permit(&changed) {
                        enough.insert(names);
                    } else {
                        next.push((set, changed));
                    }
                }
            }
            sets.extend(enough);
            level = next;
        }
        sets
    }

    fn without_rows(remedies: &Remedies) -> Sets {
        let sets = remedies.iter().filter(|set| !set.iter().any(|change| matches!(change, Change::Write(_))));
        sets.map(|set| set.iter().map(ToString::to_string).collect()).collect()
    }

    const AMPLE: Budget = Budget { evaluations: 100_000, sets: 10_000 };

    #[test]
    fn the_sets_are_those_that_trying_everything_finds() {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        let (mut found, mut complete, mut sizes) = (0, 0, [0; 4]);
        for round in 0..100 {
            let policy = policy(rulebook(SMALL, &mut dice));
            let mut request = request(SMALL, &mut dice);
            for _ in 0..round % 3 {
                blot(&mut request, &mut dice);
            }
            let remedies = policy.at(now()).remedies(&request, AMPLE);
            let small: Sets = without_rows(&remedies).into_iter().filter(|set| set.len() <= 3).collect();
            let tried = tried(&policy, &request);
            if remedies.is_complete() {
                assert_eq!(small, tried, "{request:#?}");
                complete += 1;
            } else {
                assert!(small.is_subset(&tried), "{request:#?}");
            }
            found += u32::from(!tried.is_empty());
            tried.iter().for_each(|set| sizes[set.len()] += 1);
        }
        assert!(found >= 40 && complete >= 40 && sizes[1..].iter().all(|count| *count > 5), "{sizes:?}");
    }

    /// A search over the large tables, and what it holds at its end.
    fn searched(
        dice: &mut Dice,
        policy: &ResidencyPolicy,
        round: usize,
        budget: Budget,
    ) -> (Request, Remedies) {
        let mut request = request(LARGE, dice);
        for _ in 0..round % 4 {
            blot(&mut request, dice);
        }
        if round % 10 == 9 {
            request = Request::new(Expiry::Never);
        }
        let remedies = policy.at(now()).remedies(&request, budget);
        (request, remedies)
    }

    #[test]
    fn the_budget_ends_the_search_and_the_same_question_has_the_same_answer() {
        let mut dice = Dice(0x1234_5678_9abc_def1);
        let policy = policy(rulebook(LARGE, &mut dice));
        let (mut ended, mut full) = (0, 0);
        for round in 0..60 {
            let budget = Budget { evaluations: dice.below(10_001), sets: dice.below(6) };
            let (request, remedies) = searched(&mut dice, &policy, round, budget);
            assert!(remedies.evaluations() <= budget.evaluations, "{request:?}");
            assert!(remedies.iter().count() <= budget.sets, "{request:?}");
            assert_eq!(remedies, policy.at(now()).remedies(&request, budget));
            // More to spend finds no less.
            let ample = Budget { evaluations: 20_000, sets: 50 };
            let more = policy.at(now()).remedies(&request, ample);
            let sets: Vec<&[Change]> = more.iter().collect();
            if sets.len() < ample.sets {
                assert!(remedies.iter().all(|set| sets.contains(&set)), "{request:?}");
            }
            if remedies.is_complete() {
                assert!(more.is_complete() && more.iter().eq(remedies.iter()), "{request:?}");
            }
            ended += u32::from(!remedies.is_complete());
            full += u32::from(!remedies.is_empty() && remedies.iter().count() == budget.sets);
        }
        assert!(ended > 20 && full > 5, "{ended} {full}");
    }

    #[test]
    fn a_search_at_its_budget_holds_less_than_a_megabyte() {
        let mut dice = Dice(0x1234_5678_9abc_def1);
        let policy = policy(rulebook(LARGE, &mut dice));
        for _ in 0..20 {
            let request = request(LARGE, &mut dice);
            let mut search = Search::new(policy.at(now()), &request, Budget { evaluations: 10_000, sets: 8 });
            let _ = search.run();
            let nodes = search.nodes.capacity() * size_of::<Node>();
            let values = search.regions.capacity() * size_of::<Region>();
            // While the list of nodes grows, the old one is held beside the new one.
            assert!(nodes + nodes / 2 + values < 1_000_000, "{nodes} {values}");
        }
    }

    #[test]
    fn a_permit_needs_none() {
        let mut dice = Dice(0x0123_4567_89ab_cdef);
        let mut permits = 0;
        for _ in 0..200 {
            let policy = policy(rulebook(SMALL, &mut dice));
            let request = request(SMALL, &mut dice);
            if policy.at(now()).decide(&request).is_permit() {
                let remedies = policy.at(now()).remedies(&request, AMPLE);
                assert!(remedies.is_empty() && remedies.is_complete());
                permits += 1;
            }
        }
        assert!(permits > 3, "{permits}");
    }

    /// A permit of the service, at home in the first region.
    fn at_home() -> Request {
        let mut request = Request::new(Expiry::At(now().plus_secs(300)));
        let home = Region::EuWest1;
        (request.home, request.here) = (Fact::Known(home), Fact::Known(home));
        request.mode = Fact::Known(Mode::Enforced);
        request.operation = Fact::Known(Act::Store);
        request.categories = Categories::from_iter([DataCategory::EventMetadata]).into();
        request.role = Fact::Known(RoleName::SERVICE);
        request.scope = Fact::Known(ScopeName::PLATFORM);
        request
    }

    fn shown(policy: &ResidencyPolicy, at: UnixTime, request: &Request) -> String {
        let remedies = policy.at(at).remedies(request, Budget { evaluations: 1_000, sets: 8 });
        assert!(remedies.is_complete());
        remedies.to_string()
    }

    #[test]
    fn what_has_run_out_is_asked_for_again_and_not_changed() {
        let policy = ResidencyPolicy::closed();
        let mut request = at_home();
        assert_eq!(shown(&policy, now(), &request), "");
        let later = now().plus_secs(300);
        let again =
            "ask again for the tenant's mode and ask again for the tenant's home and ask again for the scope";
        assert_eq!(shown(&policy, later, &request), again);
        request.here = Fact::Known(Region::UsEast1);
        assert_eq!(shown(&policy, later, &request), format!("{again} and here = eu-west-1"));
        assert_eq!(shown(&policy, now(), &request), "here = eu-west-1; or home = us-east-1 (a migration)");
        request.home = Fact::Stale;
        assert_eq!(shown(&policy, now(), &request), "ask again for the tenant's home");
    }

    #[test]
    fn added_entitlements_say_which_plans_and_homes_there_are() {
        let team = Plan::parse("team").unwrap();
        let table = Entitlements::new().with(team, [Region::EuWest1]).with_everyone([Region::UsEast1]);
        let policy = ResidencyPolicy::closed().with_entitlements(table);
        let mut request = at_home();
        assert_eq!(
            shown(&policy, now(), &request),
            "find out the tenant's plan; or here = us-east-1 and home = us-east-1 (a migration)"
        );
        request.plan = Fact::Known(Plan::parse("free").unwrap());
        assert_eq!(
            shown(&policy, now(), &request),
            "plan = team; or here = us-east-1 and home = us-east-1 (a migration)"
        );
        (request.home, request.here) = (Fact::Absent, Fact::Absent);
        assert_eq!(
            shown(&policy, now(), &request),
            "find out the tenant's home and find out the region of this place"
        );
    }

    #[test]
    fn another_kind_of_data_is_never_proposed() {
        let mut dice = Dice(0xfeed_beef_dead_0001);
        for _ in 0..40 {
            let policy = policy(rulebook(SMALL, &mut dice));
            let mut request = request(SMALL, &mut dice);
            request.categories = Categories::from_iter([DataCategory::EventMetadata]).into();
            let remedies = policy.at(now()).remedies(&request, AMPLE);
            assert!(remedies.is_empty() && remedies.is_complete() && remedies.evaluations() < 5);
        }
    }

    #[test]
    fn a_row_is_offered_if_and_only_if_some_row_would_permit() {
        let mut dice = Dice(0x5555_aaaa_1234_0001);
        let (mut offered, mut refused) = (0, 0);
        for _ in 0..20 {
            let mut book = rulebook(Sizes { countries: 3, ..SMALL }, &mut dice);
            let request = request(SMALL, &mut dice);
            let asked = policy(book.clone());
            if asked.at(now()).decide(&request).is_permit() {
                continue;
            }
            let remedies = asked.at(now()).remedies(&request, Budget { evaluations: 20_000, sets: 1_000 });
            let drafts = remedies.iter().filter_map(|set| match set {
                [Change::Write(draft)] => Some(draft.clone()),
                _ => None,
            });
            let drafts: Vec<Box<TransferDraft>> = drafts.collect();
            // The widest row there could be: on the weakest ground, with every paper and every fact.
            let everywhere = Set::first(book.regions.len());
            for to in [everywhere.clone(), Set::new()] {
                book.transfers.push(TransferRule {
                    name: String::from("widest"),
                    kind: TransferKind::Transfer,
                    from: everywhere.clone(),
                    to,
                    acts: Acts::ALL,
                    categories: Set::first(book.categories.len()),
                    roles: Set::first(book.roles.len()),
                    recipient: request
                        .recipient
                        .and_then(Fact::known)
                        .and_then(|name| book.recipient_at(name)),
                    ground: *Ground::ALL.iter().max().unwrap(),
                    conditions: Mask::NONE,
                    period: Period::new(UnixTime::from_secs(0), None).unwrap(),
                    papers: Papers::Instrument { instrument: String::from("paper"), assessment: None },
                });
            }
            refill(&mut book);
            // All that this law asks for anywhere in these tables holds.
            let all = book.law.all_conditions();
            book.transfers.iter_mut().rev().take(2).for_each(|rule| rule.conditions = all);
            let would = policy(book).at(now()).decide(&request).is_permit();
            assert_eq!(!drafts.is_empty(), would, "{request:#?} {}", asked.at(now()).decide(&request));
            offered += u32::from(would);
            refused += u32::from(!would);
            assert!(drafts.len() < 2);
        }
        assert!(offered > 0 && refused > 0, "{offered} {refused}");
    }

    #[test]
    fn a_row_has_placeholders_and_a_line_of_its_own() {
        let draft = TransferDraft {
            from: vec![Region::EuWest1],
            to: Some(Region::UsEast1),
            operation: Act::Store,
            categories: vec![DataCategory::EventMetadata],
            role: RoleName::SERVICE,
            recipient: Some(recipient(1)),
            has_conditions: true,
        };
        assert_eq!(
            draft.to_string(),
            "[[transfers]]\ntransfer = \"…\"\nfrom = [\"eu-west-1\"]\nto = [\"us-east-1\"]\n\
             operations = [\"store\"]\ncategories = [\"event.metadata\"]\nroles = [\"service\"]\n\
             recipient = \"company-01\"\nground = \"…\"\nconditions = [\"…\"]\n\
             instrument = \"…\"\nsince = \"…\"\nuntil = \"…\"\n"
        );
        assert_eq!(
            Change::Write(Box::new(draft)).to_string(),
            "write a row of transfers: store of event.metadata from eu-west-1 to us-east-1, given to company-01, by service"
        );
    }
}
