//! What is expected where, and what to say if something else stands there.

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::data::Sensitivity;
use crate::law::Act;
use crate::law::Condition;
use crate::law::Ground;
use crate::policy::near::Near;

/// What is expected of a field: the code and the advice of the issue, and the words that a misspelt one may have meant.
pub(crate) struct Expected {
    pub(crate) code: &'static str,
    pub(crate) advice: &'static str,
    pub(crate) words: fn() -> Vec<String>,
}

impl Expected {
    const fn new(code: &'static str, advice: &'static str) -> Self {
        Self { code, advice, words: Vec::new }
    }

    const fn one_of(code: &'static str, advice: &'static str, words: fn() -> Vec<String>) -> Self {
        Self { code, advice, words }
    }

    /// The word that was probably meant.
    pub(crate) fn suggestion(&self, text: &str, near: &Near) -> Option<String> {
        if text == "none" {
            return None;
        }
        let words = (self.words)();
        near.nearest(text, words.iter().map(String::as_str))
    }

    pub(crate) const ROWS: Self =
        Self::new("malformed_field", "expected a list of tables, each under a heading in double brackets");
    pub(crate) const ROW: Self = Self::new("malformed_field", "expected a table with named fields");
    pub(crate) const LIST: Self = Self::new("malformed_field", "expected a list, which is [] for none");
    pub(crate) const TEXT: Self = Self::new("malformed_field", "expected a text");
    pub(crate) const NAME: Self = Self::new(
        "invalid_name",
        "expected a name: lower-case letters, digits and single inner hyphens, at most 31 bytes",
    );
    pub(crate) const SCOPE_NAME: Self = Self::new(
        "invalid_name",
        "expected a name of its own: lower-case letters, digits and single inner hyphens, not platform",
    );
    pub(crate) const PLAN: Self = Self::new(
        "invalid_name",
        "expected a plan: lower-case letters, digits and single inner hyphens, or * for all",
    );
    pub(crate) const ENFORCEMENT: Self =
        Self::one_of("unknown_word", "expected full-partition or best-effort", || {
            list(["full-partition", "best-effort"])
        });
    pub(crate) const ON_MISMATCH: Self =
        Self::one_of("unknown_word", "expected drop or quarantine", || list(["drop", "quarantine"]));
    pub(crate) const ENDPOINT_ORDER: Self =
        Self::one_of("unknown_word", "expected as-given or regional-first", || {
            list(["as-given", "regional-first"])
        });
    pub(crate) const UNCONFIRMED_LAW: Self =
        Self::one_of("unknown_word", "expected refuse or warn", || list(["refuse", "warn"]));
    pub(crate) const STATUS: Self =
        Self::one_of("unknown_word", "expected available or planned", || list(["available", "planned"]));
    pub(crate) const GLOBAL_ENDPOINTS: Self =
        Self::one_of("unknown_word", "expected refuse or accepted", || list(["refuse", "accepted"]));
    pub(crate) const LEVEL: Self =
        Self::one_of("unknown_word", "expected organization or tenant", || list(["organization", "tenant"]));
    pub(crate) const POWER: Self =
        Self::one_of("unknown_word", "expected approve-migration or change-region", || {
            list(["approve-migration", "change-region"])
        });
    pub(crate) const PLACEMENT: Self = Self::one_of(
        "unknown_word",
        "expected follow-home, follow-organization, fixed-zone or shared",
        || list(["follow-home", "follow-organization", "fixed-zone", "shared"]),
    );
    pub(crate) const EDITION: Self = Self::new(
        "other_law_edition",
        "expected the edition this is compiled with; review the policy, then pin the new one",
    );
    pub(crate) const REGION: Self =
        Self::new("unknown_region", "expected a region: an AWS code such as eu-west-1, or provider:code");
    pub(crate) const LISTED_REGION: Self =
        Self::new("unknown_region", "expected a region listed under regions; list it there, or correct it");
    pub(crate) const AVAILABLE_REGION: Self =
        Self::new("unknown_region", "expected an available region listed under regions");
    pub(crate) const LISTED_GROUP: Self =
        Self::new("unknown_group", "expected a group listed under groups; list it there, or correct it");
    pub(crate) const COUNTRIES: Self = Self::new(
        "unknown_country_group",
        "expected a group of countries of the law's tables, such as eea or eu",
    );
    pub(crate) const ZONE: Self =
        Self::new("unknown_zone", "expected a zone: us, eu, apac or a code of your own");
    pub(crate) const ZONE_IN_USE: Self =
        Self::new("unknown_zone", "expected a zone of some available region listed under regions");
    pub(crate) const COUNTRY: Self = Self::new(
        "unknown_country",
        "expected a country that exists, as two capital letters (ISO 3166-1): GB and not UK; for the EU or the EEA list \
        its members, or use a zone or a group",
    );
    pub(crate) const CATEGORY: Self = Self::new(
        "invalid_category",
        "expected a category: dotted segments of lower-case letters, digits and hyphens",
    );
    pub(crate) const LISTED_CATEGORY: Self = Self::new(
        "unknown_category",
        "expected a category listed under categories, a wider or a narrower one; list it there, or correct it",
    );
    pub(crate) const FRAMEWORK: Self = Self::new(
        "unsatisfied_framework",
        "expected a framework that some region in use satisfies; add it to a region, or correct it; for none write []",
    );
    pub(crate) const SENSITIVITY: Self = Self::one_of(
        "unknown_word",
        "expected what the law may single out: special, health, payment, …; for nothing write []",
        || Sensitivity::ALL.iter().map(ToString::to_string).collect(),
    );
    pub(crate) const OPERATION: Self = Self::one_of(
        "unknown_operation",
        "expected an operation: store, process, remote-read, replicate, back-up, log, deliver, onward-transfer; for none write []",
        || Act::ALL.iter().map(ToString::to_string).collect(),
    );
    pub(crate) const GROUND: Self = Self::one_of(
        "unknown_ground",
        "expected a ground of the law: adequacy, standard-clauses, binding-corporate-rules, …",
        || Ground::ALL.iter().map(ToString::to_string).collect(),
    );
    pub(crate) const CONDITION: Self = Self::one_of(
        "unknown_condition",
        "expected a condition that the law's tables ask for, such as scc-signed or dpf-listed",
        || Condition::catalogue().map(|(condition, _)| condition.to_string()).collect(),
    );
    pub(crate) const LISTED_ROLE: Self =
        Self::new("unknown_role", "expected a role listed under roles; list it there, or correct it");
    pub(crate) const LISTED_RECIPIENT: Self = Self::new(
        "unknown_recipient",
        "expected a recipient listed under recipients; list it there, or correct it",
    );
    pub(crate) const LISTED_SECTOR: Self =
        Self::new("unknown_sector", "expected a sector listed under sectors; list it there, or correct it");
    pub(crate) const LISTED_ORGANIZATION: Self =
        Self::new("unknown_scope", "expected the tenant's organization, listed under scopes");
    pub(crate) const TO_OR_RECIPIENT: Self =
        Self::new("missing_field", "expected where the data goes, or the recipient it is handed to");
    pub(crate) const INSTANT: Self =
        Self::new("invalid_instant", "expected an instant in UTC: 2026-11-21 or 2026-11-21T12:00:00Z");
    pub(crate) const REFERENCE: Self =
        Self::new("malformed_field", "expected a reference, so that the paper can be found");
    pub(crate) const ASSESSMENT: Self = Self::new(
        "malformed_field",
        "expected the reference of the transfer impact assessment, which this ground needs",
    );
    pub(crate) const PERSON: Self =
        Self::new("invalid_name", "expected who asked for it and who approved it, two different names");
    pub(crate) const GROUP_EDITION: Self = Self::new(
        "group_not_pinned",
        "expected the edition the list was copied from: a group that grows silently permits more",
    );
    pub(crate) const LAW_ROW: Self =
        Self::new("unknown_law_row", "expected the name of a row of the law's tables");
    pub(crate) const LAW_OFF: Self = Self::new(
        "missing_field",
        "switching off what is not a permit widens: expected a reason, a source, its date and a day to look again",
    );
    pub(crate) const SOURCE: Self = Self::new("malformed_field", "expected where the row was seen, and when");
    pub(crate) const PROMISE: Self = Self::new("malformed_field", "expected the words of the promise");
}

fn list<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.into_iter().map(ToString::to_string).collect()
}
