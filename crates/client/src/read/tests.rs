use std::collections::BTreeMap;

use goesting_types::ecosystem::EcosystemDetail;
use goesting_types::lang::Lang;
use goesting_types::opportunity::OpportunityContent;
use goesting_types::person::AuditEntry;
use goesting_types::place::{Point, Whereabouts};
use goesting_types::price::Price;
use goesting_types::problem::Problem;
use goesting_types::session::Recurrence;
use serde::Serialize;
use serde_json::{Value, from_slice as by_serde_json, json};

use super::*;

/// Both readers find the same in it, or nothing.
fn same<T: DeserializeOwned + Serialize>(json: &Value) -> Option<Value> {
    let bytes = serde_json::to_vec(json).unwrap();
    let read = from_slice::<T>(&bytes)
        .ok()
        .map(|read| serde_json::to_value(read).unwrap());
    let expected = by_serde_json::<T>(&bytes)
        .ok()
        .map(|read| serde_json::to_value(read).unwrap());
    assert_eq!(read, expected, "{json}");
    read
}

fn opportunity() -> Value {
    json!({
        "title": {"nl": {"text": "Naaien", "source": "own"}, "fr": {"text": "Couture", "source": "machine"}},
        "kind": "do_along",
        "interests": ["sewing"],
        "whereabouts": {"mode": "mixed", "url": null, "place": {
            "name": "De Klos", "country": "BE", "point": {"lat": 50, "lon": 4.7}
        }},
        "ages": {"from": 16},
        "languages": ["nl", "fr"],
        "pricing": {"base": {"kind": "amount", "cents": 250}, "tariffs": []},
        "formality": "non_formal",
        "recognition": "none",
    })
}

#[test]
fn what_travels_is_read_as_serde_json_reads_it() {
    assert!(same::<OpportunityContent>(&opportunity()).is_some());
    assert!(same::<Problem>(&json!({
        "type": "/problems/invalid", "title": "x", "status": 422, "code": "weak_password", "instance": "1",
        "errors": [{"pointer": "/a", "code": "required", "detail": "é \u{1f600}"}], "later": {"more": [1, null]},
    })).is_some());
    let id = "01980000-0000-7000-8000-000000000001";
    assert!(
        same::<EcosystemDetail>(&json!({
            "id": id, "name": "Leuven", "about": {}, "territories": ["24062"], "contact": {},
            "region_radius_m": 25_000, "active_actors": 3, "participations": [],
        }))
        .is_some()
    );
    assert!(
        same::<AuditEntry>(&json!({
            "id": id, "at": "2026-11-24T09:00:00Z", "operation": "get_me",
            "by": {"kind": "facilitator", "ecosystem_id": id},
        }))
        .is_some()
    );
    for value in [
        json!({"kind": "free"}),
        json!({"kind": "band", "band": "low"}),
        json!({"kind": "band"}),
    ] {
        same::<Price>(&value);
    }
    same::<Recurrence>(&json!({"every": "month_weekday", "nth": -1, "weekday": "Fri"}));
    assert!(same::<Point>(&json!("50.88,4.7")).is_some());
    assert!(same::<Point>(&json!({"lat": 91, "lon": 0})).is_none());
}

#[test]
fn plain_values_are_read_as_serde_json_reads_them() {
    for value in [
        json!(null),
        json!(true),
        json!(-1),
        json!(255),
        json!(256),
        json!(1.5),
        json!(u64::MAX),
        json!("nl"),
        json!([1, 2]),
        json!({"nl": 1}),
    ] {
        same::<Option<bool>>(&value);
        same::<u8>(&value);
        same::<i8>(&value);
        same::<i64>(&value);
        same::<u64>(&value);
        same::<f64>(&value);
        same::<String>(&value);
        same::<Option<Lang>>(&value);
        same::<Vec<u32>>(&value);
        same::<(u8, u8)>(&value);
        same::<BTreeMap<Lang, i16>>(&value);
        same::<Value>(&value);
    }
}

#[test]
fn an_answer_with_something_broken_is_refused_and_the_lack_of_a_field_named() {
    let without = |field: &str| {
        let mut json = opportunity();
        json.as_object_mut().unwrap().remove(field);
        from_slice::<OpportunityContent>(json.to_string().as_bytes())
    };
    assert_eq!(without("kind"), Err(Unreadable::Missing("kind")));
    assert!(without("ages").is_ok());
    for (pointer, value) in [
        ("/kind", json!("nope")),
        ("/ages/from", json!(-1)),
        ("/interests", json!("sewing")),
        ("/whereabouts/mode", json!("nowhere")),
        ("/pricing", json!([])),
        ("/title/nl/text", json!(7)),
    ] {
        let mut json = opportunity();
        *json.pointer_mut(pointer).unwrap() = value;
        let read = from_slice::<OpportunityContent>(json.to_string().as_bytes());
        assert_eq!(read, Err(Unreadable::Value), "{pointer}");
    }
    for bytes in ["", "{", "{}{}", "<html>"] {
        let read = from_slice::<Whereabouts>(bytes.as_bytes());
        assert_eq!(read, Err(Unreadable::Json), "{bytes}");
    }
}
