//! The public surface: what stands at the crate's root, which traits the types have, which doors a text has, and the
//! stable codes.
//!
//! What the compiler can check is checked by the compiler, over lists. That the lists are whole is read from the
//! sources: a public type of a room in [`LISTED`] that this file does not name is a failure.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::fs;
use std::hash::Hash;
use std::path::Path;
use std::str::FromStr;

use domicile::audit::{
    Anchor, Break, ChainBreak, ChainFull, Duties, Entry, Event, EventId, EventKind, Head, InvalidEventId,
    InvalidLabel, InvalidReasonCode, InvalidRecord, ReasonCode, Record, Stop,
};
use domicile::data::{Categories, DataCategoryCode, InvalidDataCategory};
use domicile::digest::{Digest, InvalidDigest};
use domicile::edition::Edition;
use domicile::flow::{
    Admitted, Caller, Deliver, Delivery, DropReason, DropRecord, Endpoint, Envelope, InvalidEndpoint,
    InvalidSite, InvalidStamp, KeyCheck, KeyRefusal, KeyResponse, KeyStanding, NoRoute, NotAdmitted,
    Observation, Onward, Pending, RegionNotProven, Rejection, RouteError, Routed, Site, Stamp,
};
use domicile::pii::{
    AnyPlatform, ClearValue, Country, Field, HashText, HashedIdentifier, Normalized, Pii, PiiError, Profile,
    Sealed, SealedValue, UserData,
};
use domicile::place::{
    CatalogConflict, InvalidJurisdiction, InvalidRegion, InvalidZone, Jurisdiction, RegionCode, RegionFacts,
    RegionSet, RegionStatus, UnknownProvider, ZoneCode,
};
use domicile::policy::{
    Check, DecisionKind, Deferral, EndpointKind, Expiry, Explanation, Fact, OnMismatch, Outcome,
    PreparedRequest, RecipientName, RoleName,
};
use domicile::tenant::{
    Agree, AsyncTenantResolver, ClaimKind, Claims, Directory, DirectoryBuilder, EitherError, Entitlements,
    Epoch, HostBindings, HostPattern, Hostname, Immediate, InvalidBindings, InvalidDirectory,
    InvalidHostPattern, InvalidHostname, InvalidKey, InvalidOrgId, InvalidPlan, InvalidPreference,
    InvalidQueueName, InvalidScopeName, InvalidTenantId, KeyTag, Known, Lock, Lookup, Mode, NoResolver,
    NotEntitled, OrElse, OrgId, Plan, PreferenceNotMet, RegionLocked, RegionPreference, Residency,
    ResidencyDocument, ResolveError, Resolved, ScopeName, Tenant, Undecided, Unlisted, Unresolved,
};
use domicile::time::Period;
use domicile::{
    DataCategory, Decision, Here, InRegion, Permit, PolicyAt, Refusal, Region, RegionCatalog, RegionMismatch,
    Request, ResidencyPolicy, TenantId, TenantResolver, UnixTime, Zone,
};

/// Everything that may stand at the root, beside the rooms.
const ROOT: &[&str] = &[
    "DataCategory",
    "Decision",
    "Here",
    "InRegion",
    "Permit",
    "PolicyAt",
    "Refusal",
    "Region",
    "RegionCatalog",
    "RegionMismatch",
    "Request",
    "ResidencyPolicy",
    "TenantId",
    "TenantResolver",
    "UnixTime",
    "Zone",
    "validate_region",
];

/// Macros are exported at the root by the rules of the language.
const MACROS: &[&str] = &["region"];

/// The rooms a user can enter.
const ROOMS: &[&str] = &[
    "audit",
    "conformance",
    "data",
    "digest",
    "edition",
    "flow",
    "law",
    "migration",
    "pii",
    "place",
    "policy",
    "strategies",
    "tenant",
    "time",
    "topology",
];

/// The rooms whose public types and codes must all stand in this file.
const LISTED: &[&str] =
    &["audit", "data", "digest", "edition", "flow", "law", "pii", "place", "policy", "tenant", "time"];

/// Answers hand on the codes of what they rest on: one code means the same in all of these.
const ANSWERS: &[&str] = &[
    "policy::Decision",
    "policy::Refusal",
    "policy::Deferral",
    "policy::Explanation",
    "law::Verdict",
    "place::RegionMismatch",
    "law::Finding",
];

