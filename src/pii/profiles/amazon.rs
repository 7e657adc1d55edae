//! Amazon Ads Conversions API: `matchKeys`. Amazon's own page was not seen.

use crate::pii::field::Field;
use crate::pii::profiles::{CLEAR, HEX, many, one, row};
use crate::pii::rule::{
    EmailStep, LetterCase, PhoneForm, PostalForm, Rule, Shape, Standing, Table, TextStep,
};

/// Amazon's rules for conversions.
pub(crate) const TABLE: Table = Table {
    name: "amazon",
    shape: Shape::MatchKeys {
        keys: &[
            many(Field::Email, "EMAIL"),
            many(Field::Phone, "PHONE"),
            many(Field::FirstName, "FIRST_NAME"),
            many(Field::LastName, "LAST_NAME"),
            many(Field::Street, "ADDRESS"),
            many(Field::City, "CITY"),
            many(Field::State, "STATE"),
            many(Field::PostalCode, "POSTAL"),
            many(Field::DeviceId, "MAID"),
            many(Field::ExternalId, "MATCH_ID"),
        ],
        beside: &[one(Field::Country, "countryCode"), one(Field::ClickId, "amazonClickId")],
    },
    rows: &[
        row(
            Field::Email,
            Rule::Email(&[EmailStep::RemoveSpace, EmailStep::KeepAsciiAnd(".@+-")]),
            HEX,
            Standing::ThirdParty,
            SEGMENT,
        ),
        row(Field::Phone, Rule::Phone(PhoneForm::Digits), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::FirstName, Rule::Text(ASCII), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::LastName, Rule::Text(ASCII), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::Street, Rule::Text(ASCII), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::City, Rule::Text(ASCII), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::State, Rule::Text(ASCII), HEX, Standing::ThirdParty, SEGMENT),
        row(
            Field::PostalCode,
            Rule::PostalCode(PostalForm::SpaceRemoved),
            HEX,
            Standing::ThirdParty,
            SEGMENT,
        ),
        row(Field::Country, Rule::Country(LetterCase::Upper), CLEAR, Standing::ThirdParty, SEGMENT),
        row(Field::DeviceId, Rule::Device(None), CLEAR, Standing::ThirdParty, SEGMENT),
        row(Field::ExternalId, Rule::Verbatim, CLEAR, Standing::ThirdParty, SEGMENT),
        row(Field::ClickId, Rule::Verbatim, CLEAR, Standing::ThirdParty, SEGMENT),
    ],
};

/// Small ASCII letters and digits.
pub(crate) const ASCII: &[TextStep] = &[TextStep::Lowercase, TextStep::KeepAsciiAlphanumeric];

/// A third party's integration.
const SEGMENT: &str =
    "segmentio/action-destinations amazon-conversions-api/trackConversion/utils.ts 1b8a9b6 (read 2026-11-21)";
