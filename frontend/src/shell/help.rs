//! A human at the other end of a phone, everywhere.

use std::sync::Arc;

use goesting_client::Client;
use goesting_types::ecosystem::Ecosystem;
use goesting_types::page::PageQuery;
use goesting_types::territory::TerritoryId;
use leptos::prelude::*;

use crate::components::Icon;
use crate::i18n::use_i18n;
use crate::load::{Load, load};
use crate::session::use_here;
use goesting_i18n::msg;

/// The ecosystems on their way.
type Ecosystems = Load<Arc<Vec<Ecosystem>>>;

/// Where what the page is about takes place.
#[derive(Clone, Copy)]
struct About(RwSignal<Option<Arc<TerritoryId>>>);

/// Asks which ecosystems there are.
pub fn provide_help(client: Client) {
    provide_context(About(RwSignal::new(None)));
    provide_context::<Ecosystems>(load(move || {
        let client = client.clone();
        async move {
            let page = client.list_ecosystems(&PageQuery::default()).await?;
            Ok(Arc::new(page.items))
        }
    }));
}

/// As long as this is on the page, those of its place are at the other end.
pub fn help_about(territory: Option<&TerritoryId>) {
    let About(about) = expect_context();
    let mine = territory.cloned().map(Arc::new);
    about.set(mine.clone());
    on_cleanup(move || {
        about.try_update(|now| {
            // The next page may be about something already.
            let still = now.as_ref().zip(mine.as_ref());
            if still.is_some_and(|(now, mine)| Arc::ptr_eq(now, mine)) {
                *now = None;
            }
        });
    });
}

/// The number to phone: of the ecosystem of what the page is about, else of the chosen place, else
/// of the first that has one.
fn use_phone() -> Signal<Option<String>> {
    let ecosystems = expect_context::<Ecosystems>();
    let About(about) = expect_context();
    let here = use_here();
    Signal::derive(move || {
        let places = [
            about.get().map(|about| (*about).clone()),
            here.get().and_then(|here| here.territory),
        ];
        ecosystems
            .with(|ecosystems| {
                let at_hand = places.iter().flatten().flat_map(|territory| {
                    ecosystems
                        .iter()
                        .filter(move |ecosystem| ecosystem.territories.contains(territory))
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
