//! The platforms' payloads: a [`Sealed`] as the JSON object that the platform's interface documents.
//!
//! A value that came twice stands once. A member that holds one value holds the first.

use serde::ser::{Serialize, SerializeMap, SerializeSeq as _, Serializer};

use crate::pii::field::Field;
use crate::pii::platform::Platform;
use crate::pii::rule::{Arity, Member, Shape};
use crate::pii::sealed::{Sealed, SealedValue};

impl<P: Platform> Serialize for Sealed<P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        match self.profile().table().shape {
            Shape::Object(members) => entries(self, members, &mut object)?,
            Shape::UserIdentifiers => object.serialize_entry("userIdentifiers", &Google(self))?,
            Shape::Identifiers(members) => {
                object.serialize_entry("identifiers", &Single { sealed: self, members })?
            }
            Shape::MatchKeys { keys, beside } => {
                object.serialize_entry("matchKeys", &MatchKeys { sealed: self, keys })?;
                entries(self, beside, &mut object)?;
            }
            Shape::LinkedIn => linkedin(self, &mut object)?,
        }
        object.end()
    }
}

impl<P: Platform> Sealed<P> {
    /// The values of a field without repetitions.
    fn distinct(&self, field: Field) -> impl Iterator<Item = &SealedValue<P>> {
        let of_field =
            move || self.values().filter(move |(other, _)| *other == field).map(|(_, value)| value);
        of_field()
            .enumerate()
            .filter(move |(index, value)| !of_field().take(*index).any(|earlier| earlier == *value))
            .map(|(_, value)| value)
    }
}

/// Writes those members for which there are values.
fn entries<P: Platform, M: SerializeMap>(
    sealed: &Sealed<P>,
    members: &[Member],
    object: &mut M,
) -> Result<(), M::Error> {
    for member in members {
        if let Some(first) = sealed.distinct(member.field).next() {
            match member.arity {
                Arity::One => object.serialize_entry(member.name, &Text(first))?,
                Arity::Many => object.serialize_entry(member.name, &Texts { sealed, field: member.field })?,
            }
        }
    }
    Ok(())
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

/// The values of one field as an array.
struct Texts<'s, P: Platform> {
    sealed: &'s Sealed<P>,
    field: Field,
}

impl<P: Platform> Serialize for Texts<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.sealed.distinct(self.field).map(Text))
    }
}

/// An object of one member.
struct Pair<'s, P: Platform>(&'static str, &'s SealedValue<P>);

impl<P: Platform> Serialize for Pair<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(1))?;
        object.serialize_entry(self.0, &Text(self.1))?;
        object.end()
    }
}

/// An array of objects of one member, one for each value.
struct Single<'s, P: Platform> {
    sealed: &'s Sealed<P>,
    members: &'static [Member],
}

impl<P: Platform> Serialize for Single<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pairs = self
            .members
            .iter()
            .flat_map(|member| self.sealed.distinct(member.field).map(|value| Pair(member.name, value)));
        serializer.collect_seq(pairs)
    }
}

/// Google's array: e-mail addresses, phone numbers, and one address if its four required members are there.
struct Google<'s, P: Platform>(&'s Sealed<P>);

impl<P: Platform> Serialize for Google<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut array = serializer.serialize_seq(None)?;
        for value in self.0.distinct(Field::Email) {
            array.serialize_element(&Pair("emailAddress", value))?;
        }
        for value in self.0.distinct(Field::Phone) {
            array.serialize_element(&Pair("phoneNumber", value))?;
        }
        if GOOGLE_REQUIRED.iter().all(|(field, _)| self.0.distinct(*field).next().is_some()) {
            array.serialize_element(&GoogleAddress(self.0))?;
        }
        array.end()
    }
}

/// `{"address": {…}}`.
struct GoogleAddress<'s, P: Platform>(&'s Sealed<P>);

impl<P: Platform> Serialize for GoogleAddress<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(1))?;
        object.serialize_entry("address", &Firsts(self.0))?;
        object.end()
    }
}

/// The members of the address, each with its first value.
struct Firsts<'s, P: Platform>(&'s Sealed<P>);

