//! What a ledger says about one step.

use alloc::boxed::Box;

use crate::audit::duties::Duties;
use crate::audit::kind::EventKind;
use crate::audit::name::EventId;
use crate::audit::name::ReasonCode;
use crate::code::Text;
use crate::digest::Digest;
use crate::place::Here;
use crate::place::Region;
use crate::tenant::OrgId;
use crate::tenant::TenantId;

/// One step of one event, as the ledger tells it: codes and ids only.
///
/// The steps of the pipeline give theirs, each from the proof it made: what was routed, admitted or delivered is said
/// by nothing else. What a service can say by itself has a constructor here: what it refused, what it put off, and
/// which policy decides. An event is not read back; what is read back is a [`Record`](crate::audit::Record).
///
/// # Examples
///
/// ```
/// use domicile::audit::{Event, EventId, EventKind, ReasonCode, Stop};
/// use domicile::{Here, Region, ResidencyPolicy};
///
/// let code = ReasonCode::parse("unknown_tenant")?;
/// let (here, id) = (Here(Region::UsEast1), EventId::parse("evt-1001")?);
/// let event = Event::stopped(Stop::Drop, here, Some(id), None, code, ResidencyPolicy::closed().fingerprint());
/// assert_eq!((event.kind(), event.region()), (EventKind::Dropped, Some(Region::UsEast1)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A delivery cannot be claimed:
///
/// ```compile_fail
/// let _ = domicile::audit::Event::new(domicile::audit::EventKind::Delivered);
/// ```
///
/// ```compile_fail
/// let _: domicile::audit::Event = serde_json::from_str(r#"{"kind":"delivered"}"#).unwrap();
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Event(EventDraft);

impl Event {
    /// This policy decides from here on.
    #[must_use]
    pub fn policy_adopted(policy: Digest) -> Self {
        Self(EventDraft { policy: Some(policy), ..EventDraft::new(EventKind::PolicyAdopted) })
    }

    /// A key that was presented here was refused, with the event it came with, if that had an id that reads. Nothing of
    /// the key is said, and no tenant: nobody has proved to be one.
    ///
    /// Where [`check_key`](crate::flow::check_key) refused it,
    /// [`KeyRefusal::event`](crate::flow::KeyRefusal::event) says the same and more.
    #[must_use]
    pub fn key_refused(here: Here, event_id: Option<EventId>, code: ReasonCode) -> Self {
        Self(EventDraft { event_id, region: Some(here.0), ..EventDraft::coded(EventKind::KeyRefused, code) })
    }

    /// A personal value of an event was refused here and left out, while the event went on.
    #[must_use]
    pub fn value_refused(event_id: EventId, tenant: TenantId, here: Here, code: ReasonCode) -> Self {
        Self(EventDraft {
            event_id: Some(event_id),
            tenant: Some(tenant),
            region: Some(here.0),
            ..EventDraft::coded(EventKind::ValueRefused, code)
        })
    }

    /// A message was dropped here that has no stamp which reads. The code is `malformed_message`.
    #[must_use]
    pub fn malformed_message(here: Here) -> Self {
        let code = ReasonCode::of("malformed_message");
        Self(EventDraft { region: Some(here.0), ..EventDraft::coded(EventKind::Dropped, code) })
    }

    /// An event ended or was put off here before it had a stamp: its host is unknown, its id does not read, the resolver
    /// is down. The tenant is the one the service found, as far as it came.
    #[must_use]
    pub fn stopped(
        stop: Stop,
        here: Here,
        event_id: Option<EventId>,
        tenant: Option<TenantId>,
        code: ReasonCode,
        policy: Digest,
    ) -> Self {
        let kind = match stop {
            Stop::Drop => EventKind::Dropped,
            Stop::Defer => EventKind::Deferred,
        };
        Self(EventDraft {
            event_id,
            tenant,
            region: Some(here.0),
            policy: Some(policy),
            ..EventDraft::coded(kind, code)
        })
    }

    /// What happened.
    #[must_use]
    pub const fn kind(&self) -> EventKind {
        self.0.kind
    }

    /// The event it happened to.
    #[must_use]
    pub const fn event_id(&self) -> Option<EventId> {
        self.0.event_id
    }

    /// The tenant concerned.
    #[must_use]
    pub const fn tenant(&self) -> Option<&TenantId> {
        self.0.tenant.as_ref()
    }

    /// The tenant's home region.
    #[must_use]
    pub const fn tenant_region(&self) -> Option<Region> {
        self.0.tenant_region
    }

