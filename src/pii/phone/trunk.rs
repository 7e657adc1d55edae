//! Trunk prefixes and carrier codes: what is dialled before a number inside its country.

use crate::pii::phone::digits::Digits;
use crate::pii::phone::plan::{self, Rules};

/// Drops or rewrites the trunk prefix, if the digits begin with one.
///
/// Digits that look like a national number keep their prefix when they would no longer look like one without it: the
/// prefix is then part of the number. `None` means that nothing changes. Rewritten digits are placed in `scratch`.
#[inline]
pub(in crate::pii::phone) fn strip<'a>(
    rules: &Rules,
    national: &'a [u8],
    scratch: &'a mut Digits,
) -> Option<&'a [u8]> {
    let prefix = plan::prefix(rules.trunk, national)?;
    let rest = national.get(prefix.end..).unwrap_or_default();
    let stripped = match prefix.rewrite {
        None => rest,
        Some(rewrite) => {
            *scratch = rewrite.apply(national, rest);
            scratch.after(0)
        }
    };
    let is_lost = plan::accepts(rules.general, national) && !plan::accepts(rules.general, stripped);
    (!is_lost).then_some(stripped)
}
