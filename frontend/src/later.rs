//! Pages whose code is in a chunk of its own, fetched when one of them is opened.
//!
//! `tools/spa` cuts the module apart along the two functions marked below: what only they reach leaves the module
//! that everybody downloads first. Off line, or when a release took the place of this one meanwhile, a chunk may not
//! come; then the page says so like any other that could not be loaded.
#![allow(
    clippy::unnecessary_wraps,
    reason = "what opens a page says only that its chunk came: not coming is the splitter's to add"
)]

use futures::FutureExt as _;
use goesting_client::ClientError;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::browser;
use crate::components::SkeletonKind;
use crate::load::load;
use crate::pages;

/// A page that comes later.
#[derive(Debug, Clone, Copy)]
pub enum Page {
    /// Of somebody's own.
    Own(Own),
    /// Of who opens up places.
    Desk(Desk),
}

/// Pages of one's own, of who takes part, and those that are read once.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "they are named after their pages")]
pub enum Own {
    About,
    Accessibility,
    Account,
    Actor,
    Agenda,
    Ecosystem,
    Ecosystems,
    Enrol,
    Forgot,
    Invitation,
    Leave,
    Privacy,
    Reset,
    Saved,
    SignIn,
    SignUp,
    Verify,
}

/// Pages of partners and facilitators.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "they are named after their pages")]
pub enum Desk {
    Actor,
    Facilitator,
    New,
    Opportunity,
    Partner,
    Review,
}

impl From<Own> for Page {
    fn from(page: Own) -> Self {
        Self::Own(page)
    }
}

impl From<Desk> for Page {
    fn from(page: Desk) -> Self {
        Self::Desk(page)
    }
}

#[wasm_split(own, preload(fetch_own), fallible)]
fn open_own(page: Own) -> Result<AnyView, SplitLoaderError> {
    Ok(match page {
        Own::About => view! { <pages::About /> }.into_any(),
        Own::Accessibility => view! { <pages::Accessibility /> }.into_any(),
        Own::Account => view! { <pages::Account /> }.into_any(),
        Own::Actor => view! { <pages::ActorPage /> }.into_any(),
        Own::Agenda => view! { <pages::Agenda /> }.into_any(),
        Own::Ecosystem => view! { <pages::EcosystemPage /> }.into_any(),
        Own::Ecosystems => view! { <pages::Ecosystems /> }.into_any(),
        Own::Enrol => view! { <pages::Enrol /> }.into_any(),
        Own::Forgot => view! { <pages::Forgot /> }.into_any(),
        Own::Invitation => view! { <pages::Invitation /> }.into_any(),
        Own::Leave => view! { <pages::Leave /> }.into_any(),
        Own::Privacy => view! { <pages::Privacy /> }.into_any(),
        Own::Reset => view! { <pages::Reset /> }.into_any(),
        Own::Saved => view! { <pages::SavedPage /> }.into_any(),
        Own::SignIn => view! { <pages::SignIn /> }.into_any(),
        Own::SignUp => view! { <pages::SignUp /> }.into_any(),
        Own::Verify => view! { <pages::Verify /> }.into_any(),
    })
}

#[wasm_split(desks, preload(fetch_desks), fallible)]
fn open_desk(page: Desk) -> Result<AnyView, SplitLoaderError> {
    Ok(match page {
        Desk::Actor => view! { <pages::PartnerActor /> }.into_any(),
        Desk::Facilitator => view! { <pages::Facilitator /> }.into_any(),
        Desk::New => view! { <pages::NewOpportunity /> }.into_any(),
        Desk::Opportunity => view! { <pages::PartnerOpportunity /> }.into_any(),
        Desk::Partner => view! { <pages::Partner /> }.into_any(),
        Desk::Review => view! { <pages::Review /> }.into_any(),
    })
}

impl Page {
    /// Gets the code of the page; at once when it is there.
    async fn fetch(self) -> Result<(), ClientError> {
        match self {
            Self::Own(_) => fetch_own().await,
            Self::Desk(_) => fetch_desks().await,
        }
        .map_err(|error| ClientError::Network(error.to_string()))
    }

    /// The page. Its code is there: what opens it is ready at once, and keeps the owner of now.
    fn show(self) -> AnyView {
        match self {
            Self::Own(page) => open_own(page).now_or_never(),
            Self::Desk(page) => open_desk(page).now_or_never(),
        }
        .and_then(Result::ok)
        .unwrap_or_else(|| ().into_any())
    }
}

/// A page that comes later: a skeleton, then the page, or why it could not come.
#[component]
pub fn Later(page: Page) -> impl IntoView {
    let failed = StoredValue::new(false);
    let code = load(move || async move {
        let came = page.fetch().await;
        if came.is_err() {
            // Once more in vain while on line: a newer release has taken the place of this one.
            if failed.try_get_value() == Some(true) && browser::is_online() {
                browser::load_anew();
            }
            failed.try_set_value(true);
        }
        came
    });
    code.view(SkeletonKind::Page, move |()| page.show())
}
