//! The stable codes of rulings, and the words for them.

use crate::law::Verdict;
use crate::policy::cell::Slot;
use crate::policy::evaluate::Answer;
use crate::policy::evaluate::Stage;
use crate::policy::fact::Fact;
use crate::policy::ruling::Ruling;
use crate::policy::step::Step;
use crate::tenant::Mode;

impl Ruling<'_, '_> {
    /// The stable code: `permitted`, or what the first check that stands in the way says.
    #[must_use]
    pub fn code(&self) -> &'static str {
        if self.answer() == Answer::Permit {
            return "permitted";
        }
        self.step().map_or("region_mismatch", |step| self.reason(step).0)
    }

    /// The stable code of a check that did not pass, and what it says to people.
    pub(crate) fn reason(&self, step: Step) -> (&'static str, &'static str) {
        let cell = &self.cell;
        match step {
            Step::ModeEnforced if cell.mode == Fact::Known(Mode::Informational) => {
                ("informational_mode", "the tenant's region is recorded for information and proves nothing")
            }
            Step::ModeEnforced => of_fact(&cell.mode, MODE),
            Step::HomeInUse => of_slot(cell.home, HOME),
            Step::HereInUse => of_slot(cell.here, HERE),
            Step::ActKnown => of_fact(&cell.act, ACT),
            Step::CategoryPlaced => of_slot(cell.category, CATEGORY),
            Step::ScopeKnown => of_slot(cell.scope, SCOPE),
            Step::RoleKnown => of_slot(cell.role, ROLE),
            Step::PlanEntitled => of_slot(cell.plan, PLAN),
            Step::OrganizationInUse => of_slot(cell.organization, ORGANIZATION),
            Step::WithinScope => ("outside_scope", "the scope has no such region"),
            Step::SectorAllows => ("sector_forbids", "a sector rule binds this data to other regions"),
            Step::FrameworksMet => ("framework_unmet", "a required framework is not satisfied here"),
            Step::RoleMay if self.evaluation.is_crossing => {
                ("role_may_not_across", "the role may not do this across regions")
            }
            Step::RoleMay => ("role_may_not", "the role may not do this"),
            Step::InPlace => ("region_mismatch", "the data does not belong here"),
            Step::PartitionOpen => ("full_partition", "nobody reads across regions"),
            Step::TransferWritten => self.unwritten(),
            Step::RecipientNamed => of_slot(cell.recipient, RECIPIENT),
            Step::Lawful => self.unlawful(),
            Step::EndpointAllowed => match cell.endpoint {
                Fact::Known(_) => {
                    ("fallback_refused", "the platform has a global endpoint only, and the policy refuses it")
                }
                Fact::Absent | Fact::Ambiguous | Fact::Stale | Fact::Unavailable => {
                    of_fact(&cell.endpoint, ENDPOINT)
                }
            },
        }
    }

    fn unwritten(&self) -> (&'static str, &'static str) {
        match self.stage() {
            Some(Stage::NotYet) => {
                ("transfer_not_yet", "the transfer that is written for this has not begun")
            }
            Some(Stage::Over) => ("transfer_over", "the transfer that was written for this is over"),
            None
            | Some(
                Stage::OtherRecipient
                | Stage::Unlawful
                | Stage::LawInDoubt
                | Stage::RecipientInDoubt
                | Stage::Permits,
            ) => ("region_mismatch", "the data does not belong here, and no transfer is written for it"),
        }
    }

    fn unlawful(&self) -> (&'static str, &'static str) {
        let code = self.verdict().map_or("no_law_known", |verdict| verdict.code());
        if self.verdict().is_some_and(Verdict::is_retry) {
            return (code, "the law could not be found out: its tables are due for review");
        }
        if !self.evaluation.is_crossing {
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

fn of_slot(slot: Slot, reasons: Reasons) -> (&'static str, &'static str) {
    of_fact(&slot.fact(), reasons)
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
reasons!(ACT, "act", "what is done", "act_unknown", "what is done is not known");
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
reasons!(
    RECIPIENT,
    "recipient",
    "the recipient",
    "recipient_not_named",
    "the transfer is written for another recipient"
);
reasons!(
    ENDPOINT,
    "endpoint",
    "the kind of endpoint",
    "endpoint_unknown",
    "the kind of endpoint is not known"
);
