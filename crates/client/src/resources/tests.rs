//! The client against a server of a few lines, and its list of operations against its methods.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use goesting_types::auth::Login;
use goesting_types::ids::{PersonId, SessionId};
use goesting_types::lang::Lang;
use goesting_types::person::MeUpdate;
use goesting_types::problem::ErrorCode;

use crate::{Client, ClientError, IdempotencyKey, OPERATIONS};

/// What a request looked like: its first line and headers in lower case, and its body.
type Seen = Arc<Mutex<Vec<(String, String)>>>;

/// Answers with what `answer` says to the head of each request, and keeps what it saw.
fn serve(answer: impl Fn(&str) -> (u16, String) + Send + Sync + 'static) -> (Client, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let seen = Seen::default();
    let log = Arc::clone(&seen);
    let answer = Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
            std::thread::spawn(move || {
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut head = String::new();
                while reader.read_line(&mut head).unwrap() > 2 {}
                let head = head.to_lowercase();
                let length = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: "))
                    .map_or(0, |length| length.parse().unwrap());
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                let body = String::from_utf8(body).unwrap();
                let (status, content) = answer(&head);
                log.lock().unwrap().push((head, body));
                let length = content.len();
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status} x\r\ncontent-length: {length}\r\nconnection: close\r\n\
                     set-cookie: n=1; Path=/\r\n\r\n{content}"
                );
            });
        }
    });
    (Client::new(&base).unwrap(), seen)
}

fn problem(code: ErrorCode) -> (u16, String) {
    let status = code.status();
    let body = format!(
        r#"{{"type":"/problems/{code}","title":"t","status":{status},"code":"{code}","instance":"i"}}"#
    );
    (status, body)
}

fn me() -> String {
    format!(
        r#"{{"id":"{}","first_name":"An","email":"an@example.org","email_verified":true,
        "birth_year":1970,"age_band":"adult","lang":"nl","appearance":"system","actors":[],
        "facilitates":[],"has_calendar_link":false,"version":3}}"#,
        PersonId::new()
    )
}

#[test]
fn every_method_is_an_operation_and_every_operation_a_method() {
    let sources = [
        include_str!("actors.rs"),
        include_str!("auth.rs"),
        include_str!("ecosystems.rs"),
        include_str!("enrolments.rs"),
        include_str!("me.rs"),
        include_str!("moderation.rs"),
        include_str!("opportunities.rs"),
        include_str!("platform.rs"),
        include_str!("sessions.rs"),
        include_str!("territories.rs"),
    ];
    let methods: BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| source.split("pub async fn ").skip(1))
        .map(|rest| rest.split('(').next().unwrap())
        .collect();
    let operations: BTreeSet<&str> = OPERATIONS.iter().map(|operation| operation.id).collect();
    // What who edits asks of the same operation has a method of its own.
    let for_edits = BTreeSet::from(["edit_actor", "edit_session"]);
    assert_eq!(methods, &operations | &for_edits);
    assert_eq!(
        OPERATIONS.len(),
        operations.len(),
        "an id stands there twice"
    );
    let routes: BTreeSet<_> = OPERATIONS.iter().map(|o| (o.method, o.path)).collect();
    assert_eq!(OPERATIONS.len(), routes.len(), "a route stands there twice");
}

#[tokio::test]
async fn an_edit_says_which_version_it_is_of() {
    let (client, seen) = serve(|_| (200, me()));
    client.set_lang(Lang::Fr);
    let body = MeUpdate {
        first_name: Some("Ann".to_owned()),
        last_name: None,
        lang: None,
        appearance: None,
        territory: None,
    };
    assert_eq!(client.update_me(3, &body).await.unwrap().version, 3);
    let (head, sent) = seen.lock().unwrap().remove(0);
    assert!(head.starts_with("patch /api/v1/me "));
    assert!(head.contains("\r\nif-match: \"3\"\r\n"));
    assert!(head.contains("\r\nx-goesting: 1\r\n"));
    assert!(head.contains("\r\naccept-language: fr\r\n"));
    assert_eq!(sent, r#"{"first_name":"Ann"}"#);
}

#[tokio::test]
async fn a_read_has_no_custom_header_and_cookies_come_back() {
    let (client, seen) = serve(|_| (200, me()));
    client.get_me().await.unwrap();
    client.get_me().await.unwrap();
    let seen = seen.lock().unwrap();
    assert!(!seen[0].0.contains("x-goesting"));
    assert!(!seen[0].0.contains("\r\ncookie:"));
    assert!(seen[1].0.contains("\r\ncookie: n=1\r\n"));
}

#[tokio::test]
async fn calls_that_run_out_together_share_one_refresh() {
    let fresh = Arc::new(Mutex::new(false));
    let (client, seen) = serve(move |head| {
        if head.starts_with("post /api/v1/auth/refresh") {
            *fresh.lock().unwrap() = true;
            return (200, "{}".to_owned());
        }
        if *fresh.lock().unwrap() {
            (200, me())
        } else {
            problem(ErrorCode::InvalidToken)
        }
    });
    let (a, b, c) = tokio::join!(client.get_me(), client.get_me(), client.get_me());
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
    let seen = seen.lock().unwrap();
    let refreshes = seen
        .iter()
        .filter(|(head, _)| head.contains("auth/refresh"));
    assert_eq!(refreshes.count(), 1);
}

#[tokio::test]
async fn a_log_in_that_is_over_says_so_after_one_try() {
    let (client, seen) = serve(|_| problem(ErrorCode::InvalidToken));
    let error = client.get_me().await.unwrap_err();
    assert!(error.is_signed_out());
    assert_eq!(
        seen.lock().unwrap().len(),
        3,
        "the call, a refresh, the call"
    );
}

#[tokio::test]
async fn a_wrong_password_is_not_refreshed_away() {
    let (client, seen) = serve(|_| problem(ErrorCode::WrongCredentials));
    let login = Login {
        email: "an@example.org".to_owned(),
        password: "x".to_owned(),
    };
    let error = client.login(&login).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::WrongCredentials));
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_no_problem_document_is_told_apart() {
    let (client, _) = serve(|_| (502, "<html>".to_owned()));
    let error = client.get_me().await.unwrap_err();
    assert!(matches!(error, ClientError::Decode { status: 502, .. }));
    assert!(error.is_passing());

    let (client, _) = serve(|_| (200, "{}".to_owned()));
    let error = client.get_me().await.unwrap_err();
    assert!(matches!(error, ClientError::Decode { status: 200, .. }));
    assert!(!error.is_passing());

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = Client::new(&base).unwrap().get_me().await.unwrap_err();
    assert!(matches!(error, ClientError::Network(_)));
}

#[tokio::test]
async fn a_repeated_creation_sends_the_same_key() {
    let (client, seen) = serve(|_| problem(ErrorCode::Unavailable));
    let key = IdempotencyKey::new();
    let body = serde_json::from_str("{}").unwrap();
    let id = SessionId::new();
    for _ in 0..2 {
        let error = client.create_enrolment(id, &body, key).await.unwrap_err();
        assert!(error.is_passing());
    }
    let seen = seen.lock().unwrap();
    let key_of = |head: &str| {
        head.lines()
            .find(|line| line.starts_with("idempotency-key: "))
            .map(str::to_owned)
    };
    assert!(key_of(&seen[0].0).is_some());
    assert_eq!(key_of(&seen[0].0), key_of(&seen[1].0));
}
