//! One event at run time: received, routed, carried over a queue, admitted, delivered, recorded.
//!
//! ```text
//!   claims ─► resolve ─► receive ─► route ─► stamp ═ queue ═► admit ─► deliver ─► settle ─► ledger
//!             Resolved   Permit     Routed   (a claim)        Admitted  Deliver    Event
//! ```
//!
//! Each step asks the policy, and yields a proof that the next step takes by value. A queue breaks the type system:
//! what travels is a [`Stamp`], which anybody could have written, so the consumer resolves the tenant again and
//! earns its proof again. A refusal ends the event with a [`DropRecord`]; a deferral stops it for now.
//!
//! | step | what is decided | gives |
//! |---|---|---|
//! | [`PolicyAt::receive`](crate::PolicyAt::receive) | may it be processed here | [`Permit`](crate::Permit) |
//! | [`PolicyAt::route`](crate::PolicyAt::route) | may it be stored at a queue's region | [`Routed`] |
//! | [`PolicyAt::admit`](crate::PolicyAt::admit) | may it be processed here, by what the resolver says now | [`Admitted`] |
//! | [`PolicyAt::deliver`](crate::PolicyAt::deliver) | may the endpoint's recipient be given it, and those behind | [`Deliver`] |
//!
//! # Examples
//!
//! One event from the edge to the ledger, under a document that lists one recipient:
//!
//! ```
//! # #[cfg(feature = "serde")] {
//! use domicile::audit::{EventId, Head};
//! use domicile::data::Categories;
//! use domicile::flow::{Delivery, Endpoint, Site};
//! use domicile::law::LawEdition;
//! use domicile::policy::{PolicyDocument, RecipientName};
//! use domicile::tenant::{Claims, Directory, Epoch, Residency, Tenant, resolve};
//! use domicile::{DataCategory, Decision, Here, Region, RegionCatalog, TenantId, UnixTime};
//!
//! let document: PolicyDocument = serde_json::from_str(r#"{
//!     "version": 2,
//!     "name": "shop",
//!     "sensitivities": [],
//!     "regions": ["eu-west-1", "us-east-1"],
//!     "categories": ["event"],
//!     "recipients": [{ "recipient": "analytics", "country": "IE" }],
//!     "end": { "of": "shop" }
//! }"#)?;
//! let policy = document.compile(RegionCatalog::builtin(), LawEdition::builtin())?;
//!
//! let shop = TenantId::parse("shop-1")?;
//! let tenants = Directory::builder().with(Tenant::new(shop, Residency::enforced(Region::EuWest1)));
//! let tenants = tenants.build(Epoch::new(1), UnixTime::from_secs(1_795_266_000))?;
//! let what: Categories = [DataCategory::EventMetadata].into_iter().collect();
//! let home = Here(Region::EuWest1);
//!
//! // At the edge: may it be processed here, and on which queue does it go.
//! let now = policy.at(UnixTime::from_secs(1_795_262_400));
//! let queues = [Site::new("ingest-us", Region::UsEast1)?, Site::new("ingest-eu", Region::EuWest1)?];
//! let resolved = resolve(&Claims::tenant(&shop), &tenants, now.now())?;
//! let Decision::Permit(permit) = now.receive(&resolved, home, &what) else { panic!("it is at home") };
//! let routed = now.route(permit, &queues)?;
//! assert_eq!(routed.site().name(), "ingest-eu");
//! let (stamp, queued) = routed.stamp(EventId::parse("evt-1")?);
//!
//! // At the consumer, on the other side of the queue: nothing is believed, all is asked again.
//! let admitted = now.admit(&stamp, &tenants, home)?;
//! let analytics = RecipientName::parse("analytics")?;
//! let endpoints = [Endpoint::regional("analytics-eu", Region::EuWest1, analytics)?];
//! let Delivery::Deliver(delivery) = now.deliver(admitted, &endpoints) else { panic!("it stays in Ireland") };
//! assert_eq!(delivery.endpoint().name(), "analytics-eu");
//!
//! // Once it is sent: into the ledger of the region.
//! let mut head = Head::genesis(Region::EuWest1, "orders")?;
//! for event in core::iter::once(queued).chain(delivery.settle()) {
//!     let (next, entry) = head.append(event, now.now())?;
//!     assert_eq!(entry.event().tenant_region(), Some(Region::EuWest1));
//!     head = next;
//! }
//! assert_eq!(head.count(), 2);
//! # }
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
