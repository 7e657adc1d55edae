//! Resolving claims, for every combination of claims and answers, against a model in terms of possible worlds.

use std::convert::Infallible;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use domicile::tenant::{
    Agree, AsyncTenantResolver, ClaimKind, Claims, Epoch, Hostname, Immediate, KeyTag, Known, Lookup,
    NoResolver, OrElse, Residency, ResolveError, Resolved, Tenant, Undecided, Unresolved, resolve,
    resolve_async,
};
use domicile::{Region, TenantId, TenantResolver, UnixTime};
use proptest::prelude::*;

const NOW: UnixTime = UnixTime::from_secs(1_000);
const HOMES: [Region; 2] = [Region::EuWest1, Region::UsEast1];

/// What a store holds behind one question.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Answer {
    Fresh(Record),
    Stale(Record),
    Absent,
    Ambiguous,
    Unavailable,
}

/// A tenant, `acme` or `bolt`, at one of two homes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Record {
    name: &'static str,
    home: Region,
}

fn records() -> impl Iterator<Item = Record> {
    ["acme", "bolt"].into_iter().flat_map(|name| HOMES.map(|home| Record { name, home }))
}

fn answers() -> Vec<Answer> {
    let mut answers = vec![Answer::Absent, Answer::Ambiguous, Answer::Unavailable];
    answers.extend(records().flat_map(|record| [Answer::Fresh(record), Answer::Stale(record)]));
    answers
}

#[derive(Clone, Copy, Debug)]
struct Store {
    by_id: Answer,
    by_hostname: Answer,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Down;

fn say(answer: Answer, epoch: u64) -> Result<Lookup, Down> {
    let known = |record: Record, until| {
        let tenant = Tenant::new(TenantId::parse(record.name).unwrap(), Residency::enforced(record.home));
        Ok(Lookup::Known(Known { tenant, epoch: Epoch::new(epoch), fresh_until: UnixTime::from_secs(until) }))
    };
    match answer {
        Answer::Fresh(record) => known(record, 1_000 + epoch),
        Answer::Stale(record) => known(record, 1_000),
        Answer::Absent => Ok(Lookup::absent()),
        Answer::Ambiguous => Ok(Lookup::Ambiguous),
        Answer::Unavailable => Err(Down),
    }
}

impl TenantResolver for Store {
    type Error = Down;

    fn by_id(&self, _: &TenantId) -> Result<Lookup, Down> {
        say(self.by_id, 7)
    }

    fn by_hostname(&self, _: &Hostname) -> Result<Lookup, Down> {
        say(self.by_hostname, 5)
    }
}

/// The same store behind a wait.
struct Slow(Store);

impl AsyncTenantResolver for Slow {
    type Error = Down;

    async fn by_id(&self, id: &TenantId) -> Result<Lookup, Down> {
        Wait(2).await;
        self.0.by_id(id)
    }

