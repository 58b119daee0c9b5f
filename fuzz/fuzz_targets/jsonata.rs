//! Fuzzes any text as a JSONata expression, parsed and evaluated.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stepwright_fuzz::jsonata::text(bytes));
