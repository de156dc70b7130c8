//! `make fuzz`: [`goesting_fuzz::uitdatabank`], led by coverage.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| goesting_fuzz::uitdatabank(bytes));
