//! What needs no judging: data that stays where it belongs, for the platform's own rules, where no law asks for more.
//!
//! The tables are made by asking the evaluator, so that they cannot say anything else: a bit is set where the answer is
//! a permit of these very checks. A request that finds its bits skips the evaluator.

use alloc::vec::Vec;

use crate::data::Categories;
use crate::data::DataCategory;
use crate::law::Act;
use crate::law::RecipientFacts;
use crate::place::Region;
use crate::policy::cell::Cell;
use crate::policy::cell::End;
use crate::policy::cell::Entitled;
use crate::policy::cell::Slot;
use crate::policy::check::Check;
use crate::policy::core_request::CoreRequest;
use crate::policy::evaluate::DecisionKind;
use crate::policy::name::RoleName;
use crate::policy::outcomes::Code;
use crate::policy::outcomes::Outcomes;
use crate::policy::request::Fact;
use crate::policy::rulebook::Names;
use crate::policy::rulebook::Placement;
use crate::policy::rulebook::Rulebook;
use crate::tenant::Mode;
use crate::tenant::ScopeName;
use crate::time::UnixTime;

/// Which checks a plain permit rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plain {
    /// The service does it itself.
    Own,
    /// It is handed to a recipient in the same country, through an endpoint in the region.
    Delivery,
}

impl Plain {
    /// What the evaluator says.
    const fn outcomes(self) -> Outcomes {
        let mut outcomes = Outcomes::NOT_ASKED;
        outcomes.note(Check::ModeEnforced, Code::PASS);
        outcomes.note(Check::HomeInUse, Code::PASS);
        outcomes.note(Check::HereInUse, Code::PASS);
        outcomes.note(Check::OperationKnown, Code::PASS);
        outcomes.note(Check::CategoryPlaced, Code::PASS);
        outcomes.note(Check::ScopeKnown, Code::PASS);
        outcomes.note(Check::RoleKnown, Code::PASS);
        outcomes.note(Check::PlanEntitled, Code::PASS);
        outcomes.note(Check::WithinScope, Code::PASS);
        outcomes.note(Check::FrameworksMet, Code::PASS);
        outcomes.note(Check::InPlace, Code::PASS);
        outcomes.note(Check::RoleMay, Code::PASS);
        if matches!(self, Self::Delivery) {
            outcomes.note(Check::RecipientKnown, Code::PASS);
            outcomes.note(Check::EndpointAllowed, Code::PASS);
        }
        outcomes
    }
}

/// For each operation and named category, the named regions at which it is plain, as bits by ordinal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlainTable {
    /// The closed policy: home is plain, wherever it is.
    is_any: bool,
    own: [[u64; CATEGORIES]; ACTS],
    /// For each of the first recipients and each named category, where a delivery to it is plain.
    deliveries: Vec<[u64; CATEGORIES]>,
    /// Whether data may be anywhere but at home: if not, sites elsewhere need not be judged.
    pub(crate) only_home: bool,
}

const CATEGORIES: usize = DataCategory::NAMED.len();
const ACTS: usize = Act::ALL.len();
/// So many recipients have a row of their own; a document with more is judged at length for the rest.
const RECIPIENTS: usize = 64;

const _: () = assert!(Region::NAMED.len() <= 64, "a region is a bit of a word");

impl PlainTable {
    /// Nothing is plain.
    pub(crate) const NOTHING: Self =
        Self { is_any: false, own: [[0; CATEGORIES]; ACTS], deliveries: Vec::new(), only_home: false };

    /// What is plain under these tables.
    pub(crate) fn new(book: &Rulebook) -> Self {
        let mut table = Self::NOTHING;
        table.only_home =
            book.transfers.is_empty() && book.categories.iter().all(|rule| rule.placement == Placement::Home);
        if book.names == Names::Any {
            table.is_any = true;
            return table;
        }
        for (rows, act) in table.own.iter_mut().zip(Act::ALL) {
            *rows = regions(book, *act, None);
        }
        let recipients = 0..book.recipients.len().min(RECIPIENTS);
        table.deliveries = recipients.map(|recipient| regions(book, Act::Deliver, Some(recipient))).collect();
        table
    }

