//! E-mail addresses: read once, then rendered by each platform's rule.

use crate::pii::buffer::Buffer;
use crate::pii::error::PiiError;
use crate::pii::rule::{Domains, EmailStep};
use crate::pii::unicode;

/// An e-mail address: composed, lower-cased, without white space, one local part and one domain.
#[derive(Clone)]
pub(crate) struct Email {
    /// Local part, `@`, domain.
    text: Buffer,
    /// Where the `@` is.
    at: usize,
    /// Whether white space stood inside.
    space: InnerSpace,
    /// Whether lower-casing changed a letter outside ASCII.
    case: WideCase,
}

/// Whether white space stood inside the raw value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InnerSpace {
    None,
    Removed,
}

/// Whether the raw value had a capital letter outside ASCII.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WideCase {
    Same,
    Lowered,
}

impl Email {
    /// Reads a raw value.
    ///
    /// What is refused is no address of a person that a platform could hold: quoted local parts, display names,
    /// comments, two `@`, a domain without a dot, an address longer than [`MAX_LENGTH`].
    #[inline]
    pub(crate) fn parse(raw: &str) -> Result<Self, PiiError> {
        let text = unicode::trim(raw);
        if text.is_empty() {
            return Err(PiiError::Empty);
        }
        if text.len() > MAX_RAW {
            return Err(PiiError::TooLong);
        }
        if text.is_ascii() { Self::parse_ascii(text) } else { Self::parse_wide(text) }
    }

    /// The common case: one pass that lower-cases, drops white space and finds the `@`.
    fn parse_ascii(text: &str) -> Result<Self, PiiError> {
        let mut email = Self::empty();
        email.text.push_str(text);
        email.text.bytes_mut().make_ascii_lowercase();
        if email.text.as_bytes().iter().any(u8::is_ascii_whitespace) {
            email.space = InnerSpace::Removed;
            email.text = without_space(&email.text);
        }
        email.checked()
    }

    /// Anything with a character outside ASCII.
    fn parse_wide(text: &str) -> Result<Self, PiiError> {
        let mut email = Self::empty();
        if text.chars().any(char::is_whitespace) {
            email.space = InnerSpace::Removed;
        }
        email.text = without_space(&unicode::lowercase(text));
        let upper = text.chars().any(|c| !c.is_ascii() && !c.to_lowercase().eq([c]));
        if upper {
            email.case = WideCase::Lowered;
        }
        email.checked()
    }

    fn empty() -> Self {
        Self { text: Buffer::new(), at: 0, space: InnerSpace::None, case: WideCase::Same }
    }

    /// Checks the structure and finds the `@`.
    fn checked(mut self) -> Result<Self, PiiError> {
        let bytes = self.text.as_bytes();
        if bytes.len() > MAX_LENGTH {
            return Err(PiiError::TooLong);
        }
        self.at = bytes.iter().position(|byte| *byte == b'@').ok_or(PiiError::InvalidEmail)?;
        let (local, rest) = bytes.split_at_checked(self.at).ok_or(PiiError::InvalidEmail)?;
        let domain = rest.get(1..).unwrap_or_default();
        if local.iter().all(|byte| *byte == b'.') || !is_domain(domain) {
            return Err(PiiError::InvalidEmail);
        }
        if !local.iter().all(|byte| is_local_byte(*byte)) || self.has_stray_character() {
            return Err(PiiError::UnexpectedCharacter);
        }
        Ok(self)
    }

    /// True if a character outside ASCII is a control or shows nothing.
    fn has_stray_character(&self) -> bool {
        !self.text.as_bytes().is_ascii()
            && self.text.as_str().chars().any(|c| c.is_control() || unicode::is_invisible(c))
    }

    /// The local part.
    fn local(&self) -> &[u8] {
        self.text.as_bytes().get(..self.at).unwrap_or_default()
    }

