//! The compiled policy against a reference model, on every cell.

use domicile::law::{LawEdition, RecipientFacts};
use domicile::policy::{Answer, PolicyDocument};
use domicile::{RegionCatalog, UnixTime};

use crate::random::{self, Dice};
use crate::support::{Asked, EXAMPLES, Model, NOW, document, everything, questions};

/// Compares every question about a document, and counts questions and permits.
fn compare(document: &PolicyDocument, facts: &RecipientFacts, now: UnixTime) -> (u64, u64) {
    let law = LawEdition::builtin();
    let policy = document.compile(RegionCatalog::builtin(), law).unwrap();
    let model = Model { document, law };
    let (mut asked, mut permits) = (0, 0);
    questions(document, |question: &Asked| {
        let case = question.case(facts);
        let ruling = policy.at(now).decide(&case).unwrap();
        let expected = if model.permits(question, facts, now) { Answer::Permit } else { Answer::Refuse };
        assert_eq!(ruling.answer(), expected, "{question:?} at {now}: {ruling}");
        asked += 1;
        permits += u64::from(expected == Answer::Permit);
    });
    (asked, permits)
}

#[test]
fn the_examples_agree_with_the_model_on_every_cell() {
    let nothing = RecipientFacts::new();
    let (mut asked, mut permits) = (0, 0);
    for name in EXAMPLES {
        let document = document(name);
        for facts in [&nothing, &everything()] {
            let (more, allowed) = compare(&document, facts, NOW);
            assert!(allowed > 0, "{name}");
            asked += more;
            permits += allowed;
        }
    }
    println!("{asked} questions, {permits} permits");
}

/// Before, during and after every period that the two documents with transfers name.
#[test]
fn the_examples_agree_with_the_model_at_other_times() {
    for name in ["driftstack", "ontrackio"] {
        let document = document(name);
        for day in [(2026, 1, 14), (2026, 3, 1), (2026, 11, 20), (2027, 1, 15), (2027, 6, 1)] {
            compare(&document, &RecipientFacts::new(), UnixTime::from_date(day.0, day.1, day.2).unwrap());
        }
    }
}

/// Random documents that compile, each at a random time in the years its transfers speak of.
#[test]
fn random_documents_agree_with_the_model_on_every_cell() {
    let documents: u64 =
        std::env::var("POLICY_DOCUMENTS").ok().and_then(|text| text.parse().ok()).unwrap_or(8);
    let (mut compared, mut asked, mut permits, mut seed) = (0, 0, 0, 0);
    while compared < documents {
        seed += 1;
        let document = random::document(seed);
        if document.compile(RegionCatalog::builtin(), LawEdition::builtin()).is_err() {
            continue;
        }
        let mut dice = Dice::new(seed);
        let now = UnixTime::from_date(2025 + dice.below(4) as u16, 1 + dice.below(12) as u8, 1).unwrap();
        let facts = if dice.below(2) == 0 { RecipientFacts::new() } else { everything() };
        let (more, allowed) = compare(&document, &facts, now);
        compared += 1;
        asked += more;
        permits += allowed;
    }
    println!("{compared} documents of {seed}, {asked} questions, {permits} permits");
    assert!(permits > 200 && seed < documents * 20, "{permits} permits, {seed} seeds");
}
