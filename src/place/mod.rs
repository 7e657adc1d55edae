//! WHERE: regions, zones, jurisdictions, and the comparison everything else reduces to.
//!
//! Three axes that must not be mixed. A [`Region`] is a site, identified by provider and code. A [`Zone`] is an
//! operating group for queues and endpoints. A [`Jurisdiction`] is whose law applies. None of them can be read off
//! another's spelling: `eu-west-2` is in the United Kingdom and Alibaba's `eu-west-1` is London. Facts about a
//! region come from a [`RegionCatalog`]; permission comes from [`validate_region`] or from a policy, never from a
//! fact.

mod builtin;
mod catalog;
mod jurisdiction;
mod providers;
mod region;
mod set;
mod validate;
mod zone;

pub use crate::place::catalog::{CatalogConflict, RegionCatalog, RegionFacts, RegionStatus, UnknownProvider};
pub use crate::place::jurisdiction::{InvalidJurisdiction, Jurisdiction};
pub use crate::place::region::{InvalidRegion, Region, RegionCode};
pub use crate::place::set::RegionSet;
pub use crate::place::validate::{Here, InRegion, RegionMismatch, validate_region};
pub use crate::place::zone::{InvalidZone, Zone, ZoneCode};
