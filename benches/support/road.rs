//! The road as this crate goes it.

use domicile::audit::{Entry, EventId, Head};
use domicile::data::Categories;
use domicile::flow::{Delivery, Endpoint, Site};
use domicile::law::LawEdition;
use domicile::pii::{HashText, META, SealedValue, UserData};
use domicile::policy::PolicyDocument;
use domicile::tenant::Resolved;
use domicile::tenant::{Claims, Directory, Epoch, Plan, Residency, Tenant, resolve};
use domicile::{
    DataCategory, Decision, Here, Permit, PolicyAt, Region, RegionCatalog, ResidencyPolicy, TenantId,
    UnixTime,
};

use crate::inputs::{Account, Input, REGIONS};

/// What stays the same from event to event.
pub(crate) struct World {
    pub(crate) directory: Directory,
    pub(crate) sites: Vec<Site>,
    pub(crate) endpoints: Vec<Endpoint>,
    pub(crate) categories: Categories,
}

impl World {
    pub(crate) fn new(accounts: &[Account]) -> Self {
        let mut builder = Directory::builder();
        builder.extend(accounts.iter().map(|account| {
            let id = TenantId::parse(&account.id).unwrap();
            Tenant::new(id, Residency::enforced(account.region)).on_plan(Plan::parse(account.plan).unwrap())
        }));
        let site = |region: &Region| Site::new(&format!("site-{region}"), *region).unwrap();
        Self {
            directory: builder.build(Epoch::new(1), UnixTime::MAX).unwrap(),
            sites: REGIONS.iter().map(site).collect(),
            // The recipient of a region is called as the region is.
            endpoints: REGIONS
                .iter()
                .map(|region| {
                    Endpoint::regional(region.as_str(), *region, region.as_str().parse().unwrap()).unwrap()
                })
                .collect(),
            categories: [DataCategory::EventMetadata, DataCategory::PseudonymousIdentifier]
                .into_iter()
                .collect(),
        }
    }
}

/// A recipient in the country of each region, to which events are delivered at home.
pub(crate) fn policy() -> ResidencyPolicy {
    let document: PolicyDocument = toml::from_str(
        r#"
        version = 2
        name = "bench"
        sensitivities = []
        regions = ["eu-west-1", "us-east-1", "ap-south-1", "ap-southeast-2"]
        categories = ["event", "identifier"]
        recipients = [
            { recipient = "eu-west-1", country = "IE" },
            { recipient = "us-east-1", country = "US" },
            { recipient = "ap-south-1", country = "IN" },
            { recipient = "ap-southeast-2", country = "AU" },
        ]
        [end]
        of = "bench"
        "#,
    )
    .unwrap();
    document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap()
}

/// What the edge at home is permitted.
#[inline]
pub(crate) fn received<'a>(
    now: &PolicyAt<'a>,
    resolved: &'a Resolved,
    categories: &'a Categories,
) -> Permit<'a> {
    match now.receive(resolved, Here(resolved.home()), categories) {
        Decision::Permit(permit) => permit,
        other => panic!("{other:?}"),
    }
}

pub(crate) const NOW: UnixTime = UnixTime::from_secs(1_795_262_400);

/// One event from the edge to the ledger.
#[inline]
pub(crate) fn event(
    world: &World,
    now: &PolicyAt<'_>,
    head: &mut Head,
    input: &Input,
) -> (HashText, HashText, Entry) {
    let tenant = TenantId::parse(&input.tenant).unwrap();
    let event_id = EventId::parse(&input.id).unwrap();
    let resolved = resolve(&Claims::tenant(&tenant), &world.directory, now.now()).unwrap();
    let permit = received(now, &resolved, &world.categories);
    let routed = now.route(permit, &world.sites).unwrap();
    let (email, phone) = sealed(input);
    let (stamp, _) = routed.stamp(event_id);
    let stamp = std::hint::black_box(&stamp);
    let admitted = now.admit(stamp, &world.directory, Here(stamp.queue())).unwrap();
    let Delivery::Deliver(delivery) = now.deliver(admitted, &world.endpoints) else {
        panic!("expected a delivery");
    };
    let (next, entry) = head.append(delivery.settle().next().unwrap(), now.now()).unwrap();
    *head = next;
    (email, phone, entry)
}

/// E-mail address and phone number as Meta gets them.
#[inline]
pub(crate) fn sealed(input: &Input) -> (HashText, HashText) {
    let sealed = META.seal(&UserData::new().email(&*input.email).phone(&*input.phone));
    let mut texts = sealed.values().map(|(_, value)| match value {
        SealedValue::Hashed(hash) => hash.text(),
        _ => panic!("expected a hash"),
    });
    (texts.next().unwrap(), texts.next().unwrap())
}
