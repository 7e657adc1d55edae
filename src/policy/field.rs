//! Fields of a document that keep what could not be read.

use alloc::string::String;
use alloc::vec::Vec;
use core::slice;

use crate::data::DataCategory;
use crate::data::EndpointName;
use crate::data::Sensitivity;
use crate::data::instant;
use crate::law::Act;
use crate::law::Condition;
use crate::law::Ground;
use crate::law::GroupId;
use crate::law::RuleId;
use crate::law::UnconfirmedLaw;
use crate::place::Jurisdiction;
use crate::place::Region;
use crate::place::Zone;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
#[cfg(feature = "serde")]
use crate::policy::node::Node;
#[cfg(feature = "serde")]
use crate::policy::node::Reading;
#[cfg(feature = "serde")]
use crate::policy::path::Path;
use crate::policy::residency::OnMismatch;
use crate::policy::rulebook::EndpointOrder;
use crate::policy::rulebook::Enforcement;
use crate::policy::rulebook::GlobalEndpoints;
use crate::policy::rulebook::Power;
use crate::policy::words::AllOr;
use crate::policy::words::Availability;
use crate::policy::words::PlacementKind;
use crate::policy::words::RegionOrGroup;
use crate::policy::words::ScopeLevel;
use crate::tenant::Plan;
use crate::tenant::ScopeName;
use crate::time::UnixTime;

/// A field of a document: what it says, the text that could not be read, or nothing.
///
/// A field that cannot be read is an [`Issue`](crate::policy::Issue) of its own and hides no other.
///
/// # Examples
///
/// ```
/// use domicile::Region;
/// use domicile::policy::{Field, RegionRow};
///
/// let mut row = RegionRow::default();
/// assert_eq!(row.region, Field::Absent);
/// row.region = Region::EuWest1.into();
/// assert_eq!(row.region.value(), Some(&Region::EuWest1));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a field is read, not readable, or not there")]
pub enum Field<T> {
    /// It is not written.
    #[default]
    Absent,
    /// It is written and says this.
    Value(T),
    /// It is written and could not be read: its text, or the kind of thing that stands there.
    Bad(String),
}

impl<T> Field<T> {
    /// The value of the field, if it is written and could be read.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Bad(_) => None,
        }
    }

    /// True if it is not written.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T> Field<Vec<Field<T>>> {
    /// The items of a list; none for one that is absent or could not be read.
    #[must_use]
    pub fn items(&self) -> &[Field<T>] {
        self.value().map(Vec::as_slice).unwrap_or_default()
    }

    /// The items that could be read.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.items().iter().filter_map(Field::value)
    }

    /// Adds an item, and writes the list if it was not written.
    pub fn push(&mut self, item: impl Into<Field<T>>) {
        match self {
            Self::Value(items) => items.push(item.into()),
            Self::Absent | Self::Bad(_) => *self = Self::Value(alloc::vec![item.into()]),
        }
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Field<String> {
    fn from(text: &str) -> Self {
        Self::Value(text.into())
    }
}

impl<T, const N: usize> From<[T; N]> for Field<Vec<Field<T>>> {
    fn from(items: [T; N]) -> Self {
        items.into_iter().collect()
    }
}

impl<T> FromIterator<T> for Field<Vec<Field<T>>> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::Value(items.into_iter().map(Field::Value).collect())
    }
}

impl<'f, T> IntoIterator for &'f Field<Vec<Field<T>>> {
    type Item = &'f Field<T>;
    type IntoIter = slice::Iter<'f, Field<T>>;
    fn into_iter(self) -> Self::IntoIter {
        self.items().iter()
    }
}

/// What a field can hold.
pub(crate) trait Value: Sized + Clone {
    /// Reads what stands in the document; else the text that could not be read.
    #[cfg(feature = "serde")]
    fn read(node: Node, path: &Path<'_>, reading: &mut Reading) -> Result<Self, String>;

    /// Appends what tells it apart from every other value, whatever the order in which lists are written.
    fn frame(&self, out: &mut Vec<u8>);

    /// Writes it as it is read.
    #[cfg(feature = "serde")]
    fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Hands on the value without each of its parts in turn, with the path to that part. What contains comes before what
    /// it contains.
    fn without_each(&self, _: &mut dyn FnMut(&str, Self)) {}
}

/// Reads a field; what cannot be read is kept.
#[cfg(feature = "serde")]
pub(crate) fn read<T: Value>(node: Node, path: &Path<'_>, reading: &mut Reading) -> Field<T> {
    match T::read(node, path, reading) {
        Ok(value) => Field::Value(value),
        Err(text) => Field::Bad(text),
    }
}

/// Hands on a field without each of its parts in turn, itself first.
pub(crate) fn without_each<T: Value>(field: &Field<T>, each: &mut dyn FnMut(&str, Field<T>)) {
    let Field::Value(value) = field else { return };
    each("", Field::Absent);
    value.without_each(&mut |path, less| each(path, Field::Value(less)));
}

impl<T: Value> Value for Vec<Field<T>> {
    #[cfg(feature = "serde")]
    fn read(node: Node, path: &Path<'_>, reading: &mut Reading) -> Result<Self, String> {
        let Node::List(items) = node else { return Err(node.text()) };
        let read = |(at, node)| read(node, &path.item(at), reading);
        Ok(items.into_iter().enumerate().map(read).collect())
    }

    fn frame(&self, out: &mut Vec<u8>) {
        let frame = |item: &T| {
            let mut framed = Vec::new();
            item.frame(&mut framed);
            framed
        };
        let mut items: Vec<Vec<u8>> = self.iter().filter_map(Field::value).map(frame).collect();
        items.sort_unstable();
        put(out, &u64::try_from(items.len()).unwrap_or(u64::MAX).to_le_bytes());
        items.iter().for_each(|item| put(out, item));
    }

