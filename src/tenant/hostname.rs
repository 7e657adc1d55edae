//! Host names.

use crate::tenant::name::MAX_NAME;
use crate::tenant::name::Name;

/// A host name as DNS compares it: lower-case ASCII labels, internationalized ones as A-labels.
///
/// The name a request arrived under selects a tenant, so there is one spelling of each: capitals are folded and
/// one trailing dot is dropped. Everything that is more or less than a name is refused: a port, user information,
/// an IP address, an underscore. Names in other scripts must come as A-labels (`xn--…`), because turning them into
/// A-labels depends on tables whose edition the caller knows and this crate does not.
///
/// # Examples
///
/// ```
/// use domicile::tenant::Hostname;
///
/// let hostname = Hostname::parse("Shop.Example.COM.")?;
/// assert_eq!(hostname.as_str(), "shop.example.com");
/// assert!(Hostname::parse("shop.example.com:443").is_err());
/// assert!(Hostname::parse("192.0.2.1").is_err());
/// # Ok::<(), domicile::tenant::InvalidHostname>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(alias = "domain")]
pub struct Hostname(Name);

impl Hostname {
    /// Reads a host name: labels of 1 to 63 letters, digits and inner hyphens, 253 bytes in all.
    ///
    /// # Errors
    ///
    /// [`InvalidHostname`] says what was expected and never repeats the text: `Empty` (`""`, `"."`), `Length`,
    /// `Label` (`"a..b"`, `"-a.b"`, a label of 64 bytes), `Byte` (`"a b"`, `"a/b"`), `Underscore` (`"_dmarc.a.b"`),
    /// `NotAscii` (`"münchen.example"`), `ALabel` (`"xn--"`, `"ab--c.example"`), `Port` (`"a.b:443"`), `UserInfo`
    /// (`"me@a.b"`), `IpLiteral` (`"192.0.2.1"`, `"[::1]"`).
    pub const fn parse(text: &str) -> Result<Self, InvalidHostname> {
        match lower_case(text.as_bytes()) {
            Ok((bytes, length)) => match check_name(bytes.split_at(length).0) {
                Ok(text) => Ok(Self(text)),
                Err(error) => Err(error),
            },
            Err(error) => Err(error),
        }
    }

    /// The name: lower-case, without a trailing dot.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The name's bytes, inline.
    pub(crate) const fn name(self) -> Name {
        self.0
    }

    /// What stands after the first dot, if there is one.
    pub(crate) fn parent(&self) -> Option<&str> {
        self.as_str().split_once('.').map(|(_, parent)| parent)
    }
}

/// A text is not a host name. It is never part of the error: it came from a stranger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidHostname {
    /// No name at all.
    #[error("expected a host name, and it is empty")]
    Empty,
    /// Longer than DNS allows.
    #[error("expected a host name of at most 253 bytes")]
    Length,
    /// A label is empty, too long, or begins or ends with a hyphen.
    #[error("expected labels of 1 to 63 bytes that begin and end with a letter or digit")]
    Label,
    /// A byte that stands in no host name.
    #[error("expected letters, digits, hyphens and dots")]
    Byte,
    /// DNS has names with underscores; hosts have none.
    #[error("expected a host name, and those have no underscore")]
    Underscore,
    /// An internationalized name in its Unicode form.
    #[error("expected A-labels (xn--…) for a name that is not ASCII")]
    NotAscii,
    /// A label with hyphens in its third and fourth place that is no A-label.
    #[error("expected hyphens in the third and fourth place of A-labels only")]
    ALabel,
    /// A name and a port.
    #[error("expected a host name without a port")]
    Port,
    /// User information before the name.
    #[error("expected a host name without user information")]
    UserInfo,
    /// An IP address, whose owner no name was verified for.
    #[error("expected a host name, not an IP address")]
    IpLiteral,
}

impl InvalidHostname {
    /// The stable code, `invalid_hostname`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_hostname"
    }
}

crate::code::text_doors!(Hostname, InvalidHostname, "a host name in ASCII, without a port");

/// The bytes with capitals folded and one trailing dot dropped, and how many they are.
pub(crate) const fn lower_case(text: &[u8]) -> Result<([u8; MAX_NAME], usize), InvalidHostname> {
    let mut input = match text {
        [head @ .., b'.'] => head,
        whole => whole,
    };
    if input.is_empty() {
        return Err(InvalidHostname::Empty);
    }
    let length = input.len();
    let mut bytes = [0; MAX_NAME];
    let mut rest: &mut [u8] = &mut bytes;
    while let Some((byte, tail)) = input.split_first() {
        let Some((slot, next)) = rest.split_first_mut() else {
            return Err(InvalidHostname::Length);
        };
        *slot = byte.to_ascii_lowercase();
        rest = next;
        input = tail;
    }
    Ok((bytes, length))
}

