//! The foot of every page.

use leptos::prelude::*;
use leptos_router::components::A;

use super::HelpLine;
use crate::routes;
use crate::t;

/// The foot of every page.
#[component]
pub fn Footer() -> impl IntoView {
    view! {
        <footer class="footer">
            <div class="footer-in">
                <HelpLine />
                <nav aria-label=t!(common.nav.about)>
                    <ul>
                        <li>
                            <A href=routes::ABOUT>{t!(common.footer.about)}</A>
                        </li>
                        <li>
                            <A href=routes::ECOSYSTEM>{t!(common.nav.ecosystem)}</A>
                        </li>
                        <li>
                            <A href=routes::ACCESSIBILITY>{t!(common.footer.accessibility)}</A>
                        </li>
                        <li>
                            <A href=routes::PRIVACY>{t!(common.footer.privacy)}</A>
                        </li>
                        <li>
                            // Not a page of the app.
                            <a href="/api/docs" rel="external">
                                {t!(common.footer.api)}
                            </a>
                        </li>
                    </ul>
                </nav>
            </div>
        </footer>
    }
}
