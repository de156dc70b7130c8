//! `make fuzz`: [`goesting_fuzz::search_query`], led by coverage.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| goesting_fuzz::search_query(bytes));
