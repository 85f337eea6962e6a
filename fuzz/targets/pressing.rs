#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| kally_fuzzing::pressing(text));
