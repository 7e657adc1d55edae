//! Queues, stores and endpoints, as far as a decision needs to know them.

use crate::code::Text;
use crate::place::Region;

/// A place an event can be handed to: a queue, a store or an outgoing endpoint, with its region.
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
        let is_printable = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
        let name = Text::new(name.as_bytes()).filter(|_| is_printable).ok_or(InvalidSite)?;
        Ok(Self { name, region })
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

/// A text is no name for a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a site name: 1 to 63 printable ASCII characters without spaces")]
#[non_exhaustive]
pub struct InvalidSite;

impl InvalidSite {
    /// The stable code, `invalid_site`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_site"
    }
}
