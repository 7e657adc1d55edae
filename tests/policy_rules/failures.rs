//! The inputs on which other engines allow (`research/anchors.md` § 5.3): a merchant without a region, a merchant that
//! cannot be found, regions missing on both sides. Each engine's row is a shape of input; ours refuses all of them, for
//! every document and whatever else is known.

use domicile::law::LawEdition;
use domicile::policy::{Answer, Case, Endpoint, Fact, RoleName, ScopeName};
use domicile::tenant::{Mode, Plan};
use domicile::{DataCategory, Region, RegionCatalog, ResidencyPolicy};

use crate::support::{EXAMPLES, NOW, document};

/// A delivery in the United States of which all is known but the merchant.
fn delivery(policy: &ResidencyPolicy) -> Case<'static> {
    let mut case = Case::unknown();
    case.here = Fact::Known(Region::UsEast1);
    case.mode = Fact::Known(Mode::Enforced);
    case.act = Fact::Known(domicile::law::Act::Deliver);
    case.category = Fact::Known(DataCategory::EventMetadata);
    case.plan = Fact::Known(Plan::parse("enterprise").unwrap());
    case.role = Fact::Known(RoleName::parse("service").unwrap());
    case.scope = Fact::Known(ScopeName::PLATFORM);
    case.organization = Fact::Known(Region::UsEast1);
    case.endpoint = Fact::Known(Endpoint::Regional);
    assert!(!policy.at(NOW).decide(&case).unwrap().is_permit());
    case
}

#[test]
fn what_other_engines_allow_is_refused() {
    let document = document("tracklayer");
    let policy = document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap();
    let mut case = delivery(&policy);

    // The delivery itself is fine, once the merchant's region is known.
    case.home = Fact::Known(Region::UsEast1);
    assert!(policy.at(NOW).decide(&case).unwrap().is_permit());

    // Cedar, permit and forbid-when-different: the merchant has no region. Cedar: allow.
    case.home = Fact::Absent;
    assert_refused(&policy, &case, "home_region_unknown");
    // Cedar, validated, the merchant entity absent altogether (a cache miss). Cedar: allow.
    let mut nobody = Case::unknown();
    nobody.here = Fact::Known(Region::UsEast1);
    assert_refused(&policy, &nobody, "mode_unknown");
    // regorus, `allow if count(drop) == 0`, both regions missing. regorus: allow.
    case.here = Fact::Absent;
    assert_refused(&policy, &case, "home_region_unknown");
    // CEL with the usual `has()` guard: only the queue's region is missing. CEL: true.
    case.home = Fact::Known(Region::UsEast1);
    assert_refused(&policy, &case, "here_region_unknown");
    // biscuit, `deny if $r != $q; allow if true`: no fact at all. biscuit: allowed.
    assert_refused(&policy, &Case::unknown(), "mode_unknown");
    // What could not be found out is no refusal, and no permit either.
    for (home, code) in [
        (Fact::Ambiguous, "home_region_ambiguous"),
        (Fact::Stale, "home_region_stale"),
        (Fact::Unavailable, "home_region_unavailable"),
    ] {
        let mut case = delivery(&policy);
        case.home = home;
        let ruling = policy.at(NOW).decide(&case).unwrap();
        assert_eq!((ruling.answer(), ruling.code()), (Answer::Retry, code));
    }
}

fn assert_refused(policy: &ResidencyPolicy, case: &Case<'_>, code: &str) {
    let ruling = policy.at(NOW).decide(case).unwrap();
    assert_eq!((ruling.answer(), ruling.code()), (Answer::Refuse, code));
    assert!(ruling.clearance().is_err());
}

/// The count of fail-open cells: every permitted question of the examples, each fact in turn not known.
#[test]
fn no_cell_fails_open() {
    let nothing = domicile::law::RecipientFacts::new();
    let (mut permits, mut fail_open) = (0_u64, 0_u64);
    for name in EXAMPLES {
        let document = document(name);
        let policy = document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap();
        crate::support::questions(&document, |asked| {
            let case = asked.case(&nothing);
            let is_permit = policy.at(NOW).decide(&case).unwrap().is_permit();
            permits += u64::from(is_permit);
            for less in less_known(&case) {
                let still = policy.at(NOW).decide(&less).unwrap().is_permit();
                // Knowing less never allows what was refused …
                fail_open += u64::from(still && !is_permit);
            }
            // … and without the facts every question rests on, nothing is allowed.
            let required = less_known(&case).take(6);
            fail_open +=
                required.filter(|less| policy.at(NOW).decide(less).unwrap().is_permit()).count() as u64;
        });
    }
    assert!(permits > 1_000);
    assert_eq!(fail_open, 0, "fail-open cells");
}

/// The case with one fact absent, each in turn; the six that are always asked come first.
fn less_known<'f>(case: &Case<'f>) -> impl Iterator<Item = Case<'f>> {
    let mut less = [*case; 11];
    less[0].home = Fact::Absent;
    less[1].here = Fact::Absent;
    less[2].mode = Fact::Absent;
    less[3].act = Fact::Absent;
    less[4].category = Fact::Absent;
    less[5].role = Fact::Absent;
    less[6].scope = Fact::Absent;
    less[7].plan = Fact::Absent;
    less[8].organization = Fact::Absent;
    less[9].recipient = Fact::Absent;
    less[10].endpoint = Fact::Absent;
    less.into_iter()
}
