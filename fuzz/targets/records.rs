#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| kally_fuzzing::records(bytes));
