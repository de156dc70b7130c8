//! The OpenAPI document: collected from the routes, completed from the policy table.

mod answers;
mod examples;

use std::sync::OnceLock;

use actix_web::App as ActixApp;
use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use goesting_core::policy::{Operation, People};
use goesting_types::enrolment::AgendaPart;
use goesting_types::page::View;
use goesting_types::person::ExportFormat;
use goesting_types::problem::Problem;
use goesting_types::search::{Day, Daypart, Sort};
use utoipa::openapi::path::{Operation as Described, ParameterIn};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, ClientCredentials, Flow, HttpAuthScheme, HttpBuilder, OAuth2, Scopes,
    SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify as _, OpenApi as _};
use utoipa_actix_web::AppExt as _;

use crate::http::BASE;
use crate::routes;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Goesting",
        description = "The API of a local learning ecosystem: find learning opportunities near you \
            and take a place. Errors are problem details (RFC 9457) with a stable `code`; lists come \
            in pages with an opaque cursor; texts travel per language; requests refuse unknown \
            fields, readers ignore them.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2"),
    ),
    tags(
        (name = "places", description = "Municipalities and what they lie in"),
        (name = "vocabulary", description = "Interests"),
        (name = "ecosystems", description = "Partnerships and who takes part"),
        (name = "actors", description = "Who opens up contexts, and their people"),
        (name = "opportunities", description = "Lasting chances to learn by doing"),
        (name = "sessions", description = "Dated occurrences"),
        (name = "enrolments", description = "Places in sessions"),
        (name = "me", description = "My own data"),
        (name = "auth", description = "Logging in"),
        (name = "moderation", description = "What facilitators look at"),
        (name = "operations", description = "Health"),
    ),
    servers((url = "/", description = "This server")),
    // Words that only parameters use are not collected from the routes.
    components(schemas(Problem, AgendaPart, Day, Daypart, ExportFormat, Sort, View)),
)]
struct Document;

/// The document, complete.
pub fn document() -> OpenApi {
    let (_, mut document) = ActixApp::new()
        .into_utoipa_app()
        .openapi(Document::openapi())
        .service(utoipa_actix_web::scope(BASE).configure(routes::api))
        .configure(routes::operations)
        .split_for_parts();
    Completion.modify(&mut document);
    document
}

/// Which methods a path of the API takes; [`None`] when there is no such path.
pub fn methods_of(path: &str) -> Option<&'static [Method]> {
    static ROUTES: OnceLock<Vec<(ResourceDef, Vec<Method>)>> = OnceLock::new();
    let routes = ROUTES.get_or_init(|| {
        document()
            .paths
            .paths
            .iter()
            .map(|(path, item)| {
                let methods = [
                    (&item.get, Method::GET),
                    (&item.get, Method::HEAD),
                    (&item.put, Method::PUT),
                    (&item.post, Method::POST),
                    (&item.delete, Method::DELETE),
                    (&item.patch, Method::PATCH),
                ];
                let taken = methods.into_iter().filter(|(one, _)| one.is_some());
                (
                    ResourceDef::new(path.as_str()),
                    taken.map(|(_, method)| method).collect(),
                )
            })
            .collect()
    });
    routes
        .iter()
        .find(|(route, _)| route.is_match(path))
        .map(|(_, methods)| methods.as_slice())
}

/// The document as it is published and kept in git: pretty, with a newline at the end.
pub fn json() -> serde_json::Result<String> {
    document().to_pretty_json().map(|json| json + "\n")
}

/// Adds what follows from the policy table: who may, and the problems that can come back.
struct Completion;

impl utoipa::Modify for Completion {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_default();
        answers::describe(components);
        components.add_security_scheme(
            "cookie",
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
                "goesting_access",
                "A log-in of the web app. `__Host-goesting_access` over https.",
            ))),
        );
        components.add_security_scheme(
            "bearer",
            SecurityScheme::Http(
                HttpBuilder::new()
                    .scheme(HttpAuthScheme::Bearer)
                    .bearer_format("JWT")
                    .build(),
            ),
        );
        components.add_security_scheme(
            "client",
            SecurityScheme::OAuth2(OAuth2::new([Flow::ClientCredentials(
                ClientCredentials::new(
                    format!("{BASE}/oauth/token"),
                    Scopes::from_iter([
                        (
                            "opportunities:read",
                            "Read those of the own actor, drafts too",
                        ),
                        ("opportunities:write", "Write those of the own actor"),
                        ("enrolments:read", "Numbers of the own actor's sessions"),
                    ]),
                ),
            )])),
        );
        for item in document.paths.paths.values_mut() {
            let reading = [&mut item.get, &mut item.head];
            let writing = [
                &mut item.put,
                &mut item.post,
                &mut item.delete,
                &mut item.patch,
                &mut item.options,
                &mut item.trace,
            ];
            for described in reading.into_iter().flatten() {
                complete(described, false);
            }
            for described in writing.into_iter().flatten() {
                complete(described, true);
            }
        }
        examples::add(document);
    }
}

