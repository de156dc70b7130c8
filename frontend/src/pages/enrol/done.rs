//! It worked: what one has, and what comes next.

use goesting_i18n::{Label, Lang, Message, format, msg};
use goesting_types::enrolment::{EnrolledPerson, Enrolment, EnrolmentState};
use goesting_types::ids::PersonId;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::browser;
use crate::components::{Art, Icon};
use crate::i18n::use_i18n;
use crate::pages::auth::Resend;
use crate::routes;
use crate::session::use_session;
use crate::t;
use crate::url::DISCOVER;

/// Where places stand that are not only for the reader: "you" would leave the others out. Nothing
/// where "you" is all, or where it is said to the reader.
pub fn for_others(
    lang: Lang,
    me: Option<PersonId>,
    state: EnrolmentState,
    people: &[EnrolledPerson],
) -> Option<Message> {
    if people.iter().all(|person| Some(person.person_id) == me) {
        return None;
    }
    let names: Vec<&str> = people
        .iter()
        .map(|person| person.first_name.as_str())
        .collect();
    let names = format::list(lang, &names);
    match state {
        EnrolmentState::Enrolled => Some(msg!(
            enrol.others.enrolled,
            count = people.len(),
            names = names
        )),
        EnrolmentState::Waitlisted => Some(msg!(enrol.others.waitlisted, names = names)),
        _ => None,
    }
}

/// It worked.
#[component]
pub fn Done(enrolment: Enrolment) -> impl IntoView {
    let i18n = use_i18n();
    let state = enrolment.state;
    let waiting = state == EnrolmentState::Waitlisted;
    let me = use_session().me().map(|me| me.id);
    let people = enrolment.people;
    let standing = move || {
        let others = for_others(i18n.lang(), me, state, &people);
        i18n.text(&others.unwrap_or_else(|| state.label()))
    };
    let ahead = enrolment.ahead;
    let confirm = enrolment.confirm_until;
    browser::refocus_soon("done");
    view! {
        <div id="done" class="done" role="status" tabindex="-1">
            <Art name="done".to_owned() />
            <p class="lead">
                <Icon name=if waiting { "hourglass" } else { "circle-check" } />
                <strong>{standing}</strong>
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

#[cfg(test)]
mod tests {
    use EnrolmentState::{Enrolled, Offered, Waitlisted};

    use super::*;

    #[test]
    fn you_is_said_only_to_who_goes_alone() {
        let person = |name: &str| EnrolledPerson {
            person_id: PersonId::new(),
            first_name: name.to_owned(),
            was_there: None,
        };
        let (mieke, wout, lotte) = (person("Mieke"), person("Wout"), person("Lotte"));
        let said = |state, people: &[&EnrolledPerson]| {
            let people: Vec<_> = people.iter().copied().cloned().collect();
            for_others(Lang::Nl, Some(mieke.person_id), state, &people)
        };
        let enrolled = |names: &str, count: usize| {
            Some(msg!(enrol.others.enrolled, count = count, names = names))
        };
        assert_eq!(said(Enrolled, &[&mieke]), None);
        assert_eq!(said(Enrolled, &[&lotte]), enrolled("Lotte", 1));
        assert_eq!(
            said(Enrolled, &[&wout, &lotte]),
            enrolled("Wout en Lotte", 2)
        );
        assert_eq!(
            said(Enrolled, &[&mieke, &lotte]),
            enrolled("Mieke en Lotte", 2)
        );
        let waiting = msg!(enrol.others.waitlisted, names = "Lotte");
        assert_eq!(said(Waitlisted, &[&lotte]), Some(waiting));
        assert_eq!(said(Offered, &[&lotte]), None);
    }
}
