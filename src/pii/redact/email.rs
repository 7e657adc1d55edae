//! E-mail addresses in running text.

use core::ops::Range;

/// The length of the `@` or `%40` at `at`, or 0.
pub(super) fn sign_length(text: &str, at: usize) -> usize {
    let after = text.get(at..).unwrap_or_default();
    SIGNS.iter().find(|sign| after.starts_with(**sign)).map_or(0, |sign| sign.len())
}

/// The address around the sign of length `sign` at `at`, not reaching before `floor`.
pub(super) fn around(text: &str, floor: usize, at: usize, sign: usize) -> Option<Range<usize>> {
    let domain_start = at.checked_add(sign)?;
    let local = local_length(text.get(floor..at)?);
    let domain = domain_length(text.get(domain_start..)?);
    if local == 0 || domain == 0 {
        return None;
    }
    Some(at.checked_sub(local)?..domain_start.checked_add(domain)?)
}

/// How many bytes at the end of `before` are a local part.
fn local_length(before: &str) -> usize {
    let start = before
        .char_indices()
        .rev()
        .take_while(|(index, c)| is_local(*c) || *c == '\'' && is_inner(before, *index))
        .last()
        .map_or(before.len(), |(index, _)| index);
    let local = before.get(start..).unwrap_or_default();
    // Quotes and brackets of the text around, and the dots that end a sentence, are not part of it.
    local.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '+' | '-' | '%')).len()
}

/// True if the ASCII sign at `index` stands between two letters or digits, as in `o'brien`.
fn is_inner(text: &str, index: usize) -> bool {
    let (before, behind) = text.split_at_checked(index).unwrap_or_default();
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    is_letter(before.chars().next_back()) && is_letter(behind.chars().nth(1))
}

/// How many bytes at the start of `after` are a domain of two labels or more, the last of which has a letter.
fn domain_length(after: &str) -> usize {
    let end = after.find(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-')).unwrap_or(after.len());
    let whole = after.get(..end).unwrap_or_default();
    // `@a.com..` and `@a.com.-x` end where the last good label ends.
    let mut good = 0_usize;
    let mut labels = 0_usize;
    let mut reached = 0_usize;
    for label in whole.split('.') {
        let trimmed = label.trim_end_matches('-');
        if trimmed.is_empty() || trimmed.starts_with('-') {
            break;
        }
        labels = labels.saturating_add(1);
        let label_end = reached.saturating_add(trimmed.len());
        if labels >= 2 && trimmed.chars().any(char::is_alphabetic) && trimmed.chars().nth(1).is_some() {
            good = label_end;
        }
        if trimmed.len() != label.len() {
            break;
        }
        reached = label_end.saturating_add(1);
    }
    good
}

/// True for the characters of an unquoted local part, as far as they do not end it in running text.
fn is_local(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(
            c,
            '.' | '_'
                | '+'
                | '-'
                | '%'
                | '!'
                | '#'
                | '$'
                | '&'
                | '\''
                | '*'
                | '='
                | '?'
                | '^'
                | '`'
                | '{'
                | '|'
                | '}'
                | '~'
        ) && !ENDS.contains(&c)
}

/// Of the permitted characters, those that in logs stand before an address rather than in it: `to=jane@…`, `?jane@…`.
const ENDS: [char; 5] = ['=', '?', '&', '|', '\''];

/// The sign, plain and in a URL.
const SIGNS: [&str; 2] = ["@", "%40"];

#[cfg(test)]
mod tests {
    use crate::pii::redact::redact;

    #[test]
    fn addresses_in_running_text() {
        for (text, expected) in [
            ("to=jane.doe+x@mail.example.co.uk;", "to=[email];"),
            ("log in with o'brien.m@example.com since", "log in with [email] since"),
            ("'jane@example.com' and name='jo@example.com'", "'[email]' and name='[email]'"),
            ("?email=jane%40example.com&x=1", "?email=[email]&x=1"),
            ("'jane@example.com'", "'[email]'"),
            ("Jane@Example.com.", "[email]."),
            ("mailto:jane@example.com?subject=x", "mailto:[email]?subject=x"),
            ("jörg@müller.example", "[email]"),
            ("jane@example.com-", "[email]-"),
            ("1990jane_@example.com", "[email]"),
            ("+4930901820@sip.example.com", "[email]"),
            ("\"jane@example.com\"", "\"[email]\""),
            ("a@b@example.com", "a@[email]"),
        ] {
            let redacted = redact(text);
            assert!(redacted == expected, "{text}: {redacted}");
        }
    }

    #[test]
    fn what_is_none_stays() {
        for text in [
            "@",
            "a@",
            "@example.com",
            "meet @ noon",
            "a@b",
            "jane@1.2",
            "x @ y.z",
            "50%40",
            "user@localhost",
            "@@@@a.com",
        ] {
            assert_eq!(redact(text), text);
        }
    }
}
