//! Google Data Manager API, enhanced conversions and Customer Match: `userIdentifiers`.

use crate::pii::field::Field;
use crate::pii::profiles::HEX;
use crate::pii::rule::{
    Domains, EmailStep, LetterCase, Output, PhoneForm, Row, Rule, Shape, Standing, Table,
};
use crate::time::UnixTime;

/// Google's rules.
pub(crate) const TABLE: Table = Table {
    name: "google",
    shape: Shape::UserIdentifiers,
    rows: &[
        Row {
            field: Field::Email,
            since: UnixTime::from_secs(0),
            rule: Rule::Email(&[
                EmailStep::RemoveSpace,
                EmailStep::CutTag(Domains::GmailAndGooglemail),
                EmailStep::RemoveDots(Domains::GmailAndGooglemail),
            ]),
            output: HEX,
            standing: Standing::Confirmed,
            source: DOC,
        },
        Row {
            field: Field::Phone,
            since: UnixTime::from_secs(0),
            rule: Rule::Phone(PhoneForm::E164),
            output: HEX,
            standing: Standing::Confirmed,
            source: DOC,
        },
        Row {
            field: Field::Country,
            since: UnixTime::from_secs(0),
            rule: Rule::Country(LetterCase::Upper),
            output: Output::Clear,
            standing: Standing::Confirmed,
            source: DOC,
        },
    ],
};

/// The formatting page.
const DOC: &str = "https://developers.google.com/data-manager/api/devguides/concepts/formatting";
