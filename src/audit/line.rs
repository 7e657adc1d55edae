//! The flat JSON form of a record.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Error;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde::ser::SerializeMap;

use crate::audit::duties::Duties;
use crate::audit::field::Field;
use crate::audit::field::Fields;
use crate::audit::field::Shape;
use crate::audit::kind::EventKind;
use crate::audit::record::Record;
use crate::audit::record::Version;
use crate::digest::Digest;
use crate::time::UnixTime;

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = Fields(&self.fields);
        let is_numbered = self.version != Version::One;
        let count = fields.clone().count().saturating_add(if is_numbered { 6 } else { 5 });
        let mut map = serializer.serialize_map(Some(count))?;
        if is_numbered {
            map.serialize_entry("version", &self.version())?;
        }
        map.serialize_entry("seq", &self.seq)?;
        map.serialize_entry("time", &self.time)?;
        match self.kind() {
            Some(kind) => map.serialize_entry("kind", kind.as_str())?,
            None => map.serialize_entry("kind", &format!("{KIND}{}", self.kind_number()))?,
        }
        for (number, value) in fields {
            match Field::numbered(number) {
                Some(field) => map.serialize_entry(field.name, &Value(field.shape, value))?,
                None => map.serialize_entry(&format!("{FIELD}{number}"), &hex(value))?,
            }
        }
        map.serialize_entry("previous", &self.previous)?;
        map.serialize_entry("digest", &self.digest)?;
        map.end()
    }
}

/// A value with a name, for people.
struct Value<'a>(Shape, &'a [u8]);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Shape::Digest => serializer.serialize_str(&hex(self.1)),
            Shape::Duties => {
                let bits = self.1.first().copied().unwrap_or_default();
                serializer.collect_seq(Duties::from_bits(bits).names())
            }
            Shape::EventId
            | Shape::Tenant
            | Shape::Region
            | Shape::Code
            | Shape::Visible(_)
            | Shape::Organization => {
                serializer.serialize_str(core::str::from_utf8(self.1).unwrap_or_default())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Door;
        impl<'de> Visitor<'de> for Door {
            type Value = Record;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with the fields of a record")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
                let mut line = Line::default();
                while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                    line.read(&key, &mut map)?;
                }
                line.finish().ok_or_else(|| A::Error::custom("expected a record of version 1 or 2"))
            }
        }
        deserializer.deserialize_map(Door)
    }
}

/// A record of which not everything has been read.
#[derive(Default)]
struct Line {
    version: Option<u8>,
    seq: Option<u64>,
    time: Option<UnixTime>,
    kind: Option<u8>,
    previous: Option<Digest>,
    digest: Option<Digest>,
    /// By number, which is their order.
    fields: BTreeMap<u8, Vec<u8>>,
}

impl Line {
    /// Reads the value that stands behind a key.
    fn read<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "version" => once(&mut self.version, map.next_value()?),
            "seq" => once(&mut self.seq, map.next_value()?),
            "time" => once(&mut self.time, map.next_value()?),
            "previous" => once(&mut self.previous, map.next_value()?),
            "digest" => once(&mut self.digest, map.next_value()?),
            "kind" => {
                let kind = kind(&map.next_value::<Cow<'de, str>>()?);
                once(&mut self.kind, kind.ok_or_else(|| A::Error::custom("expected a kind"))?)
            }
            _ => {
                let (number, value) = field(key, map)?;
                match self.fields.insert(number, value) {
                    None => Ok(()),
                    Some(_) => Err(A::Error::custom("expected each field at most once")),
                }
            }
        }
    }

    /// The record, if it is whole.
    fn finish(self) -> Option<Record> {
        let version = match self.version {
            None => Version::One,
            Some(2) => Version::Two,
            Some(_) => return None,
        };
        let mut fields = Vec::new();
        for (number, value) in self.fields {
            fields.extend_from_slice(&[number, u8::try_from(value.len()).ok()?]);
            fields.extend_from_slice(&value);
        }
        let record = Record {
            version,
            kind: self.kind?,
            seq: self.seq?,
            time: self.time?,
            previous: self.previous?,
            digest: self.digest?,
            fields,
        };
        record.is_well_formed().then_some(record)
    }
}

fn once<T, E: Error>(slot: &mut Option<T>, value: T) -> Result<(), E> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(E::custom("expected each field at most once")),
    }
}

/// The number of a kind with or without a name.
fn kind(text: &str) -> Option<u8> {
    match EventKind::ALL.iter().find(|kind| kind.as_str() == text) {
        Some(kind) => Some(kind.number()),
        None => number(text.strip_prefix(KIND)?),
    }
}

/// The number of the field under a key, and the bytes of the value behind it.
fn field<'de, A: MapAccess<'de>>(key: &str, map: &mut A) -> Result<(u8, Vec<u8>), A::Error> {
    let expected = |what| A::Error::custom(format_args!("expected {what}"));
    let Some(field) = Field::named(key) else {
        let number =
            key.strip_prefix(FIELD).and_then(number).ok_or_else(|| expected("a field of a record"))?;
        let value = from_hex(&map.next_value::<Cow<'de, str>>()?);
        return Ok((number, value.ok_or_else(|| expected("lower-case hexadecimal digits"))?));
    };
    let value = match field.shape {
        Shape::Digest => map.next_value::<Digest>()?.as_bytes().to_vec(),
        Shape::Duties => duties(&map.next_value::<Vec<Cow<'de, str>>>()?)
            .map(|duties| Vec::from([duties.bits()]))
            .ok_or_else(|| expected("names of duties, each once and in their order"))?,
        Shape::EventId
        | Shape::Tenant
        | Shape::Region
        | Shape::Code
        | Shape::Visible(_)
        | Shape::Organization => map.next_value::<String>()?.into_bytes(),
    };
    if field.shape.fits(&value) { Ok((field.number, value)) } else { Err(expected(field.name)) }
}

/// The set of these names, if it would be written so.
fn duties(names: &[Cow<'_, str>]) -> Option<Duties> {
    let duties =
        names.iter().try_fold(Duties::NONE, |duties, name| Some(duties.with(Duties::named(name)?)))?;
    duties.names().eq(names.iter().map(Cow::as_ref)).then_some(duties)
}

/// A number from 1 to 255, written as it would be.
fn number(text: &str) -> Option<u8> {
    let number: u8 = text.parse().ok()?;
    (number > 0 && !text.starts_with(['0', '+'])).then_some(number)
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if text.is_empty() || text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let mut bytes = alloc::vec![0; text.len().div_ceil(2)];
    const_hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

/// What stands before the number of a kind without a name.
const KIND: &str = "kind_";

/// What stands before the number of a field without a name.
const FIELD: &str = "field_";