/// What only reads, and notes that somebody read about others.
const NOTED: [&str; 4] = [
    "export_me",
    "list_members",
    "list_reviews",
    "list_session_enrolments",
];

/// What is opened by a link from a mail.
const BY_LINK: [&str; 5] = [
    "accept_invitation",
    "get_invitation",
    "leave_by_token",
    "reset_password",
    "verify_email",
];

/// The problems that can come back from an operation, by what it takes.
fn problems(described: &Described, rule: bool, writes: bool) -> Vec<(&'static str, &'static str)> {
    let id = described.operation_id.as_deref().unwrap_or_default();
    let takes = |place: &ParameterIn, name: Option<&str>| {
        let parameters = described.parameters.iter().flatten();
        parameters
            .filter_map(|one| match one {
                RefOr::T(one) => Some(one),
                RefOr::Ref(_) => None,
            })
            .any(|one| one.parameter_in == *place && name.is_none_or(|name| one.name == name))
    };
    let by_link = BY_LINK.contains(&id);
    let body = described.request_body.is_some();
    let when = [
        (true, "400", "The request cannot be read."),
        (
            rule,
            "401",
            "Log in first, or again: the token does not hold.",
        ),
        (rule, "403", "Not for you."),
        (
            takes(&ParameterIn::Path, None) || id == "leave_by_token",
            "404",
            "Nothing here, or not for you to know.",
        ),
        (writes, "409", "What it is now does not allow this."),
        (by_link, "410", "The link was used, or its time is over."),
        (
            takes(&ParameterIn::Header, Some("If-Match")),
            "412",
            "Somebody changed it since you read it.",
        ),
        (body, "413", "Too large."),
        (body, "415", "Not a media type that is read here."),
        (
            body || takes(&ParameterIn::Query, None)
                || takes(&ParameterIn::Header, Some("Idempotency-Key")),
            "422",
            "A field is not right.",
        ),
        (
            takes(&ParameterIn::Header, Some("If-Match")),
            "428",
            "Say which version you read, with `If-Match`.",
        ),
        (true, "429", "Too many requests."),
        (true, "503", "The database is away; try again in a moment."),
        (
            writes || NOTED.contains(&id),
            "507",
            "There is no room left to store this.",
        ),
    ];
    when.into_iter()
        .filter(|(holds, ..)| *holds)
        .map(|(_, status, description)| (status, description))
        .collect()
}

fn complete(described: &mut Described, writes: bool) {
    let id = described.operation_id.as_deref().unwrap_or_default();
    let rule = Operation::ALL
        .iter()
        .find(|operation| operation.id() == id)
        .map(|op| op.rule());
    let problems = problems(described, rule.is_some(), writes);
    if let Some(rule) = rule {
        let mut security = Vec::new();
        if rule.people == People::Anyone {
            security.push(SecurityRequirement::default());
        }
        security.push(SecurityRequirement::new::<_, [&str; 0], _>("cookie", []));
        security.push(SecurityRequirement::new::<_, [&str; 0], _>("bearer", []));
        for scope in rule.scopes {
            security.push(SecurityRequirement::new("client", [scope.as_str()]));
        }
        described.security = Some(security);
    } else {
        described.security = Some(vec![SecurityRequirement::default()]);
    }
    for (status, description) in problems {
        described
            .responses
            .responses
            .entry(status.to_owned())
            .or_insert_with(|| {
                ResponseBuilder::new()
                    .description(description)
                    .content(
                        "application/problem+json",
                        Content::new(Some(Ref::from_schema_name("Problem"))),
                    )
                    .build()
                    .into()
            });
    }
    answers::complete(described);
}
