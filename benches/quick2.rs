//! Quick.
use domicile::audit::EventId;
use domicile::data::Categories;
use domicile::flow::{Site, Stamp};
use domicile::tenant::{Claims, Directory, Epoch, Residency, Tenant, resolve};
use domicile::{DataCategory, Decision, Here, PolicyAt, Region, ResidencyPolicy, TenantId, UnixTime};
use std::hint::black_box;
const NOW: UnixTime = UnixTime::from_secs(1_795_262_400);
#[inline(never)]
fn admit_all(now: &PolicyAt<'_>, directory: &Directory, stamps: &[Stamp]) {
    for stamp in stamps {
        let admitted = now.admit(black_box(stamp), directory, Here(stamp.queue()));
        assert!(black_box(&admitted).is_ok());
    }
}
#[inline(never)]
fn resolve_all(directory: &Directory, stamps: &[Stamp]) {
    for stamp in stamps {
        let resolved = resolve(&Claims::tenant(black_box(stamp).tenant()), directory, NOW);
        assert!(black_box(&resolved).is_ok());
    }
}
#[inline(never)]
fn route_all(
    now: &PolicyAt<'_>,
    resolved: &[domicile::tenant::Resolved],
    categories: &Categories,
    sites: &[Site],
) {
    for resolved in resolved {
        let Decision::Permit(permit) = now.receive(black_box(resolved), Here(resolved.home()), categories)
        else {
            panic!()
        };
        assert!(black_box(&now.route(permit, sites)).is_ok());
    }
}
fn main() {
    let ids: Vec<TenantId> = (0..64).map(|at| TenantId::parse(&format!("tenant-{at:08}")).unwrap()).collect();
    let mut builder = Directory::builder();
    builder.extend(ids.iter().map(|id| Tenant::new(*id, Residency::enforced(Region::EuWest1))));
    let directory = builder.build(Epoch::new(1), UnixTime::MAX).unwrap();
    let sites = [Site::new("a", Region::EuWest1).unwrap()];
    let categories: Categories =
        [DataCategory::EventMetadata, DataCategory::PseudonymousIdentifier].into_iter().collect();
    let policy = ResidencyPolicy::closed();
    let now = policy.at(NOW);
    let stamps: Vec<Stamp> = ids
        .iter()
        .map(|id| {
            let resolved = resolve(&Claims::tenant(id), &directory, NOW).unwrap();
            let Decision::Permit(permit) = now.receive(&resolved, Here(resolved.home()), &categories) else {
                panic!()
            };
            now.route(permit, &sites).unwrap().stamp(EventId::parse("evt-000001").unwrap()).0
        })
        .collect();
    let resolved: Vec<_> =
        ids.iter().map(|id| resolve(&Claims::tenant(id), &directory, NOW).unwrap()).collect();
    for _ in 0..std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1000) {
        admit_all(&now, &directory, &stamps);
        resolve_all(&directory, &stamps);
        route_all(&now, &resolved, &categories, &sites);
    }
}
