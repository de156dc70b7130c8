//! The head of every page: name, search, language, me.

use goesting_i18n::{Label, Lang, msg};
use goesting_types::person::MeUpdate;
use goesting_types::search::SearchQuery;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_location, use_navigate};

use crate::browser;
use crate::components::{Icon, use_toasts};
use crate::i18n::use_i18n;
use crate::routes;
use crate::session::{Session, Who, use_here, use_session};
use crate::t;
use crate::url::{DISCOVER, address_of, here};

/// The first stop of the Tab key.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! {
        <a class="skip" href="#content" rel="external">
            {t!(common.nav.skip)}
        </a>
    }
}

/// The head of every page.
#[component]
pub fn Header() -> impl IntoView {
    view! {
        <header class="header">
            <div class="header-in">
                <A href="/" attr:class="logo">
                    <svg class="logo-mark" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
                        <path class="logo-sun" d="M20 3.5 31 8l5.5 11-4 11.5L21 37 9 32.500 3.500 21 8 9z"></path>
                        <path class="logo-hand" d="M12.500 22.500c3.500 6.500 12 6.500 15.500-.5"></path>
                    </svg>
                    <span>"Goesting"</span>
                </A>
                <HeaderSearch />
                <nav class="header-nav" aria-label=t!(common.nav.main)>
                    <A href=DISCOVER attr:class="nav-link nav-discover">
                        <Icon name="search" />
                        <span>{t!(common.nav.discover)}</span>
                    </A>
                    <LanguageMenu />
                    <MeMenu />
                </nav>
            </div>
        </header>
    }
}

/// Search from anywhere; on phones the link to Discover does this.
#[component]
fn HeaderSearch() -> impl IntoView {
    let (here, navigate) = (use_here(), use_navigate());
    let location = use_location();
    let text = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let mut search = SearchQuery {
            q: Some(text.get_untracked().trim().to_owned()).filter(|q| !q.is_empty()),
            ..SearchQuery::default()
        };
        if let Some(here) = here.get_now() {
            here.aim(&mut search);
        }
        text.set(String::new());
        navigate(&address_of(&search), NavigateOptions::default());
    };
    // Start and Discover have a larger one of their own.
    let elsewhere = Memo::new(move |_| {
        let path = location.pathname.get();
        path != "/" && path != DISCOVER
    });
    view! {
        <Show when=move || elsewhere.get() fallback=|| view! { <div class="header-search"></div> }>
            <form class="header-search" role="search" on:submit=submit.clone()>
                <label class="visually-hidden" for="header-q">
                    {t!(common.nav.search)}
                </label>
                <div class="input">
                    <Icon name="search" />
                    <input
                        id="header-q"
                        type="search"
                        enterkeyhint="search"
                        maxlength="200"
                        placeholder=t!(common.nav.search)
                        prop:value=text
                        on:input:target=move |event| text.set(event.target().value())
                    />
                </div>
            </form>
        </Show>
    }
}

#[component]
fn LanguageMenu() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    view! {
        <button
            type="button"
            class="nav-link"
            popovertarget="language-menu"
        >
            <Icon name="languages" />
            <span class="visually-hidden">{t!(common.nav.language)} " "</span>
            <span class="nav-code">{move || i18n.lang().as_str()}</span>
        </button>
        <div id="language-menu" popover="auto" class="menu">
            <ul>
                {Lang::ALL
                    .iter()
                    .map(|lang| {
                        let lang = *lang;
                        view! {
                            <li>
                                <button
                                    type="button"
                                    lang=lang.as_str()
                                    aria-current=move || (i18n.lang() == lang).then_some("true")
                                    popovertarget="language-menu"
                                    popovertargetaction="hide"
                                    on:click=move |_| choose_language(session, lang)
                                >
                                    {t(lang)}
                                </button>
                            </li>
                        }
                    })
                    .collect::<Vec<_>>()}
            </ul>
        </div>
    }
}

/// Each language under its own name.
fn t(lang: Lang) -> Signal<String> {
    crate::i18n::t(lang.label())
}

/// Changes the language here, and in the account, so that mails follow.
fn choose_language(session: Session, lang: Lang) {
    let toasts = use_context::<crate::components::Toasts>();
    let me = match session.who_now() {
        Who::Known(me) => Some(me),
        Who::Unknown | Who::Guest => None,
    };
    spawn_local(async move {
        if !session.change_lang(lang, true).await {
            if let Some(toasts) = toasts {
                toasts.say(msg!(common.page.failed.title));
            }
            return;
        }
        if let Some(me) = me {
            let change = MeUpdate {
                first_name: None,
                last_name: None,
                lang: Some(lang),
                appearance: None,
                territory: None,
            };
            // The screen speaks the new language already; mails follow when this arrives.
            if let Ok(me) = session.client().update_me(me.version, &change).await {
                session.adopt(me).await;
            }
        }
    });
}

#[component]
fn MeMenu() -> impl IntoView {
    let session = use_session();
    let toasts = use_toasts();
    let navigate = StoredValue::new(use_navigate());
    let sign_out = move |_| {
        spawn_local(async move {
            match session.leave().await {
                Ok(()) => navigate.with_value(|navigate| navigate("/", NavigateOptions::default())),
                Err(error) => toasts.failed(&error),
            }
        });
    };
    let known = move || {
        session.me().map(|me| {
            let partner = !me.actors.is_empty();
            let facilitator = !me.facilitates.is_empty();
            view! {
                <button type="button" class="nav-link" popovertarget="me-menu">
                    <Icon name="circle-user-round" />
                    <span class="nav-name">{me.first_name}</span>
                </button>
                <div id="me-menu" popover="auto" class="menu" on:click=|_| browser::close_menu("me-menu")>
                    <ul>
                        <MenuLink href=routes::AGENDA icon="calendar-days" text=t!(common.nav.agenda) />
                        <MenuLink href=routes::SAVED icon="bookmark" text=t!(common.nav.saved) />
                        <MenuLink href=routes::ACCOUNT icon="settings" text=t!(common.nav.account) />
                        {partner
                            .then(|| {
                                view! { <MenuLink href=routes::PARTNER icon="store" text=t!(common.nav.partner) /> }
                            })}
                        {facilitator
                            .then(|| {
                                view! {
                                    <MenuLink href=routes::FACILITATOR icon="handshake" text=t!(common.nav.facilitator) />
                                }
                            })}
                        <li>
                            <button type="button" on:click=sign_out>
                                <Icon name="log-out" />
                                {t!(common.action.sign_out)}
                            </button>
                        </li>
                    </ul>
                </div>
            }
            .into_any()
        })
    };
    let location = StoredValue::new(use_location());
    let back = move || {
        location.with_value(|location| {
            // Followed, so that the link leads back to wherever the reader is by then.
            location.pathname.track();
            location.search.track();
            let here = here(location);
            let inside = here.starts_with("/sign-") || here == "/";
            routes::sign_in(if inside { routes::AGENDA } else { &here })
        })
    };
    move || {
        if session.is_unknown() {
            return view! { <span class="nav-link nav-wait" aria-hidden="true"></span> }.into_any();
        }
        known().unwrap_or_else(|| {
            view! {
                <A href=back attr:class="nav-link">
                    <Icon name="circle-user-round" />
                    <span>{t!(common.action.sign_in)}</span>
                </A>
            }
            .into_any()
        })
    }
}

#[component]
fn MenuLink(
    href: &'static str,
    icon: &'static str,
    #[prop(into)] text: Signal<String>,
) -> impl IntoView {
    view! {
        <li>
            <A href=href>
                <Icon name=icon />
                {text}
            </A>
        </li>
    }
}
