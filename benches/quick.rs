//! Quick.
#[path = "support/inputs.rs"]
mod inputs;
#[path = "support/rounds.rs"]
mod rounds;
#[path = "support/straightforward.rs"]
mod straightforward;
use domicile::audit::EventId;
use domicile::data::Categories;
use domicile::flow::{Site, Stamp};
use domicile::tenant::{Claims, Directory, Epoch, Plan, Residency, Tenant, resolve};
use domicile::{DataCategory, Decision, Here, Region, ResidencyPolicy, TenantId, UnixTime};
use inputs::{Numbers, REGIONS};
use rounds::{Case, Report, measure};
use std::hint::black_box;
use straightforward::Place;
const NOW: UnixTime = UnixTime::from_secs(1_795_262_400);
fn main() {
    let accounts = inputs::accounts(1_000);
    let mut builder = Directory::builder();
    builder.extend(accounts.iter().map(|account| {
        let id = TenantId::parse(&account.id).unwrap();
        Tenant::new(id, Residency::enforced(account.region)).on_plan(Plan::parse(account.plan).unwrap())
    }));
    let directory = builder.build(Epoch::new(1), UnixTime::MAX).unwrap();
    let site = |region: &Region| Site::new(&format!("site-{region}"), *region).unwrap();
    let sites: Vec<Site> = REGIONS.iter().map(site).collect();
    let categories: Categories =
        [DataCategory::EventMetadata, DataCategory::PseudonymousIdentifier].into_iter().collect();
    let map = straightforward::map(&accounts);
    let policy = ResidencyPolicy::closed();
    let inputs = inputs::events(1_024, &accounts, &mut Numbers::new(3));
    let now = policy.at(NOW);
    let ids: Vec<TenantId> = inputs.iter().map(|input| input.tenant.parse().unwrap()).collect();
    let resolved: Vec<_> =
        ids.iter().map(|id| resolve(&Claims::tenant(id), &directory, NOW).unwrap()).collect();
    let stamps: Vec<Stamp> = inputs
        .iter()
        .zip(&resolved)
        .map(|(input, resolved)| {
            let Decision::Permit(permit) = now.receive(resolved, Here(resolved.home()), &categories) else {
                panic!()
            };
            now.route(permit, &sites).unwrap().stamp(EventId::parse(&input.id).unwrap()).0
        })
        .collect();
    let heres: Vec<Place> = stamps.iter().map(|stamp| straightforward::place(stamp.queue())).collect();
    const REPEAT: usize = 8;
    let mut report = Report::default();
    let times = measure(vec![
        Case::new("std map and match", 1_024 * REPEAT, || {
            for _ in 0..REPEAT {
                for (input, here) in inputs.iter().zip(&heres) {
                    let admitted = straightforward::admit(&map, black_box(&input.tenant), *here);
                    assert!(black_box(&admitted).is_ok());
                }
            }
        }),
        Case::new("resolve and admit", 1_024 * REPEAT, || {
            for _ in 0..REPEAT {
                for stamp in &stamps {
                    let admitted = now.admit(black_box(stamp), &directory, Here(stamp.queue()));
                    assert!(black_box(&admitted).is_ok());
                }
            }
        }),
        Case::new("resolve alone", 1_024 * REPEAT, || {
            for _ in 0..REPEAT {
                for stamp in &stamps {
                    let resolved = resolve(&Claims::tenant(black_box(stamp).tenant()), &directory, NOW);
                    assert!(black_box(&resolved).is_ok());
                }
            }
        }),
        Case::new("receive", 1_024 * REPEAT, || {
            for _ in 0..REPEAT {
                for resolved in &resolved {
                    let permit = now.receive(black_box(resolved), Here(resolved.home()), &categories);
                    assert!(black_box(&permit).is_permit());
                }
            }
        }),
        Case::new("receive and route", 1_024 * REPEAT, || {
            for _ in 0..REPEAT {
                for resolved in &resolved {
                    let Decision::Permit(permit) =
                        now.receive(black_box(resolved), Here(resolved.home()), &categories)
                    else {
                        panic!()
                    };
                    assert!(black_box(&now.route(permit, &sites)).is_ok());
                }
            }
        }),
    ]);
    report.heading("quick");
    for name in ["resolve and admit", "resolve alone", "receive", "receive and route"] {
        report.row(&times, name, 1.0, "std map and match", Some(2.0));
    }
    report.finish();
}
