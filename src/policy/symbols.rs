//! From names to positions.

use alloc::vec::Vec;

use crate::data::DataCategory;
use crate::place::Region;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::policy::name::ScopeName;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::ScopeRule;
use crate::tenant::Plan;

impl Rulebook {
    #[inline]
    pub(crate) fn region_at(&self, region: Region) -> Option<usize> {
        match region.ordinal().and_then(|ordinal| usize::try_from(ordinal).ok()) {
            Some(ordinal) => self.named_regions.get(ordinal).copied().flatten().map(usize::from),
            None => self.regions.binary_search_by(|entry| entry.region.cmp(&region)).ok(),
        }
    }

    #[inline]
    pub(crate) fn plan_at(&self, plan: Plan) -> Option<usize> {
        position(&self.plans, &plan, |(name, _)| name)
    }

    #[inline]
    pub(crate) fn category_at(&self, category: DataCategory) -> Option<usize> {
        position(&self.categories, &category, |rule| &rule.category)
    }

    #[inline]
    pub(crate) fn role_at(&self, role: RoleName) -> Option<usize> {
        position(&self.roles, &role, |rule| &rule.name)
    }

    #[inline]
    pub(crate) fn recipient_at(&self, recipient: RecipientName) -> Option<usize> {
        position(&self.recipients, &recipient, |rule| &rule.name)
    }

    #[inline]
    pub(crate) fn scope_at(&self, scope: ScopeName) -> Option<usize> {
        self.scope_index.position(scope, &self.scopes)
    }
}

/// Finds a scope by name in constant time: there may be one for every tenant.
///
/// INVARIANT: the slots are a power of two and at least twice as many as the scopes; each holds a position plus one,
/// or 0 for none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ScopeIndex {
    slots: Vec<u32>,
}

impl ScopeIndex {
    pub(crate) fn new(scopes: &[ScopeRule]) -> Self {
        let size = scopes.len().saturating_mul(2).max(2).next_power_of_two();
        let mut index = Self { slots: alloc::vec![0; size] };
        for (position, rule) in (1_u32..).zip(scopes) {
            let mut at = index.start(rule.name);
            while index.slots.get(at).is_some_and(|slot| *slot != 0) {
                at = index.next(at);
            }
            if let Some(slot) = index.slots.get_mut(at) {
                *slot = position;
            }
        }
        index
    }

    #[inline]
    fn position(&self, name: ScopeName, scopes: &[ScopeRule]) -> Option<usize> {
        let mut at = self.start(name);
        loop {
            let position = usize::try_from(self.slots.get(at)?.checked_sub(1)?).ok()?;
            if scopes.get(position)?.name == name {
                return Some(position);
            }
            at = self.next(at);
        }
    }

    #[inline]
    fn start(&self, name: ScopeName) -> usize {
        let mut hash = 0_u64;
        for byte in name.as_str().as_bytes().chunks(8) {
            let mut word = [0; 8];
            for (slot, byte) in word.iter_mut().zip(byte) {
                *slot = *byte;
            }
            // A multiplication spreads the bits upwards, the shift brings them back down.
            hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            hash ^= hash.wrapping_shr(29);
        }
        let low = usize::try_from(hash & u64::from(u32::MAX)).unwrap_or(0);
        low & self.slots.len().wrapping_sub(1)
    }

    #[inline]
    fn next(&self, at: usize) -> usize {
        at.wrapping_add(1) & self.slots.len().wrapping_sub(1)
    }
}

/// Where a name stands in a sorted table. A short one is compared from the front: that is a few instructions a row.
#[inline]
fn position<T, K: Ord>(table: &[T], key: &K, name: impl Fn(&T) -> &K) -> Option<usize> {
    if table.len() <= 8 {
        return table.iter().position(|row| name(row) == key);
    }
    table.binary_search_by(|row| name(row).cmp(key)).ok()
}
