//! JUDGEMENT: may this be here, and why.
//!
//! A [`ResidencyPolicy`] bound to an instant gives a [`PolicyAt`], the value with all the verbs. Its first verb is
//! [`PolicyAt::permit`]: it takes a [`Question`] made of [`Fact`]s and gives a [`Decision`], which is a [`Permit`]
//! (a proof), a [`Refusal`] (final) or a [`Deferral`] (could not find out; try again). Each carries the whole
//! [`Explanation`].
//!
//! The one law behind every line here: only knowledge allows. Replacing any fact by [`Fact::Absent`] never turns a
//! refusal into a permit.

mod audit;
mod bound;
mod case;
mod cell;
mod compile;
mod cure;
mod decision;
mod diff;
mod document;
mod domain;
mod evaluate;
mod explanation;
mod fact;
mod holding;
mod issue;
mod law_table;
mod leaving;
mod lint;
mod mask;
mod name;
mod outcomes;
mod read_places;
mod read_rules;
mod read_scopes;
mod read_transfers;
mod reader;
mod remedies;
mod remedy;
#[cfg(feature = "serde")]
mod replay;
mod residency;
mod rulebook;
mod ruling;
mod ruling_code;
#[cfg(feature = "serde")]
mod ruling_record;
mod ruling_text;
mod shadow;
mod step;
mod symbols;

pub use crate::policy::audit::AuditFinding;
pub use crate::policy::bound::BoundCase;
pub use crate::policy::case::{Case, Endpoint};
pub use crate::policy::cure::CaseChange;
pub use crate::policy::decision::{Decision, Deferral, Permit, Refusal};
pub use crate::policy::diff::{Difference, Flip};
pub use crate::policy::document::{
    BreakGlassRow, CategoryRow, EndRow, FallbackRow, GroupRow, PlanRow, PolicyDocument, PromiseRow,
    RecipientRow, RegionRow, RoleRow, ScopeRow, SectorRow, TransferRow,
};
pub use crate::policy::evaluate::Answer;
pub use crate::policy::explanation::{Check, Explanation, Outcome};
pub use crate::policy::fact::{Fact, Question};
pub use crate::policy::issue::{InvalidPolicy, Issue, Severity};
pub use crate::policy::name::{InvalidName, RecipientName, RoleName, ScopeName};
pub use crate::policy::remedies::Remedies;
pub use crate::policy::remedy::Change;
#[cfg(feature = "serde")]
pub use crate::policy::replay::{RecordedDecision, Reversal};
pub use crate::policy::residency::{OnMismatch, PolicyAt, ResidencyPolicy};
pub use crate::policy::rulebook::{Duty, Enforcement, TransferKind};
pub use crate::policy::ruling::{Clearance, Recording, Ruling};
pub use crate::policy::step::Step;
