//! Fuzzes executions: a machine, an input and what happens, made of the bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stepwright_fuzz::engine::execution(bytes));
