//! Answers residency questions, one JSON object a line on standard input, one JSON answer a line on standard output.
//!
//! ```text
//! echo '{"tenant_region":"eu-west-1","queue_region":"us-east-1","plan":"pro","mode":"enforced"}' \
//!   | cargo run --example decide
//! ```
//!
//! A question has `tenant_region`, `queue_region`, `plan` and `mode` (`enforced` or `informational`). `null`, or a
//! field left out, means: known to be absent. An object `{"unknown": "ambiguous" | "stale" | "unavailable"}` in place
//! of a value means: could not be found out. Optional are `at` and `facts_until` (Unix seconds) and `id`, which is
//! handed back; `facts_until` needs `at`, because time is never guessed. Any other field is an error, so that a misspelt one cannot be taken for an absent one.
//!
//! The answer has `decision` (`permit`, `refuse` or `retry`), `code`, `checks` in order, `remedies` (the smallest sets
//! of changes that would lead to a permit), the facts used, the policy's fingerprint and how long the answer holds.
//! A line that is not such a question gives an object with `error` and `decision: "refuse"`, and the run goes on.
//!
//! The policy is the closed one, with one entitlement: only the plan `enterprise` may have its home in `ap-south-1`.
//!
//! With `--policy FILE` it is the one the document says (TOML, or JSON if the name ends in `.json`), and a question has
//! besides: `act`, `category`, `role`, `scope` (`platform` or the tenant's own), `organization_region`, `recipient`,
//! `endpoint` (`regional` or `global`) and `recipient_facts` (a list of `condition`, `since`, `until`). The answer then
//! names the transfer it rests on, its ground and its legal reference.

use std::io::{self, BufRead, Write};

use domicile::law::{Act, LawEdition, RecipientFacts};
use domicile::policy::{Case, Endpoint, Fact, PolicyDocument, Question, RecipientName, RoleName, ScopeName};
use domicile::tenant::{Entitlements, Mode, Plan, Unlisted};
use domicile::{DataCategory, Region, RegionCatalog, ResidencyPolicy, UnixTime};
use serde::Deserialize;
use serde_json::{Value, json};

#[expect(dead_code, reason = "shared with policy_check, which shows positions")]
#[path = "support/document.rs"]
mod document;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("--policy"), Some(path)) => {
            let policy = compiled(&path)?;
            run(|line| ruling(&policy, line))
        }
        (None, _) => {
            let policy = closed()?;
            run(|line| answer(&policy, line))
        }
        _ => Err("usage: decide [--policy FILE]".into()),
    }
}

/// The policy without a document.
fn closed() -> Result<ResidencyPolicy, Box<dyn std::error::Error>> {
    let entitlements = Entitlements::new()
        .with(Plan::parse("enterprise")?, [Region::ApSouth1])
        .with_unlisted(Unlisted::Open);
    Ok(ResidencyPolicy::closed().with_entitlements(entitlements))
}

/// The policy of a document.
fn compiled(path: &str) -> Result<ResidencyPolicy, Box<dyn std::error::Error>> {
    let source = document::Source::read(path.as_ref())?;
    let document: PolicyDocument = source.parse().map_err(|(_, message)| message)?;
    Ok(document.compile(RegionCatalog::builtin(), LawEdition::builtin())?)
}

/// One answer a line.
fn run(answer: impl Fn(&[u8]) -> Value) -> Result<(), Box<dyn std::error::Error>> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (index, line) in io::stdin().lock().split(b'\n').enumerate() {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let mut answer = answer(&line);
        if answer.get("error").is_some() {
            answer["line"] = json!(index + 1);
        }
        if writeln!(out, "{answer}").is_err() {
            return Ok(()); // nobody reads on
        }
    }
    out.flush().or(Ok(()))
}

fn answer(policy: &ResidencyPolicy, line: &[u8]) -> Value {
    // Fields have names; a JSON list would be read by position.
    let is_object = line.trim_ascii_start().starts_with(b"{");
    let form: Form = match serde_json::from_slice(line) {
        Ok(form) if is_object => form,
        Ok(_) => return malformed("expected a JSON object", 1),
        Err(error) => return malformed(kind(&error), error.column()),
    };
    if form.facts_until.is_some() && form.at.is_none() {
        return malformed("expected at beside facts_until", 1);
    }
    let (home, here) = match (form.tenant_region.region(), form.queue_region.region()) {
        (Ok(home), Ok(here)) => (home, here),
        (Err(error), _) | (_, Err(error)) => {
            let detail = error.to_string();
            return json!({ "id": form.id, "error": error.code(), "code": error.code(), "detail": detail, "decision": "refuse" });
        }
    };
    let mut question = Question::unknown();
    question.home = home;
    question.here = here;
    question.mode = form.mode.fact();
    question.plan = form.plan.fact();
    question.facts_until = form.facts_until;

    let now = policy.at(form.at.unwrap_or(UnixTime::from_secs(0)));
    let decision = now.permit(&question);
    let mut answer = json!(&decision);
    answer["remedies"] = json!(now.remedies(&question));
    answer["explanation"] = json!(decision.to_string());
    answer["at"] = json!(form.at);
    if !form.id.is_null() {
        answer["id"] = form.id;
    }
    answer
}

