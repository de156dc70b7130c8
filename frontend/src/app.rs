//! The root of the app.

use goesting_client::Client;
use goesting_i18n::Catalogue;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;

use crate::components::{Moved, Saved, ToastList, Toasts};
use crate::i18n::I18n;
use crate::routes::Pages;
use crate::session::{Here, provide_session};
use crate::shell::{Footer, Header, Progress, ReturnDialog, SkipLink, provide_help};
use crate::t;
use crate::vocabulary::provide_vocabulary;

/// Everything on the page.
#[component]
pub fn App(
    /// The texts that were fetched first.
    catalogue: Catalogue,
    /// The client of the server the app came from.
    client: Client,
) -> impl IntoView {
    provide_meta_context();
    provide_context(I18n::new(catalogue));
    provide_context(Here::recalled());
    provide_context(Toasts::new());
    provide_context(Moved(StoredValue::new(false)));
    provide_vocabulary(client.clone());
    provide_help(client.clone());
    let session = provide_session(client);
    provide_context(Saved::follow(session));
    let routing = RwSignal::new(false);
    view! {
        <Router set_is_routing=routing>
            <SkipLink />
            <Progress on=routing />
            <Header />
            <main id="content" tabindex="-1" aria-label=t!(common.nav.content)>
                <Pages />
            </main>
            <Footer />
            <ReturnDialog />
            <ToastList />
        </Router>
    }
}
