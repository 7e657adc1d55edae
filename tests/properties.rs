//! The laws, drawn at random through the strategies of feature `proptest1` (N13): `cargo test --features proptest1`.
#![cfg(feature = "proptest1")]

use domicile::audit::Record;
use domicile::law::Act;
use domicile::policy::Fact;
use domicile::strategies;
use domicile::tenant::{Mode, ScopeName};
use domicile::{Here, Region, Request, ResidencyPolicy, TenantId, Zone, validate_region};
use proptest::prelude::*;

proptest! {
    #[test]
    fn every_text_form_is_read_back(region in strategies::region(), zone in strategies::zone(), id in strategies::tenant_id()) {
        prop_assert_eq!(Region::parse(&region.to_string()), Ok(region));
        prop_assert_eq!(Zone::parse(&zone.to_string()), Ok(zone));
        prop_assert_eq!(TenantId::parse(&id.to_string()), Ok(id));
    }

    /// A record is read back from each of its forms, and its digest is that of its content.
    #[test]
    fn every_record_is_read_back(record in strategies::record()) {
        prop_assert_eq!(record.computed_digest(), record.digest());
        prop_assert_eq!(Record::from_bytes(&record.to_bytes()), Ok(record.clone()));
        #[cfg(feature = "serde")]
        prop_assert_eq!(&serde_json::from_str::<Record>(&serde_json::to_string(&record).unwrap()).unwrap(), &record);
    }

    /// The closed policy reduces to `validate_region`, for whatever the service or anybody does with data at home.
    #[test]
    fn the_closed_policy_is_validate_region(request in strategies::request(), now in strategies::instant()) {
        let policy = ResidencyPolicy::closed();
        let is_home = matches!((request.home, request.here), (Fact::Known(home), Fact::Known(here))
            if validate_region(home, Here(here)).is_ok());
        let is_own = matches!(request.operation, Fact::Known(operation)
            if !matches!(operation, Act::Deliver | Act::OnwardTransfer));
        let has_data = matches!(&request.categories, Fact::Known(categories) if !categories.is_empty());
        let expected = is_home
            && is_own
            && has_data
            && request.mode == Fact::Known(Mode::Enforced)
            && request.scope == Fact::Known(ScopeName::PLATFORM)
            && matches!(request.role, Fact::Known(_))
            && request.recipient.is_none()
            && request.expiry().instant().is_none_or(|until| now < until);
        prop_assert_eq!(policy.at(now).decide(&request).is_permit(), expected);
    }

    /// Whatever is replaced by "absent", nothing more is allowed. That nobody is given the data is no absent fact: it is
    /// another request.
    #[test]
    fn knowing_less_never_allows_more(
        request in strategies::request(),
        now in strategies::instant(),
        hidden in proptest::collection::vec(any::<bool>(), 11),
    ) {
        let policy = ResidencyPolicy::closed();
        let mut less = request.clone();
        if hidden[0] { less.home = Fact::Absent; }
        if hidden[1] { less.here = Fact::Absent; }
        if hidden[2] { less.mode = Fact::Absent; }
        if hidden[3] { less.operation = Fact::Absent; }
        if hidden[4] { less.categories = Fact::Absent; }
        if hidden[5] { less.plan = Fact::Absent; }
        if hidden[6] { less.role = Fact::Absent; }
        if hidden[7] { less.scope = Fact::Absent; }
        if hidden[8] { less.organization_region = Fact::Absent; }
        if hidden[9] { less.recipient = less.recipient.map(|_| Fact::Absent); }
        if hidden[10] { less.endpoint = Fact::Absent; }
        let is_permit = |request: &Request| policy.at(now).decide(request).is_permit();
        prop_assert!(is_permit(&request) || !is_permit(&less));
    }

    /// The answer changes exactly at `valid_until`, and not before.
    #[test]
    fn an_answer_holds_until_it_says(request in strategies::request(), now in strategies::instant(), later in strategies::instant()) {
        let policy = ResidencyPolicy::closed();
        let decision = policy.at(now).decide(&request);
        let until = decision.explanation().valid_until();
        let after = policy.at(later).decide(&request);
        if later >= now && until.is_none_or(|until| later < until) {
            prop_assert_eq!(after.kind(), decision.kind());
        }
        if decision.is_permit() {
            prop_assert_eq!(until, request.expiry().instant());
            prop_assert_eq!(after.is_permit(), until.is_none_or(|until| later < until));
        }
    }
}
