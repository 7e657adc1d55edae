//! N2, T5, T7, T9: random traffic with outages, duplicates, reorderings, misrouted copies, tenants that move and
//! policies that change in flight. Nothing is lost, and nothing is delivered outside its region. The model beside
//! the library is a table of homes and a list of copies.
#![cfg(feature = "serde")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domicile::audit::{Anchor, Event, EventId, EventKind, Head, ReasonCode, Record, Stop, verify};
use domicile::data::Categories;
use domicile::flow::{Delivery, Endpoint, NotAdmitted, Site, Stamp};
use domicile::law::LawEdition;
use domicile::policy::{OnMismatch, PolicyDocument};
use domicile::tenant::{
    Claims, Directory, Entitlements, Epoch, Hostname, Lookup, Mode, Plan, Residency, ResolveError, Tenant,
    TenantResolver, Unlisted, resolve,
};
use domicile::{DataCategory, Decision, Here, Region, RegionCatalog, ResidencyPolicy, TenantId, UnixTime};
use proptest::prelude::*;

const REGIONS: [Region; 4] = [Region::EuWest1, Region::UsEast1, Region::ApSouth1, Region::AfSouth1];
const TENANTS: usize = 6;
/// Seconds for which a directory's answers hold.
const LEASE: u64 = 50;

#[derive(Clone, Debug)]
enum Step {
    /// An event of a tenant arrives; the last index is nobody's.
    Ingest { tenant: usize, outage: bool },
    /// A consumer takes the message at `pick` from its queue, in no order.
    Consume { region: usize, pick: usize, outage: bool, wait: u64 },
    /// The queue delivers a message twice.
    Duplicate { region: usize, pick: usize },
    /// Somebody copies a message to another region's queue, and takes it away here.
    Misroute { region: usize, pick: usize, to: usize },
    /// Somebody rewrites a message to look at home on another queue, and puts it there.
    Rewrite { region: usize, pick: usize, to: usize },
    /// A tenant gets a new home or mode, with messages in flight.
    Move { tenant: usize, to: usize, informational: bool },
    /// Another policy.
    Policy { which: usize },
    /// The directory is refreshed.
    Refresh,
}

fn step() -> impl Strategy<Value = Step> {
    let outage = || prop::bool::weighted(0.15);
    let region = 0..REGIONS.len();
    prop_oneof![
        6 => (0..=TENANTS, outage()).prop_map(|(tenant, outage)| Step::Ingest { tenant, outage }),
        8 => (region.clone(), 0..100_usize, outage(), 0..8_u64)
            .prop_map(|(region, pick, outage, wait)| Step::Consume { region, pick, outage, wait }),
        1 => (region.clone(), 0..100_usize).prop_map(|(region, pick)| Step::Duplicate { region, pick }),
        1 => (region.clone(), 0..100_usize, region.clone())
            .prop_map(|(region, pick, to)| Step::Misroute { region, pick, to }),
        1 => (region.clone(), 0..100_usize, region.clone())
            .prop_map(|(region, pick, to)| Step::Rewrite { region, pick, to }),
        1 => (0..TENANTS, region, prop::bool::weighted(0.2))
            .prop_map(|(tenant, to, informational)| Step::Move { tenant, to, informational }),
        1 => (0..4_usize).prop_map(|which| Step::Policy { which }),
        2 => Just(Step::Refresh),
    ]
}

struct Service {
    now: u64,
    homes: Vec<(Region, Mode)>,
    directory: Directory,
    policy: ResidencyPolicy,
    queues: BTreeMap<Region, Vec<Vec<u8>>>,
    sites: Vec<Site>,
    endpoints: Vec<Endpoint>,
    chain: (Head, Vec<Record>),
    next_event: u64,
    received: u64,
    delivered: u64,
    dropped: u64,
    waiting_at_edge: u64,
}

struct MayBeDown<'a>(&'a Directory, bool);

impl TenantResolver for MayBeDown<'_> {
    type Error = &'static str;
    fn by_id(&self, id: &TenantId) -> Result<Lookup, &'static str> {
        if self.1 { Err("down") } else { Ok(self.0.by_id(id).unwrap()) }
    }
    fn by_hostname(&self, hostname: &Hostname) -> Result<Lookup, &'static str> {
        if self.1 { Err("down") } else { Ok(self.0.by_hostname(hostname).unwrap()) }
    }
}

fn tenant_id(tenant: usize) -> TenantId {
    TenantId::parse(&format!("shop-{tenant}")).unwrap()
}

/// A recipient in the country of each region, and nobody abroad.
static DOMESTIC: LazyLock<ResidencyPolicy> = LazyLock::new(|| {
    let document: PolicyDocument = toml::from_str(
        r#"
        version = 2
        name = "domestic"
        sensitivities = []
        regions = ["eu-west-1", "us-east-1", "ap-south-1", "af-south-1"]
        categories = ["event"]
        recipients = [
            { recipient = "eu-west-1", country = "IE" },
            { recipient = "us-east-1", country = "US" },
            { recipient = "ap-south-1", country = "IN" },
            { recipient = "af-south-1", country = "ZA" },
        ]
        [end]
        of = "domestic"
        "#,
    )
    .unwrap();
    document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap()
});

