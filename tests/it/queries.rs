//! Query strings that nobody should send: an answer or a refusal with a reason, never a failure.

use futures_util::future::join_all;
use goesting_core::opportunity::Standing;
use goesting_tests::{LEUVEN, on_both};
use goesting_types::actor::ActorKind;
use goesting_types::problem::ErrorCode;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::Value;

/// How many are sent to each operation.
const EACH: usize = 60;

/// A GET of the document: its path, and the parameters of its query.
struct Asked {
    path: String,
    names: Vec<String>,
}

/// Every GET with a query, its path filled in with the id of such a thing.
fn asked(ids: &[(&str, String)]) -> Vec<Asked> {
    let document: Value = serde_json::from_str(&goesting_api::openapi::json().unwrap()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().filter_map(|(path, item)| {
        let parameters = item["get"]["parameters"].as_array()?;
        let names: Vec<_> = parameters
            .iter()
            .filter(|one| one["in"] == "query")
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect();
        let id = ids.iter().find(|(of, _)| path.contains(of));
        let path = id.map_or(path.clone(), |(_, id)| path.replace("{id}", id));
        (!names.is_empty()).then_some(Asked { path, names })
    });
    all.collect()
}

/// A value: what comes near to right ones, and anything at all.
fn value() -> BoxedStrategy<String> {
    let near = [
        "",
        " ",
        "0",
        "1",
        "-1",
        "100",
        "101",
        "4294967296",
        "1e308",
        "NaN",
        "inf",
        "true",
        "50.88,4.70",
        "91,181",
        "50.88",
        ",",
        "nan,nan",
        "24062",
        "0000",
        "nl",
        "xx",
        "koken",
        "2026-12-09",
        "2026-02-30",
        "+262143-12-31",
        "-9999-01-01",
        "2026-12-09T14:00:00Z",
        "9999-12-31T23:59:60Z",
        "262142-01-01T00:00:00Z",
        "%2B262142-12-31T23:59:59Z",
        "-9999-01-01T00:00:00Z",
        "-262143-01-01T00:00:00Z",
        "1899-12-31T23:59:59Z",
        "mon",
        "Wed",
        "morning",
        "open",
        "edit",
        "date",
        "%00",
        "%ZZ",
        "%",
        "%F0%9F%8C%BB",
        "%C3%28",
        "a AND b",
        "\"",
        "\"naai",
        "naa*",
        "title:x",
        "(((",
        "-",
        "--",
        "NOT",
        "eyJhIjoxfQ",
        "AAAA",
        "html",
        "json",
        "[]",
        "{}",
    ];
    prop_oneof![
        4 => prop::sample::select(near.to_vec()).prop_map(str::to_owned),
        2 => any::<String>().prop_map(|text| escaped(&text)),
        1 => any::<i64>().prop_map(|number| number.to_string()),
        1 => any::<f64>().prop_map(|number| number.to_string()),
        1 => (any::<f64>(), any::<f64>()).prop_map(|(lat, lon)| format!("{lat},{lon}")),
        1 => "[ -~]{0,40}".prop_map(|text| escaped(&text)),
        1 => (1usize..1000).prop_map(|length| "é".repeat(length)).prop_map(|text| escaped(&text)),
    ]
    .boxed()
}

fn escaped(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut all, byte| {
        write!(all, "%{byte:02X}").unwrap();
        all
    })
}

/// A query of some of these parameters, some of them twice, now and then one that is unknown.
fn query(names: &[String]) -> BoxedStrategy<String> {
    let mut names = names.to_vec();
    names.push("nothing".to_owned());
    let pair = (prop::sample::select(names), value());
    prop::collection::vec(
        pair.prop_map(|(name, value)| format!("{name}={value}")),
        0..5,
    )
    .prop_map(|pairs| pairs.join("&"))
    .boxed()
}

