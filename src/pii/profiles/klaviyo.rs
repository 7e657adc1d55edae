//! Klaviyo profiles: everything in clear, because Klaviyo writes to these people. Nothing here is pseudonymized.

use crate::pii::field::Field;
use crate::pii::profiles::{CLEAR, one, row};
use crate::pii::rule::{EmailStep, PhoneForm, Rule, Shape, Standing, Table, TextStep};

/// Klaviyo's rules.
pub(crate) const TABLE: Table = Table {
    name: "klaviyo",
    shape: Shape::Object(&[
        one(Field::Email, "email"),
        one(Field::Phone, "phone_number"),
        one(Field::ExternalId, "external_id"),
        one(Field::FirstName, "first_name"),
        one(Field::LastName, "last_name"),
    ]),
    rows: &[
        row(Field::Email, Rule::Email(&[EmailStep::RefuseInnerSpace]), CLEAR, Standing::ThirdParty, SEGMENT),
        row(Field::Phone, Rule::Phone(PhoneForm::E164), CLEAR, Standing::ThirdParty, SEGMENT),
        row(Field::ExternalId, Rule::Verbatim, CLEAR, Standing::ThirdParty, SEGMENT),
        row(Field::FirstName, Rule::Text(&[TextStep::CollapseSpace]), CLEAR, Standing::ThirdParty, SEGMENT),
        row(Field::LastName, Rule::Text(&[TextStep::CollapseSpace]), CLEAR, Standing::ThirdParty, SEGMENT),
    ],
};

/// A third party's integration.
const SEGMENT: &str = "segmentio/action-destinations klaviyo (read 2026-11-20)";