/// The codes that each type's `code` names, as written into ledgers and shown to callers. A code never changes its
/// meaning and never goes away. A type without codes here hands on those of another.
const CODES: &[(&str, &[&str])] = &[
    (
        "audit::ChainBreak",
        &["chain_anchor", "chain_content", "chain_link", "chain_sequence", "chain_truncated"],
    ),
    ("audit::ChainFull", &["chain_full"]),
    ("audit::InvalidEventId", &["invalid_event_id"]),
    ("audit::InvalidLabel", &["invalid_label"]),
    ("audit::InvalidReasonCode", &["invalid_reason_code"]),
    ("audit::InvalidRecord", &["invalid_record"]),
    ("data::InvalidDataCategory", &["invalid_data_category"]),
    ("data::Due", &["grace", "keep", "overdue"]),
    ("data::InvalidEndpointName", &["invalid_endpoint_name"]),
    ("data::InvalidMechanism", &["invalid_mechanism"]),
    ("data::InvalidSpan", &["invalid_span"]),
    ("data::InvalidStoreName", &["invalid_store_name"]),
    ("data::InvalidSubprocessorName", &["invalid_subprocessor_name"]),
    ("data::InvalidWord", &["invalid_word"]),
    ("data::InventoryFinding", &[]),
    ("policy::AuditFinding", &[]),
    ("policy::Explanation", &["permitted", "region_mismatch"]),
    ("policy::InvalidName", &["invalid_name"]),
    ("policy::InvalidPolicy", &["invalid_policy"]),
    ("policy::Issue", &[]),
    ("digest::InvalidDigest", &["invalid_digest"]),
    ("flow::KeyRefusal", &["key_unknown", "key_wrong_region"]),
    ("flow::InvalidEndpoint", &["endpoint_global_only", "invalid_endpoint"]),
    ("flow::InvalidSite", &["invalid_site"]),
    ("flow::InvalidStamp", &["invalid_stamp"]),
    ("flow::NoRoute", &[]),
    ("flow::NotAdmitted", &[]),
    ("flow::Observation", &["observed_at_home", "observed_elsewhere"]),
    ("flow::Pending", &[]),
    ("flow::Rejection", &[]),
    (
        "flow::RegionNotProven",
        &["region_header_absent", "region_header_mismatch", "region_header_unreadable"],
    ),
    ("flow::RouteError", &[]),
    ("law::Finding", &[]),
    ("law::InvalidCondition", &["invalid_condition"]),
    ("law::InvalidGroupId", &["invalid_group_id"]),
    ("law::InvalidOrganizationFact", &["condition_of_another", "review_before_statement"]),
    (
        "law::InvalidOverlay",
        &["confirmed_law_row", "known_law_row", "unknown_law_row", "unknown_regime", "widening_unexplained"],
    ),
    ("law::InvalidRegimeId", &["invalid_regime_id"]),
    ("law::InvalidRuleId", &["invalid_rule_id"]),
    ("law::InvalidTerritory", &["invalid_territory"]),
    ("law::Verdict", &[]),
    (
        "pii::PhoneError",
        &[
            "phone_country_needed",
            "phone_invalid_length",
            "phone_local_only",
            "phone_not_a_number",
            "phone_not_in_use",
            "phone_text_too_long",
            "phone_too_long",
            "phone_too_short",
            "phone_unknown_calling_code",
            "phone_unknown_country",
        ],
    ),
    (
        "pii::PiiError",
        &[
            "ambiguous_date",
            "empty",
            "field_not_taken",
            "foreign_hash",
            "hash_kind_mismatch",
            "hash_of_clear_field",
            "inner_space",
            "invalid_address",
            "invalid_country",
            "invalid_date",
            "invalid_device",
            "invalid_email",
            "invalid_gender",
            "invalid_hash",
            "invalid_postal_code",
            "invalid_state",
            "phone_form",
            "phone_in_doubt",
            "phone_unavailable",
            "placeholder_hash",
            "rule_in_doubt",
            "too_long",
            "undeclared_hash",
            "unexpected_character",
            "unknown_field",
            "unknown_platform",
        ],
    ),
    ("place::CatalogConflict", &["catalog_conflict"]),
    ("place::InvalidJurisdiction", &["invalid_jurisdiction"]),
    ("place::InvalidRegion", &["invalid_region"]),
    ("place::InvalidZone", &["invalid_zone"]),
    ("place::RegionMismatch", &["region_mismatch"]),
    ("place::UnknownProvider", &["unknown_provider"]),
    ("policy::Decision", &["permitted"]),
    ("policy::Deferral", &[]),
    ("policy::Refusal", &[]),
    ("tenant::EitherError", &["first_resolver_unavailable", "second_resolver_unavailable"]),
    ("tenant::InvalidBindings", &["crowded_bindings", "overlapping_hosts"]),
    ("tenant::InvalidDirectory", &["crowded_directory", "host_of_nobody", "two_records"]),
    ("tenant::InvalidHostPattern", &["invalid_host_pattern"]),
    ("tenant::InvalidHostname", &["invalid_hostname"]),
    ("tenant::InvalidKey", &["key_byte", "key_length", "key_many_regions", "key_no_region", "key_shape"]),
    ("tenant::InvalidOrgId", &["invalid_org_id"]),
    ("tenant::InvalidPlan", &["invalid_plan"]),
    ("tenant::InvalidPreference", &["invalid_preference"]),
    ("tenant::InvalidQueueName", &["invalid_queue_name"]),
    ("tenant::InvalidScopeName", &["invalid_scope_name"]),
    ("tenant::InvalidTenantId", &["invalid_tenant_id"]),
    ("tenant::NotEntitled", &["not_entitled"]),
    ("tenant::PreferenceNotMet", &["preference_not_met"]),
    ("tenant::RegionLocked", &["region_locked"]),
    ("tenant::ResolveError", &[]),
    (
        "tenant::Undecided",
        &["answer_ambiguous", "answer_other_tenant", "answer_stale", "resolver_unavailable"],
    ),
    ("tenant::Unresolved", &["claims_disagree", "unknown_tenant"]),
];

