//! Turns a customer list into payloads for a platform, one JSON object a line.
//!
//! ```sh
//! cargo run -q --example user_data -- meta examples/data/customers.csv
//! cargo run -q --example user_data -- google --country DE --dates day-first customers.jsonl
//! ```
//!
//! The list is CSV (RFC 4180, with a header) or JSON lines; columns and keys are fields' names: `email`, `phone`, `fn`,
//! `ln`, `ct`, `st`, `zip`, `country`, `db`, … Columns that are no field are left out. Payloads go to standard output;
//! progress, and at the end what was sealed and what was refused for which reason, to standard error. No value is
//! printed that the platform does not take in clear.

#![expect(clippy::disallowed_methods, reason = "the library has no files, clock or arguments; a program has")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal as _, Write};
use std::process::ExitCode;
use std::time::Instant;

use domicile::pii::{Country, DateOrder, Field, Hints, Profile, UserData};

fn main() -> ExitCode {
    match Options::read().and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("user_data: {error}");
            ExitCode::FAILURE
        }
    }
}

struct Options {
    profile: Profile,
    hints: Hints,
    path: String,
}

impl Options {
    fn read() -> Result<Self, Box<dyn Error>> {
        let mut hints = Hints::new();
        let mut positional = Vec::new();
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or("an option without a value");
            match argument.as_str() {
                "--country" => hints = hints.country(Country::parse(&value()?)?),
                "--dates" => {
                    hints = hints.date_order(match value()?.as_str() {
                        "day-first" => DateOrder::DayFirst,
                        "month-first" => DateOrder::MonthFirst,
                        _ => return Err("--dates takes day-first or month-first".into()),
                    });
                }
                _ => positional.push(argument),
            }
        }
        let Ok([platform, path]) = <[String; 2]>::try_from(positional) else {
            let names: Vec<&str> = Profile::all().map(|profile| profile.name()).collect();
            let usage = "usage: user_data PLATFORM FILE [--country CODE] [--dates day-first|month-first]";
            return Err(format!("{usage}\nplatforms: {}", names.join(", ")).into());
        };
        Ok(Self { profile: Profile::named(&platform)?, hints, path })
    }
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut input = BufReader::new(File::open(&options.path)?);
    let mut run = Run::begin(options);
    if options.path.ends_with(".csv") {
        run.csv(&mut input)?;
    } else {
        run.json_lines(&mut input)?;
    }
    run.finish()?;
    Ok(())
}

struct Run<'o> {
    options: &'o Options,
    output: BufWriter<io::StdoutLock<'static>>,
    start: Instant,
    rows: u64,
    malformed: u64,
    payloads: u64,
    sealed: BTreeMap<&'static str, u64>,
    refused: BTreeMap<(&'static str, &'static str), u64>,
}

impl<'o> Run<'o> {
    fn begin(options: &'o Options) -> Self {
        Self {
            options,
            output: BufWriter::new(io::stdout().lock()),
            start: Instant::now(),
            rows: 0,
            malformed: 0,
            payloads: 0,
            sealed: BTreeMap::new(),
            refused: BTreeMap::new(),
        }
    }

    fn json_lines(&mut self, input: &mut impl BufRead) -> io::Result<()> {
        let mut line = String::new();
        while input.read_line(&mut line)? != 0 {
            if !line.trim().is_empty() {
                match serde_json::from_str::<UserData<'_>>(&line) {
                    Ok(user) => self.row(user)?,
                    Err(_) => self.malformed(),
                }
            }
            line.clear();
        }
        Ok(())
    }

    fn csv(&mut self, input: &mut impl BufRead) -> io::Result<()> {
        let Some(header) = csv_row(input)? else {
            return Ok(());
        };
        let fields: Vec<Option<Field>> = header.iter().map(|name| Field::parse(name.trim()).ok()).collect();
        let left_out = fields.iter().filter(|field| field.is_none()).count();
        if left_out != 0 {
            eprintln!("{left_out} of {} columns are no fields and are left out", fields.len());
        }
        while let Some(cells) = csv_row(input)? {
            if cells.len() != fields.len() {
                self.malformed();
                continue;
            }
            let mut user = UserData::new();
            for (field, cell) in fields.iter().zip(cells) {
                // An empty cell is a value that was not given.
                if let (Some(field), false) = (field, cell.is_empty()) {
                    user.push(*field, cell);
                }
            }
            self.row(user)?;
        }
        Ok(())
    }

    fn row(&mut self, user: UserData<'_>) -> io::Result<()> {
        let sealed = self.options.profile.seal(&user.hints(self.options.hints));
        for (field, verdict) in sealed.verdicts() {
            match verdict {
                Ok(_) => *self.sealed.entry(field.name()).or_default() += 1,
                Err(error) => *self.refused.entry((field.name(), error.code())).or_default() += 1,
            }
        }
        if sealed.values().next().is_some() {
            serde_json::to_writer(&mut self.output, &sealed)?;
            self.output.write_all(b"\n")?;
            self.payloads += 1;
        }
        self.count();
        Ok(())
    }

    fn malformed(&mut self) {
        self.malformed += 1;
        self.count();
    }

    fn count(&mut self) {
        self.rows += 1;
        if self.rows.is_multiple_of(10_000) && io::stderr().is_terminal() {
            eprint!("\r{} rows, {} payloads", self.rows, self.payloads);
        }
    }

    fn finish(mut self) -> io::Result<()> {
        self.output.flush()?;
        let seconds = self.start.elapsed().as_secs_f64();
        if io::stderr().is_terminal() {
            eprint!("\r");
        }
        let profile = self.options.profile;
        eprintln!("{} by {}: {} rows in {seconds:.2} s", profile.name(), profile.edition(), self.rows);
        eprintln!("{} payloads, {} malformed rows", self.payloads, self.malformed);
        for (field, count) in &self.sealed {
            eprintln!("  sealed  {field:12} {count:>9}");
        }
        for ((field, code), count) in &self.refused {
            eprintln!("  refused {field:12} {count:>9}  {code}");
        }
        Ok(())
    }
}

/// The cells of the next row (RFC 4180), or `None` at the end.
fn csv_row(input: &mut impl BufRead) -> io::Result<Option<Vec<String>>> {
    let mut row = String::new();
    // A line break between quotes belongs to its cell.
    while input.read_line(&mut row)? != 0 && row.matches('"').count() % 2 == 1 {}
    if row.is_empty() {
        return Ok(None);
    }
    let line = row.trim_end_matches(['\r', '\n']);
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => cells.last_mut().unwrap().push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    Ok(Some(cells))
}
