//! Google Data Manager API, enhanced conversions and Customer Match: `userIdentifiers`.
//!
//! Names: the API reference says "no punctuation", Google's libraries and its support keep it (googleads/google-ads-php
//! issue 1173); the libraries are followed, for it is they who send. City, region and street are used for Google
//! Analytics only.

use crate::pii::field::Field;
use crate::pii::profiles::{CLEAR, HEX, row, since};
use crate::pii::rule::{
    Domains, EmailStep, LetterCase, PhoneForm, PostalForm, Rule, Shape, Standing, Table, TextStep,
};

/// Google's rules.
pub(crate) const TABLE: Table = Table {
    name: "google",
    shape: Shape::UserIdentifiers,
    rows: &[
        since(
            (2026, 6, 1),
            row(
                Field::Email,
                Rule::Email(&[
                    EmailStep::RemoveSpace,
                    EmailStep::CutTag(Domains::GmailAndGooglemail),
                    EmailStep::RemoveDots(Domains::GmailAndGooglemail),
                ]),
                HEX,
                Standing::Confirmed,
                "https://developers.google.com/data-manager/api/devguides/concepts/formatting; googleads/data-manager-java 0248e69 (2026-06-01)",
            ),
        ),
        row(
            Field::Email,
            Rule::Email(&[EmailStep::RemoveSpace, EmailStep::RemoveDots(Domains::GmailAndGooglemail)]),
            HEX,
            Standing::Confirmed,
            "googleads/data-manager-java c709d08 (2025-06-18)",
        ),
        row(Field::Phone, Rule::Phone(PhoneForm::E164), HEX, Standing::Confirmed, DOC),
        row(
            Field::FirstName,
            Rule::Text(&[TextStep::Lowercase, TextStep::DropTitles]),
            HEX,
            Standing::Confirmed,
            LIBRARY,
        ),
        row(
            Field::LastName,
            Rule::Text(&[TextStep::Lowercase, TextStep::DropSuffixes]),
            HEX,
            Standing::Confirmed,
            LIBRARY,
        ),
        row(Field::Street, Rule::Text(PLAIN), HEX, Standing::Confirmed, ADDRESS),
        row(Field::City, Rule::Text(PLAIN), CLEAR, Standing::Confirmed, ADDRESS),
        row(Field::State, Rule::Text(PLAIN), CLEAR, Standing::Confirmed, ADDRESS),
        row(Field::PostalCode, Rule::PostalCode(PostalForm::AsWritten), CLEAR, Standing::Confirmed, DOC),
        row(Field::Country, Rule::Country(LetterCase::Upper), CLEAR, Standing::Confirmed, DOC),
    ],
};

/// Small letters without signs; the space between words stays.
const PLAIN: &[TextStep] = &[TextStep::Lowercase, TextStep::RemovePunctuation];

/// The formatting page.
const DOC: &str =
    "https://developers.google.com/data-manager/api/devguides/concepts/formatting (read 2026-11-20)";

/// The API reference of the address.
const ADDRESS: &str =
    "https://docs.cloud.google.com/php/docs/reference/data-manager/latest/V1.AddressInfo (read 2026-11-21)";

/// Google's own formatter, which its other languages share.
const LIBRARY: &str = "googleads/data-manager-java UserDataFormatter 0248e69 (2026-06-01)";
