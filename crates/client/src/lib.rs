//! The typed HTTP client of the API: one method per operation, native and WASM.
//!
//! In a browser the cookies are the browser's own; natively the client keeps its own jar. A
//! request that is answered 401 because the access cookie ran out is repeated once after a
//! refresh; several requests that run out together share one refresh. Dropping a future aborts
//! its request, in the browser too.

mod call;
mod error;
mod operations;
#[cfg(any(target_arch = "wasm32", test))]
mod read;
mod resources;
mod transport;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use async_lock::Mutex;
use goesting_types::lang::Lang;
use serde::de::DeserializeOwned;

pub use call::IdempotencyKey;
use call::{Call, Method};
pub use error::ClientError;
pub use operations::{OPERATIONS, Operation};
use transport::{Headers, Transport};

/// What a call gives.
pub type Result<T> = std::result::Result<T, ClientError>;

/// Tells the server that a request was made by a program of ours and not by a form elsewhere.
const CUSTOM_HEADER: &str = "x-goesting";
/// After this long an answer no longer comes.
const TIMEOUT_SECONDS: u16 = 30;
/// The access cookie, or the token, is not there or over.
const UNAUTHORIZED: u16 = 401;

/// What came back.
#[derive(Debug)]
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
    transport: Transport,
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
        Ok(Self {
            inner: Arc::new(Inner {
                transport: Transport::new(bearer.is_none())?,
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
        read_json(&bytes).map_err(|reason| ClientError::Decode { status, reason })
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
        Box::pin(async move { client.answer(&call).await })
    }

    /// Sends, refreshes the log-in once when it ran out, and tells errors from answers.
    async fn answer(&self, call: &Call) -> Result<Answer> {
        let before = self.inner.refreshes.load(Ordering::Acquire);
        let mut answer = self.send(call).await?;
        if answer.status == UNAUTHORIZED && call.refreshable && self.inner.bearer.is_none() {
            self.refresh_since(before).await;
            answer = self.send(call).await?;
        }
        if (200..300).contains(&answer.status) {
            Ok(answer)
        } else {
            Err(ClientError::of(&answer))
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
    async fn send(&self, call: &Call) -> Result<Answer> {
        let mut headers: Headers = vec![("accept-language", self.lang().as_str().to_owned())];
        if let Some(bearer) = &self.inner.bearer {
            headers.push(("authorization", format!("Bearer {bearer}")));
        }
        if call.method != Method::Get {
            headers.push((CUSTOM_HEADER, "1".to_owned()));
        }
        headers.extend(call.headers.iter().cloned());
        let body = call.body.as_ref().map(|(media_type, bytes)| {
            headers.push(("content-type", (*media_type).to_owned()));
            bytes.as_slice()
        });
        let url = call.url(&self.inner.base);
        let sent = self.inner.transport.send(call.method, &url, &headers, body);
        sent.await
    }
}

/// Reads JSON; what is wrong with it, in words.
#[cfg(not(target_arch = "wasm32"))]
fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> std::result::Result<T, String> {
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

/// Reads JSON; what is wrong with it, in words.
#[cfg(target_arch = "wasm32")]
fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> std::result::Result<T, String> {
    read::from_slice(bytes).map_err(|error| error.to_string())
}
