//! Amazon Marketing Cloud audiences: `hashedPII`. Amazon's own page (GCCXMZYCK4RXWS6C) was not seen.

use crate::pii::field::Field;
use crate::pii::profiles::{CLEAR, HEX, one, row};
use crate::pii::rule::{
    EmailStep, LetterCase, PhoneForm, PostalForm, Rule, Shape, Standing, Table, TextStep,
};

/// Amazon's rules for audiences.
pub(crate) const TABLE: Table = Table {
    name: "amazon-amc",
    shape: Shape::Object(&[
        one(Field::Email, "email"),
        one(Field::Phone, "phone"),
        one(Field::FirstName, "firstname"),
        one(Field::LastName, "lastname"),
        one(Field::Street, "address"),
        one(Field::City, "city"),
        one(Field::State, "state"),
        one(Field::PostalCode, "postal"),
        one(Field::Country, "countryCode"),
    ]),
    rows: &[
        row(
            Field::Email,
            Rule::Email(&[EmailStep::RemoveSpace, EmailStep::KeepAsciiAnd(".@-")]),
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
        row(Field::PostalCode, Rule::PostalCode(PostalForm::Whole), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::Country, Rule::Country(LetterCase::Upper), CLEAR, Standing::ThirdParty, SEGMENT),
    ],
};

/// Small ASCII letters and digits.
const ASCII: &[TextStep] = &[TextStep::Lowercase, TextStep::KeepAsciiAlphanumeric];

/// A third party's integration.
const SEGMENT: &str = "segmentio/action-destinations amazon-amc/function.ts 081a530 (read 2026-11-21)";
