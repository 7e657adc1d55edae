//! What a personal value is.

use core::fmt;

use crate::pii::error::PiiError;

/// Hands the rows (variant, name, other spellings, doc) to the macro named.
macro_rules! fields {
    ($callback:ident) => {
        $callback! {
            (Email, "em", ["email"], "An e-mail address."),
            (Phone, "ph", ["phone"], "A phone number."),
            (FirstName, "fn", ["first_name"], "A first (given) name."),
            (LastName, "ln", ["last_name"], "A last (family) name."),
            (FirstInitial, "fi", ["first_initial"], "The first letter of the first name."),
            (Street, "address", ["street"], "A street address."),
            (City, "ct", ["city"], "A city."),
            (State, "st", ["state"], "A state, province or region."),
            (PostalCode, "zp", ["zip", "postal_code"], "A ZIP or postal code."),
            (Country, "country", ["region_code"], "A country."),
            (BirthDate, "db", ["date_of_birth"], "A date of birth."),
            (BirthYear, "doby", [], "The year of birth."),
            (BirthMonth, "dobm", [], "The month of birth."),
            (BirthDay, "dobd", [], "The day of birth."),
            (Gender, "ge", ["gender"], "A gender."),
            (ExternalId, "external_id", [], "The sender's own identifier of the person."),
            (DeviceId, "madid", ["mobile_ad_id"], "A mobile advertising identifier of either kind."),
            (Idfa, "idfa", [], "An Apple advertising identifier."),
            (Aaid, "aaid", ["gaid"], "An Android advertising identifier."),
            (ClickId, "click_id", ["fbc"], "A click identifier of the platform."),
            (BrowserId, "browser_id", ["fbp"], "A browser identifier of the platform."),
            (IpAddress, "ip", ["client_ip_address"], "An IP address."),
            (UserAgent, "ua", ["client_user_agent"], "A user agent."),
            (Generic, "generic", [], "A text that is only trimmed and lower-cased."),
        }
    };
}

macro_rules! define {
    ($(($variant:ident, $name:literal, [$($other:literal),*], $doc:literal),)*) => {
        /// The kind of a personal value.
        ///
        /// # Examples
        ///
        /// ```
        /// use domicile::pii::Field;
        ///
        /// assert_eq!(Field::parse("em"), Ok(Field::Email));
        /// assert_eq!(Field::Email.to_string(), "em");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Field {
            $(#[doc = $doc] $variant,)*
        }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The short name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Reads a field's short name or one of its other spellings.
            ///
            /// # Errors
            ///
            /// [`PiiError::UnknownField`] for any other text: `"mail"`, `"EM"`, `""`.
            pub fn parse(name: &str) -> Result<Self, PiiError> {
                match name {
                    $($name $(| $other)* => Ok(Self::$variant),)*
                    _ => Err(PiiError::UnknownField),
                }
            }
        }
    };
}
fields!(define);

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
