//! Phone numbers: every form of a number reads back as the number, the two platforms' forms differ by the plus sign
//! alone, and nothing that is printed shows the digits.
//!
//! The input is a country code of two letters (or two other characters: none) and the text.
#![no_main]

use domicile::pii::phone::{PhoneNumber, Possibility};
use domicile::pii::{Country, Field, GOOGLE, META, Pii};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let (country, text) = input.split_at_checked(2).unwrap_or(("", input));
    let country = Country::parse(country).ok();
    if let Ok(number) = PhoneNumber::parse(text, country.map(Country::letters)) {
        forms(number);
    }
    platforms(text, country);
});

fn forms(number: PhoneNumber) {
    let mut buffer = PhoneNumber::buffer();
    let e164 = number.e164(&mut buffer);
    let (international, national) = (number.international_digits(), number.national_digits());

    assert_eq!(e164.strip_prefix('+'), Some(international));
    assert_eq!(international, format!("{}{national}", number.calling_code()));
    assert!(international.bytes().all(|byte| byte.is_ascii_digit()) && !international.starts_with('0'));
    assert_eq!(PhoneNumber::from_parts(number.calling_code(), national), Ok(number));
    // Canada's 310 numbers are valid, and of a length that is dialled within one area; the reference says the same.
    let is_dialled = number.is_possible() || number.possibility() == Possibility::LocalOnly;
    assert!(!number.is_valid() || is_dialled, "valid and not possible");
    assert_eq!(number.require_valid().is_ok(), number.is_valid() && number.is_possible());
    assert_eq!(number.require_possible().is_ok(), number.is_possible());
    if number.is_valid() {
        assert_eq!(PhoneNumber::parse(e164, None), Ok(number), "read again");
    }
    let other = PhoneNumber::from_parts(number.calling_code(), "00").unwrap();
    assert_eq!(format!("{number:?}"), format!("{other:?}"), "the same for every number of the country");
}

fn platforms(text: &str, country: Option<Country>) {
    let google = GOOGLE.normalize(Field::Phone, Pii::new(text), country);
    let meta = META.normalize(Field::Phone, Pii::new(text), country);
    match (google, meta) {
        (Ok(google), Ok(meta)) => {
            assert_eq!(google.expose().strip_prefix('+'), Some(meta.expose()));
            // A number that no plan assigns may lose a further leading zero each time it is read.
            let number = PhoneNumber::parse(text, country.map(Country::letters));
            if number.is_ok_and(|number| number.is_valid()) {
                let again = GOOGLE.normalize(Field::Phone, Pii::new(google.expose()), None);
                assert_eq!(
                    again.map(|again| again.expose().to_owned()).as_deref(),
                    Ok(google.expose()),
                    "again"
                );
            }
        }
        (Err(google), Err(meta)) => assert_eq!(google, meta),
        (google, meta) => panic!("one platform took it: {:?} {:?}", google.map(drop), meta.map(drop)),
    }
}
