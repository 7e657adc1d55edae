//! No allocation: e-mail and phone, read, normalized, hashed and written, for one platform and for six.

use domicile::pii::redact::segments;
use domicile::pii::{
    Field, GOOGLE, META, MICROSOFT, PINTEREST, Pii, SNAP, SealedValue, TIKTOK, UID2, UserData,
};

/// How often this thread asked for memory.
fn allocations(work: impl FnOnce()) -> u64 {
    allocation_counter::measure(work).count_total
}

#[test]
fn counting_counts() {
    assert_eq!(allocations(|| drop(std::hint::black_box(vec![1, 2, 3]))), 1);
}

#[test]
fn email_and_phone_allocate_nothing() {
    for (email, phone) in [
        (" Jane.Doe+x@Gmail.com ", "+49 (0)30 901820"),
        ("jane@example.com", "(650) 555-1212"),
        ("Jörg.Müller@Exämple.com", "+1 (650) 555-1212"),
        // 96 bytes: as long as it gets without the heap.
        (
            "Jane.Doe-Of-The-Long-Names@Department.Of-Long-Names.Subsidiary-Of-Long-Names.Example-Company.com",
            "00 1 650 555 1212 ext. 7",
        ),
        ("nobody", "12"),
        ("", ""),
    ] {
        let count = allocations(|| {
            let user = UserData::new().email(email).phone(phone).country("US");
            let sealed = META.seal(&user);
            for (_, value) in sealed.values() {
                if let SealedValue::Hashed(hash) = value {
                    std::hint::black_box(hash.text());
                }
            }
            let parsed = user.parse();
            std::hint::black_box(GOOGLE.seal_parsed(&parsed).refusals().count());
            std::hint::black_box(TIKTOK.seal_parsed(&parsed));
            std::hint::black_box(SNAP.seal_parsed(&parsed));
            std::hint::black_box(PINTEREST.seal_parsed(&parsed));
            std::hint::black_box(UID2.seal_parsed(&parsed));
            std::hint::black_box(MICROSOFT.seal_parsed(&parsed));
            std::hint::black_box(META.normalize(Field::Email, Pii::new(email), None).is_ok());
            std::hint::black_box(META.normalize(Field::Phone, Pii::new(phone), None).is_ok());
        });
        // Google takes the country in clear, which is a text of its own.
        assert!(count <= 1, "{count} allocations");
        let without_country = allocations(|| {
            let user = UserData::new().email(email).phone(phone);
            std::hint::black_box(GOOGLE.seal(&user));
        });
        assert_eq!(without_country, 0);
    }
}

#[test]
fn looking_through_text_allocates_nothing() {
    let text = "call jane@example.com or +49 30 901820, not 10.0.0.1".repeat(20);
    assert_eq!(allocations(|| assert_eq!(segments(&text).count(), 81)), 0);
}
