//! A case whose names were looked up beforehand is decided as the case itself, by whichever policy.

use domicile::law::{LawEdition, RecipientFacts};
use domicile::policy::{Answer, BoundCase, Case, Fact, Outcome, Step};
use domicile::{RegionCatalog, ResidencyPolicy};

use crate::support::{EXAMPLES, NOW, document, everything, questions};

fn policies() -> Vec<(&'static str, ResidencyPolicy)> {
    let compile = |name| document(name).compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap();
    EXAMPLES.into_iter().map(|name| (name, compile(name))).collect()
}

/// What a ruling says, without its policy and its case.
type Said = (Answer, &'static str, Vec<(Step, Outcome)>, Option<String>);

fn said(policy: &ResidencyPolicy, case: &Case<'_>) -> Said {
    let ruling = policy.at(NOW).decide(case).unwrap();
    let name = ruling.transfer().map(|(_, name)| name.to_owned());
    (ruling.answer(), ruling.code(), ruling.checks().collect(), name)
}

fn said_bound(policy: &ResidencyPolicy, bound: &BoundCase<'_>) -> Said {
    let ruling = policy.at(NOW).decide_bound(bound).unwrap();
    assert_eq!(ruling.policy(), policy.fingerprint());
    let name = ruling.transfer().map(|(_, name)| name.to_owned());
    (ruling.answer(), ruling.code(), ruling.checks().collect(), name)
}

/// Each fact in one of the states other than known, by turns.
fn in_doubt(case: &mut Case<'_>, turn: u64) {
    let state = turn / 12;
    macro_rules! doubt {
        ($($at:literal $field:ident),*) => {
            match turn % 12 {
                $($at => case.$field = match state % 4 {
                    0 => Fact::Absent,
                    1 => Fact::Ambiguous,
                    2 => Fact::Stale,
                    _ => Fact::Unavailable,
                },)*
                _ => case.facts_until = (state % 2 == 0).then_some(NOW),
            }
        };
    }
    doubt!(0 home, 1 here, 2 mode, 3 act, 4 category, 5 plan, 6 role, 7 scope, 8 organization, 9 recipient, 10 endpoint);
}

#[test]
fn a_bound_case_is_decided_as_the_case_by_every_policy() {
    let (policies, facts) = (policies(), everything());
    let (mut compared, mut permits, mut turn) = (0, 0, 0);
    for (name, own) in &policies {
        questions(&document(name), |asked| {
            turn += 1;
            if turn % 11 != 0 {
                return;
            }
            let mut case = asked.case(&facts);
            if turn % 2 == 0 {
                in_doubt(&mut case, turn / 22);
            }
            let bound = own.bind(case);
            for (_, policy) in &policies {
                let expected = said(policy, &case);
                assert_eq!(said_bound(policy, &bound), expected, "{asked:?}");
                permits += u64::from(expected.0 == Answer::Permit);
                compared += 1;
            }
            // All there is to read, now and then: it takes long.
            if turn % 4_000 == 0 {
                let (by_name, by_position) =
                    (own.at(NOW).decide(&case).unwrap(), own.at(NOW).decide_bound(&bound).unwrap());
                assert_eq!(by_position.to_string(), by_name.to_string());
                assert_eq!(
                    serde_json::to_string(&by_position).unwrap(),
                    serde_json::to_string(&by_name).unwrap()
                );
            }
        });
    }
    println!("{compared} rulings, {permits} permits");
    assert!(compared > 10_000 && permits > 100, "{compared} {permits}");
}

/// A case that is set fact by fact, also while the policy changes underneath, is the case that was meant.
#[test]
fn a_bound_case_can_be_changed_fact_by_fact() {
    let (policies, facts) = (policies(), everything());
    let (mut changed, mut turn) = (0, 0_usize);
    for (name, own) in &policies {
        questions(&document(name), |asked| {
            turn += 1;
            if !turn.is_multiple_of(97) {
                return;
            }
            let case = asked.case(&facts);
            let mut fixed = case;
            (fixed.here, fixed.category, fixed.recipient) = (Fact::Absent, Fact::Stale, Fact::Absent);
            (fixed.act, fixed.endpoint) = (Fact::Ambiguous, Fact::Absent);
            (fixed.home, fixed.mode, fixed.plan) = (Fact::Stale, Fact::Absent, Fact::Unavailable);
            fixed.facts_until = Some(NOW);
            fixed.recipient_facts = RecipientFacts::NOTHING;
            let mut bound = own.bind(fixed);
            // A newer policy comes in between.
            let (_, setting) = &policies[turn % policies.len()];
            bound.set_tenant(setting, case.home, case.mode, case.plan, case.facts_until);
            bound.set_here(setting, case.here);
            bound.set_category(setting, case.category);
            bound.set_recipient(setting, case.recipient, &facts);
            bound.set_act(case.act);
            bound.set_endpoint(case.endpoint);
            for (_, policy) in &policies {
                assert_eq!(said_bound(policy, &bound), said(policy, &case), "{asked:?}");
                changed += 1;
            }
        });
    }
    assert!(changed > 1_000, "{changed}");
}

/// Two editions of one document, in which the same positions mean other names.
#[test]
fn positions_of_another_policy_are_never_taken_for_its_own() {
    let document = document("tracklayer");
    let mut longer = document.clone();
    let mut first = longer.roles[0].clone();
    (first.role, first.acts) = (Some("a-new-first-role".into()), vec!["log".into()]);
    longer.roles.push(first);
    let [old, new] = [&document, &longer]
        .map(|document| document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap());
    let mut turned = 0;
    questions(&document, |asked| {
        let case = asked.case(RecipientFacts::NOTHING);
        let bound = old.bind(case);
        let (here, there) = (old.at(NOW).decide_bound(&bound), new.at(NOW).decide_bound(&bound));
        assert_eq!(here.unwrap().answer(), there.unwrap().answer(), "{asked:?}");
        turned += u32::from(there.unwrap().is_permit());
    });
    assert!(turned > 0);
}
