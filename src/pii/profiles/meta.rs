//! Meta Conversions API `user_data`, and the fields of custom audiences.
//!
//! Where the documentation is silent on white space in names, Meta's own parameter builder (facebook/capi-param-builder
//! b0b6f0b, 2026-05) removes it. Where the builder deletes letters (`Montréal`), cuts postal codes outside the United
//! States at a dash, or cuts unknown countries to two letters, the documentation is followed.

use crate::pii::field::Field;
use crate::pii::profiles::{CLEAR, HEX, many, one, row, since};
use crate::pii::rule::{
    DatePart, EmailStep, Genders, LetterCase, PhoneForm, PostalForm, Rule, Shape, Standing, Table, TextStep,
};

/// Meta's rules.
pub(crate) const TABLE: Table = Table {
    name: "meta",
    shape: Shape::Object(&[
        many(Field::Email, "em"),
        many(Field::Phone, "ph"),
        many(Field::FirstName, "fn"),
        many(Field::LastName, "ln"),
        many(Field::FirstInitial, "fi"),
        many(Field::City, "ct"),
        many(Field::State, "st"),
        many(Field::PostalCode, "zp"),
        many(Field::Country, "country"),
        many(Field::BirthDate, "db"),
        many(Field::BirthYear, "doby"),
        many(Field::BirthMonth, "dobm"),
        many(Field::BirthDay, "dobd"),
        many(Field::Gender, "ge"),
        many(Field::ExternalId, "external_id"),
        one(Field::DeviceId, "madid"),
        one(Field::ClickId, "fbc"),
        one(Field::BrowserId, "fbp"),
        one(Field::IpAddress, "client_ip_address"),
        one(Field::UserAgent, "client_user_agent"),
    ]),
    rows: &[
        row(Field::Email, Rule::Email(&[EmailStep::RefuseInnerSpace]), HEX, Standing::Confirmed, DOC),
        row(Field::Phone, Rule::Phone(PhoneForm::Digits), HEX, Standing::Confirmed, DOC),
        row(Field::FirstName, Rule::Text(COMPACT), HEX, Standing::Confirmed, DOC),
        row(Field::LastName, Rule::Text(COMPACT), HEX, Standing::Confirmed, DOC),
        row(Field::FirstInitial, Rule::Text(INITIAL), HEX, Standing::ThirdParty, AUDIENCES),
        row(Field::City, Rule::Text(COMPACT), HEX, Standing::Confirmed, DOC),
        row(Field::State, Rule::State(COMPACT), HEX, Standing::Confirmed, DOC),
        row(Field::PostalCode, Rule::PostalCode(PostalForm::Compact), HEX, Standing::Confirmed, DOC),
        row(Field::Country, Rule::Country(LetterCase::Lower), HEX, Standing::Confirmed, DOC),
        row(Field::BirthDate, Rule::BirthDate(DatePart::Whole), HEX, Standing::Confirmed, DOC),
        row(Field::BirthYear, Rule::BirthDate(DatePart::Year), HEX, Standing::ThirdParty, AUDIENCES),
        row(Field::BirthMonth, Rule::BirthDate(DatePart::Month), HEX, Standing::ThirdParty, AUDIENCES),
        row(Field::BirthDay, Rule::BirthDate(DatePart::Day), HEX, Standing::ThirdParty, AUDIENCES),
        row(Field::Gender, Rule::Gender(Genders::FemaleMale), HEX, Standing::Confirmed, DOC),
        since(
            (2026, 8, 1),
            row(
                Field::ExternalId,
                Rule::Text(&[TextStep::Lowercase, TextStep::RemoveSpace]),
                HEX,
                Standing::Confirmed,
                "facebook/facebook-nodejs-business-sdk ebd272a (2026-08); the documentation recommends hashing",
            ),
        ),
        row(Field::ExternalId, Rule::Text(&[]), HEX, Standing::Unconfirmed, DOC),
        row(Field::DeviceId, Rule::Device(None), CLEAR, Standing::Confirmed, DOC),
        row(Field::ClickId, Rule::Verbatim, CLEAR, Standing::Confirmed, DOC),
        row(Field::BrowserId, Rule::Verbatim, CLEAR, Standing::Confirmed, DOC),
        row(Field::IpAddress, Rule::IpAddress, CLEAR, Standing::Confirmed, DOC),
        row(Field::UserAgent, Rule::Verbatim, CLEAR, Standing::Confirmed, DOC),
    ],
};

/// Small letters and digits of any script, without punctuation and space.
const COMPACT: &[TextStep] = &[TextStep::Lowercase, TextStep::RemovePunctuation, TextStep::RemoveSpace];

/// The first of those letters.
const INITIAL: &[TextStep] =
    &[TextStep::Lowercase, TextStep::RemovePunctuation, TextStep::RemoveSpace, TextStep::FirstLetter];

/// Customer information parameters.
const DOC: &str = "https://developers.facebook.com/documentation/ads-commerce/conversions-api/parameters/customer-information-parameters (updated 2026-01-09)";

/// Custom audiences, as a third party sends them.
const AUDIENCES: &str = "segmentio/action-destinations facebook-custom-audiences/sync/__tests__/functions.test.ts (read 2026-11-20)";
