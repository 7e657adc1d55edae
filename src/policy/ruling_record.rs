//! Rulings for machines.

use crate::law::Finding;
use crate::policy::case::Case;
use crate::policy::explanation::Outcome;
use crate::policy::ruling::Ruling;
use crate::policy::step::Step;
use alloc::vec::Vec;

impl serde::Serialize for Ruling<'_, '_> {
    /// The answer with everything it rests on, and the changes that would make it a permit.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut record = serializer.serialize_struct("Ruling", 12)?;
        record.serialize_field("decision", self.answer().as_str())?;
        record.serialize_field("code", self.code())?;
        record.serialize_field("checks", &Checks(self))?;
        record.serialize_field("facts", &Facts(self.case))?;
        record.serialize_field("transfer", &Transfer::of(self))?;
        match self.transfer() {
            None if self.verdict().is_some() => {
                record.serialize_field("legal_reference", &references(self))?;
            }
            _ => record.skip_field("legal_reference")?,
        }
        record.serialize_field("recording", self.recording().as_str())?;
        record.serialize_field("remedies", &self.remedies())?;
        record.serialize_field("at", &self.at())?;
        record.serialize_field("valid_until", &self.valid_until())?;
        record.serialize_field("policy", &self.policy())?;
        match self.law_edition() {
            Some(edition) => record.serialize_field("law", &format_args!("{edition}"))?,
            None => record.serialize_field("law", &())?,
        }
        record.end()
    }
}

struct Checks<'a>(&'a Ruling<'a, 'a>);

impl serde::Serialize for Checks<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Row {
            check: &'static str,
            outcome: &'static str,
            #[serde(skip_serializing_if = "Option::is_none")]
            code: Option<&'static str>,
        }
        let row = |(step, outcome): (Step, Outcome)| {
            let code = match outcome {
                Outcome::Fail | Outcome::Unknown => Some(self.0.reason(step).0),
                Outcome::Pass | Outcome::NotAsked => None,
            };
            Row { check: step.as_str(), outcome: outcome.as_str(), code }
        };
        serializer.collect_seq(self.0.checks().map(row))
    }
}

struct Facts<'a>(&'a Case<'a>);

impl serde::Serialize for Facts<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let case = self.0;
        let mut record = serializer.serialize_struct("Case", 13)?;
        record.serialize_field("home", &case.home)?;
        record.serialize_field("here", &case.here)?;
        record.serialize_field("mode", &case.mode)?;
        record.serialize_field("act", &case.act)?;
        record.serialize_field("category", &case.category)?;
        record.serialize_field("plan", &case.plan)?;
        record.serialize_field("role", &case.role)?;
        record.serialize_field("scope", &case.scope)?;
        record.serialize_field("organization", &case.organization)?;
        record.serialize_field("recipient", &case.recipient)?;
        record.serialize_field("endpoint", &case.endpoint)?;
        record.serialize_field("recipient_facts", case.recipient_facts)?;
        record.serialize_field("facts_until", &case.facts_until)?;
        record.end()
    }
}

fn references<'a>(ruling: &'a Ruling<'_, '_>) -> Vec<&'a str> {
    let findings = ruling.verdict().map_or(&[][..], |verdict| verdict.findings());
    findings.iter().map(Finding::citation).filter(|citation| !citation.is_empty()).collect()
}

#[derive(serde::Serialize)]
struct Transfer<'a> {
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ground: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    legal_reference: Vec<&'a str>,
}

impl<'a> Transfer<'a> {
    fn of(ruling: &'a Ruling<'_, '_>) -> Option<Self> {
        let (kind, name) = ruling.transfer()?;
        Some(Self {
            kind: kind.as_str(),
            name,
            ground: ruling.ground().map(|ground| ground.as_str()),
            legal_reference: references(ruling),
        })
    }
}
