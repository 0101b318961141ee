//! What does not compile, and how the compiler says so; and what must compile, whatever surrounds it.
//!
//! The words are those of one compiler, rustc 1.95, so they are compared only where `MILLSTREAM_UI` is set, as `.ci/run` does.
//! `MILLSTREAM_UI=1 TRYBUILD=overwrite cargo test --test ui --features handlers` writes them anew.
#![cfg(feature = "derive")]

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    if std::env::var_os("MILLSTREAM_UI").is_some() {
        cases.compile_fail("tests/ui/fail/*/*.rs");
        if cfg!(feature = "handlers") {
            cases.compile_fail("tests/ui/handlers/*.rs");
        }
    }
}
