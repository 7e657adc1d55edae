//! A person's raw values, gathered once for as many platforms as want them.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::pii::country::Country;
use crate::pii::field::Field;
use crate::pii::hints::Hints;
use crate::pii::parsed::{Parsed, ParsedUser};
use crate::pii::prehashed::PreHashed;
use crate::pii::raw::Pii;

/// Raw values of one person.
///
/// A field may be given more than once. The country, if given, also says how national phone numbers, states and
/// postal codes are read. `Debug` shows the fields' names and nothing else.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "phone")] {
/// use domicile::pii::{META, UserData};
///
/// let user = UserData::new().email("Jane@Example.com").phone("030 901820").country("DE");
/// assert_eq!(META.seal(&user).refusals().count(), 0);
/// assert_eq!(format!("{user:?}"), r#"UserData { fields: ["em", "ph", "country"] }"#);
/// # }
/// ```
#[derive(Clone, Default)]
pub struct UserData<'a> {
    first: [Option<RawValue<'a>>; INLINE],
    /// What there is beyond the usual, in a place of its own so that the usual is moved fast.
    more: Option<Box<More<'a>>>,
    hints: Hints,
}

/// Further values, and values that are hashed already.
#[derive(Clone, Default)]
struct More<'a> {
    raw: Vec<RawValue<'a>>,
    hashed: Vec<(Field, PreHashed)>,
}

/// One raw value.
pub(crate) type RawValue<'a> = (Field, Pii<Cow<'a, str>>);

impl<'a> UserData<'a> {
    /// Nothing yet.
    #[must_use]
    #[inline(always)]
    pub fn new() -> Self {
        Self { first: [const { None }; INLINE], more: None, hints: Hints::new() }
    }

    /// Adds an e-mail address.
    #[must_use]
    #[inline(always)]
    pub fn email(self, raw: impl Into<Pii<Cow<'a, str>>>) -> Self {
        self.with(Field::Email, raw)
    }

    /// Adds a phone number.
    #[must_use]
    #[inline(always)]
    pub fn phone(self, raw: impl Into<Pii<Cow<'a, str>>>) -> Self {
        self.with(Field::Phone, raw)
    }

    /// Adds the country: a value of its own, and how phone numbers, states and postal codes are read.
    #[must_use]
    #[inline(always)]
    pub fn country(self, raw: impl Into<Pii<Cow<'a, str>>>) -> Self {
        self.with(Field::Country, raw)
    }

    /// Says how national forms are read. A country among the values takes the place of the one given here.
    #[must_use]
    #[inline]
    pub const fn hints(mut self, hints: Hints) -> Self {
        self.hints = hints;
        self
    }

    /// Adds a value that is hashed already, for the platform for which it was declared.
    #[must_use]
    #[inline]
    pub fn hashed(mut self, field: Field, hash: PreHashed) -> Self {
        self.more.get_or_insert_default().hashed.push((field, hash));
        self
    }

    /// Adds a value.
    #[must_use]
    #[inline(always)]
    pub fn with(self, field: Field, raw: impl Into<Pii<Cow<'a, str>>>) -> Self {
        let value = (field, raw.into());
        // By value and without a loop, so that a person who is built in one expression is never moved through memory.
        let Self { first: [one, two, three, four], mut more, hints } = self;
        let first = match (one, two, three, four) {
            (None, ..) => [Some(value), None, None, None],
            (one, None, ..) => [one, Some(value), None, None],
            (one, two, None, _) => [one, two, Some(value), None],
            (one, two, three, None) => [one, two, three, Some(value)],
            (one, two, three, four) => {
                more.get_or_insert_default().raw.push(value);
                [one, two, three, four]
            }
        };
        Self { first, more, hints }
    }

    /// Adds a value in place.
    pub fn push(&mut self, field: Field, raw: impl Into<Pii<Cow<'a, str>>>) {
        *self = core::mem::take(self).with(field, raw);
    }

    /// The values in the order in which they were added.
    #[inline]
    pub(crate) fn values(&self) -> impl Iterator<Item = &RawValue<'a>> {
        self.first.iter().flatten().chain(self.more.iter().flat_map(|more| &more.raw))
    }

    /// How many values there are, those that are hashed already among them.
    #[inline]
    pub(crate) fn count(&self) -> usize {
        let first = self.first.iter().flatten().count();
        let more = self.more.as_ref().map_or(0, |more| more.raw.len().saturating_add(more.hashed.len()));
        first.saturating_add(more)
    }

    /// Reads the values, once for all platforms.
    #[must_use]
    #[inline]
    pub fn parse(&self) -> ParsedUser<'_> {
        let completed = self.completed_hints();
        let hints = completed.as_ref().unwrap_or(&self.hints);
        let mut parsed = ParsedUser::new(self.count(), *hints);
        for (field, raw) in self.values() {
            parsed.push(*field, Parsed::read(*field, raw.expose(), hints));
        }
        for (field, hash) in self.hashed_values() {
            parsed.push(*field, Parsed::Hashed(*hash));
        }
        parsed
    }

    /// The values that are hashed already.
    #[inline]
    pub(crate) fn hashed_values(&self) -> impl Iterator<Item = &(Field, PreHashed)> {
        self.more.iter().flat_map(|more| &more.hashed)
    }

    /// What the caller knows; of the country, what [`UserData::completed_hints`] adds stands before it.
    #[inline]
    pub(crate) const fn known_hints(&self) -> &Hints {
        &self.hints
    }

    /// What the caller knows, with the country that stands among the values, if there is one.
    #[inline]
    pub(crate) fn completed_hints(&self) -> Option<Hints> {
        let has_country = self.values().any(|(field, _)| *field == Field::Country);
        has_country.then(|| self.hints.with_country(self.country_of_values()))
    }

    /// The country in which national forms are read: that of the values if there is one, else the hint. A country that
    /// cannot be read is none at all, and so are two that differ.
    pub(crate) fn country_of_values(&self) -> Option<Country> {
        let mut countries = self
            .values()
            .filter(|(field, _)| *field == Field::Country)
            .map(|(_, raw)| Country::parse(raw.expose()).ok());
        match countries.next() {
            None => self.hints.known_country(),
            Some(first) => first.filter(|_| countries.all(|other| other == first)),
        }
    }
}

