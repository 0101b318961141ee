//! What does not compile, and how the compiler says so; and what must compile, whatever surrounds it.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the messages anew. They are those of one compiler: the newest stable one.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    cases.compile_fail("tests/ui/fail/*/*.rs");
}
