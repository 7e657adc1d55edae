//! Misuse does not build: every file in `tests/compile_fail/` must be refused by the compiler, for the reason that
//! stands in the `.stderr` beside it (N1).
//!
//! The compiler's words change from release to release, so they are compared under [`PINNED`] alone. The
//! `compile_fail` examples in the documentation say the same under every compiler, without the reason. After a change
//! of the compiler: `TRYBUILD=overwrite cargo test --test compile_fail`, and read the difference.

use std::process::Command;

/// The compiler that wrote the `.stderr` files.
const PINNED: &str = "rustc 1.95.";

#[test]
#[cfg(feature = "serde")]
fn misuse_does_not_build() {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version =
        String::from_utf8(Command::new(compiler).arg("--version").output().unwrap().stdout).unwrap();
    if !version.starts_with(PINNED) {
        eprintln!("not compared: the expected words are those of {PINNED}x, and this is {version}");
        return;
    }
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}

#[test]
fn every_case_has_its_reason() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile_fail");
    let names: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    let cases = names.iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let without: Vec<_> =
        cases.clone().filter(|case| !names.contains(&case.with_extension("stderr"))).collect();
    assert!(without.is_empty(), "no reason beside {without:?}");
    assert_eq!(cases.count() * 2, names.len(), "a reason without its case among {names:?}");
}
