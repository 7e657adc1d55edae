//! A table from short texts to numbers that is built once and then only read.
//!
//! # Layout
//!
//! A slot is 32 bytes, half a cache line. It holds a text of up to 28 bytes *in itself*, next to its number, so that
//! the comparison needs no further memory. A longer text stands in a common arena; its slot keeps its hash and
//! where it stands. 19 of 20 slots are taken.
//!
//! Where a text's slot is, is not searched for but known: the hash names a bucket of about four texts, the bucket
//! has a pilot of two bytes, and hash and pilot together name the slot. Building finds for every bucket, the
//! largest first, a pilot under which its texts fall on free slots (Pibiri and Trani, "`PTHash`: Revisiting FCH Minimal
//! Perfect Hashing", SIGIR 2021). So every look-up reads one pilot and one slot: no loop, no branch that depends on
//! where the text fell, and the processor can wait for the memory of several look-ups at once.
//!
//! # Hostile texts
//!
//! A look-up reads one pilot, one slot and, for a long text, one stretch of the arena, whatever it is asked. So no
//! choice of texts to *look up* can make it slow.
//!
//! Texts to *store* may be chosen by strangers too, who may register as tenants. The hash is NH (Black, Halevi,
//! Krawczyk, Krovetz, Rogaway: "UMAC", CRYPTO 1999) followed by Dietzfelbinger's multiply-shift, a universal family:
//! for any two texts chosen without knowledge of the key, the chance that they meet is within a factor of two of
//! pure chance. There are no texts that meet under every key, as there are for some faster hashes. The key is a
//! SHA-256 digest of all the texts together, so who does not know every one of them knows nothing about it; and if
//! the texts do lie badly under a key, building gives up on that key after a bounded effort and tries the next one.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use crate::digest::Digest;
use crate::digest::Framed;

/// The table.
#[derive(Clone, Default)]
pub(crate) struct Frozen {
    slots: Vec<Slot>,
    pilots: Vec<u16>,
    arena: Vec<u8>,
    key: HashKey,
    length: usize,
}

impl Frozen {
    /// How many texts are in it.
    pub(crate) const fn len(&self) -> usize {
        self.length
    }

    /// The number of a text.
    #[inline]
    pub(crate) fn find(&self, needle: &Needle<'_>) -> Option<u32> {
        match needle {
            Needle::Short(words) => {
                let slot = self.slots.get(self.place_of(self.key.hash_short(words)))?;
                slot.holds(words).then(|| slot.number())
            }
            Needle::Long(text) => self.find_long(text),
        }
    }

    /// The only place where a text can be.
    #[inline]
    pub(crate) fn place(&self, needle: &Needle<'_>) -> usize {
        self.place_of(match needle {
            Needle::Short(words) => self.key.hash_short(words),
            Needle::Long(text) => self.key.hash_long(text),
        })
    }

    /// Reads one word at a place, so that it is in the cache when the search comes to it.
    #[inline]
    pub(crate) fn touch(&self, place: usize) -> u64 {
        self.slots.get(place).map_or(0, |slot| slot.words[0])
    }

    /// The number of a text that can only be at `place`.
    #[inline]
    pub(crate) fn find_at(&self, place: usize, needle: &Needle<'_>) -> Option<u32> {
        let slot = self.slots.get(place)?;
        let is_same = match needle {
            Needle::Short(words) => slot.holds(words),
            Needle::Long(text) => slot.holds_long(text, &self.arena),
        };
        is_same.then(|| slot.number())
    }

    #[cold]
    #[inline(never)]
    fn find_long(&self, text: &[u8]) -> Option<u32> {
        self.find_at(self.place_of(self.key.hash_long(text)), &Needle::Long(text))
    }

    #[inline]
    fn place_of(&self, hash: u64) -> usize {
        let pilot = self.pilots.get(scale(hash, self.pilots.len())).copied().unwrap_or_default();
        place(hash, pilot, self.slots.len())
    }

    /// Every text with its number, in no order that means anything.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (String, u32)> + '_ {
        let taken = self.slots.iter().filter(|slot| !slot.is_empty());
        taken.map(|slot| (slot.text(&self.arena), slot.number()))
    }
}

impl fmt::Debug for Frozen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frozen")
            .field("length", &self.length)
            .field("slots", &self.slots.len())
            .finish_non_exhaustive()
    }
}

/// A text in the form in which it is looked for.
#[derive(Clone, Copy)]
pub(crate) enum Needle<'a> {
    /// At most 28 bytes, with zeros behind them.
    Short([u64; 4]),
    /// More.
    Long(&'a [u8]),
}