/// Checks a name of at most 253 bytes in which capitals are folded.
pub(crate) const fn check_name(name: &[u8]) -> Result<Name, InvalidHostname> {
    if let Some(error) = byte_fault(name) {
        return Err(error);
    }
    let mut rest = name;
    loop {
        let (label, tail) = split_label(rest);
        if let Some(error) = label_fault(label) {
            return Err(error);
        }
        match tail {
            Some(tail) => rest = tail,
            None if is_number(label) => return Err(InvalidHostname::IpLiteral),
            None => break,
        }
    }
    match Name::new(name) {
        Some(name) => Ok(name),
        None => Err(InvalidHostname::Length),
    }
}

/// The first label, and what follows its dot.
pub(crate) const fn split_label(name: &[u8]) -> (&[u8], Option<&[u8]>) {
    let mut at = 0_usize;
    let mut rest = name;
    while let Some((byte, tail)) = rest.split_first() {
        if *byte == b'.' {
            return (name.split_at(at).0, Some(tail));
        }
        at = at.saturating_add(1);
        rest = tail;
    }
    (name, None)
}

const fn byte_fault(name: &[u8]) -> Option<InvalidHostname> {
    let mut rest = name;
    while let Some((byte, tail)) = rest.split_first() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' => {}
            b'[' => return Some(InvalidHostname::IpLiteral),
            b':' if has_colon(tail) => return Some(InvalidHostname::IpLiteral),
            b':' => return Some(InvalidHostname::Port),
            b'@' => return Some(InvalidHostname::UserInfo),
            b'_' => return Some(InvalidHostname::Underscore),
            0x80.. => return Some(InvalidHostname::NotAscii),
            _ => return Some(InvalidHostname::Byte),
        }
        rest = tail;
    }
    None
}

const fn has_colon(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some((byte, tail)) = rest.split_first() {
        if *byte == b':' {
            return true;
        }
        rest = tail;
    }
    false
}

/// RFC 1123 § 2.1 for the shape of a label, RFC 5890 § 2.3.1 for the hyphens in its third and fourth place.
const fn label_fault(label: &[u8]) -> Option<InvalidHostname> {
    match label {
        [] | [b'-', ..] | [.., b'-'] => Some(InvalidHostname::Label),
        _ if label.len() > MAX_LABEL => Some(InvalidHostname::Label),
        [b'x', b'n', b'-', b'-', ..] => None,
        [_, _, b'-', b'-', ..] => Some(InvalidHostname::ALabel),
        _ => None,
    }
}

/// True for a last label that makes the whole an IPv4 address to a URL parser: `1`, `0x7f`, `0x`.
const fn is_number(label: &[u8]) -> bool {
    let (mut rest, hexadecimal) = match label {
        [b'0', b'x', digits @ ..] => (digits, true),
        digits => (digits, false),
    };
    while let Some((byte, tail)) = rest.split_first() {
        let is_digit = byte.is_ascii_digit() || (hexadecimal && byte.is_ascii_hexdigit());
        if !is_digit {
            return false;
        }
        rest = tail;
    }
    true
}

/// Bytes of a label (RFC 1035 § 2.3.4).
const MAX_LABEL: usize = 63;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_of_each_name() {
        for text in ["shop.example.com", "SHOP.example.com", "shop.example.com.", "Shop.Example.Com."] {
            assert_eq!(Hostname::parse(text).unwrap().as_str(), "shop.example.com");
        }
        for good in ["localhost", "a", "1.example", "xn--mnchen-3ya.example", "a-b.c-d", "0x1g", "a--b"] {
            assert_eq!(Hostname::parse(good).unwrap().as_str(), good);
        }
    }

    #[test]
    fn what_is_not_a_name_is_refused_for_its_reason() {
        use InvalidHostname::*;
        let long_label = format!("{}.example", "a".repeat(64));
        let long_name = ["a".repeat(63).as_str(); 4].join(".");
        let cases = [
            ("", Empty),
            (".", Empty),
            (long_name.as_str(), Length),
            (long_label.as_str(), Label),
            ("..", Label),
            ("a..b", Label),
            (".a", Label),
            ("a.b..", Label),
            ("-a.b", Label),
            ("a-.b", Label),
            ("xn--", Label),
            ("a b", Byte),
            ("a/b", Byte),
            ("*.a.b", Byte),
            ("a\0b", Byte),
            ("a%2eb", Byte),
            ("_dmarc.example.com", Underscore),
            ("münchen.example", NotAscii),
            ("a。b", NotAscii),
            ("ab--c.example", ALabel),
            ("a.b:443", Port),
            ("me@a.b", UserInfo),
            ("[::1]", IpLiteral),
            ("2001:db8::1", IpLiteral),
            ("192.0.2.1", IpLiteral),
            ("192.0.2.1.", IpLiteral),
            ("3221225985", IpLiteral),
            ("0x7f.1", IpLiteral),
            ("127.0x0", IpLiteral),
            ("example.0x", IpLiteral),
        ];
        for (text, expected) in cases {
            assert_eq!(Hostname::parse(text), Err(expected), "{text:?}");
        }
        let longest = long_name.split_at(253).0;
        assert_eq!(Hostname::parse(longest).unwrap().as_str().len(), 253);
    }
}
