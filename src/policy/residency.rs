//! The policy, and the policy at an instant.

use alloc::sync::Arc;

use crate::digest::Digest;
use crate::digest::Framed;
use crate::place::Region;
use crate::policy::holding::Asked;
use crate::policy::rulebook::Rulebook;
use crate::tenant::Entitlements;
use crate::time::UnixTime;

/// What a service decided about residency, ready to judge.
///
/// The default is [`ResidencyPolicy::closed`]: data may be in its home region and nowhere else. Nothing permits
/// more than that unless somebody wrote it down.
///
/// # Examples
///
/// ```
/// use domicile::policy::OnMismatch;
/// use domicile::ResidencyPolicy;
///
/// let policy = ResidencyPolicy::closed().on_mismatch(OnMismatch::Quarantine);
/// assert_ne!(policy.fingerprint(), ResidencyPolicy::closed().fingerprint());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResidencyPolicy {
    on_mismatch: OnMismatch,
    entitlements: Option<Entitlements>,
    rulebook: Option<Arc<Rulebook>>,
    fingerprint: Digest,
}

impl ResidencyPolicy {
    /// Same region only; what is refused is dropped.
    #[must_use]
    pub fn closed() -> Self {
        Self {
            on_mismatch: OnMismatch::Drop,
            entitlements: None,
            rulebook: None,
            fingerprint: Digest::from_bytes([0; 32]),
        }
        .sealed()
    }

    /// What a document says.
    pub(crate) const fn compiled(
        rulebook: Arc<Rulebook>,
        entitlements: Entitlements,
        on_mismatch: OnMismatch,
        fingerprint: Digest,
    ) -> Self {
        Self { on_mismatch, entitlements: Some(entitlements), rulebook: Some(rulebook), fingerprint }
    }

    /// The tables of the document, if the policy was made from one.
    #[inline]
    pub(crate) fn rulebook(&self) -> Option<&Rulebook> {
        self.rulebook.as_deref()
    }

    /// The region a tenant gets that chose none, if the policy was made from a document that names one (S1).
    #[must_use]
    pub fn default_region(&self) -> Option<Region> {
        self.rulebook()?.default_region
    }

    /// The same, checking in every decision that the tenant's plan may have its home region (T1).
    #[must_use]
    pub fn with_entitlements(mut self, entitlements: Entitlements) -> Self {
        self.entitlements = Some(entitlements);
        self.sealed()
    }

    /// The same, doing this with events that are refused at the consumer.
    #[must_use]
    pub fn on_mismatch(mut self, on_mismatch: OnMismatch) -> Self {
        self.on_mismatch = on_mismatch;
        self.sealed()
    }

    /// The policy at an instant. Read the clock once per event and take every verdict of the event from this value.
    #[must_use]
    pub const fn at(&self, now: UnixTime) -> PolicyAt<'_> {
        PolicyAt { policy: self, now, asked: Asked::Every }
    }

    /// What identifies the policy's content. It stands in every stamp, decision and ledger entry.
    #[must_use]
    #[inline]
    pub const fn fingerprint(&self) -> Digest {
        self.fingerprint
    }

    /// The entitlements, if the policy carries any.
    #[must_use]
    #[inline]
    pub const fn entitlements(&self) -> Option<&Entitlements> {
        self.entitlements.as_ref()
    }

    /// What is done with events that are refused at the consumer.
    #[must_use]
    pub const fn mismatch(&self) -> OnMismatch {
        self.on_mismatch
    }

    /// Recomputes the fingerprint from the content.
    fn sealed(mut self) -> Self {
        let mut framed = Framed::new("domicile.policy.v1");
        if self.rulebook.is_some() {
            // Changed by hand after it was compiled: the document and what was changed.
            framed.field(b"document").field(self.fingerprint.as_bytes());
        }
        framed.field(self.on_mismatch.as_str().as_bytes());
        if let Some(entitlements) = &self.entitlements {
            framed.field(b"entitlements").field(entitlements.unlisted().as_str().as_bytes());
            for region in entitlements.everyone().iter() {
                framed.field(b"everyone").field(region.as_str().as_bytes());
            }
            for (plan, regions) in entitlements.iter() {
                framed.field(b"plan").field(plan.as_str().as_bytes());
                for region in regions.iter() {
                    framed.field(region.as_str().as_bytes());
                }
            }
        }
        self.fingerprint = framed.finish();
        self
    }
}

impl Default for ResidencyPolicy {
    fn default() -> Self {
        Self::closed()
    }
}

/// What is done with an event that is refused at the consumer. Either way it is not delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "a two-way switch")]
pub enum OnMismatch {
    /// The event is dropped and a record kept.
    #[default]
    Drop,
    /// The event is set aside in its present region for a person to look at, and a record kept.
    Quarantine,
}

impl OnMismatch {
    /// `drop` or `quarantine`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Quarantine => "quarantine",
        }
    }
}

/// A policy bound to an instant: the value with all the verbs. Each verb's code stands in its own room.
#[derive(Clone, Copy, Debug)]
pub struct PolicyAt<'p> {
    policy: &'p ResidencyPolicy,
    now: UnixTime,
    asked: Asked,
}

impl<'p> PolicyAt<'p> {
    /// The policy.
    #[must_use]
    #[inline]
    pub const fn policy(&self) -> &'p ResidencyPolicy {
        self.policy
    }

    /// The instant.
    #[must_use]
    #[inline]
    pub const fn now(&self) -> UnixTime {
        self.now
    }

    /// The scopes of which the short question is asked.
    #[inline]
    pub(crate) const fn asked(&self) -> Asked {
        self.asked
    }

    /// The same, asking these.
    pub(crate) const fn asking(self, asked: Asked) -> Self {
        Self { asked, ..self }
    }
}
