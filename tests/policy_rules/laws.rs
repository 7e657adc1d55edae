//! What holds for every document.

use std::collections::BTreeSet;

use domicile::law::{Condition, LawEdition, LawOverlay, RecipientFacts, RuleId, StaleLaw};
use domicile::policy::{
    Answer, Case, CaseChange, Endpoint, Fact, PolicyDocument, RoleName, ScopeName, ScopeRow,
};
use domicile::tenant::{Mode, Plan};
use domicile::{DataCategory, Region, RegionCatalog, ResidencyPolicy, UnixTime};
use serde_json::Value;

use crate::malformed::{fields, replace};
use crate::random;
use crate::support::{Asked, EXAMPLES, NOW, document, everything, instant, questions};

fn compile(document: &PolicyDocument) -> ResidencyPolicy {
    document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap()
}

/// The examples, and random documents that compile.
fn documents(random: usize) -> Vec<PolicyDocument> {
    let is_valid =
        |document: &PolicyDocument| document.compile(RegionCatalog::builtin(), LawEdition::builtin()).is_ok();
    let more = (1..).map(random::document).filter(is_valid).take(random);
    EXAMPLES.into_iter().map(document).chain(more).collect()
}

#[test]
fn a_document_without_transfers_permits_only_where_the_data_belongs() {
    let mut document = document("tracklayer");
    document.categories.retain(|row| row.placement.as_deref() == Some("follow-home"));
    let policy = compile(&document);
    let mut permits = 0;
    questions(&document, |asked| {
        let case = asked.case(RecipientFacts::NOTHING);
        if policy.at(NOW).decide(&case).unwrap().is_permit() {
            assert_eq!(asked.home, asked.here);
            permits += 1;
        }
    });
    assert!(permits > 0);
}

#[test]
fn taking_out_anything_never_adds_a_permit() {
    let facts = everything();
    let (mut taken, mut compared) = (0, 0);
    let count = if std::env::var_os("DOMICILE_LONG").is_some() { 200 } else { 3 };
    for document in documents(count) {
        let policy = compile(&document);
        let value = serde_json::to_value(&document).unwrap();
        let mut seen = BTreeSet::from([policy.fingerprint()]);
        for path in fields(&value) {
            let mut less = value.clone();
            replace(&mut less, &path, None);
            let Ok(less) = serde_json::from_value::<PolicyDocument>(less) else { continue };
            let Ok(less) = less.compile(RegionCatalog::builtin(), LawEdition::builtin()) else { continue };
            taken += 1;
            if !seen.insert(less.fingerprint()) {
                continue;
            }
            for facts in [&facts, RecipientFacts::NOTHING] {
                let difference = policy.at(NOW).diff(&less.at(NOW), facts).unwrap();
                for flip in difference.flips() {
                    assert_ne!(flip.after, Answer::Permit, "without {path}: {flip:?}");
                }
                compared += difference.cells();
            }
        }
    }
    println!("{taken} things taken out, {compared} cells");
    assert!(taken > 100);
}

#[test]
fn the_order_of_rows_is_irrelevant() {
    for document in documents(5) {
        let mut value = serde_json::to_value(&document).unwrap();
        reverse(&mut value);
        let turned: PolicyDocument = serde_json::from_value(value).unwrap();
        assert_eq!(compile(&document).fingerprint(), compile(&turned).fingerprint());
        let difference = compile(&document).at(NOW).diff(&compile(&turned).at(NOW), &everything()).unwrap();
        assert_eq!(difference.flips(), []);
    }
}

/// Reverses every list.
fn reverse(value: &mut Value) {
    match value {
        Value::Array(list) => {
            list.reverse();
            list.iter_mut().for_each(reverse);
        }
        Value::Object(map) => map.values_mut().for_each(reverse),
        _ => {}
    }
}

/// What the lint does not look at: written for people or for other parts of a system.
const DESCRIPTIVE: [&str; 10] = [
    "/categories//sensitivities",
    "/default_region",
    "/end/restrictions",
    "/law",
    "/on_mismatch",
    "/promises",
    "/regions//display",
    "/regions//zone",
    "/roles//duties",
    "/scopes/",
];

