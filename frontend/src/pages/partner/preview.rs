//! What is being typed, as citizens will see it.

use goesting_core::opportunity::card_flags;
use goesting_types::opportunity::Opportunity;
use goesting_types::page::Page;
use goesting_types::session::SessionQuery;
use leptos::prelude::*;

use super::form::Filling;
use super::sheet::Sheet;
use crate::components::{Dialog, DialogKind, Icon};
use crate::load::load;
use crate::pages::opportunity::{Coming, Shown};
use crate::session::use_client;
use crate::t;

/// Shows over the page how it will look.
#[component]
pub fn PreviewButton(filling: Filling, of: Signal<Opportunity>) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <button type="button" class="button" on:click=move |_| open.set(true)>
            <Icon name="eye" />
            {t!(partner.preview)}
        </button>
        <Dialog
            kind=DialogKind::Wide
            title=t!(partner.preview)
            open
            close=move || open.set(false)
        >
            <Preview filling of />
        </Dialog>
    }
}

#[component]
fn Preview(filling: Filling, of: Signal<Opportunity>) -> impl IntoView {
    let client = use_client();
    let mut opportunity = of.get_untracked();
    (opportunity.content, _) = filling.sheet.with_untracked(Sheet::content);
    opportunity.flags = card_flags(&opportunity.content);
    let id = opportunity.id;
    let made = opportunity.version > 0;
    let sessions: Coming = load(move || {
        let client = client.clone();
        async move {
            if made {
                return client.list_sessions(id, &SessionQuery::default()).await;
            }
            Ok(Page {
                items: Vec::new(),
                next_cursor: None,
                total: None,
            })
        }
    });
    view! { <Shown opportunity sessions preview=true /> }
}
