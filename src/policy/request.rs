//! What is known, and what is asked.

use alloc::boxed::Box;
use core::ops::Deref;

use crate::data::Categories;
use crate::data::EndpointName;
use crate::law::Act;
use crate::law::RecipientFacts;
use crate::place::Here;
use crate::place::Region;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::tenant::Mode;
use crate::tenant::OrgId;
use crate::tenant::Plan;
use crate::tenant::Resolved;
use crate::tenant::ScopeName;
use crate::tenant::TenantId;
use crate::time::UnixTime;

/// One input of a decision. Only [`Fact::Known`] can lead to a permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the five states of knowledge the contract speaks of")]
pub enum Fact<T> {
    /// It is known.
    Known(T),
    /// It is known that there is none. Final: the answer is a refusal.
    Absent,
    /// Several answers were given. For now: the answer is to try again.
    Ambiguous,
    /// An answer was given and has run out. For now.
    Stale,
    /// Whoever knows could not be asked. For now.
    Unavailable,
}

impl<T> Fact<T> {
    /// The value, if known.
    #[must_use]
    #[inline]
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Ambiguous | Self::Stale | Self::Unavailable => None,
        }
    }

    /// The fact with a reference to its value.
    #[must_use]
    #[inline]
    pub const fn as_ref(&self) -> Fact<&T> {
        match self {
            Self::Known(value) => Fact::Known(value),
            Self::Absent => Fact::Absent,
            Self::Ambiguous => Fact::Ambiguous,
            Self::Stale => Fact::Stale,
            Self::Unavailable => Fact::Unavailable,
        }
    }

    /// `known`, `absent`, `ambiguous`, `stale` or `unavailable`.
    #[must_use]
    pub const fn state(&self) -> &'static str {
        match self {
            Self::Known(_) => "known",
            Self::Absent => "absent",
            Self::Ambiguous => "ambiguous",
            Self::Stale => "stale",
            Self::Unavailable => "unavailable",
        }
    }

    /// Notes that what was known, absence included, has run out.
    fn run_out(&mut self) {
        if matches!(self, Self::Known(_) | Self::Absent) {
            *self = Self::Stale;
        }
    }
}

impl<T> From<Option<T>> for Fact<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Known)
    }
}

#[cfg(feature = "serde")]
impl<T: serde::Serialize> serde::Serialize for Fact<T> {
    /// A known value as itself, absence as `null`, the rest as `{"unknown": state}`.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let state = match self {
            Self::Known(value) => return value.serialize(serializer),
            Self::Absent => return serializer.serialize_none(),
            Self::Ambiguous => "ambiguous",
            Self::Stale => "stale",
            Self::Unavailable => "unavailable",
        };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("unknown", state)?;
        map.end()
    }
}

/// The instant at which what is known about a tenant runs out, or never. There is no default: whoever states such a fact
/// says how long it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "at an instant or never")]
pub enum Expiry {
    /// At this instant the facts about the tenant are stale.
    At(UnixTime),
    /// Never: for a configuration that is read at start and not changed while it is in use.
    Never,
}

impl Expiry {
    /// True if facts with this expiry do not hold `now`.
    #[must_use]
    #[inline]
    pub fn has_passed(self, now: UnixTime) -> bool {
        match self {
            Self::At(until) => until <= now,
            Self::Never => false,
        }
    }

