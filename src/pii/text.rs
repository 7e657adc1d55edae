//! Names, cities, streets, identifiers of the sender's own: text by steps.

use crate::pii::buffer::Buffer;
use crate::pii::characters;
use crate::pii::error::PiiError;
use crate::pii::rule::TextStep;
use crate::pii::unicode;

/// Text as the rule wants it. What has neither letter nor digit left is refused.
pub(crate) fn render(raw: &str, steps: &[TextStep]) -> Result<Buffer, PiiError> {
    let mut text = read(raw)?;
    for step in steps {
        text = apply(*step, &text)?;
    }
    if text.as_str().chars().any(char::is_alphanumeric) { Ok(text) } else { Err(PiiError::Empty) }
}

/// Trims, composes, and drops what does not show; a joiner between letters is spelling and stays.
fn read(raw: &str) -> Result<Buffer, PiiError> {
    let trimmed = unicode::trim(raw);
    if trimmed.is_empty() {
        return Err(PiiError::Empty);
    }
    if trimmed.len() > MAX_RAW {
        return Err(PiiError::TooLong);
    }
    if trimmed.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return Err(PiiError::UnexpectedCharacter);
    }
    if trimmed.is_ascii() {
        return Ok(unicode::compose(trimmed));
    }
    let shown = keep(trimmed, |c| matches!(c, '\u{200c}' | '\u{200d}') || !unicode::is_invisible(c));
    Ok(unicode::compose(unicode::trim(shown.as_str())))
}

/// Applies one step.
fn apply(step: TextStep, text: &Buffer) -> Result<Buffer, PiiError> {
    let held = text.as_str();
    Ok(match step {
        TextStep::Lowercase => unicode::lowercase(held),
        TextStep::RemovePunctuation => trimmed(&keep(held, |c| !characters::is_punctuation(c))),
        TextStep::RemoveSpace => keep(held, |c| !c.is_whitespace()),
        TextStep::CollapseSpace => joined(held.split_whitespace()),
        TextStep::DropTitles => joined_where(held, |word| !TITLES.contains(&word)),
        TextStep::DropSuffixes => {
            let mut out = Buffer::new();
            out.push_str(without_suffixes(held));
            out
        }
        TextStep::KeepAsciiAlphanumeric => ascii_alphanumeric(held)?,
        TextStep::FirstLetter => {
            let mut out = Buffer::new();
            held.chars().find(|c| c.is_alphabetic()).into_iter().for_each(|c| out.push(c));
            out
        }
        TextStep::RefuseInnerSpace if held.contains(char::is_whitespace) => return Err(PiiError::InnerSpace),
        TextStep::RefuseInnerSpace => text.clone(),
    })
}

/// The characters for which `keeps` is true.
fn keep(text: &str, keeps: impl Fn(char) -> bool) -> Buffer {
    let mut out = Buffer::new();
    text.split(|c| !keeps(c)).for_each(|part| out.push_str(part));
    out
}

/// The text without space at its ends.
fn trimmed(text: &Buffer) -> Buffer {
    let mut out = Buffer::new();
    out.push_str(unicode::trim(text.as_str()));
    out
}

