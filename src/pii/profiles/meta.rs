//! Meta Conversions API, `user_data`.
//!
//! `DOC`: <https://developers.facebook.com/documentation/ads-commerce/conversions-api/parameters/customer-information-parameters>,
//! updated 2026-01-09.

use crate::pii::field::Field;
use crate::pii::profiles::HEX;
use crate::pii::rule::{EmailStep, LetterCase, PhoneForm, Row, Rule, Shape, Standing, Table};
use crate::time::UnixTime;

/// Meta's rules.
pub(crate) const TABLE: Table = Table {
    name: "meta",
    shape: Shape::Lists,
    rows: &[
        Row {
            field: Field::Email,
            since: UnixTime::from_secs(0),
            rule: Rule::Email(&[EmailStep::RefuseInnerSpace]),
            output: HEX,
            standing: Standing::Confirmed,
            source: DOC,
        },
        Row {
            field: Field::Phone,
            since: UnixTime::from_secs(0),
            rule: Rule::Phone(PhoneForm::Digits),
            output: HEX,
            standing: Standing::Confirmed,
            source: DOC,
        },
        Row {
            field: Field::Country,
            since: UnixTime::from_secs(0),
            rule: Rule::Country(LetterCase::Lower),
            output: HEX,
            standing: Standing::Confirmed,
            source: DOC,
        },
    ],
};

/// Customer information parameters, updated 2026-01-09.
const DOC: &str = "https://developers.facebook.com/documentation/ads-commerce/conversions-api/parameters/customer-information-parameters (2026-01-09)";
