//! Random inputs, read by this crate and by rlibphonenumber 2.2.15: every answer must be the same.
//!
//! ```text
//! cargo run --release --bin agree -- [inputs] [seed]
//! ```
//!
//! The peer holds the plan of 9.0.42 and has known faults; both are told apart here, and counted:
//!
//! - calling codes whose plan differs between 9.0.42 and 9.0.43;
//! - the first `tel:` after a phone-context, on which the peer panics;
//! - U+FF5E, which the peer does not take for punctuation;
//! - more than ten leading zeros, of which the peer keeps ten;
//! - two digits and an extension, which the peer takes for a number;
//! - U+10FFFF after the number, which the peer does not drop;
//! - two or more second numbers (`/x1/x2`): the reference cuts at the first, the peer, like Google's C++, at the last.

use peers_phone::{Answer, Question, Random, breaks_rlibphonenumber, corpus, domicile, rlibphonenumber};
use std::process::ExitCode;

/// Calling codes whose metadata changed from 9.0.42 to 9.0.43 (compared by `dump_plan.py` of both).
const CHANGED: &[&str] = &["40", "49", "229", "251", "263", "593", "856", "995"];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u64>().expect("a number"));
    let inputs = arguments.next().unwrap_or(300_000);
    let mut random = Random::new(arguments.next().unwrap_or(1));
    let seeds = corpus(&[]);
    let (mut read, mut valid, mut skipped, mut different) = (0, 0, 0, 0);
    for _ in 0..inputs {
        let question = vary(&seeds, &mut random);
        if is_known(&question.text) {
            skipped += 1;
            continue;
        }
        let (ours, theirs) = (domicile(&question), rlibphonenumber(&question));
        read += u64::from(ours.is_some());
        valid += u64::from(ours.as_ref().is_some_and(|(_, valid)| *valid));
        if ours != theirs {
            if is_changed(&ours)
                || is_changed(&theirs)
                || has_many_zeros(&ours)
                || is_short_with_extension(&ours, &theirs)
            {
                skipped += 1;
                continue;
            }
            different += 1;
            println!(
                "{:?} {:?}: {ours:?}, peer {theirs:?}",
                question.text,
                question.region.map(|name| name.map(char::from))
            );
        }
    }
    println!(
        "{inputs} inputs, {read} read, {valid} valid, {skipped} in known classes, {different} different"
    );
    if different == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A corpus text with a few characters changed, or fresh digits, in its own or another country.
fn vary(seeds: &[Question], random: &mut Random) -> Question {
    const NOISE: &[char] = &[
        '0', '1', '2', '5', '9', '+', '-', ' ', '(', ')', '.', '/', 'x', '#', ',', ';', 'A', 'e', '\u{a0}',
        '\u{2013}', '\u{663}', '\u{ff11}',
    ];
    let seed = random.pick(seeds);
    let mut text: Vec<char> = seed.text.chars().collect();
    if random.below(8) == 0 {
        text = std::iter::repeat_with(|| char::from(b'0' + random.below(10) as u8)).take(18).collect();
        text.truncate(3 + random.below(15));
        if random.below(2) == 0 {
            text.insert(0, '+');
        }
    }
    for _ in 0..random.below(4) {
        let at = random.below(text.len() + 1);
        let noise = if random.below(2) == 0 {
            char::from(b'0' + random.below(10) as u8)
        } else {
            *random.pick(NOISE)
        };
        match text.get_mut(at) {
            Some(place) if random.below(2) == 0 => *place = noise,
            _ => text.insert(at, noise),
        }
    }
    let region = match random.below(4) {
        0 => random.pick(seeds).region,
        _ => seed.region,
    };
    let region = region.map(|name| name.map(char::from).iter().collect::<String>());
    Question::new(text.into_iter().collect(), region.as_deref())
}

fn is_known(text: &str) -> bool {
    breaks_rlibphonenumber(text)
        || text.contains('\u{ff5e}')
        || text.contains('\u{10ffff}')
        || second_numbers(text) > 1
}

fn is_changed(answer: &Answer) -> bool {
    answer.as_ref().is_some_and(|(number, _)| CHANGED.iter().any(|code| number[1..].starts_with(code)))
}

fn has_many_zeros(answer: &Answer) -> bool {
    answer.as_ref().is_some_and(|(number, _)| number.contains("00000000000"))
}

/// The peer's national number has two digits, which it found before an extension.
fn is_short_with_extension(ours: &Answer, theirs: &Answer) -> bool {
    let longest = "+".len() + 3 + 2;
    ours.is_none() && theirs.as_ref().is_some_and(|(number, valid)| !valid && number.len() <= longest)
}

/// How often a slash, perhaps spaces and an `x` announce another number.
fn second_numbers(text: &str) -> usize {
    text.split(['/', '\\']).skip(1).filter(|after| after.trim_start_matches(' ').starts_with('x')).count()
}
