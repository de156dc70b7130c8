//! A human at the other end of a phone, everywhere.

use std::sync::Arc;

use goesting_client::Client;
use goesting_types::ecosystem::Ecosystem;
use goesting_types::page::PageQuery;
use leptos::prelude::*;

use crate::components::Icon;
use crate::i18n::use_i18n;
use crate::load::{Load, load};
use crate::session::use_here;
use goesting_i18n::msg;

/// The ecosystems on their way.
type Ecosystems = Load<Arc<Vec<Ecosystem>>>;

/// Asks which ecosystems there are.
pub fn provide_help(client: Client) {
    provide_context::<Ecosystems>(load(move || {
        let client = client.clone();
        async move {
            let page = client.list_ecosystems(&PageQuery::default()).await?;
            Ok(Arc::new(page.items))
        }
    }));
}

/// The number to phone: of the ecosystem of the chosen place, else of the first that has one.
fn use_phone() -> Signal<Option<String>> {
    let ecosystems = expect_context::<Ecosystems>();
    let here = use_here();
    Signal::derive(move || {
        let territory = here.get().and_then(|here| here.territory);
        ecosystems
            .with(|ecosystems| {
                let at_hand = ecosystems.iter().filter(|ecosystem| {
                    territory
                        .as_ref()
                        .is_some_and(|territory| ecosystem.territories.contains(territory))
                });
                at_hand
                    .chain(ecosystems.iter())
                    .find_map(|ecosystem| ecosystem.contact.phone.clone())
            })
            .flatten()
    })
}

/// "Rather somebody on the line?", when there is a number.
#[component]
pub fn HelpLine() -> impl IntoView {
    let i18n = use_i18n();
    let phone = use_phone();
    move || {
        phone.get().map(|phone| {
            let href = dial(&phone);
            view! {
                <p class="help-line">
                    <Icon name="phone" />
                    <a href=href>{i18n.text(&msg!(common.footer.phone, phone = phone))}</a>
                </p>
            }
        })
    }
}

/// A number as people write it, as an address that dials it.
pub fn dial(phone: &str) -> String {
    let digits: String = phone
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    format!("tel:{digits}")
}
