//! A ledger verifies exactly if it is what appending its events would have written, and a change to it is found.
//!
//! A chain of hashes blinds a fuzzer that changes bytes: what it changes does not verify, and it gets no further. So
//! the records of the input are chained anew, and the input's first line says how that chain is then tampered with.
//! A line is a record in JSON, or its stored bytes in hexadecimal.
#![no_main]

use domicile::audit::{Anchor, Head, Record, verify};
use domicile::digest::Digest;
use domicile::{Region, UnixTime};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let records: Vec<Record> = rest.lines().filter_map(read).collect();
    for record in &records {
        let written = serde_json::to_string(record).unwrap();
        assert_eq!(&serde_json::from_str::<Record>(&written).unwrap(), record, "read again");
        let bytes = record.to_bytes();
        assert_eq!(Record::from_bytes(&bytes).as_ref(), Ok(record), "read again from bytes");
        let (content, _) = bytes.split_at(bytes.len() - 32);
        assert_eq!(Digest::of(content), record.computed_digest(), "hashed in one piece");
    }
    let genesis = Head::genesis(Region::EuWest1, "orders").unwrap();
    let (head, chain) = chained(&genesis, &records);

    assert_eq!(verify(&genesis, &records, None).is_ok(), records == chain, "as read");
    assert_eq!(verify(&genesis, &chain, Some(&Anchor::of(&head))), Ok(head), "as chained");

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
        let whole = tampered.get(good).is_some_and(|record| record.computed_digest() == record.digest());
        assert!(
            broken.seq <= (good + usize::from(whole)) as u64,
            "{broken}, and the first change is at {good}"
        );
    }
});

fn read(line: &str) -> Option<Record> {
    if line.starts_with('{') {
        return serde_json::from_str(line).ok();
    }
    let pairs =
        line.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    let bytes: Vec<u8> = pairs.collect::<Option<_>>()?;
    let record = Record::from_bytes(&bytes).ok()?;
    assert_eq!(record.to_bytes(), bytes, "written as it was read");
    Some(record)
}

/// What the records say, chained as they come.
fn chained(genesis: &Head, records: &[Record]) -> (Head, Vec<Record>) {
    let mut chain: Vec<Record> = Vec::new();
    for (seq, record) in records.iter().enumerate() {
        let previous = chain.last().map_or(genesis.digest(), Record::digest);
        chain.push(sealed(&with(record, PREVIOUS, previous.as_bytes()), |record| {
            with(record, SEQ, &(seq as u64).to_be_bytes())
        }));
    }
    (verify(genesis, &chain, None).expect("a chain as it is written"), chain)
}

/// The record with the digest of what a change has made of it.
fn sealed(record: &Record, change: impl FnOnce(&Record) -> Record) -> Record {
    let record = change(record);
    with(&record, record.to_bytes().len() - 32, record.computed_digest().as_bytes())
}

/// The record with other bytes from `at` on.
fn with(record: &Record, at: usize, new: &[u8]) -> Record {
    let mut bytes = record.to_bytes();
    bytes[at..at + new.len()].copy_from_slice(new);
    Record::from_bytes(&bytes).expect("none of these places is checked")
}

fn tamper(chain: &[Record], at: usize, [how, what]: [usize; 2]) -> Vec<Record> {
    let mut chain = chain.to_vec();
    let (other, record) = (what % chain.len(), chain[at].clone());
    let end = record.to_bytes().len() - 32;
    match how % 9 {
        0 => chain.swap(at, other),
        1 => drop(chain.remove(at)),
        2 => chain.insert(at, chain[other].clone()),
        3 => chain.truncate(at),
        4 => chain[at] = with(&record, end, flipped(record.digest(), what).as_bytes()),
        5 => chain[at] = with(&record, PREVIOUS, flipped(record.previous(), what).as_bytes()),
        6 => chain[at] = with(&record, SEQ, &(record.seq() ^ 1 << (what % 64)).to_be_bytes()),
        7 => {
            let time = UnixTime::from_secs(record.time().as_secs() ^ 1 << (what % 64));
            chain[at] = with(&record, TIME, &time.as_secs().to_be_bytes());
        }
        // Rewritten from there on, with a digest that fits: only the anchor or the next link can tell.
        _ => {
            let content = with(&chain[other], PREVIOUS, record.previous().as_bytes());
            chain[at] = sealed(&content, |content| with(content, SEQ, &record.seq().to_be_bytes()));
        }
    }
    chain
}

fn flipped(digest: Digest, bit: usize) -> Digest {
    let mut bytes = *digest.as_bytes();
    bytes[bit / 8 % 32] ^= 1 << (bit % 8);
    Digest::from_bytes(bytes)
}

/// Where these stand in a record's bytes, in both versions.
const PREVIOUS: usize = 8;
const SEQ: usize = 40;
const TIME: usize = 48;