fn policies(which: usize) -> ResidencyPolicy {
    let enterprise = Plan::parse("enterprise").unwrap();
    match which {
        0 => DOMESTIC.clone(),
        1 => DOMESTIC.clone().on_mismatch(OnMismatch::Quarantine),
        2 => DOMESTIC.clone().with_entitlements(
            Entitlements::new().with(enterprise, [Region::ApSouth1]).with_unlisted(Unlisted::Open),
        ),
        // Delivers to nobody.
        _ => ResidencyPolicy::closed(),
    }
}

impl Service {
    fn new() -> Self {
        let homes: Vec<(Region, Mode)> = (0..TENANTS).map(|t| (REGIONS[t % 4], Mode::Enforced)).collect();
        Self {
            now: 1_000,
            directory: directory(&homes, 1_000),
            homes,
            policy: policies(0),
            queues: REGIONS.iter().map(|region| (*region, Vec::new())).collect(),
            sites: REGIONS.iter().map(|region| Site::new("site", *region).unwrap()).collect(),
            endpoints: REGIONS.map(endpoint).to_vec(),
            chain: (Head::genesis(Region::EuWest1, "test").unwrap(), Vec::new()),
            next_event: 0,
            received: 0,
            delivered: 0,
            dropped: 0,
            waiting_at_edge: 0,
        }
    }

    fn record(&mut self, event: Event) {
        let (head, entry) = self.chain.0.append(event, UnixTime::from_secs(self.now)).unwrap();
        self.chain.0 = head;
        self.chain.1.push(entry.record());
    }

    /// What the edge says of an event it could not route.
    fn stop(&mut self, stop: Stop, id: TenantId, code: &str) {
        let (here, code) = (Here(Region::EuWest1), ReasonCode::parse(code).unwrap());
        self.record(Event::stopped(stop, here, None, Some(id), code, self.policy.fingerprint()));
    }

    fn run(&mut self, step: Step) {
        self.now += 1;
        match step {
            Step::Ingest { tenant, outage } => self.ingest(tenant, outage),
            Step::Consume { region, pick, outage, wait } => self.consume(REGIONS[region], pick, outage, wait),
            Step::Duplicate { region, pick } => {
                if let Some(message) = self.take(REGIONS[region], pick) {
                    self.received += 1; // a copy more to account for
                    self.put(REGIONS[region], message.clone());
                    self.put(REGIONS[region], message);
                }
            }
            Step::Misroute { region, pick, to } => {
                if let Some(message) = self.take(REGIONS[region], pick) {
                    self.put(REGIONS[to], message);
                }
            }
            Step::Rewrite { region, pick, to } => {
                if let Some(message) = self.take(REGIONS[region], pick) {
                    let mut stamp: serde_json::Value = serde_json::from_slice(&message).unwrap();
                    stamp["home"] = serde_json::json!(REGIONS[to]);
                    stamp["queue"] = serde_json::json!(REGIONS[to]);
                    self.put(REGIONS[to], serde_json::to_vec(&stamp).unwrap());
                }
            }
            Step::Move { tenant, to, informational } => {
                let mode = if informational { Mode::Informational } else { Mode::Enforced };
                self.homes[tenant] = (REGIONS[to], mode);
                self.directory = directory(&self.homes, self.now);
            }
            Step::Policy { which } => self.policy = policies(which),
            Step::Refresh => self.directory = directory(&self.homes, self.now),
        }
    }

    fn ingest(&mut self, tenant: usize, outage: bool) {
        self.received += 1;
        let now = self.policy.at(UnixTime::from_secs(self.now));
        let id = tenant_id(tenant);
        let resolved = match resolve(&Claims::tenant(&id), &MayBeDown(&self.directory, outage), now.now()) {
            Ok(resolved) => resolved,
            Err(ResolveError::Refused(refused)) => {
                assert_eq!(tenant, TENANTS, "a known tenant was refused");
                self.dropped += 1;
                return self.stop(Stop::Drop, id, refused.code());
            }
            Err(ResolveError::Retry(undecided)) => {
                // Only an outage or an old directory stops a known tenant for now.
                self.waiting_at_edge += 1;
                return self.stop(Stop::Defer, id, undecided.code());
            }
        };
        let what: Categories = [DataCategory::EventMetadata].into_iter().collect();
        let permit = match now.receive(&resolved, Here(resolved.home()), &what) {
            Decision::Permit(permit) => permit,
            Decision::Refuse(refusal) => {
                assert!(["informational_mode", "plan_unknown"].contains(&refusal.code()), "{refusal}");
                self.dropped += 1;
                return self.stop(Stop::Drop, id, refusal.code());
            }
            Decision::Retry(deferral) => panic!("everything is known here: {deferral}"),
        };
        match now.route(permit, &self.sites) {
            Ok(routed) => {
                let region = routed.site().region();
                assert_eq!(region, self.homes[tenant].0, "routed away from home");
                let id = EventId::parse(&format!("evt-{}", self.next_event)).unwrap();
                let (stamp, event) = routed.stamp(id);
                self.next_event += 1;
                self.put(region, serde_json::to_vec(&stamp).unwrap());
                self.record(event);
            }
            Err(error) => panic!("there is a queue in every region: {error}"),
        }
    }

