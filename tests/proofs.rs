//! N1: every proof is used. Reads the sources as text, as `architecture.rs` does: for each type that says of itself that it
//! is a proof, there is a public function that takes it by value and makes something of it, so that nothing is proved that
//! no step acts on, and nothing is acted on twice.

use std::fs;
use std::path::Path;

/// The proofs there are. One that is added or renamed is to be entered here on purpose.
const PROOFS: [&str; 6] = ["Admitted", "Deliver", "InRegion", "Permit", "Resolved", "Routed"];

/// Taken by the embedder's own step.
const OF_THE_EMBEDDER: &str = "InRegion";

/// Lent to the steps, not given up: it says whose an event is and permits nothing, and both a request and an observation
/// are made of it. What is made of it is a permit, and that one is given up.
const LENT: &str = "Resolved";

#[test]
fn every_proof_is_taken_by_a_step() {
    assert_eq!(unused(&sources()), [] as [String; 0]);
}

#[test]
fn no_proof_can_be_copied_made_of_nothing_or_read() {
    let sources = sources();
    for proof in PROOFS {
        let (attributes, fields) = declaration(&sources, proof);
        for word in ["Clone", "Copy", "Default", "Deserialize"] {
            assert!(!attributes.contains(word), "{proof} derives {word}");
            let door = |line: &&str| {
                line.starts_with("impl")
                    && line.contains(word)
                    && words(line.split(" for ").nth(1).unwrap_or_default()).any(|name| name == proof)
            };
            let by_hand = sources.iter().flat_map(|(_, code)| code.lines()).find(door);
            assert_eq!(by_hand, None);
        }
        assert!(attributes.contains("must_use"), "{proof} may be dropped unseen");
        let is_open = fields.lines().any(|line| line.trim_start().starts_with("pub "));
        assert!(!is_open, "{proof} has a public field");
    }
}

/// The search itself finds what it is for: each of these faults is planted in the text of the sources.
#[test]
fn a_step_that_keeps_its_proof_is_found() {
    let faults = [
        ("pub fn stamp(self,", "pub fn stamp(&self,", "Routed"),
        ("pub fn settle(self)", "pub fn settle(&self)", "Deliver"),
        ("admitted: Admitted<'s>,", "admitted: &Admitted<'s>,", "Admitted"),
        ("permit: Permit<'a>,", "permit: &Permit<'a>,", "Permit"),
        ("resolved: &Resolved", "resolved: &Known", "Resolved"),
        ("pub fn settle(self) -> impl Iterator<Item = Event>", "pub fn settle(self)", "Deliver"),
        ("pub fn stamp(self,", "pub(crate) fn stamp(self,", "Routed"),
        ("Proof that a policy allowed", "A paper that a policy allowed", "Permit"),
    ];
    for (code, fault, proof) in faults {
        let mut sources = sources();
        let places = sources.iter().filter(|(_, text)| text.contains(code)).count();
        assert!(places > 0, "{code} stands nowhere");
        for (_, text) in &mut sources {
            *text = text.replace(code, fault);
        }
        let found = unused(&sources);
        assert!(found.iter().any(|found| found.contains(proof)), "{fault}: {found:?}");
    }
}

/// What is wrong with the use of proofs.
fn unused(sources: &[(String, String)]) -> Vec<String> {
    let mut declared: Vec<&str> = sources.iter().flat_map(|(_, text)| declared(text)).collect();
    declared.sort_unstable();
    let mut wrong: Vec<String> = PROOFS
        .iter()
        .filter(|proof| !declared.contains(proof))
        .map(|proof| format!("{proof} is none"))
        .collect();
    wrong.extend(
        declared.iter().filter(|name| !PROOFS.contains(name)).map(|name| format!("{name} is not listed")),
    );
    let functions: Vec<Function> = sources.iter().flat_map(|(_, text)| functions(text)).collect();
    for proof in PROOFS.into_iter().filter(|proof| *proof != OF_THE_EMBEDDER) {
        let is_used = functions.iter().any(|function| {
            let taken = function.parameters.iter().any(|parameter| takes(parameter, &function.of, proof));
            taken && makes_something(&function.gives, proof)
        });
        if !is_used {
            wrong.push(format!("{proof} is taken by no step"));
        }
    }
    wrong
}

