//! API keys at a region.

use crate::audit::Event;
use crate::audit::EventDraft;
use crate::audit::EventKind;
use crate::audit::ReasonCode;
use crate::place::Here;
use crate::place::InRegion;
use crate::place::Region;
use crate::place::validate_region;
use crate::tenant::KeyTag;

/// Checks an API key that was presented here.
///
/// `tag` is what [`KeyTag::parse`] read from the key, `None` if it read nothing; `standing` says whether the
/// service's own key store knows the key; `caller` says whether this caller has proved who it is by other means than
/// this key, or by this key in its own region.
///
/// The right key at the wrong region is refused. To a caller who has not been authenticated it looks exactly like an
/// unknown key, because otherwise the answer would tell strangers where a customer's data lies. To one who has, the
/// right region is named.
///
/// # Examples
///
/// ```
/// use domicile::flow::{Caller, KeyCheck, KeyStanding, check_key};
/// use domicile::tenant::KeyTag;
/// use domicile::{Here, Region};
///
/// let tag = KeyTag::parse("sk_live_eu-west-1_0123456789abcdef")?;
/// let here = Here(Region::UsEast1);
/// let refused = |standing, caller| match check_key(Some(&tag), standing, here, caller) {
///     KeyCheck::Refuse(refusal) => refusal.response(),
///     KeyCheck::Accept(_) => panic!("the key belongs elsewhere"),
/// };
/// let wrong = refused(KeyStanding::Known, Caller::Unauthenticated);
/// let unknown = refused(KeyStanding::Unknown, Caller::Unauthenticated);
/// assert_eq!(wrong, unknown);
/// assert_eq!((wrong.status, wrong.message), (403, "Invalid API Key"));
///
/// let told = refused(KeyStanding::Known, Caller::Authenticated);
/// assert_eq!(told.region, Some(Region::EuWest1));
/// # Ok::<(), domicile::tenant::InvalidKey>(())
/// ```
pub fn check_key(tag: Option<&KeyTag>, standing: KeyStanding, here: Here, caller: Caller) -> KeyCheck {
    let (Some(tag), KeyStanding::Known) = (tag, standing) else {
        return KeyCheck::Refuse(KeyRefusal { here, home: None, caller });
    };
    match validate_region(tag.region(), here) {
        Ok(proof) => KeyCheck::Accept(proof),
        Err(_) => KeyCheck::Refuse(KeyRefusal { here, home: Some(tag.region()), caller }),
    }
}

/// Whether the caller has been authenticated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a two-way switch")]
pub enum Caller {
    /// Anybody: nothing is disclosed.
    #[default]
    Unauthenticated,
    /// The key's owner: the right region may be named.
    Authenticated,
}

/// Whether the service's key store knows a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a two-way switch")]
pub enum KeyStanding {
    /// It does not.
    #[default]
    Unknown,
    /// It does.
    Known,
}

/// The answer to a key.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
#[expect(clippy::exhaustive_enums, reason = "accepted or refused")]
pub enum KeyCheck {
    /// The key is known and belongs to this region.
    Accept(InRegion),
    /// It is not, or does not.
    Refuse(KeyRefusal),
}

/// A key was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyRefusal {
    here: Here,
    home: Option<Region>,
    caller: Caller,
}

impl KeyRefusal {
    /// The answer to send. For an unauthenticated caller it is the same whatever the cause.
    #[must_use]
    pub const fn response(&self) -> KeyResponse {
        match (self.home, self.caller) {
            (Some(region), Caller::Authenticated) => KeyResponse {
                status: 421,
                code: "wrong_region",
                message: "Wrong Region",
                region: Some(region),
            },
            _ => KeyResponse { status: 403, code: "invalid_key", message: "Invalid API Key", region: None },
        }
    }

    /// The cause as a stable code, for the service's own books: `key_unknown` or `key_wrong_region`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        if self.home.is_some() { "key_wrong_region" } else { "key_unknown" }
    }

    /// The event for the service's own ledger: the cause, which the caller may not see, and nothing of the key.
    #[must_use]
    pub fn event(&self) -> Event {
        let mut event = EventDraft::coded(EventKind::KeyRefused, ReasonCode::of(self.code()));
        event.tenant_region = self.home;
        event.region = Some(self.here.0);
        event.finish()
    }
}

/// The answer to a refused key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct KeyResponse {
    /// The HTTP status: 403, or 421 (Misdirected Request, RFC 9110 § 15.5.20) once the region may be named.
    pub status: u16,
    /// A stable code: `invalid_key` or `wrong_region`.
    pub code: &'static str,
    /// A message for people.
    pub message: &'static str,
    /// The region to go to, disclosed to authenticated callers only.
    pub region: Option<Region>,
}
