//! The browser, in the few calls the app needs. Nothing here fails: without a window, or with
//! storage switched off, a read gives nothing and a write does nothing.

use chrono::{DateTime, NaiveDateTime, Utc};
use goesting_types::place::Point;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::task::{spawn_local, tick};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, FocusOptions, HtmlElement, Response, ScrollIntoViewOptions, ScrollLogicalPosition,
    Storage, Window,
};

/// Which of the two stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// On this device.
    Device,
    /// Until this tab closes.
    Tab,
}

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// `https://goesting.example`, where the app came from.
pub fn origin() -> String {
    window()
        .and_then(|window| window.location().origin().ok())
        .unwrap_or_default()
}

/// The address of this page.
pub fn address() -> String {
    window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default()
}

/// The path of this page, without query and fragment.
pub fn path() -> String {
    window()
        .and_then(|window| window.location().pathname().ok())
        .unwrap_or_default()
}

/// Asks the server for this page, in the place of what is shown. Without the fragment: with it,
/// browsers would only scroll.
pub fn load_anew() {
    let Some(window) = window() else { return };
    let location = window.location();
    let query = location.search().unwrap_or_default();
    let _ = location.replace(&format!("{}{query}", path()));
}

/// A file of our own site, as text.
pub async fn fetch(url: &str) -> Option<String> {
    let response = JsFuture::from(window()?.fetch_with_str(url)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    let text = response.ok().then(|| response.text())?.ok()?;
    JsFuture::from(text).await.ok()?.as_string()
}

/// The languages the reader set in the browser, best first, as in `Accept-Language`.
pub fn languages() -> String {
    window()
        .map(|window| window.navigator().languages().join(",").into())
        .unwrap_or_default()
}

/// The content of a `<meta name=…>`.
pub fn meta(name: &str) -> Option<String> {
    document()?
        .query_selector(&format!("meta[name='{name}']"))
        .ok()??
        .get_attribute("content")
}

fn store(kept: Kept) -> Option<Storage> {
    let window = window()?;
    match kept {
        Kept::Device => window.local_storage().ok()?,
        Kept::Tab => window.session_storage().ok()?,
    }
}

/// Reads what was kept. Never a token: those live in cookies the page cannot read.
pub fn recall(kept: Kept, key: &str) -> Option<String> {
    store(kept)?.get_item(key).ok()?
}

/// Keeps a text.
pub fn keep(kept: Kept, key: &str, text: &str) {
    if let Some(store) = store(kept) {
        // A full or forbidden store only means that less is remembered.
        let _ = store.set_item(key, text);
    }
}

/// Forgets a text.
pub fn forget(kept: Kept, key: &str) {
    if let Some(store) = store(kept) {
        let _ = store.remove_item(key);
    }
}

/// Forgets every text of this tab whose key begins so.
pub fn forget_all(kept: Kept, prefix: &str) {
    let Some(store) = store(kept) else { return };
    let count = store.length().unwrap_or(0);
    let keys: Vec<String> = (0..count)
        .filter_map(|index| store.key(index).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .collect();
    for key in keys {
        let _ = store.remove_item(&key);
    }
}

/// Sets an attribute of `<html>`, or takes it away.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else {
        return;
    };
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Shows an element of the page's own HTML, such as the notice that the app cannot start.
pub fn reveal(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        let _ = element.remove_attribute("hidden");
    }
}

/// Takes an element out of the page.
pub fn remove(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.remove();
    }
}

/// Moves the keyboard focus.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the keyboard focus to the first field with something wrong, of the form or the window in
/// which the element with this id stands, else of the page; whether there is one. What is folded
/// around it opens.
pub fn focus_wrong(id: &str) -> bool {
    const WRONG: &str = "input[aria-invalid=true], textarea[aria-invalid=true], \
                         fieldset[aria-invalid=true] input";
    let found = || {
        let document = document()?;
        let within = document
            .get_element_by_id(id)?
            .closest("form, dialog")
            .ok()?;
        let field = match within {
            Some(within) => within.query_selector(WRONG),
            None => document.query_selector(WRONG),
        };
        let field = field.ok()??.dyn_into::<HtmlElement>().ok()?;
        while let Some(folded) = field.closest("details:not([open])").ok()? {
            folded.set_attribute("open", "").ok()?;
        }
        field.focus().ok()
    };
    found().is_some()
}

/// Scrolls as little as is needed to show an element.
pub fn into_sight(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Closes a menu, if it is open.
pub fn close_menu(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // It objects when it is closed already.
        let _ = element.hide_popover();
    }
}

/// Moves the keyboard focus to this element when what had it is gone, after the page has changed.
pub fn refocus_soon(id: impl Into<String>) {
    let id = id.into();
    spawn_local(async move {
        tick().await;
        refocus(&id);
    });
}

/// Gives the keyboard focus back to the page, or to the window over it, when what had it is gone.
/// Nothing scrolls.
pub fn refocus_page() {
    spawn_local(async {
        tick().await;
        let Some(document) = document().filter(nothing_has_focus) else {
            return;
        };
        let window = document.query_selector("dialog[open] button").ok();
        let element = window
            .flatten()
            .or_else(|| document.get_element_by_id("content"));
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let still = FocusOptions::new();
            still.set_prevent_scroll(true);
            let _ = element.focus_with_options(&still);
        }
    });
}

