//! E-mail addresses: read once into a buffer, then brought into each platform's form where they stand.

use crate::digest::{Digest, SharedDigest};
use crate::pii::buffer::{self, Buffer};
use crate::pii::email_lanes;
use crate::pii::email_shape;
use crate::pii::error::PiiError;
use crate::pii::rule::{Domains, EmailStep};
use crate::pii::unicode;

/// An e-mail address that was read for many platforms: composed, lower-cased, without white space, one local part and
/// one domain.
pub(crate) struct Email {
    /// Local part, `@`, domain.
    text: Buffer,
    found: Found,
    digest: SharedDigest,
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
    #[inline]
    pub(crate) fn parse(raw: &str) -> Result<Self, PiiError> {
        match read_usual(raw) {
            Some(text) => Ok(Self { text, found: PLAIN, digest: SharedDigest::new() }),
            None => Self::parse_unusual(raw),
        }
    }

    /// The same for what is not usual.
    #[inline(never)]
    fn parse_unusual(raw: &str) -> Result<Self, PiiError> {
        let mut text = Buffer::new();
        let found = read(raw, &mut text)?;
        Ok(Self { text, found, digest: SharedDigest::new() })
    }

    /// Wipes what is inline.
    pub(crate) fn wipe(&mut self) {
        self.text.wipe_inline();
    }

    /// True if the rule wants the address as it was read.
    #[inline]
    pub(crate) fn is_kept(&self, steps: &[EmailStep]) -> bool {
        matches!(self.found.change(steps, self.text.as_bytes()), Ok(None))
    }

    /// The digest of the address as it was read, made once for all platforms that want it so.
    #[inline]
    pub(crate) fn digest(&self) -> Digest {
        self.digest.or_make(|| Digest::of(self.text.as_bytes()))
    }

    /// Puts the address as the rule wants it into `out`, which is empty.
    #[inline]
    pub(crate) fn render_into(&self, steps: &[EmailStep], out: &mut Buffer) -> Result<(), PiiError> {
        out.clone_from(&self.text);
        self.found.apply(steps, out)
    }
}

/// Reads a usual value: an address in ASCII of usual length and form.
#[inline(always)]
pub(crate) fn read_usual(raw: &str) -> Option<Buffer> {
    // One space is what there is to trim mostly. Whatever else stands at an end is not usual.
    let text = raw.strip_prefix(' ').unwrap_or(raw);
    let text = text.strip_suffix(' ').unwrap_or(text).as_bytes();
    Some(Buffer::from_lanes(email_lanes::read(text)?, u8::try_from(text.len()).ok()?))
}

/// True if these steps change no usual address.
#[inline]
pub(crate) const fn keeps_usual(steps: &[EmailStep]) -> bool {
    matches!(steps, [] | [EmailStep::RefuseInnerSpace | EmailStep::RemoveSpace])
}

/// Reads a raw value into `out`, which is empty.
///
/// What is refused is no address of a person that a platform could hold: quoted local parts, display names, comments, two
/// `@`, a domain without a dot, an address longer than [`MAX_LENGTH`].
#[inline]
pub(crate) fn read(raw: &str, out: &mut Buffer) -> Result<Found, PiiError> {
    match read_usual(raw) {
        Some(text) => {
            *out = text;
            Ok(PLAIN)
        }
        None => read_rest(raw, out),
    }
}

/// Reads what [`read_usual`] did not.
#[inline(never)]
fn read_rest(raw: &str, out: &mut Buffer) -> Result<Found, PiiError> {
    let text = unicode::trim(raw);
    let bytes = text.as_bytes();
    if bytes.len() <= buffer::INLINE && email_shape::is_ascii_address(bytes) {
        out.push_ascii_lowercase(text);
        return Ok(PLAIN);
    }
    read_unusual(text, out)
}

/// Everything else, and everything that is refused.
fn read_unusual(text: &str, out: &mut Buffer) -> Result<Found, PiiError> {
    if text.is_empty() {
        return Err(PiiError::Empty);
    }
    if text.len() > MAX_RAW {
        return Err(PiiError::TooLong);
    }
    if !text.is_ascii() {
        for way in [read_latin, read_composed] {
            if let Some(found) = way(text, out) {
                return Ok(found);
            }
            *out = Buffer::new();
        }
    }
    read_any(text, out)
}

