//! Times parse + validity + E.164 in one process; every round runs every reader on the same inputs.
//!
//! ```text
//! cargo run --release --bin speed
//! ```

use domicile::pii::phone::PhoneNumber;
use peers_phone::{Question, corpus};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 7;

fn main() {
    let first = Instant::now();
    engine(black_box(&Question::new("+442070313000".to_owned(), None)));
    println!("first call of this crate: {} ns", first.elapsed().as_nanos());

    let international = corpus(&["e164"]);
    let one: Vec<Question> =
        (0..1_000).map(|line| Question::new(format!("+1650253{:04}", line * 7), None)).collect();
    let national = corpus(&["national"]);
    // Neighbours in the corpus share a country; stepping through it makes every call meet another one.
    let turn = |questions: &[Question]| -> Vec<Question> {
        let step = (questions.len() / 245).max(1);
        (0..step).flat_map(|offset| questions.iter().skip(offset).step_by(step)).cloned().collect()
    };
    measure("+ and ASCII digits, one country (US)", &one, true);
    measure("+ and ASCII digits, all codes in turn", &turn(&international), true);
    measure("national, all countries in turn", &turn(&national), true);
    measure("international with spaces", &corpus(&["intl_space"]), true);
    measure(
        "extensions, letters, other digits, junk",
        &corpus(&["intl_ext", "vanity_intl", "digits_other", "leading_junk", "trailing_junk"]),
        false,
    );
    measure("whole corpus", &corpus(&[]), false);
}

/// Median time per call of each reader, and the median ratios of the rounds.
fn measure(name: &str, questions: &[Question], slow: bool) {
    let mut times: Vec<[f64; 3]> = Vec::new();
    // The slow peer gets fewer inputs; it needs about a millisecond each.
    let few: Vec<Question> = questions.iter().take(1_000).cloned().collect();
    for _ in 0..ROUNDS {
        times.push([
            time(questions, 20, engine),
            time(questions, 1, peer_rlib),
            if slow { time(&few, 1, peer_phonenumber) } else { f64::NAN },
        ]);
    }
    times.remove(0); // warms the peers' caches
    let median = |value: &dyn Fn(&[f64; 3]) -> f64| {
        let mut values: Vec<f64> = times.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    println!(
        "{name} ({} texts): {:.1} ns; rlibphonenumber {:.0} ns ({:.1} x); phonenumber {:.0} ns ({:.0} x)",
        questions.len(),
        median(&|t| t[0]),
        median(&|t| t[1]),
        median(&|t| t[1] / t[0]),
        median(&|t| t[2]),
        median(&|t| t[2] / t[0]),
    );
}

fn time(questions: &[Question], repeats: usize, read: fn(&Question)) -> f64 {
    let start = Instant::now();
    for _ in 0..repeats {
        for question in questions {
            read(black_box(question));
        }
    }
    start.elapsed().as_nanos() as f64 / (questions.len() * repeats) as f64
}

fn engine(question: &Question) {
    if let Ok(number) = PhoneNumber::parse(&question.text, question.domicile) {
        let mut buffer = PhoneNumber::buffer();
        black_box((number.e164(&mut buffer), number.is_valid()));
    }
}

fn peer_rlib(question: &Question) {
    use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat};
    if let Ok(number) = PHONE_NUMBER_UTIL.parse(&question.text, question.rlibphonenumber) {
        black_box((number.format_as(PhoneNumberFormat::E164), number.is_valid()));
    }
}

fn peer_phonenumber(question: &Question) {
    if let Ok(number) = phonenumber::parse(question.phonenumber, &question.text) {
        black_box((
            number.format().mode(phonenumber::Mode::E164).to_string(),
            phonenumber::is_valid(&number),
        ));
    }
}