    fn consume(&mut self, region: Region, pick: usize, outage: bool, wait: u64) {
        let Some(message) = self.take(region, pick) else { return };
        let stamp: Stamp = serde_json::from_slice(&message).unwrap();
        let policy = self.policy.clone();
        let now = policy.at(UnixTime::from_secs(self.now));
        let admitted = match now.admit(&stamp, &MayBeDown(&self.directory, outage), Here(region)) {
            Ok(admitted) => admitted,
            Err(NotAdmitted::Refused(rejection)) => {
                self.dropped += 1;
                return self.record(rejection.event());
            }
            Err(NotAdmitted::Retry(_)) => return self.put(region, message),
        };
        // The world goes on between the gate and the sending.
        self.now += wait * 10;
        let later = policy.at(UnixTime::from_secs(self.now));
        let endpoints = self.endpoints.clone();
        match later.deliver(admitted, &endpoints) {
            Delivery::Deliver(deliver) => {
                let tenant = (0..TENANTS).find(|tenant| tenant_id(*tenant) == *deliver.tenant()).unwrap();
                let (home, mode) = self.homes[tenant];
                assert_eq!((deliver.region(), deliver.endpoint().region()), (home, Some(home)));
                assert_eq!((region, mode), (home, Mode::Enforced), "delivered outside its region");
                self.delivered += 1;
                deliver.settle().for_each(|event| self.record(event));
            }
            Delivery::Drop(rejection) => {
                assert_eq!(policy, ResidencyPolicy::closed(), "there is a recipient in every region");
                assert_eq!(rejection.code(), "recipient_unlisted");
                self.dropped += 1;
                self.record(rejection.event());
            }
            Delivery::Retry(_) => self.put(region, message),
        }
    }

    fn take(&mut self, region: Region, pick: usize) -> Option<Vec<u8>> {
        let queue = self.queues.get_mut(&region)?;
        if queue.is_empty() { None } else { Some(queue.swap_remove(pick % queue.len())) }
    }

    fn put(&mut self, region: Region, message: Vec<u8>) {
        self.queues.get_mut(&region).unwrap().push(message);
    }

    fn check(&self) {
        let queued: u64 = self.queues.values().map(|queue| queue.len() as u64).sum();
        assert_eq!(
            self.received,
            self.delivered + self.dropped + self.waiting_at_edge + queued,
            "an event was lost"
        );
        let genesis = Head::genesis(Region::EuWest1, "test").unwrap();
        assert_eq!(verify(&genesis, &self.chain.1, Some(&Anchor::of(&self.chain.0))), Ok(self.chain.0));
        let count = |kinds: &[EventKind]| {
            self.chain
                .1
                .iter()
                .filter(|record| record.kind().is_some_and(|kind| kinds.contains(&kind)))
                .count()
        };
        assert_eq!(count(&[EventKind::Delivered]) as u64, self.delivered);
        assert_eq!(count(&[EventKind::Dropped, EventKind::Quarantined]) as u64, self.dropped);
    }
}

/// The recipient of a region is called as the region is.
fn endpoint(region: Region) -> Endpoint {
    Endpoint::regional(region.as_str(), region, region.as_str().parse().unwrap()).unwrap()
}

fn directory(homes: &[(Region, Mode)], now: u64) -> Directory {
    let mut builder = Directory::builder();
    for (tenant, (home, mode)) in homes.iter().enumerate() {
        let residency = match mode {
            Mode::Enforced => Residency::enforced(*home),
            Mode::Informational => Residency::informational(*home),
        };
        builder = builder.with(Tenant::new(tenant_id(tenant), residency));
    }
    builder.build(Epoch::new(now), UnixTime::from_secs(now + LEASE)).unwrap()
}

proptest! {
    #[test]
    fn no_event_is_lost_and_none_leaves_its_region(steps in proptest::collection::vec(step(), 1..120)) {
        let mut service = Service::new();
        for step in steps {
            service.run(step);
            service.check();
        }
        // When everybody answers again, every message that is left is delivered or dropped, and nothing waits.
        for region in REGIONS {
            while !service.queues[&region].is_empty() {
                service.run(Step::Refresh);
                service.consume(region, 0, false, 0);
                service.check();
            }
        }
    }
}
