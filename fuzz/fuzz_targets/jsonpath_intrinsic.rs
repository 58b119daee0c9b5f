//! Fuzzes any text as a call of an intrinsic function.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stepwright_fuzz::jsonpath::intrinsic(bytes));
