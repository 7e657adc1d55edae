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
