//! The road: events from the edge to the ledger, for several regions in one process.
//!
//! ```text
//! cargo run --release --example road [-- --tenants FILE --events FILE --ledger FILE]
//! ```
//!
//! Every event arrives at the edge of some region. There its API key and host name are checked, its tenant resolved,
//! whether it may be worked on there decided, its personal values hashed for its platform, and it is put, as bytes, on
//! the one queue of its tenant's home region. A consumer in that region takes it off, resolves the tenant again,
//! validates it again, and delivers it to its platform, under the policy `data/road.policy.toml`, or drops it with a
//! record. Every step goes to the hash chain of the region where it happened; at the end the chains
//! are written to a file, read back and verified.
//!
//! The exit code is 0 only if every event is accounted for, tenant by tenant
//! (received = delivered + dropped + deferred), and the ledger verifies.
//!
//! An event's `simulate` field stands for what goes wrong between two machines:
//! `{"queue": REGION}` somebody copied the message to another region's queue; `{"stamp": "rewritten"}` somebody also
//! rewrote what it says about itself; `{"resolver": "down_at_edge"}` or `"down_at_consumer"`.

#[path = "support/account.rs"]
mod account;
#[path = "support/ledger.rs"]
mod ledger;
#[path = "support/world.rs"]
mod world;
#[path = "support/write_ledger.rs"]
mod write_ledger;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry::{Occupied, Vacant};
use std::io::Write as _;
use std::process::ExitCode;

use account::{Account, Fate};
use domicile::audit::{self, Entry, Event, EventId, Head, ReasonCode};
use domicile::data::Categories;
use domicile::flow::{
    Caller, Delivery, Envelope, KeyCheck, NotAdmitted, Pending, RouteError, Site, check_key,
};
use domicile::pii::Profile;
use domicile::tenant::{Claims, Hostname, KeyTag, ResolveError, TenantResolver, resolve};
use domicile::{DataCategory, Decision, Here, PolicyAt, Region, UnixTime};
use serde_json::Value;
use world::{Input, Simulate, WithOutage, World};

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let mut text = String::new();
    let code = match run(&mut text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            text.push_str(&format!("\nFAILED: {error}\n"));
            ExitCode::FAILURE
        }
    };
    // A reader that stops early, such as `head`, changes nothing about what happened.
    std::io::stdout().write_all(text.as_bytes()).ok();
    code
}

/// Runs the whole road; what it has to say goes to `text`.
fn run(text: &mut String) -> Result<(), Failure> {
    let paths = world::Paths::from_arguments(std::env::args().skip(1))?;
    let world = World::read(&paths.tenants)?;
    let events = world::read_events(&paths.events)?;
    println!(
        "{} events for {} tenants in {} regions",
        events.len(),
        world.directory.len(),
        world.queues.len()
    );

    let mut road = Road::new(&world)?;
    for event in &events {
        road.edge(event)?;
    }
    while let Some((region, messages)) = road.queues.pop_first() {
        road.consumer(region, messages)?;
    }
    text.push_str(&road.account.text());

    let heads = road.write_ledger(&paths.ledger)?;
    text.push_str(&format!("\nledger {}\n", paths.ledger.display()));
    for (region, head) in &heads {
        let (count, digest) = (head.count(), head.digest());
        text.push_str(&format!("  {region}: {count} entries verified, anchor {region}:{count}:{digest}\n"));
    }
    text.push_str(&road.account.check()?);
    Ok(())
}

/// The queues, chains and books of all regions. On real machines each region has its own.
struct Road<'w> {
    world: &'w World,
    queues: BTreeMap<Region, Vec<Message>>,
    chains: BTreeMap<Region, (Head, Vec<Entry>)>,
    account: Account,
}

/// A message on a queue: bytes, and the mishap that is to happen to it.
struct Message(Vec<u8>, Option<Simulate>);

/// What stands on a queue beside the stamp: the platform, and the event with its personal values hashed.
#[derive(serde::Serialize, serde::Deserialize)]
struct Body {
    platform: String,
    event: Value,
}

impl<'w> Road<'w> {
    fn new(world: &'w World) -> Result<Self, Failure> {
        let mut road =
            Self { world, queues: BTreeMap::new(), chains: BTreeMap::new(), account: Account::default() };
        for queue in &world.queues {
            let adopted = Event::policy_adopted(world.policy.fingerprint());
            road.record(queue.region(), adopted, world.as_of)?;
        }
        Ok(road)
    }

    /// What the ingest worker of a region does with one event.
    fn edge(&mut self, line: &Result<Input, String>) -> Result<(), Failure> {
        let input = match line {
            Ok(input) => input,
            Err(reason) => {
                self.account.receive(None, None);
                self.account.settle(None, None, Fate::Dropped, "malformed_event", reason);
                return Ok(());
            }
        };
        let tenant = self.world.owner(input);
        self.account.receive(tenant, Some(input.at));
        let stop = match self.ingest(input) {
            Ok(()) => return Ok(()),
            Err(stop) => stop,
        };
        let (id, code) = (EventId::parse(&input.id).ok(), ReasonCode::parse(stop.code)?);
        let (here, policy) = (Here(input.at), self.world.policy.fingerprint());
        let event = match stop.how {
            How::KeyRefused => Event::key_refused(here, id, code),
            How::Dropped => Event::stopped(audit::Stop::Drop, here, id, tenant, code, policy),
            How::Deferred => Event::stopped(audit::Stop::Defer, here, id, tenant, code, policy),
        };
        self.record(input.at, event, self.world.as_of)?;
        self.account.settle(tenant, Some(input.at), stop.fate(), stop.code, &stop.why);
        Ok(())
    }

