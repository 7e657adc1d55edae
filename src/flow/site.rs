//! Queues and stores, as far as a decision needs to know them.

use crate::code::Text;
use crate::place::Region;

/// A place of the service itself that an event can be put: a queue or a store, with its region.
///
/// # Examples
///
/// ```
/// use domicile::Region;
/// use domicile::flow::Site;
///
/// let queue = Site::new("ingest-eu", Region::EuWest1)?;
/// assert_eq!((queue.name(), queue.region()), ("ingest-eu", Region::EuWest1));
/// # Ok::<(), domicile::flow::InvalidSite>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Site {
    name: Text<63>,
    region: Region,
}

impl Site {
    /// The site called `name` in `region`. The name is the embedder's; it decides nothing.
    ///
    /// # Errors
    ///
    /// [`InvalidSite`] unless the name is 1 to 63 printable ASCII characters without spaces.
    pub fn new(name: &str, region: Region) -> Result<Self, InvalidSite> {
        Ok(Self { name: self::name(name)?, region })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The region it stands in.
    #[must_use]
    #[inline]
    pub const fn region(&self) -> Region {
        self.region
    }
}

/// Reads the name of a site or an endpoint.
pub(in crate::flow) fn name(text: &str) -> Result<Text<63>, InvalidSite> {
    if text.is_empty() {
        return Err(InvalidSite);
    }
    Text::graphic(text.as_bytes()).ok_or(InvalidSite)
}

/// A text is no name for a site or an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a name of a site or an endpoint: 1 to 63 printable ASCII characters without spaces")]
#[non_exhaustive]
pub struct InvalidSite;

impl InvalidSite {
    /// The stable code, `invalid_site`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_site"
    }
}
