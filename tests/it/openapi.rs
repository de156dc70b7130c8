//! The published document, the policy table and the client know the same operations.

use std::collections::BTreeSet;

use goesting_api::openapi;
use goesting_core::policy::Operation;
use goesting_tests::on_both;
use uuid::Uuid;

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/goesting.v1.json");

/// Operations that ask nothing of the policy: health.
const OUTSIDE: [&str; 2] = ["get_health", "get_readiness"];

fn described() -> BTreeSet<String> {
    let document: serde_json::Value = serde_json::from_str(&openapi::json().unwrap()).unwrap();
    document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|path| path.as_object().unwrap().values())
        .filter_map(|operation| operation["operationId"].as_str().map(str::to_owned))
        .collect()
}

#[test]
fn the_kept_document_is_the_served_one() {
    let kept = std::fs::read_to_string(KEPT).unwrap_or_default();
    assert!(
        kept == openapi::json().unwrap(),
        "openapi/goesting.v1.json is not what the server serves: run `make openapi`"
    );
}

#[test]
fn every_described_operation_stands_in_the_policy_table() {
    let known: BTreeSet<_> = Operation::ALL
        .iter()
        .map(|one| one.id())
        .chain(OUTSIDE)
        .map(str::to_owned)
        .collect();
    let unknown: Vec<_> = described().difference(&known).cloned().collect();
    assert!(unknown.is_empty(), "no rule for {unknown:?}");
}

#[test]
fn every_operation_is_whole() {
    let document: serde_json::Value = serde_json::from_str(&openapi::json().unwrap()).unwrap();
    let examples = document["components"]["examples"].as_object().unwrap();
    let has_examples = |place: &str, body: &serde_json::Value| {
        for (media, content) in body["content"].as_object().into_iter().flatten() {
            if media.contains("json") || media.contains("form") {
                let named = content["examples"]["usual"]["$ref"].as_str();
                let named = named.and_then(|one| one.strip_prefix("#/components/examples/"));
                let value = named.map_or(&content["example"], |one| &examples[one]["value"]);
                assert!(value.is_object(), "{place}: no example of {media}");
            }
        }
    };
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let place = format!("{method} {path}");
            for field in ["operationId", "summary", "tags", "security", "responses"] {
                assert!(!operation[field].is_null(), "{place} has no {field}");
            }
            let responses = operation["responses"].as_object().unwrap();
            assert!(
                responses
                    .keys()
                    .any(|status| status.starts_with('2') || status.starts_with('3')),
                "{place}: no success"
            );
            has_examples(&place, &operation["requestBody"]);
            for (status, response) in responses {
                if status.starts_with('2') {
                    has_examples(&format!("{place}: {status}"), response);
                }
                if status.starts_with('4') && operation["operationId"] != "issue_token" {
                    assert!(
                        !response["content"]["application/problem+json"].is_null(),
                        "{place}: {status} is no problem"
                    );
                }
            }
        }
    }
}

#[test]
fn words_stand_in_the_document_as_they_travel_and_nothing_points_nowhere() {
    let text = openapi::json().unwrap();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let kinds: Vec<_> = goesting_types::opportunity::OpportunityKind::ALL
        .iter()
        .map(|one| one.as_str())
        .collect();
    assert_eq!(schemas["OpportunityKind"]["enum"], serde_json::json!(kinds));
    for name in text.split("\"#/components/schemas/").skip(1) {
        let name = name.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "nothing is called {name}");
    }
}

#[test]
fn what_a_parameter_may_be_is_said_as_it_is_checked() {
    let document: serde_json::Value = serde_json::from_str(&openapi::json().unwrap()).unwrap();
    let items = document["paths"].as_object().unwrap().values();
    let operations = items.flat_map(|item| item.as_object().unwrap().values());
    let mut limits = 0;
    for operation in operations {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            if parameter["name"] == "limit" {
                let (least, most) = (
                    &parameter["schema"]["minimum"],
                    &parameter["schema"]["maximum"],
                );
                let range = (least.as_f64(), most.as_f64());
                assert_eq!(range, (Some(1.0), Some(100.0)), "{operation}");
                limits += 1;
            }
        }
    }
    assert!(limits > 5, "{limits} lists");
    let search = document["paths"]["/api/v1/opportunities"]["get"]["parameters"]
        .as_array()
        .unwrap();
    for (name, key, value) in [
        ("radius_km", "exclusiveMinimum", 0.0),
        ("radius_km", "maximum", 200.0),
        ("q", "maxLength", 200.0),
        ("interest", "maxItems", 50.0),
        ("price_max", "maximum", 10_000_000.0),
        ("places_left", "maximum", 10_000.0),
    ] {
        let found = search.iter().find(|one| one["name"] == name).unwrap();
        assert_eq!(found["schema"][key].as_f64(), Some(value), "{name} {key}");
    }
}

/// Every GET of the document, about something that is not there, and some about what is.
fn asked() -> Vec<String> {
    let document: serde_json::Value = serde_json::from_str(&openapi::json().unwrap()).unwrap();
    let paths = document["paths"].as_object().unwrap().iter();
    let nothing = Uuid::nil().to_string();
    paths
        .filter(|(_, item)| !item["get"].is_null())
        .map(|(path, _)| {
            path.split('/')
                .map(|part| match part.split_once('{') {
                    Some((before, rest)) => {
                        let after = rest.split_once('}').map_or("", |(_, after)| after);
                        format!("{before}{nothing}{after}")
                    }
                    None => part.to_owned(),
                })
                .collect::<Vec<_>>()
                .join("/")
        })
        .chain(
            [
                "/api/v1/territories/24062",
                "/api/v1/openapi.json",
                "/api/v1/nowhere",
            ]
            .map(str::to_owned),
        )
        .collect()
}

on_both! {
    async fn a_head_is_its_get_without_the_body(app: TestApp) {
        let raw = app.raw();
        let paths = asked();
        assert!(paths.iter().any(|path| path == "/readyz"), "{paths:?}");
        let mut found = 0;
        for path in paths {
            let get = raw.get(&path).await;
            let head = raw.send("HEAD", &path, &[], None).await;
            assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{path}");
            for name in ["etag", "content-length", "content-type", "cache-control", "vary"] {
                assert_eq!(head.header(name), get.header(name), "{path}: {name}");
            }
            found += usize::from(get.status == 200 && get.header("etag").is_some());
        }
        assert!(found > 4, "{found} were there");
        let posted = raw.post("/api/v1/territories", "{}").await;
        assert_eq!(posted.header("allow"), Some("GET, HEAD"));
    }

    async fn what_can_be_asked_for_again_is_described_so(app: TestApp) {
        let document: serde_json::Value = serde_json::from_str(&openapi::json().unwrap()).unwrap();
        app.index().await;
        let mut found = 0;
        for (path, item) in document["paths"].as_object().unwrap() {
            let asked = path.replace("/territories/{id}", "/territories/24062");
            let query = if path.ends_with("/suggest") { "?q=ko" } else { "" };
            if item["get"].is_null() || asked.contains('{') {
                continue;
            }
            let asked = format!("{asked}{query}");
            let first = app.raw().get(&asked).await;
            let Some(tag) = first.header("etag") else {
                continue;
            };
            let known = [("if-none-match", tag)];
            let again = app.raw().send("GET", &asked, &known, None).await;
            assert_eq!(again.status, 304, "{asked}");
            let same = &item["get"]["responses"]["304"];
            assert!(same["headers"]["ETag"].is_object(), "{asked}: {same}");
            found += 1;
        }
        assert!(found > 6, "{found} have a tag");
    }
}
