//! The leaving report, judged by a policy.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString as _;
use alloc::vec::Vec;

use crate::data::Categories;
use crate::data::Inventory;
use crate::law::Ground;
use crate::law::Home;
use crate::law::Judgement;
use crate::law::LeavingReport;
use crate::law::Movement;
use crate::law::RecipientFacts;
use crate::place::Region;
use crate::place::RegionCatalog;
use crate::policy::decision::Explanation;
use crate::policy::evaluate::DecisionKind;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::policy::request::EndpointKind;
use crate::policy::request::Expiry;
use crate::policy::request::Fact;
use crate::policy::request::Request;
use crate::policy::residency::PolicyAt;
use crate::policy::rulebook::Names;
use crate::policy::rulebook::Papers;
use crate::policy::rulebook::Rulebook;
use crate::tenant::Mode;
use crate::tenant::ScopeName;

impl PolicyAt<'_> {
    /// The report of what never leaves the home zone and what does, with what this policy says to each movement.
    ///
    /// A movement counts as permitted if the platform's rules permit it for some plan and in some capacity, to the
    /// recipient named as the subprocessor is, or to any where the service itself is meant.
    #[must_use]
    pub fn leaving(
        &self,
        inventory: &Inventory,
        home: &Home,
        catalog: &RegionCatalog,
        recipient_facts: &RecipientFacts,
    ) -> LeavingReport {
        let book = self.policy().rulebook();
        let judge = |movement: &Movement| self.movement(book, movement, home, recipient_facts);
        LeavingReport::new(inventory, home, catalog, self.now(), &judge)
    }

    fn movement(
        &self,
        book: &Rulebook,
        movement: &Movement,
        home: &Home,
        recipient_facts: &RecipientFacts,
    ) -> Judgement {
        let mut refusal: Option<Judgement> = None;
        for here in destinations(book, movement) {
            for role in roles(book) {
                for recipient in recipients(book, movement) {
                    let mut request = Request::new(Expiry::Never);
                    request.home = Fact::Known(home.region);
                    request.here = Fact::Known(here);
                    request.mode = Fact::Known(Mode::Enforced);
                    request.operation = Fact::Known(movement.act);
                    request.categories = Fact::from(Categories::from_iter([movement.category]));
                    request.plan = Fact::from(plan_of(book, home.region));
                    request.role = Fact::Known(role);
                    request.scope = Fact::Known(ScopeName::PLATFORM);
                    request.organization_region = Fact::Known(home.region);
                    request.recipient = recipient.map(Fact::Known);
                    request.endpoint = Fact::Known(EndpointKind::Regional);
                    request.recipient_facts = recipient_facts.clone();
                    let decision = self.decide(&request);
                    let explanation = decision.explanation();
                    if explanation.kind() == DecisionKind::Permit {
                        return permitted(&explanation);
                    }
                    let is_closer = refusal.is_none() || explanation.transfer().is_some();
                    if is_closer {
                        refusal = Some(refused(&explanation));
                    }
                }
            }
        }
        refusal.unwrap_or_else(|| Judgement::Refused {
            code: "region_not_in_use".to_string(),
            reason: "the policy uses no region there".to_string(),
            until: None,
        })
    }
}

/// The region it goes to; where only a country is known, the regions in use there.
fn destinations(book: &Rulebook, movement: &Movement) -> Vec<Region> {
    match (movement.to.region, movement.to.jurisdiction) {
        (Some(region), _) => alloc::vec![region],
        (None, Some(country)) => {
            let there = book.regions.iter().filter(|entry| entry.country == Some(country));
            there.map(|entry| entry.region).collect()
        }
        (None, None) => Vec::new(),
    }
}

fn roles(book: &Rulebook) -> Vec<RoleName> {
    match book.names {
        Names::Any => alloc::vec![RoleName::SERVICE],
        Names::Listed => book.roles.iter().filter_map(|role| role.name).collect(),
    }
}

fn recipients(book: &Rulebook, movement: &Movement) -> Vec<Option<RecipientName>> {
    let all = core::iter::once(None).chain(book.recipients.iter().map(|rule| Some(rule.name)));
    match movement.through {
        Some(through) => {
            all.filter(|name| name.is_some_and(|name| name.as_str() == through.as_str())).collect()
        }
        None => all.collect(),
    }
}

fn plan_of(book: &Rulebook, home: Region) -> Option<crate::tenant::Plan> {
    let at = book.region_at(home)?;
    book.plans.iter().find(|(_, regions)| regions.contains(at)).map(|(plan, _)| *plan)
}

fn permitted(explanation: &Explanation<'_>) -> Judgement {
    let reference = explanation.rule().map_or_else(
        || "where the policy places it".to_string(),
        |rule| match &rule.papers {
            Papers::Instrument { instrument, assessment: Some(assessment) } => {
                format!("{}, {instrument}, {assessment}", rule.name)
            }
            Papers::Instrument { instrument, assessment: None } => format!("{}, {instrument}", rule.name),
            Papers::Approval { requested_by, approved_by } => {
                format!("{}, {requested_by} and {approved_by}", rule.name)
            }
        },
    );
    let ground = explanation.ground().unwrap_or(Ground::NotATransfer);
    Judgement::Permitted { ground, reference, until: explanation.valid_until() }
}

fn refused(explanation: &Explanation<'_>) -> Judgement {
    let reason: String =
        explanation.check().map_or_else(String::new, |check| explanation.reason(check).1.to_string());
    let until = explanation.valid_until();
    Judgement::Refused { code: explanation.code().to_string(), reason, until }
}
