//! It worked: what one has, and what comes next.

use goesting_i18n::{Label, msg};
use goesting_types::enrolment::{Enrolment, EnrolmentState};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::browser;
use crate::components::{Art, Icon};
use crate::i18n::use_i18n;
use crate::pages::auth::Resend;
use crate::routes;
use crate::t;
use crate::url::DISCOVER;

/// It worked.
#[component]
pub fn Done(enrolment: Enrolment) -> impl IntoView {
    let i18n = use_i18n();
    let state = enrolment.state;
    let waiting = state == EnrolmentState::Waitlisted;
    let names: Vec<String> = enrolment
        .people
        .iter()
        .map(|person| person.first_name.clone())
        .collect();
    let ahead = enrolment.ahead;
    let confirm = enrolment.confirm_until;
    browser::refocus_soon("done");
    view! {
        <div id="done" class="done" role="status" tabindex="-1">
            <Art name="done".to_owned() />
            <p class="lead">
                <Icon name=if waiting { "hourglass" } else { "circle-check" } />
                <strong>{move || i18n.text(&state.label())}</strong>
                " "
                {move || i18n.format().list(&names)}
            </p>
            {ahead
                .filter(|_| waiting)
                .map(|ahead| view! { <p>{move || i18n.text(&msg!(enrol.done.ahead, count = ahead))}</p> })}
            {confirm
                .map(|until| {
                    view! {
                        <div class="notice warn">
                            <Icon name="mail" />
                            <div>
                                <p>
                                    {move || {
                                        i18n.text(
                                            &msg!(enrol.done.confirm, until = i18n.format().instant(until)),
                                        )
                                    }}
                                </p>
                                <Resend />
                            </div>
                        </div>
                    }
                })}
            <p>{move || i18n.text(&if waiting { msg!(enrol.done.waiting) } else { msg!(enrol.done.text) })}</p>
            <p class="row">
                <A href=routes::AGENDA attr:class="button main">
                    <Icon name="calendar-days" />
                    {t!(common.nav.agenda)}
                </A>
                {(!waiting)
                    .then(|| {
                        view! {
                            <A href=format!("{}#feed-title", routes::AGENDA) attr:class="button">
                                <Icon name="calendar-plus" />
                                {t!(common.action.add_to_calendar)}
                            </A>
                        }
                    })}
                <A href=DISCOVER attr:class="button quiet">
                    {t!(enrol.done.more)}
                </A>
            </p>
        </div>
    }
}
