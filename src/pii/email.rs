//! E-mail addresses: read once into a buffer, then brought into each platform's form where they stand.

use crate::pii::buffer::{self, Buffer};
use crate::pii::email_shape;
use crate::pii::error::PiiError;
use crate::pii::rule::{Domains, EmailStep};
use crate::pii::unicode;

/// An e-mail address that was read for many platforms: composed, lower-cased, without white space, one local part and
/// one domain.
#[derive(Clone)]
pub(crate) struct Email {
    /// Local part, `@`, domain.
    text: Buffer,
    found: Found,
}

/// What of the raw value no longer shows in the address that was read.
#[derive(Clone, Copy)]
pub(crate) struct Found {
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
    pub(crate) fn parse(raw: &str) -> Result<Self, PiiError> {
        let mut text = Buffer::new();
        let found = read(raw, &mut text)?;
        Ok(Self { text, found })
    }

    /// Puts the address as the rule wants it into `out`, which is empty.
    #[inline]
    pub(crate) fn render_into(&self, steps: &[EmailStep], out: &mut Buffer) -> Result<(), PiiError> {
        out.clone_from(&self.text);
        self.found.apply(steps, out)
    }
}

/// Reads a raw value into `out`, which is empty.
///
/// What is refused is no address of a person that a platform could hold: quoted local parts, display names, comments, two
/// `@`, a domain without a dot, an address longer than [`MAX_LENGTH`].
#[inline]
pub(crate) fn read(raw: &str, out: &mut Buffer) -> Result<Found, PiiError> {
    let text = unicode::trim(raw);
    // The usual case. What is not ASCII has more to be looked at, so it is not usual.
    if text.len() <= buffer::INLINE && email_shape::is_ascii_address(text.as_bytes()) {
        out.push_ascii_lowercase(text);
        return Ok(Found { space: InnerSpace::None, case: WideCase::Same });
    }
    read_unusual(text, out)
}

/// Everything else, and everything that is refused.
#[inline(never)]
fn read_unusual(text: &str, out: &mut Buffer) -> Result<Found, PiiError> {
    if text.is_empty() {
        return Err(PiiError::Empty);
    }
    if text.len() > MAX_RAW {
        return Err(PiiError::TooLong);
    }
    if !text.is_ascii() {
        if let Some(found) = read_composed(text, out) {
            return Ok(found);
        }
        *out = Buffer::new();
    }
    unicode::lowercase_into(text, out);
    if text.chars().any(unicode::is_invisible) {
        return Err(PiiError::UnexpectedCharacter);
    }
    let case = if text.is_ascii() {
        WideCase::Same
    } else {
        WideCase::of(unicode::compose(text).as_bytes(), out.as_bytes())
    };
    let mut space = InnerSpace::None;
    if out.as_str().contains(char::is_whitespace) {
        *out = without_space(out);
        space = InnerSpace::Removed;
    }
    check(out)?;
    if out.as_bytes().len() > MAX_LENGTH {
        return Err(PiiError::TooLong);
    }
    Ok(Found { space, case })
}

/// The usual case outside ASCII: letters that are composed already, and no character that has to be looked at again.
fn read_composed(text: &str, out: &mut Buffer) -> Option<Found> {
    let mut odd = false;
    // Of ASCII, the table of the structure knows what is odd.
    let characters = text.chars().inspect(|c| {
        odd |=
            !c.is_ascii() && (c.is_whitespace() || unicode::is_hidden(*c) || *c == unicode::CAPITAL_DOTTED_I);
    });
    let composed = unicode::is_surely_composed(characters);
    if odd || !composed {
        return None;
    }
    unicode::push_lowercase(text, out);
    (email_shape::is_address(out.as_bytes()) && out.as_bytes().len() <= MAX_LENGTH)
        .then(|| Found { space: InnerSpace::None, case: WideCase::of(text.as_bytes(), out.as_bytes()) })
}

impl WideCase {
    /// Whether lower-casing changed more than ASCII's letters.
    fn of(text: &[u8], lowered: &[u8]) -> Self {
        let same = text.len() == lowered.len()
            && text.iter().zip(lowered).all(|(before, after)| before == after || before.is_ascii());
        if same { Self::Same } else { Self::Lowered }
    }
}

