//! Raw personal values: held, never printed, never serialized, wiped.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroize as _;

/// A raw personal value.
///
/// It has no `Display`, no `Serialize` and no comparison; `Debug` shows nothing of it, and an owned buffer is wiped
/// when it is dropped. The one way to the value is [`Pii::expose`], so that every place that looks at raw data
/// is found by searching for that word. A `Pii<&str>` borrows: its owner wipes.
///
/// # Examples
///
/// ```
/// use domicile::pii::Pii;
///
/// let raw = Pii::new(String::from("jane@example.com"));
/// assert_eq!(format!("{raw:?}"), "Pii(..)");
/// assert_eq!(raw.expose(), "jane@example.com");
/// ```
///
/// It cannot be serialized:
///
/// ```compile_fail
/// let raw = domicile::pii::Pii::new(String::from("jane@example.com"));
/// let _ = serde_json::to_string(&raw);
/// ```
///
/// … nor printed:
///
/// ```compile_fail
/// let raw = domicile::pii::Pii::new("jane@example.com");
/// println!("{raw}");
/// ```
#[derive(Clone)]
pub struct Pii<T: Wipe>(T);

impl<T: Wipe> Pii<T> {
    /// Takes over `value` as raw personal data.
    #[inline]
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The raw value.
    #[inline]
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Wipe + AsRef<str>> Pii<T> {
    /// The same value, borrowed.
    #[must_use]
    #[inline]
    pub fn borrowed(&self) -> Pii<&str> {
        Pii(self.0.as_ref())
    }
}

impl<T: Wipe> fmt::Debug for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pii(..)")
    }
}

impl<T: Wipe> Drop for Pii<T> {
    #[inline]
    fn drop(&mut self) {
        self.0.wipe();
    }
}

/// How a holder of raw data forgets it.
///
/// # Security
///
/// An implementation that leaves owned bytes in memory leaves them to whoever reads that memory next.
pub trait Wipe {
    /// Overwrites what is owned; leaves alone what is borrowed.
    fn wipe(&mut self);
}

impl Wipe for &str {
    #[inline]
    fn wipe(&mut self) {}
}

impl Wipe for String {
    #[inline]
    fn wipe(&mut self) {
        self.zeroize();
    }
}

impl Wipe for Vec<u8> {
    #[inline]
    fn wipe(&mut self) {
        self.zeroize();
    }
}

impl Wipe for Cow<'_, str> {
    #[inline]
    fn wipe(&mut self) {
        if let Cow::Owned(text) = self {
            text.zeroize();
        }
    }
}

impl<'a> From<&'a str> for Pii<Cow<'a, str>> {
    #[inline]
    fn from(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Pii<Cow<'a, str>> {
    #[inline]
    fn from(text: &'a String) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl From<String> for Pii<Cow<'_, str>> {
    #[inline]
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl<'a> From<Pii<&'a str>> for Pii<Cow<'a, str>> {
    #[inline]
    fn from(raw: Pii<&'a str>) -> Self {
        Self(Cow::Borrowed(raw.0))
    }
}

impl From<Pii<String>> for Pii<Cow<'_, str>> {
    #[inline]
    fn from(mut raw: Pii<String>) -> Self {
        Self(Cow::Owned(core::mem::take(&mut raw.0)))
    }
}

#[cfg(feature = "serde")]
mod door {
    use alloc::borrow::{Cow, ToOwned as _};
    use alloc::string::String;
    use core::fmt;

    use serde::de::{Deserialize, Deserializer, Error, Visitor};

    use crate::pii::raw::Pii;

    /// Reads a string. Everything else is refused in words of its own: the usual messages repeat the value.
    struct Door;

    macro_rules! refuse {
        ($($visit:ident: $type:ty),*) => {$(
            fn $visit<E: Error>(self, _: $type) -> Result<Self::Value, E> {
                Err(E::custom(EXPECTED))
            }
        )*};
    }

    impl<'de> Visitor<'de> for Door {
        type Value = Pii<Cow<'de, str>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
            Ok(Pii::from(text))
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Pii::from(text.to_owned()))
        }

        fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
            Ok(Pii::from(text))
        }

        refuse!(visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64, visit_u128: u128);
        refuse!(visit_f64: f64, visit_char: char, visit_bytes: &[u8]);
    }

    impl<'de> Deserialize<'de> for Pii<Cow<'de, str>> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            // Asked for a string, a JSON reader that finds a number repeats it in its own error.
            if deserializer.is_human_readable() {
                deserializer.deserialize_any(Door)
            } else {
                deserializer.deserialize_str(Door)
            }
        }
    }

    impl<'de> Deserialize<'de> for Pii<String> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut raw = Pii::<Cow<'de, str>>::deserialize(deserializer)?;
            Ok(Self(core::mem::take(raw.0.to_mut())))
        }
    }

    const EXPECTED: &str = "expected a string";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Pii::new("jane@example.com")), "Pii(..)");
        assert_eq!(format!("{:#?}", Pii::from("jane@example.com".to_owned())), "Pii(..)");
    }

    #[test]
    fn wiping_empties_what_is_owned_and_leaves_what_is_borrowed() {
        let mut owned = String::from("jane@example.com");
        owned.wipe();
        assert_eq!(owned, "");
        let text = String::from("jane@example.com");
        let mut borrowed: Cow<'_, str> = Cow::Borrowed(&text);
        borrowed.wipe();
        assert_eq!(borrowed, "jane@example.com");
    }

    #[cfg(feature = "serde")]
    #[test]
    fn a_wrong_type_is_refused_without_its_value() {
        for json in
            ["4930123456", "-4930123456", "4930.123456", "[\"jane@example.com\"]", "{\"jane\":1}", "true"]
        {
            let message = serde_json::from_str::<Pii<String>>(json).unwrap_err().to_string();
            assert!(!message.contains("4930") && !message.contains("jane"), "{message}");
        }
        assert_eq!(serde_json::from_str::<Pii<String>>("\"a\\u0062\"").unwrap().expose(), "ab");
    }
}
