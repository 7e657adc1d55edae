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

use std::io::{self, BufRead, Write};

use domicile::policy::{Fact, Question};
use domicile::tenant::{Entitlements, Mode, Plan, Unlisted};
use domicile::{Region, ResidencyPolicy, UnixTime};
use serde::Deserialize;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let entitlements = Entitlements::new()
        .with(Plan::parse("enterprise")?, [Region::ApSouth1])
        .with_unlisted(Unlisted::Open);
    let policy = ResidencyPolicy::closed().with_entitlements(entitlements);

    let mut out = io::BufWriter::new(io::stdout().lock());
    for (index, line) in io::stdin().lock().split(b'\n').enumerate() {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let mut answer = answer(&policy, &line);
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