/// The codes of decisions besides those of the law's verdicts. None ever changes its meaning or goes away.
const DECISIONS: &[&str] = &[
    "category_ambiguous",
    "category_stale",
    "category_unavailable",
    "category_unknown",
    "here_region_ambiguous",
    "here_region_stale",
    "here_region_unavailable",
    "here_region_unknown",
    "home_region_ambiguous",
    "home_region_stale",
    "home_region_unavailable",
    "home_region_unknown",
    "informational_mode",
    "mode_ambiguous",
    "mode_stale",
    "mode_unavailable",
    "mode_unknown",
    "operation_ambiguous",
    "operation_stale",
    "operation_unavailable",
    "operation_unknown",
    "permitted",
    "plan_ambiguous",
    "plan_not_entitled",
    "plan_stale",
    "plan_unavailable",
    "plan_unknown",
    "recipient_ambiguous",
    "recipient_stale",
    "recipient_unavailable",
    "recipient_unknown",
    "recipient_unlisted",
    "region_mismatch",
    "role_ambiguous",
    "role_stale",
    "role_unavailable",
    "role_unknown",
    "scope_ambiguous",
    "scope_stale",
    "scope_unavailable",
    "scope_unknown",
    "scope_unlisted",
];

/// The codes that need a document: the closed policy lists nothing that could be misnamed, ended or forbidden.
const DECISIONS_OF_DOCUMENTS: &[&str] = &[
    "category_unplaced",
    "endpoint_ambiguous",
    "endpoint_stale",
    "endpoint_unavailable",
    "endpoint_unknown",
    "fallback_refused",
    "framework_unmet",
    "full_partition",
    "ground_weaker",
    "here_region_not_in_use",
    "home_region_not_in_use",
    "law_stale",
    "no_law_known",
    "organization_region_ambiguous",
    "organization_region_not_in_use",
    "organization_region_stale",
    "organization_region_unavailable",
    "organization_region_unknown",
    "outside_scope",
    "recipient_not_named",
    "role_may_not",
    "role_may_not_across",
    "role_unlisted",
    "scope_not_stated",
    "sector_forbids",
    "transfer_needed",
    "transfer_not_yet",
    "transfer_over",
];

#[test]
fn personal_data_and_law_can_be_sent_between_threads() {
    fn shared<T: Debug + Send + Sync + Unpin>() {}
    fn platform<P: domicile::pii::Platform>() {}
    fn wiped<T: domicile::pii::Wipe>() {}
    fn judge<J: domicile::law::Judge + ?Sized>() {}

    shared::<domicile::pii::Census>();
    shared::<domicile::pii::DateOrder>();
    shared::<domicile::pii::DatePart>();
    shared::<domicile::pii::Domains>();
    shared::<domicile::pii::Effect>();
    shared::<domicile::pii::EmailStep>();
    shared::<domicile::pii::Encoding>();
    shared::<domicile::pii::Genders>();
    shared::<domicile::pii::Hints>();
    shared::<domicile::pii::LetterCase>();
    shared::<domicile::pii::Output>();
    shared::<domicile::pii::ParsedUser<'_>>();
    shared::<domicile::pii::PhoneCheck>();
    shared::<domicile::pii::PhoneForm>();
    shared::<domicile::pii::PostalForm>();
    shared::<domicile::pii::PreHashed>();
    shared::<domicile::pii::Row>();
    shared::<domicile::pii::Rule>();
    shared::<domicile::pii::Standing>();
    shared::<domicile::pii::TextStep>();
    shared::<domicile::pii::redact::Segment<'_>>();
    shared::<domicile::pii::redact::Segments<'_>>();
    platform::<AnyPlatform>();
    wiped::<String>();
    #[cfg(feature = "phone")]
    {
        use domicile::pii::phone;
        fn reader<R: phone::PhoneReader>() {}
        reader::<phone::NumberingPlans>();
        #[cfg(feature = "phonenumber")]
        reader::<phone::PhonenumberCrate>();
        shared::<phone::NumberingPlans>();
        shared::<phone::PhoneError>();
        shared::<phone::PhoneNumber>();
        shared::<phone::Possibility>();
    }

    shared::<domicile::law::Area>();
    shared::<domicile::law::Authority>();
    shared::<domicile::law::DataFilter>();
    shared::<domicile::law::Demand>();
    shared::<domicile::law::Effect>();
    shared::<domicile::law::Follows>();
    shared::<domicile::law::Home>();
    shared::<domicile::law::InvalidCondition>();
    shared::<domicile::law::InvalidGroupId>();
    shared::<domicile::law::InvalidOrganizationFact>();
    shared::<domicile::law::InvalidOverlay>();
    shared::<domicile::law::InvalidRegimeId>();
    shared::<domicile::law::InvalidRuleId>();
    shared::<domicile::law::InvalidTerritory>();
    shared::<domicile::law::Judgement>();
    shared::<domicile::law::LawEdition>();
    shared::<domicile::law::LawOverlay>();
    shared::<domicile::law::Leaving>();
    shared::<domicile::law::LeavingReport>();
    shared::<domicile::law::Membership>();
    shared::<domicile::law::Movement>();
    shared::<domicile::law::OrganizationFacts>();
    shared::<domicile::law::Place>();
    shared::<domicile::law::RecipientFacts>();
    shared::<domicile::law::Regime>();
    shared::<domicile::law::Rule>();
    shared::<domicile::law::StaleLaw>();
    shared::<domicile::law::Staying>();
    shared::<domicile::law::SwitchOff>();
    shared::<domicile::law::Territory>();
    shared::<domicile::law::Transfer<'_>>();
    shared::<domicile::law::UnconfirmedLaw>();
    shared::<domicile::law::Validity>();
    shared::<domicile::law::Vouch>();
    shared::<domicile::law::Widened>();
    judge::<fn(&domicile::law::Movement) -> domicile::law::Judgement>();
}

