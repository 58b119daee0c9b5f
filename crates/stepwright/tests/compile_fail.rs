//! What must not compile, and what the compiler says about it.
//!
//! The first line of each message, its label and its note are Stepwright's promise; the rest is
//! rustc's. `TRYBUILD=overwrite cargo test -p stepwright --test compile_fail` writes them anew.

#[test]
fn a_mistake_is_told_where_it_is_made() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/[0-9]*.rs");
}