    /// The region in which it happened.
    #[must_use]
    pub const fn region(&self) -> Option<Region> {
        self.0.region
    }

    /// Why, as a stable code.
    #[must_use]
    pub fn code(&self) -> Option<ReasonCode> {
        self.0.details.as_ref()?.code
    }

    /// The fingerprint of the policy that decided.
    #[must_use]
    pub const fn policy(&self) -> Option<Digest> {
        self.0.policy
    }

    /// The operation that was judged.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.details.as_ref()?.operation.as_ref().map(Text::as_str)
    }

    /// The name of the row that permitted it.
    #[must_use]
    pub fn rule(&self) -> Option<&str> {
        self.0.details.as_ref()?.rule.as_ref().map(Text::as_str)
    }

    /// The ground of the transfer.
    #[must_use]
    pub fn ground(&self) -> Option<&str> {
        self.0.details.as_ref()?.ground.as_ref().map(Text::as_str)
    }

    /// The recipient's name in the policy.
    #[must_use]
    pub fn recipient(&self) -> Option<&str> {
        self.0.details.as_ref()?.recipient.as_ref().map(Text::as_str)
    }

    /// The name of the endpoint.
    #[must_use]
    pub fn endpoint(&self) -> Option<&str> {
        self.0.details.as_ref()?.endpoint.as_ref().map(Text::as_str)
    }

    /// The edition of the law tables by which it was judged.
    #[must_use]
    pub fn law_edition(&self) -> Option<&str> {
        self.0.details.as_ref()?.law_edition.as_ref().map(Text::as_str)
    }

    /// The duties it came with.
    #[must_use]
    pub fn duties(&self) -> Duties {
        self.0.details.as_ref().map_or(Duties::NONE, |details| details.duties)
    }

    /// The organization the tenant belongs to.
    #[must_use]
    pub fn organization(&self) -> Option<&OrgId> {
        self.0.details.as_ref()?.organization.as_ref()
    }

    /// The id of the key under which the message was authentic.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.0.details.as_ref()?.key_id.as_ref().map(Text::as_str)
    }

    /// All of it, for the encoding.
    #[inline]
    pub(in crate::audit) const fn draft(&self) -> &EventDraft {
        &self.0
    }
}

/// How an event stopped before it had a stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "for good or for now")]
pub enum Stop {
    /// For good: it was refused and dropped.
    Drop,
    /// For now: somebody could not be asked.
    Defer,
}

/// An event in the making. The pipeline fills it from its proofs; nobody else can.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EventDraft {
    pub(crate) kind: EventKind,
    pub(crate) event_id: Option<EventId>,
    pub(crate) tenant: Option<TenantId>,
    pub(crate) tenant_region: Option<Region>,
    pub(crate) region: Option<Region>,
    pub(crate) policy: Option<Digest>,
    /// Behind a pointer, so that an event stays small: it is moved and copied for every step, and most have none.
    pub(crate) details: Option<Box<Details>>,
}

impl EventDraft {
    /// A draft that says nothing yet but what happened.
    #[inline]
    pub(crate) const fn new(kind: EventKind) -> Self {
        Self {
            kind,
            event_id: None,
            tenant: None,
            tenant_region: None,
            region: None,
            policy: None,
            details: None,
        }
    }

    /// One that also says why.
    pub(crate) fn coded(kind: EventKind, code: ReasonCode) -> Self {
        let details = Details { code: Some(code), ..Details::default() };
        Self { details: Some(Box::new(details)), ..Self::new(kind) }
    }

    /// The event.
    #[inline(always)]
    pub(crate) const fn finish(self) -> Event {
        Event(self)
    }
}

/// What an event has to record that stopped, or that crossed a border: the field 5, and those from 7 to 15.
///
/// Every text, that of a key's id too, is visible ASCII, or it would not read back from JSON. An empty one counts as absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Details {
    pub(crate) code: Option<ReasonCode>,
    pub(crate) operation: Option<Text<31>>,
    pub(crate) rule: Option<Text<31>>,
    pub(crate) ground: Option<Text<31>>,
    pub(crate) recipient: Option<Text<31>>,
    pub(crate) endpoint: Option<Text<63>>,
    pub(crate) law_edition: Option<Text<31>>,
    pub(crate) duties: Duties,
    pub(crate) organization: Option<OrgId>,
    pub(crate) key_id: Option<Text<31>>,
}
