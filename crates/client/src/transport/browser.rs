//! Requests over the browser's `fetch`.

use js_sys::Uint8Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Request, RequestCredentials, RequestInit, Response, Window};

use super::Headers;
use crate::call::Method;
use crate::{Answer, ClientError, Result, TIMEOUT_SECONDS};

/// Sends requests. Cookies are the browser's own, and never leave for another site.
#[derive(Debug)]
pub(crate) struct Transport {
    credentials: RequestCredentials,
}

impl Transport {
    pub(crate) fn new(cookies: bool) -> Result<Self> {
        let credentials = if cookies {
            RequestCredentials::SameOrigin
        } else {
            RequestCredentials::Omit
        };
        Ok(Self { credentials })
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        url: &str,
        headers: &Headers,
        body: Option<&[u8]>,
    ) -> Result<Answer> {
        let window = web_sys::window().ok_or_else(|| broken("no window"))?;
        let limit = Limit::of(&window)?;
        let init = RequestInit::new();
        init.set_method(word(method));
        init.set_credentials(self.credentials);
        init.set_signal(Some(&limit.controller.signal()));
        if let Some(bytes) = body {
            init.set_body(&Uint8Array::from(bytes));
        }
        let request = Request::new_with_str_and_init(url, &init)?;
        for (name, value) in headers {
            request.headers().set(name, value)?;
        }
        let response = JsFuture::from(window.fetch_with_request(&request)).await?;
        let response: Response = response.dyn_into()?;
        let buffer = JsFuture::from(response.array_buffer()?).await?;
        Ok(Answer {
            status: response.status(),
            bytes: Uint8Array::new(&buffer).to_vec(),
        })
    }
}

/// Aborts a request that takes too long, or whose answer nobody waits for any more. Once the answer is there, aborting
/// does nothing.
struct Limit {
    controller: AbortController,
    window: Window,
    timer: i32,
    // What the timer calls; gone only after the timer is.
    _abort: Closure<dyn FnMut()>,
}

impl Limit {
    fn of(window: &Window) -> Result<Self> {
        let controller = AbortController::new()?;
        let abort = {
            let controller = controller.clone();
            Closure::once(move || controller.abort())
        };
        let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(
            abort.as_ref().unchecked_ref(),
            i32::from(TIMEOUT_SECONDS) * 1000,
        )?;
        Ok(Self {
            controller,
            window: window.clone(),
            timer,
            _abort: abort,
        })
    }
}

impl Drop for Limit {
    fn drop(&mut self) {
        self.window.clear_timeout_with_handle(self.timer);
        self.controller.abort();
    }
}

fn word(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

fn broken(reason: &str) -> ClientError {
    ClientError::Network(reason.to_owned())
}

/// What `fetch` throws is an `Error` with a name and a message.
impl From<JsValue> for ClientError {
    fn from(thrown: JsValue) -> Self {
        let words = thrown
            .dyn_into::<js_sys::Error>()
            .map(|error| String::from(error.to_string()));
        Self::Network(words.unwrap_or_else(|_| "fetch failed".to_owned()))
    }
}
