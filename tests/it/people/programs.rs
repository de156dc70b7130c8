//! Programs: client credentials and published keys.

use base64::Engine as _;
use diesel::RunQueryDsl as _;
use goesting_api::app::operator;
use goesting_api::auth::Secret;
use goesting_client::Client;
use goesting_store::{Conn, StoreError, api_client};
use goesting_tests::{Answer, TestApp, on_both};
use goesting_types::actor::ActorKind;
use goesting_types::auth::Scope;
use goesting_types::ids::{ActorId, ApiClientId};
use goesting_types::opportunity::ActorOpportunityQuery;
use goesting_types::problem::ErrorCode;

use super::code;

const SECRET: &str = "a program's secret";

async fn program(app: &TestApp) -> ApiClientId {
    let now = app.now();
    app.app()
        .write(move |conn| {
            let actor = ActorId::new();
            bare_actor(conn, actor)?;
            let scopes = [Scope::OpportunitiesRead, Scope::EnrolmentsRead];
            let hash = Secret::hash(SECRET);
            Ok(api_client::insert(
                conn,
                actor,
                "Schoolplanner",
                &hash,
                &scopes,
                now,
            )?)
        })
        .await
        .unwrap()
}

/// An actor with nothing but an id and a name.
fn bare_actor(conn: &mut Conn, id: ActorId) -> Result<(), StoreError> {
    let key = match conn {
        Conn::Pg(_) => format!("'{id}'"),
        Conn::Sqlite(_) => format!("X'{}'", id.uuid().simple()),
    };
    diesel::sql_query(format!(
        "INSERT INTO actor (id, kind, state, name, name_key, about, contact, codes, version, \
         created_at) VALUES ({key}, 'school', 'active', 'School', 'school', '{{}}', '{{}}', '[]', \
         1, '2026-01-01 00:00:00')"
    ))
    .execute(conn)?;
    Ok(())
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

async fn ask(app: &TestApp, headers: &[(&str, &str)], form: &str) -> Answer {
    let url = format!("{}/api/v1/oauth/token", app.base());
    let mut request = reqwest::Client::new().post(url).body(form.to_owned());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    Answer {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body: response.text().await.unwrap(),
    }
}

fn error(answer: &Answer) -> (u16, String) {
    let error = answer.json()["error"].as_str().unwrap().to_owned();
    (answer.status, error)
}

on_both! {
    async fn a_program_gets_a_token_for_its_scopes(app: TestApp) {
        let id = program(app).await;
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={}", SECRET.replace(' ', "+"));
        let answer = ask(app, &[FORM], &form).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let token = answer.json();
        assert_eq!(token["token_type"], "Bearer");
        assert_eq!(token["expires_in"], 600);
        assert_eq!(token["scope"], "opportunities:read enrolments:read");

        let less = ask(app, &[FORM], &format!("{form}&scope=enrolments%3Aread")).await;
        assert_eq!(less.json()["scope"], "enrolments:read");
        let more = ask(app, &[FORM], &format!("{form}&scope=opportunities%3Awrite")).await;
        assert_eq!(error(&more), (400, "invalid_scope".to_owned()));

        // It is no person, and opens nothing of one.
        let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
        let me = app.raw().send("GET", "/api/v1/me", &[("authorization", &bearer)], None).await;
        assert_eq!(me.problem().code, ErrorCode::Forbidden);
    }

    async fn credentials_may_come_as_basic(app: TestApp) {
        let id = program(app).await;
        let encode = |text: String| format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(text));
        let right = encode(format!("{id}:{SECRET}"));
        let answer = ask(app, &[FORM, ("authorization", &right)], "grant_type=client_credentials").await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let wrong = encode(format!("{id}:another"));
        let answer = ask(app, &[FORM, ("authorization", &wrong)], "grant_type=client_credentials").await;
        assert_eq!(error(&answer), (401, "invalid_client".to_owned()));
        assert!(answer.header("www-authenticate").unwrap().starts_with("Basic"));
        let both = format!("grant_type=client_credentials&client_id={id}&client_secret=x");
        let answer = ask(app, &[FORM, ("authorization", &right)], &both).await;
        assert_eq!(error(&answer), (400, "invalid_request".to_owned()));
    }

    async fn what_is_wrong_is_said_as_the_standard_says_it(app: TestApp) {
        let id = program(app).await;
        for (form, status, expected) in [
            ("grant_type=client_credentials".to_owned(), 401, "invalid_client"),
            (format!("grant_type=client_credentials&client_id={id}"), 401, "invalid_client"),
            (format!("grant_type=client_credentials&client_id={id}&client_secret=x"), 401, "invalid_client"),
            ("grant_type=client_credentials&client_id=x&client_secret=x".to_owned(), 401, "invalid_client"),
            (format!("grant_type=password&client_id={id}&client_secret=x"), 400, "unsupported_grant_type"),
            ("nothing=here".to_owned(), 400, "invalid_request"),
        ] {
            assert_eq!(error(&ask(app, &[FORM], &form).await), (status, expected.to_owned()), "{form}");
        }
        let json = ask(app, &[("content-type", "application/json")], "{}").await;
        assert_eq!(error(&json), (400, "invalid_request".to_owned()));
    }

    async fn a_revoked_program_gets_no_token_and_its_old_one_opens_nothing(app: TestApp) {
        let els = app.someone("Els").await;
        let school = app.actor(&els, ActorKind::School, "Sint-Jan").await.id;
        let scopes = vec![Scope::OpportunitiesRead];
        let made = operator::create_client(app.app(), school, "Planner".to_owned(), scopes).await;
        let (id, secret) = made.unwrap();
        let listed = operator::list_clients(app.app()).await.unwrap();
        assert_eq!((listed.len(), listed[0].id, listed[0].last_used_at), (1, id, None));
        assert_eq!((listed[0].name.as_str(), listed[0].actor.as_str()), ("Planner", "Sint-Jan"));
        assert_eq!(listed[0].scopes, "opportunities:read");

        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={}", secret.expose());
        let token = ask(app, &[FORM], &form).await.json()["access_token"].as_str().unwrap().to_owned();
        let listed = operator::list_clients(app.app()).await.unwrap();
        assert!(listed[0].last_used_at.is_some() && listed[0].revoked_at.is_none());
        let planner = Client::with_bearer(&app.base(), &token).unwrap();
        let all = ActorOpportunityQuery::default();
        planner.list_actor_opportunities(school, &all).await.unwrap();

        // Doing it again changes nothing.
        for _ in 0..2 {
            operator::revoke_client(app.app(), id).await.unwrap();
        }
        assert!(operator::list_clients(app.app()).await.unwrap()[0].revoked_at.is_some());
        assert_eq!(error(&ask(app, &[FORM], &form).await), (401, "invalid_client".to_owned()));
        assert_eq!(code(planner.list_actor_opportunities(school, &all).await), ErrorCode::Forbidden);
        let unknown = operator::revoke_client(app.app(), ApiClientId::new()).await;
        assert_eq!(unknown.unwrap_err().refusal().code, ErrorCode::NotFound);
    }

    async fn the_published_keys_are_those_that_sign(app: TestApp) {
        let keys = app.stranger().get_jwks().await.unwrap().keys;
        assert_eq!((keys.len(), keys[0].alg.as_str(), keys[0].crv.as_str()), (1, "EdDSA", "Ed25519"));
        let els = app.someone("Els").await;
        let head = els.token.split('.').next().unwrap();
        let head = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(head).unwrap();
        let head: serde_json::Value = serde_json::from_slice(&head).unwrap();
        assert_eq!(head["kid"], keys[0].kid.as_str());
    }
}
