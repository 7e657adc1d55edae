//! What the steps of the pipeline ask: whether the service itself may do something, and whether it may give something to
//! somebody. A plain answer needs no judging; any other is the evaluator's.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use crate::data::Categories;
use crate::digest::Digest;
use crate::edition::Edition;
use crate::law::Act;
use crate::law::Ground;
use crate::law::RecipientFacts;
use crate::place::Region;
use crate::policy::cell::Cell;
use crate::policy::cell::Slot;
use crate::policy::check::Check;
use crate::policy::check::Outcome;
use crate::policy::core_request::CoreRequest;
use crate::policy::decision::Explanation;
use crate::policy::decision::Tables;
use crate::policy::evaluate::DecisionKind;
use crate::policy::evaluate::Evaluation;
use crate::policy::name::RecipientName;
use crate::policy::plain::Plain;
use crate::policy::request::Asked;
use crate::policy::request::EndpointKind;
use crate::policy::request::Fact;
use crate::policy::request::Request;
use crate::policy::residency::PolicyAt;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::TransferKind;
use crate::tenant::Resolved;
use crate::time::UnixTime;

/// Somebody who would be given data.
#[derive(Clone, Copy, Debug)]
pub(crate) struct To<'e> {
    pub(crate) recipient: RecipientName,
    pub(crate) via: Option<RecipientName>,
    pub(crate) endpoint: Option<EndpointKind>,
    pub(crate) facts: &'e RecipientFacts,
}

impl To<'_> {
    /// The whole request to give somebody this.
    #[cold]
    pub(crate) fn request(&self, core: &CoreRequest<'_>, home: Region, here: Region) -> Request {
        let mut request = core.request(home, here);
        request.recipient = Some(Fact::Known(self.recipient));
        request.via = self.via;
        request.endpoint = self.endpoint.into();
        request.recipient_facts = self.facts.clone();
        request
    }
}

/// A step of the service itself that is permitted: what the proofs of the pipeline are made of.
#[derive(Clone)]
pub(crate) struct Step<'a> {
    pub(crate) core: CoreRequest<'a>,
    pub(crate) home: &'a Region,
    pub(crate) here: &'a Region,
    pub(crate) at: UnixTime,
    pub(crate) policy: Digest,
    pub(crate) basis: Basis,
}

/// What a step rests on.
#[derive(Clone)]
pub(crate) enum Basis {
    /// Data that stays where it belongs, where that is all there is to ask.
    Plain(Plain),
    /// The checks, and the tables where the answer rests on them.
    Judged(Evaluation, Option<Arc<Rulebook>>),
}

impl Step<'_> {
    /// Why; of a step that gives data to somebody, with who it is.
    pub(crate) fn explanation(&self, to: Option<&To<'_>>) -> Explanation<'_> {
        let request = match to {
            Some(to) => to.request(&self.core, *self.home, *self.here),
            None => self.core.request(*self.home, *self.here),
        };
        self.basis.explanation(Asked::own(request), self.at, self.policy)
    }
}

impl Basis {
    /// True if the data stays where it belongs, and no law was asked.
    #[inline]
    pub(crate) const fn is_plain(&self) -> bool {
        matches!(self, Self::Plain(_) | Self::Judged(_, None))
    }

    /// The edition of the law, where it was asked.
    pub(crate) fn law_edition(&self) -> Option<Edition> {
        match self {
            Self::Plain(_) => None,
            Self::Judged(_, tables) => tables.as_ref()?.law_edition,
        }
    }

    /// The kind and name of the transfer it rests on, and the ground that is written there.
    pub(crate) fn transfer(&self) -> Option<(TransferKind, &str, Ground)> {
        let Self::Judged(evaluation, Some(tables)) = self else { return None };
        let rule = tables.transfers.get(evaluation.transfer?.rule.get())?;
        Some((rule.kind, &rule.name, rule.ground))
    }

    /// The answer that rests on it.
    pub(crate) fn explanation<'a>(
        &'a self,
        request: Asked<'a>,
        at: UnixTime,
        policy: Digest,
    ) -> Explanation<'a> {
        let (evaluation, tables) = match self {
            Self::Plain(plain) => (plain.evaluation(), None),
            Self::Judged(evaluation, tables) => (*evaluation, tables.as_deref()),
        };
        Explanation::of(request, evaluation, tables.map(Tables::Lent), at, policy)
    }
}

impl PartialEq for Step<'_> {
    /// The fingerprint stands for the tables.
    fn eq(&self, other: &Self) -> bool {
        (&self.core, self.home, self.here, self.at, self.policy)
            == (&other.core, other.home, other.here, other.at, other.policy)
    }
}

