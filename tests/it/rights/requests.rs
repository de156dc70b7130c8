//! A valid request for each operation: path and method from the document, the body by hand.

use std::collections::BTreeMap;

use goesting_api::openapi;
use serde_json::{Value, json};

use super::things::{Made, PASSWORD};
use goesting_tests::LEUVEN;

/// A valid PNG of one red pixel.
const RED: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 0x0c, 0x49, 0x44, 0x41, 0x54,
    0x08, 0xd7, 0x63, 0xf8, 0xcf, 0xc0, 0, 0, 3, 1, 1, 0, 0x18, 0xdd, 0x8d, 0xb0, 0, 0, 0, 0, 0x49,
    0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// Method and path of every operation of the document.
pub struct Paths(BTreeMap<String, (String, String)>);

impl Paths {
    /// Reads the document.
    pub fn read() -> Self {
        let document: Value = serde_json::from_str(&openapi::json().unwrap()).unwrap();
        let paths = document["paths"].as_object().unwrap();
        let operations = paths.iter().flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().iter();
            methods.filter_map(move |(method, operation)| {
                let id = operation["operationId"].as_str()?;
                Some((id.to_owned(), (method.to_uppercase(), path.clone())))
            })
        });
        Self(operations.collect())
    }

    /// The operations it describes.
    pub fn operations(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether asking changes nothing.
    pub fn only_reads(&self, operation: &str) -> bool {
        self.0[bare(operation)].0 == "GET"
    }

    /// Method, and path with its query, for a thing.
    pub fn address(&self, operation: &str, made: &Made) -> (String, String) {
        let (method, template) = &self.0[bare(operation)];
        let mut path = String::new();
        for (place, part) in template.split(['{', '}']).enumerate() {
            // What stands between braces comes at the odd places.
            path.push_str(match part {
                _ if place % 2 == 0 => part,
                "person_id" | "picture_id" | "actor_id" | "purpose" => &made.other,
                "hash" => &made.named,
                _ => &made.id,
            });
        }
        let query = match operation {
            "suggest_opportunities" => "?q=ko",
            "add_picture" => "?alt=Een%20naaimachine",
            _ => operation.find('?').map_or("", |at| &operation[at..]),
        };
        path.push_str(query);
        (method.clone(), path)
    }
}

/// The `operationId` without the query.
pub fn bare(operation: &str) -> &str {
    operation.split('?').next().unwrap_or(operation)
}

/// What an operation is sent.
pub enum Payload {
    /// Nothing.
    Empty,
    /// JSON.
    Json(Value),
    /// A form.
    Form(String),
    /// A picture.
    Png(&'static [u8]),
}

/// Whether an edit names the version it read.
pub fn edits(operation: &str) -> bool {
    matches!(
        operation,
        "update_actor" | "update_opportunity" | "update_session" | "update_me" | "update_child"
    )
}

/// A valid body.
pub fn payload(operation: &str, made: &Made) -> Payload {
    let named = &made.named;
    Payload::Json(match bare(operation) {
        "register" => json!({
            "first_name": "Noor", "email": format!("noor-{}@example.be", uuid::Uuid::new_v4()),
            "password": PASSWORD, "birth_year": 1990, "accept_terms": true,
        }),
        "login" => json!({"email": named, "password": PASSWORD}),
        "forgot_password" => json!({"email": named}),
        "verify_email" | "leave_by_token" => json!({"token": named}),
        "reset_password" => json!({"token": named, "password": "acht droge otters"}),
        "issue_token" => {
            let secret = PASSWORD.replace(' ', "+");
            return Payload::Form(format!(
                "grant_type=client_credentials&client_id={named}&client_secret={secret}"
            ));
        }
        "create_participation" => json!({"actor_id": named}),
        // A facilitator who ends it owes a reason.
        "update_participation" if named == "leave" => {
            json!({"step": named, "reason": "De werking is gestopt."})
        }
        "update_participation" => json!({"step": named}),
        "resolve_report" => json!({"outcome": "mended", "answer": "De deur is weer open."}),
        "decide_claim" => json!({"grant": true}),
        "create_actor" => json!({
            "kind": "museum", "name": "Museum M", "territory": LEUVEN,
            "contact": {"phone": "016 12 34 56"},
        }),
        "update_actor" => json!({"name": "De vereniging"}),
        "claim_actor" => json!({"message": "Ik ben de conservator."}),
        "invite_member" => json!({"email": "gast@example.be", "role": "host"}),
        "create_opportunity" => json!({"actor_id": made.id, "content": {
            "title": {"nl": {"text": "Leer naaien"}}, "kind": "do_along",
            "whereabouts": {"mode": "on_request", "territory": LEUVEN},
            "formality": "non_formal", "recognition": "none",
        }}),
        "update_opportunity" => json!({"summary": {"nl": {"text": "Je moet niets kunnen."}}}),
        "publish_opportunity" => json!({"compulsory": false}),
        "review_opportunity" => json!({"verdict": "approve"}),
        "share_opportunity" => json!({"actor_id": named, "part": "co_owner"}),
        "add_picture" => return Payload::Png(RED),
        "report_opportunity" => json!({"message": "De deur was dicht."}),
        "create_sessions" => json!({"terms": {"capacity": 8}, "when": {
            "repeat": "once", "start": "2026-12-09T14:00:00", "end": "2026-12-09T16:00:00",
        }}),
        "update_session" => json!({"message": "Breng een schort mee."}),
        "cancel_session" => json!({}),
        "set_head_count" => json!({"count": 3}),
        "create_enrolment" => json!({"or_wait": true}),
        "promote_enrolment" => json!({"reason": "Ze belde vorige week al."}),
        "set_was_there" => json!({"person_id": named, "was_there": true}),
        "update_me" => json!({"first_name": "Bo"}),
        "delete_me" => json!({"password": PASSWORD}),
        "create_child" => json!({
            "first_name": "Ilya", "birth_year": 2018, "consents": ["participation"],
        }),
        "update_child" => json!({"first_name": "Noortje"}),
        "give_child_account" => {
            json!({"email": format!("noor-{}@example.be", uuid::Uuid::new_v4())})
        }
        _ => return Payload::Empty,
    })
}
