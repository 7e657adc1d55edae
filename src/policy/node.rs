//! A document as it stands, before anything in it is understood.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::string::ToString as _;
use alloc::vec::Vec;
use core::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::DeserializeSeed;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;

use crate::policy::issue::Issue;
use crate::policy::issue::Severity;
use crate::policy::near::Near;
use crate::policy::path::Path;
use crate::policy::set::LIMIT;

/// One value of a document.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Text(String),
    /// A number, as it is written.
    Number(String),
    /// At most one item more than a section may have rows: what is longer is an issue, and its rest is not kept.
    List(Vec<Self>),
    Table(Vec<(String, Self)>),
    /// What no field can be: `true`, `null`, or what lies too deep.
    Bad(String),
}

impl Node {
    /// The text to quote.
    pub(crate) fn text(self) -> String {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Bad(text) => text,
            Self::List(_) => "[…]".to_owned(),
            Self::Table(_) => "{…}".to_owned(),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Seed { depth: 0 }.deserialize(deserializer)
    }
}

/// What was noticed on the way from nodes to rows.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) notes: Vec<Issue>,
    near: Near,
}

impl Reading {
    pub(crate) const fn new() -> Self {
        Self { notes: Vec::new(), near: Near::new() }
    }

    /// Notes a key that the table at `path` does not have.
    pub(crate) fn unknown(&mut self, key: &str, path: &Path<'_>, known: &[&'static str]) {
        let retired = RETIRED.iter().find(|(word, _)| *word == key).map(|(_, now)| (*now).to_owned());
        let suggestion = retired.or_else(|| self.near.nearest(key, known.iter().copied()));
        let advice = "expected a field of this table; correct it, or take it out";
        self.note(key, path, "unknown_field", advice, suggestion);
    }

    /// Notes a key that stands twice in the table at `path`.
    pub(crate) fn twice(&mut self, key: &str, path: &Path<'_>) {
        self.note(key, path, "duplicate", "expected each field once; take one out", None);
    }

    fn note(
        &mut self,
        key: &str,
        path: &Path<'_>,
        code: &'static str,
        advice: &'static str,
        suggestion: Option<String>,
    ) {
        if self.notes.len() >= LIMIT {
            return;
        }
        let is_plain = key.len() < 64 && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let place = if is_plain { path.field(key).to_string() } else { path.to_string() };
        let issue = Issue::new(Severity::Error, place, code, advice);
        self.notes.push(issue.found_text(key).suggesting(suggestion));
    }
}

/// Words of version 1, and what is written instead.
const RETIRED: [(&str, &str); 4] = [
    ("acts", "operations"),
    ("duties", "may"),
    ("endpoint_fallback", "endpoints"),
    ("fallback", "global_endpoints"),
];

#[derive(Clone, Copy)]
struct Seed {
    depth: u8,
}

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Node;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        if self.depth > DEEPEST {
            IgnoredAny::deserialize(deserializer)?;
            return Ok(Node::Bad("…".to_owned()));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a policy document")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bad(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Bad(value.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Bad("null".to_owned()))
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Bad("null".to_owned()))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let below = Self { depth: self.depth.saturating_add(1) };
        let mut items = Vec::new();
        while items.len() <= LIMIT {
            match list.next_element_seed(below)? {
                Some(item) => items.push(item),
                None => return Ok(Node::List(items)),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let below = Self { depth: self.depth.saturating_add(1) };
        let mut entries: Vec<(String, Node)> = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(below)?;
            entries.push((key, value));
        }
        // A date of TOML comes as a table of this one entry.
        if entries.len() == 1 && entries.first().is_some_and(|(key, _)| key == TOML_DATE_TIME) {
            return Ok(entries.pop().map_or(Node::Table(Vec::new()), |(_, value)| value));
        }
        Ok(Node::Table(entries))
    }
}

/// Documents are four tables deep at most.
const DEEPEST: u8 = 8;

const TOML_DATE_TIME: &str = "$__toml_private_datetime";