#[test]
fn values_have_the_common_traits() {
    fn shared<T: Debug + Send + Sync + Unpin>() {}
    fn value<T: Clone + Debug + Eq + Send + Sync + Unpin + 'static>() {}
    fn small<T: Copy + Debug + Eq + Hash + Send + Sync + Unpin + 'static>() {}
    fn ordered<T: Copy + Debug + Ord + Hash + Send + Sync + Unpin + 'static>() {}

    small::<Anchor>();
    small::<Break>();
    ordered::<Duties>();
    value::<Entry>();
    value::<Event>();
    ordered::<EventId>();
    ordered::<EventKind>();
    small::<Head>();
    ordered::<ReasonCode>();
    value::<Record>();
    small::<Stop>();

    value::<Categories>();
    ordered::<DataCategory>();
    ordered::<DataCategoryCode>();

    ordered::<Digest>();
    value::<Edition>();
    small::<Period>();
    ordered::<UnixTime>();

    small::<Caller>();
    shared::<Delivery<'_>>();
    small::<DropReason>();
    value::<DropRecord>();
    value::<Endpoint>();
    value::<Envelope<Vec<u8>>>();
    shared::<KeyCheck>();
    value::<KeyRefusal>();
    value::<KeyResponse>();
    small::<KeyStanding>();
    value::<Observation>();
    shared::<Onward<'_>>();
    shared::<Pending<RegionMismatch>>();
    value::<Rejection>();
    small::<Site>();
    value::<Stamp>();

    shared::<ClearValue>();
    ordered::<Country>();
    ordered::<Field>();
    shared::<HashedIdentifier<AnyPlatform>>();
    shared::<HashText>();
    shared::<Normalized<AnyPlatform>>();
    shared::<Pii<String>>();
    shared::<Profile>();
    shared::<Sealed<AnyPlatform>>();
    shared::<SealedValue<AnyPlatform>>();
    shared::<UserData<'_>>();

    ordered::<Here>();
    ordered::<Jurisdiction>();
    ordered::<Region>();
    value::<RegionCatalog>();
    ordered::<RegionCode>();
    value::<RegionFacts>();
    value::<RegionSet>();
    small::<RegionStatus>();
    ordered::<Zone>();
    ordered::<ZoneCode>();

    ordered::<Check>();
    shared::<Decision<'_>>();
    ordered::<DecisionKind>();
    value::<domicile::policy::Difference>();
    small::<EndpointKind>();
    small::<domicile::policy::EndpointOrder>();
    small::<domicile::policy::Enforcement>();
    small::<Expiry>();
    value::<Explanation<'static>>();
    small::<Fact<Region>>();
    value::<domicile::policy::Field<Region>>();
    value::<domicile::policy::Flip>();
    small::<domicile::policy::GlobalEndpoints>();
    value::<domicile::policy::Issue>();
    small::<OnMismatch>();
    small::<Outcome>();
    shared::<PolicyAt<'_>>();
    value::<domicile::policy::PolicyDocument>();
    ordered::<domicile::policy::Power>();
    shared::<PreparedRequest>();
    ordered::<RecipientName>();
    small::<domicile::policy::Recording>();
    value::<domicile::policy::RegionOrGroup>();
    ordered::<domicile::policy::AllOr<Plan>>();
    value::<Request>();
    value::<ResidencyPolicy>();
    ordered::<RoleName>();
    ordered::<domicile::policy::Severity>();
    ordered::<domicile::policy::TransferKind>();
    #[cfg(feature = "serde")]
    {
        shared::<domicile::policy::RecordedDecision>();
        value::<domicile::policy::Reversal>();
    }
    shared::<domicile::policy::AuditFinding>();
    small::<domicile::policy::Budget>();
    value::<domicile::policy::Change>();
    ordered::<domicile::policy::FactName>();
    value::<domicile::policy::Remedies>();
    value::<domicile::policy::TransferDraft>();
    shared::<domicile::data::EndpointFacts>();
    shared::<domicile::data::EndpointPromise>();
    shared::<domicile::data::EndpointRegistry>();
    ordered::<domicile::data::EndpointScope>();
    shared::<domicile::data::Protection>();
    shared::<domicile::data::Inventory>();
    shared::<domicile::data::SubprocessorChange>();
    shared::<domicile::data::Subprocessor>();
    shared::<domicile::data::Onward>();
    shared::<domicile::data::Retention>();
    shared::<domicile::data::Due>();
    shared::<domicile::data::Store>();
    shared::<domicile::data::Held>();
    shared::<domicile::data::Replication>();
    shared::<domicile::data::Span>();
    shared::<domicile::data::InventoryFinding>();

    shared::<Agree<NoResolver, NoResolver>>();
    ordered::<ClaimKind>();
    shared::<Claims<'_>>();
    shared::<Directory>();
    shared::<DirectoryBuilder>();
    value::<Entitlements>();
    ordered::<Epoch>();
    shared::<HostBindings>();
    ordered::<HostPattern>();
    ordered::<Hostname>();
    shared::<Immediate<NoResolver>>();
    small::<KeyTag>();
    value::<Known>();
    ordered::<Lock>();
    value::<Lookup>();
    ordered::<Mode>();
    value::<NoResolver>();
    shared::<OrElse<NoResolver, NoResolver>>();
    ordered::<OrgId>();
    ordered::<Plan>();
    ordered::<RegionPreference>();
    ordered::<Residency>();
    ordered::<ScopeName>();
    value::<ResidencyDocument>();
    ordered::<Tenant>();
    ordered::<TenantId>();
    small::<Unlisted>();
}

