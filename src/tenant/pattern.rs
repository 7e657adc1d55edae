//! Patterns of host names.

use crate::tenant::hostname::Hostname;
use crate::tenant::hostname::InvalidHostname;
use crate::tenant::hostname::check_name;
use crate::tenant::hostname::lower_case;
use crate::tenant::hostname::split_label;
use crate::tenant::name::MAX_NAME;
use crate::tenant::name::Name;

/// Which host names belong to a tenant: one name, or `*.` and a name of at least two labels.
///
/// The star stands for exactly one whole label, as in TLS certificates (RFC 6125 § 6.4.3): `*.example.com` matches
/// `shop.example.com`, not `example.com`, not `a.shop.example.com`, not `badexample.com`. So a deeper name is
/// claimed only by who wrote it down. That nobody claims a public suffix such as `*.co.uk` is for the embedder to
/// see to: which suffixes are public changes from week to week.
///
/// # Examples
///
/// ```
/// use domicile::tenant::{HostPattern, Hostname};
///
/// let pattern = HostPattern::parse("*.example.com")?;
/// assert!(pattern.matches(&Hostname::parse("shop.example.com")?));
/// assert!(!pattern.matches(&Hostname::parse("example.com")?));
/// assert!(!pattern.matches(&Hostname::parse("a.shop.example.com")?));
/// assert!(HostPattern::parse("*.com").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostPattern(Name);

impl HostPattern {
    /// Reads a pattern; capitals are folded and one trailing dot is dropped, as in a [`Hostname`].
    ///
    /// # Errors
    ///
    /// [`InvalidHostPattern::Star`] for a star anywhere but before the first dot (`"a*.example.com"`, `"*"`,
    /// `"a.*.com"`) or with fewer than two labels behind it (`"*.com"`); [`InvalidHostPattern::Name`] if the rest is
    /// no host name.
    pub const fn parse(text: &str) -> Result<Self, InvalidHostPattern> {
        let (bytes, length) = match lower_case(text.as_bytes()) {
            Ok(folded) => folded,
            Err(error) => return Err(InvalidHostPattern::Name(error)),
        };
        let whole = bytes.split_at(length).0;
        let name = match whole {
            [b'*', b'.', suffix @ ..] if split_label(suffix).1.is_some() => suffix,
            name => name,
        };
        if has_star(name) {
            return Err(InvalidHostPattern::Star);
        }
        if let Err(error) = check_name(name) {
            return Err(InvalidHostPattern::Name(error));
        }
        match Name::new(whole) {
            Some(text) => Ok(Self(text)),
            None => Err(InvalidHostPattern::Name(InvalidHostname::Length)),
        }
    }

    /// The pattern: lower-case, without a trailing dot.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// True if `hostname` is the name, or one label and the name behind the star.
    #[must_use]
    pub fn matches(&self, hostname: &Hostname) -> bool {
        match self.suffix() {
            Some(suffix) => hostname.parent() == Some(suffix),
            None => hostname.as_str() == self.as_str(),
        }
    }

    /// The pattern with a star that matches this name; `None` for a pattern with a star, or too short a name.
    pub(crate) fn star_above(&self) -> Option<Self> {
        let (label, suffix) = self.as_str().split_once('.')?;
        if label == "*" || !suffix.contains('.') {
            return None;
        }
        let mut bytes = [0; MAX_NAME];
        let length = suffix.len().checked_add(2)?;
        let pattern = bytes.get_mut(..length)?;
        pattern.get_mut(..2)?.copy_from_slice(b"*.");
        pattern.get_mut(2..)?.copy_from_slice(suffix.as_bytes());
        Name::new(pattern).map(Self)
    }

    /// The name behind the star, if there is a star.
    pub(crate) fn suffix(&self) -> Option<&str> {
        self.as_str().strip_prefix("*.")
    }
}

impl From<Hostname> for HostPattern {
    /// The pattern that matches this name only.
    fn from(hostname: Hostname) -> Self {
        Self(hostname.name())
    }
}

/// A text is not a pattern of host names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidHostPattern {
    /// The star stands in the wrong place, or before too little.
    #[error("expected a star only as the whole first label, with at least two labels behind it")]
    Star,
    /// The name in the pattern is none.
    #[error("expected a host name, or a star, a dot and a host name")]
    Name(#[source] InvalidHostname),
}

impl InvalidHostPattern {
    /// The stable code, `invalid_host_pattern`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_host_pattern"
    }
}

crate::code::text_doors!(HostPattern, InvalidHostPattern, "a host name, or *. and a host name");

const fn has_star(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some((byte, tail)) = rest.split_first() {
        if *byte == b'*' {
            return true;
        }
        rest = tail;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_star_is_one_whole_label() {
        let pattern = HostPattern::parse("*.Example.com.").unwrap();
        assert_eq!(pattern.as_str(), "*.example.com");
        let matches = |text| pattern.matches(&Hostname::parse(text).unwrap());
        for yes in ["a.example.com", "xn--mnchen-3ya.example.com", "1.example.com"] {
            assert!(matches(yes), "{yes}");
        }
        for no in ["example.com", "a.b.example.com", "badexample.com", "a.example.com.evil", "com", "a.com"] {
            assert!(!matches(no), "{no}");
        }
    }

    #[test]
    fn a_misplaced_star_is_refused() {
        for bad in
            ["*", "*.", "*.com", "a*.example.com", "*a.example.com", "a.*.com", "*.*.example.com", "**.a.b"]
        {
            assert_eq!(HostPattern::parse(bad), Err(InvalidHostPattern::Star), "{bad}");
        }
        for bad in ["", "*..com", "*.a_b.com", "*.192.0.2.1", "a.b:1"] {
            assert!(matches!(HostPattern::parse(bad), Err(InvalidHostPattern::Name(_))), "{bad}");
        }
    }
}
