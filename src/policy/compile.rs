//! From a document to a policy.

use alloc::string::ToString as _;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::digest::Digest;
use crate::digest::Framed;
use crate::law::LawEdition;
use crate::place::RegionCatalog;
use crate::policy::document::PolicyDocument;
use crate::policy::issue::InvalidPolicy;
use crate::policy::issue::Issue;
use crate::policy::issue::Severity;
use crate::policy::mask::Mask;
use crate::policy::reader::Reader;
use crate::policy::residency::OnMismatch;
use crate::policy::residency::ResidencyPolicy;
use crate::policy::rulebook::Papers;
use crate::policy::rulebook::Placement;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::TransferRule;
use crate::tenant::Entitlements;

impl PolicyDocument {
    /// Everything that is wrong with the document, in the order of its sections. Errors keep it from compiling.
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
    /// [`InvalidPolicy`] with every issue, if one of them is an error: a region that is not in use, an empty set, a
    /// rule that can never match or lies within another one, a scope wider than the one above it, a fallback outside
    /// the strict set, a group without an edition, …
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
        let on_mismatch = reader.on_mismatch;
        let mut book = reader.book;
        let mut table = core::mem::take(&mut book.law);
        table.fill(law, &book.regions, &mut book.categories, &book.transfers);
        book.law = table;
        book.plain = book.plain_regions();
        book.common = book.common_regions();
        book.law_edition = Some(law.edition());
        let fingerprint = fingerprint(&book, on_mismatch, law);
        let entitlements = entitlements(&book);
        Ok(ResidencyPolicy::compiled(Arc::new(book), entitlements, on_mismatch, fingerprint))
    }
}

/// The plans of a rulebook as entitlements; the row `*` is everyone's.
fn entitlements(book: &Rulebook) -> Entitlements {
    let regions = |mask: Mask| mask.iter().filter_map(|at| book.region(at)).collect::<Vec<_>>();
    let everyone = Entitlements::new().with_everyone(regions(book.everyone));
    book.plans.iter().fold(everyone, |table, (plan, mask)| table.with(*plan, regions(*mask)))
}

/// What identifies the content: the tables in their canonical order, whatever the order of rows was.
fn fingerprint(book: &Rulebook, on_mismatch: OnMismatch, law: &LawEdition) -> Digest {
    let mut framed = Framed::new("domicile.policy.document.v1");
    framed.field(book.name.as_bytes()).field(on_mismatch.as_str().as_bytes());
    let regions = |framed: &mut Framed, kind: &str, mask: Mask| set(book, framed, kind, mask);
    for (at, entry) in book.regions.iter().enumerate() {
        framed.field(b"region").field(entry.region.as_str().as_bytes());
        framed.field(entry.country.as_ref().map_or("", |country| country.as_str()).as_bytes());
        framed.field(entry.zone.as_ref().map_or("", |zone| zone.as_str()).as_bytes());
        framed.field(if book.available.contains(at) { b"available" } else { b"planned" });
        conditions(book, entry.conditions, &mut framed);
    }
    framed
        .field(b"default")
        .field(book.default_region.as_ref().map_or("", |region| region.as_str()).as_bytes());
    regions(&mut framed, "everyone", book.everyone);
    for (plan, mask) in &book.plans {
        framed.field(b"plan").field(plan.as_str().as_bytes());
        regions(&mut framed, "regions", *mask);
    }
    for rule in &book.categories {
        framed.field(b"category").field(rule.category.as_str().as_bytes());
        match rule.placement {
            Placement::Home => regions(&mut framed, "follow-home", Mask::NONE),
            Placement::Organization => regions(&mut framed, "follow-organization", Mask::NONE),
            Placement::Within(mask) => regions(&mut framed, "within", mask),
        }
        regions(&mut framed, "fit", rule.fit);
        for sensitivity in rule.sensitivities.iter() {
            framed.field(sensitivity.as_str().as_bytes());
        }
    }
    people(book, &mut framed);
    for rule in &book.transfers {
        transfer(book, rule, &mut framed);
        regions(&mut framed, "from", rule.from);
        regions(&mut framed, "to", rule.to);
    }
    scopes(book, &mut framed);
    framed.field(b"law").field(law.edition().to_string().as_bytes());
    law.fingerprint_fields(&mut |field| {
        framed.field(field.as_bytes());
    });
    framed.finish()
}

fn set(book: &Rulebook, framed: &mut Framed, kind: &str, mask: Mask) {
    framed.field(kind.as_bytes());
    for region in mask.iter().filter_map(|at| book.region(at)) {
        framed.field(region.as_str().as_bytes());
    }
}

fn scopes(book: &Rulebook, framed: &mut Framed) {
    for rule in &book.scopes {
        framed.field(b"scope").field(rule.name.as_str().as_bytes());
        framed.field(rule.enforcement.as_str().as_bytes());
        set(book, framed, "regions", rule.regions);
        set(book, framed, "fallback", rule.fallback);
        set(book, framed, "fit", rule.fit);
        for bound in rule.binding.and_then(|at| book.bindings.get(at)).into_iter().flatten() {
            set(book, framed, "bound", *bound);
        }
    }
}

fn people(book: &Rulebook, framed: &mut Framed) {
    for rule in &book.roles {
        framed.field(b"role").field(rule.name.as_str().as_bytes());
        for act in rule.acts.iter() {
            framed.field(b"act").field(act.as_str().as_bytes());
        }
        for act in rule.across.iter() {
            framed.field(b"across").field(act.as_str().as_bytes());
        }
        for duty in &rule.duties {
            framed.field(b"duty").field(duty.as_str().as_bytes());
        }
    }
    for rule in &book.recipients {
        framed.field(b"recipient").field(rule.name.as_str().as_bytes());
        framed.field(rule.country.as_ref().map_or("", |country| country.as_str()).as_bytes());
    }
}

fn conditions(book: &Rulebook, mask: Mask, framed: &mut Framed) {
    let mut conditions: Vec<_> = mask.iter().filter_map(|at| book.law.condition_at(at)).collect();
    conditions.sort_unstable();
    for condition in conditions {
        framed.field(b"condition").field(condition.as_str().as_bytes());
    }
}

fn transfer(book: &Rulebook, rule: &TransferRule, framed: &mut Framed) {
    framed.field(rule.kind.as_str().as_bytes()).field(rule.name.as_bytes());
    for act in rule.acts.iter() {
        framed.field(b"act").field(act.as_str().as_bytes());
    }
    for category in rule.categories.iter().filter_map(|at| book.category(at)) {
        framed.field(b"category").field(category.category.as_str().as_bytes());
    }
    for role in rule.roles.iter().filter_map(|at| book.role(at)) {
        framed.field(b"role").field(role.name.as_str().as_bytes());
    }
    if let Some(recipient) = book.recipients.get(rule.recipient) {
        framed.field(b"to").field(recipient.name.as_str().as_bytes());
    }
    framed.field(rule.ground.as_str().as_bytes());
    conditions(book, rule.conditions, framed);
    framed.field(&rule.period.since().as_secs().to_be_bytes());
    framed.field(&rule.period.until().map_or(0, |until| until.as_secs()).to_be_bytes());
    let (first, second) = match &rule.papers {
        Papers::Instrument { instrument, assessment } => (instrument, assessment),
        Papers::Approval { requested_by, approved_by } => (requested_by, approved_by),
    };
    framed.field(first.as_bytes()).field(second.as_bytes());
}