#[test]
fn resolvers_stand_in_for_each_other() {
    fn resolver<R: TenantResolver>() {}
    fn waited_for<R: AsyncTenantResolver>() {}

    resolver::<Directory>();
    resolver::<NoResolver>();
    resolver::<OrElse<Directory, NoResolver>>();
    resolver::<Agree<&Directory, std::sync::Arc<Directory>>>();
    resolver::<Box<Directory>>();
    waited_for::<Immediate<Directory>>();
}

/// And small: a function that returns one does not trip `clippy::result_large_err`.
#[test]
fn errors_are_errors() {
    fn failure<E: std::error::Error + Debug + Send + Sync + Unpin + 'static>() {
        let (size, name) = (size_of::<E>(), std::any::type_name::<E>());
        assert!(size < 128, "{name} is {size} bytes");
    }
    fn error<E: std::error::Error + Clone + Eq + Send + Sync + Unpin + 'static>() {
        failure::<E>();
    }

    error::<CatalogConflict>();
    failure::<domicile::policy::InvalidPolicy>();
    failure::<domicile::policy::InvalidName>();
    failure::<domicile::data::InvalidWord>();
    failure::<domicile::data::InvalidSpan>();
    failure::<domicile::data::InvalidStoreName>();
    failure::<domicile::data::InvalidSubprocessorName>();
    failure::<domicile::data::InvalidMechanism>();
    error::<domicile::data::InvalidEndpointName>();
    error::<ChainBreak>();
    error::<Deferral<'static>>();
    error::<EitherError<InvalidKey, InvalidPlan>>();
    error::<InvalidBindings>();
    error::<InvalidDataCategory>();
    error::<InvalidDigest>();
    error::<InvalidDirectory>();
    error::<InvalidEndpoint>();
    error::<InvalidEventId>();
    error::<InvalidHostPattern>();
    error::<InvalidHostname>();
    error::<InvalidJurisdiction>();
    error::<InvalidKey>();
    error::<InvalidLabel>();
    error::<InvalidRecord>();
    error::<ChainFull>();
    error::<InvalidOrgId>();
    error::<InvalidPlan>();
    error::<InvalidPreference>();
    error::<InvalidQueueName>();
    error::<InvalidReasonCode>();
    error::<InvalidRegion>();
    error::<InvalidScopeName>();
    error::<InvalidSite>();
    error::<InvalidStamp>();
    error::<InvalidTenantId>();
    error::<InvalidZone>();
    error::<NoRoute>();
    failure::<NotAdmitted<RegionMismatch>>();
    error::<NotEntitled>();
    error::<PiiError>();
    error::<PreferenceNotMet>();
    error::<Refusal<'static>>();
    error::<RegionLocked>();
    error::<RegionMismatch>();
    error::<RegionNotProven>();
    error::<ResolveError<RegionMismatch>>();
    error::<RouteError>();
    error::<Undecided<RegionMismatch>>();
    error::<UnknownProvider>();
    error::<Unresolved>();
}

/// Fails to build if the type has the trait: the call is ambiguous then.
macro_rules! lacks {
    ($type:ty: $($bound:path),+) => {$({
        trait Lacks<Marker> {
            fn check() {}
        }
        impl<T: ?Sized> Lacks<()> for T {}
        struct Has;
        impl<T: ?Sized + $bound> Lacks<Has> for T {}
        <$type as Lacks<_>>::check();
        let _ = Has;
    })+};
}

