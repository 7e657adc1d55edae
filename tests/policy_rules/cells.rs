//! The compiled policy against the reference model, on every cell.

use domicile::law::RecipientFacts;
use domicile::policy::DecisionKind;
use domicile::{Request, ResidencyPolicy, UnixTime};
use serde_json::Value;

use crate::model::Model;
use crate::random::{self, Dice};
use crate::support::{
    EXAMPLES, NOW, compile, compiled, condition, day, document, drawn, everything, questions, some_questions,
};

/// Questions asked, and the answers.
#[derive(Debug, Default)]
struct Count {
    asked: u64,
    permits: u64,
    crossings: u64,
    retries: u64,
}

/// Compares answers, and counts them.
struct Comparison<'d> {
    document: &'d Value,
    policy: ResidencyPolicy,
    model: Model,
    now: UnixTime,
}

impl<'d> Comparison<'d> {
    fn new(document: &'d Value, now: UnixTime) -> Self {
        Self { document, policy: compile(document), model: Model::new(document), now }
    }

    fn compare(&self, request: &Request, count: &mut Count) {
        let decision = self.policy.at(self.now).decide(request);
        let expected = self.model.answers(request, self.now);
        assert_eq!(decision.kind(), expected, "{request:?} at {}: {decision}\n{}", self.now, self.document);
        count.asked += 1;
        count.permits += u64::from(expected == DecisionKind::Permit);
        count.crossings += u64::from(decision.is_permit() && decision.explanation().is_crossing());
        count.retries += u64::from(expected == DecisionKind::Retry);
    }
}

#[test]
fn the_examples_agree_with_the_model_on_every_cell() {
    for name in EXAMPLES {
        let document = document(name);
        for facts in [&RecipientFacts::new(), &everything()] {
            let mut count = Count::default();
            let comparison = Comparison::new(&document, NOW);
            questions(&document, facts, |request| comparison.compare(request, &mut count));
            println!("{name}: {count:?}");
            assert!(count.permits > 0, "{name}");
        }
    }
}

/// Before, during and after every period that the documents with transfers name, and once the law is due for review.
#[test]
fn the_examples_agree_with_the_model_at_other_times() {
    // What the document says to hold is known to have ended.
    let delisted = RecipientFacts::new().ended(condition("dpf-listed"), day(2026, 11, 20));
    let mut count = Count::default();
    for name in ["driftstack", "ontrackio", "crossing"] {
        let document = document(name);
        for (year, month, at) in
            [(2026, 1, 14), (2026, 3, 1), (2026, 9, 10), (2026, 11, 20), (2027, 3, 1), (2027, 5, 21)]
        {
            for facts in [&RecipientFacts::new(), &delisted] {
                let comparison = Comparison::new(&document, day(year, month, at));
                some_questions(&document, facts, 3, |request| comparison.compare(request, &mut count));
            }
        }
    }
    println!("{count:?}");
    assert!(count.permits > 0 && count.retries > 0, "{count:?}");
}

/// Random documents that compile, each at a random time in the years its transfers speak of.
#[test]
fn random_documents_agree_with_the_model() {
    let documents: u64 =
        std::env::var("POLICY_DOCUMENTS").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    let (mut compared, mut seed, mut count) = (0, 0, Count::default());
    while compared < documents {
        seed += 1;
        let document = random::document(seed);
        if compiled(&document).is_err() {
            continue;
        }
        let mut dice = Dice::new(seed);
        let now = day(2025 + dice.below(4) as u16, 1 + dice.below(12) as u8, 1);
        let facts = match dice.below(3) {
            0 => RecipientFacts::new(),
            1 => everything(),
            _ => RecipientFacts::new().ended(condition("dpf-listed"), now),
        };
        let comparison = Comparison::new(&document, now);
        drawn(&document, &facts, &mut dice, 10_000, |request| comparison.compare(request, &mut count));
        compared += 1;
    }
    println!("{compared} documents of {seed}, {count:?}");
    assert!(count.permits > 200 && seed < documents * 20, "{count:?}, {seed} seeds");
}
