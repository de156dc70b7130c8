//! The typed HTTP client of the API: one method per operation, native and WASM.
//!
//! In a browser the cookies are the browser's own; natively the client keeps its own jar. A
//! request that is answered 401 because the access cookie ran out is repeated once after a
//! refresh; several requests that run out together share one refresh. Dropping a future aborts
//! its request, in the browser too.

mod call;
mod error;
mod operations;
mod resources;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Duration;

use async_lock::Mutex;
use goesting_types::lang::Lang;
use reqwest::header::{ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE};
use reqwest::{Method, StatusCode};
use serde::de::DeserializeOwned;

use call::Call;
pub use call::IdempotencyKey;
pub use error::ClientError;
pub use operations::{OPERATIONS, Operation};

/// What a call gives.
pub type Result<T> = std::result::Result<T, ClientError>;

/// Tells the server that a request was made by a program of ours and not by a form elsewhere.
const CUSTOM_HEADER: &str = "x-goesting";
/// After this long an answer no longer comes.
const TIMEOUT: Duration = Duration::from_secs(30);

/// What came back.
struct Answer {
    status: u16,
    bytes: Vec<u8>,
}

/// A request under way. Browsers have one thread, and their requests stay on it.
#[cfg(target_arch = "wasm32")]
type Sending = Pin<Box<dyn Future<Output = Result<Answer>>>>;
/// A request under way.
#[cfg(not(target_arch = "wasm32"))]
type Sending = Pin<Box<dyn Future<Output = Result<Answer>> + Send>>;

/// The client. Cheap to clone; clones share cookies and the refresh.
#[derive(Debug, Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    base: String,
    bearer: Option<String>,
    lang: AtomicU8,
    /// Held during a refresh; others wait for it instead of refreshing too.
    refreshing: Mutex<()>,
    /// Refreshes so far, whatever came of them.
    refreshes: AtomicU64,
}

impl Client {
    /// A client of the server at `base`, such as `https://goesting.example`; cookies carry the
    /// log-in.
    pub fn new(base: &str) -> Result<Self> {
        Self::build(base, None)
    }

    /// A client that sends a bearer token and no cookies: for programs.
    pub fn with_bearer(base: &str, token: &str) -> Result<Self> {
        Self::build(base, Some(token.to_owned()))
    }

    fn build(base: &str, bearer: Option<String>) -> Result<Self> {
        let builder = reqwest::Client::builder();
        #[cfg(not(target_arch = "wasm32"))]
        let builder = builder.cookie_store(bearer.is_none());
        Ok(Self {
            inner: Arc::new(Inner {
                http: builder.build()?,
                base: base.trim_end_matches('/').to_owned(),
                bearer,
                lang: AtomicU8::new(0),
                refreshing: Mutex::new(()),
                refreshes: AtomicU64::new(0),
            }),
        })
    }

    /// The language in which problems and highlights come. Dutch until set.
    pub fn set_lang(&self, lang: Lang) {
        let index = Lang::ALL.iter().position(|known| *known == lang);
        let index = index
            .and_then(|index| u8::try_from(index).ok())
            .unwrap_or(0);
        self.inner.lang.store(index, Ordering::Relaxed);
    }

    fn lang(&self) -> Lang {
        let index = usize::from(self.inner.lang.load(Ordering::Relaxed));
        Lang::ALL.get(index).copied().unwrap_or_default()
    }

    /// Sends and reads a JSON answer.
    async fn json<T: DeserializeOwned>(&self, call: Call) -> Result<T> {
        let Answer { status, bytes } = self.answered(call).await?;
        serde_json::from_slice(&bytes).map_err(|error| ClientError::Decode {
            status,
            reason: error.to_string(),
        })
    }

    /// Sends and reads the answer as it stands: a calendar, a page.
    async fn text(&self, call: Call) -> Result<String> {
        let Answer { status, bytes } = self.answered(call).await?;
        String::from_utf8(bytes).map_err(|error| ClientError::Decode {
            status,
            reason: error.to_string(),
        })
    }

    /// Sends and reads the answer as bytes: a picture.
    async fn bytes(&self, call: Call) -> Result<Vec<u8>> {
        Ok(self.answered(call).await?.bytes)
    }

    /// Sends; the answer has nothing to read.
    async fn done(&self, call: Call) -> Result<()> {
        self.answered(call).await.map(|_| ())
    }

    /// Sends and reads all of the answer. Behind a box, so that the many operations share one copy
    /// of this code: in the browser every byte counts.
    fn answered(&self, call: Call) -> Sending {
        let client = self.clone();
        Box::pin(async move {
            let response = client.answer(&call).await?;
            let status = response.status().as_u16();
            let bytes = response.bytes().await?.to_vec();
            Ok(Answer { status, bytes })
        })
    }

    /// Sends, refreshes the log-in once when it ran out, and tells errors from answers.
    async fn answer(&self, call: &Call) -> Result<reqwest::Response> {
        let before = self.inner.refreshes.load(Ordering::Acquire);
        let mut response = self.send(call).await?;
        if response.status() == StatusCode::UNAUTHORIZED
            && call.refreshable
            && self.inner.bearer.is_none()
        {
            self.refresh_since(before).await;
            response = self.send(call).await?;
        }
        if response.status().is_success() {
            Ok(response)
        } else {
            Err(ClientError::from_response(response).await)
        }
    }

    /// Refreshes, unless somebody else did since `seen`. A refresh that fails is no error here:
    /// the repeated request says what is the matter.
    async fn refresh_since(&self, seen: u64) {
        let _held = self.inner.refreshing.lock().await;
        if self.inner.refreshes.load(Ordering::Acquire) != seen {
            return;
        }
        let _ = self.send(&Call::post("/auth/refresh")).await;
        self.inner.refreshes.fetch_add(1, Ordering::AcqRel);
    }

    /// Sends once.
    async fn send(&self, call: &Call) -> Result<reqwest::Response> {
        let mut request = self
            .inner
            .http
            .request(call.method.clone(), call.url(&self.inner.base))
            .timeout(TIMEOUT)
            .header(ACCEPT_LANGUAGE, self.lang().as_str());
        #[cfg(target_arch = "wasm32")]
        {
            request = request.fetch_credentials_same_origin();
        }
        if let Some(bearer) = &self.inner.bearer {
            request = request.header(AUTHORIZATION, format!("Bearer {bearer}"));
        }
        if call.method != Method::GET {
            request = request.header(CUSTOM_HEADER, "1");
        }
        for (name, value) in &call.headers {
            request = request.header(*name, value);
        }
        if let Some((media_type, bytes)) = &call.body {
            request = request
                .header(CONTENT_TYPE, *media_type)
                .body(bytes.clone());
        }
        Ok(request.send().await?)
    }
}
