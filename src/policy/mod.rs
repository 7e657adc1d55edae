//! Decisions: may this be here, may it go there, may they be given it, and why.
//!
//! A [`PolicyDocument`] compiles into a [`ResidencyPolicy`]; without a document there is [`ResidencyPolicy::closed`].
//! A policy at an instant is a [`PolicyAt`], and [`PolicyAt::decide`] is what all its other steps ask: it takes a
//! [`Request`] made of [`Fact`]s and gives a [`Decision`], which is a [`Permit`] (a proof), a [`Refusal`] (final) or a
//! [`Deferral`] (could not find out; try again). Each carries its [`Explanation`].
//!
//! Only knowledge allows: replacing any fact by [`Fact::Absent`] never turns a refusal into a permit.
//!
//! # Examples
//!
//! Orders of European merchants are given to a company in the United States under a row that says why:
//!
//! ```
//! # #[cfg(feature = "serde")] {
//! use domicile::data::Categories;
//! use domicile::law::{Act, Ground, LawEdition};
//! use domicile::policy::{EndpointKind, Expiry, Fact, PolicyDocument, RecipientName, Recording, RoleName};
//! use domicile::tenant::{Mode, ScopeName};
//! use domicile::{DataCategory, Decision, Region, RegionCatalog, Request, UnixTime};
//!
//! let document: PolicyDocument = serde_json::from_str(r#"{
//!     "version": 2,
//!     "name": "shop",
//!     "sensitivities": [],
//!     "regions": ["eu-west-1"],
//!     "categories": ["event"],
//!     "recipients": [{
//!         "recipient": "analytics",
//!         "country": "US",
//!         "facts": [{ "condition": "dpf-listed", "since": "2026-09-10", "until": "2027-09-10" }]
//!     }],
//!     "transfers": [{
//!         "transfer": "orders-to-analytics",
//!         "from": ["eu-west-1"],
//!         "operations": ["deliver"],
//!         "categories": ["event"],
//!         "recipient": "analytics",
//!         "ground": "adequacy",
//!         "instrument": "contract-2026-09",
//!         "since": "2026-09-10",
//!         "until": "2027-09-10"
//!     }],
//!     "end": { "of": "shop" }
//! }"#)?;
//! let policy = document.compile(RegionCatalog::builtin(), LawEdition::builtin())?;
//! let now = policy.at(UnixTime::from_secs(1_795_262_400)); // 2026-11-21
//!
//! let mut request = Request::new(Expiry::At(now.now().plus_secs(300)));
//! request.home = Fact::Known(Region::EuWest1);
//! request.here = Fact::Known(Region::EuWest1);
//! request.mode = Fact::Known(Mode::Enforced);
//! request.operation = Fact::Known(Act::Deliver);
//! request.categories = Categories::from_iter([DataCategory::EventMetadata]).into();
//! request.role = Fact::Known(RoleName::SERVICE);
//! request.scope = Fact::Known(ScopeName::PLATFORM);
//! request.recipient = Some(Fact::Known(RecipientName::parse("analytics")?));
//! request.endpoint = Fact::Known(EndpointKind::Regional);
//!
//! let Decision::Permit(permit) = now.decide(&request) else { panic!("a row is written for it") };
//! assert_eq!(permit.ground(), Some(Ground::Adequacy));
//! assert_eq!(permit.recording(), Recording::Required);
//!
//! // Somebody, and it is not known who: known to be absent, and refused.
//! request.recipient = Some(Fact::Absent);
//! assert_eq!(now.decide(&request).code(), "recipient_unknown");
//!
//! // Whoever knows could not be asked: nothing is allowed, and nothing is lost.
//! request.recipient = Some(Fact::Unavailable);
//! assert!(matches!(now.decide(&request), Decision::Retry(_)));
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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
pub(crate) use crate::policy::decision::{KeptRefusal, Reception, Stopped};
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
pub use crate::policy::prepared::PreparedRequest;
pub use crate::policy::remedies::{Budget, Remedies};
#[cfg(feature = "serde")]
pub use crate::policy::replay::{RecordedDecision, Reversal};
pub use crate::policy::request::{EndpointKind, Expiry, Fact, Request};
pub use crate::policy::residency::{OnMismatch, PolicyAt, ResidencyPolicy};
pub use crate::policy::rulebook::{EndpointOrder, Enforcement, GlobalEndpoints, Power, TransferKind};
pub use crate::policy::words::{AllOr, Availability, PlacementKind, RegionOrGroup, ScopeLevel};
