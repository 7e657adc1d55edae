//! The leaving report for people.

use alloc::string::String;
use alloc::string::ToString as _;
use alloc::vec::Vec;
use core::fmt;
use core::fmt::Write as _;

use crate::data::OptIn;
use crate::data::instant::written;
use crate::law::leaving::Leaving;
use crate::law::leaving::LeavingReport;
use crate::law::movement::Judgement;

impl LeavingReport {
    /// The report as Markdown: two tables, sorted, the same for the same facts.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut text = String::new();
        // Writing into a `String` does not fail.
        let _ = self.write_markdown(&mut text);
        text
    }

    fn write_markdown(&self, text: &mut String) -> fmt::Result {
        let home = Cell(self.home());
        writeln!(text, "# What leaves {home}, and what does not\n")?;
        writeln!(text, "Data at home in {}, as of {}.\n", self.home_region(), written(self.at()))?;
        writeln!(text, "## Never leaves {home}\n")?;
        if self.staying().is_empty() {
            writeln!(text, "Nothing.")?;
        } else {
            writeln!(text, "| data | stores | regions |\n|---|---|---|")?;
        }
        for row in self.staying() {
            let stores: Vec<&str> = row.stores.iter().map(|store| store.as_str()).collect();
            writeln!(text, "| {} | {} | {} |", row.category, stores.join(", "), row.regions)?;
        }
        writeln!(text, "\n## Leaves {home}\n")?;
        if self.leaving().is_empty() {
            return writeln!(text, "Nothing.");
        }
        writeln!(
            text,
            "| data | act | to | through | answer | ground | until |\n|---|---|---|---|---|---|---|"
        )?;
        self.leaving().iter().try_for_each(|row| write_row(text, row))
    }
}

fn write_row(text: &mut String, row: &Leaving) -> fmt::Result {
    let movement = &row.movement;
    let through = movement.through.map_or_else(|| "the service itself".to_string(), |name| name.to_string());
    let store = movement.store.map_or_else(String::new, |name| alloc::format!(", {name}"));
    let only = if movement.opt_in == OptIn::WhenEnabled { ", only when enabled" } else { "" };
    write!(text, "| {} | {} | {} | {through}{store}{only} | ", movement.category, movement.act, movement.to)?;
    match &row.judgement {
        Judgement::Permitted { ground, reference, .. } => {
            write!(text, "permitted | {ground}: {}", Cell(reference))?;
        }
        Judgement::Refused { code, reason, .. } => {
            write!(text, "**refused** ({}) | {}", Cell(code), Cell(reason))?;
        }
        Judgement::Retry { code, reason, .. } => {
            write!(text, "**not now** ({}) | {}", Cell(code), Cell(reason))?;
        }
    }
    match row.judgement.until() {
        Some(until) => writeln!(text, " | {} |", written(until)),
        None => writeln!(text, " | no end known |"),
    }
}

/// Text that cannot break out of a cell.
struct Cell<'a>(&'a str);

impl fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' => write!(f, "\\{c}"),
            c if c.is_control() => f.write_char(' '),
            c => f.write_char(c),
        })
    }
}
