//! X Ads API, web conversions: `identifiers`.

use crate::pii::field::Field;
use crate::pii::profiles::{CLEAR, HEX, one, row};
use crate::pii::rule::{EmailStep, PhoneForm, Rule, Shape, Standing, Table, TextStep};

/// X's rules.
pub(crate) const TABLE: Table = Table {
    name: "x",
    shape: Shape::Identifiers(&[
        one(Field::Email, "hashed_email"),
        one(Field::Phone, "hashed_phone_number"),
        one(Field::ClickId, "twclid"),
        one(Field::IpAddress, "ip_address"),
        one(Field::UserAgent, "user_agent"),
    ]),
    rows: &[
        row(Field::Email, Rule::Email(&[EmailStep::RefuseInnerSpace]), HEX, Standing::Confirmed, DOC),
        row(Field::Phone, Rule::Phone(PhoneForm::E164), HEX, Standing::Confirmed, DOC),
        // The page asks for a lower-case IDFA and for "no lowercase normalization" at once.
        row(Field::DeviceId, Rule::InDoubt, HEX, Standing::Unconfirmed, AUDIENCES),
        row(Field::ClickId, Rule::Verbatim, CLEAR, Standing::Confirmed, DOC),
        row(Field::IpAddress, Rule::IpAddress, CLEAR, Standing::Confirmed, DOC),
        row(Field::UserAgent, Rule::Verbatim, CLEAR, Standing::Confirmed, DOC),
        row(Field::Generic, Rule::Text(&[TextStep::Lowercase]), HEX, Standing::Confirmed, AUDIENCES),
    ],
};

/// Web conversions.
const DOC: &str = "https://docs.x.com/x-ads-api/measurement/web-conversions (read 2026-11-20)";

/// Audiences.
const AUDIENCES: &str = "xdevplatform/docs x-ads-api/audiences.mdx (read 2026-11-20)";
