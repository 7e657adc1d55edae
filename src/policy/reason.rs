//! The stable codes of answers, and the words for them.

use crate::policy::check::Check;
use crate::policy::decision::Explanation;
use crate::policy::evaluate::Stage;
use crate::policy::law_table::Given;
use crate::policy::law_table::Pairs;
use crate::policy::request::EndpointKind;
use crate::policy::request::Fact;
use crate::tenant::Mode;

impl Explanation<'_> {
    /// The stable code of a check that did not pass, and what it says to people.
    pub(crate) fn reason(&self, check: Check) -> (&'static str, &'static str) {
        let request = self.request();
        match check {
            Check::ModeEnforced if request.mode == Fact::Known(Mode::Informational) => {
                ("informational_mode", "the tenant's region is recorded for information and proves nothing")
            }
            Check::ModeEnforced => of_fact(&request.mode, MODE),
            Check::HomeInUse => of_fact(&request.home, HOME),
            Check::HereInUse => of_fact(&request.here, HERE),
            Check::OperationKnown => of_fact(&request.operation, OPERATION),
            Check::CategoryPlaced
                if request.categories.as_ref().known().is_some_and(|set| set.is_empty()) =>
            {
                CATEGORY.absent
            }
            Check::CategoryPlaced => of_fact(&request.categories, CATEGORY),
            Check::ScopeKnown => of_fact(&request.scope, SCOPE),
            Check::RoleKnown => of_fact(&request.role, ROLE),
            Check::RecipientKnown => of_fact(request.recipient.as_ref().unwrap_or(&Fact::Absent), RECIPIENT),
            Check::PlanEntitled => of_fact(&request.plan, PLAN),
            Check::OrganizationInUse => of_fact(&request.organization_region, ORGANIZATION),
            Check::WithinScope => ("outside_scope", "the scope has no such region"),
            Check::SectorAllows => ("sector_forbids", "a sector rule binds this data to other regions"),
            Check::FrameworksMet => ("framework_unmet", "a required framework is not satisfied here"),
            Check::RoleMay if self.evaluation().is_crossing => {
                ("role_may_not_across", "the role may not do this across regions")
            }
            Check::RoleMay => ("role_may_not", "the role may not do this"),
            Check::InPlace => ("region_mismatch", "the data does not belong here"),
            Check::PartitionOpen => ("full_partition", "nobody reads across regions"),
            Check::TransferWritten => self.unwritten(),
            Check::RecipientNamed => match request.recipient {
                Some(Fact::Known(_)) => {
                    ("recipient_not_named", "the transfer is written for another recipient")
                }
                other => of_fact(other.as_ref().unwrap_or(&Fact::Absent), RECIPIENT),
            },
            Check::Lawful => self.unlawful(),
            Check::EndpointAllowed => match request.endpoint {
                Fact::Known(EndpointKind::Regional) => ENDPOINT.other,
                Fact::Known(EndpointKind::Global(_)) => (
                    "fallback_refused",
                    "the platform has an endpoint for the whole world only, and no row accepts it for this data",
                ),
                Fact::Absent | Fact::Ambiguous | Fact::Stale | Fact::Unavailable => {
                    of_fact(&request.endpoint, ENDPOINT)
                }
            },
        }
    }

    fn unwritten(&self) -> (&'static str, &'static str) {
        match self.evaluation().transfer.map(|attempt| attempt.stage) {
            Some(Stage::NotYet) => {
                ("transfer_not_yet", "the transfer that is written for this has not begun")
            }
            Some(Stage::Over) => ("transfer_over", "the transfer that was written for this is over"),
            _ if self.is_in_place() => (
                "transfer_needed",
                "whoever is given the data is under another law, and no transfer is written for it",
            ),
            None
            | Some(
                Stage::OtherRecipient
                | Stage::Unlawful
                | Stage::LawStale
                | Stage::RecipientInDoubt
                | Stage::Permits,
            ) => ("region_mismatch", "the data does not belong here, and no transfer is written for it"),
        }
    }

    /// True if the data would be where it belongs, and only whoever is given it is elsewhere.
    fn is_in_place(&self) -> bool {
        let (home, here) = (self.request().home, self.request().here);
        let placed = self.book().and_then(|book| {
            let cell = book.looked_up(self.request());
            let rule = book.category(self.evaluation().category.index())?;
            Some(rule.placement.place(cell.home, cell.organization)?.contains(cell.here.position()?))
        });
        placed.unwrap_or(home == here)
    }

    /// True if the law would permit it if the own organization had stated something of itself.
    fn lacks_only_own_facts(&self) -> bool {
        let lacks = || {
            let (book, request, now) = (self.book()?, self.request(), self.at());
            let cell = book.looked_up(request);
            let category = self.evaluation().category.position()?;
            let (here, act) = (cell.here.position()?, cell.act.known()?);
            let place = book.category(category)?.placement.place(cell.home, cell.organization)?;
            let facts = book.law.facts(&request.recipient_facts, now);
            let given = match self.rule() {
                Some(rule) => Given::by(book, rule, &facts, now),
                None => Given::here(book, here, &facts, now),
            };
            let pairs = Pairs::new(book, &cell, place);
            Some(book.law.lacks_only_own_facts(&given, &pairs, here, act, category, now))
        };
        lacks().unwrap_or(false)
    }

    fn unlawful(&self) -> (&'static str, &'static str) {
        let code = self.verdict().map_or("no_law_known", |verdict| verdict.code());
        if code == "law_stale" {
            return (code, "the tables of the law are due for review, and say nothing until then");
        }
        if self.lacks_only_own_facts() {
            return ("scope_not_stated", "the own organization has not stated whether a law applies to it");
        }
        if !self.evaluation().is_crossing {
            return (code, "the law asks for more of whoever works on such data there");
        }
        if code == "permitted" {
            return (
                "ground_weaker",
                "the law permits it on a weaker ground only than the one that is written",
            );
        }
        (code, "the law does not permit it on the ground that is written")
    }
}