    fn ingest(&mut self, input: &Input) -> Result<(), Stop> {
        let world = self.world;
        let now = world.policy.at(world.as_of);
        let id = EventId::parse(&input.id).map_err(|error| Stop::drop(error.code(), &error))?;

        // Who is it? Everything the request claims must agree.
        let hostname = Hostname::parse(&input.host).map_err(|error| Stop::drop(error.code(), &error))?;
        let mut claims = Claims::hostname(&hostname);
        let tag = input.key.as_deref().map(|key| check(world, key, input.at)).transpose()?;
        if let Some(tag) = &tag {
            claims = claims.and_key(tag);
        }
        let resolver = WithOutage(&world.directory, input.simulate == Some(Simulate::ResolverDownAtEdge));
        let resolved = resolve(&claims, &resolver, now.now()).map_err(|error| match error {
            ResolveError::Refused(refused) => Stop::drop(refused.code(), &refused),
            ResolveError::Retry(undecided) => Stop::defer(undecided.code(), &undecided),
        })?;

        let here = Here(input.at);
        if let Some(observation) = now.observe(&resolved, here) {
            let code = observation.code();
            self.note(input.at, observation.event(id), world.as_of)?;
            self.account.settle(Some(*resolved.id()), Some(input.at), Fate::Unenforced, code, "");
            return Ok(());
        }

        // May its data be worked on here at all?
        let categories = categories();
        let permit = match now.receive(&resolved, here, &categories) {
            Decision::Permit(permit) => permit,
            Decision::Refuse(refusal) => return Err(Stop::drop(refusal.code(), &refusal)),
            Decision::Retry(deferral) => return Err(Stop::defer(deferral.code(), &deferral)),
        };

        // Hide what is personal, here and now, for the one platform that will get it.
        let profile = Profile::named(&input.platform).map_err(|error| Stop::drop(error.code(), &error))?;
        let sealed = profile.seal(&input.user());
        let routed = now.route(permit, &world.queues).map_err(|error| match &error {
            RouteError::Refused(refused) => Stop::drop(refused.code(), refused),
            RouteError::Retry(deferral) => Stop::defer(deferral.code(), deferral),
        })?;
        for (field, error) in sealed.refusals() {
            let code = ReasonCode::parse(error.code()).map_err(|error| Stop::drop(error.code(), &error))?;
            let refused = Event::value_refused(id, *resolved.id(), here, code);
            self.note(input.at, refused, world.as_of)?;
            self.account.refuse_value(field, error);
        }

        let site = routed.site();
        let (stamp, event) = routed.stamp(id);
        let body = Body { platform: input.platform.clone(), event: input.sealed_payload(&sealed) };
        let message = serde_json::to_vec(&Envelope { stamp, body })
            .map_err(|error| Stop::drop("unserializable", &error))?;
        self.note(site.region(), event, world.as_of)?;
        self.enqueue(site, message, input.simulate.as_ref());
        Ok(())
    }

    /// Puts a message on a queue, or where the simulated mishap puts it.
    fn enqueue(&mut self, site: &Site, message: Vec<u8>, simulate: Option<&Simulate>) {
        let (region, message) = match simulate {
            Some(Simulate::Queue(other)) => (*other, message),
            Some(Simulate::StampRewritten) => world::rewritten(site.region(), &message),
            _ => (site.region(), message),
        };
        self.queues.entry(region).or_default().push(Message(message, simulate.cloned()));
    }

    /// What the consumer of a region does with its queue.
    fn consumer(&mut self, region: Region, messages: Vec<Message>) -> Result<(), Failure> {
        for Message(message, simulate) in messages {
            let time = self.world.as_of;
            let Ok(Envelope { stamp, body: Body { platform, event } }) = serde_json::from_slice(&message)
            else {
                self.record(region, Event::malformed_message(Here(region)), time)?;
                self.account.settle(
                    None,
                    Some(region),
                    Fate::Dropped,
                    "malformed_message",
                    "no stamp with a body",
                );
                continue;
            };
            let now = self.world.policy.at(time);
            let tenant = Some(*stamp.tenant());
            let is_down = simulate == Some(Simulate::ResolverDownAtConsumer);
            let resolver = WithOutage(&self.world.directory, is_down);
            match self.consume(now, &stamp, resolver, region, &platform)? {
                Ok(endpoint) => {
                    let (code, size) = ("delivered", event.to_string().len());
                    let why = format!("{size} bytes to {platform} through {endpoint}");
                    self.account.settle(tenant, Some(region), Fate::Delivered, code, &why);
                }
                Err(stop) => {
                    self.account.settle(tenant, Some(region), stop.fate(), stop.code, &stop.why);
                }
            }
        }
        Ok(())
    }

