//! ZIP and postal codes.

use crate::pii::buffer::Buffer;
use crate::pii::characters;
use crate::pii::country::{self, Country};
use crate::pii::error::PiiError;
use crate::pii::rule::PostalForm;
use crate::pii::unicode;

/// A postal code as the rule wants it. What is no postal code in form, or no ZIP code in the United States, is refused.
pub(crate) fn render(raw: &str, form: PostalForm, country: Option<Country>) -> Result<Buffer, PiiError> {
    let text = read(raw)?;
    let mut compact = Buffer::new();
    text.as_str().chars().filter(char::is_ascii_alphanumeric).for_each(|c| compact.push(c));
    compact.bytes_mut().make_ascii_lowercase();
    let bytes = compact.as_bytes();
    if !(MIN_LENGTH..=MAX_LENGTH).contains(&bytes.len()) || !bytes.iter().any(u8::is_ascii_digit) {
        return Err(PiiError::InvalidPostalCode);
    }
    let digits_only = bytes.iter().all(u8::is_ascii_digit);
    let us = country == Some(country::US);
    if us && !(digits_only && matches!(bytes.len(), 5 | 9)) {
        return Err(PiiError::InvalidPostalCode);
    }
    let five = us || (country.is_none() && is_zip_plus_four(text.as_bytes()));
    match form {
        PostalForm::AsWritten => Ok(if us { zip_with_dash(bytes) } else { text }),
        PostalForm::Digits if !digits_only => Err(PiiError::RuleInDoubt),
        PostalForm::Compact | PostalForm::Digits if five => {
            let mut out = Buffer::new();
            out.push_bytes(bytes.get(..5).unwrap_or_default());
            Ok(out)
        }
        PostalForm::Compact | PostalForm::Digits | PostalForm::Whole => Ok(compact),
        PostalForm::SpaceRemoved => {
            let mut out = Buffer::new();
            text.as_str().split(char::is_whitespace).for_each(|part| out.push_str(part));
            out.bytes_mut().make_ascii_lowercase();
            Ok(out)
        }
    }
}

/// The trimmed text with digits of any script folded and every dash and space made one of ASCII.
fn read(raw: &str) -> Result<Buffer, PiiError> {
    let trimmed = unicode::trim(raw);
    if trimmed.is_empty() {
        return Err(PiiError::Empty);
    }
    let mut text = Buffer::new();
    for c in trimmed.chars().filter(|c| !unicode::is_invisible(*c)).take(MAX_RAW) {
        match wide_to_ascii(characters::fold_digit(c)) {
            c if c.is_ascii_alphanumeric() => text.push(c),
            c if c.is_whitespace() => text.push(' '),
            c if characters::is_punctuation(c) => text.push('-'),
            _ => return Err(PiiError::InvalidPostalCode),
        }
    }
    Ok(text)
}

/// The ASCII letter that a full-width one stands for; any other character as it is.
fn wide_to_ascii(c: char) -> char {
    match c {
        '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c)
        }
        _ => c,
    }
}

/// True for five digits, a dash and four digits: a ZIP+4 code, whatever the country.
fn is_zip_plus_four(text: &[u8]) -> bool {
    matches!(text, [five @ .., b'-', a, b, c, d]
        if five.len() == 5 && five.iter().chain([a, b, c, d]).all(u8::is_ascii_digit))
}

/// Five digits, or five, a dash and four.
fn zip_with_dash(digits: &[u8]) -> Buffer {
    let mut out = Buffer::new();
    let (five, four) = digits.split_at_checked(5).unwrap_or((digits, &[]));
    out.push_bytes(five);
    if !four.is_empty() {
        out.push_bytes(b"-");
        out.push_bytes(four);
    }
    out
}

/// Letters and digits of the shortest postal codes (Iceland, the Faroe Islands).
const MIN_LENGTH: usize = 3;

/// Letters and digits of the longest (ten in Iran and, with its additional number, Saudi Arabia).
const MAX_LENGTH: usize = 10;

/// More characters than this are not looked at; what is left is too long anyway.
const MAX_RAW: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn compact(raw: &str, country: &str) -> Result<String, &'static str> {
        rendered(raw, country, PostalForm::Compact)
    }

    fn rendered(raw: &str, country: &str, form: PostalForm) -> Result<String, &'static str> {
        render(raw, form, Country::parse(country).ok())
            .map(|text| text.as_str().to_owned())
            .map_err(PiiError::code)
    }

    #[test]
    fn only_zip_codes_lose_their_extension() {
        for (raw, country, expected) in [
            ("94035-1234", "US", "94035"),
            ("940351234", "US", "94035"),
            ("94035-1234", "", "94035"),
            (" 90210 ", "", "90210"),
            ("SW1A 1AA", "GB", "sw1a1aa"),
            ("1000-001", "PT", "1000001"),
            ("123-4567", "JP", "1234567"),
            ("１２３－４５６７", "JP", "1234567"),
            ("00-950", "PL", "00950"),
            ("00–950", "", "00950"),
        ] {
            assert_eq!(compact(raw, country).as_deref(), Ok(expected), "{raw} {country}");
        }
    }

    #[test]
    fn refuses_what_is_none() {
        for (raw, country, code) in [
            ("", "US", "empty"),
            ("2134", "US", "invalid_postal_code"),
            ("94035-12", "US", "invalid_postal_code"),
            ("K1A 0B1", "US", "invalid_postal_code"),
            ("--", "", "invalid_postal_code"),
            ("abc", "", "invalid_postal_code"),
            ("12345678901", "", "invalid_postal_code"),
            ("Köln 50667", "DE", "invalid_postal_code"),
        ] {
            assert_eq!(compact(raw, country), Err(code), "{raw} {country}");
        }
    }

    #[test]
    fn forms() {
        let all = [
            PostalForm::AsWritten,
            PostalForm::Compact,
            PostalForm::Digits,
            PostalForm::SpaceRemoved,
            PostalForm::Whole,
        ];
        let row = |raw, country| all.map(|form| rendered(raw, country, form).unwrap_or_else(str::to_owned));
        assert_eq!(row("1229-076", "PT"), ["1229-076", "1229076", "1229076", "1229-076", "1229076"]);
        assert_eq!(row("SW1A 1AA", "GB"), ["SW1A 1AA", "sw1a1aa", "rule_in_doubt", "sw1a1aa", "sw1a1aa"]);
        assert_eq!(row("94035 1234", "US"), ["94035-1234", "94035", "94035", "940351234", "940351234"]);
    }
}