#[test]
fn proofs_come_from_their_check_alone() {
    fn proof<T: Debug + Send + Sync + Unpin>() {}

    proof::<Admitted<'_>>();
    proof::<Deliver<'_>>();
    proof::<InRegion>();
    proof::<Permit<'_>>();
    proof::<Resolved>();
    proof::<Routed<'_>>();

    lacks!(Admitted<'_>: Clone, Copy, Default, From<Stamp>, From<Permit<'static>>);
    lacks!(Deliver<'_>: Clone, Copy, Default, From<Admitted<'static>>);
    lacks!(InRegion: Clone, Copy, Default, FromStr, From<Region>, From<Here>, TryFrom<&'static str>);
    lacks!(Permit<'_>: Clone, Copy, Default, From<InRegion>, From<Region>);
    lacks!(Resolved: Clone, Copy, Default, From<Tenant>, From<Known>);
    lacks!(Routed<'_>: Clone, Copy, Default, From<Permit<'static>>);
    #[cfg(feature = "serde")]
    {
        lacks!(Admitted<'_>: serde_door::Read);
        lacks!(Deliver<'_>: serde_door::Read);
        lacks!(InRegion: serde_door::Read);
        lacks!(Permit<'_>: serde_door::Read);
        lacks!(Resolved: serde_door::Read);
        lacks!(Routed<'_>: serde_door::Read);
    }
}

/// What the ledger hears comes from a proof or a named constructor, and what is read back is a record.
#[test]
fn events_come_from_their_makers_alone() {
    lacks!(Event: Default, From<EventKind>, From<Record>, From<Entry>);
    lacks!(Entry: Default, From<Record>, From<Event>);
    #[cfg(feature = "serde")]
    {
        lacks!(Event: serde_door::Read);
        lacks!(Entry: serde_door::Read);
    }
}

#[test]
fn raw_values_are_neither_printed_nor_written() {
    lacks!(Pii<&str>: Display);
    lacks!(Pii<String>: Display, std::ops::Deref, AsRef<str>, PartialEq);
    lacks!(UserData<'_>: Display);
    #[cfg(feature = "serde")]
    {
        lacks!(ClearValue: serde_door::Write);
        lacks!(Normalized<AnyPlatform>: serde_door::Write);
        lacks!(Pii<&str>: serde_door::Write);
        lacks!(Pii<String>: serde_door::Write);
        lacks!(UserData<'_>: serde_door::Write);
        // What only a profile makes is read from nowhere.
        lacks!(HashedIdentifier<AnyPlatform>: serde_door::Read);
        lacks!(Sealed<AnyPlatform>: serde_door::Read);
    }
}

#[test]
fn texts_have_one_spelling_through_every_door() {
    let (long, longer) = ("a".repeat(63), "a".repeat(64));
    every_door::<DataCategory>(
        &["account", "event.metadata", "acme.orders"],
        &["", "Account", "event.", "event..x"],
    );
    every_door::<Digest>(&[&Digest::of(b"").to_string()], &["", "e3", "E3B0"]);
    every_door::<domicile::data::EndpointName>(
        &["meta-capi", "a", &long[..31]],
        &["", "Meta", "meta_capi", "a--b", &long[..32]],
    );
    every_door::<EventId>(&["evt-1", &long], &["", "evt 1", &longer]);
    every_door::<HostPattern>(&["a.example", "*.a.example"], &["", "*", "*.com", "a*.b.c", "*.a..b"]);
    every_door::<Hostname>(
        &["shop.example.com", "localhost"],
        &["", "a..b", "192.0.2.1", "a.b:443", "me@a.b"],
    );
    every_door::<Jurisdiction>(
        &["IE", "XK", "US-TX", "AE-DIFC", "org:epo"],
        &[
            "", "ie", "EUR", "E1", " IE", "UK", "EU", "DD", "ZZ", "us-tx", "US-PR", "DE-BY", "US-TX\0",
            "ORG:EPO", "org:un",
        ],
    );
    every_door::<Region>(
        &["eu-west-1", "us-gov-west-1", "gcp:europe-west3"],
        &["", "EU-WEST-1", "aws:us-east-1"],
    );
    every_door::<TenantId>(&["shop-1", &long], &["", "shop 1", &longer]);
    every_door::<Zone>(&["us", "eu", "apac", "africa"], &["", "EU", "eu ", "a-zone-too-long-"]);
}

fn every_door<T>(good: &[&str], bad: &[&str])
where
    T: FromStr + Display + Debug + Eq + serde_door::Both,
    T::Err: std::error::Error + Debug,
{
    for text in good {
        let value: T = text.parse().unwrap();
        assert_eq!(value.to_string(), *text);
        assert_eq!(format!("{value:>80}").trim_start(), *text, "`Display` pads");
        serde_door::round_trip(&value, text);
    }
    for text in bad {
        let error = text.parse::<T>().err().unwrap().to_string();
        let first = error.chars().next().unwrap();
        assert!(first.is_lowercase() && !error.ends_with('.'), "{error:?}");
        assert!(text.trim().len() < 4 || !error.contains(text), "{error:?} repeats the input");
        serde_door::refuses::<T>(text);
    }
}

#[cfg(feature = "serde")]
mod serde_door {
    use std::fmt::Debug;

    pub(crate) use serde::Serialize as Write;
    pub(crate) use serde::de::DeserializeOwned as Read;

    pub(crate) trait Both: Write + Read {}
    impl<T: Write + Read> Both for T {}

    pub(crate) fn round_trip<T: Both + Eq + Debug>(value: &T, text: &str) {
        let json = serde_json::to_string(value).unwrap();
        assert_eq!(json, format!("{text:?}"), "serialized as its text");
        assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value);
    }

    pub(crate) fn refuses<T: Both>(text: &str) {
        assert!(serde_json::from_str::<T>(&format!("{text:?}")).is_err(), "{text:?}");
        assert!(serde_json::from_str::<T>("1").is_err());
        assert!(serde_json::from_str::<T>("null").is_err());
    }
}

#[cfg(not(feature = "serde"))]
mod serde_door {
    pub(crate) trait Both {}
    impl<T> Both for T {}

    pub(crate) fn round_trip<T>(_: &T, _: &str) {}
    pub(crate) fn refuses<T>(_: &str) {}
}

#[test]
fn the_root_has_the_names_of_the_design_and_no_other() {
    let library = Library::read();
    let root = library.text("lib");
    let names: BTreeSet<&str> =
        root.lines().filter_map(|line| line.strip_prefix("pub use ")).flat_map(names_of).collect();
    for name in &names {
        assert!(ROOT.contains(name), "`{name}` stands at the root and is not in the design");
    }
    for name in ROOT {
        let exists = library.items().any(|item| item.name == *name);
        assert!(
            !exists || names.contains(name),
            "`{name}` is public in its room and does not stand at the root"
        );
    }
    for room in root.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')) {
        assert!(ROOMS.contains(&room), "`{room}` is public and is no room of the design");
    }
    for exported in library.exported_macros() {
        assert!(MACROS.contains(&exported.as_str()), "`{exported}!` is exported and is not in the design");
    }
    assert!(names.contains("validate_region") && names.contains("Region"), "{names:?}");
}

#[test]
fn every_public_type_of_a_listed_room_stands_in_this_file() {
    let this = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api.rs")).unwrap();
    let words: BTreeSet<&str> = this.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let library = Library::read();
    let listed = library.items().filter(|item| LISTED.contains(&item.room.as_str()));
    let missing: Vec<String> = listed
        .filter(|item| item.is_type() && !words.contains(item.name.as_str()))
        .map(|item| item.path())
        .collect();
    assert!(missing.is_empty(), "not listed in tests/api.rs: {}", missing.join(", "));
}

#[test]
fn every_error_has_a_code() {
    let library = Library::read();
    let codes = library.codes();
    let without: Vec<String> = library
        .items()
        .filter(|item| item.is_error && !codes.contains_key(&item.path()))
        .map(|item| item.path())
        .collect();
    assert!(without.is_empty(), "errors without `code()`: {}", without.join(", "));
}

#[test]
fn codes_are_pinned_and_belong_to_one_error_each() {
    let codes = Library::read().codes();
    let pinned: BTreeMap<&str, BTreeSet<&str>> =
        CODES.iter().map(|(path, codes)| (*path, codes.iter().copied().collect())).collect();
    for (path, found) in &codes {
        let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        let is_listed = LISTED.contains(&path.split(':').next().unwrap());
        let pins = pinned.get(path.as_str());
        assert!(pins.is_some() || !is_listed, "{path} has no pinned codes, and names {found:?}");
        if let Some(pins) = pins {
            assert!(pins.is_subset(&found), "{path}: gone, of {pins:?}: only {found:?} are left");
            assert!(!is_listed || pins == &found, "{path}: pinned are {pins:?}, and there are {found:?}");
        }
    }
    for path in pinned.keys() {
        assert!(codes.contains_key(*path), "{path} is gone");
    }
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, code) in codes.iter().flat_map(|(path, codes)| codes.iter().map(move |code| (path, code))) {
        assert!(code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_')), "{code:?}");
        if let Some(other) = owners.insert(code, path) {
            if ANSWERS.contains(&other) && ANSWERS.contains(&path.as_str()) {
                continue;
            }
            panic!("`{code}` belongs to {other} and to {path}");
        }
    }
}

#[test]
fn every_decision_has_a_pinned_code() {
    /// The answer's code with each state of one fact, and with each value of it.
    fn with<T>(
        known: impl IntoIterator<Item = T>,
        ask: impl Fn(Fact<T>) -> &'static str,
    ) -> BTreeSet<&'static str> {
        let unknown = [Fact::Absent, Fact::Ambiguous, Fact::Stale, Fact::Unavailable];
        known.into_iter().map(Fact::Known).chain(unknown).map(ask).collect()
    }
    let plan = Plan::parse("pro").unwrap();
    let policy =
        ResidencyPolicy::closed().with_entitlements(Entitlements::new().with(plan, [Region::EuWest1]));
    let mut request = Request::new(Expiry::Never);
    (request.home, request.here) = (Fact::Known(Region::EuWest1), Fact::Known(Region::EuWest1));
    (request.mode, request.operation) = (Fact::Known(Mode::Enforced), Fact::Known(domicile::law::Act::Store));
    request.categories = Fact::Known(Categories::from_iter([DataCategory::EventMetadata]));
    (request.plan, request.role) = (Fact::Known(plan), Fact::Known(RoleName::SERVICE));
    request.scope = Fact::Known(ScopeName::PLATFORM);

    let ask = |change: &dyn Fn(&mut Request)| {
        let mut request = request.clone();
        change(&mut request);
        policy.at(UnixTime::from_secs(0)).decide(&request).code()
    };
    let mut found = with(Region::NAMED.iter().copied(), |fact| ask(&|request| request.home = fact));
    found.extend(with(Region::NAMED.iter().copied(), |fact| ask(&|request| request.here = fact)));
    found.extend(with([Mode::Enforced, Mode::Informational], |fact| ask(&|request| request.mode = fact)));
    found.extend(with(domicile::law::Act::ALL.iter().copied(), |fact| {
        ask(&|request| request.operation = fact)
    }));
    found.extend(with([Categories::new()], |fact| ask(&|request| request.categories.clone_from(&fact))));
    found.extend(with([Plan::parse("basic").unwrap()], |fact| ask(&|request| request.plan = fact)));
    found.extend(with([RoleName::parse("auditor").unwrap()], |fact| ask(&|request| request.role = fact)));
    found.extend(with([ScopeName::parse("shop").unwrap()], |fact| ask(&|request| request.scope = fact)));
    let meta = RecipientName::parse("meta").unwrap();
    found.extend(with([meta], |fact| ask(&|request| request.recipient = Some(fact))));
    assert_eq!(found, DECISIONS.iter().copied().collect());
}

#[test]
fn the_codes_of_decisions_are_those_of_the_source() {
    let source =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/policy/reason.rs")).unwrap();
    let quoted = |text: &str| text.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let mut parts = source.split("\nreasons!(");
    let is_code = |text: &String| text.bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase());
    let direct = parts.next().unwrap();
    let direct = quoted(direct).into_iter().filter(|text| is_code(text) && !text.starts_with('_'));
    let mut found: BTreeSet<String> = direct.collect();
    for part in parts {
        let [subject, _, other, ..] = &*quoted(part) else { panic!("{part}") };
        found.insert(other.clone());
        let states = ["unknown", "ambiguous", "stale", "unavailable"];
        found.extend(states.map(|state| format!("{subject}_{state}")));
    }
    let pinned = DECISIONS.iter().chain(DECISIONS_OF_DOCUMENTS).map(|code| (*code).to_owned());
    assert_eq!(found, pinned.collect());
}

#[test]
fn codes_are_what_the_sources_say() {
    assert_eq!(InvalidRegion::Shape.code(), "invalid_region");
    assert_eq!(
        domicile::validate_region(Region::EuWest1, Here(Region::UsEast1)).unwrap_err().code(),
        "region_mismatch"
    );
    assert_eq!(Zone::parse("").unwrap_err().code(), "invalid_zone");
}

/// The library's sources, as far as its public items can be read from them.
struct Library {
    /// The room (or `lib`) and the text of each file.
    files: Vec<(String, String)>,
}

/// A public item of a room.
struct Item {
    room: String,
    name: String,
    keyword: String,
    is_error: bool,
}

impl Item {
    fn path(&self) -> String {
        format!("{}::{}", self.room, self.name)
    }

    fn is_type(&self) -> bool {
        matches!(self.keyword.as_str(), "struct" | "enum" | "trait" | "union")
    }
}

impl Library {
    fn read() -> Self {
        // A file that no front of a room declares is not part of the crate.
        fn walk(folder: &Path, room: Option<&str>, into: &mut Vec<(String, String)>) {
            let front = if room.is_some() { "mod.rs" } else { "lib.rs" };
            let front = fs::read_to_string(folder.join(front)).unwrap();
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let stem = path.file_stem().unwrap().to_str().unwrap();
                let is_declared = || front.lines().any(|line| line.ends_with(&format!("mod {stem};")));
                if !matches!(stem, "lib" | "mod") && !is_declared() {
                    continue;
                }
                let room = room.unwrap_or(stem);
                if path.is_dir() {
                    walk(&path, Some(room), into);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    into.push((room.to_owned(), fs::read_to_string(&path).unwrap()));
                }
            }
        }
        let mut files = Vec::new();
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), None, &mut files);
        Self { files }
    }

    fn text(&self, room: &str) -> &str {
        &self.files.iter().find(|(of, _)| of == room).unwrap().1
    }

    /// The public items at the margin of each file, those of macros that define one included.
    fn items(&self) -> impl Iterator<Item = Item> + '_ {
        self.files.iter().filter(|(room, _)| ROOMS.contains(&room.as_str())).flat_map(|(room, text)| {
            let mut is_error = false;
            text.lines().filter_map(move |line| {
                let line = line.trim_start();
                if line.starts_with("#[derive(") {
                    is_error = line.contains("thiserror::Error") || line.contains(" Error");
                }
                let mut words = line.strip_prefix("pub ")?.split_whitespace();
                let mut keyword = words.next()?;
                while matches!(keyword, "const" | "async") {
                    keyword = words.next()?;
                }
                let name = words.next()?.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
                let known = ["struct", "enum", "trait", "union", "fn"].contains(&keyword) && !name.is_empty();
                known.then(|| Item {
                    room: room.clone(),
                    name: name.to_owned(),
                    keyword: keyword.to_owned(),
                    is_error: std::mem::take(&mut is_error),
                })
            })
        })
    }

    fn exported_macros(&self) -> impl Iterator<Item = String> + '_ {
        self.files.iter().flat_map(|(_, text)| text.split("#[macro_export]").skip(1)).map(|after| {
            let name = after.split("macro_rules!").nth(1).unwrap_or_default().trim_start();
            name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default().to_owned()
        })
    }

    /// Each type with a `code`, and the codes its body names.
    fn codes(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (room, text) in &self.files {
            let (mut owner, mut body) = (None, None);
            for line in text.lines() {
                if let Some(header) = line.strip_prefix("impl") {
                    owner = Some(format!("{room}::{}", type_of(header)));
                }
                if line.contains("fn code(&self) -> &'static str")
                    || line.contains("fn code(self) -> &'static str")
                {
                    body = owner.clone();
                }
                let is_attribute = line.trim_start().starts_with("#[");
                if let Some(owner) = body.as_ref().filter(|_| !is_attribute) {
                    // Every second piece of a line stands between quotation marks.
                    let quoted = line.split('"').skip(1).step_by(2).map(str::to_owned);
                    codes.entry(owner.clone()).or_default().extend(quoted);
                }
                if line == "    }" {
                    body = None;
                }
            }
        }
        codes
    }
}

