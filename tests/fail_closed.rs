//! N2, T9: only knowledge allows. Every combination of inputs is compared with a reference model that is written
//! from the contract and shares no code with the library.

use domicile::policy::{Check, Decision, Fact, Outcome, Question};
use domicile::tenant::{Entitlements, Mode, Plan, Unlisted};
use domicile::{Region, ResidencyPolicy, UnixTime};

/// The contract, as dumb as it can be said.
///
/// 1. Permit only if home, here and mode are known, the region is enforced, the plan (if plans matter) may have the
///    home, and home is here.
/// 2. Refuse if one of these is known not to hold.
/// 3. Otherwise it could not be found out.
fn reference(question: &Question, prices: Prices) -> &'static str {
    let home = question.home;
    let here = question.here;
    let mut refused = false;
    let mut unknown = false;
    for state in [home.state(), here.state(), question.mode.state()] {
        match state {
            "known" => {}
            "absent" => refused = true,
            _ => unknown = true,
        }
    }
    if question.mode == Fact::Known(Mode::Informational) {
        refused = true;
    }
    if let (Fact::Known(home), Fact::Known(here)) = (home, here)
        && home != here
    {
        refused = true;
    }
    if let Fact::Known(home) = home {
        let name = |plan: Plan| plan.as_str().to_owned();
        let may = |plan: &str| match (prices, home.as_str(), plan) {
            (Prices::None, _, _) => true,
            (_, "eu-west-1", "pro") | (_, "eu-west-1" | "ap-south-1", "enterprise") => true,
            (Prices::Open, region, _) => region != "eu-west-1" && region != "ap-south-1",
            (Prices::Closed, _, _) => false,
        };
        match question.plan {
            Fact::Known(plan) if !may(&name(plan)) => refused = true,
            Fact::Known(_) => {}
            // Without a known plan: what everybody may is still known to be allowed.
            Fact::Absent if !may("") => refused = true,
            Fact::Ambiguous | Fact::Stale | Fact::Unavailable if !may("") => unknown = true,
            _ => {}
        }
    }
    if refused {
        "refuse"
    } else if unknown {
        "retry"
    } else {
        "permit"
    }
}

#[derive(Clone, Copy, Debug)]
enum Prices {
    None,
    Closed,
    Open,
}

fn plan(name: &str) -> Plan {
    Plan::parse(name).unwrap()
}

fn policy(prices: Prices) -> ResidencyPolicy {
    let table = Entitlements::new()
        .with(plan("pro"), [Region::EuWest1])
        .with(plan("enterprise"), [Region::EuWest1, Region::ApSouth1]);
    match prices {
        Prices::None => ResidencyPolicy::closed(),
        Prices::Closed => ResidencyPolicy::closed().with_entitlements(table),
        Prices::Open => ResidencyPolicy::closed().with_entitlements(table.with_unlisted(Unlisted::Open)),
    }
}

fn facts<T: Copy>(values: &[T]) -> Vec<Fact<T>> {
    let known = values.iter().copied().map(Fact::Known);
    known.chain([Fact::Absent, Fact::Ambiguous, Fact::Stale, Fact::Unavailable]).collect()
}

fn questions() -> Vec<Question> {
    let other = Region::parse("alibaba:eu-west-1").unwrap();
    let regions = [Region::EuWest1, Region::UsEast1, Region::ApSouth1, Region::AfSouth1, other];
    let mut questions = Vec::new();
    for home in facts(&regions) {
        for here in facts(&regions) {
            for mode in facts(&[Mode::Enforced, Mode::Informational]) {
                for plan in facts(&[plan("free"), plan("pro"), plan("enterprise")]) {
                    let mut question = Question::unknown();
                    (question.home, question.here, question.mode, question.plan) = (home, here, mode, plan);
                    questions.push(question);
                }
            }
        }
    }
    questions
}

const NOW: UnixTime = UnixTime::from_secs(1_795_262_400);

#[test]
fn every_combination_of_inputs_is_decided_as_the_contract_says() {
    let mut permits = 0;
    for prices in [Prices::None, Prices::Closed, Prices::Open] {
        let policy = policy(prices);
        for question in questions() {
            let decision = policy.at(NOW).permit(&question);
            assert_eq!(decision.as_str(), reference(&question, prices), "{prices:?} {question:?}");
            permits += u32::from(decision.is_permit());
        }
    }
    // 5 regions, 7 plans' states without prices; with prices only what the tables say.
    assert_eq!(permits, 5 * 7 + (2 + 1) + (2 + 1 + 3 * 7));
}