    /// The instant, if there is one.
    #[must_use]
    #[inline]
    pub const fn instant(self) -> Option<UnixTime> {
        match self {
            Self::At(until) => Some(until),
            Self::Never => None,
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Expiry {
    /// Unix seconds, or `"never"`.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::At(until) => until.serialize(serializer),
            Self::Never => serializer.serialize_str("never"),
        }
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Expiry {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Door;
        impl serde::de::Visitor<'_> for Door {
            type Value = Expiry;
            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("Unix seconds, or \"never\"")
            }
            fn visit_u64<E: serde::de::Error>(self, seconds: u64) -> Result<Expiry, E> {
                Ok(Expiry::At(UnixTime::from_secs(seconds)))
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Expiry, E> {
                if text == "never" {
                    Ok(Expiry::Never)
                } else {
                    Err(E::custom("expected Unix seconds, or \"never\""))
                }
            }
        }
        deserializer.deserialize_any(Door)
    }
}

/// A question to a policy: who does what with which data, of whom, where, and who is given it.
///
/// [`Request::of`] makes one from a resolved tenant and brings along what is known about it. [`Request::new`] makes one
/// about which nothing is known but when the facts run out; set what is known. Names that the policy does not list
/// count as known and unlisted, and are refused.
///
/// The permit for a request is for a step of the embedder's own. The steps of the pipeline take the permit of
/// [`PolicyAt::receive`](crate::PolicyAt::receive) and the proofs that follow from it.
///
/// # Examples
///
/// ```
/// use domicile::data::Categories;
/// use domicile::law::Act;
/// use domicile::policy::{Expiry, Fact, RoleName};
/// use domicile::tenant::{Mode, ScopeName};
/// use domicile::{DataCategory, Region, Request, ResidencyPolicy, UnixTime};
///
/// let now = UnixTime::from_secs(1_795_262_400);
/// let mut request = Request::new(Expiry::At(now.plus_secs(300)));
/// request.home = Fact::Known(Region::EuWest1);
/// request.here = Fact::Known(Region::EuWest1);
/// request.mode = Fact::Known(Mode::Enforced);
/// request.operation = Fact::Known(Act::Store);
/// request.categories = Categories::from_iter([DataCategory::EventMetadata]).into();
/// request.role = Fact::Known(RoleName::SERVICE);
/// request.scope = Fact::Known(ScopeName::PLATFORM);
///
/// let policy = ResidencyPolicy::closed();
/// assert!(policy.at(now).decide(&request).is_permit());
/// assert_eq!(policy.at(now.plus_secs(300)).decide(&request).code(), "mode_stale");
///
/// request.here = Fact::Known(Region::UsEast1);
/// assert_eq!(policy.at(now).decide(&request).code(), "region_mismatch");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// Where the tenant's data belongs.
    pub home: Fact<Region>,
    /// Where the data would be, or from where it would be read or handed on.
    pub here: Fact<Region>,
    /// Whether the tenant's region is enforced.
    pub mode: Fact<Mode>,
    /// What is done.
    pub operation: Fact<Act>,
    /// With what kinds of data. An empty set is refused.
    pub categories: Fact<Categories>,
    /// The tenant's plan.
    pub plan: Fact<Plan>,
    /// In what capacity: [`RoleName::SERVICE`], or the role of a person.
    pub role: Fact<RoleName>,
    /// Whose rules apply: [`ScopeName::PLATFORM`], or the tenant's or its organization's own.
    pub scope: Fact<ScopeName>,
    /// The organization that owns the tenant.
    pub organization: Fact<OrgId>,
    /// The primary region of that organization; asked where a category follows it.
    pub organization_region: Fact<Region>,
    /// Who is given the data, if somebody is: `None` says that nobody else is, `Some(Fact::Absent)` that somebody is
    /// and that it is not known who. Deliveries and onward transfers are always made to somebody.
    pub recipient: Option<Fact<RecipientName>>,
    /// What kind of endpoint it is delivered to; asked of deliveries.
    pub endpoint: Fact<EndpointKind>,
    /// What is known about the recipient besides what the policy states; what is known here to have ended beats that.
    pub recipient_facts: RecipientFacts,
    pub(crate) via: Option<RecipientName>,
    pub(crate) tenant: Option<TenantId>,
    pub(crate) expiry: Expiry,
}

impl Request {
    /// The request about which nothing is known, and whose facts about the tenant will hold until `expiry`. The answer
    /// is a refusal.
    #[must_use]
    pub const fn new(expiry: Expiry) -> Self {
        Self {
            home: Fact::Absent,
            here: Fact::Absent,
            mode: Fact::Absent,
            operation: Fact::Absent,
            categories: Fact::Absent,
            plan: Fact::Absent,
            role: Fact::Absent,
            scope: Fact::Absent,
            organization: Fact::Absent,
            organization_region: Fact::Absent,
            recipient: None,
            endpoint: Fact::Absent,
            recipient_facts: RecipientFacts::new(),
            via: None,
            tenant: None,
            expiry,
        }
    }