/// Every field and entry of the examples: without it some answer differs, or the document is found wrong, or found
/// less wrong; or the lint names it; or it stands in the list above.
#[test]
fn every_field_matters_or_is_reported() {
    let (catalog, law) = (RegionCatalog::builtin(), LawEdition::builtin());
    let (facts, mut counts) = (everything(), [0; 4]);
    for name in EXAMPLES {
        let document = document(name);
        let policy = compile(&document);
        let value = serde_json::to_value(&document).unwrap();
        let dead: Vec<String> =
            document.lint(catalog, law, NOW).iter().map(|issue| issue.path().to_owned()).collect();
        let issues = document.validate(catalog, law).len();
        for path in fields(&value) {
            let mut less = value.clone();
            replace(&mut less, &path, None);
            less["end"]["restrictions"] = random::restrictions(&less).into();
            let matters = match serde_json::from_value::<PolicyDocument>(less) {
                Err(_) => true,
                Ok(less) => match less.compile(catalog, law) {
                    Err(_) => true,
                    Ok(other) => {
                        [&facts, RecipientFacts::NOTHING].into_iter().any(|facts| {
                            !policy.at(NOW).diff(&other.at(NOW), facts).unwrap().flips().is_empty()
                        }) || less.validate(catalog, law).len() != issues
                    }
                },
            };
            let dotted = dotted(&path);
            let is_named = dead.iter().any(|dead| {
                // It, or what holds it, or, of a list, its entries one by one.
                dotted.starts_with(dead.as_str()) || dead.starts_with(&format!("{dotted}["))
            });
            let kind: String = path
                .split('/')
                .skip(1)
                .map(|key| format!("/{}", key.trim_matches(char::is_numeric)))
                .collect();
            let is_listed = DESCRIPTIVE.iter().any(|listed| kind.starts_with(listed));
            let is_default = ["/enforcement", "/endpoint_fallback", "/scopes//fallback"]
                .iter()
                .any(|listed| kind.starts_with(listed));
            let is_planned = path.starts_with("/regions/")
                && value.pointer(&path.splitn(4, '/').take(3).collect::<Vec<_>>().join("/")).unwrap()["status"]
                    == "planned";
            assert!(
                matters || is_named || is_listed || is_default || is_planned,
                "{name} {path} changes nothing and nobody says so"
            );
            for (count, is) in counts.iter_mut().zip([matters, is_named, is_listed, is_default]) {
                *count += u32::from(is);
            }
        }
    }
    println!("matter, reported, listed, defaults: {counts:?}");
    assert!(counts.iter().all(|count| *count > 0));
}

/// `/regions/2/frameworks/0` as `regions[2].frameworks[0]`.
fn dotted(pointer: &str) -> String {
    let parts = pointer.split('/').skip(1).map(|key| match key.parse::<usize>() {
        Ok(at) => format!("[{at}]"),
        Err(_) => format!(".{key}"),
    });
    parts.collect::<String>().trim_start_matches('.').to_owned()
}

/// What is added beside the rows of an example and needed by no answer is reported.
#[test]
fn an_idle_row_is_reported() {
    let mut document = document("tracklayer");
    let mut idle = domicile::policy::RecipientRow::default();
    (idle.recipient, idle.country) = (Some("idle".into()), Some("US".into()));
    document.recipients.push(idle);
    let dead = document.lint(RegionCatalog::builtin(), LawEdition::builtin(), NOW);
    let rows = dead.iter().filter(|issue| issue.code() == "rule_not_needed").map(|issue| issue.path());
    assert_eq!(rows.collect::<Vec<_>>(), ["recipients[0]"]);
    let entries = dead.iter().filter(|issue| issue.code() == "entry_not_needed").map(|issue| issue.path());
    assert!(entries.into_iter().all(|path| path.starts_with("regions[") && path.contains("frameworks")));
}

