//! Trunk prefixes and carrier codes: what is dialled before a number inside its country.

use crate::pii::phone::digits::Digits;
use crate::pii::phone::plan::{self, Rules};

/// Drops or rewrites the trunk prefix, if the digits begin with one.
///
/// Digits that look like a national number keep their prefix when they would no longer look like one without it: the
/// prefix is then part of the number. Rewritten digits are placed in `scratch`.
#[inline]
pub(in crate::pii::phone) fn strip<'a>(
    rules: &Rules,
    national: &'a [u8],
    scratch: &'a mut Digits,
) -> &'a [u8] {
    let Some(prefix) = plan::prefix(rules.trunk, national) else {
        return national;
    };
    let rest = national.get(prefix.end..).unwrap_or_default();
    let stripped = match prefix.rewrite {
        None => rest,
        Some(rewrite) => {
            *scratch = rewrite.apply(national, rest);
            scratch.as_slice()
        }
    };
    if plan::accepts(rules.general, national) && !plan::accepts(rules.general, stripped) {
        national
    } else {
        stripped
    }
}
