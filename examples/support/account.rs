//! The books of the road: what came in, what became of it.

use std::collections::BTreeMap;

use domicile::flow::DropRecord;
use domicile::pii::{Field, PiiError};
use domicile::{Region, TenantId};

/// Adds a line to a text.
macro_rules! line {
    ($out:expr, $($argument:tt)*) => {{
        $out.push_str(&format!($($argument)*));
        $out.push('\n');
    }};
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    Delivered,
    /// Delivered outside the road, because the tenant's region is only informational.
    Unenforced,
    Dropped,
    Deferred,
}

/// Received and settled events by tenant and by region.
#[derive(Debug, Default)]
pub(crate) struct Account {
    received: BTreeMap<Option<TenantId>, u64>,
    settled: BTreeMap<Option<TenantId>, u64>,
    arrived: BTreeMap<Option<Region>, u64>,
    fates: BTreeMap<Option<Region>, BTreeMap<(Fate, &'static str), u64>>,
    values: BTreeMap<(Field, &'static str), u64>,
    explanations: BTreeMap<&'static str, String>,
    sample: Option<DropRecord>,
}

impl Account {
    pub(crate) fn receive(&mut self, tenant: Option<TenantId>, at: Option<Region>) {
        *self.received.entry(tenant).or_default() += 1;
        *self.arrived.entry(at).or_default() += 1;
    }

    pub(crate) fn settle(
        &mut self,
        tenant: Option<TenantId>,
        region: Option<Region>,
        fate: Fate,
        code: &'static str,
        why: &str,
    ) {
        *self.settled.entry(tenant).or_default() += 1;
        *self.fates.entry(region).or_default().entry((fate, code)).or_default() += 1;
        self.explanations.entry(code).or_insert_with(|| why.to_owned());
    }

    pub(crate) fn refuse_value(&mut self, field: Field, error: PiiError) {
        *self.values.entry((field, error.code())).or_default() += 1;
    }

    /// Keeps the first drop record, to show one.
    pub(crate) fn sample(&mut self, record: &DropRecord) {
        self.sample.get_or_insert_with(|| record.clone());
    }

    /// The account, to be read.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        let name = |region: &Option<Region>| region.map_or("(none)".to_owned(), |region| region.to_string());
        line!(
            out,
            "\n{:<14} {:>8} {:>9} {:>7} {:>8}",
            "region",
            "received",
            "delivered",
            "dropped",
            "deferred"
        );
        for (region, fates) in &self.fates {
            let sum = |wanted: &[Fate]| -> u64 {
                fates.iter().filter(|((fate, _), _)| wanted.contains(fate)).map(|(_, count)| count).sum()
            };
            line!(
                out,
                "{:<14} {:>8} {:>9} {:>7} {:>8}",
                name(region),
                self.arrived.get(region).copied().unwrap_or_default(),
                sum(&[Fate::Delivered, Fate::Unenforced]),
                sum(&[Fate::Dropped]),
                sum(&[Fate::Deferred]),
            );
            for ((fate, code), count) in fates {
                let fate = match fate {
                    Fate::Delivered => continue,
                    Fate::Unenforced => "delivered, region not enforced:",
                    Fate::Dropped => "dropped:",
                    Fate::Deferred => "deferred:",
                };
                line!(out, "  {count:>4} {fate} {code}");
            }
        }
        line!(
            out,
            "  (received where an event arrived; the rest where it ended: routing moves it to its home)"
        );

        line!(out, "\nwhy");
        for (code, why) in self.explanations.iter().filter(|(_, why)| !why.is_empty()) {
            line!(out, "  {code}: {why}");
        }
        for ((field, code), count) in &self.values {
            line!(out, "  {count} values of {field} refused ({code}); their events went on");
        }
        if let Some(record) = &self.sample {
            line!(out, "\na drop record\n  {}", serde_json::to_string(record).unwrap_or_default());
        }
        out
    }

    /// Nothing was lost and nothing was counted twice, for any tenant.
    pub(crate) fn check(&self) -> Result<String, Box<dyn std::error::Error>> {
        for (tenant, received) in &self.received {
            let settled = self.settled.get(tenant).copied().unwrap_or_default();
            if *received != settled {
                let tenant = tenant.map_or("(unknown)".to_owned(), |tenant| tenant.to_string());
                return Err(
                    format!("{tenant}: {received} events received and {settled} accounted for").into()
                );
            }
        }
        if let Some(tenant) = self.settled.keys().find(|tenant| !self.received.contains_key(tenant)) {
            return Err(format!("events of {tenant:?} were settled and never received").into());
        }
        let received: u64 = self.received.values().sum();
        Ok(format!(
            "\naccounted for: {received} received = delivered + dropped + deferred, for every tenant\n"
        ))
    }
}
