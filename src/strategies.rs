//! Strategies for property tests over the public values (N13). Feature `proptest1`: the digit is proptest's major
//! version, which is part of this module's interface.
//!
//! They draw from the whole domain a value allows, and favour what goes wrong: regions with one code at two
//! providers, ids at their length limits, facts that are not known.
//!
//! # Examples
//!
//! A customer's own gate, compared with the contract:
//!
//! ```
//! use domicile::strategies;
//! use domicile::{Here, validate_region};
//! use proptest::prelude::*;
//! use proptest::test_runner::TestRunner;
//!
//! let mut runner = TestRunner::deterministic();
//! runner
//!     .run(&(strategies::region(), strategies::region()), |(home, here)| {
//!         prop_assert_eq!(validate_region(home, Here(here)).is_ok(), home == here);
//!         Ok(())
//!     })
//!     .unwrap();
//! ```

use alloc::format;
use alloc::string::String;

use proptest::option;
use proptest::prelude::Just;
use proptest::prelude::Strategy;
use proptest::prop_oneof;
use proptest::sample::select;

use crate::audit::EventId;
use crate::audit::Record;
use crate::data::Categories;
use crate::data::DataCategory;
use crate::digest::Digest;
use crate::place::Jurisdiction;
use crate::place::Region;
use crate::place::RegionSet;
use crate::place::Zone;
use crate::policy::Fact;
use crate::policy::Question;
use crate::tenant::Mode;
use crate::tenant::Plan;
use crate::tenant::Residency;
use crate::tenant::Tenant;
use crate::tenant::TenantId;
use crate::time::UnixTime;

/// Any region: the named ones, other providers' regions under the same codes, and regions nobody knows.
pub fn region() -> impl Strategy<Value = Region> {
    let twin = select(Region::NAMED).prop_map(|named| format!("alibaba:{named}"));
    let own = "[a-z][a-z0-9]{0,8}:[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,5})?".prop_map(String::from);
    prop_oneof![
        4 => select(Region::NAMED),
        1 => parsed(twin, Region::parse),
        1 => parsed(own, Region::parse),
    ]
}

/// A region with a name of its own.
pub fn named_region() -> impl Strategy<Value = Region> {
    select(Region::NAMED)
}

/// A set of up to eight regions, the empty one included.
pub fn region_set() -> impl Strategy<Value = RegionSet> {
    proptest::collection::vec(region(), 0..8).prop_map(RegionSet::from_iter)
}

/// Any zone.
pub fn zone() -> impl Strategy<Value = Zone> {
    let own = parsed("[a-z]([a-z0-9]|-[a-z0-9]){0,6}", Zone::parse);
    prop_oneof![Just(Zone::Us), Just(Zone::Eu), Just(Zone::Apac), own]
}

/// Any country, and some parts of countries and organizations.
pub fn jurisdiction() -> impl Strategy<Value = Jurisdiction> {
    let parts = select(["US-TX", "US-FL", "CA-QC", "CA-ON", "AE-DIFC", "org:epo"].as_slice());
    prop_oneof![
        4 => parsed("[A-Z]{2}", Jurisdiction::parse),
        1 => parsed(parts.prop_map(String::from), Jurisdiction::parse),
    ]
}

/// Any tenant id, at its length limits too.
pub fn tenant_id() -> impl Strategy<Value = TenantId> {
    let text = prop_oneof![4 => "[a-z]{1,3}[_-][0-9a-z]{1,20}", 1 => "[!-~]{1,63}", 1 => "[!-~]{63}"];
    parsed(text, TenantId::parse)
}

/// Any event id.
pub fn event_id() -> impl Strategy<Value = EventId> {
    parsed("[!-?A-~]{1,63}", EventId::parse)
}

