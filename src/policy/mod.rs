//! JUDGEMENT: may this be here, may it go there, and why.
//!
//! A [`ResidencyPolicy`] bound to an instant gives a [`PolicyAt`], the value with all the verbs. The verb behind all
//! others is [`PolicyAt::decide`]: it takes a [`Request`] made of [`Fact`]s and gives a [`Decision`], which is a
//! [`Permit`] (a proof), a [`Refusal`] (final) or a [`Deferral`] (could not find out; try again). Each carries the
//! whole [`Explanation`].
//!
//! The one law behind every line here: only knowledge allows. Replacing any fact by [`Fact::Absent`] never turns a
//! refusal into a permit.

mod audit;
mod broken;
mod cell;
mod change;
mod check;
mod compile;
mod core_request;
mod decision;
#[cfg(feature = "serde")]
mod decision_record;
mod decision_text;
mod diff;
mod document;
mod domain;
mod evaluate;
mod expected;
mod field;
mod issue;
mod law_table;
mod leaving;
mod lint;
mod mask;
mod name;
mod near;
#[cfg(feature = "serde")]
mod node;
mod outcomes;
mod own;
mod part;
mod path;
mod plain;
mod prepared;
mod read_categories;
mod read_law;
mod read_people;
mod read_places;
mod read_scopes;
mod read_transfers;
mod reader;
mod reason;
mod remedies;
#[cfg(feature = "serde")]
mod replay;
mod request;
mod residency;
mod rulebook;
mod set;
mod shadow;
mod symbols;
mod words;

pub use crate::policy::audit::AuditFinding;
pub use crate::policy::change::{Change, FactName, TransferDraft};
pub use crate::policy::check::{Check, Outcome};
pub(crate) use crate::policy::core_request::CoreRequest;
pub use crate::policy::decision::{Decision, Deferral, Explanation, Permit, Recording, Refusal};
pub(crate) use crate::policy::decision::{Reception, Stopped};
pub use crate::policy::diff::{Difference, Flip};
pub use crate::policy::document::{
    BreakGlassRow, CategoryRow, EndTable, EndpointRow, FactRow, GroupRow, LawOffRow, LawVouchRow,
    OrganizationFactRow, PlanRow, PolicyDocument, PromiseRow, RecipientRow, RegionRow, RoleRow, ScopeRow,
    SectorRow, TransferRow,
};
pub use crate::policy::evaluate::DecisionKind;
pub use crate::policy::field::Field;
pub use crate::policy::issue::{InvalidPolicy, Issue, Severity};
pub use crate::policy::name::{InvalidName, RecipientName, RoleName};
pub(crate) use crate::policy::own::{Basis, Step, To};
pub(crate) use crate::policy::plain::Plain;
pub use crate::policy::prepared::PreparedRequest;
pub use crate::policy::remedies::{Budget, Remedies};
#[cfg(feature = "serde")]
pub use crate::policy::replay::{RecordedDecision, Reversal};
pub use crate::policy::request::{EndpointKind, Expiry, Fact, Request};
pub use crate::policy::residency::{OnMismatch, PolicyAt, ResidencyPolicy};
pub use crate::policy::rulebook::{EndpointOrder, Enforcement, GlobalEndpoints, Power, TransferKind};
pub use crate::policy::words::{AllOr, Availability, PlacementKind, RegionOrGroup, ScopeLevel};
