//! The server is asked to stop: what it began it ends.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use goesting_tests::{Backend, until};
use serde_json::json;

use super::Ground;
use crate::program::Program;

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_half_sent_is_answered() {
    let ground = Ground::new(Backend::Sqlite);
    let server = Program::start(&ground.database.url, ground.folder.path());
    let address = server.base.trim_start_matches("http://").to_owned();
    let body = json!({
        "first_name": "An", "email": "an@example.be", "password": "zeven natte otters",
        "birth_year": 1990, "lang": "nl", "accept_terms": true,
    })
    .to_string();
    let head = format!(
        "POST /api/v1/auth/register HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let (first, rest) = body.split_at(20);
    let mut stream = TcpStream::connect(&address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(first.as_bytes()).unwrap();
    // It says that it is reading.
    let go_on = b"HTTP/1.1 100 Continue\r\n\r\n";
    let mut said = [0; 25];
    stream.read_exact(&mut said).unwrap();
    assert_eq!(&said, go_on);

    server.ask_to_stop();
    let closed = until(async || TcpStream::connect(&address).is_err()).await;
    assert!(closed, "it goes on taking requests");
    stream.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    let status = tokio::task::spawn_blocking(move || server.ended())
        .await
        .unwrap();
    assert_eq!(status.code(), Some(0));
    assert_eq!(ground.everybody(), ["An"]);
}
