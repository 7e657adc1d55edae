//! Reddit Conversions API v3: the object `user`.

use crate::pii::field::Field;
use crate::pii::profiles::{CLEAR, HEX, one, row};
use crate::pii::rule::{Domains, EmailStep, LetterCase, PhoneForm, Rule, Shape, Standing, Table};

/// Reddit's rules.
pub(crate) const TABLE: Table = Table {
    name: "reddit",
    shape: Shape::Object(&[
        one(Field::Email, "email"),
        one(Field::Phone, "phone_number"),
        one(Field::ExternalId, "external_id"),
        one(Field::Idfa, "idfa"),
        one(Field::Aaid, "aaid"),
        one(Field::IpAddress, "ip_address"),
        one(Field::UserAgent, "user_agent"),
        one(Field::BrowserId, "uuid"),
    ]),
    rows: &[
        row(
            Field::Email,
            Rule::Email(&[
                EmailStep::RemoveSpace,
                EmailStep::CutTag(Domains::Every),
                EmailStep::RemoveSymbols,
            ]),
            HEX,
            Standing::Confirmed,
            "Reddit Business Help, Manual Advanced Matching (read 2026-11-20)",
        ),
        row(Field::Phone, Rule::Phone(PhoneForm::E164), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::ExternalId, Rule::Text(&[]), HEX, Standing::ThirdParty, SEGMENT),
        // Apple's are hashed in capitals, Android's in small letters; which of them this is does not show.
        row(Field::DeviceId, Rule::InDoubt, HEX, Standing::ThirdParty, SEGMENT),
        row(Field::Idfa, Rule::Device(Some(LetterCase::Upper)), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::Aaid, Rule::Device(Some(LetterCase::Lower)), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::IpAddress, Rule::IpAddress, HEX, Standing::ThirdParty, SEGMENT),
        row(Field::UserAgent, Rule::Verbatim, CLEAR, Standing::ThirdParty, SEGMENT),
        row(Field::BrowserId, Rule::Verbatim, CLEAR, Standing::ThirdParty, SEGMENT),
    ],
};

/// A third party's integration.
const SEGMENT: &str =
    "segmentio/action-destinations reddit-conversions-api/utils.ts 01090ba (read 2026-11-21)";
