//! RFC 3966 text: `tel:863-1234;phone-context=+1-914-555`.

use crate::pii::phone::characters::is_decimal;
use crate::pii::phone::error::PhoneError;

/// A number and the context that completes it.
#[derive(Clone, Copy)]
pub(in crate::pii::phone) struct Contextual<'a> {
    /// The beginning of a global number; empty where the context is a domain name, which says nothing of the number.
    pub(in crate::pii::phone) context: &'a str,
    pub(in crate::pii::phone) number: &'a str,
}

/// Splits a text that has a `;phone-context=` parameter; `None` for any other text.
///
/// A text whose `tel:` stands after the context is refused: implementations disagree on what its number is.
pub(in crate::pii::phone) fn split(text: &str) -> Result<Option<Contextual<'_>>, PhoneError> {
    let Some((before, after)) = text.split_once(CONTEXT) else {
        return Ok(None);
    };
    let context = after.split(';').next().unwrap_or_default();
    let is_global = is_global_number(context);
    if !is_global && !is_domain_name(context) {
        return Err(PhoneError::NotANumber);
    }
    let context = if is_global { context } else { "" };
    match before.split_once(SCHEME) {
        Some((_, number)) => Ok(Some(Contextual { context, number })),
        None if after.contains(SCHEME) => Err(PhoneError::NotANumber),
        None => Ok(Some(Contextual { context, number: before })),
    }
}

/// `+` and at least one digit, with visual separators.
fn is_global_number(context: &str) -> bool {
    context.strip_prefix('+').is_some_and(|rest| {
        rest.chars().all(|c| is_decimal(c) || matches!(c, '-' | '.' | '(' | ')'))
            && rest.chars().any(is_decimal)
    })
}

/// Labels separated by full stops, the last of which begins with a letter.
fn is_domain_name(context: &str) -> bool {
    let mut labels = context.strip_suffix('.').unwrap_or(context).rsplit('.');
    labels.next().is_some_and(|top| is_label(top) && top.starts_with(|c: char| c.is_ascii_alphabetic()))
        && labels.all(is_label)
}

/// Letters, digits and hyphens, no hyphen at either end.
fn is_label(label: &str) -> bool {
    let is_inner = |c: char| c == '-' || c.is_ascii_alphabetic() || is_decimal(c);
    !label.is_empty() && label.chars().all(is_inner) && !label.starts_with('-') && !label.ends_with('-')
}

const CONTEXT: &str = ";phone-context=";
const SCHEME: &str = "tel:";
