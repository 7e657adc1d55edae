//! Compiles the metadata dump into the tables of `src/pii/phone/plan`.
//!
//! ```text
//! phone-plan tables <plan.dump.json> <characters.txt> <output directory>
//! phone-plan cover  <plan.dump.json>            writes the transition cover to standard output
//! ```

mod cover;
mod dfa;
mod dump;
mod emit;
mod nfa;
mod prefix;
mod regex;
mod shared;
mod tables;
mod validity;

use dump::{Characters, Dump};
use std::path::Path;
use tables::Tables;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    match arguments[..] {
        ["tables", dump, characters, directory] => {
            let dump: Dump = serde_json::from_str(&read(dump)).expect("the dump of dump_plan.py");
            let characters = Characters::parse(&read(characters));
            let tables = Tables::new(&dump);
            emit::write(&tables, &characters, Path::new(directory));
            eprintln!("{}", tables.summary());
        }
        ["cover", dump] => {
            let dump: Dump = serde_json::from_str(&read(dump)).expect("the dump of dump_plan.py");
            cover::write(&Tables::new(&dump));
        }
        _ => panic!("usage: phone-plan tables <dump> <characters> <directory> | cover <dump>"),
    }
}
