//! The headers of answers, and the answer that is not sent again: from one table.

use utoipa::openapi::path::{Operation as Described, ParameterIn};
use utoipa::openapi::{Components, Header, Object, Ref, RefOr, Response, Type};

/// A header, and which answers carry it.
struct Row {
    name: &'static str,
    says: &'static str,
    kind: Type,
    on: fn(&Answer<'_>) -> bool,
}

/// An answer of an operation.
struct Answer<'a> {
    id: &'a str,
    status: &'a str,
    /// Whether it is a list that goes on elsewhere.
    paged: bool,
    problem: bool,
}

/// Every header that callers act by. The limits are told with refusals too; they stand where they
/// matter most.
const TABLE: [Row; 9] = [
    Row {
        name: "Content-Disposition",
        says: "What to call the file.",
        kind: Type::String,
        on: |answer| answer.id == "export_me" && answer.status == "200",
    },
    Row {
        name: "ETag",
        says: "Which version this is: for `If-None-Match` when reading what is public, for \
               `If-Match` when editing.",
        kind: Type::String,
        on: is_tagged,
    },
    Row {
        name: "Link",
        says: "Where the list goes on, as `rel=\"next\"`; not on the last page.",
        kind: Type::String,
        on: |answer| answer.paged && matches!(answer.status, "200" | "304"),
    },
    Row {
        name: "Location",
        says: "Where what was made stands.",
        kind: Type::String,
        on: |answer| answer.status == "201" && PLACED.contains(&answer.id),
    },
    Row {
        name: "RateLimit-Limit",
        says: "Requests a minute; left out where there is no limit.",
        kind: Type::Integer,
        on: is_counted,
    },
    Row {
        name: "RateLimit-Remaining",
        says: "Requests that are left now.",
        kind: Type::Integer,
        on: is_counted,
    },
    Row {
        name: "RateLimit-Reset",
        says: "Seconds until all of them are there again.",
        kind: Type::Integer,
        on: is_counted,
    },
    Row {
        name: "Retry-After",
        says: "Seconds to wait before asking again.",
        kind: Type::Integer,
        on: |answer| answer.problem && matches!(answer.status, "429" | "503"),
    },
    Row {
        name: "Set-Cookie",
        says: "The cookies of a log-in, or the end of them.",
        kind: Type::String,
        on: |answer| COOKIES.contains(&(answer.id, answer.status)),
    },
];

/// Reading of what is public: not sent again to who has it.
const CONDITIONAL: &[&str] = &[
    "get_actor",
    "get_ecosystem",
    "get_jwks",
    "get_opportunity",
    "get_opportunity_calendar",
    "get_picture",
    "get_session",
    "get_territory",
    "list_actors",
    "list_ecosystems",
    "list_interests",
    "list_sessions",
    "list_territories",
    "search_opportunities",
    "suggest_opportunities",
];

/// What comes back as it can be edited next.
const EDITABLE: &[&str] = &[
    "cancel_session",
    "close_opportunity",
    "get_me",
    "pause_opportunity",
    "publish_opportunity",
    "review_opportunity",
    "update_actor",
    "update_child",
    "update_me",
    "update_opportunity",
    "update_session",
];

/// What is made and has an address of its own.
const PLACED: &[&str] = &["create_actor", "create_child", "create_opportunity"];

/// Beginning and ending log-ins.
const COOKIES: &[(&str, &str)] = &[
    ("delete_me", "204"),
    ("login", "200"),
    ("logout", "204"),
    ("logout_all", "204"),
    ("refresh", "200"),
    ("refresh", "401"),
    ("refresh", "403"),
    ("register", "201"),
];

fn is_tagged(answer: &Answer<'_>) -> bool {
    let conditional = CONDITIONAL.contains(&answer.id);
    match answer.status {
        "200" => conditional || EDITABLE.contains(&answer.id),
        "201" => matches!(answer.id, "create_child" | "create_opportunity"),
        "304" => conditional,
        _ => false,
    }
}

fn is_counted(answer: &Answer<'_>) -> bool {
    let health = matches!(answer.id, "get_health" | "get_readiness");
    let told = answer.status.starts_with('2') || matches!(answer.status, "304" | "429");
    told && !health
}

/// Describes the headers once, for all answers.
pub(super) fn describe(components: &mut Components) {
    for Row {
        name, says, kind, ..
    } in TABLE
    {
        let mut header = Header::new(Object::with_type(kind));
        header.description = Some(says.to_owned());
        components.headers.insert(name.to_owned(), RefOr::T(header));
    }
}

/// Adds 304 where it is sent, and each answer's headers.
pub(super) fn complete(described: &mut Described) {
    let id = described.operation_id.clone().unwrap_or_default();
    let parameters = described.parameters.iter().flatten();
    let paged = parameters
        .filter_map(|one| match one {
            RefOr::T(one) => Some(one),
            RefOr::Ref(_) => None,
        })
        .any(|one| one.parameter_in == ParameterIn::Query && one.name == "cursor");
    let responses = &mut described.responses.responses;
    if CONDITIONAL.contains(&id.as_str()) {
        responses
            .entry("304".to_owned())
            .or_insert_with(|| RefOr::T(Response::new("What you have is still the same.")));
    }
    for (status, response) in responses {
        let RefOr::T(response) = response else {
            continue;
        };
        let answer = Answer {
            id: &id,
            status,
            paged,
            problem: response.content.contains_key("application/problem+json"),
        };
        for Row { name, on, .. } in &TABLE {
            if on(&answer) {
                let described = Ref::new(format!("#/components/headers/{name}"));
                response
                    .headers
                    .insert((*name).to_owned(), RefOr::Ref(described));
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_of_the_table_is_one_and_says_what_it_was_put_there_for() {
        let text = crate::openapi::json().unwrap();
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        let items = document["paths"].as_object().unwrap().values();
        let operations: Vec<_> = items
            .flat_map(|item| item.as_object().unwrap().values())
            .collect();
        let of = |id: &str, status: &str| {
            let found = operations.iter().find(|one| one["operationId"] == id);
            found.unwrap()["responses"][status]["headers"].clone()
        };
        for id in CONDITIONAL {
            assert!(
                of(id, "200")["ETag"].is_object() && of(id, "304")["ETag"].is_object(),
                "{id}"
            );
        }
        for id in EDITABLE {
            assert!(of(id, "200")["ETag"].is_object(), "{id}");
        }
        for id in PLACED {
            assert!(of(id, "201")["Location"].is_object(), "{id}");
        }
        for (id, status) in COOKIES {
            assert!(of(id, status)["Set-Cookie"].is_object(), "{id} {status}");
        }
        assert!(of("list_audit", "200")["Link"].is_object());
        assert!(of("get_me", "200")["Link"].is_null());
        for header in [
            "Retry-After",
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
        ] {
            assert!(of("get_me", "429")[header].is_object(), "{header}");
            assert!(
                document["components"]["headers"][header].is_object(),
                "{header}"
            );
        }
        assert!(of("get_readiness", "200").is_null());
    }
}
