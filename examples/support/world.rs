//! What the road reads: the tenants of a service, and events in the shapes of three platforms' own documentation.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use domicile::data::EndpointName;
use domicile::digest::Digest;
use domicile::flow::{Endpoint, KeyStanding, Site};
use domicile::law::LawEdition;
use domicile::pii::{AnyPlatform, Country, Field, Hints, Sealed, UserData};
use domicile::policy::{PolicyDocument, RecipientName};
use domicile::tenant::{
    Directory, Entitlements, Epoch, HostBindings, HostPattern, Hostname, Lookup, OrgId, Plan, Residency,
    Tenant, TenantResolver,
};
use domicile::{Region, RegionCatalog, ResidencyPolicy, TenantId, UnixTime};
use serde::Deserialize;
use serde_json::{Map, Value, json};

type Failure = Box<dyn std::error::Error>;

/// Who is given events, and what may cross a border.
const POLICY: &str = include_str!("../data/road.policy.toml");

/// Where the road reads and writes.
pub(crate) struct Paths {
    pub(crate) tenants: PathBuf,
    pub(crate) events: PathBuf,
    pub(crate) ledger: PathBuf,
}

impl Paths {
    pub(crate) fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut paths = Self {
            tenants: root.join("examples/data/tenants.json"),
            events: root.join("examples/data/events.jsonl"),
            ledger: root.join("target/road/ledger.jsonl"),
        };
        while let Some(name) = arguments.next() {
            let slot = match name.as_str() {
                "--tenants" => &mut paths.tenants,
                "--events" => &mut paths.events,
                "--ledger" => &mut paths.ledger,
                _ => return Err("expected --tenants FILE, --events FILE or --ledger FILE".into()),
            };
            *slot = arguments.next().ok_or_else(|| format!("expected a file after {name}"))?.into();
        }
        Ok(paths)
    }
}

/// The service's own data: who its tenants are, what their plans allow, where its queues stand, and through what endpoint
/// each platform is given its events. What may go there is the policy's to say.
pub(crate) struct World {
    pub(crate) as_of: UnixTime,
    pub(crate) policy: ResidencyPolicy,
    pub(crate) directory: Directory,
    keys: BTreeSet<Digest>,
    pub(crate) queues: Vec<Site>,
    /// By platform.
    endpoints: BTreeMap<String, Vec<Endpoint>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WorldFile {
    as_of: UnixTime,
    epoch: Epoch,
    fresh_until: UnixTime,
    entitlements: Entitlements,
    queues: Vec<SiteForm>,
    endpoints: Vec<EndpointForm>,
    tenants: Vec<TenantForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteForm {
    name: String,
    region: Region,
}

/// An endpoint that a platform has for the whole world.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndpointForm {
    platform: String,
    endpoint: EndpointName,
    recipient: RecipientName,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TenantForm {
    id: TenantId,
    organization: Option<OrgId>,
    plan: Option<Plan>,
    residency: Residency,
    hosts: Vec<HostPattern>,
    /// SHA-256 of each API key; a service keeps no keys.
    #[serde(default)]
    keys: Vec<Digest>,
}

impl World {
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let file: WorldFile =
            serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", path.display()))?;

        let hosts = file.tenants.iter().flat_map(|tenant| tenant.hosts.iter().map(|host| (*host, tenant.id)));
        let mut directory = Directory::builder().with_hosts(HostBindings::new(hosts)?);
        for form in &file.tenants {
            let mut tenant = Tenant::new(form.id, form.residency);
            tenant = form.organization.map_or(tenant, |organization| tenant.in_organization(organization));
            tenant = form.plan.map_or(tenant, |plan| tenant.on_plan(plan));
            directory = directory.with(tenant);
        }
        let queues = file.queues.iter().map(|form| Site::new(&form.name, form.region));
        let mut endpoints: BTreeMap<String, Vec<Endpoint>> = BTreeMap::new();
        for form in file.endpoints {
            let endpoint = Endpoint::global(form.endpoint, form.recipient);
            endpoints.entry(form.platform).or_default().push(endpoint);
        }
        let document: PolicyDocument = toml::from_str(POLICY)?;
        let policy = document.compile(RegionCatalog::builtin(), LawEdition::builtin())?;
        Ok(Self {
            as_of: file.as_of,
            policy: policy.with_entitlements(file.entitlements),
            keys: file.tenants.iter().flat_map(|tenant| &tenant.keys).copied().collect(),
            directory: directory.build(file.epoch, file.fresh_until)?,
            queues: queues.collect::<Result<_, _>>()?,
            endpoints,
        })
    }

    /// Through what a platform is given its events; nothing if nobody knows the platform.
    pub(crate) fn endpoints(&self, platform: &str) -> &[Endpoint] {
        self.endpoints.get(platform).map_or(&[], Vec::as_slice)
    }

    /// Whether the service gave out this API key.
    pub(crate) fn standing(&self, key: &str) -> KeyStanding {
        if self.keys.contains(&Digest::of(key.as_bytes())) {
            KeyStanding::Known
        } else {
            KeyStanding::Unknown
        }
    }

    /// The tenant in whose books an event stands: the one its host name is bound to.
    pub(crate) fn owner(&self, input: &Input) -> Option<TenantId> {
        let hostname = Hostname::parse(&input.host).ok()?;
        match self.directory.by_hostname(&hostname) {
            Ok(Lookup::Known(known)) => Some(*known.tenant.id()),
            _ => None,
        }
    }
}

/// One event as it arrives.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    pub(crate) id: String,
    /// The region of the edge it arrives at.
    pub(crate) at: Region,
    pub(crate) host: String,
    pub(crate) key: Option<String>,
    pub(crate) platform: String,
    /// The country whose numbering plan its phone numbers follow.
    country: Option<String>,
    pub(crate) simulate: Option<Simulate>,
    payload: Map<String, Value>,
}