    /// The `@` and the domain.
    fn domain_with_at(&self) -> &[u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The address as the rule wants it.
    #[inline]
    pub(crate) fn render(&self, steps: &[EmailStep]) -> Result<Buffer, PiiError> {
        let mut local = self.local();
        let domain = self.domain_with_at();
        let mut kept = Kept::All;
        for step in steps {
            match *step {
                EmailStep::RefuseInnerSpace => {
                    refuse_if(self.space == InnerSpace::Removed, PiiError::InnerSpace)?
                }
                EmailStep::RemoveSpace => {}
                EmailStep::AsciiCaseOnly => refuse_if(self.case == WideCase::Lowered, PiiError::RuleInDoubt)?,
                EmailStep::CutTag(domains) if applies(domains, domain) => {
                    local = local.split(|byte| *byte == b'+').next().unwrap_or_default();
                }
                EmailStep::RemoveDots(domains) if applies(domains, domain) => kept = Kept::AllButDots,
                EmailStep::CutTag(_) | EmailStep::RemoveDots(_) => {}
                EmailStep::RemoveSymbols => kept = Kept::LettersAndDigits,
                EmailStep::KeepAsciiAnd(others) => kept = Kept::AsciiAnd(others),
            }
        }
        let mut out = Buffer::new();
        kept.copy(local, &mut out)?;
        if out.is_empty() {
            return Err(PiiError::Empty);
        }
        if let Kept::AsciiAnd(_) = kept {
            kept.copy(domain, &mut out)?;
        } else {
            out.push_bytes(domain);
        }
        Ok(out)
    }
}

/// What stays of the local part.
#[derive(Clone, Copy)]
enum Kept {
    All,
    AllButDots,
    LettersAndDigits,
    AsciiAnd(&'static str),
}

impl Kept {
    /// Appends what stays of `bytes`, which are UTF-8.
    fn copy(self, bytes: &[u8], out: &mut Buffer) -> Result<(), PiiError> {
        match self {
            Self::All => out.push_bytes(bytes),
            Self::AllButDots => bytes.split(|byte| *byte == b'.').for_each(|part| out.push_bytes(part)),
            Self::LettersAndDigits => {
                let text = core::str::from_utf8(bytes).unwrap_or_default();
                text.split(|c: char| !c.is_alphanumeric()).for_each(|part| out.push_str(part));
            }
            Self::AsciiAnd(others) => {
                let text = core::str::from_utf8(bytes).unwrap_or_default();
                refuse_if(
                    text.chars().any(|c| !c.is_ascii() && c.is_alphanumeric()),
                    PiiError::UnexpectedCharacter,
                )?;
                let stays = |c: char| c.is_ascii_alphanumeric() || others.contains(c);
                text.split(|c| !stays(c)).for_each(|part| out.push_str(part));
            }
        }
        Ok(())
    }
}

/// The error, on the condition.
const fn refuse_if(condition: bool, error: PiiError) -> Result<(), PiiError> {
    if condition { Err(error) } else { Ok(()) }
}

/// True if a rule for `domains` applies to this `@domain`.
fn applies(domains: Domains, domain_with_at: &[u8]) -> bool {
    match domains {
        Domains::Gmail => domain_with_at == b"@gmail.com",
        Domains::GmailAndGooglemail => matches!(domain_with_at, b"@gmail.com" | b"@googlemail.com"),
        Domains::Every => true,
    }
}

/// `text` without its white space.
fn without_space(text: &Buffer) -> Buffer {
    let mut out = Buffer::new();
    text.as_str().split(char::is_whitespace).for_each(|part| out.push_str(part));
    out
}

/// True if `domain` is at least two labels of letters, digits and inner hyphens; any character outside ASCII counts
/// as a letter.
fn is_domain(domain: &[u8]) -> bool {
    let mut labels = 0_usize;
    for label in domain.split(|byte| *byte == b'.') {
        let inner = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-' || !byte.is_ascii();
        if label.is_empty() || label.starts_with(b"-") || label.ends_with(b"-") || !label.iter().all(inner) {
            return false;
        }
        labels = labels.saturating_add(1);
    }
    labels >= 2
}

/// True for the bytes of an unquoted local part (RFC 5322 `atext`, the dot, and everything outside ASCII as RFC 6531
/// has it).
const fn is_local_byte(byte: u8) -> bool {
    !byte.is_ascii()
        || byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'.' | b'!'
                | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'/'
                | b'='
                | b'?'
                | b'^'
                | b'_'
                | b'`'
                | b'{'
                | b'|'
                | b'}'
                | b'~'
        )
}

/// RFC 5321 § 4.5.3.1: 64 bytes, the `@`, 255 bytes.
const MAX_LENGTH: usize = 320;

/// A raw value beyond this is not looked at.
const MAX_RAW: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn render(raw: &str, steps: &[EmailStep]) -> Result<String, &'static str> {
        Email::parse(raw)
            .and_then(|email| email.render(steps))
            .map(|text| text.as_str().to_owned())
            .map_err(PiiError::code)
    }

    #[test]
    fn one_structure_for_all() {
        for (raw, code) in [
            ("", "empty"),
            (" \u{200b}\u{feff}", "empty"),
            ("quinn", "invalid_email"),
            ("@example.com", "invalid_email"),
            ("a@", "invalid_email"),
            ("a@b", "invalid_email"),
            ("a@b.", "invalid_email"),
            ("a@.b", "invalid_email"),
            ("a@b..c", "invalid_email"),
            ("a@-b.c", "invalid_email"),
            ("a@b_c.d", "invalid_email"),
            ("a@ba@z.com", "invalid_email"),
            ("...@gmail.com", "invalid_email"),
            ("Jane <a@b.com>", "invalid_email"),
            ("<a@b.com", "unexpected_character"),
            ("mailto:a@b.com", "unexpected_character"),
            ("\"a\"@b.com", "unexpected_character"),
            ("a\u{200b}b@c.com", "unexpected_character"),
            ("a\u{0}b@c.com", "unexpected_character"),
            ("a\u{85}b@c.com\u{1}", "invalid_email"),
        ] {
            assert_eq!(render(raw, &[]), Err(code), "{raw:?}");
        }
        assert_eq!(render(&format!("{}@b.com", "a".repeat(400)), &[]), Err("too_long"));
        assert_eq!(render(&"a".repeat(2000), &[]), Err("too_long"));
        let long = format!("{}@{}.com", "a".repeat(64), "b".repeat(200));
        assert_eq!(render(&long.to_uppercase(), &[]), Ok(long));
    }

    #[test]
    fn steps_apply_where_they_say() {
        let google = [
            EmailStep::RemoveSpace,
            EmailStep::CutTag(Domains::GmailAndGooglemail),
            EmailStep::RemoveDots(Domains::GmailAndGooglemail),
        ];
        let ok = |text: &str| Ok(text.to_owned());
        assert_eq!(render("Jane. Doe+Shop@GoogleMail.com", &google), ok("janedoe@googlemail.com"));
        assert_eq!(render("user.name+NYC@Example.com", &google), ok("user.name+nyc@example.com"));
        assert_eq!(render("user.name@gmail.com.br", &google), ok("user.name@gmail.com.br"));
        assert_eq!(render("+a@gmail.com", &google), Err("empty"));
        assert_eq!(render(".+@gmail.com", &google), Err("empty"));
        let uid2 = [
            EmailStep::RefuseInnerSpace,
            EmailStep::CutTag(Domains::Gmail),
            EmailStep::RemoveDots(Domains::Gmail),
        ];
        assert_eq!(render("Jane.Doe+x@googlemail.com", &uid2), ok("jane.doe+x@googlemail.com"));
        assert_eq!(render("Jane.Doe+x@gmail.com", &uid2), ok("janedoe@gmail.com"));
        assert_eq!(render("jane doe@gmail.com", &uid2), Err("inner_space"));
        assert_eq!(render("Ä@example.com", &[]), ok("ä@example.com"));
        assert_eq!(render("A\u{308}@example.com", &[]), ok("ä@example.com"));
        assert_eq!(render("Ä@example.com", &[EmailStep::AsciiCaseOnly]), Err("rule_in_doubt"));
        assert_eq!(render("ä@example.com", &[EmailStep::AsciiCaseOnly]), ok("ä@example.com"));
        let reddit = [EmailStep::CutTag(Domains::Every), EmailStep::RemoveSymbols];
        assert_eq!(render("Al.ice$+Apple@Example.Com", &reddit), ok("alice@example.com"));
        assert_eq!(render("$@example.com", &reddit), Err("empty"));
        let amazon = [EmailStep::KeepAsciiAnd(".@+-")];
        assert_eq!(render("user!#$%^&*@domain.com", &amazon), ok("user@domain.com"));
        assert_eq!(render("info@Bücher.de", &amazon), Err("unexpected_character"));
    }
}
