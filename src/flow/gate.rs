//! Admission at the consumer: after polling, before anything else.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::audit::Event;
use crate::audit::EventDraft;
use crate::audit::EventId;
use crate::audit::EventKind;
use crate::audit::ReasonCode;
use crate::flow::envelope::Stamp;
use crate::flow::events;
use crate::flow::events::Told;
use crate::flow::record::DropReason;
use crate::flow::record::DropRecord;
use crate::law::Act;
use crate::place::Here;
use crate::place::Region;
use crate::policy::Basis;
use crate::policy::CoreRequest;
use crate::policy::Deferral;
use crate::policy::Explanation;
use crate::policy::KeptRefusal;
use crate::policy::OnMismatch;
use crate::policy::PolicyAt;
use crate::policy::Refusal;
use crate::policy::Step;
use crate::tenant::AsyncTenantResolver;
use crate::tenant::Claims;
use crate::tenant::ResolveError;
use crate::tenant::Resolved;
use crate::tenant::TenantId;
use crate::tenant::TenantResolver;
use crate::tenant::Undecided;
use crate::tenant::resolve;
use crate::tenant::resolve_async;

impl<'p> PolicyAt<'p> {
    /// Checks an event taken from a queue: asks the resolver again where its tenant is at home *now*, and whether it
    /// may be processed here.
    ///
    /// The stamp is believed in nothing. It can only make the answer stricter: a stamp bound to another region, or
    /// to another queue, is refused even where the policy would allow the event.
    ///
    /// # Errors
    ///
    /// [`NotAdmitted::Refused`] with the record to keep, or [`NotAdmitted::Retry`] if it could not be found out: put
    /// the event back, nothing is lost.
    // Inlined even though it is not small: each step of the pipeline gives hundreds of bytes to the next, and a call writes
    // them all out and reads them back. Inlined, only what somebody looks at is copied.
    #[inline(always)]
    pub fn admit<'a, R: TenantResolver + ?Sized>(
        &self,
        stamp: &'a Stamp,
        resolver: &R,
        here: Here,
    ) -> Result<Admitted<'a>, NotAdmitted<R::Error>>
    where
        'p: 'a,
    {
        match resolve(&Claims::tenant(stamp.tenant()), resolver, self.now()) {
            Ok(resolved) => {
                // What is not plain is judged elsewhere, by value: so the record is only copied where it is needed.
                if self.is_plain(&resolved, stamp, here) {
                    return Ok(self.admitted(stamp, &resolved, Basis::plain(*self)));
                }
                self.admit_at_length(stamp, resolved, here)
            }
            Err(error) => Err(self.unresolved(stamp, error, here)),
        }
    }

    /// [`PolicyAt::admit`] with a resolver that must be waited for.
    ///
    /// # Errors
    ///
    /// As [`PolicyAt::admit`].
    pub async fn admit_async<'a, R: AsyncTenantResolver>(
        &self,
        stamp: &'a Stamp,
        resolver: &R,
        here: Here,
    ) -> Result<Admitted<'a>, NotAdmitted<R::Error>>
    where
        'p: 'a,
    {
        match resolve_async(&Claims::tenant(stamp.tenant()), resolver, self.now()).await {
            Ok(resolved) => self.admit_at_length(stamp, resolved, here),
            Err(error) => Err(self.unresolved(stamp, error, here)),
        }
    }

    /// [`PolicyAt::admit`] for a tenant that was resolved already, in this event's handling.
    ///
    /// # Errors
    ///
    /// As [`PolicyAt::admit`]; and a refusal if `resolved` is another tenant than the stamp's.
    #[inline]
    pub fn admit_resolved<'a, E>(
        &self,
        stamp: &'a Stamp,
        resolved: &Resolved,
        here: Here,
    ) -> Result<Admitted<'a>, NotAdmitted<E>>
    where
        'p: 'a,
    {
        if resolved.id() != stamp.tenant() {
            return Err(self.refused(stamp, None, here, Cause::Stamp("stamp_other_tenant")));
        }
        self.admit_proved(stamp, resolved, here)
    }

    /// True if nothing needs judging: the tenant's data may be processed here, and the stamp says nothing else.
    #[inline(always)]
    fn is_plain(&self, resolved: &Resolved, stamp: &Stamp, here: Here) -> bool {
        self.is_plain_for(resolved, Act::Process, &stamp.categories, &here.0)
            && contradiction(stamp, resolved.tenant().home_ref(), &here.0).is_none()
    }

    #[inline(never)]
    fn admit_at_length<'a, E>(
        &self,
        stamp: &'a Stamp,
        resolved: Resolved,
        here: Here,
    ) -> Result<Admitted<'a>, NotAdmitted<E>>
    where
        'p: 'a,
    {
        self.admit_proved(stamp, &resolved, here)
    }

    /// Admits an event whose tenant is the one that was resolved.
    fn admit_proved<'a, E>(
        &self,
        stamp: &'a Stamp,
        resolved: &Resolved,
        here: Here,
    ) -> Result<Admitted<'a>, NotAdmitted<E>>
    where
        'p: 'a,
    {
        let Some(basis) = self.may_of(resolved, Act::Process, stamp.categories(), here.0) else {
            return Err(self.not_admitted(stamp, resolved, here));
        };
        if let Some(code) = contradiction(stamp, resolved.tenant().home_ref(), &here.0) {
            return Err(self.refused(stamp, Some(resolved.home()), here, Cause::Stamp(code)));
        }
        Ok(self.admitted(stamp, resolved, basis))
    }

    #[inline(always)]
    fn admitted<'a>(&self, stamp: &'a Stamp, resolved: &Resolved, basis: Basis<'p>) -> Admitted<'a>
    where
        'p: 'a,
    {
        let core = CoreRequest::named(&stamp.tenant, resolved, Act::Process, &stamp.categories);
        // The stamp does not contradict home and here, so they are its own.
        let step = Step { core, home: &stamp.home, here: &stamp.queue, basis };
        Admitted { event_id: &stamp.event_id, step }
    }

    #[cold]
    fn not_admitted<E>(&self, stamp: &Stamp, resolved: &Resolved, here: Here) -> NotAdmitted<E> {
        let core = CoreRequest::of(resolved, Act::Process, stamp.categories());
        match self.refused_or_not_now(core.request(resolved.home(), here.0)) {
            Ok(refusal) => {
                self.refused(stamp, Some(resolved.home()), here, Cause::Policy(refusal, Vec::new()))
            }
            Err(deferral) => NotAdmitted::Retry(Pending::Policy(deferral)),
        }
    }

    #[cold]
    fn unresolved<E>(&self, stamp: &Stamp, error: ResolveError<E>, here: Here) -> NotAdmitted<E> {
        match error {
            ResolveError::Refused(refused) => self.refused(stamp, None, here, Cause::Stamp(refused.code())),
            ResolveError::Retry(undecided) => NotAdmitted::Retry(Pending::Resolver(undecided)),
        }
    }

    #[cold]
    fn refused<E>(&self, stamp: &Stamp, home: Option<Region>, here: Here, cause: Cause) -> NotAdmitted<E> {
        NotAdmitted::Refused(self.rejection(stamp.event_id(), *stamp.tenant(), home, here, cause))
    }

    /// The end of an event: its record, and what is to be done with it.
    #[cold]
    pub(in crate::flow) fn rejection(
        &self,
        event_id: EventId,
        tenant: TenantId,
        home: Option<Region>,
        here: Here,
        cause: Cause,
    ) -> Rejection {
        let (code, reason) = match &cause {
            Cause::Policy(first, _) => {
                let code = first.refusal().code();
                let is_one = cause.refusals().all(|refusal| refusal.code() == code);
                (if is_one { code } else { "no_endpoint" }, DropReason::of_refusals(cause.refusals()))
            }
            Cause::Stamp(code) => (*code, DropReason::of_stamp(code)),
        };
        let record = DropRecord {
            event_id,
            reason,
            tenant_region: home,
            queue_region: here.0,
            tenant,
            code: ReasonCode::of(code),
            policy: self.policy().fingerprint(),
            time: self.now(),
        };
        Rejection(Box::new(Rejected { record, on_mismatch: self.policy().mismatch(), cause, code }))
    }
}