fn nothing_has_focus(document: &Document) -> bool {
    document
        .active_element()
        .is_none_or(|element| element.tag_name() == "BODY")
}

/// Moves the keyboard focus when what had it is gone: after a part of the page made way for another.
pub fn refocus(id: &str) {
    if document().is_some_and(|document| nothing_has_focus(&document)) {
        focus(id);
    }
}

/// Moves the keyboard focus to a row that came, where it can have it; else to its title or the
/// first thing in it that can, or to the name of the folded part where it stands. Who went
/// elsewhere meanwhile is left there.
pub fn focus_row(id: &str) {
    let found = || {
        let document = document()?;
        let at_button = || {
            let active = document.active_element()?;
            active.closest(".more").ok()?
        };
        if !nothing_has_focus(&document) && at_button().is_none() {
            return None;
        }
        let row = document.get_element_by_id(id)?;
        let folded = row.closest("details:not([open])").ok()?;
        let target = if let Some(folded) = folded {
            folded.query_selector("summary").ok()?
        } else if row.has_attribute("tabindex") {
            Some(row)
        } else {
            let title = row.query_selector("h2 a, h3 a").ok()?;
            title.or(row.query_selector("a[href], button").ok()?)
        };
        target?.dyn_into::<HtmlElement>().ok()?.focus().ok()
    };
    // The row may be gone again; then the focus stays where it is.
    let _ = found();
}

/// Whether the device has a network.
pub fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Whether the page is out of sight, in a tab behind another one.
pub fn is_hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

/// Opens the print dialog.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Takes a secret out of the address bar and the history.
pub fn clear_query() {
    let Some(window) = window() else { return };
    let Ok(path) = window.location().pathname() else {
        return;
    };
    if let Ok(history) = window.history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}

/// Offers the system's own way to share; whether there is one.
pub async fn share(title: &str, url: &str) -> bool {
    let Some(window) = window() else { return false };
    let navigator = window.navigator();
    if !Reflect::has(&navigator, &"share".into()).unwrap_or(false) {
        return false;
    }
    let data = web_sys::ShareData::new();
    data.set_title(title);
    data.set_url(url);
    // Closing the sheet rejects the promise; that is an answer too.
    let _ = wasm_bindgen_futures::JsFuture::from(navigator.share_with_data(&data)).await;
    true
}

/// Puts a text on the clipboard; whether that worked.
pub async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    let promise = window.navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(promise).await.is_ok()
}

/// The bytes of a file that somebody chose; none when it can no longer be read, which the server
/// then says.
pub async fn bytes(file: &web_sys::File) -> Vec<u8> {
    let read = wasm_bindgen_futures::JsFuture::from(file.array_buffer()).await;
    read.map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec())
        .unwrap_or_default()
}

/// Where the device is, if its owner says yes, rounded to about 100 m.
pub async fn position() -> Option<Point> {
    let geolocation = window()?.navigator().geolocation().ok()?;
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        let _ = geolocation.get_current_position_with_error_callback(&resolve, Some(&reject));
    });
    let position = wasm_bindgen_futures::JsFuture::from(promise).await.ok()?;
    let coords = Reflect::get(&position, &"coords".into()).ok()?;
    let degrees = |name: &str| {
        let degrees = Reflect::get(&coords, &name.into()).ok()?.as_f64()?;
        Some((degrees * 1000.0).round() / 1000.0)
    };
    Point::new(degrees("latitude")?, degrees("longitude")?).ok()
}

/// Now.
pub fn now() -> DateTime<Utc> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 are whole and far below 2^53"
    )]
    let millis = Date::now() as i64;
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

/// The wall time of an instant in Brussels, by the browser's time zone table.
pub fn brussels(at: DateTime<Utc>) -> NaiveDateTime {
    let options = Object::new();
    for (name, value) in [
        ("timeZone", "Europe/Brussels"),
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("second", "2-digit"),
    ] {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    // Swedish writes dates as ISO 8601 does.
    let format = Intl::DateTimeFormat::new(&Array::of1(&"sv-SE".into()), &options);
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of our dates are far below 2^53"
    )]
    let date = Date::new(&JsValue::from_f64(at.timestamp_millis() as f64));
    format
        .format()
        .call1(&JsValue::UNDEFINED, &date)
        .ok()
        .and_then(|text| text.as_string())
        .and_then(|text| NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S").ok())
        .unwrap_or_else(|| at.naive_utc())
}

/// What a language is called in the language `reader`, as the browser names it inside a sentence.
/// Nothing where it has no name for the code.
pub fn language_name(code: &str, reader: &str) -> Option<String> {
    if cfg!(not(target_arch = "wasm32")) {
        return None;
    }
    let options = Object::new();
    let _ = Reflect::set(&options, &"type".into(), &"language".into());
    let names = Intl::DisplayNames::new(&Array::of1(&reader.into()), &options);
    // Through the function: it throws at what is no code, and addresses can be typed.
    let of = Reflect::get(&names, &"of".into()).ok()?;
    let of: Function = of.dyn_into().ok()?;
    let name = of.call1(&names, &JsValue::from_str(code)).ok()?.as_string();
    name.filter(|name| name != code)
}

/// Waits. Dropping the future forgets it.
pub async fn sleep(millis: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}
