//! How requests travel: over `reqwest` natively, over the browser's own `fetch` in a browser. The browser knows URLs
//! and headers already; bringing a second knowledge of them would be a good part of the web app's code.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(target_arch = "wasm32")]
pub(crate) use browser::Transport;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::Transport;

/// Header names, in lower case, and values.
pub(crate) type Headers = Vec<(&'static str, String)>;
