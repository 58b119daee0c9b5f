//! Fuzzes any JSON as a payload template.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stepwright_fuzz::jsonpath::template(bytes));
