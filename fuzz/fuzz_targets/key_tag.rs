//! The tag of a key is the one region between its first and its last segment, and nothing else of the key is kept.
#![no_main]

use domicile::Region;
use domicile::tenant::KeyTag;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|key: &str| {
    let read = KeyTag::parse(key);
    assert_eq!(read.as_ref().ok().map(KeyTag::region), tag(key), "{key:?}");
    match read {
        Ok(tag) => {
            assert_eq!(format!("{tag:?}"), format!("KeyTag({})", tag.region()));
            // Another secret has the same tag, and a longer prefix too.
            let (stem, _) = key.rsplit_once('_').unwrap();
            assert_eq!(KeyTag::parse(&format!("{stem}_0")).ok(), Some(tag));
            assert_eq!(
                KeyTag::parse(&format!("x_{stem}_0")).is_ok(),
                only_one_region(&format!("x_{stem}_0"))
            );
        }
        // The error is one of a few fixed texts, so it cannot hold a part of the key.
        Err(error) => assert!(
            ["key_length", "key_byte", "key_shape", "key_no_region", "key_many_regions"]
                .contains(&error.code())
                && error.to_string().starts_with("expected an API key")
        ),
    }
});

fn regions(key: &str) -> Vec<Region> {
    let segments: Vec<&str> = key.split('_').collect();
    match segments.as_slice() {
        [first, inner @ .., last] if !first.is_empty() && !last.is_empty() => {
            inner.iter().filter_map(|segment| segment.parse().ok()).collect()
        }
        _ => Vec::new(),
    }
}

fn only_one_region(key: &str) -> bool {
    key.len() <= 256 && regions(key).len() == 1
}

/// The documented reading.
fn tag(key: &str) -> Option<Region> {
    let visible = key.chars().all(|c| c.is_ascii() && !c.is_ascii_control() && c != ' ');
    if visible && only_one_region(key) { regions(key).first().copied() } else { None }
}