on_both! {
    async fn odd_queries_are_answered_or_refused(app: TestApp) {
        let els = app.someone("Els").await;
        let bib = app.actor(&els, ActorKind::Library, "Bib").await.id;
        let offer = app.opportunity(bib, Standing::open(app.now()), "Samen koken").await;
        let town = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        app.index().await;
        // The same strings each time: what fails once fails again.
        let mut runner = TestRunner::deterministic();
        let (raw, mut read) = (els.raw(), 0);
        let ids = [
            ("/actors/", bib.to_string()),
            ("/opportunities/", offer.to_string()),
            ("/ecosystems/", town.to_string()),
        ];
        for Asked { path, names } in asked(&ids) {
            let queries: Vec<_> = (0..EACH)
                .map(|_| query(&names).new_tree(&mut runner).unwrap().current())
                .collect();
            let answers = queries.iter().map(|query| {
                let (raw, url) = (&raw, format!("{path}?{query}"));
                async move { raw.get(&url).await }
            });
            for (query, answer) in queries.iter().zip(join_all(answers).await) {
                match answer.status {
                    200 => read += 1,
                    400..=499 => assert_eq!(answer.problem().status, answer.status),
                    _ => panic!("{path}?{query}: {} {}", answer.status, answer.body),
                }
            }
        }
        assert!(read > 50, "hardly any query was good: {read}");
    }

    async fn the_wrong_parameter_is_named_in_words(app: TestApp) {
        let els = app.someone("Els").await;
        let bib = app.actor(&els, ActorKind::Library, "Bib").await.id;
        let offer = app.opportunity(bib, Standing::open(app.now()), "Samen koken").await;
        let (one, theirs) = (format!("opportunities/{offer}"), format!("actors/{bib}/opportunities"));
        let sessions = format!("{one}/sessions");
        for (path, query, name) in [
            ("opportunities", "age=x", "age"),
            ("opportunities", "age=256", "age"),
            ("opportunities", "limit=-1", "limit"),
            ("opportunities", "limit=0", "limit"),
            ("opportunities", "price_max=-1", "price_max"),
            ("opportunities", "from=2026-02-30", "from"),
            ("opportunities", "to=morgen", "to"),
            ("opportunities", "radius_km=ver", "radius_km"),
            ("opportunities", "radius_km=5000", "radius_km"),
            ("opportunities", "near=hier", "near"),
            ("opportunities", "actor=bib", "actor"),
            ("opportunities", "weekday=mon&weekday=day", "weekday"),
            ("opportunities", "free=misschien", "free"),
            ("opportunities", "age=1&age=2", "age"),
            ("opportunities", "colour=red", "colour"),
            ("opportunities/suggest", "q=a&lang=xx", "lang"),
            ("territories", "kind=planet", "kind"),
            ("territories", "limit=veel", "limit"),
            ("territories", "near=91,0", "near"),
            ("actors", "kind=planet", "kind"),
            ("actors", "limit=1.5", "limit"),
            ("ecosystems", "limit=99999999999", "limit"),
            (sessions.as_str(), "from=2026-13-01T00:00:00Z", "from"),
            (one.as_str(), "view=all", "view"),
            (theirs.as_str(), "state=new", "state"),
            ("me/enrolments", "part=all", "part"),
            ("me/saved", "limit=-1", "limit"),
            ("me/audit", "limit=x", "limit"),
            ("me/export", "format=pdf", "format"),
        ] {
            let path = format!("/api/v1/{path}?{query}");
            let answer = els.raw().get(&path).await;
            assert_eq!(answer.status, 400, "{path}: {}", answer.body);
            let problem = answer.problem();
            assert_eq!(problem.code, ErrorCode::InvalidQuery, "{path}");
            let told: Vec<_> = problem.errors.iter().map(|one| one.pointer.as_str()).collect();
            assert_eq!(told, [name], "{path}");
            let detail = &problem.errors[0].detail;
            assert!(!detail.contains("digit") && !detail.contains("input"), "{path}: {detail}");
        }
    }
}