/// The types of a file that say they are proofs.
fn declared(text: &str) -> impl Iterator<Item = &str> {
    let lines: Vec<&str> = text.lines().collect();
    let starts =
        (0..lines.len()).filter(|at| text_of_doc(lines[*at]).is_some_and(|doc| doc.starts_with("Proof ")));
    let names: Vec<&str> = starts
        .filter(|start| *start == 0 || text_of_doc(lines[start - 1]).is_none())
        .filter_map(|start| lines[start..].iter().find_map(|line| line.strip_prefix("pub struct ")))
        .filter_map(|rest| words(rest).next())
        .collect();
    names.into_iter()
}

fn text_of_doc(line: &str) -> Option<&str> {
    line.strip_prefix("/// ")
}

/// One public function.
struct Function {
    /// The type in whose `impl` it stands.
    of: String,
    parameters: Vec<String>,
    gives: String,
}

/// The public functions of a file, by their signatures.
fn functions(text: &str) -> Vec<Function> {
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let mut of = String::new();
    let mut found = Vec::new();
    for (at, line) in code.iter().enumerate() {
        if line.starts_with("impl") {
            of = implemented(line).to_owned();
        } else if *line == "}" {
            of.clear();
        }
        let signature = line.trim_start();
        if !["pub fn ", "pub const fn ", "pub async fn "].iter().any(|start| signature.starts_with(start)) {
            continue;
        }
        let whole = code[at..].join(" ");
        let Some((head, _)) = whole.split_once('{') else { continue };
        let Some((parameters, gives)) = parameters(head) else { continue };
        found.push(Function { of: of.clone(), parameters, gives });
    }
    found
}

/// The type of `impl<…> Type<…> {`.
fn implemented(line: &str) -> &str {
    let rest = line.strip_prefix("impl").unwrap_or_default();
    let rest = if rest.starts_with('<') { rest.split_once("> ").map_or("", |(_, rest)| rest) } else { rest };
    words(rest).next().unwrap_or_default()
}

/// The parameters between the outermost parentheses, and what comes after.
fn parameters(head: &str) -> Option<(Vec<String>, String)> {
    let start = head.find('(')?;
    let (mut depth, mut parameters, mut one) = (0_i32, Vec::new(), String::new());
    // The arrow of a function's type closes nothing.
    let head = head[..start].to_owned() + &head[start..].replace("->", "=:");
    for (at, c) in head[start..].char_indices() {
        match c {
            '(' | '<' | '[' => depth += 1,
            ')' | '>' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            parameters.push(one.trim().to_owned());
            return Some((parameters, head[start + at + 1..].trim().to_owned()));
        }
        if c == ',' && depth == 1 {
            parameters.push(core::mem::take(&mut one).trim().to_owned());
        } else if !(c == '(' && depth == 1) {
            one.push(c);
        }
    }
    None
}

/// True if a parameter takes the proof: by value, or as it is lent.
fn takes(parameter: &str, of: &str, proof: &str) -> bool {
    let is_own = of == proof && ["self", "mut self"].contains(&parameter);
    let Some((_, kind)) = parameter.split_once(": ") else { return is_own };
    let kind = if proof == LENT { kind.trim_start_matches('&') } else { kind };
    is_own || (words(kind).next() == Some(proof) && kind.starts_with(proof))
}

/// True if a function gives back something else than what it took. A getter, or nothing at all, is no use of a proof.
fn makes_something(gives: &str, proof: &str) -> bool {
    let Some(kind) = gives.strip_prefix("=:") else { return false };
    let first = words(kind).find(|word| !["Option", "Result"].contains(word));
    first.is_some_and(|first| first != proof && first != "Self")
}

/// The attributes above a type, and its fields.
fn declaration(sources: &[(String, String)], name: &str) -> (String, String) {
    let start =
        |line: &&str| line.strip_prefix("pub struct ").is_some_and(|rest| words(rest).next() == Some(name));
    let text =
        sources.iter().map(|(_, text)| text).find(|text| text.lines().any(|line| start(&line))).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(start).unwrap();
    let attributes: Vec<&str> =
        lines[..at].iter().rev().take_while(|line| line.starts_with("#[")).copied().collect();
    let fields: Vec<&str> = lines[at + 1..].iter().take_while(|line| **line != "}").copied().collect();
    let fields = if lines[at].ends_with(';') {
        lines[at].split_once('(').unwrap().1.to_owned()
    } else {
        fields.join("\n")
    };
    (attributes.join("\n"), fields)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Every file of the library without its tests.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, into: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
                into.push((path.display().to_string(), code.to_owned()));
            }
        }
    }
    let mut sources = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sources);
    sources
}
