//! The laws, drawn at random through the strategies of feature `proptest1` (N13): `cargo test --features proptest1`.
#![cfg(feature = "proptest1")]

use domicile::audit::Record;
use domicile::policy::{Fact, Question};
use domicile::strategies;
use domicile::tenant::Mode;
use domicile::{Here, Region, ResidencyPolicy, TenantId, Zone, validate_region};
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
        prop_assert_eq!(Record::from_bytes(&record.to_bytes()).as_ref(), Ok(&record));
        #[cfg(feature = "serde")]
        prop_assert_eq!(&serde_json::from_str::<Record>(&serde_json::to_string(&record).unwrap()).unwrap(), &record);
    }

    /// The closed policy reduces to `validate_region`.
    #[test]
    fn the_closed_policy_is_validate_region(question in strategies::question(), now in strategies::instant()) {
        let policy = ResidencyPolicy::closed();
        let expected = match (question.home, question.here, question.mode) {
            (Fact::Known(home), Fact::Known(here), Fact::Known(Mode::Enforced)) => {
                validate_region(home, Here(here)).is_ok() && question.facts_until.is_none_or(|until| now < until)
            }
            _ => false,
        };
        prop_assert_eq!(policy.at(now).permit(&question).is_permit(), expected);
    }

    /// Whatever is replaced by "absent", and whatever instant is asked about later, nothing more is allowed.
    #[test]
    fn knowing_less_never_allows_more(
        question in strategies::question(),
        now in strategies::instant(),
        hidden in proptest::collection::vec(any::<bool>(), 4),
    ) {
        let policy = ResidencyPolicy::closed();
        let mut less = question;
        if hidden[0] { less.home = Fact::Absent; }
        if hidden[1] { less.here = Fact::Absent; }
        if hidden[2] { less.mode = Fact::Absent; }
        if hidden[3] { less.plan = Fact::Absent; }
        let is_permit = |question: &Question| policy.at(now).permit(question).is_permit();
        prop_assert!(is_permit(&question) || !is_permit(&less));
    }

    /// The answer changes exactly at `valid_until`, and not before.
    #[test]
    fn an_answer_holds_until_it_says(question in strategies::question(), now in strategies::instant(), later in strategies::instant()) {
        let policy = ResidencyPolicy::closed();
        let decision = policy.at(now).permit(&question);
        let Some(until) = decision.explanation().valid_until().filter(|_| decision.is_permit()) else { return Ok(()) };
        prop_assert_eq!(policy.at(later).permit(&question).is_permit(), later < until);
    }
}