#[test]
fn knowing_less_never_allows_more() {
    let mut fail_open = 0;
    for prices in [Prices::None, Prices::Closed, Prices::Open] {
        let policy = policy(prices);
        let is_permit = |question: &Question| policy.at(NOW).permit(question).is_permit();
        for question in questions().iter().filter(|question| !is_permit(question)) {
            let mut less = [*question; 4];
            less[0].home = Fact::Absent;
            less[1].here = Fact::Absent;
            less[2].mode = Fact::Absent;
            less[3].plan = Fact::Absent;
            fail_open += less.iter().filter(|less| is_permit(less)).count();
        }
    }
    assert_eq!(fail_open, 0, "fail-open cells");
}

/// Without a plan, a tenant may still have what everybody may have; so hiding a plan that is known not to be
/// entitled must not open a reserved region. The law above covers it; this names the case.
#[test]
fn regression_hiding_the_plan_does_not_open_a_reserved_region() {
    let policy = policy(Prices::Open);
    let mut question = Question::unknown();
    (question.home, question.here) = (Fact::Known(Region::ApSouth1), Fact::Known(Region::ApSouth1));
    question.mode = Fact::Known(Mode::Enforced);
    for plan in [Fact::Known(plan("pro")), Fact::Absent] {
        question.plan = plan;
        assert_eq!(policy.at(NOW).permit(&question).as_str(), "refuse");
    }
}

#[test]
fn facts_that_have_run_out_allow_nothing() {
    let policy = ResidencyPolicy::closed();
    let mut question = Question::unknown();
    (question.home, question.here) = (Fact::Known(Region::EuWest1), Fact::Known(Region::EuWest1));
    question.mode = Fact::Known(Mode::Enforced);
    question.facts_until = Some(NOW);
    let before = UnixTime::from_secs(NOW.as_secs() - 1);
    let decision = policy.at(before).permit(&question);
    assert!(decision.is_permit());
    assert_eq!(decision.explanation().valid_until(), Some(NOW));
    assert_eq!(policy.at(NOW).permit(&question).code(), "home_region_stale");
}

/// A preference that was promoted since, a plan bought since, a tenant that came since: facts that have run out
/// refuse nothing for good either.
#[test]
fn regression_facts_that_have_run_out_refuse_nothing_about_the_tenant() {
    let policy = policy(Prices::Closed);
    for question in questions() {
        let mut question = question;
        question.facts_until = Some(NOW);
        let decision = policy.at(NOW).permit(&question);
        let expected = if question.here == Fact::Absent { "refuse" } else { "retry" };
        assert_eq!(decision.as_str(), expected, "{question:?}");
        assert_eq!(decision.explanation().valid_until(), None);
    }
}

#[test]
fn every_answer_names_each_check_once_and_agrees_with_them() {
    for prices in [Prices::None, Prices::Closed] {
        let policy = policy(prices);
        for question in questions() {
            let decision = policy.at(NOW).permit(&question);
            let checks: Vec<(Check, Outcome)> = decision.explanation().checks().collect();
            assert!(checks.iter().map(|(check, _)| *check).eq(Check::ALL));
            let has = |outcome| checks.iter().any(|(_, found)| *found == outcome);
            match decision {
                Decision::Permit(_) => assert!(!has(Outcome::Fail) && !has(Outcome::Unknown)),
                Decision::Refuse(_) => assert!(has(Outcome::Fail)),
                Decision::Retry(_) => assert!(!has(Outcome::Fail) && has(Outcome::Unknown)),
            }
        }
    }
}

/// Each remedy, applied, gives a permit; no proper part of it does; and a permit needs none.
#[test]
fn remedies_are_exact() {
    for prices in [Prices::None, Prices::Closed, Prices::Open] {
        let policy = policy(prices);
        let now = policy.at(NOW);
        for question in questions() {
            let remedies = now.remedies(&question);
            assert_eq!(remedies.is_empty(), now.permit(&question).is_permit(), "{question:?}");
            for set in remedies.iter() {
                for left_out in 0..=set.len() {
                    let mut changed = question;
                    for (position, change) in set.iter().enumerate() {
                        if position != left_out {
                            apply(&mut changed, &change.to_string());
                        }
                    }
                    let is_whole = left_out == set.len();
                    assert_eq!(now.permit(&changed).is_permit(), is_whole, "{question:?}: {remedies}");
                }
            }
        }
    }
}

/// Applies a change from its text, which is what people and `decide` see.
fn apply(question: &mut Question, change: &str) {
    match change.split_once(" = ").unwrap() {
        ("home", "here, known") => {
            // Open to every plan wherever this change is offered.
            (question.home, question.here) = (Fact::Known(Region::UsEast1), Fact::Known(Region::UsEast1));
        }
        ("home", region) => question.home = Fact::Known(region.parse().unwrap()),
        ("here", region) => question.here = Fact::Known(region.parse().unwrap()),
        ("mode", "enforced") => question.mode = Fact::Known(Mode::Enforced),
        ("plan", name) => question.plan = Fact::Known(plan(name)),
        other => panic!("{other:?}"),
    }
}
