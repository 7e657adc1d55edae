//! `TikTok` Events API: the object `user`.
//!
//! An older help page (`kBAZiUHj`, undated) removed dots and tags of e-mail addresses at all domains; the current one does not.

use crate::pii::field::Field;
use crate::pii::profiles::{CLEAR, HEX, many, one, row};
use crate::pii::rule::{EmailStep, LetterCase, PhoneForm, Rule, Shape, Standing, Table, TextStep};

/// `TikTok`'s rules.
pub(crate) const TABLE: Table = Table {
    name: "tiktok",
    shape: Shape::Object(&[
        many(Field::Email, "email"),
        many(Field::Phone, "phone"),
        many(Field::ExternalId, "external_id"),
        one(Field::DeviceId, "madid"),
        one(Field::Idfa, "idfa"),
        one(Field::Aaid, "gaid"),
        one(Field::ClickId, "ttclid"),
        one(Field::BrowserId, "ttp"),
        one(Field::IpAddress, "ip"),
        one(Field::UserAgent, "user_agent"),
    ]),
    rows: &[
        row(Field::Email, Rule::Email(&[EmailStep::RemoveSpace]), HEX, Standing::Confirmed, DOC),
        row(Field::Phone, Rule::Phone(PhoneForm::E164), HEX, Standing::Confirmed, DOC),
        row(Field::ExternalId, Rule::Text(&[TextStep::Lowercase]), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::DeviceId, Rule::Device(Some(LetterCase::Lower)), HEX, Standing::Confirmed, DOC),
        row(Field::Idfa, Rule::Device(Some(LetterCase::Lower)), HEX, Standing::Confirmed, DOC),
        row(Field::Aaid, Rule::Device(Some(LetterCase::Lower)), HEX, Standing::Confirmed, DOC),
        row(Field::ClickId, Rule::Verbatim, CLEAR, Standing::ThirdParty, SEGMENT),
        row(Field::BrowserId, Rule::Verbatim, CLEAR, Standing::ThirdParty, SEGMENT),
        row(Field::IpAddress, Rule::IpAddress, CLEAR, Standing::ThirdParty, SEGMENT),
        row(Field::UserAgent, Rule::Verbatim, CLEAR, Standing::ThirdParty, SEGMENT),
    ],
};

/// The customer file page, which also gives the rules of the hashed fields.
const DOC: &str = "TikTok Business Help Center, content_id 5gcDeV2ckkwNVh1BedxvSJ (read 2026-11-20)";

/// A third party's integration.
const SEGMENT: &str = "segmentio/action-destinations tiktok-conversions (read 2026-11-20)";