impl fmt::Debug for UserData<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = Vec::new();
        names.extend(self.values().map(|(field, _)| field.name()));
        names.extend(self.hashed_values().map(|(field, _)| field.name()));
        f.debug_struct("UserData").field("fields", &names).finish()
    }
}

#[cfg(feature = "serde")]
mod door {
    use alloc::borrow::{Cow, ToOwned as _};
    use core::fmt;

    use serde::de::{
        Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
    };

    use crate::pii::field::Field;
    use crate::pii::raw::Pii;
    use crate::pii::user::UserData;

    /// An object whose keys are fields' names and whose values are strings, arrays of strings, or null.
    impl<'de> Deserialize<'de> for UserData<'de> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            // Asked for an object, a JSON reader that finds a string repeats it in its own error.
            if deserializer.is_human_readable() {
                deserializer.deserialize_any(Object)
            } else {
                deserializer.deserialize_map(Object)
            }
        }
    }

    macro_rules! refuse {
        ($($visit:ident: $type:ty),*) => {$(
            fn $visit<E: Error>(self, _: $type) -> Result<Self::Value, E> {
                Err(E::custom(EXPECTED))
            }
        )*};
    }

    struct Object;

    impl<'de> Visitor<'de> for Object {
        type Value = UserData<'de>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object of personal values")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<UserData<'de>, A::Error> {
            let mut user = UserData::new();
            while let Some(name) = map.next_key::<Cow<'de, str>>()? {
                // A key that is no field may be a value that slipped; it is not repeated.
                let field = Field::parse(&name).map_err(A::Error::custom)?;
                map.next_value_seed(Values { field, user: &mut user })?;
            }
            Ok(user)
        }

        refuse!(visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64, visit_u128: u128);
        refuse!(visit_f64: f64, visit_str: &str, visit_bytes: &[u8]);
    }

    /// The values of one field.
    struct Values<'u, 'de> {
        field: Field,
        user: &'u mut UserData<'de>,
    }

    impl<'de> DeserializeSeed<'de> for Values<'_, 'de> {
        type Value = ();

        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
            deserializer.deserialize_any(self)
        }
    }

    impl<'de> Visitor<'de> for Values<'_, 'de> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string or an array of strings")
        }

        fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<(), E> {
            self.user.push(self.field, text);
            Ok(())
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
            self.user.push(self.field, text.to_owned());
            Ok(())
        }

        fn visit_unit<E: Error>(self) -> Result<(), E> {
            Ok(())
        }

        fn visit_none<E: Error>(self) -> Result<(), E> {
            Ok(())
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
            while let Some(raw) = values.next_element::<Pii<Cow<'de, str>>>()? {
                self.user.push(self.field, raw);
            }
            Ok(())
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Err(A::Error::custom(EXPECTED))
        }

        refuse!(visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64, visit_u128: u128);
        refuse!(visit_f64: f64, visit_bytes: &[u8]);
    }

    const EXPECTED: &str = "expected an object whose values are strings or arrays of strings";
}

/// How many values are held without allocation.
const INLINE: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_order_beyond_the_inline_ones() {
        let mut user = UserData::new();
        for index in 0..20 {
            user.push(Field::Generic, index.to_string());
        }
        let held: Vec<String> = user.values().map(|(_, raw)| raw.expose().to_string()).collect();
        assert_eq!(held, (0..20).map(|index| index.to_string()).collect::<Vec<_>>());
    }

    #[test]
    fn only_a_country_that_is_known_helps() {
        let code = |user: UserData<'_>| user.country_of_values().map(|country| country.as_str().to_owned());
        let hint = Hints::new().country(Country::parse("FR").unwrap());
        assert_eq!(code(UserData::new()), None);
        assert_eq!(code(UserData::new().hints(hint)), Some("FR".into()));
        assert_eq!(code(UserData::new().hints(hint).country("de")), Some("DE".into()));
        assert_eq!(code(UserData::new().hints(hint).country("Atlantis")), None);
        assert_eq!(code(UserData::new().country("DE").country("AT")), None);
        assert_eq!(code(UserData::new().country("DE").country("de")), Some("DE".into()));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn reads_objects_and_refuses_without_repeating() {
        let user: UserData<'_> =
            serde_json::from_str(r#"{"em":["a@b.c","d@e.f"],"ph":"+1","ct":null,"email":"g@h.i"}"#).unwrap();
        assert_eq!(format!("{user:?}"), r#"UserData { fields: ["em", "em", "ph", "em"] }"#);
        for json in [
            r#"{"em":4930123}"#,
            r#"{"4930123":"x"}"#,
            r#"{"em":[4930123]}"#,
            r#"{"em":{"4930123":1}}"#,
            "[]",
        ] {
            let message = serde_json::from_str::<UserData<'_>>(json).unwrap_err().to_string();
            assert!(!message.contains("4930"), "{message}");
        }
    }
}
