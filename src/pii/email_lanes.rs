//! ASCII in small letters, sixteen bytes at a time.
//!
//! A text is at most three lanes of sixteen bytes; the last one is read where the text ends and then shifted to where it
//! belongs. Nothing is written at a place that depends on the length, so the text stays in registers until it is where
//! it is wanted: a value that is moved right after overlapping parts of it were written waits for the stores.

use crate::pii::buffer::LANE;

/// True if [`lower`] takes texts of this length.
#[inline(always)]
pub(crate) const fn fits(text: &[u8]) -> bool {
    matches!(text.len(), 17..=48)
}

/// `text`, which is ASCII, in small letters and zeros behind it, if it has 17 to 48 bytes.
#[inline(always)]
pub(crate) fn lower(text: &[u8]) -> Option<[[u8; LANE]; LANES]> {
    let first = text.first_chunk()?.map(small);
    let last = all_small(text.last_chunk()?);
    match text.len() {
        17..=32 => {
            let rest = shifted(last, (2 * LANE).wrapping_sub(text.len()));
            Some([first, rest, [0; LANE]])
        }
        33..=48 => {
            let second = text.get(LANE..)?.first_chunk()?.map(small);
            let rest = shifted(last, (3 * LANE).wrapping_sub(text.len()));
            Some([first, second, rest])
        }
        _ => None,
    }
}

/// The bytes of the number without the first `count`.
#[inline(always)]
fn shifted(bytes: u128, count: usize) -> [u8; LANE] {
    bytes.wrapping_shr(u32::try_from(count).unwrap_or(0).wrapping_mul(8)).to_le_bytes()
}

/// Sixteen bytes of ASCII in small letters, as a number.
#[inline(always)]
fn all_small(bytes: &[u8; LANE]) -> u128 {
    let number = u128::from_le_bytes(*bytes);
    let at_least = |byte: u8| number.wrapping_add(ONES.wrapping_mul(u128::from(0x80_u8.wrapping_sub(byte))));
    let capital = (at_least(b'A') ^ at_least(b'Z' + 1)) & (ONES << 7);
    number | capital.wrapping_shr(2)
}

/// The small letter of a capital one.
#[inline(always)]
fn small(byte: u8) -> u8 {
    byte | if byte.wrapping_sub(b'A') < 26 { 0x20 } else { 0 }
}

/// One in each byte.
const ONES: u128 = 0x0101_0101_0101_0101_0101_0101_0101_0101;

/// Lanes of the longest text.
pub(crate) const LANES: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_and_every_byte() {
        for length in 0..=64_u8 {
            for byte in 0..128 {
                let text: Vec<u8> = (0..length).map(|index| (byte + index) % 128).collect();
                let Some(lanes) = lower(&text) else {
                    assert!(!(17..=48).contains(&length));
                    continue;
                };
                let (used, free) = lanes.as_flattened().split_at(text.len());
                assert_eq!(used, text.to_ascii_lowercase());
                assert!(free.iter().all(|byte| *byte == 0));
            }
        }
    }
}
