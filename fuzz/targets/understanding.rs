#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| kally_bridge::fuzzing::understanding(text));