/// Words with one space between them.
fn joined<'t>(words: impl Iterator<Item = &'t str>) -> Buffer {
    let mut out = Buffer::new();
    for word in words {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The text without the words for which `keeps` is false, and without the space before or after them. The space
/// between the others stays as it is.
fn joined_where(text: &str, keeps: impl Fn(&str) -> bool) -> Buffer {
    let mut out = Buffer::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        if keeps(piece.trim()) {
            out.push_str(piece);
        }
    }
    trimmed(&out)
}

/// The text before its last suffixes, each of them after a comma or a space.
fn without_suffixes(text: &str) -> &str {
    let mut rest = text;
    loop {
        let before = rest.trim_end();
        let cut = SUFFIXES.iter().find_map(|suffix| {
            let head = before.strip_suffix(suffix)?;
            let open = head.trim_end();
            let open = open.strip_suffix(',').map_or(open, |name| name);
            (open.len() < head.len()).then_some(open)
        });
        match cut {
            Some(shorter) => rest = shorter,
            None => return before,
        }
    }
}

/// ASCII letters and digits. Spaces and punctuation go; a letter or digit of another script has no place in such a
/// rule, and leaving it out would make another name.
fn ascii_alphanumeric(text: &str) -> Result<Buffer, PiiError> {
    if text.chars().any(|c| !c.is_ascii() && !c.is_whitespace() && !characters::is_punctuation(c)) {
        return Err(PiiError::UnexpectedCharacter);
    }
    Ok(keep(text, |c| c.is_ascii_alphanumeric()))
}

/// The titles that Google's own libraries drop (data-manager-java `UserDataFormatter`, 0248e69, 2026-06-01).
const TITLES: [&str; 4] = ["mr.", "mrs.", "ms.", "dr."];

/// The suffixes that the same libraries drop.
const SUFFIXES: [&str; 16] =
    ["jr.", "sr.", "2nd", "3rd", "ii", "iii", "iv", "v", "vi", "cpa", "dc", "dds", "vm", "jd", "md", "phd"];

/// A raw value beyond this is not looked at.
const MAX_RAW: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(raw: &str, steps: &[TextStep]) -> Result<String, &'static str> {
        render(raw, steps).map(|text| text.as_str().to_owned()).map_err(PiiError::code)
    }

    #[test]
    fn letters_stay_and_signs_go() {
        let steps = [TextStep::Lowercase, TextStep::RemovePunctuation, TextStep::RemoveSpace];
        for (raw, expected) in [
            ("Köln", "köln"),
            ("São Paulo", "sãopaulo"),
            ("Москва", "москва"),
            ("北京", "北京"),
            ("29 Palms", "29palms"),
            ("St. John's", "stjohns"),
            ("St. John’s", "stjohns"),
            ("Montréal–Nord", "montréalnord"),
            ("Vale\u{301}ry", "valéry"),
            ("Ma\u{200b}ry\u{feff}", "mary"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ] {
            assert_eq!(rendered(raw, &steps).as_deref(), Ok(expected), "{raw}");
        }
        for (raw, code) in
            [("", "empty"), ("–", "empty"), ("😊", "empty"), ("a\u{7}b", "unexpected_character")]
        {
            assert_eq!(rendered(raw, &steps), Err(code), "{raw}");
        }
    }

    #[test]
    fn titles_and_suffixes_are_whole_words() {
        let given = [TextStep::Lowercase, TextStep::DropTitles];
        let family = [TextStep::Lowercase, TextStep::DropSuffixes];
        for (raw, expected) in [
            (" Mr. Alex   ", Ok("alex")),
            (" Alex Dr.", Ok("alex")),
            (" Mralex   ", Ok("mralex")),
            ("Anna  Maria", Ok("anna  maria")),
            (" Mr. ", Err("empty")),
        ] {
            assert_eq!(rendered(raw, &given).as_deref(), expected.as_ref().map(|text| *text), "{raw}");
        }
        for (raw, expected) in [
            (" Quinn,Jr.   ", Ok("quinn")),
            ("quinn, jr., dds", Ok("quinn")),
            ("Smith III", Ok("smith")),
            ("Ivanov", Ok("ivanov")),
            ("Levi", Ok("levi")),
            ("Quinn-Alex", Ok("quinn-alex")),
            (", Jr. ", Err("empty")),
        ] {
            assert_eq!(rendered(raw, &family).as_deref(), expected.as_ref().map(|text| *text), "{raw}");
        }
    }

    #[test]
    fn an_ascii_rule_refuses_other_letters() {
        let steps = [TextStep::Lowercase, TextStep::KeepAsciiAlphanumeric];
        assert_eq!(rendered("123 Main St, Apt #4", &steps).as_deref(), Ok("123mainstapt4"));
        assert_eq!(rendered("O’Brien", &steps).as_deref(), Ok("obrien"));
        assert_eq!(rendered("Köln", &steps), Err("unexpected_character"));
    }
}
