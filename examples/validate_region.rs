//! The ten-line integration: a worker checks each message after polling and before any platform call.
//!
//! `cargo run --example validate_region`

use domicile::{Here, Region, RegionMismatch, validate_region};

fn handle(event_id: &str, tenant_region: Region, queue: Here) -> Result<(), RegionMismatch> {
    let proof = validate_region(tenant_region, queue)?;
    println!("{event_id}: deliver from {}", proof.region());
    Ok(())
}

fn main() {
    let queue = Here(Region::EuWest1);
    for (event_id, tenant_region) in [("evt-1", Region::EuWest1), ("evt-2", Region::UsEast1)] {
        if let Err(mismatch) = handle(event_id, tenant_region, queue) {
            println!("{event_id}: drop, cross_region_enforcement: {mismatch}");
        }
    }
}