    /// Admits and delivers one event; the ledger hears of it either way.
    fn consume<R: TenantResolver>(
        &mut self,
        now: PolicyAt<'_>,
        stamp: &domicile::flow::Stamp,
        resolver: R,
        region: Region,
        platform: &str,
    ) -> Result<Result<String, Stop>, Failure>
    where
        R::Error: std::fmt::Display + std::fmt::Debug,
    {
        let (world, time) = (self.world, now.now());
        let admitted = match now.admit(stamp, &resolver, Here(region)) {
            Ok(admitted) => admitted,
            Err(error) => {
                let stop = Stop { code: error.code(), why: error.to_string(), how: How::Dropped };
                return match error {
                    NotAdmitted::Refused(rejection) => {
                        self.record(region, rejection.event(), time)?;
                        self.account.sample(rejection.record());
                        Ok(Err(stop))
                    }
                    NotAdmitted::Retry(pending) => {
                        self.record(region, pending.event(stamp, Here(region)), time)?;
                        Ok(Err(Stop { how: How::Deferred, ..stop }))
                    }
                };
            }
        };
        self.record(region, admitted.event(), time)?;
        match now.deliver(admitted, world.endpoints(platform)) {
            Delivery::Deliver(deliver) => {
                let endpoint = deliver.endpoint().name().to_owned();
                // Here it would be sent; then the proof is spent for what the ledger hears, and there is no other way to
                // either.
                for event in deliver.settle() {
                    self.record(region, event, time)?;
                }
                Ok(Ok(endpoint))
            }
            Delivery::Drop(rejection) => {
                self.record(region, rejection.event(), time)?;
                Ok(Err(Stop::drop(rejection.code(), &rejection)))
            }
            Delivery::Retry(deferral) => {
                self.record(
                    region,
                    Pending::<std::convert::Infallible>::Policy(deferral.clone()).event(stamp, Here(region)),
                    time,
                )?;
                Ok(Err(Stop::defer(deferral.code(), &deferral)))
            }
        }
    }

    fn record(&mut self, region: Region, event: Event, time: UnixTime) -> Result<(), Failure> {
        let (head, entries) = match self.chains.entry(region) {
            Occupied(chain) => chain.into_mut(),
            Vacant(free) => free.insert((Head::genesis(region, LABEL)?, Vec::new())),
        };
        let (next, entry) = head.append(event, time)?;
        *head = next;
        entries.push(entry);
        Ok(())
    }

    /// [`Road::record`] in the middle of the edge's work.
    fn note(&mut self, region: Region, event: Event, time: UnixTime) -> Result<(), Stop> {
        self.record(region, event, time).map_err(|error| Stop::defer("ledger_unavailable", &error))
    }

    /// Writes the chains, reads them back and verifies them against the heads in memory.
    fn write_ledger(&self, path: &std::path::Path) -> Result<BTreeMap<Region, Head>, Failure> {
        let chains = self.chains.iter().map(|(region, (_, entries))| (*region, entries.as_slice()));
        let text = write_ledger::bytes(LABEL, &chains.collect::<Vec<_>>())?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, &text)?;
        let anchors = self.chains.iter().map(|(region, (head, _))| (*region, audit::Anchor::of(head)));
        ledger::verify_file(&std::fs::read(path)?, &anchors.collect())
    }
}

/// Why an event went no further.
struct Stop {
    how: How,
    code: &'static str,
    why: String,
}

/// How an event went no further.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    KeyRefused,
    Dropped,
    Deferred,
}

impl Stop {
    fn fate(&self) -> Fate {
        if self.how == How::Deferred { Fate::Deferred } else { Fate::Dropped }
    }

    fn drop(code: &'static str, why: &dyn std::fmt::Display) -> Self {
        Self { how: How::Dropped, code, why: why.to_string() }
    }

    fn defer(code: &'static str, why: &dyn std::fmt::Display) -> Self {
        Self { how: How::Deferred, code, why: why.to_string() }
    }
}

/// The region tag of a key that was given out and belongs here. Any other key is refused in the same words; the
/// service's own books say which it was.
fn check(world: &World, key: &str, at: Region) -> Result<KeyTag, Stop> {
    let tag = KeyTag::parse(key).ok();
    match (check_key(tag.as_ref(), world.standing(key), Here(at), Caller::Unauthenticated), tag) {
        (KeyCheck::Accept(_), Some(tag)) => Ok(tag),
        (KeyCheck::Accept(_), None) => Err(Stop::drop("key_unknown", &"there is no key without a tag")),
        (KeyCheck::Refuse(refusal), _) => {
            let response = refusal.response();
            let why = format!("answered {} {}", response.status, response.message);
            let code = refusal.code();
            Err(Stop { how: How::KeyRefused, code, why })
        }
    }
}

/// What an event carries.
fn categories() -> Categories {
    [DataCategory::EventMetadata, DataCategory::PseudonymousIdentifier].into_iter().collect()
}

const LABEL: &str = "road";