/// The answer changes only at `valid_until`, found by asking at every date there is and the second before.
#[test]
fn an_answer_holds_exactly_until_it_says() {
    let mut ends = 0;
    for document in documents(3) {
        let policy = compile(&document);
        let mut dates: BTreeSet<u64> = law_dates();
        for row in &document.transfers {
            dates.extend([&row.since, &row.until].map(|date| instant(date.as_ref().unwrap()).as_secs()));
        }
        for row in &document.break_glass {
            dates.extend([&row.since, &row.until].map(|date| instant(date.as_ref().unwrap()).as_secs()));
        }
        let facts = everything();
        let mut position = 0_u64;
        questions(&document, |asked| {
            position += 1;
            if asked.home == asked.here || !position.is_multiple_of(7) {
                return;
            }
            let mut case = asked.case(&facts);
            if position.is_multiple_of(2) {
                case.facts_until = Some(NOW.plus_secs(1000));
            }
            let dates: BTreeSet<u64> =
                dates.iter().copied().chain(case.facts_until.map(UnixTime::as_secs)).collect();
            let ruling = policy.at(NOW).decide(&case).unwrap();
            let said = ruling.valid_until();
            let seen = |at: u64| {
                let ruling = policy.at(UnixTime::from_secs(at)).decide(&case).unwrap();
                let checks: Vec<_> = ruling.checks().collect();
                let verdict = ruling
                    .verdict()
                    .map(|verdict| (verdict.code(), verdict.ground(), verdict.findings().to_vec()));
                (
                    ruling.answer(),
                    ruling.code(),
                    checks,
                    ruling.transfer().map(|(_, name)| name.to_owned()),
                    verdict,
                )
            };
            let now = seen(NOW.as_secs());
            let changed =
                dates.iter().copied().filter(|date| *date > NOW.as_secs()).find(|date| seen(*date) != now);
            assert_eq!(said.map(UnixTime::as_secs), changed, "{asked:?}: {ruling}");
            if let Some(end) = changed {
                assert_eq!(seen(end - 1), now);
                ends += 1;
            }
        });
    }
    assert!(ends > 100, "{ends}");
}

/// The dates in the law's tables, as far as their Debug forms show them.
fn law_dates() -> BTreeSet<u64> {
    let mut dates = BTreeSet::new();
    let law = LawEdition::builtin();
    let mut texts = vec![format!("{:?}", law.edition())];
    texts.extend(law.rules().iter().map(|rule| format!("{:?}", rule.validity)));
    texts.extend(law.members().iter().map(|row| format!("{row:?}")));
    texts.extend(law.regimes().iter().map(|row| format!("{row:?}")));
    for text in texts {
        for part in text.split("UnixTime(").skip(1) {
            dates.extend(part.split(')').next().and_then(|digits| digits.parse::<u64>().ok()));
        }
    }
    assert!(!dates.is_empty());
    dates
}

/// What a scope permits, the scope above it permits too.
#[test]
fn a_child_is_never_wider_than_its_parent() {
    let facts = everything();
    let mut permits = 0;
    for document in documents(5) {
        let policy = compile(&document);
        let parent = |scope: ScopeName| {
            let row: Option<&ScopeRow> =
                document.scopes.iter().find(|row| row.scope.as_deref() == Some(scope.as_str()));
            row.map(|row| {
                row.within.as_ref().map_or(ScopeName::PLATFORM, |name| ScopeName::parse(name).unwrap())
            })
        };
        questions(&document, |asked| {
            let Some(above) = parent(asked.scope.unwrap()) else { return };
            if policy.at(NOW).decide(&asked.case(&facts)).unwrap().is_permit() {
                let wider = Asked { scope: Some(above), ..asked.clone() };
                assert!(policy.at(NOW).decide(&wider.case(&facts)).unwrap().is_permit(), "{asked:?}");
                permits += 1;
            }
        });
    }
    assert!(permits > 100);
}

/// A full partition never yields a fallback and never a read across regions, whatever the document says elsewhere.
#[test]
fn strict_never_yields_a_fallback() {
    let facts = everything();
    let (mut strict, mut fallbacks) = (0, 0);
    for document in documents(8) {
        let policy = compile(&document);
        let is_strict = |scope: &str| {
            let rows = document.scopes.iter().filter(|row| row.scope.as_deref() == Some(scope));
            let own = rows.map(|row| &row.enforcement).chain([&document.enforcement]);
            own.into_iter().any(|level| level.as_deref() == Some("full-partition"))
        };
        questions(&document, |asked| {
            let is_global = asked.endpoint == Some(Endpoint::Global);
            let is_read = asked.act == Some(domicile::law::Act::RemoteRead);
            if !is_global && !is_read {
                return;
            }
            let case = asked.case(&facts);
            let ruling = policy.at(NOW).decide(&case).unwrap();
            let is_across = ruling.transfer().is_some();
            if ruling.is_permit() && (is_global || is_across) {
                assert!(!is_strict(asked.scope.unwrap().as_str()), "{asked:?}");
                assert_eq!(ruling.recording().as_str(), "required");
                fallbacks += 1;
            }
            strict += u32::from(is_strict(asked.scope.unwrap().as_str()));
        });
    }
    assert!(strict > 0 && fallbacks > 0, "{strict} {fallbacks}");
}

