//! The web app.

#![allow(
    clippy::needless_pass_by_value,
    reason = "the properties of a component are its own"
)]
#![allow(
    clippy::too_many_lines,
    reason = "a view has a line per attribute, and is read as one piece"
)]

mod app;
mod assets;
mod browser;
mod components;
mod i18n;
mod later;
mod load;
mod pages;
mod routes;
mod session;
mod shell;
mod url;
mod vocabulary;

use goesting_client::Client;
use goesting_i18n::Lang;
use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(begin());
}

/// Fetches the texts and shows the app; when that cannot be, the page's own notice.
async fn begin() {
    let first = i18n::first();
    let texts = match i18n::fetch(first).await {
        None if first != Lang::Nl => i18n::fetch(Lang::Nl).await,
        fetched => fetched,
    };
    let (Some(catalogue), Ok(client)) = (texts, Client::new(&browser::origin())) else {
        browser::reveal("boot-failed");
        return;
    };
    browser::remove("boot");
    leptos::mount::mount_to_body(move || view! { <app::App catalogue client /> });
}
