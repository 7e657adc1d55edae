//! Building the table.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::digest::Digest;
use crate::digest::Framed;
use crate::tenant::frozen::hash::HashKey;
use crate::tenant::frozen::hash::place;
use crate::tenant::frozen::hash::scale;
use crate::tenant::frozen::slot::Slot;
use crate::tenant::frozen::slot::split_long;
use crate::tenant::frozen::table::Frozen;
use crate::tenant::frozen::table::Needle;

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
                let (_, tail) = split_long(text);
                let slot = Slot::long(text, self.arena.len(), number);
                self.arena.extend_from_slice(tail);
                slot
            }
        };
        self.slots.push(slot);
    }

    /// Builds the table. A text that was added twice with one number is there once.
    pub(crate) fn build(mut self) -> Result<Frozen, Unfrozen> {
        self.arena.shrink_to_fit();
        let root = self.digest();
        for attempt in 0..ATTEMPTS {
            let key = HashKey::derive(&root, attempt);
            let sorted = self.sort(&key)?;
            if let Some((slots, pilots)) = self.lay_down(&sorted) {
                return Ok(Frozen { slots, pilots, arena: self.arena, key, length: sorted.len() });
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

    /// The hash of each slot and its position, by hash; of slots with the same text, one.
    fn sort(&self, key: &HashKey) -> Result<Vec<(u64, usize)>, Unfrozen> {
        let Self { slots, arena } = self;
        let slot = |position: usize| slots.get(position).copied().unwrap_or(Slot::EMPTY);
        let mut sorted: Vec<_> = slots.iter().map(|slot| slot.hash(arena, key)).zip(0..).collect();
        sorted.sort_unstable_by(|a, b| {
            let by_text = || slot(a.1).compare(&slot(b.1), arena);
            a.0.cmp(&b.0).then_with(by_text).then_with(|| slot(a.1).number().cmp(&slot(b.1).number()))
        });
        for (one, other) in sorted.iter().zip(sorted.iter().skip(1)).filter(|(one, other)| one.0 == other.0) {
            let (one, other) = (slot(one.1), slot(other.1));
            if one.number() != other.number() && one.compare(&other, arena).is_eq() {
                let (text, first, second) = (one.text(arena), one.number(), other.number());
                return Err(Unfrozen::TwoNumbers { text, first, second });
            }
        }
        sorted.dedup_by(|other, one| one.0 == other.0 && slot(one.1).compare(&slot(other.1), arena).is_eq());
        Ok(sorted)
    }

    /// Lays the slots down, each in the place its hash and its bucket's pilot name; `None` if there is a bucket
    /// without a pilot.
    fn lay_down(&self, sorted: &[(u64, usize)]) -> Option<(Vec<Slot>, Vec<u16>)> {
        let mut slots = vec![Slot::EMPTY; sorted.len().checked_mul(5)?.div_ceil(4)];
        let mut taken = Taken { bits: vec![0; slots.len().div_ceil(64)], count: slots.len() };
        let mut pilots = vec![0; sorted.len().div_ceil(BUCKET)];
        let buckets = buckets(sorted, pilots.len());
        let largest = buckets.iter().map(|bucket| bucket.len()).max().unwrap_or_default();
        for length in (1..=largest).rev() {
            for (bucket, pilot) in
                buckets.iter().zip(&mut pilots).filter(|(bucket, _)| bucket.len() == length)
            {
                *pilot = taken.settle(bucket)?;
                for (hash, position) in *bucket {
                    *slots.get_mut(place(*hash, *pilot, taken.count))? = *self.slots.get(*position)?;
                }
            }
        }
        Some((slots, pilots))
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

/// The runs of sorted hashes that share a bucket.
fn buckets(sorted: &[(u64, usize)], count: usize) -> Vec<&[(u64, usize)]> {
    let mut rest = sorted;
    let mut buckets = Vec::with_capacity(count);
    for number in 0..count {
        let length = rest.iter().take_while(|(hash, _)| scale(*hash, count) == number).count();
        let (bucket, behind) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        buckets.push(bucket);
        rest = behind;
    }
    buckets
}

/// Which places are taken: a bit for each, because finding pilots asks for many.
struct Taken {
    bits: Vec<u64>,
    count: usize,
}

impl Taken {
    /// Finds the first pilot under which the hashes of a bucket fall on different free places, and takes those.
    fn settle(&mut self, bucket: &[(u64, usize)]) -> Option<u16> {
        if bucket.len() > LARGEST_BUCKET {
            return None;
        }
        let places = |pilot| bucket.iter().map(move |(hash, _)| (*hash, pilot));
        (0..=u16::MAX).find(|pilot| {
            let taken = places(*pilot).take_while(|(hash, pilot)| self.take(*hash, *pilot)).count();
            let is_whole = taken == bucket.len();
            if !is_whole {
                places(*pilot).take(taken).for_each(|(hash, pilot)| self.flip(hash, pilot));
            }
            is_whole
        })
    }

    /// Takes a place; false if it was taken.
    fn take(&mut self, hash: u64, pilot: u16) -> bool {
        let (word, bit) = self.bit(hash, pilot);
        match self.bits.get_mut(word) {
            Some(word) if *word & bit == 0 => {
                *word |= bit;
                true
            }
            _ => false,
        }
    }

    fn flip(&mut self, hash: u64, pilot: u16) {
        let (word, bit) = self.bit(hash, pilot);
        if let Some(word) = self.bits.get_mut(word) {
            *word ^= bit;
        }
    }

    fn bit(&self, hash: u64, pilot: u16) -> (usize, u64) {
        let place = place(hash, pilot, self.count);
        (place / 64, 1_u64.wrapping_shl(u32::try_from(place % 64).unwrap_or_default()))
    }
}

/// How many texts share a pilot, in the mean: the more, the fewer pilots have to be kept in the caches. With 8, and 4 of 5
/// slots taken, the largest pilot needed among 10 million texts was 25,727, the mean 444, and there are 65,536.
const BUCKET: usize = 8;

/// The largest bucket there may be. By chance, one bucket in 10^10 has more (Poisson with mean 8).
const LARGEST_BUCKET: usize = 32;

/// How many keys are tried.
const ATTEMPTS: u8 = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tenant::frozen::MAX_TEXT;

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
    fn texts_with_one_hash_are_still_told_apart() {
        let mut builder = FrozenBuilder::default();
        let long = ["l".repeat(40), "l".repeat(41)];
        for text in ["a", "b", &long[0], "a", &long[1], "b", "a", &long[0]] {
            builder.insert(&Needle::new(text.as_bytes()), u32::from(text != "a"));
        }
        assert_eq!(builder.sort(&HashKey::MEETING).unwrap().len(), 4);
        builder.insert(&Needle::new(long[0].as_bytes()), 7);
        let expected = Unfrozen::TwoNumbers { text: long[0].clone(), first: 1, second: 7 };
        assert_eq!(builder.sort(&HashKey::MEETING).unwrap_err(), expected);
    }

    #[test]
    fn texts_that_all_meet_cannot_be_built_and_cannot_hang() {
        let mut builder = FrozenBuilder::default();
        builder.insert(&Needle::new(b"a"), 0);
        // As if somebody had broken the hash.
        assert!(builder.lay_down(&[(7, 0)]).is_some());
        assert!(builder.lay_down(&[(7, 0), (7, 0)]).is_none());
        assert!(builder.lay_down(&[(7, 0); 1_000]).is_none());
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
        assert_eq!(table.slots.len(), 125_000);
    }
}