/// The same without a faster way, and what all of them must agree with.
fn read_any(text: &str, out: &mut Buffer) -> Result<Found, PiiError> {
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

/// The usual case outside ASCII: letters below U+0300, which are composed. Only one of them, `İ`, becomes two small ones.
fn read_latin(text: &str, out: &mut Buffer) -> Option<Found> {
    let mut case = WideCase::Same;
    out.fill(|free| {
        let length = free.len();
        let mut slots = free.iter_mut();
        for c in text.chars() {
            let small = match c {
                '\0'..='\x7f' => c.to_ascii_lowercase(),
                '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{de}' => {
                    char::from(u8::try_from(c).ok()?.wrapping_add(0x20))
                }
                '\u{df}'..='\u{ff}' => c,
                '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{12f}' | '\u{131}'..='\u{2ff}' => {
                    c.to_lowercase().next()?
                }
                _ => return None,
            };
            if small != c && !c.is_ascii() {
                case = WideCase::Lowered;
            }
            let mut utf8 = [0; 4];
            for byte in small.encode_utf8(&mut utf8).bytes() {
                *slots.next()? = byte;
            }
        }
        Some(length.saturating_sub(slots.len()))
    })?;
    email_shape::is_address(out.as_bytes()).then_some(Found { space: InnerSpace::None, case })
}

/// The same for whatever letters: letters that are composed already, and no character that has to be looked at again.
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
        match self.change(steps, text.as_bytes())? {
            None => Ok(()),
            Some(change) => change.make(text),
        }
    }

    /// What the rule wants changed in the address that was read.
    #[inline]
    fn change(self, steps: &[EmailStep], bytes: &[u8]) -> Result<Option<Change>, PiiError> {
        match *steps {
            // Half of the platforms want nothing more.
            [EmailStep::RefuseInnerSpace] if self.space == InnerSpace::None => Ok(None),
            _ => self.change_by(steps, bytes),
        }
    }

    /// The same for any steps.
    fn change_by(self, steps: &[EmailStep], bytes: &[u8]) -> Result<Option<Change>, PiiError> {
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
        let unchanged = match kept {
            Kept::All => true,
            Kept::AllButDots => !local.contains(&b'.'),
            Kept::LettersAndDigits | Kept::AsciiAnd(_) => false,
        };
        if unchanged && local.len() == at {
            Ok(None)
        } else {
            Ok(Some(Change { kept, local: local.len(), at }))
        }
    }
}

/// A change of an address: what stays of how much of the local part, which ends at `at`.
struct Change {
    kept: Kept,
    local: usize,
    at: usize,
}

impl Change {
    /// Makes the change.
    fn make(self, text: &mut Buffer) -> Result<(), PiiError> {
        let Self { kept, local, at } = self;
        if let (Kept::All | Kept::AllButDots, true) = (kept, text.is_inline_ascii()) {
            let dots = matches!(kept, Kept::AllButDots);
            let left = text.retain(|index, byte| index >= at || index < local && !(dots && byte == b'.'));
            return refuse_if(left == Some(b'@'), PiiError::Empty);
        }
        let (front, domain) = text.as_bytes().split_at_checked(at).unwrap_or_default();
        let mut changed = Buffer::new();
        kept.copy(front.get(..local).unwrap_or_default(), &mut changed)?;
        if changed.is_empty() {
            return Err(PiiError::Empty);
        }
        if let Kept::AsciiAnd(_) = kept {
            kept.copy(domain, &mut changed)?;
        } else {
            changed.push_bytes(domain);
        }
        *text = composed(changed);
        Ok(())
    }
}

/// What is left after something was taken out, composed again: a mark may now stand behind another letter.
fn composed(text: Buffer) -> Buffer {
    let mut out = Buffer::new();
    unicode::compose_into(text.as_str(), &mut out);
    out
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
    composed(out)
}

/// What is found in an address that was ASCII without space.
const PLAIN: Found = Found { space: InnerSpace::None, case: WideCase::Same };

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

    proptest::proptest! {
        /// The fast way and the general one agree on value and refusal.
        #[test]
        fn the_fast_way_agrees_with_the_general_one(
            text in "[ \t]?[a-zA-Z0-9._+'@\\- \u{0}\u{7f}é]{0,60}[ \n]?|[ ]{0,2}[A-Za-z0-9._+'-]{1,30}@[A-Za-z0-9.-]{1,30}[ ]{0,2}",
        ) {
            let google = [EmailStep::RemoveSpace, EmailStep::CutTag(Domains::Every), EmailStep::RemoveDots(Domains::Every)];
            if !text.is_ascii() {
                let (mut latin, mut composed, mut general) = (Buffer::new(), Buffer::new(), Buffer::new());
                let text = unicode::trim(&text);
                let general = read_any(text, &mut general).map(|_| general.as_str().to_owned());
                for (way, out) in [(read_latin as fn(&str, &mut Buffer) -> _, &mut latin), (read_composed, &mut composed)] {
                    if way(text, out).is_some() {
                        proptest::prop_assert_eq!(Ok(out.as_str().to_owned()), general.clone());
                    }
                }
            }
            for steps in [&[][..], &[EmailStep::RefuseInnerSpace], &google] {
                let mut general = Buffer::new();
                let expected = read_unusual(unicode::trim(&text), &mut general)
                    .and_then(|found| found.apply(steps, &mut general))
                    .map(|()| general.as_str().to_owned());
                let mut fast = Buffer::new();
                let found = read(&text, &mut fast).and_then(|found| found.apply(steps, &mut fast));
                proptest::prop_assert_eq!(found.map(|()| fast.as_str().to_owned()), expected.clone());
                if let Some(usual) = read_usual(&text).filter(|_| keeps_usual(steps)) {
                    proptest::prop_assert_eq!(Ok(usual.as_str().to_owned()), expected);
                }
            }
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
