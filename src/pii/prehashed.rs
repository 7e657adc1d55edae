//! Values that arrive hashed: taken on the caller's word, never recognized by their looks.

use core::fmt;

use crate::digest::Digest;
use crate::pii::error::PiiError;
use crate::pii::platform::Platform;
use crate::pii::profile::Profile;
use crate::pii::rule::Encoding;

/// A hash that the caller declares to be that of a value normalized for one platform.
///
/// [`Profile::declare_hashed`] makes one; sealing for any other platform refuses it, because the platforms do not hash
/// the same bytes.
///
/// # Examples
///
/// ```
/// use domicile::pii::{Encoding, Field, GOOGLE, META, UserData};
///
/// let hash = META.declare_hashed(
///     Encoding::Hex,
///     "62A14E44F765419D10FEA99367361A727C12365E2520F32218D505ED9AA0F62F",
/// )?;
/// let user = UserData::new().hashed(Field::Email, hash);
/// assert_eq!(META.seal(&user).values().count(), 1);
/// assert_eq!(GOOGLE.seal(&user).refusals().next().unwrap().1.code(), "foreign_hash");
///
/// // What looks like a hash and is not declared as one is refused.
/// let user = UserData::new().email("62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f");
/// assert_eq!(META.seal(&user).refusals().next().unwrap().1.code(), "undeclared_hash");
/// # Ok::<(), domicile::pii::PiiError>(())
/// ```
#[derive(Clone, Copy)]
pub struct PreHashed {
    digest: Digest,
    platform: &'static str,
}

impl<P: Platform> Profile<P> {
    /// Takes a SHA-256 hash on the caller's word: 64 hexadecimal digits in either case, or 44 characters of base64.
    ///
    /// # Errors
    ///
    /// [`PiiError::InvalidHash`] for any other length or character, `" 62a1…"` among them; [`PiiError::PlaceholderHash`]
    /// for the hash of nothing, of a space, or of `null` and its like.
    pub fn declare_hashed(&self, form: Encoding, text: &str) -> Result<PreHashed, PiiError> {
        let digest = match form {
            Encoding::Hex => hex(text),
            Encoding::Base64 => base64(text),
        }
        .ok_or(PiiError::InvalidHash)?;
        if PLACEHOLDERS.iter().any(|placeholder| Digest::of(placeholder.as_bytes()) == digest) {
            return Err(PiiError::PlaceholderHash);
        }
        Ok(PreHashed { digest, platform: self.name() })
    }
}

impl PreHashed {
    /// The digest, if it was made for the platform called `name`.
    pub(in crate::pii) fn digest_for(&self, name: &str) -> Result<Digest, PiiError> {
        if self.platform == name { Ok(self.digest) } else { Err(PiiError::ForeignHash) }
    }

    /// The name of the platform for which it was declared.
    #[must_use]
    pub const fn platform(&self) -> &'static str {
        self.platform
    }
}

/// Shows nothing: a hash is personal data.
impl fmt::Debug for PreHashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PreHashed(..)")
    }
}

/// 64 hexadecimal digits in either case.
fn hex(text: &str) -> Option<Digest> {
    let mut lower = [0; 64];
    if text.len() != lower.len() {
        return None;
    }
    lower.copy_from_slice(text.as_bytes());
    lower.make_ascii_lowercase();
    core::str::from_utf8(&lower).ok()?.parse().ok()
}

/// 44 characters of base64: 43 digits, of which the last has two zero bits, and the padding.
fn base64(text: &str) -> Option<Digest> {
    let [digits @ .., b'='] = text.as_bytes() else {
        return None;
    };
    if digits.len() != 43 {
        return None;
    }
    let mut bytes = [0_u8; 32];
    let mut slots = bytes.iter_mut();
    let mut held = 0_u32;
    let mut bits = 0_u32;
    for digit in digits {
        held = held.wrapping_shl(6) | base64_value(*digit)?;
        bits = bits.wrapping_add(6);
        if bits >= 8 {
            bits = bits.wrapping_sub(8);
            *slots.next()? = u8::try_from(held.wrapping_shr(bits)).ok()?;
            held &= 1_u32.wrapping_shl(bits).wrapping_sub(1);
        }
    }
    (held == 0).then_some(Digest::from_bytes(bytes))
}

/// RFC 4648 table 1.
fn base64_value(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit.wrapping_sub(b'A'),
        b'a'..=b'z' => digit.wrapping_sub(b'a').wrapping_add(26),
        b'0'..=b'9' => digit.wrapping_sub(b'0').wrapping_add(52),
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

/// What systems hash when they have no value.
const PLACEHOLDERS: [&str; 14] =
    ["", " ", "null", "NULL", "none", "None", "undefined", "nan", "NaN", "n/a", "N/A", "0", "-", "unknown"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pii::META;

    #[test]
    fn only_the_exact_form() {
        let digest = Digest::of(b"jane@example.com");
        let declared = |form, text: &str| {
            META.declare_hashed(form, text).map(|hash| hash.digest).map_err(PiiError::code)
        };
        let text = digest.to_string();
        assert_eq!(declared(Encoding::Hex, &text), Ok(digest));
        assert_eq!(declared(Encoding::Hex, &text.to_uppercase()), Ok(digest));
        for bad in [
            "",
            &text[1..],
            &format!(" {text}"),
            &format!("{text}\n"),
            &text.replace('8', "g"),
            &"é".repeat(32),
        ] {
            assert_eq!(declared(Encoding::Hex, bad), Err("invalid_hash"), "{bad:?}");
        }
        let text = "jIe0ic41zy4vOfgOKCyy6ASTKlaiE5g+7rQoQH1DtS0=";
        assert_eq!(declared(Encoding::Base64, text), Ok(digest));
        for bad in
            [&text[..43], &text[1..], &text.replace("0=", "1="), &text.replace('+', "-"), &format!("{text} ")]
        {
            assert_eq!(declared(Encoding::Base64, bad), Err("invalid_hash"), "{bad:?}");
        }
    }

    #[test]
    fn the_hash_of_nothing_is_none() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(META.declare_hashed(Encoding::Hex, empty).unwrap_err().code(), "placeholder_hash");
    }
}
