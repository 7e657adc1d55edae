//! Microsoft Advertising, UET Conversions API: `userData`. Microsoft's own page was not seen; third parties disagree
//! on the `+` of phone numbers (`walkerOS` and `PostHog` keep it, Segment drops it).

use crate::pii::field::Field;
use crate::pii::profiles::{CLEAR, HEX, one, row};
use crate::pii::rule::{Domains, EmailStep, PhoneForm, Rule, Shape, Standing, Table};

/// Microsoft's rules.
pub(crate) const TABLE: Table = Table {
    name: "microsoft",
    shape: Shape::Object(&[
        one(Field::Email, "em"),
        one(Field::Phone, "ph"),
        one(Field::ExternalId, "externalId"),
        one(Field::Idfa, "idfa"),
        one(Field::Aaid, "gaid"),
        one(Field::ClickId, "msclkid"),
        one(Field::IpAddress, "clientIpAddress"),
        one(Field::UserAgent, "clientUserAgent"),
    ]),
    rows: &[
        row(
            Field::Email,
            Rule::Email(&[
                EmailStep::RefuseInnerSpace,
                EmailStep::CutTag(Domains::Every),
                EmailStep::RemoveDots(Domains::Every),
            ]),
            HEX,
            Standing::ThirdParty,
            WALKER,
        ),
        row(Field::Phone, Rule::Phone(PhoneForm::E164), HEX, Standing::ThirdParty, WALKER),
        row(Field::ExternalId, Rule::Verbatim, CLEAR, Standing::ThirdParty, WALKER),
        row(Field::Idfa, Rule::Device(None), CLEAR, Standing::Unconfirmed, WALKER),
        row(Field::Aaid, Rule::Device(None), CLEAR, Standing::Unconfirmed, WALKER),
        row(Field::ClickId, Rule::Verbatim, CLEAR, Standing::ThirdParty, WALKER),
        row(Field::IpAddress, Rule::IpAddress, CLEAR, Standing::ThirdParty, WALKER),
        row(Field::UserAgent, Rule::Verbatim, CLEAR, Standing::ThirdParty, WALKER),
    ],
};

/// A third party's integration, written from Microsoft's page.
const WALKER: &str = "elbwalker/walkerOS packages/server/destinations/bing (read 2026-11-20)";