impl<'a> Needle<'a> {
    /// Of a text of 1 to [`MAX_TEXT`] bytes above 0x20.
    #[inline]
    pub(crate) fn new(text: &'a [u8]) -> Self {
        let mut bytes = [0; 32];
        match bytes.get_mut(..text.len()) {
            Some(slot) if text.len() <= MAX_SHORT => {
                slot.copy_from_slice(text);
                Self::Short(words(&bytes))
            }
            _ => Self::Long(text),
        }
    }

    /// Of a text that is followed by zeros; the same as `new(text)`, without asking how long it is.
    #[inline]
    pub(crate) fn padded(text: &'a [u8], padded: &[u8; 63]) -> Self {
        match padded.first_chunk::<32>() {
            Some(bytes) if text.len() <= MAX_SHORT => Self::Short(words(bytes)),
            _ => Self::Long(text),
        }
    }
}

/// Collects the texts of a [`Frozen`] table.
#[derive(Clone, Default)]
pub(crate) struct FrozenBuilder {
    slots: Vec<Slot>,
    arena: Vec<u8>,
}

impl FrozenBuilder {
    /// Makes room for `more` texts.
    pub(crate) fn reserve(&mut self, more: usize) {
        self.slots.reserve(more);
    }

    /// Adds a text of 1 to [`MAX_TEXT`] bytes above 0x20, and its number.
    pub(crate) fn insert(&mut self, needle: &Needle<'_>, number: u32) {
        let slot = match needle {
            Needle::Short(words) => Slot::short(*words, number),
            Needle::Long(text) => {
                let slot = Slot::long(self.arena.len(), text.len(), number);
                self.arena.extend_from_slice(text);
                slot
            }
        };
        self.slots.push(slot);
    }

    /// Builds the table. A text that was added twice with one number is there once.
    pub(crate) fn build(mut self) -> Result<Frozen, Unfrozen> {
        let root = self.digest();
        for attempt in 0..ATTEMPTS {
            let key = HashKey::derive(&root, attempt);
            for slot in &mut self.slots {
                slot.set_long_hash(&self.arena, &key);
            }
            self.sort(&key);
            self.merge()?;
            if let Some((slots, pilots)) = lay_down(&self.slots, &key) {
                self.arena.shrink_to_fit();
                return Ok(Frozen { slots, pilots, arena: self.arena, key, length: self.slots.len() });
            }
        }
        Err(Unfrozen::Crowded)
    }

    /// A digest of all texts in the order in which they came.
    fn digest(&self) -> Digest {
        let mut digest = Framed::new("domicile frozen table 1");
        let mut buffer = Vec::new();
        for slots in self.slots.chunks(128) {
            buffer.clear();
            buffer.extend(slots.iter().flat_map(|slot| slot.words).flat_map(u64::to_le_bytes));
            digest.field(&buffer);
        }
        digest.field(&self.arena);
        digest.finish()
    }

    /// By hash, then by text, then by number.
    fn sort(&mut self, key: &HashKey) {
        let Self { slots, arena } = self;
        slots.sort_unstable_by(|a, b| {
            let by_hash = key.hash_slot(a).cmp(&key.hash_slot(b));
            by_hash.then_with(|| a.compare(b, arena)).then_with(|| a.number().cmp(&b.number()))
        });
    }

    /// Drops what was added twice; the texts are sorted.
    fn merge(&mut self) -> Result<(), Unfrozen> {
        let Self { slots, arena } = self;
        for (one, other) in slots.iter().zip(slots.iter().skip(1)) {
            if one.number() != other.number() && one.compare(other, arena).is_eq() {
                let text = one.text(arena);
                return Err(Unfrozen::TwoNumbers { text, first: one.number(), second: other.number() });
            }
        }
        slots.dedup_by(|other, one| one.compare(other, arena).is_eq());
        Ok(())
    }
}

/// The table could not be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unfrozen {
    /// A text was added with two numbers.
    TwoNumbers { text: String, first: u32, second: u32 },
    /// Under none of the keys tried is there a pilot for every bucket.
    Crowded,
}

/// Half a cache line: an empty place, a short text and its number, or where a long text stands.
///
/// INVARIANT: of a short text, its bytes and zeros in the 28 lower bytes, little-endian; of a long one, `LONG`,
/// position and length, hash, 0. The number is in the upper half of the last word. A text has no byte below 0x21, so
/// the three cannot be confused.
#[derive(Clone, Copy)]
#[repr(C, align(32))]
struct Slot {
    words: [u64; 4],
}

