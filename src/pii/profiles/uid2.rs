//! Unified ID 2.0, European Unified ID, and The Trade Desk's CRM data, which share their rules.
//!
//! Only `gmail.com` has rules of its own, not `googlemail.com`. White space inside an address is refused: the services'
//! own libraries disagree on it (the web library refuses, the operator deletes, the Python client keeps). A phone number
//! must be in E.164 already as far as the service is concerned; here it is brought into that form.

use crate::pii::field::Field;
use crate::pii::profiles::{BASE64, many, row};
use crate::pii::rule::{Domains, EmailStep, PhoneForm, Row, Rule, Shape, Standing, Table};

/// UID2's rules.
pub(crate) const TABLE: Table = Table { name: "uid2", shape: SHAPE, rows: ROWS };

/// EUID's rules.
pub(crate) const EUID: Table = Table { name: "euid", shape: SHAPE, rows: ROWS };

/// The Trade Desk's rules.
pub(crate) const TRADE_DESK: Table = Table {
    name: "ttd",
    shape: SHAPE,
    rows: &[
        row(Field::Email, Rule::Email(EMAIL), BASE64, Standing::ThirdParty, SEGMENT),
        row(Field::Phone, Rule::Phone(PhoneForm::E164), BASE64, Standing::ThirdParty, SEGMENT),
    ],
};

const SHAPE: Shape = Shape::Object(&[many(Field::Email, "email_hash"), many(Field::Phone, "phone_hash")]);

const ROWS: &[Row] = &[
    row(Field::Email, Rule::Email(EMAIL), BASE64, Standing::Confirmed, DOC),
    row(Field::Phone, Rule::Phone(PhoneForm::E164), BASE64, Standing::Confirmed, DOC),
];

const EMAIL: &[EmailStep] = &[
    EmailStep::RefuseInnerSpace,
    EmailStep::AsciiCaseOnly,
    EmailStep::CutTag(Domains::Gmail),
    EmailStep::RemoveDots(Domains::Gmail),
];

/// Normalization and encoding.
const DOC: &str = "IABTechLab/uid2docs docs/getting-started/gs-normalization-encoding.md (read 2026-11-20)";

/// A third party's integration.
const SEGMENT: &str = "segmentio/action-destinations the-trade-desk-crm (read 2026-11-20)";
