//! The page is in the other module.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::NotFound;
use crate::browser;
use crate::components::{Skeleton, SkeletonKind};
use crate::routes;

/// How often to look whether the router has set the address, in milliseconds.
const LOOK: i32 = 10;

/// Whether the server gave this module for an address of its own.
#[derive(Debug, Clone, Copy)]
pub struct Served(bool);

impl Served {
    /// By the address the page was loaded from. Ask before the router begins.
    pub fn now() -> Self {
        Self(routes::is_ours(&browser::path()))
    }
}

/// Loads the address anew from the server, which gives the other module for it.
#[component]
pub fn Elsewhere() -> impl IntoView {
    // A server that knows of one module only would give this one again, and again.
    if use_context::<Served>().is_some_and(|Served(well)| !well) {
        return view! { <NotFound /> }.into_any();
    }
    let shown = StoredValue::new(());
    spawn_local(async move {
        // The router sets the address when the page is there; what is loaded takes its place in
        // the history.
        loop {
            browser::sleep(LOOK).await;
            if shown.try_get_value().is_none() {
                return;
            }
            if !routes::is_ours(&browser::path()) {
                browser::load_anew();
                return;
            }
        }
    });
    view! { <Skeleton kind=SkeletonKind::Page /> }.into_any()
}