/// Any record of version 2 with the digest of its content, kinds and fields without a name included. It continues no
/// chain.
pub fn record() -> impl Strategy<Value = Record> {
    let later = proptest::collection::btree_map(16..=u8::MAX, "[ -~]{1,255}", 0..3);
    let ids = (option::of(event_id()), option::of(tenant_id()), option::of(region()));
    (1..=u8::MAX, 0..=u64::MAX, instant(), ids, later).prop_filter_map(
        "bytes that read as no record",
        |(kind, seq, time, (event_id, tenant, region), later)| {
            let mut bytes = b"domaud02".to_vec();
            bytes.extend([0; 32]);
            bytes.extend(seq.to_be_bytes());
            bytes.extend(time.as_secs().to_be_bytes());
            bytes.push(kind);
            let texts = [(1, event_id.map(|id| format!("{id}"))), (2, tenant.map(|id| format!("{id}")))];
            let texts = texts.into_iter().chain([(4, region.map(|region| format!("{region}")))]);
            let texts = texts.filter_map(|(number, text)| Some((number, text?))).chain(later);
            for (number, text) in texts {
                bytes.extend([number, u8::try_from(text.len()).ok()?]);
                bytes.extend(text.into_bytes());
            }
            let digest = Digest::of(&bytes);
            bytes.extend(digest.as_bytes());
            Record::from_bytes(&bytes).ok()
        },
    )
}

/// Any plan.
pub fn plan() -> impl Strategy<Value = Plan> {
    parsed(prop_oneof!["free|pro|enterprise", "[a-z][a-z0-9]{0,30}"], Plan::parse)
}

/// Either mode.
pub fn mode() -> impl Strategy<Value = Mode> {
    prop_oneof![Just(Mode::Enforced), Just(Mode::Informational)]
}

/// A tenant with or without a plan, enforced or not.
pub fn tenant() -> impl Strategy<Value = Tenant> {
    (tenant_id(), region(), mode(), option::of(plan())).prop_map(|(id, home, mode, plan)| {
        let residency = match mode {
            Mode::Enforced => Residency::enforced(home),
            Mode::Informational => Residency::informational(home),
        };
        let tenant = Tenant::new(id, residency);
        plan.map_or(tenant, |plan| tenant.on_plan(plan))
    })
}

/// Any category, the embedder's own included.
pub fn data_category() -> impl Strategy<Value = DataCategory> {
    let own = parsed("[a-z]{1,9}(\\.[a-z]{1,9}){0,3}", DataCategory::parse);
    prop_oneof![2 => select(DataCategory::NAMED.as_slice()), 1 => own]
}

/// Up to four categories, none included.
pub fn categories() -> impl Strategy<Value = Categories> {
    proptest::collection::vec(data_category(), 0..5).prop_map(Categories::from_iter)
}

/// A fact in any state of knowledge; known about half of the time.
pub fn fact<T: Copy + core::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Fact<T>> {
    prop_oneof![
        4 => value.prop_map(Fact::Known),
        1 => Just(Fact::Absent),
        1 => Just(Fact::Ambiguous),
        1 => Just(Fact::Stale),
        1 => Just(Fact::Unavailable),
    ]
}

/// Any question; home and here are the same region half of the time they are known.
pub fn question() -> impl Strategy<Value = Question> {
    let places =
        prop_oneof![fact(region()).prop_map(|place| (place, place)), (fact(region()), fact(region())),];
    (places, fact(mode()), fact(plan()), option::of(instant())).prop_map(
        |((home, here), mode, plan, facts_until)| {
            let mut question = Question::unknown();
            (question.home, question.here, question.mode, question.plan) = (home, here, mode, plan);
            question.facts_until = facts_until;
            question
        },
    )
}

/// Any instant, the first and the last included.
pub fn instant() -> impl Strategy<Value = UnixTime> {
    let any = (0..=u64::MAX).prop_map(UnixTime::from_secs);
    prop_oneof![4 => any, 1 => Just(UnixTime::from_secs(0)), 1 => Just(UnixTime::MAX)]
}

/// Values read from texts; a text that does not read is drawn again.
fn parsed<T, E>(
    texts: impl Strategy<Value = String>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> impl Strategy<Value = T>
where
    T: core::fmt::Debug,
{
    texts.prop_filter_map("a text that reads as no value", move |text| parse(&text).ok())
}
