//! What a device or a browser is known by: advertising identifiers, addresses, and text that is passed on unchanged.

use core::net::IpAddr;

use crate::pii::buffer::Buffer;
use crate::pii::error::PiiError;
use crate::pii::rule::LetterCase;
use crate::pii::unicode;

/// A mobile advertising identifier: 32 hexadecimal digits, grouped 8-4-4-4-12. All zeros is what a device sends whose
/// owner has switched it off.
pub(crate) fn device(raw: &str, case: Option<LetterCase>) -> Result<Buffer, PiiError> {
    let text = unicode::trim(raw);
    if text.is_empty() {
        return Err(PiiError::Empty);
    }
    let lengths = text.split('-').map(str::len);
    let hex = text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let switched_off = text.bytes().all(|byte| matches!(byte, b'0' | b'-'));
    if !hex || switched_off || !lengths.eq([8, 4, 4, 4, 12]) {
        return Err(PiiError::InvalidDevice);
    }
    let mut out = Buffer::new();
    out.push_str(text);
    match case {
        Some(LetterCase::Lower) => out.bytes_mut().make_ascii_lowercase(),
        Some(LetterCase::Upper) => out.bytes_mut().make_ascii_uppercase(),
        None => {}
    }
    Ok(out)
}

/// An IP address, as written.
pub(crate) fn address(raw: &str) -> Result<Buffer, PiiError> {
    let text = unicode::trim(raw);
    if text.is_empty() {
        return Err(PiiError::Empty);
    }
    let address: IpAddr = text.parse().map_err(|_| PiiError::InvalidAddress)?;
    if address.is_unspecified() {
        return Err(PiiError::InvalidAddress);
    }
    let mut out = Buffer::new();
    out.push_str(text);
    Ok(out)
}

/// Text without space at its ends, otherwise unchanged.
pub(crate) fn verbatim(raw: &str) -> Result<Buffer, PiiError> {
    let text = unicode::trim(raw);
    if text.is_empty() {
        return Err(PiiError::Empty);
    }
    if text.len() > MAX_RAW {
        return Err(PiiError::TooLong);
    }
    if text.chars().any(char::is_control) {
        return Err(PiiError::UnexpectedCharacter);
    }
    let mut out = Buffer::new();
    out.push_str(text);
    Ok(out)
}

/// A raw value beyond this is not looked at: longer user agents and click identifiers have not been seen.
const MAX_RAW: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    fn text(result: Result<Buffer, PiiError>) -> Result<String, &'static str> {
        result.map(|text| text.as_str().to_owned()).map_err(PiiError::code)
    }

    #[test]
    fn device_identifiers() {
        let id = "5F3a2b18-9c4d-4e7f-b8e2-17d3a1e69b25";
        assert_eq!(text(device(id, None)), Ok(id.to_owned()));
        assert_eq!(text(device(id, Some(LetterCase::Lower))), Ok(id.to_lowercase()));
        assert_eq!(text(device(id, Some(LetterCase::Upper))), Ok(id.to_uppercase()));
        for bad in [
            "00000000-0000-0000-0000-000000000000",
            &id.replace('-', ""),
            &id[1..],
            "-",
            "5F3a2b18-9c4d-4e7f-b8e2-17d3a1e69b2g",
        ] {
            assert_eq!(text(device(bad, None)), Err("invalid_device"), "{bad}");
        }
    }

    #[test]
    fn addresses_stay_as_written() {
        for good in ["168.212.226.204", "2001:0db8:85a3:0000:0000:8a2e:0370:7334", "::1"] {
            assert_eq!(text(address(&format!(" {good}\n"))), Ok(good.to_owned()));
        }
        for bad in ["1.2.3", "1.2.3.256", "01.2.3.4", "0.0.0.0", "::", "1.2.3.4:80", "a"] {
            assert_eq!(text(address(bad)), Err("invalid_address"), "{bad}");
        }
    }

    #[test]
    fn click_identifiers_keep_their_case() {
        assert_eq!(text(verbatim(" fb.1.1554763741205.AbCdEf ")), Ok("fb.1.1554763741205.AbCdEf".to_owned()));
        assert_eq!(text(verbatim("a\nb")), Err("unexpected_character"));
    }
}
