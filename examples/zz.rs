//! x
use domicile::pii::*;
fn main() {
    let v: Vec<String> = (0..1024)
        .map(|i| match i % 4 {
            0 => format!("jane.doe{i}@example.com"),
            1 => format!("John_Smith{i}@Example.com"),
            2 => format!("J{i}.Doe+news@gmail.com"),
            _ => format!("customer-{i}-{i}@mail.example.co.uk"),
        })
        .collect();
    let mode = std::env::args().nth(1).unwrap_or_default();
    let mut n = 0;
    for _ in 0..20000 {
        for s in &v {
            n += if mode == "n" { one(s) } else { two(s) };
        }
    }
    println!("{n}");
}
#[inline(never)]
fn one(s: &str) -> usize {
    META.normalize(Field::Email, Pii::new(s), None).map_or(0, |t| t.expose().len())
}
#[inline(never)]
fn two(s: &str) -> usize {
    META.seal(&UserData::new().email(s).phone("+49 1511 2345678")).values().count()
}
