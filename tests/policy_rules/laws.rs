//! What holds for every document.

use std::collections::BTreeSet;

use domicile::data::Categories;
use domicile::law::{Act, LawEdition, LawOverlay, RecipientFacts, RuleId, SwitchOff};
use domicile::policy::{
    Check, Decision, DecisionKind, EndpointKind, Expiry, Fact, Outcome, PolicyDocument, Recording,
};
use domicile::tenant::{Mode, ScopeName};
use domicile::{Region, RegionCatalog, Request, ResidencyPolicy, UnixTime};
use serde_json::{Value, json};

use crate::random::{self, Dice};
use crate::support::{
    EXAMPLES, Listed, NOW, compile, compiled, condition, day, document, drawn, everything, field, instant,
    paths, questions, rows, some_questions, without,
};

/// The examples, and random documents that compile.
pub(crate) fn documents(random: usize) -> Vec<Value> {
    let more = (1..).map(random::document).filter(|document| compiled(document).is_ok()).take(random);
    EXAMPLES.into_iter().map(document).chain(more).collect()
}

#[test]
fn a_document_without_transfers_permits_only_where_the_data_belongs() {
    let mut document = document("tracklayer");
    document["categories"].as_array_mut().unwrap().retain(|row| row["placement"].is_null());
    let policy = compile(&document);
    let mut permits = 0;
    questions(&document, RecipientFacts::NOTHING, |request| {
        if policy.at(NOW).decide(request).is_permit() {
            assert_eq!(request.home, request.here);
            permits += 1;
        }
    });
    assert!(permits > 0);
}

/// Rows that permit something, and entries of theirs.
#[test]
fn taking_out_what_permits_never_adds_a_permit() {
    const PERMITTING: [&str; 6] =
        ["/roles", "/recipients", "/endpoints", "/transfers", "/break_glass", "/organization_facts"];
    // What is absent there is not the strictest, but inherited, or stands for all.
    const INHERITED: [&str; 5] = ["places", "countries", "regions", "to", "recipient"];
    let (mut taken, mut compared) = (0, 0);
    for document in documents(1) {
        let policy = compile(&document);
        for path in paths(&document) {
            let key = path.rsplit('/').next().unwrap();
            let is_service =
                path.starts_with("/roles/") && document.pointer(&path).unwrap()["role"] == "service";
            let permits = PERMITTING.iter().any(|section| path.starts_with(&format!("{section}/")));
            let below = path.split('/').nth(3).unwrap_or_default();
            if !permits || is_service || INHERITED.contains(&key) || below == "countries" || below == "places"
            {
                continue;
            }
            let Ok(less) = compiled(&without(&document, &path)) else { continue };
            taken += 1;
            for facts in [&everything(), RecipientFacts::NOTHING] {
                let difference = policy.at(NOW).diff(&less.at(NOW), facts);
                for flip in difference.flips() {
                    assert_ne!(flip.after, DecisionKind::Permit, "without {path}: {flip:?}\n{document}");
                }
                compared += difference.cells();
            }
        }
    }
    println!("{taken} things taken out, {compared} cells");
    assert!(taken > 30, "{taken}");
}

