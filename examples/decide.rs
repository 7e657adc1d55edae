//! Answers residency questions, one JSON object a line on standard input, one JSON answer a line on standard output.
//!
//! ```text
//! echo '{"tenant_region":"eu-west-1","queue_region":"us-east-1","plan":"pro","mode":"enforced","at":1795219200,"facts_until":"never"}' \
//!   | cargo run --example decide
//! ```
//!
//! A question has `at` (Unix seconds: time is never guessed) and `tenant_region`, `queue_region`, `plan` and `mode`
//! (`enforced` or `informational`). `null`, or a field left out, means: known to be absent. An object
//! `{"unknown": "ambiguous" | "stale" | "unavailable"}` in place of a value means: could not be found out. A question that
//! states something about the tenant has `facts_until`: Unix seconds, or `"never"`. Optional is `id`, which is handed back.
//! Any other field is an error, so that a misspelt one cannot be taken for an absent one, and so is a list where an object
//! is expected.
//!
//! The answer has `decision` (`permit`, `refuse` or `retry`), `code`, `checks` in order, `remedies` (`sets` of
//! changes that would lead to a permit, and whether there are no others), the facts used, the policy's fingerprint and how long the answer holds. A line that is not such a question
//! gives an object with `error` and `decision: "refuse"`, and the run goes on.
//!
//! The policy is the closed one, with one entitlement: only the plan `enterprise` may have its home in `ap-south-1`. What
//! is asked is whether the service may process events there.
//!
//! With `--policy FILE` it is the one the document says (TOML, or JSON if the name ends in `.json`), and a question has
//! besides: `operation` (or `act`), `category` or `categories` (a list), `role`, `scope` (`platform` or the tenant's own),
//! `organization`, `organization_region`, `recipient` (left out: nobody else is given the data; `null`: somebody is, and
//! nobody knows who), `endpoint` (`"regional"` or `{"global": name}`) and `recipient_facts` (a list of `condition`, `since`,
//! `until`). The answer then names the transfer it rests on, its ground and its legal reference.

use std::io::{self, BufRead, Write};

use domicile::data::Categories;
use domicile::law::{Act, LawEdition, RecipientFacts};
use domicile::policy::{Budget, EndpointKind, Expiry, Fact, PolicyDocument, RecipientName, RoleName};
use domicile::tenant::{Entitlements, Mode, OrgId, Plan, ScopeName, Unlisted};
use domicile::{DataCategory, Region, RegionCatalog, Request, ResidencyPolicy, UnixTime};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

#[expect(dead_code, reason = "shared with policy_check, which shows positions")]
#[path = "support/document.rs"]
mod document;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("--policy"), Some(path)) => {
            let policy = compiled(&path)?;
            run(|line| answer::<CaseForm>(&policy, line))
        }
        (None, _) => {
            let policy = closed()?;
            run(|line| answer::<Form>(&policy, line))
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

/// The answer to one line.
fn answer<Q: Question>(policy: &ResidencyPolicy, line: &[u8]) -> Value {
    // Fields have names; a JSON list would be read by position.
    let is_object = line.trim_ascii_start().starts_with(b"{");
    let question: Q = match serde_json::from_slice(line) {
        Ok(question) if is_object => question,
        Ok(_) => return malformed("expected a JSON object", 1),
        Err(error) => return malformed(kind(&error), error.column()),
    };
    let Some(at) = question.frame().at else { return malformed("expected at", 1) };
    let is_stated = question.states_something();
    let expiry = match question.frame().facts_until {
        Some(expiry) => expiry,
        None if is_stated => {
            return malformed("expected facts_until beside what is known about the tenant", 1);
        }
        None => Expiry::Never,
    };
    let id = question.frame().id.clone();
    let request = match question.request(expiry) {
        Ok(request) => request,
        Err(Wrong::Field(detail)) => return malformed(detail, 1),
        Err(Wrong::Region(error)) => {
            let (code, detail) = (error.code(), error.to_string());
            return json!({ "id": id, "error": code, "code": code, "detail": detail, "decision": "refuse" });
        }
    };
    let decision = policy.at(at).decide(&request);
    let mut answer = json!(&decision);
    answer["explanation"] = json!(decision.to_string());
    answer["remedies"] = json!(policy.at(at).remedies(&request, BUDGET));
    if !id.is_null() {
        answer["id"] = id;
    }
    answer
}

/// The search for what would lead to a permit ends in less time than it takes to read the answer.
const BUDGET: Budget = Budget { evaluations: 10_000, sets: 16 };

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

/// A line, read.
trait Question: serde::de::DeserializeOwned {
    fn frame(&self) -> Frame<'_>;
    fn states_something(&self) -> bool;
    fn request(self, expiry: Expiry) -> Result<Request, Wrong>;
}

/// What every question has.
struct Frame<'q> {
    id: &'q Value,
    at: Option<UnixTime>,
    facts_until: Option<Expiry>,
}

