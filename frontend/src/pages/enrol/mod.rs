//! Taking a place: who comes, a word to the host, done. A guest makes an account on the way, on
//! this same page.

mod done;
mod who;

use goesting_i18n::msg;
use goesting_types::enrolment::{Enrolment, EnrolmentCreate};
use goesting_types::ids::{OpportunityId, PersonId, SessionId};
use goesting_types::opportunity::{AgeRange, Opportunity, OpportunityKind};
use goesting_types::page::View;
use goesting_types::person::Me;
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::session::Session;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

use crate::components::{
    Check, Form, FormError, Heading, Icon, Once, SkeletonKind, Submit, TextArea,
};
use crate::i18n::{use_i18n, words};
use crate::load::load;
use crate::pages::NotFound;
use crate::pages::auth::Gate;
use crate::pages::opportunity::{AtOrganiser, Cost, Room, held, room, way};
use crate::routes;
use crate::session::{Who, use_client, use_draft, use_session};
use crate::shell::help_about;
use crate::t;

use done::Done;
pub(super) use done::for_others;
use who::WhoComes;

/// Taking a place, in the session of the address.
#[component]
pub fn Enrol() -> impl IntoView {
    let params = use_params_map();
    let ids = Memo::new(move |_| {
        params.with(|params| {
            let id: OpportunityId = params.get("id")?.parse().ok()?;
            let session: SessionId = params.get("session")?.parse().ok()?;
            Some((id, session))
        })
    });
    move || match ids.get() {
        Some((id, session)) => view! { <One id session /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn One(id: OpportunityId, session: SessionId) -> impl IntoView {
    let client = use_client();
    let both = load(move || {
        let client = client.clone();
        async move {
            let (opportunity, session) = futures::join!(
                client.get_opportunity(id, View::Public),
                client.get_session(session)
            );
            Ok((opportunity?, session?))
        }
    });
    both.view(SkeletonKind::Page, |(opportunity, session)| {
        view! { <Shown opportunity session /> }
    })
}

#[component]
fn Shown(opportunity: Opportunity, session: Session) -> impl IntoView {
    let i18n = use_i18n();
    help_about(opportunity.content.whereabouts.territory());
    let who = use_session();
    let done = RwSignal::new(None::<Enrolment>);
    let title = {
        let title = opportunity.content.title.clone();
        Signal::derive(move || words(i18n, &title))
    };
    let (start, end) = (session.local_start, session.local_end);
    let back = routes::opportunity(opportunity.id);
    let phone = opportunity.content.contact.phone.clone();
    let welcomer = opportunity
        .content
        .card
        .welcomer
        .as_ref()
        .map(|welcomer| welcomer.first_name.clone());
    let numbers_only = opportunity
        .actors
        .first()
        .filter(|part| part.actor.kind.sees_numbers_only())
        .map(|part| part.actor.name.clone());
    // Each time is a place of its own.
    let one_of_many =
        session.series_id.is_some() || opportunity.content.kind == OpportunityKind::Course;
    let pricing = opportunity.content.pricing.clone();
    let ages = opportunity.content.ages;
    let room = room(&session);
    let organiser = StoredValue::new(way(&opportunity));
    let session = StoredValue::new(session);
    // Changes to the person do not make the form anew.
    let person = Memo::new(move |_| match who.who() {
        Who::Unknown => None,
        Who::Guest => Some(None),
        Who::Known(me) => Some(Some(me.id)),
    });
    let steps = move || {
        if let Some(enrolment) = done.get() {
            return view! { <Done enrolment /> }.into_any();
        }
        match (room, person.get()) {
            (Room::Places(_) | Room::Queue, Some(Some(_))) => untrack(|| who.me())
                .map(|me| {
                    let numbers_only = numbers_only.clone();
                    view! { <Ask me session=session.get_value() ages numbers_only done /> }
                })
                .into_any(),
            (Room::Places(_) | Room::Queue, Some(None)) => {
                view! { <Gate lead=t!(enrol.gate) /> }.into_any()
            }
            (Room::Places(_) | Room::Queue, None) => {
                view! { <p class="muted">{t!(common.page.loading)}</p> }.into_any()
            }
            (Room::DropIn, _) => view! { <p class="notice ok">{t!(enrol.drop_in)}</p> }.into_any(),
            (Room::Elsewhere(_), _) => view! {
                <p class="notice">{t!(enrol.elsewhere)}</p>
                <AtOrganiser way=organiser.get_value() />
            }
            .into_any(),
            (Room::Full | Room::Cancelled | Room::Over, _) => view! {
                <div class="notice warn">
                    <Icon name="circle-pause" />
                    <p>{t!(enrol.gone)}</p>
                </div>
            }
            .into_any(),
        }
    };
    view! {
        <div class="page narrow enrol">
            <p class="back">
                <A href=back>
                    <Icon name="arrow-left" />
                    {title}
                </A>
            </p>
            <Heading text=Signal::derive(move || {
                i18n.text(
                    &if done.with(Option::is_some) {
                        msg!(enrol.done.title)
                    } else if room == Room::Queue {
                        msg!(enrol.title_wait)
                    } else {
                        msg!(enrol.title)
                    },
                )
            }) />
            <p class="session-when large">
                <Icon name="calendar-days" />
                {move || i18n.format().span(start, end)}
            </p>
            {(one_of_many && matches!(room, Room::Places(_) | Room::Queue))
                .then(|| view! { <p class="muted">{t!(enrol.one_by_one)}</p> })}
            <dl class="blocks">
                <Cost pricing />
            </dl>
            {welcomer
                .map(|name| {
                    view! { <p>{move || i18n.text(&msg!(opportunity.first.welcomer, name = name.clone()))}</p> }
                })}
            {steps}
            {phone
                .map(|phone| {
                    let href = crate::shell::dial(&phone);
                    view! {
                        <p class="help-line">
                            <Icon name="phone" />
                            <a href=href>{move || i18n.text(&msg!(enrol.rather_call, phone = phone.clone()))}</a>
                        </p>
                    }
                })}
        </div>
    }
}

/// Who comes, and what the host may know.
#[component]
fn Ask(
    me: Me,
    session: Session,
    ages: AgeRange,
    /// The organiser, where it sees how many come and not who.
    numbers_only: Option<String>,
    done: RwSignal<Option<Enrolment>>,
) -> impl IntoView {
    let who = use_session();
    let i18n = use_i18n();
    let (form, once) = (Form::new(), Once::new());
    let id = session.id;
    let day = session.local_start.date();
    let waiting = RwSignal::new(room(&session) == Room::Queue);
    let myself = RwSignal::new(true);
    let children = RwSignal::new(Vec::<PersonId>::new());
    let message = use_draft(&format!("enrol.{id}"));
    let share = RwSignal::new(false);
    let held = held(&session);
    let refused = Memo::new(move |_| form.error().and_then(|error| error.code()));
    let for_newcomers = move || held > 0 || refused.get() == Some(ErrorCode::PlacesHeld);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let children = children.get_untracked();
        let myself = myself.get_untracked();
        let nobody = !myself && children.is_empty();
        let faults = if nobody {
            vec![("/children", FieldCode::Required)]
        } else {
            Vec::new()
        };
        if !form.check(faults) {
            return;
        }
        let body = EnrolmentCreate {
            myself,
            children,
            or_wait: waiting.get_untracked(),
            message: Some(message.text.get_untracked().trim().to_owned())
                .filter(|message| !message.is_empty()),
            share_name: share.get_untracked(),
        };
        let client = who.client();
        let key = once.key(&body);
        form.send(
            async move { who.call(client.create_enrolment(id, &body, key)).await },
            move |enrolment| {
                once.arrived();
                message.clear();
                done.set(Some(enrolment));
            },
        );
    };
    // Filled up in the meantime: the same form, now for the waiting list.
    Effect::new(move |_| {
        let full = matches!(
            refused.get(),
            Some(ErrorCode::SessionFull | ErrorCode::PlacesHeld)
        );
        if full && session.terms.waiting_list {
            waiting.set(true);
        }
    });
    let text = move || {
        i18n.text(&if waiting.get() {
            msg!(common.action.wait)
        } else {
            msg!(enrol.take)
        })
    };
    view! {
        <div class="stack">
            // Not in the form: adding a child is a form of its own.
            <WhoComes form me myself children ages day />
            <form class="stack" on:submit=submit novalidate>
            <TextArea
                form
                pointer="/message"
                label=t!(enrol.message)
                hint=t!(enrol.message_hint)
                value=message.text
                limit=500
                optional=true
            />
            {numbers_only
                .map(|actor| {
                    view! {
                        <Check on=share change=move |on| share.set(on) hint=t!(enrol.share_hint)>
                            {move || i18n.text(&msg!(enrol.share, actor = actor.clone()))}
                        </Check>
                    }
                })}
            <Show when=move || waiting.get()>
                <div class="notice">
                    <Icon name="hourglass" />
                    <p>
                        {move || {
                            i18n.text(
                                &if for_newcomers() {
                                    msg!(enrol.wait_text_held)
                                } else {
                                    msg!(enrol.wait_text)
                                },
                            )
                        }}
                    </p>
                </div>
            </Show>
            <Show when=move || (held > 0) && !waiting.get()>
                <p class="muted">{move || i18n.text(&msg!(opportunity.held, count = held))}</p>
            </Show>
            <FormError form />
            <div class="bottom-bar static">
                <Submit form text=Signal::derive(text) icon="check" />
            </div>
            <p class="muted small">{t!(enrol.free_to_leave)}</p>
        </form>
        </div>
    }
}
