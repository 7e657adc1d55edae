//! A tenant's residency, as it is shown to the tenant.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use core::fmt;

use crate::place::Region;
use crate::tenant::id::OrgId;
use crate::tenant::id::TenantId;
use crate::tenant::record::Tenant;
use crate::tenant::residency::Lock;
use crate::tenant::residency::Mode;

/// The residency document of a tenant: its region, its queues, and whether processing is locked to the region.
///
/// A document, not a proof: it repeats a record and the queue names the embedder gives. `processing_region` is
/// `locked` only for a home that is enforced *and* locked; an informational home says so.
///
/// # Examples
///
/// ```
/// use domicile::tenant::{Residency, ResidencyDocument, Tenant};
/// use domicile::{Region, TenantId};
///
/// let tenant = Tenant::new(TenantId::parse("m_4711")?, Residency::enforced(Region::EuWest1));
/// let document = ResidencyDocument::new(&tenant, "ingest-eu-west-1", "delivery-eu-west-1")?;
/// assert_eq!(
///     document.to_string(),
///     "tenant: m_4711\n\
///      region: eu-west-1\n\
///      ingest_queue: ingest-eu-west-1\n\
///      delivery_queue: delivery-eu-west-1\n\
///      processing_region: locked\n"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ResidencyDocument {
    tenant: TenantId,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    organization: Option<OrgId>,
    region: Region,
    ingest_queue: String,
    delivery_queue: String,
    processing_region: &'static str,
}

impl ResidencyDocument {
    /// The document of `tenant`, whose events come in through one queue and go out through another.
    ///
    /// # Errors
    ///
    /// [`InvalidQueueName`] if a name is empty, longer than 255 bytes, or not visible ASCII throughout.
    pub fn new(tenant: &Tenant, ingest_queue: &str, delivery_queue: &str) -> Result<Self, InvalidQueueName> {
        let residency = tenant.residency();
        Ok(Self {
            tenant: *tenant.id(),
            organization: tenant.organization().copied(),
            region: residency.home(),
            ingest_queue: queue_name(ingest_queue)?,
            delivery_queue: queue_name(delivery_queue)?,
            processing_region: match (residency.mode(), residency.lock()) {
                (Mode::Informational, _) => Mode::Informational.as_str(),
                (Mode::Enforced, Lock::Unlocked) => Lock::Unlocked.as_str(),
                (Mode::Enforced, Lock::Locked) => Lock::Locked.as_str(),
            },
        })
    }

    /// `locked`, `unlocked` or `informational`.
    #[must_use]
    pub const fn processing_region(&self) -> &'static str {
        self.processing_region
    }
}

impl fmt::Display for ResidencyDocument {
    /// One `field: value` a line, with the field names of the serialized form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "tenant: {}", self.tenant)?;
        if let Some(organization) = &self.organization {
            writeln!(f, "organization: {organization}")?;
        }
        writeln!(f, "region: {}", self.region)?;
        writeln!(f, "ingest_queue: {}", self.ingest_queue)?;
        writeln!(f, "delivery_queue: {}", self.delivery_queue)?;
        writeln!(f, "processing_region: {}", self.processing_region)
    }
}

/// A text is not the name of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a queue name of 1 to 255 visible ASCII characters")]
#[non_exhaustive]
pub struct InvalidQueueName;

impl InvalidQueueName {
    /// The stable code, `invalid_queue_name`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_queue_name"
    }
}

fn queue_name(text: &str) -> Result<String, InvalidQueueName> {
    let is_name = (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_name { Ok(text.to_owned()) } else { Err(InvalidQueueName) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tenant::residency::Residency;

    fn document(residency: Residency) -> ResidencyDocument {
        let tenant = Tenant::new(TenantId::parse("acme").unwrap(), residency);
        ResidencyDocument::new(&tenant, "in", "out").unwrap()
    }

    #[test]
    fn locked_is_said_of_an_enforced_and_locked_home_only() {
        let home = Region::EuWest1;
        assert_eq!(document(Residency::enforced(home)).processing_region(), "locked");
        assert_eq!(document(Residency::unlocked(home)).processing_region(), "unlocked");
        assert_eq!(document(Residency::informational(home)).processing_region(), "informational");
        assert_eq!(document(Residency::informational(home).locked()).processing_region(), "informational");
    }

    #[test]
    fn a_queue_name_cannot_add_a_line() {
        let tenant = Tenant::new(TenantId::parse("acme").unwrap(), Residency::enforced(Region::EuWest1));
        for bad in ["", "in\nprocessing_region: locked", "in out", "ä", &"q".repeat(256)] {
            assert!(ResidencyDocument::new(&tenant, bad, "out").is_err());
            assert!(ResidencyDocument::new(&tenant, "in", bad).is_err());
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn the_serialized_and_the_printed_form_have_the_same_fields() {
        let document = document(Residency::enforced(Region::EuWest1));
        let value = serde_json::to_value(&document).unwrap();
        let printed = document.to_string();
        let mut fields: Vec<_> = printed.lines().map(|line| line.split_once(": ").unwrap()).collect();
        fields.sort_unstable();
        let serialized: Vec<_> = value.as_object().unwrap().iter().collect();
        assert_eq!(fields.len(), serialized.len());
        for ((name, value), (key, expected)) in fields.into_iter().zip(serialized) {
            assert_eq!((name, Some(value)), (key.as_str(), expected.as_str()));
        }
    }
}
