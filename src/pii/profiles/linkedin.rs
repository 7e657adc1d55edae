//! `LinkedIn` Conversions API: the object `user`. No page of `LinkedIn`'s own with its normalization was seen.

use crate::pii::field::Field;
use crate::pii::profiles::{CLEAR, HEX, row};
use crate::pii::rule::{EmailStep, LetterCase, Rule, Shape, Standing, Table, TextStep};

/// `LinkedIn`'s rules.
pub(crate) const TABLE: Table = Table {
    name: "linkedin",
    shape: Shape::LinkedIn,
    rows: &[
        row(Field::Email, Rule::Email(&[EmailStep::RefuseInnerSpace]), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::FirstName, Rule::Text(&[TextStep::CollapseSpace]), CLEAR, Standing::ThirdParty, SEGMENT),
        row(Field::LastName, Rule::Text(&[TextStep::CollapseSpace]), CLEAR, Standing::ThirdParty, SEGMENT),
        row(Field::Country, Rule::Country(LetterCase::Upper), CLEAR, Standing::ThirdParty, SEGMENT),
        row(
            Field::ExternalId,
            Rule::Verbatim,
            CLEAR,
            Standing::Unconfirmed,
            "the documentation of the crate `late` 0.0.297",
        ),
        row(Field::ClickId, Rule::Verbatim, CLEAR, Standing::ThirdParty, SEGMENT),
    ],
};

/// A third party's integration.
const SEGMENT: &str = "segmentio/action-destinations linkedin-conversions/api/index.ts (read 2026-11-20)";
