//! What stands in the place of things: not there yet, none, or not to be had.

use goesting_client::ClientError;
use goesting_i18n::{Label, Message, msg};
use goesting_types::problem::ErrorCode;
use leptos::prelude::*;

use super::{Art, Heading, Icon};
use crate::i18n::use_i18n;
use crate::pages::NotFound;
use crate::shell::HelpLine;
use crate::t;

/// The layout a skeleton keeps free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkeletonKind {
    /// Cards below each other.
    Cards,
    /// A page with a head and a few blocks.
    Page,
    /// Lines of text or of a table.
    Lines,
}

/// Grey shapes in the real layout; they show after 150 ms.
#[component]
pub fn Skeleton(
    /// The layout.
    kind: SkeletonKind,
) -> impl IntoView {
    let (class, count) = match kind {
        SkeletonKind::Cards => ("skeleton skeleton-cards", 4),
        SkeletonKind::Page => ("skeleton skeleton-page", 5),
        SkeletonKind::Lines => ("skeleton skeleton-lines", 6),
    };
    view! {
        <div class=class role="status">
            <span class="visually-hidden">{t!(common.page.loading)}</span>
            {(0..count).map(|_| view! { <div class="bone"></div> }).collect::<Vec<_>>()}
        </div>
    }
}

/// Nothing here, and what one can do about it.
#[component]
pub fn Empty(
    /// The drawing.
    art: &'static str,
    /// What is not here.
    #[prop(into)]
    title: Signal<String>,
    /// What one can do: text, links, buttons.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Art name=art.to_owned() />
            <h2>{title}</h2>
            {children()}
        </div>
    }
}

/// What went wrong, in a few words for the reader.
pub fn what_failed(error: &ClientError) -> Message {
    match error.code() {
        Some(code) => code.label(),
        None if matches!(error, ClientError::Network(_)) => msg!(common.page.offline.title),
        None => msg!(common.page.failed.title),
    }
}

/// What could not be read, in words for the reader, with a way to try again and a number to phone.
#[component]
pub fn Failed(
    /// What went wrong.
    error: ClientError,
    /// Whether it stands for a whole page, which then has no other heading.
    page: bool,
    /// Tries again.
    retry: impl Fn() + 'static,
) -> impl IntoView {
    if page && error.code() == Some(ErrorCode::NotFound) {
        return view! { <NotFound /> }.into_any();
    }
    let i18n = use_i18n();
    let offline = matches!(error, ClientError::Network(_));
    let title = move || i18n.text(&what_failed(&error));
    let detail = move || {
        i18n.text(&if offline {
            msg!(common.page.offline.text)
        } else {
            msg!(common.page.failed.read)
        })
    };
    let heading = if page {
        view! { <Heading text=Signal::derive(title) /> }.into_any()
    } else {
        view! { <h2>{title}</h2> }.into_any()
    };
    view! {
        <div class="failed" role="alert">
            <Icon name="cloud-off" />
            {heading}
            <p>{detail}</p>
            <p>
                <button type="button" class="button" on:click=move |_| retry()>
                    <Icon name="refresh-cw" />
                    {t!(common.action.retry)}
                </button>
            </p>
            <HelpLine />
        </div>
    }
    .into_any()
}