impl Slot {
    const EMPTY: Self = Self { words: [0; 4] };

    fn short([a, b, c, d]: [u64; 4], number: u32) -> Self {
        Self { words: [a, b, c, d | u64::from(number) << 32] }
    }

    fn long(position: usize, length: usize, number: u32) -> Self {
        let position = u64::try_from(position).unwrap_or(u64::MAX);
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        Self { words: [LONG, position << 8 | length, 0, u64::from(number) << 32] }
    }

    #[inline]
    const fn is_empty(&self) -> bool {
        self.words[0] == 0
    }

    #[inline]
    fn number(&self) -> u32 {
        u32::try_from(self.words[3] >> 32).unwrap_or_default()
    }

    /// The words of a short text without the number.
    #[inline]
    const fn short_words(&self) -> [u64; 4] {
        let [a, b, c, d] = self.words;
        [a, b, c, d & 0xffff_ffff]
    }

    #[inline]
    const fn holds(&self, short: &[u64; 4]) -> bool {
        let [a, b, c, d] = self.short_words();
        ((a ^ short[0]) | (b ^ short[1]) | (c ^ short[2]) | (d ^ short[3])) == 0
    }

    #[cold]
    fn holds_long(&self, text: &[u8], arena: &[u8]) -> bool {
        self.long_hash().is_some() && self.long_text(arena) == text
    }

    fn long_hash(&self) -> Option<u64> {
        (self.words[0] == LONG).then_some(self.words[2])
    }

    fn long_text<'a>(&self, arena: &'a [u8]) -> &'a [u8] {
        let position = usize::try_from(self.words[1] >> 8).unwrap_or(usize::MAX);
        let length = usize::try_from(self.words[1] & 0xff).unwrap_or_default();
        arena.get(position..position.saturating_add(length)).unwrap_or_default()
    }

    fn set_long_hash(&mut self, arena: &[u8], key: &HashKey) {
        if self.long_hash().is_some() {
            self.words[2] = key.hash_long(self.long_text(arena));
        }
    }

    fn compare(&self, other: &Self, arena: &[u8]) -> Ordering {
        match (self.long_hash(), other.long_hash()) {
            (None, None) => self.short_words().cmp(&other.short_words()),
            (Some(_), Some(_)) => self.long_text(arena).cmp(other.long_text(arena)),
            (one, two) => one.cmp(&two),
        }
    }

    fn text(&self, arena: &[u8]) -> String {
        let short = self.short_words().map(u64::to_le_bytes);
        let bytes = match self.long_hash() {
            Some(_) => self.long_text(arena),
            None => short.as_flattened().split(|byte| *byte == 0).next().unwrap_or_default(),
        };
        String::from_utf8_lossy(bytes).into_owned()
    }
}

/// The key of the hash: NH over pairs of words, then multiply-shift.
#[derive(Clone)]
struct HashKey {
    words: [u64; KEY_WORDS],
    multiplier: u128,
}

impl HashKey {
    /// The key of one attempt at a table whose texts have this digest.
    fn derive(root: &Digest, attempt: u8) -> Self {
        let draw = |block: u8| {
            let mut framed = Framed::new("domicile frozen table 1 key");
            framed.field(root.as_bytes()).field(&[attempt, block]);
            framed.finish()
        };
        let mut words = [0; KEY_WORDS];
        for (block, words) in (1..).zip(words.chunks_exact_mut(4)) {
            for (word, bytes) in words.iter_mut().zip(draw(block).as_bytes().chunks_exact(8)) {
                *word = word_of(bytes);
            }
        }
        let multiplier = draw(0).as_bytes().first_chunk().map_or(0, |bytes| u128::from_le_bytes(*bytes));
        Self { words, multiplier: multiplier | 1 }
    }

    #[inline]
    fn hash_short(&self, [a, b, c, d]: &[u64; 4]) -> u64 {
        let [k0, k1, k2, k3, ..] = &self.words;
        self.finish(product(*a, *k0, *b, *k1).wrapping_add(product(*c, *k2, *d, *k3)))
    }

    #[cold]
    fn hash_long(&self, text: &[u8]) -> u64 {
        let mut sum = 0_u128;
        for (pair, key) in text.chunks(16).zip(self.words.chunks_exact(2)) {
            let (low, high) = pair.split_at_checked(8).unwrap_or((pair, &[]));
            if let [k0, k1] = key {
                sum = sum.wrapping_add(product(word_of(low), *k0, word_of(high), *k1));
            }
        }
        self.finish(sum)
    }