/// Why a line is no question.
enum Wrong {
    Field(&'static str),
    Region(domicile::place::InvalidRegion),
}

impl From<domicile::place::InvalidRegion> for Wrong {
    fn from(error: domicile::place::InvalidRegion) -> Self {
        Self::Region(error)
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
    facts_until: Option<Expiry>,
}

impl Question for Form {
    fn frame(&self) -> Frame<'_> {
        Frame { id: &self.id, at: self.at, facts_until: self.facts_until }
    }

    fn states_something(&self) -> bool {
        self.tenant_region.is_known() || self.plan.is_known() || self.mode.is_known()
    }

    fn request(self, expiry: Expiry) -> Result<Request, Wrong> {
        let mut request = Request::new(expiry);
        (request.home, request.here) = (self.tenant_region.region()?, self.queue_region.region()?);
        (request.mode, request.plan) = (self.mode.fact(), self.plan.fact());
        request.operation = Fact::Known(Act::Process);
        request.categories = Categories::from_iter([DataCategory::EventMetadata]).into();
        request.role = Fact::Known(RoleName::SERVICE);
        request.scope = Fact::Known(ScopeName::PLATFORM);
        Ok(request)
    }
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
    organization: Input<OrgId>,
    #[serde(default)]
    organization_region: Input<String>,
    #[serde(default)]
    mode: Input<Mode>,
    #[serde(default, alias = "act")]
    operation: Input<Act>,
    category: Option<Input<DataCategory>>,
    categories: Option<Input<Categories>>,
    #[serde(default)]
    plan: Input<Plan>,
    #[serde(default)]
    role: Input<RoleName>,
    #[serde(default)]
    scope: Input<ScopeName>,
    #[serde(default, deserialize_with = "written")]
    recipient: Option<Input<RecipientName>>,
    #[serde(default)]
    endpoint: Input<EndpointKind>,
    #[serde(default)]
    recipient_facts: RecipientFacts,
    at: Option<UnixTime>,
    facts_until: Option<Expiry>,
}

/// A field that is written, as `null` perhaps.
fn written<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl Question for CaseForm {
    fn frame(&self) -> Frame<'_> {
        Frame { id: &self.id, at: self.at, facts_until: self.facts_until }
    }

    fn states_something(&self) -> bool {
        self.tenant_region.is_known()
            || self.organization.is_known()
            || self.organization_region.is_known()
            || self.plan.is_known()
            || self.mode.is_known()
            || self.scope.is_known()
    }

    fn request(self, expiry: Expiry) -> Result<Request, Wrong> {
        let mut request = Request::new(expiry);
        (request.home, request.here) = (self.tenant_region.region()?, self.queue_region.region()?);
        request.organization_region = self.organization_region.region()?;
        request.organization = self.organization.fact();
        (request.mode, request.plan, request.operation) =
            (self.mode.fact(), self.plan.fact(), self.operation.fact());
        (request.role, request.scope) = (self.role.fact(), self.scope.fact());
        request.categories = match (self.category, self.categories) {
            (Some(category), None) => category.map(|one| Categories::from_iter([one])).fact(),
            (None, Some(categories)) => categories.fact(),
            (None, None) => Fact::Absent,
            (Some(_), Some(_)) => return Err(Wrong::Field("expected category or categories, not both")),
        };
        request.recipient = self.recipient.map(Input::fact);
        request.endpoint = self.endpoint.fact();
        request.recipient_facts = self.recipient_facts;
        Ok(request)
    }
}

#[derive(Deserialize, Default)]
#[serde(untagged)]
enum Input<T> {
    Known(T),
    Unknown(Unknown),
    #[default]
    Absent,
}

/// `{"unknown": "stale"}`.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Unknown {
    Unknown(Doubt),
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Doubt {
    Ambiguous,
    Stale,
    Unavailable,
}

impl<T> Input<T> {
    const fn is_known(&self) -> bool {
        matches!(self, Self::Known(_))
    }

    fn map<U>(self, value: impl FnOnce(T) -> U) -> Input<U> {
        match self {
            Self::Known(known) => Input::Known(value(known)),
            Self::Unknown(doubt) => Input::Unknown(doubt),
            Self::Absent => Input::Absent,
        }
    }

    fn fact(self) -> Fact<T> {
        match self {
            Self::Known(value) => Fact::Known(value),
            Self::Absent => Fact::Absent,
            Self::Unknown(Unknown::Unknown(Doubt::Ambiguous)) => Fact::Ambiguous,
            Self::Unknown(Unknown::Unknown(Doubt::Stale)) => Fact::Stale,
            Self::Unknown(Unknown::Unknown(Doubt::Unavailable)) => Fact::Unavailable,
        }
    }
}

impl Input<String> {
    fn region(self) -> Result<Fact<Region>, domicile::place::InvalidRegion> {
        Ok(match self.fact() {
            Fact::Known(text) => Fact::Known(Region::parse(&text)?),
            Fact::Absent => Fact::Absent,
            Fact::Ambiguous => Fact::Ambiguous,
            Fact::Stale => Fact::Stale,
            Fact::Unavailable => Fact::Unavailable,
        })
    }
}
