//! The inputs on which other engines allow: a merchant without a region, a merchant that
//! cannot be found, regions missing on both sides. Each engine's row is a shape of input; ours refuses all of them, for
//! every document and whatever else is known.

use domicile::data::Categories;
use domicile::law::{Act, RecipientFacts};
use domicile::policy::{DecisionKind, EndpointKind, Expiry, Fact};
use domicile::tenant::Plan;
use domicile::{DataCategory, Region, Request, ResidencyPolicy};

use crate::support::{EXAMPLES, NOW, compile, document, everything, known, some_questions};

/// A delivery in the United States to a company there, of which all is known but the merchant.
fn delivery(policy: &ResidencyPolicy) -> Request {
    let categories = Categories::from_iter([DataCategory::EventMetadata]);
    let mut request = known(Region::UsEast1, Region::UsEast1, Act::Deliver, categories);
    request.plan = Fact::Known(Plan::parse("enterprise").unwrap());
    request.organization_region = Fact::Known(Region::UsEast1);
    request.endpoint = Fact::Known(EndpointKind::Regional);
    request.recipient = Some(Fact::Known("platform".parse().unwrap()));
    request.home = Fact::Absent;
    assert!(!policy.at(NOW).decide(&request).is_permit());
    request
}

fn policy() -> ResidencyPolicy {
    let mut document = document("tracklayer");
    document["recipients"] = serde_json::json!([{ "recipient": "platform", "country": "US" }]);
    compile(&document)
}

#[test]
fn what_other_engines_allow_is_refused() {
    let policy = policy();
    let mut request = delivery(&policy);

    // The delivery itself is fine, once the merchant's region is known.
    request.home = Fact::Known(Region::UsEast1);
    assert!(policy.at(NOW).decide(&request).is_permit());

    // Cedar, permit and forbid-when-different: the merchant has no region. Cedar: allow.
    request.home = Fact::Absent;
    assert_refused(&policy, &request, "home_region_unknown");
    // Cedar, validated, the merchant entity absent altogether (a cache miss). Cedar: allow.
    let mut nobody = Request::new(Expiry::Never);
    nobody.here = Fact::Known(Region::UsEast1);
    assert_refused(&policy, &nobody, "mode_unknown");
    // regorus, `allow if count(drop) == 0`, both regions missing. regorus: allow.
    request.here = Fact::Absent;
    assert_refused(&policy, &request, "home_region_unknown");
    // CEL with the usual `has()` guard: only the queue's region is missing. CEL: true.
    request.home = Fact::Known(Region::UsEast1);
    assert_refused(&policy, &request, "here_region_unknown");
    // biscuit, `deny if $r != $q; allow if true`: no fact at all. biscuit: allowed.
    assert_refused(&policy, &Request::new(Expiry::Never), "mode_unknown");
    // What could not be found out is no refusal, and no permit either.
    for (home, code) in [
        (Fact::Ambiguous, "home_region_ambiguous"),
        (Fact::Stale, "home_region_stale"),
        (Fact::Unavailable, "home_region_unavailable"),
    ] {
        let mut request = delivery(&policy);
        request.home = home;
        let decision = policy.at(NOW).decide(&request);
        assert_eq!((decision.kind(), decision.code()), (DecisionKind::Retry, code));
    }
}

fn assert_refused(policy: &ResidencyPolicy, request: &Request, code: &str) {
    let decision = policy.at(NOW).decide(request);
    assert_eq!((decision.kind(), decision.code()), (DecisionKind::Refuse, code));
}

/// The count of fail-open cells: every permitted question of the examples, each fact in turn not known.
#[test]
fn no_cell_fails_open() {
    let (mut permits, mut fail_open) = (0_u64, 0_u64);
    for name in EXAMPLES {
        let document = document(name);
        let policy = compile(&document);
        for facts in [&everything(), RecipientFacts::NOTHING] {
            some_questions(&document, facts, 3, |request| {
                let is_permit = policy.at(NOW).decide(request).is_permit();
                permits += u64::from(is_permit);
                for (at, less) in less_known(request).iter().enumerate() {
                    let still = policy.at(NOW).decide(less).is_permit();
                    // Knowing less never allows what was refused …
                    fail_open += u64::from(still && !is_permit);
                    // … and without the facts every question rests on, nothing is allowed.
                    fail_open += u64::from(still && at < ALWAYS_ASKED);
                }
            });
        }
    }
    assert!(permits > 1_000, "{permits}");
    assert_eq!(fail_open, 0, "fail-open cells");
}

/// The request with one fact absent, each in turn; those that are always asked come first.
fn less_known(request: &Request) -> [Request; 12] {
    let mut less = std::array::from_fn(|_| request.clone());
    let [home, here, mode, operation, categories, role, scope, who, plan, organization, endpoint, facts] =
        &mut less;
    home.home = Fact::Absent;
    here.here = Fact::Absent;
    mode.mode = Fact::Absent;
    operation.operation = Fact::Absent;
    categories.categories = Fact::Absent;
    role.role = Fact::Absent;
    scope.scope = Fact::Absent;
    // Somebody is given it, and nobody knows who.
    who.recipient = Some(Fact::Absent);
    plan.plan = Fact::Absent;
    organization.organization_region = Fact::Absent;
    endpoint.endpoint = Fact::Absent;
    facts.recipient_facts = RecipientFacts::new();
    less
}

const ALWAYS_ASKED: usize = 8;