impl Found {
    /// Brings the address that was read into the form that the rule wants.
    #[inline]
    pub(crate) fn apply(self, steps: &[EmailStep], text: &mut Buffer) -> Result<(), PiiError> {
        match *steps {
            // Half of the platforms want nothing more.
            [EmailStep::RefuseInnerSpace] if self.space == InnerSpace::None => Ok(()),
            _ => self.apply_all(steps, text),
        }
    }

    /// The same for any steps.
    fn apply_all(self, steps: &[EmailStep], text: &mut Buffer) -> Result<(), PiiError> {
        let bytes = text.as_bytes();
        let at = bytes.iter().position(|byte| *byte == b'@').unwrap_or(0);
        let (mut local, domain) = bytes.split_at_checked(at).unwrap_or_default();
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
        if let (Kept::All, true) = (kept, local.len() == at) {
            return Ok(());
        }
        let mut changed = Buffer::new();
        kept.copy(local, &mut changed)?;
        if changed.is_empty() {
            return Err(PiiError::Empty);
        }
        if let Kept::AsciiAnd(_) = kept {
            kept.copy(domain, &mut changed)?;
        } else {
            changed.push_bytes(domain);
        }
        *text = changed;
        Ok(())
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

/// Says what is wrong with what is no address, or has a character that may be wrong in one.
fn check(text: &Buffer) -> Result<(), PiiError> {
    let bytes = text.as_bytes();
    let stray = |c: char| {
        c.is_control() || matches!(c, ' ' | '"' | '(' | ')' | ',' | ':' | ';' | '<' | '>' | '[' | '\\' | ']')
    };
    if !email_shape::is_address(bytes) {
        let mut parts = bytes.split(|byte| *byte == b'@');
        let structured =
            matches!((parts.next(), parts.next(), parts.next()), (Some([_, ..]), Some([_, ..]), None));
        let strays = text.as_str().chars().any(stray);
        return Err(if structured && strays {
            PiiError::UnexpectedCharacter
        } else {
            PiiError::InvalidEmail
        });
    }
    refuse_if(text.as_str().chars().any(stray), PiiError::UnexpectedCharacter)
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

/// RFC 5321 § 4.5.3.1: 64 bytes, the `@`, 255 bytes.
const MAX_LENGTH: usize = 320;

/// A raw value beyond this is not looked at.
const MAX_RAW: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn render(raw: &str, steps: &[EmailStep]) -> Result<String, &'static str> {
        let mut text = Buffer::new();
        Email::parse(raw)
            .and_then(|email| email.render_into(steps, &mut text))
            .map(|()| text.as_str().to_owned())
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
            ("Jane <a@b.com>", "unexpected_character"),
            ("<a@b.com", "unexpected_character"),
            ("mailto:a@b.com", "unexpected_character"),
            ("\"a\"@b.com", "unexpected_character"),
            ("a\u{200b}b@c.com", "unexpected_character"),
            ("a\u{0}b@c.com", "unexpected_character"),
            ("a\u{85}b@c.com\u{1}", "unexpected_character"),
        ] {
            assert_eq!(render(raw, &[]), Err(code), "{raw:?}");
        }
        assert_eq!(render(&format!("{}@b.com", "a".repeat(400)), &[]), Err("too_long"));
        assert_eq!(render(&"a".repeat(2000), &[]), Err("too_long"));
        let long = format!("{}@{}.com", "a".repeat(64), "b".repeat(200));
        assert_eq!(render(&long.to_uppercase(), &[]), Ok(long));
    }

    #[test]
    fn the_usual_and_the_unusual_way_agree() {
        let alphabet = ["a", "Z", "9", ".", "-", "@", "_", "+", " ", "b.cd"];
        let mut texts = vec![String::new()];
        for _ in 0..5 {
            texts = texts.iter().flat_map(|text| alphabet.map(|part| format!("{text}{part}"))).collect();
        }
        for text in &texts {
            let one = Email::parse(text).map(|email| email.text.as_str().to_owned());
            let mut unusual = Buffer::new();
            let other = read_unusual(unicode::trim(text), &mut unusual).map(|_| unusual.as_str().to_owned());
            assert_eq!(one, other, "{text}");
        }
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
