//! Pinterest Conversions API v5: `user_data`.

use crate::pii::field::Field;
use crate::pii::profiles::{CLEAR, HEX, many, one, row};
use crate::pii::rule::{
    DatePart, EmailStep, Genders, LetterCase, PhoneForm, PostalForm, Rule, Shape, Standing, Table, TextStep,
};

/// Pinterest's rules.
pub(crate) const TABLE: Table = Table {
    name: "pinterest",
    shape: Shape::Object(&[
        many(Field::Email, "em"),
        many(Field::Phone, "ph"),
        many(Field::FirstName, "fn"),
        many(Field::LastName, "ln"),
        many(Field::City, "ct"),
        many(Field::State, "st"),
        many(Field::PostalCode, "zp"),
        many(Field::Country, "country"),
        many(Field::BirthDate, "db"),
        many(Field::Gender, "ge"),
        many(Field::ExternalId, "external_id"),
        many(Field::DeviceId, "hashed_maids"),
        one(Field::ClickId, "click_id"),
        one(Field::IpAddress, "client_ip_address"),
        one(Field::UserAgent, "client_user_agent"),
    ]),
    rows: &[
        row(Field::Email, Rule::Email(&[EmailStep::RefuseInnerSpace]), HEX, Standing::Confirmed, SPEC),
        row(Field::Phone, Rule::Phone(PhoneForm::Digits), HEX, Standing::Confirmed, SPEC),
        row(Field::FirstName, Rule::Text(&[TextStep::Lowercase]), HEX, Standing::Confirmed, SPEC),
        row(Field::LastName, Rule::Text(&[TextStep::Lowercase]), HEX, Standing::Confirmed, SPEC),
        row(Field::City, Rule::Text(COMPACT), HEX, Standing::Confirmed, SPEC),
        row(Field::State, Rule::State(COMPACT), HEX, Standing::Confirmed, SPEC),
        row(Field::PostalCode, Rule::PostalCode(PostalForm::Digits), HEX, Standing::Confirmed, SPEC),
        row(Field::Country, Rule::Country(LetterCase::Lower), HEX, Standing::Confirmed, SPEC),
        row(Field::BirthDate, Rule::BirthDate(DatePart::Whole), HEX, Standing::Confirmed, SPEC),
        row(Field::Gender, Rule::Gender(Genders::FemaleMaleOther), HEX, Standing::Confirmed, SPEC),
        row(Field::ExternalId, Rule::Text(&[]), HEX, Standing::Unconfirmed, SPEC),
        row(Field::DeviceId, Rule::Device(Some(LetterCase::Lower)), HEX, Standing::Unconfirmed, SPEC),
        row(Field::ClickId, Rule::Verbatim, CLEAR, Standing::Confirmed, SPEC),
        row(Field::IpAddress, Rule::IpAddress, CLEAR, Standing::Confirmed, SPEC),
        row(Field::UserAgent, Rule::Verbatim, CLEAR, Standing::Confirmed, SPEC),
    ],
};

/// Small letters and digits of any script, without punctuation and space.
const COMPACT: &[TextStep] = &[TextStep::Lowercase, TextStep::RemovePunctuation, TextStep::RemoveSpace];

/// The interface description.
const SPEC: &str = "pinterest/api-description v5/openapi.yaml (read 2026-11-20)";
