//! Sets of regions.

use alloc::vec::Vec;

use crate::place::region::Region;

/// A set of regions: membership of a named region is one bit test, of another one a binary search.
///
/// # Examples
///
/// ```
/// use domicile::Region;
/// use domicile::place::RegionSet;
///
/// let set: RegionSet = [Region::EuWest1, Region::parse("gcp:europe-west3")?].into_iter().collect();
/// assert!(set.contains(Region::EuWest1));
/// assert!(!set.contains(Region::EuWest2));
/// assert_eq!(set.to_string(), "eu-west-1, gcp:europe-west3");
/// # Ok::<(), domicile::place::InvalidRegion>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RegionSet {
    named: u64,
    others: Vec<Region>,
}

impl RegionSet {
    /// The empty set: it permits nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { named: 0, others: Vec::new() }
    }

    /// Adds a region; false if it was in already.
    pub fn insert(&mut self, region: Region) -> bool {
        match (bit(region), self.others.binary_search(&region)) {
            (Some(bit), _) => {
                let before = self.named;
                self.named |= bit;
                before != self.named
            }
            (None, Ok(_)) => false,
            (None, Err(at)) => {
                self.others.insert(at, region);
                true
            }
        }
    }

    /// True if `region` is in the set.
    #[must_use]
    #[inline]
    pub fn contains(&self, region: Region) -> bool {
        match bit(region) {
            Some(bit) => self.named & bit != 0,
            None => self.others.binary_search(&region).is_ok(),
        }
    }

    /// True if nothing is in the set.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.named == 0 && self.others.is_empty()
    }

    /// How many regions are in the set.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// True if every region of `self` is in `wider`.
    #[must_use]
    pub fn is_subset(&self, wider: &Self) -> bool {
        self.named & !wider.named == 0 && self.others.iter().all(|region| wider.contains(*region))
    }

    /// The regions in order: the named ones by code, then the others by spelling.
    pub fn iter(&self) -> impl Iterator<Item = Region> + '_ {
        let named = Region::NAMED.iter().copied().filter(|region| self.contains(*region));
        named.chain(self.others.iter().copied())
    }
}

impl FromIterator<Region> for RegionSet {
    fn from_iter<I: IntoIterator<Item = Region>>(regions: I) -> Self {
        let mut set = Self::new();
        set.extend(regions);
        set
    }
}

impl Extend<Region> for RegionSet {
    fn extend<I: IntoIterator<Item = Region>>(&mut self, regions: I) {
        for region in regions {
            self.insert(region);
        }
    }
}

impl core::fmt::Display for RegionSet {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        for (position, region) in self.iter().enumerate() {
            if position > 0 {
                f.write_str(", ")?;
            }
            f.write_str(region.as_str())?;
        }
        if self.is_empty() { f.write_str("none") } else { Ok(()) }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for RegionSet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for RegionSet {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::code::bounded::<Region, D>(deserializer, MOST_REGIONS).map(Self::from_iter)
    }
}

/// How many regions a serialized set may hold.
#[cfg(feature = "serde")]
const MOST_REGIONS: usize = 1024;

/// The bit of a named region; `None` for any other.
#[inline]
fn bit(region: Region) -> Option<u64> {
    1_u64.checked_shl(region.ordinal()?)
}

const _: () = assert!(Region::NAMED.len() <= 64, "a named region needs a bit of its own");
