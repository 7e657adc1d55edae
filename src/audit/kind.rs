//! What happened: the kinds of events and their numbers.

use core::fmt;

/// Declares the kinds once: variant, number, word.
macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $number:literal $word:literal,)*) => {
        /// What happened. The number is the kind's byte in the canonical encoding.
        ///
        /// # Examples
        ///
        /// ```
        /// use domicile::audit::EventKind;
        ///
        /// assert_eq!((EventKind::Delivered.number(), EventKind::Delivered.as_str()), (3, "delivered"));
        /// assert_eq!(EventKind::from_number(27), None);
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum EventKind {
            $($(#[$doc])* $variant,)*
        }

        impl EventKind {
            /// Every kind, by number.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The kind's byte in the canonical encoding.
            #[must_use]
            #[inline]
            pub const fn number(self) -> u8 {
                match self {
                    $(Self::$variant => $number,)*
                }
            }

            /// The kind with this number; `None` for a number that has no name yet.
            #[must_use]
            pub const fn from_number(number: u8) -> Option<Self> {
                match number {
                    $($number => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The kind's word, as it stands in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}

kinds! {
    /// 1: the event was put on its tenant's regional queue.
    Routed = 1 "routed",
    /// 2: a consumer validated the event again and may deliver it.
    Admitted = 2 "admitted",
    /// 3: the event was handed to its destination.
    Delivered = 3 "delivered",
    /// 4: the event was refused and dropped.
    Dropped = 4 "dropped",
    /// 5: the event was refused and set aside.
    Quarantined = 5 "quarantined",
    /// 6: the event stopped for now; somebody could not be asked.
    Deferred = 6 "deferred",
    /// 7: the tenant's region is informational; what a decision would have said was noted.
    Observed = 7 "observed",
    /// 8: an API key was refused.
    KeyRefused = 8 "key_refused",
    /// 9: a personal value was refused and left out; the event went on.
    ValueRefused = 9 "value_refused",
    /// 10: this policy decides from here on.
    PolicyAdopted = 10 "policy_adopted",
    /// 11: the event waited too long and was put into a holding place of its region.
    Parked = 11 "parked",
    /// 12: the event was received and may be processed here.
    Received = 12 "received",
    /// 13: the destination's answer to a delivery is known.
    Settled = 13 "settled",
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
