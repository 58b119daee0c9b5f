//! Fuzzes any text as a definition, compiled and run.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stepwright_fuzz::engine::definition(bytes));
