//! Fuzzes `TestState`: a state, what it is asked and what happens, made of the bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stepwright_fuzz::engine::test_state(bytes));