    fn hash_slot(&self, slot: &Slot) -> u64 {
        slot.long_hash().unwrap_or_else(|| self.hash_short(&slot.short_words()))
    }

    #[inline]
    fn finish(&self, sum: u128) -> u64 {
        upper_half(sum.wrapping_mul(self.multiplier))
    }
}

impl Default for HashKey {
    fn default() -> Self {
        Self { words: [0; KEY_WORDS], multiplier: 1 }
    }
}

/// Lays slots that are sorted by hash down, each in the place its hash and its bucket's pilot name; `None` if there is
/// a bucket without a pilot.
fn lay_down(sorted: &[Slot], key: &HashKey) -> Option<(Vec<Slot>, Vec<u16>)> {
    let mut slots = vec![Slot::EMPTY; sorted.len().checked_mul(20)?.div_ceil(19)];
    let mut pilots = vec![0; sorted.len().div_ceil(BUCKET)];
    let buckets = buckets(sorted, key, pilots.len());
    let largest = buckets.iter().map(|bucket| bucket.len()).max().unwrap_or_default();
    for length in (1..=largest).rev() {
        for (bucket, pilot) in buckets.iter().zip(&mut pilots).filter(|(bucket, _)| bucket.len() == length) {
            *pilot = settle(bucket, key, &mut slots)?;
        }
    }
    Some((slots, pilots))
}

/// The runs of slots that share a bucket.
fn buckets<'a>(sorted: &'a [Slot], key: &HashKey, count: usize) -> Vec<&'a [Slot]> {
    let mut rest = sorted;
    let mut buckets = Vec::with_capacity(count);
    for number in 0..count {
        let length = rest.iter().take_while(|slot| scale(key.hash_slot(slot), count) == number).count();
        let (bucket, behind) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        buckets.push(bucket);
        rest = behind;
    }
    buckets
}

/// Finds the first pilot under which a bucket's slots fall on free places, and puts them there.
fn settle(bucket: &[Slot], key: &HashKey, slots: &mut [Slot]) -> Option<u16> {
    let mut hashes = [0; LARGEST_BUCKET];
    let hashes = hashes.get_mut(..bucket.len())?;
    for (hash, slot) in hashes.iter_mut().zip(bucket) {
        *hash = key.hash_slot(slot);
    }
    let count = slots.len();
    (0..=u16::MAX).find(|pilot| {
        let mut placed = 0_usize;
        for (hash, slot) in hashes.iter().zip(bucket) {
            match slots.get_mut(place(*hash, *pilot, count)) {
                Some(free) if free.is_empty() => *free = *slot,
                _ => break,
            }
            placed = placed.wrapping_add(1);
        }
        if placed == bucket.len() {
            return true;
        }
        // Take back what this pilot placed.
        for hash in hashes.iter().take(placed) {
            if let Some(slot) = slots.get_mut(place(*hash, *pilot, count)) {
                *slot = Slot::EMPTY;
            }
        }
        false
    })
}

/// The place that a hash and a pilot name among `count`.
///
/// The hashes of one bucket agree in their upper bits; multiplying spreads what they differ in.
#[inline]
fn place(hash: u64, pilot: u16, count: usize) -> usize {
    scale(hash.wrapping_mul(SPREAD).wrapping_mul(u64::from(pilot) << 1 | 1), count)
}

/// Where `hash` falls if all hashes are divided evenly among `count`.
#[inline]
fn scale(hash: u64, count: usize) -> usize {
    let count = u128::try_from(count).unwrap_or_default();
    usize::try_from(upper_half(u128::from(hash).wrapping_mul(count))).unwrap_or_default()
}

#[inline]
fn product(a: u64, k0: u64, b: u64, k1: u64) -> u128 {
    u128::from(a.wrapping_add(k0)).wrapping_mul(u128::from(b.wrapping_add(k1)))
}

#[inline]
fn upper_half(number: u128) -> u64 {
    u64::try_from(number >> 64).unwrap_or_default()
}

#[inline]
fn words(bytes: &[u8; 32]) -> [u64; 4] {
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(bytes.chunks_exact(8)) {
        *word = word_of(bytes);
    }
    words
}

