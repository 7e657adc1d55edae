//! JUDGEMENT: may this be here, may it go there, and why.
//!
//! A [`ResidencyPolicy`] bound to an instant gives a [`PolicyAt`], the value with all the verbs. The verb behind all
//! others is [`PolicyAt::decide`]: it takes a [`Request`] made of [`Fact`]s and gives a [`Decision`], which is a
//! [`Permit`] (a proof), a [`Refusal`] (final) or a [`Deferral`] (could not find out; try again). Each carries the
//! whole [`Explanation`].
//!
//! The one law behind every line here: only knowledge allows. Replacing any fact by [`Fact::Absent`] never turns a
//! refusal into a permit.

mod cell;
mod check;
mod core_request;
mod decision;
#[cfg(feature = "serde")]
mod decision_record;
mod decision_text;
mod diff;
mod domain;
mod evaluate;
mod law_table;
mod leaving;
mod mask;
mod name;
mod outcomes;
mod own;
mod plain;
mod prepared;
mod reason;
#[cfg(feature = "serde")]
mod replay;
mod request;
mod residency;
mod rulebook;
mod set;
mod symbols;

pub use crate::policy::check::{Check, Outcome};
pub(crate) use crate::policy::core_request::CoreRequest;
pub(crate) use crate::policy::decision::Stopped;
pub use crate::policy::decision::{Decision, Deferral, Explanation, Permit, Recording, Refusal};
pub use crate::policy::diff::{Difference, Flip};
pub use crate::policy::evaluate::DecisionKind;
pub use crate::policy::name::{InvalidName, RecipientName, RoleName};
pub(crate) use crate::policy::own::{Step, To};
pub use crate::policy::prepared::PreparedRequest;
#[cfg(feature = "serde")]
pub use crate::policy::replay::{RecordedDecision, Reversal};
pub use crate::policy::request::{EndpointKind, Expiry, Fact, Request};
pub use crate::policy::residency::{OnMismatch, PolicyAt, ResidencyPolicy};
pub use crate::policy::rulebook::{EndpointOrder, Enforcement, Power, TransferKind};
