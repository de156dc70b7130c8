//! Importing documents of UiTdatabank with the server's own command.

use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context as _, bail};
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};

use crate::dice::Dice;
use crate::load::rate;
use crate::node;
use crate::report::{Report, say};
use crate::world::World;

/// Events at one place.
const PER_PLACE: usize = 20;
const BASE: &str = "https://io.uitdatabank.example";

/// Writes documents, imports them, and imports them once more unchanged.
pub fn measure(goesting: &Path, n: usize, report: &mut Report) -> anyhow::Result<()> {
    say(&format!("{n} documents of UiTdatabank"));
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("documents.jsonl");
    let documents = documents(n);
    let lines: Vec<String> = documents.iter().map(Value::to_string).collect();
    std::fs::write(&file, lines.join("\n"))?;
    let data = folder.path().join("data");
    for (what, counted) in [("new", "created"), ("unchanged", "unchanged")] {
        let begun = Instant::now();
        let output = node::command(goesting, &data, None)
            .args(["import", "uitdatabank", "--report", "json"])
            .arg(&file)
            .stdout(Stdio::piped())
            .output()?;
        let time = begun.elapsed();
        let told: Value = serde_json::from_slice(&output.stdout).context("reading its report")?;
        let skipped = told.get("skipped").and_then(Value::as_array);
        let skipped = skipped.map_or(&[][..], Vec::as_slice);
        let counted = told.get(counted).and_then(Value::as_u64);
        if !output.status.success() || !skipped.is_empty() || counted < Some(1) {
            let first = skipped.first().unwrap_or(&Value::Null);
            bail!(
                "the import went wrong: {} skipped, such as {first}",
                skipped.len()
            );
        }
        report.add(
            format!("import of {} documents, {what}", documents.len()),
            rate(documents.len(), time),
            "documents/s",
            None,
        );
    }
    Ok(())
}

/// Ids of events and places never meet, and none of them is nil: both would cost documents.
fn place_id(number: usize) -> String {
    format!("{BASE}/place/b{:031x}", number / PER_PLACE)
}

/// Events, with a place for every twenty of them.
fn documents(n: usize) -> Vec<Value> {
    let world = World::new();
    let mut dice = Dice(5);
    let day = (Utc::now() + TimeDelta::days(20)).date_naive();
    (0..n)
        .flat_map(|number| {
            let place = place_id(number);
            let words = world.document(&mut dice).content;
            let event = json!({
                "@id": format!("{BASE}/event/{:032x}", number + 1),
                "@context": "/contexts/event",
                "mainLanguage": "nl",
                "languages": ["nl"],
                "completedLanguages": ["nl"],
                "name": {"nl": words.title.get(goesting_types::lang::Lang::Nl)},
                "description": {"nl": words.description.get(goesting_types::lang::Lang::Nl)},
                "calendarType": "single",
                "startDate": format!("{day}T14:00:00+01:00"),
                "endDate": format!("{day}T16:00:00+01:00"),
                "subEvent": [{
                    "@type": "Event",
                    "startDate": format!("{day}T14:00:00+01:00"),
                    "endDate": format!("{day}T16:00:00+01:00"),
                    "status": {"type": "Available"},
                    "bookingAvailability": {"type": "Available"},
                }],
                "status": {"type": "Available"},
                "workflowStatus": "APPROVED",
                "audience": {"audienceType": "everyone"},
                "location": {"@type": "Place", "@id": place},
                "terms": [{"id": "0.3.1.0.0", "label": "Cursus of workshop", "domain": "eventtype"}],
                "typicalAgeRange": "12-",
                "priceInfo": [{
                    "category": "base",
                    "name": {"nl": "Basistarief"},
                    "price": 5,
                    "priceCurrency": "EUR",
                }],
                "contactPoint": {"phone": ["016 00 00 00"], "email": [], "url": []},
            });
            let first = (number % PER_PLACE == 0).then(|| {
                json!({
                    "@id": place_id(number),
                    "@context": "/contexts/place",
                    "mainLanguage": "nl",
                    "name": {"nl": format!("Buurthuis {}", number / PER_PLACE)},
                    "address": {"nl": {
                        "addressCountry": "BE",
                        "addressLocality": "Leuven",
                        "postalCode": "3000",
                        "streetAddress": "Kerkstraat 1",
                    }},
                    "calendarType": "permanent",
                    "terms": [{"id": "8.70.0.0.0", "label": "Theater", "domain": "eventtype"}],
                    "workflowStatus": "APPROVED",
                })
            });
            first.into_iter().chain([event])
        })
        .collect()
}