    /// True if the answer is a permit of [`Plain::Own`] for a tenant under the platform's own rules, the expiry and other
    /// tables of plans aside.
    #[inline(always)]
    pub(crate) fn holds_of(
        &self,
        mode: Mode,
        operation: Act,
        categories: &Categories,
        home: &Region,
        here: &Region,
    ) -> bool {
        *home == *here
            && mode == Mode::Enforced
            && if self.is_any {
                !categories.is_empty() && !matches!(operation, Act::Deliver | Act::OnwardTransfer)
            } else {
                self.own.get(position(operation)).is_some_and(|rows| all(rows, categories, *home))
            }
    }

    /// True if the answer is a permit of [`Plain::Delivery`] from the home of the data through an endpoint there, the expiry
    /// and other tables of plans aside.
    #[inline(always)]
    pub(crate) fn delivers(&self, asked: &CoreRequest<'_>, home: Region, recipient: usize) -> bool {
        asked.mode == Mode::Enforced
            && asked.scope.is_none()
            && self.deliveries.get(recipient).is_some_and(|rows| all(rows, asked.categories, home))
    }
}

/// True if all of these categories are plain at home.
#[inline]
fn all(rows: &[u64; CATEGORIES], categories: &Categories, home: Region) -> bool {
    let (Some(mut left), Some(at)) = (categories.named_bits(), home.ordinal()) else { return false };
    let mut regions = u64::MAX;
    while left != 0 {
        let category = usize::try_from(left.trailing_zeros()).unwrap_or(CATEGORIES);
        regions &= rows.get(category).copied().unwrap_or(0);
        left &= left.wrapping_sub(1);
    }
    regions.wrapping_shr(at) & 1 != 0
}

/// For each named category, the named regions at which this is plain.
fn regions(book: &Rulebook, act: Act, recipient: Option<usize>) -> [u64; CATEGORIES] {
    let mut rows = [0; CATEGORIES];
    for (bits, category) in rows.iter_mut().zip(DataCategory::NAMED) {
        for (region, shift) in Region::NAMED.iter().zip(0_u32..) {
            if is_plain(book, act, category, *region, recipient) {
                *bits |= 1_u64.wrapping_shl(shift);
            }
        }
    }
    rows
}

/// Asks the evaluator, for a tenant on a plan that is not listed.
fn is_plain(
    book: &Rulebook,
    act: Act,
    category: DataCategory,
    region: Region,
    recipient: Option<usize>,
) -> bool {
    let (Some(region), Some(category)) = (book.region_at(region), book.category_at(category)) else {
        return false;
    };
    let region = Slot::listed(region);
    let platform = book.scope_at(ScopeName::PLATFORM).map_or(Slot::UNLISTED, Slot::listed);
    let service = book.role_at(RoleName::SERVICE);
    let cell = Cell {
        home: region,
        here: region,
        plan: Slot::ABSENT,
        entitled: Entitled::NotAsked,
        role: service.map_or(Slot::UNLISTED, Slot::listed),
        scope: platform,
        organization: Slot::ABSENT,
        recipient: recipient.map_or(Slot::NOBODY, Slot::listed),
        via: Slot::NOBODY,
        mode: Fact::Known(Mode::Enforced),
        act: Fact::Known(act),
        endpoint: if recipient.is_some() { Fact::Known(End::Regional) } else { Fact::Absent },
    };
    let plain = if recipient.is_some() { Plain::Delivery } else { Plain::Own };
    let start = UnixTime::from_secs(0);
    let facts = book.law.facts(RecipientFacts::NOTHING, start);
    let evaluation = book.evaluate_one(&cell, Slot::listed(category), &facts, start);
    evaluation.kind() == DecisionKind::Permit && evaluation.outcomes == plain.outcomes()
}

#[inline]
#[expect(clippy::as_conversions, reason = "the discriminant of a word is its position")]
const fn position(act: Act) -> usize {
    act as usize
}

impl Default for PlainTable {
    fn default() -> Self {
        Self::NOTHING
    }
}
