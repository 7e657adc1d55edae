//! Asks the law tables about one transfer between two countries, and prints every answer there ever is to it.
//!
//! ```text
//! cargo run --example transfer -- IE US store dpf-listed
//! cargo run --example transfer -- DE US store c5-type2 german-establishment dpf-listed data=health
//! cargo run --example transfer -- IE US store dpf-listed off=gdpr.art45.us-dpf on=2026-12-01
//! ```
//!
//! Words after the act are conditions that are known to hold; `data=` names what laws single out in the data (nothing
//! if it is left out), `off=` a permission to switch off, `on=` a day. Exits with 1 if the answer on that day is no.
//! A list of the conditions: `cargo run --example transfer -- conditions`.

use std::process::ExitCode;
use std::time::SystemTime;

use domicile::data::{Categories, Sensitivities, Sensitivity};
use domicile::law::{Act, Condition, LawEdition, LawOverlay, RecipientFacts, RuleId, Transfer};
use domicile::place::Jurisdiction;
use domicile::time::Period;
use domicile::{DataCategory, UnixTime};

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "conditions") {
        Condition::catalogue().for_each(|(name, meaning)| println!("{name}: {meaning}"));
        return Ok(ExitCode::SUCCESS);
    }
    let [from, to, act, rest @ ..] = words.as_slice() else {
        return Err("expected: FROM TO ACT [condition …] [data=…] [off=…] [on=…]".into());
    };
    let ever = Period::new(UnixTime::from_secs(0), None).ok_or("an empty period")?;
    let mut facts = RecipientFacts::new();
    let mut sensitivities = Sensitivities::NONE;
    let mut overlay = LawOverlay::default();
    let mut now = UnixTime::from_secs(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs());
    for word in rest {
        match word.split_once('=') {
            Some(("data", names)) => {
                for name in names.split(',') {
                    sensitivities = sensitivities.with(Sensitivity::parse(name)?);
                }
            }
            Some(("off", row)) => overlay.switch_off.push(RuleId::parse(row)?.into()),
            Some(("on", day)) => now = midnight(day).ok_or("expected a day such as 2026-11-21")?,
            Some(_) => return Err(format!("expected data=, off= or on=, and this is {word}").into()),
            None => {
                let condition = Condition::parse(word)?;
                if !condition.is_known() {
                    eprintln!("warning: no rule asks for {condition}");
                }
                facts = facts.with(condition, ever);
            }
        }
    }

    let law = LawEdition::builtin().clone().with_overlay(&overlay)?;
    let what: Categories = [DataCategory::EventMetadata].into_iter().collect();
    let (from, to) = (Jurisdiction::parse(from)?, Jurisdiction::parse(to)?);
    let transfer = Transfer::new(Some(from), Some(to), Act::parse(act)?, &what)
        .with_sensitivities(sensitivities)
        .to_recipient(&facts);

    let verdict = law.judge(&transfer, now);
    println!("{from} -> {to}, {act}, on {now}, by {}:\n{verdict}\n", law.edition());
    for finding in verdict.findings() {
        println!("  {finding}\n    seen in: {}", finding.source());
    }
    println!("\nall answers there ever are:");
    for (since, answer) in law.timeline(&transfer) {
        let ground = answer.ground().map(|ground| format!(", {ground}")).unwrap_or_default();
        println!("  from {since}: {}{ground}", answer.code());
    }
    Ok(if verdict.is_permitted() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn midnight(day: &str) -> Option<UnixTime> {
    let mut parts = day.split('-');
    let date = UnixTime::from_date(
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
    );
    date.filter(|_| parts.next().is_none())
}