    /// The request of the service itself to do `operation` here, with data of a tenant that was resolved: home, mode,
    /// plan, scope, organization and expiry are the tenant's own.
    #[must_use]
    #[inline]
    pub fn of(resolved: &Resolved, here: Here, operation: Act, categories: &Categories) -> Self {
        Self {
            home: Fact::Known(resolved.home()),
            here: Fact::Known(here.0),
            mode: Fact::Known(resolved.mode()),
            operation: Fact::Known(operation),
            categories: Fact::Known(categories.clone()),
            plan: resolved.plan().into(),
            role: Fact::Known(RoleName::SERVICE),
            scope: Fact::Known(resolved.scope()),
            organization: resolved.organization().copied().into(),
            organization_region: Fact::Absent,
            recipient: None,
            endpoint: Fact::Absent,
            recipient_facts: RecipientFacts::new(),
            via: None,
            tenant: Some(*resolved.id()),
            expiry: Expiry::At(resolved.valid_until()),
        }
    }

    /// The tenant, for a request made from a resolved one.
    #[must_use]
    pub const fn tenant(&self) -> Option<&TenantId> {
        self.tenant.as_ref()
    }

    /// The instant at which the facts about the tenant run out.
    #[must_use]
    pub const fn expiry(&self) -> Expiry {
        self.expiry
    }

    /// The request once the facts about the tenant have run out. What is done, where, by whom and to whom does not.
    #[cold]
    pub(crate) fn run_out(&mut self) {
        self.home.run_out();
        self.mode.run_out();
        self.plan.run_out();
        self.scope.run_out();
        self.organization.run_out();
        self.organization_region.run_out();
    }
}

/// The request of an answer: lent by whoever asked, or its own.
#[derive(Clone, Debug)]
pub(crate) enum Asked<'a> {
    Lent(&'a Request),
    /// Behind a pointer, so that answers stay small.
    Own(Box<Request>),
}

impl Asked<'_> {
    pub(crate) fn own(request: Request) -> Self {
        Self::Own(Box::new(request))
    }
}

impl Deref for Asked<'_> {
    type Target = Request;

    #[inline]
    fn deref(&self) -> &Request {
        match self {
            Self::Lent(request) => request,
            Self::Own(request) => request,
        }
    }
}

impl From<Categories> for Fact<Categories> {
    /// Known; an empty set is absent.
    fn from(categories: Categories) -> Self {
        if categories.is_empty() { Self::Absent } else { Self::Known(categories) }
    }
}

/// The kind of endpoint that data is delivered to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a platform has an endpoint in the region or it has not")]
pub enum EndpointKind {
    /// One in the region the data is delivered from.
    Regional,
    /// One for the whole world, by the name under which the policy accepts it.
    Global(EndpointName),
}

impl EndpointKind {
    /// True for one for the whole world.
    #[must_use]
    pub const fn is_global(&self) -> bool {
        matches!(self, Self::Global(_))
    }

    /// `regional`, or the name of the global endpoint.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Regional => "regional",
            Self::Global(name) => name.as_str(),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for EndpointKind {
    /// `"regional"`, or `{"global": name}`.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        match self {
            Self::Regional => serializer.serialize_str("regional"),
            Self::Global(name) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("global", name)?;
                map.end()
            }
        }
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for EndpointKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Door;
        impl<'de> serde::de::Visitor<'de> for Door {
            type Value = EndpointKind;
            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("\"regional\" or {\"global\": name}")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<EndpointKind, E> {
                if text == "regional" {
                    Ok(EndpointKind::Regional)
                } else {
                    Err(E::custom("expected \"regional\" or {\"global\": name}"))
                }
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<EndpointKind, A::Error> {
                #[derive(serde::Deserialize)]
                #[serde(rename_all = "lowercase")]
                enum Key {
                    Global,
                }
                let entry = map.next_entry::<Key, EndpointName>()?;
                match (entry, map.next_key::<Key>()?) {
                    (Some((Key::Global, name)), None) => Ok(EndpointKind::Global(name)),
                    _ => Err(serde::de::Error::custom("expected one entry: {\"global\": name}")),
                }
            }
        }
        deserializer.deserialize_any(Door)
    }
}
