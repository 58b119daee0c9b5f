//! Fuzzes any text as a reference path, read and written.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stepwright_fuzz::jsonpath::reference_path(bytes));