    async fn by_hostname(&self, hostname: &Hostname) -> Result<Lookup, Down> {
        Wait(1).await;
        self.0.by_hostname(hostname)
    }
}

struct Wait(u8);

impl Future for Wait {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        self.0 = self.0.saturating_sub(1);
        if self.0 == 0 { Poll::Ready(()) } else { Poll::Pending }
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

/// Which claims are made: always about `acme` and its host name.
#[derive(Clone, Copy, Debug)]
struct Made {
    tenant: bool,
    hostname: bool,
    key: Option<Region>,
    region: Option<Region>,
}

fn made() -> impl Iterator<Item = Made> {
    let optional = || [None, Some(HOMES[0]), Some(HOMES[1])];
    let identifying = [(true, false), (false, true), (true, true)];
    identifying.into_iter().flat_map(move |(tenant, hostname)| {
        optional().into_iter().flat_map(move |key| {
            optional().into_iter().map(move |region| Made { tenant, hostname, key, region })
        })
    })
}

impl Made {
    /// Hands the claims over in one of two orders.
    fn with<T>(self, backwards: bool, take: impl FnOnce(&Claims<'_>) -> T) -> T {
        let (id, hostname) = (TenantId::parse("acme").unwrap(), Hostname::parse("acme.example").unwrap());
        let mut claims = match (self.tenant, self.hostname, backwards) {
            (true, true, false) => Claims::tenant(&id).and_hostname(&hostname),
            (true, true, true) => Claims::hostname(&hostname).and_tenant(&id),
            (true, false, _) => Claims::tenant(&id),
            (false, _, _) => Claims::hostname(&hostname),
        };
        let tag = |region| KeyTag::parse(&format!("sk_{region}_secret")).unwrap();
        if backwards {
            claims = self.region.map_or(claims, |region| claims.and_region(region));
        }
        claims = self.key.map_or(claims, |region| claims.and_key(&tag(region)));
        if !backwards {
            claims = self.region.map_or(claims, |region| claims.and_region(region));
        }
        take(&claims)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Class {
    Proof,
    Refused,
    Retry,
}

fn class<E>(verdict: &Result<Resolved, ResolveError<E>>) -> Class {
    match verdict {
        Ok(_) => Class::Proof,
        Err(ResolveError::Refused(_)) => Class::Refused,
        Err(ResolveError::Retry(_)) => Class::Retry,
    }
}

/// What should come out, in terms of which records the event's tenant could have.
///
/// A claim leaves the records it is true of; an answer that is current leaves the one it names, or none. If no record
/// is left, no further knowledge could help: refused. If every question was answered, and one is left: proof. Else:
/// retry. The one exception is a store that gives two records of one tenant, which proves nothing either way.
fn expected(made: Made, store: Store) -> Class {
    // A record of another tenant than the one asked for is no answer.
    let by_id = match store.by_id {
        Answer::Fresh(record) if record.name != "acme" => Answer::Ambiguous,
        answer => answer,
    };
    let asked: Vec<Answer> = [(made.tenant, by_id), (made.hostname, store.by_hostname)]
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, a)| *a)
        .collect();
    let fresh: Vec<Record> =
        asked.iter().filter_map(|a| if let Answer::Fresh(r) = a { Some(*r) } else { None }).collect();
    let contradicts_itself = fresh.len() == 2 && fresh[0].name == fresh[1].name && fresh[0] != fresh[1];

    let claimed = |record: &Record| {
        (!made.tenant || record.name == "acme")
            && made.key.is_none_or(|region| region == record.home)
            && made.region.is_none_or(|region| region == record.home)
    };
    let left: Vec<Record> = records()
        .filter(claimed)
        .filter(|_| !asked.contains(&Answer::Absent))
        .filter(|record| contradicts_itself || fresh.iter().all(|other| other == record))
        .collect();
    if left.is_empty() {
        Class::Refused
    } else if fresh.len() == asked.len() && !contradicts_itself {
        Class::Proof
    } else {
        Class::Retry
    }
}

#[test]
fn every_combination_agrees_with_the_model_waited_for_or_not() {
    let (mut cells, mut proofs) = (0, 0);
    for made in made() {
        for by_id in answers() {
            for by_hostname in answers() {
                let store = Store { by_id, by_hostname };
                let verdict = made.with(false, |claims| resolve(claims, &store, NOW));
                assert_eq!(class(&verdict), expected(made, store), "{made:?} {store:?} {verdict:?}");

                // The same error or proof, field by field, from every door and in every order.
                for other in [
                    made.with(false, |claims| block_on(resolve_async(claims, &Slow(store), NOW))),
                    made.with(false, |claims| block_on(resolve_async(claims, &Immediate(store), NOW))),
                    made.with(false, |claims| resolve(claims, &Box::new(&store), NOW)),
                ] {
                    assert_eq!(verdict, other, "{made:?} {store:?}");
                }
                assert_eq!(
                    verdict,
                    made.with(true, |claims| resolve(claims, &store, NOW)),
                    "{made:?} {store:?}"
                );
                check_proof(&verdict, made, store);
                cells += 1;
                proofs += usize::from(verdict.is_ok());
            }
        }
    }
    assert_eq!(cells, 27 * 11 * 11);
    assert!(proofs > 100);
}

/// A proof says what the answers said, for as long as both hold.
fn check_proof(verdict: &Result<Resolved, ResolveError<Down>>, made: Made, store: Store) {
    let Ok(proof) = verdict else { return };
    let (Answer::Fresh(record), number) =
        (if made.tenant { (store.by_id, 7) } else { (store.by_hostname, 5) })
    else {
        panic!("a proof from {store:?}");
    };
    let number = if made.hostname { 5 } else { number };
    assert_eq!((proof.id().as_str(), proof.home()), (record.name, record.home));
    assert_eq!(
        (proof.epoch(), proof.valid_until()),
        (Epoch::new(number), UnixTime::from_secs(1_000 + number))
    );
}

#[test]
fn knowing_less_never_proves_more() {
    for made in made() {
        for by_id in answers() {
            for by_hostname in answers() {
                let known =
                    class(&made.with(false, |claims| resolve(claims, &Store { by_id, by_hostname }, NOW)));
                for less in [Answer::Absent, Answer::Ambiguous, Answer::Unavailable] {
                    for store in [Store { by_id: less, by_hostname }, Store { by_id, by_hostname: less }] {
                        let now_known = class(&made.with(false, |claims| resolve(claims, &store, NOW)));
                        assert!(known == Class::Proof || now_known != Class::Proof, "{made:?} {store:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn errors_say_which_claims_and_which_reason() {
    let acme = Record { name: "acme", home: HOMES[0] };
    let store = Store { by_id: Answer::Fresh(acme), by_hostname: Answer::Fresh(acme) };
    let both = Made { tenant: true, hostname: true, key: None, region: None };
    let verdict =
        |made: Made, store: Store| made.with(false, |claims| resolve(claims, &store, NOW)).unwrap_err();
    let disagree = |first, second| ResolveError::Refused(Unresolved::Disagree { first, second });

    for (made, store, expected, code) in [
        (
            both,
            Store { by_id: Answer::Absent, ..store },
            ResolveError::Refused(Unresolved::Unknown { claim: ClaimKind::Tenant }),
            "unknown_tenant",
        ),
        (
            both,
            Store { by_hostname: Answer::Absent, ..store },
            ResolveError::Refused(Unresolved::Unknown { claim: ClaimKind::Hostname }),
            "unknown_tenant",
        ),
        (
            both,
            Store { by_hostname: Answer::Fresh(Record { name: "bolt", ..acme }), ..store },
            disagree(ClaimKind::Tenant, ClaimKind::Hostname),
            "claims_disagree",
        ),
        (
            Made { key: Some(HOMES[1]), ..both },
            store,
            disagree(ClaimKind::Tenant, ClaimKind::Key),
            "claims_disagree",
        ),
        (
            Made { tenant: false, region: Some(HOMES[1]), ..both },
            store,
            disagree(ClaimKind::Hostname, ClaimKind::Region),
            "claims_disagree",
        ),
        (
            Made { key: Some(HOMES[0]), region: Some(HOMES[1]), ..both },
            store,
            disagree(ClaimKind::Key, ClaimKind::Region),
            "claims_disagree",
        ),
        (
            both,
            Store { by_id: Answer::Stale(acme), ..store },
            ResolveError::Retry(Undecided::Stale { until: NOW }),
            "answer_stale",
        ),
        (
            both,
            Store { by_hostname: Answer::Unavailable, ..store },
            ResolveError::Retry(Undecided::Unavailable(Down)),
            "resolver_unavailable",
        ),
        (
            both,
            Store { by_hostname: Answer::Ambiguous, ..store },
            ResolveError::Retry(Undecided::Ambiguous),
            "answer_ambiguous",
        ),
        (
            Made { hostname: false, ..both },
            Store { by_id: Answer::Fresh(Record { name: "bolt", ..acme }), ..store },
            ResolveError::Retry(Undecided::OtherTenant),
            "answer_other_tenant",
        ),
    ] {
        let error = verdict(made, store);
        assert_eq!(error, expected);
        assert_eq!(error.code(), code);
    }
}

/// One of the claims that can be added, with values that agree or do not.
#[derive(Clone, Debug)]
enum Added {
    Tenant(&'static str),
    Hostname(&'static str),
    Key(Region),
    Region(Region),
}

fn added() -> impl Strategy<Value = Added> {
    let names = || prop::sample::select(vec!["acme", "bolt"]);
    let regions = || prop::sample::select(HOMES.to_vec());
    prop_oneof![
        names().prop_map(Added::Tenant),
        names().prop_map(Added::Hostname),
        regions().prop_map(Added::Key),
        regions().prop_map(Added::Region),
    ]
}

proptest! {
    #[test]
    fn adding_a_claim_never_proves_more(
        begin in prop::sample::select(vec![Added::Tenant("acme"), Added::Hostname("acme")]),
        more in prop::collection::vec(added(), 0..6),
        by_id in prop::sample::select(answers()),
        by_hostname in prop::sample::select(answers()),
    ) {
        let store = Store { by_id, by_hostname };
        let ids = ["acme", "bolt"].map(|name| (name, TenantId::parse(name).unwrap(), Hostname::parse(name).unwrap()));
        let find = |name| ids.iter().find(|(other, ..)| *other == name).unwrap();
        let mut claims = match begin {
            Added::Tenant(name) => Claims::tenant(&find(name).1),
            _ => Claims::hostname(&ids[0].2),
        };
        let mut is_proof = resolve(&claims, &store, NOW).is_ok();
        for claim in more {
            claims = match claim {
                Added::Tenant(name) => claims.and_tenant(&find(name).1),
                Added::Hostname(name) => claims.and_hostname(&find(name).2),
                Added::Key(region) => claims.and_key(&KeyTag::parse(&format!("sk_{region}_x")).unwrap()),
                Added::Region(region) => claims.and_region(region),
            };
            let still = resolve(&claims, &store, NOW).is_ok();
            prop_assert!(is_proof || !still, "{claims:?} {store:?}");
            is_proof = still;
        }
    }
}

#[test]
fn two_values_of_one_kind_are_refused_before_anybody_is_asked() {
    struct Untouchable;
    impl TenantResolver for Untouchable {
        type Error = Infallible;
        fn by_id(&self, _: &TenantId) -> Result<Lookup, Infallible> {
            panic!("asked")
        }
        fn by_hostname(&self, _: &Hostname) -> Result<Lookup, Infallible> {
            panic!("asked")
        }
    }
    let [a, b] = ["a", "b"].map(|text| TenantId::parse(text).unwrap());
    let [x, y] = ["x", "y"].map(|text| Hostname::parse(text).unwrap());
    let [eu, us] = HOMES.map(|home| KeyTag::parse(&format!("sk_{home}_x")).unwrap());
    for (claims, kind) in [
        (Claims::tenant(&a).and_tenant(&b), ClaimKind::Tenant),
        (Claims::tenant(&a).and_tenant(&b).and_tenant(&b), ClaimKind::Tenant),
        (Claims::hostname(&x).and_hostname(&y), ClaimKind::Hostname),
        (Claims::tenant(&a).and_key(&eu).and_key(&us), ClaimKind::Key),
        (Claims::tenant(&a).and_region(HOMES[0]).and_region(HOMES[1]), ClaimKind::Region),
    ] {
        let expected = ResolveError::Refused(Unresolved::Disagree { first: kind, second: kind });
        assert_eq!(resolve(&claims, &Untouchable, NOW).unwrap_err(), expected);
        assert_eq!(block_on(resolve_async(&claims, &Immediate(&Untouchable), NOW)).unwrap_err(), expected);
    }
}

#[test]
fn combinators_add_no_answer_of_their_own() {
    let id = TenantId::parse("acme").unwrap();
    let hostname = Hostname::parse("acme.example").unwrap();
    for first in answers() {
        for second in answers() {
            let [a, b] = [first, second].map(|answer| Store { by_id: answer, by_hostname: answer });
            for said in [OrElse(a, b).by_hostname(&hostname), OrElse(a, b).by_id(&id)] {
                let (expected, other) = if first == Answer::Absent { (second, true) } else { (first, false) };
                match (said, say(expected, 0)) {
                    (Ok(Lookup::Known(said)), Ok(Lookup::Known(expected))) => {
                        assert_eq!(said.tenant, expected.tenant)
                    }
                    (Ok(said), expected) => assert_eq!(Ok(said), expected),
                    (Err(error), expected) => {
                        assert_eq!(expected, Err(Down));
                        assert_eq!(error.code().starts_with("second"), other);
                    }
                }
            }
            for said in [Agree(a, b).by_hostname(&hostname), Agree(a, b).by_id(&id)] {
                let record = |answer| match answer {
                    Answer::Fresh(record) | Answer::Stale(record) => Some(record),
                    Answer::Absent | Answer::Ambiguous | Answer::Unavailable => None,
                };
                match said {
                    Err(_) => assert!([first, second].contains(&Answer::Unavailable)),
                    Ok(Lookup::Absent { .. }) => assert_eq!([first, second], [Answer::Absent; 2]),
                    Ok(Lookup::Known(known)) => {
                        assert_eq!(record(first), record(second));
                        assert_eq!(known.tenant.home(), record(first).unwrap().home);
                        let is_stale =
                            [first, second].iter().any(|answer| matches!(answer, Answer::Stale(_)));
                        assert_eq!(known.fresh_until == NOW, is_stale);
                    }
                    Ok(Lookup::Ambiguous) => {
                        assert!(record(first) != record(second) || record(first).is_none())
                    }
                }
            }
            // Waited for, the same.
            let (either, both) = (OrElse(Slow(a), Slow(b)), Agree(Slow(a), Slow(b)));
            assert_eq!(block_on(either.by_id(&id)), OrElse(a, b).by_id(&id));
            assert_eq!(block_on(either.by_hostname(&hostname)), OrElse(a, b).by_hostname(&hostname));
            assert_eq!(block_on(both.by_id(&id)), Agree(a, b).by_id(&id));
            assert_eq!(block_on(both.by_hostname(&hostname)), Agree(a, b).by_hostname(&hostname));
        }
    }
    assert_eq!(NoResolver.by_id(&id), Ok(Lookup::absent()));
}

#[test]
fn waiting_for_any_resolver_can_be_handed_to_another_thread() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    fn generic<R: AsyncTenantResolver + Sync>(resolver: &R, id: &TenantId)
    where
        R::Error: Send,
    {
        let claims = Claims::tenant(id);
        drop(is_send(resolve_async(&claims, resolver, NOW)));
    }
    let id = TenantId::parse("acme").unwrap();
    generic(&OrElse(Immediate(NoResolver), Immediate(NoResolver)), &id);
}