impl Eq for Step<'_> {}

impl fmt::Debug for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.explanation(None).fmt(f)
    }
}

impl PolicyAt<'_> {
    /// What a permit would rest on for the service to do this here by itself with data of a resolved tenant; nothing if it
    /// may not, or not now.
    #[inline(always)]
    pub(crate) fn may_of(
        &self,
        resolved: &Resolved,
        operation: Act,
        categories: &Categories,
        here: Region,
    ) -> Option<Basis> {
        if self.is_plain_for(resolved, operation, categories, &here) {
            return Some(Basis::Plain(Plain::Own));
        }
        self.may_at_length(resolved, operation, categories, here)
    }

    /// True if the answer is a permit of [`Plain::Own`]. Nothing is copied.
    #[inline(always)]
    pub(crate) fn is_plain_for(
        &self,
        resolved: &Resolved,
        operation: Act,
        categories: &Categories,
        here: &Region,
    ) -> bool {
        let tenant = resolved.tenant();
        resolved.valid_until() > self.now()
            && tenant.own_scope().is_none()
            && self.policy().rulebook().plain.holds_of(
                tenant.mode(),
                operation,
                categories,
                tenant.home_ref(),
                here,
            )
            && self.policy().entitles(tenant.plan(), tenant.home())
    }

    #[inline(never)]
    fn may_at_length(
        &self,
        resolved: &Resolved,
        operation: Act,
        categories: &Categories,
        here: Region,
    ) -> Option<Basis> {
        let home = resolved.home();
        if self.is_elsewhere(home, here) {
            return None;
        }
        let core = CoreRequest::of(resolved, operation, categories);
        let cell = self.policy().core_looked_up(&core, home, here);
        self.judged(&core, &cell, RecipientFacts::NOTHING)
    }

    /// What a permit would rest on for somebody to be given this.
    pub(crate) fn may_give(
        &self,
        core: &CoreRequest<'_>,
        home: Region,
        here: Region,
        to: &To<'_>,
    ) -> Option<Basis> {
        if self.is_elsewhere(home, here) {
            return None;
        }
        let book = self.policy().rulebook();
        let mut cell = self.policy().core_looked_up(core, home, here);
        cell.recipient = book.recipient_at(to.recipient).map_or(Slot::UNLISTED, Slot::listed);
        cell.via = Slot::new(&to.via.into(), |via| book.recipient_at(via)).or_nobody();
        cell.endpoint = book.end(&to.endpoint.into());
        self.judged(core, &cell, to.facts)
    }

    /// True if the service may deliver this from its home through an endpoint there, the answer is a permit of
    /// [`Plain::Delivery`], and the recipient hands it on to nobody. Nothing is copied.
    #[inline(always)]
    pub(crate) fn is_plain_delivery(&self, core: &CoreRequest<'_>, home: Region, recipient: RecipientName) -> bool {
        let book = self.policy().rulebook();
        let Some(at) = book.recipient_at(recipient) else { return false };
        !core.expiry.has_passed(self.now())
            && book.plain.delivers(core, home, at)
            && book.chains.get(at).is_none_or(Vec::is_empty)
            && self.policy().entitles(core.plan, home)
    }

    /// True if nothing may be given or kept here, because the policy has all data at home.
    #[inline(always)]
    pub(crate) fn is_elsewhere(&self, home: Region, here: Region) -> bool {
        home != here && self.policy().rulebook().plain.only_home
    }

    /// The step that rests on this.
    #[inline(always)]
    pub(crate) const fn step<'a>(
        &self,
        core: CoreRequest<'a>,
        home: &'a Region,
        here: &'a Region,
        basis: Basis,
    ) -> Step<'a> {
        Step { core, home, here, at: self.now(), policy: self.policy().fingerprint(), basis }
    }

    fn judged(&self, core: &CoreRequest<'_>, cell: &Cell, facts: &RecipientFacts) -> Option<Basis> {
        let evaluation = self.evaluated_of(cell, Fact::Known(core.categories), facts, core.expiry);
        if evaluation.kind() != DecisionKind::Permit {
            return None;
        }
        // What stays, and of which no law asks anything, rests on no table.
        let is_settled = !evaluation.is_crossing && evaluation.outcome(Check::Lawful) == Outcome::NotAsked;
        let tables = (!is_settled).then(|| self.policy().shared_rulebook());
        Some(Basis::Judged(evaluation, tables))
    }
}
