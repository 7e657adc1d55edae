#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::unreachable,
        clippy::todo,
        clippy::unimplemented,
        clippy::disallowed_methods,
        clippy::disallowed_types
    )
)]
#![deny(
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    clippy::std_instead_of_core,
    clippy::std_instead_of_alloc,
    clippy::alloc_instead_of_core,
    clippy::wildcard_enum_match_arm,
    clippy::print_stdout,
    clippy::print_stderr
)]

extern crate alloc;

mod code;
mod country;

pub mod digest;
pub mod edition;
pub mod time;

pub mod place;

pub mod tenant;

pub mod data;

pub mod law;

pub mod policy;

pub mod audit;

pub mod pii;

pub mod flow;

#[cfg(feature = "proptest1")]
pub mod strategies;

pub use crate::data::DataCategory;
pub use crate::place::Here;
pub use crate::place::InRegion;
pub use crate::place::Region;
pub use crate::place::RegionCatalog;
pub use crate::place::RegionMismatch;
pub use crate::place::Zone;
pub use crate::place::validate_region;
pub use crate::policy::Decision;
pub use crate::policy::Permit;
pub use crate::policy::PolicyAt;
pub use crate::policy::Refusal;
pub use crate::policy::Request;
pub use crate::policy::ResidencyPolicy;
pub use crate::tenant::TenantId;
pub use crate::tenant::TenantResolver;
pub use crate::time::UnixTime;