/// What a stamp says that is not so.
#[inline(always)]
fn contradiction(stamp: &Stamp, home: &Region, here: &Region) -> Option<&'static str> {
    if stamp.home != *home {
        Some("stamp_region_mismatch")
    } else if stamp.queue != *here {
        Some("queue_region_mismatch")
    } else {
        None
    }
}

/// Why an event ends: the policy said so, once or of each endpoint, or what it claims about itself does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::flow) enum Cause {
    Policy(KeptRefusal, Vec<KeptRefusal>),
    Stamp(&'static str),
}

impl Cause {
    fn refusals(&self) -> impl Iterator<Item = Refusal<'_>> {
        let (first, more) = match self {
            Self::Policy(first, more) => (Some(first), more.as_slice()),
            Self::Stamp(_) => (None, &[][..]),
        };
        first.into_iter().chain(more).map(KeptRefusal::refusal)
    }
}

/// Proof that an event was validated in the region where it is. Only [`PolicyAt::admit`] makes one, and only
/// [`PolicyAt::deliver`] takes one.
///
/// ```compile_fail
/// fn forge<'a>(id: &'a domicile::audit::EventId, real: domicile::flow::Admitted<'a>) -> domicile::flow::Admitted<'a> {
///     domicile::flow::Admitted { event_id: id, ..real }
/// }
/// ```
///
/// ```compile_fail
/// let _: domicile::flow::Admitted<'static> = serde_json::from_str("{}").unwrap();
/// ```
#[derive(PartialEq, Eq)]
#[must_use = "an admitted event is not delivered yet"]
pub struct Admitted<'a> {
    pub(in crate::flow) event_id: &'a EventId,
    pub(in crate::flow) step: Step<'a>,
}

