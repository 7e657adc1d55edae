//! From names to positions.

use alloc::vec::Vec;

use crate::data::DataCategory;
use crate::data::EndpointName;
use crate::place::Region;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::policy::rulebook::CategoryRule;
use crate::policy::rulebook::Names;
use crate::policy::rulebook::Rulebook;
use crate::policy::rulebook::ScopeRule;
use crate::tenant::Plan;
use crate::tenant::ScopeName;

impl Rulebook {
    /// The position of a listed region. The closed policy lists none: two of its regions are told apart by
    /// [`Rulebook::looked_up`](crate::policy::cell).
    #[inline]
    pub(crate) fn region_at(&self, region: Region) -> Option<usize> {
        match region.ordinal().and_then(|ordinal| usize::try_from(ordinal).ok()) {
            Some(ordinal) => self.named_regions.get(ordinal).copied().flatten().map(usize::from),
            None => self.regions.binary_search_by(|entry| entry.region.cmp(&region)).ok(),
        }
    }

    #[inline]
    pub(crate) fn plan_at(&self, plan: Plan) -> Option<usize> {
        match self.names {
            Names::Listed => position(&self.plans, &plan, |(name, _)| name),
            Names::Any => Some(0),
        }
    }

    /// The position of the nearest rule: the category's own, or that of the nearest category it lies in.
    #[inline]
    pub(crate) fn category_at(&self, category: DataCategory) -> Option<usize> {
        match category.ordinal().and_then(|ordinal| usize::try_from(ordinal).ok()) {
            Some(ordinal) => self.category_index.named.get(ordinal).copied().flatten().map(usize::from),
            None => self.category_index.nearest(category, &self.categories),
        }
    }

    #[inline]
    pub(crate) fn role_at(&self, role: RoleName) -> Option<usize> {
        position(&self.roles, &Some(role), |rule| &rule.name)
            .or_else(|| self.roles.first().filter(|rule| rule.name.is_none()).map(|_| 0))
    }

    #[inline]
    pub(crate) fn recipient_at(&self, recipient: RecipientName) -> Option<usize> {
        position(&self.recipients, &recipient, |rule| &rule.name)
    }

    #[inline]
    pub(crate) fn endpoint_at(&self, endpoint: EndpointName) -> Option<usize> {
        position(&self.endpoints, &endpoint, |rule| &rule.name)
    }

    #[inline]
    pub(crate) fn scope_at(&self, scope: ScopeName) -> Option<usize> {
        self.scope_index.position(scope, &self.scopes)
    }
}

/// Finds the rule of a category, or of the nearest one it lies in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CategoryIndex {
    /// The position of the nearest rule of each named category, by its ordinal.
    named: Vec<Option<u16>>,
}

impl CategoryIndex {
    /// The index of rules that are sorted by category; a rule for all data stands first.
    pub(crate) fn new(rules: &[CategoryRule]) -> Self {
        let mut index = Self::default();
        let nearest = |named: DataCategory| index.nearest(named, rules).and_then(|at| u16::try_from(at).ok());
        index.named = DataCategory::NAMED.into_iter().map(nearest).collect();
        index
    }

    fn nearest(&self, category: DataCategory, rules: &[CategoryRule]) -> Option<usize> {
        let mut asked = Some(category);
        while let Some(category) = asked {
            if let Some(at) = position(rules, &Some(category), |rule| &rule.category) {
                return Some(at);
            }
            asked = category.parent();
        }
        rules.first().filter(|rule| rule.category.is_none()).map(|_| 0)
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
        if let [only] = scopes {
            return (only.name == name).then_some(0);
        }
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
