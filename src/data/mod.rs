//! WHAT: the kinds of data a decision is about, where each lies, for how long, and who else handles it.
//!
//! A decision is made per category, because a category can have a placement of its own. Categories travel with the
//! event, so that a consumer cannot under-declare what it was handed.
//!
//! An [`Inventory`] is the document of facts behind a policy: stores with what they hold, and subprocessors with the
//! countries whose law can reach the data. It says what contradicts itself; it permits nothing.
//!
//! An [`EndpointRegistry`] holds the hosts at which platforms take data, with what their vendors say of the place, the
//! source and the day it was read. It permits nothing either.
//!
//! ```
//! use domicile::data::{EndpointName, EndpointPromise, EndpointRegistry, EndpointScope};
//!
//! let endpoints = EndpointRegistry::builtin();
//! let meta = endpoints.get(EndpointName::parse("meta-capi")?).unwrap();
//! assert_eq!((meta.scope(), meta.promise()), (EndpointScope::Global, EndpointPromise::Nothing));
//! # Ok::<(), domicile::data::InvalidEndpointName>(())
//! ```

mod category;
mod changes;
mod endpoint;
mod endpoint_reader;
mod endpoint_registry;
mod finding;
pub(crate) mod instant;
mod inventory;
mod name;
mod protection;
mod retention;
mod scope;
mod sensitivity;
mod span;
mod store;
mod subprocessor;
pub(crate) mod word;

pub use crate::data::category::{Categories, DataCategory, DataCategoryCode, InvalidDataCategory};
pub use crate::data::changes::{SubprocessorChange, subprocessor_changes};
pub use crate::data::endpoint::{EndpointFacts, EndpointPromise, EndpointScope};
pub use crate::data::endpoint_registry::EndpointRegistry;
pub use crate::data::finding::{FindingKind, FindingSeverity, InventoryFinding};
pub use crate::data::inventory::Inventory;
pub use crate::data::name::{
    EndpointName, InvalidEndpointName, InvalidMechanism, InvalidStoreName, InvalidSubprocessorName,
    Mechanism, StoreName, SubprocessorName,
};
pub use crate::data::protection::{AtRest, InTransit, Protection};
pub use crate::data::retention::{Due, Retention};
pub use crate::data::scope::{Scope, Sharing};
pub use crate::data::sensitivity::{Sensitivities, Sensitivity};
pub use crate::data::span::{InvalidSpan, Span};
pub use crate::data::store::{Held, Replication, Store};
pub use crate::data::subprocessor::{Enabled, Onward, OptIn, Reach, Subprocessor};
pub use crate::data::word::InvalidWord;
