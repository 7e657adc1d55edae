//! The fields of an entry as they stand in its bytes: number, length, value.

use crate::audit::name::EventId;
use crate::audit::name::ReasonCode;
use crate::place::Region;
use crate::tenant::OrgId;
use crate::tenant::TenantId;

/// A field that has a name.
pub(in crate::audit) struct Field {
    pub(in crate::audit) number: u8,
    #[cfg_attr(not(feature = "serde"), expect(dead_code, reason = "names stand in JSON"))]
    pub(in crate::audit) name: &'static str,
    pub(in crate::audit) shape: Shape,
}

impl Field {
    /// The field with this number; `None` for one that has no name yet.
    pub(in crate::audit) fn numbered(number: u8) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.number == number)
    }

    /// The field of this name.
    #[cfg(feature = "serde")]
    pub(in crate::audit) fn named(name: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.name == name)
    }
}

/// What the value of a field looks like.
#[derive(Clone, Copy)]
pub(in crate::audit) enum Shape {
    EventId,
    Tenant,
    Region,
    Code,
    Digest,
    /// Up to so many visible ASCII bytes.
    Visible(usize),
    Duties,
    Organization,
}

impl Shape {
    /// True if these bytes are such a value.
    pub(in crate::audit) fn fits(self, value: &[u8]) -> bool {
        let text = core::str::from_utf8(value);
        match self {
            Self::EventId => text.is_ok_and(|text| EventId::parse(text).is_ok()),
            Self::Tenant => text.is_ok_and(|text| TenantId::parse(text).is_ok()),
            Self::Region => text.is_ok_and(|text| Region::parse(text).is_ok()),
            Self::Code => text.is_ok_and(|text| ReasonCode::parse(text).is_ok()),
            Self::Organization => text.is_ok_and(|text| OrgId::parse(text).is_ok()),
            Self::Visible(most) => value.len() <= most && value.iter().all(u8::is_ascii_graphic),
            Self::Digest => value.len() == 32,
            Self::Duties => matches!(value, [bits] if *bits != 0),
        }
    }
}

/// The fields one after the other, each with its number and value. Ends early where they are not well formed.
#[derive(Clone)]
pub(in crate::audit) struct Fields<'a>(pub(in crate::audit) &'a [u8]);

impl Fields<'_> {
    /// True if they are well formed to the end: numbers grow, no value is empty, and every value that has a name is
    /// of its shape.
    pub(in crate::audit) fn are_well_formed(mut self) -> bool {
        let mut last = 0;
        for (number, value) in self.by_ref() {
            let fits = Field::numbered(number).is_none_or(|field| field.shape.fits(value));
            if number <= last || value.is_empty() || !fits {
                return false;
            }
            last = number;
        }
        self.0.is_empty()
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<(u8, &'a [u8])> {
        let [number, length, rest @ ..] = self.0 else { return None };
        let (value, rest) = rest.split_at_checked(usize::from(*length))?;
        self.0 = rest;
        Some((*number, value))
    }
}

pub(in crate::audit) const EVENT_ID: u8 = 1;
pub(in crate::audit) const TENANT: u8 = 2;
pub(in crate::audit) const TENANT_REGION: u8 = 3;
pub(in crate::audit) const REGION: u8 = 4;
pub(in crate::audit) const CODE: u8 = 5;
pub(in crate::audit) const POLICY: u8 = 6;
pub(in crate::audit) const OPERATION: u8 = 7;
pub(in crate::audit) const RULE: u8 = 8;
pub(in crate::audit) const GROUND: u8 = 9;
pub(in crate::audit) const RECIPIENT: u8 = 10;
pub(in crate::audit) const ENDPOINT: u8 = 11;
pub(in crate::audit) const LAW_EDITION: u8 = 12;
pub(in crate::audit) const DUTIES: u8 = 13;
pub(in crate::audit) const ORGANIZATION: u8 = 14;
pub(in crate::audit) const KEY_ID: u8 = 15;

/// The last field that version 1 has; all of its events have 1 to 6 and no other.
pub(in crate::audit) const LAST_OF_VERSION_1: u8 = POLICY;

const FIELDS: &[Field] = &[
    Field { number: EVENT_ID, name: "event_id", shape: Shape::EventId },
    Field { number: TENANT, name: "tenant", shape: Shape::Tenant },
    Field { number: TENANT_REGION, name: "tenant_region", shape: Shape::Region },
    Field { number: REGION, name: "region", shape: Shape::Region },
    Field { number: CODE, name: "code", shape: Shape::Code },
    Field { number: POLICY, name: "policy", shape: Shape::Digest },
    Field { number: OPERATION, name: "operation", shape: Shape::Visible(31) },
    Field { number: RULE, name: "rule", shape: Shape::Visible(31) },
    Field { number: GROUND, name: "ground", shape: Shape::Visible(31) },
    Field { number: RECIPIENT, name: "recipient", shape: Shape::Visible(31) },
    Field { number: ENDPOINT, name: "endpoint", shape: Shape::Visible(63) },
    Field { number: LAW_EDITION, name: "law_edition", shape: Shape::Visible(31) },
    Field { number: DUTIES, name: "duties", shape: Shape::Duties },
    Field { number: ORGANIZATION, name: "organization", shape: Shape::Organization },
    Field { number: KEY_ID, name: "key_id", shape: Shape::Visible(31) },
];
