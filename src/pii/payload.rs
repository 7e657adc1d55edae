//! The platforms' payloads: a [`Sealed`] as the JSON object that the platform's interface documents.

use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use crate::pii::field::Field;
use crate::pii::platform::Platform;
use crate::pii::rule::Shape;
use crate::pii::sealed::{Sealed, SealedValue};

impl<P: Platform> Serialize for Sealed<P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.profile().table().shape {
            Shape::Lists => lists(self, serializer),
            Shape::UserIdentifiers => user_identifiers(self, serializer),
        }
    }
}

/// `{"em": ["…"], "ph": ["…", "…"]}`.
fn lists<P: Platform, S: Serializer>(sealed: &Sealed<P>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(None)?;
    for field in Field::ALL {
        if sealed.values().any(|(other, _)| other == *field) {
            object.serialize_entry(field.name(), &Values { sealed, field: *field })?;
        }
    }
    object.end()
}

/// `{"userIdentifiers": [{"emailAddress": "…"}, {"phoneNumber": "…"}]}`.
fn user_identifiers<P: Platform, S: Serializer>(
    sealed: &Sealed<P>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(Some(1))?;
    object.serialize_entry("userIdentifiers", &Identifiers(sealed))?;
    object.end()
}

/// The values of one field.
struct Values<'s, P: Platform> {
    sealed: &'s Sealed<P>,
    field: Field,
}

impl<P: Platform> Serialize for Values<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut array = serializer.serialize_seq(None)?;
        for (_, value) in self.sealed.values().filter(|(field, _)| *field == self.field) {
            array.serialize_element(&Text(value))?;
        }
        array.end()
    }
}

/// Google's array.
struct Identifiers<'s, P: Platform>(&'s Sealed<P>);

impl<P: Platform> Serialize for Identifiers<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut array = serializer.serialize_seq(None)?;
        for (field, value) in self.0.values() {
            if field == Field::Email {
                array.serialize_element(&Member("emailAddress", value))?;
            } else if field == Field::Phone {
                array.serialize_element(&Member("phoneNumber", value))?;
            }
        }
        array.end()
    }
}

/// An object of one member.
struct Member<'s, P: Platform>(&'static str, &'s SealedValue<P>);

impl<P: Platform> Serialize for Member<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(1))?;
        object.serialize_entry(self.0, &Text(self.1))?;
        object.end()
    }
}

/// A sealed value as a string.
struct Text<'s, P: Platform>(&'s SealedValue<P>);

impl<P: Platform> Serialize for Text<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            SealedValue::Hashed(hash) => hash.serialize(serializer),
            SealedValue::Clear(text) => serializer.serialize_str(text.expose()),
        }
    }
}
