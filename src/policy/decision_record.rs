//! Answers for machines.

use alloc::vec::Vec;

use crate::law::Finding;
use crate::policy::check::Check;
use crate::policy::check::Outcome;
use crate::policy::decision::Decision;
use crate::policy::decision::Deferral;
use crate::policy::decision::Explanation;
use crate::policy::decision::Refusal;
use crate::policy::request::Request;

impl serde::Serialize for Decision<'_> {
    /// The answer with everything it rests on. There is no way back: a decision cannot be deserialized.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.explanation().serialize(serializer)
    }
}

impl serde::Serialize for Refusal<'_> {
    /// As the [`Decision`] it came from.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.explanation().serialize(serializer)
    }
}

impl serde::Serialize for Deferral<'_> {
    /// As the [`Decision`] it came from.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.explanation().serialize(serializer)
    }
}

impl serde::Serialize for Explanation<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut record = serializer.serialize_struct("Decision", 14)?;
        record.serialize_field("decision", self.kind().as_str())?;
        record.serialize_field("code", self.code())?;
        record.serialize_field("checks", &Checks(self))?;
        record.serialize_field("facts", &Facts(self.request()))?;
        record.serialize_field("transfer", &Transfer::of(self))?;
        match self.transfer() {
            None if self.verdict().is_some() => {
                record.serialize_field("legal_reference", &references(self))?;
            }
            _ => record.skip_field("legal_reference")?,
        }
        match self.verdict() {
            Some(verdict) if !verdict.widened_by().is_empty() => {
                record.serialize_field("widened_by", verdict.widened_by())?;
            }
            _ => record.skip_field("widened_by")?,
        }
        match self.verdict() {
            Some(verdict) if !verdict.duties().is_empty() => {
                record.serialize_field("duties", verdict.duties())?;
            }
            _ => record.skip_field("duties")?,
        }
        match self.verdict() {
            Some(verdict) if !verdict.warnings().is_empty() => {
                record.serialize_field("warnings", verdict.warnings())?;
            }
            _ => record.skip_field("warnings")?,
        }
        record.serialize_field("recording", self.recording().as_str())?;
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

struct Checks<'a>(&'a Explanation<'a>);

impl serde::Serialize for Checks<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Row {
            check: &'static str,
            outcome: &'static str,
            #[serde(skip_serializing_if = "Option::is_none")]
            code: Option<&'static str>,
        }
        let row = |(check, outcome): (Check, Outcome)| {
            let code = match outcome {
                Outcome::Fail | Outcome::Unknown => Some(self.0.reason(check).0),
                Outcome::Pass | Outcome::NotAsked => None,
            };
            Row { check: check.as_str(), outcome: outcome.as_str(), code }
        };
        serializer.collect_seq(self.0.checks().map(row))
    }
}

struct Facts<'a>(&'a Request);

impl serde::Serialize for Facts<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let request = self.0;
        let mut record = serializer.serialize_struct("Request", 14)?;
        record.serialize_field("home", &request.home)?;
        record.serialize_field("here", &request.here)?;
        record.serialize_field("mode", &request.mode)?;
        record.serialize_field("operation", &request.operation)?;
        record.serialize_field("categories", &request.categories)?;
        record.serialize_field("plan", &request.plan)?;
        record.serialize_field("role", &request.role)?;
        record.serialize_field("scope", &request.scope)?;
        record.serialize_field("organization", &request.organization)?;
        record.serialize_field("organization_region", &request.organization_region)?;
        match &request.recipient {
            Some(recipient) => record.serialize_field("recipient", recipient)?,
            None => record.skip_field("recipient")?,
        }
        record.serialize_field("endpoint", &request.endpoint)?;
        record.serialize_field("recipient_facts", &request.recipient_facts)?;
        record.serialize_field("expiry", &request.expiry)?;
        record.end()
    }
}

fn references<'a>(explanation: &'a Explanation<'_>) -> Vec<&'a str> {
    let findings = explanation.verdict().map_or(&[][..], |verdict| verdict.findings());
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
    fn of(explanation: &'a Explanation<'_>) -> Option<Self> {
        let (kind, name) = explanation.transfer()?;
        Some(Self {
            kind: kind.as_str(),
            name,
            ground: explanation.ground().map(|ground| ground.as_str()),
            legal_reference: references(explanation),
        })
    }
}
