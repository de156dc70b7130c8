//! Requests over `reqwest`.

use std::time::Duration;

use super::Headers;
use crate::call::Method;
use crate::{Answer, ClientError, Result, TIMEOUT_SECONDS};

/// Sends requests; with a jar for cookies or without.
#[derive(Debug)]
pub(crate) struct Transport(reqwest::Client);

impl Transport {
    pub(crate) fn new(cookies: bool) -> Result<Self> {
        let client = reqwest::Client::builder()
            .cookie_store(cookies)
            .timeout(Duration::from_secs(TIMEOUT_SECONDS.into()))
            .build()?;
        Ok(Self(client))
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        url: &str,
        headers: &Headers,
        body: Option<&[u8]>,
    ) -> Result<Answer> {
        let mut request = self.0.request(method.into(), url);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        if let Some(bytes) = body {
            request = request.body(bytes.to_vec());
        }
        let response = request.send().await?;
        Ok(Answer {
            status: response.status().as_u16(),
            bytes: response.bytes().await?.to_vec(),
        })
    }
}

impl From<Method> for reqwest::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
            Method::Delete => Self::DELETE,
        }
    }
}

impl From<reqwest::Error> for ClientError {
    fn from(error: reqwest::Error) -> Self {
        Self::Network(error.to_string())
    }
}