#[test]
fn the_order_of_rows_is_irrelevant() {
    for document in documents(5) {
        let mut turned = document.clone();
        reverse(&mut turned);
        let (policy, turned) = (compile(&document), compile(&turned));
        assert_eq!(policy.fingerprint(), turned.fingerprint());
        assert_eq!(policy.at(NOW).diff(&turned.at(NOW), &everything()).flips(), []);
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
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What one can see of an answer.
#[derive(Debug, PartialEq)]
struct Seen {
    kind: DecisionKind,
    code: &'static str,
    checks: Vec<(Check, Outcome)>,
    transfer: Option<String>,
    verdict: Option<(&'static str, Vec<domicile::law::Finding>)>,
}

fn seen(policy: &ResidencyPolicy, request: &Request, at: UnixTime) -> Seen {
    let decision = policy.at(at).decide(request);
    let explanation = decision.explanation();
    Seen {
        kind: decision.kind(),
        code: decision.code(),
        checks: explanation.checks().collect(),
        transfer: explanation.transfer().map(|(_, name)| name.to_owned()),
        verdict: explanation.verdict().map(|verdict| (verdict.code(), verdict.findings().to_vec())),
    }
}

/// The answer changes only at `valid_until`, found by asking on every day there is, at every hour that a grant names, at
/// the expiry of the facts, and a second before the end.
#[test]
fn an_answer_holds_exactly_until_it_says() {
    let mut ends = 0;
    let count = if std::env::var_os("DOMICILE_LONG").is_some() { 60 } else { 6 };
    for (at, document) in documents(count).iter().enumerate() {
        let policy = compile(document);
        let mut dates: BTreeSet<u64> = (1..1_200).map(|days| NOW.as_secs() + days * 86_400).collect();
        for row in rows(document, "break_glass") {
            dates.extend(["since", "until"].map(|key| instant(field(row, key).unwrap()).as_secs()));
        }
        dates.retain(|date| *date > NOW.as_secs());
        let known = RecipientFacts::new()
            .with(
                condition("dpf-listed"),
                domicile::time::Period::new(day(2026, 1, 1), Some(day(2027, 2, 3))).unwrap(),
            )
            .ended(condition("scc-signed"), day(2027, 1, 7));
        let facts = [RecipientFacts::new(), everything(), known];
        let mut dice = Dice::new(at as u64 + 77);
        let mut position = 0_u64;
        drawn(document, &facts[at % 3], &mut dice, 700, |request| {
            position += 1;
            let is_crossing = policy.at(NOW).decide(request).explanation().transfer().is_some();
            if !is_crossing && !position.is_multiple_of(40) {
                return;
            }
            let mut asked = request.clone();
            let mut dates = dates.clone();
            if position.is_multiple_of(3) {
                let end = NOW.plus_secs(position * 100_003);
                asked = expiring(request, end);
                dates.insert(end.as_secs());
            }
            let now = seen(&policy, &asked, NOW);
            let decision = policy.at(NOW).decide(&asked);
            let said = decision.explanation().valid_until().map(UnixTime::as_secs);
            let changed =
                dates.iter().copied().find(|date| seen(&policy, &asked, UnixTime::from_secs(*date)) != now);
            assert_eq!(
                said.filter(|end| *end <= *dates.last().unwrap()),
                changed,
                "{asked:?}: {decision}\n{document}"
            );
            if let Some(end) = changed {
                assert_eq!(seen(&policy, &asked, UnixTime::from_secs(end - 1)), now);
                ends += 1;
            }
        });
    }
    println!("{ends} ends");
    assert!(ends > 100, "{ends}");
}

/// The same request with facts that run out.
pub(crate) fn expiring(request: &Request, at: UnixTime) -> Request {
    let mut other = Request::new(Expiry::At(at));
    (other.home, other.here, other.mode) = (request.home, request.here, request.mode);
    (other.operation, other.categories) = (request.operation, request.categories.clone());
    (other.plan, other.role, other.scope) = (request.plan, request.role, request.scope);
    (other.organization, other.organization_region) = (request.organization, request.organization_region);
    (other.recipient, other.endpoint) = (request.recipient, request.endpoint);
    other.recipient_facts = request.recipient_facts.clone();
    other
}

/// What a scope permits, the scope above it permits too.
#[test]
fn a_child_is_never_wider_than_its_parent() {
    let facts = everything();
    let mut permits = 0;
    for document in documents(5) {
        let policy = compile(&document);
        let above = |scope: ScopeName| {
            let row =
                rows(&document, "scopes").iter().find(|row| field(row, "scope") == Some(scope.as_str()));
            row.map(|row| row["within"].as_str().unwrap_or("platform").parse::<ScopeName>().unwrap())
        };
        some_questions(&document, &facts, 3, |request| {
            let Some(above) = above(request.scope.known().unwrap()) else { return };
            if policy.at(NOW).decide(request).is_permit() {
                let mut wider = request.clone();
                wider.scope = Fact::Known(above);
                assert!(policy.at(NOW).decide(&wider).is_permit(), "{request:?}\n{document}");
                permits += 1;
            }
        });
    }
    assert!(permits > 100);
}

/// What is permitted and crosses a border, or goes to an endpoint for the whole world, has to be recorded; nothing else.
#[test]
fn what_leaves_has_to_be_recorded() {
    let facts = everything();
    let mut counts = [0; 3];
    for (at, document) in documents(12).iter().enumerate() {
        let policy = compile(document);
        drawn(document, &facts, &mut Dice::new(at as u64), 5_000, |request| {
            let decision = policy.at(NOW).decide(request);
            let explanation = decision.explanation();
            let is_global = request.operation == Fact::Known(Act::Deliver)
                && matches!(request.endpoint, Fact::Known(EndpointKind::Global(_)));
            let is_elsewhere = explanation.checks().any(|one| one == (Check::TransferWritten, Outcome::Pass));
            let expected = decision.is_permit() && (is_global || is_elsewhere);
            assert_eq!(explanation.recording() == Recording::Required, expected, "{request:?}: {decision}");
            if let Decision::Permit(permit) = &decision {
                assert_eq!(permit.recording(), explanation.recording());
                assert_eq!(permit.explanation().transfer().is_some(), is_elsewhere);
                counts[usize::from(is_global) + usize::from(is_elsewhere)] += 1;
            }
        });
    }
    println!("permits that stay, leave, and go to a global endpoint: {counts:?}");
    assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
}

/// The informational tenant: reported on, and permitted nothing.
#[test]
fn an_informational_tenant_is_permitted_nothing() {
    let mut turned = 0;
    for document in documents(4) {
        let policy = compile(&document);
        some_questions(&document, &everything(), 11, |request| {
            let mut informational = request.clone();
            informational.mode = Fact::Known(Mode::Informational);
            let decision = policy.at(NOW).decide(&informational);
            assert_eq!((decision.kind(), decision.code()), (DecisionKind::Refuse, "informational_mode"));
            turned += u32::from(policy.at(NOW).decide(request).is_permit());
        });
    }
    assert!(turned > 100, "{turned}");
}

/// One check that failed makes a refusal, whatever else could not be made; only then one that could not be made counts;
/// and the code is that of the first of them.
#[test]
fn what_failed_outweighs_what_is_unknown() {
    let (mut counts, mut both) = ([0; 3], 0);
    for (at, document) in documents(8).iter().enumerate() {
        let policy = compile(document);
        let mut dice = Dice::new(at as u64 + 5);
        let mut doubts = Dice::new(at as u64 + 6);
        drawn(document, &everything(), &mut dice, 4_000, |request| {
            let request = in_doubt(request, &mut doubts);
            let decision = policy.at(NOW).decide(&request);
            let checks: Vec<_> = decision.explanation().checks().collect();
            let has = |outcome| checks.iter().any(|(_, found)| *found == outcome);
            let expected = match (has(Outcome::Fail), has(Outcome::Unknown)) {
                (true, _) => DecisionKind::Refuse,
                (false, true) => DecisionKind::Retry,
                (false, false) => DecisionKind::Permit,
            };
            assert_eq!(decision.kind(), expected, "{request:?}: {decision}");
            both += u32::from(has(Outcome::Fail) && has(Outcome::Unknown));
            counts[expected as usize] += 1;
            let first = |outcome| checks.iter().find(|(_, found)| *found == outcome).map(|(check, _)| *check);
            let turns_on = first(Outcome::Fail).or_else(|| first(Outcome::Unknown));
            assert_eq!(decision.explanation().check(), turns_on);
        });
    }
    assert!(counts.iter().all(|count| *count > 100) && both > 100, "{counts:?} {both}");
}

/// One or two facts that could not be found out.
fn in_doubt(request: &Request, dice: &mut Dice) -> Request {
    let mut request = request.clone();
    for _ in 0..dice.below(3) {
        macro_rules! doubt {
            ($($at:literal $field:ident)*) => {
                match dice.below(10) {
                    $($at => request.$field = match dice.below(3) {
                        0 => Fact::Ambiguous,
                        1 => Fact::Stale,
                        _ => Fact::Unavailable,
                    },)*
                    _ => request.recipient = Some(match dice.below(3) {
                        0 => Fact::Ambiguous,
                        1 => Fact::Stale,
                        _ => Fact::Unavailable,
                    }),
                }
            };
        }
        doubt!(0 home 1 here 2 mode 3 operation 4 categories 5 plan 6 role 7 scope 8 endpoint);
    }
    request
}

/// A refusal under doubt is final: whatever the facts turn out to be, it stays one. And what is permitted under doubt is
/// permitted whatever they turn out to be.
#[test]
fn doubt_ends_in_nothing_else() {
    let (mut refused, mut permitted, mut completions) = (0, 0, 0);
    let count = if std::env::var_os("DOMICILE_LONG").is_some() { 60 } else { 10 };
    for (at, document) in documents(count).iter().enumerate() {
        let policy = compile(document);
        let listed = Listed::of(document);
        let mut dice = Dice::new(at as u64 + 15);
        let mut doubts = Dice::new(at as u64 + 16);
        drawn(document, &everything(), &mut dice, 1_500, |request| {
            let doubtful = in_doubt(request, &mut doubts);
            let before = policy.at(NOW).decide(&doubtful).kind();
            if doubtful == *request || before == DecisionKind::Retry {
                return;
            }
            refused += u32::from(before == DecisionKind::Refuse);
            permitted += u32::from(before == DecisionKind::Permit);
            for complete in completed(&doubtful, &listed) {
                completions += 1;
                let after = policy.at(NOW).decide(&complete);
                assert_eq!(after.kind(), before, "{doubtful:?}\n{complete:?}: {after}\n{document}");
            }
        });
    }
    println!("{refused} refused, {permitted} permitted, {completions} completions");
    assert!(refused > 500 && permitted > 0 && completions > 10_000, "{refused} {permitted} {completions}");
}

/// Everything that a request in doubt can turn out to be: each doubt is one of what is listed, or is not listed, or is
/// absent.
fn completed(request: &Request, listed: &Listed) -> Vec<Request> {
    fn is_doubt<T>(fact: &Fact<T>) -> bool {
        matches!(fact, Fact::Ambiguous | Fact::Stale | Fact::Unavailable)
    }
    let mut all = vec![request.clone()];
    macro_rules! complete {
        ($field:ident, $values:expr) => {
            if is_doubt(&request.$field) {
                let values: Vec<_> = $values.into_iter().map(Fact::Known).chain([Fact::Absent]).collect();
                all = all
                    .into_iter()
                    .flat_map(|one| {
                        values.iter().map(move |value| {
                            let mut one = one.clone();
                            one.$field = value.clone();
                            one
                        })
                    })
                    .collect();
            }
        };
    }
    complete!(home, listed.regions.clone());
    complete!(here, listed.regions.clone());
    complete!(mode, [Mode::Enforced, Mode::Informational]);
    complete!(operation, Act::ALL.to_vec());
    complete!(categories, listed.categories.iter().map(|one| Categories::from_iter([*one])));
    complete!(plan, listed.plans.iter().flatten().copied());
    complete!(role, listed.roles.clone());
    complete!(scope, listed.scopes.clone());
    complete!(endpoint, listed.endpoints.clone());
    if request.recipient.as_ref().is_some_and(is_doubt) {
        let names = listed.recipients.iter().flatten().copied().map(Fact::Known).chain([Fact::Absent]);
        let names: Vec<_> = names.collect();
        all = all
            .into_iter()
            .flat_map(|one| {
                names.iter().map(move |name| {
                    let mut one = one.clone();
                    one.recipient = Some(*name);
                    one
                })
            })
            .collect();
    }
    all
}

/// With the EU-US Data Privacy Framework switched off, in the law's tables or by the document, exactly the transfers that
/// rest on it are refused.
#[test]
fn switching_off_the_dpf_turns_exactly_what_rests_on_it() {
    let document = document("driftstack");
    let before = compile(&document);
    let mut off = LawOverlay::default();
    let row = |id| SwitchOff::Permissions(RuleId::parse(id).unwrap());
    off.switch_off.extend(["gdpr.art45.us-dpf", "gdpr.art45.us-dpf.hr"].map(row));
    let law = LawEdition::builtin().clone().with_overlay(&off).unwrap();
    let read: PolicyDocument = serde_json::from_value(document.clone()).unwrap();
    let by_law = read.compile(RegionCatalog::builtin(), &law).unwrap();
    let mut written = document.clone();
    written["law_off"] = json!([{ "row": "gdpr.art45.us-dpf" }]);
    for after in [by_law, compile(&written)] {
        assert_ne!(before.fingerprint(), after.fingerprint());
        let difference = before.at(NOW).diff(&after.at(NOW), RecipientFacts::NOTHING);
        let mut turned = BTreeSet::new();
        for flip in difference.flips() {
            assert_eq!((flip.before, flip.after), (DecisionKind::Permit, DecisionKind::Refuse));
            let request = flip.request(RecipientFacts::NOTHING);
            let decision = before.at(NOW).decide(&request);
            turned.extend(decision.explanation().transfer().map(|(_, name)| name.to_owned()));
        }
        assert_eq!(Vec::from_iter(turned), ["payment-calls", "payments"]);
        // Three homes to one region, three operations; and three homes where the data belongs, one operation.
        assert_eq!(difference.flips().len(), 9 + 6, "{:?}", difference.flips());
        // The fleet rests on standard clauses and stands.
        let permits = |policy: &ResidencyPolicy, name: &str| {
            let mut found = 0;
            questions(&document, RecipientFacts::NOTHING, |request| {
                let decision = policy.at(NOW).decide(request);
                let explanation = decision.explanation();
                found += u32::from(
                    decision.is_permit() && explanation.transfer().is_some_and(|(_, it)| it == name),
                );
            });
            found
        };
        assert!(permits(&before, "payments") > 0);
        assert_eq!(permits(&after, "payments"), 0);
        assert!(permits(&after, "browser-fleet") > 0);
        assert_eq!(permits(&before, "browser-fleet"), permits(&after, "browser-fleet"));
    }
}

/// Any two versions of a document whose answers can differ have different fingerprints: every field and every entry
/// counts, but for those that say what is said without them.
#[test]
fn a_fingerprint_tells_any_two_versions_apart() {
    let mut changed = 0;
    for document in documents(2) {
        let policy = compile(&document);
        let mut seen = std::collections::BTreeMap::from([(policy.fingerprint(), document.clone())]);
        for path in paths(&document) {
            for other in versions(&document, &path) {
                let Ok(other_policy) = compiled(&other) else { continue };
                changed += 1;
                if let Some(same) = seen.insert(other_policy.fingerprint(), other.clone()) {
                    let message = format!("{path}: the fingerprint does not see it");
                    assert_eq!(sparse(&other), sparse(&same), "{message}");
                    let difference = compile(&same).at(NOW).diff(&other_policy.at(NOW), &everything());
                    assert_eq!(difference.flips(), [], "{path}: one fingerprint, two answers");
                }
            }
        }
    }
    println!("{changed} versions");
    assert!(changed > 300, "{changed}");
}

/// The document without what stands at a path, and with something else there.
fn versions(document: &Value, path: &str) -> Vec<Value> {
    let mut all = vec![without(document, path)];
    let other = match document.pointer(path).unwrap() {
        Value::String(text) => match text.as_str() {
            "US" => json!("GB"),
            "GB" | "IE" | "DE" => json!("US"),
            "best-effort" => json!("full-partition"),
            "adequacy" => json!("standard-clauses"),
            text if text.len() == 10 && text.as_bytes()[4] == b'-' => json!(format!("{}2", &text[..9])),
            text => json!(format!("{text}x")),
        },
        _ => return all,
    };
    let mut changed = document.clone();
    *changed.pointer_mut(path).unwrap() = other;
    all.push(changed);
    all
}

/// A document without what says nothing; its own enforcement has a default, which a scope's has not.
fn sparse(document: &Value) -> Value {
    let mut document = without_defaults(document);
    if document["enforcement"] == "full-partition" {
        document = without(&document, "/enforcement");
    }
    document
}

/// A value without what says nothing: empty lists, and the defaults.
fn without_defaults(value: &Value) -> Value {
    const DEFAULTS: [(&str, &str); 5] = [
        ("placement", "follow-home"),
        ("on_mismatch", "drop"),
        ("endpoint_order", "as-given"),
        ("unconfirmed_law", "refuse"),
        ("status", "available"),
    ];
    match value {
        Value::Object(map) => {
            let says_something = |(key, value): &(&String, &Value)| {
                let is_empty = value.as_array().is_some_and(Vec::is_empty) && *key != "sensitivities";
                let is_service = *key == "roles" && **value == json!(["service"]);
                !is_empty && !is_service && !DEFAULTS.iter().any(|(name, word)| name == key && value == word)
            };
            let kept = map.iter().filter(says_something);
            kept.map(|(key, value)| (key.clone(), without_defaults(value))).collect()
        }
        Value::Array(list) => list.iter().map(without_defaults).collect(),
        other => other.clone(),
    }
}

#[test]
fn an_empty_set_of_categories_is_refused() {
    let mut permits = 0;
    for document in documents(2) {
        let policy = compile(&document);
        some_questions(&document, &everything(), 31, |request| {
            let mut nothing = request.clone();
            nothing.categories = Fact::Known(Categories::new());
            let decision = policy.at(NOW).decide(&nothing);
            assert_eq!(decision.kind(), DecisionKind::Refuse, "{nothing:?}");
            permits += u32::from(policy.at(NOW).decide(request).is_permit());
        });
    }
    assert!(permits > 0);
    let mut stays = crate::support::known(Region::EuWest1, Region::EuWest1, Act::Store, Categories::new());
    stays.organization_region = Fact::Known(Region::EuWest1);
    assert_eq!(ResidencyPolicy::closed().at(NOW).decide(&stays).code(), "category_unknown");
}