    #[cfg(feature = "serde")]
    fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Written))
    }

    fn without_each(&self, each: &mut dyn FnMut(&str, Self)) {
        for (at, field) in self.iter().enumerate() {
            without_each(field, &mut |below, less| {
                let mut changed = self.clone();
                match (below.is_empty(), changed.get_mut(at)) {
                    (true, _) => drop(changed.remove(at)),
                    (false, Some(field)) => *field = less,
                    (false, None) => {}
                }
                each(&alloc::format!("[{at}]{below}"), changed);
            });
        }
    }
}

/// A field on its way out.
#[cfg(feature = "serde")]
pub(crate) struct Written<'f, T>(pub(crate) &'f Field<T>);

#[cfg(feature = "serde")]
impl<T: Value> serde::Serialize for Written<'_, T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Field::Value(value) => value.write(serializer),
            Field::Absent => serializer.serialize_none(),
            Field::Bad(_) => {
                Err(serde::ser::Error::custom("expected a document whose fields could all be read"))
            }
        }
    }
}

/// What is written as one text.
macro_rules! texts {
    ($($type:ty: $parse:expr, $write:expr;)*) => {$(
        impl Value for $type {
            #[cfg(feature = "serde")]
            fn read(node: Node, _: &Path<'_>, _: &mut Reading) -> Result<Self, String> {
                let text = match node {
                    Node::Text(text) => text,
                    Node::Bad(_) | Node::Number(_) | Node::List(_) | Node::Table(_) => return Err(node.text()),
                };
                let parse: fn(&str) -> Option<Self> = $parse;
                parse(&text).ok_or(text)
            }

            fn frame(&self, out: &mut Vec<u8>) {
                let write: fn(&Self) -> String = $write;
                put(out, write(self).as_bytes());
            }

            #[cfg(feature = "serde")]
            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let write: fn(&Self) -> String = $write;
                serializer.serialize_str(&write(self))
            }
        }
    )*};
}
texts! {
    String: |text| Some(text.into()), Self::clone;
    Region: |text| Self::parse(text).ok(), |value| value.as_str().into();
    Zone: |text| Self::parse(text).ok(), |value| value.as_str().into();
    Jurisdiction: |text| Self::parse(text).ok(), |value| value.as_str().into();
    DataCategory: |text| Self::parse(text).ok(), |value| value.as_str().into();
    Sensitivity: |text| Self::parse(text).ok(), |value| value.as_str().into();
    Act: |text| Self::parse(text).ok(), |value| value.as_str().into();
    Ground: |text| Self::parse(text).ok(), |value| value.as_str().into();
    Condition: |text| Self::parse(text).ok(), |value| value.as_str().into();
    GroupId: |text| Self::parse(text).ok(), |value| value.as_str().into();
    RuleId: |text| Self::parse(text).ok(), |value| value.as_str().into();
    RoleName: |text| Self::parse(text).ok(), |value| value.as_str().into();
    RecipientName: |text| Self::parse(text).ok(), |value| value.as_str().into();
    EndpointName: |text| Self::parse(text).ok(), |value| value.as_str().into();
    ScopeName: |text| Self::parse(text).ok(), |value| value.as_str().into();
    Availability: |text| Self::parse(text).ok(), |value| value.as_str().into();
    PlacementKind: |text| Self::parse(text).ok(), |value| value.as_str().into();
    ScopeLevel: |text| Self::parse(text).ok(), |value| value.as_str().into();
    UnconfirmedLaw: |text| word(text, [Self::Refuse, Self::Warn], Self::as_str), |value| value.as_str().into();
    Power: |text| word(text, Self::ALL, Self::as_str), |value| value.as_str().into();
    OnMismatch: |text| word(text, [Self::Drop, Self::Quarantine], Self::as_str), |value| value.as_str().into();
    EndpointOrder: |text| word(text, [Self::AsGiven, Self::RegionalFirst], Self::as_str),
        |value| value.as_str().into();
    Enforcement: |text| word(text, [Self::FullPartition, Self::BestEffort], Self::as_str),
        |value| value.as_str().into();
    GlobalEndpoints: |text| word(text, [Self::Refuse, Self::Accepted], Self::as_str), |value| value.as_str().into();
    UnixTime: instant::parse, |value| alloc::format!("{}", instant::written(*value));
    RegionOrGroup: Self::parse, Self::written;
    AllOr<Plan>: |text| Self::parse_with(text, |text| Plan::parse(text).ok()), |value| value.written(Plan::as_str);
    AllOr<DataCategory>: |text| Self::parse_with(text, |text| DataCategory::parse(text).ok()),
        |value| value.written(DataCategory::as_str);
}

/// The word of a small vocabulary that is written so.
#[cfg(feature = "serde")]
fn word<T: Copy, const N: usize>(text: &str, all: [T; N], written: fn(T) -> &'static str) -> Option<T> {
    all.into_iter().find(|one| written(*one) == text)
}

impl Value for u32 {
    #[cfg(feature = "serde")]
    fn read(node: Node, _: &Path<'_>, _: &mut Reading) -> Result<Self, String> {
        match node {
            Node::Number(text) => text.parse().map_err(|_| text),
            Node::Bad(_) | Node::Text(_) | Node::List(_) | Node::Table(_) => Err(node.text()),
        }
    }

    fn frame(&self, out: &mut Vec<u8>) {
        put(out, &self.to_le_bytes());
    }

    #[cfg(feature = "serde")]
    fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(*self)
    }
}

/// Appends bytes behind their length.
pub(crate) fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
    out.extend_from_slice(bytes);
}
