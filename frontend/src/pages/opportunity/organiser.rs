//! The way to an organiser whom nobody acts for here: one signs up with them.

use goesting_types::opportunity::Opportunity;
use leptos::prelude::*;

use crate::components::Icon;
use crate::t;

/// Where one signs up with the organiser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    href: String,
    /// Whether it is a page elsewhere.
    page: bool,
}

/// The way to the organiser: a page, a phone, a mail address, else the page where we read of it.
pub fn way(opportunity: &Opportunity) -> Option<Way> {
    let contact = &opportunity.content.contact;
    let page = |url: Option<&String>| {
        let href = url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))?;
        Some(Way {
            href: href.clone(),
            page: true,
        })
    };
    let line = |href: String| Way { href, page: false };
    page(contact.url.as_ref())
        .or_else(|| contact.phone.as_deref().map(crate::shell::dial).map(line))
        .or_else(|| {
            let email = contact.email.as_ref()?;
            Some(line(format!("mailto:{email}")))
        })
        .or_else(|| {
            let mut origins = opportunity.origins.iter();
            origins.find_map(|origin| page(origin.url.as_ref()))
        })
}

/// In the place of the button that takes a place: sign up with the organiser.
#[component]
pub fn AtOrganiser(way: Option<Way>) -> impl IntoView {
    match way {
        Some(Way { href, page: true }) => view! {
            <a class="button main" href=href rel="external noopener nofollow" target="_blank">
                {t!(common.sign_up_elsewhere)}
                <Icon name="external-link" />
                <span class="visually-hidden">" (" {t!(common.new_window)} ")"</span>
            </a>
        }
        .into_any(),
        Some(Way { href, page: false }) => view! {
            <a class="button main" href=href>
                {t!(common.sign_up_elsewhere)}
            </a>
        }
        .into_any(),
        None => view! { <p class="muted">{t!(common.sign_up_elsewhere)}</p> }.into_any(),
    }
}