fn ruling(policy: &ResidencyPolicy, line: &[u8]) -> Value {
    let form: CaseForm = match serde_json::from_slice(line) {
        Ok(form) => form,
        Err(error) => return malformed(kind(&error), error.column()),
    };
    let regions = [&form.tenant_region, &form.queue_region, &form.organization_region].map(Input::region);
    let (home, here, organization) = match regions {
        [Ok(home), Ok(here), Ok(organization)] => (home, here, organization),
        [Err(error), ..] | [_, Err(error), _] | [.., Err(error)] => {
            let detail = error.to_string();
            return json!({ "id": form.id, "error": error.code(), "code": error.code(), "detail": detail, "decision": "refuse" });
        }
    };
    let mut case = Case::unknown();
    case.recipient_facts = &form.recipient_facts;
    (case.home, case.here, case.organization) = (home, here, organization);
    (case.mode, case.plan, case.act) = (form.mode.fact(), form.plan.fact(), form.act.fact());
    (case.category, case.role, case.scope) = (form.category.fact(), form.role.fact(), form.scope.fact());
    (case.recipient, case.endpoint) = (form.recipient.fact(), form.endpoint.fact());
    case.facts_until = form.facts_until;
    let Some(ruling) = policy.at(form.at.unwrap_or(UnixTime::from_secs(0))).decide(&case) else {
        return json!({ "id": form.id, "error": "no_document", "code": "no_document", "decision": "refuse" });
    };
    let mut answer = json!(&ruling);
    answer["explanation"] = json!(ruling.to_string());
    if !form.id.is_null() {
        answer["id"] = form.id;
    }
    answer
}

fn malformed(detail: &str, column: usize) -> Value {
    let code = "malformed_question";
    json!({ "error": code, "code": code, "detail": detail, "column": column, "decision": "refuse" })
}

/// What kind of error it was; serde's own text would quote the input.
fn kind(error: &serde_json::Error) -> &'static str {
    if error.is_data() {
        "expected the fields of a question, and no others"
    } else {
        "expected a JSON object"
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    tenant_region: Input<String>,
    #[serde(default)]
    queue_region: Input<String>,
    #[serde(default)]
    plan: Input<Plan>,
    #[serde(default)]
    mode: Input<Mode>,
    at: Option<UnixTime>,
    facts_until: Option<UnixTime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseForm {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    tenant_region: Input<String>,
    #[serde(default)]
    queue_region: Input<String>,
    #[serde(default)]
    organization_region: Input<String>,
    #[serde(default)]
    mode: Input<Mode>,
    #[serde(default)]
    act: Input<Act>,
    #[serde(default)]
    category: Input<DataCategory>,
    #[serde(default)]
    plan: Input<Plan>,
    #[serde(default)]
    role: Input<RoleName>,
    #[serde(default)]
    scope: Input<ScopeName>,
    #[serde(default)]
    recipient: Input<RecipientName>,
    #[serde(default)]
    endpoint: Input<Endpoint>,
    #[serde(default)]
    recipient_facts: RecipientFacts,
    at: Option<UnixTime>,
    facts_until: Option<UnixTime>,
}

#[derive(Deserialize, Default)]
#[serde(untagged)]
enum Input<T> {
    Known(T),
    Unknown(Unknown),
    #[default]
    Absent,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unknown {
    unknown: Doubt,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Doubt {
    Ambiguous,
    Stale,
    Unavailable,
}

impl<T: Copy> Input<T> {
    fn fact(&self) -> Fact<T> {
        match self {
            Self::Known(value) => Fact::Known(*value),
            Self::Absent => Fact::Absent,
            Self::Unknown(doubt) => doubt.unknown.fact(),
        }
    }
}

impl Doubt {
    fn fact<T>(self) -> Fact<T> {
        match self {
            Self::Ambiguous => Fact::Ambiguous,
            Self::Stale => Fact::Stale,
            Self::Unavailable => Fact::Unavailable,
        }
    }
}

impl Input<String> {
    fn region(&self) -> Result<Fact<Region>, domicile::place::InvalidRegion> {
        Ok(match self {
            Self::Known(text) => Fact::Known(Region::parse(text)?),
            Self::Absent => Fact::Absent,
            Self::Unknown(doubt) => doubt.unknown.fact(),
        })
    }
}
