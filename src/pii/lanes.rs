//! Short texts as vectors of sixteen bytes, and which of the bytes belong to a class.
//!
//! What is read from memory in one piece and written in one piece need not wait for what was written before it, and a
//! class of characters is a mask, so that the rules about it take no loop.

use wide::{i16x8, u8x16, u16x8, u64x2};

/// The position of each byte.
const PLACES: [u8; LANE] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/// Bytes of a vector.
pub(crate) const LANE: usize = 16;

/// The bytes of a text of 8 to 16, and zeros behind them.
#[inline(always)]
pub(crate) fn short(text: &[u8]) -> Option<u8x16> {
    let free = LANE.checked_sub(text.len())?;
    let (start, end) = (u64::from_le_bytes(*text.first_chunk()?), u64::from_le_bytes(*text.last_chunk()?));
    Some(bytes_of(u64x2::new([start, end.unbounded_shr(bits(free))])))
}

/// The bytes without the first `count`, which are fewer than all, and zeros behind them.
#[inline(always)]
pub(crate) fn without_first(bytes: u8x16, count: usize) -> u8x16 {
    let words = words_of(bytes);
    let (second, by) = (words.unpack_hi(u64x2::ZERO), bits(count));
    let low = words.unbounded_shr_scalar(by) | second.unbounded_shl_scalar(64_u32.wrapping_sub(by));
    bytes_of(low | second.unbounded_shr_scalar(by.wrapping_sub(64)))
}

/// The low four bits of each byte, the first byte lowest.
#[inline(always)]
pub(crate) fn nibbles(bytes: u8x16) -> u64 {
    let pairs = u16x8::new(
        bytes.to_array().as_chunks().0.first_chunk().map_or([0; 8], |pairs| pairs.map(u16::from_le_bytes)),
    );
    let packed = (pairs & u16x8::splat(0x0f)) | (pairs.unbounded_shr_scalar(4) & u16x8::splat(0xf0));
    let packed = i16x8::new(packed.to_array().map(u16::cast_signed));
    let [first, _] = words_of(u8x16::narrow_i16x8(packed, packed)).to_array();
    first
}

/// The decimal digits of so many four-bit numbers, none above nine and the lowest one first, and zeros behind them.
#[inline(always)]
pub(crate) fn digits(nibbles: u64, count: u8) -> u8x16 {
    let pairs = bytes_of(u64x2::new([nibbles, 0]));
    let low = pairs & u8x16::splat(15);
    let text = u8x16::unpack_low(low, pairs.unbounded_shr_scalar(4)) | u8x16::splat(b'0');
    text & u8x16::new(PLACES).simd_lt(u8x16::splat(count))
}

/// The bytes from `first` to `last`.
#[inline(always)]
pub(crate) fn within(text: u8x16, first: u8, last: u8) -> u8x16 {
    text.max(u8x16::splat(first)).min(u8x16::splat(last)).simd_eq(text)
}

/// The bytes that are `byte`.
#[inline(always)]
pub(crate) fn is(text: u8x16, byte: u8) -> u8x16 {
    text.simd_eq(u8x16::splat(byte))
}

/// One bit for each byte of the class, that of the first byte lowest.
#[inline(always)]
pub(crate) fn mask(class: u8x16) -> u64 {
    u64::from(class.to_bitmask())
}

/// The same bytes as two numbers, the first byte lowest.
#[inline(always)]
fn words_of(bytes: u8x16) -> u64x2 {
    let [a, b, c, d, e, f, g, h, rest @ ..] = bytes.to_array();
    u64x2::new([u64::from_le_bytes([a, b, c, d, e, f, g, h]), u64::from_le_bytes(rest)])
}

#[inline(always)]
fn bytes_of(words: u64x2) -> u8x16 {
    let mut bytes = [0; LANE];
    for (slot, word) in bytes.as_chunks_mut().0.iter_mut().zip(words.to_array()) {
        *slot = word.to_le_bytes();
    }
    u8x16::new(bytes)
}

#[inline(always)]
fn bits(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(0).wrapping_mul(8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts of every length from `lengths` with every byte in every place.
    fn texts(lengths: core::ops::RangeInclusive<u8>) -> impl Iterator<Item = Vec<u8>> {
        lengths.flat_map(|length| {
            (0..=255_u8).map(move |byte| (0..length).map(|place| byte.wrapping_add(place * 7)).collect())
        })
    }

    fn lane(text: &[u8]) -> u8x16 {
        u8x16::new(text.try_into().unwrap())
    }

    #[test]
    fn a_short_text_is_itself_and_zeros() {
        for text in texts(0..=20) {
            let mut expected = text.clone();
            expected.resize(text.len().max(LANE), 0);
            let taken = (8..=LANE).contains(&text.len());
            let read = short(&text).map(|lane| lane.to_array().to_vec());
            assert_eq!(read, taken.then_some(expected), "{text:?}");
        }
    }

    #[test]
    fn what_is_left_moves_to_the_front() {
        for text in texts(16..=16) {
            for count in 0..LANE {
                let mut expected = text[count..].to_vec();
                expected.resize(LANE, 0);
                assert_eq!(without_first(lane(&text), count).to_array().to_vec(), expected);
            }
        }
    }

    #[test]
    fn four_bits_of_each_byte_and_back() {
        for text in texts(16..=16) {
            let packed = text.iter().rev().fold(0, |packed, byte| packed << 4 | u64::from(byte & 15));
            assert_eq!(nibbles(lane(&text)), packed);
            for count in 0..=16_u8 {
                let digit = |place: u8| b'0' + u8::try_from(packed >> (4 * place) & 15).unwrap();
                let expected: Vec<u8> = (0..16).map(|at| if at < count { digit(at) } else { 0 }).collect();
                let used = packed & 1_u64.unbounded_shl(4 * u32::from(count)).wrapping_sub(1);
                if (0..count).all(|place| digit(place) <= b'9') {
                    assert_eq!(digits(used, count).to_array().to_vec(), expected);
                }
            }
        }
    }

    #[test]
    fn classes_have_one_bit_a_byte() {
        for text in texts(16..=16) {
            let bits = |class: &dyn Fn(u8) -> bool| {
                text.iter().rev().fold(0, |bits, byte| bits << 1 | u64::from(class(*byte)))
            };
            for (first, last) in [(b'0', b'9'), (b'a', b'z'), (0, 0), (0x80, 0xff), (7, 7)] {
                let class = mask(within(lane(&text), first, last));
                assert_eq!(class, bits(&|byte| (first..=last).contains(&byte)));
            }
            assert_eq!(mask(is(lane(&text), b'@')), bits(&|byte| byte == b'@'));
        }
    }
}