/// Up to eight bytes, little-endian, with zeros behind them.
#[inline]
fn word_of(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(whole) => u64::from_le_bytes(*whole),
        None => bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// The longest text that fits in a slot.
const MAX_SHORT: usize = 28;

/// The longest text of all: two words of the key for each 16 bytes.
pub(crate) const MAX_TEXT: usize = 255;

const KEY_WORDS: usize = 32;

/// The first word of the slot of a long text; no short text begins with this byte.
const LONG: u64 = 1;

/// How many texts share a pilot, in the mean.
const BUCKET: usize = 4;

/// The largest bucket there may be. By chance, one bucket in 10^17 has more (Poisson with mean 4).
const LARGEST_BUCKET: usize = 32;

/// 2^64 divided by the golden ratio (Knuth, "The Art of Computer Programming", vol. 3, § 6.4).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// How many keys are tried.
const ATTEMPTS: u8 = 8;

#[cfg(test)]
mod tests {
    use super::*;

    fn table(texts: &[&str]) -> Result<Frozen, Unfrozen> {
        let mut builder = FrozenBuilder::default();
        for (number, text) in (0..).zip(texts) {
            builder.insert(&Needle::new(text.as_bytes()), number);
        }
        builder.build()
    }

    #[test]
    fn an_empty_table_finds_nothing() {
        for table in [Frozen::default(), table(&[]).unwrap()] {
            assert_eq!(table.find(&Needle::new(b"a")), None);
            assert_eq!(table.find(&Needle::new(&[b'a'; 63])), None);
            assert_eq!(table.entries().count(), 0);
        }
    }

    #[test]
    fn lengths_around_the_slot_are_told_apart() {
        let texts: Vec<String> = (1..=MAX_TEXT).map(|length| "a".repeat(length)).collect();
        let refs: Vec<&str> = texts.iter().map(String::as_str).collect();
        let table = table(&refs).unwrap();
        assert_eq!(table.len(), MAX_TEXT);
        for (number, text) in (0..).zip(&texts) {
            assert_eq!(table.find(&Needle::new(text.as_bytes())), Some(number));
            let other = format!("{}b", &text[1..]);
            assert_eq!(table.find(&Needle::new(other.as_bytes())), None);
        }
        let mut entries: Vec<_> = table.entries().collect();
        entries.sort_by_key(|(_, number)| *number);
        assert_eq!(entries.into_iter().map(|(text, _)| text).collect::<Vec<_>>(), texts);
    }

    #[test]
    fn both_forms_of_a_needle_are_one() {
        for length in 1..=63 {
            let text = "x".repeat(length);
            let mut padded = [0; 63];
            padded[..length].copy_from_slice(text.as_bytes());
            match (Needle::new(text.as_bytes()), Needle::padded(text.as_bytes(), &padded)) {
                (Needle::Short(one), Needle::Short(other)) => assert_eq!(one, other),
                (Needle::Long(one), Needle::Long(other)) => assert_eq!(one, other),
                _ => panic!("{length}"),
            }
        }
    }

    #[test]
    fn a_text_has_one_number() {
        let long = "l".repeat(40);
        assert_eq!(table(&["a", "b"]).unwrap().len(), 2);
        for text in ["a", &long] {
            let mut builder = FrozenBuilder::default();
            builder.insert(&Needle::new(text.as_bytes()), 7);
            builder.insert(&Needle::new(text.as_bytes()), 7);
            assert_eq!(builder.clone().build().unwrap().len(), 1);
            builder.insert(&Needle::new(text.as_bytes()), 6);
            let expected = Unfrozen::TwoNumbers { text: text.into(), first: 6, second: 7 };
            assert_eq!(builder.build().unwrap_err(), expected);
        }
    }

    #[test]
    fn texts_that_all_meet_cannot_be_built_and_cannot_hang() {
        // A key under which everything meets, as if somebody had broken the hash.
        let meeting = HashKey { words: [0; KEY_WORDS], multiplier: 0 };
        let slots = [1, 2].map(|n| Slot::short([n << 8 | 0x21, 0, 0, 0], 0));
        assert!(lay_down(&slots[..1], &meeting).is_some());
        assert!(lay_down(&slots, &meeting).is_none());
        assert!(lay_down(&[slots[0]; 1_000], &meeting).is_none());
    }

    #[test]
    fn a_hundred_thousand_serial_texts_are_found_and_their_neighbours_are_not() {
        let texts: Vec<String> = (0..100_000).map(|n| format!("m_{n:08}")).collect();
        let refs: Vec<&str> = texts.iter().map(String::as_str).collect();
        let table = table(&refs).unwrap();
        for (number, text) in (0..).zip(&texts) {
            assert_eq!(table.find(&Needle::new(text.as_bytes())), Some(number));
            assert_eq!(table.find(&Needle::new(text.replace('m', "n").as_bytes())), None);
        }
        assert_eq!(size_of::<Slot>(), 32);
        assert!(table.slots.len() < 106_000);
    }
}
