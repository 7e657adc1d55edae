//! Closed vocabularies: enums whose variants are written as one word each.

/// A text is not one of the words it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}")]
#[non_exhaustive]
pub struct InvalidWord {
    /// What was expected, such as `an act: store, process, …`.
    pub expected: &'static str,
}

impl InvalidWord {
    /// The stable code, `invalid_word`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_word"
    }
}

/// Makes an enum of words: `ALL`, `as_str`, `parse`, `FromStr`, `Display`, and serde as a string.
macro_rules! words {
    (
        $(#[$meta:meta])* $name:ident, $expected:literal,
        { $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)+ }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// Reads the word for it.
            ///
            /// # Errors
            ///
            /// [`InvalidWord`](crate::data::InvalidWord) for any other text, another case included.
            pub fn parse(text: &str) -> Result<Self, crate::data::InvalidWord> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(crate::data::InvalidWord {
                        expected: concat!($expected, ": ", $("`", $text, "` "),+),
                    }),
                }
            }
        }

        impl core::str::FromStr for $name {
            type Err = crate::data::InvalidWord;
            fn from_str(text: &str) -> Result<Self, crate::data::InvalidWord> {
                Self::parse(text)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Door;
                impl serde::de::Visitor<'_> for Door {
                    type Value = $name;
                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str($expected)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        $name::parse(text).map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Door)
            }
        }
    };
}
pub(crate) use words;

/// Makes a small set of the words of one enum: `NONE`, `ALL`, `with`, `contains`, `iter`, serde as a list.
macro_rules! word_sets {
    ($(#[$meta:meta])* $name:ident of $word:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// None of them.
            pub const NONE: Self = Self(0);

            /// All of them.
            pub const ALL: Self = {
                let mut all = 0_u32;
                let mut rest = $word::ALL;
                while let Some((_, tail)) = rest.split_first() {
                    all = all << 1 | 1;
                    rest = tail;
                }
                Self(all)
            };

            /// The set with one more.
            #[must_use]
            pub fn with(self, one: $word) -> Self {
                Self(self.0 | Self::bit(one))
            }

            /// True if `one` is in it.
            #[must_use]
            pub fn contains(self, one: $word) -> bool {
                self.0 & Self::bit(one) != 0
            }

            /// True if nothing is in it.
            #[must_use]
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// Everything in either.
            #[must_use]
            pub const fn union(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// True if something is in both.
            #[must_use]
            pub const fn intersects(self, other: Self) -> bool {
                self.0 & other.0 != 0
            }

            /// True if everything in `self` is in `wider`.
            #[must_use]
            pub const fn is_subset(self, wider: Self) -> bool {
                self.0 & !wider.0 == 0
            }

            /// What is in it, in order.
            pub fn iter(self) -> impl Iterator<Item = $word> {
                $word::ALL.iter().copied().filter(move |one| self.contains(*one))
            }

            fn bit(one: $word) -> u32 {
                let position = $word::ALL.iter().position(|word| *word == one).unwrap_or_default();
                u32::try_from(position).ok().and_then(|shift| 1_u32.checked_shl(shift)).unwrap_or_default()
            }
        }

        impl FromIterator<$word> for $name {
            fn from_iter<I: IntoIterator<Item = $word>>(words: I) -> Self {
                words.into_iter().fold(Self::NONE, Self::with)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self.iter())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                alloc::vec::Vec::<$word>::deserialize(deserializer).map(Self::from_iter)
            }
        }

        const _: () = assert!($word::ALL.len() <= 32, "every word needs a bit of its own");
    };
}
pub(crate) use word_sets;
