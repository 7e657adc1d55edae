//! A table from short texts to numbers that is built once and then only read.
//!
//! # Layout
//!
//! A slot is 32 bytes, half a cache line. It holds a text of up to 28 bytes *in itself*, next to its number, so that
//! the comparison needs no further memory. Of a longer text it holds the first 20 bytes, and the rest stands in a
//! common arena. Four of five slots are taken.
//!
//! Where a text's slot is, is not searched for but known: the hash names a bucket of about eight texts, the bucket
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
//! for any two texts chosen without knowledge of the key, the chance that they meet is a small multiple of pure
//! chance. There are no texts that meet under every key, as there are for some faster hashes. The key is a
//! SHA-256 digest of all the texts together, so who does not know every one of them knows nothing about it; and if
//! the texts do lie badly under a key, building gives up on that key after a bounded effort and tries the next one.

mod builder;
mod hash;
mod slot;
mod table;

pub(crate) use crate::tenant::frozen::builder::{FrozenBuilder, Unfrozen};
pub(crate) use crate::tenant::frozen::hash::MAX_TEXT;
pub(crate) use crate::tenant::frozen::table::{Frozen, Needle};
