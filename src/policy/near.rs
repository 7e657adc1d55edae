//! The listed name nearest to a misspelt one.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

/// Looks for near names, and stops looking once a document has asked for too much.
///
/// A document of thousands of misspelt names would otherwise compare each of them with thousands.
#[derive(Debug)]
pub(crate) struct Near {
    left: Cell<usize>,
}

impl Near {
    pub(crate) const fn new() -> Self {
        Self { left: Cell::new(MOST_COMPARISONS) }
    }

    /// The candidate nearest to `text`, if one is near: another case, or few letters off.
    pub(crate) fn nearest<'c>(
        &self,
        text: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<String> {
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        let mut best: Option<(usize, &str)> = None;
        for candidate in candidates {
            let left = self.left.get().checked_sub(1)?;
            self.left.set(left);
            let limit = best.map_or_else(|| allowed(text), |(distance, _)| distance.saturating_sub(1));
            if let Some(distance) = distance(text, candidate, limit) {
                best = Some((distance, candidate));
                if distance == 0 {
                    break;
                }
            }
        }
        best.map(|(_, candidate)| candidate.into())
    }

    /// True if `text` is near to one of the candidates, or if it can no longer be found out.
    pub(crate) fn is_near<'c>(&self, text: &str, candidates: impl IntoIterator<Item = &'c str>) -> bool {
        candidates.into_iter().any(|candidate| {
            let Some(left) = self.left.get().checked_sub(1) else { return true };
            self.left.set(left);
            candidate == text || distance(text, candidate, allowed(text)).is_some()
        })
    }
}

/// How many letters may be off: one in three, and not more than three.
fn allowed(text: &str) -> usize {
    (text.len() / 3).clamp(1, 3)
}

/// The number of letters that have to be put in, taken out, replaced or swapped with their neighbour, if it is not
/// above `limit`; the case of letters does not count.
fn distance(one: &str, two: &str, limit: usize) -> Option<usize> {
    if two.len() > LONGEST || one.len().abs_diff(two.len()) > limit {
        return None;
    }
    let lower = |text: &str| -> Vec<u8> { text.bytes().map(|byte| byte.to_ascii_lowercase()).collect() };
    let (one, two) = (lower(one), lower(two));
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=two.len()).collect();
    let mut last = None;
    for (row, byte) in (1_usize..).zip(&one) {
        let mut line = alloc::vec![row];
        let mut left = row;
        for (column, other) in two.iter().enumerate() {
            let is_same = byte == other;
            let replaced = above.get(column)?.saturating_add(usize::from(!is_same));
            let put_in = above.get(column.saturating_add(1))?.saturating_add(1);
            let mut least = replaced.min(put_in).min(left.saturating_add(1));
            let previous = column.checked_sub(1).and_then(|previous| Some((previous, *two.get(previous)?)));
            if let Some((previous, neighbour)) = previous
                && last == Some(*other)
                && *byte == neighbour
                && let Some(cost) = before.get(previous)
            {
                least = least.min(cost.saturating_add(1));
            }
            line.push(least);
            left = least;
        }
        if line.iter().all(|cost| *cost > limit) {
            return None;
        }
        before = core::mem::replace(&mut above, line);
        last = Some(*byte);
    }
    above.last().copied().filter(|cost| *cost <= limit)
}

/// Names are at most 63 bytes.
const LONGEST: usize = 63;

/// How many pairs of names are compared for one document.
const MOST_COMPARISONS: usize = 65_536;

#[cfg(test)]
mod tests {
    use super::*;

    /// The textbook: try every edit.
    fn by_definition(one: &[u8], two: &[u8]) -> usize {
        match (one, two) {
            ([], rest) | (rest, []) => rest.len(),
            ([a, one_rest @ ..], [b, two_rest @ ..]) => {
                let mut least = by_definition(one_rest, two_rest) + usize::from(a != b);
                least = least.min(by_definition(one_rest, two) + 1).min(by_definition(one, two_rest) + 1);
                if let ([_, c, one_rest @ ..], [_, d, two_rest @ ..]) = (one, two)
                    && a == d
                    && b == c
                {
                    least = least.min(by_definition(one_rest, two_rest) + 1);
                }
                least
            }
        }
    }

    #[test]
    fn the_distance_is_the_least_number_of_edits() {
        let letters =
            ["", "a", "b", "ab", "ba", "abc", "acb", "bac", "cab", "abcd", "badc", "dcba", "aabb", "abab"];
        for one in letters {
            for two in letters {
                let expected = by_definition(one.as_bytes(), two.as_bytes());
                for limit in 0..6 {
                    let wanted = (expected <= limit).then_some(expected);
                    assert_eq!(distance(one, two, limit), wanted, "{one} {two} {limit}");
                }
            }
        }
    }

    #[test]
    fn the_nearest_is_found_and_the_far_are_not() {
        let near = Near::new();
        let regions = ["eu-west-1", "eu-west-2", "us-east-1"];
        assert_eq!(near.nearest("eu-wset-1", regions).as_deref(), Some("eu-west-1"));
        assert_eq!(near.nearest("US-EAST-1", regions).as_deref(), Some("us-east-1"));
        assert_eq!(near.nearest("mars", regions), None);
        assert_eq!(near.nearest("", regions), None);
    }

    #[test]
    fn looking_ends() {
        let near = Near::new();
        let many = alloc::vec!["some-long-name-that-is-not-it"; 4_096];
        for _ in 0..64 {
            near.nearest("another-name-altogether-abcdef", many.iter().copied());
        }
        assert_eq!(near.nearest("eu-wset-1", ["eu-west-1"]), None);
        assert!(near.is_near("eu-wset-1", ["mars"]));
    }
}
