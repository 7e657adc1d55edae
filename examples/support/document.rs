//! Reads policy documents and inventories, TOML or JSON, and finds the line and column of a path in them.

use std::path::Path;

use serde::de::DeserializeOwned;

/// The text of a document, its format, and its name for messages.
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) text: String,
    is_json: bool,
}

/// A place in a text, counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Source {
    /// Reads a file; its extension says the format.
    pub(crate) fn read(path: &Path) -> std::io::Result<Self> {
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        Ok(Self { name: path.display().to_string(), text: std::fs::read_to_string(path)?, is_json })
    }

    /// Parses the text. The error says what was expected and where, and quotes nothing.
    pub(crate) fn parse<T: DeserializeOwned>(&self) -> Result<T, (Position, String)> {
        if self.is_json {
            serde_json::from_str(&self.text).map_err(|error| {
                let position = Position { line: error.line(), column: error.column() };
                (position, first_line(&error.to_string()))
            })
        } else {
            toml::from_str(&self.text).map_err(|error| {
                let offset = error.span().map_or(0, |span| span.start);
                (self.position(offset), first_line(error.message()))
            })
        }
    }

    /// Where the value at `path`, such as `transfers[2].to[0]`, begins; what holds it, if it is missing.
    pub(crate) fn locate(&self, path: &str) -> Position {
        let keys: Vec<Key<'_>> = keys(path).collect();
        let offset = if self.is_json { json(&self.text, &keys) } else { in_toml(&self.text, &keys) };
        self.position(offset)
    }

    fn position(&self, offset: usize) -> Position {
        let before = &self.text[..offset.min(self.text.len())];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }
}

enum Key<'a> {
    Field(&'a str),
    Index(usize),
}

fn keys(path: &str) -> impl Iterator<Item = Key<'_>> {
    path.split(['.', '[']).filter(|part| !part.is_empty()).map(|part| match part.strip_suffix(']') {
        Some(index) => Key::Index(index.parse().unwrap_or(usize::MAX)),
        None => Key::Field(part),
    })
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

fn in_toml(text: &str, keys: &[Key<'_>]) -> usize {
    use toml::de::{DeTable, DeValue};
    let Ok(root) = DeTable::parse(text) else { return 0 };
    let mut offset = 0;
    let mut value = DeValue::Table(root.into_inner());
    for key in keys {
        let next = match (value, key) {
            (DeValue::Table(mut table), Key::Field(field)) => table.remove(*field),
            (DeValue::Array(list), Key::Index(index)) => list.into_iter().nth(*index),
            _ => None,
        };
        let Some(next) = next else { return offset };
        offset = next.span().start;
        value = next.into_inner();
    }
    offset
}

/// Walks a valid JSON text down the keys.
fn json(text: &str, keys: &[Key<'_>]) -> usize {
    let bytes = text.as_bytes();
    let mut at = blank(bytes, 0);
    for key in keys {
        let found = match key {
            Key::Field(field) => member(bytes, at, |name, _| name == *field),
            Key::Index(index) => member(bytes, at, |_, position| position == *index),
        };
        match found {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// The offset of the member of the object or list at `at` that `is_wanted`.
fn member(bytes: &[u8], at: usize, is_wanted: impl Fn(&str, usize) -> bool) -> Option<usize> {
    let is_object = bytes.get(at) == Some(&b'{');
    if !is_object && bytes.get(at) != Some(&b'[') {
        return None;
    }
    let mut at = blank(bytes, at + 1);
    for position in 0.. {
        let mut name = "";
        if is_object {
            let end = value_end(bytes, at);
            name = std::str::from_utf8(bytes.get(at + 1..end - 1)?).ok()?;
            at = blank(bytes, blank(bytes, end) + 1);
        }
        if matches!(bytes.get(at), None | Some(b'}' | b']')) {
            return None;
        }
        if is_wanted(name, position) {
            return Some(at);
        }
        at = blank(bytes, value_end(bytes, at));
        if bytes.get(at) != Some(&b',') {
            return None;
        }
        at = blank(bytes, at + 1);
    }
    None
}

/// The offset behind the value at `at`.
fn value_end(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += 1 + usize::from(bytes[at] == b'\\');
                }
                if depth == 0 {
                    return at + 1;
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            b',' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    at
}

fn blank(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}
