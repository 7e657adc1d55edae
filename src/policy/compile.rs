//! From a document to a policy.

use alloc::string::ToString as _;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::digest::Digest;
use crate::digest::Framed;
use crate::law::LawEdition;
use crate::place::RegionCatalog;
use crate::policy::document::PolicyDocument;
use crate::policy::field::Value as _;
use crate::policy::issue::InvalidPolicy;
use crate::policy::issue::Issue;
use crate::policy::issue::Severity;
use crate::policy::law_table;
use crate::policy::reader::Reader;
use crate::policy::residency::ResidencyPolicy;
use crate::policy::rulebook::Rulebook;

impl PolicyDocument {
    /// Everything that is wrong with the document, in the order of its sections, at most 4,096 issues. Errors keep it
    /// from compiling.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::RegionCatalog;
    /// use domicile::law::LawEdition;
    /// use domicile::policy::PolicyDocument;
    ///
    /// let issues = PolicyDocument::default().validate(RegionCatalog::builtin(), LawEdition::builtin());
    /// assert!(issues.iter().any(|issue| issue.code() == "unsupported_version"));
    /// ```
    #[must_use]
    pub fn validate(&self, catalog: &RegionCatalog, law: &LawEdition) -> Vec<Issue> {
        let mut reader = Reader::new(self, catalog, law);
        reader.read();
        reader.issues
    }

    /// Makes the policy that decides.
    ///
    /// # Errors
    ///
    /// [`InvalidPolicy`] with every issue, if one of them is an error: a version other than 2, a region that is not in
    /// use, an unknown field, an empty list, a rule that can never match or lies within another one, a scope wider than
    /// the one above it, a group without an edition, a cycle of recipients, …
    pub fn compile(
        &self,
        catalog: &RegionCatalog,
        law: &LawEdition,
    ) -> Result<ResidencyPolicy, InvalidPolicy> {
        let mut reader = Reader::new(self, catalog, law);
        reader.read();
        if reader.issues.iter().any(|issue| issue.severity() == Severity::Error) {
            return Err(InvalidPolicy { issues: reader.issues });
        }
        let fingerprint = fingerprint(self, &reader.book, &reader.law);
        let (on_mismatch, law) = (reader.on_mismatch, reader.law);
        let mut book = reader.book;
        law_table::fill(&mut book, &law);
        book.law_edition = Some(law.edition());
        Ok(ResidencyPolicy::compiled(Arc::new(book), on_mismatch, fingerprint))
    }
}

/// What identifies the content: every field that is written and not the default, whatever the order of rows and lists;
/// what the catalogue says of the regions; and the law.
fn fingerprint(document: &PolicyDocument, book: &Rulebook, law: &LawEdition) -> Digest {
    let mut fields = Vec::new();
    document.frame(&mut fields);
    let mut framed = Framed::new("domicile.policy.document.v2");
    framed.field(&fields);
    for entry in &book.regions {
        framed.field(b"region").field(entry.region.as_str().as_bytes());
        framed.field(entry.country.as_ref().map_or("", |country| country.as_str()).as_bytes());
        framed.field(entry.zone.as_ref().map_or("", |zone| zone.as_str()).as_bytes());
    }
    framed.field(b"law").field(law.edition().to_string().as_bytes());
    law.fingerprint_fields(&mut |field| {
        framed.field(field.as_bytes());
    });
    framed.finish()
}

#[cfg(feature = "serde")]
#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;
    use alloc::string::String;

    use serde_json::Value;
    use serde_json::json;

    use super::*;

    /// Every text of the document of all fields replaced by another in turn, and every field taken out: no two of these
    /// documents have one fingerprint, whether they compile or not.
    #[test]
    fn every_field_is_in_the_fingerprint() {
        let text = include_str!("../../tests/data/full.policy.toml");
        let document: PolicyDocument = toml::from_str(text).unwrap();
        assert!(document.compile(RegionCatalog::builtin(), LawEdition::builtin()).is_ok());
        let full = serde_json::to_value(&document).unwrap();
        let of = |value: &Value| {
            let document: PolicyDocument = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(document.notes, []);
            fingerprint(&document, &Rulebook::default(), LawEdition::builtin())
        };
        let mut seen = BTreeMap::from([(of(&full), String::new())]);
        let mut changes = 0;
        for path in paths(&full) {
            let (parent, key) = path.rsplit_once('/').unwrap();
            let mut changed = full.clone();
            if let Value::Object(map) = changed.pointer_mut(parent).unwrap() {
                map.remove(key);
                let is_default = [json!("available"), json!([])].contains(full.pointer(&path).unwrap());
                let known = seen.insert(of(&changed), path.clone()).filter(|_| !is_default);
                // A row of nothing but its name, and the field of a list of one.
                assert_eq!(known, None, "without {path}");
            }
            let place = full.pointer(&path).unwrap();
            if let Some(text) = place.as_str() {
                let named = path.split('/').rfind(|key| key.parse::<usize>().is_err()).unwrap();
                let others =
                    OTHERS.iter().find(|(key, _)| *key == named).map_or(&["other"][..], |(_, all)| all);
                let other = others.iter().find(|other| **other != text).unwrap();
                let mut changed = full.clone();
                *changed.pointer_mut(&path).unwrap() = json!(other);
                let known = seen.insert(of(&changed), path.clone());
                let is_default =
                    ["available", "drop", "refuse", "as-given", "full-partition"].contains(other);
                assert!(known.is_none() || is_default, "{path}: {known:?}");
                changes += 1;
            }
        }
        assert!(changes > 120, "{changes}");
    }

    fn paths(value: &Value) -> Vec<String> {
        let children: Vec<(String, &Value)> = match value {
            Value::Array(list) => {
                list.iter().enumerate().map(|(at, child)| (at.to_string(), child)).collect()
            }
            Value::Object(map) => map.iter().map(|(key, child)| (key.clone(), child)).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
        };
        let mut paths = Vec::new();
        for (key, child) in children {
            paths.extend(self::paths(child).into_iter().map(|below| alloc::format!("/{key}{below}")));
            paths.push(alloc::format!("/{key}"));
        }
        paths
    }

    /// What else can stand in the fields that are not free texts.
    const OTHERS: &[(&str, &[&str])] = &[
        ("enforcement", &["full-partition", "best-effort"]),
        ("on_mismatch", &["drop"]),
        ("default_region", &["eu-west-3"]),
        ("unconfirmed_law", &["refuse"]),
        ("endpoint_order", &["as-given"]),
        ("sensitivities", &["payment"]),
        ("region", &["eu-west-3"]),
        ("regions", &["eu-west-3"]),
        ("from", &["eu-west-3"]),
        ("to", &["eu-west-3"]),
        ("status", &["available", "planned"]),
        ("country", &["SE"]),
        ("countries", &["SE"]),
        ("places", &["SE"]),
        ("conditions", &["br-scc-signed"]),
        ("condition", &["dpf-uk-extension"]),
        ("placement", &["follow-home"]),
        ("operations", &["back-up"]),
        ("across", &["back-up"]),
        ("may", &["change-region"]),
        ("ground", &["contract"]),
        ("level", &["organization", "tenant"]),
        ("global_endpoints", &["accepted"]),
        ("since", &["2026-07-07"]),
        ("until", &["2026-12-12"]),
        ("stated_on", &["2026-07-07"]),
        ("review_by", &["2026-12-12"]),
        ("source_date", &["2026-07-07"]),
    ];
}
