//! Genders, as the letters that platforms have for them.

use crate::pii::buffer::Buffer;
use crate::pii::error::PiiError;
use crate::pii::rule::Genders;
use crate::pii::unicode;

/// The letter for a gender written as a letter or an English word.
pub(crate) fn render(raw: &str, letters: Genders) -> Result<Buffer, PiiError> {
    let text = unicode::trim(raw);
    let is_one_of = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    let letter = match letters {
        _ if text.is_empty() => return Err(PiiError::Empty),
        _ if is_one_of(&["f", "female", "woman"]) => 'f',
        _ if is_one_of(&["m", "male", "man"]) => 'm',
        Genders::FemaleMaleOther if is_one_of(&["n", "non-binary", "nonbinary"]) => 'n',
        Genders::FemaleMale | Genders::FemaleMaleOther => return Err(PiiError::InvalidGender),
    };
    let mut out = Buffer::new();
    out.push(letter);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_only_where_the_platform_has_them() {
        let of =
            |raw, letters| render(raw, letters).map(|text| text.as_str().to_owned()).map_err(PiiError::code);
        assert_eq!(of(" Female ", Genders::FemaleMale).as_deref(), Ok("f"));
        assert_eq!(of("M", Genders::FemaleMale).as_deref(), Ok("m"));
        assert_eq!(of("Non-binary", Genders::FemaleMale), Err("invalid_gender"));
        assert_eq!(of("Non-binary", Genders::FemaleMaleOther).as_deref(), Ok("n"));
        assert_eq!(of("unknown", Genders::FemaleMaleOther), Err("invalid_gender"));
        assert_eq!(of("", Genders::FemaleMale), Err("empty"));
    }
}
