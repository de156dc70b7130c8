//! Each target over the inputs kept in `corpus/`, and some thousands made of them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where something is not as it should be"
)]

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, RngSeed, TestRunner};

/// The files in these folders and below, by name.
fn files(folders: &[&str]) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).collect();
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|one| one.unwrap().path()));
        } else {
            found.push(path);
        }
    }
    found.sort();
    assert!(found.len() >= 6, "{found:?}");
    found.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Where, how many bytes go, and what comes in their place.
type Change = (prop::sample::Index, usize, Vec<u8>);

/// Runs a target over every file, and over changed ones: the same in every run.
fn run(target: fn(&[u8]), folders: &[&str], words: &'static [&'static str], cases: u32) {
    let files = files(folders);
    for file in &files {
        target(file);
    }
    let config = Config {
        cases,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        ..Config::default()
    };
    let word = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..6),
        prop::sample::select(words).prop_map(|word| word.as_bytes().to_vec()),
    ];
    let change = (any::<prop::sample::Index>(), 0_usize..24, word);
    let changed = (0..files.len(), prop::collection::vec(change, 1..6));
    let outcome = TestRunner::new(config).run(&changed, |(which, changes): (_, Vec<Change>)| {
        let mut bytes = files.get(which).cloned().unwrap_or_default();
        for (at, length, by) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, by);
        }
        target(&bytes);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn files_of_uitdatabank_map_or_are_skipped() {
    let folders = [
        "corpus/uitdatabank",
        "../crates/api/tests/fixtures/uitdatabank",
    ];
    let words = &[
        "null",
        "{}",
        "[]",
        "-1",
        "1e999",
        "99999999999999999999",
        "\"\"",
        "\\u0000",
        "\\u202e",
        "2026-02-30",
        "2026-03-29T02:30:00+01:00",
        "9999-12-31T23:59:59Z",
        "-0001-01-01",
        "24:00",
        "\"nl\"",
        "<p>",
        "&#x110000;",
        "https://",
        "EUR",
        "\n{",
        "\u{feff}",
    ];
    run(goesting_fuzz::uitdatabank, &folders, words, 4000);
}

#[test]
fn query_strings_find_something_or_are_refused() {
    let words = &[
        "&",
        "=",
        "%00",
        "%F0%9F%A7%B5",
        "%zz",
        "q=",
        "&q=naaien",
        "&near=50.88,4.70",
        "&near=91,181",
        "&radius_km=NaN",
        "&radius_km=1e-9",
        "&ring=world",
        "&territory=24062",
        "&territory=BE2",
        "&from=0000-01-01",
        "&to=9999-12-31",
        "&weekday=mon",
        "&daypart=evening",
        "&age=255",
        "&places_left=1",
        "&sort=distance",
        "&facets=ring",
        "&facets=territory",
        "&limit=1",
        "&cursor=x",
        "&free=true",
        "&price_max=0",
        "&flag=wheelchair",
        "&language=nl",
    ];
    run(
        goesting_fuzz::search_query,
        &["corpus/search_query"],
        words,
        4000,
    );
}
