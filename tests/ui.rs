//! What does not compile, and how the compiler says so; and what must compile, whatever surrounds it.
//!
//! The words are those of one compiler, rustc 1.95, so they are compared only where `MILLSTREAM_UI` is set, as `.ci/run` does: to `1`, or to
//! `handlers` for those of handlers alone. `MILLSTREAM_UI=1 TRYBUILD=overwrite cargo test --test ui --features handlers` writes them anew.
#![cfg(feature = "derive")]

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    let compared = std::env::var("MILLSTREAM_UI").ok();
    if compared.as_deref() != Some("handlers") {
        cases.pass("tests/ui/pass/*.rs");
        if compared.is_some() {
            cases.compile_fail("tests/ui/fail/*/*.rs");
        }
    }
    if compared.is_some() && cfg!(feature = "handlers") {
        cases.compile_fail("tests/ui/handlers/*.rs");
    }
}
