//! JUDGEMENT: may this be here, and why.
//!
//! A [`ResidencyPolicy`] bound to an instant gives a [`PolicyAt`], the value with all the verbs. Its first verb is
//! [`PolicyAt::permit`]: it takes a [`Question`] made of [`Fact`]s and gives a [`Decision`], which is a [`Permit`]
//! (a proof), a [`Refusal`] (final) or a [`Deferral`] (could not find out; try again). Each carries the whole
//! [`Explanation`].
//!
//! The one law behind every line here: only knowledge allows. Replacing any fact by [`Fact::Absent`] never turns a
//! refusal into a permit.

mod decision;
mod explanation;
mod fact;
mod remedy;
mod residency;

pub use crate::policy::decision::{Decision, Deferral, Permit, Refusal};
pub use crate::policy::explanation::{Check, Explanation, Outcome};
pub use crate::policy::fact::{Fact, Question};
pub use crate::policy::remedy::{Change, Remedies};
pub use crate::policy::residency::{OnMismatch, PolicyAt, ResidencyPolicy};
