//! E-mail addresses: normalizing twice changes nothing, what does not matter to a person does not matter to the hash,
//! the hash is the SHA-256 of the normal form, and nothing that is printed shows the address.
#![no_main]

use domicile::pii::{Field, Pii, PiiError, Platform, Profile, UserData};
use domicile::pii::{GOOGLE, META};
use libfuzzer_sys::fuzz_target;
use sha2::Digest as _;

fuzz_target!(|text: &str| {
    check(META, text);
    check(GOOGLE, text);
    for profile in Profile::all() {
        // The rules of some platforms are no fixed points; none panics.
        let _ = normal(&profile, text);
    }
});

fn check<P: Platform>(profile: Profile<P>, text: &str) {
    let user = UserData::new().email(text);
    let sealed = profile.seal(&user);
    let verdict = sealed.verdicts().next().map(|(_, verdict)| verdict.is_ok());
    let printed = format!("{user:?} {sealed:?}");

    match profile.normalize(Field::Email, Pii::new(text), None) {
        Ok(normalized) => {
            assert_eq!(verdict, Some(true));
            let address = normalized.expose();
            well_formed(address);
            assert_eq!(normal(&profile, address).as_deref(), Ok(address), "again");
            assert_eq!(normal(&profile, &format!("\t {text} \n")).as_deref(), Ok(address), "space around");
            if text.is_ascii() {
                assert_eq!(normal(&profile, &text.to_ascii_uppercase()).as_deref(), Ok(address), "capitals");
            }
            let expected: [u8; 32] = sha2::Sha256::digest(address).into();
            assert_eq!(normalized.hash().unwrap().digest().map(|digest| *digest.as_bytes()), Some(expected));
            // The same words whatever the address is.
            let other = profile.seal(&UserData::new().email("someone@example.com"));
            assert_eq!(printed, format!("{:?} {other:?}", UserData::new().email("someone@example.com")));
            assert_eq!(format!("{normalized:?}"), format!("Normalized<{}>(..)", P::NAME));
        }
        Err(error) => {
            assert_eq!(verdict, Some(false));
            assert!(!text.is_empty() || error == PiiError::Empty);
            let words = format!("{error} {error:?} {}", error.code());
            assert!(!words.contains('@') || error == PiiError::InvalidEmail, "{words}");
        }
    }
}

fn well_formed(address: &str) {
    let (local, domain) = address.split_once('@').unwrap();
    assert!(!local.is_empty() && domain.contains('.') && !domain.contains('@'));
    assert!(!address.chars().any(|c| c.is_whitespace() || c.is_control() || c.is_ascii_uppercase()));
}

fn normal<P: Platform>(profile: &Profile<P>, text: &str) -> Result<String, PiiError> {
    profile.normalize(Field::Email, Pii::new(text), None).map(|normalized| normalized.expose().to_owned())
}