/// Each remedy, applied, gives a permit; no proper part of it does; and a permit needs none.
#[test]
fn remedies_are_exact() {
    let (mut sets, mut none) = (0, 0);
    for document in documents(2) {
        let policy = compile(&document);
        let mut position = 0_u64;
        questions(&document, |asked| {
            position += 1;
            if !position.is_multiple_of(401) {
                return;
            }
            let mut case = asked.case(RecipientFacts::NOTHING);
            match position % 5 {
                0 => case.home = Fact::Absent,
                1 => case.mode = Fact::Known(Mode::Informational),
                2 => case.scope = Fact::Ambiguous,
                _ => {}
            }
            let ruling = policy.at(NOW).decide(&case).unwrap();
            let remedies = ruling.remedies();
            assert!(!ruling.is_permit() || remedies.is_empty());
            none += u32::from(remedies.is_empty() && !ruling.is_permit());
            for set in remedies.iter() {
                sets += 1;
                for left_out in 0..=set.len() {
                    let kept =
                        set.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, change)| *change);
                    let is_permit = permits_after(&policy, &case, kept);
                    assert_eq!(is_permit, left_out == set.len(), "{case:?}: {set:?}");
                }
            }
        });
    }
    assert!(sets > 300, "{sets} sets, {none} without");
}

/// Applies changes from their text, which is what people see.
fn permits_after(
    policy: &ResidencyPolicy,
    case: &Case<'_>,
    changes: impl Iterator<Item = CaseChange>,
) -> bool {
    let mut facts = case.recipient_facts.clone();
    let mut changed = *case;
    for change in changes {
        let text = change.to_string();
        let (field, value) = text.split_once(" = ").unwrap();
        match field {
            "mode" => changed.mode = Fact::Known(Mode::Enforced),
            "home" => changed.home = Fact::Known(value.parse().unwrap()),
            "here" => changed.here = Fact::Known(value.parse().unwrap()),
            "organization" => changed.organization = Fact::Known(value.parse().unwrap()),
            "act" => changed.act = Fact::Known(domicile::law::Act::parse(value).unwrap()),
            "category" => changed.category = Fact::Known(DataCategory::parse(value).unwrap()),
            "plan" => changed.plan = Fact::Known(Plan::parse(value).unwrap()),
            "role" => changed.role = Fact::Known(RoleName::parse(value).unwrap()),
            "scope" => changed.scope = Fact::Known(ScopeName::parse(value).unwrap()),
            "recipient" => changed.recipient = Fact::Known(value.parse().unwrap()),
            "endpoint" => changed.endpoint = Fact::Known(Endpoint::Regional),
            "recipient fact" => {
                let always = domicile::time::Period::new(UnixTime::from_secs(0), None).unwrap();
                facts = facts.with(value.parse().unwrap(), always);
            }
            other => panic!("{other}"),
        }
    }
    let case = with_facts(&changed, &facts);
    policy.at(NOW).decide(&case).unwrap().is_permit()
}

fn with_facts<'f>(case: &Case<'_>, facts: &'f RecipientFacts) -> Case<'f> {
    let mut whole: Case<'f> = Case::unknown();
    (whole.home, whole.here, whole.mode, whole.act) = (case.home, case.here, case.mode, case.act);
    (whole.category, whole.plan, whole.role, whole.scope) = (case.category, case.plan, case.role, case.scope);
    (whole.organization, whole.recipient) = (case.organization, case.recipient);
    (whole.endpoint, whole.facts_until) = (case.endpoint, case.facts_until);
    whole.recipient_facts = facts;
    whole
}

/// Where the tables are due for review, nothing is refused for that and nothing permitted: not now.
#[test]
fn a_stale_law_stops_transfers_for_now() {
    let later = UnixTime::from_date(2027, 5, 21).unwrap();
    let mut stopped = 0;
    for document in EXAMPLES.into_iter().map(document) {
        let law = LawEdition::builtin().clone().on_stale(StaleLaw::Accept);
        let (strict, lenient) =
            (compile(&document), document.compile(RegionCatalog::builtin(), &law).unwrap());
        let before = strict.at(later);
        for flip in before.diff(&lenient.at(later), RecipientFacts::NOTHING).unwrap().flips() {
            let case = flip.case(RecipientFacts::NOTHING);
            let ruling = before.decide(&case).unwrap();
            assert_eq!(
                (flip.before, ruling.answer(), ruling.code()),
                (Answer::Retry, Answer::Retry, "law_stale")
            );
            stopped += u32::from(flip.after == Answer::Permit);
        }
    }
    assert!(stopped > 0, "{stopped}");
}