/// The names that `pub use …` brings in.
fn names_of(import: &str) -> Vec<&str> {
    let last = import.rsplit("::").next().unwrap_or_default().trim_end_matches(';');
    let names = last.trim_start_matches('{').trim_end_matches('}').split(',');
    names
        .map(|name| name.rsplit(" as ").next().unwrap_or_default().trim())
        .filter(|name| !name.is_empty())
        .collect()
}

/// The type that an `impl` header (without the keyword) is for.
fn type_of(header: &str) -> &str {
    let mut header = header.trim_start();
    if header.starts_with('<') {
        // The generics end at the bracket that closes the first.
        let mut depth = 0_i32;
        let end = header.find(|c| {
            depth += i32::from(c == '<') - i32::from(c == '>');
            depth == 0
        });
        header = header[end.map_or(0, |at| at + 1)..].trim_start();
    }
    let name = header.split(" for ").last().unwrap_or(header);
    name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

#[test]
fn headers_and_imports_are_read_right() {
    assert_eq!(type_of(" Region {"), "Region");
    assert_eq!(type_of("<E> ResolveError<E> {"), "ResolveError");
    assert_eq!(type_of("<E: Into<Box<u8>>, const N: usize> Undecided<E> {"), "Undecided");
    assert_eq!(type_of(" fmt::Display for Region {"), "Region");
    assert_eq!(names_of("crate::place::{A, B};"), ["A", "B"]);
    assert_eq!(names_of("crate::place::validate_region;"), ["validate_region"]);
    assert_eq!(names_of("crate::place::A as B;"), ["B"]);
}
