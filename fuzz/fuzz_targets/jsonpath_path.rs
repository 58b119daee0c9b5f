//! Fuzzes any text as a JSONPath, and paths that a grammar makes of the bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stepwright_fuzz::jsonpath::path(bytes));
