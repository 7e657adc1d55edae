//! From steps to what the ledger says.

use alloc::boxed::Box;

use crate::audit::Details;
use crate::audit::Duties;
use crate::audit::Event;
use crate::audit::EventDraft;
use crate::audit::EventId;
use crate::audit::EventKind;
use crate::code::Text;
use crate::law::Act;
use crate::place::Region;
use crate::policy::Basis;
use crate::policy::Step;
use crate::policy::To;
use crate::policy::TransferKind;
use crate::tenant::TenantId;

/// What is told of a step.
pub(in crate::flow) struct Told<'a> {
    pub(in crate::flow) operation: Act,
    pub(in crate::flow) tenant: &'a TenantId,
    pub(in crate::flow) home: Region,
    pub(in crate::flow) here: Region,
    pub(in crate::flow) basis: &'a Basis<'a>,
}

impl<'a> Told<'a> {
    #[inline]
    pub(in crate::flow) const fn of(step: &'a Step<'a>) -> Self {
        let Step { core, home, here, basis } = step;
        Self { operation: core.operation, tenant: core.tenant, home: **home, here: **here, basis }
    }
}

/// What the ledger says about a step that was permitted, and of one that gives data to somebody, to whom.
// In one piece and inlined: an event is hundreds of bytes, and each hand-over would copy them.
#[inline(always)]
pub(in crate::flow) fn of(kind: EventKind, event_id: EventId, step: &Told<'_>, to: Option<&To<'_>>) -> Event {
    let is_global = to.is_some_and(|to| to.endpoint.is_some_and(|endpoint| endpoint.is_global()));
    let details = if step.basis.is_plain() && !is_global { None } else { Some(Box::new(details(step, to))) };
    EventDraft {
        kind,
        event_id: Some(event_id),
        tenant: Some(*step.tenant),
        tenant_region: Some(step.home),
        region: Some(step.here),
        policy: Some(step.basis.policy()),
        details,
    }
    .finish()
}

/// What a step has to record that leaves its place or gives data to somebody.
#[cold]
fn details(step: &Told<'_>, to: Option<&To<'_>>) -> Details {
    let mut details = Details { operation: text(step.operation.as_str()), ..Details::default() };
    if let Some(to) = to {
        details.recipient = text(to.recipient.as_str());
        details.endpoint = to.endpoint.as_ref().and_then(|endpoint| text(endpoint.as_str()));
        if to.endpoint.is_some_and(|endpoint| endpoint.is_global()) {
            details.duties = details.duties.with(Duties::RECORD).with(Duties::FALLBACK);
        }
    }
    if let Some(edition) = step.basis.law_edition() {
        details.law_edition = text(&alloc::format!("{edition}"));
    }
    if let Some((kind, rule, ground)) = step.basis.transfer() {
        details.rule = text(rule);
        details.ground = text(ground.as_str());
        details.duties = details.duties.with(Duties::RECORD);
        if kind == TransferKind::BreakGlass {
            details.duties = details.duties.with(Duties::BREAK_GLASS).with(Duties::REVIEW);
        }
    }
    details
}

fn text<const N: usize>(text: &str) -> Option<Text<N>> {
    Text::graphic(text.as_bytes())
}
