//! What the steps of the pipeline ask: whether the service itself may do something, and whether it may give something to
//! somebody. A plain answer needs no judging; any other is the evaluator's.

use crate::law::Act;
use crate::law::RecipientFacts;
use crate::place::Region;
use crate::policy::cell::Cell;
use crate::policy::cell::Slot;
use crate::policy::check::Check;
use crate::policy::check::Outcome;
use crate::policy::core_request::CoreRequest;
use crate::policy::core_request::Handed;
use crate::policy::decision::Basis;
use crate::policy::decision::Tables;
use crate::policy::evaluate::DecisionKind;
use crate::policy::name::RecipientName;
use crate::policy::plain::Plain;
use crate::policy::request::EndpointKind;
use crate::policy::request::Fact;
use crate::policy::residency::PolicyAt;

/// Somebody who would be given data.
#[derive(Clone, Copy)]
pub(crate) struct To<'e> {
    pub(crate) recipient: RecipientName,
    pub(crate) via: Option<RecipientName>,
    pub(crate) endpoint: Option<EndpointKind>,
    pub(crate) facts: &'e RecipientFacts,
}

impl To<'_> {
    #[inline]
    pub(crate) fn handed(&self) -> Handed {
        let Self { recipient, via, endpoint, facts } = *self;
        Handed { recipient, via, endpoint, facts: facts.clone() }
    }
}

impl PolicyAt<'_> {
    /// What a permit would rest on for the service to do this here by itself; nothing if it may not, or not now.
    #[inline(always)]
    pub(crate) fn may(&self, core: &CoreRequest, home: Region, here: Region) -> Option<Basis<'static>> {
        let is_plain = !core.expiry.has_passed(self.now())
            && self.policy().rulebook().plain.holds(core, home, here)
            && self.policy().entitles(core.plan, home);
        if is_plain { Some(Basis::Plain(Plain::Own)) } else { self.may_at_length(core, home, here) }
    }

    #[inline(never)]
    fn may_at_length(&self, core: &CoreRequest, home: Region, here: Region) -> Option<Basis<'static>> {
        if home != here && self.policy().rulebook().plain.only_home {
            return None;
        }
        let cell = self.policy().core_looked_up(core, home, here);
        self.judged(core, &cell, RecipientFacts::NOTHING)
    }

    /// What a permit would rest on for somebody to be given this.
    #[inline(always)]
    pub(crate) fn may_give(
        &self,
        core: &CoreRequest,
        home: Region,
        here: Region,
        to: &To<'_>,
    ) -> Option<Basis<'static>> {
        let book = self.policy().rulebook();
        let recipient = book.recipient_at(to.recipient).map_or(Slot::UNLISTED, Slot::listed);
        let is_plain = core.operation == Act::Deliver
            && matches!(to.endpoint, Some(EndpointKind::Regional))
            && !core.expiry.has_passed(self.now())
            && book.plain.delivers(core, home, here, recipient)
            && self.policy().entitles(core.plan, home);
        if is_plain {
            return Some(Basis::Plain(Plain::Delivery));
        }
        let mut cell = self.policy().core_looked_up(core, home, here);
        cell.recipient = recipient;
        cell.via = Slot::new(&to.via.into(), |via| book.recipient_at(via)).or_nobody();
        cell.endpoint = book.end(&to.endpoint.into());
        self.judged(core, &cell, to.facts)
    }

    fn judged(&self, core: &CoreRequest, cell: &Cell, facts: &RecipientFacts) -> Option<Basis<'static>> {
        let evaluation = self.evaluated_of(cell, Fact::Known(&core.categories), facts, core.expiry);
        if evaluation.kind() != DecisionKind::Permit {
            return None;
        }
        // What stays, and of which no law asks anything, rests on no table.
        let is_settled = !evaluation.is_crossing && evaluation.outcome(Check::Lawful) == Outcome::NotAsked;
        let tables = (!is_settled).then(|| Tables::Shared(self.policy().shared_rulebook()));
        Some(Basis::Judged(evaluation, tables))
    }
}