/// What goes wrong between two machines.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub(crate) enum Simulate {
    Queue(Region),
    StampRewritten,
    ResolverDownAtEdge,
    ResolverDownAtConsumer,
}

impl TryFrom<Value> for Simulate {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        if let Some(region) = value["queue"].as_str() {
            return Ok(Self::Queue(
                region.parse().map_err(|error: domicile::place::InvalidRegion| error.to_string())?,
            ));
        }
        match (value["stamp"].as_str(), value["resolver"].as_str()) {
            (Some("rewritten"), _) => Ok(Self::StampRewritten),
            (_, Some("down_at_edge")) => Ok(Self::ResolverDownAtEdge),
            (_, Some("down_at_consumer")) => Ok(Self::ResolverDownAtConsumer),
            _ => Err("expected queue, stamp or resolver".to_owned()),
        }
    }
}

impl Input {
    /// The personal values, read from where each platform's own documentation puts them.
    pub(crate) fn user(&self) -> UserData<'_> {
        let mut user = UserData::new();
        if let Some(country) = self.country.as_deref().and_then(|code| Country::parse(code).ok()) {
            user = user.hints(Hints::new().country(country));
        }
        let places: &[(&str, Field)] = match self.platform.as_str() {
            "meta" => &[
                ("/user_data/em", Field::Email),
                ("/user_data/ph", Field::Phone),
                ("/user_data/client_ip_address", Field::IpAddress),
                ("/user_data/client_user_agent", Field::UserAgent),
                ("/user_data/fbc", Field::ClickId),
            ],
            "google" => &[
                ("/userData/userIdentifiers/0/emailAddress", Field::Email),
                ("/userData/userIdentifiers/1/emailAddress", Field::Email),
                ("/userData/userIdentifiers/0/phoneNumber", Field::Phone),
                ("/userData/userIdentifiers/1/phoneNumber", Field::Phone),
            ],
            _ => &[
                ("/user/email", Field::Email),
                ("/user/phone", Field::Phone),
                ("/user/ip", Field::IpAddress),
                ("/user/user_agent", Field::UserAgent),
            ],
        };
        for (pointer, field) in places {
            for raw in texts(self.at(pointer)) {
                user = user.with(*field, raw);
            }
        }
        user
    }

    /// What goes on: the sealed values, and of the rest only what is listed here. A list of what to leave out would let
    /// through whatever nobody thought of.
    pub(crate) fn sealed_payload(&self, sealed: &Sealed<AnyPlatform>) -> Value {
        let (place, kept): (&str, &[&str]) = match self.platform.as_str() {
            "meta" => {
                ("user_data", &["event_name", "event_time", "event_id", "action_source", "custom_data"])
            }
            "google" => (
                "userData",
                &["transactionId", "eventTimestamp", "eventSource", "conversionValue", "currency", "consent"],
            ),
            _ => ("user", &["event", "event_time", "event_id", "properties"]),
        };
        let mut payload = self.payload.clone();
        payload.retain(|name, _| kept.contains(&name.as_str()));
        payload.insert(place.to_owned(), json!(sealed));
        Value::Object(payload)
    }

    /// The value at a path such as `/user_data/em`.
    fn at(&self, path: &str) -> Option<&Value> {
        let (first, rest) = path.trim_start_matches('/').split_once('/')?;
        self.payload.get(first)?.pointer(&format!("/{rest}"))
    }
}

/// One text, or each text of a list.
fn texts(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let list = value.into_iter().flat_map(|value| match value {
        Value::Array(values) => values.as_slice(),
        single => std::slice::from_ref(single),
    });
    list.filter_map(Value::as_str)
}

/// Every line of a file of events: the event, or why it is none. The reason quotes nothing of the line.
pub(crate) fn read_events(path: &Path) -> Result<Vec<Result<Input, String>>, Failure> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines =
        bytes.split(|byte| *byte == b'\n').enumerate().filter(|(_, line)| !line.trim_ascii().is_empty());
    let read = |(index, line): (usize, &[u8])| {
        serde_json::from_slice(line)
            .map_err(|error| format!("line {}, column {}: not an event", index + 1, error.column()))
    };
    Ok(lines.map(read).collect())
}

/// The message as somebody rewrote it who wants it to look at home elsewhere, and the region of that queue.
pub(crate) fn rewritten(home: Region, message: &[u8]) -> (Region, Vec<u8>) {
    let elsewhere = if home == Region::UsEast1 { Region::EuWest1 } else { Region::UsEast1 };
    let mut envelope: Value = serde_json::from_slice(message).unwrap_or_default();
    envelope["stamp"]["home"] = json!(elsewhere);
    envelope["stamp"]["queue"] = json!(elsewhere);
    (elsewhere, envelope.to_string().into_bytes())
}

/// A directory that can be down.
pub(crate) struct WithOutage<'a>(pub(crate) &'a Directory, pub(crate) bool);

/// The resolver could not be asked.
#[derive(Debug)]
pub(crate) struct Outage;

impl fmt::Display for Outage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the directory does not answer")
    }
}

impl TenantResolver for WithOutage<'_> {
    type Error = Outage;

    fn by_id(&self, id: &TenantId) -> Result<Lookup, Outage> {
        if self.1 { Err(Outage) } else { self.0.by_id(id).map_err(|never| match never {}) }
    }

    fn by_hostname(&self, hostname: &Hostname) -> Result<Lookup, Outage> {
        if self.1 { Err(Outage) } else { self.0.by_hostname(hostname).map_err(|never| match never {}) }
    }
}
