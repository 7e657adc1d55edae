//! S: the same work written the straightforward way, as the yardstick.
//!
//! Strings, the standard map with its standard hash, `Sha256::digest`, a phone number by its digits, and JSON lines in
//! the ledger. It explains nothing and proves nothing: a comparison decides.

use std::collections::HashMap;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::inputs::{Account, Input, REGIONS};

/// A region as a fieldless enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Place {
    #[serde(rename = "eu-west-1")]
    EuWest1,
    #[serde(rename = "us-east-1")]
    UsEast1,
    #[serde(rename = "ap-south-1")]
    ApSouth1,
    #[serde(rename = "ap-southeast-2")]
    ApSoutheast2,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plan {
    Free,
    Team,
    Enterprise,
}

/// What the map knows of a tenant.
#[derive(Clone, Copy)]
pub(crate) struct Home {
    pub(crate) place: Place,
    pub(crate) plan: Plan,
}

pub(crate) type Map = HashMap<String, Home>;

/// The map of these tenants.
pub(crate) fn map(accounts: &[Account]) -> Map {
    let home = |account: &Account| {
        let plan = match account.plan {
            "free" => Plan::Free,
            "team" => Plan::Team,
            _ => Plan::Enterprise,
        };
        Home { place: place(account.region), plan }
    };
    accounts.iter().map(|account| (account.id.clone(), home(account))).collect()
}

pub(crate) fn place(region: domicile::Region) -> Place {
    let index = REGIONS.iter().position(|other| *other == region).unwrap();
    [Place::EuWest1, Place::UsEast1, Place::ApSouth1, Place::ApSoutheast2][index]
}

/// Whether a tenant's data may be here; why not, in a word.
#[inline]
pub(crate) fn admit(map: &Map, tenant: &str, here: Place) -> Result<Home, &'static str> {
    let Some(home) = map.get(tenant) else {
        return Err("unknown_tenant");
    };
    match (home.place, home.plan) {
        (place, _) if place != here => Err("region_mismatch"),
        (Place::ApSouth1, Plan::Free | Plan::Team) => Err("plan_not_entitled"),
        _ => Ok(*home),
    }
}

/// The e-mail address as the platform gets it.
pub(crate) fn email(raw: &str) -> String {
    const_hex::encode(Sha256::digest(raw.trim().to_lowercase()))
}

/// The phone number as the platform gets it.
pub(crate) fn phone(raw: &str) -> String {
    let digits: String = raw.chars().filter(char::is_ascii_digit).collect();
    const_hex::encode(Sha256::digest(digits))
}

/// What travels on the queue.
pub(crate) struct Stamp {
    pub(crate) event_id: String,
    pub(crate) tenant: String,
    pub(crate) bound: Place,
    pub(crate) queue: Place,
}

/// One line of the ledger.
#[derive(Serialize)]
struct Record<'a> {
    seq: u64,
    time: u64,
    kind: &'static str,
    event_id: &'a str,
    tenant: &'a str,
    tenant_region: Place,
    region: Place,
    policy: &'a str,
    previous: &'a str,
}

/// A chain of JSON lines.
pub(crate) struct Ledger {
    pub(crate) seq: u64,
    pub(crate) previous: [u8; 32],
    pub(crate) policy: String,
}

impl Ledger {
    pub(crate) fn new(policy: &str) -> Self {
        Self { seq: 0, previous: [0; 32], policy: policy.to_owned() }
    }

    pub(crate) fn append(
        &mut self,
        event_id: &str,
        tenant: &str,
        home: Place,
        here: Place,
        time: u64,
    ) -> Vec<u8> {
        let previous = const_hex::encode(self.previous);
        let record = Record {
            seq: self.seq,
            time,
            kind: "delivered",
            event_id,
            tenant,
            tenant_region: home,
            region: here,
            policy: &self.policy,
            previous: &previous,
        };
        let line = serde_json::to_vec(&record).unwrap();
        self.previous = Sha256::digest(&line).into();
        self.seq += 1;
        line
    }
}

/// One event from the edge to the ledger.
pub(crate) fn event(
    map: &Map,
    queues: &[Place],
    ledger: &mut Ledger,
    input: &Input,
    time: u64,
) -> (String, String, Vec<u8>) {
    let home = *map.get(&input.tenant).unwrap();
    let queue = *queues.iter().find(|queue| **queue == home.place).unwrap();
    let sealed = (email(&input.email), phone(&input.phone));
    let stamp = std::hint::black_box(Stamp {
        event_id: input.id.clone(),
        tenant: input.tenant.clone(),
        bound: home.place,
        queue,
    });
    let admitted = admit(map, &stamp.tenant, queue).unwrap();
    assert!(stamp.bound == admitted.place && stamp.queue == queue);
    let sender = *queues.iter().find(|sender| **sender == admitted.place).unwrap();
    let line = ledger.append(&stamp.event_id, &stamp.tenant, admitted.place, sender, time);
    (sealed.0, sealed.1, line)
}
