//! The six cases decided by general engines, each with its prebuilt input. The rules are those of § 5.1.

use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter};
use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request};
use serde::Serialize;
use serde_json::json;

use crate::{EVENTS, Row};

pub(crate) fn rows() -> Vec<Row> {
    vec![cel(), casbin(), regorus_vm(), regorus_rule(), cedar()]
}

const CEDAR: &str = r#"
@id("allow_deliver") permit(principal is Merchant, action == Action::"deliver", resource is Queue);
@id("cross_region_enforcement") forbid(principal, action == Action::"deliver", resource)
  when { principal.residency_region != resource.region };
@id("ap_south_1_enterprise_only") forbid(principal, action == Action::"deliver", resource)
  when { principal.residency_region == "ap-south-1" && principal.tier != "enterprise" };
@id("strict_forbids_fallback_endpoint") forbid(principal, action == Action::"deliver", resource)
  when { principal.strict && context.endpoint == "fallback" };
"#;

/// `is_authorized` on a prebuilt request and prebuilt entities.
fn cedar() -> Row {
    let policies: PolicySet = CEDAR.parse().unwrap();
    let inputs: Vec<(Request, Entities)> = EVENTS
        .iter()
        .map(|event| {
            let entities = json!([
                { "uid": { "type": "Merchant", "id": "m" }, "parents": [],
                  "attrs": { "residency_region": event.home, "tier": event.tier, "strict": event.is_strict } },
                { "uid": { "type": "Queue", "id": "q" }, "parents": [], "attrs": { "region": event.here } },
            ]);
            let entities = Entities::from_json_value(entities, None).unwrap();
            let uid = |text: &str| text.parse::<EntityUid>().unwrap();
            let context = Context::from_json_value(json!({ "endpoint": event.endpoint }), None).unwrap();
            let (merchant, queue) = (uid(r#"Merchant::"m""#), uid(r#"Queue::"q""#));
            (Request::new(merchant, uid(r#"Action::"deliver""#), queue, context, None).unwrap(), entities)
        })
        .collect();
    let authorizer = Authorizer::new();
    Row {
        name: "cedar-policy 4.14, prebuilt request",
        calls: 1_200,
        decide: Box::new(move |at| {
            let (request, entities) = &inputs[at];
            authorizer.is_authorized(request, &policies, entities).decision() == Decision::Allow
        }),
    }
}

#[derive(Clone, Serialize, Hash)]
struct Merchant {
    residency_region: &'static str,
    tier: &'static str,
    strict: bool,
}

#[derive(Clone, Serialize, Hash)]
struct Queue {
    region: &'static str,
}

/// Structs as request values, built anew for each call as the interface takes them by value.
fn casbin() -> Row {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let enforcer = runtime.block_on(async {
        let mut model = DefaultModel::default();
        use casbin::Model;
        model.add_def("r", "r", "m, q, e");
        model.add_def("p", "p", "act, eft");
        model.add_def("e", "e", "some(where (p.eft == allow))");
        model.add_def(
            "m",
            "m",
            "r.m.residency_region == r.q.region && !(r.m.residency_region == \"ap-south-1\" && r.m.tier != \
             \"enterprise\") && !(r.m.strict && r.e == \"fallback\") && p.act == \"deliver\"",
        );
        model.add_policy("p", "p", vec!["deliver".to_owned(), "allow".to_owned()]);
        let mut enforcer = Enforcer::new(model, MemoryAdapter::default()).await.unwrap();
        enforcer.get_mut_model().add_policy("p", "p", vec!["deliver".to_owned(), "allow".to_owned()]);
        enforcer
    });
    Row {
        name: "casbin 2.20, enforce",
        calls: 6_000,
        decide: Box::new(move |at| {
            let event = &EVENTS[at];
            let merchant =
                Merchant { residency_region: event.home, tier: event.tier, strict: event.is_strict };
            enforcer.enforce((merchant, Queue { region: event.here }, event.endpoint)).unwrap()
        }),
    }
}

const REGO: &str = r#"
package residency
import rego.v1
default allow := false
drop contains "cross_region_enforcement" if input.merchant.residency_region != input.queue.region
drop contains "ap_south_1_enterprise_only" if {
	input.merchant.residency_region == "ap-south-1"
	input.merchant.tier != "enterprise"
}
drop contains "strict_forbids_fallback_endpoint" if {
	input.merchant.strict
	input.endpoint == "fallback"
}
known if {
	input.merchant.residency_region
	input.queue.region
}
allow if {
	known
	count(drop) == 0
}
"#;

fn rego_inputs() -> Vec<regorus::Value> {
    let input = |event: &crate::Event| {
        let merchant =
            json!({ "residency_region": event.home, "tier": event.tier, "strict": event.is_strict });
        let value =
            json!({ "merchant": merchant, "queue": { "region": event.here }, "endpoint": event.endpoint });
        regorus::Value::from_json_str(&value.to_string()).unwrap()
    };
    EVENTS.iter().map(input).collect()
}

fn regorus_vm() -> Row {
    let mut engine = regorus::Engine::new();
    engine.add_policy("residency.rego".to_owned(), REGO.to_owned()).unwrap();
    let compiled = engine.compile_with_entrypoint(&"data.residency.allow".into()).unwrap();
    let program = regorus::languages::rego::compiler::Compiler::compile_from_policy(
        &compiled,
        &["data.residency.allow"],
    )
    .unwrap();
    let mut machine = regorus::rvm::RegoVM::new();
    machine.load_program(program);
    let inputs = rego_inputs();
    Row {
        name: "regorus 0.14, RVM",
        calls: 3_000,
        decide: Box::new(move |at| {
            machine.set_input(inputs[at].clone());
            machine.execute().unwrap() == regorus::Value::from(true)
        }),
    }
}

fn regorus_rule() -> Row {
    let mut engine = regorus::Engine::new();
    engine.add_policy("residency.rego".to_owned(), REGO.to_owned()).unwrap();
    let inputs = rego_inputs();
    Row {
        name: "regorus 0.14, eval_rule",
        calls: 1_200,
        decide: Box::new(move |at| {
            engine.set_input(inputs[at].clone());
            engine.eval_rule("data.residency.allow".to_owned()).unwrap() == regorus::Value::from(true)
        }),
    }
}

/// `execute` on a prebuilt context.
fn cel() -> Row {
    let program = cel::Program::compile(
        "m.residency_region == q.region && !(m.residency_region == \"ap-south-1\" && m.tier != \"enterprise\") && \
         !(m.strict && endpoint == \"fallback\")",
    )
    .unwrap();
    let contexts: Vec<cel::Context> = EVENTS
        .iter()
        .map(|event| {
            let mut context = cel::Context::default();
            let merchant =
                Merchant { residency_region: event.home, tier: event.tier, strict: event.is_strict };
            context.add_variable("m", merchant).unwrap();
            context.add_variable("q", Queue { region: event.here }).unwrap();
            context.add_variable("endpoint", event.endpoint).unwrap();
            context
        })
        .collect();
    Row {
        name: "cel 0.15, prebuilt context",
        calls: 6_000,
        decide: Box::new(move |at| program.execute(&contexts[at]).unwrap() == cel::Value::Bool(true)),
    }
}
