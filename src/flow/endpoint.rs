//! Endpoints: to whom an event is handed, and through what.

use crate::code::Text;
use crate::data::EndpointName;
use crate::data::EndpointRegistry;
use crate::data::EndpointScope;
use crate::law::RecipientFacts;
use crate::place::Region;
use crate::policy::EndpointKind;
use crate::policy::RecipientName;
use crate::policy::To;

/// A place to deliver to: an endpoint of a recipient that the policy lists, in one region or for the whole world.
///
/// Two endpoints of one name hand the same bytes to two recipients: the event goes there only if both may have it.
///
/// # Examples
///
/// ```
/// use domicile::Region;
/// use domicile::flow::Endpoint;
/// use domicile::data::EndpointName;
/// use domicile::policy::RecipientName;
///
/// let mixpanel = Endpoint::regional("mixpanel-eu", Region::EuWest1, RecipientName::parse("mixpanel")?)?;
/// assert_eq!(mixpanel.region(), Some(Region::EuWest1));
///
/// // The Conversions API of Meta has one host for the whole world.
/// let meta = Endpoint::global(EndpointName::parse("meta-capi")?, RecipientName::parse("meta")?);
/// assert_eq!((meta.name(), meta.region()), ("meta-capi", None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    name: Text<63>,
    recipient: RecipientName,
    reach: Reach,
    facts: RecipientFacts,
}

/// An endpoint is not one that can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidEndpoint {
    /// The text is no name.
    #[error("expected the name of an endpoint: 1 to 63 printable ASCII characters without spaces")]
    Name,
    /// The platform has no regional endpoint of this name.
    #[error("expected a regional endpoint, and the platform has this one for the whole world only")]
    GlobalOnly,
}

impl InvalidEndpoint {
    /// The stable code: `invalid_endpoint` or `endpoint_global_only`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Name => "invalid_endpoint",
            Self::GlobalOnly => "endpoint_global_only",
        }
    }
}

/// Where an endpoint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Regional(Region),
    Global(EndpointName),
}

impl Endpoint {
    /// An endpoint that stands in `region` and processes there. The name is the embedder's: it tells endpoints apart,
    /// and permits nothing.
    ///
    /// # Errors
    ///
    /// [`InvalidEndpoint::Name`] unless the name is 1 to 63 printable ASCII characters without spaces.
    /// [`InvalidEndpoint::GlobalOnly`] for a name that the [`EndpointRegistry`] has for the whole world: `"meta-capi"`.
    pub fn regional(name: &str, region: Region, recipient: RecipientName) -> Result<Self, InvalidEndpoint> {
        let known = EndpointName::parse(name).ok().and_then(|name| EndpointRegistry::builtin().get(name));
        if known.is_some_and(|facts| facts.scope() == EndpointScope::Global) {
            return Err(InvalidEndpoint::GlobalOnly);
        }
        let name = crate::flow::site::name(name).map_err(|_| InvalidEndpoint::Name)?;
        Ok(Self { name, recipient, reach: Reach::Regional(region), facts: RecipientFacts::new() })
    }

    /// An endpoint that a platform has for the whole world. It is delivered to only under a row of the policy that
    /// accepts it by this name.
    #[must_use]
    pub fn global(name: EndpointName, recipient: RecipientName) -> Self {
        let text = Text::new(name.as_str().as_bytes()).unwrap_or(Text::EMPTY);
        Self { name: text, recipient, reach: Reach::Global(name), facts: RecipientFacts::new() }
    }

    /// The endpoint, with what is known about the recipient besides what the policy states.
    #[must_use]
    pub fn with_facts(mut self, facts: RecipientFacts) -> Self {
        self.facts = facts;
        self
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The recipient whose endpoint it is.
    #[must_use]
    pub const fn recipient(&self) -> RecipientName {
        self.recipient
    }

    /// The region it stands in; `None` for one for the whole world.
    #[must_use]
    pub const fn region(&self) -> Option<Region> {
        match self.reach {
            Reach::Regional(region) => Some(region),
            Reach::Global(_) => None,
        }
    }

    /// The region it stands in, by reference.
    #[inline]
    pub(in crate::flow) const fn region_ref(&self) -> Option<&Region> {
        match &self.reach {
            Reach::Regional(region) => Some(region),
            Reach::Global(_) => None,
        }
    }

    /// The facts about the recipient besides what the policy states.
    #[must_use]
    pub const fn facts(&self) -> &RecipientFacts {
        &self.facts
    }

    /// True for another endpoint of the same name.
    pub(in crate::flow) fn is_same_as(&self, other: &Self) -> bool {
        !core::ptr::eq(self, other) && self.name.len() == other.name.len() && self.name == other.name
    }

    /// What the policy is asked about it.
    #[inline]
    pub(in crate::flow) const fn to(&self) -> To<'_> {
        let endpoint = match self.reach {
            Reach::Regional(_) => EndpointKind::Regional,
            Reach::Global(name) => EndpointKind::Global(name),
        };
        To { recipient: self.recipient, via: None, endpoint: Some(endpoint), facts: &self.facts }
    }
}
