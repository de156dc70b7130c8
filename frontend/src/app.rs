//! The root of the app.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};

/// Everything on the page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title text="Goesting" />
        <main>
            <h1>"Goesting"</h1>
        </main>
    }
}
