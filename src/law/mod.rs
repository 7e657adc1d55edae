//! WHAT MAY MOVE: transfers between countries, and what the law says to them.
//!
//! Law here is dated data. A [`LawEdition`] holds three tables: who belongs to which group of countries, which bodies
//! of law there are, and what each permits and asks for. Every row carries the provision, where it was seen, when, and
//! from when until when it is in force. A [`Transfer`] is judged by every body of law that applies, and the strictest
//! wins:
//!
//! * Unknown refuses: an unknown country, an unstated category, a country whose law no row knows.
//! * What a law asks for is a [`Condition`], and a condition belongs to whom it is true of ([`ConditionOwner`]). What is
//!   known is in [`RecipientFacts`], each fact with its period, and in [`OrganizationFacts`]. What is not known is
//!   absent, and absent never allows; what is known to have ended beats what says that it holds.
//! * A demand decides, or is something to do or to keep ([`DemandKind`]). Only what decides refuses.
//! * A row that nobody has seen in a source never permits. Its demands refuse with a code of their own, unless
//!   [`UnconfirmedLaw::Warn`] is named.
//! * Past its review date nothing in the table counts as known, and transfers across borders are stopped for now, unless
//!   [`StaleLaw::Accept`] is named.
//! * A place is a country, a part of one, or, as a destination only, an organization that a law names; [`Area`] says
//!   when it is where a row speaks of. Between two places in one country there is no border. Only a body of law whose
//!   own area names a part of that country, or a group with such a part, asks for a ground there too, unless both places
//!   are surely inside that part or both surely outside it. So `CA-QC` to `CA-ON` is a transfer for a law of Quebec, and
//!   `CA` to `CA`, the parts not known, may be one; it is none for a law of Canada.
//! * A transfer out of a country needs a law of transfers that surely applies where the data is. One that only may
//!   apply can refuse, and is not the law that there must be.
//! * Direction matters, and so does the act: looking is not keeping. A hash of personal data is personal data.
//!
//! Nothing in this room knows regions: a country is whose law applies, and never read off a region's spelling.
//! Nothing in it is legal advice.

mod act;
mod alternatives;
mod area;
mod case;
mod condition;
mod conditions_table;
mod edition;
mod finding;
mod ground;
mod judge;
mod leaving;
mod members_table;
mod membership;
mod movement;
mod name;
mod overlay;
mod regimes_table;
mod report;
mod rows;
mod rule;
mod rules_table;
mod tables;
mod transfer;
mod verdict;

pub use crate::law::act::{Act, Acts};
pub use crate::law::area::{Area, InvalidTerritory, Territory};
pub use crate::law::condition::{ConditionOwner, InvalidOrganizationFact, OrganizationFacts, RecipientFacts};
pub use crate::law::edition::{LawEdition, StaleLaw, UnconfirmedLaw};
pub use crate::law::ground::Ground;
pub use crate::law::leaving::{Home, Leaving, LeavingReport, Staying};
pub use crate::law::movement::{Judge, Judgement, Movement, Place};
pub use crate::law::name::{
    Condition, GroupId, InvalidCondition, InvalidGroupId, InvalidRegimeId, InvalidRuleId, RegimeId, RuleId,
};
pub use crate::law::overlay::{InvalidOverlay, LawOverlay, SwitchOff, Vouch, Widened};
pub use crate::law::rule::{
    Authority, DataFilter, DemandKind, Effect, Follows, Membership, Regime, Rule, Stance, Standing, Validity,
};
pub use crate::law::transfer::Transfer;
pub use crate::law::verdict::{Demand, Finding, LawCode, OutcomeKind, Verdict};
