//! The leaving report (D3), judged by a policy.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString as _;
use alloc::vec::Vec;

use crate::data::Inventory;
use crate::law::Ground;
use crate::law::Home;
use crate::law::Judgement;
use crate::law::LeavingReport;
use crate::law::Movement;
use crate::law::RecipientFacts;
use crate::place::Region;
use crate::place::RegionCatalog;
use crate::policy::case::Case;
use crate::policy::case::Endpoint;
use crate::policy::evaluate::Answer;
use crate::policy::fact::Fact;
use crate::tenant::ScopeName;
use crate::policy::residency::PolicyAt;
use crate::policy::rulebook::Papers;
use crate::policy::rulebook::Rulebook;
use crate::policy::ruling::Ruling;
use crate::tenant::Mode;
use crate::time::UnixTime;

impl PolicyAt<'_> {
    /// What never leaves the home zone and what does, with what this policy says to each movement; `None` if the
    /// policy was made without a document.
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
    ) -> Option<LeavingReport> {
        let book = self.policy().rulebook()?;
        let judge = |movement: &Movement| self.movement(book, movement, home, recipient_facts);
        Some(LeavingReport::new(inventory, home, catalog, self.now(), &judge))
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
            for role in &book.roles {
                for recipient in recipients(book, movement) {
                    let mut case = Case::unknown();
                    case.home = Fact::Known(home.region);
                    case.here = Fact::Known(here);
                    case.mode = Fact::Known(Mode::Enforced);
                    case.act = Fact::Known(movement.act);
                    case.category = Fact::Known(movement.category);
                    case.plan = Fact::from(plan_of(book, home.region));
                    case.role = Fact::Known(role.name);
                    case.scope = Fact::Known(ScopeName::PLATFORM);
                    case.organization = Fact::Known(home.region);
                    case.recipient = Fact::from(recipient);
                    case.endpoint = Fact::Known(Endpoint::Regional);
                    let case = Case { recipient_facts, ..case };
                    let Some(ruling) = self.decide(&case) else { continue };
                    if ruling.answer() == Answer::Permit {
                        return permitted(&ruling);
                    }
                    let is_closer = refusal.is_none() || ruling.transfer().is_some();
                    if is_closer {
                        refusal = Some(refused(&ruling));
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

fn recipients(book: &Rulebook, movement: &Movement) -> Vec<Option<crate::policy::name::RecipientName>> {
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

fn permitted(ruling: &Ruling<'_, '_>) -> Judgement {
    let reference = ruling.rule().map_or_else(
        || "where the policy places it".to_string(),
        |rule| match &rule.papers {
            Papers::Instrument { instrument, assessment } => {
                format!("{}, {instrument}, {assessment}", rule.name)
            }
            Papers::Approval { requested_by, approved_by } => {
                format!("{}, {requested_by} and {approved_by}", rule.name)
            }
        },
    );
    let ground = ruling.ground().unwrap_or(Ground::NotATransfer);
    Judgement::Permitted { ground, reference, until: until(ruling) }
}

fn refused(ruling: &Ruling<'_, '_>) -> Judgement {
    let reason: String = ruling.step().map_or_else(String::new, |step| ruling.reason(step).1.to_string());
    Judgement::Refused { code: ruling.code().to_string(), reason, until: until(ruling) }
}

fn until(ruling: &Ruling<'_, '_>) -> Option<UnixTime> {
    ruling.valid_until()
}