/// What a check of one fact says when the fact is absent, in doubt (three kinds), or not what is asked for.
struct Reasons {
    absent: (&'static str, &'static str),
    ambiguous: &'static str,
    stale: &'static str,
    unavailable: &'static str,
    doubt: &'static str,
    other: (&'static str, &'static str),
}

fn of_fact<T>(fact: &Fact<T>, reasons: Reasons) -> (&'static str, &'static str) {
    match fact {
        Fact::Known(_) => reasons.other,
        Fact::Absent => reasons.absent,
        Fact::Ambiguous => (reasons.ambiguous, reasons.doubt),
        Fact::Stale => (reasons.stale, reasons.doubt),
        Fact::Unavailable => (reasons.unavailable, reasons.doubt),
    }
}

macro_rules! reasons {
    ($name:ident, $subject:literal, $words:literal, $other:literal, $other_words:literal) => {
        const $name: Reasons = Reasons {
            absent: (concat!($subject, "_unknown"), concat!($words, " is not known")),
            ambiguous: concat!($subject, "_ambiguous"),
            stale: concat!($subject, "_stale"),
            unavailable: concat!($subject, "_unavailable"),
            doubt: concat!($words, " could not be found out yet"),
            other: ($other, $other_words),
        };
    };
}

reasons!(MODE, "mode", "whether the tenant's region is enforced", "mode_unknown", "it is not enforced");
reasons!(
    HOME,
    "home_region",
    "the tenant's home region",
    "home_region_not_in_use",
    "the tenant's home region is not in use"
);
reasons!(
    HERE,
    "here_region",
    "the region of this place",
    "here_region_not_in_use",
    "the region of this place is not in use"
);
reasons!(OPERATION, "operation", "what is done", "operation_unknown", "what is done is not known");
reasons!(
    CATEGORY,
    "category",
    "the kind of data",
    "category_unplaced",
    "the policy places no such kind of data"
);
reasons!(SCOPE, "scope", "whose rules apply", "scope_unlisted", "the policy has no such scope");
reasons!(ROLE, "role", "the role", "role_unlisted", "the policy has no such role");
reasons!(PLAN, "plan", "the tenant's plan", "plan_not_entitled", "the plan may not have its home there");
reasons!(
    ORGANIZATION,
    "organization_region",
    "the organization's primary region",
    "organization_region_not_in_use",
    "the organization's primary region is not in use"
);
reasons!(RECIPIENT, "recipient", "the recipient", "recipient_unlisted", "the policy has no such recipient");
reasons!(
    ENDPOINT,
    "endpoint",
    "the kind of endpoint",
    "endpoint_unknown",
    "the kind of endpoint is not known"
);