/// With the EU-US Data Privacy Framework switched off, exactly the transfers that rest on it are refused.
#[test]
fn switching_off_the_dpf_turns_exactly_what_rests_on_it() {
    let document = document("driftstack");
    let mut off = LawOverlay::default();
    off.switch_off
        .extend(["gdpr.art45.us-dpf", "gdpr.art45.us-dpf.hr"].map(|id| RuleId::parse(id).unwrap().into()));
    let law = LawEdition::builtin().clone().with_overlay(&off).unwrap();
    let before = compile(&document);
    let after = document.compile(RegionCatalog::builtin(), &law).unwrap();
    assert_ne!(before.fingerprint(), after.fingerprint());
    let difference = before.at(NOW).diff(&after.at(NOW), RecipientFacts::NOTHING).unwrap();
    let mut turned = 0;
    for flip in difference.flips() {
        assert_eq!((flip.before, flip.after), (Answer::Permit, Answer::Refuse));
        let case = flip.case(RecipientFacts::NOTHING);
        let ruling = before.at(NOW).decide(&case).unwrap();
        assert_eq!(ruling.transfer().map(|(_, name)| name), Some("payments"));
        // A caller who knows that the listing ended is believed, from that second.
        let listed = Condition::parse("dpf-listed").unwrap();
        let ended = RecipientFacts::new().ended(listed, NOW);
        let over = flip.case(&ended);
        assert_eq!(before.at(NOW).decide(&over).unwrap().answer(), Answer::Refuse);
        let ended = RecipientFacts::new().ended(listed, NOW.plus_secs(1));
        let running = flip.case(&ended);
        let ruling = before.at(NOW).decide(&running).unwrap();
        assert_eq!((ruling.answer(), ruling.valid_until()), (Answer::Permit, Some(NOW.plus_secs(1))));
        turned += 1;
    }
    // From three homes, to one region, three acts, one category, one role.
    assert_eq!(turned, 9, "{:?}", difference.flips());
    // The fleet rests on standard clauses and stands.
    let permits = |policy: &ResidencyPolicy, name: &str| {
        let mut found = 0;
        questions(&document, |asked| {
            let case = asked.case(RecipientFacts::NOTHING);
            let ruling = policy.at(NOW).decide(&case).unwrap();
            found +=
                u32::from(ruling.is_permit() && ruling.transfer().is_some_and(|(_, found)| found == name));
        });
        found
    };
    assert!(permits(&before, "payments") > 0);
    assert_eq!(permits(&after, "payments"), 0);
    assert!(permits(&after, "browser-fleet") > 0);
    assert_eq!(permits(&before, "browser-fleet"), permits(&after, "browser-fleet"));
}

/// Two documents differ exactly where their questions do; the witness of each flip shows it.
#[test]
fn a_diff_lists_exactly_the_cells_that_flip() {
    let old = document("tracklayer");
    let mut new = old.clone();
    new.plans[1].regions.push("ap-south-1".into());
    let (before, after) = (compile(&old), compile(&new));
    let difference = before.at(NOW).diff(&after.at(NOW), RecipientFacts::NOTHING).unwrap();
    let mut expected = BTreeSet::new();
    questions(&old, |asked| {
        let case = asked.case(RecipientFacts::NOTHING);
        let answers = [&before, &after].map(|policy| policy.at(NOW).decide(&case).unwrap().answer());
        if answers[0] != answers[1] {
            expected.insert(format!(
                "{:?} {:?} {:?} {:?} {:?} {:?}",
                asked.home.unwrap(),
                asked.here.unwrap(),
                asked.act.unwrap(),
                asked.category.unwrap(),
                asked.plan,
                asked.role.unwrap()
            ));
        }
    });
    let found: BTreeSet<String> = difference
        .flips()
        .iter()
        .map(|f| format!("{:?} {:?} {:?} {:?} {:?} {:?}", f.home, f.here, f.act, f.category, f.plan, f.role))
        .collect();
    assert_eq!(found, expected);
    assert!(!found.is_empty());
    for flip in difference.flips() {
        let case = flip.case(RecipientFacts::NOTHING);
        assert_eq!(before.at(NOW).decide(&case).unwrap().answer(), flip.before);
        assert_eq!(after.at(NOW).decide(&case).unwrap().answer(), flip.after);
        assert_eq!((flip.home, flip.plan), (Region::ApSouth1, Some(Plan::parse("pro").unwrap())));
    }
}