impl<P: Platform> Serialize for Firsts<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for (field, name) in GOOGLE_REQUIRED.iter().chain(&GOOGLE_OPTIONAL) {
            if let Some(first) = self.0.distinct(*field).next() {
                object.serialize_entry(name, &Text(first))?;
            }
        }
        object.end()
    }
}

/// Amazon's array.
struct MatchKeys<'s, P: Platform> {
    sealed: &'s Sealed<P>,
    keys: &'static [Member],
}

impl<P: Platform> Serialize for MatchKeys<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let present = self.keys.iter().filter(|key| self.sealed.distinct(key.field).next().is_some());
        serializer.collect_seq(present.map(|key| MatchKey { sealed: self.sealed, key }))
    }
}

/// `{"type": "EMAIL", "values": ["…"]}`.
struct MatchKey<'s, P: Platform> {
    sealed: &'s Sealed<P>,
    key: &'static Member,
}

impl<P: Platform> Serialize for MatchKey<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(2))?;
        object.serialize_entry("type", self.key.name)?;
        object.serialize_entry("values", &Texts { sealed: self.sealed, field: self.key.field })?;
        object.end()
    }
}

/// Writes `LinkedIn`'s members. `userIds` is required even when it is empty.
fn linkedin<P: Platform, M: SerializeMap>(sealed: &Sealed<P>, object: &mut M) -> Result<(), M::Error> {
    object.serialize_entry("userIds", &LinkedInIds(sealed))?;
    if LINKEDIN_INFO.iter().any(|member| sealed.distinct(member.field).next().is_some()) {
        object.serialize_entry("userInfo", &Members { sealed, members: &LINKEDIN_INFO })?;
    }
    entries(sealed, &LINKEDIN_BESIDE, object)
}

/// `[{"idType": "SHA256_EMAIL", "idValue": "…"}]`.
struct LinkedInIds<'s, P: Platform>(&'s Sealed<P>);

impl<P: Platform> Serialize for LinkedInIds<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ids = LINKEDIN_IDS
            .iter()
            .flat_map(|(field, kind)| self.0.distinct(*field).map(move |value| LinkedInId { kind, value }));
        serializer.collect_seq(ids)
    }
}

/// One of them.
struct LinkedInId<'s, P: Platform> {
    kind: &'static str,
    value: &'s SealedValue<P>,
}

impl<P: Platform> Serialize for LinkedInId<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(2))?;
        object.serialize_entry("idType", self.kind)?;
        object.serialize_entry("idValue", &Text(self.value))?;
        object.end()
    }
}

/// An object of members.
struct Members<'s, P: Platform> {
    sealed: &'s Sealed<P>,
    members: &'static [Member],
}

impl<P: Platform> Serialize for Members<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        entries(self.sealed, self.members, &mut object)?;
        object.end()
    }
}

/// Google Data Manager `AddressInfo`, required members.
const GOOGLE_REQUIRED: [(Field, &str); 4] = [
    (Field::FirstName, "givenName"),
    (Field::LastName, "familyName"),
    (Field::Country, "regionCode"),
    (Field::PostalCode, "postalCode"),
];

/// Google Data Manager `AddressInfo`, members for Google Analytics.
const GOOGLE_OPTIONAL: [(Field, &str); 3] =
    [(Field::Street, "addressLine"), (Field::City, "city"), (Field::State, "administrativeArea")];

/// `LinkedIn` `userIds`.
const LINKEDIN_IDS: [(Field, &str); 2] =
    [(Field::Email, "SHA256_EMAIL"), (Field::ClickId, "LINKEDIN_FIRST_PARTY_ADS_TRACKING_UUID")];

/// `LinkedIn` `userInfo`.
static LINKEDIN_INFO: [Member; 3] = [
    Member { field: Field::FirstName, name: "firstName", arity: Arity::One },
    Member { field: Field::LastName, name: "lastName", arity: Arity::One },
    Member { field: Field::Country, name: "countryCode", arity: Arity::One },
];

/// `LinkedIn`'s members beside them.
const LINKEDIN_BESIDE: [Member; 1] =
    [Member { field: Field::ExternalId, name: "externalIds", arity: Arity::Many }];
