//! `LiveRamp` files: SHA-256 of e-mail addresses, SHA-1 of national phone numbers.
//!
//! `LiveRamp` does not take hashed phone numbers in files of the European Union at all. Where a file may go is not decided
//! here.

use crate::pii::field::Field;
use crate::pii::profiles::{CLEAR, HEX, many, row};
use crate::pii::rule::{EmailStep, LetterCase, Output, PhoneForm, Rule, Shape, Standing, Table};

/// `LiveRamp`'s rules.
pub(crate) const TABLE: Table = Table {
    name: "liveramp",
    shape: Shape::Object(&[
        many(Field::Email, "email_sha256"),
        many(Field::Phone, "phone_sha1"),
        many(Field::Idfa, "idfa"),
        many(Field::Aaid, "aaid"),
    ]),
    rows: &[
        row(Field::Email, Rule::Email(&[EmailStep::RemoveSpace]), HEX, Standing::Confirmed, DOC),
        row(Field::Phone, Rule::Phone(PhoneForm::National), Output::Sha1, Standing::Confirmed, DOC),
        row(Field::DeviceId, Rule::InDoubt, CLEAR, Standing::ThirdParty, SEGMENT),
        row(Field::Idfa, Rule::Device(Some(LetterCase::Upper)), CLEAR, Standing::ThirdParty, SEGMENT),
        row(Field::Aaid, Rule::Device(Some(LetterCase::Lower)), CLEAR, Standing::ThirdParty, SEGMENT),
    ],
};

/// Hashing identifiers.
const DOC: &str = "https://docs.liveramp.com/connect/en/hashing-identifiers.html (read 2026-11-20)";

/// A third party's integration.
const SEGMENT: &str = "segmentio/action-destinations liveramp-audiences (read 2026-11-20)";