impl Admitted<'_> {
    /// The event.
    #[must_use]
    pub const fn event_id(&self) -> EventId {
        *self.event_id
    }

    /// The tenant whose event it is.
    #[must_use]
    pub const fn tenant(&self) -> &TenantId {
        self.step.core.tenant
    }

    /// The validated region: where it is now.
    #[must_use]
    pub const fn region(&self) -> Region {
        *self.step.here
    }

    /// The tenant's home region.
    #[must_use]
    pub const fn home(&self) -> Region {
        *self.step.home
    }

    /// The explanation of why it may be processed here.
    #[must_use]
    pub fn explanation(&self) -> Explanation<'_> {
        self.step.explanation(None)
    }

    /// The event for the ledger.
    #[must_use]
    #[inline]
    pub fn event(&self) -> Event {
        events::of(EventKind::Admitted, *self.event_id, &Told::of(&self.step), None)
    }
}

impl fmt::Debug for Admitted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (event_id, explanation) = (self.event_id, self.explanation());
        f.debug_struct("Admitted").field("event_id", event_id).field("explanation", &explanation).finish()
    }
}

/// An event was not admitted.
#[derive(Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "refused or could not find out")]
pub enum NotAdmitted<E> {
    /// Refused, finally: keep the record, drop the event or set it aside.
    Refused(Rejection),
    /// It could not be found out: put the event back.
    Retry(Pending<E>),
}

impl<E> NotAdmitted<E> {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(rejection) => rejection.code(),
            Self::Retry(pending) => pending.code(),
        }
    }
}

impl<E: fmt::Display> fmt::Display for NotAdmitted<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(rejection) => write!(f, "{rejection}"),
            Self::Retry(Pending::Resolver(undecided)) => write!(f, "{undecided}"),
            Self::Retry(Pending::Policy(deferral)) => write!(f, "{deferral}"),
        }
    }
}

impl<E: core::error::Error + 'static> core::error::Error for NotAdmitted<E> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Refused(rejection) => Some(rejection),
            Self::Retry(Pending::Resolver(undecided)) => Some(undecided),
            Self::Retry(Pending::Policy(deferral)) => Some(deferral),
        }
    }
}

/// The reason why an event has to wait.
#[derive(Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the resolver, or the age of what it said")]
pub enum Pending<E> {
    /// The resolver gave no usable answer.
    Resolver(Undecided<E>),
    /// A fact was not usable at the instant of the decision.
    Policy(Deferral<'static>),
}

impl<E> Pending<E> {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Resolver(undecided) => undecided.code(),
            Self::Policy(deferral) => deferral.code(),
        }
    }

    /// The event for the ledger. Nothing of the stamp is confirmed yet; the entry repeats its claims.
    #[must_use]
    pub fn event(&self, stamp: &Stamp, here: Here) -> Event {
        let mut event = EventDraft::coded(EventKind::Deferred, ReasonCode::of(self.code()));
        event.event_id = Some(stamp.event_id());
        event.tenant = Some(*stamp.tenant());
        event.region = Some(here.0);
        event.finish()
    }
}

/// An event was refused, by `admit` or by `deliver`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a refused event leaves a record"]
pub struct Rejection(Box<Rejected>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rejected {
    record: DropRecord,
    on_mismatch: OnMismatch,
    cause: Cause,
    code: &'static str,
}

impl Rejection {
    /// The record to keep.
    #[must_use]
    pub fn record(&self) -> &DropRecord {
        &self.0.record
    }

    /// The policy's way with such an event: drop it, or set it aside.
    #[must_use]
    pub fn on_mismatch(&self) -> OnMismatch {
        self.0.on_mismatch
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The policy's refusals with their explanations: one by `admit`, one for each endpoint by `deliver`; none if
    /// what the event claims about itself was at fault, which the code says.
    pub fn refusals(&self) -> impl Iterator<Item = Refusal<'_>> {
        self.0.cause.refusals()
    }

    /// The event for the ledger.
    #[must_use]
    pub fn event(&self) -> Event {
        self.0.record.event(self.0.on_mismatch)
    }
}

impl core::error::Error for Rejection {}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.refusals().next() {
            Some(refusal) => write!(f, "{refusal}"),
            None => f.write_str(match self.code() {
                "unknown_tenant" => "nobody knows the tenant of the stamp",
                "stamp_other_tenant" => "the stamp is of another tenant than the one resolved",
                "stamp_region_mismatch" => {
                    "the stamp is bound to another region than the tenant's home is now"
                }
                "queue_region_mismatch" => "the stamp is of another region's queue",
                "no_endpoint" => "there is no endpoint to deliver the event to",
                "too_many_endpoints" => "expected at most 64 endpoints",
                _ => "what the stamp claims does not hold",
            }),
        }
    }
}
