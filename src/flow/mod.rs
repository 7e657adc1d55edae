//! THE ROAD: what happens to one event at run time.
//!
//! ```text
//!   claims ─► resolve ─► route ─► stamp ═ queue ═► admit ─► deliver ─► ledger
//!             Resolved   Routed   (a claim)        Admitted  Deliver
//! ```
//!
//! Each arrow is a check, and what it yields is a proof that the next step takes. A queue breaks the type system:
//! what travels is a [`Stamp`], which anybody could have written, so the consumer resolves the tenant again and
//! earns its proof again. A refusal drops the event with a [`DropRecord`]; a deferral stops it for now.
//!
//! # Examples
//!
//! One event from the edge to the ledger:
//!
//! ```
//! use domicile::audit::{EventId, Head};
//! use domicile::data::Categories;
//! use domicile::flow::{Delivery, Site};
//! use domicile::tenant::{Claims, Directory, Epoch, Residency, Tenant, resolve};
//! use domicile::{DataCategory, Here, Region, ResidencyPolicy, TenantId, UnixTime};
//!
//! let shop = TenantId::parse("shop-1")?;
//! let tenants = Directory::builder().with(Tenant::new(shop, Residency::enforced(Region::EuWest1)));
//! let tenants = tenants.build(Epoch::new(1), UnixTime::from_secs(1_795_266_000))?;
//!
//! let policy = ResidencyPolicy::closed();
//! let now = policy.at(UnixTime::from_secs(1_795_262_400));
//! let queues = [Site::new("ingest-us", Region::UsEast1)?, Site::new("ingest-eu", Region::EuWest1)?];
//! let what: Categories = [DataCategory::EventMetadata].into_iter().collect();
//!
//! // At the edge.
//! let resolved = resolve(&Claims::tenant(&shop), &tenants, now.now())?;
//! let routed = now.route(&resolved, &what, &queues)?;
//! assert_eq!(routed.site().name(), "ingest-eu");
//! let stamp = routed.stamp(EventId::parse("evt-1")?);
//!
//! // At the consumer, on the other side of the queue.
//! let admitted = now.admit(&stamp, &tenants, Here(Region::EuWest1))?;
//! let senders = [Site::new("sender-eu", Region::EuWest1)?];
//! let Delivery::Deliver(delivery) = now.deliver(admitted, &senders) else { panic!("same region") };
//!
//! // In the ledger of the region.
//! let (head, entry) = Head::genesis(Region::EuWest1, "orders")?.append(delivery.event(), now.now())?;
//! assert_eq!(head.count(), 1);
//! assert_eq!(entry.event().tenant_region(), Some(Region::EuWest1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod access;
mod delivery;
mod endpoint;
mod envelope;
mod events;
mod gate;
mod observation;
mod receive;
mod record;
mod response;
mod route;
mod site;

pub use crate::flow::access::{Caller, KeyCheck, KeyRefusal, KeyResponse, KeyStanding, check_key};
pub use crate::flow::delivery::{Deliver, Delivery, Onward};
pub use crate::flow::endpoint::{Endpoint, InvalidEndpoint};
pub use crate::flow::envelope::{Envelope, InvalidStamp, Stamp};
pub use crate::flow::gate::{Admitted, NotAdmitted, Pending, Rejection};
pub use crate::flow::observation::Observation;
pub use crate::flow::record::{DropReason, DropRecord};
pub use crate::flow::response::{REGION_HEADER, RegionNotProven, check_region_header};
pub use crate::flow::route::{NoRoute, RouteError, Routed};
pub use crate::flow::site::{InvalidSite, Site};
