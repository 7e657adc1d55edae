//! A ledger verifies exactly if it is what appending its events would have written, and a change to it is found.
//!
//! A chain of hashes blinds a fuzzer that changes bytes: what it changes does not verify, and it gets no further. So
//! the events of the input are chained anew, and the input's first line says how that chain is then tampered with.
#![no_main]

use domicile::audit::{Anchor, Entry, Head, verify};
use domicile::digest::Digest;
use domicile::{Region, UnixTime};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let entries: Vec<Entry> = rest.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    for entry in &entries {
        let written = serde_json::to_string(entry).unwrap();
        assert_eq!(&serde_json::from_str::<Entry>(&written).unwrap(), entry, "read again");
    }
    let genesis = Head::genesis(Region::EuWest1, "orders").unwrap();
    let (head, chain) = append_all(&genesis, &entries);

    assert_eq!(verify(&genesis, &entries, None).is_ok(), entries == chain, "as read");
    assert_eq!(verify(&genesis, &chain, Some(&Anchor::of(&head))), Ok(head), "as appended");

    let mut numbers = first.bytes();
    let mut number = || usize::from(numbers.next().unwrap_or_default());
    let Some(at) = number().checked_rem(chain.len()) else { return };
    let tampered = tamper(&chain, at, [number(), number()]);
    let found = verify(&genesis, &tampered, Some(&Anchor::of(&head)));
    if tampered == chain {
        assert_eq!(found, Ok(head));
    } else {
        let broken = found.expect_err("a change is found");
        let good = chain.iter().zip(&tampered).take_while(|(ours, theirs)| ours == theirs).count();
        // An entry that was rewritten as a whole is found by the link of the next, any other change where it is.
        let whole = tampered.get(good).is_some_and(|entry| entry.computed_digest() == entry.digest);
        assert!(
            broken.seq <= (good + usize::from(whole)) as u64,
            "{broken}, and the first change is at {good}"
        );
    }
});

/// The events and times of `entries`, chained as they come.
fn append_all(genesis: &Head, entries: &[Entry]) -> (Head, Vec<Entry>) {
    let mut head = *genesis;
    let chain = entries.iter().map(|entry| {
        let (next, entry) = head.append(entry.event.clone(), entry.time);
        head = next;
        entry
    });
    let chain = chain.collect();
    (head, chain)
}

fn tamper(chain: &[Entry], at: usize, [how, what]: [usize; 2]) -> Vec<Entry> {
    let mut chain = chain.to_vec();
    let other = what % chain.len();
    match how % 9 {
        0 => chain.swap(at, other),
        1 => drop(chain.remove(at)),
        2 => chain.insert(at, chain[other].clone()),
        3 => chain.truncate(at),
        4 => chain[at].digest = flipped(chain[at].digest, what),
        5 => chain[at].previous = flipped(chain[at].previous, what),
        6 => chain[at].seq ^= 1 << (what % 64),
        7 => chain[at].time = UnixTime::from_secs(chain[at].time.as_secs() ^ (1 << (what % 64))),
        // Rewritten from there on, with a digest that fits: only the anchor or the next link can tell.
        _ => {
            chain[at].event = chain[other].event.clone();
            chain[at].digest = chain[at].computed_digest();
        }
    }
    chain
}

fn flipped(digest: Digest, bit: usize) -> Digest {
    let mut bytes = *digest.as_bytes();
    bytes[bit / 8 % 32] ^= 1 << (bit % 8);
    Digest::from_bytes(bytes)
}
