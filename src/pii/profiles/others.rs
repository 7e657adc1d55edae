//! Destinations of which only a rule or two is known, each through a third party; and two forms of this crate's own.

use crate::pii::field::Field;
use crate::pii::profiles::{HEX, many, row};
use crate::pii::rule::{EmailStep, LetterCase, PhoneForm, Rule, Shape, Standing, Table, TextStep};

/// Criteo. It also takes MD5, which is not made here.
pub(crate) const CRITEO: Table = Table {
    name: "criteo",
    shape: EMAIL_AND_PHONE,
    rows: &[row(
        Field::Email,
        Rule::Email(&[EmailStep::RefuseInnerSpace]),
        HEX,
        Standing::ThirdParty,
        WALKER,
    )],
};

/// Epsilon.
pub(crate) const EPSILON: Table = Table {
    name: "epsilon",
    shape: EMAIL_AND_PHONE,
    rows: &[
        row(Field::Email, Rule::Email(&[EmailStep::RefuseInnerSpace]), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::Phone, Rule::Phone(PhoneForm::E164), HEX, Standing::ThirdParty, SEGMENT),
    ],
};

/// MNTN.
pub(crate) const MNTN: Table = Table {
    name: "mntn",
    shape: EMAIL_AND_PHONE,
    rows: &[
        row(Field::Email, Rule::Email(&[EmailStep::RefuseInnerSpace]), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::Phone, Rule::Phone(PhoneForm::Digits), HEX, Standing::ThirdParty, SEGMENT),
    ],
};

/// Yahoo.
pub(crate) const YAHOO: Table = Table {
    name: "yahoo",
    shape: EMAIL_AND_PHONE,
    rows: &[
        row(Field::Email, Rule::Email(&[EmailStep::RefuseInnerSpace]), HEX, Standing::ThirdParty, SEGMENT),
        row(Field::Phone, Rule::Phone(PhoneForm::E164), HEX, Standing::ThirdParty, SEGMENT),
    ],
};

/// Taboola.
pub(crate) const TABOOLA: Table = Table {
    name: "taboola",
    shape: EMAIL_AND_PHONE,
    rows: &[row(
        Field::Email,
        Rule::Email(&[EmailStep::RefuseInnerSpace]),
        HEX,
        Standing::ThirdParty,
        SEGMENT,
    )],
};

/// No platform: what most of them have in common. It matches nobody who does not do the same.
pub(crate) const GENERIC: Table = Table {
    name: "generic",
    shape: Shape::Object(&[
        many(Field::Email, "em"),
        many(Field::Phone, "ph"),
        many(Field::FirstName, "fn"),
        many(Field::LastName, "ln"),
        many(Field::City, "ct"),
        many(Field::Country, "country"),
        many(Field::ExternalId, "external_id"),
        many(Field::Generic, "generic"),
    ]),
    rows: &[
        row(Field::Email, Rule::Email(&[EmailStep::RefuseInnerSpace]), HEX, Standing::Unconfirmed, OWN),
        row(Field::Phone, Rule::Phone(PhoneForm::Digits), HEX, Standing::Unconfirmed, OWN),
        row(Field::FirstName, Rule::Text(WORDS), HEX, Standing::Unconfirmed, OWN),
        row(Field::LastName, Rule::Text(WORDS), HEX, Standing::Unconfirmed, OWN),
        row(Field::City, Rule::Text(WORDS), HEX, Standing::Unconfirmed, OWN),
        row(Field::Country, Rule::Country(LetterCase::Lower), HEX, Standing::Unconfirmed, OWN),
        row(Field::ExternalId, Rule::Text(&[]), HEX, Standing::Unconfirmed, OWN),
        row(Field::Generic, Rule::Text(&[TextStep::Lowercase]), HEX, Standing::Unconfirmed, OWN),
    ],
};

/// Phone numbers in E.164, for whoever wants to see how one is read.
pub(crate) const E164: Table = Table {
    name: "e164",
    shape: EMAIL_AND_PHONE,
    rows: &[row(
        Field::Phone,
        Rule::Phone(PhoneForm::E164),
        HEX,
        Standing::Confirmed,
        "ITU-T E.164 (11/2010)",
    )],
};

const EMAIL_AND_PHONE: Shape = Shape::Object(&[many(Field::Email, "em"), many(Field::Phone, "ph")]);

/// Small letters, one space between words.
const WORDS: &[TextStep] = &[TextStep::Lowercase, TextStep::CollapseSpace];

/// Third parties' integrations.
const WALKER: &str = "elbwalker/walkerOS packages/server/destinations/criteo (read 2026-11-20)";
const SEGMENT: &str = "segmentio/action-destinations (read 2026-11-20)";

/// This crate.
const OWN: &str = "this crate";
