//! Snap Conversions API v3: `user_data`.
//!
//! The documentation drops a zero at the start of the national number. In Italy that zero is part of the number, so such
//! a number is refused rather than cut.

use crate::pii::field::Field;
use crate::pii::profiles::{CLEAR, HEX, many, one, row};
use crate::pii::rule::{
    EmailStep, Genders, LetterCase, PhoneForm, PostalForm, Rule, Shape, Standing, Table, TextStep,
};

/// Snap's rules.
pub(crate) const TABLE: Table = Table {
    name: "snap",
    shape: Shape::Object(&[
        many(Field::Email, "em"),
        many(Field::Phone, "ph"),
        many(Field::FirstName, "fn"),
        many(Field::LastName, "ln"),
        many(Field::City, "ct"),
        many(Field::State, "st"),
        many(Field::PostalCode, "zp"),
        many(Field::Country, "country"),
        many(Field::Gender, "ge"),
        many(Field::ExternalId, "external_id"),
        one(Field::DeviceId, "madid"),
        one(Field::ClickId, "sc_click_id"),
        one(Field::BrowserId, "sc_cookie1"),
        one(Field::IpAddress, "client_ip_address"),
        one(Field::UserAgent, "client_user_agent"),
    ]),
    rows: &[
        row(Field::Email, Rule::Email(&[EmailStep::RefuseInnerSpace]), HEX, Standing::Confirmed, DOC),
        row(Field::Phone, Rule::Phone(PhoneForm::DigitsWithoutZero), HEX, Standing::Confirmed, DOC),
        row(Field::FirstName, Rule::Text(UNSPACED), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::LastName, Rule::Text(UNSPACED), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::City, Rule::Text(UNSPACED), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::State, Rule::State(UNSPACED), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::PostalCode, Rule::PostalCode(PostalForm::Compact), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::Country, Rule::Country(LetterCase::Lower), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::Gender, Rule::Gender(Genders::FemaleMale), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::ExternalId, Rule::Text(&[TextStep::Lowercase]), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::DeviceId, Rule::Device(Some(LetterCase::Lower)), CLEAR, Standing::Confirmed, DOC),
        row(Field::ClickId, Rule::Verbatim, CLEAR, Standing::Confirmed, DOC),
        row(Field::BrowserId, Rule::Verbatim, CLEAR, Standing::Confirmed, DOC),
        row(Field::IpAddress, Rule::IpAddress, CLEAR, Standing::Confirmed, DOC),
        row(Field::UserAgent, Rule::Verbatim, CLEAR, Standing::Confirmed, DOC),
    ],
};

/// Small letters without white space.
const UNSPACED: &[TextStep] = &[TextStep::Lowercase, TextStep::RemoveSpace];

/// The parameters page.
const DOC: &str =
    "https://developers.snap.com/api/marketing-api/Conversions-API/Parameters (read 2026-11-20)";

/// A third party's integration.
const SEGMENT: &str = "segmentio/action-destinations snap-conversions-api/reportConversionEvent/snap-capi-v3.ts (read 2026-11-20)";
