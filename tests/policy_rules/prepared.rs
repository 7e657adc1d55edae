//! A request whose names were looked up beforehand is decided as the request itself, by whichever policy.

use domicile::policy::{Check, DecisionKind, Expiry, Fact, Outcome, PreparedRequest};
use domicile::tenant::Entitlements;
use domicile::{Region, Request, ResidencyPolicy};
use serde_json::json;

use crate::laws::expiring;
use crate::support::{EXAMPLES, NOW, compile, document, everything, some_questions};

fn policies() -> Vec<(&'static str, ResidencyPolicy)> {
    EXAMPLES.into_iter().map(|name| (name, compile(&document(name)))).collect()
}

/// What a decision says, without its policy and its request.
type Said = (DecisionKind, &'static str, Vec<(Check, Outcome)>, Option<String>);

fn said(policy: &ResidencyPolicy, request: &Request) -> Said {
    let decision = policy.at(NOW).decide(request);
    let name = decision.explanation().transfer().map(|(_, name)| name.to_owned());
    (decision.kind(), decision.code(), decision.explanation().checks().collect(), name)
}

fn said_prepared(policy: &ResidencyPolicy, prepared: &PreparedRequest) -> Said {
    let decision = policy.at(NOW).decide_prepared(prepared);
    assert_eq!(decision.explanation().policy(), policy.fingerprint());
    let name = decision.explanation().transfer().map(|(_, name)| name.to_owned());
    (decision.kind(), decision.code(), decision.explanation().checks().collect(), name)
}

/// Each fact in one of the states other than known, by turns.
fn in_doubt(request: &mut Request, turn: u64) {
    let state = turn / 12;
    macro_rules! doubt {
        ($($at:literal $field:ident),*) => {
            match turn % 12 {
                $($at => request.$field = match state % 4 {
                    0 => Fact::Absent,
                    1 => Fact::Ambiguous,
                    2 => Fact::Stale,
                    _ => Fact::Unavailable,
                },)*
                9 => request.recipient = Some(match state % 4 {
                    0 => Fact::Absent,
                    1 => Fact::Ambiguous,
                    2 => Fact::Stale,
                    _ => Fact::Unavailable,
                }),
                _ if state % 2 == 0 => *request = expiring(request, NOW),
                _ => {}
            }
        };
    }
    doubt!(0 home, 1 here, 2 mode, 3 operation, 4 categories, 5 plan, 6 role, 7 scope, 8 organization_region, 10 endpoint);
}

#[test]
fn a_prepared_request_is_decided_as_the_request_by_every_policy() {
    let (policies, facts) = (policies(), everything());
    let (mut compared, mut permits, mut turn) = (0, 0, 0);
    for (name, own) in &policies {
        some_questions(&document(name), &facts, 11, |request| {
            turn += 1;
            let mut request = request.clone();
            if turn % 2 == 0 {
                in_doubt(&mut request, turn / 2);
            }
            let prepared = own.prepare(request.clone());
            for (_, policy) in &policies {
                let expected = said(policy, &request);
                assert_eq!(said_prepared(policy, &prepared), expected, "{request:?}");
                permits += u64::from(expected.0 == DecisionKind::Permit);
                compared += 1;
            }
            // All there is to read, now and then: it takes long.
            if turn % 400 == 0 {
                let (by_name, by_position) =
                    (own.at(NOW).decide(&request), own.at(NOW).decide_prepared(&prepared));
                assert_eq!(by_position, by_name);
                assert_eq!(by_position.to_string(), by_name.to_string());
                assert_eq!(
                    serde_json::to_string(&by_position).unwrap(),
                    serde_json::to_string(&by_name).unwrap()
                );
            }
        });
    }
    println!("{compared} decisions, {permits} permits");
    assert!(compared > 10_000 && permits > 100, "{compared} {permits}");
}

/// A request that is set fact by fact, also while the policy changes underneath, is the request that was meant.
#[test]
fn a_prepared_request_can_be_changed_fact_by_fact() {
    let (policies, facts) = (policies(), everything());
    let plans = Entitlements::new().with_everyone([Region::EuWest1]);
    let more = [ResidencyPolicy::closed(), policies[0].1.clone().with_entitlements(plans)];
    let others: Vec<ResidencyPolicy> =
        policies.iter().map(|(_, policy)| policy.clone()).chain(more).collect();
    let (mut changed, mut turn) = (0, 0_usize);
    for (name, own) in &policies {
        some_questions(&document(name), &facts, 97, |request| {
            turn += 1;
            let mut fixed = expiring(request, NOW);
            (fixed.here, fixed.categories, fixed.recipient) = (Fact::Absent, Fact::Stale, Some(Fact::Absent));
            (fixed.operation, fixed.endpoint) = (Fact::Ambiguous, Fact::Absent);
            (fixed.home, fixed.mode, fixed.plan) = (Fact::Stale, Fact::Absent, Fact::Unavailable);
            fixed.recipient_facts = domicile::law::RecipientFacts::new();
            let mut prepared = own.prepare(fixed);
            // A newer policy comes in between, the one without a document and one with plans of its own among them.
            let setting = &others[turn % others.len()];
            for step in 0..6 {
                match (step + turn) % 6 {
                    0 => {
                        let (organization, region) = (request.organization, request.organization_region);
                        prepared.set_tenant(setting, request.home, request.mode, request.plan, Expiry::Never);
                        assert_eq!(prepared.request().organization, Fact::Absent);
                        prepared.set_organization(setting, organization, region);
                    }
                    1 => prepared.set_here(setting, request.here),
                    2 => prepared.set_categories(setting, request.categories.clone()),
                    3 => prepared.set_recipient(setting, request.recipient, facts.clone()),
                    4 => prepared.set_operation(setting, request.operation),
                    _ => prepared.set_endpoint(setting, request.endpoint),
                }
                // Nothing is left of what was looked up before.
                let halfway = prepared.request().clone();
                assert_eq!(said_prepared(setting, &prepared), said(setting, &halfway), "{halfway:?}");
            }
            assert_eq!(prepared.request(), request);
            for (_, policy) in &policies {
                assert_eq!(said_prepared(policy, &prepared), said(policy, request), "{request:?}");
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
    let first = json!({ "role": "a-new-first-role", "operations": ["log"] });
    longer["roles"].as_array_mut().unwrap().push(first);
    let [old, new] = [&document, &longer].map(compile);
    let mut permits = 0;
    some_questions(&document, &everything(), 3, |request| {
        let prepared = old.prepare(request.clone());
        let (here, there) = (old.at(NOW).decide_prepared(&prepared), new.at(NOW).decide_prepared(&prepared));
        assert_eq!(here.kind(), there.kind(), "{request:?}");
        permits += u32::from(there.is_permit());
    });
    assert!(permits > 0);
}
