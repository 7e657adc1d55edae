//! What the steps of the pipeline ask: whether the service itself may do something, and whether it may give something to
//! somebody. A plain answer needs no judging; any other is the evaluator's.
//!
//! What every event goes through is `inline(always)` here, in `plain` and in `core_request`: the steps of the pipeline are,
//! for the reason given at [`PolicyAt::admit`], and one call among them would have their values written out.

use alloc::vec::Vec;

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
use crate::policy::name::RecipientName;
use crate::policy::request::Asked;
use crate::policy::request::EndpointKind;
use crate::policy::request::Fact;
use crate::policy::request::Request;
use crate::policy::residency::PolicyAt;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::TransferKind;
use crate::policy::rulebook::TransferRule;
use crate::tenant::Resolved;

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
#[derive(Clone, Copy)]
pub(crate) struct Step<'a> {
    pub(crate) core: CoreRequest<'a>,
    pub(crate) home: &'a Region,
    pub(crate) here: &'a Region,
    pub(crate) basis: Basis<'a>,
}

/// What a permit of the service itself rests on. The checks are not kept: whoever asks for the explanation has them made
/// again, by the same policy at the same instant.
// All of it is words that are written whole, and nothing of it has to be dropped. A proof is handed on from step to step,
// and a flag that is written as a byte and copied with its neighbours waits for the byte.
#[derive(Clone, Copy)]
pub(crate) struct Basis<'a> {
    /// Who allowed it, and when.
    pub(crate) by: PolicyAt<'a>,
    /// None for data that stays where it belongs, where no law asks anything: then the checks are all there is.
    tables: Option<&'a Rulebook>,
    transfer: Option<&'a TransferRule>,
}

impl Step<'_> {
    /// Why; of a step that gives data to somebody, with who it is.
    pub(crate) fn explanation(&self, to: Option<&To<'_>>) -> Explanation<'_> {
        let request = match to {
            Some(to) => to.request(&self.core, *self.home, *self.here),
            None => self.core.request(*self.home, *self.here),
        };
        self.basis.explanation(request)
    }
}

impl<'a> Basis<'a> {
    #[inline(always)]
    pub(crate) const fn plain(by: PolicyAt<'a>) -> Self {
        Self { by, tables: None, transfer: None }
    }

    /// True if the data stays where it belongs, and no law was asked.
    #[inline]
    pub(crate) const fn is_plain(&self) -> bool {
        self.tables.is_none()
    }

    /// True if it was allowed at this instant, by this policy or one of the same content.
    #[inline]
    pub(crate) fn is_by(&self, now: &PolicyAt<'_>) -> bool {
        let is_same =
            || core::ptr::eq(self.by.policy(), now.policy()) || self.policy() == now.policy().fingerprint();
        self.by.now() == now.now() && is_same()
    }

    /// The fingerprint of the policy.
    #[inline]
    pub(crate) const fn policy(&self) -> Digest {
        self.by.policy().fingerprint()
    }

    /// The edition of the law, where it was asked.
    pub(crate) fn law_edition(&self) -> Option<Edition> {
        self.tables?.law_edition
    }

    /// The kind and name of the transfer it rests on, and the ground that is written there.
    pub(crate) fn transfer(&self) -> Option<(TransferKind, &'a str, Ground)> {
        let rule = self.transfer?;
        Some((rule.kind, &rule.name, rule.ground))
    }

    /// The answer to the request that was allowed.
    pub(crate) fn explanation(&self, request: Request) -> Explanation<'a> {
        let evaluation = self.by.evaluated(&request, &self.by.policy().looked_up(&request));
        let tables = self.tables.map(Tables::Lent);
        Explanation::of(Asked::own(request), evaluation, tables, self.by.now(), self.policy())
    }
}

impl PartialEq for Step<'_> {
    /// The fingerprint stands for the tables.
    fn eq(&self, other: &Self) -> bool {
        (&self.core, self.home, self.here, self.basis.by.now(), self.basis.policy())
            == (&other.core, other.home, other.here, other.basis.by.now(), other.basis.policy())
    }
}

impl Eq for Step<'_> {}

impl<'p> PolicyAt<'p> {
    /// What a permit would rest on for the service to do this here by itself with data of a resolved tenant; nothing if it
    /// may not, or not now.
    #[inline(always)]
    pub(crate) fn may_of(
        &self,
        resolved: &Resolved,
        operation: Act,
        categories: &Categories,
        here: Region,
    ) -> Option<Basis<'p>> {
        if self.is_elsewhere(resolved.home(), here) {
            return None;
        }
        if self.is_plain_for(resolved, operation, categories, &here) {
            return Some(Basis::plain(*self));
        }
        self.may_at_length(resolved, operation, categories, here)
    }

    /// True if the answer is a permit of [`Plain::Own`](crate::policy::plain::Plain::Own). Nothing is copied.
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
    ) -> Option<Basis<'p>> {
        let home = resolved.home();
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
    ) -> Option<Basis<'p>> {
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
    /// [`Plain::Delivery`](crate::policy::plain::Plain::Delivery), and the recipient hands it on to nobody. Nothing is copied.
    #[inline(always)]
    pub(crate) fn is_plain_delivery(
        &self,
        core: &CoreRequest<'_>,
        home: Region,
        recipient: RecipientName,
    ) -> bool {
        let book = self.policy().rulebook();
        let Some(at) = book.recipient_at(recipient) else { return false };
        !core.expiry.has_passed(self.now())
            && book.plain.delivers(core, home, at)
            && book.chains.get(at).is_some_and(Vec::is_empty)
            && self.policy().entitles(core.plan, home)
    }

    /// True if nothing may be given or kept here, because the policy has all data at home.
    #[inline(always)]
    pub(crate) fn is_elsewhere(&self, home: Region, here: Region) -> bool {
        home != here && self.policy().rulebook().plain.only_home
    }

    fn judged(&self, core: &CoreRequest<'_>, cell: &Cell, facts: &RecipientFacts) -> Option<Basis<'p>> {
        let evaluation = self.evaluated_of(cell, Fact::Known(core.categories), facts, core.expiry);
        if evaluation.kind() != DecisionKind::Permit {
            return None;
        }
        let is_settled = !evaluation.is_crossing && evaluation.outcome(Check::Lawful) == Outcome::NotAsked;
        let book = self.policy().rulebook();
        let transfer = evaluation.transfer.and_then(|transfer| book.transfers.get(transfer.rule.get()));
        Some(Basis { by: *self, tables: (!is_settled).then_some(book), transfer })
    }
}
